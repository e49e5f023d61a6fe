//! `/staff/admin/settings`: the switches of the installation, each with what it does and the words that
//! people are shown.

use crate::components::button::{link_button, submit};
use crate::components::error_summary::error_summary;
use crate::components::form::{FormState, hidden};
use crate::components::notice::{flash, inset, warning};
use crate::components::radios::Radios;
use crate::components::select::Choice;
use crate::components::summary_list::{SummaryRow, summary_list};
use crate::components::tag::{Tag, Tone};
use crate::components::textarea::Textarea;
use crate::layout::{Menu, Page, StaffShell};
use maud::{Markup, html};

/// 运行设置. Fields: `filing` (`open`, `closed`) `filing_reason` `registration` `registration_reason`
/// `banner` (`off`, `on`) `banner_words` `sms` (`sent`, `stopped`) `suggestions` (`open`, `closed`); hidden
/// `csrf revision`; posts to `/staff/admin/settings`.
#[derive(Clone, Debug, Default)]
pub struct View {
    /// The frame.
    pub shell: StaffShell,
    /// What was typed, or how things stand.
    pub form: FormState,
    /// The revision that the form was made from.
    pub revision: String,
    /// When and by whom it was changed last; empty if never.
    pub changed: String,
    /// How each switch stands, in the order of the page.
    pub state: [Tag; 5],
    /// How many messages wait to be sent (99+ for more); empty when that is not known.
    pub waiting: String,
    /// What was just done.
    pub flash: String,
    /// Somebody else saved meanwhile: who and when, and how each switch stands now.
    pub conflict: Option<(String, Vec<(String, String)>)>,
    /// Most characters that a reason may have.
    pub words_max: usize,
}

/// A switch with words of its own.
struct Worded {
    heading: &'static str,
    question: &'static str,
    about: &'static str,
    name: &'static str,
    choices: [Choice; 2],
    words: &'static str,
    label: &'static str,
    hint: &'static str,
}

fn worded() -> [Worded; 3] {
    [
        Worded {
            heading: "网上反映",
            question: "是否接收新的信访",
            about: "暂停期间，群众不能提交新的信访，首页和“反映问题”页写明原因，并告诉他们可以写信、走访。查询、评价、补充材料、撤回照常；写好的草稿都保留，恢复后接着提交。",
            name: "filing",
            choices: [Choice::new("open", "开放"), Choice::new("closed", "暂停")],
            words: "filing_reason",
            label: "暂停的原因",
            hint: "暂停时必填，原样显示给群众，请写明什么时候恢复。例如：系统升级，11 月 30 日 18 时恢复。",
        },
        Worded {
            heading: "注册账号",
            question: "是否接受新的注册",
            about: "暂停期间不能注册新账号，已有账号照常登录。",
            name: "registration",
            choices: [Choice::new("open", "开放"), Choice::new("closed", "暂停")],
            words: "registration_reason",
            label: "暂停的原因",
            hint: "暂停时必填，原样显示给群众，请写明什么时候恢复。",
        },
        Worded {
            heading: "拥堵提示",
            question: "是否显示提示",
            about: "在群众页面的顶部挂一行字。网站打开慢的时候用，不停任何功能。",
            name: "banner",
            choices: [Choice::new("off", "不显示"), Choice::new("on", "显示")],
            words: "banner_words",
            label: "提示的内容",
            hint: "显示时必填。例如：现在访问的人很多，打开会慢一些，提交的内容不会丢失。",
        },
    ]
}

/// The page.
#[must_use]
pub fn page(view: &View) -> Markup {
    let form = &view.form;
    let content = html! {
        div.narrow {
            p.back { a href="/staff/admin" { "返回系统管理" } }
            (flash(&view.flash))
            @if let Some((who, now)) = &view.conflict { (conflict(who, now)) }
            (error_summary(form))
            h1 { "运行设置" }
            p.lead { "保存后，最迟 20 秒生效；指南、帮助、案例这些谁看都一样的页面，最迟一分半钟。每次改动都记入审计日志。" }
            @if !view.changed.is_empty() { p.hint { "最近一次修改：" (view.changed) } }
            form method="post" action="/staff/admin/settings" novalidate {
                (form.hidden_csrf())
                (hidden("revision", &view.revision))
                @for (switch, state) in worded().iter().zip(&view.state) { (section(switch, state, form, view.words_max)) }
                (messages(form, &view.state[3], &view.waiting))
                section.card {
                    h2 { "网上建议 " (view.state[4].render()) }
                    (Radios {
                        name: "suggestions",
                        legend: "是否接收网上建议",
                        hint: "关闭以后，导航里不再有“网上建议”，已经收到的建议照常办理。",
                        choices: &[Choice::new("open", "接收"), Choice::new("closed", "不接收")],
                        inline: true,
                        ..Radios::default()
                    }.render(form))
                }
                p { a href="/staff/admin/suspension" { "中止计时的事由" } "在另一页规定：办理期限在哪些情形下可以中止，各依据哪一条。" }
                p.buttons { (submit("保存设置")) (link_button("不改了", "/staff/admin", false)) }
            }
        }
    };
    view.shell.render(
        Page {
            title: "运行设置",
            failed: form.has_errors(),
            menu: Menu::Admin,
            ..Page::default()
        },
        &content,
    )
}

fn section(switch: &Worded, state: &Tag, form: &FormState, words_max: usize) -> Markup {
    html! {
        section.card {
            h2 { (switch.heading) " " (state.render()) }
            p { (switch.about) }
            (Radios { name: switch.name, legend: switch.question, choices: &switch.choices, inline: true, ..Radios::default() }.render(form))
            (Textarea {
                name: switch.words,
                label: switch.label,
                hint: switch.hint,
                optional: true,
                rows: 2,
                count_max: Some(words_max),
            }.render(form))
        }
    }
}

fn messages(form: &FormState, state: &Tag, waiting: &str) -> Markup {
    html! {
        section.card {
            h2 { "短信 " (state.render()) }
            p { "短信通道出故障或正在更换时用。暂停期间的短信都留着，恢复后陆续发出，也不算发送失败；验证码、查询码和评价提醒过了有效时间的，不再发出。" }
            @if !waiting.is_empty() { (inset(&html! { p { "现在等着发送的短信：" strong.num { (waiting) } " 条" } })) }
            (Radios {
                name: "sms",
                legend: "是否发送短信",
                hint: "验证码也是短信：暂停期间，忘了密码的人不能靠短信找回。",
                choices: &[Choice::new("sent", "照常发送"), Choice::new("stopped", "暂停发送")],
                inline: true,
                ..Radios::default()
            }.render(form))
        }
    }
}

fn conflict(who: &str, now: &[(String, String)]) -> Markup {
    let rows: Vec<SummaryRow> = now
        .iter()
        .map(|(key, value)| SummaryRow::new(key.as_str(), value.as_str()))
        .collect();
    came_second(who, &html! { h2 { "现在的设置" } (summary_list(&rows)) })
}

/// Somebody else saved meanwhile: who and when, and how things stand now.
pub(super) fn came_second(who: &str, now: &Markup) -> Markup {
    html! {
        div role="alert" {
            (warning(&format!("{who}，您的这一次没有保存。下面表单里是您填的内容；确定要改成这样，请再保存一次。")))
            (now)
        }
    }
}

impl View {
    /// As new, all switched, wrong, somebody was first.
    #[must_use]
    pub fn samples() -> Vec<Self> {
        let form = FormState::new("sample")
            .with("filing", "open")
            .with("registration", "open")
            .with("banner", "off")
            .with("sms", "sent")
            .with("suggestions", "open");
        let plain = Self {
            shell: crate::samples::administrator(),
            form,
            revision: "0".into(),
            state: ["开放", "开放", "不显示", "照常发送", "接收"].map(|word| Tag::new(word, Tone::Good)),
            words_max: 200,
            ..Self::default()
        };
        let switched = FormState::new("sample")
            .with("filing", "closed")
            .with("filing_reason", "系统升级，11 月 30 日 18 时恢复。")
            .with("registration", "closed")
            .with("registration_reason", crate::samples::LONG)
            .with("banner", "on")
            .with(
                "banner_words",
                "现在访问的人很多，打开会慢一些，提交的内容不会丢失。",
            )
            .with("sms", "stopped")
            .with("suggestions", "closed");
        let all = Self {
            form: switched,
            revision: "7".into(),
            changed: "2026年11月23日（周一）09:12，赵管理".into(),
            waiting: "99+".into(),
            state: ["已暂停", "已暂停", "显示中", "已暂停", "不接收"]
                .map(|word| Tag::new(word, Tone::Urgent)),
            flash: "已经保存，最迟 20 秒生效；指南、帮助、案例这些谁看都一样的页面，最迟一分半钟。".into(),
            ..plain.clone()
        };
        let wrong = Self {
            form: all
                .form
                .clone()
                .failing("filing_reason", "请填写暂停的原因")
                .failing("banner_words", "提示的内容不能超过 200 个字，现在有 231 个字"),
            flash: String::new(),
            ..all.clone()
        };
        let late = Self {
            flash: String::new(),
            conflict: Some((
                "钱管理在 2026年11月23日（周一）09:14 改过设置".into(),
                vec![
                    ("网上反映".into(), "开放".into()),
                    ("短信".into(), "暂停发送".into()),
                ],
            )),
            ..all.clone()
        };
        vec![plain, all, wrong, late]
    }
}
