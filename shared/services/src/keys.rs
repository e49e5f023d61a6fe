//! The key ring: secret keys by purpose, each with versions, so that any of them can be replaced
//! while old data stays readable. What the keys do is in `crypto`, `signed` and `session_token`.
//!
//! Must not: print, log or serialise a key (only [`KeyRing::generate`] writes fresh ones, for the
//! local stack's key file and for `xtask provision`).

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit as _};
use serde::Deserialize;
use sha2::Sha256;
use zeroize::{Zeroize as _, ZeroizeOnDrop, Zeroizing};

use crate::random;

/// Bytes in every key.
pub const KEY_BYTES: usize = 32;

/// The HMAC every keyed hash of the product uses; one place to change for another suite (SM3).
pub(crate) type KeyedHash = Hmac<Sha256>;

/// What a key is for. No key serves two purposes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// Encryption of personal data, field by field.
    Field,
    /// Blind indexes: equality search over encrypted fields.
    Blind,
    /// The chain over a case's events and the audit chains.
    Chain,
    /// Citizens' session tokens.
    CitizenSession,
    /// Officers' session tokens.
    StaffSession,
    /// Form tokens, tracking results, list cursors.
    Form,
}

impl Purpose {
    /// Every purpose a key ring must serve.
    pub const ALL: [Self; 6] = [
        Self::Field,
        Self::Blind,
        Self::Chain,
        Self::CitizenSession,
        Self::StaffSession,
        Self::Form,
    ];

    /// The name of the purpose in the key file.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Field => "field",
            Self::Blind => "blind",
            Self::Chain => "chain",
            Self::CitizenSession => "citizen_session",
            Self::StaffSession => "staff_session",
            Self::Form => "form",
        }
    }
}

/// Why a key file cannot be used. Says which purpose and version, never a key.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// Not the JSON that is expected.
    #[error("the key file is not the JSON expected at line {line}, column {column}")]
    Json {
        /// Line of the first problem, from 1.
        line: usize,
        /// Column of the first problem, from 1.
        column: usize,
    },
    /// A purpose has no keys.
    #[error("the key file has no keys for {0}")]
    Missing(&'static str),
    /// The version called current does not exist.
    #[error("the current key of {0} is not among its keys")]
    NoCurrent(&'static str),
    /// A key is not 32 bytes of base64.
    #[error("key {version} of {purpose} is not base64 of 32 bytes")]
    BadKey {
        /// Purpose of the key.
        purpose: &'static str,
        /// Version id of the key.
        version: String,
    },
    /// A version id has characters that the stored formats cannot carry.
    #[error("a key version of {0} is not made of 1 to 16 letters and digits")]
    BadVersion(&'static str),
}

#[derive(ZeroizeOnDrop)]
struct Key([u8; KEY_BYTES]);

struct Versions {
    current: String,
    keys: BTreeMap<String, Key>,
}

/// All secret keys of a process. Cheap to clone; wiped from memory when the last clone goes.
#[derive(Clone)]
pub struct KeyRing(Arc<BTreeMap<Purpose, Versions>>);

impl fmt::Debug for KeyRing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("KeyRing(..)")
    }
}

#[derive(Deserialize)]
struct FileVersions {
    current: String,
    keys: BTreeMap<String, String>,
}

impl KeyRing {
    /// Reads a key file: `{"field": {"current": "k1", "keys": {"k1": "<base64 of 32 bytes>"}}, …}`.
    ///
    /// # Errors
    /// [`KeyError`] when a purpose is missing or a key is malformed: a process must not start then.
    pub fn from_json(json: &str) -> Result<Self, KeyError> {
        let file: BTreeMap<String, FileVersions> =
            serde_json::from_str(json).map_err(|error| KeyError::Json {
                line: error.line(),
                column: error.column(),
            })?;
        let mut file = file;
        let mut ring = BTreeMap::new();
        for purpose in Purpose::ALL {
            let versions = file
                .remove(purpose.name())
                .ok_or(KeyError::Missing(purpose.name()))?;
            ring.insert(purpose, Versions::read(purpose.name(), versions)?);
        }
        Ok(Self(Arc::new(ring)))
    }

    /// A fresh key file with one version `k1` for every purpose, as JSON. Store it as a secret.
    #[must_use]
    pub fn generate() -> String {
        let mut file = serde_json::Map::new();
        for purpose in Purpose::ALL {
            let key = Zeroizing::new(random::bytes::<KEY_BYTES>());
            let keys = serde_json::json!({ "current": "k1", "keys": { "k1": STANDARD.encode(*key) } });
            file.insert(purpose.name().to_owned(), keys);
        }
        serde_json::Value::Object(file).to_string()
    }

    /// The version to write with, and its key.
    pub(crate) fn current(&self, purpose: Purpose) -> (&str, &[u8; KEY_BYTES]) {
        let versions = &self.0[&purpose];
        (&versions.current, &versions.keys[&versions.current].0)
    }

    /// The key of a stored version, if the ring still has it.
    pub(crate) fn version(&self, purpose: Purpose, version: &str) -> Option<&[u8; KEY_BYTES]> {
        self.0[&purpose].keys.get(version).map(|key| &key.0)
    }

    /// Every version of a purpose, the current one first.
    pub(crate) fn versions(&self, purpose: Purpose) -> impl Iterator<Item = (&str, &[u8; KEY_BYTES])> {
        let versions = &self.0[&purpose];
        let older = versions.keys.iter().filter(|(id, _)| **id != versions.current);
        std::iter::once(self.current(purpose)).chain(older.map(|(id, key)| (id.as_str(), &key.0)))
    }
}

impl Versions {
    fn read(purpose: &'static str, file: FileVersions) -> Result<Self, KeyError> {
        let mut keys = BTreeMap::new();
        for (version, text) in file.keys {
            let text = Zeroizing::new(text);
            let id_fits =
                (1..=16).contains(&version.len()) && version.bytes().all(|b| b.is_ascii_alphanumeric());
            if !id_fits {
                return Err(KeyError::BadVersion(purpose));
            }
            let bytes = STANDARD.decode(text.trim()).map(Zeroizing::new);
            let key = bytes
                .ok()
                .and_then(|bytes| <[u8; KEY_BYTES]>::try_from(bytes.as_slice()).ok());
            let Some(mut key) = key else {
                return Err(KeyError::BadKey { purpose, version });
            };
            keys.insert(version, Key(key));
            key.zeroize();
        }
        if !keys.contains_key(&file.current) {
            return Err(KeyError::NoCurrent(purpose));
        }
        Ok(Self {
            current: file.current,
            keys,
        })
    }
}

/// A keyed hash ready to take its message.
pub(crate) fn keyed_hash(key: &[u8; KEY_BYTES]) -> KeyedHash {
    KeyedHash::new_from_slice(key).expect("HMAC takes keys of any length")
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// A ring with the keys of `first`, and a second version that is current.
    pub(crate) fn rotated(first: &str) -> KeyRing {
        let mut file: serde_json::Value = serde_json::from_str(first).unwrap();
        let fresh: serde_json::Value = serde_json::from_str(&KeyRing::generate()).unwrap();
        for purpose in Purpose::ALL {
            let versions = &mut file[purpose.name()];
            versions["keys"]["k2"] = fresh[purpose.name()]["keys"]["k1"].clone();
            versions["current"] = "k2".into();
        }
        KeyRing::from_json(&file.to_string()).unwrap()
    }

    #[test]
    fn a_generated_key_file_can_be_read_and_each_one_differs() {
        let (one, other) = (KeyRing::generate(), KeyRing::generate());
        assert_ne!(one, other);
        let ring = KeyRing::from_json(&one).unwrap();
        assert_eq!(ring.current(Purpose::Form).0, "k1");
        assert_ne!(ring.current(Purpose::Form).1, ring.current(Purpose::Field).1);
    }

    #[test]
    fn debug_output_holds_nothing_of_a_key() {
        let json = KeyRing::generate();
        let ring = KeyRing::from_json(&json).unwrap();
        assert_eq!(format!("{ring:?}"), "KeyRing(..)");
    }

    #[test]
    fn a_key_file_that_is_incomplete_or_malformed_is_refused_without_quoting_a_key() {
        let change = |path: &str, value: serde_json::Value| {
            let mut file: serde_json::Value = serde_json::from_str(&KeyRing::generate()).unwrap();
            *file.pointer_mut(path).unwrap() = value;
            KeyRing::from_json(&file.to_string()).unwrap_err()
        };
        assert_eq!(
            change("/blind/current", "k9".into()),
            KeyError::NoCurrent("blind")
        );
        let short = KeyError::BadKey {
            purpose: "chain",
            version: "k1".into(),
        };
        assert_eq!(change("/chain/keys/k1", "c2hvcnQ=".into()), short);
        let dotted = serde_json::json!({ "k.1": "x" });
        assert_eq!(change("/form/keys", dotted), KeyError::BadVersion("form"));
        assert_eq!(KeyRing::from_json("{}").unwrap_err(), KeyError::Missing("field"));
        assert!(matches!(
            KeyRing::from_json("nonsense").unwrap_err(),
            KeyError::Json { .. }
        ));
    }
}
