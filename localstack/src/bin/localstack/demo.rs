//! Demonstration petitions: filed and handled by the same commands as people's, at times counted back
//! from the first start. Every id is fixed and every step knows the version it leads to, so a seed
//! that was cut off goes on where it stopped.

mod letters;
mod showcase;
mod suggestions;
mod visits;

use crate::people::{DemoCitizen, People};
use anyhow::{Context as _, anyhow, bail};
use chrono::{DateTime, Days, NaiveTime, TimeDelta, Utc};
use domain::approval::{Draft, DraftKind};
use domain::assignment::{Task, usual_due};
use domain::calendar::Calendar;
use domain::category::Category;
use domain::division::DivisionCode;
use domain::ending::LawfulRoute;
use domain::event::{AgencyRef, Body, By, OfficerRef};
use domain::ids::{AccountId, AgencyCode, MaterialId, PetitionId};
use domain::joint::CoPetitioner;
use domain::rating::{Assessment, Grade, Rated, RatedVia, Rating, ReasonCode};
use domain::registration::{Flags, Outcome, Procedure, Purpose, Registration};
use domain::text::{Summary, Supplement};
use domain::time::local_date;
use domain::username::Username;
use handling::steps::{Assigning, Directing, Opinion};
use petitions::command::Answers;
use serde::Deserialize;
use store::accounts::{Account, CreateAccountError, NewAccount, NewIdentity};
use store::cases::Change;
use store::content::{Agencies, Agency};
use store::filing::FilingError;
use store::head::Head;
use store::materials::Material;
use store::ratings::RatingText;
use web::App;

const DATA: &str = include_str!("../../../data/demo-cases.json");

/// The file.
#[derive(Deserialize)]
struct Demo {
    citizens: Vec<DemoCitizen>,
    anonymous: AnonymousCitizen,
    cases: Vec<Case>,
}

/// 匿名演示账号
#[derive(Deserialize)]
struct AnonymousCitizen {
    id: AccountId,
    username: String,
    password: String,
}

/// 演示信访件
#[derive(Deserialize)]
struct Case {
    id: PetitionId,
    by: String,
    day: u64,
    time: String,
    title: String,
    division: DivisionCode,
    address: String,
    people: u32,
    content: String,
    #[serde(default)]
    with: Vec<CoPetitioner>,
    steps: Vec<Step>,
}

/// 办理步骤: what an officer (or the petitioner) does, so many days after filing.
#[derive(Deserialize)]
struct Step {
    #[serde(rename = "do")]
    what: What,
    after: u64,
    #[serde(default)]
    officer: String,
    #[serde(default)]
    to: String,
    #[serde(default)]
    leader: String,
    #[serde(default)]
    note: String,
    #[serde(default)]
    category: String,
    #[serde(default)]
    purpose: String,
    #[serde(default)]
    procedure: String,
    #[serde(default)]
    summary: String,
    #[serde(default)]
    people_affected: u32,
    #[serde(default)]
    outcome: String,
    #[serde(default)]
    facts: String,
    #[serde(default)]
    basis: String,
    #[serde(default)]
    text: String,
    #[serde(default)]
    route: String,
    #[serde(default)]
    body: String,
    #[serde(default)]
    office: Option<Said>,
    #[serde(default)]
    unit: Option<Said>,
}

/// 评价: what the petitioner says of one agency.
#[derive(Deserialize)]
struct Said {
    grade: String,
    #[serde(default)]
    reasons: Vec<ReasonCode>,
    #[serde(default)]
    message: Option<String>,
}

#[derive(Clone, Copy, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
enum What {
    Open,
    Register,
    Transfer,
    Assign,
    Submit,
    Accept,
    Reply,
    Direct,
    ReplyDirectly,
    Conclude,
    Withdraw,
    Rate,
    Add,
}

impl Step {
    /// How many events it appends.
    fn events(&self) -> u32 {
        match self.what {
            What::Register | What::Assign => 2,
            What::Open
            | What::Submit
            | What::Reply
            | What::Direct
            | What::ReplyDirectly
            | What::Withdraw
            | What::Rate
            | What::Add => 1,
            What::Transfer | What::Accept | What::Conclude => 1 + u32::from(!self.note.is_empty()),
        }
    }
}

/// Who there is to act, and where.
struct Stage<'a> {
    app: &'a App,
    people: &'a People,
    agencies: &'a Agencies,
    now: DateTime<Utc>,
}

/// Files and handles whatever of the demonstration is not there yet.
pub async fn run(app: &App, people: &People) -> anyhow::Result<()> {
    let demo: Demo = serde_json::from_str(DATA).context("localstack/data/demo-cases.json")?;
    for citizen in &demo.citizens {
        crate::seed::citizen(app, citizen).await?;
    }
    anonymous(app, &demo.anonymous).await?;
    let agencies = app.store.agencies(app.now()).await?;
    let stage = Stage {
        app,
        people,
        agencies: &agencies,
        now: app.now(),
    };
    for case in &demo.cases {
        stage.play(case).await.with_context(|| case.title.clone())?;
    }
    letters::run(&stage).await?;
    visits::run(&stage).await?;
    suggestions::run(&stage).await?;
    showcase::run(&stage).await
}

async fn anonymous(app: &App, citizen: &AnonymousCitizen) -> anyhow::Result<()> {
    let new = NewAccount {
        id: citizen.id,
        username: Username::parse(&citizen.username)?,
        password_hash: services::passwords::hash_async(citizen.password.clone()).await?,
        identity: NewIdentity::Anonymous {
            recovery_mobile: None,
        },
        created_at: app.now(),
    };
    match app.store.create_account(&new, None).await {
        Ok(_) | Err(CreateAccountError::UsernameTaken) => Ok(()),
        Err(error) => Err(error).context("the anonymous citizen"),
    }
}

/// 拟转送: what the form of a transfer would have sent.
fn transfer_draft(to: &Agency, note: &str, question: &str) -> Draft {
    let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    Draft {
        kind: DraftKind::Transfer,
        fields: vec![pair("agency", to.code.as_str()), pair("note", note)],
        lines: vec![pair("转送给", &to.name), pair("转送意见", note)],
        question: question.to_owned(),
    }
}

impl Stage<'_> {
    async fn play(&self, case: &Case) -> anyhow::Result<()> {
        let mut head = self.file(case).await?;
        let mut version = 1;
        for (index, step) in case.steps.iter().enumerate() {
            version += step.events();
            if head.petition.version < version {
                head = self.step(case, step, index, &head).await?;
            }
        }
        Ok(())
    }

    async fn file(&self, case: &Case) -> anyhow::Result<Head> {
        let at = self.at(case.day, case.time.parse()?);
        let account = self.account(&case.by).await?;
        let answers = Answers {
            title: case.title.clone(),
            division: case.division,
            address: case.address.clone(),
            content: case.content.clone(),
            category_hint: None,
            people_count: case.people,
            co_petitioners: case.with.clone(),
        };
        let new = petitions::command::prepare(self.app, case.id, &account, &answers, at)
            .await
            .map_err(failed)?;
        match self.app.store.file(new, at).await {
            Ok(head) => Ok(head),
            Err(FilingError::AlreadyFiled) => self
                .app
                .store
                .head(case.id)
                .await?
                .ok_or_else(|| anyhow!("filed and not there")),
            Err(error) => Err(error.into()),
        }
    }

    async fn step(&self, case: &Case, step: &Step, index: usize, head: &Head) -> anyhow::Result<Head> {
        let at = self.working_time(case.day, step.after, index);
        let (app, note) = (self.app, step.note.as_str());
        if step.what == What::Withdraw {
            let change = Change {
                steps: vec![(By::Petitioner, Body::Withdrawn)],
                ..Change::default()
            };
            return Ok(app.store.commit(head, change, at).await?);
        }
        if step.what == What::Rate {
            let (rating, text) = said(head, step)?;
            return Ok(ratings::command::rate(app, head, rating, text, at).await?);
        }
        if step.what == What::Add {
            let material = Material {
                id: MaterialId::new(at, services::random::bytes()),
                at,
                words: Supplement::parse(&step.text)?.into_string(),
                attachments: Vec::new(),
            };
            let change = petitions::command::addition(material, Vec::new());
            return Ok(app.store.commit(head, change, at).await?);
        }
        let by = self.officer(&step.officer)?;
        match step.what {
            What::Open => Ok(intake::steps::open(app, &by, head, at).await?),
            What::Register => {
                let registration = registration(case, step)?;
                intake::steps::register(app, &by, head, registration, None, at)
                    .await
                    .map_err(failed)
            }
            What::Transfer => {
                let to = self.agency(step)?;
                handling::steps::transfer(app, &by, head, to, note, None, at)
                    .await
                    .map_err(failed)
            }
            What::Assign => {
                let assigning = Assigning {
                    task: Task {
                        due: usual_due(local_date(at), Calendar::builtin()),
                    },
                    reason: String::new(),
                };
                let to = self.agency(step)?;
                handling::steps::transfer(app, &by, head, to, note, Some(&assigning), at)
                    .await
                    .map_err(failed)
            }
            What::Submit => {
                let to = self.officer(&step.leader)?;
                let draft = transfer_draft(self.agency(step)?, note, &step.text);
                Ok(approvals::steps::submit(app, &by, head, &to, draft, at).await?)
            }
            What::Accept => handling::steps::accept(app, &by, head, note, at)
                .await
                .map_err(failed),
            What::Reply => {
                let opinion = Opinion {
                    outcome: Outcome::from_code(&step.outcome).context("no such outcome")?,
                    facts: step.facts.clone(),
                    basis: step.basis.clone(),
                    text: step.text.clone(),
                };
                handling::steps::reply(app, &by, head, &opinion, at)
                    .await
                    .map_err(failed)
            }
            What::Direct => {
                let directing = Directing {
                    route: LawfulRoute::from_code(&step.route).context("no such route")?,
                    body: step.body.clone(),
                    explanation: step.text.clone(),
                };
                handling::steps::direct(app, &by, head, &directing, at)
                    .await
                    .map_err(failed)
            }
            What::ReplyDirectly => handling::steps::reply_directly(app, &by, head, &step.text, at)
                .await
                .map_err(failed),
            What::Conclude => handling::steps::conclude(app, &by, head, note, at)
                .await
                .map_err(failed),
            What::Withdraw | What::Rate | What::Add => bail!("done by its petitioner"),
        }
    }

    /// Where a case is passed on to.
    fn agency(&self, step: &Step) -> anyhow::Result<&Agency> {
        let to: AgencyCode = step.to.parse()?;
        self.agencies.get(&to).with_context(|| format!("no agency {to}"))
    }

    async fn account(&self, username: &str) -> anyhow::Result<Account> {
        let name = Username::parse(username)?;
        let account = self.app.store.account_by_username(&name).await?;
        account.with_context(|| format!("no account {username}"))
    }

    fn officer(&self, username: &str) -> anyhow::Result<OfficerRef> {
        let officer = self
            .people
            .officers
            .iter()
            .find(|officer| officer.username == username);
        let officer = officer.with_context(|| format!("no officer {username}"))?;
        let agency = self
            .agencies
            .get(&officer.agency)
            .with_context(|| format!("no agency {}", officer.agency))?;
        Ok(OfficerRef {
            id: officer.id,
            name: officer.name.clone(),
            agency: AgencyRef {
                code: agency.code.clone(),
                name: agency.name.clone(),
            },
        })
    }

    /// A time of day, so many days ago in Shanghai.
    fn at(&self, days_ago: u64, time: NaiveTime) -> DateTime<Utc> {
        let date = local_date(self.now)
            .checked_sub_days(Days::new(days_ago))
            .unwrap_or_default();
        domain::time::local_midnight(date) + (time - NaiveTime::MIN)
    }

    /// Office hours of a working day, as long as that is not in the future; later steps come later.
    fn working_time(&self, days_ago: u64, after: u64, index: usize) -> DateTime<Utc> {
        let minutes = TimeDelta::minutes(9 * 60 + 35 + 47 * i64::try_from(index).unwrap_or(0));
        let plain = local_date(self.at(days_ago.saturating_sub(after), NaiveTime::MIN));
        let working = domain::time::local_midnight(Calendar::builtin().roll_forward(plain)) + minutes;
        let wished = if working < self.now {
            working
        } else {
            domain::time::local_midnight(plain) + minutes
        };
        wished.min(self.now)
    }
}

/// The next rating of a case, as a step of the demonstration has it.
fn said(head: &Head, step: &Step) -> anyhow::Result<(Rating, RatingText)> {
    let right = head.petition.rating_right.as_ref().context("nothing to rate")?;
    let of = |object: Rated, said: &Option<Said>| -> anyhow::Result<Option<Assessment>> {
        let (Some(said), Some(agency)) = (said, right.agency(object)) else {
            return Ok(None);
        };
        let grade = Grade::from_code(&said.grade).context("no such grade")?;
        let message = said.message.is_some();
        Ok(Some(Assessment::new(
            object,
            agency.clone(),
            grade,
            &said.reasons,
            message,
        )?))
    };
    let message = |said: &Option<Said>| said.as_ref().and_then(|said| said.message.clone());
    let round = head.petition.ratings + 1;
    let rating = Rating {
        round,
        via: RatedVia::Account,
        office: of(Rated::PetitionOffice, &step.office)?,
        unit: of(Rated::ResponsibleUnit, &step.unit)?.context("the unit is rated")?,
    };
    let text = RatingText {
        round,
        office: message(&step.office),
        unit: message(&step.unit),
    };
    Ok((rating, text))
}

fn registration(case: &Case, step: &Step) -> anyhow::Result<Registration> {
    let flags = Flags {
        joint: !case.with.is_empty(),
        anonymous: case.by.starts_with("luren"),
        ..Flags::default()
    };
    Ok(Registration {
        division: case.division,
        category: Category::parse(&step.category)?,
        purpose: Purpose::from_code(&step.purpose).context("no such purpose")?,
        procedure: match step.procedure.as_str() {
            "" => Procedure::Petition,
            code => Procedure::from_code(code).context("no such procedure")?,
        },
        summary: Summary::parse(&step.summary)?,
        people_count: if flags.joint { case.people } else { 1 },
        people_affected: step.people_affected,
        flags,
        threat_text: None,
        initial: true,
        repeat_number: 0,
        public: false,
        rating: rating(&step.purpose, flags.anonymous),
        accused: None,
        cause: None,
        hot_topic: None,
    })
}

/// Where the officer decides, enquiries are left out of the rating.
fn rating(purpose: &str, anonymous: bool) -> Option<domain::rating::RatingChoice> {
    (purpose != "request_to_resolve" && !anonymous).then_some(domain::rating::RatingChoice::Exclude)
}

fn failed(error: impl std::fmt::Debug) -> anyhow::Error {
    anyhow!("{error:?}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_case_is_valid_by_the_rules_that_people_meet() {
        let demo: Demo = serde_json::from_str(DATA).unwrap();
        assert!(demo.cases.len() >= 12);
        for case in &demo.cases {
            domain::text::Title::parse(&case.title).unwrap();
            domain::text::Content::parse(&case.content).unwrap();
            case.time.parse::<NaiveTime>().unwrap();
            for step in &case.steps {
                assert!(step.after <= case.day, "{}", case.title);
                if step.what == What::Add {
                    Supplement::parse(&step.text).unwrap();
                }
                if step.what == What::Register {
                    assert_eq!(registration(case, step).unwrap().problems(), [], "{}", case.title);
                }
            }
        }
    }
}
