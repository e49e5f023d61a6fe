//! Plates of vehicles: a province, a letter, five or six letters and digits, with or without a dot, in full width
//! too.

use super::numbers::digit;
use super::{Chars, Find, Kind};

const PROVINCES: &str = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼";
/// What stands at the end instead of the last character.
const ENDINGS: &str = "学警挂港澳领";

fn letter(c: char) -> bool {
    matches!(c, 'A'..='Z' | 'a'..='z' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ')
}

fn between(c: char) -> bool {
    c.is_whitespace() && c != '\n'
        || matches!(
            c,
            '·' | '•' | '・' | '.' | '．' | '-' | '－' | '—' | '–' | '_' | '*'
        )
}

pub(super) fn find(chars: &Chars) -> Vec<Find> {
    let starts = chars
        .chars
        .iter()
        .enumerate()
        .filter(|(_, c)| PROVINCES.contains(**c));
    starts
        .filter_map(|(at, _)| Some(chars.find(Kind::Plate, at, end_of(chars, at)?)))
        .collect()
}

fn end_of(chars: &Chars, province: usize) -> Option<usize> {
    let skip = |mut at: usize| {
        let most = at + 3;
        while at < most && chars.get(at).is_some_and(between) {
            at += 1;
        }
        at
    };
    let city = skip(province + 1);
    chars.get(city).filter(|c| letter(*c))?;
    let (mut count, mut digits, mut end) = (0, 0, city + 1);
    let mut fifth = None;
    // Blanks within the number only if they stand between all of it.
    let second = skip(end) + 1;
    let spaced = chars.get(second).is_some_and(between);
    while count < 6 {
        let at = if spaced || count == 0 { skip(end) } else { end };
        let Some(c) = chars.get(at) else { break };
        let ending = count >= 4 && ENDINGS.contains(c);
        if !(letter(c) || digit(c).is_some() || ending) {
            break;
        }
        digits += usize::from(digit(c).is_some());
        count += 1;
        end = at + 1;
        if count == 5 && digits >= 1 {
            fifth = Some(end);
        }
        if ending {
            break;
        }
    }
    let goes_on = chars.get(end).is_some_and(|c| c.is_ascii_alphanumeric());
    // What is spelt with blanks may be followed by another number of the sentence.
    match (count >= 5 && digits >= 1, goes_on) {
        (true, false) => Some(end),
        (true, true) if spaced => fifth,
        _ => None,
    }
}
