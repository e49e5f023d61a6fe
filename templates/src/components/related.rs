//! 关联的信访件: the cases that belong to a case, on its page.

use super::tag::{Tag, Tone};
use maud::{Markup, html};

/// 一件.
#[derive(Clone, Debug, Default)]
pub struct RelatedCase {
    /// Its number.
    pub number: String,
    /// Its title.
    pub title: String,
    /// Its page.
    pub href: String,
    /// Where it stands.
    pub status: Tag,
    /// Who has it now; empty once nobody has.
    pub holder: String,
    /// 同一件事, 同一信访人.
    pub relation: String,
    /// When the two were linked and from which side, as people read it.
    pub linked: String,
}

/// The list; `more` says that there are others.
#[must_use]
pub fn related(cases: &[RelatedCase], more: bool) -> Markup {
    html! {
        ul.match-list {
            @for case in cases {
                li.match {
                    div.match-what {
                        p.match-title { a href=(case.href) { (case.title) } }
                        p.match-facts {
                            span { (case.number) }
                            (case.status.render())
                            @if !case.holder.is_empty() { span { "现在由" (case.holder) "办理" } }
                        }
                    }
                    div.match-why { (Tag::new(&*case.relation, Tone::Quiet).render()) span.hint { (case.linked) } }
                }
            }
        }
        @if more { p.hint { "这里列出最近关联的 30 件以内，还有更早的没有列出。" } }
    }
}

/// Two cases, one of them with a long title.
#[must_use]
pub fn sample() -> Vec<RelatedCase> {
    let seen = RelatedCase {
        number: "W370102-20261001-00007".into(),
        title: "泉城路 1 号院车库又进水，水泵一直没修".into(),
        href: "/staff/petitions/m1".into(),
        status: Tag::status("办理中"),
        holder: "济南市历下区住房和城乡建设局".into(),
        relation: "同一件事".into(),
        linked: "2026年10月15日登记本件时关联".into(),
    };
    let long = RelatedCase {
        number: "W370202-20260902-00003".into(),
        title: crate::samples::LONG.into(),
        holder: String::new(),
        relation: "同一信访人".into(),
        linked: "2026年10月20日登记对方时关联".into(),
        ..seen.clone()
    };
    vec![seen, long]
}
