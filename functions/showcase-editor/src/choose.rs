//! `/staff/showcase/new`: 选登为案例, from the page of a concluded case. The form carries the id of the new case, so
//! that sending it twice makes one; of two officers at once, both end at the same case.

use crate::reach::{path, petition};
use crate::steps::pick;
use axum::extract::State;
use domain::audit::{Deed, Doer};
use domain::event::Body;
use domain::ids::{PetitionId, ShowcaseId};
use domain::petition::Status;
use domain::showcase::why_not;
use domain::time::{local_date, zh_date};
use store::StoreError;
use store::cases::CaseFile;
use store::head::SealedField;
use templates::staff::showcase::choose::{View, page};
use web::render::staff_shell;
use web::session::Officer;
use web::{App, AppError, FormData, Query, Result, Visit, audit, html, see_other};

/// `GET /staff/showcase/new?petition=`
pub async fn show(State(app): State<App>, visit: Visit, officer: Officer, Query(query): Query) -> Result {
    let id: PetitionId = query.text("petition").parse().map_err(|_| AppError::NotFound)?;
    let (case, picked) = tokio::join!(petition(&app, &officer, id), picked(&app, &officer, id));
    let (case, picked) = (case?, picked?);
    if let Picked::Own(there) = picked {
        return Ok(see_other(&path(there)));
    }
    let head = &case.file.head;
    let blocked = match picked {
        Picked::Elsewhere(agency) => Some(format!("这件信访已经由{agency}选登")),
        _ => why_not(&head.petition, case.file.detail.petitioner.anonymous),
    };
    Ok(html(page(&View {
        shell: staff_shell(&app, &visit, Some(&officer)),
        csrf: visit.csrf(&app),
        id: ShowcaseId::new(visit.now(), services::random::bytes()).to_string(),
        petition: id.to_string(),
        href: format!("/staff/petitions/{id}"),
        number: head.petition.number.to_string(),
        title: app.store.open_field(head, SealedField::Title)?,
        facts: facts(&case),
        joint: !case.file.detail.co_petitioners.is_empty(),
        blocked: blocked.map(|reason| format!("{reason}。")).unwrap_or_default(),
    })))
}

/// Whether somebody has chosen it.
enum Picked {
    No,
    Own(ShowcaseId),
    Elsewhere(String),
}

async fn picked(app: &App, officer: &Officer, id: PetitionId) -> Result<Picked> {
    let Some(there) = app.store.picked(id).await? else {
        return Ok(Picked::No);
    };
    Ok(match app.store.showcase(there).await? {
        Some(showcase) if showcase.agency.code == officer.agency => Picked::Own(there),
        Some(showcase) => Picked::Elsewhere(showcase.agency.name),
        None => Picked::No,
    })
}

fn facts(case: &CaseFile) -> Vec<(String, String)> {
    let petition = &case.file.head.petition;
    let mut facts = Vec::new();
    if let Status::Concluded { at, .. } = petition.status {
        facts.push(("办结", zh_date(local_date(at))));
    }
    let outcome = case.file.events.iter().rev().find_map(|event| match &event.body {
        Body::Replied { outcome, .. } => Some(outcome.label().to_owned()),
        body @ (Body::Directed { .. } | Body::DirectReplied { .. }) => Some(body.label().to_owned()),
        _ => None,
    });
    facts.extend(outcome.map(|outcome| ("处理结果", outcome)));
    facts.push(("办理单位", petition.holder.name.clone()));
    facts.push(("问题属地", domain::division::full_name(petition.division)));
    if let Some(registration) = case.registration() {
        facts.push(("内容分类", registration.category.to_string().replace('/', " › ")));
    }
    let own = |(key, value): (&str, String)| (key.to_owned(), value);
    facts.into_iter().map(own).collect()
}

/// `POST /staff/showcase/new`
pub async fn choose(State(app): State<App>, visit: Visit, officer: Officer, sent: FormData) -> Result {
    let id: PetitionId = sent.text("petition").parse().map_err(|_| AppError::NotFound)?;
    let new: ShowcaseId = sent.text("id").parse().map_err(|_| AppError::NotFound)?;
    let case = petition(&app, &officer, id).await?;
    if let Some(reason) = why_not(&case.file.head.petition, case.file.detail.petitioner.anonymous) {
        return Err(AppError::conflict_on(id, format!("{reason}。")));
    }
    let entry = audit::entry(&app, &visit, Deed::ShowcaseChosen).of(id, new);
    app.store.audit(&Doer::Officer(officer.id), entry).await?;
    match pick(&app, &officer.reference(), new, &case, visit.now()).await {
        Ok(_) => Ok(see_other(&format!("{}/edit?done=chosen", path(new)))),
        Err(StoreError::Conflict) => match picked(&app, &officer, id).await? {
            Picked::Own(there) => Ok(see_other(&path(there))),
            Picked::Elsewhere(agency) => {
                Err(AppError::conflict_on(id, format!("这件信访已经由{agency}选登。")))
            }
            Picked::No => Err(StoreError::Conflict.into()),
        },
        Err(error) => Err(error.into()),
    }
}
