//! `POST /staff/approvals/{id}/{submission}`: 批示 — the leader who was asked approves the draft or returns it with an
//! instruction. Takes effect once however often it is sent; what comes after something else happened asks to look again.

use crate::show::{submission, view};
use crate::steps;
use axum::extract::State;
use axum::response::Response;
use domain::approval::{Approval, Verdict};
use domain::ids::PetitionId;
use domain::text::{char_count, normalise};
use store::StoreError;
use store::cases::CaseFile;
use templates::components::overtaken::Overtaken;
use templates::staff::approvals::show;
use web::forms::take;
use web::render::returned;
use web::session::Officer;
use web::{App, AppError, FormData, FormState, Path, Result, Visit, present, see_other};

/// Characters of an instruction.
const INSTRUCTION_MAX: usize = 1_000;
/// How often it is tried against others who write at the same moment; each try sees what those wrote.
const TRIES: usize = 4;

/// `POST /staff/approvals/{id}/{submission}`
pub async fn decide(
    State(app): State<App>,
    visit: Visit,
    officer: Officer,
    Path((id, seq)): Path<(PetitionId, u32)>,
    sent: FormData,
) -> Result<Response> {
    let mut state = sent.state(visit.csrf(&app));
    let said = read(&sent, &mut state);
    let seen = sent.seen_version();
    let mut tries = TRIES;
    let verdict = loop {
        let (case, one) = submission(&app, &officer, id, seq).await?;
        if one.to.id != officer.id {
            return Err(AppError::NotFound);
        }
        if let Some((verdict, text)) = &said
            && was_said(&case, &one, *verdict, text)
        {
            break *verdict;
        }
        let late = !one.is_waiting() || seen != case.file.head.petition.version;
        let Some((verdict, text)) = said.as_ref().filter(|_| !late) else {
            let overtaken = late.then(|| Overtaken {
                news: present::news_since(&case, &officer.agency, seen, &format!("/staff/petitions/{id}")),
                closed: closed(&one),
            });
            let page = view(&app, &visit, &officer, &case, &one, state, overtaken)?;
            return Ok(returned(late, show::page(&page)));
        };
        tries -= 1;
        let by = officer.reference();
        match steps::instruct(&app, &by, &case.file.head, &one, (*verdict, text), visit.now()).await {
            Ok(_) => break *verdict,
            Err(StoreError::Conflict) if tries > 0 => {}
            Err(error) => return Err(error.into()),
        }
    };
    let tab = "/staff/approvals?tab=waiting";
    Ok(see_other(&format!("{tab}&done={}", verdict.code())))
}

/// Why it cannot be answered any more, without a full stop.
fn closed(one: &Approval) -> Option<String> {
    if one.is_waiting() {
        return None;
    }
    let standing = present::approvals::standing_of(one).word;
    Some(match one.decided {
        Some(_) => format!("这次送审已有批示（{standing}），不能再批示"),
        None => format!("这次送审{standing}，不能再批示"),
    })
}

/// Whether this very answer was given before.
fn was_said(case: &CaseFile, one: &Approval, verdict: Verdict, text: &str) -> bool {
    one.decided.is_some_and(|decided| decided.verdict == verdict)
        && present::approvals::words(case, one) == text
}

/// The answer; `None` with the errors in `state`.
fn read(sent: &FormData, state: &mut FormState) -> Option<(Verdict, String)> {
    let verdict = take(
        state,
        "verdict",
        Verdict::from_code(sent.text("verdict")).ok_or("请选择同意还是退回修改"),
    );
    let text = normalise(sent.raw("instruction"));
    match char_count(&text) {
        0 if verdict == Some(Verdict::Returned) => state.fail("instruction", "退回修改的，请写明怎样改"),
        count if count > INSTRUCTION_MAX => state.fail(
            "instruction",
            format!("不能超过 {INSTRUCTION_MAX} 个字，现在有 {count} 个字"),
        ),
        _ => {}
    }
    verdict
        .filter(|_| !state.has_errors())
        .map(|verdict| (verdict, text))
}
