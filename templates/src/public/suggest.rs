//! `/suggestions/new`: 网上建议 — one page to write a suggestion, and the page that says that none are taken
//! now, with what one had typed and what else one can do.

use crate::components::button::submit;
use crate::components::captcha::Captcha;
use crate::components::division_picker::DivisionPicker;
use crate::components::error_summary::error_summary;
use crate::components::form::{FormState, hidden};
use crate::components::notice::{inset, warning_with};
use crate::components::select::{Choice, OptGroup, Select};
use crate::components::text_input::TextInput;
use crate::components::textarea::Textarea;
use crate::layout::{Nav, Page, PublicShell};
use domain::category::level1;
use domain::text::{SUGGESTION_MAX, TITLE_MAX};
use maud::{Markup, html};

/// 提一条建议. Fields: `title category division content captcha`; hidden `csrf entry from captcha_id`.
#[derive(Clone, Debug, Default)]
pub struct FormView {
    /// The frame.
    pub shell: PublicShell,
    /// What was typed and what was wrong; `entry` is the id the suggestion will have.
    pub form: FormState,
    /// The city whose site sent the person here: its name, and the word in `from`.
    pub from_city: Option<(String, String)>,
    /// Whether the account has no name.
    pub anonymous: bool,
    /// A fresh captcha.
    pub captcha: Captcha,
    /// The form was sent before with other words, and made this.
    pub earlier: Option<Earlier>,
}

/// 用同一张表单提过的建议.
#[derive(Clone, Debug, Default)]
pub struct Earlier {
    /// Number.
    pub number: String,
    /// Title.
    pub title: String,
    /// Path.
    pub href: String,
}

/// 暂未开放.
#[derive(Clone, Debug, Default)]
pub struct ClosedView {
    /// The frame.
    pub shell: PublicShell,
    /// What was typed and would be lost: title and text, to be copied.
    pub typed: Vec<String>,
}

fn already(earlier: &Earlier) -> Markup {
    html! {
        div id="earlier" role="alert" tabindex="-1" data-focus {
            (warning_with(&html! {
                p { "您刚才已经用这张表单提过一条建议：" a href=(earlier.href) { "《" (earlier.title) "》" } "（编号 " span.num { (earlier.number) } "）。那一条已经收到，不能修改。" }
                p { "下面是您现在填的，和那一条不同，" strong { "还没有提交" } "。要作为另一条建议提交，请填写验证码，再点“提交建议”。" }
            }))
        }
    }
}

/// The form.
#[must_use]
pub fn form_page(view: &FormView) -> Markup {
    let form = &view.form;
    let content = html! {
        div.wrap.narrow {
            @if let Some(earlier) = &view.earlier { (already(earlier)) }
            (error_summary(form))
            h1 { "提一条建议" }
            p.lead { "对政策、服务、城乡建设有好的想法，写在这里。信访部门研究以后答复您。" }
            (inset(&html! { p { "要解决自己的具体问题（工资、房屋、土地、社保……），请去" a href="/petitions/new" { "反映问题" } "：那里有办理期限、书面答复，不满意还能申请复查。" a href="/guide/suggestions" { "两者有什么不同" } } }))
            @if let Some((city, _)) = &view.from_city { (inset(&html! { p { "您从" strong { (city) } "信访页面过来，已经替您选好地区，可以修改。" } })) }
            form method="post" action="/suggestions/new" novalidate data-unsaved {
                // Enter in a field sends; without this it would press the first button, another captcha.
                button type="submit" hidden { "提交建议" }
                (form.hidden_csrf())
                (hidden("entry", form.value("entry")))
                @if let Some((_, from)) = &view.from_city { (hidden("from", from)) }
                (TextInput { name: "title", label: "标题", hint: "用一句话说清建议什么，例如：建议早高峰加密 K52 路公交车。", count_max: Some(TITLE_MAX), ..TextInput::default() }.render(form))
                (category(form))
                (DivisionPicker { name: "division", label: "建议涉及哪里", hint: "送这个地方的信访部门研究：全省的事选省，全市的事选市，县里的事选县（市、区）。", optional: false }.render(form))
                (Textarea { name: "content", label: "建议内容", hint: "现在是什么情况，您建议怎样改，改了有什么好处。", rows: 12, count_max: Some(SUGGESTION_MAX), ..Textarea::default() }.render(form))
                (view.captcha.render(form))
                p.hint { @if view.anonymous { "您用的是匿名账号，工作人员不会知道您是谁。" } @else { "工作人员只看得到您的姓，例如“李**”。" } }
                p.buttons { (submit("提交建议")) }
            }
        }
    };
    view.shell.render(
        Page {
            title: "提一条建议",
            failed: form.has_errors() || view.earlier.is_some(),
            nav: Nav::Suggest,
            scripts: &["filing.js"],
            ..Page::default()
        },
        &content,
    )
}

fn category(form: &FormState) -> Markup {
    let group = OptGroup {
        label: String::new(),
        choices: level1().map(|name| Choice::new(name, name)).collect(),
    };
    Select {
        name: "category",
        label: "属于哪个领域",
        hint: "拿不准可以不选。",
        groups: &[group],
        prompt: "不确定",
        optional: true,
        ..Select::default()
    }
    .render(form)
}

/// Says that none are taken now.
#[must_use]
pub fn closed_page(view: &ClosedView) -> Markup {
    let doors = [
        if view.shell.closed.filing {
            (
                "/petitions",
                "我反映的问题",
                "网上反映现在也暂停了；以前反映的照常办理、答复。",
            )
        } else {
            (
                "/petitions/new",
                "反映问题",
                "自己的具体诉求，随时可以提交，有期限、有答复。",
            )
        },
        (
            "/governor",
            "省长信箱",
            "对全省工作的意见和建议，也可以写给省长信箱。",
        ),
        ("/suggestions", "我的建议", "以前提过的建议和答复，照常可以查看。"),
    ];
    let content = html! {
        div.wrap.narrow {
            h1 { "网上建议暂未开放" }
            @if view.typed.is_empty() {
                p.lead { "现在不收新的建议。以后开放时，首页会有入口。" }
            } @else {
                p.lead { "就在刚才，网上建议暂停了接收，您的建议" strong { "没有提交" } "。" }
                h2 { "您刚才写的" }
                p { "请先复制下来，自己留一份，开放以后再提交。" }
                @for text in &view.typed { div.quote.typed { (text) } }
            }
            h2 { "您可以" }
            ul.doors { @for (href, name, about) in doors { li { a href=(href) { (name) } p { (about) } } } }
        }
    };
    view.shell.render(
        Page {
            title: "网上建议暂未开放",
            nav: Nav::Suggest,
            ..Page::default()
        },
        &content,
    )
}

impl FormView {
    /// Empty, from a city, wrong everywhere and very long, sent before with other words.
    #[must_use]
    pub fn samples() -> Vec<Self> {
        let mut shell = crate::samples::signed_in();
        shell.site.suggestions = true;
        let empty = Self {
            shell,
            form: FormState::new("sample").with("entry", "s1"),
            captcha: Captcha::new("c1"),
            ..Self::default()
        };
        let city = Self {
            form: empty.form.clone().with("division", "370100"),
            from_city: Some(("济南市".into(), "jinan".into())),
            anonymous: true,
            ..empty.clone()
        };
        let wrong = FormState::new("sample")
            .with("title", crate::samples::LONG)
            .with("content", crate::samples::STORY)
            .failing("title", "标题不能超过 100 个字，现在有 203 个字")
            .failing("category", "请从列表中选择领域，也可以不选")
            .failing("division", "请选择建议涉及的地区")
            .failing("content", "建议内容不能超过 5000 个字，现在有 5001 个字")
            .failing("captcha", "请填写验证码");
        let wrong = Self {
            form: wrong,
            ..empty.clone()
        };
        let again = Self {
            form: empty
                .form
                .clone()
                .with("title", "建议增设夜班车")
                .with("content", crate::samples::STORY),
            earlier: Some(Earlier {
                number: "J370100-20261116-00003".into(),
                title: crate::samples::LONG.into(),
                href: "/suggestions/s1".into(),
            }),
            ..empty.clone()
        };
        vec![empty, city, wrong, again]
    }
}

impl ClosedView {
    /// Closed from the start, with filing closed too, closed while somebody wrote.
    #[must_use]
    pub fn samples() -> Vec<Self> {
        let plain = Self {
            shell: crate::samples::signed_in(),
            ..Self::default()
        };
        let mut both = plain.clone();
        both.shell.closed.filing = true;
        vec![
            plain.clone(),
            both,
            Self {
                typed: vec!["建议早高峰加密 K52 路公交车".into(), crate::samples::LONG.into()],
                ..plain
            },
        ]
    }
}
