//! The agency tree: every agency stands under one that exists, all of them under the province's petition office, without
//! going round in circles; what is published about each is in order.

use domain::ids::AgencyCode;
use domain::office::Contact;
use store::content::{Agencies, Agency};

/// What is wrong with the tree.
pub fn verify(tree: &Agencies) -> Vec<String> {
    tree.iter().flat_map(|agency| one(tree, agency)).collect()
}

fn one(tree: &Agencies, agency: &Agency) -> Vec<String> {
    let code = &agency.code;
    let mut findings = Vec::new();
    match place(tree, agency) {
        Place::Fine => {}
        Place::NoParent => findings.push(format!("{code}: it stands under no agency")),
        Place::Missing(parent) => findings.push(format!("{code}: there is no agency {parent} above it")),
        Place::Circle => findings.push(format!("{code}: the agencies above it go round in a circle")),
    }
    let (sound, wrong) = Contact::read(|field| agency.contact.get(field));
    for (field, error) in &wrong {
        findings.push(format!("{code}: contact.{}: {error}", field.code()));
    }
    if wrong.is_empty() && sound != agency.contact {
        findings.push(format!("{code}: its contact is not as it would be stored"));
    }
    findings
}

enum Place {
    Fine,
    NoParent,
    Missing(AgencyCode),
    Circle,
}

fn place(tree: &Agencies, agency: &Agency) -> Place {
    let root = AgencyCode::petition_office(domain::division::province().code);
    let mut at = agency;
    // As many steps as there are agencies end at the root, or they never do.
    for _ in tree.iter() {
        let Some(parent) = &at.parent else {
            return if at.code == root {
                Place::Fine
            } else {
                Place::NoParent
            };
        };
        at = match tree.get(parent) {
            Some(parent) => parent,
            None => return Place::Missing(parent.clone()),
        };
    }
    Place::Circle
}

#[cfg(test)]
mod tests {
    use super::*;
    use gateway::reference::petition_offices;
    use store::content::AgencyKind;

    fn with(changes: &[(&str, Option<&str>, &str)]) -> Vec<String> {
        let mut all = petition_offices();
        for (code, parent, phone) in changes {
            let code: AgencyCode = code.parse().unwrap();
            all.retain(|agency| agency.code != code);
            all.push(Agency {
                parent: parent.map(|parent| parent.parse().unwrap()),
                contact: Contact {
                    phone: (*phone).to_owned(),
                    ..Contact::default()
                },
                ..Agency::new(code, AgencyKind::Department, "某局", "某局")
            });
        }
        verify(&all.into_iter().collect())
    }

    #[test]
    fn each_fault_of_the_tree_is_found_where_it_is() {
        assert_eq!(with(&[("370102-zjj", Some("370102-xfj"), "12345")]), [""; 0]);
        for (changes, said) in [
            (
                &[("370102-zjj", None, "")][..],
                "370102-zjj: it stands under no agency",
            ),
            (
                &[("370102-zjj", Some("370102-none"), "")],
                "370102-zjj: there is no agency 370102-none above it",
            ),
            (
                &[
                    ("370102-aaa", Some("370102-bbb"), ""),
                    ("370102-bbb", Some("370102-aaa"), ""),
                ],
                "370102-aaa: the agencies above it go round in a circle",
            ),
            (
                &[("370102-zjj", Some("370102-xfj"), "白天")],
                "370102-zjj: contact.phone: ",
            ),
            (
                &[("370102-zjj", Some("370102-xfj"), "053100000001")],
                "370102-zjj: its contact is not as it would be stored",
            ),
        ] {
            let findings = with(changes);
            assert!(
                findings.first().is_some_and(|one| one.starts_with(said)),
                "{findings:?}"
            );
        }
    }
}
