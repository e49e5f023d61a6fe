//! `/staff/intake/visits/new`: 来访登记, the page and its buttons: cards, companions' rows, photos and files, dedupe. Saving it
//! is [`crate::save`]'s.

use crate::companions::{self, Button, set};
use crate::reach::TICKETS;
use crate::{alike, card, files, form, interviewers, save};
use axum::extract::State;
use axum::response::Response;
use domain::ids::PetitionId;
use domain::time::{local_date, local_midnight};
use domain::visitors::field;
use http::StatusCode;
use store::attachments::{ATTACHMENTS_MAX, Attachment};
use templates::components::file_list::FileState;
use templates::components::put_aside::PutAside;
use templates::staff::letters::Earlier;
use templates::staff::matches::Panel;
use templates::staff::visits::NEW;
use templates::staff::visits::companions::Photo;
use templates::staff::visits::form::{View, page as form_page};
use web::headers::with_camera;
use web::matches::taken;
use web::render::{html_with, invalid, staff_shell};
use web::session::Officer;
use web::unfinished::{self, Sheet, TAKEN_UP};
use web::uploads::{self, FileButton};
use web::{App, FormData, FormState, Query, Result, Visit, held, html, registration, see_other, sender};

/// Buttons: they are no part of what was typed.
const BUTTONS: [&str; 2] = ["then", "pick"];

/// What stands on the page besides the form.
#[derive(Default)]
pub(crate) struct Beside {
    pub(crate) matches: Panel,
    pub(crate) earlier: Option<Earlier>,
    pub(crate) said: String,
    /// The file that is sent next, and where its page leads back to.
    pub(crate) upload: Option<(String, String)>,
    /// What the officer put aside.
    pub(crate) put_aside: Option<PutAside>,
}

/// `GET /staff/intake/visits/new`: empty, or as it was kept for a file.
pub async fn show(State(app): State<App>, visit: Visit, officer: Officer, Query(query): Query) -> Result {
    let mut beside = Beside::default();
    let state = if let Some(kept) = query.get("kept") {
        let resumed = held::resume_officer(&app, &visit, &officer, kept).await?;
        let back = format!("{NEW}?kept={kept}");
        beside.upload = query.get("upload").map(|upload| (upload.to_owned(), back));
        FormState::typed(resumed.csrf, resumed.fields)
    } else if let Some(left) = unfinished::taken_up(&app, &visit, &officer, Sheet::Visit, &query).await? {
        beside.put_aside = Some(left.shown(Sheet::Visit, None));
        left.form(visit.csrf(&app), &BUTTONS).with(TAKEN_UP, "1")
    } else {
        beside.put_aside = unfinished::offered(&app, &visit, &officer, Sheet::Visit, NEW).await?;
        if query.text("done") == "kept" {
            unfinished::KEPT.clone_into(&mut beside.said);
        }
        let mut state = form::empty(visit.csrf(&app));
        TICKETS.put(&mut state, TICKETS.draw(&app, &visit, &officer)?);
        state
    };
    Ok(with_camera(html(
        page(&app, &visit, &officer, state, beside).await?,
    )))
}

pub(crate) async fn page(
    app: &App,
    visit: &Visit,
    officer: &Officer,
    state: FormState,
    beside: Beside,
) -> Result<templates::Markup> {
    let ticket = state.value(TICKETS.field).to_owned();
    let sent = async {
        match TICKETS.read(app, visit, officer, &ticket) {
            Some(id) => uploads::pending_of_officer(app, officer, id).await,
            None => Ok(Vec::new()),
        }
    };
    let midnight = local_midnight(local_date(visit.now()));
    let known = taken::known(app, officer, &state);
    let today = async { Ok(app.store.visits_since(&officer.agency, midnight).await?) };
    let (sent, interviewers, today, known) =
        tokio::try_join!(sent, interviewers::of_office(app, officer), today, known)?;
    let (upload, back) = beside.upload.unzip();
    let back = back.unwrap_or_default();
    let (shown, plain) = uploads::plain(app, &sent, upload.as_deref(), &back);
    let named = companions::photos(&state);
    let photo_of = named
        .iter()
        .find(|(_, id)| plain.is_some() && upload.as_deref() == Some(id.to_string().as_str()))
        .map(|(at, _)| format!("随访人 {at}"));
    let (photos, others): (Vec<Attachment>, Vec<Attachment>) = shown
        .into_iter()
        .partition(|file| named.iter().any(|(_, id)| *id == file.id));
    let (photos, others) = tokio::try_join!(
        files::FILES.listed(app, &photos, &ticket),
        files::FILES.listed(app, &others, &ticket)
    )?;
    let photos = named.iter().filter_map(|(at, id)| {
        let item = photos.iter().find(|item| item.id == id.to_string())?;
        // One that was announced and never sent is no photo.
        (item.state != FileState::Unsent).then(|| Photo {
            at: *at,
            id: item.id.clone(),
            state: item.state.clone(),
        })
    });
    let text = [state.value("content"), state.value("summary")];
    let text = text.into_iter().find(|text| !text.is_empty()).unwrap_or_default();
    Ok(form_page(&View {
        shell: staff_shell(app, visit, Some(officer)),
        lists: registration::lists(
            &state,
            state.is_chosen("anonymous", "yes"),
            state.value("title"),
            text,
        ),
        documents: sender::documents(),
        known: known.shown(),
        companions: companions::rows(&state),
        photos: photos.collect(),
        files: others,
        plain,
        photo_of,
        back,
        matches: beside.matches,
        interviewers: interviewers::choices(&interviewers),
        earlier: beside.earlier,
        said: beside.said,
        put_aside: beside.put_aside,
        today,
        form: state,
    }))
}

/// `POST /staff/intake/visits/new`: the form comes back with the camera it had.
pub async fn send(
    State(app): State<App>,
    visit: Visit,
    officer: Officer,
    sent: FormData,
) -> Result<Response> {
    let answer = answer(app, visit, officer, sent).await?;
    Ok(if answer.status().is_redirection() {
        answer
    } else {
        with_camera(answer)
    })
}

async fn answer(app: App, visit: Visit, officer: Officer, sent: FormData) -> Result<Response> {
    let mut state = sent.state(visit.csrf(&app));
    state.values.retain(|(name, _)| !BUTTONS.contains(&name.as_str()));
    let id = TICKETS.of(&app, &visit, &officer, &sent, &mut state)?;
    let sent = taken::filled(&app, &officer, &sent, &mut state).await?;
    // A reader that types ends with Enter, which presses the first button: what is in the field is read before anything.
    let then = if sent.has(card::FIELD) {
        "card"
    } else {
        sent.text("then")
    };
    if then == "card" {
        return swiped(&app, &visit, &officer, id, state).await;
    }
    if let Some(button) = Button::of(then) {
        return row(&app, &visit, &officer, id, state, button).await;
    }
    if let Some(button) = FileButton::of(&sent) {
        let files = uploads::pending_of_officer(&app, &officer, id).await?;
        if button == FileButton::Add && files.len() >= ATTACHMENTS_MAX {
            state.fail("file", uploads::FULL);
            return refused(&app, &visit, &officer, state).await;
        }
        let page = keep(&app, &visit, &officer, state).await?;
        return button
            .press(&app, &visit, uploads::of_officer(&officer, id), &files, &page)
            .await;
    }
    if let Some(pick) = sent.get("pick") {
        let asked = alike::asked(&sent);
        let entering = alike::entering(&app, &officer, id, &asked, visit.now());
        let matches = entering.pick(&mut state, pick).await?;
        let failed = matches.failed();
        let beside = Beside {
            matches,
            ..Beside::default()
        };
        let page = page(&app, &visit, &officer, state, beside).await?;
        return Ok(if failed {
            html_with(StatusCode::CONFLICT, page)
        } else {
            html(page)
        });
    }
    match then {
        unfinished::KEEP => {
            let form = (TICKETS, id);
            if unfinished::keep(&app, &visit, &officer, Sheet::Visit, form, &mut state).await? {
                return Ok(see_other(&format!("{NEW}?done=kept")));
            }
            let beside = Beside {
                put_aside: unfinished::offered(&app, &visit, &officer, Sheet::Visit, NEW).await?,
                ..Beside::default()
            };
            let page = page(&app, &visit, &officer, state, beside).await?;
            Ok(html_with(StatusCode::CONFLICT, page))
        }
        unfinished::FORGET => {
            unfinished::forget(&app, &officer, Sheet::Visit).await;
            if sent.has(TAKEN_UP) {
                return Ok(see_other(NEW));
            }
            Ok(html(
                page(&app, &visit, &officer, state, Beside::default()).await?,
            ))
        }
        "check" => checked(&app, &visit, &officer, id, state, String::new()).await,
        then => save::register(&app, &visit, &officer, id, &sent, state, then).await,
    }
}

/// The form, kept for a page that goes somewhere else; gives the address that it comes back to.
async fn keep(app: &App, visit: &Visit, officer: &Officer, state: FormState) -> Result<String> {
    let typed = FormData::from_pairs(state.values);
    let kept = held::keep_for_officer(app, visit, officer, &typed).await?;
    Ok(format!("{NEW}?kept={kept}"))
}

/// The form once more, with what dedupe finds.
async fn checked(
    app: &App,
    visit: &Visit,
    officer: &Officer,
    id: PetitionId,
    state: FormState,
    said: String,
) -> Result<Response> {
    let typed = FormData::from_pairs(state.values.clone());
    let asked = alike::asked(&typed);
    let entering = alike::entering(app, officer, id, &asked, visit.now());
    let beside = Beside {
        matches: entering.panel(&state).await?,
        said,
        ..Beside::default()
    };
    Ok(html(page(app, visit, officer, state, beside).await?))
}

/// 读卡: the card goes into the form, and dedupe runs at once.
async fn swiped(
    app: &App,
    visit: &Visit,
    officer: &Officer,
    id: PetitionId,
    mut state: FormState,
) -> Result<Response> {
    match card::fill(&mut state, local_date(visit.now())) {
        Some(said) => checked(app, visit, officer, id, state, said).await,
        None => refused(app, visit, officer, state).await,
    }
}

/// A button of a companion's row.
async fn row(
    app: &App,
    visit: &Visit,
    officer: &Officer,
    id: PetitionId,
    mut state: FormState,
    button: Button,
) -> Result<Response> {
    match button {
        Button::Add => {
            companions::add(&mut state);
        }
        Button::Remove(at) => companions::remove(&mut state, at),
        Button::RemovePhoto(at) => set(&mut state, &field(at, "photo"), ""),
        Button::Photo(at) => {
            let files = uploads::pending_of_officer(app, officer, id).await?;
            if files.len() >= ATTACHMENTS_MAX {
                state.fail(field(at, "photo"), uploads::FULL);
                return refused(app, visit, officer, state).await;
            }
            let place = uploads::of_officer(officer, id);
            let name = companions::photo_name(files.len() + 1);
            let photo = uploads::next_plain(app, visit, place, &files, name).await?;
            companions::give_photo(&mut state, at, photo);
            let page = keep(app, visit, officer, state).await?;
            return Ok(see_other(&format!("{page}&upload={photo}")));
        }
    }
    Ok(html(page(app, visit, officer, state, Beside::default()).await?))
}

/// The form once more with what is wrong in it, and with the links that were chosen.
pub(crate) async fn refused(
    app: &App,
    visit: &Visit,
    officer: &Officer,
    state: FormState,
) -> Result<Response> {
    let page = page(app, visit, officer, state, Beside::default()).await?;
    Ok(invalid(page))
}
