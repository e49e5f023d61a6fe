//! `GET /staff/admin`: 系统管理: the pages that this officer may open, and how things stand there.

use axum::extract::State;
use domain::access::may;
use domain::settings::Settings;
use templates::components::tag::{Tag, Tone};
use templates::staff::admin::index::{self, Entry};
use web::render::staff_shell;
use web::session::Officer;
use web::{Action, App, Result, Visit, html};

/// `GET /staff/admin`
pub async fn show(State(app): State<App>, visit: Visit, officer: Officer) -> Result {
    let settings = app.store.settings_now(visit.now()).await?;
    let actor = officer.actor();
    let all = [
        (
            Action::ManageSettings,
            Entry {
                href: "/staff/admin/settings".to_owned(),
                title: "运行设置".to_owned(),
                about: "暂停网上反映或注册、挂出拥堵提示、暂停短信、开关网上建议。".to_owned(),
                state: state(&settings),
            },
        ),
        (
            Action::ManageNotices,
            Entry {
                href: "/staff/admin/notices".to_owned(),
                title: "公告".to_owned(),
                about: "写给群众或者工作人员的消息：先存草稿，看过样子再发布，随时可以撤下。".to_owned(),
                state: Vec::new(),
            },
        ),
    ];
    let entries = all.into_iter().filter(|(action, _)| may(&actor, *action));
    Ok(html(index::page(&index::View {
        shell: staff_shell(&app, &visit, Some(&officer)),
        entries: entries.map(|(_, entry)| entry).collect(),
    })))
}

/// What is switched off now, or that nothing is.
fn state(settings: &Settings) -> Vec<Tag> {
    let mut tags = Vec::new();
    if settings.filing_closed.is_some() {
        tags.push(Tag::new("网上反映已暂停", Tone::Urgent));
    }
    if settings.registration_closed.is_some() {
        tags.push(Tag::new("注册已暂停", Tone::Urgent));
    }
    if settings.sms_stopped {
        tags.push(Tag::new("短信已暂停", Tone::Warn));
    }
    if settings.slow_banner.is_some() {
        tags.push(Tag::new("挂着拥堵提示", Tone::Warn));
    }
    if !settings.suggestions_open {
        tags.push(Tag::new("不接收网上建议", Tone::Quiet));
    }
    if tags.is_empty() {
        tags.push(Tag::new("全部正常", Tone::Good));
    }
    tags
}
