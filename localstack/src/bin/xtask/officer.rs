//! `xtask officer`: enters an officer. The first password and the authenticator's key are printed once
//! and kept nowhere in readable form.

use crate::connect::Place;
use anyhow::{Context as _, anyhow, bail};
use domain::access::Role;
use domain::ids::{AgencyCode, OfficerId};
use domain::time::Clock;
use domain::username::Username;
use services::totp::TotpSecret;
use services::{passwords, random};
use std::io::Write as _;
use store::staff::NewOfficer;
use store::{Store, StoreError};

/// Who is entered.
#[derive(Clone, Debug, clap::Args)]
pub struct New {
    #[command(flatten)]
    pub place: Place,
    /// The name to log in with.
    pub username: String,
    /// The person's name, as it stands on the trace of cases.
    #[arg(long)]
    pub name: String,
    /// Code of the agency, like 370102-xfj.
    #[arg(long)]
    pub agency: AgencyCode,
    /// A post: registrar, handler, leader, administrator, editor or interviewer; may be given several times.
    #[arg(long = "role", required = true, value_parser = role)]
    pub roles: Vec<Role>,
}

/// A post by its English name.
fn role(text: &str) -> Result<Role, String> {
    let known = serde_json::from_value(text.into());
    known.map_err(|_| "one of registrar, handler, leader, administrator, editor, interviewer".to_owned())
}

impl New {
    /// Enters the officer.
    pub async fn run(self) -> anyhow::Result<()> {
        enter(&self.place.store()?, &self).await
    }
}

/// Enters an officer of an agency that exists; a username that is taken is said and changes nothing.
pub async fn enter(store: &Store, new: &New) -> anyhow::Result<()> {
    let username = Username::parse(&new.username).map_err(|why| anyhow!("{why}"))?;
    if store
        .agencies_now(Clock::system().now())
        .await?
        .get(&new.agency)
        .is_none()
    {
        bail!("there is no agency {}", new.agency);
    }
    let now = Clock::system().now();
    let password = random::token();
    let totp_secret = TotpSecret::generate();
    let key = totp_secret.to_base32();
    let uri = totp_secret.provisioning_uri("网上信访", username.as_str());
    let officer = NewOfficer {
        id: OfficerId::new(now, random::bytes()),
        username,
        name: new.name.clone(),
        agency: new.agency.clone(),
        roles: new.roles.clone(),
        password_hash: passwords::hash_async(password.clone()).await?,
        totp_secret,
        created_at: now,
    };
    match store.create_officer(officer).await {
        Ok(_) => {}
        Err(StoreError::Conflict) => bail!("the username {} is taken; nothing was changed", new.username),
        Err(error) => return Err(error).context("the officer was not entered"),
    }
    let mut out = std::io::stdout().lock();
    writeln!(out, "officer          {}", new.username)?;
    writeln!(out, "first password   {password}")?;
    writeln!(out, "authenticator    {key}")?;
    writeln!(out, "                 {uri}")?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_post_has_a_name_on_the_command_line() {
        let names = [
            "registrar",
            "handler",
            "leader",
            "administrator",
            "editor",
            "interviewer",
        ];
        assert_eq!(names.map(|name| role(name).unwrap()), Role::ALL);
        assert!(role("king").is_err());
    }
}
