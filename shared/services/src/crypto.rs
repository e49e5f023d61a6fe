//! Protection of stored data: field encryption, blind indexes for equality, and the event chain, all
//! as methods of [`KeyRing`]. The suite of a sealed field is written in it, so that another suite
//! (SM4-GCM with SM3) can be added beside the present one and old data stays readable.
//!
//! Must not: decide what is personal data, or normalise values (callers do, before `blind`).

use aes_gcm::aead::{Aead as _, KeyInit as _, Payload};
use aes_gcm::{Aes256Gcm, Nonce};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::Mac as _;
use serde::{Deserialize, Serialize};

use crate::keys::{KEY_BYTES, KeyRing, Purpose, keyed_hash};
use crate::random;

const NONCE_BYTES: usize = 12;
/// A blind index keeps 128 bits: no chance hits among a province's people, and short keys.
const BLIND_BYTES: usize = 16;

/// The cipher suite of a sealed field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Suite {
    /// AES-256-GCM with a random 96-bit nonce. Rotate the key before 2^32 fields (NIST SP 800-38D, 8.3).
    Aes256Gcm,
}

impl Suite {
    const fn id(self) -> &'static str {
        match self {
            Self::Aes256Gcm => "v1",
        }
    }

    fn from_id(id: &str) -> Option<Self> {
        (id == Self::Aes256Gcm.id()).then_some(Self::Aes256Gcm)
    }

    fn seal(self, key: &[u8; KEY_BYTES], aad: &[u8], plaintext: &[u8]) -> Vec<u8> {
        match self {
            Self::Aes256Gcm => {
                let nonce: [u8; NONCE_BYTES] = random::bytes();
                let sealed = Aes256Gcm::new(&(*key).into())
                    .encrypt(&Nonce::from(nonce), Payload { msg: plaintext, aad })
                    .expect("AES-GCM refuses only texts above 64 GiB");
                [nonce.as_slice(), &sealed].concat()
            }
        }
    }

    fn open(self, key: &[u8; KEY_BYTES], aad: &[u8], sealed: &[u8]) -> Option<Vec<u8>> {
        match self {
            Self::Aes256Gcm => {
                let (nonce, msg) = sealed.split_first_chunk::<NONCE_BYTES>()?;
                Aes256Gcm::new(&(*key).into())
                    .decrypt(&Nonce::from(*nonce), Payload { msg, aad })
                    .ok()
            }
        }
    }
}

/// What a sealed field belongs to. It opens only under the same owner and field, so that nobody can
/// move one person's data to another's record; list rows may carry copies with their owner's id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FieldAad<'a> {
    /// Id of the petition or account.
    pub owner: &'a str,
    /// Name of the field, fixed for ever (it is part of the seal).
    pub field: &'a str,
}

impl FieldAad<'_> {
    /// Length-prefixed, so that no two pairs give the same bytes.
    fn bytes(&self, suite: Suite, version: &str) -> Vec<u8> {
        let mut out = Vec::new();
        for part in [suite.id(), version, self.owner, self.field] {
            out.extend((part.len() as u64).to_be_bytes());
            out.extend(part.as_bytes());
        }
        out
    }
}

/// An encrypted field as it is stored: `<suite>.<key version>.<base64url of nonce and ciphertext>`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Sealed(pub String);

impl Sealed {
    /// The stored text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Why a sealed field does not open. Holds nothing of its content.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CryptoError {
    /// Not in the format of this product.
    #[error("the sealed field is malformed")]
    Malformed,
    /// Sealed with a suite this build does not have.
    #[error("the sealed field uses an unknown cipher suite")]
    UnknownSuite,
    /// Sealed with a key version the key ring does not have.
    #[error("the sealed field uses a key version that is not in the key ring")]
    UnknownKey,
    /// Changed, or sealed for another owner or field.
    #[error("the sealed field is damaged or belongs to another record")]
    Refused,
}

impl KeyRing {
    /// Encrypts a field with the current key, bound to its owner and name. Two seals of the same text
    /// differ.
    #[must_use]
    pub fn seal(&self, plaintext: &str, aad: &FieldAad<'_>) -> Sealed {
        let suite = Suite::Aes256Gcm;
        let (version, key) = self.current(Purpose::Field);
        let sealed = suite.seal(key, &aad.bytes(suite, version), plaintext.as_bytes());
        Sealed(format!(
            "{}.{version}.{}",
            suite.id(),
            URL_SAFE_NO_PAD.encode(sealed)
        ))
    }

    /// Decrypts a field, whichever key version sealed it.
    ///
    /// # Errors
    /// [`CryptoError`] when it is malformed, its key is gone, or it was sealed for something else.
    pub fn open(&self, sealed: &Sealed, aad: &FieldAad<'_>) -> Result<String, CryptoError> {
        let mut parts = sealed.0.splitn(3, '.');
        let (Some(suite), Some(version), Some(body)) = (parts.next(), parts.next(), parts.next()) else {
            return Err(CryptoError::Malformed);
        };
        let suite = Suite::from_id(suite).ok_or(CryptoError::UnknownSuite)?;
        let key = self
            .version(Purpose::Field, version)
            .ok_or(CryptoError::UnknownKey)?;
        let body = URL_SAFE_NO_PAD.decode(body).map_err(|_| CryptoError::Malformed)?;
        let text = suite
            .open(key, &aad.bytes(suite, version), &body)
            .ok_or(CryptoError::Refused)?;
        String::from_utf8(text).map_err(|_| CryptoError::Malformed)
    }

    /// Whether a field should be sealed again because its key or suite is no longer the current one.
    #[must_use]
    pub fn is_stale(&self, sealed: &Sealed) -> bool {
        let prefix = format!("{}.{}.", Suite::Aes256Gcm.id(), self.current(Purpose::Field).0);
        !sealed.0.starts_with(&prefix)
    }

    /// A blind index of a normalised value: HMAC-SHA256 under the current key, cut to 128 bits, 32
    /// hexadecimal characters. `what` separates kinds (a phone is never equal to an ID number).
    #[must_use]
    pub fn blind(&self, what: &str, normalised: &str) -> String {
        blind_with(self.current(Purpose::Blind).1, what, normalised)
    }

    /// The blind index of a value under every key version, the current one first: look up with all of
    /// them while a rotation is under way.
    #[must_use]
    pub fn blind_all(&self, what: &str, normalised: &str) -> Vec<String> {
        self.versions(Purpose::Blind)
            .map(|(_, key)| blind_with(key, what, normalised))
            .collect()
    }

    /// The next link of a chain: `<key version>.<hex of HMAC-SHA256 over the previous link and the
    /// stored bytes>`. The first link has an empty `prev`.
    #[must_use]
    pub fn chain(&self, prev: &str, bytes: &[u8]) -> String {
        let (version, key) = self.current(Purpose::Chain);
        format!(
            "{version}.{}",
            hex::encode(framed(key, &[prev.as_bytes(), bytes]))
        )
    }

    /// Whether `link` is what [`KeyRing::chain`] gave for these bytes, under any key version.
    #[must_use]
    pub fn chain_holds(&self, prev: &str, bytes: &[u8], link: &str) -> bool {
        let Some((version, mac)) = link.split_once('.') else {
            return false;
        };
        let (Some(key), Ok(mac)) = (self.version(Purpose::Chain, version), hex::decode(mac)) else {
            return false;
        };
        subtle::ConstantTimeEq::ct_eq(framed(key, &[prev.as_bytes(), bytes]).as_slice(), &mac).into()
    }
}

fn blind_with(key: &[u8; KEY_BYTES], what: &str, normalised: &str) -> String {
    hex::encode(&framed(key, &[what.as_bytes(), normalised.as_bytes()])[..BLIND_BYTES])
}

/// HMAC-SHA256 over length-prefixed parts.
pub(crate) fn framed(key: &[u8; KEY_BYTES], parts: &[&[u8]]) -> [u8; 32] {
    let mut mac = keyed_hash(key);
    for part in parts {
        mac.update(&(part.len() as u64).to_be_bytes());
        mac.update(part);
    }
    mac.finalize().into_bytes().into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keys::tests::rotated;

    const NAME: FieldAad<'static> = FieldAad {
        owner: "pet-1",
        field: "name",
    };

    #[test]
    fn a_sealed_field_opens_again_and_shows_nothing() {
        let ring = KeyRing::from_json(&KeyRing::generate()).unwrap();
        let (one, other) = (ring.seal("张三", &NAME), ring.seal("张三", &NAME));
        assert_eq!(ring.open(&one, &NAME).unwrap(), "张三");
        assert_ne!(one, other, "a nonce must never be used twice");
        assert!(one.as_str().starts_with("v1.k1."));
        assert_eq!(ring.open(&ring.seal("", &NAME), &NAME).unwrap(), "");
    }

    #[test]
    fn a_field_of_another_record_or_name_is_refused() {
        let ring = KeyRing::from_json(&KeyRing::generate()).unwrap();
        let sealed = ring.seal("13800000000", &NAME);
        for aad in [
            FieldAad {
                owner: "pet-2",
                field: "name",
            },
            FieldAad {
                owner: "pet-1",
                field: "phone",
            },
            FieldAad {
                owner: "pet-1n",
                field: "ame",
            },
        ] {
            assert_eq!(ring.open(&sealed, &aad), Err(CryptoError::Refused));
        }
    }

    #[test]
    fn every_changed_character_is_noticed() {
        let ring = KeyRing::from_json(&KeyRing::generate()).unwrap();
        let sealed = ring.seal("济南市", &NAME).0;
        for at in 0..sealed.len() {
            let mut bytes = sealed.clone().into_bytes();
            bytes[at] = if bytes[at] == b'A' { b'B' } else { b'A' };
            let changed = Sealed(String::from_utf8(bytes).unwrap());
            assert!(ring.open(&changed, &NAME).is_err(), "position {at}");
        }
        for bad in ["", "v1", "v1.k1", "v1.k1.", "v1.k1.AA", "v9.k1.AA", "v1.k9.AA"] {
            assert!(ring.open(&Sealed(bad.into()), &NAME).is_err(), "{bad}");
        }
    }

    #[test]
    fn after_a_rotation_old_fields_open_and_new_ones_use_the_new_key() {
        let json = KeyRing::generate();
        let (old, new) = (KeyRing::from_json(&json).unwrap(), rotated(&json));
        let sealed = old.seal("李四", &NAME);
        assert_eq!(new.open(&sealed, &NAME).unwrap(), "李四");
        assert!(new.is_stale(&sealed));
        let again = new.seal("李四", &NAME);
        assert!(again.as_str().starts_with("v1.k2.") && !new.is_stale(&again));
        assert_eq!(old.open(&again, &NAME), Err(CryptoError::UnknownKey));
    }

    #[test]
    fn blind_indexes_are_stable_separate_by_kind_and_survive_a_rotation() {
        let json = KeyRing::generate();
        let (old, new) = (KeyRing::from_json(&json).unwrap(), rotated(&json));
        let index = old.blind("phone", "13800000000");
        assert_eq!(index.len(), 32);
        assert_eq!(index, old.blind("phone", "13800000000"));
        assert_ne!(index, old.blind("id-number", "13800000000"));
        assert_ne!(index, new.blind("phone", "13800000000"));
        assert_eq!(new.blind_all("phone", "13800000000")[1], index);
        assert_ne!(old.blind("ab", "c"), old.blind("a", "bc"));
    }

    #[test]
    fn a_chain_notices_a_changed_event_a_changed_order_and_a_forged_link() {
        let json = KeyRing::generate();
        let ring = KeyRing::from_json(&json).unwrap();
        let first = ring.chain("", b"filed");
        let second = ring.chain(&first, b"opened");
        assert!(ring.chain_holds("", b"filed", &first) && ring.chain_holds(&first, b"opened", &second));
        assert!(!ring.chain_holds(&first, b"withdrawn", &second));
        assert!(!ring.chain_holds("", b"opened", &second));
        assert!(!ring.chain_holds("", b"filed", "k1.00") && !ring.chain_holds("", b"filed", ""));
        assert!(rotated(&json).chain_holds(&first, b"opened", &second));
    }
}
