//! 告知法定途径 (条例第 31 条第 1–4 项): what belongs before a court, an arbitrator, the Party or in an administrative
//! procedure is told so by whoever holds it before acceptance; preview, then issue. Ends the case. Nothing else gets this
//! notice: an ordinary petition would lose its opinion by it.

use crate::case::menu;
use crate::letters::facts;
use crate::note;
use crate::scope::held;
use crate::step::{Became, Sent, impossible, step};
use crate::steps::{Directing, Work};
use axum::extract::State;
use axum::response::Response;
use domain::approval::DraftKind;
use domain::ending::{BODY_MAX, EXPLANATION_MAX, LawfulRoute, is_directed, route_refusal};
use domain::ids::PetitionId;
use domain::interview::line;
use domain::petition::{Petition, StatusKind};
use domain::registration::Procedure;
use store::cases::CaseFile;
use templates::components::overtaken::Overtaken;
use templates::components::select::Choice;
use templates::letters::Letter;
use templates::staff::endings::{RouteView, route_page};
use web::forms::take;
use web::render::{form_again, returned};
use web::session::Officer;
use web::{App, FormData, FormState, Path, Query, Result, Visit, html, present, see_other};

/// Why the page says no instead of showing its form: the wrong letter for what is registered. What came too early or too
/// late leads back to the case at once.
fn wrong_letter(petition: &Petition) -> Option<String> {
    let early = matches!(
        petition.status.kind(),
        StatusKind::Registered | StatusKind::Transferred
    );
    let other = !petition.procedure.is_some_and(is_directed);
    route_refusal(petition).filter(|_| early && other)
}

/// `GET /staff/petitions/{id}/route`
pub async fn show(
    State(app): State<App>,
    visit: Visit,
    officer: Officer,
    Path(id): Path<PetitionId>,
    Query(query): Query,
) -> Result {
    let case = held(&app, &officer, id).await?;
    let petition = &case.file.head.petition;
    if let Some(reason) = route_refusal(petition).filter(|_| wrong_letter(petition).is_none()) {
        return Err(impossible(id, format!("{reason}。")));
    }
    let form = FormState::new(visit.csrf(&app));
    let form = present::approvals::fill(&case, &officer.agency, &query, DraftKind::Route, form)?;
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
    let directed = petition.procedure.filter(|one| is_directed(*one));
    let routes = directed.map(LawfulRoute::of).unwrap_or_default();
    let step = step(app, visit, officer, case, "route", Some(DraftKind::Route), form)?;
    Ok(route_page(&RouteView {
        menu: menu(petition),
        procedure: directed.map(Procedure::label).unwrap_or_default().to_owned(),
        law: directed
            .map(Procedure::lawful_route)
            .unwrap_or_default()
            .to_owned(),
        routes: routes
            .into_iter()
            .map(|route| Choice::new(route.code(), route.label()))
            .collect(),
        blocked: wrong_letter(petition)
            .filter(|_| beside.overtaken.is_none())
            .map(|reason| format!("{reason}。")),
        step: step.overtaken(beside.overtaken),
        preview: beside.preview,
    }))
}

/// `POST /staff/petitions/{id}/route`: `next` is `preview` or `issue`.
pub async fn issue(
    State(app): State<App>,
    visit: Visit,
    officer: Officer,
    Path(id): Path<PetitionId>,
    sent: FormData,
) -> Result<Response> {
    let mut state = sent.state(visit.csrf(&app));
    let again = sent.asks_form_again();
    let typed = parse(&sent, &mut state).filter(|_| !again);
    let form = Sent::new(&app, &officer, id, &sent);
    if again {
        state.errors.clear();
    }
    if let Some(typed) = typed.as_ref().filter(|_| sent.text("next") != "issue") {
        let (case, overtaken) = form.case(route_refusal).await?;
        let mut known = facts(&app, &officer.reference().agency, &case.file.head, visit.now())?;
        known.letter_number = "（签发时编号）".to_owned();
        let late = overtaken.is_some();
        let beside = Beside {
            preview: Some(typed.compose(&known)),
            overtaken,
        };
        let page = page(&app, &visit, &officer, &case, state, beside)?;
        return Ok(if late { returned(true, page) } else { html(page) });
    }
    let work = typed.as_ref().map(Work::Direct);
    match form.carry_out(&visit, route_refusal, work.as_ref()).await? {
        Became::Done => Ok(see_other(&format!("/staff/petitions/{id}?done=directed"))),
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

fn parse(sent: &FormData, state: &mut FormState) -> Option<Directing> {
    let route = LawfulRoute::from_code(sent.text("route")).ok_or("请选择走哪条途径");
    let route = take(state, "route", route);
    let body = take(
        state,
        "body",
        line(sent.raw("body"), "请填写向哪里提出", BODY_MAX),
    );
    let explanation = take(
        state,
        "explanation",
        note::part(sent, "explanation", "说明", EXPLANATION_MAX),
    );
    Some(Directing {
        route: route?,
        body: body?,
        explanation: explanation?,
    })
}
