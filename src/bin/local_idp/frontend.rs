//! What the application's visitors ask for: Clerk's frontend API, as far as pages without Clerk's
//! own scripts need it.

use crate::{
    pages,
    provider::{Client, Provider, client_id},
    tokens::{self, Signature},
};
use axum::{
    Json,
    extract::{Query, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use gitgud::auth::handshake::{DEV_BROWSER, HANDSHAKE};
use reqwest::Url;
use rsa::traits::PublicKeyParts;
use serde::Deserialize;
use serde_json::{Value, json};

/// `GET /.well-known/jwks.json`: the public key.
pub async fn key_set(State(provider): State<Provider>) -> Json<Value> {
    let key = &provider.keys.signing_key;
    Json(json!({"keys": [{
        "kty": "RSA",
        "use": "sig",
        "alg": "RS256",
        "kid": provider.keys.key_id(),
        "n": URL_SAFE_NO_PAD.encode(key.n().to_bytes_be()),
        "e": URL_SAFE_NO_PAD.encode(key.e().to_bytes_be()),
    }]}))
}

/// How the application asks for its cookies.
#[derive(Deserialize)]
pub struct Handshake {
    redirect_url: Option<String>,
    #[serde(rename = "__clerk_db_jwt")]
    dev_browser: Option<String>,
}

/// `GET /v1/client/handshake`: sends the browser back with the cookies that fit whoever is signed
/// in there, in a signed token. The answer is always of the form `token`.
pub async fn handshake(
    State(provider): State<Provider>,
    Query(request): Query<Handshake>,
    headers: HeaderMap,
) -> Response {
    let redirect = request.redirect_url.as_deref().unwrap_or_default();
    let Some(mut url) = provider.allowed_redirect(redirect) else {
        return pages::refused_redirect(&provider, redirect);
    };
    let id = request.dev_browser.or_else(|| client_id(&headers));
    let client = id.as_ref().and_then(|id| provider.client(id));
    let token = directives(&provider, id.as_deref(), &client.unwrap_or_default(), &url).and_then(
        |directives| {
            let header = tokens::header(&provider.keys);
            let claims = tokens::handshake_claims(&directives);
            tokens::mint(&provider.keys, Signature::Own, &header, &claims)
        },
    );
    let Ok(token) = token else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    url.query_pairs_mut().append_pair(HANDSHAKE, &token);
    match HeaderValue::try_from(String::from(url)) {
        Ok(location) => (
            StatusCode::TEMPORARY_REDIRECT,
            [(header::LOCATION, location)],
        )
            .into_response(),
        Err(_) => StatusCode::BAD_REQUEST.into_response(),
    }
}

/// The application's cookies, each under its plain name and under the one with the suffix.
fn directives(
    provider: &Provider,
    client_id: Option<&str>,
    client: &Client,
    redirect: &Url,
) -> Result<Vec<String>, crate::keys::KeysError> {
    const YEAR: &str = "Max-Age=31536000";
    let mut cookies: Vec<(&str, String, &str)> = Vec::new();
    if let Some(session) = &client.session {
        let claims = tokens::session_claims(
            &provider.issuer(),
            &session.person,
            &session.id,
            &redirect.origin().ascii_serialization(),
            tokens::LIFETIME,
        );
        let header = tokens::header(&provider.keys);
        let token = tokens::mint(&provider.keys, Signature::Own, &header, &claims)?;
        cookies.push(("__session", token, YEAR));
        cookies.push(("__client_uat", client.changed_at.to_string(), YEAR));
    } else {
        cookies.push(("__session", String::new(), "Max-Age=0"));
        cookies.push(("__client_uat", "0".to_owned(), YEAR));
    }
    if let Some(id) = client_id.filter(|_| client.changed_at > 0) {
        cookies.push((DEV_BROWSER, id.to_owned(), YEAR));
    }
    let suffix = provider.cookie_suffix();
    Ok(cookies
        .into_iter()
        .flat_map(|(name, value, age)| {
            [name.to_owned(), format!("{name}_{suffix}")]
                .map(|name| format!("{name}={value}; Path=/; SameSite=Lax; {age}"))
        })
        .collect())
}
