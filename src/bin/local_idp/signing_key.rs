//! The keys tokens are signed with: the folder's, and those that tests rotate to.

use crate::{
    keys::{KeysError, hex},
    tokens::Fields,
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use rsa::{
    RsaPrivateKey, RsaPublicKey,
    pkcs1v15::{self, VerifyingKey},
    pkcs8::{EncodePublicKey, LineEnding},
    rand_core::OsRng,
    sha2::{Digest, Sha256},
    signature::Verifier,
    traits::PublicKeyParts,
};
use serde_json::{Value, json};
use std::sync::Arc;

/// Clerk's libraries can take apart keys of this size only.
const BITS: usize = 2048;

/// A key pair and its name: RSA-2048 with the usual exponent 65537.
pub struct SigningKey {
    private: RsaPrivateKey,
    id: String,
}

impl SigningKey {
    /// The `kid` is made from the key, so that a new key has a new one.
    ///
    /// # Errors
    /// When the library cannot encode its own key.
    pub fn new(private: RsaPrivateKey) -> Result<Self, KeysError> {
        let der = RsaPublicKey::from(&private)
            .to_public_key_der()
            .map_err(|error| KeysError::Rsa(error.to_string()))?;
        let digest = Sha256::digest(der.as_bytes());
        let id = format!("ins_local_{}", hex(digest.get(..10).unwrap_or_default()));
        Ok(Self { private, id })
    }

    /// A new one.
    ///
    /// # Errors
    /// When the system gives no randomness.
    pub fn generate() -> Result<Self, KeysError> {
        let private = RsaPrivateKey::new(&mut OsRng, BITS);
        Self::new(private.map_err(|error| KeysError::Rsa(error.to_string()))?)
    }

    /// What goes into `kid`.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The half that signs.
    pub fn private(&self) -> &RsaPrivateKey {
        &self.private
    }

    /// The public half as `CLERK_JWT_KEY` has it.
    ///
    /// # Errors
    /// When the library cannot encode its own key.
    pub fn public_pem(&self) -> Result<String, KeysError> {
        RsaPublicKey::from(&self.private)
            .to_public_key_pem(LineEnding::LF)
            .map(|pem| pem.trim_end().to_owned())
            .map_err(|error| KeysError::Rsa(error.to_string()))
    }

    /// The public half as a key set has it.
    pub fn public_jwk(&self) -> Value {
        json!({
            "kty": "RSA",
            "use": "sig",
            "alg": "RS256",
            "kid": self.id,
            "n": URL_SAFE_NO_PAD.encode(self.private.n().to_bytes_be()),
            "e": URL_SAFE_NO_PAD.encode(self.private.e().to_bytes_be()),
        })
    }

    /// The claims of a token that this key has signed, whether or not it has ended.
    pub fn claims_of(&self, token: &str) -> Option<Fields> {
        let (signed, signature) = token.rsplit_once('.')?;
        let signature = URL_SAFE_NO_PAD.decode(signature).ok()?;
        let signature = pkcs1v15::Signature::try_from(signature.as_slice()).ok()?;
        VerifyingKey::<Sha256>::new(RsaPublicKey::from(&self.private))
            .verify(signed.as_bytes(), &signature)
            .ok()?;
        let payload = URL_SAFE_NO_PAD.decode(signed.split_once('.')?.1).ok()?;
        serde_json::from_slice(&payload).ok()
    }
}

/// The key in use, and what else the key set shows.
pub struct KeyRing {
    of_folder: Arc<SigningKey>,
    current: Arc<SigningKey>,
    kept: Vec<Arc<SigningKey>>,
}

impl KeyRing {
    /// Signs with the folder's key.
    pub fn new(of_folder: Arc<SigningKey>) -> Self {
        Self {
            current: Arc::clone(&of_folder),
            of_folder,
            kept: Vec::new(),
        }
    }

    /// What signs now.
    pub fn current(&self) -> Arc<SigningKey> {
        Arc::clone(&self.current)
    }

    /// What the key set shows, the current one first.
    pub fn published(&self) -> Vec<Arc<SigningKey>> {
        let mut keys = vec![Arc::clone(&self.current)];
        keys.extend(self.kept.iter().map(Arc::clone));
        keys
    }

    /// Signs with another key from now on. The key set shows what it showed before too, or only
    /// the new one.
    pub fn rotate(&mut self, key: SigningKey, keep_old: bool) {
        self.kept = if keep_old {
            self.published()
        } else {
            Vec::new()
        };
        self.current = Arc::new(key);
    }

    /// Signs with the folder's key again, and shows no other.
    pub fn restore(&mut self) {
        *self = Self::new(Arc::clone(&self.of_folder));
    }
}
