//! 转送、交办 (条例第 22 条): where a case may go from an agency, and everything that passing one on writes, be it on file or just
//! being registered. What follows at the agency that gets it is `handling`'s.

use crate::app::App;
use crate::assign::{self, Assigning};
use crate::errors::Result;
use crate::forms::{FormData, FormState, take};
use crate::issuing::{About, make};
use crate::note;
use crate::session::Officer;
use chrono::{DateTime, Utc};
use domain::access::{Action, may};
use domain::accused::Accused;
use domain::calendar::Calendar;
use domain::deadline::{DeadlineKind, RollRule};
use domain::division::{DivisionCode, Level};
use domain::event::{Body, OfficerRef};
use domain::ids::AgencyCode;
use domain::letter::{Letter, LetterKind};
use domain::registration::Registration;
use domain::time::{local_date, zh_date_plain};
use services::sms_text::SmsText;
use store::content::{Agencies, Agency, AgencyKind};
use templates::components::destination::Destination;
use templates::components::select::{Choice, OptGroup};
use templates::letters::compose::{self, PassedOn};

/// 去向: where a case goes, with what.
#[derive(Clone, Copy, Debug)]
pub struct Passing<'a> {
    /// Where to.
    pub to: &'a Agency,
    /// For colleagues; may be empty. What is to be done, where it is assigned.
    pub note: &'a str,
    /// 交办: what is owed back; none of a plain transfer.
    pub assigning: Option<&'a Assigning>,
}

/// Everything that passing a case on writes beside its rows.
#[derive(Clone, Debug)]
pub struct PassedCase {
    /// What is said to colleagues, if anything, and the step.
    pub steps: Vec<Body>,
    /// The notice to the petitioner.
    pub letter: Letter,
    /// 交办函: the letter to the agency, of an assignment.
    pub office_letter: Option<Letter>,
    /// What the petitioner is told.
    pub text: SmsText,
}

impl Passing<'_> {
    /// What it writes: the notice to the petitioner and, of an assignment, the letter to the agency; the receiving agency
    /// owes the petitioner a notice within 15 days (第 23 条). Takes the letters' numbers.
    ///
    /// # Errors
    /// The store's failures.
    pub async fn prepare(
        &self,
        app: &App,
        by: &OfficerRef,
        about: &About,
        now: DateTime<Utc>,
    ) -> Result<PassedCase> {
        let Self { to, note, assigning } = *self;
        let (kind, how) = match assigning {
            Some(_) => (LetterKind::AssignmentNotice, PassedOn::Assigned),
            None => (LetterKind::TransferNotice, PassedOn::Transferred),
        };
        let notice = make(app, &by.agency, about, kind, now, |facts| {
            compose::transfer_notice(facts, &to.name, how)
        });
        let to_office = async {
            let Some(assigning) = assigning else {
                return Ok(None);
            };
            let due = zh_date_plain(assigning.task.due.due);
            let kind = LetterKind::AssignmentLetter;
            let letter = make(app, &by.agency, about, kind, now, |facts| {
                compose::assignment_letter(facts, &to.name, &due, note)
            });
            letter.await.map(Some)
        };
        let (letter, office_letter) = futures_util::future::try_join(notice, to_office).await?;
        let words = match (assigning, &office_letter) {
            (Some(assigning), Some(office_letter)) => Some(Body::TaskWorded {
                letter: office_letter.reference(),
                instruction: note.to_owned(),
                reason: assigning.reason.clone(),
            }),
            _ => (!note.is_empty()).then(|| Body::Noted {
                note: note.to_owned(),
            }),
        };
        let step = Body::Transferred {
            to: to.reference(),
            letter: letter.reference(),
            due: DeadlineKind::Notice.from(local_date(now), Calendar::builtin(), RollRule::default()),
            task: assigning.map(|assigning| assigning.task),
        };
        Ok(PassedCase {
            steps: words.into_iter().chain([step]).collect(),
            letter,
            office_letter,
            text: SmsText::Transferred {
                number: about.number.to_string(),
                agency: to.name.clone(),
            },
        })
    }
}

/// The petition office one level down on the way to the place of the matter.
#[must_use]
pub fn proposed<'a>(
    agencies: &'a Agencies,
    from: &AgencyCode,
    division: DivisionCode,
    barred: &[AgencyCode],
) -> Option<&'a Agency> {
    let own = from.division_code()?;
    let next = domain::division::path(division)
        .into_iter()
        .find(|step| level_rank(step.level) > level_rank(own.level()))?;
    let agency = agencies.get(&AgencyCode::petition_office(next.code))?;
    let possible = agencies.may_transfer(from, &agency.code) && !barred.contains(&agency.code);
    possible.then_some(agency)
}

fn level_rank(level: Level) -> u8 {
    match level {
        Level::Province => 0,
        Level::City => 1,
        Level::County => 2,
    }
}

/// The agencies that a case may go to, but for those that it accuses.
#[must_use]
pub fn groups(agencies: &Agencies, from: &AgencyCode, barred: &[AgencyCode]) -> Vec<OptGroup> {
    let kinds = [
        (AgencyKind::PetitionOffice, "信访部门"),
        (AgencyKind::Department, "政府部门"),
        (AgencyKind::Township, "乡镇（街道）"),
    ];
    kinds
        .into_iter()
        .map(|(kind, label)| OptGroup {
            label: label.to_owned(),
            choices: agencies
                .iter()
                .filter(|agency| agency.kind == kind && !barred.contains(&agency.code))
                .filter(|agency| agencies.may_transfer(from, &agency.code))
                .map(|agency| Choice::new(agency.code.as_str(), &agency.name))
                .collect(),
        })
        .filter(|group| !group.choices.is_empty())
        .collect()
}

/// The agency that a form names (field `agency`), if `from` may pass a case on to it.
///
/// # Errors
/// What to say at the field.
pub fn chosen<'a>(
    agencies: &'a Agencies,
    from: &AgencyCode,
    sent: &FormData,
) -> std::result::Result<&'a Agency, &'static str> {
    let code = sent.get("agency").ok_or("请选择去向单位")?;
    let code = code.parse::<AgencyCode>().ok();
    code.and_then(|code| agencies.get(&code))
        .filter(|to| agencies.may_transfer(from, &to.code))
        .ok_or("请从列表中选择去向单位")
}

/// 登记时选定的去向: what a registration form says of it, filled in well.
#[derive(Clone, Debug)]
pub struct Onward<'a> {
    to: &'a Agency,
    note: String,
    assigning: Option<Assigning>,
}

impl Onward<'_> {
    /// The step.
    #[must_use]
    pub fn passing(&self) -> Passing<'_> {
        Passing {
            to: self.to,
            note: &self.note,
            assigning: self.assigning.as_ref(),
        }
    }

    /// What pages say when it is done (`done=…`).
    #[must_use]
    pub fn done(&self) -> &'static str {
        match self.assigning {
            Some(_) => "assigned",
            None => "transferred",
        }
    }

    /// Whether `body` is the step that it asks for.
    #[must_use]
    pub fn is(&self, body: &Body) -> bool {
        let asked = self.assigning.as_ref().map(|assigning| assigning.task);
        matches!(body, Body::Transferred { to, task, .. } if to.code == self.to.code && *task == asked)
    }
}

/// Who passes on, and from where.
#[derive(Clone, Copy)]
pub struct SendingOffice<'a> {
    /// Their agency and roles.
    pub officer: &'a Officer,
    /// The directory.
    pub agencies: &'a Agencies,
    /// When.
    pub now: DateTime<Utc>,
}

impl<'a> SendingOffice<'a> {
    fn may(&self, action: Action) -> bool {
        may(&self.officer.actor(), action)
    }

    /// 去向 for the form of a petition whose place is `division`, as far as it is chosen; none for who passes nothing on.
    #[must_use]
    pub fn destination(&self, division: Option<DivisionCode>) -> Option<Destination> {
        let from = &self.officer.agency;
        let by_place = division.and_then(|division| proposed(self.agencies, from, division, &[]));
        self.may(Action::TransferCase).then(|| Destination {
            agencies: groups(self.agencies, from, &[]),
            proposed: by_place.map(|agency| agency.name.clone()).unwrap_or_default(),
            task: self.may(Action::AssignCase).then(|| assign::view(self.now)),
        })
    }

    /// What the form says of it: nothing where it is only registered. `registration` is what the rest of the form says.
    /// `None` with the errors in `state`.
    pub fn read(
        &self,
        sent: &FormData,
        state: &mut FormState,
        registration: Option<&Registration>,
    ) -> Option<Option<Onward<'a>>> {
        let way = sent.text("way");
        if !self.may(Action::TransferCase) || matches!(way, "later" | "") {
            return Some(None);
        }
        let note = note::read(sent, state);
        let assigning = match way {
            "transfer" => Some(None),
            "assign" if self.may(Action::AssignCase) => assign::read(sent, state, &note, self.now).map(Some),
            _ => take(state, "way", Err("请选择登记以后怎样办")),
        };
        let to = take(state, "agency", self.chosen(sent, registration));
        let accused = registration.and_then(|registration| registration.accused.as_ref());
        if let (Some(accused), Some(to)) = (accused, to) {
            self.mind(accused, to, sent, state);
        }
        let (to, assigning) = (to?, assigning?);
        (!state.has_errors()).then_some(Some(Onward { to, note, assigning }))
    }

    fn chosen(
        &self,
        sent: &FormData,
        registration: Option<&Registration>,
    ) -> std::result::Result<&'a Agency, &'static str> {
        let from = &self.officer.agency;
        if sent.has("agency") {
            return chosen(self.agencies, from, sent);
        }
        let division = match registration {
            Some(registration) => Some(registration.division),
            None => sent.text("division").parse().ok(),
        };
        division
            .and_then(|division| proposed(self.agencies, from, division, &[]))
            .ok_or("按问题属地没有默认的去向，请选择去向单位")
    }

    /// An accusation goes to nobody whom it accuses; where the directory does not know the accused unit, the officer has
    /// looked whether it is the one that gets it (条例第三十条).
    fn mind(&self, accused: &Accused, to: &Agency, sent: &FormData, state: &mut FormState) {
        if accused.agencies.contains(&to.code) {
            state.fail("agency", format!("{}。", barred(&to.name)));
        } else if accused.agencies.is_empty() && sent.text("destination_checked") != "yes" {
            let sentence = format!(
                "单位名录里没有认出被揭发控告的“{}”，请核对去向（{}）不是它，勾选以后再保存（《信访工作条例》第三十条）",
                accused.unit, to.name
            );
            state.fail("destination_checked", sentence);
        }
    }
}

/// Why a case does not go to an agency that it accuses, without a full stop.
#[must_use]
pub fn barred(agency: &str) -> String {
    format!("这件信访揭发控告{agency}或者它的人员，不能转给它（《信访工作条例》第三十条）")
}
