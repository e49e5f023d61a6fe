//! 附件上传: tickets for uploads that go straight to S3, and what became of them. Bytes never pass
//! through here. With a script: ticket (JSON) → S3 → done → state. Without: a button of the form
//! ([`FileButton`]) announces a file and leads to a page whose form posts to S3.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use domain::ids::{AttachmentId, PetitionId};
use futures_util::future::try_join_all;
use serde::{Deserialize, Serialize};
use store::attachments::{ATTACHMENTS_MAX, Attachment, AttachmentState};
use store::drafts::{DraftState, draft_expiry};
use templates::components::file_list::{FileItem, FileState};
use templates::public::uploader::PlainUpload;
use web::session::Citizen;
use web::{App, AppError, FormData, Json, Path, Query, Result, Visit, present, see_other};

/// What is said when there is no room for another file.
const FULL: &str = "最多上传 10 个附件，请先删除不需要的。";
/// Bytes of one file.
const BYTES_MAX: u64 = 50 * 1024 * 1024;

/// What the page asks for.
#[derive(Deserialize)]
pub struct TicketRequest {
    draft: String,
    name: String,
    size: u64,
    #[serde(rename = "type", default)]
    content_type: String,
}

/// Where the browser sends the file.
#[derive(Serialize)]
struct Ticket {
    id: String,
    url: String,
    fields: Vec<(String, String)>,
}

/// The state of one upload, for the page.
#[derive(Serialize)]
struct UploadState {
    state: &'static str,
    message: String,
}

/// What files are being uploaded to: a draft, or an addition to a petition that is under way.
struct Collecting {
    id: PetitionId,
    files: Vec<Attachment>,
    /// Whether it is an addition.
    filed: bool,
}

async fn collecting(app: &App, citizen: &Citizen, draft: &str) -> Result<Collecting> {
    let id: PetitionId = draft.parse().map_err(|_| AppError::NotFound)?;
    match app.store.draft(citizen.id, id).await? {
        Some(DraftState::Open { attachments, .. }) => Ok(Collecting {
            id,
            files: attachments,
            filed: false,
        }),
        Some(DraftState::Filed { head, pending }) => match head.petition.material_refusal() {
            None => Ok(Collecting {
                id,
                files: pending,
                filed: true,
            }),
            Some(refusal) => Err(AppError::conflict_at(
                refusal.to_string(),
                format!("/petitions/{id}"),
                "查看这一件",
            )),
        },
        None => Err(AppError::NotFound),
    }
}

/// While filing is closed, drafts take no further files; what was filed before does.
async fn still_open(app: &App, visit: &Visit, place: &Collecting) -> Result<()> {
    match web::settings::filing_closed(app, visit).await? {
        Some(reason) if !place.filed => Err(AppError::FilingClosed(reason)),
        _ => Ok(()),
    }
}

/// `POST /petitions/uploads`
pub async fn ticket(
    State(app): State<App>,
    visit: Visit,
    citizen: Citizen,
    Json(request): Json<TicketRequest>,
) -> Result<Response> {
    let place = collecting(&app, &citizen, &request.draft).await?;
    still_open(&app, &visit, &place).await?;
    room_for_one(&place.files)?;
    if request.size == 0 {
        return Err(AppError::bad_request("这个文件是空的。"));
    }
    if request.size > BYTES_MAX {
        return Err(AppError::bad_request(
            "这个文件超过 50 MB，请压缩或者分成几个文件。",
        ));
    }
    services::file_type::FileKind::from_name(&request.name)
        .map_err(|refusal| AppError::bad_request(refusal.to_string()))?;
    let attachment = announce(&app, &visit, &citizen, place.id, request.name, request.size).await?;
    let content_type = if is_type(&request.content_type) {
        request.content_type
    } else {
        OCTETS.to_owned()
    };
    let post = app.store.upload_form(&attachment, &content_type, None);
    Ok(axum::Json(Ticket {
        id: attachment.id.to_string(),
        url: post.url,
        fields: post.fields,
    })
    .into_response())
}

const OCTETS: &str = "application/octet-stream";

fn is_type(text: &str) -> bool {
    text.len() < 100
        && text
            .split_once('/')
            .is_some_and(|(kind, sub)| !kind.is_empty() && !sub.is_empty())
        && text
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b"/.+-_".contains(&b))
}

fn room_for_one(existing: &[Attachment]) -> Result<()> {
    if existing.len() >= ATTACHMENTS_MAX {
        return Err(AppError::bad_request(FULL));
    }
    Ok(())
}

async fn announce(
    app: &App,
    visit: &Visit,
    citizen: &Citizen,
    petition: PetitionId,
    name: String,
    size: u64,
) -> Result<Attachment> {
    let attachment = Attachment {
        id: AttachmentId::new(visit.now(), services::random::bytes()),
        petition,
        owner: citizen.id,
        name: name.chars().take(200).collect(),
        content_type: OCTETS.to_owned(),
        announced_bytes: size,
        created: visit.now(),
        state: AttachmentState::Expected,
        pending: true,
    };
    // Counted in the transaction: many requests at once get no more than one after the other.
    match app
        .store
        .expect_attachment(&attachment, draft_expiry(visit.now()))
        .await
    {
        Ok(()) => Ok(attachment),
        Err(store::StoreError::Conflict) => Err(AppError::bad_request(FULL)),
        Err(error) => Err(error.into()),
    }
}

/// A button about files in a form without scripts: `then=file` and `then=remove_file_<id>`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FileButton {
    /// The next file is to be sent.
    Add,
    /// One is taken away.
    Remove(AttachmentId),
}

impl FileButton {
    /// The button that was pressed; `None` for every other one.
    pub(crate) fn of(form: &FormData) -> Option<Self> {
        match form.text("then") {
            "file" => Some(Self::Add),
            then => then.strip_prefix("remove_file_")?.parse().ok().map(Self::Remove),
        }
    }

    /// Does what it says to the files of `petition`, and goes on at `page` (which has a query).
    pub(crate) async fn press(
        self,
        app: &App,
        visit: &Visit,
        citizen: &Citizen,
        petition: PetitionId,
        files: &[Attachment],
        page: &str,
    ) -> Result<Response> {
        match self {
            Self::Add => {
                let next = next_plain(app, visit, citizen, petition, files).await?;
                Ok(see_other(&format!("{page}&upload={next}")))
            }
            Self::Remove(id) => {
                if let Some(attachment) = files.iter().find(|attachment| attachment.id == id) {
                    remove(app, attachment).await?;
                }
                Ok(see_other(&format!("{page}#files")))
            }
        }
    }
}

/// The files to list, and the form for the one that `upload` names, which comes back to `page`.
pub(crate) fn plain(
    app: &App,
    files: &[Attachment],
    upload: Option<&str>,
    page: &str,
) -> (Vec<Attachment>, Option<PlainUpload>) {
    let upload: Option<AttachmentId> = upload.and_then(|id| id.parse().ok());
    let (waiting, shown): (Vec<_>, Vec<_>) = files
        .iter()
        .cloned()
        .partition(|file| Some(file.id) == upload && file.state == AttachmentState::Expected);
    let form = waiting.first().map(|attachment| {
        let back = format!("{}{page}", app.config.public_origin);
        let post = app.store.upload_form(attachment, OCTETS, Some(&back));
        PlainUpload {
            url: post.url,
            fields: post.fields,
        }
    });
    (shown, form)
}

/// The file that a form without scripts sends next. One announced before and not sent yet is used
/// again: clicking twice announces one.
async fn next_plain(
    app: &App,
    visit: &Visit,
    citizen: &Citizen,
    petition: PetitionId,
    existing: &[Attachment],
) -> Result<AttachmentId> {
    let waiting = existing
        .iter()
        .find(|a| a.state == AttachmentState::Expected && a.announced_bytes == 0);
    if let Some(waiting) = waiting
        && is_unsent(app, waiting).await?
    {
        return Ok(waiting.id);
    }
    room_for_one(existing)?;
    let name = format!("附件{}", existing.len() + 1);
    Ok(announce(app, visit, citizen, petition, name, 0).await?.id)
}

/// The files to list, each with its download under `base`. One that was announced and never arrived says so: it
/// does not become part of the petition.
pub(crate) async fn listed(app: &App, files: &[Attachment], base: &str) -> Result<Vec<FileItem>> {
    let mut items = present::files(files, base);
    let asked: Vec<_> = files.iter().map(|file| is_unsent(app, file)).collect();
    for (item, unsent) in items.iter_mut().zip(try_join_all(asked).await?) {
        if unsent {
            item.state = FileState::Unsent;
        }
    }
    Ok(items)
}

/// Which announced files have arrived and passed, or are still being checked; the others (refused, or
/// never sent) do not become part of the petition.
pub(crate) async fn arrived(
    app: &App,
    files: &[Attachment],
) -> Result<(Vec<AttachmentId>, Vec<AttachmentId>)> {
    let mut kept = Vec::new();
    let mut dropped = Vec::new();
    for attachment in files {
        let here = match &attachment.state {
            AttachmentState::Ready { .. } => true,
            AttachmentState::Rejected { .. } => false,
            AttachmentState::Expected => {
                lies_in_quarantine(app, attachment).await?
                    || matches!(
                        state_now(app, attachment).await?,
                        Some(AttachmentState::Ready { .. })
                    )
            }
        };
        if here { &mut kept } else { &mut dropped }.push(attachment.id);
    }
    Ok((kept, dropped))
}

/// Whether nothing was sent yet for an announced file.
async fn is_unsent(app: &App, attachment: &Attachment) -> Result<bool> {
    Ok(attachment.state == AttachmentState::Expected
        && !lies_in_quarantine(app, attachment).await?
        && matches!(state_now(app, attachment).await?, Some(AttachmentState::Expected)))
}

async fn lies_in_quarantine(app: &App, attachment: &Attachment) -> Result<bool> {
    let size = app.store.object_size(&attachment.quarantine_key()).await?;
    Ok(size.is_some())
}

/// The state once more: the check may have finished, and moved the object, since the file was read.
async fn state_now(app: &App, attachment: &Attachment) -> Result<Option<AttachmentState>> {
    let now = app.store.attachment(attachment.petition, attachment.id).await?;
    Ok(now.map(|attachment| attachment.state))
}

async fn own(app: &App, citizen: &Citizen, draft: &str, id: AttachmentId) -> Result<Attachment> {
    let petition: PetitionId = draft.parse().map_err(|_| AppError::NotFound)?;
    let found = app.store.attachment(petition, id).await?;
    found
        .filter(|attachment| attachment.owner == citizen.id)
        .ok_or(AppError::NotFound)
}

fn told(attachment: &Attachment) -> Response {
    let (state, message) = match &attachment.state {
        AttachmentState::Expected => ("checking", "检查中".to_owned()),
        AttachmentState::Ready { .. } => ("ready", "可以使用".to_owned()),
        AttachmentState::Rejected { reason } => ("rejected", reason.clone()),
    };
    axum::Json(UploadState { state, message }).into_response()
}

/// `GET /petitions/uploads/{id}?draft=`
pub async fn state(
    State(app): State<App>,
    citizen: Citizen,
    Path(id): Path<AttachmentId>,
    Query(query): Query,
) -> Result<Response> {
    Ok(told(&own(&app, &citizen, query.text("draft"), id).await?))
}

/// What a script says about an upload.
#[derive(Deserialize)]
pub struct About {
    draft: String,
}

/// `POST /petitions/uploads/{id}/done`: the browser has sent the file; the check finds it by itself.
pub async fn done(
    State(app): State<App>,
    citizen: Citizen,
    Path(id): Path<AttachmentId>,
    Json(about): Json<About>,
) -> Result<Response> {
    Ok(told(&own(&app, &citizen, &about.draft, id).await?))
}

/// Removes a file that is not filed yet, with its objects.
async fn remove(app: &App, attachment: &Attachment) -> Result<()> {
    match app
        .store
        .remove_attachment(attachment.petition, attachment.id)
        .await
    {
        Ok(()) => {}
        Err(store::StoreError::Conflict) => {
            return Err(AppError::conflict("这封信已经提交，附件不能再删除。"));
        }
        Err(error) => return Err(error.into()),
    }
    let objects = [
        attachment.quarantine_key(),
        attachment.clean_key(),
        attachment.original_key(),
    ];
    Ok(app.store.delete_objects(&objects).await?)
}

/// `POST /petitions/uploads/{id}/delete`
pub async fn delete(
    State(app): State<App>,
    citizen: Citizen,
    Path(id): Path<AttachmentId>,
    Json(about): Json<About>,
) -> Result<Response> {
    let attachment = own(&app, &citizen, &about.draft, id).await?;
    remove(&app, &attachment).await?;
    Ok(axum::Json(UploadState {
        state: "deleted",
        message: "已删除".to_owned(),
    })
    .into_response())
}
