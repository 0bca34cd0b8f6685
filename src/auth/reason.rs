//! Why somebody is not signed in, in the codes Clerk's own libraries use.

use std::fmt;

/// Why a request carries no valid session. The codes are public: clients and logs rely on them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
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
    /// A development browser has just come back from the sign-in page.
    DevBrowserSync,
}

impl Reason {
    /// The code, such as `token-expired`.
    pub const fn as_str(self) -> &'static str {
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
            Self::DevBrowserSync => "dev-browser-sync",
        }
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}
