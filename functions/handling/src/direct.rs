//! 告知法定途径 (条例第 31 条第 1–4 项): what belongs before a court, an arbitrator, the Party or in an administrative
//! procedure is told so by whoever holds it before acceptance. Ends the case. Nothing else gets this notice: an ordinary
//! petition would lose its opinion by it.

use crate::case::menu;
use crate::letter_form::{At, Beside, LetterForm};
use crate::step::step;
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
use templates::components::select::Choice;
use templates::staff::endings::{RouteView, route_page};
use web::forms::take;
use web::session::Officer;
use web::{App, FormData, FormState, Path, Query, Result, Visit, note};

const FORM: LetterForm = LetterForm {
    kind: DraftKind::Route,
    done: "directed",
    closed: |petition| route_refusal(petition).filter(|_| wrong_letter(petition).is_none()),
    blocked: route_refusal,
    page,
};

/// Why the page says no instead of showing its form: the wrong letter for what is registered.
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
    let at = At::new(&app, &visit, &officer);
    FORM.show(at, id, &query).await
}

fn page(at: At<'_>, case: &CaseFile, form: FormState, beside: Beside) -> Result<templates::Markup> {
    let petition = &case.file.head.petition;
    let directed = petition.procedure.filter(|one| is_directed(*one));
    let routes = directed.map(LawfulRoute::of).unwrap_or_default();
    let step = step(
        at.app,
        at.visit,
        at.officer,
        case,
        FORM.kind.code(),
        Some(FORM.kind),
        form,
    )?;
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
        blocked: beside.refusal(wrong_letter(petition)),
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
    let at = At::new(&app, &visit, &officer);
    let mut state = sent.state(visit.csrf(&app));
    let typed = parse(&sent, &mut state);
    FORM.send(at, id, &sent, state, typed.as_ref().map(Work::Direct))
        .await
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
