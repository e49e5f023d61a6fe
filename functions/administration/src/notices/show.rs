//! `GET /staff/admin/notices/{id}`: a notice as its readers see it, and what can be done with it.

use super::{changed, known, path, state};
use axum::extract::State;
use domain::ids::NoticeId;
use domain::notice::{self, NoticeError};
use domain::time::local_date;
use templates::staff::admin::notice::{self as page, View};
use web::render::staff_shell;
use web::session::Officer;
use web::{App, Path, Query, Result, Visit, html, notices};

/// `GET /staff/admin/notices/{id}`
pub async fn show(
    State(app): State<App>,
    visit: Visit,
    officer: Officer,
    Path(id): Path<NoticeId>,
    Query(query): Query,
) -> Result {
    let notice = known(&app, id).await?;
    let hangs = matches!(notice.state, notice::State::Published { .. });
    let over = notice.words.is_over(local_date(visit.now()));
    let blocked = (!hangs && over).then(|| NoticeError::Over.to_string());
    Ok(html(page::page(&View {
        shell: staff_shell(&app, &visit, Some(&officer)),
        csrf: visit.csrf(&app),
        href: path(id),
        revision: notice.revision.to_string(),
        notice: notices::shown(&notice),
        audience: notice.words.audience.label().to_owned(),
        state: state(&notice, &visit),
        changed: changed(&notice),
        hangs,
        public: notices::found_at(&notice, &visit).unwrap_or_default(),
        blocked: blocked.unwrap_or_default(),
        flash: match query.text("done") {
            "saved" if hangs => "已经保存，最迟 20 秒后读的人就能看到。",
            "saved" => "已经存为草稿。看过样子，再发布。",
            "published" if hangs => "已经发布，最迟 20 秒后出现。",
            "down" if !hangs => "已经撤下。",
            _ => "",
        }
        .to_owned(),
    })))
}
