//! Where the data lie: in the embedded engines, or in another DynamoDB and S3 implementation on this
//! machine (`AWS_ENDPOINT_URL`). Refuses everything that is not loopback.

use crate::data_dir::DataDir;
use crate::engines::{self, Engines};
use anyhow::bail;
use std::net::IpAddr;
use store::StoreConfig;

const TABLE_PREFIX: &str = "xf-";
const BUCKET: &str = "xf-attachments";
const AUDIT_BUCKET: &str = "xf-audit-heads";
const REGION: &str = "cn-north-1";

/// Addresses, credentials and names of one stack.
#[derive(Debug)]
pub struct Endpoints {
    /// The embedded engines, if it is they.
    pub engines: Option<Engines>,
    /// URL of the database.
    pub dynamodb: String,
    /// URL of the object store.
    pub s3: String,
    /// What table names begin with.
    pub table_prefix: String,
    /// The bucket.
    pub bucket: String,
    /// The bucket of the audit chains' daily ends.
    pub audit_bucket: String,
    access_key: String,
    secret_key: String,
}

impl Endpoints {
    /// Starts the embedded engines, unless the environment names others.
    pub async fn open(
        dir: &DataDir,
        memory: bool,
        env: impl Fn(&str) -> Option<String>,
    ) -> anyhow::Result<Self> {
        let Some(dynamodb) = env("AWS_ENDPOINT_URL") else {
            let engines = Engines::start(dir, memory).await?;
            return Ok(Self {
                dynamodb: engines.dynamodb.clone(),
                s3: engines.s3.clone(),
                table_prefix: TABLE_PREFIX.to_owned(),
                bucket: BUCKET.to_owned(),
                audit_bucket: AUDIT_BUCKET.to_owned(),
                access_key: engines::ACCESS_KEY.to_owned(),
                secret_key: engines::SECRET_KEY.to_owned(),
                engines: Some(engines),
            });
        };
        let s3 = env("AWS_ENDPOINT_URL_S3").unwrap_or_else(|| dynamodb.clone());
        for url in [&dynamodb, &s3] {
            if !is_loopback(url) {
                bail!(
                    "{url} is not on this machine: the local stack speaks to loopback only; use the server binary"
                );
            }
        }
        // What outlives the process there must not be found by the next stack in memory, whose keys
        // are others; and several may run at once.
        let apart = if memory {
            format!("{}-", hex::encode(services::random::bytes::<4>()))
        } else {
            String::new()
        };
        Ok(Self {
            engines: None,
            dynamodb,
            s3,
            table_prefix: env("TABLE_PREFIX").unwrap_or_else(|| format!("{TABLE_PREFIX}{apart}")),
            bucket: env("BUCKET").unwrap_or_else(|| format!("xf-{apart}attachments")),
            audit_bucket: env("AUDIT_BUCKET").unwrap_or_else(|| format!("xf-{apart}audit-heads")),
            access_key: env("AWS_ACCESS_KEY_ID").unwrap_or_else(|| "test".to_owned()),
            secret_key: env("AWS_SECRET_ACCESS_KEY").unwrap_or_else(|| "test".to_owned()),
        })
    }

    /// What the store is opened with.
    pub fn store_config(&self, bucket_public_url: &str) -> StoreConfig {
        StoreConfig {
            table_prefix: self.table_prefix.clone(),
            bucket: self.bucket.clone(),
            audit_bucket: self.audit_bucket.clone(),
            bucket_public_url: bucket_public_url.to_owned(),
            endpoint_url: Some(self.dynamodb.clone()),
            s3_endpoint_url: Some(self.s3.clone()),
            region: REGION.to_owned(),
            credentials: aws_sdk_dynamodb::config::Credentials::new(
                self.access_key.clone(),
                self.secret_key.clone(),
                None,
                None,
                "localstack",
            ),
        }
    }

    /// What `xtask` and tests of the function binaries read to work on the data of a running stack.
    pub fn run_json(&self, base: &str) -> serde_json::Value {
        serde_json::json!({
            "url": base,
            "dynamodb": self.dynamodb,
            "s3": self.s3,
            "access_key": self.access_key,
            "secret_key": self.secret_key,
            "region": REGION,
            "table_prefix": self.table_prefix,
            "bucket": self.bucket,
            "audit_bucket": self.audit_bucket,
        })
    }
}

/// Only addresses that are loopback whatever a name server says.
fn is_loopback(url: &str) -> bool {
    let Ok(uri) = url.parse::<http::Uri>() else {
        return false;
    };
    let Some(host) = uri.host() else { return false };
    let host = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost" || host.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_this_machine_is_loopback() {
        for url in [
            "http://127.0.0.1:4566",
            "http://localhost:8000",
            "http://[::1]:8000",
            "http://127.9.9.9",
        ] {
            assert!(is_loopback(url), "{url}");
        }
        for url in [
            "https://dynamodb.cn-north-1.amazonaws.com.cn",
            "http://10.0.0.1:8000",
            "http://localhost.example.com",
            "http://127.0.0.1.nip.io",
            "http://user@10.0.0.1",
            "not a url",
            "",
        ] {
            assert!(!is_loopback(url), "{url}");
        }
    }

    #[tokio::test]
    async fn two_stacks_in_memory_share_no_table_of_another_implementation() {
        let dir = DataDir::temporary().unwrap();
        let env = |name: &str| (name == "AWS_ENDPOINT_URL").then(|| "http://127.0.0.1:4566".to_owned());
        let first = Endpoints::open(&dir, true, env).await.unwrap();
        let second = Endpoints::open(&dir, true, env).await.unwrap();
        assert_ne!(first.table_prefix, second.table_prefix);
        assert_ne!(first.bucket, second.bucket);
        let kept = Endpoints::open(&dir, false, env).await.unwrap();
        assert_eq!(
            (kept.table_prefix.as_str(), kept.bucket.as_str()),
            ("xf-", "xf-attachments")
        );
    }
}
