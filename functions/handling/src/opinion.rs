//! 处理意见 (条例第 31 条第 6 项、第 32 条): facts, basis, opinion; preview, then issue. Only ordinary petitions
//! get one: the wrong letter for procedures 1–5 is prevented here.

use crate::letters::facts;
use crate::note;
use crate::scope::{held, registered_for_another_way};
use crate::step::{Became, Sent, impossible, step};
use crate::steps::{Opinion, Work};
use axum::extract::State;
use axum::response::Response;
use domain::approval::DraftKind;
use domain::ids::PetitionId;
use domain::petition::{Petition, StatusKind};
use domain::registration::Outcome;
use store::cases::CaseFile;
use templates::components::overtaken::Overtaken;
use templates::letters::Letter;
use templates::staff::opinion;
use web::forms::take;
use web::render::{form_again, returned};
use web::session::Officer;
use web::{App, FormData, FormState, Path, Query, Result, Visit, html, present, see_other};

/// Characters of each part of an opinion.
const PART_MAX: usize = 5_000;

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

fn blocked(petition: &Petition) -> Option<String> {
    too_early_or_late(petition).or_else(|| wrong_letter(petition))
}

/// `GET /staff/petitions/{id}/opinion`
pub async fn show(
    State(app): State<App>,
    visit: Visit,
    officer: Officer,
    Path(id): Path<PetitionId>,
    Query(query): Query,
) -> Result {
    let case = held(&app, &officer, id).await?;
    if let Some(reason) = too_early_or_late(&case.file.head.petition) {
        return Err(impossible(id, format!("{reason}。")));
    }
    let form = FormState::new(visit.csrf(&app));
    let form = present::approvals::fill(&case, &officer.agency, &query, DraftKind::Opinion, form)?;
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
    let head = &case.file.head;
    Ok(opinion::page(&opinion::View {
        blocked: wrong_letter(&head.petition)
            .filter(|_| beside.overtaken.is_none())
            .map(|reason| format!("{reason}。")),
        step: step(
            app,
            visit,
            officer,
            case,
            "opinion",
            Some(DraftKind::Opinion),
            form,
        )?
        .overtaken(beside.overtaken),
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
    let mut state = sent.state(visit.csrf(&app));
    let typed = parse(&sent, &mut state);
    let form = Sent::new(&app, &officer, id, &sent);
    let again = sent.asks_form_again();
    let typed = typed.filter(|_| !again);
    if again {
        state.errors.clear();
    }
    if let Some(typed) = typed.as_ref().filter(|_| sent.text("next") != "issue") {
        let (case, overtaken) = form.case(blocked).await?;
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
    let work = typed.as_ref().map(Work::Reply);
    match form.carry_out(&visit, blocked, work.as_ref()).await? {
        Became::Done => Ok(see_other(&format!("/staff/petitions/{id}?done=replied"))),
        Became::Back(case, overtaken) => {
            let late = overtaken.is_some();
            let beside = Beside {
                overtaken,
                ..Beside::default()
            };
            Ok(form_again(
                again,
                late,
                page(&app, &visit, &officer, &case, state, beside)?,
            ))
        }
    }
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
