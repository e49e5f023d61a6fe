//! The steps of handling as commands: what each does to a case, without pages. Handlers call them for
//! people, the demonstration data for its officers: there is one way to carry out a step.

use crate::letters::make;
use chrono::{DateTime, Utc};
use domain::calendar::Calendar;
use domain::deadline::{Deadline, DeadlineKind, RollRule};
use domain::event::{Body, By, OfficerRef};
use domain::letter::LetterKind;
use domain::rating::window_rule;
use domain::registration::Outcome;
use domain::time::{local_date, zh_date_plain};
use services::sms_text::SmsText;
use store::cases::Change;
use store::content::Agency;
use store::head::Head;
use templates::letters::compose::{self, Facts, OutcomeWord};
use web::{App, Result, tell};

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

/// 办理步骤: what a form asks for, filled in well.
pub(crate) enum Work<'a> {
    /// 转送
    Transfer {
        /// Where to.
        to: &'a Agency,
        /// For colleagues; may be empty.
        note: &'a str,
    },
    /// 受理
    Accept {
        /// As above.
        note: &'a str,
    },
    /// 答复
    Reply(&'a Opinion),
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
            Self::Transfer { note, .. } | Self::Accept { note } | Self::Conclude { note } => note,
            Self::Reply(_) => "",
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
            Self::Transfer { to, note } => transfer(app, by, head, to, note, now).await,
            Self::Accept { note } => accept(app, by, head, note, now).await,
            Self::Reply(opinion) => reply(app, by, head, opinion, now).await,
            Self::Conclude { note } => conclude(app, by, head, note, now).await,
        }
    }
}

/// The deadline that a step of today sets running.
pub(crate) fn deadline(kind: DeadlineKind, now: DateTime<Utc>) -> Deadline {
    kind.from(local_date(now), Calendar::builtin(), RollRule::default())
}

fn noted(by: &OfficerRef, note: &str) -> Option<(By, Body)> {
    (!note.is_empty()).then(|| {
        (
            By::Officer(by.clone()),
            Body::Noted {
                note: note.to_owned(),
            },
        )
    })
}

/// 转送 (条例第 22 条), with the notice to the petitioner; the receiving agency owes a notice within 15
/// days (第 23 条).
///
/// # Errors
/// A conflict if the state does not allow it or somebody was first; the store's failures.
pub async fn transfer(
    app: &App,
    by: &OfficerRef,
    head: &Head,
    to: &Agency,
    note: &str,
    now: DateTime<Utc>,
) -> Result<Head> {
    let letter = make(app, &by.agency, head, LetterKind::TransferNotice, now, |facts| {
        compose::transfer_notice(facts, &to.name)
    })
    .await?;
    let due = deadline(DeadlineKind::Notice, now);
    let body = Body::Transferred {
        to: to.reference(),
        letter: letter.reference(),
        due,
    };
    let text = SmsText::Transferred {
        number: head.petition.number.to_string(),
        agency: to.name.clone(),
    };
    let change = Change {
        steps: noted(by, note)
            .into_iter()
            .chain([(By::Officer(by.clone()), body)])
            .collect(),
        letters: vec![letter],
        messages: tell::petitioner(app, head, &text, now)?,
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
        steps: noted(by, note)
            .into_iter()
            .chain([(By::Officer(by.clone()), body)])
            .collect(),
        letters: vec![letter],
        messages: tell::petitioner(app, head, &text, now)?,
        ..Change::default()
    };
    Ok(app.store.commit(head, change, now).await?)
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
    let rule = window_rule(local_date(now));
    let in_scope = head.petition.rating == Some(true);
    let rating = in_scope.then(|| rule.window(local_date(now), Calendar::builtin()));
    let text = SmsText::Replied {
        number: head.petition.number.to_string(),
        agency: by.agency.name.clone(),
        rate_by: rating.map(|window| zh_date_plain(window.due)),
    };
    let body = Body::Replied {
        letter: letter.reference(),
        outcome: opinion.outcome,
        due,
        rating,
    };
    let reminders = match &rating {
        Some(window) => tell::rating_reminder(app, head, &rule, window, now)?,
        None => Vec::new(),
    };
    let change = Change {
        steps: vec![(By::Officer(by.clone()), body)],
        letters: vec![letter],
        messages: tell::petitioner(app, head, &text, now)?,
        reminders,
        ..Change::default()
    };
    Ok(app.store.commit(head, change, now).await?)
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
        steps: noted(by, note)
            .into_iter()
            .chain([(By::Officer(by.clone()), Body::Concluded)])
            .collect(),
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
