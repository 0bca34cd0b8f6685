//! What the application's visitors ask for: Clerk's frontend API, as far as pages without Clerk's
//! own scripts need it.

use crate::{
    cookies::Cookie,
    keys::KeysError,
    pages,
    provider::{Provider, client_cookie},
    settings::NonceUse,
    signing_key::SigningKey,
    tokens::{self, Signature},
    wire::failure,
};
use axum::{
    Json,
    extract::{Query, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use gitgud::auth::cookies::{HANDSHAKE, HANDSHAKE_NONCE};
use serde::Deserialize;
use serde_json::{Value, json};

/// Handshakes above this size, in bytes, do not go into an address when the application can fetch
/// them.
const LARGE: usize = 2048;

/// `GET /.well-known/jwks.json`, and with the secret `GET /v1/jwks`: the public keys.
pub async fn key_set(State(provider): State<Provider>) -> Json<Value> {
    let keys = provider.key_ring().published();
    let keys: Vec<Value> = keys
        .iter()
        .map(|key: &_| SigningKey::public_jwk(key))
        .collect();
    Json(json!({"keys": keys}))
}

/// `POST /v1/dev_browser`: a browser nobody is signed in in.
pub async fn dev_browser(State(provider): State<Provider>) -> Json<Value> {
    let id = provider.store(crate::store::Store::new_client);
    Json(json!({"id": id}))
}

/// How the application asks for its cookies. It sends what else it knows, such as
/// `suffixed_cookies` and the token there is; the answer has both kinds of names in any case, and a
/// token that may have leaked says nothing about the browser that shows it.
#[derive(Deserialize)]
pub struct Handshake {
    redirect_url: Option<String>,
    format: Option<String>,
    #[serde(rename = "__clerk_db_jwt")]
    dev_browser: Option<String>,
}

/// `GET /v1/client/handshake`: sends the browser back with the cookies that fit whoever is signed
/// in there, in a signed token or with a nonce to fetch them by.
pub async fn handshake(
    State(provider): State<Provider>,
    Query(request): Query<Handshake>,
    headers: HeaderMap,
) -> Response {
    let redirect = request.redirect_url.as_deref().unwrap_or_default();
    let Some(mut url) = provider.allowed_redirect(redirect) else {
        return pages::refused_redirect(&provider, redirect);
    };
    let id = provider
        .client_id(request.dev_browser.as_deref(), &headers)
        .unwrap_or_else(|| provider.store(crate::store::Store::new_client));
    let origin = url.origin().ascii_serialization();
    let wants_nonce = request.format.as_deref() == Some("nonce");
    let answer = provider
        .handshake_cookies(&id, &origin)
        .and_then(|cookies| transport(&provider, &cookies, wants_nonce));
    let (name, value) = match answer {
        Ok(answer) => answer,
        Err(error) => return failure(&error),
    };
    url.query_pairs_mut().append_pair(name, &value);
    let headers = (
        HeaderValue::try_from(String::from(url)),
        HeaderValue::try_from(client_cookie(&id)),
    );
    let (Ok(location), Ok(cookie)) = headers else {
        return StatusCode::BAD_REQUEST.into_response();
    };
    (
        StatusCode::TEMPORARY_REDIRECT,
        [(header::LOCATION, location), (header::SET_COOKIE, cookie)],
    )
        .into_response()
}

/// The query parameter that brings the cookies back.
fn transport(
    provider: &Provider,
    cookies: &[Cookie],
    wants_nonce: bool,
) -> Result<(&'static str, String), KeysError> {
    let now = provider.clock.seconds();
    let directives: Vec<String> = cookies.iter().map(Cookie::directive).collect();
    let key = provider.signing_key();
    let claims = tokens::handshake_claims(&directives, now);
    let token = tokens::mint(&key, Signature::Own, &tokens::header(&key), &claims)?;
    let by_nonce = wants_nonce
        && match provider.settings().nonce {
            NonceUse::Always => true,
            NonceUse::Large => token.len() > LARGE,
            NonceUse::Never => false,
        };
    if by_nonce {
        let nonce = provider.store(|store| store.keep_handshake(directives, now));
        return Ok((HANDSHAKE_NONCE, nonce));
    }
    Ok((HANDSHAKE, token))
}
