//! What the agency tree tells the public: how to reach petition offices and other agencies. What is stored and not in
//! order (`xtask check` names it) is not shown.

use domain::division::{DivisionCode, Level, counties_of, province};
use domain::office::Contact;
use store::content::{Agencies, Agency};
use templates::public::offices::Office;

/// The petition offices of the province and its cities, in the order of the codes.
pub fn petition_offices(agencies: &Agencies) -> Vec<Office> {
    let shown = agencies.iter().filter(|agency| agency.is_in_directory());
    shown.map(office).collect()
}

/// The province's own departments whose contact is known.
pub fn departments(agencies: &Agencies) -> Vec<Office> {
    known_of(agencies, province().code)
}

/// Of a city: its own departments, then each county's agencies, as far as their contact is known.
pub fn others(agencies: &Agencies, city: DivisionCode) -> Vec<(String, Vec<Office>)> {
    let own = std::iter::once(("市直单位", city));
    let counties = counties_of(city).map(|county| (county.name, county.code));
    own.chain(counties)
        .map(|(name, division)| (name.to_owned(), known_of(agencies, division)))
        .filter(|(_, offices)| !offices.is_empty())
        .collect()
}

/// The agencies of a division, its petition office first; that of the province or a city stands elsewhere.
fn known_of(agencies: &Agencies, division: DivisionCode) -> Vec<Office> {
    let code = division.to_string();
    let here = agencies
        .iter()
        .filter(|agency| agency.code.division() == code && !agency.contact.is_empty());
    let (first, rest): (Vec<&Agency>, Vec<&Agency>) =
        here.partition(|agency| agency.code.is_petition_office());
    let first = first.into_iter().filter(|_| division.level() == Level::County);
    first
        .chain(rest)
        .map(|agency| Office {
            href: String::new(),
            ..office(agency)
        })
        .collect()
}

/// One agency as the directory shows it.
pub fn office(agency: &Agency) -> Office {
    let (contact, _) = Contact::read(|field| agency.contact.get(field));
    let city = agency
        .code
        .division_code()
        .filter(|code| code.level() == Level::City);
    Office {
        name: agency.name.clone(),
        href: city.map(|code| format!("/cities/{code}")).unwrap_or_default(),
        contact,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use store::content::AgencyKind;

    fn tree() -> Agencies {
        let agency = |code: &str, phone: &str| Agency {
            contact: Contact {
                phone: phone.to_owned(),
                ..Contact::default()
            },
            ..Agency::new(code.parse().unwrap(), AgencyKind::Department, code, code)
        };
        [
            agency("370000-xfj", "0531-00000001"),
            agency("370000-zjt", "0531-00000002"),
            agency("370100-xfj", ""),
            agency("370100-zjj", "0531-00000003"),
            agency("370102-aaa", "0531-00000004"),
            agency("370102-xfj", "0531-00000005"),
            agency("370102-zjj", ""),
            agency("370200-zjj", "0532-00000001"),
        ]
        .into_iter()
        .collect()
    }

    #[test]
    fn the_province_shows_its_offices_and_its_departments() {
        let names = |offices: Vec<Office>| offices.into_iter().map(|one| one.name).collect::<Vec<_>>();
        assert_eq!(names(petition_offices(&tree())), ["370000-xfj", "370100-xfj"]);
        assert_eq!(names(departments(&tree())), ["370000-zjt"]);
    }

    #[test]
    fn a_city_shows_whom_one_can_reach_by_county_its_petition_office_first() {
        let groups = others(&tree(), "370100".parse().unwrap());
        let shown: Vec<(&str, Vec<&str>)> = groups
            .iter()
            .map(|(group, offices)| {
                (
                    group.as_str(),
                    offices.iter().map(|one| one.name.as_str()).collect(),
                )
            })
            .collect();
        assert_eq!(
            shown,
            [
                ("市直单位", vec!["370100-zjj"]),
                ("历下区", vec!["370102-xfj", "370102-aaa"])
            ]
        );
    }

    #[test]
    fn what_is_stored_and_not_in_order_is_not_shown() {
        let agency = Agency {
            contact: Contact {
                site: "javascript:alert(1)".to_owned(),
                hours: "工作日".to_owned(),
                ..Contact::default()
            },
            ..Agency::new(
                "370100-xfj".parse().unwrap(),
                AgencyKind::PetitionOffice,
                "某局",
                "某局",
            )
        };
        let shown = office(&agency);
        assert_eq!(
            (shown.contact.site.as_str(), shown.contact.hours.as_str()),
            ("", "工作日")
        );
        assert_eq!(shown.href, "/cities/370100");
    }
}
