//! Looking for cases by words. Chinese has no blanks between words, so texts are taken apart into pairs of
//! neighbouring characters; what the pairs find is compared with the text before it is shown. Owns how texts and
//! questions are folded, so that both are folded alike; must not know where the pairs lie.

use super::{Field, Words};
use std::collections::BTreeSet;
use std::ops::Range;

/// Longest question, in characters.
pub const QUESTION_MAX: usize = 40;
/// So many words of a question are looked at.
const TERMS_MAX: usize = 5;
/// So many pairs are asked for; the comparison with the text does the rest.
pub const PAIRS_ASKED_MAX: usize = 6;
/// What stands around the first hit of an excerpt, in characters.
const AROUND: usize = 30;

/// Stands for the end of a sentence: nothing that is looked for reaches over it.
const BREAK: char = '\n';

/// A character as it is compared; none for marks and blanks, which are skipped.
fn fold(c: char) -> Option<char> {
    if matches!(c, '。' | '！' | '？' | '；' | '\n' | '!' | '?' | ';') {
        return Some(BREAK);
    }
    let half = match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        other => other,
    };
    half.is_alphanumeric()
        .then(|| half.to_lowercase().next().unwrap_or(half))
}

fn folded(text: &str) -> Vec<char> {
    text.chars().filter_map(fold).collect()
}

/// The pairs of neighbouring characters of a text.
#[must_use]
pub fn pairs(words: &Words) -> BTreeSet<String> {
    Field::ALL
        .into_iter()
        .flat_map(|field| {
            let text = folded(words.get(field));
            text.windows(2)
                .filter(|pair| !pair.contains(&BREAK))
                .map(|pair| pair.iter().collect())
                .collect::<Vec<String>>()
        })
        .collect()
}

/// 检索词: a question as it is looked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Search {
    terms: Vec<Vec<char>>,
}

/// 检索词错误.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SearchError {
    /// One character says too little.
    #[error("请至少写两个字，例如“物业”")]
    TooShort,
    /// More words than are looked for at once.
    #[error("最多同时找 {TERMS_MAX} 个词")]
    TooMany,
    /// More than anybody looks for.
    #[error("检索词不能超过 {QUESTION_MAX} 个字")]
    TooLong,
}

impl Search {
    /// The question as typed; nothing if nothing was.
    ///
    /// # Errors
    /// [`SearchError`]
    pub fn parse(typed: &str) -> Result<Option<Self>, SearchError> {
        if typed.trim().is_empty() {
            return Ok(None);
        }
        if typed.trim().chars().count() > QUESTION_MAX {
            return Err(SearchError::TooLong);
        }
        let mut terms: Vec<Vec<char>> = Vec::new();
        let between = |c: char| c.is_whitespace() || matches!(c, '，' | '、' | ',') || fold(c) == Some(BREAK);
        for term in typed.split(between).map(folded) {
            if !term.is_empty() && !terms.contains(&term) {
                terms.push(term);
            }
        }
        if terms.len() > TERMS_MAX {
            return Err(SearchError::TooMany);
        }
        if terms.iter().all(|term| term.len() < 2) {
            return Err(SearchError::TooShort);
        }
        Ok(Some(Self { terms }))
    }

    /// The pairs to ask for: as many of each term as there is room for, spread over it.
    #[must_use]
    pub fn asked(&self) -> Vec<String> {
        let of = |term: &[char]| {
            term.windows(2)
                .map(|pair| pair.iter().collect())
                .collect::<Vec<String>>()
        };
        let terms: Vec<Vec<String>> = self.terms.iter().map(|term| of(term)).collect();
        let mut asked: Vec<String> = Vec::new();
        // A pair of each term in turn, those of one term spread over it.
        let pairs_each =
            PAIRS_ASKED_MAX.div_ceil(terms.iter().filter(|pairs| !pairs.is_empty()).count().max(1));
        for turn in 0..PAIRS_ASKED_MAX {
            for pairs in &terms {
                let count = pairs.len().min(pairs_each.max(turn + 1));
                let pair = (turn < count).then(|| &pairs[turn * pairs.len() / count]);
                if let Some(pair) = pair.filter(|pair| !asked.contains(pair)) {
                    asked.push(pair.clone());
                }
            }
        }
        asked.truncate(PAIRS_ASKED_MAX);
        asked
    }

    /// Whether each term stands in one of the fields.
    #[must_use]
    pub fn finds(&self, words: &Words) -> bool {
        let texts = Field::ALL.map(|field| folded(words.get(field)));
        self.terms.iter().all(|term| {
            texts
                .iter()
                .any(|text| text.windows(term.len()).any(|part| part == term.as_slice()))
        })
    }

    /// Where the terms stand in a text, in bytes, in order and without overlaps.
    #[must_use]
    pub fn marks(&self, text: &str) -> Vec<Range<usize>> {
        let known: Vec<(usize, usize, char)> = text
            .char_indices()
            .filter_map(|(at, c)| Some((at, at + c.len_utf8(), fold(c)?)))
            .collect();
        let mut marks: Vec<Range<usize>> = Vec::new();
        let mut at = 0;
        while at < known.len() {
            let here = |term: &&Vec<char>| {
                let part = known.get(at..at + term.len());
                part.is_some_and(|part| part.iter().map(|(_, _, c)| c).eq(term.iter()))
            };
            match self.terms.iter().filter(here).max_by_key(|term| term.len()) {
                Some(term) => {
                    marks.push(known[at].0..known[at + term.len() - 1].1);
                    at += term.len();
                }
                None => at += 1,
            }
        }
        marks
    }

    /// A text in pieces, each with whether it was looked for.
    #[must_use]
    pub fn marked(&self, text: &str) -> Vec<(String, bool)> {
        let mut pieces = Vec::new();
        let mut done = 0;
        for mark in self.marks(text) {
            pieces.push((text[done..mark.start].to_owned(), false));
            pieces.push((text[mark.clone()].to_owned(), true));
            done = mark.end;
        }
        pieces.push((text[done..].to_owned(), false));
        pieces.retain(|(piece, _)| !piece.is_empty());
        pieces
    }

    /// Where something stands that neither the title nor `teaser`, the shown part of the outcome, shows: the words
    /// around the first hit in the rest.
    #[must_use]
    pub fn excerpt(&self, words: &Words, teaser: &str) -> Option<String> {
        let shown = [&words.title, teaser].map(folded);
        let hidden = |term: &&Vec<char>| {
            !shown
                .iter()
                .any(|text| text.windows(term.len()).any(|part| part == term.as_slice()))
        };
        let term = self.terms.iter().find(hidden)?;
        let one = Self {
            terms: vec![term.clone()],
        };
        let fields = [Field::Outcome, Field::Reported, Field::Handled];
        fields.into_iter().find_map(|field| {
            let text = words.get(field);
            let mark = one.marks(text).into_iter().next()?;
            let before: Vec<char> = text[..mark.start].chars().collect();
            let from = before.len().saturating_sub(AROUND);
            let head: String = before[from..].iter().collect();
            let tail: String = text[mark.end..].chars().take(AROUND).collect();
            let goes_on = text[mark.end..].chars().count() > AROUND;
            Some(format!(
                "{}{}{}{}{}",
                if from > 0 { "…" } else { "" },
                head,
                &text[mark],
                tail,
                if goes_on { "…" } else { "" }
            ))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::showcase::Place;

    fn words() -> Words {
        Words {
            title: "小区二次供水泵房漏水，十一天修复".to_owned(),
            outcome: "水泵已换新，六楼以上恢复供水。".to_owned(),
            reported: "居民反映：泵房漏水两年，晚上没有水。".to_owned(),
            handled: "区住建局到现场查看，启用维修资金（Ａ类）。".to_owned(),
            place: Place::parse("370100").unwrap(),
            category: "城乡建设".to_owned(),
        }
    }

    fn ask(typed: &str) -> Search {
        Search::parse(typed).unwrap().unwrap()
    }

    #[test]
    fn a_word_is_found_wherever_it_stands_and_whatever_marks_stand_between() {
        for found in [
            "水泵",
            "漏水 维修资金",
            "资金a类",
            "修复",
            "供 水泵",
            "换新,六楼",
            "水泵，维修资金",
            "漏水、修复。",
            "Ａ类",
        ] {
            assert!(ask(found).finds(&words()), "{found}");
            assert!(
                ask(found)
                    .asked()
                    .iter()
                    .all(|pair| pairs(&words()).contains(pair)),
                "{found}"
            );
        }
        for missed in ["电梯", "水泵 电梯", "修复水泵", "漏水管", "供水区住建局"] {
            assert!(!ask(missed).finds(&words()), "{missed}");
        }
    }

    #[test]
    fn too_little_and_too_much_are_told() {
        assert_eq!(Search::parse("  "), Ok(None));
        assert_eq!(Search::parse("水"), Err(SearchError::TooShort));
        assert_eq!(Search::parse("！？"), Err(SearchError::TooShort));
        assert_eq!(Search::parse(&"水".repeat(41)), Err(SearchError::TooLong));
        assert_eq!(
            Search::parse("一二 三四 五六 七八 九十 甲乙"),
            Err(SearchError::TooMany)
        );
        assert!(
            ask("水 泵房").finds(&words()),
            "a single character beside a word is compared"
        );
    }

    #[test]
    fn a_long_question_asks_for_a_few_pairs_of_its_whole_length() {
        let asked = ask("一二三四五六七八九十甲乙丙丁").asked();
        assert_eq!(asked.len(), PAIRS_ASKED_MAX);
        let distinct: BTreeSet<_> = asked.iter().collect();
        assert_eq!(distinct.len(), PAIRS_ASKED_MAX);
    }

    #[test]
    fn each_word_of_a_question_is_asked_for() {
        let asked = ask("一二三四五六七八九十 水泵 电梯").asked();
        assert_eq!(asked.len(), PAIRS_ASKED_MAX);
        for pair in ["一二", "水泵", "电梯"] {
            assert!(asked.iter().any(|one| one == pair), "{asked:?}");
        }
    }

    #[test]
    fn what_was_looked_for_is_marked_where_it_stands() {
        let pieces = ask("供水 a类").marked("供 水（Ａ类）");
        let marked: Vec<_> = pieces
            .iter()
            .filter(|(_, hit)| *hit)
            .map(|(text, _)| text.as_str())
            .collect();
        assert_eq!(marked, ["供 水", "Ａ类"]);
        let whole: String = pieces.iter().map(|(text, _)| text.as_str()).collect();
        assert_eq!(whole, "供 水（Ａ类）");
    }

    #[test]
    fn an_excerpt_shows_what_title_and_outcome_do_not() {
        let teaser = words().outcome;
        assert_eq!(ask("水泵").excerpt(&words(), &teaser), None);
        let cut = ask("恢复供水").excerpt(&words(), "水泵已换新…").unwrap();
        assert!(cut.contains("六楼以上恢复供水"), "{cut}");
        let excerpt = ask("维修资金").excerpt(&words(), &teaser).unwrap();
        assert!(
            excerpt.contains("维修资金") && excerpt.starts_with("区住建局"),
            "{excerpt}"
        );
    }
}
