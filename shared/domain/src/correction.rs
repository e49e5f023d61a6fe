//! 更正来信人、来访人: what an officer took down of who stands behind a letter or a visit was mistyped or misread, and is put
//! right. Owns when that is possible, what is kept of it, and what it changes in the header. The event names the fields and
//! the reason; what stood there and what stands there now is in no event.

use crate::calendar::Calendar;
use crate::deadline::{Deadline, DeadlineKind, RollRule};
use crate::petition::{Petition, StatusKind};
use crate::registration::Channel;
use crate::text::{char_count, normalise};
use crate::time::local_date;
use serde::{Deserialize, Serialize};

/// Longest reason, in characters.
pub const REASON_MAX: usize = 200;

/// 更正的内容: a field of who stands behind it, in the order of the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Corrected {
    /// 姓名
    Name,
    /// 证件种类和号码
    Document,
    /// 性别
    Sex,
    /// 手机号
    Mobile,
    /// 通讯地址
    Address,
    /// 回信地址是否清楚
    ReplyKnown,
    /// 其他署名人
    CoSigners,
    /// 来访人数
    Visitors,
    /// 随访人
    Companions,
    /// 收信日期
    Received,
    /// 收信人
    Addressee,
    /// 信封
    Envelope,
}

impl Corrected {
    /// What people call it.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Name => "姓名",
            Self::Document => "证件",
            Self::Sex => "性别",
            Self::Mobile => "手机号",
            Self::Address => "通讯地址",
            Self::ReplyKnown => "回信地址是否清楚",
            Self::CoSigners => "其他署名人",
            Self::Visitors => "来访人数",
            Self::Companions => "随访人",
            Self::Received => "收信日期",
            Self::Addressee => "收信人",
            Self::Envelope => "信封",
        }
    }
}

/// 更正: what is kept of one. `Debug` shows no reason, which an officer wrote.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Correction {
    /// What changed, at least one.
    pub fields: Vec<Corrected>,
    /// 更正原因
    pub reason: String,
    /// How many came, where that changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub visitors: Option<u32>,
    /// The deadline of registration, where the day on which the letter came changed before it was passed on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Deadline>,
    /// Keyed hash of the form as it was sent: by this the same form is known when it comes twice.
    pub form: String,
}

impl std::fmt::Debug for Correction {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Correction({:?})", self.fields)
    }
}

impl Correction {
    /// What changed, in words.
    #[must_use]
    pub fn labels(&self) -> String {
        let labels: Vec<&str> = self.fields.iter().map(|field| field.label()).collect();
        labels.join("、")
    }
}

/// 更正原因
///
/// # Errors
/// What to say beside the field.
pub fn reason(typed: &str) -> Result<String, String> {
    let text = normalise(typed);
    match char_count(&text) {
        0 => Err("请填写更正原因，如：姓名看错了，按身份证更正".to_owned()),
        count if count > REASON_MAX => {
            Err(format!("更正原因不能超过 {REASON_MAX} 个字，现在有 {count} 个字"))
        }
        _ => Ok(text),
    }
}

/// Why who stands behind a petition cannot be corrected, without a full stop; `None` if it can.
#[must_use]
pub fn refusal(petition: &Petition) -> Option<&'static str> {
    match (petition.channel, petition.status.kind()) {
        (Channel::Web | Channel::Phone, _) => {
            Some("网上提交的信访，信访人是谁以其账号为准，由信访人自己在账号里修改，这里不能更正")
        }
        (_, StatusKind::Concluded) => Some("这件信访已经办结，来信人、来访人的信息不能再更正"),
        (_, StatusKind::Filed | StatusKind::Withdrawn) => Some("这件信访还没有登记"),
        _ => None,
    }
}

/// Whether the deadline of registration still runs, so that the day on which a letter came decides about it.
#[must_use]
pub fn moves_deadline(petition: &Petition) -> bool {
    petition.channel == Channel::Letter
        && matches!(
            petition.status.kind(),
            StatusKind::Opened | StatusKind::Registered
        )
}

/// The header after a correction; `None` if it does not fit.
pub(crate) fn after(petition: &Petition, correction: &Correction) -> Option<Petition> {
    if refusal(petition).is_some() || correction.fields.is_empty() {
        return None;
    }
    let mut next = petition.clone();
    if let Some(visitors) = correction.visitors {
        next.interview.as_mut()?.visitors = visitors;
    }
    if let Some(due) = correction.due {
        // No letter came after it was registered.
        let latest = DeadlineKind::Registration.from(
            local_date(petition.filed_at),
            Calendar::builtin(),
            RollRule::default(),
        );
        let fits =
            moves_deadline(petition) && due.kind == DeadlineKind::Registration && due.due <= latest.due;
        next.due = Some(fits.then_some(due)?);
    }
    Some(next)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_is_asked_for_and_is_no_story() {
        assert!(reason(" \n ").is_err());
        assert_eq!(reason(" 姓名看错了 ").unwrap(), "姓名看错了");
        assert!(reason(&"长".repeat(REASON_MAX)).is_ok());
        let long = reason(&"长".repeat(REASON_MAX + 1)).unwrap_err();
        assert!(long.contains("201"), "{long}");
    }

    #[test]
    fn what_is_kept_shows_no_words_when_it_is_printed() {
        let correction = Correction {
            fields: vec![Corrected::Name, Corrected::Mobile],
            reason: "曲写成了由".into(),
            visitors: None,
            due: None,
            form: String::new(),
        };
        assert_eq!(correction.labels(), "姓名、手机号");
        assert!(!format!("{correction:?}").contains("曲"));
    }
}
