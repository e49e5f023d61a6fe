//! The rights that `infra/app.yaml` gives to each function, enforced between the function and the local
//! stack: what the policy does not allow is refused and remembered. Knows only as much of IAM as the
//! template uses.

use axum::Router;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{Request, State};
use axum::response::{IntoResponse as _, Response};
use http::{Method, StatusCode, header};
use serde_json::Value;
use serde_yaml_ng::Value as Yaml;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use tests::page::plain_http;

/// The largest object that a function puts into the bucket.
const BODY_BYTES_MAX: usize = 60 * 1024 * 1024;

/// The way of one function to database and bucket.
pub struct Guarded {
    /// The function.
    pub function: String,
    /// What it takes for DynamoDB.
    pub dynamodb: String,
    /// What it takes for S3.
    pub s3: String,
    refused: Arc<Mutex<Vec<String>>>,
    allowed: Arc<AtomicUsize>,
}

/// One statement of a policy.
#[derive(Debug)]
struct Statement {
    actions: Vec<String>,
    /// The table without its prefix; `None` for the bucket.
    table: Option<String>,
    /// Partitions of the table, or keys of the bucket.
    patterns: Vec<String>,
}

/// One thing that a request does, in the terms of IAM: action, table, partitions or object. A batch does one thing
/// with all keys that it names of a table: one statement must allow them all.
type Deed = (String, Option<String>, Vec<String>);

#[derive(Clone)]
struct Gate {
    statements: Arc<Vec<Statement>>,
    target: String,
    table_prefix: String,
    refused: Arc<Mutex<Vec<String>>>,
    allowed: Arc<AtomicUsize>,
    http: reqwest::Client,
}

impl Guarded {
    /// Stands before the endpoints in a function's environment.
    pub async fn start(function: &str, env: &[(String, String)]) -> Self {
        let find = |name: &str| env.iter().find(|(key, _)| key == name).unwrap().1.clone();
        let refused = Arc::<Mutex<Vec<String>>>::default();
        let allowed = Arc::<AtomicUsize>::default();
        let statements = Arc::new(statements(function));
        let gate = |endpoint: &str| Gate {
            statements: statements.clone(),
            target: find(endpoint),
            table_prefix: find("TABLE_PREFIX"),
            refused: refused.clone(),
            allowed: allowed.clone(),
            http: plain_http().build().unwrap(),
        };
        Self {
            function: function.to_owned(),
            dynamodb: serve(gate("AWS_ENDPOINT_URL")).await,
            s3: serve(gate("AWS_ENDPOINT_URL_S3")).await,
            refused,
            allowed,
        }
    }

    /// How many requests came this way and were passed on.
    pub fn allowed(&self) -> usize {
        self.allowed.load(Ordering::Relaxed)
    }

    /// What was refused so far.
    pub fn refused(&self) -> Vec<String> {
        self.refused.lock().unwrap().clone()
    }
}

async fn serve(gate: Gate) -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let router = Router::new().fallback(pass).with_state(gate);
    tokio::spawn(async move { axum::serve(listener, router).await });
    url
}

async fn pass(State(gate): State<Gate>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let body = to_bytes(body, BODY_BYTES_MAX).await.unwrap();
    let target = parts
        .headers
        .get("x-amz-target")
        .map(|value| value.to_str().unwrap());
    let deeds = match target {
        Some(target) => in_database(target, &body),
        None => in_bucket(&parts.method, &parts.uri, &body),
    };
    assert!(!deeds.is_empty(), "a request that does nothing: {parts:?}");
    let forbidden = deeds.iter().find(|deed| !gate.allows(deed));
    if let Some((action, table, key)) = forbidden {
        let words = format!(
            "{action} {} {}",
            table.as_deref().unwrap_or("bucket"),
            key.join(" ")
        );
        gate.refused.lock().unwrap().push(words);
        let error = r#"{"__type":"com.amazon.coral.service#AccessDeniedException","message":"not allowed"}"#;
        return (StatusCode::BAD_REQUEST, error).into_response();
    }
    gate.allowed.fetch_add(1, Ordering::Relaxed);
    // The signature covers the Host header: it is passed on as it came.
    let url = format!("{}{}", gate.target, parts.uri);
    let request = gate
        .http
        .request(parts.method, url)
        .headers(parts.headers)
        .body(body);
    let answer = request.send().await.unwrap();
    let (status, headers) = (answer.status(), answer.headers().clone());
    let mut response = Response::new(Body::from(answer.bytes().await.unwrap()));
    *response.status_mut() = status;
    *response.headers_mut() = headers;
    response.headers_mut().remove(header::TRANSFER_ENCODING);
    response
}

impl Gate {
    fn allows(&self, (action, table, keys): &Deed) -> bool {
        let table = table
            .as_deref()
            .map(|name| name.strip_prefix(&self.table_prefix).unwrap_or(name));
        self.statements.iter().any(|statement| {
            statement.table.as_deref() == table
                && statement.actions.contains(action)
                && keys
                    .iter()
                    .all(|key| statement.patterns.iter().any(|pattern| fits(pattern, key)))
        })
    }
}

fn fits(pattern: &str, key: &str) -> bool {
    match pattern.strip_suffix('*') {
        Some(start) => key.starts_with(start),
        None => key == pattern,
    }
}

/// What a request to DynamoDB does.
fn in_database(target: &str, body: &Bytes) -> Vec<Deed> {
    let operation = target.split('.').nth(1).unwrap();
    let body: Value = serde_json::from_slice(body).unwrap();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let one = |operation: &str, request: &Value| {
        let key = [
            &request["Key"]["pk"],
            &request["Item"]["pk"],
            &request["ExpressionAttributeValues"][":pk"],
        ];
        let key = key.into_iter().find(|key| !key.is_null()).unwrap_or(&Value::Null);
        (
            format!("dynamodb:{operation}"),
            Some(text(&request["TableName"])),
            vec![text(&key["S"])],
        )
    };
    match operation {
        "BatchGetItem" => {
            let tables = body["RequestItems"].as_object().unwrap().iter();
            let deeds = tables.map(|(table, wanted)| {
                let keys = wanted["Keys"].as_array().unwrap().iter();
                (
                    "dynamodb:BatchGetItem".to_owned(),
                    Some(table.clone()),
                    keys.map(|key| text(&key["pk"]["S"])).collect(),
                )
            });
            deeds.collect()
        }
        "TransactWriteItems" => {
            let writes = body["TransactItems"].as_array().unwrap().iter();
            let writes = writes.flat_map(|write| write.as_object().unwrap());
            let named = writes.map(|(name, write)| match name.as_str() {
                "ConditionCheck" => one("ConditionCheckItem", write),
                name => one(&format!("{name}Item"), write),
            });
            named.collect()
        }
        operation => vec![one(operation, &body)],
    }
}

/// What a request to S3 does; the path begins with the bucket.
fn in_bucket(method: &Method, uri: &http::Uri, body: &Bytes) -> Vec<Deed> {
    let key = uri
        .path()
        .trim_start_matches('/')
        .split_once('/')
        .map_or("", |(_, key)| key);
    let deed = |action: &str, key: &str| (format!("s3:{action}"), None, vec![key.to_owned()]);
    match *method {
        Method::GET | Method::HEAD => vec![deed("GetObject", key)],
        Method::PUT => vec![deed("PutObject", key)],
        Method::DELETE => vec![deed("DeleteObject", key)],
        // Several at once are named in the body.
        _ => {
            let body = String::from_utf8_lossy(body);
            let keys = body.split("<Key>").skip(1);
            keys.map(|rest| deed("DeleteObject", rest.split('<').next().unwrap()))
                .collect()
        }
    }
}

/// The statements of a function in the template.
fn statements(function: &str) -> Vec<Statement> {
    let template: Yaml = serde_yaml_ng::from_str(gateway::template::APP).unwrap();
    let words = function.split('-');
    let words: String = words
        .map(|word| format!("{}{}", word[..1].to_uppercase(), &word[1..]))
        .collect();
    let name = format!("{words}Function");
    let policy = &template["Resources"][name.as_str()]["Properties"]["Policies"][0];
    let list = policy["Statement"]
        .as_sequence()
        .unwrap_or_else(|| panic!("{name} has a policy"));
    list.iter().map(statement).collect()
}

fn statement(yaml: &Yaml) -> Statement {
    assert_eq!(yaml["Effect"].as_str(), Some("Allow"));
    let resources = texts(&yaml["Resource"]);
    let after = |mark: &str| -> Vec<String> {
        let found = resources.iter().filter_map(|resource| resource.split_once(mark));
        found.map(|(_, rest)| rest.to_owned()).collect()
    };
    let table = after("table/${TablePrefix}").pop();
    let patterns = match &table {
        Some(_) => texts(&yaml["Condition"]["ForAllValues:StringLike"]["dynamodb:LeadingKeys"]),
        None => [after("${BucketName}/"), after("${AuditBucketName}/")].concat(),
    };
    Statement {
        actions: texts(&yaml["Action"]),
        table,
        patterns,
    }
}

/// A text or a list of texts, whatever function (`!Sub`) stands before them.
fn texts(yaml: &Yaml) -> Vec<String> {
    match yaml {
        Yaml::Sequence(list) => list.iter().flat_map(texts).collect(),
        Yaml::Tagged(tagged) => texts(&tagged.value),
        other => other.as_str().map(str::to_owned).into_iter().collect(),
    }
}

#[test]
fn the_rights_of_the_template_are_read_as_they_stand() {
    let statements = statements("notify");
    let gate = Gate {
        statements: Arc::new(statements),
        target: String::new(),
        table_prefix: "xf-".to_owned(),
        refused: Arc::default(),
        allowed: Arc::default(),
        http: plain_http().build().unwrap(),
    };
    let batch = |action: &str, table: &str, keys: &[&str]| {
        let keys = keys.iter().map(|key| (*key).to_owned()).collect();
        (action.to_owned(), Some(table.to_owned()), keys)
    };
    let deed = |action: &str, table: &str, key: &str| batch(action, table, &[key]);
    assert!(gate.allows(&deed("dynamodb:Query", "xf-petitions", "OUTBOX#1")));
    assert!(!gate.allows(&deed("dynamodb:Query", "xf-petitions", "PET#1")));
    assert!(!gate.allows(&deed("dynamodb:GetItem", "xf-petitions", "PET#1")));
    assert!(gate.allows(&deed("dynamodb:ConditionCheckItem", "xf-petitions", "PET#1")));
    assert!(!gate.allows(&deed("dynamodb:Query", "xf-accounts", "OUTBOX#1")));
    assert!(!gate.allows(&deed("dynamodb:Scan", "xf-petitions", "OUTBOX#1")));
    assert!(!gate.allows(&("s3:GetObject".to_owned(), None, vec!["clean/x".to_owned()])));
    let check = "dynamodb:ConditionCheckItem";
    assert!(gate.allows(&batch(check, "xf-petitions", &["PET#1", "PET#2"])));
    assert!(
        !gate.allows(&batch(check, "xf-petitions", &["PET#1", "OUTBOX#1"])),
        "no statement allows both"
    );
}
