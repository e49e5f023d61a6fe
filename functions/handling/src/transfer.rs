//! 转送、交办 (条例第 22 条): passes a registered case to another agency, with the notice to the petitioner. The receiving
//! agency owes the petitioner a notice within 15 days (第 23 条); to who passed it on it owes nothing, or, assigned, a result
//! by the day that is named.

use crate::scope::held;
use crate::step::{Became, Sent, done, step};
use crate::steps::Work;
use axum::extract::State;
use axum::response::Response;
use domain::approval::DraftKind;
use domain::ending::RELINKED;
use domain::ids::PetitionId;
use domain::petition::{Petition, StatusKind};
use store::cases::CaseFile;
use store::content::Agencies;
use templates::components::overtaken::Overtaken;
use templates::staff::transfer;
use web::forms::take;
use web::passing_on::{chosen, groups, proposed};
use web::render::form_again;
use web::session::Officer;
use web::{App, AppError, FormData, FormState, Path, Query, Result, Visit, assign, html, note, present};

/// Why a case waits whose links were changed after its registration was saved.
pub(crate) fn relinked(petition: &Petition) -> Option<String> {
    petition.relinked.then(|| format!("{RELINKED}才能转送、交办"))
}

/// Why a case cannot be passed on.
pub(crate) fn blocked(petition: &Petition) -> Option<String> {
    match petition.status.kind() {
        StatusKind::Registered => relinked(petition),
        StatusKind::Transferred => None,
        StatusKind::Opened => Some("登记完成后才能转送、交办".to_owned()),
        StatusKind::Concluded => Some("这件信访已经办结".to_owned()),
        _ => Some("这件信访已经受理，不能再转送、交办".to_owned()),
    }
}

/// 怎样转
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    Transfer,
    Assign,
}

impl Way {
    fn kind(self) -> DraftKind {
        match self {
            Self::Transfer => DraftKind::Transfer,
            Self::Assign => DraftKind::Assign,
        }
    }

    /// What the case says when it is done.
    fn done(self) -> &'static str {
        match self {
            Self::Transfer => "transferred",
            Self::Assign => "assigned",
        }
    }
}

/// `GET /staff/petitions/{id}/transfer`
pub async fn show(
    State(app): State<App>,
    visit: Visit,
    officer: Officer,
    Path(id): Path<PetitionId>,
    Query(query): Query,
) -> Result {
    form(&app, &visit, &officer, id, &query, Way::Transfer).await
}

/// `GET /staff/petitions/{id}/assign`
pub async fn show_assign(
    State(app): State<App>,
    visit: Visit,
    officer: Officer,
    Path(id): Path<PetitionId>,
    Query(query): Query,
) -> Result {
    form(&app, &visit, &officer, id, &query, Way::Assign).await
}

async fn form(
    app: &App,
    visit: &Visit,
    officer: &Officer,
    id: PetitionId,
    query: &FormData,
    way: Way,
) -> Result {
    let case = held(app, officer, id).await?;
    let petition = &case.file.head.petition;
    if let Some(reason) = blocked(petition).map(|reason| format!("{reason}。")) {
        return Err(match petition.status.kind() {
            StatusKind::Opened | StatusKind::Registered => {
                AppError::conflict_at(reason, format!("/staff/intake/web/{id}"), "去登记")
            }
            _ => AppError::conflict_on(id, reason),
        });
    }
    let form = present::approvals::fill(
        &case,
        &officer.agency,
        query,
        way.kind(),
        FormState::new(visit.csrf(app)),
    )?;
    Ok(html(page(app, visit, officer, &case, form, way, None).await?))
}

async fn page(
    app: &App,
    visit: &Visit,
    officer: &Officer,
    case: &CaseFile,
    mut form: FormState,
    way: Way,
    overtaken: Option<Overtaken>,
) -> Result<templates::Markup> {
    let agencies = app.store.agencies(app.now()).await?;
    let petition = &case.file.head.petition;
    let proposed = proposed(&agencies, &officer.agency, petition.division, &petition.barred);
    let (name, verb) = match way {
        Way::Transfer => ("transfer", "转送"),
        Way::Assign => ("assign", "交办"),
    };
    let reason = proposed.map(|agency| {
        format!(
            "问题属地是{}，默认{verb}{}。",
            domain::division::full_name(petition.division),
            agency.name
        )
    });
    if let (true, Some(agency)) = (form.value("agency").is_empty(), proposed) {
        form = form.with("agency", agency.code.as_str());
    }
    if way == Way::Assign {
        form = assign::with_usual_day(form, visit.now());
    }
    Ok(transfer::page(&transfer::View {
        step: step(app, visit, officer, case, name, Some(way.kind()), form)?.overtaken(overtaken),
        place: domain::division::full_name(petition.division),
        agencies: groups(&agencies, &officer.agency, &petition.barred),
        barred: barred(&agencies, case),
        proposed: proposed
            .map(|agency| agency.code.as_str().to_owned())
            .unwrap_or_default(),
        proposed_reason: reason.unwrap_or_default(),
        task: (way == Way::Assign).then(|| assign::view(visit.now())),
    }))
}

/// 揭发控告: what to mind when it is passed on; empty for everything else (条例第三十条).
fn barred(agencies: &Agencies, case: &CaseFile) -> String {
    let accused = case
        .registration()
        .and_then(|registration| registration.accused.as_ref());
    let Some(accused) = accused else {
        return String::new();
    };
    let names = accused.agencies.iter().filter_map(|code| agencies.get(code));
    let names: Vec<&str> = names.map(|agency| agency.name.as_str()).collect();
    let what = if names.is_empty() {
        format!(
            "登记的所在单位是“{}”，单位名录里没有认出来，请核对去向不是被揭发控告的单位",
            accused.unit
        )
    } else {
        format!("已经去掉{}", names.join("、"))
    };
    format!("这是揭发控告件，不得转给被揭发控告的人和单位（《信访工作条例》第三十条）：{what}。")
}

/// `POST /staff/petitions/{id}/transfer`
pub async fn transfer(
    State(app): State<App>,
    visit: Visit,
    officer: Officer,
    Path(id): Path<PetitionId>,
    sent: FormData,
) -> Result<Response> {
    pass_on(&app, &visit, &officer, id, &sent, Way::Transfer).await
}

/// `POST /staff/petitions/{id}/assign`
pub async fn assign(
    State(app): State<App>,
    visit: Visit,
    officer: Officer,
    Path(id): Path<PetitionId>,
    sent: FormData,
) -> Result<Response> {
    pass_on(&app, &visit, &officer, id, &sent, Way::Assign).await
}

async fn pass_on(
    app: &App,
    visit: &Visit,
    officer: &Officer,
    id: PetitionId,
    sent: &FormData,
    way: Way,
) -> Result<Response> {
    let agencies = app.store.agencies(app.now()).await?;
    let mut state = sent.state(visit.csrf(app));
    let to = take(&mut state, "agency", chosen(&agencies, &officer.agency, sent));
    let note = note::read(sent, &mut state);
    let assigning = match way {
        Way::Transfer => None,
        Way::Assign => assign::read(sent, &mut state, &note, visit.now()),
    };
    let again = sent.asks_form_again();
    let ready = !state.has_errors() && !again;
    if again {
        state.errors.clear();
    }
    let work = to.filter(|_| ready).map(|to| Work::Transfer {
        to,
        note: &note,
        assigning: assigning.as_ref(),
    });
    let form = Sent::new(app, officer, id, sent);
    match form.carry_out(visit, blocked, work.as_ref()).await? {
        Became::Done => Ok(done(id, way.done())),
        Became::Back(case, late) => {
            let is_late = late.is_some();
            let page = page(app, visit, officer, &case, state, way, late).await?;
            Ok(form_again(again, is_late, page))
        }
    }
}
