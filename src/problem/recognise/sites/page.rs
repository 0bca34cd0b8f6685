//! The page a link leads to, as the rules of a site see it, and the small helpers those rules share.

use crate::problem::recognise::url::decode;

/// A page of a known site.
#[derive(Debug)]
pub(in crate::problem::recognise) struct Page<'a> {
    /// Scheme and canonical host.
    pub origin: &'a str,
    /// The non-empty segments of the path, still percent-encoded.
    pub segments: Vec<&'a str>,
    pub query: &'a str,
    pub fragment: &'a str,
}

/// A recognised problem.
#[derive(Debug)]
pub(in crate::problem::recognise) struct Problem {
    /// Its one canonical address.
    pub url: String,
    /// Its id on the platform; the part of the identity after the colon.
    pub key: String,
    /// May be empty.
    pub title: String,
}

impl Problem {
    /// A problem whose address is the concatenation of `url`.
    pub(super) fn new(url: &[&str], key: String, title: String) -> Self {
        Self {
            url: url.concat(),
            key,
            title,
        }
    }
}

/// A segment as a case-blind slug: decoded, lower-cased; `None` when it holds anything but letters, digits, `-`, `_`
/// and inner dots.
pub(super) fn slug(segment: &str) -> Option<String> {
    id(segment).map(|id| id.to_ascii_lowercase())
}

/// Like [`slug`], in capitals.
pub(super) fn code(segment: &str) -> Option<String> {
    let code = id(segment)?.to_ascii_uppercase();
    let plain = code
        .bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    plain.then_some(code)
}

/// Like [`slug`], in the case it was written in.
pub(super) fn id(segment: &str) -> Option<String> {
    let decoded = decode(segment)?;
    let id = decoded.trim();
    let allowed =
        |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'+');
    let ends_well = |byte: Option<&u8>| byte.is_some_and(|byte| *byte != b'.' && *byte != b'+');
    (id.bytes().all(allowed) && ends_well(id.as_bytes().first()) && ends_well(id.as_bytes().last()))
        .then(|| id.to_owned())
}

/// A segment that is a positive number of at most ten digits, without leading zeros.
pub(super) fn number(segment: &str) -> Option<&str> {
    let digits = segment.trim_start_matches('0');
    (is_digits(digits) && digits.len() <= 10).then_some(digits)
}

/// The number a text starts with, as in `54;post=1`.
pub(super) fn leading_number(text: &str) -> Option<&str> {
    let end = text
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(text.len());
    number(&text[..end])
}

/// Whether a text is one ASCII digit or more, and nothing else.
pub(super) fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// `Label N`.
pub(super) fn labelled(label: &str, number: &str) -> String {
    [label, " ", number].concat()
}
