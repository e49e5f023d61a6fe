//! The slip with the query code that whoever wrote, came or filed gets: what the slips of the ways in have in common. Who
//! sees the code on it: on the day of the registration the officer who registered it; everybody else, and later everybody,
//! for a reason that is recorded. A petition from the web was registered by nobody in this sense: its petitioner filed it.
//! Must not know whose petition it is: the function that owns the path says so.

mod sms;

use crate::app::App;
use crate::errors::{AppError, Result};
use crate::forms::{FormData, FormState};
use crate::render::{html, invalid, staff_shell};
use crate::session::Officer;
use crate::visit::Visit;
use crate::{audit, present, settings};
use axum::response::Response;
use domain::audit::{Deed, Doer, SlipReason};
use domain::contact::mask_name;
use domain::event::By;
use domain::ids::PetitionId;
use domain::time::{local_date, zh_datetime};
use store::cases::PetitionFile;
use store::code_sms::CodesSent;
use store::head::SealedField;
use templates::components::select::Choice;
use templates::staff::slip::{Of, View, page};

/// 查询码条、接谈单 of one petition.
pub struct Slip {
    /// Which way in it is of.
    of: Of,
    /// Its path.
    path: String,
    /// The petition.
    pub file: PetitionFile,
    /// How often its code was sent today.
    sent: CodesSent,
}

impl Slip {
    /// Reads, in parallel, the petition by `own`, which knows whose it is, and the day's messages of its code; and the
    /// settings, if no copy is fresh.
    ///
    /// # Errors
    /// Those of `own`; the store's.
    pub async fn read(
        (app, visit): (&App, &Visit),
        (of, path): (Of, String),
        id: PetitionId,
        own: impl Future<Output = Result<PetitionFile>>,
    ) -> Result<Self> {
        let (file, sent, ()) = tokio::try_join!(
            own,
            async { Ok(app.store.codes_sent(id, visit.now()).await?) },
            async {
                settings::look(app, visit).await;
                Ok(())
            }
        )?;
        Ok(Self { of, path, file, sent })
    }

    /// The page as it is asked for; what was just done stands in `query`.
    ///
    /// # Errors
    /// The store's.
    pub async fn show(&self, app: &App, visit: &Visit, officer: &Officer, query: &FormData) -> Result<View> {
        let code = match self.is_fresh(officer, visit) {
            true => Some(self.reveal(app, visit, officer, "slip".to_owned()).await?),
            false => None,
        };
        let form = FormState::new(visit.csrf(app));
        let mut view = self.view(app, visit, officer, form, code)?;
        if query.text("done") == "code" {
            view.flash = "查询码短信已经交给短信平台。".to_owned();
        }
        Ok(view)
    }

    /// The page with the code, for the reason that was chosen; without one it asks again.
    ///
    /// # Errors
    /// The store's.
    pub async fn again(&self, app: &App, visit: &Visit, officer: &Officer, sent: &FormData) -> Result<View> {
        let mut form = sent.state(visit.csrf(app));
        let Some(reason) = SlipReason::from_code(sent.text("reason")) else {
            form.fail("reason", "请选择理由");
            return self.view(app, visit, officer, form, None);
        };
        let what = format!("slip {}", reason.code());
        let code = self.reveal(app, visit, officer, what).await?;
        let mut view = self.view(app, visit, officer, form, Some(code))?;
        view.flash = format!("已记录：您因“{}”查看了查询码。", reason.label());
        Ok(view)
    }

    /// Sends the code to the number on record and goes back to the slip.
    ///
    /// # Errors
    /// Not found without a number; a conflict while messages are stopped or too many were sent; the store's.
    pub async fn send(
        &self,
        app: &App,
        visit: &Visit,
        officer: &Officer,
        form: &FormData,
    ) -> Result<Response> {
        sms::send(
            app,
            visit,
            officer,
            &self.file,
            self.sent,
            (self.path.clone(), form),
        )
        .await
    }

    /// Whether it was registered by this officer, today.
    fn is_fresh(&self, officer: &Officer, visit: &Visit) -> bool {
        let first = self.file.events.first();
        first.is_some_and(|event| {
            let own = matches!(&event.by, By::Officer(by) if by.id == officer.id);
            own && local_date(event.at) == local_date(visit.now())
        })
    }

    /// The code, after the look was recorded.
    async fn reveal(&self, app: &App, visit: &Visit, officer: &Officer, what: String) -> Result<String> {
        let head = &self.file.head;
        let entry = audit::entry(app, visit, Deed::ReceiptShown).of(head.petition.id, what);
        app.store.audit(&Doer::Officer(officer.id), entry).await?;
        let code = app.store.open_field(head, SealedField::Code)?;
        Ok(present::grouped_code(&code))
    }

    fn view(
        &self,
        app: &App,
        visit: &Visit,
        officer: &Officer,
        form: FormState,
        query_code: Option<String>,
    ) -> Result<View> {
        let head = &self.file.head;
        let petition = &head.petition;
        let track = format!("{}/track", app.config.public_origin);
        let name = app.store.open_field(head, SealedField::Name)?;
        // A letter's goes into an envelope with the name on it; the others lie on counters and are lost.
        let shown = |name: &str| match self.of {
            Of::Letter => name.to_owned(),
            Of::Visit | Of::Web => mask_name(name),
        };
        let others = self.file.detail.co_petitioners.iter();
        let interview = petition.interview.as_ref();
        Ok(View {
            of: self.of,
            shell: staff_shell(app, visit, Some(officer)),
            form,
            href: self.path.clone(),
            case: format!("/staff/petitions/{}", petition.id),
            number: petition.number.to_string(),
            called: interview.map(|one| (one.ticket, one.to.name.clone())),
            query_code,
            qr_svg: services::qr::svg(&track).map_err(AppError::internal)?,
            address: track,
            anonymous: head.anonymous,
            name: if head.anonymous { name } else { shown(&name) },
            others: others.map(|person| shown(&person.name)).collect(),
            visitors: interview.map(|one| present::interviews::how_many(one.visitors)),
            title: app.store.open_field(head, SealedField::Title)?,
            office: petition
                .intake()
                .map(|agency| agency.name.clone())
                .unwrap_or_default(),
            since: zh_datetime(petition.filed_at),
            next: present::on_a_slip(petition, visit.now()),
            sms: sms::button(app, visit, &self.file, self.sent)?,
            reasons: SlipReason::ALL
                .map(|reason| Choice::new(reason.code(), reason.label()))
                .to_vec(),
            ..View::default()
        })
    }
}

/// The page, 422 if a reason is missing.
#[must_use]
pub fn answer(view: &View) -> Response {
    match view.form.has_errors() {
        true => invalid(page(view)),
        false => html(page(view)),
    }
}
