//! API Gateway (HTTP API) in front of functions that run as processes: requests become events of
//! payload format 2.0 and the functions' answers become responses. For tests of the deployed
//! binaries; the gateway people use is [`crate::dispatch`]. Must not route by anything but the
//! given table, which is the template's.

use crate::runtime_api::{Function, InvokeError};
use axum::Router;
use axum::body::Body;
use axum::extract::{ConnectInfo, RawPathParams, Request};
use axum::response::{IntoResponse, Response};
use axum::routing::any;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::time::Clock;
use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, HashMap};
use std::net::SocketAddr;
use std::sync::Arc;

/// Lambda refuses larger events; API Gateway then answers 413.
const EVENT_BYTES_MAX: usize = 6 * 1024 * 1024;

/// One route of the template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Route {
    /// Method (`ANY` is all that have no route of their own) and path. `None` stands for the route
    /// `$default`: everything that no other route takes.
    pub at: Option<(Method, String)>,
    /// Name of the function.
    pub function: String,
}

/// A route's function, if it runs, and the route's key.
type Target = (Option<Arc<Function>>, Arc<str>);

/// A router that invokes `functions` by `routes`. A route whose function is not among them answers
/// 500, as API Gateway does for a missing integration; no method but the route's own matches it.
pub fn router(routes: &[Route], functions: Vec<Function>) -> Router {
    let functions: BTreeMap<String, Arc<Function>> = functions
        .into_iter()
        .map(|function| (function.name().to_owned(), Arc::new(function)))
        .collect();
    let mut paths: BTreeMap<String, HashMap<Method, Target>> = BTreeMap::new();
    let mut default: Option<Target> = None;
    for route in routes {
        let function = functions.get(&route.function).cloned();
        match &route.at {
            None => default = Some((function, "$default".into())),
            Some((method, path)) => {
                let key = format!("{method} {path}").into();
                let methods = paths.entry(in_axum(path)).or_default();
                methods.insert(method.clone(), (function, key));
            }
        }
    }
    let mut router = Router::new();
    for (path, methods) in paths {
        let default = default.clone();
        let handler = move |params: RawPathParams, request: Request| {
            let own = methods.get(request.method());
            let own = own.or_else(|| {
                let any = methods.iter().find(|(method, _)| method.as_str() == "ANY");
                any.map(|(_, target)| target)
            });
            let target = own.or(default.as_ref()).cloned();
            integrate(target, parameters(&params), request)
        };
        router = router.route(&path, any(handler));
    }
    router.fallback(move |request: Request| integrate(default.clone(), Map::new(), request))
}

/// API Gateway writes a greedy parameter `{name+}`, axum `{*name}`.
fn in_axum(path: &str) -> String {
    match path.rsplit_once("/{") {
        Some((before, name)) if name.ends_with("+}") => {
            format!("{before}/{{*{}}}", name.trim_end_matches("+}"))
        }
        _ => path.to_owned(),
    }
}

fn parameters(params: &RawPathParams) -> Map<String, Value> {
    params
        .iter()
        .map(|(name, value)| (name.to_owned(), Value::from(value)))
        .collect()
}

async fn integrate(target: Option<Target>, parameters: Map<String, Value>, request: Request) -> Response {
    let Some((function, key)) = target else {
        return message(StatusCode::NOT_FOUND, "Not Found");
    };
    let Some(function) = function else {
        return message(StatusCode::INTERNAL_SERVER_ERROR, "Internal Server Error");
    };
    let event = match event(&key, parameters, request).await {
        Ok(event) => event,
        Err(refused) => return refused,
    };
    match function.invoke(&event).await {
        Ok(answer) => respond(&answer).unwrap_or_else(|problem| {
            tracing::error!(
                function = function.name(),
                problem,
                "not an answer of payload format 2.0"
            );
            message(StatusCode::INTERNAL_SERVER_ERROR, "Internal Server Error")
        }),
        Err(InvokeError::Timeout) => message(StatusCode::SERVICE_UNAVAILABLE, "Service Unavailable"),
        Err(error) => {
            tracing::error!(function = function.name(), %error, "the invocation failed");
            message(StatusCode::INTERNAL_SERVER_ERROR, "Internal Server Error")
        }
    }
}

/// The event of payload format 2.0.
async fn event(key: &str, parameters: Map<String, Value>, request: Request) -> Result<Value, Response> {
    let (parts, body) = request.into_parts();
    let body = axum::body::to_bytes(body, EVENT_BYTES_MAX)
        .await
        .map_err(|_| message(StatusCode::PAYLOAD_TOO_LARGE, "Request Too Long"))?;
    let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>();
    let source_ip = peer.map_or_else(
        || "127.0.0.1".to_owned(),
        |ConnectInfo(address)| address.ip().to_string(),
    );
    let text = |name: HeaderName| {
        parts
            .headers
            .get(name)
            .and_then(|v| v.to_str().ok())
            .unwrap_or_default()
    };
    let host = text(header::HOST).to_owned();
    let agent = text(header::USER_AGENT).to_owned();
    let content_type = text(header::CONTENT_TYPE).to_owned();
    let cookies: Vec<&str> = parts
        .headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .map(str::trim)
        .collect();
    let mut headers = joined(&parts.headers);
    headers.insert("x-forwarded-for".to_owned(), source_ip.clone().into());
    headers.insert("x-forwarded-proto".to_owned(), "https".into());
    headers.insert("x-forwarded-port".to_owned(), "443".into());
    let query = parts.uri.query().unwrap_or_default();
    let now = Clock::system().now();
    let mut event = json!({
        "version": "2.0",
        "routeKey": key,
        "rawPath": parts.uri.path(),
        "rawQueryString": query,
        "headers": headers,
        "requestContext": {
            "accountId": "000000000000",
            "apiId": "local",
            "domainName": host,
            "domainPrefix": "local",
            "http": {
                "method": parts.method.as_str(),
                "path": parts.uri.path(),
                "protocol": "HTTP/1.1",
                "sourceIp": source_ip,
                "userAgent": agent,
            },
            "requestId": format!("local-{}", now.timestamp_micros()),
            "routeKey": key,
            "stage": "$default",
            "time": now.format("%d/%b/%Y:%H:%M:%S %z").to_string(),
            "timeEpoch": now.timestamp_millis(),
        },
        "isBase64Encoded": false,
    });
    if !cookies.is_empty() {
        event["cookies"] = cookies.into();
    }
    if !query.is_empty() {
        event["queryStringParameters"] = query_parameters(query).into();
    }
    if !parameters.is_empty() {
        event["pathParameters"] = parameters.into();
    }
    if !body.is_empty() {
        let plain = std::str::from_utf8(&body).ok().filter(|_| is_text(&content_type));
        event["isBase64Encoded"] = plain.is_none().into();
        event["body"] = plain.map_or_else(|| STANDARD.encode(&body), str::to_owned).into();
    }
    Ok(event)
}

/// API Gateway leaves only these as text; forms arrive in base64.
fn is_text(content_type: &str) -> bool {
    let kind = content_type.split(';').next().unwrap_or_default().trim();
    kind.starts_with("text/")
        || ["application/json", "application/xml", "application/javascript"].contains(&kind)
}

/// Several values of one name are joined by commas; cookies have a field of their own.
fn joined(headers: &HeaderMap) -> Map<String, Value> {
    let mut out: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for (name, value) in headers {
        if name != header::COOKIE
            && let Ok(value) = value.to_str()
        {
            out.entry(name.as_str().to_owned()).or_default().push(value);
        }
    }
    out.into_iter()
        .map(|(name, values)| (name, values.join(",").into()))
        .collect()
}

fn query_parameters(query: &str) -> Map<String, Value> {
    let mut out: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let decoded: Vec<(String, String)> = serde_urlencoded(query);
    for (name, value) in decoded {
        out.entry(name).or_default().push(value);
    }
    out.into_iter()
        .map(|(name, values)| (name, values.join(",").into()))
        .collect()
}

fn serde_urlencoded(query: &str) -> Vec<(String, String)> {
    let uri = format!("/?{query}").parse::<http::Uri>();
    let Ok(uri) = uri else { return Vec::new() };
    axum::extract::Query::try_from_uri(&uri)
        .map(|axum::extract::Query(pairs)| pairs)
        .unwrap_or_default()
}

/// The response an answer of payload format 2.0 stands for.
fn respond(answer: &Value) -> Result<Response, &'static str> {
    let status = answer["statusCode"]
        .as_u64()
        .and_then(|code| u16::try_from(code).ok());
    let status = status
        .and_then(|code| StatusCode::from_u16(code).ok())
        .ok_or("statusCode")?;
    let text = answer["body"].as_str().unwrap_or_default();
    let body = if answer["isBase64Encoded"].as_bool().unwrap_or(false) {
        STANDARD.decode(text).map_err(|_| "body")?
    } else {
        text.as_bytes().to_vec()
    };
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = status;
    for (name, value) in answer["headers"].as_object().into_iter().flatten() {
        let name: HeaderName = name.parse().map_err(|_| "headers")?;
        let value = HeaderValue::from_str(value.as_str().ok_or("headers")?).map_err(|_| "headers")?;
        // The length of what is sent here is known here.
        if name != header::CONTENT_LENGTH {
            response.headers_mut().insert(name, value);
        }
    }
    for cookie in answer["cookies"].as_array().into_iter().flatten() {
        let value = HeaderValue::from_str(cookie.as_str().ok_or("cookies")?).map_err(|_| "cookies")?;
        response.headers_mut().append(header::SET_COOKIE, value);
    }
    Ok(response)
}

/// What API Gateway itself says.
fn message(status: StatusCode, text: &str) -> Response {
    (status, axum::Json(json!({ "message": text }))).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;
    use tower::ServiceExt as _;

    async fn event_of(request: http::request::Builder, body: &'static [u8]) -> Value {
        event(
            "POST /x/{id}",
            Map::new(),
            request.body(Body::from(body)).unwrap(),
        )
        .await
        .unwrap()
    }

    #[tokio::test]
    async fn a_form_arrives_in_base64_with_its_cookies_apart() {
        let request = Request::post("/x/7?a=1&a=%E4%BD%A0&b=")
            .header("Host", "xf.example.cn")
            .header("Content-Type", "application/x-www-form-urlencoded")
            .header("Cookie", "xf_citizen=1; xf_view=2")
            .header("Accept", "text/html")
            .header("Accept", "text/plain");
        let event = event_of(request, b"title=1").await;
        assert_eq!(event["isBase64Encoded"], true);
        assert_eq!(event["body"], "dGl0bGU9MQ==");
        assert_eq!(event["cookies"], json!(["xf_citizen=1", "xf_view=2"]));
        assert_eq!(event["headers"]["accept"], "text/html,text/plain");
        assert_eq!(event["headers"].get("cookie"), None);
        assert_eq!(event["rawPath"], "/x/7");
        assert_eq!(event["rawQueryString"], "a=1&a=%E4%BD%A0&b=");
        assert_eq!(event["queryStringParameters"], json!({"a": "1,你", "b": ""}));
        assert_eq!(event["requestContext"]["http"]["method"], "POST");
    }

    #[tokio::test]
    async fn json_arrives_as_text() {
        let event = event_of(
            Request::post("/x").header("content-type", "application/json"),
            b"{}",
        )
        .await;
        assert_eq!(
            (event["isBase64Encoded"].clone(), event["body"].clone()),
            (false.into(), "{}".into())
        );
    }

    #[test]
    fn each_cookie_of_an_answer_is_a_header_of_its_own_and_base64_is_decoded() {
        let answer = json!({
            "statusCode": 303, "headers": {"location": "/me", "content-length": "99"},
            "cookies": ["a=1; HttpOnly", "b=2"], "isBase64Encoded": true, "body": "5L2g",
        });
        let response = respond(&answer).unwrap();
        assert_eq!(response.status(), 303);
        let cookies: Vec<_> = response.headers().get_all("set-cookie").iter().collect();
        assert_eq!(cookies, ["a=1; HttpOnly", "b=2"]);
        assert_eq!(response.headers().get("content-length"), None);
    }

    #[test]
    fn something_else_than_an_answer_is_refused() {
        assert!(respond(&json!("hello")).is_err());
    }

    #[tokio::test]
    async fn without_a_default_route_an_unknown_path_is_api_gateways_own_404() {
        let routes = [Route {
            at: Some((Method::GET, "/a/{path+}".into())),
            function: "a".into(),
        }];
        let router = router(&routes, Vec::new());
        let get = |path: &str| Request::get(path).body(Body::empty()).unwrap();
        assert_eq!(router.clone().oneshot(get("/b")).await.unwrap().status(), 404);
        assert_eq!(router.oneshot(get("/a/b/c")).await.unwrap().status(), 500);
    }

    #[tokio::test]
    async fn a_route_takes_its_own_method_and_any_takes_the_rest() {
        let route = |method: &str, path: &str, function: &str| Route {
            at: Some((method.parse().unwrap(), path.into())),
            function: function.into(),
        };
        let routes = [route("GET", "/read", "a"), route("ANY", "/all", "a")];
        let router = router(&routes, Vec::new());
        let status = async |method: &str, path: &str| {
            let request = Request::builder().method(method).uri(path);
            let answer = router.clone().oneshot(request.body(Body::empty()).unwrap()).await;
            answer.unwrap().status().as_u16()
        };
        // 500 is a route without its function, 404 no route.
        assert_eq!(status("GET", "/read").await, 500);
        assert_eq!(status("HEAD", "/read").await, 404);
        assert_eq!(status("HEAD", "/all").await, 500);
    }
}
