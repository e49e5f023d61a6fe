//! 修改联系方式和住址 (`/me/profile`): confirmed by the password, conditioned on the revision that the
//! form was filled in from. When the number changes, the old one is told: whoever did it, its owner knows.

use crate::{OVERTAKEN, contact, revision_now};
use axum::extract::State;
use domain::audit::{Deed, Doer};
use domain::contact::Mobile;
use http::StatusCode;
use services::sms_text::SmsText;
use store::StoreError;
use store::accounts::Contact;
use store::outbox::NewMessage;
use templates::public::account::profile::{self, View};
use web::render::{html_with, invalid, public_shell};
use web::{App, Citizen, FormData, FormState, Result, Visit, audit, html, see_other, sign_in};

/// `GET /me/profile`.
pub async fn show(State(app): State<App>, visit: Visit, citizen: Citizen) -> Result {
    let mut form = FormState::new(visit.csrf(&app));
    if let Some(person) = citizen.person(&app.keys)? {
        let contact = person.contact();
        let division = contact.household_division.map(|code| code.to_string());
        let stored = [
            ("mobile", contact.mobile),
            ("household_division", division),
            ("household_address", contact.household_address),
            ("usual_address", contact.usual_address),
            ("mailing_address", contact.mailing_address),
        ];
        for (field, value) in stored {
            form = form.with(field, value.unwrap_or_default());
        }
    }
    Ok(html(profile::page(&view(&app, &visit, &citizen, form)?)))
}

/// `POST /me/profile`.
pub async fn submit(State(app): State<App>, visit: Visit, citizen: Citizen, data: FormData) -> Result {
    let mut form = data.state(visit.csrf(&app));
    let before = citizen.recovery_mobile(&app.keys)?;
    let wanted = if citizen.anonymous {
        recovery(&data, &mut form, before.clone())
    } else {
        contact::read(&data, &mut form)
    };
    let Some(wanted) = wanted else {
        return Ok(invalid(profile::page(&view(&app, &visit, &citizen, form)?)));
    };
    if data.text("version") != citizen.revision.to_string() {
        return overtaken(&app, &visit, &citizen, form).await;
    }
    if let Err(complaint) = sign_in::confirm(&app, &visit, &citizen, &data).await? {
        form.fail("password", complaint);
        return Ok(invalid(profile::page(&view(&app, &visit, &citizen, form)?)));
    }
    audit::record(&app, &visit, &Doer::Citizen(citizen.id), Deed::ProfileChanged).await?;
    let message = before
        .filter(|before| !citizen.anonymous && wanted.mobile.as_ref() != Some(before))
        .map(|to| NewMessage::new(None, to, SmsText::MobileChanged, visit.now()));
    let saved = app
        .store
        .set_contact(&citizen, &wanted, message.as_ref(), visit.now());
    match saved.await {
        Ok(_) => Ok(see_other("/me?done=profile")),
        Err(StoreError::Conflict) => overtaken(&app, &visit, &citizen, form).await,
        Err(error) => Err(error.into()),
    }
}

/// The number an anonymous account is recovered with: another, none, or the one there is.
fn recovery(data: &FormData, form: &mut FormState, before: Option<String>) -> Option<Contact> {
    let typed = contact::optional(data, form, "mobile", Mobile::parse);
    if data.has("mobile") && data.has("remove_mobile") {
        form.fail("mobile", "要么填新的号码，要么勾选删掉，不能两样都选");
    }
    let kept = before.filter(|_| !data.has("remove_mobile"));
    (!form.has_errors()).then(|| Contact {
        mobile: typed.map(|mobile| mobile.as_str().to_owned()).or(kept),
        ..Contact::default()
    })
}

/// Somebody was first, in another window or on another device. The page is filled in from what was typed
/// and stands on the account as it is now.
async fn overtaken(app: &App, visit: &Visit, citizen: &Citizen, form: FormState) -> Result {
    let view = View {
        trouble: Some(OVERTAKEN.to_owned()),
        version: revision_now(app, citizen).await?,
        ..view(app, visit, citizen, form)?
    };
    Ok(html_with(StatusCode::CONFLICT, profile::page(&view)))
}

fn view(app: &App, visit: &Visit, citizen: &Citizen, form: FormState) -> Result<View> {
    Ok(View {
        shell: public_shell(app, visit, Some(citizen)),
        form,
        anonymous: citizen.anonymous,
        has_mobile: citizen.recovery_mobile(&app.keys)?.is_some(),
        version: citizen.revision,
        trouble: None,
    })
}
