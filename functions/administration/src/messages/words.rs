//! `GET /staff/admin/messages`: 短信用语: every kind with its words as they are now.

use axum::extract::State;
use domain::message::{MessageKind, Timing};
use domain::time::zh_datetime;
use domain::wording::parts;
use store::wordings::Wordings;
use templates::staff::admin::messages::words::{self, Row};
use web::render::staff_shell;
use web::session::Officer;
use web::{App, Result, Visit, html};

/// `GET /staff/admin/messages`
pub async fn show(State(app): State<App>, visit: Visit, officer: Officer) -> Result {
    let (wordings, dead) = tokio::try_join!(app.store.wordings_now(visit.now()), app.store.given_up_count())?;
    let rows = MessageKind::ALL.into_iter().map(|kind| row(kind, &wordings));
    Ok(html(words::page(&words::View {
        shell: staff_shell(&app, &visit, Some(&officer)),
        rows: rows.collect(),
        dead,
    })))
}

fn row(kind: MessageKind, wordings: &Wordings) -> Row {
    let words = wordings.of(kind);
    Row {
        href: format!("/staff/admin/messages/{}", kind.code()),
        name: kind.label().to_owned(),
        words: words.text().to_owned(),
        daytime: kind.timing() == Timing::Daytime,
        parts: parts(&words.sample()),
        changed: changed(kind, wordings),
        built_in: !wordings.is_changed(kind),
    }
}

/// When and by whom; empty if never.
pub(super) fn changed(kind: MessageKind, wordings: &Wordings) -> String {
    wordings
        .changed(kind)
        .map(|changed| format!("{}，{}", zh_datetime(changed.at), changed.by))
        .unwrap_or_default()
}
