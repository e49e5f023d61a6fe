//! The captcha: five digits, shown as a picture or spoken in Mandarin; the same answer for both, so
//! that a person who does not see can solve the same question.
//!
//! Must not: store anything. The caller keeps answer and seed (`guards` table) and renders on demand:
//! the same seed always gives the same picture, so that nobody collects many pictures of one answer.

mod picture;
mod sound;

pub use picture::render_png;
pub use sound::render_wav;

use subtle::ConstantTimeEq as _;

use crate::random;

/// Digits in a question.
pub const LENGTH: usize = 5;

/// A question to be asked once.
#[derive(Clone, PartialEq, Eq)]
pub struct Challenge {
    /// The five digits.
    pub answer: String,
    /// What its distortions are made from.
    pub seed: u64,
}

impl std::fmt::Debug for Challenge {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Challenge(..)")
    }
}

impl Challenge {
    /// A new question.
    #[expect(
        clippy::new_without_default,
        reason = "each one is different: not what a default is"
    )]
    #[must_use]
    pub fn new() -> Self {
        let answer = random::digits(LENGTH)
            .into_iter()
            .map(|digit| char::from(b'0' + digit))
            .collect();
        Self {
            answer,
            seed: u64::from_be_bytes(random::bytes()),
        }
    }

    /// The picture, PNG, 200 × 70 pixels.
    #[must_use]
    pub fn png(&self) -> Vec<u8> {
        render_png(&self.answer, self.seed)
    }

    /// The sound, WAV, 8 kHz, some five seconds.
    #[must_use]
    pub fn wav(&self) -> Vec<u8> {
        render_wav(&self.answer, self.seed)
    }
}

/// What was typed, in the form that is compared: no spaces, half-width, lower case.
#[must_use]
pub fn normalise(typed: &str) -> String {
    typed
        .chars()
        .filter(|c| !c.is_whitespace())
        .map(half_width)
        .flat_map(char::to_lowercase)
        .collect()
}

/// Whether what was typed is the answer.
#[must_use]
pub fn matches(answer: &str, typed: &str) -> bool {
    let (answer, typed) = (normalise(answer), normalise(typed));
    !answer.is_empty() && bool::from(answer.as_bytes().ct_eq(typed.as_bytes()))
}

/// Chinese input methods type full-width letters and digits (U+FF01 to U+FF5E).
fn half_width(c: char) -> char {
    match c {
        '！'..='～' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        _ => c,
    }
}

/// A small repeatable generator (SplitMix64) for distortions: not for secrets.
struct Jitter(u64);

impl Jitter {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number from `low` to `high`, evenly.
    #[expect(clippy::cast_precision_loss, reason = "24 bits fit in an f32")]
    fn between(&mut self, low: f32, high: f32) -> f32 {
        let unit = (self.next() >> 40) as f32 / (1_u32 << 24) as f32;
        low + unit * (high - low)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_has_five_digits_and_no_two_are_alike() {
        let (one, other) = (Challenge::new(), Challenge::new());
        assert_eq!(one.answer.len(), LENGTH);
        assert!(one.answer.bytes().all(|b| b.is_ascii_digit()));
        assert_ne!(one.seed, other.seed);
        assert_eq!(format!("{one:?}"), "Challenge(..)");
    }

    #[test]
    fn full_width_digits_spaces_and_capitals_are_accepted() {
        assert!(matches("04913", "０４９１３"));
        assert!(matches("04913", " 04 913\u{3000}"));
        assert!(matches("Abc", "ABC"));
        assert!(!matches("04913", "04931") && !matches("04913", "") && !matches("", ""));
    }

    #[test]
    fn a_picture_of_the_same_question_is_always_the_same() {
        let question = Challenge {
            answer: "04913".into(),
            seed: 7,
        };
        assert_eq!(question.png(), question.png());
        assert_eq!(question.wav(), question.wav());
        let other = Challenge {
            seed: 8,
            ..question.clone()
        };
        assert_ne!(question.png(), other.png());
        assert_ne!(question.wav(), other.wav());
    }
}
