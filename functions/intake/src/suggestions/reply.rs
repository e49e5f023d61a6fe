//! `/staff/suggestions/{id}/reply`: 答复 (条例第 29 条): the outcome and the words, a preview, and then the end.

use super::{late, path, same_version, step, steps, studied};
use axum::extract::State;
use axum::response::Response;
use domain::ids::SuggestionId;
use domain::suggestion::Outcome;
use domain::text::SuggestionReply;
use domain::time::zh_datetime;
use store::suggestions::StudyFile;
use templates::components::answer::Answer;
use templates::staff::suggestion_steps::{ReplyView, reply_page};
use web::forms::take;
use web::render::invalid;
use web::session::Officer;
use web::{App, FormData, FormState, Path, Result, Visit, html, see_other};

/// `GET /staff/suggestions/{id}/reply`
pub async fn show(
    State(app): State<App>,
    visit: Visit,
    officer: Officer,
    Path(id): Path<SuggestionId>,
) -> Result {
    let study = studied(&app, &officer, id).await?;
    let form = FormState::new(visit.csrf(&app));
    Ok(html(page(&app, &visit, &officer, &study, form, None)?))
}

fn page(
    app: &App,
    visit: &Visit,
    officer: &Officer,
    study: &StudyFile,
    form: FormState,
    preview: Option<Answer>,
) -> Result<templates::Markup> {
    Ok(reply_page(&ReplyView {
        step: step(app, visit, officer, &study.file.head, "reply", form)?,
        content: study.file.text.clone(),
        preview,
    }))
}

/// `POST /staff/suggestions/{id}/reply`: `next` is `preview` or `send`.
pub async fn reply(
    State(app): State<App>,
    visit: Visit,
    officer: Officer,
    Path(id): Path<SuggestionId>,
    sent: FormData,
) -> Result<Response> {
    let study = studied(&app, &officer, id).await?;
    let head = &study.file.head;
    same_version(&sent, &head.suggestion)?;
    let mut state = sent.state(visit.csrf(&app));
    let outcome = Outcome::from_code(sent.text("outcome")).ok_or("请选择研究结果");
    let outcome = take(&mut state, "outcome", outcome);
    let words = take(&mut state, "reply", SuggestionReply::parse(sent.raw("reply")));
    let (Some(outcome), Some(words)) = (outcome, words) else {
        return Ok(invalid(page(&app, &visit, &officer, &study, state, None)?));
    };
    let by = officer.reference();
    if sent.text("next") != "send" {
        let preview = Answer {
            outcome: outcome.label().to_owned(),
            text: words.into_string(),
            office: by.agency.name,
            when: zh_datetime(visit.now()),
        };
        return Ok(html(page(&app, &visit, &officer, &study, state, Some(preview))?));
    }
    let replied = steps::reply(&app, &by, head, outcome, &words, visit.now()).await;
    replied.map_err(late(id))?;
    Ok(see_other(&format!("{}?done=replied", path(id))))
}
