//! Ids: one type for each kind of thing, so that a petition's id can never be passed for an account's.
//! Owns their text form. Must not read a clock or draw random numbers: both are parameters.

use crate::division::DivisionCode;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;
use uuid::Uuid;

/// 编号格式错误: not an id, or not in its one canonical form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("编号格式不对")]
pub struct IdError;

fn make(now: DateTime<Utc>, random: &[u8; 10]) -> Uuid {
    // A moment before 1970 can't be written into a UUIDv7; the clock never shows one.
    let millis = u64::try_from(now.timestamp_millis()).unwrap_or(0);
    uuid::Builder::from_unix_timestamp_millis(millis, random).into_uuid()
}

/// Only the canonical form is an id: keys are compared as text, so one id must have one text.
fn parse(text: &str) -> Result<Uuid, IdError> {
    let id = Uuid::try_parse(text).map_err(|_| IdError)?;
    let mut buffer = Uuid::encode_buffer();
    if id.get_version_num() == 7 && *id.as_hyphenated().encode_lower(&mut buffer) == *text {
        Ok(id)
    } else {
        Err(IdError)
    }
}

macro_rules! typed_ids {
    ($($(#[$doc:meta])* $name:ident;)+) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(into = "String", try_from = "String")]
        pub struct $name(Uuid);

        impl $name {
            /// A new UUIDv7: sorts by `now`, made unique by `random`.
            #[must_use]
            pub fn new(now: DateTime<Utc>, random: [u8; 10]) -> Self {
                Self(make(now, &random))
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(self.0.as_hyphenated(), f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self.0)
            }
        }

        impl FromStr for $name {
            type Err = IdError;
            fn from_str(text: &str) -> Result<Self, IdError> {
                parse(text).map(Self)
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> Self {
                id.to_string()
            }
        }

        impl TryFrom<String> for $name {
            type Error = IdError;
            fn try_from(text: String) -> Result<Self, IdError> {
                text.parse()
            }
        }
    )+};
}

typed_ids! {
    /// 信访件标识: one petition.
    PetitionId;
    /// 账号标识: one citizen's account.
    AccountId;
    /// 工作人员标识: one officer.
    OfficerId;
    /// 附件标识: one attachment.
    AttachmentId;
    /// 文书标识: one letter.
    LetterId;
    /// 补充材料: one addition of the petitioner.
    MaterialId;
    /// 网上建议: one suggestion.
    SuggestionId;
    /// 简单登记标识: one letter that was registered in brief.
    BriefId;
    /// 消息标识: one message of the outbox.
    MessageId;
    /// 草稿标识: one draft of a petition.
    DraftId;
    /// 公告标识: one notice.
    NoticeId;
    /// 案例标识: one case told to the public.
    ShowcaseId;
    /// 会话标识: one session.
    SessionId;
    /// 事件标识: one event.
    EventId;
}

/// 机构代码: division and unit, `370102-zjj`; petition offices end in `-xfj`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct AgencyCode(String);

/// 机构代码格式错误: not six digits, a hyphen and 2–12 lower-case letters or digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("机构代码格式不对")]
pub struct AgencyCodeError;

impl AgencyCode {
    /// The six digits of the division (GB/T 2260) the agency belongs to.
    #[must_use]
    pub fn division(&self) -> &str {
        &self.0[..6]
    }

    /// The division as a checked code; `None` for one that is not in the list (any more).
    #[must_use]
    pub fn division_code(&self) -> Option<DivisionCode> {
        self.division().parse().ok()
    }

    /// The part after the hyphen: which unit within the division.
    #[must_use]
    pub fn unit(&self) -> &str {
        &self.0[7..]
    }

    /// Whether this is the petition office (信访局) of its division.
    #[must_use]
    pub fn is_petition_office(&self) -> bool {
        self.unit() == "xfj"
    }

    /// The petition office of a division.
    #[must_use]
    pub fn petition_office(division: DivisionCode) -> Self {
        Self(format!("{division}-xfj"))
    }

    /// The whole code.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for AgencyCode {
    type Err = AgencyCodeError;
    fn from_str(text: &str) -> Result<Self, AgencyCodeError> {
        let (division, unit) = text.split_once('-').ok_or(AgencyCodeError)?;
        let division_ok = division.len() == 6 && division.bytes().all(|b| b.is_ascii_digit());
        let unit_ok = (2..=12).contains(&unit.len())
            && unit.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
        if division_ok && unit_ok {
            Ok(Self(text.to_owned()))
        } else {
            Err(AgencyCodeError)
        }
    }
}

impl fmt::Display for AgencyCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<AgencyCode> for String {
    fn from(code: AgencyCode) -> Self {
        code.0
    }
}

impl TryFrom<String> for AgencyCode {
    type Error = AgencyCodeError;
    fn try_from(text: String) -> Result<Self, AgencyCodeError> {
        text.parse()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn an_id_reads_back_from_its_text_and_json(ms in 0_i64..4_000_000_000_000, random: [u8; 10]) {
            let id = PetitionId::new(DateTime::from_timestamp_millis(ms).unwrap(), random);
            prop_assert_eq!(id.to_string().parse::<PetitionId>(), Ok(id));
            let json = serde_json::to_string(&id).unwrap();
            prop_assert_eq!(&json, &format!("\"{id}\""));
            prop_assert_eq!(serde_json::from_str::<PetitionId>(&json).unwrap(), id);
        }

        #[test]
        fn a_later_id_sorts_after_an_earlier_one_also_as_text(
            ms in 0_i64..4_000_000_000_000, later in 1_i64..1_000_000, a: [u8; 10], b: [u8; 10],
        ) {
            let at = |ms| DateTime::from_timestamp_millis(ms).unwrap();
            let (first, second) = (EventId::new(at(ms), a), EventId::new(at(ms + later), b));
            prop_assert!(first < second);
            prop_assert!(first.to_string() < second.to_string());
        }

        #[test]
        fn no_text_makes_the_parsers_panic(text in ".{0,60}") {
            let _ = text.parse::<PetitionId>();
            let _ = text.parse::<AgencyCode>();
        }
    }

    #[test]
    fn other_spellings_and_other_versions_are_not_ids() {
        let id = "019f0000-0000-7000-8000-000000000001";
        assert!(id.parse::<PetitionId>().is_ok());
        for bad in [
            "019F0000-0000-7000-8000-00000000000A",
            "019f000000007000800000000000000a",
            "{019f0000-0000-7000-8000-000000000001}",
            "019f0000-0000-4000-8000-000000000001",
            "00000000-0000-0000-0000-000000000000",
            "",
            "../../etc",
        ] {
            assert_eq!(bad.parse::<PetitionId>(), Err(IdError), "{bad}");
        }
    }

    #[test]
    fn agency_codes_tell_their_division_and_kind() {
        let office: AgencyCode = "370100-xfj".parse().unwrap();
        assert_eq!((office.division(), office.unit()), ("370100", "xfj"));
        assert!(office.is_petition_office());
        assert_eq!(AgencyCode::petition_office("370100".parse().unwrap()), office);
        assert!(!"370102-zjj".parse::<AgencyCode>().unwrap().is_petition_office());
        assert!("370102-t01".parse::<AgencyCode>().is_ok());
    }

    #[test]
    fn malformed_agency_codes_are_refused() {
        for bad in [
            "",
            "370100",
            "370100-",
            "370100-x",
            "37010-xfj",
            "370100-XFJ",
            "370100-信访",
            "３70100-xfj",
            "370100-abcdefghijklm",
            "370100-x-j",
            "370100#xfj",
        ] {
            assert_eq!(bad.parse::<AgencyCode>(), Err(AgencyCodeError), "{bad}");
        }
    }
}
