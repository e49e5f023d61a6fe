//! Time-based one-time passwords for officers (RFC 6238: HMAC-SHA1, 30 seconds, 6 digits: what every
//! authenticator app reads).
//!
//! Must not: remember used codes. The caller stores the step that [`TotpSecret::matching_step`]
//! returns and refuses any step that is not later, so that each code works once.

use std::fmt;

use chrono::{DateTime, Utc};
use hmac::{Hmac, KeyInit as _, Mac as _};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use sha1::Sha1;
use subtle::ConstantTimeEq as _;
use zeroize::Zeroizing;

use crate::random;

/// Seconds one code lasts.
pub const STEP_SECONDS: u64 = 30;
/// Steps a phone's clock may be off, each way.
pub const DRIFT_STEPS: u64 = 1;

const DIGITS: usize = 6;
/// RFC 4226 recommends 160 bits.
const SECRET_BYTES: usize = 20;
const SECRET_BYTES_MIN: usize = 16;
const BASE32: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/// The secret an officer's authenticator app shares with the server.
#[derive(Clone)]
pub struct TotpSecret(Zeroizing<Vec<u8>>);

impl fmt::Debug for TotpSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TotpSecret(..)")
    }
}

impl TotpSecret {
    /// A fresh secret of 160 bits.
    #[must_use]
    pub fn generate() -> Self {
        Self(Zeroizing::new(random::bytes::<SECRET_BYTES>().to_vec()))
    }

    /// Reads base32 (RFC 4648; case, spaces and padding do not matter). `None` when it is not base32 or
    /// shorter than 128 bits.
    #[must_use]
    pub fn from_base32(text: &str) -> Option<Self> {
        let (mut bytes, mut held, mut bits) = (Zeroizing::new(Vec::new()), 0_u32, 0_u32);
        for byte in text.bytes().filter(|b| !matches!(b, b' ' | b'=' | b'-')) {
            let value = BASE32.iter().position(|c| *c == byte.to_ascii_uppercase())?;
            held = (held << 5) | u32::try_from(value).ok()?;
            bits += 5;
            if bits >= 8 {
                bits -= 8;
                bytes.push(u8::try_from((held >> bits) & 0xff).ok()?);
                held &= (1 << bits) - 1;
            }
        }
        (bytes.len() >= SECRET_BYTES_MIN).then_some(Self(bytes))
    }

    /// The secret in base32, as it is stored (encrypted) and typed into an app.
    #[must_use]
    pub fn to_base32(&self) -> String {
        let mut out = String::new();
        for chunk in self.0.chunks(5) {
            let mut group = [0_u8; 8];
            group[3..3 + chunk.len()].copy_from_slice(chunk);
            let bits = u64::from_be_bytes(group);
            let letters = (chunk.len() * 8).div_ceil(5);
            for letter in 0..letters {
                let index = (bits >> (35 - 5 * letter)) & 31;
                out.push(char::from(BASE32[usize::try_from(index).unwrap_or_default()]));
            }
        }
        out
    }

    /// The `otpauth:` address that an app reads from a QR code.
    #[must_use]
    pub fn provisioning_uri(&self, issuer: &str, account: &str) -> String {
        let (issuer, account) = (
            utf8_percent_encode(issuer, NON_ALPHANUMERIC),
            utf8_percent_encode(account, NON_ALPHANUMERIC),
        );
        format!(
            "otpauth://totp/{issuer}:{account}?secret={}&issuer={issuer}",
            self.to_base32()
        )
    }

    /// The code of a moment, six digits.
    #[must_use]
    pub fn code(&self, at: DateTime<Utc>) -> String {
        self.code_of_step(step_at(at))
    }

    /// The step whose code was typed, within `drift` steps of `at` (see [`DRIFT_STEPS`]); `None` for a
    /// wrong code. Every step is compared, in the same time.
    #[must_use]
    pub fn matching_step(&self, typed: &str, at: DateTime<Utc>, drift: u64) -> Option<u64> {
        let typed: String = typed
            .chars()
            .filter(|c| !c.is_whitespace())
            .map(half_width)
            .collect();
        let now = step_at(at);
        let mut found = None;
        for step in now.saturating_sub(drift)..=now.saturating_add(drift) {
            if bool::from(self.code_of_step(step).as_bytes().ct_eq(typed.as_bytes())) {
                found = Some(step);
            }
        }
        found
    }

    fn code_of_step(&self, step: u64) -> String {
        let mut mac = Hmac::<Sha1>::new_from_slice(&self.0).expect("HMAC takes keys of any length");
        mac.update(&step.to_be_bytes());
        let hash: [u8; 20] = mac.finalize().into_bytes().into();
        let offset = usize::from(hash[19] & 0x0f);
        let word = [
            hash[offset] & 0x7f,
            hash[offset + 1],
            hash[offset + 2],
            hash[offset + 3],
        ];
        format!("{:0width$}", u32::from_be_bytes(word) % 1_000_000, width = DIGITS)
    }
}

fn step_at(at: DateTime<Utc>) -> u64 {
    u64::try_from(at.timestamp()).unwrap_or_default() / STEP_SECONDS
}

/// Chinese input methods type full-width digits.
fn half_width(c: char) -> char {
    match c {
        '０'..='９' => char::from_digit(u32::from(c) - u32::from('０'), 10).unwrap_or(c),
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rfc() -> TotpSecret {
        TotpSecret(Zeroizing::new(b"12345678901234567890".to_vec()))
    }

    fn at(seconds: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(seconds, 0).unwrap()
    }

    #[test]
    fn codes_are_those_of_rfc_6238_appendix_b() {
        let vectors = [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
            (20_000_000_000, "353130"),
        ];
        for (seconds, code) in vectors {
            assert_eq!(rfc().code(at(seconds)), code);
        }
    }

    #[test]
    fn a_code_matches_one_step_early_and_late_and_names_its_step() {
        let secret = rfc();
        let code = secret.code(at(3000));
        assert_eq!(secret.matching_step(&code, at(3000), DRIFT_STEPS), Some(100));
        assert_eq!(secret.matching_step(&code, at(2970), DRIFT_STEPS), Some(100));
        assert_eq!(secret.matching_step(&code, at(3059), DRIFT_STEPS), Some(100));
        assert_eq!(secret.matching_step(&code, at(3060), DRIFT_STEPS), None);
        assert_eq!(secret.matching_step(&code, at(2969), DRIFT_STEPS), None);
        assert_eq!(secret.matching_step("", at(3000), DRIFT_STEPS), None);
    }

    #[test]
    fn spaces_and_full_width_digits_are_understood() {
        assert_eq!(rfc().matching_step("２８７ 082", at(59), DRIFT_STEPS), Some(1));
    }

    #[test]
    fn secrets_go_through_base32_and_show_nothing_in_debug() {
        assert_eq!(rfc().to_base32(), "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
        let read = TotpSecret::from_base32("gezd gnbv gy3t qojq gezd gnbv gy3t qojq").unwrap();
        assert_eq!(read.code(at(59)), "287082");
        let fresh = TotpSecret::generate();
        assert_eq!(
            TotpSecret::from_base32(&fresh.to_base32()).unwrap().code(at(0)),
            fresh.code(at(0))
        );
        assert!(
            TotpSecret::from_base32("GEZDGNBV").is_none() && TotpSecret::from_base32("01890189").is_none()
        );
        assert_eq!(format!("{fresh:?}"), "TotpSecret(..)");
        let uri = rfc().provisioning_uri("网上信访", "zhang");
        assert!(uri.starts_with("otpauth://totp/%E7%BD%91") && uri.contains("secret=GEZDGNBV"));
    }
}
