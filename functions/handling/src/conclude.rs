//! 办结: the responsible unit closes a case that was answered.

use crate::scope::held;
use crate::step::{Sent, step};
use crate::steps::Work;
use axum::extract::State;
use axum::response::Response;
use domain::assignment::Assignment;
use domain::event::Body;
use domain::ids::PetitionId;
use domain::petition::{Petition, Status};
use domain::time::zh_datetime;
use store::cases::CaseFile;
use templates::components::overtaken::Overtaken;
use templates::staff::conclude;
use web::session::Officer;
use web::{App, FormData, FormState, Path, Result, Visit, html, note};

fn blocked(petition: &Petition) -> Option<String> {
    match petition.status {
        Status::Replied { .. } => None,
        Status::Concluded { .. } => Some("这件信访已经办结".to_owned()),
        _ => Some("答复信访人以后才能办结".to_owned()),
    }
}

/// `GET /staff/petitions/{id}/conclude`
pub async fn show(
    State(app): State<App>,
    visit: Visit,
    officer: Officer,
    Path(id): Path<PetitionId>,
) -> Result {
    let case = held(&app, &officer, id).await?;
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
    let answered = case.file.events.iter().rev().find_map(|event| match &event.body {
        Body::Replied { outcome, .. } => {
            Some(format!("{} 答复：{}。", zh_datetime(event.at), outcome.label()))
        }
        _ => None,
    });
    Ok(conclude::page(&conclude::View {
        blocked: blocked(&head.petition)
            .filter(|_| overtaken.is_none())
            .map(|reason| format!("{reason}。")),
        step: step(app, visit, officer, case, "conclude", None, form)?.overtaken(overtaken),
        answered: answered.unwrap_or_default() + &owed(&head.petition),
    }))
}

/// 交办: to whom concluding it reports the result; empty where nobody had it handled.
fn owed(petition: &Petition) -> String {
    let reported = |one: &Assignment| format!("这一件是{}交办的，办结就是向其反馈办理结果。", one.by.name);
    petition.open_assignments().map(reported).collect()
}

/// `POST /staff/petitions/{id}/conclude`
pub async fn conclude(
    State(app): State<App>,
    visit: Visit,
    officer: Officer,
    Path(id): Path<PetitionId>,
    sent: FormData,
) -> Result<Response> {
    let mut state = sent.state(visit.csrf(&app));
    let note = note::read(&sent, &mut state);
    let work = (!state.has_errors()).then_some(Work::Conclude { note: &note });
    let form = Sent::new(&app, &officer, id, &sent);
    form.settle(&visit, blocked, work.as_ref(), "concluded", |case, late| {
        page(&app, &visit, &officer, case, state, late)
    })
    .await
}
