//! 处理意见 (条例第 31 条第 6 项、第 32 条): facts, basis, opinion. Only ordinary petitions get one: the wrong letter for
//! procedures 1–5 is prevented here.

use crate::letter_form::{At, Beside, LetterForm};
use crate::scope::registered_for_another_way;
use crate::step::step;
use crate::steps::{Opinion, Work};
use axum::extract::State;
use axum::response::Response;
use domain::approval::DraftKind;
use domain::ids::PetitionId;
use domain::petition::{Petition, StatusKind};
use domain::registration::Outcome;
use store::cases::CaseFile;
use templates::staff::opinion;
use web::forms::take;
use web::session::Officer;
use web::{App, FormData, FormState, Path, Query, Result, Visit, note};

/// Characters of each part of an opinion.
const PART_MAX: usize = 5_000;

const FORM: LetterForm = LetterForm {
    kind: DraftKind::Opinion,
    done: "replied",
    closed: too_early_or_late,
    blocked: |petition| too_early_or_late(petition).or_else(|| wrong_letter(petition)),
    page,
};

/// Why a case cannot be answered now, whatever way it goes.
fn too_early_or_late(petition: &Petition) -> Option<String> {
    match petition.status.kind() {
        StatusKind::Accepted => None,
        StatusKind::Replied | StatusKind::Concluded => Some("这件信访已经答复".to_owned()),
        _ => Some("受理后才能出具处理意见".to_owned()),
    }
}

/// Why no handling opinion may be given here: the wrong letter would promise a review.
fn wrong_letter(petition: &Petition) -> Option<String> {
    registered_for_another_way(
        petition,
        "不能出具有复查权利的处理意见书（《信访工作条例》第三十一条）",
    )
}

/// `GET /staff/petitions/{id}/opinion`
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
    let step = step(
        at.app,
        at.visit,
        at.officer,
        case,
        FORM.kind.code(),
        Some(FORM.kind),
        form,
    )?;
    Ok(opinion::page(&opinion::View {
        blocked: beside.refusal(wrong_letter(&case.file.head.petition)),
        step: step.overtaken(beside.overtaken),
        preview: beside.preview,
    }))
}

/// `POST /staff/petitions/{id}/opinion`: `next` is `preview` or `issue`.
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
    FORM.send(at, id, &sent, state, typed.as_ref().map(Work::Reply))
        .await
}

fn parse(sent: &FormData, state: &mut FormState) -> Option<Opinion> {
    let outcome = take(
        state,
        "outcome",
        Outcome::from_code(sent.text("outcome")).ok_or("请选择处理结果"),
    );
    let mut part = |name, what| take(state, name, note::part(sent, name, what, PART_MAX));
    let found = part("facts", "调查核实的事实");
    let basis = part("basis", "依据");
    let opinion = part("opinion", "处理意见");
    Some(Opinion {
        outcome: outcome?,
        facts: found?,
        basis: basis?,
        text: opinion?,
    })
}
