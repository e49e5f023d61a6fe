//! The empty function: answers everything with an empty page. What a cold start costs at the least.

#[tokio::main]
async fn main() -> Result<(), lambda_http::Error> {
    lambda_http::run(axum::Router::new().fallback(|| async { "" })).await
}
