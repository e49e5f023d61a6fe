//! Drafts that are not filed yet: each to be gone on with, or thrown away.

use super::button::{link_button, submit_as};
use super::form::hidden;
use maud::{Markup, html};

/// 一份草稿.
#[derive(Clone, Debug, Default)]
pub struct DraftItem {
    /// Its id.
    pub id: String,
    /// Its title; may be empty.
    pub title: String,
    /// Where it is about; may be empty.
    pub place: String,
    /// When it was saved, as people read it.
    pub saved_at: String,
}

/// The drafts. Forms post `csrf draft step=discard`, `back` (the path they stand on) and `query`, what a deep
/// link said. While filing is closed they can be read.
#[must_use]
pub fn draft_list(drafts: &[DraftItem], csrf: &str, back: &str, query: &str, closed: bool) -> Markup {
    let go_on = if closed { "看写好的" } else { "接着写" };
    html! {
        ul.cases { @for (at, draft) in drafts.iter().enumerate() { li.case {
            p.teaser { (titled(&draft.title)) }
            p.hint { @if !draft.place.is_empty() { (draft.place) " · " } (draft.saved_at) " 保存" }
            p.buttons { (link_button(go_on, &format!("/petitions/new?draft={}", draft.id), at == 0)) }
            details {
                summary { "删除" span.vh { "：" (titled(&draft.title)) } }
                form method="post" action="/petitions/new" {
                    (hidden("csrf", csrf))
                    (hidden("draft", &draft.id))
                    (hidden("step", "discard"))
                    (hidden("back", back))
                    @if !query.is_empty() { (hidden("query", query)) }
                    p { "写的内容和附件一起删除，不能恢复。" }
                    (submit_as("删除这一份", "confirm", "yes", false))
                }
            }
        } } }
    }
}

fn titled(title: &str) -> &str {
    if title.is_empty() {
        "（还没有标题）"
    } else {
        title
    }
}

impl DraftItem {
    /// With a place, and with nothing but a time.
    #[must_use]
    pub(crate) fn samples() -> Vec<Self> {
        vec![
            Self {
                id: "d2".into(),
                title: "泉城路 1 号院地下车库积水，物业半年未修".into(),
                place: "济南市历下区 泉城路 1 号院".into(),
                saved_at: "2026年11月22日（周日）20:15".into(),
            },
            Self {
                id: "d1".into(),
                saved_at: "2026年11月20日（周五）08:40".into(),
                ..Self::default()
            },
        ]
    }
}
