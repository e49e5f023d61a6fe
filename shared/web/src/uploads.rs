//! 附件上传: what is the same for everybody who uploads: announcing a file, the signed form that goes straight to S3, and
//! what became of it. Bytes never pass through here. Who may upload to what is the function's.

use crate::app::App;
use crate::errors::{AppError, Result};
use crate::forms::FormData;
use crate::present;
use crate::render::see_other;
use crate::session::Officer;
use crate::visit::Visit;
use axum::response::{IntoResponse, Response};
use domain::ids::{AttachmentId, PetitionId};
use futures_util::future::try_join_all;
use serde::{Deserialize, Serialize};
use store::attachments::{ATTACHMENTS_MAX, Attachment, AttachmentState, UPLOAD_BYTES_MAX, Uploader};
use store::drafts::draft_expiry;
use templates::components::file_list::{FileItem, FileState};
use templates::components::uploader::PlainUpload;

/// What is said when there is no room for another file.
pub const FULL: &str = "最多上传 10 个附件，请先删除不需要的。";
const OCTETS: &str = "application/octet-stream";

/// What a page's script asks for.
#[derive(Deserialize)]
pub struct TicketRequest {
    /// What it is uploaded to, in the words of the page.
    pub draft: String,
    name: String,
    size: u64,
    #[serde(rename = "type", default)]
    content_type: String,
}

/// What a script says about an upload.
#[derive(Deserialize)]
pub struct About {
    /// What it was uploaded to, in the words of the page.
    pub draft: String,
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

/// Whose files they are, and to which petition or draft they go.
#[derive(Clone, Copy, Debug)]
pub struct Place {
    /// The petition, draft, or letter that is being entered.
    pub petition: PetitionId,
    /// Who uploads.
    pub uploader: Uploader,
}

/// Where an officer's files go of what the officer registers.
#[must_use]
pub fn of_officer(officer: &Officer, petition: PetitionId) -> Place {
    Place {
        petition,
        uploader: Uploader::Officer(officer.id),
    }
}

/// What this officer has uploaded to a petition and not filed yet.
///
/// # Errors
/// The store's.
pub async fn pending_of_officer(app: &App, officer: &Officer, id: PetitionId) -> Result<Vec<Attachment>> {
    let mut files = app.store.attachments(id).await?;
    files.retain(|file| file.is_pending() && file.owner == Uploader::Officer(officer.id));
    Ok(files)
}

/// A ticket: the file is announced, and the browser told where to send it.
///
/// # Errors
/// A bad request for a file that is not taken; the store's.
pub async fn ticket(
    app: &App,
    visit: &Visit,
    place: Place,
    files: &[Attachment],
    request: TicketRequest,
) -> Result<Response> {
    room_for_one(files)?;
    if request.size == 0 {
        return Err(AppError::bad_request("这个文件是空的。"));
    }
    if request.size > UPLOAD_BYTES_MAX {
        return Err(AppError::bad_request(
            "这个文件超过 50 MB，请压缩或者分成几个文件。",
        ));
    }
    services::file_type::FileKind::from_name(&request.name)
        .map_err(|refusal| AppError::bad_request(refusal.to_string()))?;
    let attachment = announce(app, visit, place, request.name, request.size).await?;
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

async fn announce(app: &App, visit: &Visit, place: Place, name: String, size: u64) -> Result<Attachment> {
    let attachment = Attachment {
        id: AttachmentId::new(visit.now(), services::random::bytes()),
        petition: place.petition,
        owner: place.uploader,
        name: name.chars().take(200).collect(),
        content_type: OCTETS.to_owned(),
        announced_bytes: size,
        created: visit.now(),
        state: AttachmentState::Expected,
        expires: Some(draft_expiry(visit.now())),
    };
    // Counted in the transaction: many requests at once get no more than one after the other.
    match app.store.expect_attachment(&attachment).await {
        Ok(()) => Ok(attachment),
        Err(store::StoreError::Conflict) => Err(AppError::bad_request(FULL)),
        Err(error) => Err(error.into()),
    }
}

/// A button about files in a form without scripts: `then=file` and `then=remove_file_<id>`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileButton {
    /// The next file is to be sent.
    Add,
    /// One is taken away.
    Remove(AttachmentId),
}

impl FileButton {
    /// The button that was pressed; `None` for every other one.
    #[must_use]
    pub fn of(form: &FormData) -> Option<Self> {
        match form.text("then") {
            "file" => Some(Self::Add),
            then => then.strip_prefix("remove_file_")?.parse().ok().map(Self::Remove),
        }
    }

    /// Does what it says to the files of a place, and goes on at `page` (which has a query).
    ///
    /// # Errors
    /// The store's; a bad request if there is no room.
    pub async fn press(
        self,
        app: &App,
        visit: &Visit,
        place: Place,
        files: &[Attachment],
        page: &str,
    ) -> Result<Response> {
        match self {
            Self::Add => {
                let name = format!("附件{}", files.len() + 1);
                let next = next_plain(app, visit, place, files, name).await?;
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
#[must_use]
pub fn plain(
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

/// The file that a plain form sends next, under this name. One announced before and not sent yet is used again: clicking
/// twice announces one.
///
/// # Errors
/// The store's; a bad request if there is no room.
pub async fn next_plain(
    app: &App,
    visit: &Visit,
    place: Place,
    existing: &[Attachment],
    name: String,
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
    Ok(announce(app, visit, place, name, 0).await?.id)
}

/// The files to list, each with its download under `base`. One that was announced and never arrived says so: it
/// does not become part of the petition.
///
/// # Errors
/// The store's.
pub async fn listed(app: &App, files: &[Attachment], base: &str) -> Result<Vec<FileItem>> {
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
///
/// # Errors
/// The store's.
pub async fn arrived(app: &App, files: &[Attachment]) -> Result<(Vec<AttachmentId>, Vec<AttachmentId>)> {
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

/// The state of an upload, for the page's script.
#[must_use]
pub fn told(attachment: &Attachment) -> Response {
    let (state, message) = match &attachment.state {
        AttachmentState::Expected => ("checking", "检查中".to_owned()),
        AttachmentState::Ready { .. } => ("ready", "可以使用".to_owned()),
        AttachmentState::Rejected { reason } => ("rejected", reason.clone()),
    };
    axum::Json(UploadState { state, message }).into_response()
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
            return Err(AppError::conflict("已经提交了，附件不能再删除。"));
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

/// Removes an upload, for the page's script.
///
/// # Errors
/// A conflict if it is filed; the store's.
pub async fn delete(app: &App, attachment: &Attachment) -> Result<Response> {
    remove(app, attachment).await?;
    Ok(axum::Json(UploadState {
        state: "deleted",
        message: "已删除".to_owned(),
    })
    .into_response())
}
