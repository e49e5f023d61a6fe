//! What officers write: 附言和办理记录, which tell colleagues something, and the parts of a letter, which must be there.

use crate::forms::{FormData, FormState};
use domain::text::{char_count, normalise};

/// Characters of a note.
const NOTE_MAX: usize = 500;

/// The note as typed; too long a one is an error beside the field, not a shorter note.
pub fn read(sent: &FormData, state: &mut FormState) -> String {
    let note = normalise(sent.raw("note"));
    let count = char_count(&note);
    if count > NOTE_MAX {
        state.fail("note", format!("不能超过 {NOTE_MAX} 个字，现在有 {count} 个字"));
    }
    note
}

/// A part of a letter as typed: it has to be there, and has at most `max` characters.
///
/// # Errors
/// What to say at the field.
pub fn part(sent: &FormData, name: &str, what: &str, max: usize) -> Result<String, String> {
    let text = normalise(sent.raw(name));
    match char_count(&text) {
        0 => Err(format!("请填写{what}")),
        count if count > max => Err(format!("{what}不能超过 {max} 个字，现在有 {count} 个字")),
        _ => Ok(text),
    }
}
