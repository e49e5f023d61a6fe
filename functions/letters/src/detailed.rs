//! `/staff/intake/letters/new`: 来信详细登记. One page and one transaction, which makes the petition, registers it and
//! gives it its query code. The form carries the id that the petition will have ([`crate::ticket`]): a second click, a
//! reload or a second window ends where the first did; filled in anew it is another letter, and asked about.

use crate::alike;
use crate::form::{self, Entry};
use crate::steps::{self, Scans};
use crate::ticket::TICKETS;
use crate::{batch, brief, reach, scans, ticket};
use axum::extract::State;
use axum::response::Response;
use domain::event::{Body, By};
use domain::ids::PetitionId;
use domain::time::{iso_date, local_date};
use http::StatusCode;
use store::attachments::AttachmentState;
use store::cases::CaseFile;
use store::content::Agencies;
use store::filing::FilingError;
use store::head::SealedField;
use templates::components::put_aside::PutAside;
use templates::staff::letters::form::{View, page as form_page};
use templates::staff::letters::{DETAILED, Earlier, Last};
use templates::staff::matches::Panel;
use web::matches::taken;
use web::passing_on::{Onward, SendingOffice};
use web::registration::Desk;
use web::render::{html_with, invalid, staff_shell};
use web::session::Officer;
use web::unfinished::{self, Sheet, TAKEN_UP};
use web::uploads::{self, FileButton};
use web::{
    App, AppError, FormData, FormState, Query, Result, Visit, held, html, present, registration, see_other,
    sender,
};

/// What the letters of a day share.
const SHARED: [&str; 3] = ["received", "addressee", "way"];
/// Buttons: they are no part of what was typed.
const BUTTONS: [&str; 2] = ["then", "pick"];

/// The button that registers and then asks a leader.
const ASK: &str = "ask";

/// The hidden field that says that what dedupe found was shown.
const ALIKE: &str = "alike";

/// What the form asks, filled in well.
struct Asked<'a> {
    entry: Entry,
    /// Where it goes at once; nowhere where it is only registered.
    onward: Option<Onward<'a>>,
}

/// What stands on the page besides the form.
#[derive(Default)]
pub(crate) struct Beside {
    pub(crate) matches: Panel,
    last: Option<Last>,
    earlier: Option<Earlier>,
    /// The scan that is sent next, and where its page leads back to.
    upload: Option<(String, String)>,
    /// What the officer put aside.
    put_aside: Option<PutAside>,
    flash: String,
}

/// `GET /staff/intake/letters/new`: empty with what the letters of a day share, or as it was kept for a scan.
pub async fn show(State(app): State<App>, visit: Visit, officer: Officer, Query(query): Query) -> Result {
    let mut beside = Beside::default();
    let state = if let Some(kept) = query.get("kept") {
        let resumed = held::resume_officer(&app, &visit, &officer, kept).await?;
        let back = format!("{DETAILED}?kept={kept}");
        beside.upload = query.get("upload").map(|upload| (upload.to_owned(), back));
        FormState::typed(resumed.csrf, resumed.fields)
    } else if let Some(left) = unfinished::taken_up(&app, &visit, &officer, Sheet::Letter, &query).await? {
        beside.put_aside = Some(left.shown(Sheet::Letter, None));
        left.form(visit.csrf(&app), &BUTTONS).with(TAKEN_UP, "1")
    } else {
        (beside.put_aside, beside.last) = tokio::try_join!(
            unfinished::offered(&app, &visit, &officer, Sheet::Letter, DETAILED),
            batch::last_detailed(&app, &officer, query.text("last"))
        )?;
        if query.text("done") == "kept" {
            unfinished::KEPT.clone_into(&mut beside.flash);
        }
        let today = iso_date(local_date(visit.now()));
        let received = query.get("received").unwrap_or(&today);
        let mut state = form::empty(visit.csrf(&app), received, query.text("addressee"));
        if let Some(way) = query.get("way") {
            state = state.with("way", way);
        }
        TICKETS.put(&mut state, TICKETS.draw(&app, &visit, &officer)?);
        state
    };
    Ok(html(page(&app, &visit, &officer, state, beside).await?))
}

pub(crate) async fn page(
    app: &App,
    visit: &Visit,
    officer: &Officer,
    state: FormState,
    beside: Beside,
) -> Result<templates::Markup> {
    let letter = state.value(TICKETS.field).to_owned();
    let files = async {
        match TICKETS.read(app, visit, officer, &letter) {
            Some(id) => scans::of(app, officer, id).await,
            None => Ok(Vec::new()),
        }
    };
    let known = taken::known(app, officer, &state);
    let agencies = async { Ok(app.store.agencies(visit.now()).await?) };
    let (files, today, known, agencies) =
        tokio::try_join!(files, batch::today(app, visit, officer), known, agencies)?;
    let office = office(visit, officer, &agencies);
    let destination = office.destination(state.value("division").parse().ok());
    let state = web::assign::with_usual_day(state, visit.now());
    let (upload, back) = beside.upload.unzip();
    let back = back.unwrap_or_default();
    let (shown, plain) = uploads::plain(app, &files, upload.as_deref(), &back);
    let text = [state.value("content"), state.value("summary")];
    let text = text.into_iter().find(|text| !text.is_empty()).unwrap_or_default();
    Ok(form_page(&View {
        shell: staff_shell(app, visit, Some(officer)),
        lists: registration::lists(
            &state,
            state.is_chosen("anonymous", "yes"),
            state.value("title"),
            text,
        ),
        destination,
        documents: sender::documents(),
        known: known.shown(),
        files: scans::SCANS.listed(app, &shown, &letter).await?,
        plain,
        back,
        matches: beside.matches,
        last: beside.last,
        put_aside: beside.put_aside,
        flash: beside.flash,
        earlier: beside.earlier,
        today,
        form: state,
    }))
}

/// `POST /staff/intake/letters/new`
pub async fn send(
    State(app): State<App>,
    visit: Visit,
    officer: Officer,
    sent: FormData,
) -> Result<Response> {
    let mut state = sent.state(visit.csrf(&app));
    state.values.retain(|(name, _)| !BUTTONS.contains(&name.as_str()));
    let id = TICKETS.of(&app, &visit, &officer, &sent, &mut state)?;
    let sent = taken::filled(&app, &officer, &sent, &mut state).await?;
    if let Some(button) = FileButton::of(&sent) {
        let files = scans::of(&app, &officer, id).await?;
        let typed = FormData::from_pairs(state.values);
        let kept = held::keep_for_officer(&app, &visit, &officer, &typed).await?;
        let page = format!("{DETAILED}?kept={kept}");
        return button
            .press(&app, &visit, scans::place(&officer, id), &files, &page)
            .await;
    }
    if let Some(pick) = sent.get("pick") {
        let asked = alike::asked(&sent);
        let entering = alike::entering(&app, &officer, id, &asked, visit.now());
        let matches = entering.pick(&mut state, pick).await?;
        let failed = matches.failed();
        let beside = Beside {
            matches,
            ..Beside::default()
        };
        let page = page(&app, &visit, &officer, state, beside).await?;
        return Ok(if failed {
            html_with(StatusCode::CONFLICT, page)
        } else {
            html(page)
        });
    }
    match sent.text("then") {
        unfinished::KEEP => {
            let form = (TICKETS, id);
            if unfinished::keep(&app, &visit, &officer, Sheet::Letter, form, &mut state).await? {
                return Ok(see_other(&format!("{DETAILED}?done=kept")));
            }
            let beside = Beside {
                put_aside: unfinished::offered(&app, &visit, &officer, Sheet::Letter, DETAILED).await?,
                ..Beside::default()
            };
            let page = page(&app, &visit, &officer, state, beside).await?;
            Ok(html_with(StatusCode::CONFLICT, page))
        }
        unfinished::FORGET => {
            unfinished::forget(&app, &officer, Sheet::Letter).await;
            if sent.has(TAKEN_UP) {
                return Ok(see_other(DETAILED));
            }
            Ok(html(
                page(&app, &visit, &officer, state, Beside::default()).await?,
            ))
        }
        "brief" => brief::carry_over(&app, &visit, &officer, state, id).await,
        "check" => {
            let asked = alike::asked(&sent);
            let entering = alike::entering(&app, &officer, id, &asked, visit.now());
            let beside = Beside {
                matches: entering.panel(&state).await?,
                ..Beside::default()
            };
            Ok(html(page(&app, &visit, &officer, state, beside).await?))
        }
        then => register(&app, &visit, &officer, id, &sent, state, then).await,
    }
}

async fn register(
    app: &App,
    visit: &Visit,
    officer: &Officer,
    id: PetitionId,
    sent: &FormData,
    mut state: FormState,
    then: &str,
) -> Result<Response> {
    let now = visit.now();
    let asked = alike::asked(sent);
    let entering = alike::entering(app, officer, id, &asked, now);
    let agencies = app.store.agencies(now).await?;
    let desk = Desk {
        agency: &officer.agency,
        agencies: &agencies,
    };
    let entry = form::parse(sent, &mut state, local_date(now), desk);
    let office = office(visit, officer, &agencies);
    let onward = if then == ASK {
        // A leader is asked first: it goes nowhere before, whatever the form says.
        Some(None)
    } else {
        office.read(sent, &mut state, entry.as_ref().map(|entry| &entry.registration))
    };
    let links = match entering.links(&mut state).await? {
        Ok(links) => links,
        Err(refusal) => {
            let mut matches = entering.panel(&state).await?;
            matches.refused = Some(refusal);
            let beside = Beside {
                matches,
                ..Beside::default()
            };
            let page = page(app, visit, officer, state, beside).await?;
            return Ok(html_with(StatusCode::CONFLICT, page));
        }
    };
    let (Some(entry), Some(onward)) = (entry, onward) else {
        return refused(app, visit, officer, state).await;
    };
    let asked = Asked { entry, onward };
    let (files, brief) = tokio::try_join!(scans::of(app, officer, id), async {
        Ok(app.store.brief(&officer.agency, ticket::as_brief(id)?).await?)
    })?;
    // Who went back in the browser after registering it in brief has not written another letter.
    if let Some(brief) = brief {
        let earlier = Earlier {
            number: brief.number.to_string(),
            href: format!("/staff/intake/letters/brief/{id}"),
        };
        return registered_before(app, visit, officer, state, earlier).await;
    }
    let (kept, dropped) = uploads::arrived(app, &files).await?;
    // The plain form's place for the next file is no file yet.
    let missing = files
        .iter()
        .filter(|file| dropped.contains(&file.id))
        .filter(|file| file.announced_bytes > 0 || matches!(file.state, AttachmentState::Rejected { .. }));
    let missing: Vec<&str> = missing.map(|file| file.name.as_str()).collect();
    if !missing.is_empty() {
        // Later no scan can be added: nobody is to believe that it is there.
        let which = missing.join("、");
        state.fail("file", format!("没有传成：{which}。请删除或者重传，再保存"));
        return refused(app, visit, officer, state).await;
    }
    if asked.onward.is_some() && sent.text(ALIKE) != "seen" {
        // Once it is passed on it is linked to nothing any more.
        let mut matches = entering.panel(&state).await?;
        let unlinked = matches.rows.iter().filter(|row| row.linked.is_none()).count();
        if unlinked > 0 {
            matches.refused = Some(format!(
                "判重找到 {unlinked} 件相近的，转送以后不能再关联：请先看一看，是的就关联；都不是的，再保存一次。"
            ));
            state = state.with(ALIKE, "seen");
            let beside = Beside {
                matches,
                ..Beside::default()
            };
            let page = page(app, visit, officer, state, beside).await?;
            return Ok(html_with(StatusCode::CONFLICT, page));
        }
    }
    let by = officer.reference();
    let scans = Scans { kept, dropped };
    let mut new = steps::prepare(app, &by, id, &asked.entry, scans, links, now).await?;
    if let Some(onward) = &asked.onward {
        new = steps::pass_on(app, &by, new, onward.passing(), now).await?;
    }
    match app.store.file(new, now).await {
        Ok(_) => {
            if sent.has(TAKEN_UP) {
                unfinished::forget(app, officer, Sheet::Letter).await;
            }
            Ok(done(id, &asked, sent, then))
        }
        Err(FilingError::AlreadyFiled) => again(app, visit, officer, id, &asked, sent, state, then).await,
        Err(FilingError::Attachment) => {
            state.fail("file", "有一个扫描件已经不在了，请核对后再保存");
            refused(app, visit, officer, state).await
        }
        Err(FilingError::Store(error)) => Err(error.into()),
        Err(FilingError::Captcha | FilingError::TooMany | FilingError::Draft) => Err(AppError::internal(
            "a letter has neither captcha nor limit nor draft",
        )),
    }
}

/// The form once more with what is wrong in it, and with the links that were chosen.
async fn refused(app: &App, visit: &Visit, officer: &Officer, state: FormState) -> Result<Response> {
    let page = page(app, visit, officer, state, Beside::default()).await?;
    Ok(invalid(page))
}

fn done(id: PetitionId, asked: &Asked<'_>, sent: &FormData, then: &str) -> Response {
    let done = asked.onward.as_ref().map_or("registered", Onward::done);
    see_other(&match then {
        "next" => batch::next(DETAILED, sent, &SHARED, id),
        ASK => present::approvals::asked_after_registering(id),
        _ => format!("/staff/intake/letters/{id}/slip?done={done}"),
    })
}

/// Where letters are passed on from.
fn office<'a>(visit: &Visit, officer: &'a Officer, agencies: &'a Agencies) -> SendingOffice<'a> {
    SendingOffice {
        officer,
        agencies,
        now: visit.now(),
    }
}

/// The form was registered before: the same ends where that did; another one is asked about.
#[expect(clippy::too_many_arguments, reason = "everything of one request")]
async fn again(
    app: &App,
    visit: &Visit,
    officer: &Officer,
    id: PetitionId,
    asked: &Asked<'_>,
    sent: &FormData,
    state: FormState,
    then: &str,
) -> Result<Response> {
    let case = app.store.case(id).await?.ok_or(AppError::NotFound)?;
    if !reach::is_own(officer, &case.file.head.petition) {
        return Err(AppError::NotFound);
    }
    if is_same(app, officer, &case, asked)? {
        return Ok(done(id, asked, sent, then));
    }
    let earlier = Earlier {
        number: case.file.head.petition.number.to_string(),
        href: format!("/staff/petitions/{id}"),
    };
    registered_before(app, visit, officer, state, earlier).await
}

/// The form once more, under a new ticket, and what was registered from it before.
async fn registered_before(
    app: &App,
    visit: &Visit,
    officer: &Officer,
    mut state: FormState,
    earlier: Earlier,
) -> Result<Response> {
    TICKETS.put(&mut state, TICKETS.draw(app, visit, officer)?);
    let beside = Beside {
        earlier: Some(earlier),
        ..Beside::default()
    };
    let page = page(app, visit, officer, state, beside).await?;
    Ok(html_with(StatusCode::CONFLICT, page))
}

/// Whether a form says what was registered from it before, by the same officer.
fn is_same(app: &App, officer: &Officer, case: &CaseFile, asked: &Asked<'_>) -> Result<bool> {
    let Asked { entry, onward } = asked;
    let events = case.all_events();
    let passed_on = |onward: &Onward<'_>| events.iter().any(|event| onward.is(&event.body));
    let first = case
        .internal
        .iter()
        .find_map(|event| match (&event.body, &event.by) {
            (Body::RegistrationSaved { registration }, By::Officer(by)) if by.id == officer.id => {
                Some(registration.as_ref())
            }
            _ => None,
        });
    let title = app.store.open_field(&case.file.head, SealedField::Title)?;
    Ok(first == Some(&entry.registration)
        && case.file.detail == steps::detail(entry)
        && title == entry.title
        && onward.as_ref().is_none_or(passed_on))
}
