//! `POST /staff/petitions/{id}/alert`: 紧急情况已报告 — an agency records to whom it reported a grave, urgent or threatening
//! case and what it did (条例第二十五条). Appended whatever others did meanwhile; once for an agency, however often it is sent.

use crate::case::{Beside, page, seen};
use crate::scope::visible;
use crate::step;
use axum::extract::State;
use axum::response::Response;
use domain::alert::waits_at;
use domain::event::{Body, By, Event};
use domain::ids::PetitionId;
use http::StatusCode;
use store::StoreError;
use store::cases::{CaseFile, Change};
use web::forms::take;
use web::render::{html_with, invalid};
use web::session::Officer;
use web::{App, FormData, FormState, Path, Result, Visit, note};

/// How often it is tried when others write at the same moment.
const TRIES: usize = 8;

/// Characters of a report.
const REPORT_MAX: usize = 500;

/// `POST /staff/petitions/{id}/alert`
pub async fn report(
    State(app): State<App>,
    visit: Visit,
    officer: Officer,
    Path(id): Path<PetitionId>,
    sent: FormData,
) -> Result<Response> {
    let mut state = sent.state(visit.csrf(&app));
    let typed = note::part(&sent, "report", "报告和处置情况", REPORT_MAX);
    let Some(report) = take(&mut state, "report", typed) else {
        let again = again(&app, &visit, &officer, id, state).await?;
        return Ok(invalid(again));
    };
    let mut tries = TRIES;
    loop {
        let case = visible(&app, &officer, id).await?;
        if was_reported(&case, &officer, &report) {
            return Ok(step::done(id, "alert-reported"));
        }
        if !waits_at(&case.file.head.petition, &officer.agency) {
            // A colleague was first, or it is not marked any more: what was typed can still be told.
            state.fail(
                "note",
                "这一件现在不用报告：同事已经记录过，或者标记、状态变了。您写的在这里，需要的可以作为办理记录添加",
            );
            state.values.push(("note".to_owned(), report));
            let again = again(&app, &visit, &officer, id, state).await?;
            return Ok(html_with(StatusCode::CONFLICT, again));
        }
        let said = Body::AlertReported {
            report: report.clone(),
        };
        let change = Change {
            steps: vec![(By::Officer(officer.reference()), said)],
            ..Change::default()
        };
        tries -= 1;
        match app.store.commit(&case.file.head, change, visit.now()).await {
            Ok(_) => return Ok(step::done(id, "alert-reported")),
            Err(StoreError::Conflict) if tries > 0 => {}
            Err(error) => return Err(error.into()),
        }
    }
}

async fn again(
    app: &App,
    visit: &Visit,
    officer: &Officer,
    id: PetitionId,
    form: FormState,
) -> Result<templates::Markup> {
    let (case, linked) = seen(app, visit, officer, id).await?;
    let beside = Beside {
        form,
        flash: String::new(),
        linked,
    };
    page(app, visit, officer, &case, beside).await
}

/// Whether this very form was carried out before, by the same officer with the same words.
fn was_reported(case: &CaseFile, officer: &Officer, report: &str) -> bool {
    let own = |event: &Event| matches!(&event.by, By::Officer(by) if by.id == officer.id);
    let same = |body: &Body| matches!(body, Body::AlertReported { report: said } if said == report);
    case.internal.iter().any(|event| own(event) && same(&event.body))
}
