//! What narrows and orders the lists of letters: read from the address, applied to rows. Pure.

use domain::division::{self, DivisionCode};
use domain::incoming::{BriefKind, BriefMethod};
use domain::petition::StatusKind;
use store::briefs::BriefRow;
use store::head::{Queue, Row};
use templates::components::filters::{self, Filters};
use templates::components::select::Choice;
use templates::staff::letters::list::LetterTab;
use web::FormData;

/// The path of the list.
pub(crate) const LIST: &str = "/staff/intake/letters";

/// 情况: one mark of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mark {
    Waiting,
    Files,
    Anonymous,
}

impl Mark {
    const ALL: [(Self, &'static str, &'static str); 3] = [
        (Self::Waiting, "waiting", "还没有转送的"),
        (Self::Files, "files", "有附件的"),
        (Self::Anonymous, "anonymous", "匿名的"),
    ];
}

/// 筛选: what is asked of a row; nothing at first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Filter {
    place: Option<DivisionCode>,
    mark: Option<Mark>,
    kind: Option<BriefKind>,
    method: Option<BriefMethod>,
    /// The oldest first.
    turned: bool,
}

fn places() -> impl Iterator<Item = DivisionCode> {
    let cities = division::cities().iter().map(|city| city.code);
    std::iter::once(DivisionCode::PROVINCE).chain(cities)
}

impl Filter {
    /// What the address asks for; what it does not know, or the tab has not, it leaves out.
    pub(crate) fn parse(query: &FormData, tab: LetterTab) -> Self {
        let turned = query.text("order") == "turned";
        match tab {
            LetterTab::Detailed => Self {
                place: places().find(|place| place.to_string() == query.text("place")),
                mark: Mark::ALL
                    .into_iter()
                    .find(|(_, slug, _)| *slug == query.text("mark"))
                    .map(|(mark, _, _)| mark),
                turned,
                ..Self::default()
            },
            LetterTab::Brief => Self {
                kind: BriefKind::from_code(query.text("kind")),
                method: BriefMethod::from_code(query.text("method")),
                turned,
                ..Self::default()
            },
        }
    }

    /// The list of letters in detail that holds what is asked for.
    pub(crate) fn queue(&self) -> Queue {
        match self.mark {
            Some(Mark::Waiting) => Queue::LettersWaiting,
            _ => Queue::Letters,
        }
    }

    /// Whether anything is asked for that not every letter has.
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

    /// Whether a letter in detail is what is asked for.
    pub(crate) fn keeps(&self, row: &Row) -> bool {
        let place = self
            .place
            .is_none_or(|place| row.division == place || row.division.city() == Some(place));
        let mark = self.mark.is_none_or(|mark| match mark {
            Mark::Waiting => row.status == StatusKind::Registered,
            Mark::Files => row.attachments > 0,
            Mark::Anonymous => row.anonymous,
        });
        place && mark
    }

    /// Whether a letter in brief is what is asked for.
    pub(crate) fn keeps_brief(&self, row: &BriefRow) -> bool {
        self.kind.is_none_or(|kind| kind == row.kind) && self.method.is_none_or(|method| method == row.method)
    }

    fn pairs(&self) -> Vec<(&'static str, String)> {
        let mark = self
            .mark
            .and_then(|mark| Mark::ALL.into_iter().find(|(one, _, _)| *one == mark));
        let pairs = [
            ("place", self.place.map(|place| place.to_string())),
            ("mark", mark.map(|(_, slug, _)| slug.to_owned())),
            ("kind", self.kind.map(|kind| kind.code().to_owned())),
            ("method", self.method.map(|method| method.code().to_owned())),
            ("order", self.turned.then(|| "turned".to_owned())),
        ];
        let set = pairs.into_iter();
        set.filter_map(|(name, value)| Some((name, value?))).collect()
    }

    /// What follows the tab in the address, beginning with `&`; empty if nothing is asked for.
    pub(crate) fn query(&self) -> String {
        let pairs = self.pairs().into_iter();
        pairs.map(|(name, value)| format!("&{name}={value}")).collect()
    }

    /// The lists that it is chosen from.
    pub(crate) fn view(&self, tab: LetterTab) -> Filters {
        let pairs = self.pairs();
        let list = |name: &'static str, label, first: &str, choices: Vec<Choice>| filters::Filter {
            name,
            label,
            choices: std::iter::once(Choice::new("", first)).chain(choices).collect(),
            chosen: pairs
                .iter()
                .find(|(known, _)| *known == name)
                .map(|(_, value)| value.clone())
                .unwrap_or_default(),
        };
        let order = list(
            "order",
            "顺序",
            "新的在前",
            vec![Choice::new("turned", "旧的在前")],
        );
        let place_name = |place: DivisionCode| match place {
            DivisionCode::PROVINCE => "省本级",
            city => city.division().name,
        };
        let filters = match tab {
            LetterTab::Detailed => vec![
                list(
                    "place",
                    "问题属地",
                    "全省",
                    places()
                        .map(|place| Choice::new(place.to_string(), place_name(place)))
                        .collect(),
                ),
                list(
                    "mark",
                    "情况",
                    "全部",
                    Mark::ALL
                        .map(|(_, slug, label)| Choice::new(slug, label))
                        .to_vec(),
                ),
                order,
            ],
            LetterTab::Brief => vec![
                list("kind", "类型", "全部", crate::brief_form::kinds()),
                list("method", "办理方式", "全部", crate::brief_form::methods()),
                order,
            ],
        };
        Filters {
            action: LIST,
            kept: vec![("tab", tab.slug().to_owned())],
            filters,
            clear: (*self != Self::default()).then(|| format!("{LIST}?tab={}", tab.slug())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(tab: LetterTab, query: &str) -> Filter {
        Filter::parse(&FormData::parse(query.as_bytes()).unwrap(), tab)
    }

    #[test]
    fn each_tab_has_filters_of_its_own_and_what_is_unknown_is_left_out() {
        let all = "place=370100&mark=waiting&kind=repeat&method=file&order=turned";
        assert_eq!(
            parsed(LetterTab::Detailed, all).query(),
            "&place=370100&mark=waiting&order=turned"
        );
        assert_eq!(
            parsed(LetterTab::Brief, all).query(),
            "&kind=repeat&method=file&order=turned"
        );
        assert_eq!(parsed(LetterTab::Detailed, "place=x&mark=%27"), Filter::default());
        let turned = parsed(LetterTab::Brief, "order=turned");
        assert!(turned.keeps_all() && !turned.newest_first());
        let view = parsed(LetterTab::Detailed, all).view(LetterTab::Detailed);
        let chosen: Vec<_> = view.filters.iter().map(|one| one.chosen.as_str()).collect();
        assert_eq!(chosen, ["370100", "waiting", "turned"]);
    }

    #[test]
    fn what_waits_has_a_list_of_its_own_that_begins_with_what_is_due() {
        let of = |query: &str| {
            let filter = parsed(LetterTab::Detailed, query);
            (
                filter.queue(),
                filter.newest_first(),
                filter.keeps_all(),
                filter.narrows(),
            )
        };
        assert_eq!(of(""), (Queue::Letters, true, true, false));
        assert_eq!(of("mark=files"), (Queue::Letters, true, false, true));
        assert_eq!(of("mark=waiting"), (Queue::LettersWaiting, false, true, true));
        assert_eq!(
            of("mark=waiting&order=turned"),
            (Queue::LettersWaiting, true, true, true)
        );
        assert_eq!(
            of("mark=waiting&place=370100"),
            (Queue::LettersWaiting, false, false, true)
        );
    }
}
