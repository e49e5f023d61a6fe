//! `POST /staff/intake/web/{id}/links`: 关联. Says of a petition that it is the same matter as another one or from the same
//! petitioner, or takes that back. The form is the registration form with all that was typed in it: it comes back
//! filled in further, and is saved by its own button. Only this case changes; the other one has a row that names it.

use super::{links_of, panel, profile, untouched};
use crate::register::{blocked, opened, page};
use crate::steps;
use axum::extract::State;
use axum::response::Response;
use domain::dedupe::{LINKS_MAX, Link, Relation, links, repeat_number};
use domain::event::{Body, By, Event};
use domain::ids::PetitionId;
use http::StatusCode;
use store::StoreError;
use store::cases::CaseFile;
use store::head::SealedField;
use templates::components::overtaken::Overtaken;
use templates::staff::matches::Trouble;
use web::matches::{self, copy};
use web::present::{self, Told};
use web::render::html_with;
use web::session::Officer;
use web::{App, AppError, FormData, FormState, Path, Result, Visit};

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
        let seen = sent.text("version").parse().unwrap_or(0);
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
    /// It is done, now or by the same form when it was sent before; the version it led to.
    Done(u32),
    /// Nothing.
    Back(Trouble),
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
    let mut tries = TRIES;
    let (case, became) = loop {
        let case = opened(&app, &officer, id).await?;
        if let Some(reason) = blocked(&case.file.head.petition) {
            return Err(AppError::conflict_at(
                reason,
                format!("/staff/petitions/{id}"),
                "查看信访件",
            ));
        }
        tries -= 1;
        match carry_out(&app, &visit, &officer, &case, asked).await {
            Err(AppError::Conflict { .. }) if tries > 0 => {}
            outcome => break (case, outcome?),
        }
    };
    let title = app.store.open_field(&case.file.head, SealedField::Title)?;
    let mut state = sent.state(visit.csrf(&app));
    state
        .values
        .retain(|(name, _)| name != "pick" && name != "version");
    match became {
        Became::Done(version) => {
            let done = opened(&app, &officer, id).await?;
            let said = fill_in(&app, &officer, &done, asked, &mut state, &title).await?;
            let mut panel = panel(&app, &officer, &done, true).await?;
            panel.said = said;
            if done.file.head.petition.version != version {
                // Somebody saved right after: the page that comes back has to show it, or it would overwrite it.
                panel.trouble = Some(Trouble::Overtaken(overtaken(&done, version)));
            }
            Ok(web::html(page(
                &app,
                &visit,
                &officer,
                &done,
                title,
                state,
                panel.into(),
            )))
        }
        Became::Back(trouble) => {
            let mut panel = panel(&app, &officer, &case, true).await?;
            panel.trouble = Some(trouble);
            let page = page(&app, &visit, &officer, &case, title, state, panel.into());
            Ok(html_with(StatusCode::CONFLICT, page))
        }
    }
}

async fn carry_out(
    app: &App,
    visit: &Visit,
    officer: &Officer,
    case: &CaseFile,
    asked: Asked,
) -> Result<Became> {
    let links = links_of(case);
    let standing = links.iter().find(|link| link.other == asked.other);
    if was_done(case, officer, asked) {
        return Ok(Became::Done(case.file.head.petition.version));
    }
    let head = &case.file.head;
    if asked.seen != head.petition.version {
        return Ok(Became::Back(Trouble::Overtaken(overtaken(case, asked.seen))));
    }
    let steps = match asked.what {
        Ask::Undo => match standing {
            Some(link) => vec![undo(link)],
            None => return Ok(Became::Done(head.petition.version)),
        },
        Ask::Link(relation) => {
            if standing.is_some_and(|link| link.relation == relation) {
                return Ok(Became::Done(case.file.head.petition.version));
            }
            match new_link(app, officer, case, relation, asked.other).await? {
                Ok(_) if standing.is_none() && links.len() >= LINKS_MAX => {
                    let full = format!("一件信访最多关联 {LINKS_MAX} 件。");
                    return Ok(Became::Back(Trouble::Refused(full)));
                }
                Ok(body) => standing.map(undo).into_iter().chain([body]).collect(),
                Err(refusal) => return Ok(Became::Back(Trouble::Refused(refusal.to_owned()))),
            }
        }
    };
    match steps::relate(app, &officer.reference(), head, steps, visit.now()).await {
        Ok(done) => Ok(Became::Done(done.petition.version)),
        Err(StoreError::Conflict | StoreError::Transition(_)) => Err(AppError::conflict("有人先保存了。")),
        Err(error) => Err(error.into()),
    }
}

/// The event that links the two, or why it is not possible.
async fn new_link(
    app: &App,
    officer: &Officer,
    case: &CaseFile,
    relation: Relation,
    other: PetitionId,
) -> Result<std::result::Result<Body, &'static str>> {
    let head = &case.file.head;
    let own = matches::link::Own {
        id: head.petition.id,
        filed_at: head.petition.filed_at,
        anonymous: head.anonymous,
        profile: &profile(app, head, &case.file.detail)?,
    };
    let event = matches::link::event(app, officer, own, relation, other).await?;
    Ok(event.map(|(body, _)| body))
}

fn undo(link: &Link) -> Body {
    Body::Unlinked {
        other: link.other,
        number: link.number,
        since: link.at,
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

fn overtaken(case: &CaseFile, seen: u32) -> Overtaken {
    let events = case.all_events();
    let news: Vec<&Event> = events.into_iter().filter(|event| event.seq > seen).collect();
    let letters = format!("/staff/petitions/{}/letters", case.file.head.petition.id);
    Overtaken {
        news: present::news(&news, &letters, Told::ToStaff),
        closed: None,
    }
}

/// Fills the form in further, and says what was done. The same form once more is filled in as the first time.
async fn fill_in(
    app: &App,
    officer: &Officer,
    done: &CaseFile,
    asked: Asked,
    state: &mut FormState,
    title: &str,
) -> Result<String> {
    let standing = links_of(done);
    let number = repeat_number(&standing);
    match (asked.what, standing.iter().find(|link| link.other == asked.other)) {
        (Ask::Link(relation), Some(link)) => {
            let baseline = untouched(done, String::new(), title);
            let brought = copy::from(app, officer, link, state, &baseline).await?;
            let mut said = format!("已关联 {}（{}）。", link.number, relation.label());
            if !brought.is_empty() {
                said.push_str(&format!("带入了：{}。", brought.join("、")));
            }
            if let (Relation::SameMatter, Some(number)) = (relation, number) {
                copy::set_repeats(state, Some(number));
                said.push_str(&format!("按关联的件填为重复，以前反映过 {number} 次。"));
            }
            said.push_str("登记表还没有保存。");
            Ok(said)
        }
        _ => {
            let events = done.all_events().into_iter();
            let before = links(events.filter(|event| event.seq <= asked.seen));
            let suggested = repeat_number(&before).map(|number| number.to_string());
            let mut said = "已取消关联。".to_owned();
            if suggested.is_some()
                && copy::repeats(state) == suggested
                && suggested != number.map(|n| n.to_string())
            {
                copy::set_repeats(state, number);
                said.push_str(match number {
                    Some(_) => "重复次数已按剩下的关联改过。",
                    None => "初次还是重复已改回初次。",
                });
            }
            said.push_str("带入过的其他内容没有动，请核对；登记表还没有保存。");
            Ok(said)
        }
    }
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
