//! 受理告知 (条例第 23 条): the responsible unit takes the matter up; the notice of acceptance goes to the
//! petitioner and the 60 days of handling begin (第 34 条).

use crate::letters::facts;
use crate::scope::{held, other_way};
use crate::step::{Sent, step};
use crate::steps::{self, Work};
use axum::extract::State;
use axum::response::Response;
use domain::deadline::DeadlineKind;
use domain::ids::PetitionId;
use domain::petition::{Petition, StatusKind};
use domain::time::{zh_date, zh_date_plain};
use store::cases::CaseFile;
use templates::components::overtaken::Overtaken;
use templates::letters::compose;
use templates::staff::accept;
use web::session::Officer;
use web::{App, AppError, FormData, FormState, Path, Result, Visit, html, note};

/// Why a case cannot be accepted.
fn blocked(petition: &Petition) -> Option<String> {
    let waits = petition.status.kind() == StatusKind::Transferred;
    other_way(petition)
        .or_else(|| (!waits).then(|| "这件信访现在不能受理：还没有转送到办理单位，或者已经受理".to_owned()))
}

/// `GET /staff/petitions/{id}/accept`
pub async fn show(
    State(app): State<App>,
    visit: Visit,
    officer: Officer,
    Path(id): Path<PetitionId>,
) -> Result {
    let case = held(&app, &officer, id).await?;
    if let Some(reason) = blocked(&case.file.head.petition) {
        return Err(AppError::conflict_on(id, format!("{reason}。")));
    }
    let form = FormState::new(visit.csrf(&app));
    Ok(html(page(&app, &visit, &officer, &case, form, None)?))
}

fn page(
    app: &App,
    visit: &Visit,
    officer: &Officer,
    case: &CaseFile,
    form: FormState,
    overtaken: Option<Overtaken>,
) -> Result<templates::Markup> {
    let head = &case.file.head;
    let due = steps::deadline(DeadlineKind::Handling, visit.now());
    let mut known = facts(app, &officer.reference().agency, head, visit.now())?;
    known.letter_number = "（签发时编号）".to_owned();
    Ok(accept::page(&accept::View {
        step: step(app, visit, officer, case, "accept", None, form)?.overtaken(overtaken),
        due: zh_date(due.due),
        preview: compose::acceptance_notice(&known, &zh_date_plain(due.due)),
    }))
}

/// `POST /staff/petitions/{id}/accept`
pub async fn accept(
    State(app): State<App>,
    visit: Visit,
    officer: Officer,
    Path(id): Path<PetitionId>,
    sent: FormData,
) -> Result<Response> {
    let mut state = sent.state(visit.csrf(&app));
    let note = note::read(&sent, &mut state);
    let work = (!state.has_errors()).then_some(Work::Accept { note: &note });
    let form = Sent::new(&app, &officer, id, &sent);
    form.settle(&visit, blocked, work.as_ref(), "accepted", |case, late| {
        page(&app, &visit, &officer, case, state, late)
    })
    .await
}
