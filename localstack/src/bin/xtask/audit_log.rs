//! `xtask audit`: prints what was done on a day without changing a case, by whom and from where, for
//! those who have to answer for it. Ids only; whose they are stands in the product.

use crate::connect::Place;
use chrono::NaiveDate;
use std::io::Write as _;
use store::audit::fault;
use store::keys;

/// Prints the entries of a day; of one actor if `who` is given.
pub async fn run(place: &Place, date: NaiveDate, who: Option<&str>) -> anyhow::Result<()> {
    let store = place.store()?;
    let mut out = std::io::stdout().lock();
    let mut entries = 0_usize;
    for actor in store.audit_actors(date).await? {
        if who.is_some_and(|who| who != actor) {
            continue;
        }
        let links = store.audit_chain(&actor, date).await?;
        let holds = match fault(store.keys(), &keys::audit(&actor, date), &links) {
            None => "链完整".to_owned(),
            Some(fault) => format!("链已损坏：{fault}"),
        };
        writeln!(out, "{actor}（{} 条，{holds}）", links.len())?;
        for link in links {
            let entry = link.entry;
            write!(
                out,
                "  {}  {}",
                domain::time::zh_datetime(entry.at),
                entry.deed.label()
            )?;
            for (name, value) in [
                ("信访件", entry.petition.map(|id| id.to_string())),
                ("对象", entry.object),
                ("来源", entry.address),
                ("请求", entry.request),
            ] {
                if let Some(value) = value {
                    write!(out, "  {name} {value}")?;
                }
            }
            writeln!(out)?;
            entries += 1;
        }
    }
    writeln!(out, "{date}：{entries} 条")?;
    Ok(())
}
