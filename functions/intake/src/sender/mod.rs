//! `/staff/petitions/{id}/sender`: 更正来信人、来访人. What was taken down of who wrote a letter or came is put right, at the
//! office that registered it, until the case is concluded: the new names open it with its query code and the old ones do
//! not, messages go to the new number, dedupe finds it under what is right. Whether somebody is named is not changed here.

mod read;

use crate::register::{opened, registers};
use crate::steps;
use axum::extract::State;
use axum::response::Response;
use domain::correction::refusal;
use domain::event::{Body, By, OfficerRef};
use domain::ids::PetitionId;
use domain::petition::Petition;
use domain::registration::Channel;
use domain::time::local_date;
use store::cases::CaseFile;
use templates::components::link::Link;
use templates::components::overtaken::Overtaken;
use templates::layout::Menu;
use templates::staff::sender::{ADD_ROW, Of, View, page as sender_page};
use web::render::{form_again, returned, step_of};
use web::sender::known::Known;
use web::sender::visit;
use web::session::Officer;
use web::{App, AppError, FormData, FormState, Path, Result, Visit, html, present, scope, see_other};

/// How often saving is tried that lost against another write at the same moment; each try sees what that wrote.
const TRIES: usize = 4;

/// The case, if the officer may amend its registration and may see it wherever it lies now.
async fn within_reach(app: &App, officer: &Officer, id: PetitionId) -> Result<CaseFile> {
    let case = opened(app, officer, id).await?;
    if scope::is_visible(officer, &case.file.head.petition) {
        Ok(case)
    } else {
        Err(AppError::NotFound)
    }
}

/// Where who stands behind a petition is corrected, for its registration form; `None` where it is not.
pub(crate) fn link(petition: &Petition) -> Option<Link> {
    let of = if petition.channel == Channel::Visit {
        Of::Visit(0)
    } else {
        Of::Letter
    };
    let href = format!("/staff/petitions/{}/sender", petition.id);
    refusal(petition).is_none().then(|| Link::new(href, of.heading()))
}

/// `GET /staff/petitions/{id}/sender`
pub async fn show(
    State(app): State<App>,
    visit: Visit,
    officer: Officer,
    Path(id): Path<PetitionId>,
) -> Result {
    let case = within_reach(&app, &officer, id).await?;
    if let Some(reason) = refusal(&case.file.head.petition) {
        return Err(AppError::conflict_on(id, format!("{reason}。")));
    }
    let form = read::recorded(visit.csrf(&app), &case.file.detail);
    Ok(html(page(&app, &visit, &officer, &case, form, None)?))
}

fn page(
    app: &App,
    visit: &Visit,
    officer: &Officer,
    case: &CaseFile,
    form: FormState,
    overtaken: Option<Overtaken>,
) -> Result<templates::Markup> {
    let head = &case.file.head;
    let petition = &head.petition;
    let is_visit = petition.channel == Channel::Visit;
    Ok(sender_page(&View {
        of: if is_visit {
            Of::Visit(visit::rows(&form))
        } else {
            Of::Letter
        },
        anonymous: head.anonymous,
        documents: web::sender::documents(),
        known: Known::of_case(&case.file.detail).shown(),
        menu: match is_visit {
            _ if !registers(officer) => Menu::Interviews,
            true => Menu::Visits,
            false => Menu::Letters,
        },
        step: step_of(app, visit, officer, head, "sender", form)?.overtaken(overtaken),
    }))
}

/// The form as it was sent, as a keyed hash: what was typed stands in no event.
fn fingerprint(app: &App, sent: &FormData) -> String {
    let mut pairs = sent.kept();
    pairs.retain(|(name, value)| name != "version" && !value.is_empty());
    let pairs: Vec<String> = pairs
        .iter()
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    app.store.keys().blind("sender-form", &pairs.join("\n"))
}

/// Whether this very form was carried out before: the same officer did that right after the version it was made for.
fn was_done(case: &CaseFile, seen: u32, by: &OfficerRef, form: &str) -> bool {
    let next = case.all_events().into_iter().find(|event| event.seq > seen);
    next.is_some_and(|event| {
        let own = matches!(&event.by, By::Officer(officer) if officer.id == by.id);
        own && matches!(&event.body, Body::SenderCorrected { correction } if correction.form == form)
    })
}

/// What became of the case while the form was filled in; `None` if nothing did. Where a colleague corrected it too, the
/// boxes stand beside other values than those they were ticked at: they are empty again.
fn overtaken(case: &CaseFile, officer: &Officer, seen: u32, state: &mut FormState) -> Option<Overtaken> {
    let petition = &case.file.head.petition;
    if seen == petition.version {
        return None;
    }
    let corrected = case
        .internal
        .iter()
        .any(|event| event.seq > seen && matches!(event.body, Body::SenderCorrected { .. }));
    if corrected {
        Known::untick(state);
    }
    let base = format!("/staff/petitions/{}", petition.id);
    Some(Overtaken {
        news: present::news_since(case, &officer.agency, seen, &base),
        closed: refusal(petition).map(str::to_owned),
    })
}

/// `POST /staff/petitions/{id}/sender`: takes effect once however often it is sent. What comes after somebody else worked
/// on the case asks to look again, and keeps what was typed.
pub async fn save(
    State(app): State<App>,
    visit: Visit,
    officer: Officer,
    Path(id): Path<PetitionId>,
    sent: FormData,
) -> Result<Response> {
    let by = officer.reference();
    let seen = sent.seen_version();
    let form = fingerprint(&app, &sent);
    let mut tries = TRIES;
    loop {
        let case = within_reach(&app, &officer, id).await?;
        let petition = &case.file.head.petition;
        if was_done(&case, seen, &by, &form) {
            break;
        }
        let mut state = sent.state(visit.csrf(&app));
        let late = overtaken(&case, &officer, seen, &mut state);
        if let (Some(reason), None) = (refusal(petition), &late) {
            return Err(AppError::conflict_on(id, format!("{reason}。")));
        }
        if sent.text("then") == ADD_ROW {
            let rows = visit::rows(&state) + 1;
            state
                .values
                .retain(|(name, _)| name != visit::ROWS && name != "then");
            state.values.push((visit::ROWS.to_owned(), rows.to_string()));
            let is_late = late.is_some();
            let page = page(&app, &visit, &officer, &case, state, late)?;
            return Ok(form_again(true, is_late, page));
        }
        let today = local_date(visit.now());
        let wanted = read::wanted(&sent, &mut state, &case, today, form.clone());
        let Some((detail, correction)) = wanted.filter(|_| late.is_none()) else {
            let is_late = late.is_some();
            return Ok(returned(
                is_late,
                page(&app, &visit, &officer, &case, state, late)?,
            ));
        };
        tries -= 1;
        match steps::correct(&app, &by, &case.file.head, detail, correction, visit.now()).await {
            Ok(_) => break,
            // Somebody wrote at the same moment; the next look shows what.
            Err(AppError::Conflict { .. }) if tries > 0 => {}
            Err(error) => return Err(error),
        }
    }
    Ok(see_other(&format!("/staff/petitions/{id}?done=corrected")))
}
