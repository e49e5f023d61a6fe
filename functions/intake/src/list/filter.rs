//! What narrows and orders the list of web petitions: read from the address, applied to rows. Pure.

use chrono::NaiveDate;
use domain::ids::AgencyCode;
use domain::petition::StatusKind;
use store::head::Row;
use templates::components::filters::Filters;
use templates::staff::intake_list::{IntakeTab, LIST};
use web::{FormData, narrowed};

/// Days to the deadline of what is due soon.
const SOON_DAYS: i64 = 3;

/// 情况: one mark of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    Unopened,
    Registered,
    Material,
    Files,
    Anonymous,
}

/// 期限.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Due {
    Overdue,
    Soon,
}

/// 筛选: what is asked of a row; nothing at first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Filter {
    /// The lists, with what is chosen of each.
    pub(super) lists: Filters,
    mark: Option<Mark>,
    due: Option<Due>,
}

impl Mark {
    const ALL: [narrowed::Mark<Self>; 5] = [
        (Self::Unopened, "unopened", "未打开的"),
        (Self::Registered, "registered", "还没有转送的"),
        (Self::Material, "material", "有新材料的"),
        (Self::Files, "files", "有附件的"),
        (Self::Anonymous, "anonymous", "匿名的"),
    ];

    /// The marks that rows of a tab can have.
    fn of(tab: IntakeTab) -> impl Iterator<Item = narrowed::Mark<Self>> {
        Self::ALL.into_iter().filter(move |(mark, _, _)| match mark {
            Self::Unopened => tab == IntakeTab::Unregistered,
            Self::Registered => tab == IntakeTab::Registered,
            Self::Material => tab != IntakeTab::Withdrawn,
            Self::Files | Self::Anonymous => true,
        })
    }
}

impl Due {
    const ALL: [narrowed::Mark<Self>; 2] = [
        (Self::Overdue, "overdue", "已超期"),
        (Self::Soon, "soon", "3 天以内"),
    ];
}

impl Filter {
    /// What the address asks for; what it does not know, or the tab has not, it leaves out.
    pub(super) fn parse(query: &FormData, tab: IntakeTab, office: &AgencyCode) -> Self {
        let mut filters = narrowed::places(office, query);
        filters.push(narrowed::marks("mark", "情况", Mark::of(tab), query));
        if tab == IntakeTab::Unregistered {
            filters.push(narrowed::marks("due", "登记期限", Due::ALL, query));
        }
        filters.push(narrowed::order(super::queue(tab).newest_first(), query));
        let lists = Filters {
            action: LIST,
            kept: vec![("tab", tab.slug().to_owned())],
            filters,
        };
        Self {
            mark: narrowed::named(&Mark::ALL, lists.chosen("mark")),
            due: narrowed::named(&Due::ALL, lists.chosen("due")),
            lists,
        }
    }

    /// Where a tab leads: narrowed alike as far as it can be, in its own order.
    pub(super) fn href_of(query: &FormData, tab: IntakeTab, office: &AgencyCode) -> String {
        let mut lists = Self::parse(query, tab, office).lists;
        lists.filters.pop();
        lists.href()
    }

    /// Whether every row is kept.
    pub(super) fn keeps_all(&self) -> bool {
        narrowed::keeps_all(&self.lists)
    }

    /// Whether a row is what is asked for.
    pub(super) fn keeps(&self, row: &Row, today: NaiveDate) -> bool {
        let mark = self.mark.is_none_or(|mark| match mark {
            Mark::Unopened => row.status == StatusKind::Filed,
            Mark::Registered => row.status == StatusKind::Registered,
            Mark::Material => row.new_material,
            Mark::Files => row.attachments > 0,
            Mark::Anonymous => row.anonymous,
        });
        let due = self.due.is_none_or(|asked| {
            row.due.is_some_and(|due| {
                let left = due.progress(today).days_left;
                match asked {
                    Due::Overdue => left < 0,
                    Due::Soon => (0..=SOON_DAYS).contains(&left),
                }
            })
        });
        narrowed::lies_there(&self.lists, row.division) && mark && due
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn href(tab: IntakeTab, query: &str) -> String {
        let query = FormData::parse(query.as_bytes()).unwrap();
        let office = "370000-xfj".parse::<AgencyCode>().unwrap();
        let filter = Filter::parse(&query, tab, &office);
        assert_eq!(
            filter.keeps_all(),
            filter.lists.href() == Filter::href_of(&FormData::default(), tab, &office)
        );
        filter.lists.href()
    }

    #[test]
    fn what_is_asked_comes_back_in_the_address_and_what_a_tab_has_not_does_not() {
        let asked = "place=370100&county=370102&mark=unopened&due=soon";
        let list = |tab: &str| format!("/staff/intake/web?tab={tab}");
        assert_eq!(
            href(IntakeTab::Unregistered, asked),
            format!("{}&{asked}", list("unregistered"))
        );
        assert_eq!(
            href(IntakeTab::Withdrawn, asked),
            format!("{}&place=370100&county=370102", list("withdrawn"))
        );
        let unknown = "place=x&mark=%27&due=soon&order=1";
        assert_eq!(href(IntakeTab::Registered, unknown), list("registered"));
    }

    #[test]
    fn a_tab_keeps_what_it_can_be_narrowed_by_and_its_own_order() {
        let query = FormData::parse(b"place=370100&mark=files&due=soon&order=turned").unwrap();
        let office = "370100-xfj".parse::<AgencyCode>().unwrap();
        assert_eq!(
            Filter::href_of(&query, IntakeTab::Registered, &office),
            "/staff/intake/web?tab=registered&place=370100&mark=files"
        );
    }
}
