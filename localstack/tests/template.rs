//! The routes of `infra/app.yaml` are the paths of the code. A failure prints the events as they should
//! stand, to be pasted into the template.

#![expect(
    clippy::unwrap_used,
    reason = "a test ends at the first surprise, its helpers too"
)]

use gateway::template::APP;
use http::Method;
use std::collections::BTreeMap;
use std::fmt::Write as _;

type Table = BTreeMap<String, Vec<(String, String)>>;

/// API Gateway writes a greedy parameter `{name+}`, axum `{*name}`.
fn in_the_template(path: &str) -> String {
    match path.split_once("{*") {
        Some((before, name)) => format!("{before}{{{}+}}", name.trim_end_matches('}')),
        None => path.to_owned(),
    }
}

/// Function name, then method and path as the template should write them, sorted. API Gateway sends
/// `HEAD` to no route of `GET`, so a path goes with `ANY` to the function that shows it; another function
/// that takes the path's form has a route of its own, which API Gateway prefers.
fn of_the_code() -> Table {
    let all: Vec<_> = gateway::dispatch::functions()
        .iter()
        .flat_map(web::Routes::list)
        .collect();
    let mut owners = BTreeMap::new();
    for info in &all {
        if info.method == Method::GET {
            owners.insert(info.path, info.function);
        }
    }
    for info in &all {
        owners.entry(info.path).or_insert(info.function);
    }
    let mut table = Table::new();
    for info in &all {
        let owned = owners.get(info.path) == Some(&info.function);
        let method = if owned { "ANY" } else { info.method.as_str() };
        let at = (method.to_owned(), in_the_template(info.path));
        table.entry(info.function.to_owned()).or_default().push(at);
    }
    for routes in table.values_mut() {
        routes.sort();
        routes.dedup();
    }
    table
}

fn of_the_template() -> Table {
    let mut table = Table::new();
    for route in gateway::template::routes() {
        if let Some((method, path)) = route.at {
            table
                .entry(route.function)
                .or_default()
                .push((method.to_string(), path));
        }
    }
    table.values_mut().for_each(|routes| routes.sort());
    table
}

/// Events are named by method and path, so that a diff of the template reads well.
fn events(routes: &[(String, String)]) -> String {
    let mut out = String::new();
    for (method, path) in routes {
        let capital = |word: &str| {
            let letters: String = word.chars().filter(char::is_ascii_alphanumeric).collect();
            letters
                .get(..1)
                .map(|first| first.to_uppercase() + &letters[1..].to_lowercase())
                .unwrap_or_default()
        };
        let words: String = path.split(['/', '-', '.', '_']).map(capital).collect();
        let name = capital(method) + if words.is_empty() { "Home" } else { &words };
        let properties = format!("{{ApiId: !Ref Api, Method: {method}, Path: \"{path}\"}}");
        writeln!(
            out,
            "        {name}:\n          Type: HttpApi\n          Properties: {properties}"
        )
        .unwrap();
    }
    out
}

#[test]
fn every_function_has_exactly_its_routes_as_events() {
    let (code, template) = (of_the_code(), of_the_template());
    let mut wrong = String::new();
    for (function, routes) in &code {
        if template.get(function) != Some(routes) {
            writeln!(wrong, "the events of {function} should be:\n{}", events(routes)).unwrap();
        }
    }
    for function in template.keys().filter(|function| !code.contains_key(*function)) {
        writeln!(wrong, "{function} is in the template only").unwrap();
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn no_public_function_may_touch_a_case_or_the_officers() {
    for function in ["Portal", "Registration", "Identity", "Petitions", "Tracking"] {
        let start = APP.find(&format!("  {function}Function:\n")).unwrap();
        let block = &APP[start..start + APP[start..].find("      Events:\n").unwrap()];
        assert!(
            !block.contains("CASE#") && !block.contains("}staff"),
            "{function}"
        );
        assert!(!block.contains("Scan"), "{function}");
    }
}

#[test]
fn the_delivery_of_messages_ends_before_its_function_is_cut_off() {
    let template = APP.split("\n  NotifyFunction:\n").nth(1).unwrap();
    let timeout = template.split("Timeout: ").nth(1).unwrap();
    let timeout: u64 = timeout.lines().next().unwrap().trim().parse().unwrap();
    assert!(
        timeout >= 2 * notify::LAST_ROUND_SECONDS,
        "in {timeout} s there is time for more than the last round"
    );
}

#[test]
fn the_indexing_of_petitions_ends_before_its_function_is_cut_off() {
    let template = APP.split("\n  MatchingFunction:\n").nth(1).unwrap();
    let timeout = template.split("Timeout: ").nth(1).unwrap();
    let timeout: u64 = timeout.lines().next().unwrap().trim().parse().unwrap();
    assert!(timeout >= 2 * matching::LAST_ROUND_SECONDS, "{timeout}");
}
