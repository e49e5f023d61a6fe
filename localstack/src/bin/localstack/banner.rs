//! What the local stack tells the person who started it. Owns words only.

use crate::people::{Behaviour, People};
use std::fmt::Write as _;
use std::path::Path;

/// The block printed before the ready line.
pub fn block(base: &str, data: Option<&Path>, people: &People) -> String {
    let mut out = String::new();
    let mut line = |text: &str| {
        // Writing into a string cannot fail.
        let _ = writeln!(out, "  {text}");
    };
    line("");
    line(&format!("Website            {base}/"));
    line(&format!("Staff              {base}/staff/login"));
    line(&format!("Sent messages      {base}/_local/outbox"));
    line(&format!(
        "Demo people        {base}/_local/people   (login codes for officers, ID numbers)"
    ));
    match data {
        Some(path) => line(&format!(
            "Data               {}   (delete it to start afresh)",
            path.display()
        )),
        None => line("Data               in memory; gone when this process ends"),
    }
    line("");
    line(&format!(
        "Officers           password {} for all:",
        people.officer_password
    ));
    for officer in &people.officers {
        let roles: Vec<_> = officer.roles.iter().map(|role| role.label()).collect();
        line(&format!(
            "  {:<12} {} {}  {}",
            officer.username,
            roles.join("、"),
            officer.agency,
            officer.name
        ));
    }
    line("");
    line(&format!(
        "Citizen            {} ({}), password {}; or register as one of the people below",
        people.citizen.username, people.citizen.name, people.citizen.password
    ));
    line("");
    line("Real-name check    any person of /_local/people passes, and these are special:");
    for person in people.special() {
        let what = match person.behaviour {
            Behaviour::Slow => "the service answers after 20 s (time-out)",
            Behaviour::Down => "the service is down (503)",
            Behaviour::Mismatch | Behaviour::Match => "the service says that the name does not match",
        };
        line(&format!("  {} {}  {what}", person.name, person.id_number));
    }
    line(&format!(
        "SMS                a message to {} always fails, to {} is refused",
        crate::simulators::SMS_NEVER,
        crate::simulators::SMS_REFUSED
    ));
    line("");
    line("Stop with Ctrl-C.");
    line("");
    out
}
