//! `/me/sessions`: where one is signed in, and how to end that.

use super::back;
use crate::components::button::link_button;
use crate::components::form::hidden;
use crate::components::notice::{flash, inset};
use crate::components::tag::{Tag, Tone};
use crate::layout::{Page, PublicShell};
use maud::{Markup, html};

/// 登录过的设备. Posts `csrf` to `/me/sessions/{id}/end` and `/me/sessions/others`.
#[derive(Clone, Debug, Default)]
pub struct View {
    /// The frame.
    pub shell: PublicShell,
    /// Token.
    pub csrf: String,
    /// Sessions that live, this one first.
    pub sessions: Vec<Session>,
    /// What was just done; may be empty.
    pub flash: String,
}

/// 一次登录.
#[derive(Clone, Debug, Default)]
pub struct Session {
    /// Its id.
    pub id: String,
    /// The device in plain words.
    pub device: String,
    /// When it began, as people read it.
    pub since: String,
    /// When it was last used.
    pub seen: String,
    /// The one that asks.
    pub here: bool,
}

/// The page.
#[must_use]
pub fn page(view: &View) -> Markup {
    let others = view.sessions.iter().filter(|session| !session.here).count();
    let content = html! {
        div.wrap.narrow {
            (back())
            (flash(&view.flash))
            h1 { "登录过的设备" }
            p.lead { "您的账号现在在下面的地方登录着。不认识的，请退出它，再改密码。" }
            ul.cases { @for session in &view.sessions { (one(session, &view.csrf)) } }
            @if others == 0 {
                (inset(&html! { p { "只在这里登录着，别处都没有。" } }))
            } @else {
                form method="post" action="/me/sessions/others" {
                    (hidden("csrf", &view.csrf))
                    p.buttons {
                        button.button type="submit" data-once { "退出其他 " (others) " 处" }
                        (link_button("修改密码", "/me/password", false))
                    }
                }
            }
            p.hint { "30 分钟不用，自动退出；最长一天。" }
        }
    };
    view.shell.render(
        Page {
            title: "登录过的设备",
            ..Page::default()
        },
        &content,
    )
}

fn one(session: &Session, csrf: &str) -> Markup {
    html! {
        li.case {
            div.case-head {
                h2 { (session.device) }
                @if session.here { (Tag::new("就是这里", Tone::Good).render()) }
                @else {
                    form method="post" action={ "/me/sessions/" (session.id) "/end" } {
                        (hidden("csrf", csrf))
                        button.button.button-quiet type="submit" data-once { "退出" span.vh { (session.device) "，" (session.since) "登录的" } }
                    }
                }
            }
            p.hint { (session.since) " 登录" span.dot { "最近使用：" (session.seen) } }
        }
    }
}

impl View {
    /// Alone, with others.
    #[must_use]
    pub fn samples() -> Vec<Self> {
        let session = |id: &str, device: &str, here| Session {
            id: id.into(),
            device: device.into(),
            since: "2026年11月23日（周一）08:52".into(),
            seen: "2026年11月23日（周一）09:14".into(),
            here,
        };
        let here = session("s1", "安卓手机或平板，微信", true);
        let alone = Self {
            shell: crate::samples::signed_in(),
            csrf: "sample".into(),
            sessions: vec![here.clone()],
            flash: "其他地方都退出了。".into(),
        };
        let several = Self {
            sessions: vec![
                here,
                session("s2", "Windows 电脑，360 浏览器", false),
                session("s3", "没有说明的设备", false),
            ],
            flash: String::new(),
            ..alone.clone()
        };
        vec![alone, several]
    }
}
