//! What lies ahead of a petitioner: what to do now, the next deadline in a list, the steps still to come. In
//! words only; whether something is possible is decided by the domain.

use super::{Told, deadline_tag, duty, ratings, stopped};
use chrono::{DateTime, NaiveDate, Utc};
use domain::deadline::{Deadline, DeadlineKind};
use domain::ending::{Ending, is_directed};
use domain::petition::{Petition, Status, StatusKind};
use domain::rating::RatingStanding;
use domain::suspension::Running;
use domain::time::{local_date, zh_date};
use templates::components::action::ActionItem;
use templates::components::now::Now;
use templates::components::tag::{Tag, Tone};
use templates::components::timeline::{StepState, TimelineItem};

/// What the petitioner has to do now, or may do, in a sentence or two.
#[must_use]
pub fn now_for_you(
    status: StatusKind,
    running: Running<'_>,
    rating: RatingStanding,
    today: NaiveDate,
) -> String {
    let due = match running {
        Running::Towards(due) => Some(due),
        Running::Suspended(_) | Running::Not => None,
    };
    match (status, running) {
        (StatusKind::Withdrawn, _) => "已经撤回，不用您做什么。需要时可以重新反映。".to_owned(),
        (StatusKind::Replied | StatusKind::Concluded, _) => answered(status, due, rating, today),
        (_, Running::Suspended(_)) => "现在不用您做什么。恢复计时以后，会告诉您新的答复期限。".to_owned(),
        (
            StatusKind::Filed
            | StatusKind::Opened
            | StatusKind::Registered
            | StatusKind::Transferred
            | StatusKind::Accepted,
            _,
        ) => waiting(due, today),
    }
}

fn waiting(due: Option<&Deadline>, today: NaiveDate) -> String {
    let Some(due) = due else {
        return "现在不用您做什么，有进展会写在办理过程里。".to_owned();
    };
    let (last, duty) = (zh_date(due.due), duty(due.kind));
    if today > due.due {
        format!("应当在 {last}以前{duty}，期限已经过了。您可以打电话问现在办理的单位。")
    } else {
        format!("现在不用您做什么，{last}以前会{duty}。")
    }
}

fn answered(status: StatusKind, due: Option<&Deadline>, rating: RatingStanding, today: NaiveDate) -> String {
    let rate = rating.turn(status, today).ok().map(|turn| {
        let last = zh_date(turn.last_day);
        match turn.round {
            1 => format!("请评价，到 {last}为止。"),
            _ => format!("您已经评价过，到 {last}为止还可以再评价一次。"),
        }
    });
    let review = due
        .filter(|due| due.kind == DeadlineKind::ReviewWindow)
        .map(|due| (zh_date(due.due), today <= due.due));
    let review = review.map(|(last, open)| match (open, status) {
        (true, _) => format!("对答复不服的，可以在 {last}以前向上一级机关申请复查。"),
        (false, StatusKind::Concluded) => String::new(),
        (false, _) => format!("申请复查的期限到 {last}为止，已经过了。"),
    });
    let words = [rate, review].into_iter().flatten().collect::<String>();
    match (words.is_empty(), status) {
        (false, _) => words,
        (true, StatusKind::Concluded) => "已经办结，不用您再做什么。".to_owned(),
        (true, _) => "现在不用您做什么。".to_owned(),
    }
}

/// The box with [`now_for_you`], and the button 评价 in it where one can rate; else, beside it, the grey one with
/// its reason. `rate` is the path of the form.
#[must_use]
pub fn now_box(petition: &Petition, now: DateTime<Utc>, rate: &str) -> (Now, Option<ActionItem>) {
    let (standing, status) = (petition.rating_standing(), petition.status.kind());
    let mut text = now_for_you(status, petition.running(), standing, local_date(now));
    if petition.ending() == Some(Ending::Route) {
        let rate = standing.turn(status, local_date(now)).map(|_| text);
        let route = "请看法定途径告知书，向其中写明的机关、单位提出。";
        text = format!("{route}{}", rate.unwrap_or_default());
    }
    let button = ratings::action(standing, status, now, rate);
    let (rate, grey) = match button.blocked {
        None => (Some(button), None),
        Some(_) => (None, Some(button)),
    };
    (Now { text, rate }, grey)
}

/// The next deadline of a petition in its petitioner's list, with the days left; none once nothing is due.
#[must_use]
pub fn due_line(status: StatusKind, running: Running<'_>, now: DateTime<Utc>) -> Option<(String, Tag)> {
    if matches!(status, StatusKind::Withdrawn | StatusKind::Concluded) {
        return None;
    }
    let due = match running {
        Running::Towards(due) => due,
        Running::Suspended(open) => {
            let words = format!("{}：{}", open.paused.kind.label(), open.basis.told());
            return Some((words, stopped()));
        }
        Running::Not => return None,
    };
    let tag = deadline_tag(due, now);
    let (label, tag) = match due.kind {
        // The petitioner's own time: nobody is late in it.
        DeadlineKind::ReviewWindow if local_date(now) > due.due => return None,
        DeadlineKind::ReviewWindow => ("申请复查期限", Tag::new(tag.word, Tone::Info)),
        kind => (kind.label(), tag),
    };
    Some((format!("{label}：{}", zh_date(due.due)), tag))
}

/// The steps that the law still holds in store, the last one first, with their last days as far as they are known.
pub(super) fn steps_to_come(petition: &Petition, now: DateTime<Utc>, told: Told) -> Vec<TimelineItem> {
    let steps = to_come(petition, local_date(now), told, last_day(petition));
    let items = steps.into_iter().rev().map(|(title, body)| TimelineItem {
        title: title.to_owned(),
        body,
        state: StepState::Future,
        ..TimelineItem::default()
    });
    items.collect()
}

/// The steps to come for whoever is handed a slip, the next one first: what, and until when. What is overdue is promised
/// for no day that is past.
#[must_use]
pub fn on_a_slip(petition: &Petition, now: DateTime<Utc>) -> Vec<(&'static str, String)> {
    let today = local_date(now);
    let by = match petition.running() {
        Running::Towards(due) if today > due.due => "尽快".to_owned(),
        Running::Towards(_) | Running::Suspended(_) | Running::Not => last_day(petition),
    };
    to_come(petition, today, Told::ToPetitioner, by)
}

fn last_day(petition: &Petition) -> String {
    match petition.running() {
        Running::Towards(due) => format!("最迟 {}", zh_date(due.due)),
        Running::Suspended(_) => "恢复计时以后才有最后一天".to_owned(),
        Running::Not => String::new(),
    }
}

/// `by` says until when the next one is due.
fn to_come(petition: &Petition, today: NaiveDate, told: Told, by: String) -> Vec<(&'static str, String)> {
    let reply = ("答复", "受理后 60 日内".to_owned());
    let directed = petition.procedure.is_some_and(is_directed);
    let answered = if directed { "告知" } else { "答复" };
    let rate_title = match told {
        Told::ToStaff => "信访人评价",
        Told::ToPetitioner | Told::ToTracker => "您来评价",
    };
    let rate = (petition.rating == Some(true)).then(|| {
        (
            rate_title,
            format!("{answered}后 30 日内，对信访部门和责任单位，最多两次"),
        )
    });
    match &petition.status {
        // Neither acceptance nor an opinion is promised where the law gives none.
        Status::Registered if directed => [("转办，或者告知法定途径", by)].into_iter().chain(rate).collect(),
        Status::Transferred { .. } if directed => [("告知法定途径", by)].into_iter().chain(rate).collect(),
        Status::Filed | Status::Opened { .. } | Status::Registered => {
            let first = if petition.status == Status::Registered {
                "转办"
            } else {
                "登记并转办"
            };
            vec![
                (first, by),
                ("受理告知", "责任单位收到后 15 日内".to_owned()),
                reply,
            ]
        }
        Status::Transferred { .. } => [("受理告知", by), reply].into_iter().chain(rate).collect(),
        Status::Accepted { .. } => [("答复", by)].into_iter().chain(rate).collect(),
        Status::Replied { .. } => {
            let rate = petition.rating_turn(today).ok().map(|turn| {
                let last = zh_date(turn.last_day);
                let title = if turn.round == 1 {
                    rate_title
                } else {
                    "再评价一次"
                };
                (title, format!("到 {last}为止，对信访部门和责任单位，最多两次"))
            });
            let window = petition.due.as_ref();
            let window = window.filter(|due| due.kind == DeadlineKind::ReviewWindow && today <= due.due);
            let review = window.map(|due| {
                let last = zh_date(due.due);
                (
                    "申请复查",
                    format!("不服答复的，{last}以前向上一级机关提出；没有意见的不用申请"),
                )
            });
            let rest = [("办结", String::new())];
            rate.into_iter().chain(review).chain(rest).collect()
        }
        Status::Withdrawn | Status::Concluded { .. } => Vec::new(),
    }
}

#[cfg(test)]
#[path = "ahead_tests.rs"]
mod tests;
