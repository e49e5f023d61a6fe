//! 文字相似: how much two texts share, by runs of characters and not by words, so that no dictionary decides.
//! Owns what of a text is compared, and the marks under which like texts are found without reading any other:
//! they lie in an index, so none of the numbers here may change without [`LAYOUT`].
//! Must not know whose texts they are.

use crate::text::{half_width, is_invisible};

/// Raised whenever a text's bands change: what was indexed before has to be indexed again.
pub const LAYOUT: u8 = 1;
/// How many bands a text has; one that two texts share makes them a pair to look at.
pub const BANDS: usize = 12;
/// Characters in a run of which the bands are made: long enough that different texts seldom share one.
const BAND_RUN: usize = 6;
/// Characters in a run by which two texts are measured.
const MEASURE_RUN: usize = 2;
/// Runs that a text must have before its words say anything.
pub const RUNS_MIN: usize = 12;

/// Two texts are alike from this share of their runs on (Dice), in per cent.
pub const ALIKE_PERCENT_MIN: u32 = 50;
/// One is taken from the other from this share of the shorter one's runs on, in per cent.
pub const CONTAINED_PERCENT_MIN: u32 = 70;

/// The letters and digits of a text and nothing else: half-width, small letters, no white space, no punctuation.
#[must_use]
pub fn normalise(text: &str) -> String {
    half_width(text)
        .chars()
        .flat_map(char::to_lowercase)
        .filter(|c| c.is_alphanumeric() && !is_invisible(*c))
        .collect()
}

/// A well-mixed number of a number; the same on every machine, as what is made of it is stored.
fn mix(mut x: u64) -> u64 {
    x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ (x >> 31)
}

/// 字串集合: the runs of characters of a text, as numbers, each once, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Runs(Vec<u64>);

impl Runs {
    /// The runs of `length` characters of a text that [`normalise`] has made.
    #[must_use]
    pub fn of(normalised: &str, length: usize) -> Self {
        let chars: Vec<char> = normalised.chars().collect();
        let number = |run: &[char]| {
            run.iter()
                .fold(0x9e37_79b9_7f4a_7c15, |h, c| mix(h ^ u64::from(*c)))
        };
        let mut runs: Vec<u64> = chars.windows(length.max(1)).map(number).collect();
        runs.sort_unstable();
        runs.dedup();
        Self(runs)
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The runs of either.
    #[must_use]
    pub fn union(&self, other: &Self) -> Self {
        let mut runs: Vec<u64> = self.0.iter().chain(&other.0).copied().collect();
        runs.sort_unstable();
        runs.dedup();
        Self(runs)
    }

    /// How many two texts share.
    #[must_use]
    pub fn shared(&self, other: &Self) -> usize {
        let (mut at, mut count) = (0, 0);
        for run in &self.0 {
            while other.0.get(at).is_some_and(|there| there < run) {
                at += 1;
            }
            count += usize::from(other.0.get(at) == Some(run));
        }
        count
    }

    /// The least of all runs after the `at`th shuffle (MinHash): two texts have the same one as often as they share
    /// runs.
    fn minimum(&self, at: usize) -> u64 {
        let seed = mix(0x5851_f42d_4c95_7f2d ^ at as u64);
        self.0.iter().map(|run| mix(run ^ seed)).min().unwrap_or(u64::MAX)
    }
}

/// 文字: what of a text is compared.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Fingerprint {
    /// What [`normalise`] has made of it.
    text: String,
    runs: Runs,
}

impl std::fmt::Debug for Fingerprint {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Fingerprint({} runs)", self.runs.len())
    }
}

impl Fingerprint {
    /// Of a text as it was typed.
    #[must_use]
    pub fn of(text: &str) -> Self {
        let text = normalise(text);
        let runs = Runs::of(&text, MEASURE_RUN);
        Self { text, runs }
    }

    /// Its bands, always in the same order; none where the text says too little. Costs twelve passes over the text.
    #[must_use]
    pub fn bands(&self) -> Vec<u64> {
        let long = Runs::of(&self.text, BAND_RUN);
        if long.len() < RUNS_MIN {
            return Vec::new();
        }
        (0..BANDS).map(|band| long.minimum(band)).collect()
    }

    /// How many bands two texts share: a hint at how alike they are, without either.
    #[must_use]
    pub fn bands_shared(&self, other: &Self) -> usize {
        let pairs = self.bands().into_iter().zip(other.bands());
        pairs.filter(|(one, two)| one == two).count()
    }

    /// What two texts have in common.
    #[must_use]
    pub fn likeness(&self, other: &Self) -> Likeness {
        Likeness {
            own: self.runs.len(),
            other: other.runs.len(),
            shared: self.runs.shared(&other.runs),
        }
    }
}

/// 相似程度: how many runs each of two texts has, and how many they share.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Likeness {
    /// Runs of the one.
    pub own: usize,
    /// Runs of the other.
    pub other: usize,
    /// Runs of both.
    pub shared: usize,
}

/// 相似的方式: in what way two texts are alike, with the per cent that officers read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Alike {
    /// As wholes.
    Whole(u32),
    /// Most of this one's text stands in the other, which says more.
    WithinOther(u32),
    /// Most of the other's text stands in this one, which says more.
    HoldsOther(u32),
}

impl Likeness {
    /// The share of both texts' runs that are in both (Dice), in per cent, rounded down.
    #[must_use]
    pub fn percent(self) -> u32 {
        per_cent(2 * self.shared, self.own + self.other)
    }

    /// The share of all runs that are in both (Jaccard), in per cent, rounded down.
    #[must_use]
    pub fn jaccard_percent(self) -> u32 {
        per_cent(self.shared, self.own + self.other - self.shared)
    }

    /// The share of the shorter text's runs that are in the longer one, in per cent, rounded down.
    #[must_use]
    pub fn contained_percent(self) -> u32 {
        per_cent(self.shared, self.own.min(self.other))
    }

    /// In what way the two are alike; `None` if they are not, or say too little to tell.
    #[must_use]
    pub fn verdict(self) -> Option<Alike> {
        if self.own.min(self.other) < RUNS_MIN {
            return None;
        }
        let (whole, contained) = (self.percent(), self.contained_percent());
        if whole >= ALIKE_PERCENT_MIN {
            return Some(Alike::Whole(whole));
        }
        (contained >= CONTAINED_PERCENT_MIN).then_some(if self.own < self.other {
            Alike::WithinOther(contained)
        } else {
            Alike::HoldsOther(contained)
        })
    }
}

fn per_cent(part: usize, of: usize) -> u32 {
    u32::try_from(part * 100 / of.max(1)).unwrap_or(100)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const STORY: &str = "今年 5 月起，泉城路 1 号院地下车库 B 区长期积水，最深的地方有二十厘米，已经有三辆车泡了水。我们多次找物业，物业说水泵坏了，要等维修资金，半年过去没有人来修。";

    fn likeness(one: &str, other: &str) -> Likeness {
        Fingerprint::of(one).likeness(&Fingerprint::of(other))
    }

    #[test]
    fn width_case_white_space_and_punctuation_make_no_difference() {
        assert_eq!(normalise("ＡＢ c，\u{3000}１２ 号\n院。"), "abc12号院");
        let spaced: String = STORY.chars().flat_map(|c| [c, ' ']).collect();
        assert_eq!(likeness(STORY, &spaced).percent(), 100);
        assert_eq!(Fingerprint::of(STORY), Fingerprint::of(&spaced));
    }

    #[test]
    fn a_light_edit_is_alike_a_part_is_contained_and_another_matter_is_neither() {
        let edited = STORY
            .replace("三辆车泡了水", "四台车进了水")
            .replace("半年", "七个月");
        assert!(matches!(
            likeness(STORY, &edited).verdict(),
            Some(Alike::Whole(80..))
        ));
        let other = "孩子学校门口没有红绿灯，也没有斑马线，早晚高峰接送的车停得到处都是，希望交警来管一管。";
        assert_eq!(likeness(STORY, other).verdict(), None);
        let part: String = STORY.chars().take(30).collect();
        let both = format!("{other}{STORY}");
        assert_eq!(likeness(&part, &both).verdict(), Some(Alike::WithinOther(100)));
        assert_eq!(likeness(&both, &part).verdict(), Some(Alike::HoldsOther(100)));
    }

    #[test]
    fn what_says_too_little_is_like_nothing_not_even_itself() {
        for little in ["", "内容", "！！！", "你好你好"] {
            let print = Fingerprint::of(little);
            assert_eq!(
                (print.bands().len(), print.likeness(&print).verdict()),
                (0, None),
                "{little}"
            );
        }
    }

    #[test]
    fn bands_lie_in_an_index_and_stay_what_they_are() {
        let print = Fingerprint::of(STORY);
        assert_eq!(print.bands().len(), BANDS);
        assert_eq!(mix(1), 0x5692_161d_100b_05e5);
    }

    #[test]
    fn texts_share_bands_about_as_often_as_the_sum_says() {
        // Two sets of 400 runs with 300 in common: of all 500 runs three in five are shared.
        let runs = |from: u64, to: u64| {
            Runs(
                (from..to)
                    .map(mix)
                    .collect::<std::collections::BTreeSet<_>>()
                    .into_iter()
                    .collect(),
            )
        };
        let (one, other) = (runs(0, 400), runs(100, 500));
        let bands = 4_000;
        let same = (0..bands)
            .filter(|band| one.minimum(*band) == other.minimum(*band))
            .count();
        // Three in five of 4000 are 2400; three standard deviations are 93.
        assert!((2_300..2_500).contains(&same), "{same}");
    }

    fn texts() -> impl Strategy<Value = String> {
        "[\u{4e00}-\u{4e2f}，。 a-eＡ-Ｅ0-3]{0,120}"
    }

    proptest! {
        #[test]
        fn normalising_twice_is_normalising_once(text in ".{0,60}") {
            let once = normalise(&text);
            prop_assert_eq!(normalise(&once), once);
        }

        #[test]
        fn likeness_is_the_same_from_both_sides_and_never_more_than_whole(one in texts(), other in texts()) {
            let (there, back) = (likeness(&one, &other), likeness(&other, &one));
            prop_assert_eq!(there.shared, back.shared);
            prop_assert_eq!(there.percent(), back.percent());
            prop_assert_eq!(there.jaccard_percent(), back.jaccard_percent());
            prop_assert!(there.jaccard_percent() <= there.percent() && there.percent() <= there.contained_percent());
            prop_assert!(there.contained_percent() <= 100);
        }

        #[test]
        fn a_text_is_wholly_like_itself_or_says_too_little(text in texts()) {
            let print = Fingerprint::of(&text);
            let same = print.likeness(&print);
            prop_assert_eq!(print.bands_shared(&print), print.bands().len());
            match same.verdict() {
                Some(verdict) => prop_assert_eq!(verdict, Alike::Whole(100)),
                None => prop_assert!(same.own < RUNS_MIN),
            }
        }
    }
}
