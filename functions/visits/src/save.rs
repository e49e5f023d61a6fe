//! Saving 来访登记: one transaction, which makes the petition, registers it, gives it its query code and number of the day,
//! and has it wait for an interviewer. The form carries the id that the petition will have ([`web::ticket`]): a second
//! click, a reload or a second window ends where the first did; filled in anew it is another visit, and asked about.

use crate::form::{self, Entry};
use crate::interviewers::{self, Interviewer};
use crate::reach::{self, TICKETS};
use crate::register::{Beside, page, refused};
use crate::steps::{self, Files};
use crate::{alike, companions};
use axum::response::Response;
use domain::event::{Body, By, OfficerRef};
use domain::ids::PetitionId;
use domain::time::local_date;
use domain::visitors::field;
use http::StatusCode;
use store::attachments::{Attachment, AttachmentState};
use store::cases::{CaseFile, Detail};
use store::filing::FilingError;
use store::head::SealedField;
use templates::staff::letters::Earlier;
use web::registration::Desk;
use web::render::html_with;
use web::session::Officer;
use web::unfinished::{self, Sheet, TAKEN_UP};
use web::{App, AppError, FormData, FormState, Result, Visit, present, see_other, uploads};

pub(crate) async fn register(
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
    let agencies = app.store.agencies(now).await?;
    let desk = Desk {
        agency: &officer.agency,
        agencies: &agencies,
    };
    let entry = form::parse(sent, &mut state, local_date(now), desk);
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
        Ok(_) => {
            if sent.has(TAKEN_UP) {
                unfinished::forget(app, officer, Sheet::Visit).await;
            }
            Ok(done(id, then))
        }
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
    let (mut kept, mut dropped) = uploads::arrived(app, uploaded).await?;
    // A photo that was retaken, taken away or whose companion was removed is nobody's: it does not get into the case.
    let named = companions::photos(state);
    for file in uploaded.iter().filter(|file| companions::is_photo(file)) {
        if kept.contains(&file.id) && named.iter().all(|(_, id)| *id != file.id) {
            kept.retain(|id| *id != file.id);
            dropped.push(file.id);
        }
    }
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
fn chosen(all: &[Interviewer], entry: &Entry, state: &mut FormState) -> Option<OfficerRef> {
    let found = interviewers::find(all, entry.interviewer);
    if found.is_none() {
        state.fail("interviewer", "这位接谈人已经不在名单里，请另选");
    }
    found
}

fn done(id: PetitionId, then: &str) -> Response {
    see_other(&match then {
        "reception" => format!("/staff/intake/visits/{id}/reception?done=registered"),
        "ask" => present::approvals::asked_after_registering(id),
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
    let without_photos = |detail: &Detail| {
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
