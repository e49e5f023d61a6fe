//! Rating as a command, without pages; the demonstration data use it too.

use chrono::{DateTime, Utc};
use domain::event::{Body, By};
use domain::rating::Rating;
use store::StoreError;
use store::cases::Change;
use store::head::Head;
use store::ratings::RatingText;
use web::App;

/// Records a rating with what was written, in one transaction. That a second one is the second, and none
/// a third, is decided by the transition and the header's version.
///
/// # Errors
/// [`StoreError::Transition`] if the case cannot be rated so now; [`StoreError::Conflict`] if somebody
/// changed it since `head` was read; otherwise the store's failures.
pub async fn rate(
    app: &App,
    head: &Head,
    rating: Rating,
    text: RatingText,
    now: DateTime<Utc>,
) -> Result<Head, StoreError> {
    let change = Change {
        steps: vec![(
            By::Petitioner,
            Body::Rated {
                rating: Box::new(rating),
            },
        )],
        rating_text: Some(text),
        ..Change::default()
    };
    app.store.commit(head, change, now).await
}
