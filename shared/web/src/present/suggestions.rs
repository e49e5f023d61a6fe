//! Suggestions (网上建议) in words: status, reply and steps, the same for the one who made it and for staff.

use super::Told;
use domain::event::By;
use domain::suggestion::{Body, Event, Status, StatusKind};
use domain::time::zh_datetime;
use store::suggestions::SuggestionFile;
use templates::components::answer::Answer;
use templates::components::tag::{Tag, Tone};
use templates::components::timeline::{StepState, TimelineItem};

/// The tag of a status.
#[must_use]
pub fn status_tag(status: &Status) -> Tag {
    let kind = status.kind();
    let tone = match kind {
        StatusKind::Replied => Tone::Good,
        _ => Tone::Info,
    };
    Tag::new(kind.label(), tone)
}

/// The reply as its maker reads it, once there is one.
#[must_use]
pub fn answer(file: &SuggestionFile) -> Option<Answer> {
    let Status::Replied { at, outcome } = &file.head.suggestion.status else {
        return None;
    };
    Some(Answer {
        outcome: outcome.label().to_owned(),
        text: file.reply.clone().unwrap_or_default(),
        office: file.head.suggestion.holder.name.clone(),
        when: zh_datetime(*at),
    })
}

/// The steps, newest first. To staff they name the officer, and internal ones may be among them.
#[must_use]
pub fn timeline(events: &[&Event], told: Told) -> Vec<TimelineItem> {
    let mut items: Vec<TimelineItem> = events.iter().rev().map(|event| step(event, told)).collect();
    if let Some(latest) = items.first_mut() {
        latest.state = StepState::Current;
    }
    items
}

fn step(event: &Event, told: Told) -> TimelineItem {
    let (office, who) = match &event.by {
        By::Petitioner => ("", "建议人".to_owned()),
        By::Officer(officer) => (
            officer.agency.name.as_str(),
            format!("{} · {}", officer.name, officer.agency.name),
        ),
    };
    let body = match &event.body {
        Body::Made { office, .. } => format!("通过网上提交，送交{}。", office.name),
        Body::Opened => format!("{office}打开了这条建议，开始研究。"),
        Body::Noted { note } => note.clone(),
        Body::Transferred { to } => format!("{office}转交{}研究。", to.name),
        Body::Replied { outcome } => format!("{office}答复：{}。", outcome.label()),
    };
    TimelineItem {
        when: zh_datetime(event.at),
        title: event.body.label().to_owned(),
        body,
        who: (told == Told::ToStaff).then_some(who),
        internal: !event.body.is_public(),
        ..TimelineItem::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::event::{AgencyRef, OfficerRef};
    use domain::ids::OfficerId;
    use domain::suggestion::Outcome;

    fn events() -> Vec<Event> {
        let at = "2026-11-23T01:00:00Z".parse().unwrap();
        let office = |code: &str, name: &str| AgencyRef {
            code: code.parse().unwrap(),
            name: name.to_owned(),
        };
        let by = By::Officer(OfficerRef {
            id: OfficerId::new(at, [1; 10]),
            name: "邓洁".to_owned(),
            agency: office("370000-xfj", "省信访局"),
        });
        let bodies = [
            Body::Made {
                division: "370000".parse().unwrap(),
                category: None,
                office: office("370000-xfj", "省信访局"),
            },
            Body::Opened,
            Body::Transferred {
                to: office("370100-xfj", "济南市信访局"),
            },
            Body::Replied {
                outcome: Outcome::Adopted,
            },
        ];
        (1..)
            .zip(bodies)
            .map(|(seq, body)| Event {
                seq,
                at,
                by: if seq == 1 { By::Petitioner } else { by.clone() },
                body,
            })
            .collect()
    }

    #[test]
    fn who_made_it_reads_which_office_did_what_and_no_officers_name() {
        let events = events();
        let events: Vec<_> = events.iter().collect();
        let told = timeline(&events, Told::ToPetitioner);
        let words: Vec<_> = told.iter().map(|step| step.body.as_str()).collect();
        assert_eq!(
            words,
            [
                "省信访局答复：采纳。",
                "省信访局转交济南市信访局研究。",
                "省信访局打开了这条建议，开始研究。",
                "通过网上提交，送交省信访局。"
            ]
        );
        assert!(told.iter().all(|step| step.who.is_none()));
        assert_eq!(told[0].state, StepState::Current);
        let staff = timeline(&events, Told::ToStaff);
        assert_eq!(staff[0].who.as_deref(), Some("邓洁 · 省信访局"));
    }
}
