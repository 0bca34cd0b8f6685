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
    referrer(headers).is_some_and(|referrer| {
        referrer.origin().ascii_serialization() != config.app_origin && !is_own(config, &referrer)
    })
}

/// Whether the reader comes from the instance's own portal.
pub fn is_portal(config: &ClerkConfig, headers: &HeaderMap) -> bool {
    referrer(headers).is_some_and(|referrer| is_of_portal(config, &referrer))
}

fn referrer(headers: &HeaderMap) -> Option<Url> {
    Url::parse(headers.get(REFERER)?.to_str().ok()?).ok()
}

fn is_of_portal(config: &ClerkConfig, referrer: &Url) -> bool {
    Url::parse(&config.key.portal_url()).is_ok_and(|portal| portal.origin() == referrer.origin())
}

fn is_own(config: &ClerkConfig, referrer: &Url) -> bool {
    let host = referrer.host_str().unwrap_or_default();
    let frontend = Url::parse(&config.frontend_url);
    frontend.is_ok_and(|url| url.host_str() == Some(host))
        || is_of_portal(config, referrer)
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
