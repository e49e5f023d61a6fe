//! 附言和办理记录: what an officer tells colleagues, with a step or by itself.

use domain::text::{char_count, normalise};
use web::{FormData, FormState};

/// Characters of a note.
const NOTE_MAX: usize = 500;

/// The note as typed; too long a one is an error beside the field, not a shorter note.
pub(crate) fn read(sent: &FormData, state: &mut FormState) -> String {
    let note = normalise(sent.raw("note"));
    let count = char_count(&note);
    if count > NOTE_MAX {
        state.fail("note", format!("不能超过 {NOTE_MAX} 个字，现在有 {count} 个字"));
    }
    note
}
