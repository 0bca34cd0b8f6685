//! `/api/v1/insights`.

use super::{
    answer::{Answer, Representation},
    caller::Reader,
    insights_json::InsightsJson,
};
use crate::{
    account,
    error::AppError,
    insight::db_insights::{Asking, insights},
    server::{etag::IfNoneMatch, state::AppState},
};
use axum::extract::State;
use chrono::Utc;

/// Reads what the whole log says about the person, in numbers: those of the page `/insights`.
#[utoipa::path(
    get, path = "/insights", tag = "Journal", operation_id = "readInsights",
    responses((status = 200, description = "The numbers.", body = InsightsJson,
        headers(("ETag" = String, description = "For `If-None-Match`."))))
)]
pub async fn read(
    Reader(user): Reader,
    State(state): State<AppState>,
    known: IfNoneMatch,
) -> Answer {
    let clock = account::db::clock(&state.pool, &user, None)
        .await
        .map_err(AppError::from)?;
    let asking = Asking {
        user: &user,
        today: clock.moment(Utc::now()).local_date,
        time_zone: clock.zone_name(),
    };
    let insights = insights(&state.journals, asking).await?;
    Ok(Representation::read_only(&InsightsJson::from(insights))?.unless_known(&known))
}
