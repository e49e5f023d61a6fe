//! `bench redact`: how much of what is personal the suggestions for cases find. Numbers are made up, spelt in many
//! ways and put into real messages, the same at every run; names and addresses are compared with labels made by hand
//! (`localstack/data/redaction-labels.jsonl`: ids and places, none of the messages themselves). Measures only.

mod spellings;

use anyhow::{Context as _, bail};
use domain::redaction::{Find, Kind, find};
use serde::Deserialize;
use spellings::{Draw, every};
use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::PathBuf;

const LABELS: &str = include_str!("../../../data/redaction-labels.jsonl");

/// A message, one JSON object a line.
#[derive(Deserialize)]
struct Message {
    id: String,
    title: String,
    body: String,
}

/// What is personal in a message, by the characters of title, line break and body.
#[derive(Deserialize)]
struct Labels {
    id: String,
    length: usize,
    labels: Vec<(usize, usize, String)>,
}

/// How often a kind was put in, found as what it is, and found as some other number.
#[derive(Default)]
struct Recall {
    put: u32,
    found: u32,
    otherwise: u32,
    missed: Vec<String>,
}

/// Labels and finds of a kind, and how many of each meet one of the other.
#[derive(Default)]
struct Overlap {
    labels: u32,
    labels_met: u32,
    finds: u32,
    finds_met: u32,
}

/// Prints both tables.
///
/// # Errors
/// When a file cannot be read, or holds none of the labelled messages.
pub fn bench(files: &[PathBuf]) -> anyhow::Result<()> {
    let texts = read(files)?;
    let labelled: Vec<Labels> = LABELS
        .lines()
        .map(serde_json::from_str)
        .collect::<Result<_, _>>()
        .context("localstack/data/redaction-labels.jsonl")?;
    let known: Vec<(&Labels, &String)> = labelled
        .iter()
        .filter_map(|labels| Some((labels, texts.get(&labels.id)?)))
        .filter(|(labels, text)| text.chars().count() == labels.length)
        .collect();
    if known.is_empty() {
        bail!("none of the labelled messages is in these files, or they have changed");
    }
    let mut out = std::io::stdout();
    writeln!(
        out,
        "messages: {} of the {} labelled ones",
        known.len(),
        labelled.len()
    )?;
    let mut recalls: BTreeMap<Kind, Recall> = BTreeMap::new();
    let mut wrong: BTreeMap<Kind, Vec<String>> = BTreeMap::new();
    let mut overlaps: BTreeMap<Kind, Overlap> = BTreeMap::new();
    for (n, (labels, text)) in known.iter().enumerate() {
        numbers(n, text, &mut recalls);
        for one in find(text).into_iter().filter(|one| one.kind.is_number()) {
            wrong
                .entry(one.kind)
                .or_default()
                .push(one.words(text).to_owned());
        }
        for kind in [Kind::Name, Kind::Address] {
            overlap(kind, labels, text, overlaps.entry(kind).or_default());
        }
    }
    print(&mut out, &recalls, &wrong, &overlaps)
}

fn read(files: &[PathBuf]) -> anyhow::Result<BTreeMap<String, String>> {
    let mut texts = BTreeMap::new();
    for file in files {
        let text =
            std::fs::read_to_string(file).with_context(|| format!("{} cannot be read", file.display()))?;
        for line in text.lines().filter(|line| !line.trim().is_empty()) {
            let message: Message =
                serde_json::from_str(line).context("a line is not a message with id, title, body")?;
            texts.insert(message.id, format!("{}\n{}", message.title, message.body));
        }
    }
    if texts.is_empty() {
        bail!("name at least one file with messages");
    }
    Ok(texts)
}

/// Puts a number of every spelling into a message, one at a time, and looks for it.
fn numbers(n: usize, text: &str, recalls: &mut BTreeMap<Kind, Recall>) {
    let mut draw = Draw::new(n);
    let chars: Vec<char> = text.chars().collect();
    for (kind, written) in every(&mut draw) {
        // The word that says what a number is belongs to the sentence.
        let digits = written.trim_start_matches(['电', '话', '请', '打', '号', '码', '：', '座', '机', ' ']);
        let word = written.len() - digits.len();
        let at = place(&chars, &written, &mut draw);
        let before: String = chars[..at].iter().collect();
        let after: String = chars[at..].iter().collect();
        let (from, to) = (before.len() + word, before.len() + written.len());
        let whole = format!("{before}{written}{after}");
        let finds = find(&whole);
        let covers = |one: &&Find| one.kind.is_number() && one.start <= from && one.end >= to;
        let recall = recalls.entry(kind).or_default();
        recall.put += 1;
        match finds.iter().find(covers) {
            Some(one) if one.kind == kind => recall.found += 1,
            Some(_) => recall.otherwise += 1,
            None => recall.missed.push(written),
        }
    }
}

/// Where a number can stand: not beside a digit or a letter, which would make it another; beside a numeral of the
/// sentence where it does not begin or end with one itself.
fn place(chars: &[char], written: &str, draw: &mut Draw) -> usize {
    let plain = |c: Option<&char>, own: Option<char>| {
        c.is_none_or(|c| {
            !c.is_alphanumeric() || is_word(*c) || is_numeral(*c) && !own.is_some_and(is_numeral)
        })
    };
    let (first, last) = (written.chars().next(), written.chars().last());
    let mut at = draw.below(chars.len() + 1);
    for _ in 0..=chars.len() {
        let before = at.checked_sub(1).and_then(|before| chars.get(before));
        if plain(before, first) && plain(chars.get(at), last) {
            return at;
        }
        at = (at + 1) % (chars.len() + 1);
    }
    chars.len()
}

fn is_numeral(c: char) -> bool {
    "〇零一二三四五六七八九壹贰叁肆伍陆柒捌玖幺参".contains(c)
}

/// A Chinese character that is no numeral.
fn is_word(c: char) -> bool {
    ('\u{4E00}'..='\u{9FFF}').contains(&c) && !is_numeral(c)
}

fn overlap(kind: Kind, labels: &Labels, text: &str, overlap: &mut Overlap) {
    let byte = |at: usize| text.char_indices().nth(at).map_or(text.len(), |(byte, _)| byte);
    let wanted: Vec<(usize, usize)> = labels
        .labels
        .iter()
        .filter(|(_, _, name)| name == kind.code())
        .map(|(from, to, _)| (byte(*from), byte(*to)))
        .collect();
    let finds: Vec<Find> = find(text).into_iter().filter(|one| one.kind == kind).collect();
    let meets = |one: &Find, (from, to): (usize, usize)| one.start < to && from < one.end;
    for label in &wanted {
        overlap.labels += 1;
        overlap.labels_met += u32::from(finds.iter().any(|one| meets(one, *label)));
    }
    for one in &finds {
        overlap.finds += 1;
        overlap.finds_met += u32::from(wanted.iter().any(|label| meets(one, *label)));
    }
}

fn print(
    out: &mut impl std::io::Write,
    recalls: &BTreeMap<Kind, Recall>,
    wrong: &BTreeMap<Kind, Vec<String>>,
    overlaps: &BTreeMap<Kind, Overlap>,
) -> anyhow::Result<()> {
    writeln!(
        out,
        "\nkind         put in   found  as another  missed  found in the originals"
    )?;
    for kind in Kind::ALL.into_iter().filter(|kind| kind.is_number()) {
        let none = Recall::default();
        let recall = recalls.get(&kind).unwrap_or(&none);
        let (missed, here) = (recall.missed.len(), wrong.get(&kind).map_or(0, Vec::len));
        writeln!(
            out,
            "{:<12} {:>6} {:>7} {:>11} {:>7} {:>7}",
            kind.code(),
            recall.put,
            recall.found,
            recall.otherwise,
            missed,
            here
        )?;
        for written in recall.missed.iter().take(5) {
            writeln!(out, "  missed: {written}")?;
        }
        for words in wrong.get(&kind).into_iter().flatten().take(5) {
            writeln!(out, "  in an original: {words}")?;
        }
    }
    writeln!(
        out,
        "\nkind       labels  found  recall    finds  right  precision"
    )?;
    for (kind, overlap) in overlaps {
        writeln!(
            out,
            "{:<10} {:>6} {:>6} {:>6.1}% {:>7} {:>6} {:>9.1}%",
            kind.code(),
            overlap.labels,
            overlap.labels_met,
            per_cent(overlap.labels_met, overlap.labels),
            overlap.finds,
            overlap.finds_met,
            per_cent(overlap.finds_met, overlap.finds)
        )?;
    }
    Ok(())
}

fn per_cent(part: u32, whole: u32) -> f64 {
    100.0 * f64::from(part) / f64::from(whole.max(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_number_of_every_spelling_is_found_in_a_text_of_our_own() {
        let texts = [
            "我家住在某小区，2019年3月15日交房，合同编号（2018）0124号，至今没有拿到房产证。\n面积91.5平方米，单价6,098元。",
            "尊敬的领导：12345 和 110 都打过，3.15、6.18 两次答复，第 20 条第 2 款。",
        ];
        let mut recalls = BTreeMap::new();
        for n in 0..40 {
            numbers(n, texts[n % texts.len()], &mut recalls);
        }
        assert_eq!(recalls.len(), 6, "every kind of number");
        for (kind, recall) in recalls {
            assert!(recall.missed.is_empty(), "{kind:?}: {:?}", recall.missed);
            // A lone digit before a number that is spelt digit by digit is hidden with it, as a longer number.
            assert!(
                recall.otherwise * 100 <= recall.put,
                "{kind:?}: {}",
                recall.otherwise
            );
        }
    }

    #[test]
    fn the_labels_are_in_order_and_hold_no_text() {
        let all: Vec<Labels> = LABELS
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect();
        assert_eq!(all.len(), 200);
        for one in &all {
            let mut end = 0;
            for (from, to, kind) in &one.labels {
                assert!(*from >= end && to > from && *to <= one.length, "{}", one.id);
                assert!(
                    matches!(Kind::from_code(kind), Some(Kind::Name | Kind::Address)),
                    "{kind}"
                );
                end = *to;
            }
        }
    }
}
