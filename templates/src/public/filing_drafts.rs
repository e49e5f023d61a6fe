//! `/petitions/new` for who has drafts: each to be gone on with or thrown away, or a new one beside them.

use crate::components::button::link_button;
use crate::components::draft_list::{DraftItem, draft_list};
use crate::components::notice::{inset, warning};
use crate::layout::{Nav, Page, PublicShell};
use maud::{Markup, html};

/// 没写完的草稿.
#[derive(Clone, Debug, Default)]
pub struct View {
    /// The frame.
    pub shell: PublicShell,
    /// Token.
    pub csrf: String,
    /// The drafts, newest first.
    pub drafts: Vec<DraftItem>,
    /// The city whose site sent the person here.
    pub from_city: Option<String>,
    /// Query of a deep link to keep for another one, such as `division=370100&from=jinan`; may be empty.
    pub fresh_query: String,
    /// The most drafts there may be, once there are that many.
    pub full: Option<usize>,
}

/// The page.
#[must_use]
pub fn page(view: &View) -> Markup {
    let title = match view.drafts.len() {
        0 | 1 => "您有一份没写完的".to_owned(),
        count => format!("您有 {count} 份没写完的"),
    };
    let fresh = if view.fresh_query.is_empty() {
        "/petitions/new?fresh=1".to_owned()
    } else {
        format!("/petitions/new?fresh=1&{}", view.fresh_query)
    };
    let content = html! {
        div.wrap.narrow {
            h1 { (title) }
            @if let Some(city) = &view.from_city {
                (inset(&html! { p { "您从" strong { (city) } "信访页面过来。另写一份的，会替您选好" (city) "。" } }))
            }
            @if let Some(most) = view.full {
                (warning(&format!("草稿已经有 {most} 份，不能再多了。请先提交或者删除一份，再写新的。")))
            } @else {
                p { "可以接着写，也可以：" }
                p.buttons { (link_button(if view.drafts.len() > 1 { "都留着，另写一份" } else { "留着它，另写一份" }, &fresh, false)) }
            }
            (draft_list(&view.drafts, &view.csrf, "/petitions/new", &view.fresh_query, false))
        }
    };
    view.shell.render(
        Page {
            title: &title,
            nav: Nav::File,
            ..Page::default()
        },
        &content,
    )
}

impl View {
    /// One from a city's site, several, as many as there may be.
    #[must_use]
    pub fn samples() -> Vec<Self> {
        let several = Self {
            shell: crate::samples::signed_in(),
            csrf: "sample".into(),
            drafts: DraftItem::samples(),
            ..Self::default()
        };
        let one = Self {
            drafts: DraftItem::samples().into_iter().take(1).collect(),
            from_city: Some("济南市".into()),
            fresh_query: "division=370100&from=jinan".into(),
            ..several.clone()
        };
        let full = Self {
            full: Some(2),
            ..several.clone()
        };
        vec![one, several, full]
    }
}
