//! What may be wrong with the identity settings, each in one line.

use super::rsa_key::PublicKeyError;
use std::fmt;

/// One thing that is wrong with the settings.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ConfigProblem {
    /// A setting nothing works without.
    #[error("{0} is not set")]
    Missing(&'static str),
    /// `CLERK_PUBLISHABLE_KEY` has another form.
    #[error("CLERK_PUBLISHABLE_KEY is not a key of the form pk_test_… or pk_live_…")]
    PublishableKey,
    /// `CLERK_SECRET_KEY` has another form.
    #[error("CLERK_SECRET_KEY is not a key of the form sk_test_… or sk_live_…")]
    SecretKey,
    /// The two keys cannot be of one instance.
    #[error("CLERK_PUBLISHABLE_KEY and CLERK_SECRET_KEY mix a test and a live instance")]
    MixedInstances,
    /// `CLERK_JWT_KEY` cannot be used.
    #[error("CLERK_JWT_KEY {0}")]
    JwtKey(PublicKeyError),
    /// A setting that has to be a URL.
    #[error("{0} is not an http or https URL")]
    Url(&'static str),
    /// A setting that is on or off.
    #[error("{0} is neither 1 nor 0")]
    Switch(&'static str),
    /// Plain http beyond this machine, or with a live instance.
    #[error("{0} must be https")]
    Insecure(&'static str),
    /// A local identity provider nobody asked for.
    #[error("{0} is on this machine; set ALLOW_LOCAL_IDP=1 only where that is meant")]
    LocalProvider(&'static str),
    /// A local identity provider together with a live instance.
    #[error("a live instance (pk_live_…) cannot be used with ALLOW_LOCAL_IDP or a local provider")]
    LocalProviderWithLiveKey,
    /// An address on this machine together with a live instance.
    #[error("{0} is on this machine, which a live instance (pk_live_…) cannot be used with")]
    LocalWithLiveKey(&'static str),
    /// A live instance that would accept tokens for anybody.
    #[error("CLERK_AUTHORIZED_PARTIES must name at least one origin with a live instance")]
    NoAuthorizedParty,
    /// A webhook could be forged, or none would ever be taken.
    #[error(
        "CLERK_WEBHOOK_SIGNING_SECRET holds something that is not a signing secret (whsec_ and at least 16 bytes as base64)"
    )]
    WebhookSecret,
    /// Not of the form a browser gives an origin, so that no token could match it.
    #[error("{setting}: `{origin}` is not an origin such as https://example.com")]
    Origin {
        /// Where it stands.
        setting: &'static str,
        /// What stands there.
        origin: String,
    },
}

/// Everything that is wrong with the settings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigProblems(pub Vec<ConfigProblem>);

impl fmt::Display for ConfigProblems {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, problem) in self.0.iter().enumerate() {
            let separator = if index == 0 { "" } else { "\n" };
            write!(formatter, "{separator}{problem}")?;
        }
        Ok(())
    }
}

impl std::error::Error for ConfigProblems {}
