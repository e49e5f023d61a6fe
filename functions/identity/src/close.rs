//! 注销账号 (`/me/close`): the login ends for good and who it was goes, in one transaction; what was filed
//! goes on and is kept as the law wants it. The document may register again,
//! the username is nobody's any more.

use axum::extract::State;
use domain::audit::{Deed, Doer};
use services::sms_text::SmsText;
use store::StoreError;
use store::outbox::NewMessage;
use templates::public::account::close::{self, View};
use web::render::{invalid, public_shell};
use web::{
    App, AppError, Citizen, FormData, FormState, Result, Visit, audit, html, see_other, session, sign_in,
};

/// `GET /me/close`.
pub async fn show(State(app): State<App>, visit: Visit, citizen: Citizen) -> Result {
    let form = FormState::new(visit.csrf(&app));
    Ok(html(page(&app, &visit, &citizen, form)))
}

/// `POST /me/close`.
pub async fn submit(State(app): State<App>, visit: Visit, citizen: Citizen, data: FormData) -> Result {
    let mut form = data.state(visit.csrf(&app));
    if data.text("confirm") != "yes" {
        form.fail("confirm", "请先看清楚，再勾选");
    }
    if form.has_errors() {
        if !data.has("password") {
            form.fail("password", "请填写现在的密码，确认是您本人");
        }
        return Ok(invalid(page(&app, &visit, &citizen, form)));
    }
    if let Err(complaint) = sign_in::confirm(&app, &visit, &citizen, &data).await? {
        form.fail("password", complaint);
        return Ok(invalid(page(&app, &visit, &citizen, form)));
    }
    audit::record(&app, &visit, &Doer::Citizen(citizen.id), Deed::AccountClosed).await?;
    let mobile = citizen.message_mobile(&app.keys)?;
    let message = mobile.map(|to| NewMessage::new(None, to, SmsText::AccountClosed, visit.now()));
    match app
        .store
        .close_account(&citizen, message.as_ref(), visit.now())
        .await
    {
        Ok(()) => {}
        Err(StoreError::Conflict) => {
            return Err(AppError::conflict_at(
                "您的账号刚刚在别处改过，这一次没有注销。",
                "/me",
                "查看我的账号",
            ));
        }
        Err(error) => return Err(error.into()),
    }
    session::end_citizen(&app, &visit).await?;
    Ok(see_other("/login?done=closed"))
}

fn page(app: &App, visit: &Visit, citizen: &Citizen, form: FormState) -> templates::Markup {
    close::page(&View {
        shell: public_shell(app, visit, Some(citizen)),
        form,
        anonymous: citizen.anonymous,
    })
}
