//! The Lambda function `registration`: environment, runtime, routes.

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), lambda_http::Error> {
    web::lambda::serve(registration::routes()).await
}
