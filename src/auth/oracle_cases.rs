//! Made-up requests for the comparison with Clerk's own library, the same ones each time.

use crate::auth::{
    test_backend::{LIVE_ORIGIN, NOW, directives, token},
    test_tokens::{APP_ORIGIN, Token},
};
use axum::http::{Request, request::Parts};
use serde_json::json;
use std::collections::HashMap;

/// A kind of session token: its name and how it differs from a good one.
type Kind = (&'static str, fn(Token) -> String);

const KINDS: [Kind; 27] = [
    ("valid", |token| token.sign()),
    ("older", |token| token.claim("iat", NOW - 30).sign()),
    ("long ago", |token| token.claim("iat", NOW - 5000).sign()),
    ("expired", |token| {
        token.claim("iat", NOW - 90).claim("exp", NOW - 30).sign()
    }),
    ("expired a little", |token| {
        token.claim("iat", NOW - 63).claim("exp", NOW - 3).sign()
    }),
    ("expired, not ours", |token| {
        token
            .claim("exp", NOW - 30)
            .claim("azp", "https://other.example")
            .sign()
    }),
    ("early", |token| token.claim("nbf", NOW + 60).sign()),
    ("from the future", |token| {
        token.claim("iat", NOW + 60).claim("exp", NOW + 120).sign()
    }),
    ("foreign key", |token| token.sign_with_foreign_key()),
    ("foreign issuer", |token| {
        token.claim("iss", "https://clerk.other.example").sign()
    }),
    ("no issuer", |token| token.without_claim("iss").sign()),
    ("issuer 1", |token| token.claim("iss", 1).sign()),
    ("no azp", |token| token.without_claim("azp").sign()),
    ("wrong azp", |token| {
        token.claim("azp", "https://evil.example").sign()
    }),
    ("pending", |token| token.claim("sts", "pending").sign()),
    ("no sid", |token| token.without_claim("sid").sign()),
    ("no sub", |token| token.without_claim("sub").sign()),
    ("no exp", |token| token.without_claim("exp").sign()),
    ("template", |token| {
        token.header("cat", "cl_B7d4PD222AAA").sign()
    }),
    ("machine", |token| {
        token.header("cat", "cl_B7d4PD333AAA").sign()
    }),
    ("machine subject", |token| {
        token.claim("sub", "mch_1").sign()
    }),
    ("OAuth", |token| token.header("typ", "at+jwt").sign()),
    ("typ jwt", |token| token.header("typ", "jwt").sign()),
    ("unsigned", |token| token.header("alg", "none").unsigned()),
    ("critical", |token| {
        token.header("crit", json!(["x"])).sign()
    }),
    ("acted", |token| {
        token.claim("act", json!({"sub": "user_support"})).sign()
    }),
    ("garbage", |_| "garbage".to_owned()),
];

/// Of the kinds above, those that most requests carry: the rest is refused for one reason.
const USUAL: usize = 8;

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
        let suffix = self.suffixes[usize::from(live)].clone();
        let mut says = Vec::new();
        let mut headers = Vec::new();
        let mut cookies: Vec<String> = Vec::new();
        let method = *self
            .dice
            .pick(&["GET", "GET", "GET", "GET", "POST", "HEAD"]);
        match self.dice.roll(6) {
            0 => headers.push(("sec-fetch-dest", "empty".to_owned())),
            1 => headers.push(("sec-fetch-dest", "iframe".to_owned())),
            2 => headers.push(("accept", "text/html,*/*".to_owned())),
            3 if self.dice.once_in(2) => headers.push(("accept", "*/*".to_owned())),
            _ => headers.push(("sec-fetch-dest", "document".to_owned())),
        }
        for end in [String::new(), format!("_{suffix}")] {
            let place = if end.is_empty() { "plain" } else { "suffixed" };
            if self.dice.once_in(3) && !end.is_empty() {
                continue;
            }
            if !self.dice.once_in(6) {
                cookies.push(format!(
                    "__session{end}={}",
                    self.token(live, &mut says, place)
                ));
            }
            let uat = *self
                .dice
                .pick(&["1", "1", "1", "1", "0", "", "later", "garbage", "-5"]);
            if !uat.is_empty() {
                let uat = uat.replace("later", &(NOW - 20).to_string());
                cookies.push(format!("__client_uat{end}={uat}"));
            }
            if !self.dice.once_in(8) {
                cookies.push(format!("__clerk_db_jwt{end}=dvb_1"));
            }
        }
        if self.dice.once_in(2) {
            let value = *self.dice.pick(&[
                "good", "good", "bad", "other", "garbage", "empty", "odd", "down",
            ]);
            let end = if self.dice.once_in(6) {
                String::new()
            } else {
                format!("_{suffix}")
            };
            says.push(format!("refresh {value}"));
            cookies.push(format!("__refresh{end}={value}"));
        }
        let mut query = (*self.dice.pick(&["", "", "a=1", "next=%2Fproblems&b=x+y"])).to_owned();
        let ask = |query: &mut String, pair: String| {
            let separator = if query.is_empty() { "" } else { "&" };
            query.push_str(separator);
            query.push_str(&pair);
        };
        if self.dice.once_in(12) {
            ask(&mut query, "__clerk_db_jwt=dvb_2".to_owned());
        }
        let mut count = if self.dice.once_in(4) {
            *self.dice.pick(&["1", "2", "3", "4", "x"])
        } else {
            ""
        };
        if self.dice.once_in(8) {
            let (name, value) = self.answer(live, &mut says);
            // With the mark that this browser was sent away, which Clerk does not ask for.
            if count.is_empty() {
                count = "1";
            }
            if live {
                cookies.push(format!("{name}={value}"));
            } else {
                ask(&mut query, format!("{name}={value}"));
            }
        }
        if !count.is_empty() {
            says.push(format!("count {count}"));
            cookies.push(format!("__clerk_redirect_count={count}"));
        }
        if self.dice.once_in(8) {
            let token = self.token(live, &mut says, "header");
            let scheme = *self.dice.pick(&["Bearer ", "Bearer ", "", "Basic "]);
            headers.push(("authorization", format!("{scheme}{token}")));
        }
        if self.dice.once_in(3) {
            let referrer = *self.dice.pick(&[
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
            ]);
            let origin = if live { LIVE_ORIGIN } else { APP_ORIGIN };
            says.push(format!("referrer {referrer}"));
            headers.push(("referer", referrer.replace("self", &format!("{origin}/a"))));
        }
        let origin = if live { LIVE_ORIGIN } else { APP_ORIGIN };
        let path = *self
            .dice
            .pick(&["/", "/problems", "/problems/a%20b", "//x"]);
        let separator = if query.is_empty() { "" } else { "?" };
        headers.push(("cookie", cookies.join("; ")));
        headers.push(("host", origin.split_once("://").unwrap().1.to_owned()));
        if live {
            headers.push(("x-forwarded-proto", "https".to_owned()));
        }
        Case {
            live,
            method,
            url: format!("{origin}{path}{separator}{query}"),
            headers,
            says,
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
