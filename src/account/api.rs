//! What the browser may ask about the person's settings.

#![expect(
    missing_docs,
    reason = "the arguments that #[server] makes into fields are documented at the functions"
)]

use super::{
    fields::SettingsFields,
    model::{Farewell, SettingsForm},
};
use crate::error::AppError;
use leptos::prelude::*;

/// The settings of the caller, as a form.
#[server(endpoint = "settings/form")]
pub async fn open_settings() -> Result<SettingsForm, AppError> {
    let (user, state) = crate::server::context::caller().await?;
    let stored = super::db::settings(&state.pool, &user.id).await?;
    let clock = crate::server::context::clock_of(&stored);
    let now = clock.moment(chrono::Utc::now());
    let (fields, errors) = crate::server::forms::typed_or(
        |SaveSettings { fields }| fields,
        || SettingsFields::from(&stored),
    );
    let days = stored
        .interview_date
        .map(|date| (date - now.local_time().date()).num_days());
    // Until a device has told its zone, nobody knows what its clock shows.
    let device_zone = crate::server::context::device_zone();
    let known = stored.time_zone.is_some() || device_zone.is_some();
    let mut zones = super::clock::zone_names();
    if let Some(own) = stored.time_zone.filter(|own| !zones.contains(own)) {
        zones.push(own);
    }
    Ok(SettingsForm {
        fields,
        errors,
        now: if known {
            crate::ui::time::moment_text(now.at, i32::from(now.utc_offset_minutes))
        } else {
            String::new()
        },
        device_zone: device_zone.unwrap_or_default(),
        until_interview: days.map(super::model::days_until).unwrap_or_default(),
        zones,
        theme: crate::server::context::theme(),
    })
}

/// Keeps what the caller chose; answers with where to go.
#[server(endpoint = "settings/save")]
pub async fn save_settings(fields: SettingsFields) -> Result<String, AppError> {
    let (user, state) = crate::server::context::caller().await?;
    let stored = super::db::settings(&state.pool, &user.id).await?;
    let clock = crate::server::context::clock_of(&stored);
    let now = clock.moment(chrono::Utc::now());
    let today = now.local_time().date();
    let parsed = fields.parse(today, stored.interview_date);
    let unknown =
        !fields.time_zone.trim().is_empty() && !super::clock::is_zone(fields.time_zone.trim());
    let settings = match (parsed, unknown) {
        (Ok(settings), false) => settings,
        (parsed, unknown) => {
            let mut errors = parsed.err().unwrap_or_default();
            if unknown {
                errors.add("time_zone", "Choose one of the zones in the list.");
            }
            return Err(errors.into());
        }
    };
    super::db::save_settings(&state.pool, &user.id, &settings, now.local_date).await?;
    // Another address each time, so that each time is told.
    Ok(format!(
        "/settings?saved={}",
        chrono::Utc::now().timestamp_millis()
    ))
}

/// Keeps on this device whether its pages are light or dark; for browsers without JavaScript.
#[server(endpoint = "settings/theme")]
pub async fn choose_theme(theme: String) -> Result<String, AppError> {
    crate::server::context::caller().await?;
    let theme = super::model::Theme::from_slug(&theme)
        .ok_or_else(|| crate::error::FieldErrors::one("theme", "Choose one of the three."))?;
    crate::server::context::set_cookie(super::theme::set_cookie(theme));
    Ok("/settings".to_owned())
}

/// What would go if the caller deleted everything, and the form that does it.
#[server(endpoint = "settings/farewell")]
pub async fn open_farewell() -> Result<Farewell, AppError> {
    let (user, state) = crate::server::context::caller().await?;
    let (phrase, errors) =
        crate::server::forms::typed_or(|DeleteEverything { phrase }| phrase, String::new);
    Ok(Farewell {
        totals: crate::insight::db::totals(&state.pool, &user.id).await?,
        phrase,
        errors,
    })
}

/// Deletes all that is the caller's, at once and for good, and signs them out; answers with where to go.
#[server(endpoint = "settings/delete-everything")]
pub async fn delete_everything(phrase: String) -> Result<String, AppError> {
    let (user, state) = crate::server::context::owner().await?;
    if !super::model::confirms_deletion(&phrase) {
        return Err(crate::error::FieldErrors::one(
            "phrase",
            "Nothing was deleted. Type the two words exactly: delete everything.",
        )
        .into());
    }
    super::db::delete_everything(&state.pool, &user.id).await?;
    crate::server::context::forget_on_device();
    tracing::info!("somebody deleted everything");
    crate::auth::leave::end_callers_session(&state.auth, &user.id).await;
    Ok("/deleted".to_owned())
}
