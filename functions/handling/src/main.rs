//! The Lambda function `handling`: environment, runtime, routes.

#[tokio::main]
async fn main() -> Result<(), lambda_http::Error> {
    web::lambda::serve(handling::routes()).await
}
