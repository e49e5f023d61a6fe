//! The only user of a random number generator: bytes, unbiased digits and opaque tokens.
//!
//! Must not: be seeded, or offer anything predictable. Pictures that have to be repeatable take a
//! seed and live with the captcha.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use rand::{Rng as _, RngExt as _};

/// Bytes in a token: 128 bits, which nobody guesses.
const TOKEN_BYTES: usize = 16;

/// `N` bytes from the operating system's generator (reseeded, one per thread).
#[must_use]
pub fn bytes<const N: usize>() -> [u8; N] {
    let mut out = [0_u8; N];
    rand::rng().fill_bytes(&mut out);
    out
}

/// `count` decimal digits (values 0 to 9, not characters), each equally likely.
#[must_use]
pub fn digits(count: usize) -> Vec<u8> {
    let mut rng = rand::rng();
    (0..count).map(|_| rng.random_range(0..10_u8)).collect()
}

/// An opaque 128-bit token in base64url without padding (22 characters, safe in links and cookies).
#[must_use]
pub fn token() -> String {
    URL_SAFE_NO_PAD.encode(bytes::<TOKEN_BYTES>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_digit_comes_about_equally_often() {
        let mut seen = [0_u32; 10];
        for digit in digits(20_000) {
            seen[usize::from(digit)] += 1;
        }
        assert!(
            seen.iter().all(|count| (1_700..2_300).contains(count)),
            "{seen:?}"
        );
    }

    #[test]
    fn tokens_are_short_safe_in_links_and_never_the_same() {
        let (one, other) = (token(), token());
        assert_eq!(one.len(), 22);
        assert!(
            one.chars()
                .all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_')
        );
        assert_ne!(one, other);
    }
}
