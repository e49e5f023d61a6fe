//! 短信种类: which messages there are, and what is decided by the kind alone: when it may go out, until
//! when it is worth sending, what is filled in. Owns no words (see `wording`) and must not send.

use chrono::TimeDelta;
use serde::{Deserialize, Serialize};

/// 短信种类
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MessageKind {
    /// 注册成功
    AccountRegistered,
    /// 密码已修改
    PasswordChanged,
    /// 手机号已更换, to the old number.
    MobileChanged,
    /// 账号已注销
    AccountClosed,
    /// 重设密码的验证码
    ResetCode,
    /// 用户名, asked for by its owner
    Username,
    /// 信访事项已收到
    Filed,
    /// 已登记
    Registered,
    /// 已转送
    Transferred,
    /// 已受理
    Accepted,
    /// 已中止计时
    Suspended,
    /// 已恢复计时
    Resumed,
    /// 已答复, where it cannot be rated.
    Replied,
    /// 已答复、可以评价
    RepliedToRate,
    /// 评价提醒
    RatingReminder,
    /// 已办结
    Concluded,
    /// 已告知法定途径, where it cannot be rated.
    Directed,
    /// 已告知法定途径、可以评价
    DirectedToRate,
    /// 查询码, asked for by its owner.
    QueryCode,
    /// 建议已收到
    SuggestionReceived,
    /// 建议已答复
    SuggestionReplied,
}

/// 发送时间: when a kind of message may go out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Timing {
    /// At once, day and night: the person asked for it or did it a moment ago, or must know at once.
    AtOnce,
    /// Not in the quiet hours: nothing is lost by the morning, and sleep is.
    Daytime,
}

/// 填空: what is put into the words of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Blank {
    /// 编号
    Number,
    /// 单位名称
    Agency,
    /// 答复期限
    Due,
    /// 评价截止日
    RateBy,
    /// 验证码或查询码
    Code,
    /// 用户名
    Username,
    /// 网址
    Site,
}

/// 不再发送的理由: why an administrator discards a message. A fixed list, so that nothing personal gets into
/// the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DiscardReason {
    /// The number is wrong or out of use.
    WrongNumber,
    /// The person was told another way.
    ToldOtherwise,
    /// It is of no use any more.
    Outdated,
    /// It was told twice.
    Duplicate,
}

impl DiscardReason {
    /// Every reason, in the order of the form.
    pub const ALL: [Self; 4] = [
        Self::WrongNumber,
        Self::ToldOtherwise,
        Self::Outdated,
        Self::Duplicate,
    ];

    /// Its name in forms and in the log.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::WrongNumber => "wrong_number",
            Self::ToldOtherwise => "told_otherwise",
            Self::Outdated => "outdated",
            Self::Duplicate => "duplicate",
        }
    }

    /// The Chinese words.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::WrongNumber => "号码有误或已停用",
            Self::ToldOtherwise => "已用其他方式告知",
            Self::Outdated => "内容已经过时",
            Self::Duplicate => "重复的短信",
        }
    }

    /// The reason of a name.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.code() == code)
    }
}

impl Blank {
    /// Every blank.
    pub const ALL: [Self; 7] = [
        Self::Number,
        Self::Agency,
        Self::Due,
        Self::RateBy,
        Self::Code,
        Self::Username,
        Self::Site,
    ];

    /// Its name between the braces, and as a parameter of a provider's template.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Number => "number",
            Self::Agency => "agency",
            Self::Due => "due",
            Self::RateBy => "rate_by",
            Self::Code => "code",
            Self::Username => "username",
            Self::Site => "site",
        }
    }

    /// What it stands for, in Chinese.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Number => "信访事项编号",
            Self::Agency => "单位名称",
            Self::Due => "答复期限",
            Self::RateBy => "评价的最后一天",
            Self::Code => "验证码或查询码",
            Self::Username => "用户名",
            Self::Site => "网站地址",
        }
    }
}

impl MessageKind {
    /// Every kind, in the order in which they come up.
    pub const ALL: [Self; 21] = [
        Self::AccountRegistered,
        Self::PasswordChanged,
        Self::MobileChanged,
        Self::AccountClosed,
        Self::ResetCode,
        Self::Username,
        Self::Filed,
        Self::Registered,
        Self::Transferred,
        Self::Accepted,
        Self::Suspended,
        Self::Resumed,
        Self::Replied,
        Self::RepliedToRate,
        Self::RatingReminder,
        Self::Concluded,
        Self::Directed,
        Self::DirectedToRate,
        Self::QueryCode,
        Self::SuggestionReceived,
        Self::SuggestionReplied,
    ];

    /// Its name in keys, addresses and configuration.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::AccountRegistered => "account_registered",
            Self::PasswordChanged => "password_changed",
            Self::MobileChanged => "mobile_changed",
            Self::AccountClosed => "account_closed",
            Self::ResetCode => "reset_code",
            Self::Username => "username",
            Self::Filed => "filed",
            Self::Registered => "registered",
            Self::Transferred => "transferred",
            Self::Accepted => "accepted",
            Self::Suspended => "suspended",
            Self::Resumed => "resumed",
            Self::Replied => "replied",
            Self::RepliedToRate => "replied_to_rate",
            Self::RatingReminder => "rating_reminder",
            Self::Concluded => "concluded",
            Self::Directed => "directed",
            Self::DirectedToRate => "directed_to_rate",
            Self::QueryCode => "query_code",
            Self::SuggestionReceived => "suggestion_received",
            Self::SuggestionReplied => "suggestion_replied",
        }
    }

    /// The kind of a name.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// The Chinese words.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::AccountRegistered => "注册成功",
            Self::PasswordChanged => "密码已修改",
            Self::MobileChanged => "手机号已更换（发给旧号码）",
            Self::AccountClosed => "账号已注销",
            Self::ResetCode => "重设密码的验证码",
            Self::Username => "忘了的用户名",
            Self::Filed => "信访事项已收到",
            Self::Registered => "已登记",
            Self::Transferred => "已转送",
            Self::Accepted => "已受理",
            Self::Suspended => "已中止计时",
            Self::Resumed => "已恢复计时",
            Self::Replied => "已答复",
            Self::RepliedToRate => "已答复，可以评价",
            Self::RatingReminder => "评价提醒",
            Self::Concluded => "已办结",
            Self::Directed => "已告知法定途径",
            Self::DirectedToRate => "已告知法定途径，可以评价",
            Self::QueryCode => "查询码",
            Self::SuggestionReceived => "建议已收到",
            Self::SuggestionReplied => "建议已答复",
        }
    }

    /// When it may go out. What people ask for or have just done themselves is answered at once, and so
    /// is what warns of a change of their account; what officers do, and reminders, wait for the morning.
    #[must_use]
    pub const fn timing(self) -> Timing {
        match self {
            Self::AccountRegistered
            | Self::PasswordChanged
            | Self::MobileChanged
            | Self::AccountClosed
            | Self::ResetCode
            | Self::Username
            | Self::Filed
            | Self::QueryCode
            | Self::SuggestionReceived => Timing::AtOnce,
            Self::Registered
            | Self::Transferred
            | Self::Accepted
            | Self::Suspended
            | Self::Resumed
            | Self::Replied
            | Self::RepliedToRate
            | Self::RatingReminder
            | Self::Concluded
            | Self::Directed
            | Self::DirectedToRate
            | Self::SuggestionReplied => Timing::Daytime,
        }
    }

    /// Whether it tells of a step of a case: what a petitioner can switch off. Nothing else can be.
    #[must_use]
    pub const fn is_step(self) -> bool {
        matches!(self.timing(), Timing::Daytime) && !matches!(self, Self::SuggestionReplied)
    }

    /// For how long after it was written it is worth sending; `None` where it stays true. A code to reset
    /// a password is good for ten minutes and worth nothing afterwards; who asked for a query code or a username has
    /// given up or asked again after two hours, and a code that comes out of nowhere frightens people.
    #[must_use]
    pub const fn good_for(self) -> Option<TimeDelta> {
        match self {
            Self::ResetCode => Some(TimeDelta::minutes(10)),
            Self::QueryCode | Self::Username => Some(TimeDelta::hours(2)),
            _ => None,
        }
    }

    /// Blanks without which the message misses its point.
    #[must_use]
    pub const fn needs(self) -> &'static [Blank] {
        match self {
            Self::AccountRegistered | Self::PasswordChanged | Self::MobileChanged | Self::AccountClosed => {
                &[]
            }
            Self::ResetCode => &[Blank::Code],
            Self::Username => &[Blank::Username],
            Self::Filed
            | Self::Registered
            | Self::Transferred
            | Self::Suspended
            | Self::Replied
            | Self::Concluded
            | Self::Directed
            | Self::SuggestionReceived
            | Self::SuggestionReplied => &[Blank::Number],
            Self::Accepted | Self::Resumed => &[Blank::Number, Blank::Due],
            Self::RepliedToRate | Self::DirectedToRate | Self::RatingReminder => {
                &[Blank::Number, Blank::RateBy]
            }
            Self::QueryCode => &[Blank::Number, Blank::Code],
        }
    }

    /// Blanks that may be used beside those that must.
    #[must_use]
    pub const fn may_use(self) -> &'static [Blank] {
        match self {
            Self::Transferred
            | Self::Accepted
            | Self::Suspended
            | Self::Resumed
            | Self::Replied
            | Self::RepliedToRate
            | Self::Directed
            | Self::DirectedToRate
            | Self::SuggestionReplied => &[Blank::Agency, Blank::Site],
            _ => &[Blank::Site],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_kind_has_a_name_of_its_own_which_is_also_its_stored_form() {
        let codes: BTreeSet<_> = MessageKind::ALL.iter().map(|kind| kind.code()).collect();
        let labels: BTreeSet<_> = MessageKind::ALL.iter().map(|kind| kind.label()).collect();
        assert_eq!((codes.len(), labels.len()), (21, 21));
        for kind in MessageKind::ALL {
            assert_eq!(MessageKind::from_code(kind.code()), Some(kind));
            assert_eq!(serde_json::to_value(kind).unwrap(), kind.code());
        }
        assert_eq!(MessageKind::from_code("x"), None);
    }

    #[test]
    fn no_code_and_no_warning_waits_for_the_morning_and_no_step_wakes_anybody() {
        use MessageKind as Kind;
        let at_once: Vec<_> = MessageKind::ALL
            .into_iter()
            .filter(|kind| kind.timing() == Timing::AtOnce)
            .collect();
        let expected = [
            Kind::AccountRegistered,
            Kind::PasswordChanged,
            Kind::MobileChanged,
            Kind::AccountClosed,
            Kind::ResetCode,
            Kind::Username,
            Kind::Filed,
            Kind::QueryCode,
            Kind::SuggestionReceived,
        ];
        assert_eq!(at_once, expected);
    }

    #[test]
    fn what_was_asked_for_is_not_sent_for_ever_and_cannot_be_switched_off() {
        for kind in MessageKind::ALL {
            let asked = [Blank::Code, Blank::Username]
                .iter()
                .any(|blank| kind.needs().contains(blank));
            assert_eq!(kind.good_for().is_some(), asked, "{kind:?}");
            assert!(!(asked && kind.is_step()), "{kind:?}");
        }
    }

    #[test]
    fn no_blank_stands_twice_in_a_kind() {
        for kind in MessageKind::ALL {
            let all: Vec<_> = kind.needs().iter().chain(kind.may_use()).collect();
            let different: BTreeSet<_> = all.iter().collect();
            assert_eq!(all.len(), different.len(), "{kind:?}");
        }
    }
}
