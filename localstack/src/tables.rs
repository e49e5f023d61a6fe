//! Tables and buckets as `infra/data.json` defines them, and the calls that make what is missing.
//! Owns the reading of that template (the only definition of a table anywhere) for the local stack
//! and for the single-server edition. Must not know what is stored in a table, and must never
//! delete or change anything that exists.

use aws_sdk_dynamodb::operation::create_table::CreateTableError;
use aws_sdk_dynamodb::operation::describe_table::DescribeTableError;
use aws_sdk_dynamodb::types::{
    AttributeDefinition, BillingMode, KeySchemaElement, KeyType, ScalarAttributeType, TableStatus,
    TimeToLiveSpecification,
};
use aws_sdk_s3::operation::create_bucket::CreateBucketError;
use aws_sdk_s3::types::{BucketLocationConstraint, CreateBucketConfiguration};
use serde_json::Value;
use std::time::Duration;

/// The template, as it is deployed to the cloud.
pub const TEMPLATE: &str = include_str!("../../infra/data.json");

/// One table of the template with its name resolved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableSpec {
    /// Full name, prefix included.
    pub name: String,
    /// Attribute name and key type (`HASH`, `RANGE`), in order.
    pub keys: Vec<(String, String)>,
    /// Attribute name and scalar type (`S`, `N`, `B`).
    pub attributes: Vec<(String, String)>,
    /// The attribute that holds the time of expiry in epoch seconds.
    pub expires: Option<String>,
}

/// Everything the template asks for that any DynamoDB and S3 implementation understands.
/// Encryption, recovery, and locks are the cloud's and stay with CloudFormation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// The tables, in the order of the template.
    pub tables: Vec<TableSpec>,
    /// The names of the buckets.
    pub buckets: Vec<String>,
}

/// What can be wrong while reading or carrying out the plan.
#[derive(Debug, thiserror::Error)]
pub enum ProvisionError {
    /// The template has something this reader does not understand.
    #[error("infra/data.json: {0}")]
    Template(String),
    /// A table exists with other keys than the template's: it belongs to something else.
    #[error("table {0} exists with other keys than infra/data.json says")]
    OtherKeys(String),
    /// The database or the object store refused or did not answer.
    #[error("could not provision: {0}")]
    Engine(String),
}

/// What a provisioning run made; empty vectors mean that everything was there.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Made {
    /// Names of the tables made.
    pub tables: Vec<String>,
    /// Names of the buckets made.
    pub buckets: Vec<String>,
}

impl Plan {
    /// Reads the embedded template. `prefix` is the template's `TablePrefix`, `bucket` its
    /// `BucketName`, `audit_bucket` its `AuditBucketName`; every other parameter keeps its default.
    pub fn from_template(prefix: &str, bucket: &str, audit_bucket: &str) -> Result<Self, ProvisionError> {
        let template: Value =
            serde_json::from_str(TEMPLATE).map_err(|e| ProvisionError::Template(e.to_string()))?;
        let parameter = |name: &str| match name {
            "TablePrefix" => Some(prefix.to_owned()),
            "BucketName" => Some(bucket.to_owned()),
            "AuditBucketName" => Some(audit_bucket.to_owned()),
            other => template["Parameters"][other]["Default"]
                .as_str()
                .map(str::to_owned),
        };
        let resources = template["Resources"]
            .as_object()
            .ok_or_else(|| ProvisionError::Template("no Resources".to_owned()))?;
        let mut plan = Self {
            tables: Vec::new(),
            buckets: Vec::new(),
        };
        for (id, resource) in resources {
            let properties = &resource["Properties"];
            match resource["Type"].as_str() {
                Some("AWS::DynamoDB::Table") => plan.tables.push(table(id, properties, &parameter)?),
                Some("AWS::S3::Bucket") => {
                    plan.buckets
                        .push(text(id, &properties["BucketName"], &parameter)?);
                }
                _ => {}
            }
        }
        Ok(plan)
    }

    /// The same without the tables' removal of what has expired. For the local stack: tables go by the
    /// system's clock and it by its own, so an engine that removes expired items (embedded, it does so
    /// only now and then; others at once) would end the sessions of a stack whose clock is behind.
    /// Nothing depends on the removal: expiry is checked wherever such an item is read.
    #[must_use]
    pub fn without_expiry(mut self) -> Self {
        for table in &mut self.tables {
            table.expires = None;
        }
        self
    }

    /// Makes each table and bucket that is missing and waits until it can be used.
    pub async fn provision(
        &self,
        dynamo: &aws_sdk_dynamodb::Client,
        s3: &aws_sdk_s3::Client,
    ) -> Result<Made, ProvisionError> {
        let tables =
            futures_util::future::try_join_all(self.tables.iter().map(|spec| make_table(dynamo, spec)));
        let buckets =
            futures_util::future::try_join_all(self.buckets.iter().map(|name| make_bucket(s3, name)));
        let (tables, buckets) = tokio::try_join!(tables, buckets)?;
        Ok(Made {
            tables: tables.into_iter().flatten().collect(),
            buckets: buckets.into_iter().flatten().collect(),
        })
    }
}

fn table(
    id: &str,
    properties: &Value,
    parameter: &impl Fn(&str) -> Option<String>,
) -> Result<TableSpec, ProvisionError> {
    let pairs = |list: &str, first: &str, second: &str| -> Result<Vec<(String, String)>, ProvisionError> {
        properties[list]
            .as_array()
            .into_iter()
            .flatten()
            .map(|entry| match (entry[first].as_str(), entry[second].as_str()) {
                (Some(a), Some(b)) => Ok((a.to_owned(), b.to_owned())),
                _ => Err(ProvisionError::Template(format!("{id}: {list}"))),
            })
            .collect()
    };
    if !properties["GlobalSecondaryIndexes"].is_null() {
        return Err(ProvisionError::Template(format!(
            "{id}: indexes are not read here yet"
        )));
    }
    Ok(TableSpec {
        name: text(id, &properties["TableName"], parameter)?,
        keys: pairs("KeySchema", "AttributeName", "KeyType")?,
        attributes: pairs("AttributeDefinitions", "AttributeName", "AttributeType")?,
        expires: properties["TimeToLiveSpecification"]["AttributeName"]
            .as_str()
            .map(str::to_owned),
    })
}

/// A plain string, a `Ref` to a parameter, or an `Fn::Sub` of parameters.
fn text(
    id: &str,
    value: &Value,
    parameter: &impl Fn(&str) -> Option<String>,
) -> Result<String, ProvisionError> {
    let unknown = |what: &str| ProvisionError::Template(format!("{id}: cannot resolve {what}"));
    if let Some(plain) = value.as_str() {
        return Ok(plain.to_owned());
    }
    if let Some(name) = value["Ref"].as_str() {
        return parameter(name).ok_or_else(|| unknown(name));
    }
    let Some(pattern) = value["Fn::Sub"].as_str() else {
        return Err(unknown("a name"));
    };
    let mut out = String::new();
    let mut rest = pattern;
    while let Some((before, after)) = rest.split_once("${") {
        let (name, tail) = after.split_once('}').ok_or_else(|| unknown(pattern))?;
        out.push_str(before);
        out.push_str(&parameter(name).ok_or_else(|| unknown(name))?);
        rest = tail;
    }
    out.push_str(rest);
    Ok(out)
}

async fn make_table(
    dynamo: &aws_sdk_dynamodb::Client,
    spec: &TableSpec,
) -> Result<Option<String>, ProvisionError> {
    let described = dynamo.describe_table().table_name(&spec.name).send().await;
    let exists = match described {
        Ok(answer) => {
            let found: Vec<_> = answer
                .table()
                .map(aws_sdk_dynamodb::types::TableDescription::key_schema)
                .unwrap_or_default()
                .iter()
                .map(|key| {
                    (
                        key.attribute_name().to_owned(),
                        key.key_type().as_str().to_owned(),
                    )
                })
                .collect();
            if found != spec.keys {
                return Err(ProvisionError::OtherKeys(spec.name.clone()));
            }
            true
        }
        Err(error)
            if error
                .as_service_error()
                .is_some_and(DescribeTableError::is_resource_not_found_exception) =>
        {
            false
        }
        Err(error) => return Err(engine(&error)),
    };
    if !exists {
        create_table(dynamo, spec).await?;
    }
    if let Some(attribute) = &spec.expires {
        expire(dynamo, &spec.name, attribute).await?;
    }
    Ok((!exists).then(|| spec.name.clone()))
}

async fn create_table(dynamo: &aws_sdk_dynamodb::Client, spec: &TableSpec) -> Result<(), ProvisionError> {
    let template = |e: aws_sdk_dynamodb::error::BuildError| ProvisionError::Template(e.to_string());
    let mut request = dynamo
        .create_table()
        .table_name(&spec.name)
        .billing_mode(BillingMode::PayPerRequest);
    for (name, kind) in &spec.keys {
        let key = KeySchemaElement::builder()
            .attribute_name(name)
            .key_type(KeyType::from(kind.as_str()));
        request = request.key_schema(key.build().map_err(template)?);
    }
    for (name, kind) in &spec.attributes {
        let attribute = AttributeDefinition::builder()
            .attribute_name(name)
            .attribute_type(ScalarAttributeType::from(kind.as_str()));
        request = request.attribute_definitions(attribute.build().map_err(template)?);
    }
    match request.send().await {
        Ok(_) => {}
        // Somebody else made it in the meantime: waiting for it is right either way.
        Err(error)
            if error
                .as_service_error()
                .is_some_and(CreateTableError::is_resource_in_use_exception) => {}
        Err(error) => return Err(engine(&error)),
    }
    for _ in 0..600 {
        let answer = dynamo
            .describe_table()
            .table_name(&spec.name)
            .send()
            .await
            .map_err(|e| engine(&e))?;
        if answer.table().and_then(|t| t.table_status()) == Some(&TableStatus::Active) {
            return Ok(());
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    Err(ProvisionError::Engine(format!(
        "table {} did not become active within a minute",
        spec.name
    )))
}

async fn expire(
    dynamo: &aws_sdk_dynamodb::Client,
    table: &str,
    attribute: &str,
) -> Result<(), ProvisionError> {
    let described = dynamo
        .describe_time_to_live()
        .table_name(table)
        .send()
        .await
        .map_err(|e| engine(&e))?;
    let current = described
        .time_to_live_description()
        .and_then(|d| d.attribute_name());
    if current == Some(attribute) {
        return Ok(());
    }
    let specification = TimeToLiveSpecification::builder()
        .attribute_name(attribute)
        .enabled(true)
        .build()
        .map_err(|e| ProvisionError::Template(e.to_string()))?;
    dynamo
        .update_time_to_live()
        .table_name(table)
        .time_to_live_specification(specification)
        .send()
        .await
        .map_err(|e| engine(&e))?;
    Ok(())
}

async fn make_bucket(s3: &aws_sdk_s3::Client, name: &str) -> Result<Option<String>, ProvisionError> {
    match s3.head_bucket().bucket(name).send().await {
        Ok(_) => return Ok(None),
        Err(error) if error.raw_response().is_some_and(|r| r.status().as_u16() == 404) => {}
        Err(error) => return Err(engine(&error)),
    }
    // Every region but the first wants to be named.
    let region = s3
        .config()
        .region()
        .map(ToString::to_string)
        .filter(|region| region != "us-east-1");
    let place = region.map(|region| {
        CreateBucketConfiguration::builder()
            .location_constraint(BucketLocationConstraint::from(region.as_str()))
            .build()
    });
    match s3
        .create_bucket()
        .bucket(name)
        .set_create_bucket_configuration(place)
        .send()
        .await
    {
        Ok(_) => Ok(Some(name.to_owned())),
        Err(error)
            if error
                .as_service_error()
                .is_some_and(CreateBucketError::is_bucket_already_owned_by_you) =>
        {
            Ok(None)
        }
        Err(error) => Err(engine(&error)),
    }
}

fn engine(error: &(dyn std::error::Error + 'static)) -> ProvisionError {
    let mut words = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        words.push_str(": ");
        words.push_str(&cause.to_string());
        source = cause.source();
    }
    ProvisionError::Engine(words)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_local_stack_removes_nothing_by_the_system_clock() {
        let plan = Plan::from_template("x-", "b", "a").unwrap();
        assert!(plan.tables.iter().any(|table| table.expires.is_some()));
        let local = plan.clone().without_expiry();
        assert!(local.tables.iter().all(|table| table.expires.is_none()));
        assert_eq!(local.tables.len(), plan.tables.len());
    }

    #[test]
    fn the_template_gives_six_tables_with_pk_and_sk() {
        let plan = Plan::from_template("t1-", "some-bucket", "some-audit").unwrap();
        let names: Vec<_> = plan.tables.iter().map(|t| t.name.as_str()).collect();
        assert_eq!(
            names,
            [
                "t1-accounts",
                "t1-audit",
                "t1-content",
                "t1-guards",
                "t1-petitions",
                "t1-staff"
            ]
        );
        for table in &plan.tables {
            assert_eq!(
                table.keys,
                [("pk".into(), "HASH".into()), ("sk".into(), "RANGE".into())]
            );
            assert_eq!(
                table.attributes,
                [("pk".into(), "S".into()), ("sk".into(), "S".into())]
            );
        }
    }

    #[test]
    fn guards_and_drafts_expire() {
        let plan = Plan::from_template("x-", "b", "a").unwrap();
        for table in plan.tables {
            let expiring = matches!(table.name.as_str(), "x-guards" | "x-petitions");
            let expected = expiring.then(|| "expires".to_owned());
            assert_eq!(table.expires, expected, "{}", table.name);
        }
    }

    #[test]
    fn the_buckets_take_the_given_names() {
        let plan = Plan::from_template("x-", "some-bucket", "some-audit").unwrap();
        assert_eq!(plan.buckets, ["some-bucket", "some-audit"]);
    }

    #[test]
    fn a_name_that_cannot_be_resolved_is_said_by_name() {
        let error = text("T", &serde_json::json!({"Fn::Sub": "a-${Nobody}"}), &|_| None).unwrap_err();
        assert!(error.to_string().contains("Nobody"), "{error}");
    }
}
