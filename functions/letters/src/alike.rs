//! 判重 while a letter is entered: the index is asked by what is typed so far, and what is found can be linked before
//! anything is saved. A chosen link is a hidden field `link` (`matter.<id>`, `person.<id>`) and becomes an event of the
//! registration.

use crate::form;
use chrono::{DateTime, Utc};
use domain::dedupe::{Party, Profile, Relation};
use domain::division::DivisionCode;
use domain::event::Body;
use domain::ids::PetitionId;
use futures_util::future::try_join_all;
use store::cases::CaseFile;
use templates::staff::letters::DETAILED;
use templates::staff::matches::Panel;
use web::matches::link::{self, may_be, refusal};
use web::matches::{self, Own, Sight, copy, sight};
use web::session::Officer;
use web::{App, AppError, FormData, FormState, Result, sender};

/// How many cases a letter is linked to as it is entered; more of them on its registration form.
const LINKS_MAX: usize = 3;
/// The hidden field of a link.
const LINK: &str = "link";

/// What is typed so far, as it is compared.
pub(crate) struct Asked {
    anonymous: bool,
    profile: Profile,
}

impl Asked {
    /// Of a form as it was sent, right or wrong.
    pub(crate) fn of(sent: &FormData) -> Self {
        let anonymous = sender::is_anonymous(sent);
        let first = Party::new(sent.text("name"), sent.get("id_number"), sent.get("mobile"));
        let others = sender::typed_others(sent)
            .into_iter()
            .map(|one| Party::new(&one.name, Some(&one.id_number), Some(&one.mobile)));
        let parties = if anonymous {
            Vec::new()
        } else {
            std::iter::once(first).chain(others).collect()
        };
        let division = sent.text("division").parse().unwrap_or(DivisionCode::PROVINCE);
        let content = [sent.text("content"), sent.text("summary"), sent.text("note")];
        let content = content.into_iter().find(|text| !text.is_empty());
        Self {
            anonymous,
            profile: Profile::new(parties, division, sent.text("title"), content.unwrap_or_default()),
        }
    }

    /// What is being entered, at this moment.
    pub(crate) fn own(&self, id: PetitionId, now: DateTime<Utc>) -> Own<'_> {
        Own {
            id,
            filed_at: now,
            anonymous: self.anonymous,
            registered_as: None,
            profile: &self.profile,
        }
    }
}

/// The links that a form has chosen.
fn chosen(state: &FormState) -> Vec<(Relation, PetitionId)> {
    let values = state.values.iter().filter(|(name, _)| name == LINK);
    values
        .filter_map(|(_, value)| link::parse(value))
        .take(LINKS_MAX)
        .collect()
}

/// What was found, with what can be said of it.
pub(crate) async fn panel(
    app: &App,
    officer: &Officer,
    id: PetitionId,
    state: &FormState,
    asked: &Asked,
    now: DateTime<Utc>,
) -> Result<Panel> {
    let links = chosen(state);
    let linked: Vec<PetitionId> = links.iter().map(|(_, other)| *other).collect();
    let found = matches::alike(app, officer, asked.own(id, now), &linked).await;
    let rows = found.alike.into_iter().map(|one| {
        let (head, mut row) = (&one.candidate.head, one.row);
        let other = head.petition.id;
        let standing = links.iter().find(|(_, linked)| *linked == other);
        let refused = refusal(&head.petition);
        row.linked = standing.map(|(relation, _)| relation.label().to_owned());
        row.offers = match standing {
            Some(_) => vec![(format!("undo.{other}"), "取消关联".to_owned())],
            None if refused.is_some() => Vec::new(),
            None => Relation::ALL
                .into_iter()
                .filter(|relation| may_be(*relation, asked.anonymous, head.anonymous))
                .map(|relation| {
                    (
                        format!("{}.{other}", relation.code()),
                        relation.label().to_owned(),
                    )
                })
                .collect(),
        };
        if let (Some(refused), Sight::Row) = (refused, sight(&officer.agency, &head.petition)) {
            refused.clone_into(&mut row.note);
        }
        row
    });
    Ok(Panel {
        unknown: found.unknown,
        action: DETAILED.to_owned(),
        rows: rows.collect(),
        open: true,
        enter: ("then", "save", "保存"),
        ..Panel::default()
    })
}

/// A button of the panel: the link is chosen, or taken back, and the form filled in further.
pub(crate) async fn pick(
    app: &App,
    officer: &Officer,
    id: PetitionId,
    state: &mut FormState,
    asked: &Asked,
    pick: &str,
    now: DateTime<Utc>,
) -> Result<Panel> {
    let mut said = String::new();
    let mut refused = None;
    if let Some(other) = pick.strip_prefix("undo.") {
        forget(state, other);
        "已取消关联。带入过的内容没有动，请核对。".clone_into(&mut said);
    } else if let Some((relation, other)) = link::parse(pick) {
        forget(state, &other.to_string());
        if chosen(state).len() >= LINKS_MAX {
            refused = Some(format!("登记时最多关联 {LINKS_MAX} 件，其余的登记以后再关联。"));
        } else {
            match event(app, officer, asked.own(id, now), relation, other).await? {
                Ok((body, case)) => {
                    let baseline = form::empty(String::new(), "", "");
                    let brought = copy::registered(officer, &case)
                        .map(|from| copy::bring(from, relation, state, &baseline))
                        .unwrap_or_default();
                    state.values.push((LINK.to_owned(), pick.to_owned()));
                    said = tell(&body, relation, &brought, state);
                }
                Err(refusal) => refused = Some(refusal.to_owned()),
            }
        }
    }
    let mut panel = panel(app, officer, id, state, asked, now).await?;
    panel.said = said;
    panel.refused = refused;
    Ok(panel)
}

fn forget(state: &mut FormState, other: &str) {
    state
        .values
        .retain(|(name, value)| name != LINK || !value.ends_with(other));
}

/// What a link did to the form, in words.
fn tell(body: &Body, relation: Relation, brought: &[&str], state: &mut FormState) -> String {
    let Body::Linked { number, repeats, .. } = body else {
        return String::new();
    };
    let mut said = format!("保存时关联 {number}（{}）。", relation.label());
    if !brought.is_empty() {
        said.push_str(&format!("带入了：{}。", brought.join("、")));
    }
    if *repeats > 0 && copy::follow(state, None, Some(*repeats)) {
        said.push_str(&format!("按关联的件填为重复，以前反映过 {repeats} 次。"));
    }
    said.push_str("来信还没有登记。");
    said
}

/// [`link::event`]; a case that is no match any more, since something was corrected, is a refusal: the letter stays.
async fn event(
    app: &App,
    officer: &Officer,
    own: Own<'_>,
    relation: Relation,
    other: PetitionId,
) -> Result<std::result::Result<(Body, CaseFile), &'static str>> {
    match link::event(app, officer, own, relation, other).await {
        Err(AppError::NotFound) => Ok(Err(
            "没有找到要关联的这一件，或者它和现在填的已经不相近，没有关联。",
        )),
        other => other,
    }
}

/// The events of the links that a form has chosen; or why one of them is not possible any more, taken out of the form.
pub(crate) async fn links(
    app: &App,
    officer: &Officer,
    id: PetitionId,
    asked: &Asked,
    state: &mut FormState,
    now: DateTime<Utc>,
) -> Result<std::result::Result<Vec<Body>, String>> {
    let mut events = Vec::new();
    let asking = chosen(state).into_iter().map(|(relation, other)| async move {
        let answer = event(app, officer, asked.own(id, now), relation, other).await?;
        Ok::<_, AppError>((other, answer))
    });
    for (other, answer) in try_join_all(asking).await? {
        match answer {
            Ok((body, _)) => events.push(body),
            Err(refusal) => {
                forget(state, &other.to_string());
                return Ok(Err(refusal.to_owned()));
            }
        }
    }
    Ok(Ok(events))
}
