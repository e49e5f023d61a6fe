//! 修改密码 (`/me/password`): confirmed by the present one. Every session ends with it; this browser gets
//! a new one, so that a copied cookie is worth nothing either. The number on record is told.

use axum::extract::State;
use domain::audit::{Deed, Doer};
use domain::password::{Password, PasswordError};
use domain::username::Username;
use services::passwords;
use services::sms_text::SmsText;
use store::StoreError;
use store::outbox::NewMessage;
use templates::public::account::password::{self, View};
use web::render::{invalid, public_shell};
use web::{
    App, AppError, Citizen, FormData, FormState, Result, Visit, audit, html, see_other, session, sign_in,
};

/// `GET /me/password`.
pub async fn show(State(app): State<App>, visit: Visit, citizen: Citizen) -> Result {
    let form = FormState::new(visit.csrf(&app));
    Ok(html(page(&app, &visit, &citizen, form)))
}

/// `POST /me/password`.
pub async fn submit(State(app): State<App>, visit: Visit, citizen: Citizen, data: FormData) -> Result {
    let mut form = data.state(visit.csrf(&app));
    if data.raw("password").is_empty() {
        form.fail("password", "请填写现在的密码");
    }
    let wanted = read_new(&data, &mut form, &citizen.username);
    if wanted.is_some() && data.raw("new_password") == data.raw("password") {
        form.fail("new_password", "新密码和现在的一样，请换一个");
    }
    let Some(wanted) = wanted.filter(|_| !form.has_errors()) else {
        return Ok(invalid(page(&app, &visit, &citizen, form)));
    };
    if let Err(complaint) = sign_in::confirm(&app, &visit, &citizen, &data).await? {
        form.fail("password", complaint);
        return Ok(invalid(page(&app, &visit, &citizen, form)));
    }
    let hash = passwords::hash_async(wanted.as_str().to_owned())
        .await
        .map_err(AppError::internal)?;
    audit::record(&app, &visit, &Doer::Citizen(citizen.id), Deed::PasswordChanged).await?;
    let mobile = citizen.message_mobile(&app.keys)?;
    let message = mobile.map(|to| NewMessage::new(None, to, SmsText::PasswordChanged, visit.now()));
    let changed = app
        .store
        .set_password(&citizen, &hash, true, message.as_ref(), visit.now());
    match changed.await {
        Ok(account) => {
            session::start_citizen(&app, &visit, &account).await?;
            Ok(see_other("/me?done=password"))
        }
        Err(StoreError::Conflict) => Err(AppError::conflict_at(
            "您的账号刚刚在别处改过，这一次没有改密码。",
            "/me/password",
            "再改一次",
        )),
        Err(error) => Err(error.into()),
    }
}

/// The new password, typed twice, in `new_password` and `new_password_again`.
pub fn read_new(data: &FormData, form: &mut FormState, username: &str) -> Option<Password> {
    // A name that was valid once may not be by today's rules; only the comparison is lost with it.
    let username = Username::parse(username)
        .or_else(|_| Username::parse("用户名未填"))
        .ok()?;
    let typed = (data.raw("new_password"), data.raw("new_password_again"));
    match Password::parse_twice(typed.0, typed.1, &username) {
        Ok(password) => Some(password),
        Err(error) => {
            let field = match error {
                PasswordError::Different => "new_password_again",
                _ => "new_password",
            };
            form.fail(field, error.to_string());
            None
        }
    }
}

fn page(app: &App, visit: &Visit, citizen: &Citizen, form: FormState) -> templates::Markup {
    password::page(&View {
        shell: public_shell(app, visit, Some(citizen)),
        form,
    })
}
