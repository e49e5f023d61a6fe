//! `/staff/showcase/{id}/drop`: 删除稿子 of a case that never was public, 放弃修改 of one that is or was.

use crate::go::{Became, impossible, sent as carry};
use crate::reach::{known, path};
use crate::wish::step;
use axum::extract::State;
use domain::audit::{Deed, Doer};
use domain::ids::ShowcaseId;
use domain::showcase::{Public, Refusal, Showcase, Step, Work};
use store::StoreError;
use templates::staff::showcase::steps::{DropView, drop_page};
use web::session::Officer;
use web::{App, AppError, FormData, FormState, Path, Result, Visit, audit, html, see_other};

const DELETED: &str = "/staff/showcase?done=dropped";

fn blocked(showcase: &Showcase) -> Option<Refusal> {
    match (showcase.public, showcase.work) {
        (Public::Never, _) => showcase.may_be_dropped().err(),
        (_, Work::Waiting) => Some(Refusal::IsWaiting),
        (_, Work::None) => Some(Refusal::NothingWritten),
        _ => None,
    }
}

/// `GET /staff/showcase/{id}/drop`
pub async fn show(
    State(app): State<App>,
    visit: Visit,
    officer: Officer,
    Path(id): Path<ShowcaseId>,
) -> Result {
    let showcase = known(&app, &officer, id).await?;
    if let Some(refusal) = blocked(&showcase) {
        return Err(impossible(id, &refusal));
    }
    let form = FormState::new(visit.csrf(&app));
    Ok(html(drop_page(&DropView {
        step: step(&app, &visit, &officer, &showcase, form, None),
        version_only: showcase.public != Public::Never,
    })))
}

/// `POST /staff/showcase/{id}/drop`
pub async fn discard(
    State(app): State<App>,
    visit: Visit,
    officer: Officer,
    Path(id): Path<ShowcaseId>,
    sent: FormData,
) -> Result {
    let found = app.store.showcase(id).await?;
    // A second click finds nothing there: it is as it was to be.
    let Some(showcase) = found else {
        return Ok(see_other(DELETED));
    };
    if showcase.agency.code != officer.agency {
        return Err(AppError::NotFound);
    }
    if showcase.public != Public::Never {
        return match carry(&app, &visit, &officer, id, &sent, Some(&Step::DropVersion)).await? {
            Became::Done => Ok(see_other(&format!("{}?done=dropped", path(id)))),
            Became::Refused(_, refusal) => Err(impossible(id, &refusal)),
            Became::Back(..) => Err(late(id)),
        };
    }
    if let Some(refusal) = blocked(&showcase) {
        return Err(impossible(id, &refusal));
    }
    if sent.text("revision") != showcase.revision.to_string() {
        return Err(late(id));
    }
    let entry = audit::entry(&app, &visit, Deed::ShowcaseDropped).of(showcase.petition, id);
    app.store.audit(&Doer::Officer(officer.id), entry).await?;
    match app.store.drop_showcase(&showcase).await {
        Ok(()) => Ok(see_other(DELETED)),
        Err(StoreError::Conflict) => Err(late(id)),
        Err(error) => Err(error.into()),
    }
}

fn late(id: ShowcaseId) -> AppError {
    AppError::conflict_at(
        "就在刚才，有人改动过这个案例，您的操作没有生效。请看过再决定。",
        path(id),
        "查看这个案例",
    )
}
