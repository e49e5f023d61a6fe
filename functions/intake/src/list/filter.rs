//! What narrows and orders the list of web petitions: read from the address, applied to rows. Pure.

use chrono::NaiveDate;
use domain::division::{self, DivisionCode};
use domain::petition::StatusKind;
use store::head::Row;
use templates::components::filters::{self, Filters};
use templates::components::select::Choice;
use templates::staff::intake_list::IntakeTab;
use web::FormData;

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
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Filter {
    place: Option<DivisionCode>,
    mark: Option<Mark>,
    due: Option<Due>,
    /// Whether the other order than the tab's own is asked for.
    turned: bool,
}

impl Mark {
    const ALL: [(Self, &'static str, &'static str); 5] = [
        (Self::Unopened, "unopened", "未打开的"),
        (Self::Registered, "registered", "还没有转送的"),
        (Self::Material, "material", "有新材料的"),
        (Self::Files, "files", "有附件的"),
        (Self::Anonymous, "anonymous", "匿名的"),
    ];

    /// The marks that rows of a tab can have.
    fn of(tab: IntakeTab) -> impl Iterator<Item = (Self, &'static str, &'static str)> {
        Self::ALL.into_iter().filter(move |(mark, _, _)| match mark {
            Self::Unopened => tab == IntakeTab::Unregistered,
            Self::Registered => tab == IntakeTab::Registered,
            Self::Material => tab != IntakeTab::Withdrawn,
            Self::Files | Self::Anonymous => true,
        })
    }
}

impl Due {
    const ALL: [(Self, &'static str, &'static str); 2] = [
        (Self::Overdue, "overdue", "已超期"),
        (Self::Soon, "soon", "3 天以内"),
    ];
}

/// The places a list is narrowed to: what concerns the whole province, and each city with its counties.
fn places() -> impl Iterator<Item = DivisionCode> {
    let cities = division::cities().iter().map(|city| city.code);
    std::iter::once(DivisionCode::PROVINCE).chain(cities)
}

/// The one of `all` with this name.
fn named<T: Copy>(all: impl IntoIterator<Item = (T, &'static str, &'static str)>, name: &str) -> Option<T> {
    all.into_iter()
        .find(|(_, slug, _)| *slug == name)
        .map(|(one, _, _)| one)
}

fn slug_of<T: Copy + PartialEq>(all: &[(T, &'static str, &'static str)], chosen: Option<T>) -> &'static str {
    let found = chosen.and_then(|chosen| all.iter().find(|(one, _, _)| *one == chosen));
    found.map_or("", |(_, slug, _)| slug)
}

fn choices<T>(first: &str, all: impl IntoIterator<Item = (T, &'static str, &'static str)>) -> Vec<Choice> {
    let rest = all.into_iter().map(|(_, slug, label)| Choice::new(slug, label));
    std::iter::once(Choice::new("", first)).chain(rest).collect()
}

impl Filter {
    /// What the address asks for; what it does not know it leaves out.
    pub(super) fn parse(query: &FormData, tab: IntakeTab) -> Self {
        Self {
            place: places().find(|place| place.to_string() == query.text("place")),
            mark: named(Mark::of(tab), query.text("mark")),
            due: named(Due::ALL, query.text("due")).filter(|_| tab == IntakeTab::Unregistered),
            turned: query.text("order") == "turned",
        }
    }

    /// Whether every row is kept.
    pub(super) fn keeps_all(&self) -> bool {
        Self {
            turned: false,
            ..*self
        } == Self::default()
    }

    /// Whether the newest come first, where they come first in this tab `by_default`.
    pub(super) fn newest_first(&self, by_default: bool) -> bool {
        by_default != self.turned
    }

    /// Whether a row is what is asked for.
    pub(super) fn keeps(&self, row: &Row, today: NaiveDate) -> bool {
        let place = self
            .place
            .is_none_or(|place| row.division == place || row.division.city() == Some(place));
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
        place && mark && due
    }

    /// What follows the tab in the address, beginning with `&`; empty if nothing is asked for.
    pub(super) fn query(&self) -> String {
        let place = self.place.map(|place| place.to_string()).unwrap_or_default();
        [
            ("place", place.as_str()),
            ("mark", slug_of(&Mark::ALL, self.mark)),
            ("due", slug_of(&Due::ALL, self.due)),
            ("order", if self.turned { "turned" } else { "" }),
        ]
        .into_iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(name, value)| format!("&{name}={value}"))
        .collect()
    }

    /// The lists that it is chosen from.
    pub(super) fn view(&self, tab: IntakeTab, newest_by_default: bool) -> Filters {
        let name = |place: DivisionCode| match place {
            DivisionCode::PROVINCE => "省本级",
            city => city.division().name,
        };
        let named = places().map(|place| Choice::new(place.to_string(), name(place)));
        let choices_of_place = std::iter::once(Choice::new("", "全省")).chain(named);
        let (own, turned) = match newest_by_default {
            true => ("新的在前", "旧的在前"),
            false => ("旧的在前", "新的在前"),
        };
        let filter = |name, label, choices, chosen: String| filters::Filter {
            name,
            label,
            choices,
            chosen,
        };
        let mut lists = vec![
            filter(
                "place",
                "问题属地",
                choices_of_place.collect(),
                self.place.map(|place| place.to_string()).unwrap_or_default(),
            ),
            filter(
                "mark",
                "情况",
                choices("全部", Mark::of(tab)),
                slug_of(&Mark::ALL, self.mark).to_owned(),
            ),
        ];
        if tab == IntakeTab::Unregistered {
            let chosen = slug_of(&Due::ALL, self.due).to_owned();
            lists.push(filter("due", "登记期限", choices("全部", Due::ALL), chosen));
        }
        lists.push(filter(
            "order",
            "顺序",
            vec![Choice::new("", own), Choice::new("turned", turned)],
            if self.turned {
                "turned".to_owned()
            } else {
                String::new()
            },
        ));
        Filters {
            action: "/staff/intake/web",
            kept: vec![("tab", tab.slug().to_owned())],
            filters: lists,
            clear: (*self != Self::default()).then(|| format!("/staff/intake/web?tab={}", tab.slug())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(tab: IntakeTab, query: &str) -> Filter {
        Filter::parse(&FormData::parse(query.as_bytes()).unwrap(), tab)
    }

    #[test]
    fn what_is_asked_comes_back_in_the_address_and_what_is_unknown_does_not() {
        let all = "place=370100&mark=unopened&due=soon&order=turned";
        assert_eq!(parsed(IntakeTab::Unregistered, all).query(), format!("&{all}"));
        let other = parsed(IntakeTab::Withdrawn, all);
        assert_eq!(
            other.query(),
            "&place=370100&order=turned",
            "a tab has its own marks"
        );
        for unknown in ["place=x&mark=%27&due=soon&order=1", "place=370102"] {
            assert_eq!(parsed(IntakeTab::Registered, unknown), Filter::default());
        }
        let nothing = Filter::default();
        assert!(nothing.keeps_all() && nothing.query().is_empty());
        let turned = parsed(IntakeTab::Registered, "order=turned");
        assert!(turned.keeps_all() && !turned.newest_first(true) && turned.newest_first(false));
    }
}
