//! What can go wrong between us and the store, in the few kinds that callers tell apart.

use aws_sdk_dynamodb::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_dynamodb::operation::RequestId;
use domain::petition::TransitionError;

/// A failure of the store. `Display` never holds data of a person.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The item changed, or exists, or is gone: somebody else was first.
    #[error("a condition failed: somebody else was first")]
    Conflict,
    /// The state found does not allow the step.
    #[error(transparent)]
    Transition(#[from] TransitionError),
    /// The state found of a suggestion does not allow the step.
    #[error(transparent)]
    Suggestion(#[from] domain::suggestion::TransitionError),
    /// Some conditions of a transaction failed; the positions say which of its items.
    #[error("a transaction was cancelled at items {0:?}")]
    Cancelled(Vec<usize>),
    /// An item has a shape this version does not know, or its seal does not open.
    #[error("a stored item could not be read: {0}")]
    Corrupt(String),
    /// A cursor that was not made here.
    #[error("the page cursor is not valid")]
    Cursor,
    /// The service failed or did not answer, after the SDK's own retries.
    #[error("the data service failed: {0}")]
    Service(String),
}

impl StoreError {
    /// Wraps an SDK error by what it says of itself: kind, code, request id. Bodies and headers of answers
    /// can hold items, so they never get into a log.
    pub fn service<E, R>(error: &SdkError<E, R>) -> Self
    where
        E: ProvideErrorMetadata,
        SdkError<E, R>: RequestId,
    {
        let kind = match error {
            SdkError::ConstructionFailure(_) => "the request could not be built",
            SdkError::TimeoutError(_) => "no answer in time",
            SdkError::DispatchFailure(_) => "no connection",
            SdkError::ResponseError(_) => "an answer that is none",
            _ => "refused",
        };
        let code = error.code().unwrap_or("no code");
        let request = error.request_id().unwrap_or("no request id");
        Self::Service(format!("{kind} ({code}, {request})"))
    }

    /// A record that is not JSON of the expected shape, by place: the text itself may be personal.
    #[must_use]
    pub fn unreadable(error: &serde_json::Error) -> Self {
        Self::Corrupt(format!(
            "{:?} at line {} column {}",
            error.classify(),
            error.line(),
            error.column()
        ))
    }
}

/// The store's result.
pub type Result<T, E = StoreError> = std::result::Result<T, E>;
