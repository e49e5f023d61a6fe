//! `/me`: what an account holds, as text, with a way to change what can be changed, and to everything
//! else one may do with it.

use crate::components::button::link_button;
use crate::components::form::hidden;
use crate::components::notice::{flash, inset};
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
    /// Whether an anonymous account has a number to recover it with.
    pub has_recovery: bool,
    /// Facts that can't be changed: key and value.
    pub fixed: Vec<(String, String)>,
    /// The number of the document, which can be changed if it is verified again; empty if anonymous.
    pub id_number: String,
    /// Facts that can: field, key and value.
    pub editable: Vec<(String, String, String)>,
    /// When it was registered, as people read it.
    pub since: String,
    /// What was just done; may be empty.
    pub flash: String,
    /// Token of the form that gives what is under way the contact data of the account.
    pub csrf: String,
    /// Where that form goes on in a very long list; may be empty.
    pub contact_after: String,
}

/// What one may do with an account: path, name, what it is good for.
const WAYS: [(&str, &str, &str); 4] = [
    ("/me/password", "修改密码", "怕别人知道了，或者想换一个好记的。"),
    ("/me/sessions", "登录过的设备", "看看还在哪里登录着，退出别处的。"),
    (
        "/me/download",
        "下载我的资料",
        "账号、反映过的问题、提过的建议、收到的文书，存成一个文件。",
    ),
    (
        "/me/close",
        "注销账号",
        "不再用了。已提交的照常办理，凭查询码查看。",
    ),
];

/// The page.
#[must_use]
pub fn page(view: &View) -> Markup {
    let kind = if view.anonymous { "匿名" } else { "实名" };
    let content = html! {
        div.wrap.narrow {
            (flash(&view.flash))
            h1 { "我的账号" }
            (summary_list(&[
                SummaryRow::new("用户名", &*view.username),
                SummaryRow::new("账号种类", kind),
                SummaryRow::new("注册时间", &*view.since),
            ]))
            p.buttons { (link_button("我反映的问题", "/petitions", true)) (link_button("我的建议", "/suggestions", false)) (link_button("退出登录", "/logout", false)) }
            @if view.anonymous { (anonymous(view)) } @else { (named(view)) }
            section.part {
                h2 { "密码和账号" }
                ul.doors { @for (href, name, about) in WAYS { li { a href=(href) { (name) } p { (about) } } } }
            }
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

fn changeable(key: &str, value: &str, href: String) -> SummaryRow {
    SummaryRow {
        change: Some(href),
        ..SummaryRow::new(key, value)
    }
}

fn named(view: &View) -> Markup {
    let fixed: Vec<_> = view
        .fixed
        .iter()
        .map(|(key, value)| SummaryRow::new(key.as_str(), value.as_str()))
        .chain([changeable("证件号码", &view.id_number, "/me/document".to_owned())])
        .collect();
    let editable: Vec<_> = view
        .editable
        .iter()
        .map(|(field, key, value)| changeable(key, value, format!("/me/profile#{field}")))
        .collect();
    html! {
        section.part {
            h2 { "身份" }
            (summary_list(&fixed))
            p.hint { "用户名、姓名、性别和证件种类注册后不能在网上改：反映的问题和收到的文书都以它们为准。证件号码可以改，改后重新核实。" }
        }
        section.part {
            h2 { "联系方式和住址" }
            (summary_list(&editable))
            form method="post" action="/petitions/contact" {
                (hidden("csrf", &view.csrf))
                @if !view.contact_after.is_empty() { (hidden("after", &view.contact_after)) }
                p.buttons { button.button.button-second type="submit" data-once { "也用到还没有办结的事项上" } }
            }
            p.hint { "换了手机号、搬了家的，上面改好以后再点这个按钮：还没有办结的事项也改用新的联系方式，进度短信发到新号码。" }
        }
    }
}

fn anonymous(view: &View) -> Markup {
    let value = if view.has_recovery {
        "已留（不显示）"
    } else {
        "没有留：忘了密码就无法找回"
    };
    html! {
        (inset(&html! { p { "匿名账号没有姓名、证件和住址，工作人员看不到您是谁。用户名不能改。" } }))
        section.part {
            h2 { "找回密码" }
            (summary_list(&[changeable("手机号", value, "/me/profile".to_owned())]))
        }
    }
}

impl View {
    /// With a name, anonymous with and without a number.
    #[must_use]
    pub fn samples() -> Vec<Self> {
        let pair = |key: &str, value: &str| (key.to_owned(), value.to_owned());
        let fact = |field: &str, key: &str, value: &str| (field.to_owned(), key.to_owned(), value.to_owned());
        let named = Self {
            shell: crate::samples::signed_in(),
            username: "lixiuying".into(),
            fixed: vec![
                pair("姓名", "李**"),
                pair("性别", "女"),
                pair("证件种类", "居民身份证"),
            ],
            id_number: "370***********1226".into(),
            editable: vec![
                fact("mobile", "手机号", "138****0001"),
                fact("household_address", "户籍地址", "没有填"),
                fact("usual_address", "经常居住地址", "济南市历下区泉城路****"),
            ],
            since: "2026年10月14日（周三）".into(),
            flash: "密码改好了。别处都要用新密码重新登录。".into(),
            ..Self::default()
        };
        let anonymous = Self {
            anonymous: true,
            fixed: Vec::new(),
            editable: Vec::new(),
            id_number: String::new(),
            flash: String::new(),
            ..named.clone()
        };
        vec![
            named,
            Self {
                has_recovery: true,
                ..anonymous.clone()
            },
            anonymous,
        ]
    }
}
