//! 文字对照: two texts side by side, with what only one of them has marked. First by clauses, then by characters
//! within what is left between them; both are bounded, whatever is compared. Judges nothing.

use crate::fingerprint::normalise;
use std::collections::HashSet;
use std::ops::Range;

/// The most cells of a table of clauses; past it their order does not count.
const CLAUSE_CELLS_MAX: usize = 4_000_000;
/// The most cells of a table of characters between two clauses; past it all of it differs.
const CHAR_CELLS_MAX: usize = 1_000_000;
/// Characters that must agree in a row: single ones agree by chance everywhere.
const RUN_MIN: usize = 2;

/// 片段: a piece of one of the texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Piece<'a> {
    /// The words, as they were typed.
    pub text: &'a str,
    /// Whether the other text has them too, at this place.
    pub same: bool,
}

/// 对照: both texts in pieces; the pieces of each, one after the other, are the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SideBySide<'a> {
    /// The one.
    pub left: Vec<Piece<'a>>,
    /// The other.
    pub right: Vec<Piece<'a>>,
}

/// Compares two texts.
#[must_use]
pub fn side_by_side<'a>(left: &'a str, right: &'a str) -> SideBySide<'a> {
    let (lefts, rights) = (clauses(left), clauses(right));
    let plain = |text: &str, ranges: &[Range<usize>]| -> Vec<String> {
        ranges
            .iter()
            .map(|range| normalise(&text[range.clone()]))
            .collect()
    };
    let (left_words, right_words) = (plain(left, &lefts), plain(right, &rights));
    let (mut in_left, mut in_right) = (Marks::of(left), Marks::of(right));
    let Some(pairs) = common(&left_words, &right_words, CLAUSE_CELLS_MAX) else {
        in_left.keep_known(&lefts, &left_words, &right_words);
        in_right.keep_known(&rights, &right_words, &left_words);
        return SideBySide {
            left: in_left.pieces(),
            right: in_right.pieces(),
        };
    };
    let (mut from, mut at) = (0, 0);
    let ends = pairs.iter().copied().chain([(lefts.len(), rights.len())]);
    for (to, until) in ends {
        between(
            &mut in_left,
            &span(&lefts, from..to),
            &mut in_right,
            &span(&rights, at..until),
        );
        if let (Some(one), Some(other)) = (lefts.get(to), rights.get(until)) {
            in_left.keep(one);
            in_right.keep(other);
        }
        (from, at) = (to + 1, until + 1);
    }
    SideBySide {
        left: in_left.pieces(),
        right: in_right.pieces(),
    }
}

/// The clauses of a text, each with the punctuation that ends it.
fn clauses(text: &str) -> Vec<Range<usize>> {
    let ends = |c: char| "，。！？；：、,.!?;:\n".contains(c);
    let (mut found, mut from) = (Vec::new(), 0);
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let next_ends = chars.peek().is_some_and(|(_, next)| ends(*next));
        if ends(c) && !next_ends {
            found.push(from..at + c.len_utf8());
            from = at + c.len_utf8();
        }
    }
    if from < text.len() {
        found.push(from..text.len());
    }
    found
}

/// The text that a row of clauses covers.
fn span(clauses: &[Range<usize>], which: Range<usize>) -> Range<usize> {
    match clauses.get(which.clone()) {
        Some([first, .., last]) => first.start..last.end,
        Some([only]) => only.clone(),
        _ => 0..0,
    }
}

/// Marks what two stretches between common clauses share.
fn between(left: &mut Marks<'_>, one: &Range<usize>, right: &mut Marks<'_>, other: &Range<usize>) {
    let chars = |text: &str, range: &Range<usize>| -> Vec<(usize, char)> {
        let part = text.get(range.clone()).unwrap_or_default();
        part.char_indices().map(|(at, c)| (range.start + at, c)).collect()
    };
    let (ones, others) = (chars(left.text, one), chars(right.text, other));
    let only = |chars: &[(usize, char)]| -> Vec<char> { chars.iter().map(|(_, c)| *c).collect() };
    let Some(pairs) = common(&only(&ones), &only(&others), CHAR_CELLS_MAX) else {
        return;
    };
    let mut from = 0;
    while from < pairs.len() {
        let follows = |at: usize| pairs[at] == (pairs[at - 1].0 + 1, pairs[at - 1].1 + 1);
        let to = (from + 1..pairs.len())
            .find(|at| !follows(*at))
            .unwrap_or(pairs.len());
        if to - from >= RUN_MIN {
            for (one, other) in &pairs[from..to] {
                left.keep(&char_range(ones[*one]));
                right.keep(&char_range(others[*other]));
            }
        }
        from = to;
    }
}

fn char_range((at, c): (usize, char)) -> Range<usize> {
    at..at + c.len_utf8()
}

/// A longest common subsequence, as places in both; `None` where the table would be too large.
fn common<T: PartialEq>(one: &[T], other: &[T], cells_max: usize) -> Option<Vec<(usize, usize)>> {
    let head = one.iter().zip(other).take_while(|(a, b)| a == b).count();
    let (rest, rest_of_other) = (&one[head..], &other[head..]);
    let tail = rest
        .iter()
        .rev()
        .zip(rest_of_other.iter().rev())
        .take_while(|(a, b)| a == b)
        .count();
    let (rows, columns) = (rest.len() - tail, rest_of_other.len() - tail);
    if rows.saturating_mul(columns) > cells_max {
        return None;
    }
    let width = columns + 1;
    let mut best = vec![0_u32; (rows + 1) * width];
    for row in (0..rows).rev() {
        for column in (0..columns).rev() {
            best[row * width + column] = if rest[row] == rest_of_other[column] {
                best[(row + 1) * width + column + 1] + 1
            } else {
                best[(row + 1) * width + column].max(best[row * width + column + 1])
            };
        }
    }
    let mut pairs: Vec<(usize, usize)> = (0..head).map(|at| (at, at)).collect();
    let (mut row, mut column) = (0, 0);
    while row < rows && column < columns {
        if rest[row] == rest_of_other[column] {
            pairs.push((head + row, head + column));
            (row, column) = (row + 1, column + 1);
        } else if best[(row + 1) * width + column] >= best[row * width + column + 1] {
            row += 1;
        } else {
            column += 1;
        }
    }
    pairs.extend((0..tail).map(|at| (one.len() - tail + at, other.len() - tail + at)));
    Some(pairs)
}

/// Which bytes of a text the other has too.
struct Marks<'a> {
    text: &'a str,
    same: Vec<bool>,
}

impl<'a> Marks<'a> {
    fn of(text: &'a str) -> Self {
        Self {
            text,
            same: vec![false; text.len()],
        }
    }

    fn keep(&mut self, range: &Range<usize>) {
        if let Some(part) = self.same.get_mut(range.clone()) {
            part.fill(true);
        }
    }

    /// Marks the clauses that the other text has anywhere.
    fn keep_known(&mut self, ranges: &[Range<usize>], words: &[String], others: &[String]) {
        let known: HashSet<&String> = others.iter().collect();
        for (range, _) in ranges.iter().zip(words).filter(|(_, word)| known.contains(word)) {
            self.keep(range);
        }
    }

    fn pieces(&self) -> Vec<Piece<'a>> {
        let mut pieces = Vec::new();
        let mut from = 0;
        while from < self.same.len() {
            let same = self.same[from];
            let rest = &self.same[from..];
            let to = from + rest.iter().take_while(|one| **one == same).count();
            if let Some(text) = self.text.get(from..to) {
                pieces.push(Piece { text, same });
            }
            from = to;
        }
        pieces
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn marked(pieces: &[Piece<'_>]) -> String {
        let mark = |piece: &Piece<'_>| match piece.same {
            true => piece.text.to_owned(),
            false => format!("[{}]", piece.text),
        };
        pieces.iter().map(mark).collect()
    }

    fn compared(left: &str, right: &str) -> (String, String) {
        let both = side_by_side(left, right);
        (marked(&both.left), marked(&both.right))
    }

    #[test]
    fn a_word_that_was_changed_is_marked_and_the_rest_is_not() {
        let (left, right) = compared(
            "车库积水，三辆车泡了水，没有人管。",
            "车库积水，四辆车泡了水，没有人管。",
        );
        assert_eq!(left, "车库积水，[三]辆车泡了水，没有人管。");
        assert_eq!(right, "车库积水，[四]辆车泡了水，没有人管。");
    }

    #[test]
    fn what_was_added_and_what_was_left_out_is_marked_on_its_own_side() {
        let (left, right) = compared(
            "水泵坏了。半年没有修。",
            "水泵坏了。找过物业三次。半年没有修。请尽快。",
        );
        assert_eq!(left, "水泵坏了。半年没有修。");
        assert_eq!(right, "水泵坏了。[找过物业三次。]半年没有修。[请尽快。]");
    }

    #[test]
    fn other_punctuation_is_no_difference_and_chance_agreements_do_not_count() {
        let (left, right) = compared("路灯不亮，请修。", "路灯不亮,请修!");
        assert_eq!(
            (left.as_str(), right.as_str()),
            ("路灯不亮，请修。", "路灯不亮,请修!")
        );
        let (left, _) = compared("学校的食堂太贵", "医院的床位太少");
        assert_eq!(left, "[学校的食堂太贵]");
    }

    #[test]
    fn the_longest_texts_are_compared_too() {
        let long: String = (0..9_000).map(|n| if n % 2 == 0 { '路' } else { '，' }).collect();
        let other: String = (0..9_000).map(|n| if n % 3 == 0 { '灯' } else { '。' }).collect();
        let both = side_by_side(&long, &other);
        assert_eq!(both.left.iter().map(|piece| piece.text).collect::<String>(), long);
        let (left, right) = (format!("一样，{long}"), format!("{other}一样，"));
        let both = side_by_side(&left, &right);
        assert!(both.left[0].same && both.right.last().is_some_and(|piece| piece.same));
    }

    proptest! {
        #[test]
        fn the_pieces_put_together_are_the_texts(left in "[甲乙丙丁，。\n a]{0,60}", right in "[甲乙丙丁，。\n a]{0,60}") {
            let both = side_by_side(&left, &right);
            let whole = |pieces: &[Piece<'_>]| pieces.iter().map(|piece| piece.text).collect::<String>();
            prop_assert_eq!(whole(&both.left), left.clone());
            prop_assert_eq!(whole(&both.right), right.clone());
            prop_assert!(both.left.iter().chain(&both.right).all(|piece| !piece.text.is_empty()));
            let same = |pieces: &[Piece<'_>]| normalise(&pieces.iter().filter(|p| p.same).map(|p| p.text).collect::<String>());
            prop_assert_eq!(same(&both.left), same(&both.right));
        }

        #[test]
        fn a_text_beside_itself_has_no_difference(text in ".{0,80}") {
            let both = side_by_side(&text, &text);
            prop_assert!(both.left.iter().chain(&both.right).all(|piece| piece.same));
        }
    }
}
