//! `/staff/intake/letters/brief/new`: 来信简单登记. A letter that gets no case: written once, listed, and no more. Begun
//! here or carried over from the detailed form with everything that was typed there, and back again.

use crate::alike;
use crate::detailed::{self, Beside};
use crate::joined::{self, Original};
use crate::ticket::{self, TICKETS};
use crate::{batch, brief_form, scans, steps};
use axum::extract::State;
use axum::response::Response;
use domain::audit::{Deed, Doer};
use domain::ids::PetitionId;
use domain::time::{iso_date, local_date};
use http::StatusCode;
use templates::staff::letters::brief::{View, page as brief_page};
use templates::staff::letters::{BRIEF, Earlier, Last};
use templates::staff::matches::Panel;
use web::matches::entering::Asked;
use web::matches::taken;
use web::render::{html_with, invalid, staff_shell};
use web::session::Officer;
use web::{App, AppError, FormData, FormState, Query, Result, Visit, audit, html, matches, see_other};

/// What the letters of a day share.
const SHARED: [&str; 4] = ["received", "addressee", "kind", "method"];

/// `GET /staff/intake/letters/brief/new`
pub async fn show(State(app): State<App>, visit: Visit, officer: Officer, Query(query): Query) -> Result {
    let today = iso_date(local_date(visit.now()));
    let mut state = FormState::new(visit.csrf(&app))
        .with("received", query.get("received").unwrap_or(&today))
        .with("count", "1");
    for name in ["addressee", "kind", "method"] {
        state = state.with(name, query.text(name));
    }
    TICKETS.put(&mut state, TICKETS.draw(&app, &visit, &officer)?);
    let last = batch::last_brief(&app, &officer, query.text("last")).await?;
    Ok(html(
        page(&app, &visit, &officer, state, Panel::default(), last, None).await?,
    ))
}

async fn page(
    app: &App,
    visit: &Visit,
    officer: &Officer,
    state: FormState,
    matches: Panel,
    last: Option<Last>,
    earlier: Option<Earlier>,
) -> Result<templates::Markup> {
    let files = async {
        match TICKETS.read(app, visit, officer, state.value(TICKETS.field)) {
            Some(id) => scans::of(app, officer, id).await,
            None => Ok(Vec::new()),
        }
    };
    let known = taken::known(app, officer, &state);
    let (files, today, known) = tokio::try_join!(files, batch::today(app, visit, officer), known)?;
    Ok(brief_page(&View {
        shell: staff_shell(app, visit, Some(officer)),
        form: state,
        known: known.shown(),
        kinds: brief_form::kinds(),
        methods: brief_form::methods(),
        scans: files.len(),
        matches,
        last,
        earlier,
        today,
    }))
}

/// What may be the same, to look at: a letter in brief is linked to nothing.
async fn found(app: &App, visit: &Visit, officer: &Officer, id: PetitionId, asked: &Asked) -> Result<Panel> {
    let found = matches::alike(app, officer, asked.own(id, visit.now()), &[]).await;
    Ok(Panel {
        unknown: found.unknown,
        said: if found.alike.is_empty() && !found.unknown {
            "没有发现相近的信访件。刚刚提交的，一分钟以内可能还查不到。".to_owned()
        } else {
            String::new()
        },
        rows: found.alike.into_iter().map(|one| one.row).collect(),
        ..Panel::default()
    })
}

/// From the detailed form: everything that was typed comes along, what this page does not ask in hidden fields.
pub(crate) async fn carry_over(
    app: &App,
    visit: &Visit,
    officer: &Officer,
    mut state: FormState,
    id: PetitionId,
) -> Result<Response> {
    let asked = alike::asked(&FormData::from_pairs(state.values.clone()));
    for (name, value) in [("count", "1"), ("kind", ""), ("method", "")] {
        if state.value(name).is_empty() {
            state = state.with(name, value);
        }
    }
    if state.value("note").is_empty() {
        state = renamed(state, "summary", "note");
    }
    let matches = found(app, visit, officer, id, &asked).await?;
    Ok(html(page(app, visit, officer, state, matches, None, None).await?))
}

/// `POST /staff/intake/letters/brief/new`
pub async fn send(
    State(app): State<App>,
    visit: Visit,
    officer: Officer,
    sent: FormData,
) -> Result<Response> {
    let mut state = sent.state(visit.csrf(&app));
    state.values.retain(|(name, _)| name != "then" && name != "pick");
    let id = TICKETS.of(&app, &visit, &officer, &sent, &mut state)?;
    if taken::dropped(&mut state, sent.text("pick")) {
        let page = page(&app, &visit, &officer, state, Panel::default(), None, None).await?;
        return Ok(html(page));
    }
    let sent = taken::filled(&app, &officer, &sent, &mut state).await?;
    match sent.text("then") {
        "detailed" => {
            let page = detailed::page(&app, &visit, &officer, back(state), Beside::default()).await?;
            Ok(html(page))
        }
        "check" => {
            let matches = found(&app, &visit, &officer, id, &alike::asked(&sent)).await?;
            Ok(html(
                page(&app, &visit, &officer, state, matches, None, None).await?,
            ))
        }
        then => register(&app, &visit, &officer, id, &sent, state, then).await,
    }
}

/// What was typed under one name stands under another, too.
fn renamed(mut state: FormState, from: &str, to: &str) -> FormState {
    let typed = state.value(from).to_owned();
    state.values.retain(|(name, _)| name != to);
    state.with(to, typed)
}

/// Back to the detailed form: what it needs and this page had not.
fn back(mut state: FormState) -> FormState {
    let fresh = crate::form::empty(String::new(), "", "");
    for (name, value) in fresh.values {
        if state.value(&name).is_empty() {
            state.values.retain(|(known, _)| *known != name);
            state.values.push((name, value));
        }
    }
    if state.value("summary").is_empty() {
        // What is called a note on that page goes to the agency.
        state = renamed(state, "note", "summary");
        state.values.retain(|(name, _)| name != "note");
    }
    state
}

async fn register(
    app: &App,
    visit: &Visit,
    officer: &Officer,
    id: PetitionId,
    sent: &FormData,
    mut state: FormState,
    then: &str,
) -> Result<Response> {
    let now = visit.now();
    let Some(entry) = brief_form::parse(sent, &mut state, local_date(now)) else {
        let page = page(app, visit, officer, state, Panel::default(), None, None).await?;
        return Ok(invalid(page));
    };
    let brief = ticket::as_brief(id)?;
    let (there, before) = tokio::try_join!(app.store.head(id), app.store.brief(&officer.agency, brief))?;
    // Who went back in the browser after registering it in detail has not written another letter.
    if let Some(there) = there {
        let earlier = Earlier {
            number: there.petition.number.to_string(),
            href: format!("/staff/petitions/{id}"),
        };
        return registered_before(app, visit, officer, state, earlier).await;
    }
    let id = brief;
    let original = match joined::original(app, officer, id, &entry).await? {
        Ok(original) => original,
        // Registered before, it joined what there was then.
        Err(_) if before.is_some() => Original::None,
        Err(sentence) => {
            state.fail("destination", sentence);
            let page = page(app, visit, officer, state, Panel::default(), None, None).await?;
            return Ok(invalid(page));
        }
    };
    let joins = match original {
        Original::Case(petition) => Some(petition),
        Original::Brief | Original::None => None,
    };
    let before = match before {
        Some(before) => Some(before),
        None => {
            let note = audit::entry(app, visit, Deed::BriefLetterRegistered).about(id);
            app.store.audit(&Doer::Officer(officer.id), note).await?;
            let by = officer.reference();
            match steps::register_brief(app, &by, id, &entry, joins, now).await? {
                Some(_) => None,
                None => app.store.brief(&officer.agency, id).await?,
            }
        }
    };
    match before {
        Some(before) if before.entry != entry => {
            let earlier = Earlier {
                number: before.number.to_string(),
                href: format!("/staff/intake/letters/brief/{id}"),
            };
            registered_before(app, visit, officer, state, earlier).await
        }
        _ if then == "next" => Ok(see_other(&batch::next(BRIEF, sent, &SHARED, id))),
        _ => Ok(see_other(&format!(
            "/staff/intake/letters/brief/{id}?done=registered"
        ))),
    }
}

/// The form once more, under a new ticket, and what was registered from it before.
async fn registered_before(
    app: &App,
    visit: &Visit,
    officer: &Officer,
    mut state: FormState,
    earlier: Earlier,
) -> Result<Response> {
    TICKETS.put(&mut state, TICKETS.draw(app, visit, officer)?);
    let page = page(app, visit, officer, state, Panel::default(), None, Some(earlier)).await?;
    Ok(html_with(StatusCode::CONFLICT, page))
}

/// Nothing else than what the office itself registered.
pub(crate) async fn own(
    app: &App,
    officer: &Officer,
    id: domain::ids::BriefId,
) -> Result<domain::incoming::Brief> {
    let found = app.store.brief(&officer.agency, id).await?;
    found.ok_or(AppError::NotFound)
}
