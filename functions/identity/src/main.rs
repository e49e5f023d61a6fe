//! The Lambda function `identity`: environment, runtime, routes.

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), lambda_http::Error> {
    web::lambda::serve_with_real_name(identity::routes()).await
}
