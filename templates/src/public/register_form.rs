//! The registration form: `GET /register?agree=yes&mode=realname|anonymous`, `POST /register`.

use crate::components::button::submit;
use crate::components::captcha::Captcha;
use crate::components::division_picker::DivisionPicker;
use crate::components::error_summary::error_summary;
use crate::components::form::{FormState, hidden};
use crate::components::notice::warning;
use crate::components::password_input::PasswordInput;
use crate::components::radios::Radios;
use crate::components::select::{Choice, OptGroup, Select};
use crate::components::text_input::TextInput;
use crate::layout::{Page, PublicShell};
use maud::{Markup, html};

/// 注册表. Fields: `username password password_again real_name sex id_type id_number mobile
/// household_division household_address usual_address mailing_address agree anonymous captcha captcha_id
/// next csrf`. `anonymous=yes` in the anonymous variant, which has username, passwords, `mobile`
/// (optional, for recovery) and captcha only. `sex` is a GB/T 2261.1 code, `id_type` a document code.
#[derive(Clone, Debug, Default)]
pub struct View {
    /// The frame.
    pub shell: PublicShell,
    /// What was typed and what was wrong.
    pub form: FormState,
    /// Which variant.
    pub anonymous: bool,
    /// The captcha.
    pub captcha: Captcha,
    /// Carried along; may be empty.
    pub next: String,
    /// A problem that belongs to no field, such as the real-name service being down; nothing typed is lost.
    pub trouble: Option<String>,
}

/// The form.
#[must_use]
pub fn page(view: &View) -> Markup {
    let form = &view.form;
    let title = if view.anonymous {
        "匿名注册"
    } else {
        "实名注册"
    };
    let content = html! {
        div.wrap.narrow {
            (error_summary(form))
            @if let Some(trouble) = &view.trouble { (warning(trouble)) }
            h1 { (title) }
            @if view.anonymous {
                p.lead { "只填用户名和密码。请记牢：没有留手机号的，忘了密码无法找回。" }
            } @else {
                p.lead { "请照证件填写。性别、姓名、证件种类和用户名以后不能改。" }
            }
            form method="post" action="/register" novalidate {
                (form.hidden_csrf())
                (hidden("agree", "yes"))
                @if view.anonymous { (hidden("anonymous", "yes")) }
                @if !view.next.is_empty() { (hidden("next", &view.next)) }
                (account(form))
                @if view.anonymous { (recovery(form)) } @else { (person(form, &view.shell.site.number_hint())) (addresses(form)) }
                section.part { (view.captcha.render(form)) }
                p.buttons { (submit("注册")) }
            }
            p { "已经有账号？" a href="/login" { "登录" } }
        }
    };
    view.shell.render(
        Page {
            title,
            failed: form.has_errors(),
            scripts: &["filing.js"],
            ..Page::default()
        },
        &content,
    )
}

fn account(form: &FormState) -> Markup {
    html! {
        section.part {
            h2 { "账号" }
            (TextInput { name: "username", label: "用户名", hint: "4 到 20 个字，可以用汉字、字母、数字和下划线。", autocomplete: "username", width: "w-half", ..TextInput::default() }.render(form))
            (PasswordInput { name: "password", label: "密码", hint: "8 到 64 个字符。可以用一句好记的话，越长越安全。", fresh: true }.render(form))
            (PasswordInput { name: "password_again", label: "再填一次密码", hint: "", fresh: true }.render(form))
        }
    }
}

fn recovery(form: &FormState) -> Markup {
    html! {
        section.part {
            h2 { "手机号" }
            (TextInput { name: "mobile", label: "手机号", hint: "只用来找回密码，办理的人看不到。不留也可以，但忘了密码就无法找回。", optional: true, inputmode: "tel", autocomplete: "tel", width: "w-half", ..TextInput::default() }.render(form))
        }
    }
}

fn person(form: &FormState, number_hint: &str) -> Markup {
    let sexes = [
        Choice::new("1", "男"),
        Choice::new("2", "女"),
        Choice::new("9", "不说明"),
    ];
    html! {
        section.part {
            h2 { "身份" }
            (TextInput { name: "real_name", label: "姓名", autocomplete: "name", width: "w-half", ..TextInput::default() }.render(form))
            (Radios { name: "sex", legend: "性别", choices: &sexes, inline: true, ..Radios::default() }.render(form))
            (document_type(form))
            (TextInput { name: "id_number", label: "证件号码", hint: number_hint, width: "w-half", ..TextInput::default() }.render(form))
            (TextInput { name: "mobile", label: "手机号", hint: "用来联系您，通知办理进度。", inputmode: "tel", autocomplete: "tel", width: "w-half", ..TextInput::default() }.render(form))
        }
    }
}

/// 证件种类, in registering and in asking for a forgotten username.
pub(crate) fn document_type(form: &FormState) -> Markup {
    let documents = [
        ("111", "居民身份证"),
        ("113", "户口簿"),
        ("114", "军官证"),
        ("414", "护照"),
        ("511", "台湾居民来往大陆通行证"),
        ("516", "港澳居民来往内地通行证"),
        ("990", "其他证件"),
    ];
    let group = OptGroup {
        label: String::new(),
        choices: documents
            .iter()
            .map(|(code, label)| Choice::new(*code, *label))
            .collect(),
    };
    Select {
        name: "id_type",
        label: "证件种类",
        groups: &[group],
        default: "111",
        ..Select::default()
    }
    .render(form)
}

/// Where somebody lives and gets letters: in registering and in changing it later.
pub(crate) fn addresses(form: &FormState) -> Markup {
    let address = |name, label, hint| {
        TextInput {
            name,
            label,
            hint,
            optional: true,
            ..TextInput::default()
        }
        .render(form)
    };
    html! {
        section.part {
            h2 { "住址" }
            p.hint { "下面三个地址至少填一个。" }
            (DivisionPicker { name: "household_division", label: "户籍所在地", hint: "外省户籍可以不选。", optional: true }.render(form))
            (address("household_address", "户籍地址", ""))
            (address("usual_address", "经常居住地址", ""))
            (address("mailing_address", "通信地址", "寄送文书用。"))
        }
    }
}

impl View {
    /// Both variants, with errors, with the real-name service down, with very long text.
    #[must_use]
    pub fn samples() -> Vec<Self> {
        let captcha = Captcha::new("sample");
        let typed = FormState::new("sample")
            .with("username", "li")
            .with("real_name", crate::samples::LONG)
            .with("sex", "2")
            .with("id_type", "111")
            .with("id_number", "370102196502301226")
            .with("household_division", "370102");
        let wrong = typed
            .clone()
            .failing("username", "用户名要 4 到 20 个字")
            .failing("sex", "请选择性别")
            .failing("id_number", "证件号码里的出生日期不存在，请核对")
            .failing("usual_address", "三个地址至少填一个")
            .failing("captcha", "验证码不对，请看新的图片再填一次");
        let plain = Self {
            captcha,
            form: FormState::new("sample"),
            ..Self::default()
        };
        vec![
            plain.clone(),
            Self {
                anonymous: true,
                ..plain.clone()
            },
            Self {
                form: wrong,
                ..plain.clone()
            },
            Self {
                form: typed,
                trouble: Some(
                    "公安机关的核实服务现在没有回应，您填的内容都在，请过几分钟再点“注册”。".into(),
                ),
                ..plain
            },
        ]
    }
}
