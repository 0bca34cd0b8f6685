//! The cookies the application gets, in handshakes and refreshes.

use gitgud::auth::cookies::{CLIENT_UAT, DEV_BROWSER, REFRESH, SESSION};

/// How long they are kept, in seconds; the tokens in them end much earlier.
const YEAR: u32 = 365 * 24 * 60 * 60;

/// One cookie.
#[derive(Clone, Debug)]
pub struct Cookie {
    /// Its name, with its suffix if it has one.
    pub name: String,
    /// Empty to remove it.
    pub value: String,
    http_only: bool,
}

impl Cookie {
    /// As a `Set-Cookie` value.
    pub fn directive(&self) -> String {
        let Self { name, value, .. } = self;
        let age = if value.is_empty() { 0 } else { YEAR };
        let http_only = if self.http_only { "; HttpOnly" } else { "" };
        format!("{name}={value}; Path=/; SameSite=Lax; Max-Age={age}{http_only}")
    }

    fn refresh(name: String, value: &str) -> Self {
        Self {
            name,
            value: value.to_owned(),
            http_only: true,
        }
    }
}

/// The cookies for an instance, whose suffix this is.
pub struct Names<'a> {
    /// What suffixed names end in.
    pub suffix: &'a str,
}

impl Names<'_> {
    /// The session token, and what the next one can be had with.
    pub fn session(&self, token: &str, refresh: Option<&str>) -> Vec<Cookie> {
        let mut cookies = self.both(SESSION, token);
        cookies.extend(refresh.map(|token| Cookie::refresh(self.suffixed(REFRESH), token)));
        cookies
    }

    /// What removes the cookies of a session.
    pub fn no_session(&self) -> Vec<Cookie> {
        let mut cookies = self.both(SESSION, "");
        for name in [REFRESH.to_owned(), self.suffixed(REFRESH)] {
            cookies.push(Cookie::refresh(name, ""));
        }
        cookies
    }

    /// When somebody last signed in in this browser, or 0 when nobody is signed in, and which
    /// browser it is.
    pub fn browser(&self, client_uat: i64, dev_browser: &str) -> Vec<Cookie> {
        let mut cookies = self.both(CLIENT_UAT, &client_uat.to_string());
        cookies.extend(self.both(DEV_BROWSER, dev_browser));
        cookies
    }

    fn both(&self, name: &str, value: &str) -> Vec<Cookie> {
        [name.to_owned(), self.suffixed(name)]
            .map(|name| Cookie {
                name,
                value: value.to_owned(),
                http_only: false,
            })
            .into()
    }

    fn suffixed(&self, name: &str) -> String {
        format!("{name}_{}", self.suffix)
    }
}
