//! The environment a compiled function needs to work on the data of a running local stack: what the
//! template gives it in the cloud, read from the stack's own files. For [`crate::runtime_api`].

use serde_json::Value;
use std::io;
use std::path::Path;

/// The variables common to all functions, for the stack that runs on `data_dir`; `origin` is where
/// people reach the functions. The ones only some functions have are in [`of_function`].
///
/// # Errors
/// When no stack runs on the directory (`run.json` is missing) or its files cannot be read.
pub fn of(data_dir: &Path, origin: &str) -> io::Result<Vec<(String, String)>> {
    let run = run(data_dir)?;
    let keys = std::fs::read_to_string(data_dir.join("keys.json"))?;
    let text = |name: &str| run[name].as_str().unwrap_or_default().to_owned();
    let pairs = [
        ("TABLE_PREFIX", text("table_prefix")),
        ("BUCKET", text("bucket")),
        ("AUDIT_BUCKET", text("audit_bucket")),
        ("BUCKET_PUBLIC_URL", format!("{}/{}", text("url"), text("bucket"))),
        ("PUBLIC_ORIGIN", origin.to_owned()),
        ("AWS_ENDPOINT_URL", text("dynamodb")),
        ("AWS_ENDPOINT_URL_S3", text("s3")),
        ("AWS_REGION", text("region")),
        ("AWS_ACCESS_KEY_ID", text("access_key")),
        ("AWS_SECRET_ACCESS_KEY", text("secret_key")),
        ("KEYS", keys),
    ];
    Ok(pairs
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value))
        .collect())
}

/// The variables that `function` has and others have not: the services it may reach, which the stack
/// simulates.
///
/// # Errors
/// As [`of`].
pub fn of_function(data_dir: &Path, function: &str) -> io::Result<Vec<(String, String)>> {
    let (url, token, service) = match function {
        "identity" => ("REALNAME_URL", "REALNAME_TOKEN", "realname"),
        "notify" => ("SMS_URL", "SMS_TOKEN", "sms"),
        _ => return Ok(Vec::new()),
    };
    let run = run(data_dir)?;
    let text = |name: &str| run[name].as_str().unwrap_or_default().to_owned();
    Ok(vec![
        (url.to_owned(), text(service)),
        (token.to_owned(), text("services_token")),
    ])
}

fn run(data_dir: &Path) -> io::Result<Value> {
    Ok(serde_json::from_slice(&std::fs::read(
        data_dir.join("run.json"),
    )?)?)
}
