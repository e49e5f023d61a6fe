//! The Lambda function `identity`: environment, runtime, routes.

#[tokio::main]
async fn main() -> Result<(), lambda_http::Error> {
    web::lambda::serve(identity::routes()).await
}
