//! 判重: beside the registration form of a petition, the others that may be the same matter or from the same petitioner.
//! Everything that came in is compared; of what lies outside the officer's scope only number, status and agency show.
//! The rules are `domain::dedupe`'s, the index is the store's.

pub mod compare;
pub mod link;

use chrono::{DateTime, Utc};
use domain::dedupe::{LINKS_MAX, Link, Profile, Relation, links, repeat_number};
use domain::event::{Body, Event};
use domain::ids::PetitionId;
use futures_util::future::try_join_all;
use store::cases::{CaseFile, Detail};
use store::head::Head;
use store::links::LinkRow;
use store::matching;
use templates::staff::matches::{MatchRow, Panel};
use web::matches::link::{may_be, refusal};
use web::matches::{self, Alike, Own, Sight, copy, petitioner, sight};
use web::session::Officer;
use web::{App, AppError, FormState, Result, registration as form};

fn profile(app: &App, head: &Head, detail: &Detail) -> Result<Profile> {
    Ok(matching::profile(app.store.keys(), head, detail)?)
}

/// The links of a case that stand, those that it made itself first.
pub(crate) async fn standing(app: &App, id: PetitionId) -> Result<Vec<Link>> {
    let linked = app.store.linked(id).await?;
    Ok(linked.rows.iter().map(LinkRow::link).collect())
}

/// The panel of a case. `open`: links can be changed, so that others are looked for. Where that is not possible just now,
/// it says so: nobody is kept from registering.
pub(crate) async fn panel(
    app: &App,
    officer: &Officer,
    case: &CaseFile,
    links: &[Link],
    open: bool,
) -> Result<Panel> {
    let head = &case.file.head;
    let profile = profile(app, head, &case.file.detail)?;
    let linked: Vec<PetitionId> = links.iter().map(|link| link.other).collect();
    let own = Own::of(head, None, &profile);
    let found = if open {
        matches::alike(app, officer, own, &linked).await
    } else {
        matches::linked_only(app, officer, own, &linked).await
    };
    let rows = found.alike.into_iter().map(|one| {
        let other = one.candidate.head.petition.id;
        row(officer, head, one, links.iter().find(|link| link.other == other))
    });
    Ok(Panel {
        action: format!("/staff/intake/web/{}/links", head.petition.id),
        rows: rows.collect(),
        open,
        enter: ("next", "save", "保存登记"),
        unknown: found.unknown,
        ..Panel::default()
    })
}

/// What was found, with what can be said of it here.
fn row(officer: &Officer, own: &Head, found: Alike, link: Option<&Link>) -> MatchRow {
    let (head, mut row) = (&found.candidate.head, found.row);
    let id = head.petition.id;
    let sight = sight(&officer.agency, &head.petition);
    let refusal = refusal(&head.petition);
    let relations = Relation::ALL.into_iter().filter(|relation| {
        refusal.is_none()
            && may_be(*relation, own.anonymous, head.anonymous)
            && link.is_none_or(|link| link.relation != *relation)
    });
    let changed = if link.is_some() { "改为" } else { "" };
    let relations = relations.map(|relation| {
        (
            format!("{}.{id}", relation.code()),
            format!("{changed}{}", relation.label()),
        )
    });
    let undo = link.map(|_| (format!("undo.{id}"), "取消关联".to_owned()));
    match (refusal, sight) {
        (Some(refusal), Sight::Row) => refusal.clone_into(&mut row.note),
        (_, Sight::Outline) => {}
        _ if link.is_some_and(|link| link.theirs) => {
            "是登记对方的时候关联的。".clone_into(&mut row.note);
        }
        _ => {}
    }
    MatchRow {
        compare: (sight == Sight::Whole)
            .then(|| format!("/staff/intake/web/{}/compare/{id}", own.petition.id)),
        linked: link.map(|link| link.relation.label().to_owned()),
        offers: undo.into_iter().chain(relations).collect(),
        ..row
    }
}

/// The event that saved the registration last; none if nobody did.
fn saved(case: &CaseFile) -> Option<&Event> {
    let saves = case
        .internal
        .iter()
        .filter(|event| matches!(event.body, Body::RegistrationSaved { .. }));
    saves.max_by_key(|event| event.seq)
}

/// The links as they stood after the event `seq`, as far as the case's own events tell, and those that others made up to
/// `at`.
fn links_at(case: &CaseFile, standing: &[Link], seq: u32, at: DateTime<Utc>) -> Vec<Link> {
    let events = case.all_events().into_iter();
    let own = links(events.filter(|event| event.seq <= seq));
    let theirs = standing.iter().filter(|link| link.theirs && link.at <= at);
    own.into_iter().chain(theirs.copied()).collect()
}

/// The form before anybody filled it in: from what the petitioner wrote.
fn blank(case: &CaseFile, title: &str) -> FormState {
    form::prefilled(
        String::new(),
        &case.file.detail,
        case.file.head.petition.division,
        title,
    )
}

/// The form as it was saved, or from what the petitioner wrote.
pub(crate) fn saved_form(case: &CaseFile, csrf: String, title: &str) -> FormState {
    match case.registration() {
        Some(saved) => form::filled(csrf, saved),
        None => FormState {
            csrf,
            ..blank(case, title)
        },
    }
}

/// A form with what it was filled in from, and which links were known then.
pub(crate) struct Filled {
    state: FormState,
    /// The event after which it was filled in.
    seq: u32,
    at: DateTime<Utc>,
}

impl Filled {
    /// Filled in after the event `seq`.
    pub(crate) fn at(state: FormState, seq: u32, at: DateTime<Utc>) -> Self {
        Self { state, seq, at }
    }

    /// [`saved_form`], filled in when it was saved.
    pub(crate) fn saved(case: &CaseFile, state: FormState) -> Self {
        let (seq, at) = saved(case).map_or((0, DateTime::<Utc>::MIN_UTC), |event| (event.seq, event.at));
        Self { state, seq, at }
    }
}

/// The form with what links bring that were made since it was filled in, and what there is to say of it.
pub(crate) async fn with_links(
    app: &App,
    officer: &Officer,
    case: &CaseFile,
    standing: &[Link],
    filled: Filled,
    title: &str,
) -> Result<(FormState, String)> {
    let Filled { mut state, seq, at } = filled;
    let before = links_at(case, standing, seq, at);
    let is_new = |link: &&Link| {
        !before
            .iter()
            .any(|old| old.other == link.other && old.at == link.at)
    };
    let new: Vec<&Link> = standing.iter().filter(is_new).take(LINKS_MAX).collect();
    let changed = copy::follow(&mut state, repeat_number(&before), repeat_number(standing));
    let mut brought = Vec::new();
    if new.iter().any(|link| !link.theirs) {
        let own = new.iter().filter(|link| !link.theirs);
        let others = try_join_all(own.map(|link| async move {
            Ok::<_, AppError>(
                app.store
                    .case(link.other)
                    .await?
                    .map(|other| (link.relation, other)),
            )
        }));
        let baseline = blank(case, title);
        for (relation, other) in others.await?.iter().flatten() {
            if let Some(registration) = copy::registered(officer, other) {
                brought.extend(copy::bring(registration, *relation, &mut state, &baseline));
            }
        }
    }
    let said = if changed || !brought.is_empty() {
        "表里的内容按关联的信访件填过，保存登记以后生效。"
    } else {
        ""
    };
    Ok((state, said.to_owned()))
}
