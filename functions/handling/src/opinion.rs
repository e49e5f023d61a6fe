//! 处理意见 (条例第 31 条第 6 项、第 32 条): facts, basis, opinion; preview, then issue. Only ordinary petitions
//! get one: the wrong letter for procedures 1–5 is prevented here.

use crate::letters::facts;
use crate::scope::{held, same_version};
use crate::step::{impossible, step};
use crate::steps::{self, Opinion};
use axum::extract::State;
use axum::response::Response;
use domain::ids::PetitionId;
use domain::petition::StatusKind;
use domain::registration::Outcome;
use domain::text::char_count;
use store::cases::CaseFile;
use templates::staff::opinion;
use web::forms::take;
use web::render::invalid;
use web::session::Officer;
use web::{App, FormData, FormState, Path, Result, Visit, html, see_other};

/// Characters of each part of an opinion.
const PART_MAX: usize = 5_000;

async fn answerable(app: &App, officer: &Officer, id: PetitionId) -> Result<CaseFile> {
    let case = held(app, officer, id).await?;
    match case.file.head.petition.status.kind() {
        StatusKind::Accepted => Ok(case),
        StatusKind::Replied | StatusKind::Concluded => Err(impossible(id, "这件信访已经答复。")),
        _ => Err(impossible(id, "受理后才能出具处理意见。")),
    }
}

/// Why no handling opinion may be given here.
fn blocked(case: &CaseFile) -> Option<String> {
    let procedure = case.registration()?.procedure;
    (!procedure.allows_handling_opinion()).then(|| {
        format!(
            "这件信访登记为“{}”，不适用信访程序，不能出具有复查权利的处理意见书（《信访工作条例》第三十一条）。",
            procedure.label()
        )
    })
}

/// `GET /staff/petitions/{id}/opinion`
pub async fn show(
    State(app): State<App>,
    visit: Visit,
    officer: Officer,
    Path(id): Path<PetitionId>,
) -> Result {
    let case = answerable(&app, &officer, id).await?;
    Ok(html(page(
        &app,
        &visit,
        &officer,
        &case,
        FormState::new(visit.csrf(&app)),
        None,
    )?))
}

fn page(
    app: &App,
    visit: &Visit,
    officer: &Officer,
    case: &CaseFile,
    form: FormState,
    preview: Option<templates::letters::Letter>,
) -> Result<templates::Markup> {
    Ok(opinion::page(&opinion::View {
        step: step(app, visit, officer, &case.file.head, "opinion", form)?,
        blocked: blocked(case),
        preview,
    }))
}

/// `POST /staff/petitions/{id}/opinion`
pub async fn issue(
    State(app): State<App>,
    visit: Visit,
    officer: Officer,
    Path(id): Path<PetitionId>,
    sent: FormData,
) -> Result<Response> {
    let case = answerable(&app, &officer, id).await?;
    let head = &case.file.head;
    same_version(&sent, &head.petition)?;
    if let Some(reason) = blocked(&case) {
        return Err(impossible(id, reason));
    }
    let mut state = sent.state(visit.csrf(&app));
    let Some(typed) = parse(&sent, &mut state) else {
        return Ok(invalid(page(&app, &visit, &officer, &case, state, None)?));
    };
    if sent.text("next") != "issue" {
        let mut known = facts(&app, &officer.reference().agency, head, visit.now())?;
        known.letter_number = "（签发时编号）".to_owned();
        return Ok(html(page(
            &app,
            &visit,
            &officer,
            &case,
            state,
            Some(typed.compose(&known)),
        )?));
    }
    steps::reply(&app, &officer.reference(), head, &typed, visit.now()).await?;
    Ok(see_other(&format!("/staff/petitions/{id}?done=replied")))
}

fn parse(sent: &FormData, state: &mut FormState) -> Option<Opinion> {
    let outcome = take(
        state,
        "outcome",
        Outcome::from_code(sent.text("outcome")).ok_or("请选择处理结果"),
    );
    let found = take(state, "facts", part(sent, "facts", "调查核实的事实"));
    let basis = take(state, "basis", part(sent, "basis", "依据"));
    let opinion = take(state, "opinion", part(sent, "opinion", "处理意见"));
    Some(Opinion {
        outcome: outcome?,
        facts: found?,
        basis: basis?,
        text: opinion?,
    })
}

fn part(sent: &FormData, name: &str, what: &str) -> Result<String, String> {
    let text = domain::text::normalise(sent.raw(name));
    match char_count(&text) {
        0 => Err(format!("请填写{what}")),
        count if count > PART_MAX => Err(format!("{what}不能超过 {PART_MAX} 个字，现在有 {count} 个字")),
        _ => Ok(text),
    }
}
