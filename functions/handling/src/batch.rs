//! 集中转送 (条例第 22 条): passes several cases on at once, each by the same step as a single one, with its own
//! letter, and says of each how it went. One case that cannot be passed on holds up no other.

use crate::note;
use crate::scope::{is_visible, lies_elsewhere};
use crate::step::{Became, Sent};
use crate::steps::Work;
use crate::transfer::{blocked, chosen, groups, proposed};
use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use domain::ids::PetitionId;
use futures_util::future::{join_all, try_join_all};
use serde::Serialize;
use store::content::{Agencies, Agency};
use store::head::{Head, SealedField};
use templates::staff::batch_transfer::{self, Outcome, Row};
use web::forms::take;
use web::render::{invalid, staff_shell};
use web::session::Officer;
use web::{App, AppError, FormData, FormState, Query, Result, Visit, html};

/// Cases in one form: two pages of a list.
const ROWS_MAX: usize = 50;
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

/// How one case fared, to a script.
#[derive(Serialize)]
struct Told {
    done: bool,
    text: String,
}

/// `GET /staff/batch/transfer?id=…`
pub async fn show(State(app): State<App>, visit: Visit, officer: Officer, Query(query): Query) -> Result {
    let ids: Vec<PetitionId> = query.get_all("id").filter_map(|id| id.parse().ok()).collect();
    let agencies = app.store.agencies(app.now()).await?;
    let heads = readable(&app, &officer, &ids).await?;
    let rows = heads
        .iter()
        .map(|head| row(&app, &officer, &agencies, head))
        .collect::<Result<_>>()?;
    let form = FormState::new(visit.csrf(&app)).with("to", "place");
    Ok(html(page(&app, &visit, &officer, &agencies, form, rows)))
}

/// The headers of the cases that the officer may read, in the order asked for.
async fn readable(app: &App, officer: &Officer, ids: &[PetitionId]) -> Result<Vec<Head>> {
    if ids.len() > ROWS_MAX {
        return Err(AppError::bad_request(format!("一次最多转送 {ROWS_MAX} 件。")));
    }
    let heads = try_join_all(ids.iter().map(|id| app.store.head(*id))).await?;
    let seen = |head: &Head| is_visible(officer, &head.petition);
    Ok(heads.into_iter().flatten().filter(seen).collect())
}

fn row(app: &App, officer: &Officer, agencies: &Agencies, head: &Head) -> Result<Row> {
    let petition = &head.petition;
    let to = proposed(agencies, officer, petition.division);
    Ok(Row {
        id: petition.id.to_string(),
        version: petition.version.to_string(),
        number: petition.number.to_string(),
        title: app.store.open_field(head, SealedField::Title)?,
        place: domain::division::full_name(petition.division),
        proposed: to.map(|agency| agency.short_name.clone()).unwrap_or_default(),
        closed: lies_elsewhere(officer, petition)
            .or_else(|| blocked(petition))
            .unwrap_or_default(),
        outcome: None,
    })
}

fn page(
    app: &App,
    visit: &Visit,
    officer: &Officer,
    agencies: &Agencies,
    form: FormState,
    rows: Vec<Row>,
) -> templates::Markup {
    batch_transfer::page(&batch_transfer::View {
        shell: staff_shell(app, visit, Some(officer)),
        form,
        agencies: groups(agencies, officer),
        rows,
    })
}

/// `POST /staff/batch/transfer`: fields `row`* (`id:version`), `to` (`place`|`one`), `agency`, `note`. A script sends
/// one case at a time and is told in JSON how it went; a page shows them all.
pub async fn transfer(
    State(app): State<App>,
    visit: Visit,
    officer: Officer,
    sent: FormData,
) -> Result<Response> {
    let agencies = app.store.agencies(app.now()).await?;
    let mut state = sent.state(visit.csrf(&app));
    let asked: Vec<(PetitionId, u32)> = sent.get_all("row").filter_map(named).collect();
    if asked.is_empty() {
        state.fail("row", "请至少选择一件");
    }
    let to = match sent.text("to") {
        "place" => Some(Destination::Place),
        "one" => take(&mut state, "agency", chosen(&agencies, &officer, &sent)).map(Destination::One),
        _ => take(&mut state, "to", Err("请选择怎样转送")),
    };
    let note = note::read(&sent, &mut state);
    // Everything that stood on the page, ticked or not: a page that comes back shows all of it.
    let ids: Vec<PetitionId> = sent.get_all("listed").filter_map(|id| id.parse().ok()).collect();
    let to = match to {
        Some(to) if !state.has_errors() && asked.len() <= ROWS_MAX => to,
        _ => {
            let heads = readable(&app, &officer, &ids).await?;
            let rows = heads
                .iter()
                .map(|head| row(&app, &officer, &agencies, head))
                .collect::<Result<_>>()?;
            return Ok(invalid(page(&app, &visit, &officer, &agencies, state, rows)));
        }
    };
    let mut outcomes: Vec<Outcome> = Vec::with_capacity(asked.len());
    for some in asked.chunks(AT_ONCE) {
        let passing = some
            .iter()
            .map(|(id, seen)| pass_on(&app, &visit, &officer, &agencies, (*id, *seen), to, &note));
        outcomes.extend(join_all(passing).await);
    }
    if let (true, [outcome]) = (visit.wants_json(), outcomes.as_slice()) {
        let (done, text) = match outcome {
            Outcome::Done(text) => (true, text.clone()),
            Outcome::Not(text) => (false, text.clone()),
        };
        return Ok(Json(Told { done, text }).into_response());
    }
    let ids: Vec<PetitionId> = asked.iter().map(|(id, _)| *id).collect();
    let heads = readable(&app, &officer, &ids).await?;
    let mut rows = Vec::new();
    for head in &heads {
        let at = ids.iter().position(|id| *id == head.petition.id);
        let outcome = at.and_then(|at| outcomes.get(at)).cloned();
        rows.push(Row {
            outcome,
            ..row(&app, &officer, &agencies, head)?
        });
    }
    Ok(html(page(&app, &visit, &officer, &agencies, state, rows)))
}

/// `id:version`
fn named(row: &str) -> Option<(PetitionId, u32)> {
    let (id, version) = row.split_once(':')?;
    Some((id.parse().ok()?, version.parse().ok()?))
}

/// Passes one case on and says how it went, in words.
async fn pass_on(
    app: &App,
    visit: &Visit,
    officer: &Officer,
    agencies: &Agencies,
    (id, seen): (PetitionId, u32),
    to: Destination<'_>,
    note: &str,
) -> Outcome {
    let passed = async {
        let to = match to {
            Destination::One(agency) => agency,
            Destination::Place => {
                let head = app.store.head(id).await?.ok_or(AppError::NotFound)?;
                let own = proposed(agencies, officer, head.petition.division);
                match own {
                    Some(agency) if is_visible(officer, &head.petition) => agency,
                    Some(_) => return Err(AppError::NotFound),
                    None => {
                        let why = "问题属地没有下级信访部门可转，请单独转送";
                        return Ok(Outcome::Not(why.to_owned()));
                    }
                }
            }
        };
        let sent = Sent::seeing(app, officer, id, seen);
        let work = Work::Transfer { to, note };
        match sent.carry_out(visit, blocked, Some(&work)).await? {
            Became::Done => Ok(Outcome::Done(format!("已转送{}", to.name))),
            Became::Back(_, overtaken) => {
                let closed = overtaken.and_then(|overtaken| overtaken.closed);
                let why = closed.unwrap_or_else(|| "这一件刚有了新情况，请打开看过再转送".to_owned());
                Ok(Outcome::Not(why))
            }
        }
    };
    match passed.await {
        Ok(outcome) => outcome,
        Err(AppError::Conflict { message, .. }) => Outcome::Not(message.trim_end_matches('。').to_owned()),
        Err(AppError::NotFound) => Outcome::Not("没有找到这一件".to_owned()),
        Err(error) => {
            tracing::error!(%error, "a case of several was not passed on");
            Outcome::Not("系统没有办成，请稍后再试".to_owned())
        }
    }
}
