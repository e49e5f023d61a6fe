//! Signed POST policies: the permission with which a browser uploads one file straight to the bucket
//! (AWS Signature Version 4, "browser-based uploads using POST"; the Rust SDK has none).
//!
//! Must not: touch the bucket, choose keys, or use the product's movable clock: the caller passes the
//! real time, against which the bucket checks.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chrono::{DateTime, SecondsFormat, Utc};
use hmac::{Hmac, KeyInit as _, Mac as _};
use serde_json::json;
use sha2::Sha256;

/// Whose signature it is.
#[derive(Clone, Copy)]
pub struct UploadCredentials<'a> {
    /// Access key id.
    pub access_key: &'a str,
    /// Secret access key.
    pub secret_key: &'a str,
    /// Session token of temporary credentials (in Lambda there always is one).
    pub session_token: Option<&'a str>,
}

/// What may be uploaded: one object, with exactly this key and type.
#[derive(Debug, Clone, Copy)]
pub struct UploadPolicy<'a> {
    /// Where the form is posted to, as the browser reaches the bucket (`BUCKET_PUBLIC_URL`).
    pub url: &'a str,
    /// Bucket name.
    pub bucket: &'a str,
    /// Region of the bucket.
    pub region: &'a str,
    /// Exact key of the object.
    pub key: &'a str,
    /// Exact content type of the object.
    pub content_type: &'a str,
    /// Largest size, bytes; an empty file is refused too.
    pub bytes_max: u64,
    /// Where the browser is sent after the upload (303), for the form that works without JavaScript.
    pub success_action_redirect: Option<&'a str>,
    /// Until when the upload may begin.
    pub expires_at: DateTime<Utc>,
}

/// A form ready to be posted: the fields in this order, then the file field named `file`, last.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PresignedPost {
    /// The form's action.
    pub url: String,
    /// Hidden fields, name and value.
    pub fields: Vec<(String, String)>,
}

impl UploadPolicy<'_> {
    /// Signs the policy at `now` (the system's time).
    #[must_use]
    pub fn sign(&self, credentials: &UploadCredentials<'_>, now: DateTime<Utc>) -> PresignedPost {
        let day = now.format("%Y%m%d").to_string();
        let mut fields = vec![
            ("key".to_owned(), self.key.to_owned()),
            ("Content-Type".to_owned(), self.content_type.to_owned()),
            ("x-amz-algorithm".to_owned(), "AWS4-HMAC-SHA256".to_owned()),
            (
                "x-amz-credential".to_owned(),
                format!("{}/{day}/{}/s3/aws4_request", credentials.access_key, self.region),
            ),
            ("x-amz-date".to_owned(), now.format("%Y%m%dT%H%M%SZ").to_string()),
        ];
        match self.success_action_redirect {
            Some(target) => fields.push(("success_action_redirect".to_owned(), target.to_owned())),
            None => fields.push(("success_action_status".to_owned(), "201".to_owned())),
        }
        if let Some(token) = credentials.session_token {
            fields.push(("x-amz-security-token".to_owned(), token.to_owned()));
        }
        let mut conditions = vec![
            json!({ "bucket": self.bucket }),
            json!(["content-length-range", 1, self.bytes_max]),
        ];
        conditions.extend(
            fields
                .iter()
                .map(|(name, value)| json!(["eq", format!("${name}"), value])),
        );
        let policy = json!({
            "expiration": self.expires_at.to_rfc3339_opts(SecondsFormat::Millis, true),
            "conditions": conditions,
        });
        let policy = STANDARD.encode(policy.to_string());
        let signature = signature(credentials.secret_key, &day, self.region, &policy);
        fields.push(("policy".to_owned(), policy));
        fields.push(("x-amz-signature".to_owned(), signature));
        PresignedPost {
            url: self.url.to_owned(),
            fields,
        }
    }
}

/// Signature Version 4 over a base64 policy: hexadecimal HMAC under the key of the day, region and service.
fn signature(secret_key: &str, day: &str, region: &str, policy: &str) -> String {
    let mut key = format!("AWS4{secret_key}").into_bytes();
    for part in [day, region, "s3", "aws4_request"] {
        key = hmac(&key, part.as_bytes());
    }
    hex::encode(hmac(&key, policy.as_bytes()))
}

fn hmac(key: &[u8], message: &[u8]) -> Vec<u8> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("HMAC takes keys of any length");
    mac.update(message);
    mac.finalize().into_bytes().to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &str = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";

    fn policy() -> UploadPolicy<'static> {
        UploadPolicy {
            url: "http://127.0.0.1:3000/xf-attachments",
            bucket: "xf-attachments",
            region: "cn-north-1",
            key: "quarantine/draft/file",
            content_type: "image/jpeg",
            bytes_max: 50 * 1024 * 1024,
            success_action_redirect: None,
            expires_at: "2026-11-23T04:10:00Z".parse().unwrap(),
        }
    }

    fn field<'a>(post: &'a PresignedPost, name: &str) -> Option<&'a str> {
        post.fields
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }

    /// The example of the S3 documentation ("Examples: Browser-Based Upload using HTTP POST").
    #[test]
    fn the_signature_is_that_of_the_published_example() {
        let policy = [
            r#"{ "expiration": "2015-12-30T12:00:00.000Z","#,
            r#"  "conditions": ["#,
            r#"    {"bucket": "sigv4examplebucket"},"#,
            r#"    ["starts-with", "$key", "user/user1/"],"#,
            r#"    {"acl": "public-read"},"#,
            r#"    {"success_action_redirect": "http://sigv4examplebucket.s3.amazonaws.com/successful_upload.html"},"#,
            r#"    ["starts-with", "$Content-Type", "image/"],"#,
            r#"    {"x-amz-meta-uuid": "14365123651274"},"#,
            r#"    {"x-amz-server-side-encryption": "AES256"},"#,
            r#"    ["starts-with", "$x-amz-meta-tag", ""],"#,
            "",
            r#"    {"x-amz-credential": "AKIAIOSFODNN7EXAMPLE/20151229/us-east-1/s3/aws4_request"},"#,
            r#"    {"x-amz-algorithm": "AWS4-HMAC-SHA256"},"#,
            r#"    {"x-amz-date": "20151229T000000Z" }"#,
            "  ]",
            "}",
        ]
        .join("\r\n");
        let found = signature(SECRET, "20151229", "us-east-1", &STANDARD.encode(policy));
        assert_eq!(
            found,
            "8afdbf4008c03f22c2cd3cdb72e4afbb1f6a588f3255ac628749a66d7f09699e"
        );
    }

    #[test]
    fn the_policy_names_every_field_exactly_and_limits_the_size() {
        let credentials = UploadCredentials {
            access_key: "AK",
            secret_key: SECRET,
            session_token: Some("tok"),
        };
        let now = "2026-11-23T04:00:00Z".parse().unwrap();
        let post = policy().sign(&credentials, now);
        let text = STANDARD.decode(field(&post, "policy").unwrap()).unwrap();
        let text: serde_json::Value = serde_json::from_slice(&text).unwrap();
        assert_eq!(text["expiration"], "2026-11-23T04:10:00.000Z");
        let conditions = text["conditions"].as_array().unwrap();
        for wanted in [
            json!({ "bucket": "xf-attachments" }),
            json!(["content-length-range", 1, 52_428_800]),
            json!(["eq", "$key", "quarantine/draft/file"]),
            json!(["eq", "$Content-Type", "image/jpeg"]),
            json!(["eq", "$success_action_status", "201"]),
            json!(["eq", "$x-amz-security-token", "tok"]),
            json!([
                "eq",
                "$x-amz-credential",
                "AK/20261123/cn-north-1/s3/aws4_request"
            ]),
            json!(["eq", "$x-amz-date", "20261123T040000Z"]),
        ] {
            assert!(conditions.contains(&wanted), "{wanted} is not in {conditions:?}");
        }
        // S3 refuses a form with a field that the policy does not name.
        assert_eq!(conditions.len(), post.fields.len() - 2 + 2);
        assert_eq!(post.fields.last().unwrap().0, "x-amz-signature");
    }

    #[test]
    fn a_redirect_takes_the_place_of_the_status() {
        let credentials = UploadCredentials {
            access_key: "AK",
            secret_key: SECRET,
            session_token: None,
        };
        let back = "http://127.0.0.1:3000/petitions/new?draft=1&step=details";
        let with_redirect = UploadPolicy {
            success_action_redirect: Some(back),
            ..policy()
        };
        let post = with_redirect.sign(&credentials, "2026-11-23T04:00:00Z".parse().unwrap());
        assert_eq!(field(&post, "success_action_redirect"), Some(back));
        assert!(field(&post, "success_action_status").is_none());
        assert!(field(&post, "x-amz-security-token").is_none());
    }
}
