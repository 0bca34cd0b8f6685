//! Headers on every response and the check that a change was asked for by our own pages.

use crate::auth::model::{ClerkScript, SessionNote};
use axum::{
    extract::Request,
    http::{
        HeaderName, HeaderValue, Method, StatusCode,
        header::{
            CACHE_CONTROL, CONTENT_SECURITY_POLICY, HOST, ORIGIN, REFERRER_POLICY,
            STRICT_TRANSPORT_SECURITY, VARY, X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
        },
    },
    middleware::Next,
    response::{IntoResponse, Response},
};
use leptos::{nonce::use_nonce, prelude::use_context};

/// The policy of pages that carry scripts; `{nonce}` is new for every response. Clerk's own script,
/// where a page has it, comes from its host, talks to the frontend API, and keeps time in a worker
/// that it makes itself.
///
/// Browsers apply `form-action` to the redirects that follow a form, too: signing out, and a form whose
/// session is renewed first, lead by way of the provider (`provider`).
fn policy(nonce: &str, provider: &str, clerk: Option<&ClerkScript>) -> String {
    let (script, connect, worker) = clerk.map_or_else(Default::default, |clerk| {
        let ClerkScript {
            origin,
            frontend_url,
            ..
        } = clerk;
        (format!(" {origin}"), format!(" {frontend_url}"), " blob:")
    });
    format!(
        "default-src 'none'; script-src 'self' 'nonce-{nonce}' 'wasm-unsafe-eval'{script}; style-src 'self'; \
         img-src 'self' data:; connect-src 'self'{connect}; font-src 'self'; manifest-src 'self'; \
         worker-src 'self'{worker}; form-action 'self' {provider}; base-uri 'none'; frame-ancestors 'none'; object-src 'none'"
    )
}

/// The policy of everything else: nothing may be loaded from it.
const STRICTEST_POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'",
);

/// The policy of the service worker, which fetches what pages ask for.
pub const WORKER_POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; script-src 'self'; connect-src 'self'; base-uri 'none'; frame-ancestors 'none'",
);

/// The policy of a document without the app, and perhaps without any script.
pub fn styled_policy(provider: &str, with_script: bool) -> HeaderValue {
    let script = if with_script {
        " script-src 'self';"
    } else {
        ""
    };
    let policy = format!(
        "default-src 'none';{script} style-src 'self'; font-src 'self'; img-src 'self'; form-action 'self' {provider}; \
         base-uri 'none'; frame-ancestors 'none'"
    );
    HeaderValue::try_from(policy).unwrap_or(STRICTEST_POLICY)
}

/// Gives the page being rendered its policy, with the nonce of its scripts and the origins that its forms
/// may lead by.
pub fn set_content_security_policy(provider: &str) {
    let nonce = use_nonce();
    let clerk = use_context::<SessionNote>().and_then(|note| note.script);
    let response = use_context::<leptos_axum::ResponseOptions>();
    if let (Some(nonce), Some(response)) = (nonce, response)
        && let Ok(value) = HeaderValue::from_str(&policy(&nonce, provider, clerk.as_ref()))
    {
        response.insert_header(CONTENT_SECURITY_POLICY, value);
    }
}

/// Adds the security headers to every response. What a response says itself stays.
pub async fn add_headers(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let fixed: [(HeaderName, HeaderValue); 10] = [
        (CONTENT_SECURITY_POLICY, STRICTEST_POLICY),
        (X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
        (X_FRAME_OPTIONS, HeaderValue::from_static("DENY")),
        (
            REFERRER_POLICY,
            HeaderValue::from_static("strict-origin-when-cross-origin"),
        ),
        (
            STRICT_TRANSPORT_SECURITY,
            HeaderValue::from_static("max-age=63072000; includeSubDomains"),
        ),
        (
            HeaderName::from_static("cross-origin-opener-policy"),
            HeaderValue::from_static("same-origin"),
        ),
        (
            HeaderName::from_static("cross-origin-embedder-policy"),
            HeaderValue::from_static("credentialless"),
        ),
        (
            HeaderName::from_static("cross-origin-resource-policy"),
            HeaderValue::from_static("same-origin"),
        ),
        (
            HeaderName::from_static("permissions-policy"),
            HeaderValue::from_static(
                "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
            ),
        ),
        // Pages are about one person; files say otherwise themselves.
        (CACHE_CONTROL, HeaderValue::from_static("private, no-store")),
    ];
    let headers = response.headers_mut();
    for (name, value) in fixed {
        headers.entry(name).or_insert(value);
    }
    // A file is the same for everybody. Were it said to depend on the cookie, browsers would fetch it
    // again with every new session token, every minute.
    let for_everybody = headers
        .get(CACHE_CONTROL)
        .is_some_and(|value| value.as_bytes().starts_with(b"public"));
    let depends_on = if for_everybody {
        "accept-encoding"
    } else {
        "cookie"
    };
    headers.append(VARY, HeaderValue::from_static(depends_on));
    response
}

/// Lets a change through only when our own page, or something that is not a browser, asked for it.
///
/// Browsers say where a request comes from in `Sec-Fetch-Site`, older ones in `Origin`. A request
/// with neither carries no cookies that a foreign page could have borrowed.
pub async fn refuse_foreign_changes(request: Request, next: Next) -> Response {
    if is_foreign_change(&request) {
        tracing::warn!(
            http.path = request.uri().path(),
            "refused a change asked for by another site"
        );
        return (
            StatusCode::FORBIDDEN,
            "This change was asked for by another site.\n",
        )
            .into_response();
    }
    next.run(request).await
}

fn is_foreign_change(request: &Request) -> bool {
    if matches!(
        *request.method(),
        Method::GET | Method::HEAD | Method::OPTIONS
    ) {
        return false;
    }
    let text = |name: HeaderName| {
        request
            .headers()
            .get(name)
            .map(|value| value.to_str().unwrap_or("?"))
    };
    if let Some(site) = text(HeaderName::from_static("sec-fetch-site")) {
        return !matches!(site, "same-origin" | "none");
    }
    match (text(ORIGIN), text(HOST)) {
        (None, _) => false,
        (Some(origin), Some(host)) => {
            origin.split_once("://").map(|(_, origin)| origin) != Some(host)
        }
        (Some(_), None) => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::body::Body;

    fn foreign(method: &str, headers: &[(&str, &str)]) -> bool {
        let mut request = Request::builder().method(method).uri("/problems/new");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        is_foreign_change(&request.body(Body::empty()).unwrap())
    }

    #[test]
    fn our_own_pages_and_programs_may_change_things() {
        assert!(!foreign("POST", &[("sec-fetch-site", "same-origin")]));
        assert!(!foreign(
            "POST",
            &[
                ("origin", "http://localhost:3000"),
                ("host", "localhost:3000")
            ]
        ));
        assert!(!foreign("POST", &[("host", "localhost:3000")]));
    }

    #[test]
    fn other_sites_may_only_read() {
        for site in ["cross-site", "same-site", "nonsense"] {
            assert!(foreign("POST", &[("sec-fetch-site", site)]), "{site}");
            assert!(!foreign("GET", &[("sec-fetch-site", site)]), "{site}");
        }
        assert!(foreign(
            "POST",
            &[
                ("origin", "https://evil.example"),
                ("host", "localhost:3000")
            ]
        ));
        assert!(foreign(
            "DELETE",
            &[("origin", "null"), ("host", "localhost:3000")]
        ));
        assert!(foreign("POST", &[("origin", "http://localhost:3000")]));
    }
}
