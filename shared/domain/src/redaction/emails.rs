//! E-mail addresses, as they are written and as they are written to hide them: in full width, with blanks, with
//! (at) and (dot), with 点.

use super::{Chars, Find, Kind};

const ATS: [&str; 12] = [
    "@", "＠", "﹫", "(at)", "（at）", "[at]", "(AT)", "（AT）", "[AT]", "<at>", "艾特", "(a)",
];
const DOTS: [&str; 9] = [".", "．", "。", "(dot)", "（dot）", "[dot]", "(DOT)", "点", "·"];
/// Domains that end where no letter of theirs could be missing.
const NAMES_MIN: usize = 2;

fn plain(c: char) -> Option<char> {
    let c = match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0)?,
        other => other,
    };
    c.is_ascii().then_some(c)
}

fn local(c: char) -> bool {
    plain(c).is_some_and(|c| c.is_ascii_alphanumeric() || "._%+-".contains(c))
}

fn label(c: char) -> bool {
    plain(c).is_some_and(|c| c.is_ascii_alphanumeric() || c == '-')
}

pub(super) fn find(chars: &Chars) -> Vec<Find> {
    let mut found: Vec<Find> = Vec::new();
    let mut at = 0;
    while at < chars.chars.len() {
        let here = ATS.iter().find(|word| chars.starts_with(at, word));
        let Some(after) = here.map(|word| at + word.chars().count()) else {
            at += 1;
            continue;
        };
        let (from, to) = (start_of(chars, at), end_of(chars, after));
        if let (Some(from), Some(to)) = (from, to) {
            found.push(chars.find(Kind::Email, from, to));
        }
        at = to.unwrap_or(after);
    }
    found
}

fn blank(c: char) -> bool {
    c.is_whitespace() && c != '\n'
}

/// The first character of what stands before the at.
fn start_of(chars: &Chars, at: usize) -> Option<usize> {
    let mut end = at;
    while end > 0 && at - end < 2 && chars.before(end).is_some_and(blank) {
        end -= 1;
    }
    let mut from = end;
    while chars.before(from).is_some_and(local) {
        from -= 1;
    }
    (from < end).then_some(from)
}

/// The character after the domain that begins at `at`.
fn end_of(chars: &Chars, mut at: usize) -> Option<usize> {
    let skip = |mut at: usize| {
        let most = at + 2;
        while at < most && chars.get(at).is_some_and(blank) {
            at += 1;
        }
        at
    };
    let (mut names, mut end) = (0, at);
    loop {
        at = skip(at);
        let begin = at;
        while chars.get(at).is_some_and(label) {
            at += 1;
        }
        if begin == at {
            break;
        }
        names += 1;
        end = at;
        let dot = skip(at);
        match DOTS.iter().find(|word| chars.starts_with(dot, word)) {
            Some(word) => at = dot + word.chars().count(),
            None => break,
        }
    }
    (names >= NAMES_MIN).then_some(end)
}
