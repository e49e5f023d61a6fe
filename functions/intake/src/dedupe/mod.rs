//! 判重: beside the registration form of a petition, the others that may be the same matter or from the same petitioner.
//! Everything that came in is compared; of what lies outside the officer's scope only number, status and agency show.
//! The rules are `domain::dedupe`'s, the index is the store's.

pub mod compare;
pub mod link;

use domain::dedupe::{Link, Profile, Reason, Relation, links};
use domain::event::Body;
use domain::ids::PetitionId;
use store::cases::{CaseFile, Detail};
use store::head::Head;
use store::matching::{self, Candidate};
use templates::staff::matches::{MatchRow, Panel};
use web::matches::link::{may_be, refusal};
use web::matches::{Sight, copy, describe, petitioner, sight};
use web::session::Officer;
use web::{App, FormState, Result, registration as form};

fn profile(app: &App, head: &Head, detail: &Detail) -> Result<Profile> {
    Ok(matching::profile(app.store.keys(), head, detail)?)
}

/// The links of a case that stand.
fn links_of(case: &CaseFile) -> Vec<Link> {
    links(case.all_events())
}

/// The panel of a case. `open`: links can be changed, so that others are looked for.
pub(crate) async fn panel(app: &App, officer: &Officer, case: &CaseFile, open: bool) -> Result<Panel> {
    let head = &case.file.head;
    let own = profile(app, head, &case.file.detail)?;
    let links = links_of(case);
    let linked: Vec<PetitionId> = links.iter().map(|link| link.other).collect();
    let found = if open {
        app.store.candidates(head.petition.id, &own, &linked).await?
    } else {
        app.store.read_candidates(&linked).await?
    };
    let mut rows = Vec::new();
    for candidate in &found {
        let link = links.iter().find(|link| link.other == candidate.head.petition.id);
        let reasons = own.reasons(&profile(app, &candidate.head, &candidate.detail)?);
        if link.is_none() && reasons.is_empty() {
            continue;
        }
        let weight: u32 = reasons.iter().map(|reason| reason.weight()).sum();
        let place = (
            link.is_none(),
            u32::MAX - weight,
            std::cmp::Reverse(candidate.head.petition.filed_at),
        );
        rows.push((place, row(app, officer, case, candidate, link, &reasons)?));
    }
    rows.sort_by_key(|(place, _)| *place);
    Ok(Panel {
        action: format!("/staff/intake/web/{}/links", head.petition.id),
        rows: rows.into_iter().map(|(_, row)| row).collect(),
        open,
        enter: ("next", "transfer", "登记并转送"),
        ..Panel::default()
    })
}

fn row(
    app: &App,
    officer: &Officer,
    case: &CaseFile,
    candidate: &Candidate,
    link: Option<&Link>,
    reasons: &[Reason],
) -> Result<MatchRow> {
    let (head, own) = (&candidate.head, &case.file.head);
    let id = head.petition.id;
    let sight = sight(officer, &head.petition);
    let refusal = refusal(&head.petition);
    let offers = match link {
        Some(_) => vec![(format!("undo.{id}"), "取消关联".to_owned())],
        None if refusal.is_some() => Vec::new(),
        None => Relation::ALL
            .into_iter()
            .filter(|relation| may_be(*relation, own.anonymous, head.anonymous))
            .map(|relation| (format!("{}.{id}", relation.code()), relation.label().to_owned()))
            .collect(),
    };
    let mut row = describe(app, officer, candidate, reasons)?;
    if let (Some(refusal), Sight::Row) = (refusal, sight) {
        refusal.clone_into(&mut row.note);
    }
    Ok(MatchRow {
        compare: (sight == Sight::Whole)
            .then(|| format!("/staff/intake/web/{}/compare/{id}", own.petition.id)),
        linked: link.map(|link| link.relation.label().to_owned()),
        offers,
        ..row
    })
}

/// The number of the event that saved the registration last; 0 if none did.
fn saved_at(case: &CaseFile) -> u32 {
    let saves = case
        .internal
        .iter()
        .filter(|event| matches!(event.body, Body::RegistrationSaved { .. }));
    saves.map(|event| event.seq).max().unwrap_or(0)
}

/// The form as it stands without what was typed: saved before, or from what the petitioner wrote.
pub(crate) fn untouched(case: &CaseFile, csrf: String, title: &str) -> FormState {
    match case.registration() {
        Some(saved) => form::filled(csrf, saved),
        None => form::prefilled(csrf, &case.file.detail, case.file.head.petition.division, title),
    }
}

/// The untouched form, with what links bring that were made since it was saved last, and what there is to say of it.
pub(crate) async fn with_links(
    app: &App,
    officer: &Officer,
    case: &CaseFile,
    csrf: String,
    title: &str,
) -> Result<(FormState, String)> {
    let mut state = untouched(case, csrf, title);
    let saved = saved_at(case);
    let links = links_of(case);
    let changed = case
        .internal
        .iter()
        .any(|event| event.seq > saved && matches!(event.body, Body::Linked { .. } | Body::Unlinked { .. }));
    if !changed {
        return Ok((state, String::new()));
    }
    let baseline = state.clone();
    let mut brought = Vec::new();
    let newest = links.iter().rev().find(|link| link.seq > saved);
    if let Some(link) = newest {
        brought = copy::from(app, officer, link, &mut state, &baseline).await?;
    }
    let before = copy::repeats(&state);
    copy::set_repeats(&mut state, domain::dedupe::repeat_number(&links));
    if brought.is_empty() && before == copy::repeats(&state) {
        return Ok((state, String::new()));
    }
    Ok((
        state,
        "表里的内容按关联的信访件填过，保存登记以后生效。".to_owned(),
    ))
}
