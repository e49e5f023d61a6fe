//! Forms that end in a letter: 处理意见, 法定途径告知书, 答复函. Each is typed, looked at as the letter would stand (预览), and
//! issued, which cannot be taken back. Owns that way; what is typed, and when the letter may be given, is each form's.

use crate::letters::facts;
use crate::scope::held;
use crate::step::{Became, Sent, done};
use crate::steps::Work;
use axum::response::Response;
use domain::approval::DraftKind;
use domain::ids::PetitionId;
use domain::petition::Petition;
use store::cases::CaseFile;
use templates::Markup;
use templates::components::overtaken::Overtaken;
use templates::letters::Letter;
use web::render::{form_again, returned};
use web::session::Officer;
use web::{App, AppError, FormData, FormState, Result, Visit, html, present};

/// Why something is not possible in a case, without a full stop.
type Reason = fn(&Petition) -> Option<String>;

/// What stands on the page besides the form.
#[derive(Default)]
pub(crate) struct Beside {
    /// The letter as it would stand.
    pub(crate) preview: Option<Letter>,
    /// What others did meanwhile.
    pub(crate) overtaken: Option<Overtaken>,
}

impl Beside {
    /// Why the page shows no form, with a full stop; a form that comes too late is shown with what happened instead.
    pub(crate) fn refusal(&self, reason: Option<String>) -> Option<String> {
        reason
            .filter(|_| self.overtaken.is_none())
            .map(|reason| format!("{reason}。"))
    }
}

/// Who is at the form, and when.
#[derive(Clone, Copy)]
pub(crate) struct At<'a> {
    pub(crate) app: &'a App,
    pub(crate) visit: &'a Visit,
    pub(crate) officer: &'a Officer,
}

impl<'a> At<'a> {
    pub(crate) fn new(app: &'a App, visit: &'a Visit, officer: &'a Officer) -> Self {
        Self { app, visit, officer }
    }
}

/// One of these forms.
pub(crate) struct LetterForm {
    /// What a leader may be asked about it.
    pub(crate) kind: DraftKind,
    /// What the case says when it is issued.
    pub(crate) done: &'static str,
    /// Why it is too early or too late for any such letter: the page leads back to the case.
    pub(crate) closed: Reason,
    /// Why the letter is not given, for whatever reason.
    pub(crate) blocked: Reason,
    /// The page.
    pub(crate) page: fn(At<'_>, &CaseFile, FormState, Beside) -> Result<Markup>,
}

impl LetterForm {
    /// The page as it is opened: empty, or with the draft that the query names.
    ///
    /// # Errors
    /// Not found outside the officer's reach; a conflict with the reason where it is too early or too late.
    pub(crate) async fn show(&self, at: At<'_>, id: PetitionId, query: &FormData) -> Result {
        let case = held(at.app, at.officer, id).await?;
        if let Some(reason) = (self.closed)(&case.file.head.petition) {
            return Err(AppError::conflict_on(id, format!("{reason}。")));
        }
        let form = FormState::new(at.visit.csrf(at.app));
        let form = present::approvals::fill(&case, &at.officer.agency, query, self.kind, form)?;
        Ok(html((self.page)(at, &case, form, Beside::default())?))
    }

    /// The form as it was sent, by `next=issue` or any other button; `work` is what it asks, nothing where it is not
    /// filled in well.
    ///
    /// # Errors
    /// As [`Self::show`]; the store's failures.
    pub(crate) async fn send(
        &self,
        at: At<'_>,
        id: PetitionId,
        sent: &FormData,
        mut state: FormState,
        work: Option<Work<'_>>,
    ) -> Result<Response> {
        let again = sent.asks_form_again();
        if again {
            state.errors.clear();
        }
        let work = work.filter(|_| !again);
        let form = Sent::new(at.app, at.officer, id, sent);
        if let Some(work) = work.as_ref().filter(|_| sent.text("next") != "issue") {
            let (case, overtaken) = form.case(self.blocked).await?;
            let head = &case.file.head;
            let mut known = facts(at.app, &at.officer.reference().agency, head, at.visit.now())?;
            known.letter_number = "（签发时编号）".to_owned();
            let late = overtaken.is_some();
            let beside = Beside {
                preview: work.letter(&head.petition, &known),
                overtaken,
            };
            let page = (self.page)(at, &case, state, beside)?;
            return Ok(if late { returned(true, page) } else { html(page) });
        }
        match form.carry_out(at.visit, self.blocked, work.as_ref()).await? {
            Became::Done => Ok(done(id, self.done)),
            Became::Back(case, overtaken) => {
                let late = overtaken.is_some();
                let beside = Beside {
                    overtaken,
                    ..Beside::default()
                };
                let page = (self.page)(at, &case, state, beside)?;
                Ok(form_again(again, late, page))
            }
        }
    }
}
