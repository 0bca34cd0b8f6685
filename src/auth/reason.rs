//! Why somebody is not signed in, in the codes Clerk's own libraries use.

use std::{fmt, sync::Arc};

/// Longer error codes of the provider are not passed on.
const LONGEST_CODE: usize = 64;

/// Why a request carries no valid session. The codes are public: clients and logs rely on them.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Reason {
    /// The token is past its expiry.
    TokenExpired,
    /// The token cannot be read.
    TokenInvalid,
    /// Signed with something other than RS256.
    TokenInvalidAlgorithm,
    /// Made for another application (`azp`).
    TokenInvalidAuthorizedParties,
    /// Issued by another instance (`iss`).
    TokenInvalidIssuer,
    /// The signature is not the instance's.
    TokenInvalidSignature,
    /// Not valid yet (`nbf`).
    TokenNotActiveYet,
    /// Issued in the future (`iat`).
    TokenIatInTheFuture,
    /// A claim is missing or has the wrong form.
    TokenVerificationFailed,
    /// A genuine token, but not a session token.
    TokenTypeMismatch,
    /// No key of the instance carries the token's key id.
    JwkKidMismatch,
    /// Neither a session nor a trace of one.
    SessionTokenAndUatMissing,
    /// The handshake brought no session.
    SessionTokenMissing,
    /// A session cookie, but the client is marked as signed out.
    SessionTokenButNoClientUat,
    /// The client is marked as signed in, but there is no session cookie.
    ClientUatButNoSessionToken,
    /// The session cookie is older than the client's last change.
    SessionTokenIatBeforeClientUat,
    /// The session's token ran out, and could not be renewed here.
    SessionTokenExpired(NotRefreshed),
    /// The session's token is not valid yet.
    SessionTokenNbf,
    /// The session's token was issued in the future.
    SessionTokenIatInTheFuture,
    /// A development browser has just come back from the sign-in page.
    DevBrowserSync,
    /// With a development instance: a browser that the provider has never seen.
    DevBrowserMissing,
    /// Opened from another site: the session may have changed there.
    PrimaryDomainCrossOriginSync,
    /// Ours: somebody comes back from the portal, where they may have finished their sign-in.
    SessionPending,
    /// Ours: the session was ended here a moment ago.
    SessionEnded,
    /// Ours: the person was removed at the provider.
    UserRemoved,
    /// Ours: the page was made for somebody else than whom its request now comes from.
    ReaderChanged,
}

/// Why an expired token was not exchanged for a fresh one.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum NotRefreshed {
    /// Only what is read may be: a change is asked for again once the session is fresh.
    NonGet,
    /// The browser has nothing to exchange.
    NoRefreshCookie,
    /// What came back was no session of the same person.
    InvalidSessionToken,
    /// Nothing came back.
    Nothing,
    /// The provider could not be asked.
    Fetch,
    /// The provider answered something else than it should.
    UnexpectedAnswer,
    /// The provider's own code.
    Provider(Arc<str>),
}

impl NotRefreshed {
    /// An error code of the provider, if it is fit to stand in a header.
    pub fn provider(code: &str) -> Self {
        let fit = (1..=LONGEST_CODE).contains(&code.len())
            && code
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'));
        if fit {
            Self::Provider(code.into())
        } else {
            Self::UnexpectedAnswer
        }
    }

    fn code(&self) -> &str {
        match self {
            Self::NonGet => "non-eligible-non-get",
            Self::NoRefreshCookie => "non-eligible-no-refresh-cookie",
            Self::InvalidSessionToken => "invalid-session-token",
            Self::Nothing => "unexpected-sdk-error",
            Self::Fetch => "fetch-error",
            Self::UnexpectedAnswer => "unexpected-bapi-error",
            Self::Provider(code) => code,
        }
    }
}

impl Reason {
    /// Whether signing in is what is missing. Every other reason says that something does not fit,
    /// and whoever was sent to sign in for it would come back no better.
    pub const fn is_nobody(&self) -> bool {
        matches!(
            self,
            Self::SessionTokenAndUatMissing | Self::SessionTokenMissing | Self::SessionEnded
        )
    }

    const fn fixed(&self) -> &'static str {
        match self {
            Self::TokenExpired => "token-expired",
            Self::TokenInvalid => "token-invalid",
            Self::TokenInvalidAlgorithm => "token-invalid-algorithm",
            Self::TokenInvalidAuthorizedParties => "token-invalid-authorized-parties",
            Self::TokenInvalidIssuer => "token-invalid-issuer",
            Self::TokenInvalidSignature => "token-invalid-signature",
            Self::TokenNotActiveYet => "token-not-active-yet",
            Self::TokenIatInTheFuture => "token-iat-in-the-future",
            Self::TokenVerificationFailed => "token-verification-failed",
            Self::TokenTypeMismatch => "token-type-mismatch",
            Self::JwkKidMismatch => "jwk-kid-mismatch",
            Self::SessionTokenAndUatMissing => "session-token-and-uat-missing",
            Self::SessionTokenMissing => "session-token-missing",
            Self::SessionTokenButNoClientUat => "session-token-but-no-client-uat",
            Self::ClientUatButNoSessionToken => "client-uat-but-no-session-token",
            Self::SessionTokenIatBeforeClientUat => "session-token-iat-before-client-uat",
            Self::SessionTokenExpired(_) => "session-token-expired",
            Self::SessionTokenNbf => "session-token-nbf",
            Self::SessionTokenIatInTheFuture => "session-token-iat-in-the-future",
            Self::DevBrowserSync => "dev-browser-sync",
            Self::DevBrowserMissing => "dev-browser-missing",
            Self::PrimaryDomainCrossOriginSync => "primary-domain-cross-origin-sync",
            Self::SessionPending => "session-pending",
            Self::SessionEnded => "session-ended",
            Self::UserRemoved => "user-removed",
            Self::ReaderChanged => "reader-changed",
        }
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.fixed())?;
        match self {
            Self::SessionTokenExpired(why) => write!(formatter, "-refresh-{}", why.code()),
            _ => Ok(()),
        }
    }
}
