//! 来信: what is recorded of a letter besides the matter it tells of, and the letters that get no case: unclear ones,
//! repeats, those of other provinces, of courts and police, and those finally concluded. Owns the word lists and what has
//! to fit together. Must not know how it is typed or stored.

use crate::division::DivisionCode;
use crate::event::OfficerRef;
use crate::ids::{BriefId, PetitionId};
use crate::number::BriefNumber;
use crate::registration::{Channel, Flags, Registration};
use crate::text::{char_count, normalise_line};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

/// 联名: from so many people on a letter is a joint one.
pub const JOINT_PEOPLE_MIN: u32 = 5;
/// Longest addressee, place of a postmark, or name on an envelope, in characters.
pub const LINE_MAX: usize = 50;
/// Longest note on a letter registered in brief, in characters.
pub const NOTE_MAX: usize = 500;
/// Longest destination, in characters.
pub const DESTINATION_MAX: usize = 100;
/// Most letters of one entry in brief: those of one sender that came together.
pub const COUNT_MAX: u32 = 999;
/// A letter may have been under way, or have lain, for so long; an older date is a slip of the keyboard.
const AGE_YEARS_MAX: u32 = 3;

/// 信封: what stands on it, as it is written there.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Envelope {
    /// 邮戳地点
    #[serde(skip_serializing_if = "String::is_empty")]
    pub postmark_place: String,
    /// 邮戳日期
    #[serde(skip_serializing_if = "Option::is_none")]
    pub postmark_date: Option<NaiveDate>,
    /// 信封上的寄信人
    #[serde(skip_serializing_if = "String::is_empty")]
    pub sender_name: String,
    /// 信封上的寄信地址
    #[serde(skip_serializing_if = "String::is_empty")]
    pub sender_address: String,
    /// 挂号信号码
    #[serde(skip_serializing_if = "String::is_empty")]
    pub registered_number: String,
}

/// 来信要素: of a letter that was registered in detail.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Incoming {
    /// 收信日期: the 15 days of registration run from it.
    pub received: NaiveDate,
    /// 收信人: to whom it was written; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub addressee: String,
    /// 信封
    #[serde(default)]
    pub envelope: Envelope,
    /// 回信地址清楚: where an answer can be sent to.
    pub reply_known: bool,
}

/// 日期错误: why a letter cannot have come on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DateError {
    /// Nothing was typed.
    #[error("请填写日期")]
    Empty,
    /// No date.
    #[error("日期要写成年-月-日，如 2026-11-27")]
    Unreadable,
    /// It has not come yet.
    #[error("日期不能晚于今天")]
    Future,
    /// Years ago.
    #[error("日期早于三年前，请核对")]
    TooOld,
}

/// A day on which a letter can have been stamped or received: not after today, nor years ago.
///
/// # Errors
/// [`DateError`].
pub fn letter_date(typed: &str, today: NaiveDate) -> Result<NaiveDate, DateError> {
    let text = crate::text::half_width(typed)
        .trim()
        .replace(['/', '.', '年', '月'], "-");
    let text = text.trim_end_matches('日');
    if text.is_empty() {
        return Err(DateError::Empty);
    }
    let plain = (text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit())).then_some("%Y%m%d");
    let date =
        NaiveDate::parse_from_str(text, plain.unwrap_or("%Y-%m-%d")).map_err(|_| DateError::Unreadable)?;
    let oldest = today
        .checked_sub_months(chrono::Months::new(12 * AGE_YEARS_MAX))
        .unwrap_or(today);
    match date {
        date if date > today => Err(DateError::Future),
        date if date < oldest => Err(DateError::TooOld),
        date => Ok(date),
    }
}

/// Text of one line that may be left out, of at most `max` characters.
///
/// # Errors
/// What to say beside the field.
pub fn line(typed: &str, what: &str, max: usize) -> Result<String, String> {
    let text = normalise_line(typed);
    match char_count(&text) {
        count if count > max => Err(format!("{what}不能超过 {max} 个字，现在有 {count} 个字")),
        _ => Ok(text),
    }
}

/// 挂号信号码: letters, digits and hyphens as they stand on the label; may be left out.
///
/// # Errors
/// What to say beside the field.
pub fn registered_number(typed: &str) -> Result<String, &'static str> {
    let number: String = crate::text::half_width(typed)
        .chars()
        .filter(|c| !c.is_whitespace())
        .collect::<String>()
        .to_ascii_uppercase();
    let fits = number
        .bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    match number.len() {
        0 => Ok(number),
        4..=30 if fits => Ok(number),
        _ => Err("挂号信号码是 4 到 30 位字母和数字，请照信封上的条码填写"),
    }
}

/// 联名规则: what of the registration of a letter or a visit does not fit to how many stand behind it: field and sentence.
/// From five people on it is joint, with fewer it is not. How many sign on the web is the petitioner's to say.
#[must_use]
pub fn joint_problem(registration: &Registration, channel: Channel) -> Option<(&'static str, &'static str)> {
    let Flags { joint, .. } = registration.flags;
    match (joint, registration.people_count >= JOINT_PEOPLE_MIN) {
        _ if !matches!(channel, Channel::Letter | Channel::Visit) => None,
        (false, true) if channel == Channel::Visit => {
            Some(("flags", "5 人以上共同来访是联名（集体访），请勾选联名"))
        }
        (true, false) if channel == Channel::Visit => Some((
            "people_count",
            "5 人以上共同反映才是联名；不足 5 人的不要勾选联名",
        )),
        (false, true) => Some(("flags", "5 人以上共同来信是联名信，请勾选联名")),
        (true, false) => Some((
            "people_count",
            "联名信是 5 人以上共同来信；不足 5 人的不要勾选联名，其他来信人照样可以写上",
        )),
        _ => None,
    }
}

macro_rules! words {
    ($($(#[$doc:meta])* $name:ident { $($(#[$each:meta])* $variant:ident = $code:literal, $label:literal;)+ })+) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum $name { $($(#[$each])* $variant,)+ }

        impl $name {
            /// Every one, in the order of the form.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The value in forms.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => $code,)+ }
            }

            /// What people read.
            #[must_use]
            pub const fn label(self) -> &'static str {
                match self { $(Self::$variant => $label,)+ }
            }

            /// The one with this value.
            #[must_use]
            pub fn from_code(code: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|one| one.code() == code)
            }
        }
    )+};
}

words! {
    /// 简单登记的类型: why a letter gets no case.
    BriefKind {
        /// 内容不清
        Unclear = "unclear", "内容不清";
        /// 重复来信
        Repeat = "repeat", "重复来信";
        /// 外省来信
        OtherProvince = "other_province", "外省来信";
        /// 涉法涉诉
        Litigation = "litigation", "涉法涉诉";
        /// 三级终结
        Final = "final", "三级终结";
    }
    /// 简单登记的办理方式: what was done with it.
    BriefMethod {
        /// 存: it is kept.
        File = "file", "存查";
        /// 转: it goes to who is competent.
        Forward = "forward", "转有关单位";
        /// 并: it joins the letter that came before.
        Join = "join", "并入原件";
        /// 退: it goes back to who wrote it.
        Return = "return", "退回来信人";
    }
}

impl BriefKind {
    /// What is usually done with one.
    #[must_use]
    pub const fn usual(self) -> BriefMethod {
        match self {
            Self::Unclear | Self::Final => BriefMethod::File,
            Self::Repeat => BriefMethod::Join,
            Self::OtherProvince | Self::Litigation => BriefMethod::Forward,
        }
    }
}

impl BriefMethod {
    /// What the destination is asked as, where one is needed.
    #[must_use]
    pub const fn destination(self) -> Option<&'static str> {
        match self {
            Self::Forward => Some("转有关单位的，请填写转给哪个单位"),
            Self::Join => Some("并入原件的，请填写原件的编号"),
            Self::File | Self::Return => None,
        }
    }
}

/// 简单登记: a letter that gets no case. Sealed as a whole; never changed.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Brief {
    /// Identity, drawn with the form.
    pub id: BriefId,
    /// The number people quote.
    pub number: BriefNumber,
    /// When it was registered.
    pub at: DateTime<Utc>,
    /// Who registered it, and for which petition office.
    pub by: OfficerRef,
    /// What was written down.
    pub entry: BriefEntry,
    /// 并入的信访件: the case that it joined.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub joined: Option<PetitionId>,
}

/// 简单登记的内容.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BriefEntry {
    /// 姓名: as it is signed; 匿名 where it is not.
    pub name: String,
    /// 住址; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub address: String,
    /// 手机号, if there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mobile: Option<String>,
    /// 问题属地, if it can be told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub division: Option<DivisionCode>,
    /// 收信日期
    pub received: NaiveDate,
    /// 收信人; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub addressee: String,
    /// 类型
    pub kind: BriefKind,
    /// 来信数量
    pub count: u32,
    /// 说明; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// 办理方式
    pub method: BriefMethod,
    /// 去向; empty where the method needs none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub destination: String,
}

impl std::fmt::Debug for Brief {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Brief({})", self.number)
    }
}

impl std::fmt::Debug for BriefEntry {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "BriefEntry({})", self.kind.code())
    }
}

#[cfg(test)]
#[path = "incoming_tests.rs"]
mod tests;
