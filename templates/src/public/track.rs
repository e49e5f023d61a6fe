//! `/track`: by name and query code, without logging in.

use super::petition::standing;
use crate::components::action::{ActionItem, action_list};
use crate::components::button::submit;
use crate::components::captcha::Captcha;
use crate::components::deadline_bar::DeadlineBar;
use crate::components::error_summary::error_summary;
use crate::components::form::FormState;
use crate::components::notice::flash;
use crate::components::now::Now;
use crate::components::step_messages::StepMessages;
use crate::components::tag::Tag;
use crate::components::text_input::TextInput;
use crate::components::timeline::{TimelineItem, timeline_folded};
use crate::layout::{Nav, Page, PublicShell};
use maud::{Markup, html};

/// 查询. Fields: `name query_code captcha captcha_id csrf`. The uniform answer for a wrong name or a wrong
/// code goes to `name`.
#[derive(Clone, Debug, Default)]
pub struct FormView {
    /// The frame.
    pub shell: PublicShell,
    /// What was typed and what was wrong.
    pub form: FormState,
    /// The captcha.
    pub captcha: Captcha,
}

/// 查询结果.
#[derive(Clone, Debug, Default)]
pub struct ResultView {
    /// Whether it belongs to an account, so that signing in shows more.
    pub has_account: bool,
    /// The frame.
    pub shell: PublicShell,
    /// Number.
    pub number: String,
    /// Title.
    pub title: String,
    /// Status.
    pub status: Tag,
    /// Who has it now; may be empty.
    pub agency: String,
    /// The deadline that runs now.
    pub deadline: Option<DeadlineBar>,
    /// What one has to do now, with the button to rate where one can.
    pub now: Now,
    /// The public timeline: what is to come, the last step on top, then what happened, newest first.
    pub timeline: Vec<TimelineItem>,
    /// 评价, where it is not possible, with the reason.
    pub rate: Option<ActionItem>,
    /// 进度短信, where there is a number.
    pub messages: Option<StepMessages>,
    /// A message after something was done here; may be empty.
    pub flash: String,
}

/// The form.
#[must_use]
pub fn form_page(view: &FormView) -> Markup {
    let form = &view.form;
    let content = html! {
        div.wrap.narrow {
            (error_summary(form))
            h1 { "查询进度" }
            p.lead { "凭姓名和查询码，不用登录就能看办到哪一步。" }
            p.hint { "在网上提交的，提交成功时就有查询码。写信、走访反映的，查询码在信访部门给您的查询码条或接谈单上，也可能用短信发给您。打电话反映的，请问登记的信访部门。" }
            form method="post" action="/track" novalidate {
                (form.hidden_csrf())
                (TextInput { name: "name", label: "信访人姓名", hint: "匿名反映的填写“匿名”；联名的，填写其中任何一位的姓名。", autocomplete: "name", width: "w-half", ..TextInput::default() }.render(form))
                (TextInput { name: "query_code", label: "查询码", hint: "16 位数字，在回执、短信或信访部门给您的单子上。空格不用管。", inputmode: "numeric", width: "w-half", placeholder: "0000 0000 0000 0000", ..TextInput::default() }.render(form))
                (view.captcha.render(form))
                p.buttons { (submit("查询")) }
            }
            p { "找不到查询码？用提交时的账号" a href="/login?next=/petitions" { "登录" } "，在“我反映的问题”里看。写信、走访反映的，请问登记的信访部门。" }
        }
    };
    view.shell.render(
        Page {
            title: "查询进度",
            about: "凭信访人姓名和 16 位查询码，不用登录就能看信访事项办到哪一步、还剩几天。",
            failed: form.has_errors(),
            nav: Nav::Track,
            ..Page::default()
        },
        &content,
    )
}

/// The result.
#[must_use]
pub fn result_page(view: &ResultView) -> Markup {
    let mut actions: Vec<ActionItem> = view.rate.iter().cloned().collect();
    actions.extend([
        ActionItem::print("打印"),
        ActionItem::link("查询另一件", "/track"),
    ]);
    if view.has_account {
        actions.push(ActionItem::link("登录后查看全部", "/petitions"));
    }
    let content = html! {
        div.wrap {
            (flash(&view.flash))
            p.hint { "查询结果 · " span.num { (view.number) } }
            h1 { (view.title) }
            (standing(&view.status, &view.agency))
            @if let Some(deadline) = &view.deadline { (deadline.render()) }
            (view.now.render())
            div.two {
                section.two-main.block aria-labelledby="process" { h2 id="process" { "办理过程" } (timeline_folded(&view.timeline)) }
                aside.two-side aria-label="您可以做的" {
                    section.card {
                        h2 { "您可以" }
                        (action_list(&actions))
                        p.hint { "为保护隐私，这一页不显示个人信息和正文，30 分钟后失效。" }
                    }
                    @if let Some(messages) = &view.messages { (messages.render()) }
                }
            }
        }
    };
    view.shell.render(
        Page {
            title: "查询结果",
            nav: Nav::Track,
            ..Page::default()
        },
        &content,
    )
}

impl FormView {
    /// Empty, wrong.
    #[must_use]
    pub fn samples() -> Vec<Self> {
        let plain = Self {
            form: FormState::new("sample"),
            captcha: Captcha::new("sample"),
            ..Self::default()
        };
        let wrong = FormState::new("sample")
            .with("name", "李秀英")
            .with("query_code", "4821 0937 5562 1049")
            .failing("name", "姓名和查询码对不上，请核对")
            .failing("captcha", "请填写验证码");
        vec![plain.clone(), Self { form: wrong, ..plain }]
    }
}

impl ResultView {
    /// Under way, just filed.
    #[must_use]
    pub fn samples() -> Vec<Self> {
        let under_way = Self {
            number: "W370102-20261014-00042".into(),
            title: "泉城路 1 号院地下车库积水，物业半年未修".into(),
            status: Tag::status("办理中"),
            agency: "济南市历下区住房和城乡建设局".into(),
            deadline: Some(crate::samples::deadline()),
            now: Now {
                text: "现在不用您做什么，2026年12月29日（周二）以前会书面答复您。".into(),
                rate: None,
            },
            timeline: crate::samples::timeline(),
            rate: Some(ActionItem::blocked("评价", "责任单位答复后才能评价")),
            messages: Some(StepMessages {
                action: "/track/messages".into(),
                csrf: "sample".into(),
                to: "138****5678".into(),
                on: true,
            }),
            ..Self::default()
        };
        vec![
            under_way.clone(),
            Self {
                deadline: Some(crate::samples::deadline_stopped()),
                timeline: crate::samples::timeline_suspended(),
                ..under_way.clone()
            },
            Self {
                deadline: Some(crate::samples::deadline_resumed()),
                ..under_way.clone()
            },
            Self {
                title: crate::samples::LONG.into(),
                status: Tag::status("已收到"),
                deadline: None,
                agency: String::new(),
                messages: Some(StepMessages {
                    on: false,
                    ..under_way.messages.clone().unwrap_or_default()
                }),
                flash: "以后办理进度不再发短信。".into(),
                now: Now {
                    text: "请评价，到 2026年12月23日（周三）为止。".into(),
                    rate: Some(ActionItem::link("评价", "/track/rate").main()),
                },
                rate: None,
                ..under_way
            },
        ]
    }
}
