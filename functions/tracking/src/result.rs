//! `GET /track/result`: the public timeline of what was found, for half an hour, by a signed cookie
//! that names the petition. Neither name nor code stands in an address.

use axum::extract::State;
use store::head::SealedField;
use templates::components::step_messages::StepMessages;
use templates::components::tag::Tag;
use templates::public::track;
use web::present::{self, Told};
use web::render::public_shell;
use web::{App, AppError, MaybeCitizen, Query, Result, Visit, html, see_other, tell, tracked};

/// `GET /track/result`
pub async fn show(
    State(app): State<App>,
    visit: Visit,
    MaybeCitizen(citizen): MaybeCitizen,
    Query(query): Query,
) -> Result {
    let Some(tracked) = tracked::found(&app, &visit) else {
        return Ok(see_other("/track"));
    };
    let found = app.store.timeline(tracked.petition, query.has("done"));
    let (found, ()) = tokio::join!(found, web::settings::look(&app, &visit));
    let found = found?.ok_or(AppError::NotFound)?;
    let head = &found.head;
    let petition = &head.petition;
    let events: Vec<_> = found.events.iter().collect();
    let (now, rate) = present::now_box(petition, visit.now(), "/track/rate");
    // A joint petition's messages go to the one who filed it: that person switches them, signed in.
    let messages = if tracked.joint {
        None
    } else {
        tell::step_messages(&app, &visit, head, found.steps_told, "/track/messages".to_owned())?
    };
    Ok(html(track::result_page(&track::ResultView {
        has_account: head.owner.is_some(),
        shell: public_shell(&app, &visit, citizen.as_ref()),
        number: petition.number.to_string(),
        title: app.store.open_field(head, SealedField::Title)?,
        status: Tag::status(petition.status.kind().label()),
        agency: present::holder(petition),
        deadline: present::deadline_bar(petition, visit.now(), false),
        now,
        timeline: present::timeline(petition, &events, "", Told::ToTracker, visit.now()),
        rate,
        // This page shows nothing of the person: not even a masked number.
        messages: messages.map(|messages| StepMessages {
            to: "登记时留的手机号".to_owned(),
            ..messages
        }),
        flash: tell::switched(query.text("done")),
    })))
}
