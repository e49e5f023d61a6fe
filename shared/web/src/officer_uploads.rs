//! An officer's uploads to what is being registered, or to a record of what is: the page names it by the ticket of its form.
//! What is the same for citizens is [`crate::uploads`].

use crate::app::App;
use crate::errors::{AppError, Result};
use crate::render::see_other;
use crate::session::Officer;
use crate::ticket::Tickets;
use crate::uploads::{self, TicketRequest, of_officer, pending_of_officer};
use crate::visit::Visit;
use axum::response::Response;
use domain::audit::{Deed, Doer};
use domain::ids::{AttachmentId, PetitionId};
use store::attachments::Attachment;
use templates::components::file_list::{FileItem, FileState};

/// The uploads of one kind of registration.
#[derive(Clone, Copy, Debug)]
pub struct OfficerUploads {
    /// Where its scripts ask for tickets of uploads; the file of one lies at `{path}/{id}/file`.
    pub path: &'static str,
    /// The tickets of the form that registers: what is uploaded with one ends with the registration.
    pub form: Tickets,
    /// Those of records that come after it.
    pub later: &'static [Tickets],
    /// What to say of an upload that comes after the registration.
    pub registered: &'static str,
}

impl OfficerUploads {
    /// The files to list on the form with this ticket.
    ///
    /// # Errors
    /// The store's.
    pub async fn listed(self, app: &App, files: &[Attachment], ticket: &str) -> Result<Vec<FileItem>> {
        let mut items = uploads::listed(app, files, self.path).await?;
        for item in &mut items {
            if let FileState::Ready { href } = &mut item.state {
                href.push_str("/file?");
                href.push_str(self.form.field);
                href.push('=');
                href.push_str(ticket);
            }
        }
        Ok(items)
    }

    /// What a ticket of any of the forms names.
    fn named(self, app: &App, visit: &Visit, officer: &Officer, ticket: &str) -> Result<PetitionId> {
        let all = std::iter::once(&self.form).chain(self.later);
        let mut named = all.filter_map(|tickets| tickets.read(app, visit, officer, ticket));
        named.next().ok_or(AppError::NotFound)
    }

    /// An upload of this officer to what the ticket names.
    ///
    /// # Errors
    /// Not found for anybody else's; the store's.
    pub async fn own(
        self,
        app: &App,
        visit: &Visit,
        officer: &Officer,
        ticket: &str,
        id: AttachmentId,
    ) -> Result<Attachment> {
        let petition = self.named(app, visit, officer, ticket)?;
        let found = app.store.attachment(petition, id).await?;
        let owner = of_officer(officer, petition).uploader;
        found.filter(|file| file.owner == owner).ok_or(AppError::NotFound)
    }

    /// Announces a file of the page's script.
    ///
    /// # Errors
    /// A conflict once it is registered; as [`uploads::ticket`].
    pub async fn ticket(
        self,
        app: &App,
        visit: &Visit,
        officer: &Officer,
        request: TicketRequest,
    ) -> Result<Response> {
        let id = self.named(app, visit, officer, &request.draft)?;
        let entering = self.form.read(app, visit, officer, &request.draft).is_some();
        if entering && app.store.head(id).await?.is_some() {
            return Err(AppError::conflict_on(id, self.registered));
        }
        let files = pending_of_officer(app, officer, id).await?;
        uploads::ticket(app, visit, of_officer(officer, id), &files, request).await
    }

    /// Leads to the file, to look at it before it is saved; the look is recorded.
    ///
    /// # Errors
    /// Not found for anybody else's, and for one that is not checked; the store's.
    pub async fn look(
        self,
        app: &App,
        visit: &Visit,
        officer: &Officer,
        ticket: &str,
        id: AttachmentId,
    ) -> Result<Response> {
        let file = self.own(app, visit, officer, ticket, id).await?;
        let link = app
            .store
            .attachment_link(&file)
            .await?
            .ok_or(AppError::NotFound)?;
        let entry = crate::audit::entry(app, visit, Deed::AttachmentDownloaded).of(file.petition, file.id);
        app.store.audit(&Doer::Officer(officer.id), entry).await?;
        Ok(see_other(&link))
    }
}
