//! What the forms of an interview have in common: which visit it is, the page, who was first, and that a form takes effect
//! once however often it is sent. Also 恢复待办, which has no words of its own.

use crate::interviewers::{self, Interviewer};
use crate::{reach, steps};
use axum::extract::State;
use axum::response::Response;
use domain::access::{Action, may};
use domain::contact::{mask_address, mask_mobile, mask_name};
use domain::ending::Ending;
use domain::event::{Body, By, Event};
use domain::ids::PetitionId;
use domain::interview::{Conclusion, Interview, InterviewRecord};
use domain::petition::StatusKind;
use domain::time::{iso_date, local_date, time_of_day, zh_datetime};
use store::StoreError;
use store::cases::CaseFile;
use store::head::SealedField;
use templates::components::action::ActionItem;
use templates::components::link::Link;
use templates::components::overtaken::Overtaken;
use templates::components::select::Choice;
use templates::staff::interviews::LIST;
use templates::staff::interviews::show;
use web::render::{returned, staff_shell};
use web::session::Officer;
use web::{App, AppError, FormData, FormState, Path, Result, Visit, present, see_other};

/// How often a step is tried that lost against another write at the same moment; each try sees what that wrote.
pub(crate) const TRIES: usize = 4;

/// A visit of the officer's office, and its interview.
pub(crate) async fn of(app: &App, officer: &Officer, id: PetitionId) -> Result<(CaseFile, Interview)> {
    let case = reach::own_case(app, officer, id).await?;
    let interview = case.file.head.petition.interview.clone();
    let interview = interview.ok_or(AppError::NotFound)?;
    Ok((case, interview))
}

/// What the officer did right after the version that a form shows, in order.
pub(crate) fn own_after<'a>(case: &'a CaseFile, officer: &Officer, seen: u32) -> Vec<&'a Body> {
    let own = |event: &Event| matches!(&event.by, By::Officer(by) if by.id == officer.id);
    let mut bodies = Vec::new();
    for event in case.all_events().into_iter().filter(|event| event.seq > seen) {
        if !own(event) {
            break;
        }
        bodies.push(&event.body);
    }
    bodies
}

/// What stands above a form that came too late, or that was closed all along.
pub(crate) fn overtaken(case: &CaseFile, officer: &Officer, seen: u32, closed: Option<String>) -> Overtaken {
    let id = case.file.head.petition.id;
    Overtaken {
        news: present::news_since(case, &officer.agency, seen, &format!("/staff/petitions/{id}")),
        closed,
    }
}

/// Whether a step that failed is worth another look: somebody wrote at the same moment.
pub(crate) fn again(error: &StoreError, tries: usize) -> bool {
    tries > 0 && matches!(error, StoreError::Conflict | StoreError::Transition(_))
}

/// The last record, as its form.
pub(crate) fn recorded(case: &CaseFile, app: &App, visit: &Visit) -> FormState {
    let last = present::interviews::last_record(case);
    let at = last.map_or(visit.now(), |record| record.at);
    let form = FormState::new(visit.csrf(app))
        .with("date", iso_date(local_date(at)))
        .with("time", time_of_day(at));
    match last {
        None => form,
        Some(InterviewRecord {
            text,
            conclusion,
            advice,
            ..
        }) => form
            .with("text", text)
            .with("conclusion", conclusion.code())
            .with("advice", advice),
    }
}

/// The page of an interview; `form` is the record, with to whom it is sent on and why.
pub(crate) fn view(
    app: &App,
    visit: &Visit,
    officer: &Officer,
    case: &CaseFile,
    interview: &Interview,
    interviewers: &[Interviewer],
    form: FormState,
) -> Result<show::View> {
    let head = &case.file.head;
    let petition = &head.petition;
    let base = format!("/staff/petitions/{}", petition.id);
    let me = officer.reference();
    let open = interview.open_to(&me);
    let reopens = interview.reopenable_by(&me, petition.status.kind()).is_ok();
    let next = present::endings::next_step(officer, case);
    let others = interviewers::choices(interviewers)
        .into_iter()
        .filter(|choice| choice.value != officer.id.to_string());
    Ok(show::View {
        shell: staff_shell(app, visit, Some(officer)),
        form,
        action: format!("{LIST}/{}", petition.id),
        version: petition.version.to_string(),
        number: petition.number.to_string(),
        title: app.store.open_field(head, SealedField::Title)?,
        standing: present::interviews::standing(interview),
        facts: facts(case, interview),
        content: case.file.detail.content.clone(),
        files: present::files(
            &present::filed_attachments(&case.file),
            &format!("{base}/attachments"),
        ),
        conclusions: Conclusion::ALL
            .iter()
            .map(|one| Choice::new(one.code(), one.label()))
            .collect(),
        others: others.collect(),
        open: open.is_ok(),
        back: if may(&officer.actor(), Action::InterviewVisit) {
            Link::new(LIST, "返回来访接谈")
        } else {
            Link::new(base.clone(), "返回这一件")
        },
        sends: interview.sendable_by(&me).is_ok(),
        reopens,
        why: match open {
            Err(why) if interview.is_with(officer.id) && !reopens => {
                format!("{why}，这件信访已经{}", petition.status.kind().label())
            }
            Err(_) if !interview.is_with(officer.id) => format!("这次接谈由{}办理", interview.to.name),
            _ => String::new(),
        },
        steps: present::news_of(case, &officer.agency, &base, |event| {
            event.body.is_about_interview()
        }),
        actions: actions(officer, case, next.as_ref().map(|(ending, _)| *ending)),
        next: next.map(|(_, words)| words).unwrap_or_default(),
        overtaken: None,
        flash: String::new(),
    })
}

/// Who came, masked, and what is registered.
fn facts(case: &CaseFile, interview: &Interview) -> Vec<(String, String)> {
    let detail = &case.file.detail;
    let person = &detail.petitioner;
    let petition = &case.file.head.petition;
    let mut facts = vec![("来访", zh_datetime(petition.filed_at))];
    if person.anonymous {
        facts.push(("来访人", person.name.clone()));
    } else {
        facts.push(("来访人", mask_name(&person.name)));
        facts.extend(person.sex.map(|sex| ("性别", sex.label().to_owned())));
        facts.extend(
            person
                .mobile
                .as_deref()
                .map(|mobile| ("手机号", mask_mobile(mobile))),
        );
        let address = person.addresses.first();
        facts.extend(address.map(|(_, address)| ("通讯地址", mask_address(address))));
    }
    facts.extend(present::interviews::facts(
        detail.visit.as_deref(),
        Some(interview),
    ));
    facts.push(("问题属地", domain::division::full_name(petition.division)));
    if let Some(registration) = case.registration() {
        facts.push(("内容分类", registration.category.to_string().replace('/', " › ")));
        facts.push(("信访目的", registration.purpose.label().to_owned()));
        facts.push(("摘要", registration.summary.as_str().to_owned()));
    }
    facts
        .into_iter()
        .map(|(key, value)| (key.to_owned(), value))
        .collect()
}

/// Where the case goes on, for who may; first the end that the conclusion leads to, greyed with the reason where it is not
/// possible.
fn actions(officer: &Officer, case: &CaseFile, next: Option<Ending>) -> Vec<ActionItem> {
    let petition = &case.file.head.petition;
    let id = petition.id;
    let state = petition.status.kind();
    let actor = officer.actor();
    let here = petition.holder.code == officer.agency;
    let mine = petition
        .interview
        .as_ref()
        .is_some_and(|one| one.is_with(officer.id));
    let amends = matches!(state, StatusKind::Opened | StatusKind::Registered);
    let pages = [
        (
            true,
            Action::ReadCase,
            "查看信访件",
            format!("/staff/petitions/{id}"),
        ),
        (
            here && amends && (mine || may(&actor, Action::RegisterPetition)),
            Action::AmendRegistration,
            "修改登记",
            format!("/staff/intake/web/{id}"),
        ),
        (
            here && state == StatusKind::Registered,
            Action::TransferCase,
            "转送",
            format!("/staff/petitions/{id}/transfer"),
        ),
        (
            here && state == StatusKind::Registered,
            Action::AssignCase,
            "交办",
            format!("/staff/petitions/{id}/assign"),
        ),
        (
            true,
            Action::RecordReception,
            "领导公开接访",
            format!("/staff/intake/visits/{id}/reception"),
        ),
    ];
    let possible = pages
        .into_iter()
        .filter(|(now, action, _, _)| *now && may(&actor, *action));
    let ending = next.and_then(|ending| present::endings::action(officer, petition, ending));
    ending
        .map(|item| ActionItem {
            primary: item.blocked.is_none(),
            ..item
        })
        .into_iter()
        .chain(possible.map(|(_, _, label, href)| ActionItem::link(label, href)))
        .collect()
}

/// `POST /staff/interviews/{id}/reopen`: 恢复待办 — by the same interviewer, while the case lies where it came in.
pub async fn reopen(
    State(app): State<App>,
    visit: Visit,
    officer: Officer,
    Path(id): Path<PetitionId>,
    sent: FormData,
) -> Result<Response> {
    let me = officer.reference();
    let seen = sent.seen_version();
    let mut tries = TRIES;
    loop {
        let (case, interview) = of(&app, &officer, id).await?;
        let petition = &case.file.head.petition;
        if matches!(
            own_after(&case, &officer, seen).first(),
            Some(Body::InterviewReopened)
        ) {
            break;
        }
        let closed = interview.reopenable_by(&me, petition.status.kind()).err();
        if closed.is_some() || seen != petition.version {
            let all = interviewers::of_office(&app, &officer).await?;
            let form = recorded(&case, &app, &visit);
            let mut page = view(&app, &visit, &officer, &case, &interview, &all, form)?;
            page.overtaken = Some(overtaken(&case, &officer, seen, closed.map(|no| no.to_string())));
            return Ok(returned(true, show::page(&page)));
        }
        tries -= 1;
        match steps::reopen(&app, &me, &case.file.head, visit.now()).await {
            Ok(_) => break,
            Err(error) if again(&error, tries) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(see_other(&format!("{LIST}/{id}?done=reopened")))
}
