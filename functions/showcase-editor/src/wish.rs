//! `/staff/showcase/{id}/wish`: what the petitioner said when asked whether the case may be told.

use crate::go::{Became, impossible, sent as carry};
use crate::reach::{allowed, known, path};
use axum::extract::State;
use axum::response::Response;
use domain::access::Action;
use domain::ids::ShowcaseId;
use domain::showcase::{Answer, Showcase, Step, Way, Wish, asked_on};
use domain::time::{iso_date, local_date};
use templates::Markup;
use templates::components::overtaken::Overtaken;
use templates::staff::showcase::steps::{self, WishView, wish_page};
use web::forms::take;
use web::render::{returned, staff_shell};
use web::session::Officer;
use web::{App, AppError, FormData, FormState, Path, Result, Visit, html, see_other};

/// `GET /staff/showcase/{id}/wish`
pub async fn show(
    State(app): State<App>,
    visit: Visit,
    officer: Officer,
    Path(id): Path<ShowcaseId>,
) -> Result {
    let showcase = known(&app, &officer, id).await?;
    let form = FormState::new(visit.csrf(&app)).with("on", iso_date(local_date(visit.now())));
    Ok(html(page(&app, &visit, &officer, &showcase, form, None).await?))
}

async fn page(
    app: &App,
    visit: &Visit,
    officer: &Officer,
    showcase: &Showcase,
    form: FormState,
    overtaken: Option<Overtaken>,
) -> Result<Markup> {
    let case = match crate::reach::petition(app, officer, showcase.petition).await {
        Ok(case) => Some(case),
        Err(AppError::NotFound) => None,
        Err(error) => return Err(error),
    };
    Ok(wish_page(&WishView {
        step: step(app, visit, officer, showcase, form, overtaken),
        petitioner: case
            .as_ref()
            .filter(|_| allowed(officer, Action::ReadCase))
            .map(|_| format!("/staff/petitions/{}/petitioner", showcase.petition))
            .unwrap_or_default(),
        joint: case.is_some_and(|case| !case.file.detail.co_petitioners.is_empty()),
        shown: showcase.is_shown(),
    }))
}

/// What the pages of steps have in common.
pub(crate) fn step(
    app: &App,
    visit: &Visit,
    officer: &Officer,
    showcase: &Showcase,
    form: FormState,
    overtaken: Option<Overtaken>,
) -> steps::Step {
    steps::Step {
        shell: staff_shell(app, visit, Some(officer)),
        form,
        href: path(showcase.id),
        revision: showcase.revision.to_string(),
        title: showcase.words.title.clone(),
        number: showcase.number.to_string(),
        overtaken,
    }
}

/// `POST /staff/showcase/{id}/wish`
pub async fn record(
    State(app): State<App>,
    visit: Visit,
    officer: Officer,
    Path(id): Path<ShowcaseId>,
    sent: FormData,
) -> Result<Response> {
    let mut form = sent.state(visit.csrf(&app));
    let filed = known(&app, &officer, id).await?.number.date();
    let wish = parse(&sent, &mut form, &visit, &officer, filed);
    let step = wish.map(|wish| Step::Ask(Box::new(wish)));
    match carry(&app, &visit, &officer, id, &sent, step.as_ref()).await? {
        Became::Done => Ok(see_other(&format!("{}?done=wish", path(id)))),
        Became::Refused(_, refusal) => Err(impossible(id, &refusal)),
        Became::Back(showcase, late) => Ok(returned(
            late.is_some(),
            page(&app, &visit, &officer, &showcase, form, late).await?,
        )),
    }
}

fn parse(
    sent: &FormData,
    form: &mut FormState,
    visit: &Visit,
    officer: &Officer,
    filed: chrono::NaiveDate,
) -> Option<Wish> {
    let answer = Answer::from_code(sent.text("answer"));
    if answer.is_none() {
        form.fail("answer", "请选择信访人怎样答复");
    }
    let way = Way::from_code(sent.text("way"));
    if way.is_none() {
        form.fail("way", "请选择怎样问的");
    }
    let today = local_date(visit.now());
    let on = take(form, "on", asked_on(sent.raw("on"), filed, today));
    Some(Wish {
        answer: answer?,
        way: way?,
        on: on?,
        by: officer.reference(),
        at: visit.now(),
    })
}
