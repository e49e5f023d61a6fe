//! What the forms of a step have in common: who was first, that a form takes effect once however often it is sent, and
//! that what comes late keeps what was typed. A form names the revision its page showed. Here too are the steps that
//! need no words: 送审, 取回, 同意发布.

use crate::reach::{known, path};
use crate::steps::deed;
use axum::extract::State;
use domain::audit::Doer;
use domain::ids::{OfficerId, ShowcaseId};
use domain::showcase::{Refusal, Showcase, Step, Trace};
use domain::time::zh_datetime;
use store::StoreError;
use templates::components::overtaken::Overtaken;
use templates::components::timeline::{StepState, TimelineItem};
use web::session::Officer;
use web::{App, AppError, FormData, Path, Result, Visit, audit, see_other};

/// A step that lost against another write at the same moment is looked at once more, and sees what that wrote.
const TRIES: usize = 2;

/// What became of a form.
pub(crate) enum Became {
    /// It is done: now, or by the same form when it was sent before.
    Done,
    /// Nothing: it is not filled in as it should be, or somebody worked on the case meanwhile.
    Back(Box<Showcase>, Option<Overtaken>),
    /// Nothing: the step is not possible.
    Refused(Box<Showcase>, Refusal),
}

/// Carries out what a form asks; `None` stands for a form that was not filled in well.
pub(crate) async fn sent(
    app: &App,
    visit: &Visit,
    officer: &Officer,
    id: ShowcaseId,
    form: &FormData,
    step: Option<&Step>,
) -> Result<Became> {
    let seen: u32 = form.text("revision").parse().unwrap_or(0);
    let by = officer.reference();
    for attempt in 0..TRIES {
        let showcase = known(app, officer, id).await?;
        let Some(step) = step else {
            let late = (showcase.revision != seen).then(|| overtaken(&showcase, seen, None));
            return Ok(Became::Back(Box::new(showcase), late));
        };
        if showcase.revision != seen {
            if was_done(&showcase, seen, step, officer.id) {
                return Ok(Became::Done);
            }
            let closed = showcase.apply(step, &by, visit.now()).err();
            let late = overtaken(&showcase, seen, closed);
            return Ok(Became::Back(Box::new(showcase), Some(late)));
        }
        // Applied before it is recorded: what is refused is no deed.
        let next = match showcase.apply(step, &by, visit.now()) {
            Ok(next) => next,
            Err(refusal) => return Ok(Became::Refused(Box::new(showcase), refusal)),
        };
        if attempt == 0 {
            let entry = audit::entry(app, visit, deed(step)).of(showcase.petition, id);
            app.store.audit(&Doer::Officer(officer.id), entry).await?;
        }
        match app.store.change_showcase(&showcase, &next).await {
            Ok(_) => return Ok(Became::Done),
            Err(StoreError::Conflict) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Err(StoreError::Conflict.into())
}

/// Whether this very form was carried out before: the last step is the same, of the same officer, right after the
/// revision it was made for.
fn was_done(showcase: &Showcase, seen: u32, step: &Step, by: OfficerId) -> bool {
    let Some(last) = showcase.trail.last().filter(|_| showcase.revision == seen + 1) else {
        return false;
    };
    let same = match step {
        Step::Save { words, explained } => showcase.words == **words && showcase.explained == *explained,
        Step::Ask(wish) => last.remark.starts_with(&wish.told()),
        Step::SendBack { remark } | Step::Withdraw { remark } => last.remark == *remark,
        Step::Submit | Step::TakeBack | Step::Approve | Step::DropVersion => true,
    };
    same && last.done == step.label() && last.by_id == by
}

/// What colleagues did since the revision that a form showed, and why it cannot be sent any more if it cannot.
fn overtaken(showcase: &Showcase, seen: u32, closed: Option<Refusal>) -> Overtaken {
    let news = showcase.trail.iter().rev().filter(|trace| trace.revision > seen);
    Overtaken {
        news: news.enumerate().map(|(n, trace)| item(trace, n == 0)).collect(),
        closed: closed.map(|refusal| refusal.to_string()),
    }
}

/// A step of the history.
pub(crate) fn item(trace: &Trace, current: bool) -> TimelineItem {
    TimelineItem {
        when: zh_datetime(trace.at),
        title: trace.done.clone(),
        body: trace.remark.clone(),
        who: Some(trace.by.clone()),
        internal: true,
        state: if current {
            StepState::Current
        } else {
            StepState::Past
        },
        ..TimelineItem::default()
    }
}

/// The step is not possible (any more): says why and leads to the case.
pub(crate) fn impossible(id: ShowcaseId, refusal: &Refusal) -> AppError {
    AppError::conflict_at(format!("{refusal}。"), path(id), "查看这个案例")
}

async fn go(
    app: &App,
    visit: &Visit,
    officer: &Officer,
    id: ShowcaseId,
    form: &FormData,
    (step, done): (Step, &str),
) -> Result {
    match sent(app, visit, officer, id, form, Some(&step)).await? {
        Became::Done => Ok(see_other(&format!("{}?done={done}", path(id)))),
        Became::Refused(_, refusal) => Err(impossible(id, &refusal)),
        Became::Back(showcase, _) => Err(AppError::conflict_at(
            format!(
                "{} 在 {} 改动过这个案例，您的操作没有生效，请看过再决定。",
                showcase.changed_by,
                zh_datetime(showcase.changed_at)
            ),
            path(id),
            "查看这个案例",
        )),
    }
}

/// `POST /staff/showcase/{id}/submit`
pub async fn submit(
    State(app): State<App>,
    visit: Visit,
    officer: Officer,
    Path(id): Path<ShowcaseId>,
    form: FormData,
) -> Result {
    go(&app, &visit, &officer, id, &form, (Step::Submit, "submitted")).await
}

/// `POST /staff/showcase/{id}/take-back`
pub async fn take_back(
    State(app): State<App>,
    visit: Visit,
    officer: Officer,
    Path(id): Path<ShowcaseId>,
    form: FormData,
) -> Result {
    go(&app, &visit, &officer, id, &form, (Step::TakeBack, "taken-back")).await
}

/// `POST /staff/showcase/{id}/approve`
pub async fn approve(
    State(app): State<App>,
    visit: Visit,
    officer: Officer,
    Path(id): Path<ShowcaseId>,
    form: FormData,
) -> Result {
    go(&app, &visit, &officer, id, &form, (Step::Approve, "published")).await
}
