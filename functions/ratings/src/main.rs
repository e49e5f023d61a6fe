//! The Lambda function `ratings`: environment, runtime, routes.

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), lambda_http::Error> {
    web::lambda::serve(ratings::routes()).await
}
