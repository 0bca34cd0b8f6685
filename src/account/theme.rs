//! The cookie in which a device keeps whether its pages are light or dark.

use super::model::Theme;
use crate::auth::cookies::Cookies;
use axum::http::{HeaderMap, HeaderValue};

/// Its name; `src/browser/js/theme.ts` writes the same one.
pub const COOKIE_NAME: &str = "theme";
/// How long a browser keeps it, in seconds: the 400 days that browsers allow.
const COOKIE_AGE: u32 = 34_560_000;

/// What a request's device chose.
pub fn of(headers: &HeaderMap) -> Theme {
    Cookies::from_headers(headers)
        .get(COOKIE_NAME)
        .and_then(Theme::from_slug)
        .unwrap_or_default()
}

/// The header that has a device keep it; or forget it, where the device decides.
pub fn set_cookie(theme: Theme) -> Option<HeaderValue> {
    let age = if theme == Theme::System {
        0
    } else {
        COOKIE_AGE
    };
    let cookie = format!(
        "{COOKIE_NAME}={}; Path=/; Max-Age={age}; SameSite=Lax",
        theme.slug()
    );
    HeaderValue::try_from(cookie).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_theme_is_read_from_among_other_cookies_and_nonsense_is_none() {
        let theme = |cookie: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert(axum::http::header::COOKIE, HeaderValue::from_static(cookie));
            of(&headers)
        };
        assert_eq!(theme("a=b; theme=dark; tz=UTC"), Theme::Dark);
        assert_eq!(theme("theme=light"), Theme::Light);
        assert_eq!(theme("theme=\"><script>"), Theme::System);
        assert_eq!(theme("mytheme=dark"), Theme::System);
        assert_eq!(of(&HeaderMap::new()), Theme::System);
    }
}
