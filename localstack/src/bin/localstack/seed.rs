//! Demonstration data: the agency tree with invented contacts, the officers, what they tell people. Every id
//! is fixed and every write can be repeated, and the marker is written last, so a seed that was cut off simply
//! runs again.

use crate::people::{DemoCitizen, People};
use anyhow::Context as _;
use domain::identity_document::{IdType, Sex};
use domain::ids::AgencyCode;
use domain::username::Username;
use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use gateway::reference::petition_offices;
use services::totp::TotpSecret;
use store::StoreError;
use store::accounts::{CreateAccountError, NewAccount, NewIdentity, Person};
use store::content::{Agency, AgencyKind};
use store::staff::NewOfficer;
use web::App;

/// Raised when the data below change; a data directory of an older edition is seeded again.
const EDITION: u32 = 8;

/// Writes at a time: the embedded database has one writer, so more would only wait.
const WRITES_AT_ONCE: usize = 8;

/// Departments of demonstration: division, unit, name after the division's, short name.
const DEPARTMENTS: [(&str, &str, &str, &str); 8] = [
    ("370000", "zjt", "山东省住房和城乡建设厅", "省住房城乡建设厅"),
    (
        "370000",
        "rst",
        "山东省人力资源和社会保障厅",
        "省人力资源社会保障厅",
    ),
    ("370100", "zjj", "济南市住房和城乡建设局", "济南市住建局"),
    ("370102", "zjj", "济南市历下区住房和城乡建设局", "历下区住建局"),
    (
        "370102",
        "rsj",
        "济南市历下区人力资源和社会保障局",
        "历下区人社局",
    ),
    ("370102", "jtj", "济南市历下区教育和体育局", "历下区教体局"),
    ("370202", "zjj", "青岛市市南区住房和城乡建设局", "市南区住建局"),
    (
        "370202",
        "rsj",
        "青岛市市南区人力资源和社会保障局",
        "市南区人社局",
    ),
];

/// Townships and streets of demonstration: division, unit, name, short name.
const TOWNSHIPS: [(&str, &str, &str, &str); 4] = [
    ("370102", "t01", "济南市历下区解放路街道办事处", "解放路街道"),
    ("370102", "t02", "济南市历下区千佛山街道办事处", "千佛山街道"),
    ("370202", "t01", "青岛市市南区香港中路街道办事处", "香港中路街道"),
    ("370202", "t02", "青岛市市南区八大关街道办事处", "八大关街道"),
];

/// Writes what is missing; nothing at all when the marker is there.
pub async fn run(app: &App, people: &People, progress: impl Fn(&str)) -> anyhow::Result<()> {
    let store = &app.store;
    if store.seed_done(EDITION).await? {
        return Ok(());
    }
    progress("writing the agencies …");
    let agencies = agencies()?;
    stream::iter(agencies.iter().map(|agency| store.enter_agency(agency, false)))
        .buffer_unordered(WRITES_AT_ONCE)
        .try_collect::<Vec<_>>()
        .await?;
    progress("writing the officers and a citizen …");
    officers(app, people).await?;
    citizen(app, &people.citizen).await?;
    crate::notices::run(app, people).await?;
    progress("filing and handling the demonstration petitions and suggestions …");
    crate::demo::run(app, people).await?;
    store.mark_seed_done(EDITION).await?;
    Ok(())
}

fn agencies() -> anyhow::Result<Vec<Agency>> {
    let mut all = petition_offices();
    for (list, kind) in [
        (&DEPARTMENTS[..], AgencyKind::Department),
        (&TOWNSHIPS[..], AgencyKind::Township),
    ] {
        for (division, unit, name, short_name) in list {
            let code: AgencyCode = format!("{division}-{unit}")
                .parse()
                .with_context(|| format!("{division}-{unit}"))?;
            let parent = format!("{division}-xfj")
                .parse()
                .with_context(|| format!("{division}-xfj"))?;
            all.push(Agency {
                parent: Some(parent),
                ..Agency::new(code, kind, name, short_name)
            });
        }
    }
    for agency in &mut all {
        agency.contact = crate::contacts::of(agency);
    }
    Ok(all)
}

/// All have the same password, so it is hashed once: hashing is made to be slow.
async fn officers(app: &App, people: &People) -> anyhow::Result<()> {
    let password_hash = services::passwords::hash_async(people.officer_password.clone()).await?;
    for officer in &people.officers {
        let new = NewOfficer {
            id: officer.id,
            username: Username::parse(&officer.username).with_context(|| officer.username.clone())?,
            name: officer.name.clone(),
            agency: officer.agency.clone(),
            roles: officer.roles.clone(),
            password_hash: password_hash.clone(),
            totp_secret: TotpSecret::from_base32(&officer.totp_secret)
                .with_context(|| format!("the secret of {}", officer.username))?,
            created_at: app.now(),
        };
        match app.store.create_officer(new).await {
            Ok(_) => {}
            // There from a run that was cut off, or changed since by hand: left as it is. Colleagues may not find a leader
            // or interviewer yet who was entered by an older edition.
            Err(StoreError::Conflict) => {
                if let Some(there) = app.store.officer(officer.id).await? {
                    app.store.list_officer(&there).await?;
                }
            }
            Err(error) => return Err(error).with_context(|| officer.username.clone()),
        }
    }
    Ok(())
}

/// Registers a citizen who has an account from the start.
pub async fn citizen(app: &App, citizen: &DemoCitizen) -> anyhow::Result<()> {
    let person = Person {
        real_name: citizen.name.clone(),
        sex: Sex::Male,
        id_type: IdType::ResidentId,
        id_number: citizen.id_number.clone(),
        mobile: citizen.mobile.clone(),
        household_division: Some(citizen.division),
        household_address: Some(citizen.address.clone()),
        usual_address: None,
        mailing_address: None,
    };
    let new = NewAccount {
        id: citizen.id,
        username: Username::parse(&citizen.username).with_context(|| citizen.username.clone())?,
        password_hash: services::passwords::hash_async(citizen.password.clone()).await?,
        identity: NewIdentity::Named(Box::new(person)),
        created_at: app.now(),
    };
    match app.store.create_account(&new, None).await {
        Ok(_) | Err(CreateAccountError::UsernameTaken | CreateAccountError::DocumentTaken) => Ok(()),
        Err(error) => Err(error).context("the citizen"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_division_has_a_petition_office_and_every_parent_exists() {
        let all = agencies().unwrap();
        let codes: BTreeSet<_> = all.iter().map(|a| a.code.clone()).collect();
        assert_eq!(codes.len(), all.len());
        for division in domain::division::all() {
            assert!(
                codes.contains(&AgencyCode::petition_office(division.code)),
                "{}",
                division.name
            );
        }
        for agency in &all {
            match &agency.parent {
                Some(parent) => assert!(codes.contains(parent), "{}", agency.name),
                None => assert_eq!(agency.code.as_str(), "370000-xfj"),
            }
        }
    }

    #[test]
    fn every_officer_works_somewhere_that_exists() {
        let codes: BTreeSet<_> = agencies().unwrap().into_iter().map(|a| a.code).collect();
        for officer in People::load().unwrap().officers {
            assert!(codes.contains(&officer.agency), "{}", officer.username);
        }
    }
}
