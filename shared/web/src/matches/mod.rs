//! 判重结果: how a petition that was found for another one is shown to an officer, whether the other one is a case already
//! or is being entered. Of what lies outside the officer's scope only number, status and agency show. What is alike is
//! `domain::dedupe`'s to say, finding it the store's.

pub mod copy;
pub mod link;

use crate::app::App;
use crate::errors::Result;
use crate::present;
use crate::session::Officer;
use domain::access::within_scope;
use domain::contact::mask_name;
use domain::dedupe::{Profile, Reason};
use domain::ids::{AgencyCode, PetitionId};
use domain::petition::{Petition, StatusKind};
use domain::time::zh_datetime;
use store::cases::Detail;
use store::head::SealedField;
use store::matching::{self, Candidate};
use templates::components::tag::Tag;
use templates::staff::matches::MatchRow;

/// How much of another petition an officer sees.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sight {
    /// All of it.
    Whole,
    /// What the list of unopened ones shows: its text is read by opening it.
    Row,
    /// Number, status and agency.
    Outline,
}

/// How much of a petition an officer sees.
#[must_use]
pub fn sight(officer: &Officer, petition: &Petition) -> Sight {
    let path: Vec<AgencyCode> = petition.path.iter().map(|agency| agency.code.clone()).collect();
    match petition.status.kind() {
        StatusKind::Filed if path.first() == Some(&officer.agency) => Sight::Row,
        StatusKind::Withdrawn | StatusKind::Filed => Sight::Outline,
        _ if within_scope(&officer.agency, &path) => Sight::Whole,
        _ => Sight::Outline,
    }
}

/// The petitioner's name, masked.
#[must_use]
pub fn petitioner(detail: &Detail) -> String {
    if detail.petitioner.anonymous {
        detail.petitioner.name.clone()
    } else {
        mask_name(&detail.petitioner.name)
    }
}

/// What was found, as far as this officer may see it; nothing can be said of it yet.
///
/// # Errors
/// The store's, if a seal does not open.
pub fn describe(app: &App, officer: &Officer, candidate: &Candidate, reasons: &[Reason]) -> Result<MatchRow> {
    let head = &candidate.head;
    let petition = &head.petition;
    let sight = sight(officer, petition);
    let known = sight != Sight::Outline;
    let shown = |text: String| if known { text } else { String::new() };
    Ok(MatchRow {
        id: petition.id.to_string(),
        number: petition.number.to_string(),
        title: shown(app.store.open_field(head, SealedField::Title)?),
        href: (sight == Sight::Whole).then(|| format!("/staff/petitions/{}", petition.id)),
        petitioner: shown(petitioner(&candidate.detail)),
        place: shown(domain::division::full_name(petition.division)),
        received: zh_datetime(petition.filed_at),
        status: Tag::status(petition.status.kind().label()),
        holder: present::holder(petition),
        reasons: reasons.iter().map(|reason| reason.words()).collect(),
        note: shown_note(sight),
        ..MatchRow::default()
    })
}

fn shown_note(sight: Sight) -> String {
    match sight {
        Sight::Outline => "不在本单位范围内，只显示编号、状态和办理单位。".to_owned(),
        Sight::Whole | Sight::Row => String::new(),
    }
}

/// 相近的一件: as it is, and as it is shown.
#[derive(Clone, Debug)]
pub struct Alike {
    /// The petition.
    pub candidate: Candidate,
    /// What the officer sees of it.
    pub row: MatchRow,
}

/// What the index finds for what is being entered or was entered as `own`, the likeliest first, and those of `linked` in
/// any case: at most 16 Queries in parallel, then one BatchGetItem.
///
/// # Errors
/// The store's.
pub async fn alike(
    app: &App,
    officer: &Officer,
    own: PetitionId,
    profile: &Profile,
    linked: &[PetitionId],
) -> Result<Vec<Alike>> {
    let mut found = Vec::new();
    for candidate in app.store.candidates(own, profile, linked).await? {
        let theirs = matching::profile(app.store.keys(), &candidate.head, &candidate.detail)?;
        let reasons = profile.reasons(&theirs);
        let is_linked = linked.contains(&candidate.head.petition.id);
        if !reasons.is_empty() || is_linked {
            let weight: u32 = reasons.iter().map(|reason| reason.weight()).sum();
            let place = (
                !is_linked,
                u32::MAX - weight,
                std::cmp::Reverse(candidate.head.petition.filed_at),
            );
            let row = describe(app, officer, &candidate, &reasons)?;
            found.push((place, Alike { candidate, row }));
        }
    }
    found.sort_by_key(|(place, _)| *place);
    Ok(found.into_iter().map(|(_, one)| one).collect())
}
