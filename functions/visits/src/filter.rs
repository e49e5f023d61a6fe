//! What narrows and orders the list of visits: read from the address, applied to rows. Pure.

use chrono::NaiveDate;
use domain::petition::StatusKind;
use domain::time::local_date;
use domain::visitors::Band;
use store::head::{Queue, Row};
use templates::components::filters::{self, Filters};
use templates::components::select::Choice;
use templates::staff::visits::LIST;
use web::FormData;

/// 情况: one mark of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mark {
    Interview,
    Waiting,
    Anonymous,
}

impl Mark {
    const ALL: [(Self, &'static str, &'static str); 3] = [
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
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Filter {
    today: bool,
    size: Option<&'static str>,
    mark: Option<Mark>,
    /// The oldest first.
    turned: bool,
}

impl Filter {
    /// What the address asks for; what it does not know it leaves out.
    pub(crate) fn parse(query: &FormData) -> Self {
        Self {
            today: query.text("day") == "today",
            size: SIZES
                .into_iter()
                .find(|(slug, _)| *slug == query.text("size"))
                .map(|(slug, _)| slug),
            mark: Mark::ALL
                .into_iter()
                .find(|(_, slug, _)| *slug == query.text("mark"))
                .map(|(mark, _, _)| mark),
            turned: query.text("order") == "turned",
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
        !self.keeps_all() || self.mark.is_some()
    }

    /// Whether every row of that list is kept.
    pub(crate) fn keeps_all(&self) -> bool {
        Self {
            turned: false,
            mark: self.mark.filter(|mark| *mark != Mark::Waiting),
            ..*self
        } == Self::default()
    }

    /// Whether the newest come first; of what waits, not turned, the one due first does.
    pub(crate) fn newest_first(&self) -> bool {
        self.turned != self.queue().newest_first()
    }

    /// Whether a visit is what is asked for.
    pub(crate) fn keeps(&self, row: &Row, today: NaiveDate) -> bool {
        let interview = row.interview.as_ref();
        let visitors = interview.map_or(1, |interview| interview.visitors);
        let band = Band::of(visitors);
        let size = self.size.is_none_or(|size| match size {
            "individual" => !band.is_collective(),
            "collective" => band.is_collective(),
            least => least.parse().is_ok_and(|least| Band::of(least) == band),
        });
        let mark = self.mark.is_none_or(|mark| match mark {
            Mark::Interview => interview.is_some_and(domain::interview::Interview::is_waiting),
            Mark::Waiting => row.status == StatusKind::Registered,
            Mark::Anonymous => row.anonymous,
        });
        size && mark && (!self.today || local_date(row.filed_at) == today)
    }

    fn pairs(&self) -> Vec<(&'static str, &'static str)> {
        let mark = self
            .mark
            .and_then(|mark| Mark::ALL.into_iter().find(|(one, _, _)| *one == mark));
        let pairs = [
            ("day", self.today.then_some("today")),
            ("size", self.size),
            ("mark", mark.map(|(_, slug, _)| slug)),
            ("order", self.turned.then_some("turned")),
        ];
        let set = pairs.into_iter();
        set.filter_map(|(name, value)| Some((name, value?))).collect()
    }

    /// The address of the list with this filter.
    pub(crate) fn href(&self) -> String {
        let pairs: Vec<String> = self
            .pairs()
            .into_iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        match pairs.is_empty() {
            true => LIST.to_owned(),
            false => format!("{LIST}?{}", pairs.join("&")),
        }
    }

    /// The lists that it is chosen from.
    pub(crate) fn view(&self) -> Filters {
        let pairs = self.pairs();
        let list = |name: &'static str, label, first: &str, choices: Vec<Choice>| filters::Filter {
            name,
            label,
            choices: std::iter::once(Choice::new("", first)).chain(choices).collect(),
            chosen: pairs
                .iter()
                .find(|(known, _)| *known == name)
                .map(|(_, value)| (*value).to_owned())
                .unwrap_or_default(),
        };
        Filters {
            action: LIST,
            kept: Vec::new(),
            filters: vec![
                list("day", "来访日期", "全部", vec![Choice::new("today", "今天")]),
                list(
                    "size",
                    "人数",
                    "全部",
                    SIZES.map(|(slug, label)| Choice::new(slug, label)).to_vec(),
                ),
                list(
                    "mark",
                    "情况",
                    "全部",
                    Mark::ALL
                        .map(|(_, slug, label)| Choice::new(slug, label))
                        .to_vec(),
                ),
                list(
                    "order",
                    "顺序",
                    "新的在前",
                    vec![Choice::new("turned", "旧的在前")],
                ),
            ],
            clear: (*self != Self::default()).then(|| LIST.to_owned()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(query: &str) -> Filter {
        Filter::parse(&FormData::parse(query.as_bytes()).unwrap())
    }

    #[test]
    fn what_is_unknown_is_left_out_and_what_is_known_comes_back_in_the_address() {
        assert_eq!(
            parsed("day=today&size=11&mark=interview&order=turned").href(),
            "/staff/intake/visits?day=today&size=11&mark=interview&order=turned"
        );
        assert_eq!(parsed("day=x&size=7&mark=%27"), Filter::default());
        assert_eq!(Filter::default().href(), LIST);
        let turned = parsed("order=turned");
        assert!(turned.keeps_all() && !turned.newest_first());
        assert!(!parsed("size=collective").keeps_all());
    }

    #[test]
    fn the_sizes_are_the_bands_of_statistics() {
        let bands = SIZES[2..].iter().zip(&Band::ALL[1..]);
        for ((slug, label), band) in bands {
            assert_eq!((Band::of(slug.parse().unwrap()), *label), (*band, band.label()));
        }
    }
}
