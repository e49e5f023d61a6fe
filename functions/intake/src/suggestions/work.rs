//! What the forms of a suggestion have in common: who was first, what was done meanwhile, and that a form takes
//! effect once however often it is sent. A form names the version its page showed. A note is appended whatever
//! happened since, as long as the office still studies it; passing on and answering ask to look again. Nothing
//! that was typed is lost.

use super::steps::{self, Work};
use super::{blocked, path, readable};
use domain::event::By;
use domain::ids::{OfficerId, SuggestionId};
use domain::suggestion::Event;
use store::StoreError;
use store::suggestions::StudyFile;
use templates::components::overtaken::Overtaken;
use templates::staff::step::Step;
use web::present::Told;
use web::present::suggestions::timeline;
use web::render::staff_shell;
use web::session::Officer;
use web::{App, FormData, FormState, Result, Visit};

/// How often a note is tried again when others write at the same moment; each try sees what they wrote.
const TRIES: usize = 8;

/// What became of a form.
pub(super) enum Became {
    /// It is done: now, or by the same form when it was sent before.
    Done,
    /// Nothing: it is not filled in as it should be, or others worked on the suggestion meanwhile.
    Back(Box<StudyFile>, Option<Overtaken>),
}

/// Carries out what a form asks; `None` stands for a form that was not filled in well.
pub(super) async fn carry_out(
    app: &App,
    visit: &Visit,
    officer: &Officer,
    id: SuggestionId,
    sent: &FormData,
    work: Option<&Work>,
) -> Result<Became> {
    let appends = matches!(work, Some(Work::Note(_)));
    let mut tries = TRIES;
    loop {
        let study = readable(app, officer, id).await?;
        if work.is_some_and(|work| was_done(&study, officer.id, sent.seen_version(), work)) {
            return Ok(Became::Done);
        }
        let overtaken = overtaken(officer, &study, sent);
        let late = overtaken.filter(|overtaken| !appends || overtaken.closed.is_some());
        let (Some(work), None) = (work, &late) else {
            return Ok(Became::Back(Box::new(study), late));
        };
        tries -= 1;
        let by = officer.reference();
        match steps::carry_out(app, &by, &study.file.head, work, visit.now()).await {
            Ok(_) => return Ok(Became::Done),
            Err(StoreError::Conflict | StoreError::Suggestion(_)) if tries > 0 => {}
            Err(StoreError::Conflict | StoreError::Suggestion(_)) => {
                return Ok(Became::Back(Box::new(study), Some(Overtaken::default())));
            }
            Err(error) => return Err(error.into()),
        }
    }
}

/// Whether this very form was carried out before: what it asks is what the same officer did right after the
/// version it was made for; of a note, at any time after, as others may have written between.
fn was_done(study: &StudyFile, officer: OfficerId, seen: u32, work: &Work) -> bool {
    let bodies = work.bodies();
    let after: Vec<&Event> = study
        .all_events()
        .into_iter()
        .filter(|event| event.seq > seen)
        .collect();
    let same = |events: &[&Event]| {
        let pairs = events.iter().zip(&bodies);
        events.len() == bodies.len()
            && pairs
                .into_iter()
                .all(|(event, body)| event.body == *body && is_by(event, officer))
    };
    match work {
        Work::Note(_) => after.windows(1).any(same),
        Work::Transfer { .. } => after.get(..bodies.len()).is_some_and(same),
        Work::Reply { .. } => {
            after.get(..bodies.len()).is_some_and(same) && study.file.reply.as_deref() == work.reply()
        }
    }
}

fn is_by(event: &Event, officer: OfficerId) -> bool {
    matches!(&event.by, By::Officer(by) if by.id == officer)
}

/// What others did since the page of a form was shown, if they did anything, and whether it can still be sent.
pub(super) fn overtaken(officer: &Officer, study: &StudyFile, sent: &FormData) -> Option<Overtaken> {
    let suggestion = &study.file.head.suggestion;
    let closed = blocked(officer, suggestion);
    if closed.is_none() && sent.seen_version() == suggestion.version {
        return None;
    }
    let events = study.all_events();
    let news: Vec<&Event> = events
        .into_iter()
        .filter(|event| event.seq > sent.seen_version())
        .collect();
    Some(Overtaken {
        news: timeline(&news, Told::ToStaff),
        closed,
    })
}

/// Frame, form and suggestion of the page of the step `name`, which is the last part of its path.
pub(super) fn step(
    app: &App,
    visit: &Visit,
    officer: &Officer,
    study: &StudyFile,
    name: &str,
    form: FormState,
) -> Result<Step> {
    let head = &study.file.head;
    let suggestion = &head.suggestion;
    Ok(Step {
        shell: staff_shell(app, visit, Some(officer)),
        form,
        action: format!("{}/{name}", path(suggestion.id)),
        href: path(suggestion.id),
        version: suggestion.version.to_string(),
        number: suggestion.number.to_string(),
        title: head.open_title(app.store.keys())?,
        overtaken: None,
        instruction: None,
        ask: None,
    })
}
