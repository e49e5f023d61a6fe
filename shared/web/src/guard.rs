//! What stands before every handler: body limit, origin, session, permission, form token, in this
//! order. A handler that runs has all of them behind it. What an expired session would lose is held.

use crate::app::App;
use crate::csrf;
use crate::errors::{AppError, Result};
use crate::forms::FormData;
use crate::held;
use crate::next::encode;
use crate::render::see_other;
use crate::routes::RouteInfo;
use crate::session::{self, Touch};
use crate::visit::Visit;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use bytes::{Bytes, BytesMut};
use domain::access::{Audience, may};
use http::header::CONTENT_TYPE;
use http::{HeaderMap, Method};
use http_body_util::BodyExt as _;
use std::sync::Arc;

/// The largest body a function takes; attachments go to the bucket directly.
pub(crate) const BODY_BYTES_MAX: usize = 256 * 1024;
/// How much of a body that is too large is still read, so that the browser gets to see the answer: more
/// than API Gateway passes on (10 MB), so that here too no such body ends in a broken connection.
const DRAINED_BYTES_MAX: usize = 16 * 1024 * 1024;

/// A route's guard.
#[derive(Clone)]
pub(crate) struct Gate {
    pub(crate) app: App,
    pub(crate) route: RouteInfo,
}

/// The body of a POST, as far as the guard needs it.
enum Sent {
    Form(FormData),
    Json { csrf: String },
    Other,
}

/// Lets a request through to its handler, or answers instead.
pub(crate) async fn guard(State(gate): State<Gate>, request: Request, next: Next) -> Response {
    let route = gate.route.clone();
    let mut response = pass(&gate, request, next)
        .await
        .unwrap_or_else(IntoResponse::into_response);
    response.extensions_mut().insert(route);
    response
}

async fn pass(gate: &Gate, request: Request, next: Next) -> Result {
    let app = &gate.app;
    let visit = request.extensions().get::<Visit>().cloned();
    let visit = visit.ok_or_else(|| AppError::internal("the request has no visit"))?;
    let (mut parts, body) = request.into_parts();
    let (body, sent) = if parts.method == Method::POST {
        csrf::check_origin(app, &visit)?;
        let bytes = read_body(body).await?;
        let sent = Sent::read(&parts.headers, &bytes)?;
        (Body::from(bytes), Some(sent))
    } else {
        (body, None)
    };

    let audience = gate.route.action.audience();
    let mut touch = None;
    match audience {
        Audience::Anyone => {}
        Audience::Citizen => {
            let Some(citizen) = session::citizen(app, &visit).await? else {
                return without_session(app, &visit, audience, sent).await;
            };
            visit.bind_session(&citizen.session_id().to_string());
            touch = citizen.touch(&visit);
            parts.extensions.insert(citizen);
        }
        Audience::Officer => {
            let Some(officer) = session::officer(app, &visit).await? else {
                return without_session(app, &visit, audience, sent).await;
            };
            if !may(&officer.actor(), gate.route.action) {
                return Err(AppError::NotFound);
            }
            visit.bind_session(&officer.session_id().to_string());
            touch = officer.touch(&visit);
            parts.extensions.insert(officer);
        }
    }

    if let (Some(sent), true) = (&sent, gate.route.token)
        && let Err(error) = csrf::check_token(app, &visit, audience, sent.csrf())
    {
        return Ok(keep(error.into_response(), Some(sent)));
    }
    if let Some(Sent::Form(form)) = &sent {
        parts.extensions.insert(form.clone());
    }
    let handled = next.run(Request::from_parts(parts, body));
    let (response, ()) = futures_util::join!(handled, touched(app, touch));
    Ok(keep(response, sent.as_ref()))
}

/// Keeps what was typed beside an error, so that its page can offer it again.
fn keep(mut response: Response, sent: Option<&Sent>) -> Response {
    if let (Some(Sent::Form(form)), true) = (sent, response.extensions().get::<Arc<AppError>>().is_some()) {
        response.extensions_mut().insert(form.clone());
    }
    response
}

/// A session that could not be prolonged ends a little sooner; that must not fail the request.
async fn touched(app: &App, touch: Option<Touch>) {
    if let Some(touch) = touch
        && let Err(error) = app
            .store
            .touch_session(&touch.subject, touch.session_id, touch.seen, touch.expires)
            .await
    {
        tracing::warn!(%error, "a session was not prolonged");
    }
}

/// On to login, and back afterwards: a page is opened again, a form that was sent is held.
async fn without_session(app: &App, visit: &Visit, audience: Audience, sent: Option<Sent>) -> Result {
    let (login, home) = match audience {
        Audience::Officer => ("/staff/login", "/staff"),
        _ => ("/login", "/petitions"),
    };
    match sent {
        None => Ok(see_other(&format!(
            "{login}?next={}",
            encode(visit.path_and_query())
        ))),
        // A script keeps the page and what was typed; it would not follow to the form that was held.
        Some(_) if visit.wants_json() => Err(AppError::SessionExpired {
            login: format!("{login}?next={}", encode(home)),
        }),
        // Only what a page of ours sent for somebody who was signed in is worth keeping: anything else
        // would let strangers fill the store.
        Some(Sent::Form(form))
            if csrf::check_token(app, visit, Audience::Anyone, form.text("csrf")).is_ok() =>
        {
            Ok(match held::hold(app, visit, audience, &form).await? {
                Some(id) => see_other(&format!("{login}?held={id}")),
                None => see_other(&format!("{login}?next={}", encode(home))),
            })
        }
        Some(Sent::Form(_)) => Ok(see_other(&format!("{login}?next={}", encode(home)))),
        Some(Sent::Json { .. } | Sent::Other) => Err(AppError::SessionExpired {
            login: format!("{login}?next={}", encode(home)),
        }),
    }
}

impl Sent {
    fn read(headers: &HeaderMap, body: &Bytes) -> Result<Self> {
        let kind = headers
            .get(CONTENT_TYPE)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default();
        match kind.split(';').next().unwrap_or_default().trim() {
            "application/x-www-form-urlencoded" => FormData::parse(body)
                .map(Self::Form)
                .map_err(|_| AppError::bad_request("提交的内容里有无法识别的字符，请检查后重新填写。")),
            "application/json" => {
                let value: serde_json::Value = serde_json::from_slice(body)
                    .map_err(|_| AppError::bad_request("请求的内容无法识别。"))?;
                let csrf = value
                    .get("csrf")
                    .and_then(serde_json::Value::as_str)
                    .unwrap_or_default()
                    .to_owned();
                Ok(Self::Json { csrf })
            }
            _ => Ok(Self::Other),
        }
    }

    fn csrf(&self) -> &str {
        match self {
            Self::Form(form) => form.text("csrf"),
            Self::Json { csrf } => csrf,
            Self::Other => "",
        }
    }
}

/// Reads a body of at most [`BODY_BYTES_MAX`].
pub(crate) async fn read_body(mut body: Body) -> Result<Bytes> {
    let mut kept = BytesMut::new();
    let mut seen = 0;
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|_| AppError::bad_request("提交的内容没有传完，请重新提交。"))?;
        let Ok(data) = frame.into_data() else { continue };
        seen += data.len();
        if seen <= BODY_BYTES_MAX {
            kept.extend_from_slice(&data);
        } else if seen > DRAINED_BYTES_MAX {
            break;
        }
    }
    if seen > BODY_BYTES_MAX {
        Err(AppError::TooLarge)
    } else {
        Ok(kept.freeze())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::convert::Infallible;
    use std::sync::atomic::{AtomicUsize, Ordering};

    #[tokio::test]
    async fn a_body_as_large_as_the_cloud_passes_on_is_read_to_its_end_before_it_is_refused() {
        let read = Arc::new(AtomicUsize::new(0));
        let counter = read.clone();
        let chunk = Bytes::from(vec![b'a'; 1_000_000]);
        let chunks = std::iter::repeat_n(chunk, 10).inspect(move |_| {
            counter.fetch_add(1, Ordering::SeqCst);
        });
        let body = Body::from_stream(futures_util::stream::iter(chunks.map(Ok::<_, Infallible>)));
        assert!(matches!(read_body(body).await, Err(AppError::TooLarge)));
        assert_eq!(read.load(Ordering::SeqCst), 10);
    }
}
