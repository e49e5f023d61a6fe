//! `/staff/intake/visits/new`: 来访登记. One page and one transaction, which makes the petition, registers it, gives it its
//! query code and number of the day, and has it wait for an interviewer. The form carries the id that the petition will
//! have ([`web::ticket`]): a second click, a reload or a second window ends where the first did; filled in anew it is
//! another visit, and asked about.

use crate::companions::{self, Button, set};
use crate::form::{self, Entry};
use crate::interviewers::{self, Interviewer};
use crate::reach::{self, TICKETS};
use crate::steps::{self, Files};
use crate::{alike, card, files};
use axum::extract::State;
use axum::response::Response;
use domain::event::{Body, By};
use domain::ids::PetitionId;
use domain::time::{local_date, local_midnight};
use domain::visitors::field;
use http::StatusCode;
use store::attachments::{ATTACHMENTS_MAX, Attachment, AttachmentState};
use store::cases::CaseFile;
use store::filing::FilingError;
use store::head::SealedField;
use templates::components::file_list::FileState;
use templates::staff::letters::Earlier;
use templates::staff::matches::Panel;
use templates::staff::visits::NEW;
use templates::staff::visits::companions::Photo;
use templates::staff::visits::form::{View, page as form_page};
use web::render::{html_with, invalid, staff_shell};
use web::session::Officer;
use web::uploads::{self, FileButton};
use web::{
    App, AppError, FormData, FormState, Query, Result, Visit, held, html, registration, see_other, sender,
};

/// Buttons: they are no part of what was typed.
const BUTTONS: [&str; 2] = ["then", "pick"];

/// What stands on the page besides the form.
#[derive(Default)]
struct Beside {
    matches: Panel,
    earlier: Option<Earlier>,
    said: String,
    /// The file that is sent next, and where its page leads back to.
    upload: Option<(String, String)>,
}

/// `GET /staff/intake/visits/new`: empty, or as it was kept for a file.
pub async fn show(State(app): State<App>, visit: Visit, officer: Officer, Query(query): Query) -> Result {
    reach::office(&officer)?;
    let mut beside = Beside::default();
    let state = if let Some(kept) = query.get("kept") {
        let resumed = held::resume_officer(&app, &visit, &officer, kept).await?;
        let back = format!("{NEW}?kept={kept}");
        beside.upload = query.get("upload").map(|upload| (upload.to_owned(), back));
        FormState {
            csrf: resumed.csrf,
            values: resumed.fields,
            errors: Vec::new(),
        }
    } else {
        let mut state = form::empty(visit.csrf(&app));
        TICKETS.put(&mut state, TICKETS.draw(&app, &visit, &officer)?);
        state
    };
    Ok(html(page(&app, &visit, &officer, state, beside).await?))
}

async fn page(
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
    let (sent, interviewers, today) = tokio::try_join!(sent, interviewers::of_office(app, officer), async {
        Ok(app.store.visits_since(&officer.agency, midnight).await?)
    })?;
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
        files::listed(app, &photos, &ticket),
        files::listed(app, &others, &ticket)
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
        today,
        form: state,
    }))
}

/// `POST /staff/intake/visits/new`
pub async fn send(
    State(app): State<App>,
    visit: Visit,
    officer: Officer,
    sent: FormData,
) -> Result<Response> {
    reach::office(&officer)?;
    let mut state = sent.state(visit.csrf(&app));
    state.values.retain(|(name, _)| !BUTTONS.contains(&name.as_str()));
    let id = TICKETS.of(&app, &visit, &officer, &sent, &mut state)?;
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
        "check" => checked(&app, &visit, &officer, id, state, String::new()).await,
        then => register(&app, &visit, &officer, id, &sent, state, then).await,
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
            let name = format!("随访人照片{}", files.len() + 1);
            let photo = uploads::next_plain(app, visit, place, &files, name).await?;
            companions::give_photo(&mut state, at, photo);
            let page = keep(app, visit, officer, state).await?;
            return Ok(see_other(&format!("{page}&upload={photo}")));
        }
    }
    Ok(html(page(app, visit, officer, state, Beside::default()).await?))
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
    let asked = alike::asked(sent);
    let entering = alike::entering(app, officer, id, &asked, now);
    let entry = form::parse(sent, &mut state, local_date(now));
    let links = match entering.links(&mut state).await? {
        Ok(links) => links,
        Err(refusal) => {
            let mut matches = entering.panel(&state).await?;
            matches.refused = Some(refusal);
            let beside = Beside {
                matches,
                ..Beside::default()
            };
            let page = page(app, visit, officer, state, beside).await?;
            return Ok(html_with(StatusCode::CONFLICT, page));
        }
    };
    let Some(mut entry) = entry else {
        return refused(app, visit, officer, state).await;
    };
    let (uploaded, all) = tokio::try_join!(
        uploads::pending_of_officer(app, officer, id),
        interviewers::of_office(app, officer)
    )?;
    let arrived = arrived(app, &uploaded, &mut entry, &mut state).await?;
    let interviewer = chosen(&all, &entry, &mut state);
    let (Some(files), Some(interviewer)) = (arrived, interviewer) else {
        // Another visit may have been registered from this form already, whose files are no drafts any more.
        return match app.store.case(id).await? {
            Some(_) => again(app, visit, officer, id, &entry, state, then).await,
            None => refused(app, visit, officer, state).await,
        };
    };
    let by = officer.reference();
    let new = steps::prepare(app, &by, id, &entry, interviewer, files, links, now).await?;
    match app.store.file(new, now).await {
        Ok(_) => Ok(done(id, then)),
        Err(FilingError::AlreadyFiled) => again(app, visit, officer, id, &entry, state, then).await,
        Err(FilingError::Attachment) => {
            state.fail("file", "有一个材料已经不在了，请核对后再保存");
            refused(app, visit, officer, state).await
        }
        Err(FilingError::Store(error)) => Err(error.into()),
        Err(FilingError::Captcha | FilingError::TooMany | FilingError::Draft) => Err(AppError::internal(
            "a visit has neither captcha nor limit nor draft",
        )),
    }
}

/// The files of the form; `None` with the errors in `state`. A photo that was never taken is taken from its companion.
async fn arrived(
    app: &App,
    uploaded: &[Attachment],
    entry: &mut Entry,
    state: &mut FormState,
) -> Result<Option<Files>> {
    let (kept, dropped) = uploads::arrived(app, uploaded).await?;
    let is_photo = |file: &Attachment| {
        let photos = entry.visitors.companions.iter();
        photos.filter_map(|one| one.photo).any(|id| id == file.id)
    };
    let mut missing = Vec::new();
    for file in uploaded {
        let rejected = match &file.state {
            AttachmentState::Rejected { .. } => true,
            // The plain form's place for the next file is no file yet.
            _ => dropped.contains(&file.id) && file.announced_bytes > 0,
        };
        let no_picture = is_photo(file)
            && matches!(&file.state, AttachmentState::Ready { extension, .. } if !is_picture(extension));
        let row = companions::photos(state)
            .into_iter()
            .find(|(_, id)| *id == file.id);
        match row {
            Some((at, _)) if no_picture => state.fail(field(at, "photo"), "照片要是图片，请重拍或者去掉"),
            Some((at, _)) if rejected => state.fail(field(at, "photo"), "照片没有传成，请重拍或者去掉"),
            None if rejected => missing.push(file.name.as_str()),
            _ => {}
        }
    }
    if !missing.is_empty() {
        // Later no file can be added: nobody is to believe that it is there.
        let which = missing.join("、");
        state.fail("file", format!("没有传成：{which}。请删除或者重传，再保存"));
    }
    for one in &mut entry.visitors.companions {
        one.photo = one.photo.filter(|id| kept.contains(id));
    }
    Ok((!state.has_errors()).then_some(Files { kept, dropped }))
}

fn is_picture(extension: &str) -> bool {
    matches!(
        extension,
        "jpg" | "jpeg" | "png" | "gif" | "webp" | "heic" | "heif" | "bmp" | "tif" | "tiff"
    )
}

/// The interviewer that was chosen, if there is such a one; else the error is in `state`.
fn chosen(all: &[Interviewer], entry: &Entry, state: &mut FormState) -> Option<domain::event::OfficerRef> {
    let found = interviewers::find(all, entry.interviewer);
    if found.is_none() {
        state.fail("interviewer", "这位接谈人已经不在名单里，请另选");
    }
    found
}

/// The form once more with what is wrong in it, and with the links that were chosen.
async fn refused(app: &App, visit: &Visit, officer: &Officer, state: FormState) -> Result<Response> {
    let page = page(app, visit, officer, state, Beside::default()).await?;
    Ok(invalid(page))
}

fn done(id: PetitionId, then: &str) -> Response {
    see_other(&match then {
        "reception" => format!("/staff/intake/visits/{id}/reception?done=registered"),
        _ => format!("/staff/intake/visits/{id}/slip?done=registered"),
    })
}

/// The form was registered before: the same ends where that did; another one is asked about, under a new ticket.
async fn again(
    app: &App,
    visit: &Visit,
    officer: &Officer,
    id: PetitionId,
    entry: &Entry,
    mut state: FormState,
    then: &str,
) -> Result<Response> {
    let case = app.store.case(id).await?.ok_or(AppError::NotFound)?;
    if !reach::is_own(officer, &case.file.head.petition) {
        return Err(AppError::NotFound);
    }
    if is_same(app, officer, &case, entry)? {
        return Ok(done(id, then));
    }
    state.errors.clear();
    TICKETS.put(&mut state, TICKETS.draw(app, visit, officer)?);
    let beside = Beside {
        earlier: Some(Earlier {
            number: case.file.head.petition.number.to_string(),
            href: format!("/staff/petitions/{id}"),
        }),
        ..Beside::default()
    };
    let page = page(app, visit, officer, state, beside).await?;
    Ok(html_with(StatusCode::CONFLICT, page))
}

/// Whether a form says what was registered from it before, by the same officer. Which photos arrived is no part of that:
/// they belong to the visit that was registered.
fn is_same(app: &App, officer: &Officer, case: &CaseFile, entry: &Entry) -> Result<bool> {
    let own = |by: &By| matches!(by, By::Officer(by) if by.id == officer.id);
    let by_officer = || case.internal.iter().filter(|event| own(&event.by));
    let registered = by_officer().find_map(|event| match &event.body {
        Body::RegistrationSaved { registration } => Some(registration.as_ref()),
        _ => None,
    });
    let arranged = by_officer().find_map(|event| match &event.body {
        Body::InterviewArranged { to, .. } => Some(to.id),
        _ => None,
    });
    let without_photos = |detail: &store::cases::Detail| {
        let mut detail = detail.clone();
        if let Some(visit) = &mut detail.visit {
            for one in &mut visit.companions {
                one.photo = None;
            }
        }
        detail
    };
    let title = app.store.open_field(&case.file.head, SealedField::Title)?;
    Ok(registered == Some(&entry.registration)
        && arranged == Some(entry.interviewer)
        && without_photos(&case.file.detail) == without_photos(&steps::detail(entry))
        && title == entry.title)
}
