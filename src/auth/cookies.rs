//! The cookies of a request, and which of the two sets Clerk keeps side by side is meant.
//!
//! Every cookie exists under a plain name and under one that ends in a suffix made from the
//! publishable key, so that several applications can live on `localhost` or below one domain.

use super::{query::percent_decode, token::UnverifiedToken};
use axum::http::{HeaderMap, HeaderValue, header};
use chrono::{DateTime, Utc};

/// The session token.
pub const SESSION: &str = "__session";
/// Seconds since 1970 of the client's last change; 0 when signed out.
pub const CLIENT_UAT: &str = "__client_uat";
/// What a fresh session token can be had with.
pub const REFRESH: &str = "__refresh";
/// A handshake's answer, in production.
pub const HANDSHAKE: &str = "__clerk_handshake";
/// What a long answer can be asked for with, in production.
pub const HANDSHAKE_NONCE: &str = "__clerk_handshake_nonce";
/// The browser as a development instance knows it.
pub const DEV_BROWSER: &str = "__clerk_db_jwt";
/// How many handshakes were started in the last seconds.
pub const REDIRECT_COUNT: &str = "__clerk_redirect_count";

/// The cookies of one request.
#[derive(Debug, Default)]
pub struct Cookies(Vec<(String, String)>);

impl Cookies {
    /// Reads all `Cookie` headers (HTTP/2 may send several). Values are decoded only after
    /// splitting, or an encoded `;` could forge a cookie. A pair that is not text is left out; the
    /// others count, or any host of the domain could hide all cookies with one of its own.
    pub fn from_headers(headers: &HeaderMap) -> Self {
        let pairs = headers
            .get_all(header::COOKIE)
            .iter()
            .flat_map(|line| line.as_bytes().split(|byte| *byte == b';'))
            .filter_map(|pair| str::from_utf8(pair).ok()?.split_once('='))
            .map(|(name, value)| (name.trim().to_owned(), percent_decode(value.trim())))
            .collect();
        Self(pairs)
    }

    /// The first cookie of this name; an empty one counts as none.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0
            .iter()
            .find(|(found, _)| found == name)
            .map(|(_, value)| value.as_str())
            .filter(|value| !value.is_empty())
    }
}

/// A cookie of the application's own, out of reach of scripts, that lives for so many seconds. On https
/// no other host of the domain can set it.
pub fn own_cookie(name: &str, value: &str, seconds: i64, https: bool) -> Option<HeaderValue> {
    let name = own_name(name, https);
    let secure = if https { "; Secure" } else { "" };
    let cookie =
        format!("{name}={value}; Path=/; SameSite=Lax; HttpOnly; Max-Age={seconds}{secure}");
    HeaderValue::try_from(cookie).ok()
}

/// What such a cookie is called.
pub fn own_name(name: &str, https: bool) -> String {
    let prefix = if https { "__Host-" } else { "" };
    format!("{prefix}{name}")
}

/// The session cookies that count.
#[derive(Debug, PartialEq, Eq)]
pub struct Selected<'cookies> {
    /// The session token.
    pub session: Option<&'cookies str>,
    /// Seconds since 1970 of the client's last change; 0 when signed out, unreadable or missing.
    pub client_uat: i64,
    /// The browser's id with a development instance.
    pub dev_browser: Option<&'cookies str>,
    /// Whether they are the suffixed ones.
    pub suffixed: bool,
}

/// Chooses between plain and suffixed cookies.
pub fn select<'cookies>(
    cookies: &'cookies Cookies,
    suffix: &str,
    frontend_api: &str,
    production: bool,
    now: DateTime<Utc>,
) -> Selected<'cookies> {
    let pair = |end: &str| {
        (
            cookies.get(&format!("{SESSION}{end}")),
            cookies.get(&format!("{CLIENT_UAT}{end}")),
        )
    };
    let plain = pair("");
    let with_suffix = pair(&format!("_{suffix}"));
    let suffixed = uses_suffixed(plain, with_suffix, frontend_api, production, now);
    let (session, client_uat) = if suffixed { with_suffix } else { plain };
    let dev_browser = if suffixed {
        cookies.get(&format!("{DEV_BROWSER}_{suffix}"))
    } else {
        cookies.get(DEV_BROWSER)
    };
    Selected {
        session,
        client_uat: client_uat.map_or(0, leading_integer),
        dev_browser,
        suffixed,
    }
}

/// The rules of Clerk's libraries, top to bottom. Tokens are looked into before any signature is
/// checked: the answer says which cookie to verify and nothing else.
fn uses_suffixed(
    (plain_session, plain_uat): (Option<&str>, Option<&str>),
    (suffixed_session, suffixed_uat): (Option<&str>, Option<&str>),
    frontend_api: &str,
    production: bool,
    now: DateTime<Utc>,
) -> bool {
    let plain_token = match plain_session.map(UnverifiedToken::parse) {
        None => None,
        Some(Err(_)) => return false,
        Some(Ok(token)) => Some(token),
    };
    if let Some(token) = &plain_token {
        let Some(issuer) = token.claimed_issuer() else {
            return false;
        };
        if issuer.as_str().map(without_scheme) != Some(frontend_api) {
            return true;
        }
    }
    if suffixed_uat.is_none() && suffixed_session.is_none() {
        return false;
    }

    let suffixed_token = suffixed_session.and_then(|token| UnverifiedToken::parse(token).ok());
    let issued_at = |token: &Option<UnverifiedToken<'_>>| {
        token
            .as_ref()
            .and_then(UnverifiedToken::claimed_issue_time)
            .unwrap_or_default()
    };
    let suffixed_out = suffixed_uat == Some("0");
    let plain_out = plain_uat == Some("0");
    if !suffixed_out && !plain_out && issued_at(&plain_token) > issued_at(&suffixed_token) {
        return false;
    }
    if suffixed_out && !plain_out {
        return false;
    }
    let suffixed_expired = suffixed_token
        .as_ref()
        .and_then(UnverifiedToken::claimed_expiry)
        .is_some_and(|expiry| expiry <= now);
    if !production && !suffixed_out && plain_out && suffixed_expired {
        return false;
    }
    suffixed_session.is_none() || suffixed_uat.is_some()
}

fn without_scheme(url: &str) -> &str {
    url.strip_prefix("https://")
        .or_else(|| url.strip_prefix("http://"))
        .unwrap_or(url)
}

/// What JavaScript's `parseInt` makes of it: the number at the beginning, or 0. One that is too
/// large is as large as can be.
pub fn leading_integer(text: &str) -> i64 {
    let text = text.trim_start();
    let (negative, digits) = match text.strip_prefix('-') {
        Some(digits) => (true, digits),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let number = digits
        .bytes()
        .map_while(|byte| byte.is_ascii_digit().then(|| i64::from(byte - b'0')))
        .fold(0_i64, |number, digit| {
            number.saturating_mul(10).saturating_add(digit)
        });
    if negative { -number } else { number }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::auth::test_tokens::{Token, now};

    fn of_lines(lines: &[&str]) -> Cookies {
        let mut headers = HeaderMap::new();
        for line in lines {
            headers.append(header::COOKIE, HeaderValue::from_str(line).unwrap());
        }
        Cookies::from_headers(&headers)
    }

    #[test]
    fn cookies_are_split_before_they_are_decoded_and_the_first_counts() {
        let cookies = of_lines(&[
            "a=1; b=x%3B__session%3Dforged;c = 3 ; a=2",
            "d=%zz; e=; f=a=b; lonely; a=4",
        ]);
        for (name, value) in [
            ("a", Some("1")),
            ("b", Some("x;__session=forged")),
            ("__session", None),
            ("c", Some("3")),
            ("d", Some("%zz")),
            ("e", None),
            ("f", Some("a=b")),
            ("lonely", None),
        ] {
            assert_eq!(cookies.get(name), value, "{name}");
        }
    }

    #[test]
    fn one_cookie_that_is_not_text_hides_no_other() {
        let mut headers = HeaderMap::new();
        let line = HeaderValue::from_bytes(b"a=1; n=Jos\xe9; b=2; m=\xc3\xa9").unwrap();
        headers.append(header::COOKIE, line);
        let cookies = Cookies::from_headers(&headers);
        assert_eq!(cookies.get("a"), Some("1"));
        assert_eq!(cookies.get("n"), None);
        assert_eq!(cookies.get("b"), Some("2"));
        assert_eq!(cookies.get("m"), Some("é"));
    }

    #[test]
    fn the_cookies_of_this_instance_and_of_the_newest_session_are_chosen() {
        let now = now();
        let token = |age: i64, issuer: &str| {
            Token::of("ada")
                .claim("iss", issuer)
                .claim("iat", now - age)
                .claim("exp", now - age + 60)
                .unsigned()
        };
        let own = "https://127.0.0.1:4455";
        let (new, old, expired) = (token(0, own), token(30, own), token(90, own));
        let foreign = token(0, "https://clerk.other.example");
        let without_issuer = Token::of("ada").without_claim("iss").unsigned();
        let odd_issuer = Token::of("ada").claim("iss", 1).unsigned();
        // Plain session and uat, suffixed session and uat, whether the suffixed ones are chosen.
        for (plain, plain_uat, suffixed, suffixed_uat, expected) in [
            ("garbage", "1", new.as_str(), "1", false),
            (&without_issuer, "1", &new, "1", false),
            (&foreign, "1", &new, "1", true),
            (&odd_issuer, "1", &new, "1", true),
            (&foreign, "1", "", "", true),
            (&new, "1", "", "", false),
            ("", "", "", "", false),
            (&new, "1", &old, "1", false),
            (&old, "1", &new, "1", true),
            (&new, "1", &new, "0", false),
            ("", "1", &expired, "1", true),
            ("", "0", &expired, "1", false),
            ("", "0", &new, "1", true),
            ("", "1", &new, "", false),
            ("", "", &new, "1", true),
            ("", "0", "", "0", true),
        ] {
            let line = format!(
                "__session={plain}; __client_uat={plain_uat}; __session_sFx={suffixed}; \
                 __client_uat_sFx={suffixed_uat}"
            );
            let cookies = of_lines(&[&line]);
            let now = DateTime::from_timestamp(now, 0).unwrap();
            let selected = select(&cookies, "sFx", "127.0.0.1:4455", false, now);
            assert_eq!(selected.suffixed, expected, "{line}");
        }
    }

    #[test]
    fn in_production_an_expired_token_is_no_reason_to_prefer_the_plain_cookies() {
        let expired = Token::of("ada").claim("exp", now() - 60).unsigned();
        let line = format!("__client_uat=0; __session_sFx={expired}; __client_uat_sFx=1");
        let now = DateTime::from_timestamp(now(), 0).unwrap();
        assert!(select(&of_lines(&[&line]), "sFx", "127.0.0.1:4455", true, now).suffixed);
    }

    #[test]
    fn the_last_change_is_the_number_at_the_beginning() {
        for (text, number) in [
            ("1700000000", 1_700_000_000),
            ("12ab", 12),
            ("x", 0),
            ("-1", -1),
            ("+2", 2),
            ("99999999999999999999", i64::MAX),
        ] {
            assert_eq!(leading_integer(text), number);
        }
    }
}
