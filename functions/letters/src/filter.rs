//! What narrows and orders the lists of letters: read from the address, applied to rows. Pure.

use domain::ids::AgencyCode;
use domain::incoming::{BriefKind, BriefMethod};
use domain::petition::StatusKind;
use store::briefs::BriefRow;
use store::head::{Queue, Row};
use templates::components::filters::{self, Filters};
use templates::components::select::Choice;
use templates::staff::letters::LIST;
use templates::staff::letters::list::LetterTab;
use web::{FormData, narrowed};

/// 情况: one mark of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mark {
    Waiting,
    Files,
    Anonymous,
}

impl Mark {
    const ALL: [narrowed::Mark<Self>; 3] = [
        (Self::Waiting, "waiting", "还没有转送的"),
        (Self::Files, "files", "有附件的"),
        (Self::Anonymous, "anonymous", "匿名的"),
    ];
}

/// 筛选: what is asked of a row; nothing at first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Filter {
    /// The lists, with what is chosen of each.
    pub(crate) lists: Filters,
    mark: Option<Mark>,
    kind: Option<BriefKind>,
    method: Option<BriefMethod>,
}

impl Filter {
    /// What the address asks for; what it does not know, or the tab has not, it leaves out.
    pub(crate) fn parse(query: &FormData, tab: LetterTab, office: &AgencyCode) -> Self {
        let coded = |name, label, choices: Vec<Choice>| {
            let choices = choices.into_iter().map(|choice| (choice.value, choice.label));
            filters::Filter::asked(name, label, "全部", choices, query.text(name))
        };
        let mut filters = match tab {
            LetterTab::Detailed => {
                let mut filters = narrowed::places(office, query);
                filters.push(narrowed::marks("mark", "情况", Mark::ALL, query));
                filters
            }
            LetterTab::Brief => vec![
                coded("kind", "类型", crate::brief_form::kinds()),
                coded("method", "办理方式", crate::brief_form::methods()),
            ],
        };
        filters.push(narrowed::order(true, query));
        let lists = Filters {
            action: LIST,
            kept: vec![("tab", tab.slug().to_owned())],
            filters,
        };
        Self {
            mark: narrowed::named(&Mark::ALL, lists.chosen("mark")),
            kind: BriefKind::from_code(lists.chosen("kind")),
            method: BriefMethod::from_code(lists.chosen("method")),
            lists,
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

    /// Whether a letter in detail is what is asked for.
    pub(crate) fn keeps(&self, row: &Row) -> bool {
        let mark = self.mark.is_none_or(|mark| match mark {
            Mark::Waiting => row.status == StatusKind::Registered,
            Mark::Files => row.attachments > 0,
            Mark::Anonymous => row.anonymous,
        });
        narrowed::lies_there(&self.lists, row.division) && mark
    }

    /// Whether a letter in brief is what is asked for.
    pub(crate) fn keeps_brief(&self, row: &BriefRow) -> bool {
        self.kind.is_none_or(|kind| kind == row.kind) && self.method.is_none_or(|method| method == row.method)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(tab: LetterTab, query: &str) -> Filter {
        let office = "370000-xfj".parse::<AgencyCode>().unwrap();
        Filter::parse(&FormData::parse(query.as_bytes()).unwrap(), tab, &office)
    }

    #[test]
    fn each_tab_has_filters_of_its_own_and_what_is_unknown_is_left_out() {
        let all = "place=370100&mark=waiting&kind=repeat&method=file&order=turned";
        let href = |tab, query: &str| parsed(tab, query).lists.href();
        assert_eq!(
            href(LetterTab::Detailed, all),
            "/staff/intake/letters?tab=detailed&place=370100&mark=waiting&order=turned"
        );
        assert_eq!(
            href(LetterTab::Brief, all),
            "/staff/intake/letters?tab=brief&kind=repeat&method=file&order=turned"
        );
        assert_eq!(
            href(LetterTab::Detailed, "place=x&mark=%27"),
            "/staff/intake/letters?tab=detailed"
        );
        let turned = parsed(LetterTab::Brief, "order=turned");
        assert!(turned.keeps_all() && !turned.newest_first());
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
