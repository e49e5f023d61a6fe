//! 修改证件号码 (`/me/document`): verified as at registration, and the claim on the document moves with
//! it in one transaction. The type, the name and the sex stay.

use crate::applicant::{Document, read_number};
use crate::real_name::{self, Outcome};
use crate::{OVERTAKEN, revision_now};
use axum::extract::State;
use domain::audit::{Deed, Doer};
use domain::contact::{mask_id_number, mask_name};
use domain::time::local_date;
use http::StatusCode;
use store::StoreError;
use store::accounts::Person;
use store::accounts_change::ChangeDocumentError;
use templates::public::account::document::{self, View};
use web::limits::{self, REGISTER_ADDRESS};
use web::render::{html_with, invalid, public_shell};
use web::{App, Citizen, FormData, FormState, Result, Visit, audit, html, see_other, sign_in};

/// `GET /me/document`.
pub async fn show(State(app): State<App>, visit: Visit, citizen: Citizen) -> Result {
    let Some(person) = citizen.person(&app.keys)? else {
        return Ok(see_other("/me"));
    };
    let form = FormState::new(visit.csrf(&app));
    Ok(html(page(&app, &visit, &citizen, &person, form, None)))
}

/// `POST /me/document`.
pub async fn submit(State(app): State<App>, visit: Visit, citizen: Citizen, data: FormData) -> Result {
    let Some(person) = citizen.person(&app.keys)? else {
        return Ok(see_other("/me"));
    };
    let mut form = data.state(visit.csrf(&app));
    let read = read_number(&data, &mut form, person.id_type, local_date(visit.now()));
    let Some(wanted) = read.filter(|wanted| changes(wanted, &person, &mut form)) else {
        return Ok(invalid(page(&app, &visit, &citizen, &person, form, None)));
    };
    if data.text("version") != citizen.revision.to_string() {
        return overtaken(&app, &visit, &citizen, &person, form).await;
    }
    if let Err(complaint) = sign_in::confirm(&app, &visit, &citizen, &data).await? {
        form.fail("password", complaint);
        return Ok(invalid(page(&app, &visit, &citizen, &person, form, None)));
    }
    match real_name::check(&app, &visit, &person.real_name, &wanted).await? {
        Outcome::Passed => {}
        Outcome::Refused(_, message) => {
            form.fail("id_number", message);
            return Ok(invalid(page(&app, &visit, &citizen, &person, form, None)));
        }
        Outcome::NoAnswer(why) => {
            let trouble =
                format!("{why}。号码还没有改，您填写的内容都在：到时重新输入密码，再点“核实并保存”。");
            let page = page(&app, &visit, &citizen, &person, form, Some(trouble));
            return Ok(html_with(StatusCode::SERVICE_UNAVAILABLE, page));
        }
    }
    audit::record(&app, &visit, &Doer::Citizen(citizen.id), Deed::ProfileChanged).await?;
    match app.store.set_id_number(&citizen, wanted.number()).await {
        Ok(_) => Ok(see_other("/me?done=document")),
        Err(ChangeDocumentError::Taken) => {
            // Counted, so that nobody finds out by trying whose documents are registered.
            let _failure = limits::attempt(&app, &visit, &[(REGISTER_ADDRESS, visit.address())]).await?;
            form.fail(
                "id_number",
                "这个证件已经注册了别的账号，请核对号码。那个账号也是您的，请登录那个账号；忘了用户名的，在登录页点“忘了用户名”",
            );
            Ok(invalid(page(&app, &visit, &citizen, &person, form, None)))
        }
        Err(ChangeDocumentError::Store(StoreError::Conflict)) => {
            overtaken(&app, &visit, &citizen, &person, form).await
        }
        Err(ChangeDocumentError::Store(error)) => Err(error.into()),
    }
}

/// Whether it is another number at all.
fn changes(wanted: &Document, person: &Person, form: &mut FormState) -> bool {
    let changes = wanted.number() != person.id_number;
    if !changes {
        form.fail("id_number", "和现在的号码一样，不用改");
    }
    changes
}

async fn overtaken(app: &App, visit: &Visit, citizen: &Citizen, person: &Person, form: FormState) -> Result {
    let page = document::page(&View {
        version: revision_now(app, citizen).await?,
        trouble: Some(OVERTAKEN.to_owned()),
        ..view(app, visit, citizen, person, form)
    });
    Ok(html_with(StatusCode::CONFLICT, page))
}

fn page(
    app: &App,
    visit: &Visit,
    citizen: &Citizen,
    person: &Person,
    form: FormState,
    trouble: Option<String>,
) -> templates::Markup {
    document::page(&View {
        trouble,
        ..view(app, visit, citizen, person, form)
    })
}

fn view(app: &App, visit: &Visit, citizen: &Citizen, person: &Person, form: FormState) -> View {
    View {
        shell: public_shell(app, visit, Some(citizen)),
        form,
        name: mask_name(&person.real_name),
        kind: person.id_type.label().to_owned(),
        number: mask_id_number(&person.id_number),
        version: citizen.revision,
        trouble: None,
    }
}
