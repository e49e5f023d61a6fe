//! `/staff/admin/notices/new` and `…/{id}/edit`: 写公告. What is saved is a draft until it is published; what
//! hangs goes on hanging with its new words. The form of a new one carries its id, so that sending it twice
//! writes one; the form of an old one the revision, so that nobody covers what somebody else wrote.

use super::{by_whom, known, path};
use axum::extract::State;
use axum::response::Response;
use domain::audit::{Deed, Doer};
use domain::ids::NoticeId;
use domain::notice::{self, Audience, Notice, Words};
use domain::time::{iso_date, local_date};
use http::StatusCode;
use store::StoreError;
use templates::staff::admin::notice::{FormView, form_page};
use web::forms::take;
use web::render::{html_with, invalid, staff_shell};
use web::session::Officer;
use web::{App, AppError, FormData, FormState, Path, Result, Visit, audit, html, notices, see_other};

/// `GET /staff/admin/notices/new`
pub async fn new(State(app): State<App>, visit: Visit, officer: Officer) -> Response {
    let id = NoticeId::new(visit.now(), services::random::bytes());
    let form = FormState::new(visit.csrf(&app))
        .with("id", id.to_string())
        .with("audience", Audience::Public.code());
    html(form_page(&view(&app, &visit, &officer, form, None)))
}

/// `POST /staff/admin/notices/new`
pub async fn add(State(app): State<App>, visit: Visit, officer: Officer, sent: FormData) -> Result {
    let id: NoticeId = sent.text("id").parse().map_err(|_| AppError::NotFound)?;
    let mut form = sent.state(visit.csrf(&app));
    let Some(words) = parse(&sent, &mut form, &visit) else {
        return Ok(invalid(form_page(&view(&app, &visit, &officer, form, None))));
    };
    record(&app, &visit, &officer, id).await?;
    let draft = Notice::draft(id, words, &officer.name, visit.now());
    match app.store.add_notice(&draft).await {
        Ok(()) => Ok(see_other(&format!("{}?done=saved", path(id)))),
        Err(StoreError::Conflict) => {
            let there = known(&app, id).await?;
            // The form was sent twice; or it was sent, gone back to and filled in anew.
            if there.words == draft.words {
                return Ok(see_other(&format!("{}?done=saved", path(id))));
            }
            Ok(late(&app, &visit, &officer, form, &there))
        }
        Err(error) => Err(error.into()),
    }
}

/// `GET /staff/admin/notices/{id}/edit`
pub async fn edit(
    State(app): State<App>,
    visit: Visit,
    officer: Officer,
    Path(id): Path<NoticeId>,
) -> Result {
    let notice = known(&app, id).await?;
    let words = &notice.words;
    let mut form = FormState::new(visit.csrf(&app))
        .with("title", &words.title)
        .with("body", &words.body)
        .with("audience", words.audience.code())
        .with("until", words.until.map(iso_date).unwrap_or_default());
    if words.important {
        form = form.with("important", "yes");
    }
    Ok(html(form_page(&view(
        &app,
        &visit,
        &officer,
        form,
        Some(&notice),
    ))))
}

/// `POST /staff/admin/notices/{id}/edit`
pub async fn save(
    State(app): State<App>,
    visit: Visit,
    officer: Officer,
    Path(id): Path<NoticeId>,
    sent: FormData,
) -> Result {
    let notice = known(&app, id).await?;
    let mut form = sent.state(visit.csrf(&app));
    let Some(words) = parse(&sent, &mut form, &visit) else {
        let view = FormView {
            revision: sent.text("revision").to_owned(),
            ..view(&app, &visit, &officer, form, Some(&notice))
        };
        return Ok(invalid(form_page(&view)));
    };
    let done = see_other(&format!("{}?done=saved", path(id)));
    if words == notice.words {
        return Ok(done);
    }
    if sent.text("revision") != notice.revision.to_string() {
        return Ok(late(&app, &visit, &officer, form, &notice));
    }
    record(&app, &visit, &officer, id).await?;
    let next = notice.clone().reworded(words, &officer.name, visit.now());
    match app.store.change_notice(&notice, &next).await {
        Ok(_) => Ok(done),
        Err(StoreError::Conflict) => Ok(late(&app, &visit, &officer, form, &known(&app, id).await?)),
        Err(error) => Err(error.into()),
    }
}

async fn record(app: &App, visit: &Visit, officer: &Officer, id: NoticeId) -> Result<()> {
    let entry = audit::entry(app, visit, Deed::NoticeSaved).about(id);
    Ok(app.store.audit(&Doer::Officer(officer.id), entry).await?)
}

fn view(app: &App, visit: &Visit, officer: &Officer, form: FormState, notice: Option<&Notice>) -> FormView {
    let list = "/staff/admin/notices".to_owned();
    let here = notice.map(|notice| path(notice.id));
    FormView {
        shell: staff_shell(app, visit, Some(officer)),
        form,
        action: match &here {
            Some(here) => format!("{here}/edit"),
            None => format!("{list}/new"),
        },
        back: here.unwrap_or(list),
        revision: notice
            .map(|notice| notice.revision.to_string())
            .unwrap_or_default(),
        hangs: notice.is_some_and(|notice| matches!(notice.state, notice::State::Published { .. })),
        conflict: None,
    }
}

/// The answer to who came second: what it says now, and what they typed.
fn late(app: &App, visit: &Visit, officer: &Officer, form: FormState, now: &Notice) -> Response {
    let view = FormView {
        conflict: Some((by_whom(now), notices::shown(now))),
        ..view(app, visit, officer, form, Some(now))
    };
    html_with(StatusCode::CONFLICT, form_page(&view))
}

/// What was written, with errors in page order.
fn parse(sent: &FormData, form: &mut FormState, visit: &Visit) -> Option<Words> {
    let title = take(form, "title", notice::title(sent.raw("title")));
    let body = take(form, "body", notice::body(sent.raw("body")));
    let audience = Audience::from_code(sent.text("audience"));
    if audience.is_none() {
        form.fail("audience", "请选择给谁看");
    }
    let until = take(
        form,
        "until",
        notice::until(sent.raw("until"), local_date(visit.now())),
    );
    Some(Words {
        title: title?,
        body: body?,
        audience: audience?,
        important: sent.has("important"),
        until: until?,
    })
}
