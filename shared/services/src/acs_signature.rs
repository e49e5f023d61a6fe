//! The signature of Alibaba Cloud's API gateway, version 3 (`ACS3-HMAC-SHA256`): a canonical form of the
//! request, its hash, and a keyed hash of that.
//!
//! Must not: send anything, know an API, or read a clock.

use std::collections::BTreeMap;

use chrono::{DateTime, SecondsFormat, Utc};
use hmac::{Hmac, KeyInit as _, Mac as _};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use sha2::{Digest as _, Sha256};

const ALGORITHM: &str = "ACS3-HMAC-SHA256";

/// Everything but the unreserved characters of RFC 3986.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'~');

/// A call of an API with its parameters in the query and an empty body.
#[derive(Clone, Debug)]
pub struct Call<'a> {
    /// Host, as in the address.
    pub host: &'a str,
    /// Name of the API.
    pub action: &'a str,
    /// Its version, a date.
    pub version: &'a str,
    /// Parameters.
    pub query: BTreeMap<&'a str, &'a str>,
    /// When it is made; the gateway accepts a quarter of an hour.
    pub at: DateTime<Utc>,
    /// Never used before, so that nobody can send the same request again.
    pub nonce: &'a str,
}

impl Call<'_> {
    /// The query as it is signed and must be sent.
    #[must_use]
    pub fn query(&self) -> String {
        let encode = |text: &str| utf8_percent_encode(text, RESERVED).to_string();
        let pairs = self.query.iter();
        let pairs: Vec<String> = pairs
            .map(|(name, value)| format!("{}={}", encode(name), encode(value)))
            .collect();
        pairs.join("&")
    }

    /// The headers that are signed, `host` first; in the order of their names.
    fn signed(&self) -> [(&'static str, String); 6] {
        [
            ("host", self.host.to_owned()),
            ("x-acs-action", self.action.to_owned()),
            ("x-acs-content-sha256", hash(b"")),
            ("x-acs-date", self.at.to_rfc3339_opts(SecondsFormat::Secs, true)),
            ("x-acs-signature-nonce", self.nonce.to_owned()),
            ("x-acs-version", self.version.to_owned()),
        ]
    }

    fn canonical(&self) -> (String, String) {
        let signed = self.signed();
        let lines: String = signed
            .iter()
            .map(|(name, value)| format!("{name}:{}\n", value.trim()))
            .collect();
        let names = signed.map(|(name, _)| name).join(";");
        let canonical = format!("POST\n/\n{}\n{lines}\n{names}\n{}", self.query(), hash(b""));
        (canonical, names)
    }

    /// Every header that goes with it but `host`, which the address gives, signed under the key.
    #[must_use]
    pub fn headers(&self, key_id: &str, key_secret: &str) -> Vec<(&'static str, String)> {
        let (canonical, names) = self.canonical();
        let to_sign = format!("{ALGORITHM}\n{}", hash(canonical.as_bytes()));
        let mut mac =
            Hmac::<Sha256>::new_from_slice(key_secret.as_bytes()).expect("HMAC takes keys of any length");
        mac.update(to_sign.as_bytes());
        let signature = hex::encode(mac.finalize().into_bytes());
        let authorization =
            format!("{ALGORITHM} Credential={key_id},SignedHeaders={names},Signature={signature}");
        let mut headers: Vec<_> = self.signed().into_iter().skip(1).collect();
        headers.push(("authorization", authorization));
        headers
    }
}

fn hash(bytes: &[u8]) -> String {
    hex::encode(Sha256::digest(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn signature(call: &Call<'_>, key_id: &str, key_secret: &str) -> String {
        let headers = call.headers(key_id, key_secret);
        headers.last().unwrap().1.rsplit_once('=').unwrap().1.to_owned()
    }

    /// The example with fixed values in Alibaba Cloud's description of the signature ("V3 request
    /// structure and signature").
    #[test]
    fn the_signature_is_that_of_the_published_example() {
        let call = Call {
            host: "ecs.cn-shanghai.aliyuncs.com",
            action: "RunInstances",
            version: "2014-05-26",
            query: BTreeMap::from([
                ("RegionId", "cn-shanghai"),
                ("ImageId", "win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd"),
            ]),
            at: "2023-10-26T10:22:32Z".parse().unwrap(),
            nonce: "3156853299f313e23d1673dc12e1703d",
        };
        assert_eq!(
            hash(call.canonical().0.as_bytes()),
            "7ea06492da5221eba5297e897ce16e55f964061054b7695beedaac1145b1e259"
        );
        assert_eq!(
            signature(&call, "YourAccessKeyId", "YourAccessKeySecret"),
            "06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0"
        );
    }

    /// A call with Chinese text and every kind of reserved character, computed by a program in another
    /// language (`fixtures/acs_signature.py`).
    #[test]
    fn the_signature_of_a_message_is_that_of_an_independent_program() {
        let fixture: serde_json::Value =
            serde_json::from_str(include_str!("../fixtures/acs-signature.json")).unwrap();
        let text = |name: &str| fixture[name].as_str().unwrap();
        let query = fixture["query"].as_object().unwrap();
        let call = Call {
            host: text("host"),
            action: text("action"),
            version: text("version"),
            query: query
                .iter()
                .map(|(name, value)| (name.as_str(), value.as_str().unwrap()))
                .collect(),
            at: text("date").parse().unwrap(),
            nonce: text("nonce"),
        };
        assert_eq!(call.query(), text("canonical_query"));
        assert_eq!(
            signature(&call, text("key_id"), text("key_secret")),
            text("signature")
        );
    }

    #[test]
    fn whatever_is_changed_changes_the_signature_and_the_secret_stands_nowhere() {
        let call = Call {
            host: "h",
            action: "SendSms",
            version: "2017-05-25",
            query: BTreeMap::from([("PhoneNumbers", "13800000000")]),
            at: DateTime::UNIX_EPOCH,
            nonce: "n",
        };
        let one = signature(&call, "id", "secret");
        let other_query = Call {
            query: BTreeMap::from([("PhoneNumbers", "13800000001")]),
            ..call.clone()
        };
        let other_nonce = Call {
            nonce: "m",
            ..call.clone()
        };
        assert_ne!(one, signature(&other_query, "id", "secret"));
        assert_ne!(one, signature(&other_nonce, "id", "secret"));
        assert_ne!(one, signature(&call, "id", "Secret"));
        assert!(!format!("{:?}", call.headers("id", "secret")).contains("secret"));
    }
}
