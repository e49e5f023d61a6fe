//! 判重结果: how a petition that was found for another one is shown to an officer, whether the other one is a case already
//! or is being entered. Of what lies outside the officer's scope only number, status and agency show. What is alike is
//! `domain::dedupe`'s to say, finding it the store's.

pub mod copy;
pub mod entering;
pub mod link;
pub mod taken;

use crate::app::App;
use crate::errors::Result;
use crate::present;
use crate::session::Officer;
use chrono::{DateTime, Utc};
use domain::contact::mask_name;
use domain::dedupe::{Profile, Reason};
use domain::ids::{AgencyCode, PetitionId};
use domain::petition::{Petition, StatusKind};
use domain::registration::Registration;
use domain::time::zh_datetime;
use std::cmp::Reverse;
use store::StoreError;
use store::cases::Detail;
use store::head::{Head, SealedField};
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

/// How much of a petition an officer of an agency sees.
#[must_use]
pub fn sight(agency: &AgencyCode, petition: &Petition) -> Sight {
    match petition.status.kind() {
        StatusKind::Filed if petition.came_in_at(agency) => Sight::Row,
        StatusKind::Withdrawn | StatusKind::Filed => Sight::Outline,
        _ if petition.is_in_scope_of(agency) => Sight::Whole,
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
fn describe(app: &App, officer: &Officer, candidate: &Candidate, reasons: &[Reason]) -> Result<MatchRow> {
    let head = &candidate.head;
    let petition = &head.petition;
    let sight = sight(&officer.agency, petition);
    let known = sight != Sight::Outline;
    let shown = |text: String| if known { text } else { String::new() };
    Ok(MatchRow {
        number: petition.number.to_string(),
        title: shown(app.store.open_field(head, SealedField::Title)?),
        href: (sight == Sight::Whole).then(|| format!("/staff/petitions/{}", petition.id)),
        petitioner: shown(petitioner(&candidate.detail)),
        place: shown(domain::division::full_name(petition.division)),
        received: shown(zh_datetime(petition.filed_at)),
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

/// 本件: the petition that others are looked for and linked to, a case already or being entered.
#[derive(Clone, Copy, Debug)]
pub struct Own<'a> {
    /// Its id.
    pub id: PetitionId,
    /// When it was filed.
    pub filed_at: DateTime<Utc>,
    /// Filed without a name.
    pub anonymous: bool,
    /// As how many times repeated it is registered; none where it is not yet.
    pub registered_as: Option<u32>,
    /// What of it is compared.
    pub profile: &'a Profile,
}

impl<'a> Own<'a> {
    /// Of a case.
    #[must_use]
    pub fn of(head: &Head, registration: Option<&Registration>, profile: &'a Profile) -> Self {
        Self {
            id: head.petition.id,
            filed_at: head.petition.filed_at,
            anonymous: head.anonymous,
            registered_as: registration.map(|registration| registration.repeat_number),
            profile,
        }
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

/// 判重结果: those that may be the same matter or from the same petitioner.
#[derive(Clone, Debug, Default)]
pub struct Found {
    /// The linked ones first, then the likeliest.
    pub alike: Vec<Alike>,
    /// Whether it could not be looked for: nobody is kept from registering by that.
    pub unknown: bool,
}

/// What the index finds for what is being entered or was entered, and those of `linked` in any case: at most 16 Queries
/// in parallel, then one BatchGetItem.
pub async fn alike(app: &App, officer: &Officer, own: Own<'_>, linked: &[PetitionId]) -> Found {
    let asked = app.store.candidates(own.id, own.filed_at, own.profile, linked);
    compared(app, officer, own, linked, asked.await)
}

/// Those of `linked` and no others: one request.
pub async fn linked_only(app: &App, officer: &Officer, own: Own<'_>, linked: &[PetitionId]) -> Found {
    let asked = app.store.read_candidates(linked);
    compared(app, officer, own, linked, asked.await)
}

fn compared(
    app: &App,
    officer: &Officer,
    own: Own<'_>,
    linked: &[PetitionId],
    read: std::result::Result<Vec<Candidate>, StoreError>,
) -> Found {
    let candidates = match read {
        Ok(candidates) => candidates,
        Err(error) => {
            tracing::error!(%error, "petitions to compare with could not be found");
            return Found {
                unknown: true,
                ..Found::default()
            };
        }
    };
    let mut found = Vec::new();
    for candidate in candidates {
        let id = candidate.head.petition.id;
        match compare(app, officer, own, linked.contains(&id), candidate) {
            Ok(one) => found.extend(one),
            // One that cannot be read keeps nobody from registering another.
            Err(error) => {
                tracing::error!(petition = %id, %error, "a petition to compare with cannot be read");
            }
        }
    }
    found.sort_by_key(|(place, _)| *place);
    Found {
        alike: found.into_iter().map(|(_, one)| one).collect(),
        unknown: false,
    }
}

/// Where one stands among the others, with what the officer sees of it; nothing if it is neither alike nor linked.
fn compare(
    app: &App,
    officer: &Officer,
    own: Own<'_>,
    is_linked: bool,
    candidate: Candidate,
) -> Result<Option<(impl Ord + Copy, Alike)>> {
    let theirs = matching::profile(app.store.keys(), &candidate.head, &candidate.detail)?;
    let reasons = own.profile.reasons(&theirs);
    if reasons.is_empty() && !is_linked {
        return Ok(None);
    }
    let weight: u32 = reasons.iter().map(|reason| reason.weight()).sum();
    let filed_at = candidate.head.petition.filed_at;
    let place = (!is_linked, Reverse(weight), Reverse(filed_at));
    let row = describe(app, officer, &candidate, &reasons)?;
    Ok(Some((place, Alike { candidate, row })))
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::calendar::Calendar;
    use domain::deadline::{DeadlineKind, RollRule};
    use domain::event::{AgencyRef, By};
    use domain::event::{Body, Event};
    use domain::petition::{Identity, Status};
    use domain::registration::Channel;

    fn petition(intake: &str, status: Status) -> Petition {
        let name = |code: &str| AgencyRef {
            code: code.parse().unwrap(),
            name: code.to_owned(),
        };
        let body = Body::Filed {
            channel: Channel::Web,
            division: "370102".parse().unwrap(),
            intake: name(intake),
            attachments: 0,
            due: DeadlineKind::Registration.from(
                "2026-11-23".parse().unwrap(),
                Calendar::builtin(),
                RollRule::default(),
            ),
        };
        let event = Event {
            seq: 1,
            at: DateTime::<Utc>::UNIX_EPOCH,
            by: By::Petitioner,
            body,
        };
        let identity = Identity {
            id: PetitionId::new(DateTime::UNIX_EPOCH, [1; 10]),
            number: "W370102-20261123-00001".parse().unwrap(),
        };
        let mut petition = Petition::begin(identity, &event).unwrap();
        petition.status = status;
        petition
    }

    #[test]
    fn how_much_shows_goes_by_agency_and_by_whether_it_was_opened() {
        let province: AgencyCode = "370000-xfj".parse().unwrap();
        let city: AgencyCode = "370100-xfj".parse().unwrap();
        let opened = Status::Opened {
            at: DateTime::<Utc>::UNIX_EPOCH,
        };
        for (intake, status, to_province, to_city) in [
            ("370000-xfj", Status::Filed, Sight::Row, Sight::Outline),
            ("370000-xfj", opened.clone(), Sight::Whole, Sight::Outline),
            ("370100-xfj", Status::Filed, Sight::Outline, Sight::Row),
            ("370100-xfj", opened, Sight::Whole, Sight::Whole),
            ("370100-xfj", Status::Withdrawn, Sight::Outline, Sight::Outline),
        ] {
            let petition = petition(intake, status);
            assert!(sight(&province, &petition) == to_province, "{petition:?}");
            assert!(sight(&city, &petition) == to_city, "{petition:?}");
        }
    }
}
