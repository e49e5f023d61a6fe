//! `/petitions/new`: 反映问题 in stages — where and what, details and attachments, check — over a draft on
//! the server; for who has filed before both first stages on one page. Every stage is a POST that saves before it
//! judges, then a redirect to the next.

mod answers;
mod autosave;
mod check;
pub(crate) mod drafts;
mod pages;
mod submit;

use crate::uploads::place;
use answers::{Judge, Step, merge};
use axum::extract::State;
use axum::response::Response;
use domain::ids::PetitionId;
use domain::joint::Filer;
use domain::time::local_date;
use http::StatusCode;
use store::StoreError;
use store::cases::Petitioner;
use store::drafts::{DRAFTS_MAX, Draft, DraftState};
use web::render::html_with;
use web::session::Citizen;
use web::uploads::FileButton;
use web::{App, AppError, FormData, Query, Result, Visit, see_other, settings};

/// The account's owner as one who files, for judging answers.
struct Writer(Petitioner);

impl Writer {
    fn of(app: &App, citizen: &Citizen) -> Result<Self> {
        Ok(Self(citizen.petitioner(&app.keys)?))
    }

    fn judge(&self, visit: &Visit) -> Judge<'_> {
        Judge {
            filer: Filer {
                name: &self.0.name,
                id_number: self.0.id_number.as_deref(),
                anonymous: self.0.anonymous,
            },
            today: local_date(visit.now()),
        }
    }
}

/// A draft in the middle of being written.
struct Writing {
    id: PetitionId,
    draft: Draft,
    attachments: Vec<store::attachments::Attachment>,
}

/// Where a stage of a draft is found.
fn stage_path(id: PetitionId, step: Step) -> String {
    format!("/petitions/new?draft={id}&step={}", step.slug())
}

/// `GET /petitions/new`
pub async fn show(State(app): State<App>, visit: Visit, citizen: Citizen, Query(query): Query) -> Result {
    let Some(id) = query.get("draft") else {
        return drafts::first_page(&app, &visit, &citizen, &query).await;
    };
    let id: Option<PetitionId> = id.parse().ok();
    if let Some(reason) = settings::filing_closed(&app, &visit).await? {
        return drafts::closed(&app, &visit, &citizen, id, reason).await;
    }
    let id = id.ok_or(AppError::NotFound)?;
    let writing = match app.store.draft(citizen.id, id).await? {
        Some(DraftState::Open { draft, attachments }) => Writing {
            id,
            draft: *draft,
            attachments,
        },
        Some(DraftState::Filed { .. }) => return Ok(see_other(&format!("/petitions/{id}/receipt"))),
        None => return Err(AppError::NotFound),
    };
    let writer = Writer::of(&app, &citizen)?;
    let unfinished = answers::first_unfinished(&writing.draft, writer.judge(&visit));
    let step = Step::parse(query.text("step")).map_or(unfinished, |step| step.of(&writing.draft));
    // Nothing to check yet: what is missing is said where it is filled in.
    if step == Step::Check && unfinished != step {
        return Ok(see_other(&format!("{}&missing=1", stage_path(id, unfinished))));
    }
    if query.has("missing") && step == unfinished {
        let errors = answers::errors_of(step, &writing.draft, writer.judge(&visit));
        if !errors.is_empty() {
            return pages::stage_with_errors(&app, &visit, &citizen, &writing, step, errors).await;
        }
    }
    pages::stage(&app, &visit, &citizen, &writing, step, query.get("upload")).await
}

/// `POST /petitions/new`
pub async fn advance(
    State(app): State<App>,
    visit: Visit,
    citizen: Citizen,
    form: FormData,
) -> Result<Response> {
    if form.text("step") == "discard" {
        return drafts::discard(&app, &citizen, &form).await;
    }
    let Some(step) = Step::parse(form.text("step")) else {
        // A page of another version of this site: what is saved stays as it is.
        let draft = form.get("draft").and_then(|id| id.parse::<PetitionId>().ok());
        return Ok(see_other(&draft.map_or_else(
            || "/petitions/new".to_owned(),
            |id| format!("/petitions/new?draft={id}"),
        )));
    };
    if form.text("then") == "save" {
        return autosave::keep(&app, &visit, &citizen, &form).await;
    }
    let writing = match taken_over(&app, &visit, &citizen, step, &form, Saver::Button).await? {
        Named::Writing(writing) => writing,
        Named::Filed(id) if step == Step::Check => return Ok(see_other(&format!("/petitions/{id}/receipt"))),
        Named::Filed(id) => return Ok(pages::filed_already(&app, &visit, &citizen, id, &form)),
    };
    let id = writing.id;
    if writing.draft.revision == 0 && step != Step::Check {
        return full(&app, &visit, &citizen, &writing, step).await;
    }
    // A form that was under way when filing was closed: what was typed is kept, and nothing is filed.
    if let Some(reason) = settings::filing_closed(&app, &visit).await? {
        let kept = app.store.drafts(citizen.id).await?;
        let page = drafts::closed_page(&app, &visit, &citizen, reason, &kept, true);
        return Ok(html_with(StatusCode::SERVICE_UNAVAILABLE, page));
    }
    if step == Step::Check {
        return submit::submit(&app, &visit, &citizen, *writing, &form).await;
    }
    if let Some(button) = FileButton::of(&form) {
        let page = stage_path(id, step.of(&writing.draft));
        return button
            .press(&app, &visit, place(&citizen, id), &writing.attachments, &page)
            .await;
    }
    if let Some(place) = answers::filled_in(&form, &writing.draft) {
        return Ok(see_other(&format!("{}#{place}", stage_path(id, step))));
    }
    let errors = answers::errors_of(step, &writing.draft, Writer::of(&app, &citizen)?.judge(&visit));
    if !errors.is_empty() {
        return pages::stage_with_errors(&app, &visit, &citizen, &writing, step, errors).await;
    }
    let next = match (form.text("then"), step) {
        ("back", step) => step.before(),
        (_, step) => step.after(),
    };
    Ok(see_other(&stage_path(id, next)))
}

/// One draft too many: nothing is saved, and what was typed stands in the page.
async fn full(
    app: &App,
    visit: &Visit,
    citizen: &Citizen,
    writing: &Writing,
    step: Step,
) -> Result<Response> {
    let why = vec![("title".to_owned(), too_many())];
    let mut page = pages::stage_with_errors(app, visit, citizen, writing, step, why).await?;
    *page.status_mut() = StatusCode::CONFLICT;
    Ok(page)
}

fn too_many() -> String {
    format!(
        "您的草稿已经有 {DRAFTS_MAX} 份，这一份还没有保存。请在另一个窗口打开“我反映的问题”，提交或者删除一份，再回到这里点“保存并继续”"
    )
}

/// What a form's draft is now.
enum Named {
    /// Still being written.
    Writing(Box<Writing>),
    /// Filed.
    Filed(PetitionId),
}

/// The draft that a form names, as it is stored. Its id was drawn with the first page, so that sending that page
/// twice begins one draft; one that was thrown away meanwhile, in another window or by time, begins anew.
async fn named(app: &App, visit: &Visit, citizen: &Citizen, form: &FormData) -> Result<Named> {
    let fresh = || PetitionId::new(visit.now(), services::random::bytes());
    let begun = |id| {
        Named::Writing(Box::new(Writing {
            id,
            draft: Draft::default(),
            attachments: Vec::new(),
        }))
    };
    let Some(id) = form.get("draft") else {
        return Ok(begun(fresh()));
    };
    let id: PetitionId = id.parse().map_err(|_| AppError::NotFound)?;
    Ok(match app.store.draft(citizen.id, id).await? {
        Some(DraftState::Open { draft, attachments }) => Named::Writing(Box::new(Writing {
            id,
            draft: *draft,
            attachments,
        })),
        Some(DraftState::Filed { .. }) => Named::Filed(id),
        // Somebody else's petition is no draft of this account's.
        None if seen(form) == 0 && app.store.head(id).await?.is_none() => begun(id),
        None => begun(fresh()),
    })
}

/// The revision of the draft that a form was made for; 0 before the first save.
fn seen(form: &FormData) -> u32 {
    form.text("revision").parse().unwrap_or(0)
}

/// How often a save is tried that met another; each try takes over the form into what that saved.
const TRIES: usize = 5;

/// Who saves a draft.
enum Saver<'a> {
    /// Somebody who pressed a button: that decides about the fields of its page, whatever was saved meanwhile.
    Button,
    /// The script of a page, by the word it drew for itself: it saves only over what its page showed, or over its
    /// own earlier save, of which it may not have heard.
    Script(&'a str),
}

impl Saver<'_> {
    fn may_save_over(&self, draft: &Draft, form: &FormData) -> bool {
        match self {
            Self::Button => true,
            Self::Script(page) => {
                draft.revision == seen(form) || (!page.is_empty() && draft.saved_by == *page)
            }
        }
    }

    fn word(&self) -> &str {
        match self {
            Self::Button => "",
            Self::Script(page) => page,
        }
    }
}

/// The draft with the fields of the form, saved; at revision 0 if it is one too many. The check page has no fields, and
/// saves nothing.
async fn taken_over(
    app: &App,
    visit: &Visit,
    citizen: &Citizen,
    step: Step,
    form: &FormData,
    saver: Saver<'_>,
) -> Result<Named> {
    for _ in 0..TRIES {
        let mut writing = match named(app, visit, citizen, form).await? {
            Named::Writing(writing) if step != Step::Check => writing,
            other => return Ok(other),
        };
        if !saver.may_save_over(&writing.draft, form) {
            return Err(AppError::conflict(
                "这份草稿在别处改过或者删掉了，这里写的没有自动保存。点“保存并继续”，就以这里写的为准。",
            ));
        }
        merge(&mut writing.draft, step, form);
        if writing.draft.revision == 0 && app.store.has_drafts_enough(citizen.id).await? {
            return Ok(Named::Writing(writing));
        }
        saver.word().clone_into(&mut writing.draft.saved_by);
        let now = visit.now();
        let save = app
            .store
            .save_draft(citizen.id, writing.id, &mut writing.draft, now);
        let (saved, renewed) = tokio::join!(save, app.store.renew_attachments(&writing.attachments, now));
        renewed?;
        match saved {
            Ok(()) => return Ok(Named::Writing(writing)),
            Err(StoreError::Conflict) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Err(StoreError::Conflict.into())
}
