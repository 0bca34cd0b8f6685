//! Tokens as Clerk makes them, and deliberately wrong ones for tests.

use crate::{keys::KeysError, people::Person, signing_key::SigningKey};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use ring::hmac;
use rsa::{
    pkcs1v15::SigningKey as Pkcs1,
    sha2::{Sha256, Sha384, Sha512},
    signature::{SignatureEncoding, Signer},
};
use serde::Deserialize;
use serde_json::{Map, Value, json};
use std::sync::OnceLock;

/// The class of session and handshake tokens.
const CATEGORY_SESSION: &str = "cl_B7d4PD111AAA";
/// How long a handshake token is worth something, in seconds.
const HANDSHAKE_LIFETIME: i64 = 60;

/// Fields of a token's header or payload.
pub type Fields = Map<String, Value>;

/// The header of a good token.
pub fn header(key: &SigningKey) -> Fields {
    fields(json!({
        "alg": "RS256", "typ": "JWT", "kid": key.id(), "cat": CATEGORY_SESSION,
    }))
}

/// What a good session token says.
pub struct SessionClaims<'a> {
    /// `https://…`
    pub issuer: &'a str,
    /// Who.
    pub person: &'a Person,
    /// Such as `sess_…`.
    pub session_id: &'a str,
    /// The origin it is made for; real ones made on a navigation have none.
    pub authorized_party: Option<&'a str>,
    /// When the person signed in, in seconds since 1970.
    pub signed_in_at: i64,
    /// When it is made, in seconds since 1970.
    pub issued_at: i64,
    /// When it ends, in seconds since 1970.
    pub expires_at: i64,
}

impl SessionClaims<'_> {
    /// As a payload.
    pub fn fields(&self) -> Fields {
        let minutes = self.issued_at.saturating_sub(self.signed_in_at).max(0) / 60;
        let mut claims = fields(json!({
            "iss": self.issuer,
            "sub": self.person.id,
            "sid": self.session_id,
            "iat": self.issued_at,
            "nbf": self.issued_at.saturating_sub(10),
            "exp": self.expires_at,
            "jti": format!("{:032x}", rand::random::<u128>()),
            "v": 2,
            "sts": "active",
            "fva": [minutes, -1],
            "name": self.person.name(),
        }));
        if let Some(origin) = self.authorized_party {
            claims.insert("azp".to_owned(), origin.into());
        }
        claims
    }
}

/// The claims of a handshake token.
pub fn handshake_claims(directives: &[String], now: i64) -> Fields {
    fields(json!({
        "handshake": directives, "iat": now, "exp": now.saturating_add(HANDSHAKE_LIFETIME),
    }))
}

/// Puts other values in, or with `null` takes fields out.
pub fn change(fields: &mut Fields, overrides: Fields) {
    for (name, value) in overrides {
        if value.is_null() {
            fields.remove(&name);
        } else {
            fields.insert(name, value);
        }
    }
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
    own: &SigningKey,
    signature: Signature,
    header: &Fields,
    claims: &Fields,
) -> Result<String, KeysError> {
    let encode = |fields: &Fields| URL_SAFE_NO_PAD.encode(Value::from(fields.clone()).to_string());
    let signed = format!("{}.{}", encode(header), encode(claims));
    let message = signed.as_bytes();
    let key = match signature {
        Signature::Own => own,
        Signature::Foreign => foreign_key()?,
    }
    .private();
    let signature = match header.get("alg").and_then(Value::as_str) {
        Some("none") => Vec::new(),
        Some("HS256") => {
            let secret = hmac::Key::new(hmac::HMAC_SHA256, own.public_pem()?.as_bytes());
            hmac::sign(&secret, message).as_ref().to_vec()
        }
        Some("RS384") => Pkcs1::<Sha384>::new(key.clone()).sign(message).to_vec(),
        Some("RS512") => Pkcs1::<Sha512>::new(key.clone()).sign(message).to_vec(),
        _ => Pkcs1::<Sha256>::new(key.clone()).sign(message).to_vec(),
    };
    Ok(format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature)))
}

fn foreign_key() -> Result<&'static SigningKey, KeysError> {
    static KEY: OnceLock<SigningKey> = OnceLock::new();
    if let Some(key) = KEY.get() {
        return Ok(key);
    }
    let key = SigningKey::generate()?;
    Ok(KEY.get_or_init(|| key))
}

fn fields(value: Value) -> Fields {
    match value {
        Value::Object(fields) => fields,
        _ => Fields::new(),
    }
}
