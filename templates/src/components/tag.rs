//! Status tags: a word, a shape and a colour together, so that none of them carries meaning alone.

use maud::{Markup, html};

/// 标签的语气: decides shape and colour.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    /// Under way: round, blue.
    #[default]
    Info,
    /// In good time or done well: round, green.
    Good,
    /// Due soon: diamond, amber.
    Warn,
    /// Urgent or overdue: square, red.
    Urgent,
    /// Over or merely worth knowing: ring, grey.
    Quiet,
}

/// 标签: a word with its tone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tag {
    /// The word people read.
    pub word: String,
    /// Shape and colour.
    pub tone: Tone,
}

impl Tag {
    /// A tag.
    #[must_use]
    pub fn new(word: impl Into<String>, tone: Tone) -> Self {
        Self {
            word: word.into(),
            tone,
        }
    }

    /// The tag of a petition's status word (已收到, 办理中, …).
    #[must_use]
    pub fn status(word: &str) -> Self {
        let tone = match word {
            "已答复" | "已办结" => Tone::Good,
            "已撤回" => Tone::Quiet,
            _ => Tone::Info,
        };
        Self::new(word, tone)
    }

    /// The tag of a deadline: days left, negative when overdue; `amber` and `red` come from the
    /// domain's progress band.
    #[must_use]
    pub fn days_left(days: i64, amber: bool, red: bool) -> Self {
        let word = match days {
            i64::MIN..=-1 => format!("超期 {} 天", -days),
            0 => "今天到期".to_owned(),
            _ => format!("剩 {days} 天"),
        };
        let tone = if red || days <= 0 {
            Tone::Urgent
        } else if amber {
            Tone::Warn
        } else {
            Tone::Good
        };
        Self::new(word, tone)
    }

    /// Its markup.
    #[must_use]
    pub fn render(&self) -> Markup {
        let class = match self.tone {
            Tone::Info => "tag tag-info",
            Tone::Good => "tag tag-good",
            Tone::Warn => "tag tag-warn",
            Tone::Urgent => "tag tag-urgent",
            Tone::Quiet => "tag tag-quiet",
        };
        html! { span class=(class) { span.tag-shape aria-hidden="true" {} (self.word) } }
    }
}
