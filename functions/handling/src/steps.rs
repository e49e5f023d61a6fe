//! The steps of handling as commands: what each does to a case, without pages. Handlers call them for
//! people, the demonstration data for its officers: there is one way to carry out a step.

mod clock;

pub use clock::{resume, suspend};

use crate::letters::make;
use chrono::{DateTime, Utc};
use domain::calendar::Calendar;
use domain::deadline::{Deadline, DeadlineKind, RollRule};
use domain::ending::{LawfulRoute, item_of_article_31};
use domain::event::{Body, By, OfficerRef};
use domain::letter::{Letter, LetterKind};
use domain::petition::Petition;
use domain::rating::{WindowRule, window_rule};
use domain::registration::{Outcome, Purpose};
use domain::suspension::Basis;
use domain::time::{local_date, zh_date_plain};
use services::sms_text::SmsText;
use store::cases::Change;
use store::content::Agency;
use store::head::Head;
use store::reminders::Reminder;
use templates::letters::compose::{self, Facts, OutcomeWord};
use web::issuing::About;
use web::passing_on::Passing;
use web::{App, Result, tell};

pub use web::assign::Assigning;

/// 处理意见: the parts that a handling opinion must state (条例第 32 条).
#[derive(Clone, Debug)]
pub struct Opinion {
    /// Support, explain, or not support.
    pub outcome: Outcome,
    /// 调查核实的事实
    pub facts: String,
    /// 依据
    pub basis: String,
    /// 处理意见
    pub text: String,
}

impl Opinion {
    /// The letter it makes.
    #[must_use]
    pub fn compose(&self, facts: &Facts) -> templates::letters::Letter {
        let outcome = match self.outcome {
            Outcome::Support => OutcomeWord::Support,
            Outcome::Explain => OutcomeWord::Explain,
            Outcome::NotSupport => OutcomeWord::NotSupport,
        };
        compose::handling_opinion(facts, outcome, &self.facts, &self.basis, &self.text)
    }
}

/// 法定途径: what the notice of it states.
#[derive(Clone, Debug)]
pub struct Directing {
    /// Which way.
    pub route: LawfulRoute,
    /// 向哪里提出
    pub body: String,
    /// 说明
    pub explanation: String,
}

impl Directing {
    /// The letter it makes.
    #[must_use]
    pub fn compose(&self, facts: &Facts) -> templates::letters::Letter {
        let procedure = self.route.procedure();
        compose::route_notice(
            facts,
            &compose::Route {
                item: item_of_article_31(procedure),
                law: procedure.lawful_route(),
                way: self.route.label(),
                body: &self.body,
                explanation: &self.explanation,
            },
        )
    }
}

/// The letter of a direct reply.
fn compose_reply(petition: &Petition, facts: &Facts, reply: &str) -> templates::letters::Letter {
    compose::direct_reply(facts, petition.purpose == Some(Purpose::Suggestion), reply)
}

/// 办理步骤: what a form asks for, filled in well.
pub(crate) enum Work<'a> {
    /// 转送、交办
    Transfer {
        /// Where to.
        to: &'a Agency,
        /// For colleagues; may be empty. What is to be done, where it is assigned.
        note: &'a str,
        /// 交办: what is owed back.
        assigning: Option<&'a Assigning>,
    },
    /// 受理
    Accept {
        /// As above.
        note: &'a str,
    },
    /// 中止计时
    Suspend {
        /// Ground and rule.
        basis: &'a Basis,
        /// As above.
        note: &'a str,
    },
    /// 恢复计时
    Resume {
        /// As above.
        note: &'a str,
    },
    /// 答复
    Reply(&'a Opinion),
    /// 告知法定途径
    Direct(&'a Directing),
    /// 直接回复: the words of the reply.
    ReplyDirectly(&'a str),
    /// 办结
    Conclude {
        /// As above.
        note: &'a str,
    },
}

impl Work<'_> {
    /// What it tells colleagues; may be empty.
    pub(crate) fn note(&self) -> &str {
        match self {
            Self::Transfer { note, .. }
            | Self::Accept { note }
            | Self::Suspend { note, .. }
            | Self::Resume { note }
            | Self::Conclude { note } => note,
            Self::Reply(_) | Self::Direct(_) | Self::ReplyDirectly(_) => "",
        }
    }

    /// The letter that is written in its form; none of a step whose letter follows from the case.
    pub(crate) fn letter(&self, petition: &Petition, facts: &Facts) -> Option<templates::letters::Letter> {
        match self {
            Self::Reply(opinion) => Some(opinion.compose(facts)),
            Self::Direct(directing) => Some(directing.compose(facts)),
            Self::ReplyDirectly(reply) => Some(compose_reply(petition, facts, reply)),
            Self::Transfer { .. }
            | Self::Accept { .. }
            | Self::Suspend { .. }
            | Self::Resume { .. }
            | Self::Conclude { .. } => None,
        }
    }

    /// Carries it out.
    ///
    /// # Errors
    /// As [`transfer`].
    pub(crate) async fn carry_out(
        &self,
        app: &App,
        by: &OfficerRef,
        head: &Head,
        now: DateTime<Utc>,
    ) -> Result<Head> {
        match self {
            Self::Transfer { to, note, assigning } => {
                transfer(app, by, head, to, note, *assigning, now).await
            }
            Self::Accept { note } => accept(app, by, head, note, now).await,
            Self::Suspend { basis, note } => suspend(app, by, head, basis, note, now).await,
            Self::Resume { note } => resume(app, by, head, note, now).await,
            Self::Reply(opinion) => reply(app, by, head, opinion, now).await,
            Self::Direct(directing) => direct(app, by, head, directing, now).await,
            Self::ReplyDirectly(text) => reply_directly(app, by, head, text, now).await,
            Self::Conclude { note } => conclude(app, by, head, note, now).await,
        }
    }
}

/// The deadline that a step of today sets running.
pub(crate) fn deadline(kind: DeadlineKind, now: DateTime<Utc>) -> Deadline {
    kind.from(local_date(now), Calendar::builtin(), RollRule::default())
}

fn noted(note: &str) -> Option<Body> {
    (!note.is_empty()).then(|| Body::Noted {
        note: note.to_owned(),
    })
}

/// A step of an officer, with what is said to colleagues before it.
fn said(by: &OfficerRef, words: Option<Body>, step: Body) -> Vec<(By, Body)> {
    let bodies = words.into_iter().chain([step]);
    bodies.map(|body| (By::Officer(by.clone()), body)).collect()
}

/// 转送、交办 (条例第 22 条), with the notice to the petitioner and, of an assignment, the letter to the agency; the receiving
/// agency owes the petitioner a notice within 15 days (第 23 条).
///
/// # Errors
/// A conflict if the state does not allow it or somebody was first; the store's failures.
pub async fn transfer(
    app: &App,
    by: &OfficerRef,
    head: &Head,
    to: &Agency,
    note: &str,
    assigning: Option<&Assigning>,
    now: DateTime<Utc>,
) -> Result<Head> {
    let about = About::case(app, head)?;
    let passing = Passing { to, note, assigning };
    let passed = passing.prepare(app, by, &about, now).await?;
    let by = By::Officer(by.clone());
    let change = Change {
        steps: passed.steps.into_iter().map(|body| (by.clone(), body)).collect(),
        letters: vec![passed.letter],
        office_letters: passed.office_letter.into_iter().collect(),
        messages: tell::petitioner(app, head, &passed.text, now)?,
        ..Change::default()
    };
    Ok(app.store.commit(head, change, now).await?)
}

/// 受理 (条例第 23 条), with the notice of acceptance; the 60 days of handling begin (第 34 条).
///
/// # Errors
/// As [`transfer`].
pub async fn accept(app: &App, by: &OfficerRef, head: &Head, note: &str, now: DateTime<Utc>) -> Result<Head> {
    let due = deadline(DeadlineKind::Handling, now);
    let last_day = zh_date_plain(due.due);
    let letter = make(
        app,
        &by.agency,
        head,
        LetterKind::AcceptanceNotice,
        now,
        |facts| compose::acceptance_notice(facts, &last_day),
    )
    .await?;
    let text = SmsText::Accepted {
        number: head.petition.number.to_string(),
        agency: by.agency.name.clone(),
        due: last_day,
    };
    let body = Body::Accepted {
        letter: letter.reference(),
        due,
    };
    let change = Change {
        steps: said(by, noted(note), body),
        letters: vec![letter],
        messages: tell::petitioner(app, head, &text, now)?,
        ..Change::default()
    };
    Ok(app.store.commit(head, change, now).await?)
}

/// 评价期限: the window that an answer of today opens; none where the case is not in the rating's scope.
struct Window {
    rule: WindowRule,
    rating: Option<Deadline>,
}

impl Window {
    fn of(head: &Head, now: DateTime<Utc>) -> Self {
        let rule = window_rule(local_date(now));
        let in_scope = head.petition.rating == Some(true);
        Self {
            rule,
            rating: in_scope.then(|| rule.window(local_date(now), Calendar::builtin())),
        }
    }

    fn last_day(&self) -> Option<String> {
        self.rating.map(|window| zh_date_plain(window.due))
    }

    fn reminders(&self, app: &App, head: &Head, now: DateTime<Utc>) -> Result<Vec<Reminder>> {
        match &self.rating {
            Some(window) => tell::rating_reminder(app, head, &self.rule, window, now),
            None => Ok(Vec::new()),
        }
    }
}

/// What every answer to a petitioner does: the event with its letter, the message, and the reminder to rate it.
async fn answer(
    app: &App,
    by: &OfficerRef,
    head: &Head,
    (body, letter, text): (Body, Letter, SmsText),
    window: &Window,
    now: DateTime<Utc>,
) -> Result<Head> {
    let change = Change {
        steps: vec![(By::Officer(by.clone()), body)],
        letters: vec![letter],
        messages: tell::petitioner(app, head, &text, now)?,
        reminders: window.reminders(app, head, now)?,
        ..Change::default()
    };
    Ok(app.store.commit(head, change, now).await?)
}

/// 告知法定途径 (条例第 31 条第 1–4 项): issues the notice that names the route and concludes the case; opens the window to
/// rate it where it is in scope.
///
/// # Errors
/// As [`transfer`].
pub async fn direct(
    app: &App,
    by: &OfficerRef,
    head: &Head,
    directing: &Directing,
    now: DateTime<Utc>,
) -> Result<Head> {
    let letter = make(app, &by.agency, head, LetterKind::RouteNotice, now, |facts| {
        directing.compose(facts)
    })
    .await?;
    let window = Window::of(head, now);
    let text = SmsText::Directed {
        number: head.petition.number.to_string(),
        agency: by.agency.name.clone(),
        rate_by: window.last_day(),
    };
    let body = Body::Directed {
        letter: letter.reference(),
        route: directing.route,
        rating: window.rating,
    };
    answer(app, by, head, (body, letter, text), &window, now).await
}

/// 直接回复: the petition office that registered it answers it itself and concludes it; opens the window to rate it where
/// it is in scope.
///
/// # Errors
/// As [`transfer`].
pub async fn reply_directly(
    app: &App,
    by: &OfficerRef,
    head: &Head,
    reply: &str,
    now: DateTime<Utc>,
) -> Result<Head> {
    let letter = make(app, &by.agency, head, LetterKind::DirectReply, now, |facts| {
        compose_reply(&head.petition, facts, reply)
    })
    .await?;
    let window = Window::of(head, now);
    let text = SmsText::Replied {
        number: head.petition.number.to_string(),
        agency: by.agency.name.clone(),
        rate_by: window.last_day(),
    };
    let body = Body::DirectReplied {
        letter: letter.reference(),
        rating: window.rating,
    };
    answer(app, by, head, (body, letter, text), &window, now).await
}

/// 答复: issues the handling opinion (条例第 32 条), opens the window to ask for a review (第 35 条) and,
/// where the case is in the rating's scope, the one to rate it, with its reminder.
///
/// # Errors
/// As [`transfer`].
pub async fn reply(
    app: &App,
    by: &OfficerRef,
    head: &Head,
    opinion: &Opinion,
    now: DateTime<Utc>,
) -> Result<Head> {
    let letter = make(app, &by.agency, head, LetterKind::HandlingOpinion, now, |facts| {
        opinion.compose(facts)
    })
    .await?;
    let due = deadline(DeadlineKind::ReviewWindow, now);
    let window = Window::of(head, now);
    let text = SmsText::Replied {
        number: head.petition.number.to_string(),
        agency: by.agency.name.clone(),
        rate_by: window.last_day(),
    };
    let body = Body::Replied {
        letter: letter.reference(),
        outcome: opinion.outcome,
        due,
        rating: window.rating,
    };
    answer(app, by, head, (body, letter, text), &window, now).await
}

/// 办结
///
/// # Errors
/// As [`transfer`].
pub async fn conclude(
    app: &App,
    by: &OfficerRef,
    head: &Head,
    note: &str,
    now: DateTime<Utc>,
) -> Result<Head> {
    let text = SmsText::Concluded {
        number: head.petition.number.to_string(),
    };
    let change = Change {
        steps: said(by, noted(note), Body::Concluded),
        messages: tell::petitioner(app, head, &text, now)?,
        ..Change::default()
    };
    Ok(app.store.commit(head, change, now).await?)
}

/// 已阅: marks what the petitioner added as read; nothing is told to anybody.
///
/// # Errors
/// As [`transfer`].
pub async fn read_material(app: &App, by: &OfficerRef, head: &Head, now: DateTime<Utc>) -> Result<Head> {
    let change = Change {
        steps: vec![(By::Officer(by.clone()), Body::MaterialRead)],
        ..Change::default()
    };
    Ok(app.store.commit(head, change, now).await?)
}
