//! `POST /staff/intake/web/{id}/links`: 关联. Says of a petition that it is the same matter as another one or from the same
//! petitioner, or takes that back. The form is the registration form with all that was typed in it: it comes back
//! filled in further, and is saved by its own button. Only this case changes; the other one has a row that names it.

use super::{blank, copy, links_at, panel, profile, standing};
use crate::register::{Beside, blocked, opened, other, page};
use crate::steps;
use axum::extract::State;
use axum::response::Response;
use chrono::{DateTime, Utc};
use domain::dedupe::{LINKS_MAX, Link, Relation, links, repeat_number};
use domain::event::{Body, By, Event};
use domain::ids::PetitionId;
use http::StatusCode;
use store::StoreError;
use store::cases::CaseFile;
use store::head::SealedField;
use templates::components::overtaken::Overtaken;
use web::matches::{self, Own};
use web::present;
use web::render::html_with;
use web::session::Officer;
use web::{App, AppError, FormData, FormState, Path, Result, Visit, see_other};

/// How often it is tried against writes of the same moment.
const TRIES: usize = 4;

/// What a button asks.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Ask {
    Link(Relation),
    Undo,
}

/// A button, and the version that its page showed.
#[derive(Clone, Copy)]
struct Asked {
    what: Ask,
    other: PetitionId,
    seen: u32,
}

impl Asked {
    fn of(sent: &FormData) -> Option<Self> {
        let (what, other) = pick(sent.text("pick"))?;
        let seen = sent.seen_version();
        Some(Self { what, other, seen })
    }
}

/// Reads `matter.<id>`, `person.<id>`, `undo.<id>`.
fn pick(value: &str) -> Option<(Ask, PetitionId)> {
    match value.strip_prefix("undo.") {
        Some(id) => Some((Ask::Undo, id.parse().ok()?)),
        None => matches::link::parse(value).map(|(relation, id)| (Ask::Link(relation), id)),
    }
}

/// What became of a form.
enum Became {
    /// It is done, now or by the same form when it was sent before.
    Done(Box<Done>),
    /// Nothing: others worked on the case meanwhile.
    Late(Overtaken),
    /// Nothing: it is not possible.
    Refused(String),
}

/// 已办
struct Done {
    /// The version that it led to.
    version: u32,
    /// The other case, where it was read on the way.
    other: Option<CaseFile>,
    /// The links that stood before.
    before: Vec<Link>,
}

/// `GET /staff/intake/web/{id}/links`: what a button answers lies under this address too; whoever comes back to it, by
/// the address bar or from a setting of the display, is led to the form.
pub async fn back(State(app): State<App>, officer: Officer, Path(id): Path<PetitionId>) -> Result {
    opened(&app, &officer, id).await?;
    Ok(see_other(&format!("/staff/intake/web/{id}")))
}

/// `POST /staff/intake/web/{id}/links`
pub async fn link(
    State(app): State<App>,
    visit: Visit,
    officer: Officer,
    Path(id): Path<PetitionId>,
    sent: FormData,
) -> Result<Response> {
    let asked = Asked::of(&sent).ok_or(AppError::NotFound)?;
    let base = format!("/staff/petitions/{id}");
    let mut tries = TRIES;
    let (case, links, became) = loop {
        let (case, links) = tokio::try_join!(opened(&app, &officer, id), standing(&app, id))?;
        if let closed @ Some(_) = blocked(&case.file.head.petition) {
            let news = present::news_since(&case, &officer.agency, asked.seen, &base);
            break (case, links, Became::Late(Overtaken { news, closed }));
        }
        tries -= 1;
        match carry_out(&app, &visit, &officer, &case, &links, asked).await {
            Err(AppError::Conflict { .. }) if tries > 0 => {}
            outcome => break (case, links, outcome?),
        }
    };
    let title = app.store.open_field(&case.file.head, SealedField::Title)?;
    let mut state = sent.state(visit.csrf(&app));
    state
        .values
        .retain(|(name, _)| name != "pick" && name != "version");
    let mut beside = Beside::default();
    match became {
        Became::Done(what) => {
            let (done, links, other) = tokio::try_join!(
                opened(&app, &officer, id),
                standing(&app, id),
                other(&app, &visit, &officer, id)
            )?;
            beside.other = other;
            let open = blocked(&done.file.head.petition).is_none();
            let version = what.version;
            let (said, mut panel) = tokio::try_join!(
                fill_in(&app, &officer, &done, &links, asked, *what, &mut state),
                panel(&app, &officer, &done, &links, open)
            )?;
            panel.said = said;
            if done.file.head.petition.version != version {
                // Somebody saved right after: the page that comes back has to show it, or it would overwrite it.
                beside.overtaken = Some(Overtaken {
                    news: present::news_since(&done, &officer.agency, version, &base),
                    closed: blocked(&done.file.head.petition),
                });
            }
            beside.matches = panel;
            Ok(web::html(
                page(&app, &visit, &officer, &done, title, state, beside).await?,
            ))
        }
        not_done => {
            let open = blocked(&case.file.head.petition).is_none();
            (beside.matches, beside.other) = tokio::try_join!(
                panel(&app, &officer, &case, &links, open),
                other(&app, &visit, &officer, id)
            )?;
            match not_done {
                Became::Late(overtaken) => beside.overtaken = Some(overtaken),
                Became::Refused(reason) => beside.matches.refused = Some(reason),
                Became::Done(_) => {}
            }
            let page = page(&app, &visit, &officer, &case, title, state, beside).await?;
            Ok(html_with(StatusCode::CONFLICT, page))
        }
    }
}

async fn carry_out(
    app: &App,
    visit: &Visit,
    officer: &Officer,
    case: &CaseFile,
    links: &[Link],
    asked: Asked,
) -> Result<Became> {
    let found = links.iter().find(|link| link.other == asked.other);
    let head = &case.file.head;
    let done = |version, other| {
        let before = links_at(case, links, asked.seen, DateTime::<Utc>::MAX_UTC);
        Became::Done(Box::new(Done {
            version,
            other,
            before,
        }))
    };
    if is_torn(case, links) {
        return Err(AppError::conflict("有人先保存了。"));
    }
    if was_done(case, officer, asked) {
        return Ok(done(head.petition.version, None));
    }
    if asked.seen != head.petition.version {
        let base = format!("/staff/petitions/{}", head.petition.id);
        return Ok(Became::Late(Overtaken {
            news: present::news_since(case, &officer.agency, asked.seen, &base),
            closed: None,
        }));
    }
    let (steps, other) = match asked.what {
        Ask::Undo => match found {
            Some(link) => (vec![undo(link)], None),
            None => return Ok(done(head.petition.version, None)),
        },
        Ask::Link(relation) => {
            if found.is_some_and(|link| link.relation == relation) {
                return Ok(done(head.petition.version, None));
            }
            let own = links.iter().filter(|link| !link.theirs).count();
            if found.is_none() && own >= LINKS_MAX {
                let full = format!("一件信访最多关联 {LINKS_MAX} 件。");
                return Ok(Became::Refused(full));
            }
            match new_link(app, officer, case, relation, asked.other).await? {
                Ok((body, other)) => (found.map(undo).into_iter().chain([body]).collect(), Some(other)),
                Err(refusal) => return Ok(Became::Refused(refusal.to_owned())),
            }
        }
    };
    match steps::relate(app, &officer.reference(), head, steps, visit.now()).await {
        Ok(next) => Ok(done(next.petition.version, other)),
        Err(StoreError::Conflict | StoreError::Transition(_)) => Err(AppError::conflict("有人先保存了。")),
        Err(error) => Err(error.into()),
    }
}

/// Whether the links were read after a step that the case does not know yet: the next look sees both.
fn is_torn(case: &CaseFile, standing: &[Link]) -> bool {
    let own = links(case.all_events());
    let known = |link: &Link| {
        own.iter()
            .any(|one| one.other == link.other && one.relation == link.relation)
    };
    standing.iter().any(|link| !link.theirs && !known(link))
}

/// The event that links the two with the other case, or why it is not possible. What the officer may not see must be a
/// match.
async fn new_link(
    app: &App,
    officer: &Officer,
    case: &CaseFile,
    relation: Relation,
    other: PetitionId,
) -> Result<std::result::Result<(Body, CaseFile), &'static str>> {
    let head = &case.file.head;
    let profile = profile(app, head, &case.file.detail)?;
    let own = Own::of(head, case.registration(), &profile);
    matches::link::event(app, officer, own, relation, other).await
}

fn undo(link: &Link) -> Body {
    Body::Unlinked {
        other: link.other,
        number: link.number,
        since: link.at,
        theirs: link.theirs,
    }
}

/// Whether this very form was carried out before: right after the version it was made for, the same officer did what it
/// asks.
fn was_done(case: &CaseFile, officer: &Officer, asked: Asked) -> bool {
    let own = |event: &&Event| matches!(&event.by, By::Officer(by) if by.id == officer.id);
    let after = case
        .all_events()
        .into_iter()
        .filter(|event| event.seq > asked.seen);
    let first = after
        .take(2)
        .take_while(own)
        .find(|event| match (&event.body, asked.what) {
            (Body::Linked { other, relation, .. }, Ask::Link(wanted)) => {
                *other == asked.other && *relation == wanted
            }
            (Body::Unlinked { other, .. }, Ask::Undo) => *other == asked.other,
            _ => false,
        });
    first.is_some_and(|first| first.seq == case.file.head.petition.version)
}

/// Fills the form in further, and says what was done. The same form once more is filled in as the first time.
async fn fill_in(
    app: &App,
    officer: &Officer,
    done: &CaseFile,
    links: &[Link],
    asked: Asked,
    what: Done,
    state: &mut FormState,
) -> Result<String> {
    let other = match what.other {
        None => app.store.case(asked.other).await?,
        other => other,
    };
    let registered = other.as_ref().and_then(|other| copy::registered(officer, other));
    let (before, number) = (repeat_number(&what.before), repeat_number(links));
    let title = app.store.open_field(&done.file.head, SealedField::Title)?;
    let baseline = blank(done, &title);
    let follows = copy::follow(state, before, number);
    let mut said = String::new();
    match (asked.what, links.iter().find(|link| link.other == asked.other)) {
        (Ask::Link(relation), Some(link)) => {
            said.push_str(&format!("已关联 {}（{}）。", link.number, relation.label()));
            let brought = registered.map(|from| copy::bring(from, relation, state, &baseline));
            let brought = brought.unwrap_or_default();
            if !brought.is_empty() {
                said.push_str(&format!("带入了：{}。", brought.join("、")));
            }
            if let (true, Some(number)) = (follows, number) {
                said.push_str(&format!("按关联的件填为重复，以前反映过 {number} 次。"));
            }
        }
        _ => {
            said.push_str("已取消关联。");
            match (follows, number) {
                (true, Some(_)) => said.push_str("重复次数已按剩下的关联改过。"),
                (true, None) => said.push_str("初次还是重复已改回初次。"),
                (false, _) => {}
            }
            let was = what.before.iter().find(|link| link.other == asked.other);
            let left = registered
                .zip(was)
                .map(|(from, was)| copy::left(from, was.relation, state, &baseline))
                .unwrap_or_default();
            if !left.is_empty() {
                said.push_str(&format!(
                    "这些内容和对方登记的一样，请核对：{}。",
                    left.join("、")
                ));
            }
        }
    }
    said.push_str("登记表还没有保存。");
    Ok(said)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_button_names_what_it_asks_and_of_whom() {
        let id = "019f0000-0000-7000-8000-000000000003";
        let asked = |value: &str| pick(value).map(|(ask, id)| (ask, id.to_string()));
        assert!(asked(&format!("matter.{id}")) == Some((Ask::Link(Relation::SameMatter), id.to_owned())));
        assert!(asked(&format!("undo.{id}")) == Some((Ask::Undo, id.to_owned())));
        for wrong in ["", "matter", "matter.", "other.x", "undo.019f", id] {
            assert!(pick(wrong).is_none(), "{wrong}");
        }
    }
}
