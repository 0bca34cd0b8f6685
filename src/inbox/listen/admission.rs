//! Which messages may be the extension's, by what comes before their bodies; and how the others are
//! refused.

use crate::{error::AppError, inbox::companion::BODY_LIMIT};
use axum::{
    extract::Request,
    http::{
        HeaderMap, HeaderName, Method, StatusCode,
        header::{CONTENT_LENGTH, CONTENT_TYPE, HOST, ORIGIN},
    },
};

/// What the extensions of browsers say where they come from.
const EXTENSIONS: [&str; 3] = [
    "chrome-extension://",
    "moz-extension://",
    "safari-web-extension://",
];

/// Why a message was not taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Refusal {
    pub status: StatusCode,
    pub reason: String,
}

pub(super) fn refusal(status: StatusCode, reason: impl Into<String>) -> Refusal {
    Refusal {
        status,
        reason: reason.into(),
    }
}

impl From<AppError> for Refusal {
    fn from(error: AppError) -> Self {
        let status =
            StatusCode::from_u16(error.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let reason = match &error {
            AppError::Invalid(errors) => {
                let told: Vec<_> = errors
                    .iter()
                    .map(|(field, message)| format!("{field}: {message}"))
                    .collect();
                told.join("\n")
            }
            other => other.to_string(),
        };
        Self { status, reason }
    }
}

pub(super) fn too_large() -> Refusal {
    refusal(
        StatusCode::PAYLOAD_TOO_LARGE,
        "This is more than a problem can be.",
    )
}

/// Whether a message can be one of the extension's, by what comes before its body.
pub(super) fn admit(request: &Request, port: u16) -> Result<(), Refusal> {
    let headers = request.headers();
    if !is_for_this_machine(headers, port) {
        let reason = "This port answers under the names of its own machine only.";
        return Err(refusal(StatusCode::FORBIDDEN, reason));
    }
    let from_extension = match sender(headers) {
        Sender::Page => {
            let reason = "Web pages cannot send problems to GitGud; the browser extension can.";
            return Err(refusal(StatusCode::FORBIDDEN, reason));
        }
        Sender::Extension => true,
        Sender::Unknown => false,
    };
    if request.uri().path() != "/" {
        return Err(refusal(StatusCode::NOT_FOUND, "There is nothing here."));
    }
    if request.method() != Method::POST {
        let reason = "Problems are posted here.";
        return Err(refusal(StatusCode::METHOD_NOT_ALLOWED, reason));
    }
    // For one of the tools it writes no JSON, but puts a word before it.
    let readable = match media_type(headers).as_str() {
        "application/json" => true,
        "text/plain" => from_extension,
        _ => false,
    };
    if !readable {
        let reason = "A problem has to come as application/json.";
        return Err(refusal(StatusCode::UNSUPPORTED_MEDIA_TYPE, reason));
    }
    let length = text(headers, &CONTENT_LENGTH).and_then(|length| length.parse::<usize>().ok());
    if length.is_some_and(|length| length > BODY_LIMIT) {
        return Err(too_large());
    }
    Ok(())
}

fn text<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    headers.get(name)?.to_str().ok()
}

fn is_for_this_machine(headers: &HeaderMap, port: u16) -> bool {
    let own = ["localhost", "127.0.0.1", "[::1]"].map(|name| format!("{name}:{port}"));
    let mut hosts = headers.get_all(HOST).iter();
    let host = hosts.next().and_then(|host| host.to_str().ok());
    hosts.next().is_none()
        && host.is_some_and(|host| own.iter().any(|own| own.eq_ignore_ascii_case(host)))
}

/// Who sends a message, as far as a browser says so.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
enum Sender {
    Extension,
    Page,
    /// Programs say nothing. Browsers may say `null`, for pages as well as for extensions.
    Unknown,
}

fn sender(headers: &HeaderMap) -> Sender {
    let mut sender = Sender::Unknown;
    for origin in headers.get_all(ORIGIN) {
        let origin = origin.as_bytes().to_ascii_lowercase();
        if EXTENSIONS
            .iter()
            .any(|extension| origin.starts_with(extension.as_bytes()))
        {
            sender = Sender::Extension;
        } else if origin != b"null" {
            return Sender::Page;
        }
    }
    sender
}

fn media_type(headers: &HeaderMap) -> String {
    let told = text(headers, &CONTENT_TYPE).unwrap_or_default();
    let essence = told.split(';').next().unwrap_or_default();
    essence.trim().to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::body::Body;

    const CHROME: &str = "chrome-extension://cjnmckjndlpiamhfimnnjmnckgghkjbl";

    /// What comes of a message with these headers in place of those of the extension; an empty value
    /// leaves one out.
    fn sent(changed: &[(&str, &str)]) -> u16 {
        let mut headers = vec![
            ("host", "localhost:10045"),
            ("content-type", "application/json"),
            ("origin", CHROME),
        ];
        headers.retain(|(name, _)| !changed.iter().any(|(other, _)| other == name));
        headers.extend(changed.iter().filter(|(_, value)| !value.is_empty()));
        let mut request = Request::post("/");
        for (name, value) in headers {
            request = request.header(name, value);
        }
        let admitted = admit(&request.body(Body::empty()).unwrap(), 10045);
        admitted.map_or_else(|refusal| refusal.status.as_u16(), |()| 200)
    }

    #[test]
    fn what_the_extension_sends_is_let_in() {
        assert_eq!(sent(&[]), 200);
        assert_eq!(sent(&[("origin", "moz-extension://1b2c")]), 200);
        assert_eq!(sent(&[("origin", "Safari-Web-Extension://1B2C")]), 200);
        // As to CHelper, which it sends no JSON.
        assert_eq!(sent(&[("content-type", "text/plain;charset=UTF-8")]), 200);
        assert_eq!(sent(&[("x-competitive-companion", "2.65.0")]), 200);
        // As some versions of Firefox, and as other programs.
        let json = ("content-type", "Application/JSON; charset=utf-8");
        assert_eq!(sent(&[("origin", "null"), json]), 200);
        assert_eq!(sent(&[("origin", ""), json]), 200);
    }

    #[test]
    fn no_web_page_is_let_in() {
        for origin in [
            "https://evil.example",
            "http://localhost:10045",
            "http://localhost:3000",
            "HTTPS://evil.example",
            "file://",
            "chrome-extension",
            "evil://chrome-extension://",
            "",
        ] {
            let simple = ("content-type", "text/plain");
            assert_ne!(sent(&[("origin", origin), simple]), 200, "{origin}");
            if !origin.is_empty() {
                assert_eq!(sent(&[("origin", origin)]), 403, "{origin}");
            }
        }
        assert_eq!(
            sent(&[("origin", CHROME), ("origin", "https://evil.example")]),
            403
        );
        // A page without an origin of its own can send what needs no asking first.
        for simple in [
            "text/plain",
            "application/x-www-form-urlencoded",
            "multipart/form-data",
            "",
        ] {
            assert_eq!(
                sent(&[("origin", "null"), ("content-type", simple)]),
                415,
                "{simple}"
            );
            assert_eq!(
                sent(&[("origin", ""), ("content-type", simple)]),
                415,
                "{simple}"
            );
        }
    }

    #[test]
    fn only_the_machines_own_names_lead_here() {
        for own in [
            "localhost:10045",
            "127.0.0.1:10045",
            "[::1]:10045",
            "LOCALHOST:10045",
        ] {
            assert_eq!(sent(&[("host", own)]), 200, "{own}");
        }
        for foreign in [
            "evil.example:10045",
            "localhost",
            "localhost:3000",
            "localhost.evil.example:10045",
            "evil.example#localhost:10045",
            "127.0.0.1.evil.example:10045",
            "0.0.0.0:10045",
            "",
        ] {
            assert_eq!(sent(&[("host", foreign)]), 403, "{foreign}");
        }
        assert_eq!(
            sent(&[("host", "localhost:10045"), ("host", "evil.example")]),
            403
        );
    }

    #[test]
    fn a_message_is_posted_to_the_root_and_has_a_bounded_length() {
        let asked = |method: &str, path: &str| {
            let request = Request::builder()
                .method(method)
                .uri(path)
                .header("host", "localhost:1")
                .header("origin", CHROME)
                .header("content-type", "application/json");
            let request = request.body(Body::empty()).unwrap();
            admit(&request, 1).map_err(|refusal| refusal.status.as_u16())
        };
        assert_eq!(asked("POST", "/?x=1"), Ok(()));
        assert_eq!(asked("POST", "/api/problems/delete"), Err(404));
        for method in ["GET", "HEAD", "OPTIONS", "PUT", "DELETE"] {
            assert_eq!(asked(method, "/"), Err(405), "{method}");
        }
        let limit = BODY_LIMIT.to_string();
        assert_eq!(sent(&[("content-length", &limit)]), 200);
        let more = (BODY_LIMIT + 1).to_string();
        assert_eq!(sent(&[("content-length", &more)]), 413);
    }
}
