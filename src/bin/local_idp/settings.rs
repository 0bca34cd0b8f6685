//! What can be set when the provider is started, and what tests may change while it runs.

use serde::{Deserialize, Serialize};

/// How tokens and handshakes are made.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Settings {
    /// Leave the origin out of tokens made on a navigation, as Clerk does.
    pub omit_azp: bool,
    /// How long a session token lives, in seconds.
    pub token_lifetime: i64,
    /// When a handshake is to be fetched with a nonce.
    pub nonce: NonceUse,
}

/// When a handshake is to be fetched with a nonce, if the application has asked for one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum NonceUse {
    /// Whatever its size.
    Always,
    /// When it is larger than 2 KB.
    Large,
    /// It stands in the address, whatever its size.
    Never,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            omit_azp: false,
            token_lifetime: 60,
            nonce: NonceUse::Large,
        }
    }
}

/// What is out of order.
#[derive(Clone, Copy, Debug, Default, Serialize)]
pub struct Outage {
    /// Both key sets.
    pub jwks: bool,
    /// The backend API but for its key set.
    pub backend: bool,
    /// Everything but `/test/…`.
    pub all: bool,
}

impl Outage {
    /// Whether nothing but 503 is answered at this path.
    pub fn concerns(self, path: &str) -> bool {
        let jwks = matches!(path, "/v1/jwks" | "/.well-known/jwks.json");
        let backend = ["/v1/clients/", "/v1/sessions/", "/v1/users"]
            .iter()
            .any(|start| path.starts_with(start));
        let all = !path.starts_with("/test/");
        (self.jwks && jwks) || (self.backend && backend) || (self.all && all)
    }
}
