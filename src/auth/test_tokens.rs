//! Session tokens for tests, signed with keys made for this run. Used by the unit tests and, as a
//! file of its own, by the tests of the whole application.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot make its token has failed"
)]

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use rsa::{
    RsaPrivateKey,
    pkcs1v15::SigningKey,
    pkcs8::{EncodePublicKey, LineEnding},
    rand_core::OsRng,
    sha2::Sha256,
    signature::{SignatureEncoding, Signer},
};
use serde_json::{Map, Value, json};
use std::{
    sync::OnceLock,
    time::{SystemTime, UNIX_EPOCH},
};

/// The instance that a [`Token`] is made by: the one of the local identity provider.
pub const PUBLISHABLE_KEY: &str = "pk_test_MTI3LjAuMC4xOjQ0NTUk";
/// What its tokens name as issuer.
pub const ISSUER: &str = "https://127.0.0.1:4455";
/// The origin of the application that tokens are made for.
pub const APP_ORIGIN: &str = "http://localhost:3000";
/// The `kid` of its tokens.
pub const KEY_ID: &str = "ins_test";
/// The class of session and handshake tokens.
pub const CATEGORY_SESSION: &str = "cl_B7d4PD111AAA";

/// The instance's key.
pub fn instance_key() -> &'static RsaPrivateKey {
    static KEY: OnceLock<RsaPrivateKey> = OnceLock::new();
    KEY.get_or_init(new_key)
}

/// Somebody else's key.
pub fn foreign_key() -> &'static RsaPrivateKey {
    static KEY: OnceLock<RsaPrivateKey> = OnceLock::new();
    KEY.get_or_init(new_key)
}

fn new_key() -> RsaPrivateKey {
    RsaPrivateKey::new(&mut OsRng, 2048).unwrap()
}

/// The instance's public key, as `CLERK_JWT_KEY` has it.
pub fn instance_pem() -> String {
    instance_key()
        .to_public_key()
        .to_public_key_pem(LineEnding::LF)
        .unwrap()
}

/// The RS256 signature of a message.
pub fn sign(key: &RsaPrivateKey, message: &[u8]) -> Vec<u8> {
    SigningKey::<Sha256>::new(key.clone())
        .sign(message)
        .to_vec()
}

/// Seconds since 1970.
pub fn now() -> i64 {
    let since_1970 = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    i64::try_from(since_1970.as_secs()).unwrap()
}

fn object(value: Value) -> Map<String, Value> {
    value.as_object().unwrap().clone()
}

/// A session token that is not signed yet.
#[derive(Clone)]
pub struct Token {
    header: Map<String, Value>,
    claims: Map<String, Value>,
}

impl Token {
    /// A good one of this person (`ada` is `user_ada`), made now.
    pub fn of(user: &str) -> Self {
        Self::made_at(now(), user)
    }

    /// A good one of this person, made at this second since 1970.
    pub fn made_at(now: i64, user: &str) -> Self {
        Self {
            header: object(json!({
                "alg": "RS256", "typ": "JWT", "kid": KEY_ID, "cat": CATEGORY_SESSION,
            })),
            claims: object(json!({
                "iss": ISSUER, "sub": format!("user_{user}"), "sid": format!("sess_{user}"),
                "azp": APP_ORIGIN, "iat": now, "nbf": now - 10, "exp": now + 60, "v": 2,
                "sts": "active", "fva": [0, -1], "jti": format!("{user}-{now}"), "name": user,
            })),
        }
    }

    /// With this header field instead.
    pub fn header(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.header.insert(name.to_owned(), value.into());
        self
    }

    /// With this claim instead.
    pub fn claim(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.claims.insert(name.to_owned(), value.into());
        self
    }

    /// Without this header field.
    pub fn without_header(mut self, name: &str) -> Self {
        self.header.remove(name);
        self
    }

    /// Without this claim.
    pub fn without_claim(mut self, name: &str) -> Self {
        self.claims.remove(name);
        self
    }

    /// Signed by the instance.
    pub fn sign(&self) -> String {
        self.sign_with(instance_key())
    }

    /// Signed by somebody else.
    pub fn sign_with_foreign_key(&self) -> String {
        self.sign_with(foreign_key())
    }

    /// With an empty signature.
    pub fn unsigned(&self) -> String {
        format!("{}.", self.signing_input())
    }

    fn sign_with(&self, key: &RsaPrivateKey) -> String {
        let signed = self.signing_input();
        let signature = URL_SAFE_NO_PAD.encode(sign(key, signed.as_bytes()));
        format!("{signed}.{signature}")
    }

    fn signing_input(&self) -> String {
        let encode =
            |part: &Map<_, _>| URL_SAFE_NO_PAD.encode(Value::from(part.clone()).to_string());
        format!("{}.{}", encode(&self.header), encode(&self.claims))
    }
}

/// A token out of any header and payload, JSON or not, signed by the instance.
pub fn sign_text(header: &str, payload: &str) -> String {
    let signed = format!(
        "{}.{}",
        URL_SAFE_NO_PAD.encode(header),
        URL_SAFE_NO_PAD.encode(payload)
    );
    let signature = URL_SAFE_NO_PAD.encode(sign(instance_key(), signed.as_bytes()));
    format!("{signed}.{signature}")
}
