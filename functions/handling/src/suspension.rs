//! 中止计时、恢复计时: the responsible unit stops the days of handling on one of the grounds that the administrators keep
//! (by default none, and then nothing of it is offered), and lets them go on.

use crate::scope::{held, lies_elsewhere};
use crate::step::{Sent, step};
use crate::steps::Work;
use axum::extract::State;
use axum::response::Response;
use chrono::NaiveDate;
use domain::calendar::Calendar;
use domain::deadline::RollRule;
use domain::ids::PetitionId;
use domain::petition::{Petition, StatusKind};
use domain::suspension::{Basis, in_force};
use domain::time::{local_date, zh_date};
use store::cases::CaseFile;
use templates::components::action::ActionItem;
use templates::components::overtaken::Overtaken;
use templates::staff::suspension::{self as page, ResumeView, SuspendView};
use web::session::Officer;
use web::{App, AppError, FormData, FormState, Path, Result, Visit, html, note, present};

/// Why nobody can stop a clock in an installation without grounds.
const NO_GROUND: &str = "没有可以中止计时的事由，要由系统管理员在运行设置里规定";

/// Why the clock of a case cannot be stopped on a day.
fn not_to_suspend(petition: &Petition, today: NaiveDate) -> Option<String> {
    petition
        .suspension_refusal(today)
        .map(|reason| reason.to_string())
}

/// Why the clock of a case cannot go on.
fn not_to_resume(petition: &Petition) -> Option<String> {
    match (petition.suspended(), petition.status.kind()) {
        (Some(_), _) => None,
        (None, StatusKind::Replied | StatusKind::Concluded) => Some("已经答复，办理期限不再计算".to_owned()),
        (None, _) => Some("计时没有中止，不用恢复".to_owned()),
    }
}

/// The grounds that may be used today, as the settings of the process have them.
pub(crate) async fn grounds(app: &App, visit: &Visit) -> Result<Vec<Basis>> {
    let settings = app.store.settings(visit.now()).await?;
    let today = local_date(visit.now());
    Ok(in_force(&settings.suspension_grounds, today)
        .map(|ground| ground.basis.clone())
        .collect())
}

/// What of it the case page offers: nothing before acceptance and after the answer, and where there is no ground.
pub(crate) fn action(
    officer: &Officer,
    petition: &Petition,
    any_ground: bool,
    today: NaiveDate,
) -> Option<ActionItem> {
    if petition.status.kind() != StatusKind::Accepted {
        return None;
    }
    let (label, path, refused) = match petition.suspended() {
        Some(_) => ("恢复计时", "resume", None),
        None if any_ground => ("中止计时", "suspend", not_to_suspend(petition, today)),
        None => return None,
    };
    Some(match lies_elsewhere(officer, petition).or(refused) {
        Some(reason) => ActionItem::blocked(label, reason),
        None => ActionItem::link(label, format!("/staff/petitions/{}/{path}", petition.id)),
    })
}

/// `GET /staff/petitions/{id}/suspend`
pub async fn show_suspend(
    State(app): State<App>,
    visit: Visit,
    officer: Officer,
    Path(id): Path<PetitionId>,
) -> Result {
    let (case, grounds) = tokio::try_join!(held(&app, &officer, id), grounds(&app, &visit))?;
    let refused = not_to_suspend(&case.file.head.petition, local_date(visit.now()))
        .or_else(|| grounds.is_empty().then(|| NO_GROUND.to_owned()));
    if let Some(reason) = refused {
        return Err(AppError::conflict_on(id, format!("{reason}。")));
    }
    let form = FormState::new(visit.csrf(&app));
    Ok(html(suspend_page(
        &app, &visit, &officer, &case, &grounds, form, None,
    )?))
}

fn suspend_page(
    app: &App,
    visit: &Visit,
    officer: &Officer,
    case: &CaseFile,
    grounds: &[Basis],
    form: FormState,
    overtaken: Option<Overtaken>,
) -> Result<templates::Markup> {
    let petition = &case.file.head.petition;
    Ok(page::suspend(&SuspendView {
        step: step(app, visit, officer, case, "suspend", None, form)?.overtaken(overtaken),
        deadline: present::deadline_bar(petition, visit.now(), true),
        grounds: grounds
            .iter()
            .map(|basis| (basis.told(), basis.words.clone(), basis.cited()))
            .collect(),
    }))
}

/// `POST /staff/petitions/{id}/suspend`
pub async fn suspend(
    State(app): State<App>,
    visit: Visit,
    officer: Officer,
    Path(id): Path<PetitionId>,
    sent: FormData,
) -> Result<Response> {
    let mut state = sent.state(visit.csrf(&app));
    let grounds = grounds(&app, &visit).await?;
    let asked = sent.text("basis");
    let basis = grounds.iter().find(|basis| basis.told() == asked);
    if grounds.is_empty() {
        // Of a case that is out of reach it is not even said that there is no ground.
        held(&app, &officer, id).await?;
        return Err(AppError::conflict_on(id, format!("{NO_GROUND}。")));
    }
    match (basis, asked) {
        (Some(_), _) => {}
        (None, "") => state.fail("basis", "请选择中止计时的事由"),
        (None, _) => state.fail("basis", "这个事由刚刚改过或者停用了，请重新选择"),
    }
    let note = note::read(&sent, &mut state);
    let work = basis
        .filter(|_| !state.has_errors())
        .map(|basis| Work::Suspend { basis, note: &note });
    let today = local_date(visit.now());
    let form = Sent::new(&app, &officer, id, &sent);
    let blocked = |petition: &Petition| not_to_suspend(petition, today);
    form.settle(&visit, blocked, work.as_ref(), "suspended", |case, late| {
        suspend_page(&app, &visit, &officer, case, &grounds, state, late)
    })
    .await
}

/// `GET /staff/petitions/{id}/resume`
pub async fn show_resume(
    State(app): State<App>,
    visit: Visit,
    officer: Officer,
    Path(id): Path<PetitionId>,
) -> Result {
    let case = held(&app, &officer, id).await?;
    if let Some(reason) = not_to_resume(&case.file.head.petition) {
        return Err(AppError::conflict_on(id, format!("{reason}。")));
    }
    let form = FormState::new(visit.csrf(&app));
    Ok(html(resume_page(&app, &visit, &officer, &case, form, None)?))
}

fn resume_page(
    app: &App,
    visit: &Visit,
    officer: &Officer,
    case: &CaseFile,
    form: FormState,
    overtaken: Option<Overtaken>,
) -> Result<templates::Markup> {
    let petition = &case.file.head.petition;
    let after = petition.suspended().map(|open| {
        let today = local_date(visit.now());
        let (excluded, due) = open.resumed(today, Calendar::builtin(), RollRule::default());
        (excluded, zh_date(due.due), due.progress(today).left_text())
    });
    Ok(page::resume(&ResumeView {
        step: step(app, visit, officer, case, "resume", None, form)?.overtaken(overtaken),
        deadline: present::deadline_bar(petition, visit.now(), true),
        after,
    }))
}

/// `POST /staff/petitions/{id}/resume`
pub async fn resume(
    State(app): State<App>,
    visit: Visit,
    officer: Officer,
    Path(id): Path<PetitionId>,
    sent: FormData,
) -> Result<Response> {
    let mut state = sent.state(visit.csrf(&app));
    let note = note::read(&sent, &mut state);
    let work = (!state.has_errors()).then_some(Work::Resume { note: &note });
    let form = Sent::new(&app, &officer, id, &sent);
    form.settle(&visit, not_to_resume, work.as_ref(), "resumed", |case, late| {
        resume_page(&app, &visit, &officer, case, state, late)
    })
    .await
}
