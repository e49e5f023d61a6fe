//! What goes wrong on the way to an answer, and the only place where it becomes a status code. The
//! page is rendered, and the error logged once, where the request leaves (`observe`).

use axum::response::{IntoResponse, Response};
use domain::ids::PetitionId;
use domain::petition::TransitionError;
use http::StatusCode;
use std::sync::Arc;
use store::StoreError;
use templates::components::link::Link;
use templates::errors::{ErrorKind, Retry};

/// A cause that only the log sees.
pub type Cause = Box<dyn std::error::Error + Send + Sync>;

/// The result of a handler.
pub type Result<T = Response, E = AppError> = std::result::Result<T, E>;

/// 出错: every way a request can end without its page. Texts are for people; causes are for the log.
#[derive(Debug, thiserror::Error)]
pub enum AppError {
    /// 404: not there, or not for this person.
    #[error("not found")]
    NotFound,
    /// 405.
    #[error("method not allowed")]
    MethodNotAllowed,
    /// 400, with one sentence why.
    #[error("bad request")]
    BadRequest(String),
    /// 400: the form's token does not fit any more; the page offers to send it again.
    #[error("the form has expired")]
    FormExpired,
    /// 401: the session has ended, told to a script (pages are redirected instead).
    #[error("the session has ended")]
    SessionExpired {
        /// Path of the login with its way back.
        login: String,
    },
    /// 409: somebody else was first.
    #[error("conflict")]
    Conflict {
        /// Who won and what holds now.
        message: String,
        /// Where to look at it.
        next: Option<Link>,
    },
    /// 413.
    #[error("the body is too large")]
    TooLarge,
    /// 429, with the minutes to wait.
    #[error("too many failures")]
    TooMany {
        /// Minutes until the next try.
        minutes: u32,
    },
    /// 503: filing is closed; why, in the words of the administrator.
    #[error("filing is closed")]
    FilingClosed(String),
    /// 500.
    #[error("internal error: {0}")]
    Internal(Cause),
    /// 503: the store or an outside service does not answer.
    #[error("unavailable: {0}")]
    Unavailable(Cause),
}

impl AppError {
    /// An internal error with its cause.
    pub fn internal(cause: impl Into<Cause>) -> Self {
        Self::Internal(cause.into())
    }

    /// A request that makes no sense, with one sentence why.
    pub fn bad_request(why: impl Into<String>) -> Self {
        Self::BadRequest(why.into())
    }

    /// A conflict, with who won.
    pub fn conflict(message: impl Into<String>) -> Self {
        Self::Conflict {
            message: message.into(),
            next: None,
        }
    }

    /// A conflict, with who won and where to look at it.
    pub fn conflict_at(message: impl Into<String>, href: impl Into<String>, text: impl Into<String>) -> Self {
        Self::Conflict {
            message: message.into(),
            next: Some(Link::new(href, text)),
        }
    }

    /// A conflict about a case, which it leads to.
    pub fn conflict_on(id: PetitionId, message: impl Into<String>) -> Self {
        Self::conflict_at(message, format!("/staff/petitions/{id}"), "查看信访件")
    }

    /// The status code.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        match self {
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
            Self::BadRequest(_) | Self::FormExpired => StatusCode::BAD_REQUEST,
            Self::SessionExpired { .. } => StatusCode::UNAUTHORIZED,
            Self::Conflict { .. } => StatusCode::CONFLICT,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::TooMany { .. } => StatusCode::TOO_MANY_REQUESTS,
            Self::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
            Self::FilingClosed(_) | Self::Unavailable(_) => StatusCode::SERVICE_UNAVAILABLE,
        }
    }

    /// The page's kind. `retry` is what was typed, where the page can offer it again.
    pub(crate) fn page_kind(&self, reference: &str, retry: Option<Retry>) -> ErrorKind {
        match self {
            Self::NotFound => ErrorKind::NotFound,
            Self::MethodNotAllowed => ErrorKind::MethodNotAllowed,
            Self::BadRequest(why) => ErrorKind::BadRequest(why.clone()),
            Self::FormExpired => ErrorKind::FormExpired(retry),
            Self::SessionExpired { login } => ErrorKind::SessionExpired { login: login.clone() },
            Self::Conflict { message, next } => ErrorKind::Conflict {
                message: message.clone(),
                next: next.clone(),
            },
            Self::TooLarge => ErrorKind::TooLarge,
            Self::TooMany { minutes } => ErrorKind::TooMany(*minutes),
            Self::FilingClosed(until) => ErrorKind::FilingClosed(until.clone()),
            Self::Internal(_) => ErrorKind::Internal {
                reference: reference.to_owned(),
                retry,
            },
            Self::Unavailable(_) => ErrorKind::Unavailable {
                reference: reference.to_owned(),
                retry,
            },
        }
    }

    /// One sentence for scripts.
    pub(crate) fn message(&self, reference: &str) -> String {
        match self {
            Self::NotFound => "没有找到，可能已经被删除。".to_owned(),
            Self::MethodNotAllowed => "不支持这样的操作。".to_owned(),
            Self::BadRequest(why) => why.clone(),
            Self::FormExpired => "页面打开的时间太长了，请刷新页面后再试。".to_owned(),
            Self::SessionExpired { .. } => "登录已过期，请重新登录。".to_owned(),
            Self::Conflict { message, .. } => message.clone(),
            Self::TooLarge => "提交的内容太大。".to_owned(),
            Self::TooMany { minutes } => format!("操作太频繁，请过 {minutes} 分钟再试。"),
            Self::FilingClosed(reason) => format!("现在暂停网上反映。{reason}"),
            Self::Internal(_) | Self::Unavailable(_) => {
                format!("系统出了问题，请稍后再试。编号 {reference}。")
            }
        }
    }
}

impl From<StoreError> for AppError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Conflict | StoreError::Cancelled(_) => {
                Self::conflict("就在刚才，已经有人先办理了，您的这次操作没有生效。请刷新后再看。")
            }
            StoreError::Transition(transition) => transition.into(),
            StoreError::Suggestion(transition) => Self::conflict(transition.message()),
            StoreError::Cursor => Self::bad_request("这个翻页链接已经失效，请从第一页重新开始。"),
            StoreError::Service(_) => Self::Unavailable(error.into()),
            StoreError::Corrupt(_) => Self::internal(error),
        }
    }
}

impl From<TransitionError> for AppError {
    fn from(error: TransitionError) -> Self {
        Self::conflict(error.message())
    }
}

impl IntoResponse for AppError {
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        response.extensions_mut().insert(Arc::new(self));
        response
    }
}
