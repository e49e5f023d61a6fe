//! `/staff/admin/agencies/{agency}`: the contact of one agency. Saving is conditioned on the revision that the form was
//! made from: who comes second sees what is published now, keeps what they typed, and may save it over that.

use super::list::list_of;
use super::{changed, path};
use axum::extract::State;
use axum::response::Response;
use domain::audit::{Deed, Doer};
use domain::division::{DivisionCode, Level};
use domain::ids::AgencyCode;
use domain::office::{Contact, Field};
use domain::settings::Changed;
use domain::time::zh_datetime;
use http::StatusCode;
use store::StoreError;
use store::content::Agency;
use templates::staff::admin::agency::{self as page, View};
use web::render::{html_with, invalid, staff_shell};
use web::session::Officer;
use web::{App, AppError, FormData, FormState, Path, Query, Result, Visit, audit, html, see_other};

/// `GET /staff/admin/agencies/{agency}`
pub async fn show(
    State(app): State<App>,
    visit: Visit,
    officer: Officer,
    Path(code): Path<String>,
    Query(query): Query,
) -> Result {
    let agency = known(&app, &code).await?;
    let form = Field::ALL
        .iter()
        .fold(FormState::new(visit.csrf(&app)), |form, field| {
            form.with(field.code(), agency.contact.get(*field))
        });
    Ok(html(page::page(&View {
        flash: match query.text("done") {
            "saved" => "已经保存，最迟 1 分钟后群众就能看到。".to_owned(),
            _ => String::new(),
        },
        ..view(&app, &visit, &officer, form, &agency)
    })))
}

/// `POST /staff/admin/agencies/{agency}`
pub async fn save(
    State(app): State<App>,
    visit: Visit,
    officer: Officer,
    Path(code): Path<String>,
    sent: FormData,
) -> Result<Response> {
    let agency = known(&app, &code).await?;
    let mut form = sent.state(visit.csrf(&app));
    let (wanted, wrong) = Contact::read(|field| sent.raw(field.code()));
    for (field, error) in &wrong {
        form.fail(field.code(), error.to_string());
    }
    if !wrong.is_empty() {
        return Ok(invalid(page::page(&View {
            revision: sent.text("revision").to_owned(),
            ..view(&app, &visit, &officer, form, &agency)
        })));
    }
    let done = see_other(&format!("{}?done=saved", path(&agency)));
    let fields = wanted.differs(&agency.contact);
    // A second click, or somebody else who wanted the same: there is nothing left to do.
    if fields.is_empty() {
        return Ok(done);
    }
    if sent.text("revision") != agency.revision.to_string() {
        return Ok(late(&app, &visit, &officer, form, &agency));
    }
    // The public reads these values: what was changed into what may be told.
    let told = |field: Field| {
        let (old, new) = (agency.contact.get(field), wanted.get(field));
        format!("{}: {old:?} -> {new:?}", field.code())
    };
    let changes: Vec<String> = fields.into_iter().map(told).collect();
    let about = format!("{} {}", agency.code, changes.join(", "));
    let entry = audit::entry(&app, &visit, Deed::AgencyContactChanged).about(about);
    app.store.audit(&Doer::Officer(officer.id), entry).await?;
    let by = Changed {
        at: visit.now(),
        by: officer.name.clone(),
    };
    match app.store.save_contact(&agency, wanted, Some(by)).await {
        Ok(()) => Ok(done),
        Err(StoreError::Conflict) => {
            let now = known(&app, &code).await?;
            Ok(late(&app, &visit, &officer, form, &now))
        }
        Err(error) => Err(error.into()),
    }
}

async fn known(app: &App, code: &str) -> Result<Agency> {
    let code: AgencyCode = code.parse().map_err(|_| AppError::NotFound)?;
    app.store.agency(&code).await?.ok_or(AppError::NotFound)
}

fn view(app: &App, visit: &Visit, officer: &Officer, form: FormState, agency: &Agency) -> View {
    View {
        shell: staff_shell(app, visit, Some(officer)),
        form,
        action: path(agency),
        back: list_of(agency),
        name: agency.name.clone(),
        code: agency.code.to_string(),
        public: agency.code.division_code().map(public),
        revision: agency.revision.to_string(),
        changed: changed(agency),
        ..View::default()
    }
}

/// The public page that shows the agencies of a division.
fn public(division: DivisionCode) -> (String, String) {
    match division.city() {
        Some(city) if division.level() != Level::Province => {
            (format!("/cities/{city}"), format!("{}信访", city.division().name))
        }
        _ => ("/guide/offices".to_owned(), "省市信访部门".to_owned()),
    }
}

/// The answer to who came second: what is published now, and what they typed.
fn late(app: &App, visit: &Visit, officer: &Officer, form: FormState, now: &Agency) -> Response {
    let who = match &now.changed {
        Some(changed) => format!("{} 在 {} 改过", changed.by, zh_datetime(changed.at)),
        None => "联系方式刚刚改过".to_owned(),
    };
    let fields = Field::ALL.map(|field| (field.label().to_owned(), now.contact.get(field).to_owned()));
    html_with(
        StatusCode::CONFLICT,
        page::page(&View {
            conflict: Some((who, fields.into())),
            ..view(app, visit, officer, form, now)
        }),
    )
}
