//! The life of a petition (信访事项): its status, and the one `match` that decides every transition.
//! Pure: no clock, no store. A header is nothing but the fold of its events; `xtask check` proves it.

use crate::access::within_scope;
use crate::alert::{self, Alert};
use crate::assignment::{self, Assignment};
use crate::correction;
use crate::deadline::Deadline;
use crate::division::DivisionCode;
use crate::ending::{self, Ending};
use crate::event::{AgencyRef, Body, By, Event};
use crate::ids::{AgencyCode, PetitionId};
use crate::interview::{self, Interview};
use crate::number::PetitionNumber;
use crate::rating::{NoRating, RatingRight, RatingStanding, RatingTurn};
use crate::registration::{Channel, Procedure, Purpose};
use crate::suspension::Suspension;
use crate::time::local_date;
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

/// 办理状态: where a petition stands, with what only that state knows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum Status {
    /// 已收到: nobody has opened it; the petitioner may still withdraw.
    Filed,
    /// 已撤回: final.
    Withdrawn,
    /// 登记中: opened by the intake office.
    Opened {
        /// When it was opened, which ended the right to withdraw.
        at: DateTime<Utc>,
    },
    /// 已登记: registered, not yet routed.
    Registered,
    /// 已转送: lies in an agency's inbox.
    Transferred {
        /// The agency that sent it.
        from: AgencyRef,
    },
    /// 办理中: accepted by the responsible unit.
    Accepted {
        /// When it was accepted.
        at: DateTime<Utc>,
    },
    /// 已答复: the handling opinion is out.
    Replied {
        /// When it was issued.
        at: DateTime<Utc>,
    },
    /// 已办结: final in the foundation.
    Concluded {
        /// When it was closed.
        at: DateTime<Utc>,
        /// How it came to its end.
        #[serde(default, skip_serializing_if = "Ending::is_opinion")]
        how: Ending,
    },
}

/// 状态种类: the state without its data, for tables, tags and messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StatusKind {
    /// 已收到
    Filed,
    /// 已撤回
    Withdrawn,
    /// 登记中
    Opened,
    /// 已登记
    Registered,
    /// 已转送
    Transferred,
    /// 办理中
    Accepted,
    /// 已答复
    Replied,
    /// 已办结
    Concluded,
}

impl StatusKind {
    /// Every state, in the order of a petition's life.
    pub const ALL: [Self; 8] = [
        Self::Filed,
        Self::Withdrawn,
        Self::Opened,
        Self::Registered,
        Self::Transferred,
        Self::Accepted,
        Self::Replied,
        Self::Concluded,
    ];

    /// The word people see.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Filed => "已收到",
            Self::Withdrawn => "已撤回",
            Self::Opened => "登记中",
            Self::Registered => "已登记",
            Self::Transferred => "已转送",
            Self::Accepted => "办理中",
            Self::Replied => "已答复",
            Self::Concluded => "已办结",
        }
    }
}

impl Status {
    /// The state without its data.
    #[must_use]
    pub fn kind(&self) -> StatusKind {
        match self {
            Self::Filed => StatusKind::Filed,
            Self::Withdrawn => StatusKind::Withdrawn,
            Self::Opened { .. } => StatusKind::Opened,
            Self::Registered => StatusKind::Registered,
            Self::Transferred { .. } => StatusKind::Transferred,
            Self::Accepted { .. } => StatusKind::Accepted,
            Self::Replied { .. } => StatusKind::Replied,
            Self::Concluded { .. } => StatusKind::Concluded,
        }
    }
}

/// 信访事项: the header of a petition, the fold of its events. Holds nothing personal.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Petition {
    /// Identity.
    pub id: PetitionId,
    /// The number people quote.
    pub number: PetitionNumber,
    /// How it came in.
    pub channel: Channel,
    /// When it was filed.
    pub filed_at: DateTime<Utc>,
    /// Where the matter is.
    pub division: DivisionCode,
    /// Where it stands.
    pub status: Status,
    /// The agency that has it now.
    pub holder: AgencyRef,
    /// Every agency that has or had it, without repeats, in order: the scope of who may see it.
    pub path: Vec<AgencyRef>,
    /// The next legal deadline and whose clock it is, if one runs: none while it is stopped (see
    /// [`Petition::running`]).
    pub due: Option<Deadline>,
    /// Whether the case is within the scope of the satisfaction rating; unknown until registered.
    pub rating: Option<bool>,
    /// How many attachments came with it.
    pub attachments: u32,
    /// Whether registration details have been saved (internal step, no date shown to the petitioner).
    pub registration_saved: bool,
    /// Which of the six ways of 条例第 31 条 the demand takes, as registered; only an ordinary petition is
    /// accepted and answered as one.
    #[serde(default)]
    pub procedure: Option<Procedure>,
    /// 信访目的, as registered: says whether the petition office may answer it itself. None too in a header that was
    /// written before headers had it, until its registration is saved again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub purpose: Option<Purpose>,
    /// Who can be rated and until when; opened by the reply, where the case is in scope. Closing the
    /// case neither opens nor ends it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rating_right: Option<RatingRight>,
    /// How often it was rated.
    #[serde(default)]
    pub ratings: u8,
    /// How often the petitioner has added material; at most [`MATERIALS_MAX`] times.
    #[serde(default)]
    pub materials: u32,
    /// Whether something was added that whoever holds the case has not dealt with yet.
    #[serde(default)]
    pub new_material: bool,
    /// 交办: who had whom handle it by when, the first one first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub assignments: Vec<Assignment>,
    /// Whether a leader was ever asked about it (送审): what came of it stands among what only staff may see.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub submitted: bool,
    /// Whom it accuses, as far as they are agencies (条例第三十条): it is not passed to them, and they do not see it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub barred: Vec<AgencyCode>,
    /// 重大紧急、扬言: whether it is reported at once (条例第二十五条), as registered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alert: Option<Alert>,
    /// The agencies that have recorded that they reported it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub alerted: Vec<AgencyCode>,
    /// Whether links were made or taken back since the registration was saved: it has to be looked at and saved once
    /// more before the case is passed on, as initial or repeat and the rating follow from them.
    #[serde(default)]
    pub relinked: bool,
    /// 接谈: of a visit, who talks with whoever came and how far that is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub interview: Option<Interview>,
    /// 中止计时: each time that the clock of handling was stopped, the first one first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub suspensions: Vec<Suspension>,
    /// The number of events folded in; conditions every write.
    pub version: u32,
}

/// 操作冲突: an event that the present state does not allow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{attempted} is not possible in state {state:?}")]
pub struct TransitionError {
    /// The state found.
    pub state: StatusKind,
    /// The Chinese name of the step attempted.
    pub attempted: &'static str,
}

impl TransitionError {
    /// What to tell a person, in one sentence.
    #[must_use]
    pub fn message(&self) -> String {
        let why = match self.state {
            StatusKind::Filed => "这件信访还没有被调阅",
            StatusKind::Withdrawn => "信访人已经撤回了这件信访",
            StatusKind::Opened => "工作人员已经开始登记这件信访",
            StatusKind::Registered => "这件信访已经登记",
            StatusKind::Transferred => "这件信访已经转送",
            StatusKind::Accepted => "这件信访已经受理，正在办理",
            StatusKind::Replied => "这件信访已经答复",
            StatusKind::Concluded => "这件信访已经办结",
        };
        format!("{why}，刚才的操作没有生效。")
    }
}

/// How often material can be added to one petition.
pub const MATERIALS_MAX: u32 = 10;

/// 不能补充: why nothing can be added to a petition.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MaterialRefusal {
    /// It was withdrawn.
    #[error("这件信访已经撤回，不能再补充材料。有新的情况，可以重新反映。")]
    Withdrawn,
    /// It is concluded.
    #[error("这件信访已经办结，不能再补充材料。有新的情况，可以重新反映。")]
    Concluded,
    /// It was added to as often as is possible.
    #[error("这件信访已经补充过 10 次，不能再补充。还有材料的，请交给办理单位的工作人员。")]
    Full,
}

/// What a petition is called before its first event, so that a filing can be folded too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Identity {
    /// Identity.
    pub id: PetitionId,
    /// The number people quote.
    pub number: PetitionNumber,
}

impl Petition {
    /// The agency at which it came in; none only of a header without a path.
    #[must_use]
    pub fn intake(&self) -> Option<&AgencyRef> {
        self.path.first()
    }

    /// Whether it came in at this agency.
    #[must_use]
    pub fn came_in_at(&self, agency: &AgencyCode) -> bool {
        self.intake().is_some_and(|intake| intake.code == *agency)
    }

    /// 揭发控告: whether it accuses somebody.
    #[must_use]
    pub fn is_accusation(&self) -> bool {
        self.purpose == Some(Purpose::Accusation)
    }

    /// Whether it accuses this agency, or somebody there (条例第三十条).
    #[must_use]
    pub fn bars(&self, agency: &AgencyCode) -> bool {
        self.barred.contains(agency)
    }

    /// Whether officers of an agency may see it, once it was opened: the agency has or had it, or oversees one that has, and
    /// is not accused.
    #[must_use]
    pub fn is_in_scope_of(&self, agency: &AgencyCode) -> bool {
        let path: Vec<AgencyCode> = self.path.iter().map(|on_path| on_path.code.clone()).collect();
        !self.bars(agency) && within_scope(agency, &path)
    }

    /// The header that the first event makes.
    ///
    /// # Errors
    /// [`TransitionError`] if the event is anything but a filing.
    pub fn begin(identity: Identity, event: &Event) -> Result<Self, TransitionError> {
        let Body::Filed {
            channel,
            division,
            intake,
            attachments,
            due,
        } = &event.body
        else {
            return Err(TransitionError {
                state: StatusKind::Filed,
                attempted: event.body.label(),
            });
        };
        Ok(Self {
            id: identity.id,
            number: identity.number,
            channel: *channel,
            filed_at: event.at,
            division: *division,
            // What an officer enters has been read: there is nothing to open, and nothing to withdraw on line.
            status: match channel {
                Channel::Web => Status::Filed,
                Channel::Letter | Channel::Visit | Channel::Phone => Status::Opened { at: event.at },
            },
            holder: intake.clone(),
            path: vec![intake.clone()],
            due: Some(*due),
            rating: None,
            attachments: *attachments,
            registration_saved: false,
            procedure: None,
            purpose: None,
            rating_right: None,
            ratings: 0,
            materials: 0,
            new_material: false,
            assignments: Vec::new(),
            submitted: false,
            barred: Vec::new(),
            alert: None,
            alerted: Vec::new(),
            relinked: false,
            interview: None,
            suspensions: Vec::new(),
            version: event.seq,
        })
    }

    /// The header after `event`: the only place where a petition changes state.
    ///
    /// # Errors
    /// [`TransitionError`] if the present state does not allow the event.
    pub fn apply(&self, event: &Event) -> Result<Self, TransitionError> {
        if event.seq != self.version + 1 {
            return Err(TransitionError {
                state: self.status.kind(),
                attempted: event.body.label(),
            });
        }
        let mut next = self.clone();
        next.version = event.seq;
        // An officer's step is taken on a page that showed everything added before: the version says so. A record is
        // added whatever came before, and to link two cases is no answer to what was added.
        let aside =
            event.body.is_about_approval() || event.body.is_about_interview() || event.body.is_beside();
        if matches!(event.by, By::Officer(_)) && !aside {
            next.new_material = false;
        }
        match (&self.status, &event.body) {
            (Status::Filed, Body::Withdrawn) => {
                next.status = Status::Withdrawn;
                next.due = None;
            }
            (Status::Filed, Body::Opened) => next.status = Status::Opened { at: event.at },
            (Status::Opened { .. } | Status::Registered, Body::RegistrationSaved { registration }) => {
                next.registration_saved = true;
                next.relinked = false;
                next.procedure = Some(registration.procedure);
                let accused = registration.accused.as_ref();
                next.barred = accused
                    .map(|accused| accused.agencies.clone())
                    .unwrap_or_default();
                next.purpose = Some(registration.purpose);
                next.alert = Alert::of(registration.flags);
                if next.alert.is_none_or(|alert| alert.is_news_after(self.alert)) {
                    next.alerted = Vec::new();
                }
                if self.rating.is_some() {
                    next.rating = registration.is_rated().ok();
                }
                next.division = registration.division;
            }
            (Status::Opened { .. }, Body::Registered { division, rating }) if self.registration_saved => {
                next.status = Status::Registered;
                next.division = *division;
                next.rating = Some(*rating);
            }
            (Status::Registered | Status::Transferred { .. }, Body::Transferred { to, due, task, .. })
                if !self.relinked && !self.bars(&to.code) =>
            {
                if let Some(task) = task {
                    assignment::assign(&mut next.assignments, &self.holder, to, *task);
                }
                next.status = Status::Transferred {
                    from: self.holder.clone(),
                };
                next.holder = to.clone();
                if !next.path.iter().any(|agency| agency.code == to.code) {
                    next.path.push(to.clone());
                }
                next.due = Some(*due);
            }
            (status, Body::Noted { .. }) if !matches!(status, Status::Filed | Status::Withdrawn) => {}
            (_, Body::AlertReported { .. })
                if event
                    .by
                    .agency()
                    .is_some_and(|agency| alert::waits_at(self, agency)) =>
            {
                next.alerted.extend(event.by.agency().cloned());
            }
            (Status::Transferred { .. }, Body::Accepted { due, .. }) if self.is_ordinary() => {
                next.status = Status::Accepted { at: event.at };
                next.due = Some(*due);
            }
            (Status::Accepted { .. }, Body::Replied { due, rating, .. }) if self.is_ordinary() => {
                next.status = Status::Replied { at: event.at };
                next.due = Some(*due);
                next.end_suspension(local_date(event.at));
                next.rating_right = self.right_to_rate(*rating);
            }
            (Status::Accepted { .. }, Body::Suspended { basis })
                if next.suspend(basis, local_date(event.at)) => {}
            (Status::Accepted { .. }, Body::Resumed { basis, excluded, due })
                if next.resume(basis, *excluded, due, local_date(event.at)) => {}
            (Status::Registered | Status::Transferred { .. }, Body::TaskWorded { .. }) => {}
            (Status::Replied { .. }, Body::Concluded) => {
                next.conclude(Ending::Opinion, event.at);
            }
            (_, Body::Directed { route, rating, .. })
                if ending::route_refusal(self).is_none() && self.procedure == Some(route.procedure()) =>
            {
                next.rating_right = self.right_to_rate(*rating);
                next.due = None;
                next.conclude(Ending::Route, event.at);
            }
            (_, Body::DirectReplied { rating, .. }) if ending::reply_refusal(self).is_none() => {
                next.rating_right = self.right_to_rate(*rating);
                next.due = None;
                next.conclude(Ending::DirectReply, event.at);
            }
            (_, Body::Rated { rating })
                if self
                    .rating_turn(local_date(event.at))
                    .is_ok_and(|turn| turn.round == rating.round)
                    && self
                        .rating_right
                        .as_ref()
                        .is_some_and(|right| right.admits(rating)) =>
            {
                next.ratings = rating.round;
            }
            (status, Body::MaterialAdded { attachments, .. }) if self.material_refusal().is_none() => {
                next.materials += 1;
                next.attachments += attachments;
                // What nobody has opened yet is read as a whole.
                next.new_material = *status != Status::Filed;
            }
            (_, Body::MaterialRead) if self.new_material => {}
            (Status::Opened { .. } | Status::Registered, Body::Linked { .. } | Body::Unlinked { .. }) => {
                next.relinked = self.registration_saved;
            }
            (status, Body::SenderCorrected { correction }) => {
                let refused = TransitionError {
                    state: status.kind(),
                    attempted: event.body.label(),
                };
                let after = correction::after(self, correction).ok_or(refused)?;
                (next.due, next.interview) = (after.due, after.interview);
            }
            // Who filed on paper or came in person has no account.
            (status, Body::ContactRenewed { .. })
                if self.channel == Channel::Web
                    && event.by == By::Petitioner
                    && !matches!(status, Status::Withdrawn | Status::Concluded { .. }) => {}
            (status, Body::LetterJoined { .. }) if !matches!(status, Status::Filed | Status::Withdrawn) => {}
            (status, body)
                if body.is_about_approval() && !matches!(status, Status::Filed | Status::Withdrawn) =>
            {
                next.submitted = true;
            }
            (status, body) if body.is_about_interview() && self.channel == Channel::Visit => {
                let refused = |_| TransitionError {
                    state: status.kind(),
                    attempted: body.label(),
                };
                let after = interview::after(self.interview.as_ref(), status.kind(), event);
                next.interview = Some(after.map_err(refused)?);
                if let Body::LeaderReceived { reception } = body {
                    next.attachments += u32::try_from(reception.attachments.len()).unwrap_or(u32::MAX);
                }
            }
            (_, body) => {
                return Err(TransitionError {
                    state: self.status.kind(),
                    attempted: body.label(),
                });
            }
        }
        Ok(next)
    }

    /// Who may be rated until when after an answer by who has the case; nobody where it is not in the rating's scope.
    fn right_to_rate(&self, window: Option<Deadline>) -> Option<RatingRight> {
        window
            .filter(|_| self.rating == Some(true))
            .map(|window| RatingRight::new(&self.path, &self.holder, window))
    }

    /// Closes the case; what was owed to those who assigned it is reported by that.
    fn conclude(&mut self, how: Ending, at: DateTime<Utc>) {
        self.status = Status::Concluded { at, how };
        for open in self.assignments.iter_mut().filter(|one| one.is_open()) {
            open.reported = Some(at);
        }
    }

    /// How it came to its end; none while it has not.
    #[must_use]
    pub fn ending(&self) -> Option<Ending> {
        match self.status {
            Status::Concluded { how, .. } => Some(how),
            _ => None,
        }
    }

    /// Folds a whole history.
    ///
    /// # Errors
    /// [`TransitionError`] at the first event that does not fit; `None` if there is no event at all.
    pub fn fold(identity: Identity, events: &[Event]) -> Option<Result<Self, TransitionError>> {
        let (first, rest) = events.split_first()?;
        let start = Self::begin(identity, first);
        Some(
            rest.iter()
                .fold(start, |header, event| header.and_then(|h| h.apply(event))),
        )
    }

    /// Whether the demand goes the way of an ordinary petition (条例第 31 条第 6 项): only then may it be
    /// accepted, and answered with a handling opinion and its right to a review.
    #[must_use]
    pub fn is_ordinary(&self) -> bool {
        self.procedure.is_some_and(Procedure::allows_handling_opinion)
    }

    /// 交办: those whose result is still to come.
    pub fn open_assignments(&self) -> impl Iterator<Item = &Assignment> {
        self.assignments.iter().filter(|one| one.is_open())
    }

    /// Whether the petitioner may still withdraw: only while nobody has opened it.
    #[must_use]
    pub fn can_be_withdrawn(&self) -> bool {
        self.status == Status::Filed
    }

    /// What decides whether the case can be rated.
    #[must_use]
    pub fn rating_standing(&self) -> RatingStanding {
        RatingStanding {
            scope: self.rating,
            last_day: self.rating_right.as_ref().map(|right| right.window.due),
            ratings: self.ratings,
        }
    }

    /// Whether the petitioner can rate on `today` (Shanghai), and which rating it would be.
    ///
    /// # Errors
    /// [`NoRating`]: why not.
    pub fn rating_turn(&self, today: NaiveDate) -> Result<RatingTurn, NoRating> {
        self.rating_standing().turn(self.status.kind(), today)
    }

    /// Why the petitioner cannot add material (补充材料) now; `None` if it is possible.
    #[must_use]
    pub fn material_refusal(&self) -> Option<MaterialRefusal> {
        match self.status {
            Status::Withdrawn => Some(MaterialRefusal::Withdrawn),
            Status::Concluded { .. } => Some(MaterialRefusal::Concluded),
            _ if self.materials >= MATERIALS_MAX => Some(MaterialRefusal::Full),
            _ => None,
        }
    }

    /// Makes the event that follows this header.
    #[must_use]
    pub fn next_event(&self, at: DateTime<Utc>, by: By, body: Body) -> Event {
        Event {
            seq: self.version + 1,
            at,
            by,
            body,
        }
    }
}

#[cfg(test)]
#[path = "petition_tests.rs"]
mod tests;
