//! `POST /staff/interviews/{id}/send`: 发送 — another interviewer of the office takes it over, for a reason: sent by who has
//! it, or by a colleague where that one is away. What was typed into the record is saved with it. Takes effect once however
//! often it is sent.

use crate::standing::{self, TRIES, again, overtaken, own_after};
use crate::{interview, interviewers, steps};
use axum::extract::State;
use axum::response::Response;
use domain::access::{Action, may};
use domain::event::{Body, OfficerRef};
use domain::ids::PetitionId;
use domain::interview::{ADVICE_MAX, InterviewRecord, words};
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
        let (typed, before) = (typed(&sent), web::present::interviews::last_record(&case));
        let record = match typed {
            true => interview::read(&sent, &mut state, &case, &visit).map(Some),
            false => Some(None),
        };
        let read = read(&sent, &mut state, &officer, &all).zip(record);
        if let Some((sent, record)) = &read
            && was_sent(&own_after(&case, &officer, seen), sent, record.as_ref())
        {
            break;
        }
        let closed = interview.sendable_by(&me).err().map(|no| no.to_string());
        let late = closed.is_some() || seen != case.file.head.petition.version;
        let Some((to, record)) = read.filter(|_| !late) else {
            let mut view = standing::view(&app, &visit, &officer, &case, &interview, &all, state)?;
            view.overtaken = late.then(|| overtaken(&case, &officer, seen, closed));
            return Ok(returned(late, show::page(&view)));
        };
        tries -= 1;
        let new = record.filter(|record| before != Some(record));
        match steps::send_on(&app, &me, &case.file.head, to, new, visit.now()).await {
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

/// Whether anything of a record came with it: day and time are filled in before anybody types.
fn typed(sent: &FormData) -> bool {
    ["text", "conclusion", "advice"].iter().any(|name| sent.has(name))
}

/// Whether this was sent before: what the officer did right after the version that the form showed.
fn was_sent(after: &[&Body], (to, reason): &(OfficerRef, String), record: Option<&InterviewRecord>) -> bool {
    let after = match after {
        [Body::InterviewRecorded { record: kept }, rest @ ..] if record == Some(kept.as_ref()) => rest,
        all => all,
    };
    matches!(after.first(), Some(Body::InterviewSent { to: whom, reason: why }) if whom.id == to.id && why == reason)
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
