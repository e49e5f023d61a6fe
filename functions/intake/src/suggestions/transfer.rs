//! `/staff/suggestions/{id}/transfer`: 转交 to another petition office, with a reason: below, or above in the own line, for
//! what came to the wrong level (条例第 22 条). The office that passed it on can still read it.

use super::steps::Work;
use super::work::{Became, carry_out, step};
use super::{path, studied};
use axum::extract::State;
use axum::response::Response;
use domain::division::DivisionCode;
use domain::ids::{AgencyCode, SuggestionId};
use domain::text::StudyNote;
use store::content::{Agencies, Agency, AgencyKind};
use store::suggestions::StudyFile;
use templates::components::overtaken::Overtaken;
use templates::components::select::{Choice, OptGroup};
use templates::staff::suggestion_steps::{TransferView, transfer_page};
use web::forms::take;
use web::render::returned;
use web::session::Officer;
use web::{App, FormData, FormState, Path, Result, Visit, html, see_other};

/// The petition offices of the divisions below the officer's own, and of those above in its line.
fn offices<'a>(officer: &Officer, agencies: &'a Agencies) -> impl Iterator<Item = &'a Agency> {
    let own = officer.agency.clone();
    agencies.iter().filter(move |agency| {
        agency.kind == AgencyKind::PetitionOffice
            && (agencies.may_transfer(&own, &agency.code) || agencies.may_transfer(&agency.code, &own))
    })
}

/// `GET /staff/suggestions/{id}/transfer`
pub async fn show(
    State(app): State<App>,
    visit: Visit,
    officer: Officer,
    Path(id): Path<SuggestionId>,
) -> Result {
    let study = studied(&app, &officer, id).await?;
    let form = FormState::new(visit.csrf(&app));
    Ok(html(page(&app, &visit, &officer, &study, form, None).await?))
}

async fn page(
    app: &App,
    visit: &Visit,
    officer: &Officer,
    study: &StudyFile,
    form: FormState,
    overtaken: Option<Overtaken>,
) -> Result<templates::Markup> {
    let agencies = app.store.agencies(app.now()).await?;
    Ok(transfer_page(&TransferView {
        step: step(app, visit, officer, study, "transfer", form)?.overtaken(overtaken),
        place: domain::division::full_name(study.file.head.suggestion.division),
        offices: groups(officer, &agencies),
    }))
}

/// The offices above, then those below under the names of their cities; the agencies come sorted by code.
fn groups(officer: &Officer, agencies: &Agencies) -> Vec<OptGroup> {
    let mut groups: Vec<OptGroup> = Vec::new();
    for office in offices(officer, agencies) {
        let city = office.code.division_code().and_then(DivisionCode::city);
        let label = if agencies.may_transfer(&office.code, &officer.agency) {
            "上级".to_owned()
        } else {
            city.map_or_else(String::new, |city| city.division().name.to_owned())
        };
        let choice = Choice::new(office.code.as_str(), &office.name);
        match groups.last_mut().filter(|group| group.label == label) {
            Some(group) => group.choices.push(choice),
            None => groups.push(OptGroup {
                label,
                choices: vec![choice],
            }),
        }
    }
    groups
}

/// `POST /staff/suggestions/{id}/transfer`
pub async fn transfer(
    State(app): State<App>,
    visit: Visit,
    officer: Officer,
    Path(id): Path<SuggestionId>,
    sent: FormData,
) -> Result<Response> {
    let agencies = app.store.agencies(app.now()).await?;
    let mut form = sent.state(visit.csrf(&app));
    let code: Option<AgencyCode> = sent.text("agency").parse().ok();
    let to = code.and_then(|code| offices(&officer, &agencies).find(|office| office.code == code));
    let to = take(&mut form, "agency", to.ok_or("请选择转交给哪个信访部门"));
    let reason = match StudyNote::parse(sent.raw("note")) {
        Err(domain::text::TextError::Empty { .. }) => Err("请写明转交理由".to_owned()),
        other => other.map_err(domain::text::TextError::message),
    };
    let reason = take(&mut form, "note", reason);
    let work = to.zip(reason).map(|(to, reason)| Work::Transfer {
        to: to.reference(),
        reason,
    });
    match carry_out(&app, &visit, &officer, id, &sent, work.as_ref()).await? {
        Became::Done => Ok(see_other(&format!("{}?done=transferred", path(id)))),
        Became::Back(study, overtaken) => {
            let late = overtaken.is_some();
            let page = page(&app, &visit, &officer, &study, form, overtaken).await?;
            Ok(returned(late, page))
        }
    }
}
