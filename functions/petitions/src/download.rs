//! 下载我的资料 (`/me/download`): everything one has given and got, as files to keep: the account, and for
//! each petition and suggestion what its own page shows. Of many a file holds some, so that its size and the
//! time it takes stay bounded. Changes nothing; must not hold what only staff may see.

mod file;

use axum::extract::State;
use axum::response::IntoResponse as _;
use domain::audit::{Deed, Doer};
use domain::time::{iso_date, local_date};
use http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use templates::public::account::download::{self, View};
use web::render::public_shell;
use web::{App, AppError, Citizen, FormData, Result, Visit, audit, html};

/// Petitions, and suggestions, in one file: each can be some tens of kilobytes, and an answer may have six megabytes.
const PER_FILE: usize = 50;

/// `GET /me/download`.
pub async fn show(State(app): State<App>, visit: Visit, citizen: Citizen) -> Result {
    let (petitions, suggestions) = tokio::try_join!(
        app.store.my_petition_ids(citizen.id),
        app.store.my_suggestion_ids(citizen.id)
    )?;
    Ok(html(download::page(&View {
        shell: public_shell(&app, &visit, Some(&citizen)),
        csrf: visit.csrf(&app),
        anonymous: citizen.anonymous,
        petitions: petitions.len(),
        suggestions: suggestions.len(),
        per_file: PER_FILE,
    })))
}

/// `POST /me/download`: the file. A POST, so that no other site can make a browser fetch it.
pub async fn download(State(app): State<App>, visit: Visit, citizen: Citizen, data: FormData) -> Result {
    let (ids, made) = tokio::try_join!(
        app.store.my_petition_ids(citizen.id),
        app.store.my_suggestion_ids(citizen.id)
    )?;
    let part: usize = data.text("part").parse().unwrap_or(1);
    let parts = ids.len().max(made.len()).div_ceil(PER_FILE).max(1);
    if !(1..=parts).contains(&part) {
        return Err(AppError::NotFound);
    }
    let mut suggestions = Vec::new();
    for id in made.iter().skip((part - 1) * PER_FILE).take(PER_FILE) {
        let found = app.store.suggestion(*id).await?;
        if let Some(suggestion) = found.filter(|suggestion| suggestion.head.owner == citizen.id) {
            suggestions.push(file::suggestion(&app, &suggestion)?);
        }
    }
    let mut petitions = Vec::new();
    for id in ids.iter().skip((part - 1) * PER_FILE).take(PER_FILE) {
        let found = app.store.petition(*id).await?;
        if let Some(petition) = found.filter(|petition| petition.head.owner == Some(citizen.id)) {
            petitions.push(file::petition(&app, &petition)?);
        }
    }
    let drafts = match part {
        1 => app.store.drafts(citizen.id).await?,
        _ => Vec::new(),
    };
    audit::record(&app, &visit, &Doer::Citizen(citizen.id), Deed::DataDownloaded).await?;
    let mut file = file::File::new(&app, &citizen, visit.now(), (part, parts), petitions, drafts)?;
    file.suggestions = suggestions;
    let text = serde_json::to_string_pretty(&file).map_err(AppError::internal)?;
    let name = format!("xinfang-{}-{part}.json", iso_date(local_date(visit.now())));
    let headers = [
        (CONTENT_TYPE, "application/json; charset=utf-8".to_owned()),
        (CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")),
    ];
    Ok((headers, text).into_response())
}
