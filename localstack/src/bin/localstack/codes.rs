//! Login codes for the demonstration officers, so that tests and people need no authenticator app.
//! A code works once, so it hands out those of the three steps the login accepts (before, now,
//! after) in turn, never one that was used.

use crate::people::DemoOfficer;
use chrono::{DateTime, Utc};
use domain::ids::OfficerId;
use services::totp::{DRIFT_STEPS, STEP_SECONDS, TotpSecret};
use std::collections::{HashMap, HashSet};
use std::sync::{Mutex, PoisonError};
use store::Store;

/// What was handed out already.
#[derive(Debug, Default)]
pub struct Codes(Mutex<HashMap<OfficerId, HashSet<u64>>>);

impl Codes {
    /// A code for `officer` that was not used and, while there is one, not handed out either. `None`:
    /// all three were used; the next step begins in less than [`STEP_SECONDS`].
    pub async fn hand_out(&self, store: &Store, officer: &DemoOfficer, now: DateTime<Utc>) -> Option<String> {
        let secret = TotpSecret::from_base32(&officer.totp_secret)?;
        let mut unused = Vec::new();
        for step in acceptable(now) {
            if !was_used(store, officer.id, step).await {
                unused.push(step);
            }
        }
        let step = self.choose(officer.id, &unused)?;
        let middle = i64::try_from(step * STEP_SECONDS + STEP_SECONDS / 2).ok()?;
        Some(secret.code(DateTime::from_timestamp(middle, 0)?))
    }

    fn choose(&self, officer: OfficerId, unused: &[u64]) -> Option<u64> {
        let mut handed = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let handed = handed.entry(officer).or_default();
        let step = unused
            .iter()
            .find(|step| !handed.contains(step))
            .or(unused.first())
            .copied()?;
        handed.insert(step);
        Some(step)
    }
}

fn acceptable(now: DateTime<Utc>) -> std::ops::RangeInclusive<u64> {
    let step = u64::try_from(now.timestamp()).unwrap_or(0) / STEP_SECONDS;
    step.saturating_sub(DRIFT_STEPS)..=step + DRIFT_STEPS
}

/// An engine that does not answer shows at the login; here it only means "not known to be used".
async fn was_used(store: &Store, officer: OfficerId, step: u64) -> bool {
    let key = store::keys::totp(officer, step);
    let found = store
        .dynamodb()
        .get_item()
        .table_name(store.config().table(store::client::Table::Guards))
        .key(
            store::keys::PK,
            aws_sdk_dynamodb::types::AttributeValue::S(key.pk),
        )
        .key(
            store::keys::SK,
            aws_sdk_dynamodb::types::AttributeValue::S(key.sk),
        )
        .consistent_read(true)
        .send()
        .await;
    found.is_ok_and(|answer| answer.item().is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    const OFFICER: &str = "019a0000-0000-7000-8000-000000000001";

    #[test]
    fn the_three_steps_are_handed_out_in_turn_and_then_again_while_unused() {
        let codes = Codes::default();
        let officer = OFFICER.parse().unwrap();
        let unused = [9, 10, 11];
        let given: Vec<_> = (0..4).map(|_| codes.choose(officer, &unused)).collect();
        assert_eq!(given, [Some(9), Some(10), Some(11), Some(9)]);
    }

    #[test]
    fn a_used_step_is_never_handed_out() {
        let codes = Codes::default();
        let officer = OFFICER.parse().unwrap();
        assert_eq!(codes.choose(officer, &[11]), Some(11));
        assert_eq!(codes.choose(officer, &[]), None);
    }

    #[test]
    fn the_steps_are_those_around_now() {
        let now = DateTime::from_timestamp(300, 0).unwrap();
        assert_eq!(acceptable(now).collect::<Vec<_>>(), [9, 10, 11]);
    }
}
