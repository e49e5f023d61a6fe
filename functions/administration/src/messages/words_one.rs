//! `/staff/admin/messages/{kind}`: the words of one kind: looked at before they are saved, saved by the
//! revision that the form was made from, or given back to the built-in ones.

use super::words::changed;
use axum::extract::State;
use axum::response::Response;
use domain::audit::{Deed, Doer};
use domain::message::{MessageKind, Timing};
use domain::settings::Changed;
use domain::time::zh_datetime;
use domain::wording::{Wording, length, parts};
use http::StatusCode;
use store::StoreError;
use store::wordings::Wordings;
use templates::staff::admin::messages::Preview;
use templates::staff::admin::messages::words_one::{self as page, View};
use web::forms::take;
use web::render::{html_with, invalid, staff_shell};
use web::session::Officer;
use web::{App, AppError, FormData, FormState, Path, Query, Result, Visit, audit, html, see_other};

/// `GET /staff/admin/messages/{kind}`
pub async fn show(
    State(app): State<App>,
    visit: Visit,
    officer: Officer,
    Path(kind): Path<String>,
    Query(query): Query,
) -> Result {
    let kind = known(&kind)?;
    let wordings = app.store.wordings_now(visit.now()).await?;
    let words = wordings.of(kind);
    let form = FormState::new(visit.csrf(&app)).with("words", words.text());
    Ok(html(page::page(&View {
        flash: match query.text("done") {
            "saved" => "已经保存，最迟 20 秒生效。".to_owned(),
            "restored" => "已经恢复内置的用语，最迟 20 秒生效。".to_owned(),
            _ => String::new(),
        },
        ..view(&app, &visit, &officer, form, kind, &wordings)
    })))
}

/// `POST /staff/admin/messages/{kind}`
pub async fn submit(
    State(app): State<App>,
    visit: Visit,
    officer: Officer,
    Path(kind): Path<String>,
    sent: FormData,
) -> Result<Response> {
    let kind = known(&kind)?;
    let now = app.store.wordings_now(visit.now()).await?;
    let mut form = sent.state(visit.csrf(&app));
    let restore = sent.text("do") == "restore";
    let wanted = if restore {
        Wording::built_in(kind)
    } else {
        match take(&mut form, "words", Wording::parse(kind, sent.raw("words"))) {
            Some(words) => words,
            None => {
                return Ok(invalid(page::page(&View {
                    revision: sent.text("revision").to_owned(),
                    preview: None,
                    ..view(&app, &visit, &officer, form, kind, &now)
                })));
            }
        }
    };
    if sent.text("do") == "preview" {
        return Ok(html(page::page(&View {
            revision: sent.text("revision").to_owned(),
            preview: Some(preview(&wanted)),
            is_draft: wanted != now.of(kind),
            ..view(&app, &visit, &officer, form, kind, &now)
        })));
    }
    let word = if restore { "restored" } else { "saved" };
    let done = format!("/staff/admin/messages/{}?done={word}", kind.code());
    // A second click, or somebody else who wanted the same: there is nothing left to do.
    if wanted == now.of(kind) {
        return Ok(see_other(&done));
    }
    if sent.text("revision") != now.revision(kind).to_string() {
        return Ok(late(&app, &visit, &officer, form, kind, &now));
    }
    let entry = audit::entry(&app, &visit, Deed::MessageWordsChanged).about(kind.code());
    app.store.audit(&Doer::Officer(officer.id), entry).await?;
    let changed = Changed {
        at: visit.now(),
        by: officer.name.clone(),
    };
    let words = Some(&wanted).filter(|_| !restore);
    match app
        .store
        .save_wording(kind, words, now.revision(kind), changed)
        .await
    {
        Ok(()) => Ok(see_other(&done)),
        Err(StoreError::Conflict) => {
            let now = app.store.wordings_now(visit.now()).await?;
            Ok(late(&app, &visit, &officer, form, kind, &now))
        }
        Err(error) => Err(error.into()),
    }
}

fn known(kind: &str) -> Result<MessageKind> {
    MessageKind::from_code(kind).ok_or(AppError::NotFound)
}

fn preview(words: &Wording) -> Preview {
    let text = words.sample();
    Preview {
        chars: length(&text),
        parts: parts(&text),
        text,
    }
}

/// The page on the words as they stand.
fn view(
    app: &App,
    visit: &Visit,
    officer: &Officer,
    form: FormState,
    kind: MessageKind,
    wordings: &Wordings,
) -> View {
    let blank = |needed: bool| {
        move |blank: &domain::message::Blank| {
            (format!("{{{}}}", blank.name()), blank.label().to_owned(), needed)
        }
    };
    let needed = kind.needs().iter().map(blank(true));
    View {
        shell: staff_shell(app, visit, Some(officer)),
        form,
        action: format!("/staff/admin/messages/{}", kind.code()),
        name: kind.label().to_owned(),
        revision: wordings.revision(kind).to_string(),
        changed: changed(kind, wordings),
        is_built_in: !wordings.is_changed(kind),
        built_in: Wording::built_in(kind).text().to_owned(),
        blanks: needed.chain(kind.may_use().iter().map(blank(false))).collect(),
        daytime: kind.timing() == Timing::Daytime,
        preview: Some(preview(&wordings.of(kind))),
        ..View::default()
    }
}

/// The answer to who came second: the words now, and what they typed.
fn late(
    app: &App,
    visit: &Visit,
    officer: &Officer,
    form: FormState,
    kind: MessageKind,
    now: &Wordings,
) -> Response {
    let who = match now.changed(kind) {
        Some(changed) => format!("{}在 {} 改过", changed.by, zh_datetime(changed.at)),
        None => "用语刚刚改过".to_owned(),
    };
    html_with(
        StatusCode::CONFLICT,
        page::page(&View {
            conflict: Some((who, now.of(kind).text().to_owned())),
            ..view(app, visit, officer, form, kind, now)
        }),
    )
}
