//! 随访人 in the form: as many rows as were asked for, one more or one less by a button, with or without scripts. Pure.

use domain::ids::AttachmentId;
use domain::visitors::{COMPANIONS_MAX, field};
use store::attachments::Attachment;
use templates::staff::visits::PHOTO;
use web::FormState;
pub(crate) use web::sender::visit::{FIELDS, ROWS, rows, typed};

/// A button of the companions' rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Button {
    /// One row more.
    Add,
    /// A row less.
    Remove(usize),
    /// A photo of the companion in a row.
    Photo(usize),
    /// The photo of a row is taken away.
    RemovePhoto(usize),
}

impl Button {
    /// The button that was pressed; `None` for every other one.
    pub(crate) fn of(then: &str) -> Option<Self> {
        let row = |prefix: &str| {
            then.strip_prefix(prefix)?
                .parse::<usize>()
                .ok()
                .filter(|at| *at > 0)
        };
        match then {
            "companion_add" => Some(Self::Add),
            _ => row("companion_remove_")
                .map(Self::Remove)
                .or_else(|| row("photo_remove_").map(Self::RemovePhoto))
                .or_else(|| row("photo_").map(Self::Photo)),
        }
    }
}

/// The photos that the rows name, each with its row.
pub(crate) fn photos(state: &FormState) -> Vec<(usize, AttachmentId)> {
    (1..=rows(state))
        .filter_map(|at| Some((at, state.value(&field(at, "photo")).parse().ok()?)))
        .collect()
}

/// The name of the next photo.
pub(crate) fn photo_name(number: usize) -> String {
    format!("{PHOTO}{number}")
}

/// Whether an upload was taken as somebody's photo.
pub(crate) fn is_photo(file: &Attachment) -> bool {
    file.name.starts_with(PHOTO)
}

/// Sets a field of a form to one value; an empty one takes it away.
pub(crate) fn set(state: &mut FormState, name: &str, value: &str) {
    state.values.retain(|(known, _)| known != name);
    if !value.is_empty() {
        state.values.push((name.to_owned(), value.to_owned()));
    }
}

/// One row more.
pub(crate) fn add(state: &mut FormState) -> usize {
    let rows = (rows(state) + 1).min(COMPANIONS_MAX);
    set(state, ROWS, &rows.to_string());
    rows
}

/// A row less: those after it move up.
pub(crate) fn remove(state: &mut FormState, at: usize) {
    let rows = rows(state);
    if at > rows {
        return;
    }
    for row in at..=rows {
        for what in FIELDS {
            let next = state.value(&field(row + 1, what)).to_owned();
            set(state, &field(row, what), &next);
        }
    }
    set(state, ROWS, &(rows - 1).to_string());
}

/// Gives a row its photo, and takes it from every other one: a file that was announced and not sent is used again.
pub(crate) fn give_photo(state: &mut FormState, at: usize, photo: AttachmentId) {
    let others: Vec<usize> = photos(state)
        .into_iter()
        .filter(|(_, known)| *known == photo)
        .map(|(row, _)| row)
        .collect();
    for row in others {
        set(state, &field(row, "photo"), "");
    }
    set(state, &field(at, "photo"), &photo.to_string());
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(pairs: &[(&str, &str)]) -> FormState {
        pairs.iter().fold(FormState::new("t"), |form, (name, value)| {
            form.with(*name, *value)
        })
    }

    #[test]
    fn a_row_that_is_taken_away_moves_the_others_up_with_all_they_have() {
        let mut state = form(&[
            ("companions", "3"),
            ("companion_1_name", "王芳"),
            ("companion_2_name", "赵强"),
            ("companion_2_representative", "yes"),
            ("companion_3_id_number", "37"),
        ]);
        remove(&mut state, 1);
        assert_eq!(state.value("companion_1_name"), "赵强");
        assert_eq!(state.value("companion_1_representative"), "yes");
        assert_eq!(state.value("companion_2_id_number"), "37");
        assert_eq!((rows(&state), state.value("companion_3_id_number")), (2, ""));
        remove(&mut state, 9);
        assert_eq!(rows(&state), 2, "a row that is not there takes nothing away");
    }

    #[test]
    fn there_are_as_many_rows_as_are_said_or_typed_and_no_more_than_the_limit() {
        assert_eq!(rows(&form(&[("companions", "nonsense")])), 0);
        assert_eq!(rows(&form(&[("companion_4_name", "王芳")])), 4);
        let mut full = form(&[("companions", "99999")]);
        assert_eq!(rows(&full), COMPANIONS_MAX);
        assert_eq!(add(&mut full), COMPANIONS_MAX);
        let mut none = form(&[]);
        assert_eq!((add(&mut none), add(&mut none)), (1, 2));
    }

    #[test]
    fn a_photo_belongs_to_one_row() {
        let photo: AttachmentId = "019f0000-0000-7000-8000-000000000009".parse().unwrap();
        let mut state = form(&[("companions", "2")]);
        give_photo(&mut state, 1, photo);
        give_photo(&mut state, 2, photo);
        assert_eq!(photos(&state), [(2, photo)]);
    }

    #[test]
    fn buttons_are_told_apart() {
        assert_eq!(Button::of("companion_add"), Some(Button::Add));
        assert_eq!(Button::of("companion_remove_12"), Some(Button::Remove(12)));
        assert_eq!(Button::of("photo_3"), Some(Button::Photo(3)));
        assert_eq!(Button::of("photo_remove_3"), Some(Button::RemovePhoto(3)));
        for other in ["", "save", "photo_0", "photo_x", "companion_remove_"] {
            assert_eq!(Button::of(other), None, "{other}");
        }
    }
}
