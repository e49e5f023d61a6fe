//! `/staff/intake/letters/{id}/slip`: 来信查询码条, as [`web::slip`] has it. After the registration it says what became of the
//! letter and, as long as it can be linked to others, which are like it.

use crate::reach;
use axum::extract::State;
use axum::response::Response;
use domain::access::{Action, may};
use domain::ids::PetitionId;
use domain::petition::StatusKind;
use store::matching;
use templates::components::link::Link;
use templates::staff::letters::DETAILED;
use templates::staff::matches::Panel;
use templates::staff::slip::{Of, View};
use web::matches::Own;
use web::session::Officer;
use web::slip::{Slip, answer};
use web::{App, FormData, Path, Query, Result, Visit, matches};

async fn read(app: &App, visit: &Visit, officer: &Officer, id: PetitionId) -> Result<Slip> {
    let path = format!("/staff/intake/letters/{id}/slip");
    Slip::read((app, visit), (Of::Letter, path), id, reach::own(app, officer, id)).await
}

/// `GET /staff/intake/letters/{id}/slip`
pub async fn show(
    State(app): State<App>,
    visit: Visit,
    officer: Officer,
    Path(id): Path<PetitionId>,
    Query(query): Query,
) -> Result {
    let slip = read(&app, &visit, &officer, id).await?;
    let mut view = slip.show(&app, &visit, &officer, &query).await?;
    let holder = &slip.file.head.petition.holder.name;
    let how = match query.text("done") {
        "registered" => Some(String::new()),
        "transferred" => Some(format!("，并转送{holder}")),
        "assigned" => Some(format!("，并交办{holder}")),
        _ => None,
    };
    if let Some(how) = how {
        view.flash = format!("已登记{how}。请打印查询码条，随告知书寄给来信人或者当面交给来信人。");
    }
    if is_amendable(&slip) {
        let file = &slip.file;
        let profile = matching::profile(app.store.keys(), &file.head, &file.detail)?;
        let own = Own::of(&file.head, None, &profile);
        let found = matches::alike(&app, &officer, own, &[]).await;
        view.matches = Panel {
            rows: found.alike.into_iter().map(|one| one.row).collect(),
            unknown: found.unknown,
            ..Panel::default()
        };
        view.link = Some(format!("/staff/intake/web/{id}"));
    }
    Ok(answer(&linked(&officer, &slip, view)))
}

/// `POST /staff/intake/letters/{id}/slip`: once more, for a reason.
pub async fn again(
    State(app): State<App>,
    visit: Visit,
    officer: Officer,
    Path(id): Path<PetitionId>,
    sent: FormData,
) -> Result<Response> {
    let slip = read(&app, &visit, &officer, id).await?;
    let view = slip.again(&app, &visit, &officer, &sent).await?;
    Ok(answer(&linked(&officer, &slip, view)))
}

/// `POST /staff/intake/letters/{id}/slip/sms`
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

/// Whether its registration can still be changed, and the letter linked to others.
fn is_amendable(slip: &Slip) -> bool {
    slip.file.head.petition.status.kind() == StatusKind::Registered
}

fn linked(officer: &Officer, slip: &Slip, mut view: View) -> View {
    view.links.push(Link::new(DETAILED, "登记下一封"));
    let holds = slip.file.head.petition.holder.code == officer.agency;
    if is_amendable(slip) && holds && may(&officer.actor(), Action::TransferCase) {
        let transfer = format!("{}/transfer", view.case);
        view.links.push(Link::new(transfer, "转送"));
    }
    view
}
