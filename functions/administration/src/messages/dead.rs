//! `/staff/admin/messages/dead`: 没有发出的短信: sending some again, discarding one with a reason. Who comes
//! second with the same message is told that it was decided already.

use super::{kind, number};
use axum::extract::State;
use axum::response::Response;
use domain::audit::{Deed, Doer, Entry};
use domain::ids::MessageId;
use domain::message::DiscardReason;
use domain::time::{SHANGHAI, zh_datetime};
use futures_util::stream::{self, StreamExt as _};
use std::collections::BTreeSet;
use store::lists::PAGE_ROWS;
use store::message_log::{Logged, ResendError};
use templates::components::pagination::Pagination;
use templates::components::select::Choice;
use templates::components::summary_list::SummaryRow;
use templates::components::tag::{Tag, Tone};
use templates::staff::admin::messages::{dead, dead_one};
use web::render::{invalid, staff_shell};
use web::session::Officer;
use web::{App, AppError, FormData, FormState, Path, Query, Result, Visit, audit, html, see_other};

const PATH: &str = "/staff/admin/messages/dead";
/// Messages that are put back at the same time.
const AT_ONCE: usize = 5;

/// `GET /staff/admin/messages/dead`
pub async fn list(State(app): State<App>, visit: Visit, officer: Officer, Query(query): Query) -> Result {
    let form = FormState::new(visit.csrf(&app));
    Ok(html(dead::page(&dead::View {
        flash: flash(&query),
        ..view(&app, &visit, &officer, form, &query).await?
    })))
}

/// `POST /staff/admin/messages/dead`: sends those chosen again.
pub async fn resend(
    State(app): State<App>,
    visit: Visit,
    officer: Officer,
    sent: FormData,
) -> Result<Response> {
    let chosen: BTreeSet<MessageId> = sent.get_all("id").filter_map(|id| id.parse().ok()).collect();
    if chosen.is_empty() || chosen.len() > usize::try_from(PAGE_ROWS).unwrap_or(0) {
        let mut form = sent.state(visit.csrf(&app));
        form.fail("id", "请先选择要再次发送的短信");
        let view = view(&app, &visit, &officer, form, &FormData::from_pairs(Vec::new())).await?;
        return Ok(invalid(dead::page(&view)));
    }
    let entries: Vec<Entry> = chosen
        .iter()
        .map(|id| audit::entry(&app, &visit, Deed::MessageResent).about(id))
        .collect();
    app.store.audit_all(&Doer::Officer(officer.id), &entries).await?;
    let outcomes: Vec<Result<(), ResendError>> = stream::iter(chosen)
        .map(|id| app.store.resend_message(id, visit.now()))
        .buffer_unordered(AT_ONCE)
        .collect()
        .await;
    let (mut again, mut gone, mut over) = (0, 0, 0);
    for outcome in outcomes {
        match outcome {
            Ok(()) => again += 1,
            Err(ResendError::Gone) => gone += 1,
            Err(ResendError::Over) => over += 1,
            Err(ResendError::Store(error)) => return Err(error.into()),
        }
    }
    Ok(see_other(&format!(
        "{PATH}?done=resent&again={again}&gone={gone}&over={over}"
    )))
}

/// `GET /staff/admin/messages/dead/{id}`
pub async fn one(
    State(app): State<App>,
    visit: Visit,
    officer: Officer,
    Path(id): Path<MessageId>,
) -> Result {
    let message = app.store.message_given_up(id).await?.ok_or(AppError::NotFound)?;
    let form = FormState::new(visit.csrf(&app));
    Ok(html(dead_one::page(&view_one(
        &app, &visit, &officer, form, &message,
    ))))
}

/// `POST /staff/admin/messages/dead/{id}`: discards one.
pub async fn discard(
    State(app): State<App>,
    visit: Visit,
    officer: Officer,
    Path(id): Path<MessageId>,
    sent: FormData,
) -> Result<Response> {
    let decided = || {
        AppError::conflict_at(
            "这一条短信已经有人处理过了：再次发送了，或者不再发送。",
            PATH,
            "查看没有发出的短信",
        )
    };
    let Some(reason) = DiscardReason::from_code(sent.text("reason")) else {
        let message = app.store.message_given_up(id).await?.ok_or_else(decided)?;
        let mut form = sent.state(visit.csrf(&app));
        form.fail("reason", "请选择为什么不再发送");
        let view = view_one(&app, &visit, &officer, form, &message);
        return Ok(invalid(dead_one::page(&view)));
    };
    let about = format!("{id} {}", reason.code());
    let entry = audit::entry(&app, &visit, Deed::MessageDiscarded).about(about);
    app.store.audit(&Doer::Officer(officer.id), entry).await?;
    match app.store.discard_message(id, reason, visit.now()).await {
        Ok(()) => Ok(see_other(&format!("{PATH}?done=discarded"))),
        Err(ResendError::Gone | ResendError::Over) => Err(decided()),
        Err(ResendError::Store(error)) => Err(error.into()),
    }
}

/// What was just done, from the address: numbers only.
fn flash(query: &FormData) -> String {
    let number = |name: &str| query.text(name).parse::<u32>().unwrap_or(0);
    match query.text("done") {
        "discarded" => "这一条短信不再发送，已经记入发送记录。".to_owned(),
        "resent" => {
            let mut words = format!("{} 条短信已经放回发送队列。", number("again"));
            if number("gone") > 0 {
                words.push_str(&format!("{} 条已经有人处理过。", number("gone")));
            }
            if number("over") > 0 {
                words.push_str(&format!("{} 条已经过期，不能再发。", number("over")));
            }
            words
        }
        _ => String::new(),
    }
}

async fn view(
    app: &App,
    visit: &Visit,
    officer: &Officer,
    form: FormState,
    query: &FormData,
) -> Result<dead::View> {
    let cursor = query.cursor()?;
    let page = app.store.messages_given_up(cursor.as_ref(), visit.now());
    let (page, count) = tokio::try_join!(page, app.store.given_up_count())?;
    Ok(dead::View {
        shell: staff_shell(app, visit, Some(officer)),
        form,
        rows: page.items.iter().map(|message| row(visit, message)).collect(),
        pages: Pagination {
            range: String::new(),
            first: cursor.is_some().then(|| PATH.to_owned()),
            next: page.next.map(|next| format!("{PATH}?after={}", next.as_str())),
        },
        count,
        flash: String::new(),
    })
}

fn is_over(visit: &Visit, message: &Logged) -> bool {
    message.valid_until.is_some_and(|until| visit.now() >= until)
}

fn row(visit: &Visit, message: &Logged) -> dead::Row {
    dead::Row {
        id: message.id.to_string(),
        href: format!("{PATH}/{}", message.id),
        kind: kind(message),
        to: number(message),
        number: message.number.clone().unwrap_or_default(),
        ended: message
            .ended
            .with_timezone(&SHANGHAI)
            .format("%m-%d %H:%M")
            .to_string(),
        error: message.error.clone().unwrap_or_default(),
        attempts: message.attempts,
        over: is_over(visit, message).then(|| Tag::new("已过期", Tone::Quiet)),
    }
}

fn view_one(
    app: &App,
    visit: &Visit,
    officer: &Officer,
    form: FormState,
    message: &Logged,
) -> dead_one::View {
    let facts = [
        ("手机号", number(message)),
        ("信访事项", message.number.clone().unwrap_or_default()),
        ("写下的时间", zh_datetime(message.created)),
        ("放弃的时间", zh_datetime(message.ended)),
        ("试了几次", message.attempts.to_string()),
        ("最后一次的原因", message.error.clone().unwrap_or_default()),
    ];
    let facts = facts.into_iter().filter(|(_, value)| !value.is_empty());
    let over = "已经过期：验证码、查询码和评价提醒过了时间就没有用了，需要的请群众重新申请。";
    dead_one::View {
        shell: staff_shell(app, visit, Some(officer)),
        form,
        id: message.id.to_string(),
        kind: kind(message),
        facts: facts.map(|(key, value)| SummaryRow::new(key, value)).collect(),
        over: is_over(visit, message).then(|| over.to_owned()),
        reasons: DiscardReason::ALL
            .map(|reason| Choice::new(reason.code(), reason.label()))
            .into(),
    }
}
