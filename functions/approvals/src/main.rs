//! The Lambda function `approvals`: environment, runtime, routes.

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), lambda_http::Error> {
    web::lambda::serve(approvals::routes()).await
}
