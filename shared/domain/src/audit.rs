//! 审计记录: what people and the system did that changes no case but must be accounted for: logins,
//! what was downloaded, shown or printed, messages delivered. Owns the words for who and what; where
//! an entry lies and how the entries hold together is the store's. Must not hold personal data: an
//! entry names accounts, officers, petitions and letters by their ids.

use crate::ids::{AccountId, OfficerId, PetitionId};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use std::fmt;

/// 行为人: whose chain of a day an entry belongs to.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Doer {
    /// A citizen's account.
    Citizen(AccountId),
    /// An officer.
    Officer(OfficerId),
    /// Somebody who gave a username that nobody has; its keyed hash.
    Unknown(String),
    /// Whoever gave the name and the query code of a petition.
    Tracker(PetitionId),
    /// The delivery of messages.
    Delivery,
}

impl fmt::Display for Doer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Citizen(id) => write!(f, "citizen-{id}"),
            Self::Officer(id) => write!(f, "officer-{id}"),
            Self::Unknown(blind) => write!(f, "unknown-{blind}"),
            Self::Tracker(id) => write!(f, "tracker-{id}"),
            Self::Delivery => f.write_str("delivery"),
        }
    }
}

/// 行为: what was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Deed {
    /// An account was made.
    Registered,
    /// A login succeeded.
    SignedIn,
    /// A login failed: unknown name, wrong password or code, locked.
    SignInRefused,
    /// Signed out by the person.
    SignedOut,
    /// Other sessions of the account were ended by the person.
    SessionsEnded,
    /// The password was changed.
    PasswordChanged,
    /// The password was replaced through a code sent to the telephone.
    PasswordReset,
    /// The profile was changed.
    ProfileChanged,
    /// The account was closed.
    AccountClosed,
    /// The account's data were downloaded.
    DataDownloaded,
    /// A link to an attachment was given out.
    AttachmentDownloaded,
    /// A letter was shown as a page that prints.
    LetterShown,
    /// A receipt with its query code was shown.
    ReceiptShown,
    /// A letter was registered in brief; the object is its id.
    BriefLetterRegistered,
    /// The full name, document and telephone of a petitioner were shown to an officer.
    PetitionerRevealed,
    /// The switches of the installation were changed.
    SettingsChanged,
    /// A notice was written or its words were changed.
    NoticeSaved,
    /// A notice was published.
    NoticePublished,
    /// A notice was taken down.
    NoticeTakenDown,
    /// A concluded petition was chosen for the public (案例选登).
    ShowcaseChosen,
    /// The words of a case were saved.
    ShowcaseSaved,
    /// What the petitioner said about a publication was written down.
    ShowcaseWish,
    /// A case was submitted for approval.
    ShowcaseSubmitted,
    /// A case was taken back before anybody decided.
    ShowcaseTakenBack,
    /// A case was sent back to be changed.
    ShowcaseSentBack,
    /// A case was approved, which publishes it.
    ShowcasePublished,
    /// A case was withdrawn from the public.
    ShowcaseWithdrawn,
    /// A draft, or a new version of a case, was dropped.
    ShowcaseDropped,
    /// The words of a kind of message were changed, or the built-in ones restored.
    MessageWordsChanged,
    /// How people reach an agency was changed.
    AgencyContactChanged,
    /// A message that was given up was put back into the outbox.
    MessageResent,
    /// A message that was given up was discarded.
    MessageDiscarded,
    /// The gateway took a message.
    MessageDelivered,
    /// The gateway did not take a message.
    MessageFailed,
    /// A message came too late and was not sent.
    MessageExpired,
    /// A petitioner switched messages about the steps of a petition on.
    StepMessagesOn,
    /// A petitioner switched them off.
    StepMessagesOff,
}

impl Deed {
    /// The Chinese words of the audit log.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Registered => "注册账号",
            Self::SignedIn => "登录",
            Self::SignInRefused => "登录失败",
            Self::SignedOut => "退出登录",
            Self::SessionsEnded => "结束其他登录",
            Self::PasswordChanged => "修改密码",
            Self::PasswordReset => "短信重设密码",
            Self::ProfileChanged => "修改个人资料",
            Self::AccountClosed => "注销账号",
            Self::DataDownloaded => "下载个人数据",
            Self::AttachmentDownloaded => "下载附件",
            Self::LetterShown => "查看或打印文书",
            Self::ReceiptShown => "查看或打印回执",
            Self::BriefLetterRegistered => "简单登记来信",
            Self::PetitionerRevealed => "查看信访人完整信息",
            Self::SettingsChanged => "修改运行设置",
            Self::NoticeSaved => "保存公告",
            Self::NoticePublished => "发布公告",
            Self::NoticeTakenDown => "撤下公告",
            Self::ShowcaseChosen => "选登案例",
            Self::ShowcaseSaved => "保存案例稿",
            Self::ShowcaseWish => "记录信访人公开意愿",
            Self::ShowcaseSubmitted => "案例送审",
            Self::ShowcaseTakenBack => "取回案例稿",
            Self::ShowcaseSentBack => "退回案例稿",
            Self::ShowcasePublished => "发布案例",
            Self::ShowcaseWithdrawn => "撤下案例",
            Self::ShowcaseDropped => "放弃案例稿",
            Self::MessageWordsChanged => "修改短信用语",
            Self::AgencyContactChanged => "修改机构联系方式",
            Self::MessageResent => "重新发送短信",
            Self::MessageDiscarded => "放弃发送短信",
            Self::MessageDelivered => "短信已发出",
            Self::MessageFailed => "短信未发出",
            Self::MessageExpired => "短信过期未发",
            Self::StepMessagesOn => "打开办理进度短信",
            Self::StepMessagesOff => "关闭办理进度短信",
        }
    }
}

/// 给查询码的理由: why an officer shows a query code once more. A fixed list, as of [`RevealReason`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SlipReason {
    /// Whoever it belongs to asks for it at the window.
    InPerson,
    /// Somebody asks for it with a written authorisation.
    Proxy,
    /// What was printed before was lost or cannot be read.
    Lost,
    /// It goes with a document.
    Serve,
    /// Another duty in this case.
    Duty,
}

impl SlipReason {
    /// Every reason, in the order of the form.
    pub const ALL: [Self; 5] = [Self::InPerson, Self::Proxy, Self::Lost, Self::Serve, Self::Duty];

    /// Its name in forms and in the log.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::InPerson => "in_person",
            Self::Proxy => "proxy",
            Self::Lost => "lost",
            Self::Serve => "serve",
            Self::Duty => "duty",
        }
    }

    /// The Chinese words.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::InPerson => "信访人本人来要",
            Self::Proxy => "受委托的人持委托书来要",
            Self::Lost => "以前打印的丢了或者看不清",
            Self::Serve => "随文书送达",
            Self::Duty => "办理这件信访的其他需要",
        }
    }

    /// The reason of a code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.code() == code)
    }
}

/// 查看理由: why an officer looks at what is masked. A fixed list: a reason in free words would put into
/// the log what the log must not hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RevealReason {
    /// To call or to meet the petitioner.
    Contact,
    /// To make sure who it is.
    Verify,
    /// To serve a document.
    Serve,
    /// To find earlier petitions of the same person.
    Compare,
    /// Another duty in this case.
    Duty,
}

impl RevealReason {
    /// Every reason, in the order of the form.
    pub const ALL: [Self; 5] = [
        Self::Contact,
        Self::Verify,
        Self::Serve,
        Self::Compare,
        Self::Duty,
    ];

    /// Its name in forms and in the log.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Contact => "contact",
            Self::Verify => "verify",
            Self::Serve => "serve",
            Self::Compare => "compare",
            Self::Duty => "duty",
        }
    }

    /// The Chinese words.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Contact => "联系信访人",
            Self::Verify => "核实身份",
            Self::Serve => "送达文书",
            Self::Compare => "核对是否重复反映",
            Self::Duty => "办理这件信访的其他需要",
        }
    }

    /// The reason of a code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.code() == code)
    }
}

/// 一条审计记录.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// When, by the injected clock.
    pub at: DateTime<Utc>,
    /// What.
    pub deed: Deed,
    /// The petition it concerns, if one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub petition: Option<PetitionId>,
    /// The id of the letter, attachment, message or notice, if one; of a reveal its reason; of the settings what
    /// was switched.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub object: Option<String>,
    /// Keyed hash of the network address it came from, if it came over the network: equal ones are
    /// recognised, none is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// The reference number of the request, which is in the log too.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request: Option<String>,
}

impl Entry {
    /// An entry that concerns no petition and came over no network.
    #[must_use]
    pub const fn new(deed: Deed, at: DateTime<Utc>) -> Self {
        Self {
            at,
            deed,
            petition: None,
            object: None,
            address: None,
            request: None,
        }
    }

    /// What was touched, where it belongs to no petition.
    #[must_use]
    pub fn about(self, object: impl fmt::Display) -> Self {
        Self {
            object: Some(object.to_string()),
            ..self
        }
    }

    /// The petition, and the id of what of it was touched.
    #[must_use]
    pub fn of(self, petition: PetitionId, object: impl fmt::Display) -> Self {
        Self {
            petition: Some(petition),
            object: Some(object.to_string()),
            ..self
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_is_read_as_it_was_written_and_leaves_out_what_it_has_not() {
        let at = DateTime::UNIX_EPOCH;
        let plain = Entry::new(Deed::SignedIn, at);
        let text = serde_json::to_string(&plain).unwrap();
        assert_eq!(text, r#"{"at":"1970-01-01T00:00:00Z","deed":"signed_in"}"#);
        assert_eq!(serde_json::from_str::<Entry>(&text).unwrap(), plain);
        let petition = PetitionId::new(at, [1; 10]);
        let full = Entry::new(Deed::LetterShown, at).of(petition, "letter");
        let text = serde_json::to_string(&full).unwrap();
        assert_eq!(serde_json::from_str::<Entry>(&text).unwrap(), full);
    }

    #[test]
    fn every_reason_is_found_by_its_code() {
        for reason in RevealReason::ALL {
            assert_eq!(RevealReason::from_code(reason.code()), Some(reason));
            assert!(!reason.label().is_empty());
        }
        assert_eq!(RevealReason::from_code("curiosity"), None);
        for reason in SlipReason::ALL {
            assert_eq!(SlipReason::from_code(reason.code()), Some(reason));
            assert!(!reason.label().is_empty());
        }
        assert_eq!(SlipReason::from_code("contact"), None);
    }

    #[test]
    fn chains_of_different_people_have_different_names() {
        let account = AccountId::new(DateTime::UNIX_EPOCH, [1; 10]);
        let officer = OfficerId::new(DateTime::UNIX_EPOCH, [1; 10]);
        let names = [
            Doer::Citizen(account),
            Doer::Officer(officer),
            Doer::Unknown("x".to_owned()),
            Doer::Delivery,
        ]
        .map(|actor| actor.to_string());
        let distinct: std::collections::BTreeSet<_> = names.iter().collect();
        assert_eq!(distinct.len(), names.len());
        assert!(names.iter().all(|name| !name.contains('#')));
    }
}
