//! One notice for who keeps it: `/staff/admin/notices/{id}` shows it as its readers will see it, with the next
//! steps; `…/new` and `…/{id}/edit` are the form.

use crate::components::button::{link_button, submit};
use crate::components::checkboxes::Checkboxes;
use crate::components::error_summary::error_summary;
use crate::components::form::{FormState, hidden};
use crate::components::notice::{flash, warning};
use crate::components::radios::Radios;
use crate::components::select::Choice;
use crate::components::tag::Tag;
use crate::components::text_input::TextInput;
use crate::components::textarea::Textarea;
use crate::layout::{Menu, Page, StaffShell};
use crate::public::notices::Notice;
use domain::notice::{Audience, BODY_MAX, TITLE_MAX};
use maud::{Markup, html};

/// 看一条公告. Publishing and taking down post hidden `csrf revision` to `{href}/publish` and `{href}/down`.
#[derive(Clone, Debug, Default)]
pub struct View {
    /// The frame.
    pub shell: StaffShell,
    /// Token.
    pub csrf: String,
    /// Path of this page.
    pub href: String,
    /// The revision that is shown.
    pub revision: String,
    /// As its readers see it.
    pub notice: Notice,
    /// Whom it is for.
    pub audience: String,
    /// Where it stands.
    pub state: Tag,
    /// When and by whom it was changed last.
    pub changed: String,
    /// Whether it hangs: it can then be taken down, else published.
    pub hangs: bool,
    /// Where its readers find it; empty while they do not.
    pub public: String,
    /// Why it cannot be published; empty if it can.
    pub blocked: String,
    /// What was just done.
    pub flash: String,
}

/// 写公告. Fields: `title body audience important until`; hidden `csrf revision`, and `id` of one that is new.
#[derive(Clone, Debug, Default)]
pub struct FormView {
    /// The frame.
    pub shell: StaffShell,
    /// What was typed and what was wrong.
    pub form: FormState,
    /// Where the form posts.
    pub action: String,
    /// Where one goes back to.
    pub back: String,
    /// The revision that is being changed; empty for a new one.
    pub revision: String,
    /// Whether its readers see each change at once.
    pub hangs: bool,
    /// Somebody else saved meanwhile: who and when, and what it says now.
    pub conflict: Option<(String, Notice)>,
}

/// The page of one notice.
#[must_use]
pub fn page(view: &View) -> Markup {
    let content = html! {
        div.narrow {
            p.back { a href="/staff/admin/notices" { "全部公告" } }
            (flash(&view.flash))
            h1 { "公告" }
            p { (view.state.render()) " 给" (view.audience) "看" span.dot { "最近修改：" (view.changed) } }
            section.card aria-labelledby="look" {
                p.hint id="look" { "读的人看到的样子" }
                h2 { (view.notice.title) }
                (view.notice.about())
                (view.notice.text())
            }
            @if !view.blocked.is_empty() { (warning(&view.blocked)) }
            div.buttons {
                @if view.hangs {
                    (step(view, "down", "撤下", false))
                } @else if view.blocked.is_empty() {
                    (step(view, "publish", "发布", true))
                }
                (link_button("修改", &format!("{}/edit", view.href), false))
            }
            @if view.hangs {
                p.hint { "撤下以后，读的人马上看不到；公告留在这里，可以修改后再发布。" }
                @if !view.public.is_empty() { p { a href=(view.public) { "打开发布后的页面" } } }
            } @else {
                p.hint { "发布以后，最迟 20 秒在首页和公告栏出现。" }
            }
        }
    };
    view.shell.render(
        Page {
            title: &format!("公告：{}", view.notice.title),
            menu: Menu::Admin,
            ..Page::default()
        },
        &content,
    )
}

fn step(view: &View, path: &str, label: &str, primary: bool) -> Markup {
    let class = if primary { "button" } else { "button button-second" };
    html! {
        form method="post" action={ (view.href) "/" (path) } {
            (hidden("csrf", &view.csrf))
            (hidden("revision", &view.revision))
            button class=(class) type="submit" data-once { (label) }
        }
    }
}

/// The form.
#[must_use]
pub fn form_page(view: &FormView) -> Markup {
    let form = &view.form;
    let heading = if view.revision.is_empty() {
        "写一条公告"
    } else {
        "修改公告"
    };
    let audiences = Audience::ALL.map(|audience| Choice::new(audience.code(), audience.label()));
    let content = html! {
        div.narrow {
            p.back { a href=(view.back) { "返回" } }
            @if let Some((who, now)) = &view.conflict { (conflict(who, now)) }
            (error_summary(form))
            h1 { (heading) }
            @if view.hangs { (warning("这条公告已经发布，保存以后读的人马上看到改动。")) }
            form method="post" action=(view.action) novalidate data-unsaved {
                (form.hidden_csrf())
                @if !form.value("id").is_empty() { (hidden("id", form.value("id"))) }
                @if !view.revision.is_empty() { (hidden("revision", &view.revision)) }
                (TextInput { name: "title", label: "标题", hint: "一句话说清什么事、什么时候。", count_max: Some(TITLE_MAX), ..TextInput::default() }.render(form))
                (Textarea { name: "body", label: "正文", hint: "用平常话写。空一行就是新的一段；不能用格式和链接。", rows: 12, count_max: Some(BODY_MAX), ..Textarea::default() }.render(form))
                (Radios { name: "audience", legend: "给谁看", hint: "群众在网站首页和公告栏看到，工作人员在工作台看到。", choices: &audiences, ..Radios::default() }.render(form))
                (Checkboxes { name: "important", legend: "重要", choices: &[Choice::new("yes", "放在首页最上面").hinted("只用于所有人都该马上知道的事；同时有几条的，显示最新的一条。")], ..Checkboxes::default() }.render(form))
                (TextInput { name: "until", label: "最后一天", hint: "例如 2026-12-01。过了这一天不再显示；不填就一直显示到撤下。", optional: true, width: "w-half", ..TextInput::default() }.render(form))
                p.buttons { (submit(if view.hangs { "保存" } else { "保存并看样子" })) (link_button("不写了", &view.back, false)) }
            }
        }
    };
    view.shell.render(
        Page {
            title: heading,
            failed: form.has_errors() || view.conflict.is_some(),
            menu: Menu::Admin,
            ..Page::default()
        },
        &content,
    )
}

fn conflict(who: &str, now: &Notice) -> Markup {
    html! {
        div id="conflict" role="alert" tabindex="-1" data-focus {
            (warning(&format!("{who}，您的这一次没有保存。下面表单里是您填的内容；确定要改成这样，请再保存一次。")))
            section.card { p.hint { "现在的公告" } h2 { (now.title) } (now.about()) (now.text()) }
        }
    }
}

impl View {
    /// A draft, one that hangs, one that is over.
    #[must_use]
    pub fn samples() -> Vec<Self> {
        use crate::components::tag::Tone;
        let hung = Self {
            shell: crate::samples::administrator(),
            csrf: "sample".into(),
            href: "/staff/admin/notices/n1".into(),
            revision: "3".into(),
            notice: Notice::sample(),
            audience: "群众和工作人员".into(),
            state: Tag::new("已发布", Tone::Good),
            changed: "2026年11月23日（周一）09:12，赵管理".into(),
            hangs: true,
            public: "/notices/n1".into(),
            blocked: String::new(),
            flash: "已经发布。".into(),
        };
        let draft = Self {
            notice: Notice {
                title: crate::samples::LONG.into(),
                published: String::new(),
                ..Notice::sample()
            },
            state: Tag::new("草稿", Tone::Quiet),
            hangs: false,
            public: String::new(),
            flash: String::new(),
            ..hung.clone()
        };
        let over = Self {
            blocked: "截止日期已经过了，请先改日期再发布".into(),
            ..draft.clone()
        };
        vec![draft, hung, over]
    }
}

impl FormView {
    /// New, wrong, somebody was first.
    #[must_use]
    pub fn samples() -> Vec<Self> {
        let new = Self {
            shell: crate::samples::administrator(),
            form: FormState::new("sample")
                .with("id", "n1")
                .with("audience", "public"),
            action: "/staff/admin/notices/new".into(),
            back: "/staff/admin/notices".into(),
            ..Self::default()
        };
        let typed = FormState::new("sample")
            .with("title", crate::samples::LONG)
            .with("body", crate::samples::STORY)
            .with("audience", "both")
            .with("important", "yes")
            .with("until", "明天");
        let late = Self {
            form: typed.clone(),
            action: "/staff/admin/notices/n1/edit".into(),
            back: "/staff/admin/notices/n1".into(),
            revision: "4".into(),
            hangs: true,
            conflict: Some((
                "钱管理 在 2026年11月23日（周一）09:14 保存过这条公告".into(),
                Notice::sample(),
            )),
            ..new.clone()
        };
        let wrong = Self {
            form: typed
                .failing("title", "标题不能超过 60 个字，现在有 203 个字")
                .failing("until", "日期看不懂，请写成 2026-12-01 这样"),
            conflict: None,
            ..late.clone()
        };
        vec![new, wrong, late]
    }
}
