//! Made-up requests for the comparison with Clerk's own library, the same ones each time.

use crate::auth::{
    test_backend::{LIVE_ORIGIN, NOW, directives, token},
    test_tokens::{APP_ORIGIN, Token},
};
use axum::http::{Request, request::Parts};
use serde_json::json;
use std::collections::HashMap;
use tokens::{KINDS, USUAL};

#[path = "oracle_tokens.rs"]
mod tokens;

/// A request, as both sides get it.
#[derive(Clone, Debug)]
pub struct Case {
    pub live: bool,
    pub method: &'static str,
    pub url: String,
    pub headers: Vec<(&'static str, String)>,
    /// What it is made of, by which rows are recognised.
    pub says: Vec<String>,
}

impl Case {
    /// Whether something it is made of begins so.
    pub fn has(&self, what: &str) -> bool {
        self.says.iter().any(|said| said.starts_with(what))
    }

    /// Whether it brings this token, in a cookie or in the header.
    pub fn brings(&self, kind: &str) -> bool {
        let places = ["plain", "suffixed", "header"];
        self.says.iter().any(|said| {
            said.split_once(' ')
                .is_some_and(|(place, found)| places.contains(&place) && found == kind)
        })
    }

    /// Whether a page is being opened.
    pub fn is_document(&self) -> bool {
        let header = |name: &str| {
            let found = self.headers.iter().find(|(found, _)| *found == name);
            found.map(|(_, value)| value.as_str())
        };
        self.method == "GET"
            && match header("sec-fetch-dest") {
                Some(destination) => matches!(destination, "document" | "iframe"),
                None => header("accept").is_some_and(|accept| accept.starts_with("text/html")),
            }
    }

    pub fn parts(&self) -> Parts {
        let path = self.url.split_once("://").unwrap().1;
        let path = &path[path.find('/').unwrap()..];
        let mut request = Request::builder().method(self.method).uri(path);
        for (name, value) in &self.headers {
            request = request.header(*name, value);
        }
        request.body(()).unwrap().into_parts().0
    }
}

/// Where a page was opened from.
const REFERRERS: [&str; 10] = [
    "self",
    "https://evil.example/x",
    "https://accounts.evil.example/",
    "https://happy-1.accounts.dev/sign-in",
    "https://happy-1.clerk.accounts.dev/",
    "https://accounts.happy.lcl.dev/",
    "https://accounts.example.com/sign-in",
    "https://clerk.example.com/v1",
    "http://127.0.0.1:4455/sign-in",
    "nonsense",
];

/// A request that is being made up.
#[derive(Default)]
struct Draft {
    live: bool,
    origin: &'static str,
    query: String,
    headers: Vec<(&'static str, String)>,
    cookies: Vec<String>,
    says: Vec<String>,
}

impl Draft {
    fn header(&mut self, name: &'static str, value: String) {
        self.headers.push((name, value));
    }

    /// With one more pair in the query.
    fn ask(&mut self, pair: &str) {
        if !self.query.is_empty() {
            self.query.push('&');
        }
        self.query.push_str(pair);
    }

    fn finish(mut self, method: &'static str, path: &str) -> Case {
        let host = self.origin.split_once("://").unwrap().1.to_owned();
        self.header("cookie", self.cookies.join("; "));
        self.header("host", host);
        if self.live {
            self.header("x-forwarded-proto", "https".to_owned());
        }
        let separator = if self.query.is_empty() { "" } else { "?" };
        Case {
            live: self.live,
            method,
            url: format!("{}{path}{separator}{}", self.origin, self.query),
            headers: self.headers,
            says: self.says,
        }
    }
}

/// Made-up numbers that are the same each time (xorshift).
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % u64::try_from(sides).unwrap()).unwrap()
    }

    fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.roll(from.len())]
    }

    /// True once in so many times.
    fn once_in(&mut self, times: usize) -> bool {
        self.roll(times) == 0
    }
}

/// Makes requests; tokens are signed once.
pub struct Maker {
    dice: Dice,
    signed: HashMap<(bool, &'static str, &'static str), String>,
    suffixes: [String; 2],
}

impl Maker {
    /// For instances whose cookies end so: the development one, then the live one.
    pub fn new(suffixes: [String; 2]) -> Self {
        Self {
            dice: Dice(0x2545_f491_4f6c_dd1d),
            signed: HashMap::new(),
            suffixes,
        }
    }

    fn token(&mut self, live: bool, said: &mut Vec<String>, place: &str) -> String {
        let usual = self.dice.once_in(2);
        let number = if usual { USUAL } else { KINDS.len() };
        let kind = if self.dice.once_in(3) {
            0
        } else {
            self.dice.roll(number)
        };
        let (name, make) = KINDS[kind];
        let user = *self.dice.pick(&["ada", "ada", "grace"]);
        said.push(format!("{place} {name}"));
        self.signed
            .entry((live, name, user))
            .or_insert_with(|| make(token(live, user)))
            .clone()
    }

    pub fn case(&mut self) -> Case {
        let live = self.dice.once_in(2);
        let mut draft = Draft {
            origin: if live { LIVE_ORIGIN } else { APP_ORIGIN },
            live,
            ..Draft::default()
        };
        let method = *self
            .dice
            .pick(&["GET", "GET", "GET", "GET", "POST", "HEAD"]);
        self.destination(&mut draft);
        self.session_cookies(&mut draft);
        self.refresh_cookie(&mut draft);
        draft.query = (*self.dice.pick(&["", "", "a=1", "next=%2Fproblems&b=x+y"])).to_owned();
        if self.dice.once_in(12) {
            draft.ask("__clerk_db_jwt=dvb_2");
        }
        self.handshake(&mut draft);
        if self.dice.once_in(8) {
            let token = self.token(live, &mut draft.says, "header");
            let scheme = *self.dice.pick(&["Bearer ", "Bearer ", "", "Basic "]);
            draft.header("authorization", format!("{scheme}{token}"));
        }
        if self.dice.once_in(3) {
            let referrer = *self.dice.pick(&REFERRERS);
            draft.says.push(format!("referrer {referrer}"));
            let own = format!("{}/a", draft.origin);
            draft.header("referer", referrer.replace("self", &own));
        }
        let path = *self
            .dice
            .pick(&["/", "/problems", "/problems/a%20b", "//x"]);
        draft.finish(method, path)
    }

    fn destination(&mut self, draft: &mut Draft) {
        let (name, value) = match self.dice.roll(7) {
            0 => ("sec-fetch-dest", "empty"),
            1 => ("sec-fetch-dest", "iframe"),
            2 => ("accept", "text/html,*/*"),
            3 => ("accept", "*/*"),
            _ => ("sec-fetch-dest", "document"),
        };
        draft.header(name, value.to_owned());
    }

    fn suffix(&self, live: bool) -> String {
        format!("_{}", self.suffixes[usize::from(live)])
    }

    fn session_cookies(&mut self, draft: &mut Draft) {
        for (place, end) in [
            ("plain", String::new()),
            ("suffixed", self.suffix(draft.live)),
        ] {
            if place == "suffixed" && self.dice.once_in(3) {
                continue;
            }
            if !self.dice.once_in(6) {
                let token = self.token(draft.live, &mut draft.says, place);
                draft.cookies.push(format!("__session{end}={token}"));
            }
            let uat = *self
                .dice
                .pick(&["1", "1", "1", "1", "0", "", "later", "garbage", "-5"]);
            if !uat.is_empty() {
                let uat = uat.replace("later", &(NOW - 20).to_string());
                draft.cookies.push(format!("__client_uat{end}={uat}"));
            }
            if !self.dice.once_in(8) {
                draft.cookies.push(format!("__clerk_db_jwt{end}=dvb_1"));
            }
        }
    }

    fn refresh_cookie(&mut self, draft: &mut Draft) {
        if self.dice.once_in(2) {
            let value = *self.dice.pick(&[
                "good", "good", "bad", "other", "garbage", "empty", "odd", "down",
            ]);
            let end = if self.dice.once_in(6) {
                String::new()
            } else {
                self.suffix(draft.live)
            };
            draft.says.push(format!("refresh {value}"));
            draft.cookies.push(format!("__refresh{end}={value}"));
        }
    }

    /// How many handshakes there were, and perhaps the answer of one.
    fn handshake(&mut self, draft: &mut Draft) {
        let mut count = if self.dice.once_in(4) {
            *self.dice.pick(&["1", "2", "3", "4", "x"])
        } else {
            ""
        };
        if self.dice.once_in(8) {
            let (name, value) = self.answer(draft.live, &mut draft.says);
            // With the mark that this browser was sent away, which Clerk does not ask for.
            if count.is_empty() {
                count = "1";
            }
            let pair = format!("{name}={value}");
            if draft.live {
                draft.cookies.push("__Host-gitgud_handshake=1".to_owned());
                draft.cookies.push(pair);
            } else {
                draft.ask(&pair);
            }
        }
        if !count.is_empty() {
            draft.says.push(format!("count {count}"));
            draft
                .cookies
                .push(format!("__clerk_redirect_count={count}"));
        }
    }

    fn answer(&mut self, live: bool, says: &mut Vec<String>) -> (&'static str, String) {
        if self.dice.once_in(3) {
            let nonce = *self.dice.pick(&["good", "bad", "out", "down"]);
            says.push(format!("nonce {nonce}"));
            return ("__clerk_handshake_nonce", nonce.to_owned());
        }
        let plain = token(live, "ada");
        let of = |list: Vec<String>| plain.clone().claim("handshake", json!(list));
        let with = |session: Token| vec![format!("__session={}; Path=/", session.sign())];
        let kinds: [(&str, String); 12] = [
            ("good", of(directives(live, "ada")).sign()),
            ("out", of(vec!["__client_uat=0; Path=/".to_owned()]).sign()),
            (
                "empty session",
                of(vec!["__session=; Path=/".to_owned()]).sign(),
            ),
            (
                "foreign",
                of(directives(live, "ada")).sign_with_foreign_key(),
            ),
            (
                "template",
                of(directives(live, "ada"))
                    .header("cat", "cl_B7d4PD222AAA")
                    .sign(),
            ),
            (
                "expired inside",
                of(with(plain.clone().claim("exp", NOW - 30))).sign(),
            ),
            (
                "early inside",
                of(with(plain.clone().claim("nbf", NOW + 30))).sign(),
            ),
            (
                "no azp inside",
                of(with(plain.clone().without_claim("azp"))).sign(),
            ),
            (
                "wrong azp inside",
                of(with(plain.clone().claim("azp", "https://evil.example"))).sign(),
            ),
            ("no list", plain.sign()),
            ("garbage", "garbage".to_owned()),
            (
                "old",
                of(directives(live, "ada")).claim("iat", NOW - 3600).sign(),
            ),
        ];
        let (name, token) = self.dice.pick(&kinds).clone();
        says.push(format!("answer {name}"));
        ("__clerk_handshake", token)
    }
}
