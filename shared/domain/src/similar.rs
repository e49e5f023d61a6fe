//! 相似: how alike two short texts are, by the pairs of characters they share. Owns the measure and where
//! it is worth a hint; must not decide that two petitions are the same matter.

use crate::fingerprint::{Runs, normalise};

/// From this likeness on, a person is asked whether it is the same matter.
pub const LIKENESS_MIN: f32 = 0.5;

fn pairs(text: &str) -> Runs {
    Runs::of(&normalise(text), 2)
}

fn part(some: usize, of: usize) -> f32 {
    let number = |count: usize| f32::from(u16::try_from(count).unwrap_or(u16::MAX));
    number(some) / number(of.max(1))
}

/// How alike a known title is to a new title and text, from 0 to 1: the share of pairs that both titles
/// have, or the share of the known title's pairs that the text repeats, where it is longer than a few
/// words; the greater of the two.
#[must_use]
pub fn likeness(known_title: &str, title: &str, content: &str) -> f32 {
    let known = pairs(known_title);
    let new = pairs(title);
    let titles = part(2 * known.shared(&new), known.len() + new.len());
    if known.len() < 6 {
        return titles;
    }
    let told = part(known.shared(&new.union(&pairs(content))), known.len());
    // A long text repeats much by chance: only nearly the whole title counts.
    titles.max(if told >= 0.8 { told } else { 0.0 })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_same_matter_in_other_words_is_alike_and_another_is_not() {
        let known = "泉城路 1 号院地下车库积水，物业半年未修";
        for (title, content) in [
            (known, ""),
            ("泉城路1号院地下车库又积水，物业还是不修", ""),
            (
                "车库的事",
                "泉城路 1 号院地下车库积水，物业半年未修，我去年就反映过。",
            ),
        ] {
            assert!(likeness(known, title, content) >= LIKENESS_MIN, "{title}");
        }
        for (title, content) in [
            ("学校门口没有红绿灯", "孩子过马路太危险。"),
            ("泉城路路灯不亮", "晚上看不清路，车库门口也是黑的。"),
            ("", ""),
            ("？", "！"),
        ] {
            assert!(likeness(known, title, content) < LIKENESS_MIN, "{title}");
        }
        assert!(likeness("路灯", "医院挂号难", "路灯坏了，路灯不亮，路灯……") < LIKENESS_MIN);
    }

    proptest! {
        #[test]
        fn likeness_is_between_none_and_whole_and_whole_with_itself(a in ".{0,40}", b in ".{0,40}", c in ".{0,200}") {
            let likeness_of = likeness(&a, &b, &c);
            prop_assert!((0.0..=1.0).contains(&likeness_of));
            if pairs(&a).len() > 1 {
                prop_assert!(likeness(&a, &a, &c) > 0.99);
            }
        }
    }
}
