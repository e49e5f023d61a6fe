//! Who may do what: roles, actions and the one decision between them.
//! Owns the role × action table; agency scope of a single case is checked by [`within_scope`]
//! here and once more by the store. Must not know about HTTP or sessions.

use crate::ids::{AccountId, AgencyCode, OfficerId};
use serde::{Deserialize, Serialize};

/// 岗位: what an officer is entrusted with. An officer may hold several.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// 登记岗: opens and registers what came in, and routes it.
    Registrar,
    /// 办理岗: takes over what arrived at the agency, decides on acceptance, replies, concludes.
    Handler,
    /// 领导: reads every case of the agency's subtree and changes none; answers what officers of the agency submit (批示).
    Leader,
    /// 系统管理员: runs the system and sees no case.
    Administrator,
    /// 案例岗: tells concluded cases to the public (案例选登); reads cases, changes none.
    Editor,
    /// 接谈岗: talks with whoever came to the office (来访接谈); reads cases, changes none but by what it records.
    Interviewer,
}

impl Role {
    /// Every role, in the order menus show them.
    pub const ALL: [Self; 6] = [
        Self::Registrar,
        Self::Handler,
        Self::Leader,
        Self::Administrator,
        Self::Editor,
        Self::Interviewer,
    ];

    /// The Chinese name of the post.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Registrar => "登记岗",
            Self::Handler => "办理岗",
            Self::Leader => "领导",
            Self::Administrator => "系统管理员",
            Self::Editor => "案例岗",
            Self::Interviewer => "接谈岗",
        }
    }
}

/// 操作: what a route does, in the terms in which permission is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Action {
    /// Read a page that is for everyone.
    ReadPublic,
    /// Register an account, log in or out, solve a captcha: nobody has to be known yet.
    Authenticate,
    /// Look a petition up by name and query code.
    Track,
    /// See and use one's own citizen account.
    UseAccount,
    /// File a petition, keep a draft, upload to it.
    FilePetition,
    /// Read one's own petitions, their letters and receipts.
    ReadOwnPetition,
    /// Withdraw one's own petition (until staff open it).
    WithdrawPetition,
    /// Rate one's own petition (满意度评价).
    RatePetition,
    /// Add material to one's own petition (补充材料).
    AddMaterial,
    /// Have one's own petition's query code sent to one's own mobile number.
    SendQueryCode,
    /// Make a suggestion (网上建议).
    MakeSuggestion,
    /// Read one's own suggestions and their replies.
    ReadOwnSuggestion,
    /// Log in or out as an officer.
    StaffAuthenticate,
    /// The officer's workbench, whatever the role.
    StaffHome,
    /// The list of web petitions and the registration form of one.
    ReadIntake,
    /// Open, register and route a web petition, and print its query code.
    RegisterPetition,
    /// 修改登记: until it is passed on; an interviewer those of the own visits only.
    AmendRegistration,
    /// The letters that the officer's petition office registered (来信登记).
    ReadLetters,
    /// Register a letter, in detail or in brief, and print its query code.
    RegisterLetter,
    /// The visits that the officer's petition office registered (来访登记).
    ReadVisits,
    /// Register a visit and print its slip.
    RegisterVisit,
    /// The interviews that wait for oneself: record, send on, mark done, take back (来访接谈).
    InterviewVisit,
    /// Record that a leader received somebody in public (领导公开接访).
    RecordReception,
    /// The agency's inbox, its cases in hand and done.
    ReadInbox,
    /// One case within the officer's scope, with its letters and attachments.
    ReadCase,
    /// Pass a registered case to another agency (转送).
    TransferCase,
    /// Have an agency handle a registered case and report its result (交办).
    AssignCase,
    /// What the officer's petition office had others handle, and what it owes of such.
    ReadAssigned,
    /// Tell the petitioner the lawful route that a demand takes, which ends the case (告知法定途径).
    DirectCase,
    /// Answer a registered case oneself, which ends it (直接回复).
    ReplyDirectly,
    /// Accept, reply, conclude.
    HandleCase,
    /// Stop the clock of a case under a rule, and let it go on (中止计时、恢复计时).
    SuspendCase,
    /// What was submitted to the officer, or by the officer, and came of it (送审批示).
    ReadApproval,
    /// Ask a leader about a draft (送审).
    SubmitApproval,
    /// Answer what was submitted to oneself (批示).
    DecideApproval,
    /// Add a handling record to a case (办理记录), whoever has it.
    NoteCase,
    /// Records that a grave, urgent or threatening case was reported (条例第二十五条).
    ReportAlert,
    /// Mark what the petitioner added as read (已阅).
    ReadMaterial,
    /// The index of administration (系统管理).
    ReadAdministration,
    /// See and change the switches of the installation (运行设置).
    ManageSettings,
    /// Write, publish and take down notices (公告).
    ManageNotices,
    /// See and change the words of messages, and decide about those that were given up (短信管理).
    ManageMessages,
    /// See and change how people reach the agencies (机构联系方式).
    ManageAgencies,
    /// The suggestions that went to the officer's petition office (网上建议调阅).
    ReadSuggestion,
    /// Open, study, pass on and answer a suggestion.
    StudySuggestion,
    /// The cases that the officer's agency tells or told the public (案例选登).
    ReadShowcase,
    /// Choose a concluded case, ask the petitioner, write, submit, withdraw.
    EditShowcase,
    /// Approve what a colleague has written, or send it back.
    ApproveShowcase,
    /// Withdraw a case that the public reads.
    WithdrawShowcase,
}

impl Action {
    /// Every action: the access sweep and the role table's test go over it.
    pub const ALL: [Self; 49] = [
        Self::ReadPublic,
        Self::Authenticate,
        Self::Track,
        Self::UseAccount,
        Self::FilePetition,
        Self::ReadOwnPetition,
        Self::WithdrawPetition,
        Self::RatePetition,
        Self::AddMaterial,
        Self::SendQueryCode,
        Self::MakeSuggestion,
        Self::ReadOwnSuggestion,
        Self::StaffAuthenticate,
        Self::StaffHome,
        Self::ReadIntake,
        Self::RegisterPetition,
        Self::AmendRegistration,
        Self::ReadLetters,
        Self::RegisterLetter,
        Self::ReadVisits,
        Self::RegisterVisit,
        Self::InterviewVisit,
        Self::RecordReception,
        Self::ReadInbox,
        Self::ReadCase,
        Self::TransferCase,
        Self::AssignCase,
        Self::ReadAssigned,
        Self::DirectCase,
        Self::ReplyDirectly,
        Self::HandleCase,
        Self::SuspendCase,
        Self::ReadApproval,
        Self::SubmitApproval,
        Self::DecideApproval,
        Self::NoteCase,
        Self::ReportAlert,
        Self::ReadMaterial,
        Self::ReadAdministration,
        Self::ManageSettings,
        Self::ManageNotices,
        Self::ManageMessages,
        Self::ManageAgencies,
        Self::ReadSuggestion,
        Self::StudySuggestion,
        Self::ReadShowcase,
        Self::EditShowcase,
        Self::ApproveShowcase,
        Self::WithdrawShowcase,
    ];

    /// Which kind of session the action needs before anything else is looked at.
    #[must_use]
    pub fn audience(self) -> Audience {
        match self {
            Self::ReadPublic | Self::Authenticate | Self::Track | Self::StaffAuthenticate => Audience::Anyone,
            Self::UseAccount
            | Self::FilePetition
            | Self::ReadOwnPetition
            | Self::WithdrawPetition
            | Self::RatePetition
            | Self::AddMaterial
            | Self::SendQueryCode
            | Self::MakeSuggestion
            | Self::ReadOwnSuggestion => Audience::Citizen,
            Self::StaffHome
            | Self::ReadIntake
            | Self::RegisterPetition
            | Self::AmendRegistration
            | Self::ReadLetters
            | Self::RegisterLetter
            | Self::ReadVisits
            | Self::RegisterVisit
            | Self::InterviewVisit
            | Self::RecordReception
            | Self::ReadInbox
            | Self::ReadCase
            | Self::TransferCase
            | Self::AssignCase
            | Self::ReadAssigned
            | Self::DirectCase
            | Self::ReplyDirectly
            | Self::HandleCase
            | Self::SuspendCase
            | Self::ReadApproval
            | Self::SubmitApproval
            | Self::DecideApproval
            | Self::NoteCase
            | Self::ReportAlert
            | Self::ReadMaterial
            | Self::ReadAdministration
            | Self::ManageSettings
            | Self::ManageNotices
            | Self::ManageMessages
            | Self::ManageAgencies
            | Self::ReadSuggestion
            | Self::StudySuggestion
            | Self::ReadShowcase
            | Self::EditShowcase
            | Self::ApproveShowcase
            | Self::WithdrawShowcase => Audience::Officer,
        }
    }
}

impl Action {
    /// Whether only a petition office has such work: letters and suggestions go to it, whoever comes comes to it, and it
    /// has others handle what came in.
    #[must_use]
    pub const fn is_for_petition_offices(self) -> bool {
        matches!(
            self,
            Self::ReadLetters
                | Self::RegisterLetter
                | Self::ReadVisits
                | Self::RegisterVisit
                | Self::InterviewVisit
                | Self::RecordReception
                | Self::ReadSuggestion
                | Self::StudySuggestion
                | Self::AssignCase
                | Self::ReadAssigned
                | Self::ReplyDirectly
        )
    }
}

/// 对象群体: whose session an action needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audience {
    /// No session at all.
    Anyone,
    /// A citizen's session.
    Citizen,
    /// An officer's session.
    Officer,
}

/// 操作人: who is asking.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Actor {
    /// Nobody known.
    Anonymous,
    /// A logged-in citizen, named or not.
    Citizen {
        /// The account.
        account: AccountId,
    },
    /// A logged-in officer.
    Officer {
        /// The officer.
        officer: OfficerId,
        /// The agency the officer works for.
        agency: AgencyCode,
        /// The posts held.
        roles: Vec<Role>,
    },
}

/// Whether `actor` may do `action` at all; whether on this very case is [`within_scope`]'s answer.
#[must_use]
pub fn may(actor: &Actor, action: Action) -> bool {
    match action.audience() {
        Audience::Anyone => true,
        Audience::Citizen => matches!(actor, Actor::Citizen { .. }),
        Audience::Officer => match actor {
            Actor::Officer { agency, roles, .. } => {
                (agency.is_petition_office() || !action.is_for_petition_offices())
                    && roles.iter().any(|role| role_may(*role, action))
            }
            _ => false,
        },
    }
}

fn role_may(role: Role, action: Action) -> bool {
    match action {
        Action::StaffHome => true,
        Action::ReadIntake
        | Action::RegisterPetition
        | Action::ReadLetters
        | Action::RegisterLetter
        | Action::RegisterVisit
        | Action::ReplyDirectly => role == Role::Registrar,
        Action::InterviewVisit => role == Role::Interviewer,
        Action::ReadVisits | Action::RecordReception | Action::AmendRegistration => {
            matches!(role, Role::Registrar | Role::Interviewer)
        }
        // Suggestions go straight to the office of the place, and many offices have handlers only.
        Action::ReadSuggestion | Action::StudySuggestion => {
            matches!(role, Role::Registrar | Role::Handler)
        }
        Action::ReadInbox | Action::ReadAssigned | Action::ReadCase => role != Role::Administrator,
        Action::NoteCase | Action::ReportAlert => !matches!(role, Role::Administrator | Role::Editor),
        Action::EditShowcase => role == Role::Editor,
        // Approving and withdrawing change no petition, so that a leader may, where there is only one editor.
        Action::ReadShowcase | Action::ApproveShowcase | Action::WithdrawShowcase => {
            matches!(role, Role::Editor | Role::Leader)
        }
        Action::TransferCase
        | Action::AssignCase
        | Action::DirectCase
        | Action::SubmitApproval
        | Action::ReadMaterial => {
            matches!(role, Role::Registrar | Role::Handler)
        }
        Action::ReadApproval => matches!(role, Role::Registrar | Role::Handler | Role::Leader),
        Action::DecideApproval => role == Role::Leader,
        Action::HandleCase | Action::SuspendCase => role == Role::Handler,
        Action::ReadAdministration
        | Action::ManageSettings
        | Action::ManageNotices
        | Action::ManageMessages
        | Action::ManageAgencies => role == Role::Administrator,
        _ => false,
    }
}

/// Whether a case whose path is `agencies` (every agency that holds or held it) lies within the
/// scope of an officer of `own`: the agency itself or, for a petition office, anything in its
/// division's subtree (条例第 7 条: 属地管理、分级负责).
#[must_use]
pub fn within_scope(own: &AgencyCode, agencies: &[AgencyCode]) -> bool {
    agencies
        .iter()
        .any(|agency| agency == own || is_ancestor(own, agency))
}

/// A petition office oversees the agencies of its division and of those below it.
fn is_ancestor(own: &AgencyCode, other: &AgencyCode) -> bool {
    if !own.is_petition_office() {
        return false;
    }
    let own = own.division();
    let prefix = match own {
        o if o.ends_with("0000") => &o[..2],
        o if o.ends_with("00") => &o[..4],
        o => o,
    };
    other.division().starts_with(prefix)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn officer(roles: &[Role]) -> Actor {
        Actor::Officer {
            officer: "019f0000-0000-7000-8000-000000000001".parse().unwrap(),
            agency: "370100-xfj".parse().unwrap(),
            roles: roles.to_vec(),
        }
    }

    #[test]
    fn an_administrator_reaches_no_case() {
        let administrator = officer(&[Role::Administrator]);
        let allowed: Vec<_> = Action::ALL
            .into_iter()
            .filter(|a| a.audience() == Audience::Officer && may(&administrator, *a))
            .collect();
        assert_eq!(
            allowed,
            [
                Action::StaffHome,
                Action::ReadAdministration,
                Action::ManageSettings,
                Action::ManageNotices,
                Action::ManageMessages,
                Action::ManageAgencies
            ]
        );
    }

    #[test]
    fn only_an_administrator_runs_the_installation() {
        let others = officer(&[Role::Registrar, Role::Handler, Role::Leader]);
        for action in [
            Action::ReadAdministration,
            Action::ManageSettings,
            Action::ManageNotices,
            Action::ManageMessages,
            Action::ManageAgencies,
        ] {
            assert!(!may(&others, action), "{action:?}");
        }
    }

    #[test]
    fn a_leader_reads_and_changes_nothing() {
        let leader = officer(&[Role::Leader]);
        for action in [
            Action::RegisterPetition,
            Action::TransferCase,
            Action::DirectCase,
            Action::ReplyDirectly,
            Action::HandleCase,
            Action::SuspendCase,
            Action::ReadIntake,
            Action::ReadLetters,
            Action::RegisterLetter,
            Action::RegisterVisit,
            Action::InterviewVisit,
        ] {
            assert!(!may(&leader, action), "{action:?}");
        }
        assert!(may(&leader, Action::ReadCase));
    }

    #[test]
    fn nobody_without_a_session_passes_an_action_that_needs_one() {
        for action in Action::ALL {
            assert_eq!(
                may(&Actor::Anonymous, action),
                action.audience() == Audience::Anyone,
                "{action:?}"
            );
        }
    }

    #[test]
    fn an_officer_is_not_a_citizen_nor_the_other_way_round() {
        let everyone = officer(&Role::ALL);
        let citizen = Actor::Citizen {
            account: "019f0000-0000-7000-8000-000000000002".parse().unwrap(),
        };
        for action in Action::ALL {
            assert_eq!(
                may(&everyone, action),
                action.audience() != Audience::Citizen,
                "{action:?}"
            );
            assert_eq!(
                may(&citizen, action),
                action.audience() != Audience::Officer,
                "{action:?}"
            );
        }
    }

    #[test]
    fn a_petition_office_sees_its_subtree_and_a_department_only_itself() {
        let code = |s: &str| s.parse::<AgencyCode>().unwrap();
        let county_department = [code("370102-zjj")];
        assert!(within_scope(&code("370000-xfj"), &county_department));
        assert!(within_scope(&code("370100-xfj"), &county_department));
        assert!(within_scope(&code("370102-xfj"), &county_department));
        assert!(within_scope(&code("370102-zjj"), &county_department));
        assert!(!within_scope(&code("370102-jyj"), &county_department));
        assert!(!within_scope(&code("370200-xfj"), &county_department));
        assert!(!within_scope(&code("370103-xfj"), &county_department));
        assert!(!within_scope(&code("370102-zjj"), &[code("370102-xfj")]));
    }
}
