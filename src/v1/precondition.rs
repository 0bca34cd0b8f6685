//! Entity tags: what they are made of, and what `If-Match` and `If-None-Match` ask.
//!
//! A tag is `"<version>-<digest>"`: the version of what can be edited, and a digest of the whole
//! representation, which also says where a problem stands. `If-None-Match` compares both. `If-Match` compares
//! the version alone, for that is what an edit can overwrite: an attempt logged meanwhile stands against
//! nothing.

use super::problem_details::ProblemDetails;
use crate::server::etag::listed;
use axum::{
    extract::FromRequestParts,
    http::{HeaderMap, header::IF_MATCH, request::Parts},
};
use chrono::{DateTime, Utc};
use std::fmt;

/// Which state of something it is. Revisions begin anew when an id is used again after a deletion, so when it
/// was created belongs to it.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Version {
    /// Goes up with every edit.
    pub revision: i32,
    /// When it was created, UTC.
    pub created_at: DateTime<Utc>,
}

impl fmt::Display for Version {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            formatter,
            "{}.{:x}",
            self.revision,
            self.created_at.timestamp_micros()
        )
    }
}

/// What `If-Match` asks of an edit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum IfMatch {
    /// Nothing: there is no such header.
    Anything,
    /// `*`, which whatever exists fulfils.
    Exists,
    /// One of these versions, as they are written. A tag that is not ours has none, and matches nothing.
    Versions(Vec<String>),
}

impl IfMatch {
    /// Whether an edit may go on from this version.
    pub fn allows(&self, version: Version) -> bool {
        match self {
            Self::Anything | Self::Exists => true,
            Self::Versions(known) => known.contains(&version.to_string()),
        }
    }

    fn of(headers: &HeaderMap) -> Self {
        let Some(tags) = listed(headers, &IF_MATCH) else {
            return Self::Anything;
        };
        if tags.iter().any(|tag| tag == "*") {
            return Self::Exists;
        }
        Self::Versions(tags.iter().filter_map(|tag| version_of(tag)).collect())
    }
}

/// The version in a strong tag of ours.
fn version_of(tag: &str) -> Option<String> {
    let tag = tag.strip_prefix('"')?.strip_suffix('"')?;
    let (version, digest) = tag.rsplit_once('-')?;
    let whole = digest.len() == 16 && digest.bytes().all(|byte| byte.is_ascii_hexdigit());
    whole.then(|| version.to_owned())
}

impl<S: Send + Sync> FromRequestParts<S> for IfMatch {
    type Rejection = ProblemDetails;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, ProblemDetails> {
        Ok(Self::of(&parts.headers))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::server::etag::tag;
    use axum::http::HeaderValue;

    fn asked(values: &[&'static str]) -> IfMatch {
        let mut headers = HeaderMap::new();
        for value in values {
            headers.append(IF_MATCH, HeaderValue::from_static(value));
        }
        IfMatch::of(&headers)
    }

    fn version(revision: i32) -> Version {
        Version {
            revision,
            created_at: DateTime::UNIX_EPOCH,
        }
    }

    #[test]
    fn a_tag_leads_back_to_its_version() {
        let tag_of = |version: Version, body: &[u8]| tag(Some(&version.to_string()), body);
        let of = |body: &[u8]| tag_of(version(7), body);
        assert_eq!(of(b"{}"), "\"7.0-44136fa355b3678a\"");
        assert_eq!(version_of(&of(b"{}")).as_deref(), Some("7.0"));
        assert_ne!(of(b"{}"), of(b"[]"));
        let later = Version {
            created_at: DateTime::UNIX_EPOCH + chrono::TimeDelta::microseconds(1),
            ..version(7)
        };
        assert_ne!(tag_of(later, b"{}"), of(b"{}"));
    }

    #[test]
    fn an_edit_goes_on_from_what_it_names_and_from_nothing_else() {
        assert_eq!(asked(&[]), IfMatch::Anything);
        assert_eq!(asked(&["*"]), IfMatch::Exists);
        let two = asked(&["\"3.0-0123456789abcdef\", \"4.0-0123456789abcdef\""]);
        let allows = |revision| two.allows(version(revision));
        assert!(allows(3) && allows(4) && !allows(5));
        for strange in [
            "",
            "3",
            "\"3\"",
            "\"3-0123456789abcdef\"",
            "\"+3.0-0123456789abcdef\"",
            "\"3.1-0123456789abcdef\"",
            "W/\"3.0-0123456789abcdef\"",
            "\"3.0-0123\"",
            "\"x-0123456789abcdef\"",
        ] {
            let mut headers = HeaderMap::new();
            headers.append(IF_MATCH, HeaderValue::from_str(strange).unwrap());
            assert!(!IfMatch::of(&headers).allows(version(3)), "{strange}");
        }
    }
}
