//! `/staff/interviews/{id}`: 接谈 — who came and why, and the record, written as often as needed until it is marked done.
//! Takes effect once however often it is sent; what comes after something else happened asks to look again and keeps what
//! was typed.

use crate::standing::{self, TRIES, again, overtaken, own_after};
use crate::{interviewers, steps};
use axum::extract::State;
use axum::response::Response;
use chrono::NaiveDate;
use domain::event::Body;
use domain::ids::PetitionId;
use domain::interview::{ADVICE_MAX, Conclusion, InterviewRecord, RECORD_MAX, time_of_day, words};
use domain::text::{char_count, normalise};
use domain::time::{local_date, local_midnight};
use store::cases::CaseFile;
use templates::staff::interviews::{LIST, show};
use web::forms::take;
use web::render::returned;
use web::session::Officer;
use web::{App, FormData, FormState, Path, Query, Result, Visit, html, see_other};

/// `GET /staff/interviews/{id}`
pub async fn show(
    State(app): State<App>,
    visit: Visit,
    officer: Officer,
    Path(id): Path<PetitionId>,
    Query(query): Query,
) -> Result {
    let ((case, interview), all) = tokio::try_join!(
        standing::of(&app, &officer, id),
        interviewers::of_office(&app, &officer)
    )?;
    let form = standing::recorded(&case, &app, &visit);
    let mut view = standing::view(&app, &visit, &officer, &case, &interview, &all, form)?;
    view.flash = match query.text("done") {
        "saved" => "记录已保存，办完以前可以再改。",
        "done" => "已设为已办。",
        "sent" => "已发送给其他接谈人。",
        "amended" => "登记已保存。",
        "reopened" => "已恢复待办，可以再改记录。",
        _ => "",
    }
    .to_owned();
    Ok(html(show::page(&view)))
}

/// `POST /staff/interviews/{id}`: the record; `then=done` also marks it done.
pub async fn record(
    State(app): State<App>,
    visit: Visit,
    officer: Officer,
    Path(id): Path<PetitionId>,
    sent: FormData,
) -> Result<Response> {
    let done = sent.text("then") == "done";
    let mut state = sent.state(visit.csrf(&app));
    let me = officer.reference();
    let seen = sent.seen_version();
    let mut tries = TRIES;
    loop {
        let (case, interview) = standing::of(&app, &officer, id).await?;
        state.errors.clear();
        let read = read(&sent, &mut state, &case, &visit);
        if let Some(record) = &read
            && was_recorded(&case, &officer, seen, record, done)
        {
            break;
        }
        let closed = interview.open_to(&me).err().map(|no| no.to_string());
        let late = closed.is_some() || seen != case.file.head.petition.version;
        let Some(record) = read.filter(|_| !late) else {
            let all = interviewers::of_office(&app, &officer).await?;
            let mut view = standing::view(&app, &visit, &officer, &case, &interview, &all, state)?;
            view.overtaken = late.then(|| overtaken(&case, &officer, seen, closed));
            return Ok(returned(late, show::page(&view)));
        };
        tries -= 1;
        match steps::record(&app, &me, &case.file.head, record, done, visit.now()).await {
            Ok(_) => break,
            Err(error) if again(&error, tries) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(see_other(&format!(
        "{LIST}/{id}?done={}",
        if done { "done" } else { "saved" }
    )))
}

/// Whether this very record was written before, by the same officer, and marked done if that was asked.
fn was_recorded(case: &CaseFile, officer: &Officer, seen: u32, typed: &InterviewRecord, done: bool) -> bool {
    match own_after(case, officer, seen).as_slice() {
        [Body::InterviewRecorded { record }, rest @ ..] if **record == *typed => {
            done == matches!(rest.first(), Some(Body::InterviewDone))
        }
        _ => false,
    }
}

/// What was typed; `None` with the errors in `state`.
pub(crate) fn read(
    sent: &FormData,
    state: &mut FormState,
    case: &CaseFile,
    visit: &Visit,
) -> Option<InterviewRecord> {
    let came = local_date(case.file.head.petition.filed_at);
    let date = take(state, "date", date(sent.text("date"), came, visit));
    let time = take(
        state,
        "time",
        time_of_day(sent.text("time")).ok_or("时间要写成 14:30 这样"),
    );
    let at = date
        .zip(time)
        .map(|(date, time)| local_midnight(date) + (time - chrono::NaiveTime::MIN));
    if at.is_some_and(|at| at > visit.now()) && state.error("date").is_none() {
        state.fail("time", "接谈时间不能晚于现在");
    }
    let text = take(
        state,
        "text",
        words(sent.raw("text"), "请填写接谈记录", RECORD_MAX),
    );
    let conclusion = take(
        state,
        "conclusion",
        Conclusion::from_code(sent.text("conclusion")).ok_or("请选择结论"),
    );
    let advice = normalise(sent.raw("advice"));
    let count = char_count(&advice);
    if count > ADVICE_MAX {
        state.fail(
            "advice",
            format!("不能超过 {ADVICE_MAX} 个字，现在有 {count} 个字"),
        );
    }
    if state.has_errors() {
        return None;
    }
    Some(InterviewRecord {
        at: at?,
        text: text?,
        conclusion: conclusion?,
        advice,
    })
}

/// The day of the interview: not before they came, not after today.
fn date(typed: &str, came: NaiveDate, visit: &Visit) -> std::result::Result<NaiveDate, String> {
    use domain::incoming::{DateError, letter_date};
    let date = letter_date(typed, local_date(visit.now())).map_err(|error| match error {
        DateError::Empty => "请填写接谈日期".to_owned(),
        other => other.to_string(),
    })?;
    if date < came {
        return Err("接谈日期不能早于来访日期".to_owned());
    }
    Ok(date)
}
