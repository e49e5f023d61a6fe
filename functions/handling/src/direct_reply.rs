//! 直接回复: the petition office that registered an enquiry, a suggestion or the like answers it itself instead of passing it
//! on. Ends the case. Who asks to have something decided, appeals or accuses is owed acceptance and an opinion, and does not
//! get this letter.

use crate::case::menu;
use crate::letter_form::{At, Beside, LetterForm};
use crate::step::step;
use crate::steps::Work;
use axum::extract::State;
use axum::response::Response;
use domain::approval::DraftKind;
use domain::ending::{REPLY_MAX, reply_refusal};
use domain::ids::PetitionId;
use domain::petition::{Petition, StatusKind};
use store::cases::CaseFile;
use templates::staff::endings::{ReplyView, reply_page};
use web::forms::take;
use web::session::Officer;
use web::{App, FormData, FormState, Path, Query, Result, Visit, note};

const FORM: LetterForm = LetterForm {
    kind: DraftKind::DirectReply,
    done: "direct-replied",
    closed: |petition| reply_refusal(petition).filter(|_| wrong_letter(petition).is_none()),
    blocked: reply_refusal,
    page,
};

/// Why the page says no instead of showing its form.
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
    let at = At::new(&app, &visit, &officer);
    FORM.show(at, id, &query).await
}

fn page(at: At<'_>, case: &CaseFile, form: FormState, beside: Beside) -> Result<templates::Markup> {
    let petition = &case.file.head.petition;
    let step = step(
        at.app,
        at.visit,
        at.officer,
        case,
        FORM.kind.code(),
        Some(FORM.kind),
        form,
    )?;
    let purpose = petition.purpose.map(|purpose| purpose.label().to_owned());
    Ok(reply_page(&ReplyView {
        menu: menu(petition),
        purpose: purpose.unwrap_or_default(),
        blocked: beside.refusal(wrong_letter(petition)),
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
    let at = At::new(&app, &visit, &officer);
    let mut state = sent.state(visit.csrf(&app));
    let typed = note::part(&sent, "reply", "答复内容", REPLY_MAX);
    let typed = take(&mut state, "reply", typed);
    FORM.send(at, id, &sent, state, typed.as_deref().map(Work::ReplyDirectly))
        .await
}
