//! What narrows and orders the list of visits: read from the address, applied to rows. Pure.

use chrono::NaiveDate;
use domain::ids::AgencyCode;
use domain::petition::StatusKind;
use domain::time::local_date;
use domain::visitors::Band;
use store::head::{Queue, Row};
use templates::components::filters::{self, Filters};
use templates::staff::visits::LIST;
use web::{FormData, narrowed};

/// 情况: one mark of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mark {
    Interview,
    Waiting,
    Anonymous,
}

impl Mark {
    const ALL: [narrowed::Mark<Self>; 3] = [
        (Self::Interview, "interview", "还没有接谈的"),
        (Self::Waiting, "waiting", "还没有转送的"),
        (Self::Anonymous, "anonymous", "匿名的"),
    ];
}

/// 人数: individual visits, collective ones, or those of one band.
const SIZES: [(&str, &str); 7] = [
    ("individual", "个访"),
    ("collective", "集体访，不论人数"),
    ("5", "集体访 5–10 人"),
    ("11", "集体访 11–20 人"),
    ("21", "集体访 21–50 人"),
    ("51", "集体访 51–100 人"),
    ("101", "集体访 超过 100 人"),
];

/// 筛选: what is asked of a row; nothing at first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Filter {
    /// The lists, with what is chosen of each.
    pub(crate) lists: Filters,
    mark: Option<Mark>,
}

impl Filter {
    /// What the address asks for; what it does not know it leaves out.
    pub(crate) fn parse(query: &FormData, office: &AgencyCode) -> Self {
        let asked = |name, label, choices: &[(&'static str, &'static str)]| {
            let choices = choices.iter().copied();
            filters::Filter::asked(name, label, "全部", choices, query.text(name))
        };
        let mut filters = vec![
            asked("day", "来访日期", &[("today", "今天")]),
            asked("size", "人数", &SIZES),
        ];
        filters.extend(narrowed::places(office, query));
        filters.push(narrowed::marks("mark", "情况", Mark::ALL, query));
        filters.push(narrowed::order(true, query));
        let lists = Filters {
            action: LIST,
            kept: Vec::new(),
            filters,
        };
        Self {
            mark: narrowed::named(&Mark::ALL, lists.chosen("mark")),
            lists,
        }
    }

    /// The list that holds what is asked for.
    pub(crate) fn queue(&self) -> Queue {
        match self.mark {
            Some(Mark::Waiting) => Queue::VisitsWaiting,
            _ => Queue::Visits,
        }
    }

    /// Whether anything is asked for that not every visit has.
    pub(crate) fn narrows(&self) -> bool {
        !narrowed::keeps_all(&self.lists)
    }

    /// Whether every row of that list is kept.
    pub(crate) fn keeps_all(&self) -> bool {
        let of_the_list = self.mark == Some(Mark::Waiting);
        narrowed::keeps_all_but(&self.lists, if of_the_list { "mark" } else { "" })
    }

    /// Whether the newest come first; of what waits, not turned, the one due first does.
    pub(crate) fn newest_first(&self) -> bool {
        narrowed::turned(&self.lists) != self.queue().newest_first()
    }

    /// Whether a visit is what is asked for.
    pub(crate) fn keeps(&self, row: &Row, today: NaiveDate) -> bool {
        let interview = row.interview.as_ref();
        let visitors = interview.map_or(1, |interview| interview.visitors);
        let band = Band::of(visitors);
        let size = match self.lists.chosen("size") {
            "" => true,
            "individual" => !band.is_collective(),
            "collective" => band.is_collective(),
            least => least.parse().is_ok_and(|least| Band::of(least) == band),
        };
        let mark = self.mark.is_none_or(|mark| match mark {
            Mark::Interview => interview.is_some_and(domain::interview::Interview::is_waiting),
            Mark::Waiting => row.status == StatusKind::Registered,
            Mark::Anonymous => row.anonymous,
        });
        let today = self.lists.chosen("day").is_empty() || local_date(row.filed_at) == today;
        size && mark && today && narrowed::lies_there(&self.lists, row.division)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(query: &str) -> Filter {
        let office = "370100-xfj".parse::<AgencyCode>().unwrap();
        Filter::parse(&FormData::parse(query.as_bytes()).unwrap(), &office)
    }

    #[test]
    fn what_is_unknown_is_left_out_and_what_is_known_comes_back_in_the_address() {
        let asked = "day=today&size=11&county=370102&mark=interview&order=turned";
        assert_eq!(parsed(asked).lists.href(), format!("{LIST}?{asked}"));
        assert_eq!(parsed("day=x&size=7&mark=%27").lists.href(), LIST);
        let turned = parsed("order=turned");
        assert!(turned.keeps_all() && !turned.newest_first());
        assert!(!parsed("size=collective").keeps_all());
        let waiting = parsed("mark=waiting");
        assert!(waiting.keeps_all() && waiting.narrows() && !waiting.newest_first());
    }

    #[test]
    fn the_sizes_are_the_bands_of_statistics() {
        let bands = SIZES[2..].iter().zip(&Band::ALL[1..]);
        for ((slug, label), band) in bands {
            assert_eq!((Band::of(slug.parse().unwrap()), *label), (*band, band.label()));
        }
    }
}
