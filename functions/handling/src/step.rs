//! What the forms that carry out a step of handling have in common: the page, who was first, and that a form
//! takes effect once however often it is sent. A form names the version its page showed; what comes after
//! somebody else's step asks to look again and keeps what was typed. Decides no step.

use crate::letters::facts;
use crate::scope::{allowed, lies_elsewhere, visible};
use crate::steps::Work;
use axum::response::Response;
use domain::access::Action;
use domain::approval::DraftKind;
use domain::event::{Body, By, Event, LetterRef};
use domain::ids::PetitionId;
use domain::petition::Petition;
use store::cases::CaseFile;
use templates::components::overtaken::Overtaken;
use templates::staff::step::Step;
use web::passing_on::barred;
use web::present;
use web::render::{returned, step_of};
use web::session::Officer;
use web::{App, AppError, FormData, FormState, Result, Visit, see_other};

/// How often a step is tried that lost against another write at the same moment; each try sees what that wrote.
const TRIES: usize = 4;

/// Frame, form and case of the page of the step `name`, which is the last part of its path; `kind` is what a leader may be
/// asked about it.
pub(crate) fn step(
    app: &App,
    visit: &Visit,
    officer: &Officer,
    case: &CaseFile,
    name: &str,
    kind: Option<DraftKind>,
    form: FormState,
) -> Result<Step> {
    let instruction = match kind {
        Some(kind) => present::approvals::instruction(case, kind, &form)?,
        None => None,
    };
    let may_ask = kind.is_some() && allowed(officer, Action::SubmitApproval);
    let waits = instruction.as_ref().is_some_and(|one| one.waits);
    let head = &case.file.head;
    Ok(Step {
        instruction,
        ask: (may_ask && !waits).then(|| format!("/staff/petitions/{}/approvals", head.petition.id)),
        ..step_of(app, visit, officer, head, name, form)?
    })
}

/// On to the case, which says what was done.
pub(crate) fn done(id: PetitionId, what: &str) -> Response {
    see_other(&format!("/staff/petitions/{id}?done={what}"))
}

/// A form of a step, as it was sent.
#[derive(Clone, Copy)]
pub(crate) struct Sent<'a> {
    app: &'a App,
    officer: &'a Officer,
    id: PetitionId,
    seen: u32,
}

/// What became of it.
pub(crate) enum Became {
    /// It is done: now, or by the same form when it was sent before.
    Done,
    /// Nothing: it is not filled in as it should be, or others worked on the case meanwhile.
    Back(Box<CaseFile>, Option<Overtaken>),
}

impl<'a> Sent<'a> {
    pub(crate) fn new(app: &'a App, officer: &'a Officer, id: PetitionId, form: &FormData) -> Self {
        Self::seeing(app, officer, id, form.seen_version())
    }

    /// The same where one form is about several cases: `seen` is the version that the page showed of this one.
    pub(crate) fn seeing(app: &'a App, officer: &'a Officer, id: PetitionId, seen: u32) -> Self {
        Self {
            app,
            officer,
            id,
            seen,
        }
    }

    /// The case as it is now and, if somebody was first, what happened since the page was shown. `blocked` says why the
    /// step is not possible in a case, without a full stop; `None` if it is.
    ///
    /// # Errors
    /// Not found outside the officer's reach; a conflict with the reason if the step was `blocked` all along.
    pub(crate) async fn case(
        &self,
        blocked: impl Fn(&Petition) -> Option<String>,
    ) -> Result<(CaseFile, Option<Overtaken>)> {
        let case = visible(self.app, self.officer, self.id).await?;
        let petition = &case.file.head.petition;
        let closed = lies_elsewhere(self.officer, petition).or_else(|| blocked(petition));
        let seen = self.seen;
        if seen == petition.version {
            return match closed {
                Some(reason) => Err(AppError::conflict_on(self.id, format!("{reason}。"))),
                None => Ok((case, None)),
            };
        }
        let news = present::news_since(
            &case,
            &self.officer.agency,
            seen,
            &format!("/staff/petitions/{}", self.id),
        );
        Ok((case, Some(Overtaken { news, closed })))
    }

    /// Carries out what the form asks; `None` stands for a form that was not filled in well. `blocked` says why
    /// the step is not possible, without a full stop.
    pub(crate) async fn carry_out(
        &self,
        visit: &Visit,
        blocked: impl Fn(&Petition) -> Option<String> + Copy,
        work: Option<&Work<'_>>,
    ) -> Result<Became> {
        let by = self.officer.reference();
        let mut tries = TRIES;
        loop {
            let (case, late) = self.case(blocked).await?;
            let Some(work) = work else {
                return Ok(Became::Back(Box::new(case), late));
            };
            if self.was_done(&case, work, visit)? {
                return Ok(Became::Done);
            }
            if late.is_some() {
                return Ok(Became::Back(Box::new(case), late));
            }
            if let Work::Transfer { to, .. } = work
                && case.file.head.petition.bars(&to.code)
            {
                return Err(AppError::conflict_on(self.id, format!("{}。", barred(&to.name))));
            }
            tries -= 1;
            match work.carry_out(self.app, &by, &case.file.head, visit.now()).await {
                Ok(_) => return Ok(Became::Done),
                Err(AppError::Conflict { .. }) if tries > 0 => {}
                Err(error) => return Err(error),
            }
        }
    }

    /// [`Self::carry_out`] for a form that is not looked at before: on to the case, or its page again.
    pub(crate) async fn settle(
        &self,
        visit: &Visit,
        blocked: impl Fn(&Petition) -> Option<String> + Copy,
        work: Option<&Work<'_>>,
        what: &str,
        page: impl FnOnce(&CaseFile, Option<Overtaken>) -> Result<templates::Markup>,
    ) -> Result<Response> {
        match self.carry_out(visit, blocked, work).await? {
            Became::Done => Ok(done(self.id, what)),
            Became::Back(case, late) => Ok(returned(late.is_some(), page(&case, late)?)),
        }
    }

    /// Whether a letter that was issued says what the form would make one say.
    fn was_issued(
        &self,
        case: &CaseFile,
        letter: &LetterRef,
        work: &Work<'_>,
        visit: &Visit,
    ) -> Result<bool> {
        let agency = &self.officer.reference().agency;
        let head = &case.file.head;
        let typed = work.letter(&head.petition, &facts(self.app, agency, head, visit.now())?);
        let issued = case.file.letters.iter().find(|issued| issued.id == letter.id);
        let (issued, typed) = (issued.map(|issued| &issued.body), typed.as_ref());
        Ok(issued.is_some() && issued == typed.map(present::letter_body).as_ref())
    }

    /// Whether this very form was carried out before: what it asks is what the same officer did right after the
    /// version it was made for, with the same note.
    fn was_done(&self, case: &CaseFile, work: &Work<'_>, visit: &Visit) -> Result<bool> {
        let seen = self.seen;
        let own = |event: &Event| matches!(&event.by, By::Officer(by) if by.id == self.officer.id);
        let mut after = case
            .all_events()
            .into_iter()
            .filter(|event| event.seq > seen)
            .peekable();
        let words = after.next_if(|event| matches!(event.body, Body::Noted { .. } | Body::TaskWorded { .. }));
        let (noted, why) = match words.map(|event| &event.body) {
            Some(Body::Noted { note }) => (note.as_str(), ""),
            Some(Body::TaskWorded {
                instruction, reason, ..
            }) => (instruction.as_str(), reason.as_str()),
            _ => ("", ""),
        };
        let Some(first) = after.next().filter(|event| own(event)) else {
            return Ok(false);
        };
        if noted != work.note() {
            return Ok(false);
        }
        Ok(match (work, &first.body) {
            (
                Work::Transfer { to, assigning, .. },
                Body::Transferred {
                    to: sent_to, task, ..
                },
            ) => {
                let asked = assigning.map(|assigning| assigning.task);
                let reason = assigning.map_or("", |assigning| &assigning.reason);
                sent_to.code == to.code && *task == asked && why == reason
            }
            (Work::Accept { .. }, Body::Accepted { .. })
            | (Work::Resume { .. }, Body::Resumed { .. })
            | (Work::Conclude { .. }, Body::Concluded) => true,
            (Work::Suspend { basis, .. }, Body::Suspended { basis: cited }) => *basis == cited,
            (Work::Reply(_), Body::Replied { letter, .. })
            | (Work::Direct(_), Body::Directed { letter, .. })
            | (Work::ReplyDirectly(_), Body::DirectReplied { letter, .. }) => {
                self.was_issued(case, letter, work, visit)?
            }
            _ => false,
        })
    }
}
