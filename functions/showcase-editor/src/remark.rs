//! `/staff/showcase/{id}/back` and `…/withdraw`: 退回 and 撤下, each with the reason.

use crate::go::{Became, impossible, sent as carry};
use crate::reach::{known, path};
use crate::wish::step;
use axum::extract::State;
use axum::response::Response;
use domain::ids::ShowcaseId;
use domain::showcase::{REMARK_MAX, Refusal, Showcase, Step, Work};
use domain::text::{TextError, char_count, normalise};
use templates::components::overtaken::Overtaken;
use templates::staff::showcase::steps::{RemarkView, remark_page};
use web::forms::take;
use web::render::returned;
use web::session::Officer;
use web::{App, AppError, FormData, FormState, Path, Result, Visit, html, see_other};

/// Why the step is not possible now, whoever asks.
fn blocked(showcase: &Showcase, officer: &Officer, withdraw: bool) -> Option<Refusal> {
    if withdraw {
        return (!showcase.is_shown()).then_some(Refusal::NotShown);
    }
    match showcase.work {
        Work::Waiting if showcase.authors.contains(&officer.id) => Some(Refusal::Own),
        Work::Waiting => None,
        _ => Some(Refusal::NotWaiting),
    }
}

async fn form(app: &App, visit: &Visit, officer: &Officer, id: ShowcaseId, withdraw: bool) -> Result {
    let showcase = known(app, officer, id).await?;
    if let Some(refusal) = blocked(&showcase, officer, withdraw) {
        return Err(impossible(id, &refusal));
    }
    let form = FormState::new(visit.csrf(app));
    let step = step(app, visit, officer, &showcase, form, None);
    Ok(html(remark_page(&RemarkView { step, withdraw })))
}

/// `GET /staff/showcase/{id}/back`
pub async fn back_page(
    State(app): State<App>,
    visit: Visit,
    officer: Officer,
    Path(id): Path<ShowcaseId>,
) -> Result {
    form(&app, &visit, &officer, id, false).await
}

/// `GET /staff/showcase/{id}/withdraw`
pub async fn withdraw_page(
    State(app): State<App>,
    visit: Visit,
    officer: Officer,
    Path(id): Path<ShowcaseId>,
) -> Result {
    form(&app, &visit, &officer, id, true).await
}

fn remark(sent: &FormData, state: &mut FormState, what: &'static str) -> Option<String> {
    let words = normalise(sent.raw("remark"));
    let parsed = match char_count(&words) {
        0 => Err(format!("请写明{what}")),
        count if count > REMARK_MAX => Err(TextError::TooLong {
            what,
            max: REMARK_MAX,
            count,
        }
        .to_string()),
        _ => Ok(words),
    };
    take(state, "remark", parsed)
}

async fn carried(
    app: &App,
    visit: &Visit,
    officer: &Officer,
    id: ShowcaseId,
    sent: &FormData,
    withdraw: bool,
) -> Result<Response> {
    let mut form = sent.state(visit.csrf(app));
    let what = if withdraw {
        "撤下的理由"
    } else {
        "要改什么"
    };
    let step = remark(sent, &mut form, what).map(|remark| match withdraw {
        true => Step::Withdraw { remark },
        false => Step::SendBack { remark },
    });
    let back = |showcase: &Showcase, late: Option<Overtaken>| {
        let is_late = late.is_some();
        let step = crate::wish::step(app, visit, officer, showcase, form.clone(), late);
        returned(is_late, remark_page(&RemarkView { step, withdraw }))
    };
    match carry(app, visit, officer, id, sent, step.as_ref()).await? {
        Became::Done => {
            let done = if withdraw { "withdrawn" } else { "sent-back" };
            Ok(see_other(&format!("{}?done={done}", path(id))))
        }
        Became::Refused(_, refusal) => Err::<Response, AppError>(impossible(id, &refusal)),
        Became::Back(showcase, late) => Ok(back(&showcase, late)),
    }
}

/// `POST /staff/showcase/{id}/back`
pub async fn send_back(
    State(app): State<App>,
    visit: Visit,
    officer: Officer,
    Path(id): Path<ShowcaseId>,
    sent: FormData,
) -> Result {
    carried(&app, &visit, &officer, id, &sent, false).await
}

/// `POST /staff/showcase/{id}/withdraw`
pub async fn withdraw(
    State(app): State<App>,
    visit: Visit,
    officer: Officer,
    Path(id): Path<ShowcaseId>,
    sent: FormData,
) -> Result {
    carried(&app, &visit, &officer, id, &sent, true).await
}
