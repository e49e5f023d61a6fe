//! 撤回: possible until staff first open the petition. Opening and withdrawing race in the store: the
//! version decides, and the loser is told who won.

use crate::show::{own, own_head};
use axum::extract::State;
use domain::event::{Body, By};
use domain::ids::PetitionId;
use store::StoreError;
use store::cases::Change;
use store::head::SealedField;
use templates::public::withdraw;
use web::render::public_shell;
use web::session::Citizen;
use web::{App, AppError, Path, Result, Visit, html, see_other};

const TOO_LATE: &str = "工作人员已经打开了这件信访，不能再撤回。您可以在办理过程页继续查看进展。";

/// `GET /petitions/{id}/withdraw`
pub async fn confirm(
    State(app): State<App>,
    visit: Visit,
    citizen: Citizen,
    Path(id): Path<PetitionId>,
) -> Result {
    let file = own(&app, &citizen, id).await?;
    let blocked = match file.head.petition.status.kind() {
        domain::petition::StatusKind::Filed => None,
        domain::petition::StatusKind::Withdrawn => Some("您已经撤回了这件信访。".to_owned()),
        _ => Some(TOO_LATE.to_owned()),
    };
    Ok(html(withdraw::page(&withdraw::View {
        shell: public_shell(&app, &visit, Some(&citizen)),
        csrf: visit.csrf(&app),
        action: format!("/petitions/{id}/withdraw"),
        href: format!("/petitions/{id}"),
        number: file.head.petition.number.to_string(),
        title: app.store.open_field(&file.head, SealedField::Title)?,
        blocked,
        done: file.head.petition.status.kind() == domain::petition::StatusKind::Withdrawn,
    })))
}

/// `POST /petitions/{id}/withdraw`
pub async fn withdraw(
    State(app): State<App>,
    visit: Visit,
    citizen: Citizen,
    Path(id): Path<PetitionId>,
) -> Result {
    let head = own_head(&app, &citizen, id).await?;
    if head.petition.status.kind() == domain::petition::StatusKind::Withdrawn {
        return Ok(see_other(&format!("/petitions/{id}?done=withdrawn")));
    }
    let change = Change {
        steps: vec![(By::Petitioner, Body::Withdrawn)],
        ..Change::default()
    };
    match app.store.commit(&head, change, visit.now()).await {
        Ok(_) => Ok(see_other(&format!("/petitions/{id}?done=withdrawn"))),
        Err(StoreError::Transition(_) | StoreError::Conflict) => {
            // Somebody was first: staff, or the petitioner in another window.
            let now = app.store.head(id).await?.ok_or(AppError::NotFound)?;
            if now.petition.status.kind() == domain::petition::StatusKind::Withdrawn {
                return Ok(see_other(&format!("/petitions/{id}?done=withdrawn")));
            }
            Err(AppError::conflict_at(
                TOO_LATE,
                format!("/petitions/{id}"),
                "查看办理过程",
            ))
        }
        Err(error) => Err(error.into()),
    }
}
