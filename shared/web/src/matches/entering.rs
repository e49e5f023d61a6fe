//! 判重 while something is entered: the index is asked by what is typed so far, and what is found can be linked before
//! anything is saved. A chosen link is a hidden field `link` (`matter.<id>`, `person.<id>`) and becomes an event of the
//! registration.

use super::link::{self, may_be, refusal};
use super::{Own, Sight, alike, copy, sight, taken};
use crate::app::App;
use crate::errors::{AppError, Result};
use crate::forms::{FormData, FormState};
use crate::sender;
use crate::session::Officer;
use chrono::{DateTime, Utc};
use domain::dedupe::{Party, Profile, Relation};
use domain::division::DivisionCode;
use domain::event::Body;
use domain::ids::PetitionId;
use futures_util::future::try_join_all;
use store::cases::CaseFile;
use templates::staff::matches::Panel;

/// How many cases a letter is linked to as it is entered; more of them on its registration form.
const LINKS_MAX: usize = 3;
/// The hidden field of a link.
pub(super) const LINK: &str = "link";

/// What is typed so far, as it is compared.
pub struct Asked {
    anonymous: bool,
    profile: Profile,
}

impl Asked {
    /// Of a form as it was sent, right or wrong; `others` are those who stand beside the first.
    #[must_use]
    pub fn of(sent: &FormData, others: Vec<Party>) -> Self {
        let anonymous = sender::is_anonymous(sent);
        let first = Party::new(sent.text("name"), sent.get("id_number"), sent.get("mobile"));
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
    #[must_use]
    pub fn own(&self, id: PetitionId, now: DateTime<Utc>) -> Own<'_> {
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

/// 登记表: what is entered, where, and how its form is before anybody fills it in.
#[derive(Clone, Copy, Debug)]
pub struct Kind {
    /// Where the form goes.
    pub action: &'static str,
    /// What is entered, in a word: 来信, 来访.
    pub word: &'static str,
    /// The form as it is before anybody fills it in.
    pub baseline: fn() -> FormState,
    /// Whether the form asks the sex.
    pub asks_sex: bool,
}

/// 正在登记的一件, as far as it is typed.
pub struct Entering<'a> {
    /// The product.
    pub app: &'a App,
    /// Who enters it.
    pub officer: &'a Officer,
    /// What is entered.
    pub kind: Kind,
    /// The id that it will have.
    pub id: PetitionId,
    /// What is typed of it.
    pub asked: &'a Asked,
    /// Now.
    pub now: DateTime<Utc>,
}

impl Entering<'_> {
    fn own(&self) -> Own<'_> {
        self.asked.own(self.id, self.now)
    }

    /// What was found, with what can be said of it.
    ///
    /// # Errors
    /// The store's.
    pub async fn panel(&self, state: &FormState) -> Result<Panel> {
        let links = chosen(state);
        let linked: Vec<PetitionId> = links.iter().map(|(_, other)| *other).collect();
        let found = alike(self.app, self.officer, self.own(), &linked).await;
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
                    .filter(|relation| may_be(*relation, self.asked.anonymous, head.anonymous))
                    .map(|relation| {
                        (
                            format!("{}.{other}", relation.code()),
                            relation.label().to_owned(),
                        )
                    })
                    .collect(),
            };
            if let (Some(refused), Sight::Row) = (refused, sight(&self.officer.agency, &head.petition)) {
                refused.clone_into(&mut row.note);
            }
            row
        });
        Ok(Panel {
            unknown: found.unknown,
            action: self.kind.action.to_owned(),
            rows: rows.collect(),
            open: true,
            enter: ("then", "save", "保存"),
            ..Panel::default()
        })
    }

    /// A button of the panel: the link is chosen, or taken back, and the form filled in further.
    ///
    /// # Errors
    /// The store's.
    pub async fn pick(&self, state: &mut FormState, pick: &str) -> Result<Panel> {
        let mut said = String::new();
        let mut refused = None;
        if taken::dropped(state, pick) {
            "这一项不取自关联的件，请自己填写。".clone_into(&mut said);
        } else if let Some(other) = pick.strip_prefix("undo.") {
            forget(state, other);
            "已取消关联。带入过的内容没有动，请核对。".clone_into(&mut said);
        } else if let Some((relation, other)) = link::parse(pick) {
            forget(state, &other.to_string());
            if chosen(state).len() >= LINKS_MAX {
                refused = Some(format!("登记时最多关联 {LINKS_MAX} 件，其余的登记以后再关联。"));
            } else {
                match self.event(relation, other).await? {
                    Ok((body, case)) => {
                        let baseline = (self.kind.baseline)();
                        let mut brought = copy::registered(self.officer, &case)
                            .map(|from| copy::bring(from, relation, state, &baseline))
                            .unwrap_or_default();
                        state.values.push((LINK.to_owned(), pick.to_owned()));
                        if relation == Relation::SamePetitioner
                            && sight(&self.officer.agency, &case.file.head.petition) == Sight::Whole
                        {
                            let person = &case.file.detail.petitioner;
                            brought.extend(taken::take(person, other, state, self.kind.asks_sex));
                        }
                        said = self.tell(&body, relation, &brought, state);
                    }
                    Err(refusal) => refused = Some(refusal.to_owned()),
                }
            }
        }
        let mut panel = self.panel(state).await?;
        panel.said = said;
        panel.refused = refused;
        Ok(panel)
    }

    /// What a link did to the form, in words.
    fn tell(&self, body: &Body, relation: Relation, brought: &[&str], state: &mut FormState) -> String {
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
        said.push_str(self.kind.word);
        said.push_str("还没有登记。");
        said
    }

    /// [`link::event`]; a case that is no match any more, since something was corrected, is a refusal: what is entered
    /// stays.
    async fn event(
        &self,
        relation: Relation,
        other: PetitionId,
    ) -> Result<std::result::Result<(Body, CaseFile), &'static str>> {
        match link::event(self.app, self.officer, self.own(), relation, other).await {
            Err(AppError::NotFound) => Ok(Err(
                "没有找到要关联的这一件，或者它和现在填的已经不相近，没有关联。",
            )),
            other => other,
        }
    }

    /// The events of the links that a form has chosen; or why one of them is not possible any more, taken out of the form.
    ///
    /// # Errors
    /// The store's.
    pub async fn links(&self, state: &mut FormState) -> Result<std::result::Result<Vec<Body>, String>> {
        let mut events = Vec::new();
        let asking = chosen(state).into_iter().map(|(relation, other)| async move {
            let answer = self.event(relation, other).await?;
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
}

fn forget(state: &mut FormState, other: &str) {
    state
        .values
        .retain(|(name, value)| name != LINK || !value.ends_with(other));
    taken::forget(state, other);
}
