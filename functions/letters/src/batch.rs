//! 连续录入: from one letter straight to the next empty form, with what the letters of a day share, how many there are
//! today, and what became of the last one.

use crate::reach;
use domain::ids::{BriefId, PetitionId};
use domain::time::{local_date, local_midnight};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use std::fmt::Display;
use store::head::Head;
use store::matching;
use templates::staff::letters::{Last, Today};
use web::matches::Own;
use web::session::Officer;
use web::{App, FormData, Result, Visit, matches};

/// The address of the next empty form.
pub(crate) fn next(form: &str, sent: &FormData, shared: &[&str], last: impl Display) -> String {
    let mut address = format!("{form}?last={last}");
    for name in shared {
        if let Some(value) = sent.get(name) {
            let value = utf8_percent_encode(value, NON_ALPHANUMERIC);
            address.push_str(&format!("&{name}={value}"));
        }
    }
    address
}

/// How many letters the office has registered today.
pub(crate) async fn today(app: &App, visit: &Visit, officer: &Officer) -> Result<Today> {
    let midnight = local_midnight(local_date(visit.now()));
    let registered = app.store.letters_since(&officer.agency, midnight).await?;
    Ok(Today {
        detailed: registered.detailed,
        brief: registered.brief,
    })
}

/// The letter that was registered just before, with how many others it may belong to; nothing for an id of nothing.
pub(crate) async fn last_detailed(app: &App, officer: &Officer, id: &str) -> Result<Option<Last>> {
    let Ok(id) = id.parse::<PetitionId>() else {
        return Ok(None);
    };
    let found = app.store.read_candidates(&[id]).await?.into_iter().next();
    let Some(found) = found.filter(|found| reach::is_own(officer, &found.head.petition)) else {
        return Ok(None);
    };
    let profile = matching::profile(app.store.keys(), &found.head, &found.detail)?;
    let own = Own::of(&found.head, None, &profile);
    let alike = matches::alike(app, officer, own, &[]).await.alike.len();
    Ok(Some(last(&found.head, alike)))
}

fn last(head: &Head, alike: usize) -> Last {
    let petition = &head.petition;
    let id = petition.id;
    let mut links = vec![
        (
            format!("/staff/intake/letters/{id}/slip"),
            "打印查询码条".to_owned(),
        ),
        (format!("/staff/petitions/{id}"), "查看".to_owned()),
    ];
    let passed_on = petition.path.len() > 1;
    if alike > 0 && !passed_on {
        links.push((format!("/staff/intake/web/{id}"), "去比对、关联".to_owned()));
    }
    Last {
        number: petition.number.to_string(),
        links,
        note: match alike {
            _ if passed_on => format!("已转给{}。", petition.holder.name),
            0 => String::new(),
            alike => format!("判重找到 {alike} 件相近的。"),
        },
    }
}

/// The letter that was registered in brief just before.
pub(crate) async fn last_brief(app: &App, officer: &Officer, id: &str) -> Result<Option<Last>> {
    let Ok(id) = id.parse::<BriefId>() else {
        return Ok(None);
    };
    let found = app.store.brief(&officer.agency, id).await?;
    Ok(found.map(|brief| Last {
        number: brief.number.to_string(),
        links: vec![(format!("/staff/intake/letters/brief/{id}"), "查看".to_owned())],
        note: String::new(),
    }))
}
