//! Where the key comes from that a token must be signed with: one given key, or the instance's
//! key set, fetched from the backend API and cached.
//!
//! A key set is fetched by one request at a time. An unknown key id leads to a fetch at most once
//! per interval, so that made-up tokens cannot drive traffic; a failed fetch is not repeated
//! for a while; and an old set goes on working while the provider is down.

use super::{
    backend::{API_VERSION, read_at_most},
    config::ClerkConfig,
    rsa_key::PublicKey,
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use reqwest::{Client, StatusCode};
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;
use serde_json::Value;
use std::{
    collections::HashMap,
    sync::{Arc, PoisonError, RwLock},
    time::{Duration, Instant},
};
use tokio::sync::Mutex;

/// Larger answers are refused.
const LARGEST_KEY_SET: usize = 1024 * 1024;
/// Longer key ids are not looked up.
const LONGEST_KEY_ID: usize = 128;

/// Why there is no key for a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// The instance has no such key: the token is not its own.
    #[error("no key of the instance carries this key id")]
    UnknownKeyId,
    /// The keys could not be had, so nothing can be said about the token.
    #[error("the keys of the identity provider cannot be had")]
    Unavailable,
}

/// How long key sets are used and how often they are asked for.
#[derive(Clone, Copy, Debug)]
pub struct KeySetPolicy {
    /// A set this old is fetched again.
    pub fresh_for: Duration,
    /// A set this old is not used, even if no newer one can be had.
    pub usable_for: Duration,
    /// A set younger than this is not fetched again for the sake of an unknown key id.
    pub unknown_key_interval: Duration,
    /// How long after a failed fetch no other is tried.
    pub failure_pause: Duration,
    /// How long one fetch may take in all.
    pub timeout: Duration,
}

impl Default for KeySetPolicy {
    fn default() -> Self {
        Self {
            fresh_for: Duration::from_hours(1),
            usable_for: Duration::from_hours(24),
            unknown_key_interval: Duration::from_secs(30),
            failure_pause: Duration::from_secs(10),
            timeout: Duration::from_secs(3),
        }
    }
}

/// The source of the instance's keys.
#[derive(Clone)]
pub enum Keys {
    /// One given key for every token; the key id is not looked at. Needs no network while tokens
    /// are signed with it; the key set is for when the instance has a new one.
    Given(Arc<PublicKey>, Arc<KeySet>),
    /// The key set of the backend API.
    Fetched(Arc<KeySet>),
}

impl Keys {
    /// The key of `CLERK_JWT_KEY` if that is set, else the key set.
    pub fn new(config: &ClerkConfig, http: Client) -> Self {
        let set = Arc::new(KeySet::new(
            http,
            format!("{}/v1/jwks", config.api_url),
            config.secret_key.clone(),
            KeySetPolicy::default(),
        ));
        match &config.jwt_key {
            Some(key) => Self::Given(Arc::new(key.clone()), set),
            None => Self::Fetched(set),
        }
    }

    /// The key a token with this key id must be signed with.
    ///
    /// # Errors
    /// See [`KeyError`]; only [`KeyError::UnknownKeyId`] is the token's fault.
    pub async fn find(&self, key_id: Option<&str>) -> Result<Arc<PublicKey>, KeyError> {
        match self {
            Self::Given(key, _) => Ok(Arc::clone(key)),
            Self::Fetched(keys) => keys.find(key_id).await,
        }
    }

    /// The key that has taken the place of the given one, for a token the given one did not sign.
    /// Without it a rotated key would lock everybody out until somebody changes `CLERK_JWT_KEY`.
    pub async fn successor(&self, key_id: Option<&str>) -> Option<Arc<PublicKey>> {
        let Self::Given(given, set) = self else {
            return None;
        };
        let key = set.find(key_id).await.ok().filter(|key| key != given)?;
        tracing::warn!("CLERK_JWT_KEY is out of date: the instance signs with another key");
        Some(key)
    }
}

/// The keys of an instance by their ids, as last fetched.
pub struct KeySet {
    http: Client,
    url: String,
    secret_key: SecretString,
    policy: KeySetPolicy,
    cache: RwLock<Cache>,
    /// Held by the one request that fetches.
    fetching: Mutex<()>,
}

#[derive(Clone, Default)]
struct Cache {
    keys: Arc<HashMap<String, Arc<PublicKey>>>,
    fetched_at: Option<Instant>,
    failed_at: Option<Instant>,
}

/// What the cache says about a key id.
enum Lookup {
    Found(Arc<PublicKey>),
    /// Found in a set that is due to be replaced.
    Stale(Arc<PublicKey>),
    Unknown,
    /// Not in the set, and a newer set may be asked for.
    FetchFirst,
    Unavailable,
}

impl KeySet {
    /// A key set nothing has been fetched of yet.
    pub fn new(http: Client, url: String, secret_key: SecretString, policy: KeySetPolicy) -> Self {
        Self {
            http,
            url,
            secret_key,
            policy,
            cache: RwLock::default(),
            fetching: Mutex::default(),
        }
    }

    /// The key with this id.
    ///
    /// # Errors
    /// See [`KeyError`].
    pub async fn find(self: &Arc<Self>, key_id: Option<&str>) -> Result<Arc<PublicKey>, KeyError> {
        let Some(key_id) = key_id.filter(|id| is_key_id(id)) else {
            return Err(KeyError::UnknownKeyId);
        };
        let stale = match self.look_up(key_id) {
            Lookup::Found(key) => return Ok(key),
            Lookup::Unknown => return Err(KeyError::UnknownKeyId),
            Lookup::Unavailable => return Err(KeyError::Unavailable),
            Lookup::Stale(key) => Some(key),
            Lookup::FetchFirst => None,
        };
        if let Some(key) = &stale
            && self.fetching.try_lock().is_err()
        {
            return Ok(Arc::clone(key));
        }
        // In a task of its own: a visitor who goes away must not undo the fetch for all others.
        let fetch = tokio::spawn({
            let (this, key_id) = (Arc::clone(self), key_id.to_owned());
            async move { this.fetch_if_still_needed(&key_id).await }
        });
        if fetch.await.is_err() {
            return stale.ok_or(KeyError::Unavailable);
        }
        match self.look_up(key_id) {
            Lookup::Found(key) | Lookup::Stale(key) => Ok(key),
            Lookup::Unknown => Err(KeyError::UnknownKeyId),
            Lookup::FetchFirst | Lookup::Unavailable => Err(KeyError::Unavailable),
        }
    }

    fn look_up(&self, key_id: &str) -> Lookup {
        let cache = self.snapshot();
        let within = |moment: Option<Instant>, limit| moment.is_some_and(|at| at.elapsed() < limit);
        let fresh = within(cache.fetched_at, self.policy.fresh_for);
        let usable = within(cache.fetched_at, self.policy.usable_for);
        let pausing = within(cache.failed_at, self.policy.failure_pause);
        match cache.keys.get(key_id).filter(|_| usable) {
            Some(key) if fresh || pausing => Lookup::Found(Arc::clone(key)),
            Some(key) => Lookup::Stale(Arc::clone(key)),
            // An unknown id may be a new key: while the provider fails, nobody can tell.
            None if pausing => Lookup::Unavailable,
            None if within(cache.fetched_at, self.policy.unknown_key_interval) => Lookup::Unknown,
            None => Lookup::FetchFirst,
        }
    }

    async fn fetch_if_still_needed(&self, key_id: &str) {
        let _only_one = self.fetching.lock().await;
        if !matches!(self.look_up(key_id), Lookup::Stale(_) | Lookup::FetchFirst) {
            return;
        }
        let result = self.fetch().await;
        let now = Instant::now();
        let mut cache = self.cache.write().unwrap_or_else(PoisonError::into_inner);
        match result {
            Ok(keys) => {
                tracing::info!(keys = keys.len(), "identity keys fetched");
                *cache = Cache {
                    keys: Arc::new(keys),
                    fetched_at: Some(now),
                    failed_at: None,
                };
            }
            Err(error) => {
                tracing::warn!(error.cause = %error, "identity keys could not be fetched");
                cache.failed_at = Some(now);
            }
        }
    }

    fn snapshot(&self) -> Cache {
        self.cache
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    async fn fetch(&self) -> Result<HashMap<String, Arc<PublicKey>>, FetchError> {
        let response = self
            .http
            .get(&self.url)
            .header("clerk-api-version", API_VERSION)
            .bearer_auth(self.secret_key.expose_secret())
            .timeout(self.policy.timeout)
            .send()
            .await?;
        if response.status() != StatusCode::OK {
            return Err(FetchError::Status(response.status()));
        }
        let body = read_at_most(response, LARGEST_KEY_SET).await?;
        let body = body.ok_or(FetchError::TooLarge)?;
        let document: Document = serde_json::from_slice(&body)?;
        let keys: HashMap<_, _> = document.keys.iter().filter_map(usable_key).collect();
        if keys.is_empty() {
            return Err(FetchError::NoKeys);
        }
        Ok(keys)
    }
}

#[derive(Debug, thiserror::Error)]
enum FetchError {
    #[error("the request failed: {0}")]
    Http(#[from] reqwest::Error),
    #[error("the answer's status is {0}")]
    Status(StatusCode),
    #[error("the answer is larger than {LARGEST_KEY_SET} bytes")]
    TooLarge,
    #[error("the answer is no key set: {0}")]
    Json(#[from] serde_json::Error),
    #[error("the answer holds no usable key")]
    NoKeys,
}

#[derive(Deserialize)]
struct Document {
    keys: Vec<Value>,
}

/// A key that may sign session tokens, with its id. Others in the set are passed over.
fn usable_key(jwk: &Value) -> Option<(String, Arc<PublicKey>)> {
    let text = |name| jwk.get(name).and_then(Value::as_str);
    let absent_or = |name, value: &str| jwk.get(name).is_none_or(|found| found == value);
    if text("kty") != Some("RSA") || !absent_or("use", "sig") || !absent_or("alg", "RS256") {
        return None;
    }
    let key_id = text("kid").filter(|id| is_key_id(id))?;
    let number = |name| URL_SAFE_NO_PAD.decode(text(name)?).ok();
    let key = PublicKey::from_components(&number("n")?, &number("e")?).ok()?;
    Some((key_id.to_owned(), Arc::new(key)))
}

fn is_key_id(id: &str) -> bool {
    (1..=LONGEST_KEY_ID).contains(&id.len()) && id.bytes().all(|byte| byte.is_ascii_graphic())
}

#[cfg(test)]
#[path = "keys_tests.rs"]
mod tests;
