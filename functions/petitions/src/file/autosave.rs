//! 自动保存: what the page's script saves while somebody writes. It never overwrites what was saved from another
//! window or device since the page was shown; whoever presses the page's button does.

use super::answers::{Step, merge};
use super::{Named, TRIES, named, pages, seen};
use axum::response::{IntoResponse as _, Response};
use serde::Serialize;
use store::StoreError;
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
    // Its own earlier save, of which it never heard, is nobody else's.
    let page: String = form.text("page").chars().take(PAGE_MAX).collect();
    for _ in 0..TRIES {
        let mut writing = match named(app, visit, citizen, form).await? {
            Named::Writing(writing) => writing,
            Named::Filed(_) => {
                return Err(AppError::conflict(
                    "这一件已经提交，现在写的没有保存。请复制下来，到那一件里补充材料。",
                ));
            }
        };
        let own = !page.is_empty() && writing.draft.saved_by == page;
        if writing.draft.revision != seen(form) && !own {
            return Err(AppError::conflict(
                "这份草稿在别处改过或者删掉了，这里写的没有自动保存。点“保存并继续”，就以这里写的为准。",
            ));
        }
        merge(&mut writing.draft, step, form);
        writing.draft.saved_by.clone_from(&page);
        let saved = app
            .store
            .save_draft(citizen.id, writing.id, &mut writing.draft, visit.now())
            .await;
        match saved {
            Ok(()) => {
                return Ok(axum::Json(Kept {
                    draft: writing.id.to_string(),
                    revision: writing.draft.revision,
                    saved: templates::public::filing::saved_words(&pages::saved(&writing.draft)),
                })
                .into_response());
            }
            Err(StoreError::Conflict) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Err(StoreError::Conflict.into())
}
