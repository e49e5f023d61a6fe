//! The Lambda function `showcase-editor`: environment, runtime, routes.

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), lambda_http::Error> {
    web::lambda::serve(showcase_editor::routes()).await
}
