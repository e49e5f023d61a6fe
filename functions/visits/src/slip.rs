//! `/staff/intake/visits/{id}/slip`: 来访接谈单, as [`web::slip`] has it, with the number of the day and who will talk with
//! whoever came.

use crate::reach;
use axum::extract::State;
use axum::response::Response;
use domain::access::{Action, may};
use domain::ids::PetitionId;
use templates::components::link::Link;
use templates::staff::slip::{Of, View};
use templates::staff::visits::NEW;
use web::session::Officer;
use web::slip::{Slip, answer};
use web::{App, FormData, Path, Query, Result, Visit};

async fn read(app: &App, visit: &Visit, officer: &Officer, id: PetitionId) -> Result<Slip> {
    let path = format!("/staff/intake/visits/{id}/slip");
    Slip::read((app, visit), (Of::Visit, path), id, reach::own(app, officer, id)).await
}

/// `GET /staff/intake/visits/{id}/slip`
pub async fn show(
    State(app): State<App>,
    visit: Visit,
    officer: Officer,
    Path(id): Path<PetitionId>,
    Query(query): Query,
) -> Result {
    let slip = read(&app, &visit, &officer, id).await?;
    let mut view = slip.show(&app, &visit, &officer, &query).await?;
    if query.text("done") == "registered" {
        view.flash = "已登记，接谈人的列表里已经有了。请打印接谈单，交给来访人。".to_owned();
    }
    Ok(answer(&linked(&officer, id, view)))
}

/// `POST /staff/intake/visits/{id}/slip`: once more, for a reason.
pub async fn again(
    State(app): State<App>,
    visit: Visit,
    officer: Officer,
    Path(id): Path<PetitionId>,
    sent: FormData,
) -> Result<Response> {
    let slip = read(&app, &visit, &officer, id).await?;
    let view = slip.again(&app, &visit, &officer, &sent).await?;
    Ok(answer(&linked(&officer, id, view)))
}

/// `POST /staff/intake/visits/{id}/slip/sms`
pub async fn send(
    State(app): State<App>,
    visit: Visit,
    officer: Officer,
    Path(id): Path<PetitionId>,
    form: FormData,
) -> Result<Response> {
    let slip = read(&app, &visit, &officer, id).await?;
    slip.send(&app, &visit, &officer, &form).await
}

fn linked(officer: &Officer, id: PetitionId, mut view: View) -> View {
    view.links.push(Link::new(NEW, "登记下一批"));
    if may(&officer.actor(), Action::RecordReception) {
        let reception = format!("/staff/intake/visits/{id}/reception");
        view.links.push(Link::new(reception, "登记领导公开接访"));
    }
    view
}
