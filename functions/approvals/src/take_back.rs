//! `POST /staff/approvals/{id}/{submission}/take-back`: 撤回送审 — who asked, or a colleague who could carry the draft out,
//! does not ask any more, before the answer or after it.

use crate::show::submission;
use crate::steps;
use axum::extract::State;
use axum::response::Response;
use domain::access::may;
use domain::approval::Ended;
use domain::ids::PetitionId;
use store::StoreError;
use web::session::Officer;
use web::{App, AppError, FormData, Path, Result, Visit, present, see_other};

/// How often it is tried against others who write at the same moment.
const TRIES: usize = 4;

/// `POST /staff/approvals/{id}/{submission}/take-back`: `seen` is `waiting` or `decided`, as the page showed it.
pub async fn take_back(
    State(app): State<App>,
    visit: Visit,
    officer: Officer,
    Path((id, seq)): Path<(PetitionId, u32)>,
    sent: FormData,
) -> Result<Response> {
    let page = present::approvals::path(id, seq);
    let mut tries = TRIES;
    loop {
        let (case, one) = submission(&app, &officer, id, seq).await?;
        if !may(&officer.actor(), one.kind.action()) {
            return Err(AppError::NotFound);
        }
        match one.ended {
            Some((Ended::TakenBack, _)) => break,
            Some((ended, _)) => {
                let why = format!("这次送审{}，不用再撤回。", ended.label());
                return Err(AppError::conflict_at(why, page, "看这次送审"));
            }
            None => {}
        }
        if let Some(decided) = one.decided.filter(|_| sent.text("seen") != "decided") {
            let why = format!(
                "{}刚刚批示：{}。请看过批示再决定。",
                one.to.name,
                decided.verdict.label()
            );
            return Err(AppError::conflict_at(why, page, "看批示"));
        }
        tries -= 1;
        let by = officer.reference();
        match steps::take_back(&app, &by, &case.file.head, &one, visit.now()).await {
            Ok(_) => break,
            Err(StoreError::Conflict) if tries > 0 => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(see_other(&format!("{page}?done=taken-back")))
}
