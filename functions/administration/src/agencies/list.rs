//! `GET /staff/admin/agencies`: the petition offices of the public directory; with `city` the agencies of a city and its
//! counties, with `q` those whose name has it.

use super::{LIST, changed, path, without_phone};
use axum::extract::State;
use domain::division::{DivisionCode, Level, cities, province};
use domain::office::Field;
use store::content::Agency;
use templates::components::form::FormState;
use templates::components::select::{Choice, OptGroup};
use templates::components::tag::{Tag, Tone};
use templates::staff::admin::agencies::{self as page, Row, View};
use web::render::staff_shell;
use web::session::Officer;
use web::{App, Query, Result, Visit, html};

/// Most agencies on one page; who finds more is asked to narrow the search.
const SHOWN_MAX: usize = 200;

/// `GET /staff/admin/agencies`
pub async fn show(State(app): State<App>, visit: Visit, officer: Officer, Query(query): Query) -> Result {
    let tree = app.store.agencies_now(visit.now()).await?;
    let name = query.text("q");
    let place: Option<DivisionCode> = query.text("city").parse().ok();
    let place = place.filter(|code| code.level() != Level::County);
    let searched = !name.is_empty() || place.is_some();
    let mut found: Vec<&Agency> = tree
        .iter()
        .filter(|agency| match searched {
            true => is_named(agency, name) && place.is_none_or(|place| lies_in(agency, place)),
            false => agency.is_in_directory(),
        })
        .collect();
    // Stable: within a division the petition office first, then by code.
    found.sort_by_key(|agency| (agency.code.division(), !agency.code.is_petition_office()));
    let about = match (searched, found.len()) {
        (false, count) => match without_phone(&tree) {
            0 => format!("省市信访部门 {count} 个，都有电话。"),
            without => format!("省市信访部门 {count} 个，其中 {without} 个没有电话。"),
        },
        (true, count) if count > SHOWN_MAX => {
            format!("找到 {count} 个机构，只显示前 {SHOWN_MAX} 个，请写名称或选市，缩小范围。")
        }
        (true, count) => format!("找到 {count} 个机构。"),
    };
    let place = place.map(|code| code.to_string()).unwrap_or_default();
    Ok(html(page::page(&View {
        shell: staff_shell(&app, &visit, Some(&officer)),
        form: FormState::new("").with("q", name).with("city", place),
        places: places(),
        groups: match searched {
            true => grouped(found.into_iter().take(SHOWN_MAX)),
            false => vec![("省市信访部门".to_owned(), found.into_iter().map(row).collect())],
        },
        about,
        searched,
    })))
}

/// Whether a name, the short one or the code has what was typed; nothing typed is in each.
fn is_named(agency: &Agency, typed: &str) -> bool {
    [agency.name.as_str(), &agency.short_name, agency.code.as_str()]
        .iter()
        .any(|name| name.contains(typed))
}

/// Whether it belongs to the province itself, or to a city or one of its counties.
fn lies_in(agency: &Agency, place: DivisionCode) -> bool {
    let place = place.to_string();
    let prefix = match place.strip_suffix("00") {
        Some(city) if !city.ends_with("00") => city,
        _ => place.as_str(),
    };
    agency.code.division().starts_with(prefix)
}

/// By division, in the order of the codes: 省直, a city's own, each county.
fn grouped<'a>(found: impl Iterator<Item = &'a Agency>) -> Vec<(String, Vec<Row>)> {
    let mut groups: Vec<(&str, Vec<Row>)> = Vec::new();
    for agency in found {
        let division = agency.code.division();
        match groups.last_mut() {
            Some((last, rows)) if *last == division => rows.push(row(agency)),
            _ => groups.push((division, vec![row(agency)])),
        }
    }
    let named = groups.into_iter().map(|(division, rows)| {
        let name = match division.parse::<DivisionCode>() {
            Ok(code) if code.level() == Level::Province => "省直".to_owned(),
            Ok(code) if code.level() == Level::City => format!("{}直", code.division().name),
            Ok(code) => domain::division::full_name(code),
            Err(_) => format!("属地 {division}（已撤销）"),
        };
        (name, rows)
    });
    named.collect()
}

fn row(agency: &Agency) -> Row {
    Row {
        href: path(agency),
        name: agency.name.clone(),
        phone: agency.contact.phone.clone(),
        state: state(agency),
        changed: changed(agency),
    }
}

/// What people look for first and would not find; a web site is no lack.
fn state(agency: &Agency) -> Tag {
    let wanted = [Field::Address, Field::Phone, Field::Hours];
    let missing: Vec<&str> = wanted
        .into_iter()
        .filter(|field| agency.contact.get(*field).is_empty())
        .map(Field::label)
        .collect();
    match missing[..] {
        [] => Tag::new("齐全", Tone::Good),
        _ => Tag::new(format!("缺{}", missing.join("、")), Tone::Warn),
    }
}

fn places() -> Vec<OptGroup> {
    let own = Choice::new(province().code.to_string(), "省直");
    let cities = cities()
        .iter()
        .map(|city| Choice::new(city.code.to_string(), city.name));
    vec![OptGroup {
        label: String::new(),
        choices: std::iter::once(own).chain(cities).collect(),
    }]
}

/// Where one comes from when one opens a form: the list that has the agency.
pub(super) fn list_of(agency: &Agency) -> String {
    let division = agency.code.division_code();
    match division.map(|code| code.city().unwrap_or(DivisionCode::PROVINCE)) {
        Some(place) if !agency.is_in_directory() => format!("{LIST}?city={place}"),
        _ => LIST.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use store::content::{Agencies, AgencyKind};

    fn agency(code: &str) -> Agency {
        Agency::new(
            code.parse().unwrap(),
            AgencyKind::Department,
            "住房和城乡建设局",
            "住建局",
        )
    }

    #[test]
    fn a_place_has_its_own_agencies_and_a_city_those_of_its_counties() {
        let city: DivisionCode = "370100".parse().unwrap();
        assert!(lies_in(&agency("370100-zjj"), city) && lies_in(&agency("370102-zjj"), city));
        assert!(!lies_in(&agency("370202-zjj"), city) && !lies_in(&agency("370000-zjt"), city));
        let province = DivisionCode::PROVINCE;
        assert!(lies_in(&agency("370000-zjt"), province));
        assert!(!lies_in(&agency("370100-zjj"), province));
        // The tenth city, whose code ends with two noughts more.
        assert!(lies_in(&agency("371002-zjj"), "371000".parse().unwrap()));
        assert!(!lies_in(&agency("371102-zjj"), "371000".parse().unwrap()));
    }

    #[test]
    fn an_agency_is_found_by_either_name_or_its_code_and_listed_under_its_division() {
        let one = agency("370102-zjj");
        assert!(
            ["", "城乡", "住建", "370102-z"]
                .iter()
                .all(|typed| is_named(&one, typed))
        );
        assert!(!is_named(&one, "教育"));
        let all: Agencies = ["370000-zjt", "370100-zjj", "370102-jtj", "370102-zjj"]
            .map(agency)
            .into_iter()
            .collect();
        let names: Vec<(String, usize)> = grouped(all.iter())
            .into_iter()
            .map(|(name, rows)| (name, rows.len()))
            .collect();
        assert_eq!(
            names,
            [
                ("省直".to_owned(), 1),
                ("济南市直".to_owned(), 1),
                ("济南市历下区".to_owned(), 2)
            ]
        );
        assert_eq!(list_of(&one), "/staff/admin/agencies?city=370100");
    }

    #[test]
    fn what_is_missing_is_named_and_a_web_site_is_no_lack() {
        let mut one = agency("370102-zjj");
        assert_eq!(state(&one).word, "缺地址、电话、接待时间");
        one.contact.address = "示范路 1 号".into();
        one.contact.hours = "工作日".into();
        assert_eq!(state(&one).word, "缺电话");
        one.contact.phone = "12345".into();
        assert_eq!(state(&one).word, "齐全");
    }
}
