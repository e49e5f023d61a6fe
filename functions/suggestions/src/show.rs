//! `/suggestions/{id}` and its receipt: one's own suggestion, how far it got, and the reply. Anybody else's
//! does not exist.

use axum::extract::State;
use domain::ids::SuggestionId;
use domain::time::zh_datetime;
use store::suggestions::SuggestionFile;
use templates::public::suggestions::{ReceiptView, View, page, receipt_page};
use web::present::Told;
use web::present::suggestions::{answer, status_tag, timeline};
use web::render::public_shell;
use web::session::Citizen;
use web::{App, AppError, Path, Result, Visit, html};

async fn own(app: &App, citizen: &Citizen, id: SuggestionId) -> Result<SuggestionFile> {
    let found = app.store.suggestion(id).await?;
    found
        .filter(|file| file.head.owner == citizen.id)
        .ok_or(AppError::NotFound)
}

/// `GET /suggestions/{id}`
pub async fn show(
    State(app): State<App>,
    visit: Visit,
    citizen: Citizen,
    Path(id): Path<SuggestionId>,
) -> Result {
    let file = own(&app, &citizen, id).await?;
    let suggestion = &file.head.suggestion;
    let events: Vec<_> = file.events.iter().collect();
    Ok(html(page(&View {
        shell: public_shell(&app, &visit, Some(&citizen)),
        number: suggestion.number.to_string(),
        title: file.head.open_title(app.store.keys())?,
        status: status_tag(&suggestion.status),
        office: suggestion.holder.name.clone(),
        answer: answer(&file),
        timeline: timeline(&events, Told::ToPetitioner),
        place: domain::division::full_name(suggestion.division),
        category: suggestion.category.clone().unwrap_or_default(),
        content: file.text.clone(),
    })))
}

/// `GET /suggestions/{id}/receipt`
pub async fn receipt(
    State(app): State<App>,
    visit: Visit,
    citizen: Citizen,
    Path(id): Path<SuggestionId>,
) -> Result {
    let file = own(&app, &citizen, id).await?;
    let suggestion = &file.head.suggestion;
    // Where it went first; it may have been passed on since.
    let office = suggestion.path.first().unwrap_or(&suggestion.holder);
    Ok(html(receipt_page(&ReceiptView {
        shell: public_shell(&app, &visit, Some(&citizen)),
        number: suggestion.number.to_string(),
        title: file.head.open_title(app.store.keys())?,
        place: domain::division::full_name(suggestion.division),
        office: office.name.clone(),
        made_at: zh_datetime(suggestion.made_at),
        told: file.head.mobile.is_some(),
        href: format!("/suggestions/{id}"),
    })))
}
