//! Session tokens: an RS256 JSON Web Token becomes a [`Session`], or a [`Reason`] why not.
//!
//! The order is fixed: form, header, signature, and only then the claims, so that nothing about
//! claims can be learnt with a forged token. The types hold it: claims are read from a
//! [`SignedToken`], and only a verified signature makes one. Whatever is read before
//! ([`UnverifiedToken`]) may choose between cookies or keys and never says who somebody is.

use super::{
    model::{User, UserId},
    reason::Reason,
    rsa_key::PublicKey,
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::{DateTime, TimeDelta, Utc};
use serde::{
    Deserialize, Deserializer,
    de::{self, MapAccess, Visitor},
};
use serde_json::{Map, Value};
use std::{fmt, time::Duration};

/// How far our clock and the issuer's may differ, in milliseconds; Clerk's default.
const CLOCK_SKEW: TimeDelta = TimeDelta::milliseconds(5_000);
/// How old a handshake's answer may be.
pub const HANDSHAKE_LIFETIME: TimeDelta = TimeDelta::minutes(5);
/// Longer ones are refused unread. A token lives in a cookie, which holds 4 KiB, or in a
/// handshake, which holds several cookies.
const LONGEST_TOKEN: usize = 32 * 1024;

/// `cat` values of Clerk's token classes.
const CATEGORY_SESSION: &str = "cl_B7d4PD111AAA";
const CATEGORY_TEMPLATE: &str = "cl_B7d4PD222AAA";
const CATEGORY_MACHINE: &str = "cl_B7d4PD333AAA";
const CATEGORY_IGNORE: &str = "cl_I7d4PD111III";

/// A session whose token has been verified.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// Whose it is.
    pub user: User,
    /// The provider's id of it (`sid`), needed to end it.
    pub id: String,
    /// When its token was made.
    pub issued_at: Option<DateTime<Utc>>,
    /// When its token ends; the session itself may live on with a fresh token.
    pub expires_at: DateTime<Utc>,
    /// Whether the person has done everything the provider asks of them.
    pub status: SessionStatus,
}

/// How far a session has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SessionStatus {
    /// Complete.
    Active,
    /// A step at the provider is still open, such as choosing an organisation.
    Pending,
}

/// Whose tokens, made for whom, are accepted.
#[derive(Clone, Debug)]
pub struct Expectations {
    /// Accepted values of `iss`.
    pub issuers: Vec<String>,
    /// Accepted values of `azp`: origins of this application.
    pub authorized_parties: Vec<String>,
}

/// How exactly a token's claims are looked at.
#[derive(Clone, Copy, Debug)]
pub struct Strictness {
    /// How far our clock and the issuer's may differ.
    pub clock_skew: TimeDelta,
    /// Whether a token that names no application (`azp`) is refused. One that names another is
    /// refused in any case.
    pub requires_authorized_party: bool,
}

impl Default for Strictness {
    fn default() -> Self {
        Self {
            clock_skew: CLOCK_SKEW,
            requires_authorized_party: true,
        }
    }
}

/// A token that has been taken apart and nothing more.
pub struct UnverifiedToken<'token> {
    header: Map<String, Value>,
    payload: Map<String, Value>,
    signed: &'token str,
    signature: Vec<u8>,
}

impl<'token> UnverifiedToken<'token> {
    /// Takes a token apart: three base64url parts, the first two JSON objects without repeated
    /// names.
    ///
    /// # Errors
    /// [`Reason::TokenInvalid`].
    pub fn parse(token: &'token str) -> Result<Self, Reason> {
        if token.len() > LONGEST_TOKEN {
            return Err(Reason::TokenInvalid);
        }
        let (signed, signature) = token.rsplit_once('.').ok_or(Reason::TokenInvalid)?;
        let (header, payload) = signed.split_once('.').ok_or(Reason::TokenInvalid)?;
        Ok(Self {
            header: json_object(header)?,
            payload: json_object(payload)?,
            signed,
            signature: URL_SAFE_NO_PAD
                .decode(signature)
                .map_err(|_| Reason::TokenInvalid)?,
        })
    }

    /// Which of the instance's keys should have signed it.
    pub fn key_id(&self) -> Option<&str> {
        self.header.get("kid").and_then(Value::as_str)
    }

    /// `iss` as written, of whatever type; none when it is absent or empty.
    pub fn claimed_issuer(&self) -> Option<&Value> {
        let issuer = self.payload.get("iss")?;
        (!issuer.is_null() && issuer != "").then_some(issuer)
    }

    /// `iat` as written.
    pub fn claimed_issue_time(&self) -> Option<DateTime<Utc>> {
        self.payload.get("iat").and_then(numeric_date)
    }

    /// `exp` as written.
    pub fn claimed_expiry(&self) -> Option<DateTime<Utc>> {
        self.payload.get("exp").and_then(numeric_date)
    }

    /// Refuses tokens of other classes than sessions: made for machines, for OAuth clients, or
    /// from a template, whose claims customers write themselves. A class nobody has heard of
    /// passes here, as in Clerk's own libraries; all other checks still apply to it.
    ///
    /// # Errors
    /// [`Reason::TokenTypeMismatch`].
    pub fn require_session_class(&self) -> Result<(), Reason> {
        let category = self.header.get("cat").and_then(Value::as_str);
        let kind = self.header.get("typ").and_then(Value::as_str);
        let subject = self.payload.get("sub").and_then(Value::as_str);
        if matches!(category, Some(CATEGORY_TEMPLATE | CATEGORY_MACHINE))
            || matches!(kind, Some("at+jwt" | "application/at+jwt"))
            || subject.is_some_and(|subject| subject.starts_with("mch_"))
        {
            return Err(Reason::TokenTypeMismatch);
        }
        Ok(())
    }

    /// Checks the header: `typ` absent or `JWT`, RS256 and nothing else, and no `crit`
    /// (RFC 7515, 4.1.11: an extension we do not understand).
    ///
    /// # Errors
    /// [`Reason::TokenInvalid`] or [`Reason::TokenInvalidAlgorithm`].
    pub fn check_header(&self) -> Result<(), Reason> {
        let known_type = self.header.get("typ").is_none_or(|kind| kind == "JWT");
        if !known_type || self.header.contains_key("crit") {
            return Err(Reason::TokenInvalid);
        }
        if self
            .header
            .get("alg")
            .is_none_or(|algorithm| algorithm != "RS256")
        {
            return Err(Reason::TokenInvalidAlgorithm);
        }
        Ok(())
    }

    /// Checks header and signature.
    ///
    /// # Errors
    /// Those of [`Self::check_header`], or [`Reason::TokenInvalidSignature`].
    pub fn verify(self, key: &PublicKey) -> Result<SignedToken, Reason> {
        self.check_header()?;
        self.signed_by(key)
            .map_err(|_| Reason::TokenInvalidSignature)
    }

    /// Checks the signature, after the header. The token comes back if another key signed it.
    ///
    /// # Errors
    /// The token, still unverified.
    pub fn signed_by(self, key: &PublicKey) -> Result<SignedToken, Box<Self>> {
        if self.check_header().is_err() || !key.verifies(self.signed.as_bytes(), &self.signature) {
            return Err(Box::new(self));
        }
        Ok(SignedToken {
            header: self.header,
            payload: self.payload,
        })
    }
}

/// A token the instance has signed. What it says is true; whether it is meant for us, and still
/// holds, is for [`SignedToken::session`] to find out.
pub struct SignedToken {
    header: Map<String, Value>,
    payload: Map<String, Value>,
}

impl SignedToken {
    /// Checks the claims and reads the session. Stricter than Clerk's libraries where
    /// `iss` and `sid` are required, and `sub` may not be empty.
    ///
    /// # Errors
    /// The first claim that does not hold, in the order sub, sid, iss, azp, exp, nbf, iat, sts.
    pub fn session(
        &self,
        expected: &Expectations,
        strictness: Strictness,
        now: DateTime<Utc>,
    ) -> Result<Session, Reason> {
        let skew = strictness.clock_skew;
        let text = |name| {
            let text = self.payload.get(name).and_then(Value::as_str);
            text.filter(|text| !text.is_empty())
        };
        let subject = text("sub").ok_or(Reason::TokenVerificationFailed)?;
        if subject.starts_with("mch_") {
            return Err(Reason::TokenTypeMismatch);
        }
        let session_id = text("sid").ok_or(Reason::TokenVerificationFailed)?;
        if !listed(&expected.issuers, text("iss")) {
            return Err(Reason::TokenInvalidIssuer);
        }
        let party_matters =
            strictness.requires_authorized_party || self.payload.contains_key("azp");
        if party_matters && !listed(&expected.authorized_parties, text("azp")) {
            return Err(Reason::TokenInvalidAuthorizedParties);
        }

        let expires_at = self.time("exp")?.ok_or(Reason::TokenVerificationFailed)?;
        if expires_at <= now - skew {
            return Err(Reason::TokenExpired);
        }
        let not_before = self.time("nbf")?;
        if not_before.is_some_and(|time| time > now + skew) {
            return Err(Reason::TokenNotActiveYet);
        }
        let issued_at = self.time("iat")?;
        if issued_at.is_some_and(|time| time > now + skew) {
            return Err(Reason::TokenIatInTheFuture);
        }

        let status = match self.payload.get("sts").map(Value::as_str) {
            None | Some(Some("active")) => SessionStatus::Active,
            Some(Some(_)) => SessionStatus::Pending,
            Some(None) => return Err(Reason::TokenVerificationFailed),
        };
        Ok(Session {
            user: User {
                id: UserId::new(subject),
                name: text("name").map(str::to_owned),
                impersonator: self.impersonator(),
            },
            id: session_id.to_owned(),
            issued_at,
            expires_at,
            status,
        })
    }

    /// Whose session this is, of a token of which everything holds but perhaps its times.
    pub fn timeless_session(
        &self,
        expected: &Expectations,
        strictness: Strictness,
    ) -> Option<Session> {
        let timeless = Strictness {
            clock_skew: TimeDelta::days(365_000),
            ..strictness
        };
        self.session(expected, timeless, DateTime::UNIX_EPOCH).ok()
    }

    /// Who acts as this person (`act`, RFC 8693 4.1), if somebody does. A claim that cannot be read
    /// is somebody all the same.
    fn impersonator(&self) -> Option<String> {
        let actor = self.payload.get("act").filter(|actor| !actor.is_null())?;
        let subject = actor.get("sub").and_then(Value::as_str).unwrap_or("?");
        Some(subject.to_owned())
    }

    /// The cookies a handshake token brings, as `Set-Cookie` values. It must be of the session
    /// class: in a template token the claim could have been written by anybody. If it says when it
    /// was made or ends, it is taken for [`HANDSHAKE_LIFETIME`] at most.
    ///
    /// # Errors
    /// [`Reason::TokenTypeMismatch`], [`Reason::TokenExpired`], or
    /// [`Reason::TokenVerificationFailed`] without a list.
    pub fn handshake(&self, now: DateTime<Utc>) -> Result<Vec<String>, Reason> {
        let known_class = self.header.get("cat").is_none_or(|category| {
            matches!(category.as_str(), Some(CATEGORY_SESSION | CATEGORY_IGNORE))
        });
        if !known_class {
            return Err(Reason::TokenTypeMismatch);
        }
        let too_old = self
            .time("iat")?
            .is_some_and(|made| made <= now - HANDSHAKE_LIFETIME);
        let ended = self.time("exp")?.is_some_and(|end| end <= now - CLOCK_SKEW);
        if too_old || ended {
            return Err(Reason::TokenExpired);
        }
        let directives = self.payload.get("handshake");
        Vec::deserialize(directives.unwrap_or(&Value::Null))
            .map_err(|_| Reason::TokenVerificationFailed)
    }

    /// A time claim: absent, or a number.
    fn time(&self, name: &str) -> Result<Option<DateTime<Utc>>, Reason> {
        self.payload
            .get(name)
            .map(|value| numeric_date(value).ok_or(Reason::TokenVerificationFailed))
            .transpose()
    }
}

fn listed(accepted: &[String], value: Option<&str>) -> bool {
    value.is_some_and(|value| accepted.iter().any(|entry| entry == value))
}

/// A `NumericDate` of RFC 7519: seconds since 1970, perhaps with a fraction. None when it is not a
/// number or lies outside the calendar.
fn numeric_date(value: &Value) -> Option<DateTime<Utc>> {
    if let Some(seconds) = value.as_i64() {
        return DateTime::from_timestamp(seconds, 0);
    }
    let seconds = value.as_f64()?;
    let since_1970 = Duration::try_from_secs_f64(seconds.max(0.0)).ok()?;
    DateTime::UNIX_EPOCH.checked_add_signed(TimeDelta::from_std(since_1970).ok()?)
}

fn json_object(part: &str) -> Result<Map<String, Value>, Reason> {
    let json = URL_SAFE_NO_PAD
        .decode(part)
        .map_err(|_| Reason::TokenInvalid)?;
    serde_json::from_slice(&json)
        .map(|UniqueNames(object)| object)
        .map_err(|_| Reason::TokenInvalid)
}

/// A JSON object in which every name stands once. Readers that keep the first and readers that
/// keep the last of two would otherwise see different people in one token.
struct UniqueNames(Map<String, Value>);

impl<'de> Deserialize<'de> for UniqueNames {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct ObjectVisitor;

        impl<'de> Visitor<'de> for ObjectVisitor {
            type Value = UniqueNames;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("a JSON object without repeated names")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<UniqueNames, A::Error> {
                let mut object = Map::new();
                while let Some((name, value)) = entries.next_entry::<String, Value>()? {
                    if object.insert(name, value).is_some() {
                        return Err(de::Error::custom("a name stands twice"));
                    }
                }
                Ok(UniqueNames(object))
            }
        }

        deserializer.deserialize_map(ObjectVisitor)
    }
}

#[cfg(test)]
#[path = "token_tests.rs"]
mod tests;
