//! Session tokens: what the cookies `xf_citizen` and `xf_staff` hold. A token only names a session
//! row; whether that session still lives is decided by the row (`store`), idle time and role too.
//!
//! Must not: read the system clock (the library's own expiry check is off; the injected time is
//! checked here), or accept a citizen's token for an officer.

use chrono::{DateTime, Utc};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation, decode, decode_header, encode};
use serde::{Deserialize, Serialize};

use crate::keys::{KeyRing, Purpose};

/// Longest token that is looked at, in bytes.
const TOKEN_BYTES_MAX: usize = 2048;

/// Whom a session token is for. Each has its own keys and its own cookie.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Audience {
    /// A citizen (cookie `xf_citizen`).
    Citizen,
    /// An officer (cookie `xf_staff`).
    Staff,
}

impl Audience {
    const fn name(self) -> &'static str {
        match self {
            Self::Citizen => "citizen",
            Self::Staff => "staff",
        }
    }

    const fn purpose(self) -> Purpose {
        match self {
            Self::Citizen => Purpose::CitizenSession,
            Self::Staff => Purpose::StaffSession,
        }
    }
}

/// What a session token says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionClaims {
    /// Session id: the key of the session row.
    pub sid: String,
    /// Account id of the citizen or officer.
    pub sub: String,
    /// Issued at, epoch seconds.
    pub iat: i64,
    /// The latest second the session may live to, epoch seconds (exclusive).
    pub exp: i64,
}

#[derive(Serialize, Deserialize)]
struct Wire {
    #[serde(flatten)]
    claims: SessionClaims,
    aud: String,
}

/// Why a session token is not accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SessionError {
    /// Malformed, forged, for the other audience, or with a key that is gone.
    #[error("the session token is not ours")]
    Invalid,
    /// Genuine, but its last second has passed.
    #[error("the session token has expired")]
    Expired,
}

impl KeyRing {
    /// Issues a session token (JWT, HS256, key version in `kid`).
    ///
    /// # Errors
    /// The library's own, which happen only when a claim cannot be written as JSON.
    pub fn issue_session(
        &self,
        audience: Audience,
        claims: &SessionClaims,
    ) -> Result<String, jsonwebtoken::errors::Error> {
        let (version, key) = self.current(audience.purpose());
        let header = Header {
            kid: Some(version.to_owned()),
            ..Header::new(Algorithm::HS256)
        };
        let wire = Wire {
            claims: claims.clone(),
            aud: audience.name().to_owned(),
        };
        encode(&header, &wire, &EncodingKey::from_secret(key))
    }

    /// Reads a session token of this audience at the given time.
    ///
    /// # Errors
    /// [`SessionError::Expired`] only for a genuine one; everything else is [`SessionError::Invalid`].
    pub fn verify_session(
        &self,
        audience: Audience,
        token: &str,
        now: DateTime<Utc>,
    ) -> Result<SessionClaims, SessionError> {
        if token.len() > TOKEN_BYTES_MAX {
            return Err(SessionError::Invalid);
        }
        let version = decode_header(token)
            .ok()
            .and_then(|header| header.kid)
            .ok_or(SessionError::Invalid)?;
        let key = self
            .version(audience.purpose(), &version)
            .ok_or(SessionError::Invalid)?;
        let mut rules = Validation::new(Algorithm::HS256);
        rules.set_audience(&[audience.name()]);
        rules.set_required_spec_claims(&["aud", "exp", "sub"]);
        // The injected clock decides, below: the library would ask the system's.
        rules.validate_exp = false;
        let wire = decode::<Wire>(token, &DecodingKey::from_secret(key), &rules)
            .map_err(|_| SessionError::Invalid)?
            .claims;
        if now.timestamp() >= wire.claims.exp {
            return Err(SessionError::Expired);
        }
        Ok(wire.claims)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keys::tests::rotated;
    use base64::Engine as _;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;
    use chrono::TimeDelta;

    fn noon() -> DateTime<Utc> {
        "2026-11-23T04:00:00Z".parse().unwrap()
    }

    fn claims() -> SessionClaims {
        let at = noon().timestamp();
        SessionClaims {
            sid: "s1".into(),
            sub: "a1".into(),
            iat: at,
            exp: at + 12 * 3600,
        }
    }

    #[test]
    fn a_token_is_good_until_its_last_second_by_the_injected_clock() {
        let ring = KeyRing::from_json(&KeyRing::generate()).unwrap();
        let token = ring.issue_session(Audience::Citizen, &claims()).unwrap();
        let read = |at| ring.verify_session(Audience::Citizen, &token, at);
        assert_eq!(read(noon()).unwrap(), claims());
        assert!(read(noon() + TimeDelta::seconds(12 * 3600 - 1)).is_ok());
        assert_eq!(read(noon() + TimeDelta::hours(12)), Err(SessionError::Expired));
        // Long past for the system clock, valid for the injected one.
        let old = SessionClaims {
            iat: 0,
            exp: 60,
            ..claims()
        };
        let token = ring.issue_session(Audience::Citizen, &old).unwrap();
        assert!(
            ring.verify_session(Audience::Citizen, &token, DateTime::UNIX_EPOCH)
                .is_ok()
        );
    }

    #[test]
    fn a_citizens_token_is_never_an_officers() {
        let ring = KeyRing::from_json(&KeyRing::generate()).unwrap();
        let token = ring.issue_session(Audience::Citizen, &claims()).unwrap();
        assert_eq!(
            ring.verify_session(Audience::Staff, &token, noon()),
            Err(SessionError::Invalid)
        );
        // Not even when both audiences were given the same key by mistake.
        let mut file: serde_json::Value = serde_json::from_str(&KeyRing::generate()).unwrap();
        file["staff_session"] = file["citizen_session"].clone();
        let ring = KeyRing::from_json(&file.to_string()).unwrap();
        let token = ring.issue_session(Audience::Citizen, &claims()).unwrap();
        assert_eq!(
            ring.verify_session(Audience::Staff, &token, noon()),
            Err(SessionError::Invalid)
        );
    }

    #[test]
    fn unsigned_and_tampered_tokens_are_refused() {
        let ring = KeyRing::from_json(&KeyRing::generate()).unwrap();
        let token = ring.issue_session(Audience::Staff, &claims()).unwrap();
        let (head, mac) = token.rsplit_once('.').unwrap();
        let (header, _) = head.split_once('.').unwrap();
        let body = r#"{"sid":"s1","sub":"root","iat":0,"exp":99999999999,"aud":"staff"}"#;
        let forged = format!("{header}.{}.{mac}", URL_SAFE_NO_PAD.encode(body));
        let none = r#"{"typ":"JWT","alg":"none","kid":"k1"}"#;
        let unsigned = format!(
            "{}.{}.",
            URL_SAFE_NO_PAD.encode(none),
            URL_SAFE_NO_PAD.encode(body)
        );
        for bad in [forged.as_str(), &unsigned, "", "a.b.c", &"x".repeat(5000)] {
            assert_eq!(
                ring.verify_session(Audience::Staff, bad, noon()),
                Err(SessionError::Invalid)
            );
        }
    }

    #[test]
    fn sessions_begun_before_a_rotation_live_on() {
        let json = KeyRing::generate();
        let token = KeyRing::from_json(&json)
            .unwrap()
            .issue_session(Audience::Staff, &claims())
            .unwrap();
        assert_eq!(
            rotated(&json)
                .verify_session(Audience::Staff, &token, noon())
                .unwrap(),
            claims()
        );
    }
}
