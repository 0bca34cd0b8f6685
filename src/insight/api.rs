//! What the browser may ask about the journal as a whole.

use super::{model::Dashboard, report::model::Shown};
use crate::error::AppError;
use leptos::prelude::*;

/// The caller's dashboard.
#[server(endpoint = "insight/dashboard")]
pub async fn open_dashboard() -> Result<Dashboard, AppError> {
    let (user, state) = crate::server::context::caller().await?;
    let day = crate::review::open::day(&state, &user.id).await?;
    let (settings, clock, date) = (&day.settings, day.clock, day.date());
    let (pool, id) = (&state.pool, &user.id);
    let (totals, recent, inbox, unsaved, unfinished, untried, review) = tokio::try_join!(
        async { Ok(super::db::totals(pool, id).await?) },
        crate::attempt::db::recent(pool, id, super::model::RECENT_COUNT),
        async { Ok(crate::inbox::db::count(pool, id).await?) },
        async { Ok(super::db_now::unsaved(pool, id).await?) },
        async { Ok(super::db_now::unfinished(pool, id, date).await?) },
        async {
            let local_date = |at| clock.moment(at).local_date;
            Ok(super::db_now::untried(pool, id, local_date, date).await?)
        },
        crate::review::open::today(&state, id, &day, false),
    )?;
    let local_day = day.moment.local_time().date();
    Ok(Dashboard {
        totals,
        recent,
        until_interview: settings
            .interview_date
            .map(|day| (day - local_day).num_days())
            .filter(|days| *days >= 0)
            .map(crate::account::model::days_until)
            .unwrap_or_default(),
        inbox,
        agenda: review.agenda,
        unsaved,
        unfinished,
        untried,
    })
}

/// What the caller's log says about them.
#[server(endpoint = "insight/insights")]
pub async fn open_insights() -> Result<Shown, AppError> {
    let (user, state) = crate::server::context::caller().await?;
    let clock = crate::server::context::clock(&state, &user.id).await?;
    let asking = super::db_insights::Asking {
        user: &user.id,
        today: clock.moment(chrono::Utc::now()).local_date,
        time_zone: clock.zone_name(),
    };
    let insights = super::db_insights::insights(&state.journals, asking).await?;
    Ok(insights.shown())
}
