//! 公告: what the administrators tell the public, the officers, or both. Owns what a notice is and when it is
//! shown; must not know where it is kept or what it looks like.

mod typed;

use crate::ids::NoticeId;
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
pub use typed::{BODY_MAX, TITLE_MAX, UntilError, body, title, until};

/// 公告对象: whom it is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Audience {
    /// 群众.
    Public,
    /// 工作人员.
    Staff,
    /// 群众和工作人员.
    Both,
}

impl Audience {
    /// Every one, in the order of the form.
    pub const ALL: [Self; 3] = [Self::Public, Self::Staff, Self::Both];

    /// Its name in forms.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Public => "public",
            Self::Staff => "staff",
            Self::Both => "both",
        }
    }

    /// The Chinese words.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Public => "群众",
            Self::Staff => "工作人员",
            Self::Both => "群众和工作人员",
        }
    }

    /// The audience of a code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|audience| audience.code() == code)
    }

    /// Whether the readers of a board are among those it is for.
    #[must_use]
    pub const fn reads(self, board: Board) -> bool {
        match board {
            Board::Public => matches!(self, Self::Public | Self::Both),
            Board::Staff => matches!(self, Self::Staff | Self::Both),
        }
    }
}

/// 公告栏: where notices hang.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Board {
    /// On the public pages.
    Public,
    /// On the officers' pages.
    Staff,
}

impl Board {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Public, Self::Staff];
}

/// 公告状态.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "is")]
pub enum State {
    /// 草稿: nobody but administrators sees it.
    Draft,
    /// 已发布.
    Published {
        /// Since when it hangs.
        at: DateTime<Utc>,
    },
    /// 已撤下: as a draft, but it has hung.
    TakenDown {
        /// Since when it hangs no more.
        at: DateTime<Utc>,
    },
}

/// 公告的内容: what an administrator writes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Words {
    /// Title, one line.
    pub title: String,
    /// Plain text; an empty line begins a paragraph.
    pub body: String,
    /// Whom it is for.
    pub audience: Audience,
    /// 重要: on top of the home page.
    pub important: bool,
    /// The last day on which it is shown; none means until it is taken down.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<NaiveDate>,
}

/// 公告.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    /// Layout version.
    pub v: u8,
    /// Identity.
    pub id: NoticeId,
    /// Raised by each change; of two administrators at once exactly one wins.
    pub revision: u32,
    /// What it says.
    pub words: Words,
    /// Where it stands.
    pub state: State,
    /// When it was written first.
    pub created_at: DateTime<Utc>,
    /// When it was changed last.
    pub changed_at: DateTime<Utc>,
    /// The name of the officer who did.
    pub changed_by: String,
}

/// 公告操作失败: the step does not fit what the notice is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoticeError {
    /// It hangs already.
    #[error("这条公告已经发布了")]
    Published,
    /// It does not hang.
    #[error("这条公告没有发布，或者已经撤下了")]
    NotPublished,
    /// Its last day is over: nobody would see it.
    #[error("截止日期已经过了，请先改日期再发布")]
    Over,
}

impl Notice {
    /// A draft.
    #[must_use]
    pub fn draft(id: NoticeId, words: Words, by: &str, now: DateTime<Utc>) -> Self {
        Self {
            v: 1,
            id,
            revision: 0,
            words,
            state: State::Draft,
            created_at: now,
            changed_at: now,
            changed_by: by.to_owned(),
        }
    }

    /// The same with other words; what hangs goes on hanging.
    #[must_use]
    pub fn reworded(self, words: Words, by: &str, now: DateTime<Utc>) -> Self {
        Self { words, ..self }.changed(by, now)
    }

    /// The same, hung up now.
    ///
    /// # Errors
    /// [`NoticeError::Published`] and [`NoticeError::Over`].
    pub fn published(self, by: &str, now: DateTime<Utc>, today: NaiveDate) -> Result<Self, NoticeError> {
        match self.state {
            State::Published { .. } => Err(NoticeError::Published),
            _ if self.words.is_over(today) => Err(NoticeError::Over),
            _ => Ok(Self {
                state: State::Published { at: now },
                ..self
            }
            .changed(by, now)),
        }
    }

    /// The same, taken down.
    ///
    /// # Errors
    /// [`NoticeError::NotPublished`].
    pub fn taken_down(self, by: &str, now: DateTime<Utc>) -> Result<Self, NoticeError> {
        match self.state {
            State::Published { .. } => Ok(Self {
                state: State::TakenDown { at: now },
                ..self
            }
            .changed(by, now)),
            _ => Err(NoticeError::NotPublished),
        }
    }

    fn changed(self, by: &str, now: DateTime<Utc>) -> Self {
        Self {
            changed_at: now,
            changed_by: by.to_owned(),
            ..self
        }
    }

    /// Since when it hangs on a board, if it does, whether or not its last day is over.
    #[must_use]
    pub fn hangs_on(&self, board: Board) -> Option<DateTime<Utc>> {
        match self.state {
            State::Published { at } if self.words.audience.reads(board) => Some(at),
            _ => None,
        }
    }

    /// Whether the readers of a board are shown it today.
    #[must_use]
    pub fn is_shown_on(&self, board: Board, today: NaiveDate) -> bool {
        self.hangs_on(board).is_some() && !self.words.is_over(today)
    }
}

impl Words {
    /// Whether the last day is over.
    #[must_use]
    pub fn is_over(&self, today: NaiveDate) -> bool {
        self.until.is_some_and(|until| until < today)
    }

    /// The paragraphs of the text, each with its line breaks.
    pub fn paragraphs(&self) -> impl Iterator<Item = &str> {
        self.body
            .split("\n\n")
            .map(str::trim)
            .filter(|part| !part.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn draft(audience: Audience, until: Option<&str>) -> Notice {
        let now = at("2026-11-23T01:00:00Z");
        let words = Words {
            title: "系统升级".into(),
            body: "第一段\n还是第一段\n\n\n第二段".into(),
            audience,
            important: false,
            until: until.map(day),
        };
        Notice::draft(NoticeId::new(now, [1; 10]), words, "赵管理", now)
    }

    #[test]
    fn a_notice_hangs_from_its_publication_until_it_is_taken_down() {
        let (now, later, today) = (
            at("2026-11-23T01:00:00Z"),
            at("2026-11-24T01:00:00Z"),
            day("2026-11-23"),
        );
        let draft = draft(Audience::Public, None);
        assert_eq!(draft.hangs_on(Board::Public), None);
        assert_eq!(
            draft.clone().taken_down("钱", now),
            Err(NoticeError::NotPublished)
        );
        let hung = draft.published("钱", now, today).unwrap();
        assert_eq!(hung.hangs_on(Board::Public), Some(now));
        assert_eq!(
            hung.clone().published("钱", now, today),
            Err(NoticeError::Published)
        );
        let mut words = hung.words.clone();
        words.title = "系统升级改期".into();
        let corrected = hung.reworded(words, "孙", later);
        assert_eq!(
            corrected.hangs_on(Board::Public),
            Some(now),
            "a correction is no new notice"
        );
        assert_eq!(corrected.changed_by, "孙");
        let down = corrected.taken_down("李", later).unwrap();
        assert!(Board::ALL.iter().all(|board| down.hangs_on(*board).is_none()));
        let again = down.published("李", later, today).unwrap();
        assert_eq!(again.hangs_on(Board::Public), Some(later));
    }

    #[test]
    fn the_last_day_counts_and_the_day_after_it_is_over() {
        let now = at("2026-11-23T01:00:00Z");
        let notice = draft(Audience::Both, Some("2026-11-24"));
        let hung = notice.clone().published("钱", now, day("2026-11-24")).unwrap();
        assert!(hung.is_shown_on(Board::Public, day("2026-11-24")));
        assert!(!hung.is_shown_on(Board::Public, day("2026-11-25")));
        assert_eq!(
            notice.published("钱", now, day("2026-11-25")),
            Err(NoticeError::Over)
        );
    }

    #[test]
    fn each_board_shows_what_its_readers_are_told() {
        let now = at("2026-11-23T01:00:00Z");
        for (audience, public, staff) in [
            (Audience::Public, true, false),
            (Audience::Staff, false, true),
            (Audience::Both, true, true),
        ] {
            let hung = draft(audience, None)
                .published("钱", now, day("2026-11-23"))
                .unwrap();
            let shown = [Board::Public, Board::Staff].map(|board| hung.hangs_on(board).is_some());
            assert_eq!(shown, [public, staff], "{audience:?}");
            assert_eq!(Audience::from_code(audience.code()), Some(audience));
        }
        assert_eq!(Audience::from_code("nobody"), None);
    }

    #[test]
    fn a_text_has_paragraphs() {
        let notice = draft(Audience::Public, None);
        let parts: Vec<_> = notice.words.paragraphs().collect();
        assert_eq!(parts, ["第一段\n还是第一段", "第二段"]);
    }

    #[test]
    fn a_notice_reads_back_as_it_was_written() {
        let now = at("2026-11-23T01:00:00Z");
        let hung = draft(Audience::Both, Some("2026-12-01")).published("钱", now, day("2026-11-23"));
        let text = serde_json::to_string(&hung.clone().unwrap()).unwrap();
        assert_eq!(serde_json::from_str::<Notice>(&text).unwrap(), hung.unwrap());
    }
}
