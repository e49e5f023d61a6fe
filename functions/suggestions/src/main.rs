//! The Lambda function `suggestions`: environment, runtime, routes.

#[tokio::main]
async fn main() -> Result<(), lambda_http::Error> {
    web::lambda::serve(suggestions::routes()).await
}
