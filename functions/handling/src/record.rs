//! `POST /staff/petitions/{id}/notes`: 办理记录 — what an officer found out or agreed, for colleagues. It is appended,
//! whatever others did meanwhile, and told once however often it is sent.

use crate::case::{Beside, page, seen};
use crate::scope::visible;
use crate::step;
use axum::extract::State;
use axum::response::Response;
use chrono::{DateTime, TimeDelta, Utc};
use domain::event::{Body, By};
use domain::ids::PetitionId;
use store::StoreError;
use store::cases::{CaseFile, Change};
use web::render::invalid;
use web::session::Officer;
use web::{App, FormData, Path, Result, Visit, note};

/// How often it is tried when others write at the same moment.
const TRIES: usize = 8;

/// After this time the same words are another record.
const AGAIN_AFTER: TimeDelta = TimeDelta::minutes(5);

/// `POST /staff/petitions/{id}/notes`
pub async fn add(
    State(app): State<App>,
    visit: Visit,
    officer: Officer,
    Path(id): Path<PetitionId>,
    sent: FormData,
) -> Result<Response> {
    let done = step::done(id, "noted");
    let mut state = sent.state(visit.csrf(&app));
    let note = note::read(&sent, &mut state);
    if note.is_empty() {
        state.fail("note", "请填写办理记录");
    }
    if state.has_errors() {
        let (case, linked) = seen(&app, &visit, &officer, id).await?;
        let beside = Beside {
            form: state,
            flash: String::new(),
            linked,
        };
        return Ok(invalid(page(&app, &visit, &officer, &case, beside).await?));
    }
    let mut tries = TRIES;
    loop {
        let case = visible(&app, &officer, id).await?;
        if was_added(&case, sent.seen_version(), &officer, &note, visit.now()) {
            return Ok(done);
        }
        let said = Body::Noted { note: note.clone() };
        let change = Change {
            steps: vec![(By::Officer(officer.reference()), said)],
            ..Change::default()
        };
        tries -= 1;
        match app.store.commit(&case.file.head, change, visit.now()).await {
            Ok(_) => return Ok(done),
            Err(StoreError::Conflict) if tries > 0 => {}
            Err(error) => return Err(error.into()),
        }
    }
}

/// Whether this very form was carried out before: the same words, a little while ago. Later they are said anew, as
/// "nobody answered the telephone" may be.
fn was_added(case: &CaseFile, seen: u32, officer: &Officer, note: &str, now: DateTime<Utc>) -> bool {
    case.all_events().into_iter().any(|event| {
        let own = matches!(&event.by, By::Officer(by) if by.id == officer.id);
        let just_now = now - event.at < AGAIN_AFTER;
        event.seq > seen
            && own
            && just_now
            && matches!(&event.body, Body::Noted { note: said } if said == note)
    })
}
