//! The file of agencies: one JSON object a line. A line is an agency with all its fields, or, for a petition office that
//! every installation has, its code and its contact.

use anyhow::{Context as _, bail, ensure};
use domain::ids::AgencyCode;
use domain::office::{Contact, Field};
use gateway::reference::petition_offices;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use store::content::{Agency, AgencyKind};

/// One line.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    code: AgencyCode,
    name: Option<String>,
    short_name: Option<String>,
    kind: Option<AgencyKind>,
    parent: Option<AgencyCode>,
    #[serde(default)]
    contact: BTreeMap<String, String>,
}

/// The agencies to enter: the petition offices and those of a file, if there is one.
pub fn all(file: Option<&Path>) -> anyhow::Result<Vec<Agency>> {
    let Some(file) = file else {
        return Ok(petition_offices());
    };
    let text = std::fs::read_to_string(file).with_context(|| file.display().to_string())?;
    parse(&text).with_context(|| file.display().to_string())
}

/// The petition offices and those of a text. Each stands under one that is known by then.
fn parse(text: &str) -> anyhow::Result<Vec<Agency>> {
    let mut agencies = petition_offices();
    let mut given = BTreeSet::new();
    for (at, line) in text.lines().enumerate() {
        if !line.trim().is_empty() {
            take(line, &mut agencies, &mut given).with_context(|| format!("line {}", at + 1))?;
        }
    }
    Ok(agencies)
}

fn take(line: &str, agencies: &mut Vec<Agency>, given: &mut BTreeSet<AgencyCode>) -> anyhow::Result<()> {
    let line: Line = serde_json::from_str(line)?;
    let contact = contact(&line.contact)?;
    ensure!(given.insert(line.code.clone()), "{} stands twice", line.code);
    if let Some(office) = agencies.iter_mut().find(|agency| agency.code == line.code) {
        ensure!(
            line.name.is_none() && line.short_name.is_none() && line.kind.is_none() && line.parent.is_none(),
            "{} is built in: only its contact can be given",
            line.code
        );
        office.contact = contact;
        return Ok(());
    }
    let (Some(name), Some(short_name), Some(kind)) = (line.name, line.short_name, line.kind) else {
        bail!("{} needs name, short_name and kind", line.code);
    };
    let parent = line.parent.context("no parent")?;
    ensure!(
        agencies.iter().any(|agency| agency.code == parent),
        "no agency {parent} above it"
    );
    agencies.push(Agency {
        parent: Some(parent),
        contact,
        ..Agency::new(line.code, kind, &name, &short_name)
    });
    Ok(())
}

/// A contact whose fields are known and all in order.
fn contact(given: &BTreeMap<String, String>) -> anyhow::Result<Contact> {
    let known = |name: &str| Field::ALL.iter().any(|field| field.code() == name);
    if let Some(unknown) = given.keys().find(|name| !known(name)) {
        bail!("contact.{unknown}: there is no such field");
    }
    let (contact, wrong) = Contact::read(|field| given.get(field.code()).map_or("", String::as_str));
    match wrong.first() {
        Some((field, error)) => bail!("contact.{}: {error}", field.code()),
        None => Ok(contact),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(code: &str, parent: &str, more: &str) -> String {
        format!(
            r#"{{"code":"{code}","name":"某局","short_name":"某局","kind":"department","parent":"{parent}"{more}}}"#
        )
    }

    fn further(text: &str) -> usize {
        parse(text).unwrap().len() - petition_offices().len()
    }

    #[test]
    fn a_line_is_an_agency_under_one_that_is_known() {
        let good = line("370102-zjj", "370102-xfj", "");
        assert_eq!(further(&good), 1);
        assert_eq!(
            further(&format!("{good}\n\n{}", line("370102-zjj1", "370102-zjj", ""))),
            2
        );
    }

    #[test]
    fn a_contact_comes_with_the_agency_or_alone_for_an_office_that_is_built_in() {
        let text = format!(
            "{}\n{}",
            line(
                "370102-zjj",
                "370102-xfj",
                r#","contact":{"phone":"0531 00000001"}"#
            ),
            r#"{"code":"370100-xfj","contact":{"address":"示范路 1 号","site":"https://xf.example.com"}}"#
        );
        let all = parse(&text).unwrap();
        let of = |code: &str| {
            &all.iter()
                .find(|agency| agency.code.as_str() == code)
                .unwrap()
                .contact
        };
        assert_eq!(of("370102-zjj").phone, "0531-00000001");
        assert_eq!(of("370100-xfj").address, "示范路 1 号");
        assert!(of("370200-xfj").is_empty());
    }

    #[test]
    fn a_line_that_is_wrong_is_named_with_what_is_wrong() {
        let good = line("370102-zjj", "370102-xfj", "");
        let with = |contact: &str| line("370102-zjj", "370102-xfj", &format!(r#","contact":{contact}"#));
        for (text, said) in [
            (format!("{good}\n{good}"), "line 2: 370102-zjj stands twice"),
            (
                line("370102-zjj", "370102-none", ""),
                "line 1: no agency 370102-none above it",
            ),
            (
                line("370100-xfj", "370000-xfj", ""),
                "line 1: 370100-xfj is built in",
            ),
            (
                r#"{"code":"370102-zjj"}"#.to_owned(),
                "line 1: 370102-zjj needs name",
            ),
            (
                format!("\n{}", with(r#"{"phone":"白天"}"#)),
                "line 2: contact.phone: “白天”",
            ),
            (with(r#"{"site":"http://example.com"}"#), "line 1: contact.site: "),
            (
                with(r#"{"tel":"12345"}"#),
                "line 1: contact.tel: there is no such field",
            ),
            (with(r#"{"phone":12345}"#), "line 1: invalid type"),
            (
                line("370102-zjj", "370102-xfj", r#","phone":"12345""#),
                "line 1: unknown field",
            ),
            (line("nonsense", "370102-xfj", ""), "line 1: "),
            ("{".to_owned(), "line 1: "),
        ] {
            let error = format!("{:#}", parse(&text).unwrap_err());
            assert!(error.starts_with(said), "{error}");
        }
    }
}
