//! `POST /staff/interviews/{id}/send`: 发送 — another interviewer of the office takes it over, for a reason: sent by who has
//! it, or by a colleague where that one is away. Takes effect once
//! however often it is sent.

use crate::interviewers;
use crate::standing::{self, TRIES, again, overtaken, own_after};
use crate::steps;
use axum::extract::State;
use axum::response::Response;
use domain::access::{Action, may};
use domain::event::{Body, OfficerRef};
use domain::ids::PetitionId;
use domain::interview::{ADVICE_MAX, words};
use templates::staff::interviews::{LIST, show};
use web::forms::take;
use web::render::returned;
use web::session::Officer;
use web::{App, FormData, FormState, Path, Result, Visit, see_other};

/// `POST /staff/interviews/{id}/send`
pub async fn send(
    State(app): State<App>,
    visit: Visit,
    officer: Officer,
    Path(id): Path<PetitionId>,
    sent: FormData,
) -> Result<Response> {
    let me = officer.reference();
    let seen = sent.seen_version();
    let mut tries = TRIES;
    loop {
        let ((case, interview), all) = tokio::try_join!(
            standing::of(&app, &officer, id),
            interviewers::of_office(&app, &officer)
        )?;
        let mut state = sent.state(visit.csrf(&app));
        let read = read(&sent, &mut state, &officer, &all);
        if let Some((to, reason)) = &read
            && matches!(
                own_after(&case, &officer, seen).first(),
                Some(Body::InterviewSent { to: whom, reason: why }) if whom.id == to.id && why == reason
            )
        {
            break;
        }
        let closed = interview.sendable_by(&me).err().map(|no| no.to_string());
        let late = closed.is_some() || seen != case.file.head.petition.version;
        let Some((to, reason)) = read.filter(|_| !late) else {
            let forms = (standing::recorded(&case, visit.csrf(&app), &visit), state);
            let mut view = standing::view(&app, &visit, &officer, &case, &interview, &all, forms)?;
            view.overtaken = late.then(|| overtaken(&case, &officer, seen, closed));
            return Ok(returned(late, show::page(&view)));
        };
        tries -= 1;
        match steps::send_on(&app, &me, &case.file.head, to, &reason, visit.now()).await {
            Ok(_) => break,
            Err(error) if again(&error, tries) => {}
            Err(error) => return Err(error.into()),
        }
    }
    // The list is the interviewers'.
    Ok(see_other(&if may(&officer.actor(), Action::InterviewVisit) {
        format!("{LIST}?done=sent")
    } else {
        format!("{LIST}/{id}?done=sent")
    }))
}

/// To whom and why; `None` with the errors in `state`.
fn read(
    sent: &FormData,
    state: &mut FormState,
    officer: &Officer,
    all: &[interviewers::Interviewer],
) -> Option<(OfficerRef, String)> {
    let to = sent.text("to").parse().ok();
    let to = to
        .filter(|to| *to != officer.id)
        .and_then(|to| interviewers::find(all, to));
    let to = take(state, "to", to.ok_or("请选择发送给谁"));
    let reason = take(
        state,
        "reason",
        words(sent.raw("reason"), "请写明为什么请别人接谈", ADVICE_MAX),
    );
    to.zip(reason)
}
