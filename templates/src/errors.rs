//! The pages for when something did not work: each says what happened, what became of what one had
//! typed, and the next step. Must not show internals.

use crate::components::button::submit;
use crate::components::form::hidden;
use crate::components::link::Link;
use crate::layout::{Page, Shell};
use crate::public::resume::{fields, kept};
use maud::{Markup, html};

/// 出错页的种类. What one may not see is shown as not found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ErrorKind {
    /// 400: the request makes no sense; one sentence why, may be empty.
    BadRequest(String),
    /// 400: the form's token has expired; it can be sent again.
    FormExpired(Option<Retry>),
    /// 404, also for what one may not see.
    NotFound,
    /// 405.
    MethodNotAllowed,
    /// 409: somebody else was first.
    Conflict {
        /// Who won and what holds now, in plain words.
        message: String,
        /// Where to look at it.
        next: Option<Link>,
    },
    /// 413.
    TooLarge,
    /// 429, with the minutes to wait.
    TooMany(u32),
    /// 500 with its reference number.
    Internal {
        /// The reference.
        reference: String,
        /// What was typed, to be sent again.
        retry: Option<Retry>,
    },
    /// 503: an outside service or the store does not answer now.
    Unavailable {
        /// The reference.
        reference: String,
        /// What was typed, to be sent again.
        retry: Option<Retry>,
    },
    /// The session has ended; the link leads to login and back.
    SessionExpired {
        /// Path of the login with its way back.
        login: String,
    },
    /// 503: filing is closed now, so nothing can be uploaded for it; why.
    FilingClosed(String),
}

/// 再次提交: the same form once more.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Retry {
    /// A fresh token.
    pub csrf: String,
    /// Where it was going.
    pub action: String,
    /// What was sent, without `csrf` and passwords.
    pub fields: Vec<(String, String)>,
}

/// 出错页.
#[derive(Clone, Debug)]
pub struct View {
    /// The frame.
    pub shell: Shell,
    /// What happened.
    pub kind: ErrorKind,
}

/// The page.
#[must_use]
pub fn page(view: &View) -> Markup {
    let home = if matches!(view.shell, Shell::Staff(_)) {
        "/staff"
    } else {
        "/"
    };
    let (title, body) = words(&view.kind, home);
    let content = html! { div.wrap.narrow.trouble { h1 { (title) } (body) } };
    let title = format!("错误：{title}");
    view.shell.render(
        Page {
            title: &title,
            ..Page::default()
        },
        &content,
    )
}

fn words(kind: &ErrorKind, home: &str) -> (&'static str, Markup) {
    match kind {
        ErrorKind::BadRequest(why) => (
            "这个请求没有看懂",
            html! {
                p.lead { @if why.is_empty() { "网址或者表单不完整，可能是复制时少了一截。" } @else { (why) } }
                (ways(home, "返回首页"))
            },
        ),
        ErrorKind::FormExpired(retry) => (
            "表单已经过期",
            html! {
                p.lead { "页面开得太久，或者在别的窗口登录、退出过。为了安全没有提交。" }
                @if let Some(retry) = retry { (again(retry)) } @else { p { "请返回上一页，刷新后再提交一次。" } (ways(home, "返回首页")) }
            },
        ),
        ErrorKind::NotFound => (
            "没有找到这一页",
            html! {
                p.lead { "可能是网址输错了，内容已经移走，或者您现在的账号不能看。" }
                ul {
                    li { "手动输入的网址，请核对一遍" }
                    li { "要看自己反映的问题，请先登录" }
                }
                (ways(home, "返回首页"))
            },
        ),
        ErrorKind::MethodNotAllowed => (
            "这一页不能这样打开",
            html! { p.lead { "请从页面上的按钮或链接进来，不要直接打开这个网址。" } (ways(home, "返回首页")) },
        ),
        ErrorKind::Conflict { message, next } => (
            "别人先了一步",
            html! {
                p.lead { (message) }
                p { "您这一次的操作没有生效，原来的内容没有被覆盖。" }
                @if let Some(next) = next { (ways(&next.href, &next.text)) } @else { (ways(home, "返回首页")) }
            },
        ),
        ErrorKind::TooLarge => (
            "提交的内容太大",
            html! {
                p.lead { "正文最多 1 万字；附件请用“选择文件”上传，每个不超过 50 MB。" }
                p { "请用浏览器的返回键回到刚才的页面，您填的内容一般还在。" }
                (ways(home, "返回首页"))
            },
        ),
        ErrorKind::TooMany(minutes) => (
            "试的次数太多了",
            html! { p.lead { "为了保护账号和查询码，请过 " strong { (minutes) " 分钟" } "再试。" } (ways(home, "返回首页")) },
        ),
        ErrorKind::Internal { reference, retry } => (
            "网站出了问题",
            html! {
                p.lead { "是我们的问题，不是您的。已经记下来，工作人员会检查。" }
                (reference_line(reference))
                @if let Some(retry) = retry { (again(retry)) } @else { (ways(home, "返回首页")) }
            },
        ),
        ErrorKind::Unavailable { reference, retry } => (
            "现在办不了，请稍后再试",
            html! {
                p.lead { "后面的一个系统暂时没有回应。请过几分钟再试，不用重新填写。" }
                (reference_line(reference))
                @if let Some(retry) = retry { (again(retry)) } @else { (ways(home, "返回首页")) }
            },
        ),
        ErrorKind::SessionExpired { login } => (
            "登录已经过期",
            html! {
                p.lead { "30 分钟没有操作，为了安全已经退出。刚才提交的内容保留一小时，重新登录后可以接着提交。" }
                (ways(login, "重新登录"))
            },
        ),
        ErrorKind::FilingClosed(message) => (
            "现在暂停网上反映",
            html! {
                p.lead { (message) }
                p { "已经写好的草稿都在。查询、补充材料、评价照常；紧急情况请拨 110、119、120。" }
                (ways("/petitions/new", "看看还能怎么办"))
            },
        ),
    }
}

fn ways(href: &str, label: &str) -> Markup {
    html! { p.buttons { a.button href=(href) { (label) } } }
}

fn reference_line(reference: &str) -> Markup {
    html! { p { "联系我们时，请告诉这个编号：" strong.num { (reference) } } }
}

fn again(retry: &Retry) -> Markup {
    html! {
        (kept(&retry.fields))
        form method="post" action=(retry.action) {
            (hidden("csrf", &retry.csrf))
            (fields(&retry.fields))
            p { "您填写的内容还在，可以直接再提交一次。" }
            p.buttons { (submit("再提交一次")) }
        }
    }
}

impl View {
    /// Every kind, some for staff.
    #[must_use]
    pub fn samples() -> Vec<Self> {
        let retry = || {
            Some(Retry {
                csrf: "sample".into(),
                action: "/petitions/new".into(),
                fields: vec![
                    ("title".into(), "泉城路 1 号院地下车库积水".into()),
                    ("step".into(), "where".into()),
                ],
            })
        };
        let reference = || String::from("A7K2-93QX");
        let kinds = [
            ErrorKind::BadRequest(String::new()),
            ErrorKind::FormExpired(retry()),
            ErrorKind::NotFound,
            ErrorKind::MethodNotAllowed,
            ErrorKind::Conflict {
                message: "李秀英 在 2026年11月23日（周一）09:02 撤回了这一件，不能再登记。".into(),
                next: Some(Link::new("/staff/intake/web?tab=withdrawn", "查看已撤回")),
            },
            ErrorKind::TooLarge,
            ErrorKind::TooMany(15),
            ErrorKind::Internal {
                reference: reference(),
                retry: retry(),
            },
            ErrorKind::Unavailable {
                reference: reference(),
                retry: None,
            },
            ErrorKind::SessionExpired {
                login: "/login?next=/petitions".into(),
            },
            ErrorKind::FilingClosed("12 月 1 日 0 时至 6 时系统维护，6 时以后可以提交。".into()),
        ];
        let mut all: Vec<Self> = kinds
            .into_iter()
            .map(|kind| Self {
                shell: Shell::default(),
                kind,
            })
            .collect();
        all.push(Self {
            shell: crate::samples::staff().into(),
            kind: ErrorKind::NotFound,
        });
        all
    }
}
