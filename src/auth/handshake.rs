//! The handshake: how session cookies get from the identity provider's host to ours.
//!
//! A document request is sent to the provider, which knows the browser, and comes back with a
//! signed list of cookies, or with a nonce that such a list can be asked for with. This module makes
//! the way there and checks the cookies; [`super::answer`] reads what comes back, and when to go is
//! decided in [`super::state`].

use super::{
    backend::API_VERSION,
    config::ClerkConfig,
    cookies::{self, Cookies, leading_integer, own_cookie, own_name},
    publishable_key::Instance,
    query::without_parameters,
    reason::Reason,
    token::HANDSHAKE_LIFETIME,
};
use axum::http::{HeaderMap, HeaderValue, Method, header, request::Parts};
use reqwest::Url;

/// The query parameter, and in production the cookie, a handshake's answer arrives in.
pub const HANDSHAKE: &str = cookies::HANDSHAKE;
/// The query parameter that names a development browser.
pub const DEV_BROWSER: &str = cookies::DEV_BROWSER;
/// After so many handshakes within [`REDIRECT_COUNT_SECONDS`] none is started.
const MOST_REDIRECTS: i64 = 3;
const REDIRECT_COUNT_SECONDS: i64 = 2;
/// What a browser carries that was sent away and is expected back. The counter says so, too, but
/// for too short a time where the network is slow.
const STARTED: &str = "gitgud_handshake";
const STARTED_SECONDS: i64 = HANDSHAKE_LIFETIME.num_seconds();
/// Parameters that belong to the handshake and are never shown in an address.
const OWN_PARAMETERS: &[&str] = &[
    HANDSHAKE,
    DEV_BROWSER,
    cookies::HANDSHAKE_NONCE,
    "__clerk_help",
    "__dev_session",
];

/// A handshake brings a handful of cookies; more are refused.
const MOST_DIRECTIVES: usize = 32;
/// The size up to which browsers keep a cookie.
const LONGEST_DIRECTIVE: usize = 4096;

/// A redirect that a request is answered with instead of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Redirect {
    /// Where to.
    pub location: String,
    /// Cookies to set on the way.
    pub cookies: Vec<HeaderValue>,
    /// Why the request was not answered; none when it brought somebody's session.
    pub reason: Option<Reason>,
}

/// What the answer to a request is for, in the browser's words.
pub fn destination(parts: &Parts) -> Option<&str> {
    parts.headers.get("sec-fetch-dest")?.to_str().ok()
}

/// Whether a request may be sent away: a page being opened, not something a script asked for and
/// not a form being sent.
pub fn is_document(parts: &Parts) -> bool {
    let accept = parts.headers.get(header::ACCEPT);
    let accept = accept.and_then(|value| value.to_str().ok());
    parts.method == Method::GET
        && match destination(parts) {
            Some(destination) => matches!(destination, "document" | "iframe"),
            None => accept.is_some_and(|accept| accept.starts_with("text/html")),
        }
}

/// How many handshakes this browser was sent to in the last seconds.
pub fn redirect_count(cookies: &Cookies) -> i64 {
    cookies
        .get(cookies::REDIRECT_COUNT)
        .map_or(0, leading_integer)
}

/// Whether this browser was sent to the provider a moment ago. In development the counter says so,
/// too; in production another host of the domain could have set it.
pub fn was_started(config: &ClerkConfig, cookies: &Cookies) -> bool {
    let counts = config.key.instance == Instance::Development && redirect_count(cookies) > 0;
    cookies.get(&own_name(STARTED, is_https(config))).is_some() || counts
}

/// Forgets that the browser is expected back: it is here.
pub fn finished(config: &ClerkConfig) -> Option<HeaderValue> {
    own_cookie(STARTED, "", 0, is_https(config))
}

/// The address of this request, at the application's own origin and without what belongs to the
/// handshake.
pub fn clean_url(config: &ClerkConfig, parts: &Parts) -> String {
    let rest = without_parameters(parts.uri.path(), parts.uri.query(), OWN_PARAMETERS);
    format!("{}{rest}", config.app_origin)
}

/// What a handshake is started with.
pub struct Start<'a> {
    /// Why, for the provider's logs.
    pub reason: Reason,
    /// Which set of cookies is in use.
    pub suffixed_cookies: bool,
    /// The token there is, expired or not.
    pub session: Option<&'a str>,
    /// The development browser.
    pub dev_browser: Option<String>,
}

/// The way to the provider; none when too many were taken in a row, which means that cookies do
/// not stick or clocks differ.
pub fn start(
    config: &ClerkConfig,
    parts: &Parts,
    cookies: &Cookies,
    start: Start<'_>,
) -> Option<Redirect> {
    let count = redirect_count(cookies).max(0);
    if count >= MOST_REDIRECTS {
        tracing::warn!(auth.reason = %start.reason, "too many handshakes in a row, giving up");
        return None;
    }
    let mut query = vec![
        ("redirect_url", clean_url(config, parts)),
        ("__clerk_api_version", API_VERSION.to_owned()),
        ("suffixed_cookies", start.suffixed_cookies.to_string()),
        ("__clerk_hs_reason", start.reason.to_string()),
        ("format", "nonce".to_owned()),
    ];
    query.extend(start.session.map(|token| ("__session", token.to_owned())));
    if config.key.instance == Instance::Development {
        query.extend(start.dev_browser.map(|id| (DEV_BROWSER, id)));
    }
    let base = format!("{}/v1/client/handshake", config.frontend_url);
    let location = Url::parse_with_params(&base, &query).ok()?;
    let cookie = |name: &str, value: i64, seconds: i64| {
        let secure = secure(config);
        HeaderValue::try_from(format!(
            "{name}={value}; Path=/; SameSite=Lax; HttpOnly; Max-Age={seconds}{secure}"
        ))
        .ok()
    };
    let counter = cookie(cookies::REDIRECT_COUNT, count + 1, REDIRECT_COUNT_SECONDS);
    let started = own_cookie(STARTED, "1", STARTED_SECONDS, is_https(config));
    Some(Redirect {
        location: location.into(),
        cookies: counter.into_iter().chain(started).collect(),
        reason: Some(start.reason),
    })
}

/// Cookies a handshake brought, each fit to be sent on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Brought {
    /// As `Set-Cookie` values.
    pub cookies: Vec<HeaderValue>,
    /// The session token among them; the last one counts.
    pub session: Option<String>,
}

/// Checks what a signed handshake brought. A list that is too long, or a directive that holds
/// anything but visible ASCII and spaces, fails the whole handshake; cookies of other names are left
/// out. Refresh tokens become `HttpOnly`, and so do session tokens unless Clerk's own script is there,
/// which has to write them: no script of ours reads them.
///
/// # Errors
/// [`Reason::TokenVerificationFailed`].
pub fn check_directives(config: &ClerkConfig, directives: &[String]) -> Result<Brought, Reason> {
    if directives.len() > MOST_DIRECTIVES {
        return Err(Reason::TokenVerificationFailed);
    }
    let mut brought = Brought {
        cookies: Vec::new(),
        session: None,
    };
    for directive in directives {
        let printable = directive.bytes().all(|byte| matches!(byte, b' '..=b'~'));
        if !printable || directive.len() > LONGEST_DIRECTIVE {
            return Err(Reason::TokenVerificationFailed);
        }
        let pair = directive.split(';').next().unwrap_or_default();
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        if !is_own_cookie(name) {
            tracing::warn!(cookie = name, "a handshake wanted to set another cookie");
            continue;
        }
        let secret = belongs_to(name, cookies::REFRESH)
            || belongs_to(name, cookies::SESSION) && config.clerk_js_url.is_none();
        if belongs_to(name, cookies::SESSION) {
            brought.session = Some(value.to_owned()).filter(|token| !token.is_empty());
        }
        let mut cookie = directive.clone();
        if secret && !has_attribute(directive, "httponly") {
            cookie.push_str("; HttpOnly");
        }
        if !secure(config).is_empty() && !has_attribute(directive, "secure") {
            cookie.push_str(secure(config));
        }
        brought.cookies.extend(HeaderValue::try_from(cookie).ok());
    }
    Ok(brought)
}

/// Cookies a handshake may set: Clerk's own.
fn is_own_cookie(name: &str) -> bool {
    let plain = name
        .bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'));
    plain
        && (name.starts_with("__clerk_")
            || [cookies::SESSION, cookies::CLIENT_UAT, cookies::REFRESH]
                .iter()
                .any(|own| belongs_to(name, own)))
}

/// Whether this is the cookie itself or one with a suffix.
fn belongs_to(name: &str, cookie: &str) -> bool {
    name.strip_prefix(cookie)
        .is_some_and(|suffix| suffix.is_empty() || suffix.starts_with('_'))
}

fn has_attribute(directive: &str, attribute: &str) -> bool {
    directive
        .split(';')
        .skip(1)
        .any(|part| part.trim().eq_ignore_ascii_case(attribute))
}

/// Whether people reach the application over https.
pub fn is_https(config: &ClerkConfig) -> bool {
    config.app_origin.starts_with("https:")
}

/// `; Secure` where the application is reached over https. On plain http a browser would drop the
/// cookie.
pub fn secure(config: &ClerkConfig) -> &'static str {
    if is_https(config) { "; Secure" } else { "" }
}

/// `Set-Cookie` values that end a session in this browser: tokens expire. With a development
/// instance the client is marked as signed out, too; in production the mark belongs to the provider,
/// which sets it for the whole domain, and one of ours beside it would contradict the next.
pub fn sign_out_cookies(config: &ClerkConfig) -> Vec<HeaderValue> {
    let secure = secure(config);
    let suffix = &config.key.cookie_suffix;
    let both = |name: &str| [name.to_owned(), format!("{name}_{suffix}")];
    let expired = [both(cookies::SESSION), both(cookies::REFRESH)]
        .into_iter()
        .flatten()
        .chain([
            cookies::HANDSHAKE.to_owned(),
            cookies::HANDSHAKE_NONCE.to_owned(),
        ])
        .map(|name| format!("{name}=; Path=/; SameSite=Lax; HttpOnly; Max-Age=0{secure}"));
    let marked = both(cookies::CLIENT_UAT)
        .into_iter()
        .filter(|_| config.key.instance == Instance::Development)
        .map(|name| format!("{name}=0; Path=/; SameSite=Lax; Max-Age=31536000{secure}"));
    expired
        .chain(marked)
        .filter_map(|cookie| HeaderValue::try_from(cookie).ok())
        .collect()
}

/// Appends cookies; several must survive side by side.
pub fn append_cookies(headers: &mut HeaderMap, cookies: Vec<HeaderValue>) {
    for cookie in cookies {
        headers.append(header::SET_COOKIE, cookie);
    }
}
