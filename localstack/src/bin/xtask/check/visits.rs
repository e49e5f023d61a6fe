//! What must hold of visits: an interview and what is recorded of who came stand with a visit and with nothing else, and
//! agree on how many came; at most five speak for the others, and each of them tracks the case; every photo and every file
//! of a reception is an attachment of the case, filed. (That the interview is the fold of its events, and its row the only
//! one, is compared with the header's.)

use domain::event::{Body, Event};
use domain::joint::{CO_PETITIONERS_MAX, REPRESENTATIVES_MAX};
use domain::registration::Channel;
use domain::visitors::Visitors;
use std::collections::BTreeSet;
use store::cases::Detail;
use store::head::Head;

/// What must hold of a petition by whether it is a visit.
pub(super) fn of_a_petition<'a>(
    id: &str,
    head: Option<&Head>,
    detail: Option<&Detail>,
    events: impl Iterator<Item = &'a Event>,
    filed: &BTreeSet<String>,
) -> Vec<String> {
    let (Some(head), Some(detail)) = (head, detail) else {
        return Vec::new();
    };
    let mut findings = Vec::new();
    let channel = head.petition.channel;
    let (interview, visitors) = (&head.petition.interview, &detail.visit);
    if interview.is_some() != (channel == Channel::Visit) || visitors.is_some() != interview.is_some() {
        findings.push(format!(
            "{id}: {}, its interview and who came do not go together",
            channel.label()
        ));
    }
    let mut files = BTreeSet::new();
    if let (Some(interview), Some(visitors)) = (interview, visitors) {
        if interview.visitors != visitors.count {
            findings.push(format!(
                "{id}: {} came, {} by the interview",
                visitors.count, interview.visitors
            ));
        }
        findings.extend(speakers(id, visitors, detail));
        let photos = visitors.companions.iter().filter_map(|one| one.photo);
        files.extend(photos.map(|photo| photo.to_string()));
    }
    for event in events {
        if let Body::LeaderReceived { reception } = &event.body {
            files.extend(reception.attachments.iter().map(ToString::to_string));
        }
    }
    for missing in files.difference(filed) {
        findings.push(format!("{id}: {missing} is spoken of and not filed"));
    }
    findings
}

/// Those who speak for the others are those who track the case.
fn speakers(id: &str, visitors: &Visitors, detail: &Detail) -> Option<String> {
    let chosen = visitors.representatives();
    if chosen.len() > CO_PETITIONERS_MAX {
        let many = chosen.len() + 1;
        return Some(format!(
            "{id}: {many} speak for the others, {REPRESENTATIVES_MAX} may"
        ));
    }
    (chosen != detail.co_petitioners)
        .then(|| format!("{id}: who speaks for the others cannot track the case"))
}
