//! The bucket under the portal's own origin: `/{bucket}/…` is passed to the object store unchanged
//! (path, query, Host header, streamed body), because browsers upload with a signed policy and the
//! signatures cover the Host. Must not sign, buffer, or look into what passes.

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use http::header::{self, HeaderMap, HeaderName, HeaderValue};
use http::uri::{Authority, Scheme, Uri};
use http::{StatusCode, Version};
use http_body_util::{BodyExt, Limited};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;

/// The largest request passed on, in bytes: a 50 MB attachment and its form around it.
pub const BODY_BYTES_MAX: usize = 60 * 1024 * 1024;

/// RFC 9110 section 7.6.1: these belong to one connection.
const HOP_BY_HOP: [HeaderName; 8] = [
    header::CONNECTION,
    HeaderName::from_static("keep-alive"),
    header::PROXY_AUTHENTICATE,
    header::PROXY_AUTHORIZATION,
    header::TE,
    header::TRAILER,
    header::TRANSFER_ENCODING,
    header::UPGRADE,
];

/// Where the bucket is and under which name.
#[derive(Clone, Debug)]
pub struct BucketProxy {
    authority: Authority,
    bucket: String,
    client: Client<HttpConnector, Body>,
}

/// The endpoint cannot be proxied: only plain `http://host[:port]` can, because an object store
/// reached by TLS has an address that browsers can use themselves (`BUCKET_PUBLIC_URL`).
#[derive(Debug, PartialEq, Eq)]
pub struct NotProxied;

impl BucketProxy {
    /// A proxy for `bucket` at `endpoint`, such as `http://127.0.0.1:9000`.
    pub fn new(endpoint: &str, bucket: &str) -> Result<Self, NotProxied> {
        let uri: Uri = endpoint.parse().map_err(|_| NotProxied)?;
        match (uri.scheme(), uri.authority()) {
            (Some(scheme), Some(authority)) if *scheme == Scheme::HTTP => Ok(Self {
                authority: authority.clone(),
                bucket: bucket.to_owned(),
                client: Client::builder(TokioExecutor::new()).build_http(),
            }),
            _ => Err(NotProxied),
        }
    }

    /// The routes of the bucket; anything but GET, HEAD and POST is refused here.
    pub fn router(self) -> Router {
        let root = format!("/{}", self.bucket);
        let method = || get(pass).post(pass);
        Router::new()
            .route(&root, method())
            .route(&format!("{root}/"), method())
            .route(&format!("{root}/{{*key}}"), method())
            .with_state(self)
    }
}

async fn pass(State(proxy): State<BucketProxy>, request: Request) -> Response {
    let (mut parts, body) = request.into_parts();
    let announced = parts
        .headers
        .get(header::CONTENT_LENGTH)
        .and_then(|v| v.to_str().ok())
        .and_then(|v| v.parse::<u64>().ok());
    if announced.is_some_and(|bytes| bytes > BODY_BYTES_MAX as u64) {
        return StatusCode::PAYLOAD_TOO_LARGE.into_response();
    }
    let mut uri = parts.uri.into_parts();
    uri.scheme = Some(Scheme::HTTP);
    uri.authority = Some(proxy.authority.clone());
    let Ok(uri) = Uri::from_parts(uri) else {
        return StatusCode::BAD_REQUEST.into_response();
    };
    parts.uri = uri;
    parts.version = Version::HTTP_11;
    remove_hop_by_hop(&mut parts.headers);
    // The portal's sessions are none of the bucket's business.
    parts.headers.remove(header::COOKIE);
    let limited = Body::new(Limited::new(body, BODY_BYTES_MAX));
    match proxy.client.request(Request::from_parts(parts, limited)).await {
        Ok(response) => {
            let (mut parts, body) = response.into_parts();
            remove_hop_by_hop(&mut parts.headers);
            // What citizens uploaded comes from the portal's origin here: it must never run in it.
            parts.headers.insert(
                header::X_CONTENT_TYPE_OPTIONS,
                HeaderValue::from_static("nosniff"),
            );
            parts.headers.insert(
                header::CONTENT_SECURITY_POLICY,
                HeaderValue::from_static("sandbox"),
            );
            Response::from_parts(parts, Body::new(body.map_err(axum::Error::new)))
        }
        Err(error) => {
            tracing::error!(error = %error, "the object store did not answer");
            StatusCode::BAD_GATEWAY.into_response()
        }
    }
}

fn remove_hop_by_hop(headers: &mut HeaderMap) {
    let named: Vec<HeaderName> = headers
        .get_all(header::CONNECTION)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .filter_map(|name| name.trim().parse().ok())
        .collect();
    for name in named.iter().chain(&HOP_BY_HOP) {
        headers.remove(name);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tower::ServiceExt;

    async fn start(router: Router) -> String {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(async move { axum::serve(listener, router).await });
        format!("http://{address}")
    }

    async fn body(response: Response) -> String {
        let bytes = response.into_body().collect().await.unwrap().to_bytes();
        String::from_utf8(bytes.to_vec()).unwrap()
    }

    /// An object store that says what it was asked.
    fn mirror() -> Router {
        Router::new().fallback(|request: Request| async move {
            let (parts, body) = request.into_parts();
            let bytes = body.collect().await.map(|b| b.to_bytes().len());
            let header = |name: &str| {
                parts
                    .headers
                    .get(name)
                    .and_then(|v| v.to_str().ok())
                    .unwrap_or("-")
                    .to_owned()
            };
            format!(
                "{} {} host={} cookie={} x-secret={} bytes={bytes:?}",
                parts.method,
                parts.uri,
                header("host"),
                header("cookie"),
                header("x-secret")
            )
        })
    }

    #[tokio::test]
    async fn path_query_host_and_body_pass_unchanged_and_connection_headers_and_cookies_do_not() {
        let proxy = BucketProxy::new(&start(mirror()).await, "xf-attachments")
            .unwrap()
            .router();
        let request = Request::post("/xf-attachments/clean/a%2Fb%20c?X-Amz-Signature=a%2Bb&versionId")
            .header("host", "127.0.0.1:3000")
            .header("cookie", "xf_citizen=secret")
            .header("connection", "close, x-secret")
            .header("x-secret", "1")
            .body(Body::from("12345"))
            .unwrap();
        let response = proxy.oneshot(request).await.unwrap();
        assert_eq!(response.status(), 200);
        assert_eq!(response.headers()["content-security-policy"], "sandbox");
        assert_eq!(
            body(response).await,
            "POST /xf-attachments/clean/a%2Fb%20c?X-Amz-Signature=a%2Bb&versionId \
             host=127.0.0.1:3000 cookie=- x-secret=- bytes=Ok(5)"
        );
    }

    #[tokio::test]
    async fn more_than_sixty_megabytes_is_refused_before_it_is_read() {
        let proxy = BucketProxy::new("http://127.0.0.1:9", "b").unwrap().router();
        let request = Request::post("/b")
            .header("content-length", "62914561")
            .body(Body::empty())
            .unwrap();
        assert_eq!(proxy.oneshot(request).await.unwrap().status(), 413);
    }

    #[tokio::test]
    async fn an_object_store_that_is_down_is_a_bad_gateway() {
        let proxy = BucketProxy::new("http://127.0.0.1:9", "b").unwrap().router();
        let request = Request::get("/b/key").body(Body::empty()).unwrap();
        assert_eq!(proxy.oneshot(request).await.unwrap().status(), 502);
    }

    #[tokio::test]
    async fn deleting_through_the_portal_is_not_possible() {
        let proxy = BucketProxy::new("http://127.0.0.1:9", "b").unwrap().router();
        let request = Request::delete("/b/key").body(Body::empty()).unwrap();
        assert_eq!(proxy.oneshot(request).await.unwrap().status(), 405);
    }

    #[test]
    fn an_endpoint_with_tls_is_not_proxied() {
        assert_eq!(
            BucketProxy::new("https://s3.example.cn", "b").unwrap_err(),
            NotProxied
        );
    }
}
