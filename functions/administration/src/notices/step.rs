//! `POST /staff/admin/notices/{id}/publish` and `…/down`: 发布 and 撤下 what was on the page. A second click
//! finds it done.

use super::{by_whom, known, path};
use axum::extract::State;
use domain::audit::{Deed, Doer};
use domain::ids::NoticeId;
use domain::notice::{self, Notice, NoticeError};
use domain::time::local_date;
use store::StoreError;
use web::session::Officer;
use web::{App, AppError, FormData, Path, Result, Visit, audit, see_other};

/// `POST /staff/admin/notices/{id}/publish`
pub async fn publish(
    State(app): State<App>,
    visit: Visit,
    officer: Officer,
    Path(id): Path<NoticeId>,
    sent: FormData,
) -> Result {
    let notice = known(&app, id).await?;
    let next = notice
        .clone()
        .published(&officer.name, visit.now(), local_date(visit.now()));
    carry_out(
        &app,
        &visit,
        &officer,
        &sent,
        (&notice, next),
        Deed::NoticePublished,
    )
    .await
}

/// `POST /staff/admin/notices/{id}/down`
pub async fn take_down(
    State(app): State<App>,
    visit: Visit,
    officer: Officer,
    Path(id): Path<NoticeId>,
    sent: FormData,
) -> Result {
    let notice = known(&app, id).await?;
    let next = notice.clone().taken_down(&officer.name, visit.now());
    carry_out(
        &app,
        &visit,
        &officer,
        &sent,
        (&notice, next),
        Deed::NoticeTakenDown,
    )
    .await
}

async fn carry_out(
    app: &App,
    visit: &Visit,
    officer: &Officer,
    sent: &FormData,
    (notice, next): (&Notice, Result<Notice, NoticeError>),
    deed: Deed,
) -> Result {
    let here = path(notice.id);
    let done = match deed {
        Deed::NoticePublished => format!("{here}?done=published"),
        _ => format!("{here}?done=down"),
    };
    let late = |notice: &Notice| {
        let why = format!("{}，请看过再决定。", by_whom(notice));
        AppError::conflict_at(why, here.clone(), "看这条公告")
    };
    let next = match next {
        Ok(next) => next,
        // It is as it was to be: somebody clicked twice, or was a little faster.
        Err(NoticeError::Published) => return Ok(see_other(&done)),
        Err(NoticeError::NotPublished) if !matches!(notice.state, notice::State::Draft) => {
            return Ok(see_other(&done));
        }
        Err(refusal) => return Err(AppError::conflict_at(refusal.to_string(), here, "看这条公告")),
    };
    if sent.text("revision") != notice.revision.to_string() {
        return Err(late(notice));
    }
    let entry = audit::entry(app, visit, deed).about(notice.id);
    app.store.audit(&Doer::Officer(officer.id), entry).await?;
    match app.store.change_notice(notice, &next).await {
        Ok(_) => Ok(see_other(&done)),
        Err(StoreError::Conflict) => Err(late(&known(app, notice.id).await?)),
        Err(error) => Err(error.into()),
    }
}
