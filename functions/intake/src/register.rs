//! `/staff/intake/web/{id}`: 登记. Completes an opened petition: place, category, purpose, procedure,
//! flags, and the scope of the rating by the rule. Saving makes it registered; it may be amended until
//! it is passed on.

use crate::{dedupe, sender, steps};
use axum::extract::State;
use axum::response::Response;
use domain::access::{Action, may};
use domain::approval::{Approval, DraftKind};
use domain::contact::{mask_mobile, mask_name};
use domain::event::{Body, By, Event, OfficerRef};
use domain::ids::PetitionId;
use domain::petition::{Petition, StatusKind};
use domain::registration::{Channel, Registration};
use domain::time::zh_datetime;
use store::cases::CaseFile;
use store::head::SealedField;
use templates::components::link::Link;
use templates::components::overtaken::Overtaken;
use templates::components::put_aside::PutAside;
use templates::layout::Menu;
use templates::staff::intake_list::LIST;
use templates::staff::matches::Panel;
use templates::staff::{intake_form, letters, visits};
use web::passing_on::{Onward, SendingOffice};
use web::present::{self, Told};
use web::registration::{self as form, Desk, Origin};
use web::render::{form_again, staff_shell};
use web::session::Officer;
use web::unfinished::{self, Sheet};
use web::{App, AppError, FormData, FormState, Path, Query, Result, Visit, html, see_other};

/// How often saving is tried that lost against another write at the same moment; each try sees what that wrote.
const TRIES: usize = 4;

/// Whether it came in at the officer's agency.
pub(crate) fn came_in_here(officer: &Officer, petition: &Petition) -> bool {
    petition.came_in_at(&officer.agency)
}

/// Whether the officer registers whatever comes in; an interviewer amends the registration of the own visits only.
pub(crate) fn registers(officer: &Officer) -> bool {
    may(&officer.actor(), Action::RegisterPetition)
}

/// The case, if it came in at this officer's agency and was opened.
pub(crate) async fn opened(app: &App, officer: &Officer, id: PetitionId) -> Result<CaseFile> {
    let case = app.store.case(id).await?.ok_or(AppError::NotFound)?;
    let petition = &case.file.head.petition;
    let own_visit = petition
        .interview
        .as_ref()
        .is_some_and(|one| one.is_with(officer.id));
    let within_reach = registers(officer) || own_visit;
    if !came_in_here(officer, petition) || !within_reach {
        return Err(AppError::NotFound);
    }
    match petition.status.kind() {
        // Reading what was written is opening it; that is a button of its own.
        StatusKind::Filed => Err(AppError::conflict_at(
            "这件信访还没有调阅，请从列表中打开。",
            LIST,
            "返回网信登记",
        )),
        StatusKind::Withdrawn => Err(AppError::conflict_at(
            "信访人已经撤回了这件信访。",
            "/staff/intake/web?tab=withdrawn",
            "查看已撤回的信访",
        )),
        _ => Ok(case),
    }
}

/// Why it cannot be saved (any more), without a full stop.
pub(crate) fn blocked(petition: &Petition) -> Option<String> {
    match petition.status.kind() {
        StatusKind::Opened | StatusKind::Registered => None,
        _ => Some(format!(
            "这件信访已经转送{}，登记内容不能再改",
            petition.holder.name
        )),
    }
}

/// `GET /staff/intake/web/{id}`
pub async fn show(
    State(app): State<App>,
    visit: Visit,
    officer: Officer,
    Path(id): Path<PetitionId>,
    Query(query): Query,
) -> Result {
    let sheet = Sheet::Petition(id);
    let (case, other, links, put_aside) = tokio::try_join!(
        opened(&app, &officer, id),
        other(&app, &visit, &officer, id),
        dedupe::standing(&app, id),
        unfinished::find(&app, &visit, &officer, sheet)
    )?;
    let title = app.store.open_field(&case.file.head, SealedField::Title)?;
    let open = blocked(&case.file.head.petition).is_none();
    let csrf = visit.csrf(&app);
    let saved = dedupe::saved_form(&case, csrf, &title);
    let asked = present::approvals::named(&case, &officer.agency, &query, DraftKind::Registration)?;
    let put_aside = put_aside.filter(|_| open && asked.is_none());
    let form = async {
        match (asked, &put_aside) {
            _ if !open => Ok((saved, String::new())),
            (_, Some(left)) => {
                let form = left.form(saved.csrf, &["version"]);
                let filled = dedupe::Filled::at(form, left.seen_version(), left.at);
                dedupe::with_links(&app, &officer, &case, &links, filled, &title).await
            }
            // What was linked since the draft was submitted holds in it too.
            (Some(asked), None) => {
                let draft = present::approvals::filled(&case, &asked, saved);
                let filled = dedupe::Filled::at(draft, asked.submission, asked.at);
                dedupe::with_links(&app, &officer, &case, &links, filled, &title).await
            }
            (None, None) => {
                let filled = dedupe::Filled::saved(&case, saved);
                dedupe::with_links(&app, &officer, &case, &links, filled, &title).await
            }
        }
    };
    let panel = dedupe::panel(&app, &officer, &case, &links, open);
    let ((state, said), mut matches) = tokio::try_join!(form, panel)?;
    matches.said = said;
    let beside = Beside {
        matches,
        other,
        overtaken: None,
        put_aside: put_aside.as_ref().map(|left| PutAside {
            news: present::news_since(
                &case,
                &officer.agency,
                left.seen_version(),
                &format!("/staff/petitions/{id}"),
            ),
            ..left.shown(sheet, None)
        }),
        flash: match query.text("done") {
            "kept" => "已暂存，还没有登记。从任何一台电脑打开这一件，填的都在；别的同事看不到。".to_owned(),
            _ => String::new(),
        },
    };
    Ok(html(
        page(&app, &visit, &officer, &case, title, state, beside).await?,
    ))
}

/// The name of who else fills in the form just now; empty if nobody does.
pub(crate) async fn other(app: &App, visit: &Visit, officer: &Officer, id: PetitionId) -> Result<String> {
    let mark = app.store.editing(id, visit.now()).await?;
    let other = mark.filter(|mark| mark.officer != officer.id);
    Ok(other.map(|mark| mark.name).unwrap_or_default())
}

/// What stands on the page besides the form.
#[derive(Default)]
pub(crate) struct Beside {
    /// 判重
    pub(crate) matches: Panel,
    /// Who else fills it in.
    pub(crate) other: String,
    pub(crate) overtaken: Option<Overtaken>,
    /// What the officer put aside of the form.
    pub(crate) put_aside: Option<PutAside>,
    pub(crate) flash: String,
}

pub(crate) async fn page(
    app: &App,
    visit: &Visit,
    officer: &Officer,
    case: &CaseFile,
    title: String,
    state: FormState,
    beside: Beside,
) -> Result<templates::Markup> {
    let petition = &case.file.head.petition;
    let detail = &case.file.detail;
    let id = petition.id;
    let closed = blocked(petition);
    let destination = match &closed {
        None if registers(officer) => {
            let agencies = app.store.agencies(app.now()).await?;
            let office = SendingOffice {
                officer,
                agencies: &agencies,
                now: visit.now(),
            };
            office.destination(state.value("division").parse().ok())
        }
        _ => None,
    };
    let mut state = match &destination {
        Some(_) => web::assign::with_usual_day(state, visit.now()),
        None => state,
    };
    if state.value("way").is_empty() && petition.status.kind() == StatusKind::Registered {
        // Who comes back to it amends it.
        state = state.with("way", "later");
    }
    let (menu, back) = match petition.channel {
        _ if !registers(officer) => (
            Menu::Interviews,
            Link::new(format!("/staff/interviews/{id}"), "返回接谈"),
        ),
        Channel::Letter => (Menu::Letters, Link::new(letters::LIST, "返回来信登记")),
        Channel::Visit => (Menu::Visits, Link::new(visits::LIST, "返回来访登记")),
        _ => (Menu::Intake, Link::new(LIST, "返回网信登记")),
    };
    Ok(intake_form::page(&intake_form::View {
        instruction: present::approvals::instruction(case, DraftKind::Registration, &state)?,
        menu,
        back,
        shell: staff_shell(app, visit, Some(officer)),
        matches: beside.matches,
        lists: form::lists(&state, case.file.head.anonymous, &title, &detail.content),
        form: state,
        id: id.to_string(),
        version: petition.version.to_string(),
        number: petition.number.to_string(),
        title,
        petitioner: if detail.petitioner.anonymous {
            detail.petitioner.name.clone()
        } else {
            mask_name(&detail.petitioner.name)
        },
        phone: detail
            .petitioner
            .mobile
            .as_deref()
            .map(mask_mobile)
            .unwrap_or_default(),
        co_petitioners: present::co_petitioners(&detail.co_petitioners).unwrap_or_default(),
        correct: sender::link(petition),
        place: domain::division::full_name(petition.division),
        address: detail.address.clone(),
        category_hint: detail.category_hint.clone().unwrap_or_default(),
        received: zh_datetime(petition.filed_at),
        content: detail.content.clone(),
        files: present::files(
            &present::filed_attachments(&case.file),
            &format!("/staff/petitions/{id}/attachments"),
        ),
        materials: present::materials(&case.file, &format!("/staff/petitions/{id}/attachments")),
        deadline: present::deadline_bar(petition, visit.now(), true),
        record: present::timeline(
            petition,
            &present::known_to(case, &officer.agency),
            &format!("/staff/petitions/{id}/letters"),
            Told::ToStaff,
            visit.now(),
        ),
        registers: registers(officer),
        destination,
        other: if closed.is_none() {
            beside.other
        } else {
            String::new()
        },
        overtaken: beside.overtaken,
        put_aside: beside.put_aside,
        flash: beside.flash,
        blocked: closed,
    }))
}

/// Whether this very form was saved before: what it asks is what the same officer saved right after the version
/// it was made for.
fn was_saved(case: &CaseFile, seen: u32, by: &OfficerRef, asked: &Asked<'_>) -> bool {
    let own = |event: &&Event| matches!(&event.by, By::Officer(officer) if officer.id == by.id);
    let events = case.all_events().into_iter();
    let mut after = events.filter(|event| event.seq > seen).take_while(own);
    let saved = after.next().is_some_and(
        |event| matches!(&event.body, Body::RegistrationSaved { registration } if **registration == asked.registration),
    );
    saved
        && asked
            .onward
            .as_ref()
            .is_none_or(|onward| after.any(|event| onward.is(&event.body)))
}

/// What the form asks, filled in well.
struct Asked<'a> {
    registration: Registration,
    /// Where it goes at once; nowhere where it is only registered.
    onward: Option<Onward<'a>>,
}

/// What the form asks; `None` with the errors in `state`.
fn asked<'a>(
    sent: &FormData,
    state: &mut FormState,
    case: &CaseFile,
    office: SendingOffice<'a>,
) -> Result<Option<Asked<'a>>> {
    let head = &case.file.head;
    let origin = Origin {
        channel: head.petition.channel,
        anonymous: head.anonymous,
        desk: Desk {
            agency: &office.officer.agency,
            agencies: office.agencies,
        },
    };
    let registration = form::parse(sent, state, origin);
    let onward = office.read(sent, state, registration.as_ref());
    let (Some(registration), Some(onward)) = (registration, onward) else {
        return Ok(None);
    };
    let mut submitted = case.approvals()?.0.into_iter();
    let waiting = submitted.find(Approval::is_waiting);
    if let (Some(_), Some(waiting)) = (&onward, waiting) {
        let leader = waiting.to.name;
        let sentence =
            format!("已送{leader}审批，还没有批示：请选“先登记”，等批示了再办；不等的，登记以后单独转送");
        state.fail("way", sentence);
        return Ok(None);
    }
    Ok(Some(Asked { registration, onward }))
}

/// 暂存: keeps what was typed as it is, or throws away what was kept.
async fn put_aside(
    app: &App,
    visit: &Visit,
    officer: &Officer,
    id: PetitionId,
    sent: &FormData,
    keep: bool,
) -> Result<Response> {
    let case = opened(app, officer, id).await?;
    let sheet = Sheet::Petition(id);
    if !keep {
        unfinished::forget(app, officer, sheet).await;
        return Ok(see_other(&format!("/staff/intake/web/{id}")));
    }
    if let Some(reason) = blocked(&case.file.head.petition) {
        return Err(AppError::conflict_on(id, format!("{reason}。")));
    }
    unfinished::put(app, visit, officer, sheet, sent).await?;
    Ok(see_other(&format!("/staff/intake/web/{id}?done=kept")))
}

/// `POST /staff/intake/web/{id}`: takes effect once however often it is sent. What comes after somebody else
/// worked on the case asks to look again, and keeps what was typed.
pub async fn save(
    State(app): State<App>,
    visit: Visit,
    officer: Officer,
    Path(id): Path<PetitionId>,
    sent: FormData,
) -> Result<Response> {
    let case_page = format!("/staff/petitions/{id}");
    let button = sent.text("next");
    if matches!(button, unfinished::KEEP | unfinished::FORGET) {
        return put_aside(&app, &visit, &officer, id, &sent, button == unfinished::KEEP).await;
    }
    let by = officer.reference();
    let seen = sent.seen_version();
    let agencies = app.store.agencies(app.now()).await?;
    let office = SendingOffice {
        officer: &officer,
        agencies: &agencies,
        now: visit.now(),
    };
    let mut tries = TRIES;
    let onward = loop {
        let case = opened(&app, &officer, id).await?;
        let head = &case.file.head;
        let late = seen != head.petition.version;
        if let (Some(reason), false) = (blocked(&head.petition), late) {
            return Err(AppError::conflict_on(id, format!("{reason}。")));
        }
        let mut state = sent.state(visit.csrf(&app));
        let asked = asked(&sent, &mut state, &case, office)?;
        let again = sent.asks_form_again();
        if again {
            state.errors.clear();
        }
        let asked = match asked.filter(|_| !again) {
            Some(asked) if was_saved(&case, seen, &by, &asked) => break asked.onward,
            Some(asked) if !late => asked,
            _ => {
                let title = app.store.open_field(head, SealedField::Title)?;
                let closed = blocked(&head.petition);
                let open = closed.is_none();
                let overtaken = late.then(|| Overtaken {
                    news: present::news_since(&case, &officer.agency, seen, &case_page),
                    closed,
                });
                let (links, other) =
                    tokio::try_join!(dedupe::standing(&app, id), other(&app, &visit, &officer, id))?;
                let beside = Beside {
                    matches: dedupe::panel(&app, &officer, &case, &links, open).await?,
                    other,
                    overtaken,
                    ..Beside::default()
                };
                let page = page(&app, &visit, &officer, &case, title, state, beside).await?;
                return Ok(form_again(again, late, page));
            }
        };
        tries -= 1;
        let Asked { registration, onward } = asked;
        let passing = onward.as_ref().map(Onward::passing);
        match steps::register(&app, &by, head, registration, passing, visit.now()).await {
            Ok(_) => break onward,
            // Somebody wrote at the same moment; the next look shows what.
            Err(AppError::Conflict { .. }) if tries > 0 => {}
            Err(error) => return Err(error),
        }
    };
    // A mark that stays behind ends by itself.
    if let Err(error) = app.store.unmark_editing(id, officer.id).await {
        tracing::warn!(%error, "a mark of who registers was not taken away");
    }
    unfinished::forget(&app, &officer, Sheet::Petition(id)).await;
    if !registers(&officer) {
        return Ok(see_other(&format!("/staff/interviews/{id}?done=amended")));
    }
    let done = onward.map_or("registered", |onward| onward.done());
    Ok(see_other(&format!("{case_page}?done={done}")))
}
