//! 分类建议: which first-level category a text may belong to, by a small linear model over hashed character
//! n-grams. Owns reading the model and asking it; `cargo xtask suggest-train` makes it. It knows only the
//! categories it was shown; where no answer stands out it says nothing. Must not decide: people choose.

use crate::text::half_width;
use std::sync::OnceLock;

/// The model that is built in; made by `cargo xtask suggest-train`.
const BUILT_IN: &[u8] = include_bytes!("../data/suggest.bin");
/// First bytes of a model, with the layout's version.
const MAGIC: &[u8; 4] = b"XFS1";
/// How many buckets n-grams are hashed into.
pub const BUCKETS: usize = 1 << 14;
/// Characters of a text that are looked at: the matter is said at the beginning.
const CHARS_MAX: usize = 300;
/// Below this chance of the best answer nothing is suggested.
pub const CHANCE_MIN: f32 = 0.45;
/// A further answer is named from this chance on.
const FURTHER_MIN: f32 = 0.2;
/// At most so many answers.
const ANSWERS_MAX: usize = 3;

/// 建议: a category and its chance, from 0 to 1, among those the model knows.
#[derive(Clone, Debug, PartialEq)]
pub struct Suggestion {
    /// First level of the category list.
    pub category: String,
    /// Its chance by the model.
    pub chance: f32,
}

/// 模型: for each class one small weight for each bucket.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Model {
    classes: Vec<String>,
    /// What one step of a weight is worth.
    scale: f32,
    /// How much each bucket tells: 0 for n-grams it was never shown or everybody uses.
    importance: Vec<u8>,
    /// Class after class, [`BUCKETS`] each.
    weights: Vec<i8>,
}

/// The buckets of a text's characters and pairs of characters, each once, in order. Digits, spaces and
/// signs divide; what stands in the title counts once more as such.
#[must_use]
pub fn features(title: &str, content: &str) -> Vec<u16> {
    let mut buckets: Vec<u16> = Vec::new();
    for (text, is_title) in [(title, true), (content, false)] {
        let text = half_width(text);
        let mut left = CHARS_MAX;
        for word in text
            .split(|c: char| !c.is_alphabetic())
            .filter(|word| !word.is_empty())
        {
            let word: Vec<char> = word.chars().flat_map(char::to_lowercase).take(left).collect();
            left -= word.len();
            for gram in word.windows(1).chain(word.windows(2)) {
                buckets.push(bucket(gram));
                if is_title {
                    buckets.push(bucket(&[&['#'], gram].concat()));
                }
            }
        }
    }
    buckets.sort_unstable();
    buckets.dedup();
    buckets
}

/// What each bucket of a text counts: the rarer the more, together of length one.
#[must_use]
pub fn weigh(features: &[u16], importance: &[u8]) -> Vec<(usize, f32)> {
    let mut weighed: Vec<(usize, f32)> = features
        .iter()
        .map(|bucket| usize::from(*bucket))
        .filter_map(|bucket| Some((bucket, f32::from(*importance.get(bucket)?))))
        .filter(|(_, weight)| *weight > 0.0)
        .collect();
    let length: f32 = weighed
        .iter()
        .map(|(_, weight)| weight * weight)
        .sum::<f32>()
        .sqrt();
    for (_, weight) in &mut weighed {
        *weight /= length;
    }
    weighed
}

/// FNV-1a over the characters, folded to the number of buckets.
fn bucket(gram: &[char]) -> u16 {
    let hash = gram.iter().fold(0x811c_9dc5_u32, |hash, c| {
        u32::from(*c).to_le_bytes().iter().fold(hash, |hash, byte| {
            (hash ^ u32::from(*byte)).wrapping_mul(0x0100_0193)
        })
    });
    let folded = (hash ^ (hash >> 16)) & 0x3fff;
    u16::try_from(folded).unwrap_or(0)
}

/// Scores as chances that sum to one.
#[must_use]
pub fn chances(scores: &[f32]) -> Vec<f32> {
    let highest = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let powers: Vec<f32> = scores.iter().map(|score| (score - highest).exp()).collect();
    let sum: f32 = powers.iter().sum();
    powers.iter().map(|power| power / sum).collect()
}

impl Model {
    /// A model from its parts, weights class after class; parts that do not fit together make one that
    /// knows nothing.
    #[must_use]
    pub fn new(classes: Vec<String>, scale: f32, importance: Vec<u8>, weights: Vec<i8>) -> Self {
        let fits = importance.len() == BUCKETS && weights.len() == classes.len() * BUCKETS;
        if fits {
            return Self {
                classes,
                scale,
                importance,
                weights,
            };
        }
        Self::default()
    }

    /// The model that is built in.
    #[must_use]
    pub fn built_in() -> &'static Self {
        static MODEL: OnceLock<Model> = OnceLock::new();
        MODEL.get_or_init(|| Self::from_bytes(BUILT_IN).unwrap_or_default())
    }

    /// Reads a model: magic, scale, classes (length and UTF-8 each), importance, weights.
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let rest = bytes.strip_prefix(MAGIC)?;
        let (scale, rest) = rest.split_first_chunk::<4>()?;
        let (count, mut rest) = rest.split_first()?;
        let mut classes = Vec::new();
        for _ in 0..*count {
            let (length, after) = rest.split_first()?;
            let (name, after) = after.split_at_checked(usize::from(*length))?;
            classes.push(String::from_utf8(name.to_vec()).ok()?);
            rest = after;
        }
        let (importance, rest) = rest.split_at_checked(BUCKETS)?;
        if rest.len() != classes.len() * BUCKETS {
            return None;
        }
        let weights = rest.iter().map(|byte| i8::from_le_bytes([*byte])).collect();
        Some(Self::new(
            classes,
            f32::from_le_bytes(*scale),
            importance.to_vec(),
            weights,
        ))
    }

    /// The same as bytes.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = MAGIC.to_vec();
        bytes.extend(self.scale.to_le_bytes());
        bytes.push(u8::try_from(self.classes.len()).unwrap_or(u8::MAX));
        for class in &self.classes {
            bytes.push(u8::try_from(class.len()).unwrap_or(u8::MAX));
            bytes.extend(class.as_bytes());
        }
        bytes.extend(&self.importance);
        bytes.extend(self.weights.iter().flat_map(|weight| weight.to_le_bytes()));
        bytes
    }

    /// Every class with its chance, the best first.
    #[must_use]
    pub fn rank(&self, title: &str, content: &str) -> Vec<Suggestion> {
        let weighed = weigh(&features(title, content), &self.importance);
        let score = |row: &[i8]| -> f32 {
            let known = |(bucket, weight): &(usize, f32)| Some(f32::from(*row.get(*bucket)?) * weight);
            weighed.iter().filter_map(known).sum::<f32>() * self.scale
        };
        let scores: Vec<f32> = self.weights.chunks(BUCKETS).map(score).collect();
        let mut ranked: Vec<Suggestion> = self
            .classes
            .iter()
            .zip(chances(&scores))
            .map(|(category, chance)| Suggestion {
                category: category.clone(),
                chance,
            })
            .collect();
        ranked.sort_by(|a, b| b.chance.total_cmp(&a.chance));
        ranked
    }

    /// The few categories worth naming, the best first; none where nothing stands out.
    #[must_use]
    pub fn suggest(&self, title: &str, content: &str) -> Vec<Suggestion> {
        let mut ranked = self.rank(title, content);
        if ranked.first().is_none_or(|best| best.chance < CHANCE_MIN) {
            return Vec::new();
        }
        ranked.truncate(ANSWERS_MAX);
        ranked.retain(|answer| answer.chance >= FURTHER_MIN);
        ranked
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_built_in_model_is_whole_and_knows_categories_of_the_list_only() {
        let model = Model::from_bytes(BUILT_IN).expect("the file is a model");
        assert!(BUILT_IN.len() < 150_000, "{}", BUILT_IN.len());
        assert!(model.classes.len() >= 2);
        for class in &model.classes {
            assert!(crate::category::level1().any(|first| first == class), "{class}");
        }
    }

    #[test]
    fn plain_cases_are_recognised_and_what_says_nothing_gets_no_answer() {
        let best = |title: &str, content: &str| {
            Model::built_in()
                .suggest(title, content)
                .first()
                .map(|best| best.category.clone())
        };
        let wages =
            "包工头拖欠我们农民工三个月工资，劳动局说在处理，一直没有结果，请帮我们要回工资，缴纳社保。";
        assert_eq!(best("拖欠农民工工资", wages).as_deref(), Some("劳动和社会保障"));
        let school = "学校强制学生补课收费，老师在外面办补习班，家长有意见，请教育局查一查。";
        assert_eq!(best("学校违规补课收费", school).as_deref(), Some("教育文体"));
        for (title, content) in [
            ("", ""),
            ("你好", "谢谢"),
            ("123", "456 !!!"),
            ("？", "zzzz qqqq xxxx"),
        ] {
            assert_eq!(best(title, content), None, "{title} {content}");
        }
    }

    #[test]
    fn a_model_reads_back_as_it_was_written_and_a_damaged_one_is_none() {
        let weights: Vec<i8> = (0..2 * BUCKETS)
            .map(|at| if at % 7 == 0 { -3 } else { 2 })
            .collect();
        let importance = vec![9; BUCKETS];
        let classes = vec!["环境保护".into(), "交通运输".into()];
        let model = Model::new(classes, 0.25, importance, weights);
        let bytes = model.to_bytes();
        assert_eq!(Model::from_bytes(&bytes).unwrap(), model);
        for damaged in [&bytes[..bytes.len() - 1], &bytes[..9], &bytes[1..], b""] {
            assert!(Model::from_bytes(damaged).is_none());
        }
        let short = Model::new(vec!["少了权重".into()], 1.0, vec![1], vec![1]);
        assert!(short.suggest("题", "文").is_empty());
    }

    proptest! {
        #[test]
        fn any_text_gets_at_most_three_answers_that_are_no_more_than_sure(title in ".{0,60}", content in ".{0,400}") {
            let answers = Model::built_in().suggest(&title, &content);
            prop_assert!(answers.len() <= ANSWERS_MAX);
            prop_assert!(answers.iter().map(|answer| answer.chance).sum::<f32>() < 1.001);
        }
    }
}
