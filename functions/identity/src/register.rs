//! 提交注册 (`POST /register`): form → captcha → username → real-name service → account → signed in. A
//! second click of the same form does not register twice: it waits for the first and ends where that
//! one ended. Whatever fails, the form comes back with everything typed but the passwords.

use crate::applicant::{self, Applicant, Person};
use crate::real_name::{self, Outcome};
use axum::extract::State;
use chrono::TimeDelta;
use domain::audit::{Deed, Doer};
use domain::ids::AccountId;
use domain::time::local_date;
use http::StatusCode;
use services::sms_text::SmsText;
use services::{passwords, random};
use std::time::Duration;
use store::accounts::{Account, CreateAccountError, NewAccount, NewIdentity};
use store::outbox::NewMessage;
use templates::public::register_form::{self, View};
use web::limits::{self, REGISTER_ADDRESS};
use web::render::{html_with, invalid, public_shell};
use web::{
    App, AppError, FormData, FormState, Result, Visit, audit, captcha, html, next, see_other, session,
    settings,
};

/// How long a form is remembered as sent.
const SENT_MINUTES: i64 = 60;
/// How long a second click waits for the first: a little longer than the real-name service may take.
const SECOND_CLICK_TRIES: u32 = 16;
const SECOND_CLICK_PAUSE: Duration = Duration::from_millis(500);

/// `POST /register`.
pub async fn submit(State(app): State<App>, visit: Visit, data: FormData) -> Result {
    let mut form = data.state(visit.csrf(&app));
    // A form that was under way when registration was closed: it stands there to be sent later.
    if let Some(reason) = settings::registration_closed(&app, &visit).await? {
        let trouble = format!(
            "现在暂停注册：{reason} 您填写的内容都在这一页：恢复以后重新输入密码和验证码，再点“注册”。"
        );
        let page = form_page(&app, &visit, &data, form, Some(&trouble)).await?;
        return Ok(html_with(StatusCode::SERVICE_UNAVAILABLE, page));
    }
    if data.asks_for_new_captcha() {
        return Ok(html(form_page(&app, &visit, &data, form, None).await?));
    }
    if data.text("agree") != "yes" {
        return Ok(see_other("/register"));
    }
    let applicant = applicant::read(&data, &mut form, local_date(visit.now()));
    let Some(applicant) = applicant.filter(|_| data.has("captcha")) else {
        if !data.has("captcha") {
            form.fail("captcha", captcha::complaint(&data));
        }
        return Ok(invalid(form_page(&app, &visit, &data, form, None).await?));
    };
    let id = AccountId::new(visit.now(), random::bytes());
    if let Some(first) = earlier_click(&app, &visit, &data, id).await? {
        return second_click(&app, &visit, &data, form, &applicant, first).await;
    }
    if !captcha::check(&app, &visit, &data).await? {
        form.fail("captcha", captcha::complaint(&data));
        return Ok(invalid(form_page(&app, &visit, &data, form, None).await?));
    }
    register(&app, &visit, &data, form, applicant, id).await
}

/// The applicant is complete and a person; now whether they are who they say, and whether there is room.
async fn register(
    app: &App,
    visit: &Visit,
    data: &FormData,
    mut form: FormState,
    applicant: Applicant,
    id: AccountId,
) -> Result {
    if app.store.username_taken(&applicant.username).await? {
        form.fail("username", USERNAME_TAKEN);
        return Ok(invalid(form_page(app, visit, data, form, None).await?));
    }
    if let Some(person) = &applicant.person {
        match real_name::check(app, visit, &person.name, &person.document).await? {
            Outcome::Passed => {}
            Outcome::Refused(field, message) => {
                form.fail(field, message);
                return Ok(invalid(form_page(app, visit, data, form, None).await?));
            }
            Outcome::NoAnswer(why) => {
                let trouble = format!(
                    "{why}。注册还没有完成，您填写的内容都在：到时重新输入密码和验证码，再点“注册”。"
                );
                let page = form_page(app, visit, data, form, Some(&trouble)).await?;
                return Ok(html_with(StatusCode::SERVICE_UNAVAILABLE, page));
            }
        }
    }
    let message = welcome(visit, &applicant);
    let new = new_account(visit, applicant, id).await?;
    match app.store.create_account(&new, message.as_ref()).await {
        Ok(account) => {
            audit::record(app, visit, &Doer::Citizen(account.id), Deed::Registered).await?;
            signed_in(app, visit, data, &account).await
        }
        Err(CreateAccountError::UsernameTaken) => {
            form.fail("username", USERNAME_TAKEN);
            Ok(invalid(form_page(app, visit, data, form, None).await?))
        }
        Err(CreateAccountError::DocumentTaken) => {
            // Counted, so that nobody finds out by trying whose documents are registered.
            let _failure = limits::attempt(app, visit, &[(REGISTER_ADDRESS, visit.address())]).await?;
            form.fail(
                "id_number",
                "这个证件已经注册过，请直接登录。忘了用户名的，在登录页点“忘了用户名”；忘了密码的，点“用手机短信重设”",
            );
            Ok(invalid(form_page(app, visit, data, form, None).await?))
        }
        Err(CreateAccountError::Store(error)) => Err(error.into()),
    }
}

const USERNAME_TAKEN: &str = "这个用户名已经有人用了，请换一个";

/// 注册成功: told to who registers by name. An anonymous applicant was promised that the number serves to
/// recover the password and nothing else, and a telephone is often shared: nobody at home is to learn from
/// a message that somebody there has registered without a name.
fn welcome(visit: &Visit, applicant: &Applicant) -> Option<NewMessage> {
    let mobile = applicant.person.as_ref()?.contact.mobile.clone()?;
    Some(NewMessage::new(
        None,
        mobile,
        SmsText::AccountRegistered,
        visit.now(),
    ))
}

async fn new_account(visit: &Visit, applicant: Applicant, id: AccountId) -> Result<NewAccount> {
    let password = applicant.password.as_str().to_owned();
    let mobile = applicant.mobile.map(|mobile| mobile.as_str().to_owned());
    let identity = match applicant.person {
        None => NewIdentity::Anonymous {
            recovery_mobile: mobile,
        },
        Some(person) => NewIdentity::Named(Box::new(named(person))),
    };
    Ok(NewAccount {
        id,
        username: applicant.username,
        password_hash: passwords::hash_async(password)
            .await
            .map_err(AppError::internal)?,
        identity,
        created_at: visit.now(),
    })
}

fn named(person: Person) -> store::accounts::Person {
    let contact = person.contact;
    store::accounts::Person {
        id_type: person.document.id_type(),
        id_number: person.document.number().to_owned(),
        real_name: person.name,
        sex: person.sex,
        mobile: contact.mobile.unwrap_or_default(),
        household_division: contact.household_division,
        household_address: contact.household_address,
        usual_address: contact.usual_address,
        mailing_address: contact.mailing_address,
    }
}

async fn signed_in(app: &App, visit: &Visit, data: &FormData, account: &Account) -> Result {
    session::start_citizen(app, visit, account).await?;
    let target = data.get("next").and_then(next::local_path);
    Ok(see_other(&target.map_or_else(
        || "/register/done".to_owned(),
        |target| format!("/register/done?next={}", next::encode(target)),
    )))
}

/// The account that an earlier click of this very form makes; `None` for the first click, which makes
/// `id`. A form's token differs from page to page and belongs to one browser.
async fn earlier_click(
    app: &App,
    visit: &Visit,
    data: &FormData,
    id: AccountId,
) -> Result<Option<AccountId>> {
    let token = app.keys.blind("register-form", data.text("csrf"));
    let expires = visit.now() + TimeDelta::minutes(SENT_MINUTES);
    let first = app.store.claim_form(&token, &id.to_string(), expires).await?;
    Ok(first.and_then(|id| id.parse().ok()))
}

/// Waits for the account that the first click makes, and signs in that one and no other: this is no place
/// to try passwords of accounts that exist.
async fn second_click(
    app: &App,
    visit: &Visit,
    data: &FormData,
    mut form: FormState,
    applicant: &Applicant,
    first: AccountId,
) -> Result {
    for _try in 0..SECOND_CLICK_TRIES {
        if let Some(account) = app.store.account(first).await? {
            let password = applicant.password.as_str().to_owned();
            if passwords::verify_async(password, Some(account.password_hash.clone())).await && !account.locked
            {
                return signed_in(app, visit, data, &account).await;
            }
            break;
        }
        tokio::time::sleep(SECOND_CLICK_PAUSE).await;
    }
    form.fail(
        "captcha",
        "这一页已经提交过一次，没有成功。请检查后填写新的验证码，再提交一次",
    );
    Ok(invalid(form_page(app, visit, data, form, None).await?))
}

/// The form again, with a fresh captcha.
async fn form_page(
    app: &App,
    visit: &Visit,
    data: &FormData,
    form: FormState,
    trouble: Option<&str>,
) -> Result<templates::Markup> {
    let captcha = captcha::issue(app, visit).await?;
    Ok(register_form::page(&View {
        shell: public_shell(app, visit, None),
        form,
        anonymous: applicant::is_anonymous(data),
        captcha,
        next: data
            .get("next")
            .and_then(next::local_path)
            .unwrap_or_default()
            .to_owned(),
        trouble: trouble.map(str::to_owned),
    }))
}
