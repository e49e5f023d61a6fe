//! The oldest browser whose scripts run: Chromium 72 (January 2019), as in the web views of telephones of that year that
//! were never updated. What is newer must not be read (syntax: the whole file is thrown away), and must not be called
//! without asking whether it is there. Syntax is read by a parser in `.ci/run`; here stand the two commonest slips, and
//! what is called. Older ones run no script, and every form works without; see the browser test
//! `a_form_is_filed_where_no_script_runs`.

use super::all;

/// What the scripts of citizens' pages may not hold: as it stands in the text, since which Chromium, and what happens.
const NEWER: [(&str, u32, &str); 31] = [
    ("?.", 80, "syntax: the file is thrown away"),
    ("??", 80, "syntax: the file is thrown away"),
    ("import.meta.resolve", 105, "missing"),
    (".at(", 92, "missing"),
    (".matchAll(", 73, "missing"),
    (".replaceAll(", 85, "missing"),
    ("Object.fromEntries", 73, "missing"),
    ("Object.hasOwn", 93, "missing"),
    ("Object.groupBy", 117, "missing"),
    (".findLast", 97, "missing"),
    (".toSorted(", 110, "missing"),
    (".toReversed(", 110, "missing"),
    (".with(", 110, "missing"),
    ("allSettled", 76, "missing"),
    ("Promise.any", 85, "missing"),
    ("withResolvers", 119, "missing"),
    ("WeakRef", 84, "missing"),
    ("structuredClone", 98, "missing"),
    ("randomUUID", 92, "missing"),
    ("AbortSignal.timeout", 103, "missing"),
    (".replaceChildren(", 86, "missing"),
    (".setHTML", 105, "missing"),
    (".showPopover", 114, "missing"),
    (".checkVisibility", 105, "missing"),
    ("navigator.userAgentData", 90, "missing"),
    ("CSS.supports(\"selector", 83, "throws"),
    (":is(", 88, "a selector that throws"),
    (":has(", 105, "a selector that throws"),
    (":where(", 88, "a selector that throws"),
    (":focus-visible", 86, "a selector that throws"),
    ("scheduler.", 94, "missing"),
];

/// What is newer and may be used, since its file asks first: the call, and the question.
const ASKED: [(&str, &str); 3] = [
    (".requestSubmit(", "\"requestSubmit\" in form"),
    ("navigator.clipboard", "if (!navigator.clipboard)"),
    ("navigator.serviceWorker", "if (navigator.serviceWorker)"),
];

/// Selectors newer than that: a rule with one is dropped with everything that stands beside it.
const NEW_SELECTORS: [&str; 6] = [":is(", ":where(", ":has(", ":focus-visible", ":user-invalid", "&"];

/// Parts of style sheets that no older browser reads at all.
const NEW_AT_RULES: [&str; 5] = ["@layer", "@container", "@scope", "@starting-style", "@property"];

fn text_of(name: &str) -> &'static str {
    let bytes = all().find(|(file, _, _)| *file == name).unwrap().2.bytes;
    std::str::from_utf8(bytes).unwrap()
}

/// Without comments of whole lines, which may speak of anything.
fn code(script: &str) -> String {
    let lines = script.lines().filter(|line| !line.trim_start().starts_with("//"));
    lines.collect::<Vec<_>>().join("\n")
}

fn newer_than_the_floor(script: &str) -> Vec<String> {
    let code = code(script);
    let found = NEWER.iter().filter(|(what, _, _)| code.contains(what));
    let mut wrong: Vec<String> = found
        .map(|(what, since, why)| format!("{what} (Chromium {since}: {why})"))
        .collect();
    for (call, question) in ASKED {
        if code.contains(call) && !code.contains(question) {
            wrong.push(format!("{call} without {question}"));
        }
    }
    wrong
}

/// Rules in which an old browser drops a selector that it would have understood.
fn dropped_along(style: &str) -> Vec<String> {
    let mut wrong = Vec::new();
    for at_rule in NEW_AT_RULES {
        if style.contains(at_rule) {
            wrong.push(at_rule.to_owned());
        }
    }
    let mut rest = style;
    while let Some(open) = rest.find('{') {
        let start = rest[..open].rfind(['}', '{', ';', '/']).map_or(0, |at| at + 1);
        let selector = rest[start..open].trim();
        rest = &rest[open + 1..];
        if selector.starts_with('@') {
            continue;
        }
        let parts = apart(selector);
        let new = parts
            .iter()
            .filter(|part| NEW_SELECTORS.iter().any(|new| part.contains(new)))
            .count();
        if new > 0 && new < parts.len() {
            wrong.push(selector.to_owned());
        }
    }
    wrong
}

/// The selectors of a list, which commas within brackets do not part.
fn apart(list: &str) -> Vec<String> {
    let (mut parts, mut depth) = (vec![String::new()], 0_i32);
    for c in list.chars() {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth -= 1,
            ',' if depth == 0 => {
                parts.push(String::new());
                continue;
            }
            _ => {}
        }
        if let Some(last) = parts.last_mut() {
            last.push(c);
        }
    }
    parts
}

#[test]
fn the_scripts_of_citizens_pages_are_read_and_run_by_the_oldest_browser() {
    let staff = ["staff.js", "batch.js", "camera.js"];
    let mut seen = 0;
    for (name, _, _) in all().filter(|(name, _, _)| name.ends_with(".js") && !staff.contains(name)) {
        assert_eq!(newer_than_the_floor(text_of(name)), [""; 0], "{name}");
        seen += 1;
    }
    assert!(seen >= 5, "site, autosave, filing, rate, upload: {seen}");
    let worker = crate::public::offline::worker(&crate::public::offline::View::default());
    assert_eq!(newer_than_the_floor(&worker), [""; 0], "the service worker");
}

#[test]
fn no_rule_of_the_style_sheets_is_lost_for_what_stands_beside_it() {
    for name in ["site.css", "letter.css"] {
        assert_eq!(dropped_along(text_of(name)), [""; 0], "{name}");
    }
}

#[test]
fn each_of_these_would_be_found() {
    for (what, _, _) in NEWER {
        assert!(
            !newer_than_the_floor(&format!("const x = y{what}z;")).is_empty(),
            "{what}"
        );
    }
    for (call, question) in ASKED {
        assert!(!newer_than_the_floor(call).is_empty(), "{call}");
        assert!(
            newer_than_the_floor(&format!("{question} {call}")).is_empty(),
            "{call}"
        );
    }
    assert!(newer_than_the_floor("// not ?. here\nconst a = b && b.c;").is_empty());

    assert_eq!(
        dropped_along("a { color: red; } p:is(.a, .b), li { margin: 0; }"),
        ["p:is(.a, .b), li"]
    );
    assert_eq!(
        dropped_along("p:is(.a, .b) { margin: 0; } a, b { margin: 0; }"),
        [""; 0]
    );
    assert_eq!(dropped_along("@layer base { a { color: red; } }"), ["@layer"]);
    assert_eq!(apart("a:is(b, c), d"), ["a:is(b, c)", " d"]);
}
