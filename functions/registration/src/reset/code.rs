//! `/password/reset/code`: the code and the new password. A try is counted before the code is looked at;
//! the right one is used up in the transaction that stores the password and ends every session.

use super::{DIGITS, FIELD, Typed, bound, current};
use crate::password::read_new;
use axum::extract::State;
use domain::audit::{Deed, Doer};
use domain::contact::mask_mobile;
use domain::text::half_width;
use domain::time::time_of_day;
use services::passwords;
use store::StoreError;
use store::resets::{FinishResetError, RESET_TRIES_MAX, Reset};
use templates::public::account::reset::{self, CodeView};
use web::render::{html_with, invalid, public_shell};
use web::{App, AppError, FormData, FormState, MaybeCitizen, Result, Visit, audit, html, see_other, sign_in};

/// Where one goes afterwards.
const DONE: &str = "/login?done=reset";
const OVER: &str = "这个验证码已经用过、过期或者错得太多，不能再用。请在下面重新发一条短信";

/// `GET /password/reset/code`.
pub async fn show(State(app): State<App>, visit: Visit, citizen: MaybeCitizen) -> Result {
    let Some((id, reset)) = current(&app, &visit).await? else {
        return Ok(see_other("/password/reset"));
    };
    let form = FormState::new(visit.csrf(&app));
    Ok(html(page(&app, &visit, citizen, form, &id, &reset)?))
}

/// `POST /password/reset/code`.
pub async fn submit(State(app): State<App>, visit: Visit, citizen: MaybeCitizen, data: FormData) -> Result {
    let mut form = data.state(visit.csrf(&app));
    let Some((id, reset)) = current(&app, &visit).await? else {
        return Err(AppError::conflict_at(
            "验证码已经过了 10 分钟，不能再用了。密码没有改。",
            "/password/reset",
            "重新发一条短信",
        ));
    };
    let form_token = app.keys.blind("reset-form", data.text("csrf"));
    if reset.used.as_ref() == Some(&form_token) {
        return Ok(see_other(DONE));
    }
    let code: String = half_width(data.text("sms_code"))
        .chars()
        .filter(|c| !c.is_whitespace())
        .collect();
    if code.is_empty() {
        form.fail("sms_code", "请填写短信里的 6 位数字");
    } else if code.len() != DIGITS || !code.bytes().all(|b| b.is_ascii_digit()) {
        form.fail("sms_code", "短信验证码是 6 位数字，请核对");
    }
    let typed = Typed::open(&app, &id, &reset)?;
    let wanted = read_new(&data, &mut form, &typed.username);
    let Some(wanted) = wanted.filter(|_| !form.has_errors()) else {
        return Ok(invalid(page(&app, &visit, citizen, form, &id, &reset)?));
    };
    let Some(tried) = app.store.try_reset(&id, visit.now()).await? else {
        form.fail("sms_code", OVER);
        return Ok(invalid(page(&app, &visit, citizen, form, &id, &reset)?));
    };
    let right = app
        .keys
        .blind_all(FIELD, &bound(&id, &code))
        .contains(&tried.hash);
    let account = match tried.account.filter(|_| right) {
        Some(account) => app.store.account(account).await?,
        None => None,
    };
    let Some(account) = account.filter(store::accounts::Account::is_open) else {
        form.fail("sms_code", wrong(tried.tries));
        return Ok(invalid(page(&app, &visit, citizen, form, &id, &reset)?));
    };
    let hash = passwords::hash_async(wanted.as_str().to_owned())
        .await
        .map_err(AppError::internal)?;
    audit::record(&app, &visit, &Doer::Citizen(account.id), Deed::PasswordReset).await?;
    match app.store.finish_reset(&id, &form_token, &account, &hash).await {
        Ok(()) => {
            sign_in::forgive(&app, &visit, &account.username).await?;
            Ok(see_other(DONE))
        }
        Err(FinishResetError::Used) => second(&app, &visit, citizen, form, &form_token).await,
        Err(FinishResetError::Store(StoreError::Conflict)) => {
            form.fail(
                "sms_code",
                "就在刚才，账号有别的改动，密码还没有改。请再填一次，再点一次",
            );
            let page = page(&app, &visit, citizen, form, &id, &reset)?;
            Ok(html_with(http::StatusCode::CONFLICT, page))
        }
        Err(FinishResetError::Store(error)) => Err(error.into()),
    }
}

/// Another request used the code at the same moment: a second click of this page, or somebody else's.
async fn second(
    app: &App,
    visit: &Visit,
    citizen: MaybeCitizen,
    mut form: FormState,
    form_token: &str,
) -> Result {
    let Some((id, reset)) = current(app, visit).await? else {
        return Ok(see_other("/password/reset"));
    };
    if reset.used.as_deref() == Some(form_token) {
        return Ok(see_other(DONE));
    }
    form.fail("sms_code", OVER);
    Ok(invalid(page(app, visit, citizen, form, &id, &reset)?))
}

fn wrong(tries: u32) -> String {
    match RESET_TRIES_MAX.saturating_sub(tries) {
        0 => format!("验证码不对。已经错了 {RESET_TRIES_MAX} 次，这条短信不能再用，请在下面重新发一条"),
        left => format!("验证码不对，请看最后收到的那条短信。还能试 {left} 次"),
    }
}

fn page(
    app: &App,
    visit: &Visit,
    MaybeCitizen(citizen): MaybeCitizen,
    form: FormState,
    id: &str,
    reset: &Reset,
) -> Result<templates::Markup> {
    let typed = Typed::open(app, id, reset)?;
    Ok(reset::code_page(&CodeView {
        shell: public_shell(app, visit, citizen.as_ref()),
        form,
        mobile: mask_mobile(&typed.mobile),
        until: time_of_day(reset.expires),
    }))
}
