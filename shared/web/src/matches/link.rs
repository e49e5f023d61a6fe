//! 关联: whether an officer can say of a petition that it belongs to another one, and the event that says so.

use super::{Own, Sight, sight};
use crate::app::App;
use crate::errors::{AppError, Result};
use crate::session::Officer;
use domain::dedupe::{Relation, repeats_after};
use domain::event::Body;
use domain::ids::PetitionId;
use domain::petition::{Petition, StatusKind};
use store::cases::CaseFile;
use store::matching;

/// Why nothing can be linked to a petition.
#[must_use]
pub fn refusal(petition: &Petition) -> Option<&'static str> {
    match petition.status.kind() {
        StatusKind::Filed => Some("还没有调阅，先从列表打开它才能关联。"),
        StatusKind::Withdrawn => Some("信访人已经撤回，不能关联。"),
        _ => None,
    }
}

/// Whether two petitions can be this to each other: who files without a name is nobody's other petitioner.
#[must_use]
pub fn may_be(relation: Relation, own_is_anonymous: bool, other_is_anonymous: bool) -> bool {
    relation == Relation::SameMatter || !(own_is_anonymous || other_is_anonymous)
}

/// Reads `matter.<id>` and `person.<id>`.
#[must_use]
pub fn parse(value: &str) -> Option<(Relation, PetitionId)> {
    let (what, id) = value.split_once('.')?;
    Some((Relation::from_code(what)?, id.parse().ok()?))
}

/// The event that links the two, with the other case, or why it is not possible. What the officer may not see must be a
/// match.
///
/// # Errors
/// [`AppError::NotFound`] for what the officer may not know of; the store's failures.
pub async fn event(
    app: &App,
    officer: &Officer,
    own: Own<'_>,
    relation: Relation,
    other: PetitionId,
) -> Result<std::result::Result<(Body, CaseFile), &'static str>> {
    let found = app.store.case(other).await?.ok_or(AppError::NotFound)?;
    let theirs = &found.file.head;
    if other == own.id {
        return Err(AppError::NotFound);
    }
    if sight(&officer.agency, &theirs.petition) == Sight::Outline {
        let profile = matching::profile(app.store.keys(), theirs, &found.file.detail)?;
        if own.profile.reasons(&profile).is_empty() {
            return Err(AppError::NotFound);
        }
    }
    if let Some(refusal) = refusal(&theirs.petition) {
        return Ok(Err(refusal));
    }
    if !may_be(relation, own.anonymous, theirs.anonymous) {
        return Ok(Err("匿名反映的不能认定为同一信访人。"));
    }
    let earlier = (theirs.petition.filed_at, theirs.petition.id) < (own.filed_at, own.id);
    let repeats = |registered_as: Option<u32>, came_before: bool| match relation {
        Relation::SameMatter if came_before => repeats_after(registered_as),
        _ => 0,
    };
    let registered_as = found
        .registration()
        .map(|registration| registration.repeat_number);
    let body = Body::Linked {
        other,
        number: theirs.petition.number,
        relation,
        repeats: repeats(registered_as, earlier),
        repeats_of_other: repeats(own.registered_as, !earlier),
    };
    Ok(Ok((body, found)))
}
