//! `/staff/admin/agencies/{agency}`: how people reach one agency.

use crate::components::button::{link_button, submit};
use crate::components::error_summary::error_summary;
use crate::components::form::{FormState, hidden};
use crate::components::notice::{flash, warning};
use crate::components::summary_list::{SummaryRow, summary_list};
use crate::components::text_input::TextInput;
use crate::layout::{Menu, Page, StaffShell};
use domain::office::{ADDRESS_MAX, HOURS_MAX};
use maud::{Markup, html};

/// 一个机构的联系方式. Fields: `address phone hours site`; hidden `csrf revision`; posts to `action`.
#[derive(Clone, Debug, Default)]
pub struct View {
    /// The frame.
    pub shell: StaffShell,
    /// What was typed, or how things stand.
    pub form: FormState,
    /// Where the form posts: the path of the page.
    pub action: String,
    /// Where one goes back to.
    pub back: String,
    /// The full name.
    pub name: String,
    /// The code.
    pub code: String,
    /// Where the public finds it: path and name of the page; none of an agency whose division is no more.
    pub public: Option<(String, String)>,
    /// The revision that the form was made from.
    pub revision: String,
    /// When and by whom it was changed last; empty if it is as provisioned.
    pub changed: String,
    /// What was just done.
    pub flash: String,
    /// Somebody else saved meanwhile: who and when, and each field now.
    pub conflict: Option<(String, Vec<(String, String)>)>,
}

/// The page.
#[must_use]
pub fn page(view: &View) -> Markup {
    let form = &view.form;
    let content = html! {
        div.narrow {
            p.back { a href=(view.back) { "返回机构联系方式" } }
            (flash(&view.flash))
            @if let Some((who, now)) = &view.conflict { (conflict(who, now)) }
            (error_summary(form))
            h1 { (view.name) }
            p.hint { "机构代码 " span.num { (view.code) } @if !view.changed.is_empty() { span.dot { "最近修改：" (view.changed) } } }
            p {
                "填好的都公布给群众，不知道的留空，留空的不显示。保存后最迟 1 分钟在所有页面生效，并记入审计日志。"
                @if let Some((href, page)) = &view.public { "群众在这里看到：" a href=(href) { (page) } "。" }
            }
            form method="post" action=(view.action) novalidate data-unsaved {
                (form.hidden_csrf())
                (hidden("revision", &view.revision))
                (TextInput { name: "address", label: "地址", hint: "写到门牌号，最好写明从哪个门进。", optional: true, count_max: Some(ADDRESS_MAX), ..TextInput::default() }.render(form))
                (TextInput { name: "phone", label: "电话", hint: "带区号，例如 0531-12345678；分机写成 0531-12345678-801。最多 3 个，用顿号隔开。只写对外公布的单位电话，不写个人手机。", optional: true, inputmode: "tel", ..TextInput::default() }.render(form))
                (TextInput { name: "hours", label: "接待时间", hint: "例如：工作日 8:30–11:30，13:30–17:00", optional: true, count_max: Some(HOURS_MAX), ..TextInput::default() }.render(form))
                (TextInput { name: "site", label: "网站", hint: "https:// 开头的完整网址。", optional: true, inputmode: "url", ..TextInput::default() }.render(form))
                p.buttons { (submit("保存")) (link_button("不改了", &view.back, false)) }
            }
        }
    };
    view.shell.render(
        Page {
            title: &format!("联系方式：{}", view.name),
            failed: form.has_errors(),
            menu: Menu::Admin,
            ..Page::default()
        },
        &content,
    )
}

fn conflict(who: &str, now: &[(String, String)]) -> Markup {
    let rows: Vec<SummaryRow> = now
        .iter()
        .map(|(field, value)| SummaryRow::new(field, if value.is_empty() { "（空）" } else { value }))
        .collect();
    html! {
        div role="alert" {
            (warning(&format!("{who}，您的这一次没有保存。下面表单里是您填的内容；确定要改成这样，请再保存一次。")))
            section.card { p.hint { "现在公布的" } (summary_list(&rows)) }
        }
    }
}

impl View {
    /// As it stands, empty, wrong, somebody was first.
    #[must_use]
    pub fn samples() -> Vec<Self> {
        let form = FormState::new("sample")
            .with("address", "济南市示范路 1 号")
            .with("phone", "0531-00000001、0531-00000002-801")
            .with("hours", "工作日 8:30–11:30，13:30–17:00")
            .with("site", "https://xf.example.com/");
        let stands = Self {
            shell: crate::samples::administrator(),
            form: form.clone(),
            action: "/staff/admin/agencies/370100-xfj".into(),
            back: "/staff/admin/agencies".into(),
            name: "中共济南市委济南市人民政府信访局".into(),
            code: "370100-xfj".into(),
            public: Some(("/cities/370100".into(), "济南市信访".into())),
            revision: "3".into(),
            changed: "2026年11月23日（周一）09:12，赵管理".into(),
            flash: "已经保存，最迟 1 分钟后群众就能看到。".into(),
            conflict: None,
        };
        let empty = Self {
            form: FormState::new("sample"),
            name: crate::samples::LONG.into(),
            revision: "0".into(),
            changed: String::new(),
            public: None,
            flash: String::new(),
            ..stands.clone()
        };
        let wrong = Self {
            form: FormState::new("sample")
                .with("address", crate::samples::LONG)
                .with("phone", "白天打")
                .with("site", "http://example.com")
                .failing(
                    "phone",
                    "“白天打”不是电话号码，请连区号写成 0531-12345678 这样；分机写成 0531-12345678-801",
                )
                .failing(
                    "site",
                    "网站请写成 https:// 开头的完整网址，例如 https://www.example.com/",
                ),
            flash: String::new(),
            ..stands.clone()
        };
        let late = Self {
            form,
            flash: String::new(),
            conflict: Some((
                "钱管理 在 2026年11月23日（周一）09:14 改过".into(),
                vec![
                    ("地址".into(), crate::samples::LONG.into()),
                    ("电话".into(), "12345".into()),
                    ("接待时间".into(), String::new()),
                    ("网站".into(), String::new()),
                ],
            )),
            ..stands.clone()
        };
        vec![stands, empty, wrong, late]
    }
}
