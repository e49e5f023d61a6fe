//! The Lambda function `portal`: environment, runtime, routes.

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), lambda_http::Error> {
    web::lambda::serve(portal::routes()).await
}
