//! The whole table of who may do what: every role against every action of officers.

#![expect(clippy::unwrap_used, reason = "helpers of tests: a panic is how a test fails")]

use domain::access::{Action, Actor, Audience, Role, may};

fn holding(roles: &[Role]) -> Actor {
    Actor::Officer {
        officer: "019f0000-0000-7000-8000-000000000001".parse().unwrap(),
        agency: "370100-xfj".parse().unwrap(),
        roles: roles.to_vec(),
    }
}

/// The posts that may do it, as the rules have it and not as the code says it.
fn entrusted(action: Action) -> &'static [Role] {
    match action {
        Action::StaffHome => &Role::ALL,
        Action::ReadIntake
        | Action::RegisterPetition
        | Action::ReadLetters
        | Action::RegisterLetter
        | Action::RegisterVisit
        | Action::ReplyDirectly => &[Role::Registrar],
        Action::InterviewVisit => &[Role::Interviewer],
        Action::ReadVisits | Action::RecordReception | Action::AmendRegistration => {
            &[Role::Registrar, Role::Interviewer]
        }
        Action::ReadInbox | Action::ReadAssigned | Action::ReadCase => &[
            Role::Registrar,
            Role::Handler,
            Role::Leader,
            Role::Editor,
            Role::Interviewer,
        ],
        Action::NoteCase | Action::ReportAlert => {
            &[Role::Registrar, Role::Handler, Role::Leader, Role::Interviewer]
        }
        Action::ReadApproval => &[Role::Registrar, Role::Handler, Role::Leader],
        Action::ReadSuggestion
        | Action::StudySuggestion
        | Action::TransferCase
        | Action::AssignCase
        | Action::DirectCase
        | Action::SubmitApproval
        | Action::ReadMaterial => &[Role::Registrar, Role::Handler],
        Action::DecideApproval => &[Role::Leader],
        Action::HandleCase | Action::SuspendCase => &[Role::Handler],
        Action::EditShowcase => &[Role::Editor],
        Action::ReadShowcase | Action::ApproveShowcase | Action::WithdrawShowcase => {
            &[Role::Editor, Role::Leader]
        }
        Action::ReadAdministration
        | Action::ManageSettings
        | Action::ManageNotices
        | Action::ManageMessages
        | Action::ManageAgencies => &[Role::Administrator],
        Action::ReadPublic
        | Action::Authenticate
        | Action::Track
        | Action::StaffAuthenticate
        | Action::UseAccount
        | Action::FilePetition
        | Action::ReadOwnPetition
        | Action::WithdrawPetition
        | Action::RatePetition
        | Action::AddMaterial
        | Action::SendQueryCode
        | Action::MakeSuggestion
        | Action::ReadOwnSuggestion => &[],
    }
}

#[test]
fn every_role_may_exactly_what_the_table_entrusts_to_it() {
    for action in Action::ALL {
        if action.audience() != Audience::Officer {
            continue;
        }
        for role in Role::ALL {
            assert_eq!(
                may(&holding(&[role]), action),
                entrusted(action).contains(&role),
                "{role:?} × {action:?}"
            );
        }
    }
}

#[test]
fn letters_suggestions_and_assignments_are_for_petition_offices_whatever_the_post() {
    let department = Actor::Officer {
        officer: "019f0000-0000-7000-8000-000000000001".parse().unwrap(),
        agency: "370102-zjj".parse().unwrap(),
        roles: Role::ALL.to_vec(),
    };
    for action in Action::ALL {
        if action.audience() != Audience::Officer {
            continue;
        }
        let offices_only = matches!(
            action,
            Action::ReadLetters
                | Action::RegisterLetter
                | Action::ReadVisits
                | Action::RegisterVisit
                | Action::InterviewVisit
                | Action::RecordReception
                | Action::ReadSuggestion
                | Action::StudySuggestion
                | Action::AssignCase
                | Action::ReadAssigned
                | Action::ReplyDirectly
        );
        assert_eq!(may(&department, action), !offices_only, "{action:?}");
    }
}

#[test]
fn several_posts_add_up_and_none_allows_nothing() {
    for action in Action::ALL
        .into_iter()
        .filter(|a| a.audience() == Audience::Officer)
    {
        assert!(!may(&holding(&[]), action), "{action:?}");
        for first in Role::ALL {
            for second in Role::ALL {
                let either = may(&holding(&[first]), action) || may(&holding(&[second]), action);
                assert_eq!(may(&holding(&[first, second]), action), either);
            }
        }
    }
}
