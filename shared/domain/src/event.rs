//! What can happen to a petition, as facts that are appended and never changed.
//! Owns the event bodies and which of them the petitioner sees. What an event *does* is
//! [`crate::petition`]'s; how it is stored and chained is the store's.

use crate::approval::{Draft, DraftKind, Verdict};
use crate::assignment::Task;
use crate::correction::{Corrected, Correction};
use crate::deadline::Deadline;
use crate::dedupe::Relation;
use crate::division::DivisionCode;
use crate::ending::LawfulRoute;
use crate::ids::{AgencyCode, BriefId, LetterId, OfficerId, PetitionId};
use crate::interview::{InterviewRecord, LeaderReception};
use crate::number::{BriefNumber, PetitionNumber};
use crate::rating::Rating;
use crate::registration::{Channel, Outcome, Registration};
use crate::suspension::Basis;
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

/// 机构名称与代码: an agency as it was called when the event happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgencyRef {
    /// The code, unique in the province.
    pub code: AgencyCode,
    /// The full name on that day.
    pub name: String,
}

/// 经办人: the officer who did it, and for which agency.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfficerRef {
    /// The officer.
    pub id: OfficerId,
    /// The officer's name on that day; shown to staff only.
    pub name: String,
    /// The agency the officer acted for.
    pub agency: AgencyRef,
}

/// 操作来源: who made the event happen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum By {
    /// The petitioner.
    Petitioner,
    /// An officer.
    Officer(OfficerRef),
}

impl By {
    /// The agency for which an officer acted; none of the petitioner.
    #[must_use]
    pub fn agency(&self) -> Option<&AgencyCode> {
        match self {
            Self::Officer(officer) => Some(&officer.agency.code),
            Self::Petitioner => None,
        }
    }
}

/// 文书: a letter that an event brought about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LetterRef {
    /// The letter's id.
    pub id: LetterId,
    /// Its document number (文号), for people.
    pub number: String,
    /// Its title, for links.
    pub title: String,
}

/// 事件内容: one thing that happened.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Body {
    /// 收到: the petitioner filed it.
    Filed {
        /// How it came in.
        channel: Channel,
        /// Where the matter is.
        division: DivisionCode,
        /// The petition office that has to register it.
        intake: AgencyRef,
        /// How many attachments came with it.
        attachments: u32,
        /// 15 days for registration and routing (条例第 22 条).
        due: Deadline,
    },
    /// 撤回: the petitioner withdrew it before anybody opened it.
    Withdrawn,
    /// 调阅: an officer opened it; from here on it cannot be withdrawn.
    Opened,
    /// 登记要素 (internal): what the officer entered; saved as often as needed until routed.
    RegistrationSaved {
        /// Everything entered.
        registration: Box<Registration>,
    },
    /// 已登记: the registration is complete.
    Registered {
        /// Where the matter is, as the officer found.
        division: DivisionCode,
        /// Whether the case is within the scope of the satisfaction rating.
        rating: bool,
    },
    /// 转送, or with a task 交办: passed to another agency, which owes the petitioner a notice.
    Transferred {
        /// The agency that has it now.
        to: AgencyRef,
        /// The transfer notice to the petitioner.
        letter: LetterRef,
        /// 15 days for the notice (条例第 23 条).
        due: Deadline,
        /// 交办: by when what is owed to the agency that passed it on; none where nothing is.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        task: Option<Task>,
    },
    /// 交办要求 (internal): the words that go with an assignment, which follows it at once.
    TaskWorded {
        /// 交办函
        letter: LetterRef,
        /// What is to be done.
        instruction: String,
        /// Why the result is due on another day than is usual; empty if it is not.
        reason: String,
    },
    /// 办理记录 (internal): what one officer tells the next.
    Noted {
        /// The words.
        note: String,
    },
    /// 受理: the responsible unit took it up.
    Accepted {
        /// The notice of acceptance.
        letter: LetterRef,
        /// 60 days for handling (条例第 34 条).
        due: Deadline,
    },
    /// 中止计时: the days of handling stop under a rule that can be cited.
    Suspended {
        /// Ground and rule, in the administrators' words.
        basis: Basis,
    },
    /// 恢复计时: they go on.
    Resumed {
        /// Why it had stopped.
        basis: Basis,
        /// 扣除的天数: calendar days that this suspension excluded.
        excluded: u32,
        /// The deadline counted anew, without all days that were ever excluded.
        due: Deadline,
    },
    /// 答复: the handling opinion was issued to the petitioner.
    Replied {
        /// The handling opinion.
        letter: LetterRef,
        /// Support, explain, or not support (条例第 32 条).
        outcome: Outcome,
        /// 30 days to ask for a review (条例第 35 条).
        due: Deadline,
        /// 评价期限, by the setting of that day; none where the case is not in the rating's scope.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        rating: Option<Deadline>,
    },
    /// 办结: the responsible unit closed the case.
    Concluded,
    /// 告知法定途径: it goes another lawful way, and ends here; where exactly stands in the letter (条例第 31 条).
    Directed {
        /// 法定途径告知书
        letter: LetterRef,
        /// Which way.
        route: LawfulRoute,
        /// 评价期限, as of a reply.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        rating: Option<Deadline>,
    },
    /// 直接回复: the petition office that registered it answered it itself, and it ends here.
    DirectReplied {
        /// 答复函
        letter: LetterRef,
        /// 评价期限, as of a reply.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        rating: Option<Deadline>,
    },
    /// 满意度评价: grades and reasons; what was written with it is sealed beside the event.
    Rated {
        /// What was said.
        rating: Box<Rating>,
    },
    /// 补充材料: the petitioner added something; what it says lies sealed in an item of its own.
    MaterialAdded {
        /// Whether there are words with it.
        words: bool,
        /// How many attachments came with it.
        attachments: u32,
    },
    /// 已阅补充材料 (internal): whoever holds the case has looked at what was added.
    MaterialRead,
    /// 关联 (internal): an officer who registers it found another case to belong to it.
    Linked {
        /// The other case.
        other: PetitionId,
        /// Its number.
        number: PetitionNumber,
        /// What the two are.
        relation: Relation,
        /// How often the matter had come before, by the other case; 0 if that one came later or is another matter.
        repeats: u32,
        /// The same, seen from the other case.
        repeats_of_other: u32,
    },
    /// 取消关联 (internal): the link does not stand any more.
    Unlinked {
        /// The other case.
        other: PetitionId,
        /// Its number.
        number: PetitionNumber,
        /// When the link was made that ends.
        since: DateTime<Utc>,
        /// Whether it was made when the other case was registered.
        theirs: bool,
    },
    /// 更正来信人、来访人 (internal): what was taken down of who stands behind it was wrong.
    SenderCorrected {
        /// Which of it, and why.
        correction: Box<Correction>,
    },
    /// 更新联系方式: the petitioner gave the petition the number and the addresses that the account has now.
    ContactRenewed {
        /// Which of it.
        fields: Vec<Corrected>,
    },
    /// 又收到来信 (internal): a letter that was registered in brief joins this case.
    LetterJoined {
        /// The letter.
        brief: BriefId,
        /// Its number.
        number: BriefNumber,
        /// 收信日期
        received: NaiveDate,
        /// How many came together.
        count: u32,
    },
    /// 送审 (internal): an officer asks a leader about a draft.
    SubmittedForApproval {
        /// The leader.
        to: OfficerRef,
        /// The draft as it stood.
        draft: Box<Draft>,
    },
    /// 批示 (internal): what the leader says to it.
    Instructed {
        /// The event of the submission.
        submission: u32,
        /// What it is a draft of.
        draft: DraftKind,
        /// Go on, or change it.
        verdict: Verdict,
        /// The words; may be empty where it is approved.
        text: String,
    },
    /// 撤回送审 (internal): whoever asked does not ask any more.
    SubmissionWithdrawn {
        /// The event of the submission.
        submission: u32,
        /// What it is a draft of.
        draft: DraftKind,
    },
    /// 安排接谈 (internal): whoever came waits for an interviewer.
    InterviewArranged {
        /// 排队号
        ticket: u32,
        /// 来访人数
        visitors: u32,
        /// 接谈人
        to: OfficerRef,
    },
    /// 接谈记录 (internal): written as often as needed; the last one counts.
    InterviewRecorded {
        /// What was said.
        record: Box<InterviewRecord>,
    },
    /// 发送接谈 (internal): another interviewer takes it over.
    InterviewSent {
        /// Who.
        to: OfficerRef,
        /// Why.
        reason: String,
    },
    /// 接谈设为已办 (internal)
    InterviewDone,
    /// 接谈恢复待办 (internal)
    InterviewReopened,
    /// 紧急情况已报告 (internal): an agency has reported a grave, urgent or threatening case (条例第二十五条).
    AlertReported {
        /// To whom, when, and what was done.
        report: String,
    },
    /// 领导公开接访 (internal)
    LeaderReceived {
        /// What was said.
        reception: Box<LeaderReception>,
    },
}

impl Body {
    /// Whether the petitioner, and whoever tracks by name and code, sees this event.
    #[must_use]
    pub fn is_public(&self) -> bool {
        !matches!(
            self,
            Self::RegistrationSaved { .. }
                | Self::Noted { .. }
                | Self::MaterialRead
                | Self::Linked { .. }
                | Self::Unlinked { .. }
                | Self::TaskWorded { .. }
                | Self::SenderCorrected { .. }
                | Self::LetterJoined { .. }
                | Self::AlertReported { .. }
        ) && !self.is_about_approval()
            && !self.is_about_interview()
    }

    /// Whether it is added beside the work on the case and answers nothing that the petitioner added: a record, a link, a
    /// correction, a further letter, that somebody was told at once.
    #[must_use]
    pub fn is_beside(&self) -> bool {
        matches!(
            self,
            Self::Noted { .. }
                | Self::Linked { .. }
                | Self::Unlinked { .. }
                | Self::SenderCorrected { .. }
                | Self::ContactRenewed { .. }
                | Self::LetterJoined { .. }
                | Self::AlertReported { .. }
        )
    }

    /// Whether it is a step of receiving whoever came, which moves the case to nobody else.
    #[must_use]
    pub fn is_about_interview(&self) -> bool {
        matches!(
            self,
            Self::InterviewArranged { .. }
                | Self::InterviewRecorded { .. }
                | Self::InterviewSent { .. }
                | Self::InterviewDone
                | Self::InterviewReopened
                | Self::LeaderReceived { .. }
        )
    }

    /// Whether it is a step of asking a leader, which changes nothing of the case itself.
    #[must_use]
    pub fn is_about_approval(&self) -> bool {
        matches!(
            self,
            Self::SubmittedForApproval { .. } | Self::Instructed { .. } | Self::SubmissionWithdrawn { .. }
        )
    }

    /// The letter the event brought about, if any.
    #[must_use]
    pub fn letter(&self) -> Option<&LetterRef> {
        match self {
            Self::Transferred { letter, .. }
            | Self::TaskWorded { letter, .. }
            | Self::Accepted { letter, .. }
            | Self::Replied { letter, .. }
            | Self::Directed { letter, .. }
            | Self::DirectReplied { letter, .. } => Some(letter),
            _ => None,
        }
    }

    /// The Chinese name of the step, as timelines head it.
    #[must_use]
    pub fn label(&self) -> &'static str {
        match self {
            Self::Filed { .. } => "收到",
            Self::Withdrawn => "您已撤回",
            Self::Opened => "工作人员已查看",
            Self::RegistrationSaved { .. } => "保存登记要素",
            Self::Registered { .. } => "已登记",
            Self::Transferred { task: None, .. } => "已转送",
            Self::Transferred { task: Some(_), .. } => "已交办",
            Self::TaskWorded { .. } => "交办要求",
            Self::Noted { .. } => "办理记录",
            Self::Accepted { .. } => "责任单位已受理",
            Self::Suspended { .. } => "已中止计时",
            Self::Resumed { .. } => "已恢复计时",
            Self::Replied { .. } => "责任单位已答复",
            Self::Concluded => "已办结",
            Self::Directed { .. } => "已告知法定途径",
            Self::DirectReplied { .. } => "已直接回复",
            Self::Rated { .. } => "您已评价",
            Self::MaterialAdded { .. } => "已补充材料",
            Self::MaterialRead => "已阅补充材料",
            Self::Linked { .. } => "关联信访件",
            Self::Unlinked { .. } => "取消关联",
            Self::SenderCorrected { .. } => "更正信访人信息",
            Self::ContactRenewed { .. } => "联系方式已更新",
            Self::LetterJoined { .. } => "又收到来信",
            Self::SubmittedForApproval { .. } => "送审",
            Self::Instructed {
                verdict: Verdict::Approved,
                ..
            } => "批示：同意",
            Self::Instructed {
                verdict: Verdict::Returned,
                ..
            } => "批示：退回修改",
            Self::SubmissionWithdrawn { .. } => "撤回送审",
            Self::InterviewArranged { .. } => "安排接谈",
            Self::InterviewRecorded { .. } => "接谈记录",
            Self::InterviewSent { .. } => "发送接谈",
            Self::InterviewDone => "接谈设为已办",
            Self::InterviewReopened => "接谈恢复待办",
            Self::AlertReported { .. } => "紧急情况已报告",
            Self::LeaderReceived { .. } => "领导公开接访",
        }
    }
}

/// 办理记录: one appended event.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Event {
    /// Position in the petition's history, from 1 without gaps, public and internal together.
    pub seq: u32,
    /// When it happened.
    pub at: DateTime<Utc>,
    /// Who made it happen.
    pub by: By,
    /// What happened.
    pub body: Body,
}
