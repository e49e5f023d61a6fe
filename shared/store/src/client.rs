//! The connection: configuration, and the handful of DynamoDB calls everything else is made of.
//! Every call asks for its consumed capacity and adds it to [`crate::usage`].

use crate::error::{Result, StoreError};
use crate::keys::{Key, PK, SK};
use crate::usage::{Kind, record};
use aws_credential_types::Credentials;
use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::config::retry::RetryConfig;
use aws_sdk_dynamodb::config::timeout::TimeoutConfig;
use aws_sdk_dynamodb::config::{BehaviorVersion, Region, SharedHttpClient};
use aws_sdk_dynamodb::error::SdkError;
use aws_sdk_dynamodb::operation::put_item::builders::PutItemFluentBuilder;
use aws_sdk_dynamodb::operation::query::builders::QueryFluentBuilder;
use aws_sdk_dynamodb::operation::transact_write_items::TransactWriteItemsError;
use aws_sdk_dynamodb::types::{
    AttributeValue, Delete, KeysAndAttributes, Put, ReturnConsumedCapacity, ReturnValue, Select,
    TransactWriteItem, Update,
};
use aws_smithy_http_client::tls;
use futures_util::FutureExt;
use services::keys::KeyRing;
use std::collections::HashMap;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

/// An item as the SDK has it.
pub type Item = HashMap<String, AttributeValue>;

/// 数据表: the six tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Table {
    /// Petitions and cases, lists, outbox.
    Petitions,
    /// Citizens.
    Accounts,
    /// Officers.
    Staff,
    /// Agencies, settings, notices, cases for the public, words of messages.
    Content,
    /// Sessions, captchas, counters: everything that expires.
    Guards,
    /// What was done without changing a case; only ever appended to.
    Audit,
}

impl Table {
    /// Every table.
    pub const ALL: [Self; 6] = [
        Self::Petitions,
        Self::Accounts,
        Self::Staff,
        Self::Content,
        Self::Guards,
        Self::Audit,
    ];

    /// The name without the deployment's prefix.
    #[must_use]
    pub fn suffix(self) -> &'static str {
        match self {
            Self::Petitions => "petitions",
            Self::Accounts => "accounts",
            Self::Staff => "staff",
            Self::Content => "content",
            Self::Guards => "guards",
            Self::Audit => "audit",
        }
    }
}

/// Where the data lie and how to get there.
#[derive(Clone, Debug)]
pub struct StoreConfig {
    /// What table names begin with.
    pub table_prefix: String,
    /// The bucket of attachments.
    pub bucket: String,
    /// The bucket of the audit chains' daily ends.
    pub audit_bucket: String,
    /// What browsers put before an object key to reach the bucket; a path-style base URL.
    pub bucket_public_url: String,
    /// Another endpoint than AWS's own for DynamoDB.
    pub endpoint_url: Option<String>,
    /// Another endpoint than AWS's own for S3.
    pub s3_endpoint_url: Option<String>,
    /// The region.
    pub region: String,
    /// Access key, secret and session token.
    pub credentials: Credentials,
}

impl StoreConfig {
    /// Reads `TABLE_PREFIX`, `BUCKET`, `AUDIT_BUCKET`, `BUCKET_PUBLIC_URL`, `AWS_ENDPOINT_URL`, `AWS_ENDPOINT_URL_S3`,
    /// `AWS_REGION` and the AWS credentials through `env`.
    ///
    /// # Errors
    /// The name of a variable that must be set and is not.
    pub fn from_env(env: impl Fn(&str) -> Option<String>) -> std::result::Result<Self, String> {
        let need = |name: &str| env(name).ok_or_else(|| format!("{name} is not set"));
        Ok(Self {
            table_prefix: env("TABLE_PREFIX").unwrap_or_else(|| "xf-".to_owned()),
            bucket: env("BUCKET").unwrap_or_else(|| "xf-attachments".to_owned()),
            audit_bucket: env("AUDIT_BUCKET").unwrap_or_else(|| "xf-audit-heads".to_owned()),
            bucket_public_url: need("BUCKET_PUBLIC_URL")?,
            endpoint_url: env("AWS_ENDPOINT_URL"),
            s3_endpoint_url: env("AWS_ENDPOINT_URL_S3").or_else(|| env("AWS_ENDPOINT_URL")),
            region: env("AWS_REGION").unwrap_or_else(|| "cn-north-1".to_owned()),
            credentials: Credentials::new(
                need("AWS_ACCESS_KEY_ID")?,
                need("AWS_SECRET_ACCESS_KEY")?,
                env("AWS_SESSION_TOKEN"),
                None,
                "environment",
            ),
        })
    }

    /// The full name of a table.
    #[must_use]
    pub fn table(&self, table: Table) -> String {
        format!("{}{}", self.table_prefix, table.suffix())
    }
}

/// 数据存储: DynamoDB and S3, with the keys that seal fields.
#[derive(Clone)]
pub struct Store {
    clients: Arc<Clients>,
    pub(crate) config: Arc<StoreConfig>,
    pub(crate) keys: Arc<KeyRing>,
    pub(crate) agencies: crate::content::AgencyCopy,
    pub(crate) settings: crate::settings::SettingsCopy,
    pub(crate) newest_notices: crate::notices::NewestCopies,
    pub(crate) newest_cases: crate::showcase_search::NewestCases,
    pub(crate) wordings: crate::wordings::WordingsCopy,
}

/// The SDK's clients, made when they are first needed: a page that reads nothing needs none of them, most
/// functions never need the bucket's, and making them is part of a cold start.
#[derive(Default)]
struct Clients {
    http: OnceLock<SharedHttpClient>,
    db: OnceLock<Client>,
    private: OnceLock<aws_sdk_s3::Client>,
    public: OnceLock<aws_sdk_s3::Client>,
}

/// The roots of AWS's certificates, picked by `build.rs`.
const AMAZON_ROOTS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/amazon_roots.pem"));

/// The one HTTP client of both SDKs. Only Amazon's own roots are trusted over TLS: loading the
/// machine's certificates would double a cold start. Where both endpoints are plain HTTP, none are.
fn http_client(config: &StoreConfig) -> SharedHttpClient {
    let plain = |url: &Option<String>| url.as_deref().is_some_and(|url| url.starts_with("http://"));
    let builder = aws_smithy_http_client::Builder::new();
    if plain(&config.endpoint_url) && plain(&config.s3_endpoint_url) {
        return builder.build_http();
    }
    let trust = tls::TrustStore::empty().with_pem_certificate(AMAZON_ROOTS);
    let context = tls::TlsContext::builder().with_trust_store(trust).build();
    let mut builder = builder.tls_provider(tls::Provider::Rustls(tls::rustls_provider::CryptoMode::Ring));
    if let Ok(context) = context {
        builder = builder.tls_context(context);
    }
    builder.build_https()
}

impl Store {
    /// A store that is reached when it is first asked.
    #[must_use]
    pub fn new(config: StoreConfig, keys: Arc<KeyRing>) -> Self {
        Self {
            clients: Arc::default(),
            config: Arc::new(config),
            keys,
            agencies: crate::content::AgencyCopy::default(),
            settings: crate::settings::SettingsCopy::default(),
            newest_notices: crate::notices::NewestCopies::default(),
            newest_cases: crate::showcase_search::NewestCases::default(),
            wordings: crate::wordings::WordingsCopy::default(),
        }
    }

    fn http(&self) -> SharedHttpClient {
        self.clients
            .http
            .get_or_init(|| http_client(&self.config))
            .clone()
    }

    pub(crate) fn db(&self) -> &Client {
        self.clients.db.get_or_init(|| {
            let timeouts = TimeoutConfig::builder()
                .connect_timeout(Duration::from_secs(2))
                .operation_attempt_timeout(Duration::from_secs(8))
                .operation_timeout(Duration::from_secs(20))
                .build();
            let mut db = aws_sdk_dynamodb::Config::builder()
                .behavior_version(BehaviorVersion::latest())
                .http_client(self.http())
                .region(Region::new(self.config.region.clone()))
                .credentials_provider(self.config.credentials.clone())
                .retry_config(RetryConfig::standard().with_max_attempts(4))
                .timeout_config(timeouts);
            if let Some(endpoint) = &self.config.endpoint_url {
                db = db.endpoint_url(endpoint);
            }
            Client::from_conf(db.build())
        })
    }

    /// The raw DynamoDB client: for provisioning, the invariant check and the benchmark's filling.
    #[must_use]
    pub fn dynamodb(&self) -> &Client {
        self.db()
    }

    /// The raw S3 client: for provisioning and the attachment check.
    #[must_use]
    pub fn s3(&self) -> &aws_sdk_s3::Client {
        self.clients.private.get_or_init(|| {
            let config = &self.config;
            let endpoint = config.s3_endpoint_url.as_ref().or(config.endpoint_url.as_ref());
            self.s3_client(endpoint.map(String::as_str))
        })
    }

    /// The client that signs addresses for browsers, which reach the bucket under its public one.
    pub(crate) fn s3_public(&self) -> &aws_sdk_s3::Client {
        self.clients.public.get_or_init(|| {
            let base = self.config.bucket_public_url.trim_end_matches('/');
            let base = base.strip_suffix(self.config.bucket.as_str()).unwrap_or(base);
            self.s3_client(Some(base.trim_end_matches('/')))
        })
    }

    fn s3_client(&self, endpoint: Option<&str>) -> aws_sdk_s3::Client {
        let mut config = aws_sdk_s3::Config::builder()
            .behavior_version(aws_sdk_s3::config::BehaviorVersion::latest())
            .http_client(self.http())
            .region(Region::new(self.config.region.clone()))
            .credentials_provider(self.config.credentials.clone())
            .retry_config(RetryConfig::standard().with_max_attempts(4))
            .force_path_style(true);
        if let Some(endpoint) = endpoint {
            config = config.endpoint_url(endpoint);
        }
        aws_sdk_s3::Client::from_conf(config.build())
    }

    /// The configuration.
    #[must_use]
    pub fn config(&self) -> &StoreConfig {
        &self.config
    }

    /// The keys that seal fields.
    #[must_use]
    pub fn keys(&self) -> &KeyRing {
        &self.keys
    }

    /// Reads one item, consistently.
    pub(crate) async fn get(&self, table: Table, key: &Key) -> Result<Option<Item>> {
        let output = self
            .db()
            .get_item()
            .table_name(self.config.table(table))
            .set_key(Some(key_item(key)))
            .consistent_read(true)
            .return_consumed_capacity(ReturnConsumedCapacity::Total)
            .send()
            .boxed()
            .await
            .map_err(|e| StoreError::service(&e))?;
        record(Kind::Read, output.consumed_capacity());
        Ok(output.item)
    }

    /// Reads several items of several tables in one request, consistently. Missing ones are `None`.
    pub(crate) async fn get_many(&self, wanted: &[(Table, Key)]) -> Result<Vec<Option<Item>>> {
        let mut pending: HashMap<String, KeysAndAttributes> = HashMap::new();
        for table in Table::ALL {
            let keys: Vec<Item> = wanted
                .iter()
                .filter(|(t, _)| *t == table)
                .map(|(_, key)| key_item(key))
                .collect();
            if !keys.is_empty() {
                let request = KeysAndAttributes::builder()
                    .set_keys(Some(keys))
                    .consistent_read(true)
                    .build()
                    .map_err(|e| StoreError::Service(e.to_string()))?;
                pending.insert(self.config.table(table), request);
            }
        }
        let mut found: HashMap<(String, Key), Item> = HashMap::new();
        for _attempt in 0..5 {
            if pending.is_empty() {
                break;
            }
            let output = self
                .db()
                .batch_get_item()
                .set_request_items(Some(pending))
                .return_consumed_capacity(ReturnConsumedCapacity::Total)
                .send()
                .boxed()
                .await
                .map_err(|e| StoreError::service(&e))?;
            record(Kind::Read, output.consumed_capacity());
            for (table, items) in output.responses.unwrap_or_default() {
                for item in items {
                    if let Some(key) = key_of(&item) {
                        found.insert((table.clone(), key), item);
                    }
                }
            }
            pending = output.unprocessed_keys.unwrap_or_default();
        }
        if !pending.is_empty() {
            return Err(StoreError::Service("keys stayed unprocessed".to_owned()));
        }
        Ok(wanted
            .iter()
            .map(|(table, key)| found.get(&(self.config.table(*table), key.clone())).cloned())
            .collect())
    }

    /// Reads one page of a partition.
    pub(crate) async fn query(&self, query: Query<'_>) -> Result<(Vec<Item>, Option<Item>)> {
        let output = self.reading(query).send().boxed().await;
        let output = output.map_err(|e| StoreError::service(&e))?;
        record(Kind::Read, output.consumed_capacity());
        Ok((output.items.unwrap_or_default(), output.last_evaluated_key))
    }

    fn reading(&self, query: Query<'_>) -> QueryFluentBuilder {
        let mut request = self
            .db()
            .query()
            .table_name(self.config.table(query.table))
            .consistent_read(query.consistent)
            .scan_index_forward(!query.newest_first)
            .set_limit(query.limit)
            .set_exclusive_start_key(query.after)
            .expression_attribute_values(":pk", s(query.pk))
            .return_consumed_capacity(ReturnConsumedCapacity::Total);
        let condition = match query.range {
            Range::All => "pk = :pk",
            Range::Prefix(prefix) => {
                request = request.expression_attribute_values(":from", s(prefix));
                "pk = :pk AND begins_with(sk, :from)"
            }
            Range::Between(from, to) => {
                request = request
                    .expression_attribute_values(":from", s(from))
                    .expression_attribute_values(":to", s(to));
                "pk = :pk AND sk BETWEEN :from AND :to"
            }
            Range::Before(to) => {
                request = request.expression_attribute_values(":to", s(to));
                "pk = :pk AND sk < :to"
            }
        };
        request.key_condition_expression(condition)
    }

    /// Reads a whole partition range, page by page. Only for ranges that are small by design.
    pub(crate) async fn query_all(&self, query: Query<'_>) -> Result<Vec<Item>> {
        let mut all = Vec::new();
        let mut after = None;
        loop {
            let (items, last) = self
                .query(Query {
                    after,
                    ..query.clone()
                })
                .await?;
            all.extend(items);
            after = last;
            if after.is_none() {
                return Ok(all);
            }
        }
    }

    /// Counts what a query finds, up to its limit, without reading it out.
    pub(crate) async fn count(&self, query: Query<'_>) -> Result<u32> {
        Ok(self.count_page(query).await?.0)
    }

    /// Counts what a query finds in one page, and gives where the next begins: a page ends after 1 MB, too.
    pub(crate) async fn count_page(&self, query: Query<'_>) -> Result<(u32, Option<Item>)> {
        let request = self.reading(query).select(Select::Count);
        let output = request
            .send()
            .boxed()
            .await
            .map_err(|e| StoreError::service(&e))?;
        record(Kind::Read, output.consumed_capacity());
        let count = u32::try_from(output.count).unwrap_or(0);
        Ok((count, output.last_evaluated_key))
    }

    /// Adds `by` to a counter and returns its new value; the item is made if it is not there.
    pub(crate) async fn add(&self, table: Table, key: &Key, by: u32, expires: Option<i64>) -> Result<u64> {
        let mut request = self
            .db()
            .update_item()
            .table_name(self.config.table(table))
            .set_key(Some(key_item(key)))
            .expression_attribute_values(":by", n(by))
            .expression_attribute_names("#n", "n")
            .return_values(ReturnValue::UpdatedNew)
            .return_consumed_capacity(ReturnConsumedCapacity::Total);
        let expression = match expires {
            Some(at) => {
                request = request
                    .expression_attribute_names("#x", crate::keys::EXPIRES)
                    .expression_attribute_values(":x", n(at));
                "SET #x = :x ADD #n :by"
            }
            None => "ADD #n :by",
        };
        let output = request
            .update_expression(expression)
            .send()
            .boxed()
            .await
            .map_err(|e| StoreError::service(&e))?;
        record(Kind::Write, output.consumed_capacity());
        output
            .attributes()
            .and_then(|a| a.get("n"))
            .and_then(|v| v.as_n().ok())
            .and_then(|v| v.parse().ok())
            .ok_or_else(|| StoreError::Corrupt("counter".to_owned()))
    }

    /// Writes one item; with `only_new`, fails with [`StoreError::Conflict`] if the key is taken.
    pub(crate) async fn put(&self, table: Table, item: Item, only_new: bool) -> Result<()> {
        let mut request = self.putting(table, item);
        if only_new {
            request = request.condition_expression("attribute_not_exists(pk)");
        }
        self.sent(request).await
    }

    /// Writes an item made from one of this revision, 0 if there was none or it had none yet; what is stored
    /// carries the next `revision`. [`StoreError::Conflict`] if somebody else has changed it since.
    pub(crate) async fn put_over(&self, table: Table, item: Item, revision: u32) -> Result<()> {
        let condition = match revision {
            0 => "attribute_not_exists(revision) OR revision = :revision",
            _ => "revision = :revision",
        };
        let request = self
            .putting(table, item)
            .condition_expression(condition)
            .expression_attribute_values(":revision", n(revision));
        self.sent(request).await
    }

    pub(crate) fn putting(&self, table: Table, item: Item) -> PutItemFluentBuilder {
        self.db()
            .put_item()
            .table_name(self.config.table(table))
            .set_item(Some(item))
            .return_consumed_capacity(ReturnConsumedCapacity::Total)
    }

    pub(crate) async fn sent(&self, request: PutItemFluentBuilder) -> Result<()> {
        let output = request
            .send()
            .boxed()
            .await
            .map_err(|e| match e.as_service_error() {
                Some(s) if s.is_conditional_check_failed_exception() => StoreError::Conflict,
                _ => StoreError::service(&e),
            })?;
        record(Kind::Write, output.consumed_capacity());
        Ok(())
    }

    /// Deletes one item and returns what it held. Exactly one of several callers gets it.
    pub(crate) async fn take(&self, table: Table, key: &Key) -> Result<Option<Item>> {
        let output = self
            .db()
            .delete_item()
            .table_name(self.config.table(table))
            .set_key(Some(key_item(key)))
            .return_values(ReturnValue::AllOld)
            .return_consumed_capacity(ReturnConsumedCapacity::Total)
            .send()
            .boxed()
            .await
            .map_err(|e| StoreError::service(&e))?;
        record(Kind::Write, output.consumed_capacity());
        Ok(output.attributes)
    }

    /// Runs a transaction of at most 100 writes. A failed condition is
    /// [`StoreError::Cancelled`] with the positions; a conflict with another transaction is tried
    /// again (at most 6 times, with a growing pause), since nobody has won yet.
    pub(crate) async fn transact(&self, writes: Vec<TransactWriteItem>) -> Result<()> {
        for attempt in 0_u32.. {
            let sent = self
                .db()
                .transact_write_items()
                .set_transact_items(Some(writes.clone()))
                .return_consumed_capacity(ReturnConsumedCapacity::Total)
                .send()
                .boxed()
                .await;
            let error = match sent {
                Ok(output) => {
                    record(Kind::Write, output.consumed_capacity());
                    return Ok(());
                }
                Err(error) => error,
            };
            record(Kind::Write, None);
            match cancellation(&error) {
                Cancellation::Conditions(positions) => return Err(StoreError::Cancelled(positions)),
                Cancellation::Contention if attempt < 5 => {
                    let pause = Duration::from_millis(u64::from(10 * (attempt + 1) * (attempt + 1)));
                    tokio::time::sleep(pause).await;
                }
                _ => return Err(StoreError::service(&error)),
            }
        }
        unreachable!("the loop returns")
    }

    /// A write of a whole item, for a transaction.
    pub(crate) fn tx_put(&self, table: Table, item: Item, only_new: bool) -> Result<TransactWriteItem> {
        let mut put = Put::builder()
            .table_name(self.config.table(table))
            .set_item(Some(item));
        if only_new {
            put = put.condition_expression("attribute_not_exists(pk)");
        }
        let put = put.build().map_err(|e| StoreError::Service(e.to_string()))?;
        Ok(TransactWriteItem::builder().put(put).build())
    }

    /// A deletion, for a transaction; with `must_exist`, conditioned on the item being there.
    pub(crate) fn tx_delete(&self, table: Table, key: &Key, must_exist: bool) -> Result<TransactWriteItem> {
        let mut delete = Delete::builder()
            .table_name(self.config.table(table))
            .set_key(Some(key_item(key)));
        if must_exist {
            delete = delete.condition_expression("attribute_exists(pk)");
        }
        let delete = delete.build().map_err(|e| StoreError::Service(e.to_string()))?;
        Ok(TransactWriteItem::builder().delete(delete).build())
    }

    /// A conditional update, for a transaction.
    pub(crate) fn tx_update(
        &self,
        table: Table,
        key: &Key,
        expression: &str,
        condition: Option<&str>,
        values: Vec<(&str, AttributeValue)>,
    ) -> Result<TransactWriteItem> {
        let mut update = Update::builder()
            .table_name(self.config.table(table))
            .set_key(Some(key_item(key)))
            .update_expression(expression)
            .set_condition_expression(condition.map(str::to_owned));
        for (name, value) in values {
            update = if name.starts_with('#') {
                update.expression_attribute_names(name, value.as_s().cloned().unwrap_or_default())
            } else {
                update.expression_attribute_values(name, value)
            };
        }
        let update = update.build().map_err(|e| StoreError::Service(e.to_string()))?;
        Ok(TransactWriteItem::builder().update(update).build())
    }
}

/// A read of one partition.
#[derive(Clone)]
pub(crate) struct Query<'a> {
    pub table: Table,
    pub pk: &'a str,
    pub range: Range<'a>,
    pub limit: Option<i32>,
    pub newest_first: bool,
    pub consistent: bool,
    pub after: Option<Item>,
}

impl<'a> Query<'a> {
    /// The whole partition, oldest first, consistently.
    pub(crate) fn of(table: Table, pk: &'a str) -> Self {
        Self {
            table,
            pk,
            range: Range::All,
            limit: None,
            newest_first: false,
            consistent: true,
            after: None,
        }
    }
}

/// Which sort keys to read.
#[derive(Clone)]
pub(crate) enum Range<'a> {
    All,
    Prefix(&'a str),
    Between(&'a str, &'a str),
    /// Everything that sorts below.
    Before(&'a str),
}

enum Cancellation {
    Conditions(Vec<usize>),
    Contention,
    Other,
}

fn cancellation<R>(error: &SdkError<TransactWriteItemsError, R>) -> Cancellation {
    match error.as_service_error() {
        Some(TransactWriteItemsError::TransactionCanceledException(cancelled)) => {
            let codes: Vec<_> = cancelled
                .cancellation_reasons()
                .iter()
                .map(|r| r.code().unwrap_or(""))
                .collect();
            let failed: Vec<usize> = codes
                .iter()
                .enumerate()
                .filter_map(|(at, code)| (*code == "ConditionalCheckFailed").then_some(at))
                .collect();
            if !failed.is_empty() {
                Cancellation::Conditions(failed)
            } else if codes.contains(&"TransactionConflict") {
                Cancellation::Contention
            } else {
                Cancellation::Other
            }
        }
        Some(TransactWriteItemsError::TransactionInProgressException(_)) => Cancellation::Contention,
        _ => Cancellation::Other,
    }
}

/// A string attribute.
pub(crate) fn s(value: impl Into<String>) -> AttributeValue {
    AttributeValue::S(value.into())
}

/// A number attribute.
pub(crate) fn n(value: impl std::fmt::Display) -> AttributeValue {
    AttributeValue::N(value.to_string())
}

/// The primary key as an item.
pub(crate) fn key_item(key: &Key) -> Item {
    HashMap::from([
        (PK.to_owned(), s(key.pk.as_str())),
        (SK.to_owned(), s(key.sk.as_str())),
    ])
}

/// The primary key of an item.
pub(crate) fn key_of(item: &Item) -> Option<Key> {
    Some(Key::new(
        item.get(PK)?.as_s().ok()?.clone(),
        item.get(SK)?.as_s().ok()?.clone(),
    ))
}

/// An item made of a key and a record.
pub(crate) fn item<T: serde::Serialize>(key: &Key, record: &T) -> Result<Item> {
    let mut item: Item = serde_dynamo::to_item(record).map_err(|e| StoreError::Corrupt(e.to_string()))?;
    for (name, value) in key_item(key) {
        if item.insert(name.clone(), value).is_some() {
            // The key would take the place of what the record says.
            let of = std::any::type_name::<T>();
            return Err(StoreError::Corrupt(format!(
                "{of} has a field that is called {name}"
            )));
        }
    }
    Ok(item)
}

/// The record in an item.
pub(crate) fn read<T: serde::de::DeserializeOwned>(item: Item) -> Result<T> {
    // The library's message can quote what it found.
    serde_dynamo::from_item(item)
        .map_err(|_| StoreError::Corrupt(format!("an item is no {}", std::any::type_name::<T>())))
}
