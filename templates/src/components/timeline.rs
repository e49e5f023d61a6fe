//! The timeline of a petition, read downwards from the last step to the first: what is still to come on top in grey,
//! marked 还没有发生, then what happened, newest first. Petitioners open what is still to come.

use crate::components::link::Link;
use maud::{Markup, html};

/// 办理过程的一步: where it stands in time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum StepState {
    /// The latest thing that happened.
    Current,
    /// It happened earlier.
    #[default]
    Past,
    /// It is still to come.
    Future,
}

/// 办理过程的一步.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TimelineItem {
    /// When, as people read it: `2026年10月30日（周五）14:06`; empty for what is to come.
    pub when: String,
    /// What happened, in a few words.
    pub title: String,
    /// One or two sentences; line breaks are kept.
    pub body: String,
    /// Letters and further pages of this step.
    pub links: Vec<Link>,
    /// Who did it; staff pages only.
    pub who: Option<String>,
    /// Whether only staff see it; it is marked 内部.
    pub internal: bool,
    /// Past, latest or to come.
    pub state: StepState,
}

/// The same for petitioners: what is still to come is folded away, so that what happened last stands on the first screen
/// of a telephone.
#[must_use]
pub fn timeline_folded(items: &[TimelineItem]) -> Markup {
    let ahead = items
        .iter()
        .take_while(|item| item.state == StepState::Future)
        .count();
    html! {
        @if ahead > 0 {
            details { summary { "接下来还有 " (ahead) " 步" } (timeline(&items[..ahead])) }
        }
        (timeline(&items[ahead..]))
    }
}

/// The timeline as an ordered list.
#[must_use]
pub fn timeline(items: &[TimelineItem]) -> Markup {
    html! {
        ol.timeline {
            @for item in items {
                li class={ "tl " (class_of(item.state)) } aria-current=[(item.state == StepState::Current).then_some("step")] {
                    @if item.state == StepState::Future { p.tl-when { "还没有发生" } }
                    @if !item.when.is_empty() { p.tl-when { (item.when) @if let Some(who) = &item.who { " · " (who) } } }
                    h3.tl-title {
                        (item.title)
                        @if item.internal { " " span.chip { "内部" } }
                    }
                    @if !item.body.is_empty() { p.tl-body.typed { (item.body) } }
                    @for link in &item.links { p.tl-body { a href=(link.href) { (link.text) } } }
                }
            }
        }
    }
}

fn class_of(state: StepState) -> &'static str {
    match state {
        StepState::Current => "tl-now",
        StepState::Past => "tl-past",
        StepState::Future => "tl-next",
    }
}
