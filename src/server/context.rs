//! What a server function may ask about the request it answers.

use super::state::AppState;
use crate::{
    account::{
        clock::Clock,
        db,
        model::{Settings, Theme},
        theme,
    },
    auth::{
        cookies::Cookies,
        model::{User, UserId},
        session::require_user,
    },
    error::AppError,
};
use axum::http::{HeaderName, HeaderValue, header::SET_COOKIE, request::Parts};
use leptos::prelude::use_context;
use leptos_axum::ResponseOptions;

/// Who is asking, and what they may use: the first line of every server function.
///
/// # Errors
/// [`AppError::SignedOut`], [`AppError::Pending`] or [`AppError::Unavailable`].
pub async fn caller() -> Result<(User, AppState), AppError> {
    let user = require_user().await?;
    let state = use_context::<AppState>()
        .ok_or_else(|| AppError::internal(&"a server function ran without the app's state"))?;
    Ok((user, state))
}

/// The same for what is the person's alone to do, such as deleting: not for somebody who acts for
/// them.
///
/// # Errors
/// Those of [`caller`], and [`AppError::Impersonated`].
pub async fn owner() -> Result<(User, AppState), AppError> {
    let (user, state) = caller().await?;
    match user.impersonator {
        Some(_) => Err(AppError::Impersonated),
        None => Ok((user, state)),
    }
}

/// The caller's clock.
///
/// # Errors
/// When the database cannot answer.
pub async fn clock(state: &AppState, user: &UserId) -> Result<Clock, AppError> {
    let told = time_zone_cookie();
    Ok(db::clock(&state.pool, user, told.as_deref()).await?)
}

/// The clock of somebody who chose these settings.
pub fn clock_of(settings: &Settings) -> Clock {
    let told = time_zone_cookie();
    Clock::new(
        settings.time_zone.as_deref(),
        told.as_deref(),
        settings.day_start_hour,
    )
}

/// The zone of the device that is asking, if it has told one that exists.
pub fn device_zone() -> Option<String> {
    time_zone_cookie().filter(|zone| crate::account::clock::is_zone(zone))
}

/// Whether pages are light or dark on the device that is asking.
pub fn theme() -> Theme {
    use_context::<Parts>().map_or(Theme::System, |parts| theme::of(&parts.headers))
}

/// Has the browser keep a cookie, besides the answer to what it asked.
pub fn set_cookie(cookie: Option<HeaderValue>) {
    if let (Some(response), Some(cookie)) = (use_context::<ResponseOptions>(), cookie) {
        response.append_header(SET_COOKIE, cookie);
    }
}

/// Has the browser forget what its scripts kept, drafts above all.
pub fn forget_on_device() {
    if let Some(response) = use_context::<ResponseOptions>() {
        let (name, value) = CLEAR_SITE_DATA;
        response.insert_header(name, value);
    }
}

/// The header by which a browser forgets it.
pub const CLEAR_SITE_DATA: (HeaderName, HeaderValue) = (
    HeaderName::from_static("clear-site-data"),
    HeaderValue::from_static("\"cache\", \"storage\""),
);

/// The zone that the browser told in the cookie `tz`, unchecked.
fn time_zone_cookie() -> Option<String> {
    let parts = use_context::<Parts>()?;
    let cookies = Cookies::from_headers(&parts.headers);
    cookies.get("tz").map(str::to_owned)
}
