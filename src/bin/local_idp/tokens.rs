//! Tokens as Clerk makes them, and deliberately wrong ones for tests.

use crate::{
    keys::{self, Keys, KeysError},
    provider::Person,
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::Utc;
use ring::hmac;
use rsa::{
    RsaPrivateKey,
    pkcs1v15::SigningKey,
    sha2::{Sha256, Sha384, Sha512},
    signature::{SignatureEncoding, Signer},
};
use serde::Deserialize;
use serde_json::{Map, Value, json};
use std::sync::OnceLock;

/// The class of session and handshake tokens.
const CATEGORY_SESSION: &str = "cl_B7d4PD111AAA";
/// How long a session token lives, in seconds. Clerk's live for a minute and are renewed all the
/// time; these are not renewed.
pub const LIFETIME: i64 = 60 * 60;

/// Fields of a token's header or payload.
pub type Fields = Map<String, Value>;

/// The header of a good token.
pub fn header(keys: &Keys) -> Fields {
    fields(json!({
        "alg": "RS256", "typ": "JWT", "kid": keys.key_id(), "cat": CATEGORY_SESSION,
    }))
}

/// The claims of a good session token that ends after so many seconds.
pub fn session_claims(
    issuer: &str,
    person: &Person,
    session_id: &str,
    authorized_party: &str,
    lifetime: i64,
) -> Fields {
    let now = Utc::now().timestamp();
    fields(json!({
        "iss": issuer,
        "sub": person.id,
        "sid": session_id,
        "azp": authorized_party,
        "iat": now,
        "nbf": now - 10,
        "exp": now.saturating_add(lifetime),
        "jti": format!("{:032x}", rand::random::<u128>()),
        "v": 2,
        "sts": "active",
        "fva": [0, -1],
        "name": person.name,
    }))
}

/// The claims of a handshake token.
pub fn handshake_claims(directives: &[String]) -> Fields {
    fields(json!({ "handshake": directives }))
}

/// Whose key signs.
#[derive(Clone, Copy, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Signature {
    /// The provider's.
    #[default]
    Own,
    /// One the application does not know.
    Foreign,
}

/// Signs a token the way its own `alg` says. `none` leaves the signature empty, `HS256` uses the
/// text of the public key as the shared secret (the classic forgery), RS384 and RS512 are real, and
/// everything else is signed as RS256 in spite of its name.
///
/// # Errors
/// When a key cannot be made or encoded.
pub fn mint(
    keys: &Keys,
    signature: Signature,
    header: &Fields,
    claims: &Fields,
) -> Result<String, KeysError> {
    let encode = |fields: &Fields| URL_SAFE_NO_PAD.encode(Value::from(fields.clone()).to_string());
    let signed = format!("{}.{}", encode(header), encode(claims));
    let message = signed.as_bytes();
    let key = match signature {
        Signature::Own => &keys.signing_key,
        Signature::Foreign => foreign_key()?,
    };
    let signature = match header.get("alg").and_then(Value::as_str) {
        Some("none") => Vec::new(),
        Some("HS256") => {
            let secret = hmac::Key::new(hmac::HMAC_SHA256, keys.public_pem()?.as_bytes());
            hmac::sign(&secret, message).as_ref().to_vec()
        }
        Some("RS384") => SigningKey::<Sha384>::new(key.clone())
            .sign(message)
            .to_vec(),
        Some("RS512") => SigningKey::<Sha512>::new(key.clone())
            .sign(message)
            .to_vec(),
        _ => SigningKey::<Sha256>::new(key.clone())
            .sign(message)
            .to_vec(),
    };
    Ok(format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature)))
}

fn foreign_key() -> Result<&'static RsaPrivateKey, KeysError> {
    static KEY: OnceLock<RsaPrivateKey> = OnceLock::new();
    if let Some(key) = KEY.get() {
        return Ok(key);
    }
    let key = keys::generate()?;
    Ok(KEY.get_or_init(|| key))
}

fn fields(value: Value) -> Fields {
    match value {
        Value::Object(fields) => fields,
        _ => Fields::new(),
    }
}
