//! Entity tags of what is sent, and what a client says it has.

use axum::{
    extract::FromRequestParts,
    http::{
        HeaderMap,
        header::{HeaderName, IF_NONE_MATCH},
        request::Parts,
    },
};
use ring::digest::{SHA256, digest};
use std::{convert::Infallible, fmt::Write};

/// The strong tag of a representation, with its quotation marks: a digest of it, after its version if it has one.
pub fn tag(version: Option<&str>, body: &[u8]) -> String {
    let mut tag = String::from("\"");
    if let Some(version) = version {
        tag.push_str(version);
        tag.push('-');
    }
    for byte in &digest(&SHA256, body).as_ref()[..8] {
        let _ = write!(tag, "{byte:02x}");
    }
    tag.push('"');
    tag
}

/// The members of a header that is a list; none when there is no such header.
pub fn listed(headers: &HeaderMap, name: &HeaderName) -> Option<Vec<String>> {
    let mut values = headers.get_all(name).iter().peekable();
    values.peek()?;
    let members = values
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .map(|member| member.trim().to_owned())
        .filter(|member| !member.is_empty());
    Some(members.collect())
}

/// What the client has already, by `If-None-Match`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct IfNoneMatch(Vec<String>);

impl IfNoneMatch {
    /// Whether the client has the representation with this strong tag. Compared weakly, as reads are.
    pub fn has(&self, tag: &str) -> bool {
        self.0
            .iter()
            .any(|known| known == "*" || known.strip_prefix("W/").unwrap_or(known) == tag)
    }
}

impl<S: Send + Sync> FromRequestParts<S> for IfNoneMatch {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self(
            listed(&parts.headers, &IF_NONE_MATCH).unwrap_or_default(),
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_is_of_what_is_sent() {
        assert_eq!(tag(None, b"{}"), "\"44136fa355b3678a\"");
        assert_eq!(tag(Some("7.0"), b"{}"), "\"7.0-44136fa355b3678a\"");
        assert_ne!(tag(None, b"[]"), tag(None, b"{}"));
    }

    #[test]
    fn what_the_client_has_is_compared_weakly() {
        let has = |known: &str, tag: &str| IfNoneMatch(vec![known.to_owned()]).has(tag);
        assert!(has("\"a\"", "\"a\"") && has("W/\"a\"", "\"a\"") && has("*", "\"a\""));
        assert!(!has("\"b\"", "\"a\""));
    }
}
