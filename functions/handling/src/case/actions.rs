//! What the case page offers: every step in its order, the possible ones as buttons, the others with the reason.

use crate::scope::{allowed, lies_elsewhere, other_way};
use crate::{suspension, transfer};
use domain::access::Action;
use domain::approval::DraftKind;
use domain::correction::refusal;
use domain::ending::Ending;
use domain::petition::{Petition, StatusKind};
use domain::registration::Channel;
use domain::showcase::why_not;
use domain::time::local_date;
use store::cases::CaseFile;
use templates::components::action::ActionItem;
use web::present;
use web::session::Officer;
use web::{App, Result, Visit};

/// Where officers of the office that was visited go on with the visit itself.
fn of_a_visit(officer: &Officer, petition: &Petition) -> Vec<ActionItem> {
    let id = petition.id;
    let pages = [
        (Action::ReadVisits, "接谈", format!("/staff/interviews/{id}")),
        (
            Action::RegisterVisit,
            "接谈单",
            format!("/staff/intake/visits/{id}/slip"),
        ),
        (
            Action::RecordReception,
            "领导公开接访",
            format!("/staff/intake/visits/{id}/reception"),
        ),
    ];
    let allowed = pages
        .into_iter()
        .filter(|(action, _, _)| allowed(officer, *action));
    allowed
        .map(|(_, label, href)| ActionItem::link(label, href))
        .collect()
}

/// 查询码条, of what came by letter or by the web; a visit's is 接谈单.
fn slip(officer: &Officer, petition: &Petition) -> Option<ActionItem> {
    let id = petition.id;
    let (action, href) = match petition.channel {
        Channel::Letter => (Action::RegisterLetter, format!("/staff/intake/letters/{id}/slip")),
        Channel::Web => (Action::RegisterPetition, format!("/staff/petitions/{id}/slip")),
        Channel::Visit | Channel::Phone => return None,
    };
    allowed(officer, action).then(|| ActionItem::link("查询码条", href))
}

/// 更正来信人、来访人, at the office that registered it.
fn correct(officer: &Officer, petition: &Petition) -> Option<ActionItem> {
    let label = match petition.channel {
        Channel::Letter => "更正来信人",
        Channel::Visit => "更正来访人",
        Channel::Web | Channel::Phone => return None,
    };
    let own = petition
        .interview
        .as_ref()
        .is_some_and(|one| one.is_with(officer.id));
    let may =
        allowed(officer, Action::RegisterPetition) || (own && allowed(officer, Action::AmendRegistration));
    (may && petition.came_in_at(&officer.agency)).then(|| match refusal(petition) {
        Some(reason) => ActionItem::blocked(label, reason),
        None => ActionItem::link(label, format!("/staff/petitions/{}/sender", petition.id)),
    })
}

/// 告知法定途径、直接回复: what needs no acceptance, as long as nothing was accepted.
fn ends(officer: &Officer, petition: &Petition) -> Vec<(Ending, ActionItem)> {
    let before = matches!(
        petition.status.kind(),
        StatusKind::Opened | StatusKind::Registered | StatusKind::Transferred
    );
    let ends = [Ending::Route, Ending::DirectReply]
        .into_iter()
        .filter(|_| before);
    ends.filter_map(|ending| Some((ending, present::endings::action(officer, petition, ending)?)))
        .collect()
}

/// Every step of handling in its order: the possible ones as buttons, the others with the reason. First of all the end that
/// an interview leads to, or that is owed to a demand that goes another lawful way.
pub(super) async fn actions(
    app: &App,
    visit: &Visit,
    officer: &Officer,
    file: &CaseFile,
    next: Option<Ending>,
) -> Result<Vec<ActionItem>> {
    let clock = match allowed(officer, Action::SuspendCase) {
        true => {
            let any = !suspension::grounds(app, visit).await?.is_empty();
            suspension::action(officer, &file.file.head.petition, any, local_date(visit.now()))
        }
        false => None,
    };
    let all = file.approvals()?;
    let waits = all.alive(DraftKind::Registration).filter(|one| one.is_waiting());
    let asked = waits.map(|one| one.to.name.as_str());
    Ok(steps(officer, file, clock, &visit.csrf(app), next, asked))
}

fn steps(
    officer: &Officer,
    file: &CaseFile,
    clock: Option<ActionItem>,
    csrf: &str,
    next: Option<Ending>,
    asked: Option<&str>,
) -> Vec<ActionItem> {
    use StatusKind as S;
    let petition = &file.file.head.petition;
    let id = petition.id;
    let state = petition.status.kind();
    let elsewhere = lies_elsewhere(officer, petition);
    let other_way = other_way(petition);
    let relinked = transfer::relinked(petition);
    let step = |label: &str, action: Action, path: &str, when: &[StatusKind], otherwise: &str| {
        if !allowed(officer, action) {
            return None;
        }
        let is_handling = matches!(path, "accept" | "opinion");
        let closed = elsewhere.as_ref().or(relinked
            .as_ref()
            .filter(|_| matches!(path, "transfer" | "assign")));
        Some(match closed.or(other_way.as_ref().filter(|_| is_handling)) {
            Some(reason) => ActionItem::blocked(label, reason),
            None if when.contains(&state) => ActionItem::link(label, format!("/staff/petitions/{id}/{path}")),
            None => ActionItem::blocked(label, otherwise),
        })
    };
    let (first, others): (Vec<_>, Vec<_>) =
        ends(officer, petition).into_iter().partition(|(ending, item)| {
            next == Some(*ending) || (*ending == Ending::Route && item.blocked.is_none())
        });
    let mut actions: Vec<ActionItem> = first.into_iter().map(|(_, item)| item).collect();
    if allowed(officer, Action::RegisterPetition)
        && matches!(state, S::Opened | S::Registered)
        && elsewhere.is_none()
    {
        actions.push(ActionItem::link("修改登记", format!("/staff/intake/web/{id}")));
        if state == S::Registered && allowed(officer, Action::SubmitApproval) {
            actions.push(match asked {
                Some(leader) => {
                    ActionItem::blocked("登记送领导审批", format!("已经送{leader}审批，还没有批示"))
                }
                None => ActionItem::link("登记送领导审批", present::approvals::asking(id)),
            });
        }
    }
    let transfer = match state {
        S::Opened => "登记完成后才能转送",
        S::Concluded => "已经办结",
        _ => "已经受理，不能再转送",
    };
    let assign = match state {
        S::Opened => "登记完成后才能交办",
        S::Concluded => "已经办结",
        _ => "已经受理，不能再交办",
    };
    let accept = match state {
        S::Opened | S::Registered => "转送到责任单位后由其受理",
        S::Concluded => "已经办结",
        _ => "已经受理",
    };
    let opinion = match state {
        S::Replied | S::Concluded => "已经答复",
        _ => "受理后才能出具处理意见",
    };
    let conclude = if state == S::Concluded {
        "已经办结"
    } else {
        "答复后才能办结"
    };
    actions.extend(step(
        "转送",
        Action::TransferCase,
        "transfer",
        &[S::Registered, S::Transferred],
        transfer,
    ));
    actions.extend(step(
        "交办",
        Action::AssignCase,
        "assign",
        &[S::Registered, S::Transferred],
        assign,
    ));
    actions.extend(others.into_iter().map(|(_, item)| item));
    actions.extend(step(
        "受理",
        Action::HandleCase,
        "accept",
        &[S::Transferred],
        accept,
    ));
    actions.extend(step(
        "出具处理意见",
        Action::HandleCase,
        "opinion",
        &[S::Accepted],
        opinion,
    ));
    actions.extend(step(
        "办结",
        Action::HandleCase,
        "conclude",
        &[S::Replied],
        conclude,
    ));
    actions.extend(clock);
    if petition.new_material && allowed(officer, Action::ReadMaterial) && elsewhere.is_none() {
        let fields = [
            ("csrf", csrf.to_owned()),
            ("version", petition.version.to_string()),
        ];
        actions.push(ActionItem::post(
            "新材料已阅",
            format!("/staff/petitions/{id}/materials/read"),
            fields.map(|(name, value)| (name.to_owned(), value)).into(),
        ));
    }
    if allowed(officer, Action::EditShowcase) {
        let label = "选登为案例";
        actions.push(match why_not(petition, file.file.detail.petitioner.anonymous) {
            Some(reason) => ActionItem::blocked(label, reason),
            None => ActionItem::link(label, format!("/staff/showcase/new?petition={id}")),
        });
    }
    let first = actions.iter().position(|action| action.blocked.is_none());
    if let Some(first) = first {
        actions[first].primary = true;
    }
    let registered_here = petition.came_in_at(&officer.agency);
    actions.extend(correct(officer, petition));
    if registered_here {
        actions.extend(slip(officer, petition));
    }
    if petition.channel == Channel::Visit && registered_here {
        actions.extend(of_a_visit(officer, petition));
    }
    actions.push(ActionItem::print("打印"));
    actions
}
