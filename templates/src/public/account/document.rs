//! `/me/document`: another number of the same document. It is verified as at registration.

use super::{back, confirmation};
use crate::components::button::{link_button, submit};
use crate::components::error_summary::error_summary;
use crate::components::form::{FormState, hidden};
use crate::components::notice::warning;
use crate::components::summary_list::{SummaryRow, summary_list};
use crate::components::text_input::TextInput;
use crate::layout::{Page, PublicShell};
use maud::{Markup, html};

/// 修改证件号码. Fields: `id_number version password csrf`.
#[derive(Clone, Debug, Default)]
pub struct View {
    /// The frame.
    pub shell: PublicShell,
    /// What was typed and what was wrong.
    pub form: FormState,
    /// The name, masked.
    pub name: String,
    /// The type of the document, which stays.
    pub kind: String,
    /// The number as it is, masked.
    pub number: String,
    /// The revision that the form was filled in from.
    pub version: u32,
    /// A problem that belongs to no field: the real-name service does not answer.
    pub trouble: Option<String>,
}

/// The page.
#[must_use]
pub fn page(view: &View) -> Markup {
    let form = &view.form;
    let content = html! {
        div.wrap.narrow {
            (back())
            (error_summary(form))
            @if let Some(trouble) = &view.trouble { (warning(trouble)) }
            h1 { "修改证件号码" }
            p.lead { "填错过号码，或者证件换了号码的，在这里改。改的号码要和您的姓名对得上。" }
            (summary_list(&[
                SummaryRow::new("姓名", &*view.name),
                SummaryRow::new("证件种类", &*view.kind),
                SummaryRow::new("现在的号码", &*view.number),
            ]))
            form method="post" action="/me/document" novalidate {
                (form.hidden_csrf())
                (hidden("version", &view.version.to_string()))
                (TextInput { name: "id_number", label: "新的号码", hint: &view.shell.site.number_hint(), width: "w-half", ..TextInput::default() }.render(form))
                (confirmation(form))
                p.buttons { (submit("核实并保存")) (link_button("不改了", "/me", false)) }
            }
            p.hint { "姓名、性别和证件种类注册后不能改，反映的问题和收到的文书都以它们为准。" }
        }
    };
    view.shell.render(
        Page {
            title: "修改证件号码",
            failed: form.has_errors(),
            ..Page::default()
        },
        &content,
    )
}

impl View {
    /// Empty, wrong, with the service down.
    #[must_use]
    pub fn samples() -> Vec<Self> {
        let plain = Self {
            shell: crate::samples::signed_in(),
            form: FormState::new("sample"),
            name: "李**".into(),
            kind: "居民身份证".into(),
            number: "370***********1226".into(),
            ..Self::default()
        };
        vec![
            plain.clone(),
            Self {
                form: FormState::new("sample")
                    .with("id_number", "370102196502301226")
                    .failing("id_number", "证件号码里的出生日期不存在，请核对")
                    .failing("password", "密码不对，请检查后再填一次"),
                ..plain.clone()
            },
            Self {
                trouble: Some("公安机关的核实服务现在没有回应，号码没有改。".into()),
                ..plain
            },
        ]
    }
}
