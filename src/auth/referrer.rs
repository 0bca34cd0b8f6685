//! Whether a page was opened from another site, by its `Referer`.

use super::{config::ClerkConfig, publishable_key::Instance};
use axum::http::{HeaderMap, header::REFERER};
use reqwest::Url;

/// What the hosts of development instances end in; anybody can have one, so they mean nothing to a
/// live instance.
const DEVELOPMENT: [&str; 3] = [
    ".accounts.dev",
    ".accountsstage.dev",
    ".accounts.lclclerk.com",
];
/// The same for the oldest instances, whose portals begin with `accounts.`.
const OLD_DEVELOPMENT: [&str; 3] = [".lcl.dev", ".lclstage.dev", ".lclclerk.com"];

/// Whether the reader comes from another site, which is not one of the instance's own.
pub fn is_foreign(config: &ClerkConfig, headers: &HeaderMap) -> bool {
    let referrer = headers.get(REFERER).and_then(|value| value.to_str().ok());
    let Some(referrer) = referrer.and_then(|url| Url::parse(url).ok()) else {
        return false;
    };
    referrer.origin().ascii_serialization() != config.app_origin && !is_own(config, &referrer)
}

/// Whether the reader comes from the instance's own portal.
pub fn is_portal(config: &ClerkConfig, headers: &HeaderMap) -> bool {
    let referrer = headers.get(REFERER).and_then(|value| value.to_str().ok());
    let portal = Url::parse(&config.key.portal_url()).ok();
    match (referrer.and_then(|url| Url::parse(url).ok()), portal) {
        (Some(referrer), Some(portal)) => referrer.origin() == portal.origin(),
        _ => false,
    }
}

fn is_own(config: &ClerkConfig, referrer: &Url) -> bool {
    let host = referrer.host_str().unwrap_or_default();
    let frontend = Url::parse(&config.frontend_url).ok();
    let is_frontend = frontend.is_some_and(|url| url.host_str() == Some(host));
    let portal = Url::parse(&config.key.portal_url()).ok();
    let is_portal = portal.is_some_and(|url| url.origin() == referrer.origin());
    is_frontend
        || is_portal
        || (config.key.instance == Instance::Development && is_development_portal(host))
}

fn is_development_portal(host: &str) -> bool {
    let current = DEVELOPMENT
        .iter()
        .any(|ending| host.ends_with(ending) && !host.ends_with(&format!(".clerk{ending}")));
    let old = host.starts_with("accounts.")
        && OLD_DEVELOPMENT.iter().any(|ending| host.ends_with(ending));
    current || old
}
