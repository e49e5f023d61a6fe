//! 集中转送、集中交办 (条例第 22 条): passes several cases on at once, each by the same step as a single one, with its own
//! letter, and says of each how it went. One case that cannot be passed on holds up no other.

use crate::scope::{allowed, is_visible, lies_elsewhere};
use crate::step::{Became, Sent};
use crate::steps::{Assigning, Work};
use crate::transfer::blocked as not_to_be_passed_on;
use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use domain::access::Action;
use domain::approval::Approval;
use domain::ids::PetitionId;
use domain::petition::Petition;
use futures_util::future::{join_all, try_join_all};
use serde::Serialize;
use store::content::{Agencies, Agency};
use store::head::{Head, SealedField};
use templates::staff::batch_transfer::{self, LIST, Outcome, Row};
use templates::staff::{intake_list, letters, visits};
use web::forms::take;
use web::passing_on::{chosen, groups, proposed};
use web::render::{invalid, staff_shell};
use web::session::Officer;
use web::{App, AppError, FormData, FormState, Query, Result, Visit, assign, html, note};

/// Cases in one form: a page of a list.
const ROWS_MAX: usize = store::lists::PAGE_ROWS as usize;
/// Cases that are passed on at the same time.
const AT_ONCE: usize = 5;

/// 去向: where the cases go.
#[derive(Clone, Copy)]
enum Destination<'a> {
    /// Each to the petition office of the place of its matter.
    Place,
    /// All to one agency.
    One(&'a Agency),
}

/// What the form asks for each of the cases.
struct Asked<'a> {
    to: Destination<'a>,
    note: &'a str,
    assigning: Option<&'a Assigning>,
}

/// A case as it stands on the page.
struct Listed {
    head: Head,
    /// The version that the page showed.
    seen: u32,
}

/// How one case fared, to a script.
#[derive(Serialize)]
struct Told {
    done: bool,
    /// Whether to try once more may help.
    again: bool,
    text: String,
}

impl Told {
    fn of(outcome: Outcome) -> Self {
        let (done, again, text) = match outcome {
            Outcome::Done(text) => (true, false, text),
            Outcome::Not(text) => (false, false, text),
            Outcome::Failed(text) => (false, true, text),
        };
        Self { done, again, text }
    }
}

/// Why a case cannot be passed on together with others. What the petitioner added is not shown on this page, so that
/// the step would take away its mark unseen.
fn blocked(petition: &Petition) -> Option<String> {
    let unread = || {
        petition
            .new_material
            .then(|| "有新材料，请打开看过再单独办".to_owned())
    };
    not_to_be_passed_on(petition)
        .or_else(|| alone(petition))
        .or_else(unread)
}

/// `GET /staff/batch/transfer?id=…&back=`
pub async fn show(State(app): State<App>, visit: Visit, officer: Officer, Query(query): Query) -> Result {
    let ids: Vec<_> = query.get_all("id").filter_map(|id| id.parse().ok()).collect();
    let agencies = app.store.agencies(app.now()).await?;
    let listed = listed(&app, &officer, ids.into_iter().map(|id| (id, None)).collect()).await?;
    let form = FormState::new(visit.csrf(&app)).with("to", "place");
    let mut form = assign::with_usual_day(form, visit.now());
    for one in &listed {
        // What has no default destination would be refused.
        let petition = &one.head.petition;
        if default_of(&agencies, &officer, petition).is_some() && alone(petition).is_none() {
            form.values.push(("row".to_owned(), petition.id.to_string()));
        }
    }
    let rows = rows(&app, &officer, &agencies, &listed)?;
    let back = back(&query);
    Ok(html(page(&app, &visit, &officer, &agencies, form, back, rows)))
}

/// Where to go back to: the list as it was narrowed.
fn back(form: &FormData) -> &str {
    let back = form.text("back");
    let list = back.split('?').next().unwrap_or_default();
    let known = [intake_list::LIST, letters::LIST, visits::LIST].contains(&list);
    web::next::local_path(back).filter(|_| known).unwrap_or(LIST)
}

/// The cases that the officer may read, in the order asked for; without a version that was seen, as they are now.
async fn listed(app: &App, officer: &Officer, asked: Vec<(PetitionId, Option<u32>)>) -> Result<Vec<Listed>> {
    if asked.len() > ROWS_MAX {
        return Err(AppError::bad_request(format!("一次最多办 {ROWS_MAX} 件。")));
    }
    let heads = try_join_all(asked.iter().map(|(id, _)| app.store.head(*id))).await?;
    let found = heads.into_iter().zip(asked);
    let listed = found.filter_map(|(head, (_, seen))| {
        let head = head.filter(|head| is_visible(officer, &head.petition))?;
        let seen = seen.unwrap_or(head.petition.version);
        Some(Listed { head, seen })
    });
    Ok(listed.collect())
}

fn rows(app: &App, officer: &Officer, agencies: &Agencies, listed: &[Listed]) -> Result<Vec<Row>> {
    let row = |one: &Listed| {
        let petition = &one.head.petition;
        let to = default_of(agencies, officer, petition);
        Ok(Row {
            id: petition.id.to_string(),
            version: one.seen.to_string(),
            number: petition.number.to_string(),
            title: app.store.open_field(&one.head, SealedField::Title)?,
            place: domain::division::full_name(petition.division),
            proposed: to.map(|agency| agency.short_name.clone()).unwrap_or_default(),
            closed: lies_elsewhere(officer, petition)
                .or_else(|| blocked(petition))
                .unwrap_or_default(),
            outcome: None,
        })
    };
    listed.iter().map(row).collect()
}

fn page(
    app: &App,
    visit: &Visit,
    officer: &Officer,
    agencies: &Agencies,
    form: FormState,
    back: &str,
    rows: Vec<Row>,
) -> templates::Markup {
    batch_transfer::page(&batch_transfer::View {
        shell: staff_shell(app, visit, Some(officer)),
        form,
        back: back.to_owned(),
        agencies: groups(agencies, &officer.agency, &[]),
        rows,
        task: assign::view(visit.now()),
    })
}

/// 默认去向 of one of the cases.
fn default_of<'a>(agencies: &'a Agencies, officer: &Officer, petition: &Petition) -> Option<&'a Agency> {
    proposed(agencies, &officer.agency, petition.division, &petition.barred)
}

/// `POST /staff/batch/transfer`: fields `listed`* (`id:version`, every case on the page), `row`* (`id`, the chosen ones),
/// `way` (`transfer`|`assign`), `to` (`place`|`one`), `agency`, `note`, of an assignment `due`, `reason`, `result`; `back`. A
/// script sends one case at a time and is told in JSON how it went; a
/// page shows them all.
pub async fn transfer(
    State(app): State<App>,
    visit: Visit,
    officer: Officer,
    sent: FormData,
) -> Result<Response> {
    let agencies = app.store.agencies(app.now()).await?;
    let mut state = sent.state(visit.csrf(&app));
    let back = back(&sent);
    let named = sent.get_all("listed").filter_map(named).collect();
    let mut listed = listed(&app, &officer, named).await?;
    if !sent.has("row") {
        state.fail("row", "请至少选择一件");
    }
    let to = match sent.text("to") {
        "place" => Some(Destination::Place),
        "one" => take(&mut state, "agency", chosen(&agencies, &officer.agency, &sent)).map(Destination::One),
        _ => take(&mut state, "to", Err("请选择去向机构")),
    };
    let note = note::read(&sent, &mut state);
    let assigning = match sent.text("way") {
        "transfer" => None,
        "assign" if allowed(&officer, Action::AssignCase) => {
            assign::read(&sent, &mut state, &note, visit.now())
        }
        _ => take(&mut state, "way", Err("请选择办理方式")),
    };
    let (Some(to), false) = (to, state.has_errors()) else {
        let rows = rows(&app, &officer, &agencies, &listed)?;
        return Ok(invalid(page(
            &app, &visit, &officer, &agencies, state, back, rows,
        )));
    };
    let asked = Asked {
        to,
        note: &note,
        assigning: assigning.as_ref(),
    };
    listed.retain(|one| {
        let id = one.head.petition.id.to_string();
        sent.get_all("row").any(|chosen| chosen == id)
    });
    let mut outcomes: Vec<Outcome> = Vec::with_capacity(listed.len());
    for some in listed.chunks(AT_ONCE) {
        let passing = some
            .iter()
            .map(|one| pass_on(&app, &visit, &officer, &agencies, one, &asked));
        outcomes.extend(join_all(passing).await);
    }
    if visit.wants_json() {
        let outcome = outcomes.pop().ok_or(AppError::NotFound)?;
        return Ok(Json(Told::of(outcome)).into_response());
    }
    let mut rows = rows(&app, &officer, &agencies, &listed)?;
    for (row, outcome) in rows.iter_mut().zip(outcomes) {
        row.outcome = Some(outcome);
    }
    Ok(html(page(&app, &visit, &officer, &agencies, state, back, rows)))
}

/// Why a case is not passed on together with others: where an accusation goes is looked at one by one (条例第三十条).
fn alone(petition: &Petition) -> Option<String> {
    petition
        .is_accusation()
        .then(|| "揭发控告件，去向要逐件核对，请单独办".to_owned())
}

/// `id:version`
fn named(listed: &str) -> Option<(PetitionId, Option<u32>)> {
    let (id, version) = listed.split_once(':')?;
    Some((id.parse().ok()?, Some(version.parse().ok()?)))
}

/// Passes one case on and says how it went, in words.
async fn pass_on(
    app: &App,
    visit: &Visit,
    officer: &Officer,
    agencies: &Agencies,
    one: &Listed,
    asked: &Asked<'_>,
) -> Outcome {
    let petition = &one.head.petition;
    let to = match asked.to {
        Destination::One(agency) => Some(agency),
        Destination::Place => default_of(agencies, officer, petition),
    };
    let Some(to) = to else {
        return Outcome::Not("没有默认去向，请单独办，或者选一个单位".to_owned());
    };
    match asked_of(app, petition).await {
        Ok(None) => {}
        Ok(Some(leader)) => return Outcome::Not(format!("已送{leader}审批，还没有批示，请单独办")),
        Err(error) => return failed(&error),
    }
    let sent = Sent::seeing(app, officer, petition.id, one.seen);
    let work = Work::Transfer {
        to,
        note: asked.note,
        assigning: asked.assigning,
    };
    match sent.carry_out(visit, blocked, Some(&work)).await {
        Ok(Became::Done) => Outcome::Done(match asked.assigning {
            Some(_) => format!("已交办{}", to.name),
            None => format!("已转送{}", to.name),
        }),
        Ok(Became::Back(_, overtaken)) => {
            let closed = overtaken.and_then(|overtaken| overtaken.closed);
            let why = "刚有了新情况，请打开看过，再从列表里选";
            Outcome::Not(closed.unwrap_or_else(|| why.to_owned()))
        }
        Err(AppError::Conflict { message, .. }) => Outcome::Not(message.trim_end_matches('。').to_owned()),
        Err(AppError::NotFound) => Outcome::Not("没有找到这一件".to_owned()),
        Err(error) => failed(&error),
    }
}

/// The leader who was asked about the case and has not answered: passing it on together with others would do so unseen.
/// One request where a leader was ever asked, none else.
async fn asked_of(app: &App, petition: &Petition) -> Result<Option<String>> {
    if !petition.submitted {
        return Ok(None);
    }
    let case = app.store.case(petition.id).await?.ok_or(AppError::NotFound)?;
    let all = case.approvals()?.0;
    let waiting = all.into_iter().find(Approval::is_waiting);
    Ok(waiting.map(|one| one.to.name))
}

fn failed(error: &AppError) -> Outcome {
    tracing::error!(%error, "a case of several was not passed on");
    Outcome::Failed("系统出错，请稍后再试".to_owned())
}
