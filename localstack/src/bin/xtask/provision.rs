//! `xtask provision`: sets up the store of an installation. Makes only what is missing, so that it can
//! be cut off anywhere and run again; what administrators have changed since stays. A contact that the file gives
//! replaces an earlier one of a file; one that an administrator has written only if that is asked for.

mod agencies;

use crate::connect::Place;
use crate::officer::{self, New};
use domain::access::Role;
use domain::ids::AgencyCode;
use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use gateway::tables::Plan;
use std::io::Write as _;
use std::path::PathBuf;
use store::Store;
use store::content::{Agency, Entered};

/// Writes at a time.
const WRITES_AT_ONCE: usize = 8;

/// What to set up.
#[derive(Clone, Debug, clap::Args)]
pub struct Provision {
    #[command(flatten)]
    place: Place,
    /// Agencies, one JSON object a line: `code`, `name`, `short_name`, `kind` (`department`,
    /// `township`, `petition_office`), `parent`, and `contact` with any of `address`, `phone`, `hours`, `site`. A
    /// petition office that is built in has only `code` and `contact`.
    #[arg(long)]
    agencies: Option<PathBuf>,
    /// Contacts of the file replace those that administrators have written, too.
    #[arg(long, requires = "agencies")]
    replace_contacts: bool,
    /// Username of the first administrator.
    #[arg(long, requires = "name")]
    admin: Option<String>,
    /// Name of the first administrator.
    #[arg(long)]
    name: Option<String>,
}

impl Provision {
    /// Sets up, and prints what was made.
    pub async fn run(self) -> anyhow::Result<()> {
        let store = self.place.store()?;
        let all = agencies::all(self.agencies.as_deref())?;
        let config = store.config();
        let plan = Plan::from_template(&config.table_prefix, &config.bucket, &config.audit_bucket)?;
        let made = plan.provision(store.dynamodb(), store.s3()).await?;
        say(&format!("tables made      {}", made.tables.len()))?;
        say(&format!("buckets made     {}", made.buckets.len()))?;
        enter(&store, &all, self.replace_contacts).await?;
        let (Some(username), Some(name)) = (self.admin, self.name) else {
            return Ok(());
        };
        let province = AgencyCode::petition_office(domain::division::province().code);
        officer::enter(
            &store,
            &New {
                place: self.place,
                username,
                name,
                agency: province,
                roles: vec![Role::Administrator],
            },
        )
        .await
    }
}

fn say(line: &str) -> anyhow::Result<()> {
    Ok(writeln!(std::io::stdout(), "{line}")?)
}

/// Enters the agencies, and says what became of them.
async fn enter(store: &Store, all: &[Agency], replace_contacts: bool) -> anyhow::Result<()> {
    let entered: Vec<Entered> = stream::iter(
        all.iter()
            .map(|agency| store.enter_agency(agency, replace_contacts)),
    )
    .buffered(WRITES_AT_ONCE)
    .try_collect()
    .await?;
    let count = |what: Entered| entered.iter().filter(|one| **one == what).count();
    say(&format!(
        "agencies made    {} of {}",
        count(Entered::Made),
        all.len()
    ))?;
    say(&format!("contacts changed {}", count(Entered::ContactSet)))?;
    for (agency, _) in all
        .iter()
        .zip(&entered)
        .filter(|(_, one)| **one == Entered::ContactKept)
    {
        say(&format!(
            "contact kept     {} as an administrator wrote it",
            agency.code
        ))?;
    }
    Ok(())
}
