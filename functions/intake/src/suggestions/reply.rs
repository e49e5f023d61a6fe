//! `/staff/suggestions/{id}/reply`: 答复 (条例第 29 条): the outcome and the words, a preview, and then the end.

use super::steps::Work;
use super::work::{Became, carry_out, overtaken, step};
use super::{path, readable, studied};
use axum::extract::State;
use axum::response::Response;
use domain::ids::SuggestionId;
use domain::suggestion::Outcome;
use domain::text::SuggestionReply;
use domain::time::zh_datetime;
use store::suggestions::StudyFile;
use templates::components::answer::Answer;
use templates::components::overtaken::Overtaken;
use templates::staff::suggestion_steps::{ReplyView, reply_page};
use web::forms::take;
use web::render::returned;
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
    Ok(html(page(
        &app,
        &visit,
        &officer,
        &study,
        form,
        Beside::default(),
    )?))
}

/// What stands on the page besides the form.
#[derive(Default)]
struct Beside {
    preview: Option<Answer>,
    overtaken: Option<Overtaken>,
}

fn page(
    app: &App,
    visit: &Visit,
    officer: &Officer,
    study: &StudyFile,
    form: FormState,
    beside: Beside,
) -> Result<templates::Markup> {
    Ok(reply_page(&ReplyView {
        step: step(app, visit, officer, study, "reply", form)?.overtaken(beside.overtaken),
        content: study.file.text.clone(),
        preview: beside.preview,
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
    let mut form = sent.state(visit.csrf(&app));
    let outcome = Outcome::from_code(sent.text("outcome")).ok_or("请选择研究结果");
    let outcome = take(&mut form, "outcome", outcome);
    let words = take(&mut form, "reply", SuggestionReply::parse(sent.raw("reply")));
    let filled = outcome.zip(words);
    if let Some((outcome, words)) = filled.as_ref().filter(|_| sent.text("next") != "send") {
        let study = readable(&app, &officer, id).await?;
        let preview = Answer {
            outcome: outcome.label().to_owned(),
            text: words.as_str().to_owned(),
            office: officer.reference().agency.name,
            when: zh_datetime(visit.now()),
        };
        let overtaken = overtaken(&officer, &study, &sent);
        let late = overtaken.is_some();
        let beside = Beside {
            preview: Some(preview),
            overtaken,
        };
        let page = page(&app, &visit, &officer, &study, form, beside)?;
        return Ok(if late { returned(true, page) } else { html(page) });
    }
    let work = filled.map(|(outcome, words)| Work::Reply { outcome, words });
    match carry_out(&app, &visit, &officer, id, &sent, work.as_ref()).await? {
        Became::Done => Ok(see_other(&format!("{}?done=replied", path(id)))),
        Became::Back(study, overtaken) => {
            let late = overtaken.is_some();
            let beside = Beside {
                overtaken,
                ..Beside::default()
            };
            Ok(returned(
                late,
                page(&app, &visit, &officer, &study, form, beside)?,
            ))
        }
    }
}
