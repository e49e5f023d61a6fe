//! The embedded database and object store for the tests of the attachment check.

use std::sync::Arc;

use aws_sdk_dynamodb::types::{
    AttributeDefinition, BillingMode, KeySchemaElement, KeyType, ScalarAttributeType,
};
use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::response::Response;
use http_body_util::BodyExt as _;
use s3s::auth::SimpleAuth;
use s3s::service::{S3Service, S3ServiceBuilder};
use services::keys::KeyRing;
use store::{Store, StoreConfig};
use tempfile::TempDir;
use tokio::net::TcpListener;

const SECRET: &str = "tests-only";

/// A store on both engines; they end with the test, the directory with the second value.
pub async fn start() -> (Store, TempDir) {
    let dir = tempfile::tempdir().unwrap();
    let (listener, dynamodb) = loopback().await;
    let database = dynoxide::Database::memory().unwrap();
    tokio::spawn(dynoxide::server::serve_with_shutdown(
        listener,
        database,
        std::future::pending(),
    ));
    let (listener, s3) = loopback().await;
    let mut builder = S3ServiceBuilder::new(s3s_fs::FileSystem::new(dir.path()).unwrap());
    builder.set_auth(SimpleAuth::from_single("local", SECRET));
    let service = builder.build();
    let router = Router::new().fallback(move |request: Request| call(service.clone(), request));
    tokio::spawn(async move { axum::serve(listener, router).await });

    let public = format!("{s3}/xf-attachments");
    let read = |name: &str| {
        let value = match name {
            "AWS_ACCESS_KEY_ID" => "local",
            "AWS_SECRET_ACCESS_KEY" => SECRET,
            "AWS_ENDPOINT_URL" => &dynamodb,
            "AWS_ENDPOINT_URL_S3" => &s3,
            "BUCKET_PUBLIC_URL" => &public,
            _ => return None,
        };
        Some(value.to_owned())
    };
    let keys = KeyRing::from_json(&KeyRing::generate()).unwrap();
    let store = Store::new(StoreConfig::from_env(read).unwrap(), Arc::new(keys));
    create_table(&store).await;
    store
        .s3()
        .create_bucket()
        .bucket("xf-attachments")
        .send()
        .await
        .unwrap();
    (store, dir)
}

async fn loopback() -> (TcpListener, String) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    (listener, url)
}

async fn call(service: S3Service, request: Request) -> Response {
    let request = request.map(s3s::Body::http_body_unsync);
    let (parts, body) = service.call(request).await.unwrap().into_parts();
    Response::from_parts(parts, Body::new(body.map_err(axum::Error::new)))
}

async fn create_table(store: &Store) {
    let mut table = store
        .dynamodb()
        .create_table()
        .table_name("xf-petitions")
        .billing_mode(BillingMode::PayPerRequest);
    for (name, key) in [("pk", KeyType::Hash), ("sk", KeyType::Range)] {
        let kind = ScalarAttributeType::S;
        table = table
            .attribute_definitions(
                AttributeDefinition::builder()
                    .attribute_name(name)
                    .attribute_type(kind)
                    .build()
                    .unwrap(),
            )
            .key_schema(
                KeySchemaElement::builder()
                    .attribute_name(name)
                    .key_type(key)
                    .build()
                    .unwrap(),
            );
    }
    table.send().await.unwrap();
}
