//! 关联的信访件: the cases that a registrar linked to a case. Of those outside the officer's scope nothing shows, not even
//! that they are there: whoever handles a case need not learn what else its petitioner has reported, and of whom.

use crate::scope::is_visible;
use domain::ids::PetitionId;
use domain::time::{local_date, zh_date_plain};
use std::collections::HashMap;
use store::head::{Head, SealedField};
use store::links::Linked;
use templates::components::related::RelatedCase;
use templates::components::tag::Tag;
use web::session::Officer;
use web::{App, Result, present};

/// The cases for a page, those within the officer's scope: one request, none where there are none.
pub(crate) async fn cases(app: &App, officer: &Officer, linked: &Linked) -> Result<Vec<RelatedCase>> {
    let ids: Vec<PetitionId> = linked.rows.iter().map(|row| row.other).collect();
    let heads = app.store.heads(&ids).await?;
    let heads: HashMap<PetitionId, &Head> = heads.iter().map(|head| (head.petition.id, head)).collect();
    let mut cases = Vec::new();
    for row in &linked.rows {
        let head = heads.get(&row.other);
        let Some(head) = head.filter(|head| is_visible(officer, &head.petition)) else {
            continue;
        };
        let petition = &head.petition;
        let day = zh_date_plain(local_date(row.at));
        let which = if row.theirs { "对方" } else { "本件" };
        cases.push(RelatedCase {
            number: row.number.to_string(),
            title: app.store.open_field(head, SealedField::Title)?,
            href: format!("/staff/petitions/{}", petition.id),
            status: Tag::status(petition.status.kind().label()),
            holder: present::holder(petition),
            relation: row.relation.label().to_owned(),
            linked: format!("{day}登记{which}时关联"),
        });
    }
    Ok(cases)
}
