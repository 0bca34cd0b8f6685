//! What the browser may ask about the journal as a whole.

use super::model::Dashboard;
use crate::error::AppError;
use leptos::prelude::*;

/// The caller's dashboard.
#[server(endpoint = "insight/dashboard")]
pub async fn open_dashboard() -> Result<Dashboard, AppError> {
    let (user, state) = crate::server::context::caller().await?;
    let (totals, recent) = tokio::try_join!(
        async { Ok(super::db::totals(&state.pool, &user.id).await?) },
        crate::attempt::db::recent(&state.pool, &user.id, super::model::RECENT_COUNT),
    )?;
    Ok(Dashboard { totals, recent })
}
