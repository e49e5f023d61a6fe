//! The ends of a case besides the handling opinion, as buttons: possible, or greyed with the reason; and what the
//! conclusion of an interview leads to. What is possible is [`domain::ending`]'s.

use super::interviews::last_record;
use crate::scope::lies_elsewhere;
use crate::session::Officer;
use domain::access::may;
use domain::approval::DraftKind;
use domain::ending::{Ending, reply_refusal, route_refusal, suggested};
use domain::petition::Petition;
use store::cases::CaseFile;
use templates::components::action::ActionItem;

/// The form of an end, and whoever may take it; none of the usual end, which takes more than one step.
fn form(ending: Ending) -> Option<DraftKind> {
    match ending {
        Ending::Opinion => None,
        Ending::Route => Some(DraftKind::Route),
        Ending::DirectReply => Some(DraftKind::DirectReply),
    }
}

/// The button of an end, greyed with the reason where it is not possible; none for an officer who never takes that step.
#[must_use]
pub fn action(officer: &Officer, petition: &Petition, ending: Ending) -> Option<ActionItem> {
    let form = form(ending)?;
    if !may(&officer.actor(), form.action()) {
        return None;
    }
    let refusal = match ending {
        Ending::DirectReply => reply_refusal(petition),
        Ending::Opinion | Ending::Route => route_refusal(petition),
    };
    Some(match lies_elsewhere(officer, petition).or(refusal) {
        Some(reason) => ActionItem::blocked(ending.label(), reason),
        None => ActionItem::link(ending.label(), form.form(petition.id)),
    })
}

/// 下一步: the end that the interview of a visit leads to, and the sentence that says so; none while it leads to none.
#[must_use]
pub fn next_step(officer: &Officer, case: &CaseFile) -> Option<(Ending, String)> {
    let record = last_record(case)?;
    let petition = &case.file.head.petition;
    let ending = suggested(record.conclusion, petition)?;
    let action = form(ending).map(DraftKind::action);
    let own = action.is_some_and(|action| may(&officer.actor(), action));
    let by = if own { "" } else { "，由登记岗办理" };
    let conclusion = record.conclusion.label();
    let what = ending.label();
    Some((ending, format!("接谈结论是“{conclusion}”。下一步：{what}{by}。")))
}
