//! `/me`: the profile, in its first form: facts as text, and the way out.

use crate::components::button::link_button;
use crate::components::notice::inset;
use crate::components::summary_list::{SummaryRow, summary_list};
use crate::layout::{Page, PublicShell};
use maud::{Markup, html};

/// 我的账号. All values arrive masked as they may be shown.
#[derive(Clone, Debug, Default)]
pub struct View {
    /// The frame.
    pub shell: PublicShell,
    /// Username.
    pub username: String,
    /// Whether it is an anonymous account: then there are no facts.
    pub anonymous: bool,
    /// Facts that can't be changed: key and value.
    pub fixed: Vec<(String, String)>,
    /// Facts that can: key and value.
    pub editable: Vec<(String, String)>,
    /// When it was registered, as people read it.
    pub since: String,
}

/// The page.
#[must_use]
pub fn page(view: &View) -> Markup {
    let rows = |facts: &[(String, String)]| {
        summary_list(
            &facts
                .iter()
                .map(|(key, value)| SummaryRow::new(key.as_str(), value.as_str()))
                .collect::<Vec<_>>(),
        )
    };
    let kind = if view.anonymous { "匿名" } else { "实名" };
    let content = html! {
        div.wrap.narrow {
            h1 { "我的账号" }
            (summary_list(&[
                SummaryRow::new("用户名", &*view.username),
                SummaryRow::new("账号种类", kind),
                SummaryRow::new("注册时间", &*view.since),
            ]))
            @if view.anonymous {
                (inset(&html! { p { "匿名账号没有姓名、证件和住址，工作人员看不到您是谁。" } }))
            } @else {
                section.part { h2 { "不能修改的" } (rows(&view.fixed)) }
                @if !view.editable.is_empty() { section.part { h2 { "联系方式和住址" } (rows(&view.editable)) p.hint { "要修改的，现在请带证件到当地信访部门办理；网上修改正在建设。" } } }
            }
            p.buttons { (link_button("我反映的问题", "/petitions", true)) (link_button("退出登录", "/logout", false)) }
        }
    };
    view.shell.render(
        Page {
            title: "我的账号",
            ..Page::default()
        },
        &content,
    )
}

impl View {
    /// With a name, anonymous.
    #[must_use]
    pub fn samples() -> Vec<Self> {
        let pair = |key: &str, value: &str| (key.to_owned(), value.to_owned());
        let named = Self {
            shell: crate::samples::signed_in(),
            username: "lixiuying".into(),
            anonymous: false,
            fixed: vec![
                pair("姓名", "李**"),
                pair("性别", "女"),
                pair("证件", "居民身份证 3701**********26"),
            ],
            editable: vec![
                pair("手机号", "138****0001"),
                pair("经常居住地址", "济南市历下区泉城路****"),
            ],
            since: "2026年10月14日（周三）".into(),
        };
        vec![
            named.clone(),
            Self {
                anonymous: true,
                fixed: Vec::new(),
                editable: Vec::new(),
                ..named
            },
        ]
    }
}
