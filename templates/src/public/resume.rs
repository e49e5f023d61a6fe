//! `/resume/{id}` and `/staff/resume/{id}`: what one had filled in when the session ended, offered again.

use crate::components::button::{link_button, submit};
use crate::components::form::hidden;
use crate::components::link::query_value;
use crate::components::summary_list::{SummaryRow, summary_list};
use crate::layout::{Page, Shell};
use maud::{Markup, html};

/// 您刚才填写的内容还在. The form posts `fields` with a fresh `csrf` to `action`.
#[derive(Clone, Debug)]
pub struct View {
    /// The frame.
    pub shell: Shell,
    /// A fresh token.
    pub csrf: String,
    /// Where it was going.
    pub action: String,
    /// Everything that was sent, without `csrf`; passwords are never shown and never sent again.
    pub fields: Vec<(String, String)>,
}

impl View {
    /// Whether it was a stage of a draft: sending it again files nothing yet.
    fn is_stage(&self) -> bool {
        let step = self.fields.iter().find(|(name, _)| name == "step");
        self.action == "/petitions/new" && step.is_some_and(|(_, step)| step != "check")
    }

    /// The page on which a draft is checked and submitted, if that was where it was sent from: what is in the draft is
    /// kept there, and a new captcha waits.
    fn check(&self) -> Option<String> {
        let value = |wanted: &str| {
            self.fields
                .iter()
                .find(|(name, _)| name == wanted)
                .map(|(_, value)| value)
        };
        let checked = self.action == "/petitions/new" && value("step").is_some_and(|step| step == "check");
        let draft = value("draft").filter(|draft| checked && !draft.is_empty())?;
        Some(format!("/petitions/new?step=check&draft={}", query_value(draft)))
    }

    /// Whether something must be typed once more.
    fn has_secret(&self) -> bool {
        self.fields
            .iter()
            .any(|(name, value)| is_secret(name) && !value.is_empty())
    }
}

/// The page.
#[must_use]
pub fn page(view: &View) -> Markup {
    let content = html! {
        div.wrap.narrow {
            h1 { "您刚才填写的内容还在" }
            @match view.check() {
                Some(check) => {
                    p.lead { "登录过期时没有提交成功。写的都在草稿里，回到核对页，再填一次验证码，就可以提交。" }
                    p.buttons { (link_button("回到核对页", &check, true)) }
                },
                None => (again(view)),
            }
        }
    };
    view.shell.render(
        Page {
            title: "您刚才填写的内容还在",
            ..Page::default()
        },
        &content,
    )
}

/// The form as it was sent, to be sent again.
fn again(view: &View) -> Markup {
    let (lead, go_on, give_up) = if view.is_stage() {
        ("登录过期时没有保存成功，现在接着填写。", "接着填写", "不填了")
    } else {
        (
            "登录过期时没有提交成功。看一看，没有问题就接着提交。",
            "接着提交",
            "不提交了",
        )
    };
    html! {
        p.lead { (lead) }
        @if view.has_secret() { p { "密码不保存，请接着提交以后再填一次。" } }
        (kept(&view.fields))
        form method="post" action=(view.action) {
            (hidden("csrf", &view.csrf))
            (fields(&view.fields))
            p.buttons { (submit(go_on)) (link_button(give_up, "/", false)) }
        }
    }
}

/// The hidden fields that send it again; never a secret.
pub(crate) fn fields(pairs: &[(String, String)]) -> Markup {
    html! { @for (name, value) in pairs.iter().filter(|(name, _)| name != "csrf" && !is_secret(name)) { (hidden(name, value)) } }
}

/// What was typed, as far as it has a name people know.
pub(crate) fn kept(pairs: &[(String, String)]) -> Markup {
    let rows: Vec<SummaryRow> = pairs
        .iter()
        .filter(|(_, value)| !value.trim().is_empty())
        .filter_map(|(name, value)| Some(SummaryRow::new(label_of(name)?, words_of(name, value))))
        .collect();
    html! { @if !rows.is_empty() { (summary_list(&rows)) } }
}

fn is_secret(name: &str) -> bool {
    name.contains("password") || name == "totp"
}

/// What people read of a value.
fn words_of(name: &str, value: &str) -> String {
    match name {
        "division" | "household_division" => value
            .parse()
            .map_or_else(|_| value.to_owned(), domain::division::full_name),
        "category_hint" => value.replace('/', " › "),
        _ => value.to_owned(),
    }
}

fn label_of(name: &str) -> Option<&'static str> {
    Some(match name {
        "title" => "标题",
        "category_hint" => "大致类别",
        "division" => "地点",
        "household_division" => "户籍所在地",
        "address" => "详细地址",
        "content" => "情况和要求",
        "people_count" => "涉及人数",
        "summary" => "摘要",
        "note" => "备注",
        "facts" => "事实",
        "basis" => "依据",
        "opinion" => "意见",
        "threat_text" => "扬言内容",
        "mobile" => "手机号",
        "household_address" => "户籍地址",
        "usual_address" => "经常居住地址",
        "mailing_address" => "通信地址",
        _ => return None,
    })
}

impl View {
    /// With text, with hidden fields only; staff.
    #[must_use]
    pub fn samples() -> Vec<Self> {
        let typed = vec![
            ("title".to_owned(), "泉城路 1 号院地下车库积水".to_owned()),
            ("category_hint".to_owned(), "城乡建设/物业管理".to_owned()),
            ("division".to_owned(), "370102".to_owned()),
            ("content".to_owned(), crate::samples::STORY.to_owned()),
            ("step".to_owned(), "whole".to_owned()),
            ("password".to_owned(), "never shown".to_owned()),
        ];
        let named = Self {
            shell: crate::samples::signed_in().into(),
            csrf: "sample".into(),
            action: "/petitions/new".into(),
            fields: typed,
        };
        let bare = Self {
            fields: vec![("version".into(), "3".into())],
            action: "/petitions/p1/withdraw".into(),
            ..named.clone()
        };
        let staff = Self {
            shell: crate::samples::staff().into(),
            action: "/staff/intake/web/p1".into(),
            ..named.clone()
        };
        vec![named, bare, staff]
    }
}
