//! Contacts of demonstration. Nothing here reaches anybody: no local number in China begins with 0000, no such street
//! exists, and example.com is reserved. Two cities have none, so that a page with gaps can be looked at too.

use domain::division::Level;
use domain::office::{Contact, Field};
use store::content::{Agency, AgencyKind};

/// Area codes by city.
const AREA_CODES: [(&str, &str); 16] = [
    ("3701", "0531"),
    ("3702", "0532"),
    ("3703", "0533"),
    ("3704", "0632"),
    ("3705", "0546"),
    ("3706", "0535"),
    ("3707", "0536"),
    ("3708", "0537"),
    ("3709", "0538"),
    ("3710", "0631"),
    ("3711", "0633"),
    ("3713", "0539"),
    ("3714", "0534"),
    ("3715", "0635"),
    ("3716", "0543"),
    ("3717", "0530"),
];

/// Cities of whose agencies nothing is known.
const UNKNOWN: [&str; 2] = ["3715", "3717"];

/// The contact of an agency; of counties only those with demonstration agencies of their own have one.
pub fn of(agency: &Agency) -> Contact {
    let Some(division) = agency.code.division_code() else {
        return Contact::default();
    };
    let digits = division.to_string();
    let known = match division.level() {
        Level::Province => true,
        Level::City => !UNKNOWN.contains(&&digits[..4]),
        Level::County => matches!(digits.as_str(), "370102" | "370202"),
    };
    if !known {
        return Contact::default();
    }
    let mut area_codes = AREA_CODES.iter();
    let area = area_codes
        .find(|(city, _)| digits.starts_with(city))
        .map_or("0531", |(_, area)| *area);
    let unit = match agency.kind {
        AgencyKind::PetitionOffice => 1,
        AgencyKind::Department => 2,
        AgencyKind::Township => 3,
    };
    // The place and the unit's letters tell the numbers apart.
    let letters: u32 = agency.code.unit().bytes().map(u32::from).sum();
    let place: u32 = digits[2..].parse().unwrap_or_default();
    let phone = format!("{area}-0000{:04}", (place + unit * 2000 + letters) % 10_000);
    let address = format!(
        "{}示范路 {} 号（演示地址）",
        domain::division::full_name(division),
        letters % 90 + 1
    );
    let site = format!("https://{}.example.com/", agency.code);
    let (contact, _) = Contact::read(|field| match field {
        Field::Address => &address,
        Field::Phone => &phone,
        Field::Hours => "工作日 8:30–11:30，13:30–17:00",
        Field::Site if division.level() != Level::County => &site,
        Field::Site => "",
    });
    contact
}

#[cfg(test)]
mod tests {
    use super::*;
    use gateway::reference::petition_offices;

    #[test]
    fn nobody_is_reached_by_a_number_of_the_demonstration() {
        let contacts: Vec<Contact> = petition_offices().iter().map(of).collect();
        let known = contacts.iter().filter(|contact| !contact.is_empty());
        for contact in known.clone() {
            assert_eq!(
                Contact::read(|field| contact.get(field)),
                (contact.clone(), vec![])
            );
            let local = contact.phone.split_once('-').unwrap().1;
            assert!(local.starts_with("0000") && local.len() == 8, "{contact:?}");
            assert!(contact.address.contains("演示"), "{contact:?}");
        }
        assert_eq!(known.count(), 17);
    }

    #[test]
    fn every_city_has_its_area_code() {
        for city in domain::division::cities() {
            let digits = city.code.to_string();
            assert!(
                AREA_CODES.iter().any(|(code, _)| digits.starts_with(code)),
                "{}",
                city.name
            );
        }
    }
}
