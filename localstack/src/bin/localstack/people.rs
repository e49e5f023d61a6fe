//! The demonstration people: officers that the seed creates and citizens that the simulated
//! real-name service knows. Owns `data/people.json`; the same file for every start, with fixed ids.

use anyhow::Context;
use domain::access::Role;
use domain::division::DivisionCode;
use domain::ids::{AccountId, AgencyCode, OfficerId};
use serde::Deserialize;

const DATA: &str = include_str!("../../../data/people.json");

/// Everybody.
#[derive(Debug, Deserialize)]
pub struct People {
    /// All officers have this password.
    pub officer_password: String,
    /// The officers.
    pub officers: Vec<DemoOfficer>,
    /// The citizen who has an account from the start.
    pub citizen: DemoCitizen,
    /// The citizens who may register.
    pub people: Vec<Person>,
}

/// 演示居民: the citizen who is registered already.
#[derive(Debug, Deserialize)]
pub struct DemoCitizen {
    /// Fixed id.
    pub id: AccountId,
    /// Login name.
    pub username: String,
    /// Password.
    pub password: String,
    /// Name.
    pub name: String,
    /// Valid by GB 11643, and of nobody in the list.
    pub id_number: String,
    /// Mobile number.
    pub mobile: String,
    /// Division of the household.
    pub division: DivisionCode,
    /// Address within it.
    pub address: String,
}

/// 演示工作人员: an officer of the demonstration.
#[derive(Debug, Deserialize)]
pub struct DemoOfficer {
    /// Fixed id.
    pub id: OfficerId,
    /// Login name.
    pub username: String,
    /// Name.
    pub name: String,
    /// Posts held.
    pub roles: Vec<Role>,
    /// Where.
    pub agency: AgencyCode,
    /// Base32.
    pub totp_secret: String,
}

/// 测试居民: somebody who does not exist, with a number that could.
#[derive(Debug, Deserialize)]
pub struct Person {
    /// Name.
    pub name: String,
    /// Valid by GB 11643.
    pub id_number: String,
    /// Mobile number, for forms; the real-name service does not look at it.
    pub mobile: String,
    /// What the simulated service does when asked about this person.
    pub behaviour: Behaviour,
}

/// How the simulated real-name service answers.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq, PartialOrd, Ord)]
#[serde(rename_all = "snake_case")]
pub enum Behaviour {
    /// Compares the name.
    Match,
    /// Answers after 20 s, when nobody waits any more.
    Slow,
    /// 503 Service Unavailable.
    Down,
    /// Says no, whatever the name.
    Mismatch,
}

impl People {
    /// Reads the embedded file.
    pub fn load() -> anyhow::Result<Self> {
        serde_json::from_str(DATA).context("localstack/data/people.json")
    }

    /// Those about whom the service does not simply answer.
    pub fn special(&self) -> impl Iterator<Item = &Person> {
        self.people.iter().filter(|p| p.behaviour != Behaviour::Match)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn there_are_forty_plain_people_and_one_of_each_special_behaviour() {
        let people = People::load().unwrap();
        assert!(people.people.len() - people.special().count() >= 40);
        let special: BTreeSet<_> = people.special().map(|p| p.behaviour).collect();
        assert_eq!(
            special,
            BTreeSet::from([Behaviour::Slow, Behaviour::Down, Behaviour::Mismatch])
        );
    }

    #[test]
    fn every_number_has_a_right_check_digit_and_is_nobody_elses() {
        const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
        let people = People::load().unwrap();
        let mut seen = BTreeSet::new();
        let numbers = people.people.iter().map(|p| &p.id_number);
        for number in numbers.chain([&people.citizen.id_number]) {
            let digits: Vec<u32> = number[..17].chars().map(|c| c.to_digit(10).unwrap()).collect();
            let sum: u32 = digits.iter().zip(WEIGHTS).map(|(d, w)| d * w).sum();
            let check = b"10X98765432"[(sum % 11) as usize] as char;
            assert!(number.ends_with(check), "{number}");
            assert!(seen.insert(number), "{number}");
        }
    }

    #[test]
    fn most_people_are_of_this_province_and_some_are_not() {
        let people = People::load().unwrap();
        let local = people
            .people
            .iter()
            .filter(|p| p.id_number.starts_with("37"))
            .count();
        assert!(local * 2 > people.people.len() && local < people.people.len());
    }

    #[test]
    fn every_role_has_an_officer_and_every_secret_is_base32() {
        let people = People::load().unwrap();
        for role in Role::ALL {
            assert!(
                people.officers.iter().any(|o| o.roles.contains(&role)),
                "{role:?}"
            );
        }
        for officer in &people.officers {
            assert!(services::totp::TotpSecret::from_base32(&officer.totp_secret).is_some());
        }
    }
}
