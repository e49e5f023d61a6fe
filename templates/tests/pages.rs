//! Every page in every state is rendered and checked for what all pages owe: language, title, one
//! heading, landmarks, labels, ids, error links, and nothing inline that the content policy forbids.

use scraper::{ElementRef, Html, Selector};
use std::collections::HashSet;
use templates::samples::{self, Sample};

fn select<'a>(page: &'a Html, css: &str) -> Vec<ElementRef<'a>> {
    let selector = Selector::parse(css).expect("a selector of this file");
    page.select(&selector).collect()
}

fn each(check: impl Fn(&str, &Html, &str)) {
    for Sample { name, page } in samples::all() {
        let text = page.into_string();
        check(&name, &Html::parse_document(&text), &text);
    }
}

#[test]
fn there_are_samples_of_every_page() {
    let names: HashSet<String> = samples::all().into_iter().map(|sample| sample.name).collect();
    assert!(names.len() > 90, "{}", names.len());
}

#[test]
fn every_page_names_its_language_its_title_and_itself_once() {
    each(|name, page, text| {
        assert!(text.starts_with("<!DOCTYPE html>"), "{name}");
        assert_eq!(select(page, "html[lang='zh-CN']").len(), 1, "{name}: lang");
        assert_eq!(select(page, "h1").len(), 1, "{name}: h1");
        let title: String = select(page, "title")[0].text().collect();
        assert!(title.chars().count() > 4, "{name}: title {title}");
        // What takes the focus says why nothing was done: errors, or what others did meanwhile.
        let failed = !select(page, "main [data-focus]").is_empty() || name.starts_with("error-");
        assert_eq!(title.starts_with("错误"), failed, "{name}: title {title}");
    });
}

#[test]
fn every_page_has_its_landmarks_and_a_way_past_them() {
    each(|name, page, _| {
        for css in ["header", "main#main", "a.skip[href='#main']"] {
            assert_eq!(select(page, css).len(), 1, "{name}: {css}");
        }
        if !name.starts_with("staff") {
            let public =
                select(page, "footer").len() == 1 && !select(page, "nav[aria-label='主导航']").is_empty();
            let staff = !select(page, ".desk").is_empty();
            // Where there is no network, a navigation leads nowhere.
            let alone = name.starts_with("public-offline") && select(page, "footer").len() == 1;
            assert!(public || staff || alone, "{name}: footer and navigation");
        }
        for nav in select(page, "nav, main section[aria-labelledby], [role=region]") {
            let labelled = nav.attr("aria-label").is_some()
                || nav.attr("aria-labelledby").is_some_and(|id| has_id(page, id));
            assert!(
                labelled,
                "{name}: unnamed {}",
                nav.html().chars().take(80).collect::<String>()
            );
        }
    });
}

#[test]
fn every_control_has_a_label() {
    each(|name, page, _| {
        for control in select(page, "input:not([type=hidden]), select, textarea") {
            let id = control
                .attr("id")
                .unwrap_or_else(|| panic!("{name}: control without id {}", control.html()));
            let labelled = !select(page, &format!("label[for='{id}']")).is_empty()
                || control.attr("aria-label").is_some();
            assert!(labelled, "{name}: #{id} has no label");
        }
        for button in select(page, "button, a") {
            let words: String = button.text().collect();
            assert!(
                !words.trim().is_empty(),
                "{name}: a button or link without words: {}",
                button.html()
            );
        }
        for image in select(page, "img") {
            assert!(image.attr("alt").is_some(), "{name}: img without alt");
        }
    });
}

#[test]
fn ids_are_unique_and_every_reference_leads_to_one() {
    each(|name, page, _| {
        let mut seen = HashSet::new();
        for element in select(page, "[id]") {
            let id = element.attr("id").unwrap();
            assert!(seen.insert(id.to_owned()), "{name}: id {id} twice");
            assert!(
                !id.contains(char::is_whitespace) && !id.is_empty(),
                "{name}: id {id:?}"
            );
        }
        for attribute in [
            "aria-describedby",
            "aria-labelledby",
            "for",
            "data-copy",
            "data-reveal",
        ] {
            for element in select(page, &format!("[{attribute}]")) {
                for id in element.attr(attribute).unwrap().split(' ') {
                    assert!(seen.contains(id), "{name}: {attribute}={id} leads nowhere");
                }
            }
        }
        for link in select(page, "a[href^='#']") {
            let id = link.attr("href").unwrap().trim_start_matches('#');
            assert!(seen.contains(id), "{name}: #{id} leads nowhere");
        }
    });
}

#[test]
fn every_error_stands_in_the_summary_at_the_top() {
    each(|name, page, _| {
        let linked: HashSet<&str> = select(page, ".errors a")
            .iter()
            .filter_map(|link| link.attr("href"))
            .collect();
        if select(page, ".errors").is_empty() {
            assert!(
                select(page, ".field-error").is_empty(),
                "{name}: an error without a summary"
            );
            return;
        }
        assert_eq!(select(page, ".errors > [role=alert]").len(), 1, "{name}: alert");
        for error in select(page, ".field-error[id]") {
            let field = error.attr("id").unwrap().trim_end_matches("-error");
            assert!(
                linked.contains(format!("#{field}").as_str()),
                "{name}: {field} is not in the summary"
            );
        }
        for href in linked {
            let id = href.trim_start_matches('#');
            assert!(has_id(page, id), "{name}: {href}");
        }
    });
}

#[test]
fn nothing_is_inline_and_nothing_typed_becomes_markup() {
    each(|name, page, text| {
        assert!(select(page, "[style], style").is_empty(), "{name}: inline style");
        for script in select(page, "script") {
            assert!(
                script.attr("src").is_some_and(|src| src.starts_with("/assets/")),
                "{name}: {}",
                script.html()
            );
        }
        for element in select(page, "*") {
            for (attribute, value) in element.value().attrs() {
                assert!(!attribute.starts_with("on"), "{name}: {attribute}");
                assert!(
                    !value.trim_start().to_lowercase().starts_with("javascript:"),
                    "{name}: {value}"
                );
            }
        }
        assert!(!text.contains("<script>alert"), "{name}: text became markup");
        for loaded in select(page, "script[src], img[src], audio[src], link[href]") {
            let address = loaded.attr("src").or(loaded.attr("href")).unwrap();
            assert!(
                address.starts_with('/') && !address.starts_with("//"),
                "{name}: {address} is not ours"
            );
        }
    });
}

#[test]
fn forms_post_with_a_token_and_never_fill_in_a_secret() {
    each(|name, page, _| {
        for form in select(page, "form[method=post]") {
            let action = form.attr("action").unwrap();
            let csrf = Selector::parse("input[name=csrf]").unwrap();
            let open = action == "/view"
                || form.attr("enctype").is_some()
                || (name == "public-home-1" && action == "/track");
            assert!(
                open || form.select(&csrf).next().is_some(),
                "{name}: {action} has no token"
            );
        }
        for secret in select(
            page,
            "input[type=password], input[name=totp], input[name=captcha]",
        ) {
            assert!(
                secret.attr("value").unwrap_or_default().is_empty(),
                "{name}: a secret is filled in"
            );
        }
        assert!(
            select(page, "input[type=hidden][name*=password], form form").is_empty(),
            "{name}"
        );
    });
}

#[test]
fn an_unopened_petition_is_opened_by_a_post_only() {
    let page = samples::all()
        .into_iter()
        .find(|sample| sample.name == "staff-intake-list-0")
        .unwrap();
    let page = Html::parse_document(&page.page.into_string());
    for row in select(&page, "tr.fresh") {
        let html = row.html();
        assert!(
            html.contains("method=\"post\"") && !html.contains("<a "),
            "{html}"
        );
    }
    assert!(!select(&page, "tr.fresh").is_empty());
}

#[test]
fn a_page_stays_far_below_the_first_load_budget() {
    each(|name, _, text| {
        // Uncompressed; the grouped category list is the longest thing on any page and compresses tenfold.
        let limit = if ["staff-intake-form", "staff-letter-form", "staff-visit-form"]
            .iter()
            .any(|form| name.starts_with(form))
        {
            140_000
        } else {
            60_000
        };
        assert!(text.len() < limit, "{name}: {} bytes", text.len());
    });
}

/// Writes every sample with its assets where `SAMPLES_DIR` says, to be looked at in a browser; does
/// nothing without it.
#[test]
fn write_samples() {
    let Ok(dir) = std::env::var("SAMPLES_DIR") else {
        return;
    };
    let dir = std::path::Path::new(&dir);
    std::fs::create_dir_all(dir.join("assets")).unwrap();
    for (_, path, asset) in templates::assets::all() {
        std::fs::write(dir.join(path.trim_start_matches('/')), asset.bytes).unwrap();
    }
    for Sample { name, page } in samples::all() {
        std::fs::write(dir.join(format!("{name}.html")), page.into_string()).unwrap();
    }
}

fn has_id(page: &Html, id: &str) -> bool {
    !select(page, &format!("[id='{id}']")).is_empty()
}
