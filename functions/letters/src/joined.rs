//! 并入原件: which case, or which letter in brief of the own office, a letter in brief joins. What there is not, and what the
//! officer may not see, is the same answer.

use domain::ids::{BriefId, PetitionId};
use domain::incoming::{BriefEntry, BriefMethod};
use domain::number::{BriefNumber, PetitionNumber};
use store::briefs::Numbered;
use web::session::Officer;
use web::{App, Result, scope};

/// 原件.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Original {
    /// A case, which learns of it.
    Case(PetitionId),
    /// A letter in brief, which is written once.
    Brief,
    /// It joins nothing.
    None,
}

/// A number as people type it, as it is kept.
///
/// # Errors
/// What to say beside the field.
pub(crate) fn number(typed: &str) -> std::result::Result<String, &'static str> {
    PetitionNumber::parse(typed)
        .map(|number| number.to_string())
        .or_else(|_| BriefNumber::parse(typed).map(|number| number.to_string()))
        .map_err(|_| "原件的编号格式不对，应当像 L370102-20261127-00003；不知道编号的，点“判重”找")
}

/// What a letter joins; or what to say beside the field.
///
/// # Errors
/// The store's failures.
pub(crate) async fn original(
    app: &App,
    officer: &Officer,
    own: BriefId,
    entry: &BriefEntry,
) -> Result<std::result::Result<Original, String>> {
    if entry.method != BriefMethod::Join {
        return Ok(Ok(Original::None));
    }
    let found = match app.store.numbered(&entry.destination).await? {
        Some(Numbered::Petition { petition }) => {
            let head = app.store.head(petition).await?;
            let seen = head.is_some_and(|head| scope::is_visible(officer, &head.petition));
            seen.then_some(Original::Case(petition))
        }
        Some(Numbered::Brief { brief }) if brief != own => {
            let there = app.store.brief(&officer.agency, brief).await?;
            there.map(|_| Original::Brief)
        }
        _ => None,
    };
    let number = &entry.destination;
    Ok(found.ok_or_else(|| {
        format!(
            "没有找到编号为 {number} 的信访件，或者它不在本单位范围内、还没有调阅。请核对编号，或者点“判重”找"
        )
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_read_as_people_type_it_and_anything_else_is_told() {
        assert_eq!(
            number(" l370102-20261127-00003 ").unwrap(),
            "L370102-20261127-00003"
        );
        assert_eq!(
            number("Ｂ370000-20261127-00003").unwrap(),
            "B370000-20261127-00003"
        );
        for wrong in ["上个月那封", "L370102-20261127-3", "J370102-20261127-00003"] {
            assert!(number(wrong).is_err(), "{wrong}");
        }
    }
}
