//! What the browser may ask about the calendar.

#![expect(
    missing_docs,
    reason = "the arguments that #[server] makes into fields are documented at the functions"
)]

use super::model::{FeedFields, FeedPage, Made};
use crate::error::AppError;
use leptos::prelude::*;

/// The caller's calendar, and the form that makes one; with what came of it, if this request brought it.
#[server(endpoint = "calendar/view")]
pub async fn view_feed() -> Result<FeedPage, AppError> {
    let (user, state) = crate::server::context::caller().await?;
    let clock = crate::server::context::clock(&state, &user.id).await?;
    let stored = super::db::find(&state.pool, &user.id).await?;
    let (fields, errors) = crate::server::forms::typed_or(
        |CreateFeed { fields }| fields,
        || FeedFields::fresh(uuid::Uuid::now_v7()),
    );
    Ok(FeedPage {
        fields,
        errors,
        feed: stored.map(|feed| super::model::Feed {
            titles: feed.titles,
            made: clock.moment(feed.created_at),
            read: feed.last_read_at.map(|at| clock.moment(at)),
        }),
        made: crate::server::forms::answered::<Made>(),
    })
}

/// Makes the caller's calendar, or puts another in its place; the answer tells its address, this once.
#[server(endpoint = "calendar/create")]
pub async fn create_feed(fields: FeedFields) -> Result<Made, AppError> {
    let (user, state) = crate::server::context::owner().await?;
    let id = fields
        .id
        .trim()
        .parse()
        .map_err(|_| crate::error::FieldErrors::one("form", crate::error::OUT_OF_DATE))?;
    let secret = crate::token::secret::random_digits()
        .ok_or_else(|| AppError::internal(&"there is no randomness"))?;
    let titles = fields.titles == crate::account::fields::TICKED;
    let digest = crate::token::secret::digest_of(&secret);
    let made = super::db::create(&state.pool, &user.id, id, &digest, titles).await?;
    if !made {
        return Ok(Made::Before);
    }
    let address = format!("{}/calendar/{secret}.ics", state.auth.origin());
    Ok(Made::Now {
        address: crate::token::model::ShownOnce::new(address),
    })
}

/// Ends the caller's calendar; answers where to go on.
#[server(endpoint = "calendar/revoke")]
pub async fn revoke_feed() -> Result<String, AppError> {
    let (user, state) = crate::server::context::owner().await?;
    super::db::revoke(&state.pool, &user.id).await?;
    Ok(format!(
        "/settings/calendar?revoked={}",
        chrono::Utc::now().timestamp_millis()
    ))
}
