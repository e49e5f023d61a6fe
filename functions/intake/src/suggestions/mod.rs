//! 网上建议调阅 (条例第 29 条; manual of 2014, 3.2): a petition office opens the suggestions that came to it,
//! studies them, passes them on below or answers them. Who may see and work on one is checked here beside
//! the data, after the role was checked at the route. What is out of scope does not exist.

mod desk;
mod note;
mod open;
mod reply;
mod show;
pub mod steps;
mod transfer;
mod work;

use domain::access::within_scope;
use domain::ids::{AgencyCode, SuggestionId};
use domain::suggestion::{Status, StatusKind, Suggestion};
use store::suggestions::StudyFile;
use web::session::Officer;
use web::{Action, App, AppError, Result, Routes};

/// The routes of the suggestions.
pub(crate) fn routes(routes: Routes) -> Routes {
    routes
        .get("/staff/suggestions", Action::ReadSuggestion, desk::show)
        .post(
            "/staff/suggestions/{id}/open",
            Action::StudySuggestion,
            open::open,
        )
        .get("/staff/suggestions/{id}", Action::ReadSuggestion, show::show)
        .post(
            "/staff/suggestions/{id}/notes",
            Action::StudySuggestion,
            note::note,
        )
        .get(
            "/staff/suggestions/{id}/transfer",
            Action::StudySuggestion,
            transfer::show,
        )
        .post(
            "/staff/suggestions/{id}/transfer",
            Action::StudySuggestion,
            transfer::transfer,
        )
        .get(
            "/staff/suggestions/{id}/reply",
            Action::StudySuggestion,
            reply::show,
        )
        .post(
            "/staff/suggestions/{id}/reply",
            Action::StudySuggestion,
            reply::reply,
        )
}

/// The address of a suggestion.
fn path(id: SuggestionId) -> String {
    format!("/staff/suggestions/{id}")
}

/// Whether it went to the officer's office or one below, whoever has it now.
fn in_scope(officer: &Officer, suggestion: &Suggestion) -> bool {
    let offices: Vec<AgencyCode> = suggestion.path.iter().map(|office| office.code.clone()).collect();
    within_scope(&officer.agency, &offices)
}

/// The suggestion, if it lies in the officer's scope and its office has opened it: reading it before that
/// would be opening it.
async fn readable(app: &App, officer: &Officer, id: SuggestionId) -> Result<StudyFile> {
    let study = app.store.study(id).await?.ok_or(AppError::NotFound)?;
    let suggestion = &study.file.head.suggestion;
    if !in_scope(officer, suggestion) {
        return Err(AppError::NotFound);
    }
    let own = suggestion.holder.code == officer.agency;
    match suggestion.status {
        Status::Received if !own => Err(AppError::NotFound),
        Status::Received | Status::Transferred { .. } if own => Err(AppError::conflict_at(
            "这条建议还没有打开。请在“未阅”列表中点标题打开。",
            "/staff/suggestions",
            "去未阅列表",
        )),
        _ => Ok(study),
    }
}

/// The suggestion, if the officer's own office is studying it.
async fn studied(app: &App, officer: &Officer, id: SuggestionId) -> Result<StudyFile> {
    let study = readable(app, officer, id).await?;
    match blocked(officer, &study.file.head.suggestion) {
        None => Ok(study),
        Some(reason) => Err(AppError::conflict_at(
            format!("{reason}。"),
            path(id),
            "查看这条建议",
        )),
    }
}

/// Why this officer cannot work on the suggestion now.
fn blocked(officer: &Officer, suggestion: &Suggestion) -> Option<String> {
    match suggestion.status.kind() {
        StatusKind::Replied => Some("这条建议已经答复".to_owned()),
        _ if suggestion.holder.code != officer.agency => {
            Some(format!("这条建议现在由{}研究", suggestion.holder.name))
        }
        StatusKind::Studying => None,
        StatusKind::Received | StatusKind::Transferred => Some("这条建议还没有打开".to_owned()),
    }
}
