//! A rating as it was given: when, of whom, what, why.

use super::tag::{Tag, Tone};
use maud::{Markup, html};

/// 一次评价.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RatingCard {
    /// `第 1 次评价`.
    pub heading: String,
    /// When, and for staff how; may be empty while it is not sent.
    pub when: String,
    /// Whether a later one counts instead.
    pub replaced: bool,
    /// What is said of each agency.
    pub lines: Vec<RatingLine>,
}

/// 对一个单位的评价.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RatingLine {
    /// 信访部门 or 责任单位.
    pub object: String,
    /// The agency's name.
    pub agency: String,
    /// 满意, 基本满意, 不满意.
    pub grade: Tag,
    /// 不满意原因 in words.
    pub reasons: Vec<String>,
    /// What was written, line breaks kept; may be empty.
    pub message: String,
    /// Why a message that was left is not shown here; may be empty.
    pub message_hidden: String,
}

/// The tag of a grade's word.
#[must_use]
pub fn grade_tag(word: &str) -> Tag {
    let tone = match word {
        "不满意" => Tone::Urgent,
        "基本满意" => Tone::Info,
        _ => Tone::Good,
    };
    Tag::new(word, tone)
}

impl RatingCard {
    /// Its markup right beneath the heading of a page.
    #[must_use]
    pub fn render(&self) -> Markup {
        self.headed(&html! { h2 { (self.heading) } })
    }

    fn headed(&self, heading: &Markup) -> Markup {
        html! {
            div.card.rating {
                div.case-head {
                    (heading)
                    @if self.replaced { (Tag::new("已被第二次评价代替", Tone::Quiet).render()) }
                }
                @if !self.when.is_empty() { p.hint { (self.when) } }
                @for line in &self.lines {
                    div.rating-line {
                        p { span.hint { (line.object) "：" } (line.agency) " " (line.grade.render()) }
                        @if !line.reasons.is_empty() { ul { @for reason in &line.reasons { li { (reason) } } } }
                        @if !line.message.is_empty() { p.hint { "留言：" } div.quote.typed { (line.message) } }
                        @if !line.message_hidden.is_empty() { p.hint { (line.message_hidden) } }
                    }
                }
            }
        }
    }
}

/// The ratings one after the other, beneath a heading of the second level.
#[must_use]
pub fn rating_cards(cards: &[RatingCard]) -> Markup {
    html! { @for card in cards { (card.headed(&html! { h3 { (card.heading) } })) } }
}
