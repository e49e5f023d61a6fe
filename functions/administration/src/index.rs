//! `GET /staff/admin`: 系统管理: the pages that this officer may open, and how things stand there.

use crate::agencies::without_phone;
use axum::extract::State;
use domain::access::may;
use domain::settings::Settings;
use templates::components::tabs::count_word;
use templates::components::tag::{Tag, Tone};
use templates::staff::admin::index::{self, Entry};
use web::render::staff_shell;
use web::session::Officer;
use web::{Action, App, Result, Visit, html};

/// `GET /staff/admin`
pub async fn show(State(app): State<App>, visit: Visit, officer: Officer) -> Result {
    let (settings, dead, tree) = tokio::try_join!(
        app.store.settings_now(visit.now()),
        app.store.given_up_count(),
        app.store.agencies(visit.now())
    )?;
    let actor = officer.actor();
    let grounds = settings.suspension_grounds.len();
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
            Action::ManageSettings,
            Entry {
                href: "/staff/admin/suspension".to_owned(),
                title: "中止计时的事由".to_owned(),
                about: "办理期限在哪些情形下可以中止，各依据哪部规定的哪一条。".to_owned(),
                state: vec![match grounds {
                    0 => Tag::new("没有，不能中止", Tone::Quiet),
                    count => Tag::new(format!("{count} 条"), Tone::Info),
                }],
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
        (
            Action::ManageMessages,
            Entry {
                href: "/staff/admin/messages".to_owned(),
                title: "短信".to_owned(),
                about: "修改每种短信的用语、查看发送记录、处理没有发出的短信。".to_owned(),
                state: given_up(dead),
            },
        ),
        (
            Action::ManageAgencies,
            Entry {
                href: "/staff/admin/agencies".to_owned(),
                title: "机构联系方式".to_owned(),
                about: "公布给群众的地址、电话、接待时间和网站，省市信访部门和其他单位都在这里改。"
                    .to_owned(),
                state: reachable(without_phone(&tree)),
            },
        ),
    ];
    let entries = all.into_iter().filter(|(action, _)| may(&actor, *action));
    Ok(html(index::page(&index::View {
        shell: staff_shell(&app, &visit, Some(&officer)),
        entries: entries.map(|(_, entry)| entry).collect(),
    })))
}

/// How many messages wait for a decision.
fn given_up(count: u32) -> Vec<Tag> {
    match count {
        0 => vec![Tag::new("没有积压", Tone::Good)],
        count => vec![Tag::new(
            format!("{} 条没有发出", count_word(count)),
            Tone::Urgent,
        )],
    }
}

/// Whether the offices of the public directory can be called.
fn reachable(without_phone: usize) -> Vec<Tag> {
    match without_phone {
        0 => vec![Tag::new("信访部门都有电话", Tone::Good)],
        count => vec![Tag::new(format!("{count} 个信访部门没有电话"), Tone::Warn)],
    }
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
