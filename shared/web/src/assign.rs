//! 交办 (条例第 22 条): what a form says of an assignment beyond where the case goes. One case or several, it is the same;
//! the step itself is a transfer's.

use crate::forms::{FormData, FormState, take};
use crate::present;
use chrono::{DateTime, NaiveDate, Utc};
use domain::assignment::{Task, last_due, named_due, usual_due};
use domain::calendar::Calendar;
use domain::text::{char_count, normalise};
use domain::time::{local_date, zh_date};
use templates::components::destination::TaskView;

/// 交办: what makes an assignment of a transfer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assigning {
    /// By when.
    pub task: Task,
    /// Why on another day than is usual; may be empty.
    pub reason: String,
}

/// Characters of the reason for another day.
const REASON_MAX: usize = 200;

/// The days that a page of today offers.
#[must_use]
pub fn view(now: DateTime<Utc>) -> TaskView {
    let today = local_date(now);
    TaskView {
        usual: present::assignments::due(&usual_due(today, Calendar::builtin())),
        last: zh_date(last_due(today, Calendar::builtin())),
    }
}

/// The form with the usual day, where it names none.
#[must_use]
pub fn with_usual_day(form: FormState, now: DateTime<Utc>) -> FormState {
    if form.values.iter().any(|(name, _)| name == "due") {
        return form;
    }
    let usual = usual_due(local_date(now), Calendar::builtin());
    form.with("due", usual.due.to_string())
}

/// What was typed (fields `due reason`); `None` with the errors in `state`. `note` is what is to be done.
pub fn read(sent: &FormData, state: &mut FormState, note: &str, now: DateTime<Utc>) -> Option<Assigning> {
    if note.is_empty() && state.error("note").is_none() {
        state.fail("note", "请写明交办要求");
    }
    let today = local_date(now);
    let day = sent.get("due").ok_or("请填写交办期限".to_owned());
    let due = day
        .and_then(|day| {
            day.parse::<NaiveDate>()
                .map_err(|_| "请按“2026-11-23”的样子填写日期".to_owned())
        })
        .and_then(|day| named_due(today, day, Calendar::builtin()).map_err(|e| e.to_string()));
    let due = take(state, "due", due);
    let reason = normalise(sent.raw("reason"));
    let count = char_count(&reason);
    if count > REASON_MAX {
        state.fail(
            "reason",
            format!("不能超过 {REASON_MAX} 个字，现在有 {count} 个字"),
        );
    }
    // A page that was shown before midnight offers the usual day of yesterday.
    let usual = [today, today.pred_opt().unwrap_or(today)].map(|day| usual_due(day, Calendar::builtin()).due);
    if due.is_some_and(|due| !usual.contains(&due.due)) && reason.is_empty() {
        state.fail("reason", "不是一般期限的，请写明理由");
    }
    Some(Assigning {
        task: Task { due: due? },
        reason,
    })
}
