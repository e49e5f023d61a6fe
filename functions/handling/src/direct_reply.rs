//! 直接回复: the petition office that registered an enquiry, a suggestion or the like answers it itself instead of passing it
//! on; preview, then issue. Ends the case. Who asks to have something decided, appeals or accuses is owed acceptance and an
//! opinion, and does not get this letter.

use crate::case::menu;
use crate::letters::facts;
use crate::note;
use crate::scope::held;
use crate::step::{Became, Sent, impossible, step};
use crate::steps::{Work, compose_reply};
use axum::extract::State;
use axum::response::Response;
use domain::approval::DraftKind;
use domain::ending::{REPLY_MAX, reply_refusal};
use domain::ids::PetitionId;
use domain::petition::{Petition, StatusKind};
use store::cases::CaseFile;
use templates::components::overtaken::Overtaken;
use templates::letters::Letter;
use templates::staff::endings::{ReplyView, reply_page};
use web::forms::take;
use web::render::{form_again, returned};
use web::session::Officer;
use web::{App, FormData, FormState, Path, Query, Result, Visit, html, present, see_other};

/// Why the page says no instead of showing its form; what came too early or too late leads back to the case at once.
fn wrong_letter(petition: &Petition) -> Option<String> {
    let registered = petition.status.kind() == StatusKind::Registered;
    reply_refusal(petition).filter(|_| registered)
}

/// `GET /staff/petitions/{id}/direct-reply`
pub async fn show(
    State(app): State<App>,
    visit: Visit,
    officer: Officer,
    Path(id): Path<PetitionId>,
    Query(query): Query,
) -> Result {
    let case = held(&app, &officer, id).await?;
    let petition = &case.file.head.petition;
    if let Some(reason) = reply_refusal(petition).filter(|_| wrong_letter(petition).is_none()) {
        return Err(impossible(id, format!("{reason}。")));
    }
    let form = FormState::new(visit.csrf(&app));
    let form = present::approvals::fill(&case, &officer.agency, &query, DraftKind::DirectReply, form)?;
    Ok(html(page(
        &app,
        &visit,
        &officer,
        &case,
        form,
        Beside::default(),
    )?))
}

/// What stands on the page besides the form.
#[derive(Default)]
struct Beside {
    preview: Option<Letter>,
    overtaken: Option<Overtaken>,
}

fn page(
    app: &App,
    visit: &Visit,
    officer: &Officer,
    case: &CaseFile,
    form: FormState,
    beside: Beside,
) -> Result<templates::Markup> {
    let petition = &case.file.head.petition;
    let kind = DraftKind::DirectReply;
    let step = step(app, visit, officer, case, kind.code(), Some(kind), form)?;
    let purpose = petition.purpose.map(|purpose| purpose.label().to_owned());
    Ok(reply_page(&ReplyView {
        menu: menu(petition),
        purpose: purpose.unwrap_or_default(),
        blocked: wrong_letter(petition)
            .filter(|_| beside.overtaken.is_none())
            .map(|reason| format!("{reason}。")),
        step: step.overtaken(beside.overtaken),
        preview: beside.preview,
    }))
}

/// `POST /staff/petitions/{id}/direct-reply`: `next` is `preview` or `issue`.
pub async fn issue(
    State(app): State<App>,
    visit: Visit,
    officer: Officer,
    Path(id): Path<PetitionId>,
    sent: FormData,
) -> Result<Response> {
    let mut state = sent.state(visit.csrf(&app));
    let again = sent.asks_form_again();
    let typed = note::part(&sent, "reply", "答复内容", REPLY_MAX);
    let typed = take(&mut state, "reply", typed).filter(|_| !again);
    let form = Sent::new(&app, &officer, id, &sent);
    if again {
        state.errors.clear();
    }
    if let Some(typed) = typed.as_ref().filter(|_| sent.text("next") != "issue") {
        let (case, overtaken) = form.case(reply_refusal).await?;
        let head = &case.file.head;
        let mut known = facts(&app, &officer.reference().agency, head, visit.now())?;
        known.letter_number = "（签发时编号）".to_owned();
        let late = overtaken.is_some();
        let beside = Beside {
            preview: Some(compose_reply(&head.petition, &known, typed)),
            overtaken,
        };
        let page = page(&app, &visit, &officer, &case, state, beside)?;
        return Ok(if late { returned(true, page) } else { html(page) });
    }
    let work = typed.as_deref().map(Work::ReplyDirectly);
    match form.carry_out(&visit, reply_refusal, work.as_ref()).await? {
        Became::Done => Ok(see_other(&format!("/staff/petitions/{id}?done=direct-replied"))),
        Became::Back(case, overtaken) => {
            let late = overtaken.is_some();
            let beside = Beside {
                overtaken,
                ..Beside::default()
            };
            let page = page(&app, &visit, &officer, &case, state, beside)?;
            Ok(form_again(again, late, page))
        }
    }
}
