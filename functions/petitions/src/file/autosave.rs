//! 自动保存: what the page's script saves while somebody writes. It never overwrites what was saved from another
//! window or device since the page was shown; whoever presses the page's button does.

use super::answers::Step;
use super::{Named, Saver, pages, taken_over, too_many};
use axum::response::{IntoResponse as _, Response};
use serde::Serialize;
use web::session::Citizen;
use web::{App, AppError, FormData, Result, Visit};

/// Characters of the word that a page's script draws for itself.
const PAGE_MAX: usize = 32;

/// What the script is told.
#[derive(Serialize)]
struct Kept {
    draft: String,
    revision: u32,
    saved: String,
}

/// Saves what was typed so far as it is; valid or not.
pub(super) async fn keep(app: &App, visit: &Visit, citizen: &Citizen, form: &FormData) -> Result<Response> {
    let step = match Step::parse(form.text("step")) {
        Some(step) if step != Step::Check => step,
        _ => return Err(AppError::bad_request("这一页没有要保存的内容。")),
    };
    let page: String = form.text("page").chars().take(PAGE_MAX).collect();
    match taken_over(app, visit, citizen, step, form, Saver::Script(&page)).await? {
        Named::Writing(writing) if writing.draft.revision == 0 => Err(AppError::conflict(too_many())),
        Named::Writing(writing) => Ok(axum::Json(Kept {
            draft: writing.id.to_string(),
            revision: writing.draft.revision,
            saved: templates::public::filing::saved_words(&pages::saved(&writing.draft)),
        })
        .into_response()),
        Named::Filed(_) => Err(AppError::conflict(
            "这一件已经提交，现在写的没有保存。请复制下来，到那一件里补充材料。",
        )),
    }
}
