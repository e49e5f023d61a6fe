//! 已知的信访人信息: what a form knows of a person without anybody having typed it into this form: of the case that is being
//! corrected, or of another case of the same petitioner. It is shown masked beside its field; where nothing is typed there,
//! it is what counts. So no form shows a number, a name or an address in full that nobody typed into it. Pure.

use crate::forms::{FormData, FormState};
use domain::contact::{mask_address, mask_id_number, mask_mobile, mask_name};
use domain::incoming::Incoming;
use domain::joint::{CoPetitioner, field as co};
use domain::visitors::{Visitors, field as companion};
use store::cases::{Detail, Petitioner};
use templates::components::known::{Drop, Known as Shown, KnownField};

/// The beginning of the names of the boxes that take away what is known: `drop_mobile`, of a whole row `drop_co_1`.
pub const DROP: &str = "drop_";

/// 一项: one field that is known.
#[derive(Clone)]
struct One {
    /// The form's field.
    field: String,
    /// What goes by the box that takes it away; the row, where a row is taken away as a whole.
    group: String,
    value: String,
    /// As the page shows it; empty for what it shows elsewhere.
    masked: String,
    /// Fields that go with it, whatever was sent of them.
    along: Vec<(String, String)>,
    /// The number of the case that it comes from; empty for the case itself.
    from: String,
}

/// 已知的: every field that is known. `Debug` would show values: there is none.
#[derive(Clone, Default)]
pub struct Known {
    all: Vec<One>,
    correcting: bool,
}

impl Known {
    /// What is recorded of who stands behind a case, for its own correction.
    #[must_use]
    pub fn of_case(detail: &Detail) -> Self {
        let mut known = Self {
            correcting: true,
            ..Self::default()
        };
        known.person(&detail.petitioner);
        if let Some(letter) = detail.letter.as_deref() {
            known.signed(&detail.co_petitioners);
            known.envelope(letter);
        }
        if let Some(visit) = detail.visit.as_deref() {
            known.came_along(visit);
        }
        known
    }

    fn person(&mut self, person: &Petitioner) {
        if person.anonymous {
            return;
        }
        self.own("name", &person.name, mask_name);
        self.own(
            "id_number",
            person.id_number.as_deref().unwrap_or_default(),
            mask_id_number,
        );
        self.own(
            "mobile",
            person.mobile.as_deref().unwrap_or_default(),
            mask_mobile,
        );
        let address = person.addresses.first().map(|(_, address)| address.as_str());
        self.own("mailing_address", address.unwrap_or_default(), mask_address);
    }

    fn signed(&mut self, others: &[CoPetitioner]) {
        for (at, one) in (1..).zip(others) {
            let row = format!("co_{at}");
            self.in_row(&row, co(at, "name"), &one.name, mask_name);
            self.in_row(
                &row,
                co(at, "id_number"),
                one.id_number.as_deref().unwrap_or_default(),
                mask_id_number,
            );
            self.in_row(
                &row,
                co(at, "mobile"),
                one.mobile.as_deref().unwrap_or_default(),
                mask_mobile,
            );
        }
    }

    fn envelope(&mut self, letter: &Incoming) {
        let envelope = &letter.envelope;
        self.own("envelope_name", &envelope.sender_name, mask_name);
        self.own("envelope_address", &envelope.sender_address, mask_address);
    }

    fn came_along(&mut self, visit: &Visitors) {
        for (at, one) in (1..).zip(&visit.companions) {
            let row = format!("companion_{at}");
            self.in_row(&row, companion(at, "name"), &one.name, mask_name);
            self.in_row(
                &row,
                companion(at, "id_number"),
                one.id_number.as_deref().unwrap_or_default(),
                mask_id_number,
            );
            let photo = one.photo.map(|photo| photo.to_string()).unwrap_or_default();
            self.in_row(&row, companion(at, "photo"), &photo, |_| String::new());
        }
    }

    fn own(&mut self, field: &str, value: &str, mask: fn(&str) -> String) {
        self.in_row(field, field.to_owned(), value, mask);
    }

    fn in_row(&mut self, group: &str, field: String, value: &str, mask: fn(&str) -> String) {
        if value.is_empty() {
            return;
        }
        self.all.push(One {
            field,
            group: group.to_owned(),
            value: value.to_owned(),
            masked: mask(value),
            along: Vec::new(),
            from: String::new(),
        });
    }

    /// One more, from another case; `along` are fields that go with it, `kind` says before
    /// the masked value what it is.
    pub fn taken(
        &mut self,
        field: &str,
        value: &str,
        mask: fn(&str) -> String,
        along: Vec<(String, String)>,
        kind: &str,
        from: &str,
    ) {
        self.own(field, value, mask);
        if let Some(one) = self.all.last_mut().filter(|one| one.field == field) {
            one.masked = format!("{kind}{}", one.masked);
            one.along = along;
            from.clone_into(&mut one.from);
        }
    }

    /// Whether nothing is known.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// The form with what is known wherever nothing was typed, unless it was to be taken away. For reading only: what goes
    /// back to the page is the form as it was sent.
    #[must_use]
    pub fn fill(&self, sent: &FormData) -> FormData {
        let mut pairs = sent.kept();
        for one in &self.all {
            let dropped = sent.text(&format!("{DROP}{}", one.group)) == "yes";
            if dropped || sent.has(&one.field) {
                continue;
            }
            let mut set = |name: &str, value: &str| {
                pairs.retain(|(known, _)| known != name);
                pairs.push((name.to_owned(), value.to_owned()));
            };
            set(&one.field, &one.value);
            for (name, value) in &one.along {
                set(name, value);
            }
        }
        // Who does not come along any more speaks for nobody.
        for row in self.all.iter().filter(|one| one.group.starts_with("companion_")) {
            let dropped = sent.text(&format!("{DROP}{}", row.group)) == "yes";
            let anew = ["name", "id_number"]
                .iter()
                .any(|what| sent.has(&format!("{}_{what}", row.group)));
            if dropped && !anew {
                pairs.retain(|(name, _)| *name != format!("{}_representative", row.group));
            }
        }
        FormData::from_pairs(pairs)
    }

    /// What the page shows of it.
    #[must_use]
    pub fn shown(&self) -> Shown {
        let fields = self
            .all
            .iter()
            .filter(|one| !one.masked.is_empty())
            .map(|one| KnownField {
                field: one.field.clone(),
                masked: one.masked.clone(),
                from: one.from.clone(),
                drop: match (one.from.as_str(), one.group == one.field) {
                    _ if one.field == "name" => Drop::Never,
                    ("", true) => Drop::Box(format!("{DROP}{}", one.group)),
                    ("", false) => Drop::WithRow(format!("{DROP}{}", one.group)),
                    _ => Drop::Button(format!("drop.{}", one.field)),
                },
            });
        Shown {
            fields: fields.collect(),
            correcting: self.correcting,
        }
    }

    /// Takes back every box that would take something away: what they stood beside is something else now.
    pub fn untick(state: &mut FormState) {
        state.values.retain(|(name, _)| !name.starts_with(DROP));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(pairs: &[(&str, &str)]) -> FormData {
        let pairs = pairs
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        FormData::from_pairs(pairs.collect())
    }

    fn known() -> Known {
        let mut known = Known::default();
        known.own("mobile", "13812340001", mask_mobile);
        known.signed(&[CoPetitioner {
            name: "王芳".into(),
            id_number: Some("370202198509230022".into()),
            mobile: None,
        }]);
        known.taken(
            "id_number",
            "E12345678",
            mask_id_number,
            vec![("id_type".to_owned(), "414".to_owned())],
            "护照 ",
            "L370102-20261127-00003",
        );
        known
    }

    #[test]
    fn what_is_typed_counts_before_what_is_known_and_what_is_dropped_is_gone() {
        let untouched = known().fill(&form(&[("id_type", "111")]));
        for (name, value) in [
            ("mobile", "13812340001"),
            ("co_1_name", "王芳"),
            ("co_1_id_number", "370202198509230022"),
            ("id_number", "E12345678"),
            ("id_type", "414"),
        ] {
            assert_eq!(untouched.text(name), value);
        }
        let typed = known().fill(&form(&[
            ("mobile", "13912340002"),
            ("drop_co_1", "yes"),
            ("id_number", "1"),
            ("id_type", "111"),
        ]));
        assert_eq!(typed.text("mobile"), "13912340002");
        assert_eq!((typed.text("co_1_name"), typed.text("co_1_id_number")), ("", ""));
        assert_eq!((typed.text("id_number"), typed.text("id_type")), ("1", "111"));
        let anew = known().fill(&form(&[("drop_co_1", "yes"), ("co_1_name", "赵强")]));
        assert_eq!(
            (anew.text("co_1_name"), anew.text("co_1_id_number")),
            ("赵强", "")
        );
    }

    #[test]
    fn the_page_gets_no_value_in_full() {
        let shown = format!("{:?}", known().shown());
        for secret in ["13812340001", "王芳", "370202198509230022", "E12345678"] {
            assert!(!shown.contains(secret), "{shown}");
        }
        assert!(shown.contains("138****0001") && shown.contains("L370102-20261127-00003"));
    }
}
