//! 公告管理: administrators write notices as drafts, look at them as their readers will, publish them and
//! take them down. Each step is conditioned on the revision that was on the page, and recorded.

pub mod list;
pub mod show;
pub mod step;
pub mod write;

use domain::ids::NoticeId;
use domain::notice::{Notice, State};
use domain::time::{local_date, zh_datetime};
use templates::components::tag::{Tag, Tone};
use web::{App, AppError, Result, Visit};

/// Where a notice is kept.
fn path(id: NoticeId) -> String {
    format!("/staff/admin/notices/{id}")
}

async fn known(app: &App, id: NoticeId) -> Result<Notice> {
    app.store.notice(id).await?.ok_or(AppError::NotFound)
}

/// When and by whom it was changed last.
fn changed(notice: &Notice) -> String {
    format!("{}，{}", zh_datetime(notice.changed_at), notice.changed_by)
}

/// Who was first, and when.
fn by_whom(notice: &Notice) -> String {
    format!(
        "{} 在 {} 保存过这条公告",
        notice.changed_by,
        zh_datetime(notice.changed_at)
    )
}

/// Where a notice stands.
fn state(notice: &Notice, visit: &Visit) -> Tag {
    match notice.state {
        State::Draft => Tag::new("草稿", Tone::Quiet),
        State::Published { .. } if notice.words.is_over(local_date(visit.now())) => {
            Tag::new("已过期", Tone::Quiet)
        }
        State::Published { .. } => Tag::new("已发布", Tone::Good),
        State::TakenDown { .. } => Tag::new("已撤下", Tone::Quiet),
    }
}
