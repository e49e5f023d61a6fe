//! Small signed, expiring values that leave the server and come back: form tokens, the cookie of a
//! tracking result, list cursors. Signed, not secret: whoever holds one can read it.
//!
//! Must not: carry personal data, or serve as a session (see `session_token`).

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, Utc};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::crypto::framed;
use crate::keys::{KeyRing, Purpose};

/// Longest token that is looked at: a cookie's size.
const TOKEN_BYTES_MAX: usize = 4096;

/// Why a signed value is not accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SignedError {
    /// Malformed, forged, signed for another purpose, or with a key that is gone.
    #[error("the signed value is not ours")]
    Invalid,
    /// Genuine, but its time is over.
    #[error("the signed value has expired")]
    Expired,
}

impl KeyRing {
    /// Signs a value for one purpose until `expires_at` (whole seconds):
    /// `<key version>.<expiry, epoch seconds>.<base64url of JSON>.<base64url of HMAC-SHA256>`.
    ///
    /// # Errors
    /// The payload's own serialisation error.
    pub fn sign<T: Serialize + ?Sized>(
        &self,
        purpose: &str,
        payload: &T,
        expires_at: DateTime<Utc>,
    ) -> Result<String, serde_json::Error> {
        let (version, key) = self.current(Purpose::Form);
        let body = URL_SAFE_NO_PAD.encode(serde_json::to_vec(payload)?);
        let expiry = expires_at.timestamp().to_string();
        let mac = framed(
            key,
            &[
                purpose.as_bytes(),
                version.as_bytes(),
                expiry.as_bytes(),
                body.as_bytes(),
            ],
        );
        Ok(format!(
            "{version}.{expiry}.{body}.{}",
            URL_SAFE_NO_PAD.encode(mac)
        ))
    }

    /// Reads a signed value back, if it was signed for this purpose and its time is not over.
    ///
    /// # Errors
    /// [`SignedError::Expired`] only for a genuine one; everything else is [`SignedError::Invalid`].
    pub fn verify<T: DeserializeOwned>(
        &self,
        purpose: &str,
        token: &str,
        now: DateTime<Utc>,
    ) -> Result<T, SignedError> {
        if token.len() > TOKEN_BYTES_MAX {
            return Err(SignedError::Invalid);
        }
        let parts: Vec<&str> = token.split('.').collect();
        let [version, expiry, body, mac] = parts.as_slice() else {
            return Err(SignedError::Invalid);
        };
        let key = self.version(Purpose::Form, version).ok_or(SignedError::Invalid)?;
        let expected = framed(
            key,
            &[
                purpose.as_bytes(),
                version.as_bytes(),
                expiry.as_bytes(),
                body.as_bytes(),
            ],
        );
        let mac = URL_SAFE_NO_PAD.decode(mac).map_err(|_| SignedError::Invalid)?;
        if !bool::from(subtle::ConstantTimeEq::ct_eq(expected.as_slice(), &mac)) {
            return Err(SignedError::Invalid);
        }
        let expires_at: i64 = expiry.parse().map_err(|_| SignedError::Invalid)?;
        if now.timestamp() >= expires_at {
            return Err(SignedError::Expired);
        }
        let body = URL_SAFE_NO_PAD.decode(body).map_err(|_| SignedError::Invalid)?;
        serde_json::from_slice(&body).map_err(|_| SignedError::Invalid)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keys::tests::rotated;
    use chrono::TimeDelta;

    fn noon() -> DateTime<Utc> {
        "2026-11-23T04:00:00Z".parse().unwrap()
    }

    #[test]
    fn a_signed_value_comes_back_until_it_expires_and_not_after() {
        let ring = KeyRing::from_json(&KeyRing::generate()).unwrap();
        let token = ring
            .sign("cursor", &("QUEUE#1", 25), noon() + TimeDelta::minutes(30))
            .unwrap();
        let read = |at| ring.verify::<(String, u32)>("cursor", &token, at);
        assert_eq!(read(noon()).unwrap(), ("QUEUE#1".to_owned(), 25));
        assert!(read(noon() + TimeDelta::seconds(1799)).is_ok());
        assert_eq!(read(noon() + TimeDelta::minutes(30)), Err(SignedError::Expired));
    }

    #[test]
    fn a_token_for_one_purpose_is_worth_nothing_for_another() {
        let ring = KeyRing::from_json(&KeyRing::generate()).unwrap();
        let token = ring.sign("form", "x", noon() + TimeDelta::hours(1)).unwrap();
        assert_eq!(
            ring.verify::<String>("track", &token, noon()),
            Err(SignedError::Invalid)
        );
    }

    #[test]
    fn every_changed_character_of_a_token_is_noticed() {
        let ring = KeyRing::from_json(&KeyRing::generate()).unwrap();
        let token = ring.sign("form", "x", noon() + TimeDelta::hours(1)).unwrap();
        for at in 0..token.len() - 1 {
            let mut bytes = token.clone().into_bytes();
            bytes[at] = if bytes[at] == b'1' { b'2' } else { b'1' };
            let changed = String::from_utf8(bytes).unwrap();
            assert_eq!(
                ring.verify::<String>("form", &changed, noon()),
                Err(SignedError::Invalid),
                "{at}"
            );
        }
        for bad in ["", ".", "...", "k1.9999999999..", &"x".repeat(9000)] {
            assert_eq!(
                ring.verify::<String>("form", bad, noon()),
                Err(SignedError::Invalid)
            );
        }
    }

    #[test]
    fn tokens_signed_before_a_rotation_stay_good() {
        let json = KeyRing::generate();
        let token = KeyRing::from_json(&json)
            .unwrap()
            .sign("form", "x", noon() + TimeDelta::hours(1))
            .unwrap();
        assert_eq!(
            rotated(&json).verify::<String>("form", &token, noon()).unwrap(),
            "x"
        );
    }
}
