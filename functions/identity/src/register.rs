//! 提交注册 (`POST /register`): form → captcha → username → real-name service → account → signed in. A
//! second click of the same form does not register twice: it waits for the first and ends where that
//! one ended. Whatever fails, the form comes back with everything typed but the passwords.

use crate::applicant::{self, Applicant, Document, Person};
use crate::real_name::{self, Outcome};
use axum::extract::State;
use chrono::TimeDelta;
use domain::audit::{Deed, Doer};
use domain::ids::AccountId;
use domain::time::local_date;
use services::{passwords, random};
use std::time::Duration;
use store::accounts::{Account, CreateAccountError, NewAccount, NewIdentity};
use templates::public::register_form::{self, View};
use web::limits::{self, REGISTER_ADDRESS, REGISTER_DOCUMENT};
use web::render::{html_with, invalid, public_shell};
use web::{
    App, AppError, FormData, FormState, Result, Visit, audit, captcha, html, next, see_other, session,
};

/// How long a form is remembered as sent.
const SENT_MINUTES: i64 = 60;
/// How long a second click waits for the first: a little longer than the real-name service may take.
const SECOND_CLICK_TRIES: u32 = 16;
const SECOND_CLICK_PAUSE: Duration = Duration::from_millis(500);

/// `POST /register`.
pub async fn submit(State(app): State<App>, visit: Visit, data: FormData) -> Result {
    let mut form = data.state(visit.csrf(&app));
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
        match checked(app, visit, person).await? {
            Outcome::Passed => {}
            Outcome::Refused(field, message) => {
                form.fail(field, message);
                return Ok(invalid(form_page(app, visit, data, form, None).await?));
            }
            Outcome::NoAnswer(trouble) => {
                let page = form_page(app, visit, data, form, Some(trouble)).await?;
                return Ok(html_with(http::StatusCode::SERVICE_UNAVAILABLE, page));
            }
        }
    }
    match app
        .store
        .create_account(&new_account(visit, applicant, id).await?)
        .await
    {
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
                "这个证件已经注册过。请直接登录；忘了用户名或密码的，请带证件到当地信访部门办理",
            );
            Ok(invalid(form_page(app, visit, data, form, None).await?))
        }
        Err(CreateAccountError::Store(error)) => Err(error.into()),
    }
}

/// Asks the service where it must be asked. What it refuses is counted, so that nobody finds out by trying
/// which number belongs to which name; what it does not answer is nobody's fault.
async fn checked(app: &App, visit: &Visit, person: &Person) -> Result<Outcome> {
    if !real_name::must_be_confirmed(person, &app.config.real_name_prefixes) {
        return Ok(Outcome::Passed);
    }
    let of = [
        (REGISTER_ADDRESS, visit.address()),
        (REGISTER_DOCUMENT, person.document.number()),
    ];
    let attempt = limits::attempt(app, visit, &of).await?;
    let outcome = real_name::confirm(app.realname.as_ref(), person).await;
    if !matches!(outcome, Outcome::Refused(..)) {
        attempt.succeeded(app).await;
    }
    Ok(outcome)
}

const USERNAME_TAKEN: &str = "这个用户名已经有人用了，请换一个";

async fn new_account(visit: &Visit, applicant: Applicant, id: AccountId) -> Result<NewAccount> {
    let password = applicant.password.as_str().to_owned();
    let mobile = applicant.mobile.map(|mobile| mobile.as_str().to_owned());
    let identity = match applicant.person {
        None => NewIdentity::Anonymous {
            recovery_mobile: mobile,
        },
        Some(person) => NewIdentity::Named(Box::new(named(person, mobile.unwrap_or_default()))),
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

fn named(person: Person, mobile: String) -> store::accounts::Person {
    store::accounts::Person {
        id_type: person.document.id_type(),
        id_number: match &person.document {
            Document::Resident(number) => number.as_str().to_owned(),
            Document::Other(_, number) => number.as_str().to_owned(),
        },
        real_name: person.name,
        sex: person.sex,
        mobile,
        household_division: person.household_division,
        household_address: person.household_address.map(domain::text::Address::into_string),
        usual_address: person.usual_address.map(domain::text::Address::into_string),
        mailing_address: person.mailing_address.map(domain::text::Address::into_string),
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
