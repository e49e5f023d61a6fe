//! `GET /staff/admin/messages/log`: 发送记录 of a day.

use super::{kind, number};
use axum::extract::State;
use chrono::{Days, NaiveDate, TimeDelta};
use domain::time::{SHANGHAI, local_date, zh_date};
use store::message_log::Logged;
use store::outbox::Outcome;
use templates::components::pagination::Pagination;
use templates::components::tag::{Tag, Tone};
use templates::staff::admin::messages::log::{self, Row};
use web::render::{invalid, staff_shell};
use web::session::Officer;
use web::{App, FormState, Query, Result, Visit, html};

/// `GET /staff/admin/messages/log`
pub async fn show(State(app): State<App>, visit: Visit, officer: Officer, Query(query): Query) -> Result {
    let today = local_date(visit.now());
    let typed = domain::text::half_width(query.text("date"));
    let read = match typed.as_str() {
        "" => Ok(today),
        typed => typed.parse::<NaiveDate>(),
    };
    let day = read.unwrap_or(today);
    let mut form = FormState::default().with(
        "date",
        if read.is_ok() {
            day.to_string()
        } else {
            typed.clone()
        },
    );
    if read.is_err() {
        form.fail("date", "请按“年-月-日”填写，例如 2026-11-23");
    }
    let cursor = query.cursor()?;
    let page = app.store.messages_sent_on(day, cursor.as_ref(), visit.now());
    let (page, dead) = tokio::try_join!(page, app.store.given_up_count())?;
    let path = format!("/staff/admin/messages/log?date={day}");
    let view = log::View {
        shell: staff_shell(&app, &visit, Some(&officer)),
        day: zh_date(day),
        before: day.checked_sub_days(Days::new(1)).unwrap_or(day).to_string(),
        after: day
            .checked_add_days(Days::new(1))
            .filter(|after| *after <= today)
            .map(|after| after.to_string()),
        rows: page.items.iter().map(row).collect(),
        pages: Pagination {
            range: String::new(),
            first: cursor.is_some().then(|| path.clone()),
            next: page.next.map(|next| format!("{path}&after={}", next.as_str())),
        },
        dead,
        form,
    };
    let shown = log::page(&view);
    Ok(if view.form.has_errors() {
        invalid(shown)
    } else {
        html(shown)
    })
}

fn row(message: &Logged) -> Row {
    let (word, tone) = match message.outcome {
        None | Some(Outcome::Sent) => ("已发出", Tone::Good),
        Some(Outcome::Expired) => ("过期未发", Tone::Warn),
        Some(Outcome::NotNeeded | Outcome::NumberCorrected) => ("不用再发", Tone::Quiet),
        Some(Outcome::SwitchedOff) => ("群众不要", Tone::Quiet),
        Some(Outcome::Discarded) => ("不再发送", Tone::Quiet),
    };
    let note = match message.outcome {
        Some(Outcome::Discarded) => message.discarded_for.map(|reason| reason.label().to_owned()),
        Some(Outcome::NotNeeded) => Some("已经评价".to_owned()),
        Some(Outcome::NumberCorrected) => Some("号码已经更正".to_owned()),
        Some(Outcome::SwitchedOff) => Some("关闭了办理进度短信".to_owned()),
        Some(Outcome::Expired) => message.error.clone(),
        _ => None,
    };
    Row {
        at: message
            .ended
            .with_timezone(&SHANGHAI)
            .format("%H:%M:%S")
            .to_string(),
        kind: kind(message),
        to: number(message),
        number: message.number.clone().unwrap_or_default(),
        outcome: Tag::new(word, tone),
        note: note.unwrap_or_default(),
        attempts: message.attempts,
        waited: waited(message.ended - message.created),
    }
}

/// A span in its largest unit.
fn waited(span: TimeDelta) -> String {
    match span.num_seconds().max(0) {
        seconds @ 0..=99 => format!("{seconds} 秒"),
        seconds @ 100..=5_999 => format!("{} 分钟", seconds / 60),
        seconds @ 6_000..=172_799 => format!("{} 小时", seconds / 3_600),
        seconds => format!("{} 天", seconds / 86_400),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_is_told_in_a_unit_one_can_grasp() {
        for (seconds, words) in [
            (-1, "0 秒"),
            (99, "99 秒"),
            (100, "1 分钟"),
            (5_999, "99 分钟"),
            (6_000, "1 小时"),
            (172_800, "2 天"),
        ] {
            assert_eq!(waited(TimeDelta::seconds(seconds)), words);
        }
    }
}
