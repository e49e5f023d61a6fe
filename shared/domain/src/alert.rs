//! 重大紧急与扬言: cases that are reported at once (条例第二十五条). Owns what makes a case one, and at which agencies it still
//! waits to be reported. Must not know who is told how.

use crate::ids::AgencyCode;
use crate::petition::{Petition, Status};
use crate::registration::Flags;
use serde::{Deserialize, Serialize};

/// 紧急标记: why a case is reported at once, as registered; at least one of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Alert {
    /// 重大紧急
    #[serde(default)]
    pub grave_urgent: bool,
    /// 扬言: it announces something extreme.
    #[serde(default)]
    pub threat: bool,
}

impl Alert {
    /// What the marks of a registration say; none where neither is set.
    #[must_use]
    pub fn of(flags: Flags) -> Option<Self> {
        (flags.grave_urgent || flags.threat).then_some(Self {
            grave_urgent: flags.grave_urgent,
            threat: flags.threat,
        })
    }

    /// The words people see, the graver first.
    #[must_use]
    pub fn labels(self) -> Vec<&'static str> {
        let all = [(self.grave_urgent, "重大紧急"), (self.threat, "扬言")];
        all.into_iter()
            .filter_map(|(is_set, label)| is_set.then_some(label))
            .collect()
    }

    /// Whether it says something that `before` did not: what was reported before was not about that.
    #[must_use]
    pub fn is_news_after(self, before: Option<Self>) -> bool {
        let before = before.unwrap_or(Self {
            grave_urgent: false,
            threat: false,
        });
        (self.grave_urgent && !before.grave_urgent) || (self.threat && !before.threat)
    }
}

/// Whether the case waits to be reported by an agency: it is marked and not over, went through its hands, and nobody there
/// has recorded yet that it was reported.
#[must_use]
pub fn waits_at(petition: &Petition, agency: &AgencyCode) -> bool {
    let is_over = matches!(petition.status, Status::Withdrawn | Status::Concluded { .. });
    petition.alert.is_some()
        && !is_over
        && petition.path.iter().any(|one| one.code == *agency)
        && !petition.alerted.contains(agency)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_two_of_the_marks_are_reported_at_once() {
        for (name, label) in Flags::ALL {
            let alert = Alert::of(Flags::from_names([name]));
            let expected = matches!(name, "grave_urgent" | "threat");
            assert_eq!(alert.is_some(), expected, "{name}");
            if let Some(alert) = alert {
                assert_eq!(alert.labels(), [label]);
            }
        }
        let both = Alert::of(Flags::from_names(["threat", "grave_urgent"])).unwrap();
        assert_eq!(both.labels(), ["重大紧急", "扬言"]);
    }

    #[test]
    fn what_is_news_is_reported_anew() {
        let of = |names: &[&str]| Alert::of(Flags::from_names(names.iter().copied()));
        let table = [
            (&[][..], &["threat"][..], true),
            (&["threat"], &["threat"], false),
            (&["threat"], &["threat", "grave_urgent"], true),
            (&["threat", "grave_urgent"], &["threat"], false),
            (&["grave_urgent"], &["threat"], true),
        ];
        for (before, after, expected) in table {
            let after_alert = of(after).unwrap();
            assert_eq!(
                after_alert.is_news_after(of(before)),
                expected,
                "{before:?} {after:?}"
            );
        }
    }
}
