//! The link inside what somebody pasted: an address, Markdown, or a share sheet's "Title https://…".

use std::ops::Range;

use super::url::{Url, strip_prefix_ignoring_case};

/// Stretches of a text, and of one word of it, that are tried as links, at most; keeps the time linear.
const MOST_TRIED: usize = 8;

/// Longest stretch that is tried, in bytes: far more than a stored link has, to leave room for what is dropped.
const LONGEST: usize = 16 * 1024;

/// Schemes that hide an address they do not lead to.
const REFUSED: &[&str] = &[
    "javascript",
    "vbscript",
    "data",
    "file",
    "blob",
    "mailto",
    "about",
    "ftp",
];

/// A stretch of a text that parses as a link.
pub(super) struct Candidate {
    /// Where the link stands in the text, in bytes.
    pub at: Range<usize>,
    pub url: Url,
    /// A host alone, without scheme and path: a link only if the site is known, or `Node.js` would be one.
    pub is_bare_host: bool,
}

/// The text without what nobody sees: zero-width and soft characters, and marks that change the direction of writing.
pub(super) fn visible(text: &str) -> String {
    text.chars().filter(|c| !is_invisible(*c)).collect()
}

fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

/// The possible links of a [`visible`] text, best first: a Markdown target, `http(s)://…`, `host.tld/path`.
pub(super) fn candidates(text: &str) -> Vec<Candidate> {
    let mut found = Vec::new();
    let start = text.trim_start();
    if is_refused(start) {
        return found;
    }
    if strip_prefix_ignoring_case(start, "http").is_none()
        && let Some(bracket) = text.find("](")
    {
        let target = text[bracket + 2..].trim_start_matches(['<', ' ']);
        if is_refused(target) {
            return found;
        }
        let token = &target[..target.find(char::is_whitespace).unwrap_or(target.len())];
        let from = text.len() - target.len();
        if starts_with_scheme(token) {
            push(&mut found, from, cut(token, Some('(')), "");
        } else {
            push_bare(&mut found, from, cut(token, Some('(')));
        }
    }
    for (from, token) in tokens(text) {
        push_full(&mut found, from, token);
    }
    for (from, token) in tokens(text) {
        let inner = token.trim_start_matches(OPENERS);
        let opener = token[..token.len() - inner.len()].chars().next_back();
        push_bare(
            &mut found,
            from + token.len() - inner.len(),
            cut(inner, opener),
        );
    }
    found
}

const OPENERS: &[char] = &[
    '<', '(', '[', '{', '"', '\'', '`', '*', '_', '~', '|', '（', '【', '「', '《', '“',
];

fn tokens(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let start = text.as_ptr().addr();
    text.split_whitespace()
        .map(move |token| (token.as_ptr().addr() - start, token))
}

/// Whether a text starts with one of the refused schemes and something after it.
fn is_refused(text: &str) -> bool {
    let text = text.trim_start_matches(OPENERS);
    REFUSED.iter().any(|scheme| {
        strip_prefix_ignoring_case(text, scheme)
            .and_then(|rest| rest.strip_prefix(':'))
            .is_some_and(|rest| rest.starts_with(|c: char| !c.is_whitespace()))
    })
}

fn starts_with_scheme(text: &str) -> bool {
    let Some(rest) = strip_prefix_ignoring_case(text, "http") else {
        return false;
    };
    let rest = rest.strip_prefix(['s', 'S']).unwrap_or(rest);
    rest.strip_prefix(':')
        .is_some_and(|rest| rest.starts_with(|c: char| c.is_alphanumeric() || "/\\[".contains(c)))
}

/// Adds the `http(s)://…` runs of a token that start at its start or after punctuation, not those inside another
/// address.
fn push_full(found: &mut Vec<Candidate>, from: usize, token: &str) {
    if is_refused(token) {
        return;
    }
    let inside_address = token.find(['/', '.', '?']).unwrap_or(token.len());
    let (mut before, mut tried) = (None, 0);
    for (at, c) in token.char_indices() {
        let starts_here = match before {
            None => true,
            Some(':') => at < inside_address,
            Some(other) => {
                ",;>-".contains(other)
                    || OPENERS.contains(&other)
                    || !other.is_ascii()
                    || other.is_control()
            }
        };
        if starts_here && matches!(c, 'h' | 'H') && starts_with_scheme(&token[at..]) {
            push(found, from + at, cut(&token[at..], before), "");
            tried += 1;
            if tried == MOST_TRIED {
                return;
            }
        }
        before = Some(c);
    }
}

/// Adds `host.tld/path`, `host.tld` and `//host/path`.
fn push_bare(found: &mut Vec<Candidate>, from: usize, token: &str) {
    if token.starts_with("//") {
        push(found, from, token, "https:");
        return;
    }
    let (authority, path) = token.split_at(token.find(['/', '?', '#']).unwrap_or(token.len()));
    let (host, port) = authority.split_once(':').unwrap_or((authority, "80"));
    let Some((_, domain)) = host.trim_end_matches('.').rsplit_once('.') else {
        return;
    };
    let is_domain = domain.starts_with("xn--")
        || domain.chars().count() >= 2 && domain.chars().all(char::is_alphabetic);
    let is_port = !port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit());
    if is_domain && is_port && !host.contains(['@', '\\', '%']) && found.len() < MOST_TRIED {
        let before = found.len();
        push(found, from, token, "https://");
        if let Some(candidate) = found.get_mut(before) {
            candidate.is_bare_host = !path.starts_with('/');
        }
    }
}

fn push(found: &mut Vec<Candidate>, from: usize, link: &str, scheme: &str) {
    if link.len() > LONGEST {
        return;
    }
    let url = if scheme.is_empty() {
        Url::parse(link)
    } else {
        Url::parse(&[scheme, link].concat())
    };
    if let Some(url) = url
        && found.len() < MOST_TRIED
    {
        found.push(Candidate {
            at: from..from + link.len(),
            url,
            is_bare_host: false,
        });
    }
}

/// The link at the start of a token: up to what closes the bracket before it, without the sentence's punctuation.
fn cut(token: &str, opener: Option<char>) -> &str {
    let closer = match opener {
        Some('(') => Some(('(', ')')),
        Some('[') => Some(('[', ']')),
        Some('{') => Some(('{', '}')),
        Some('（') => Some(('（', '）')),
        _ => None,
    };
    let mut depth = 0_usize;
    let end = token.char_indices().find(|(_, c)| {
        if let Some((open, close)) = closer {
            if *c == open {
                depth += 1;
            } else if *c == close {
                if depth == 0 {
                    return true;
                }
                depth -= 1;
            }
        }
        c.is_control() || "<>\"`，、；“”「」《》【】".contains(*c)
    });
    let link = trim_end(&token[..end.map_or(token.len(), |(at, _)| at)]);
    match opener {
        Some(mark @ ('*' | '_' | '~' | '|')) => trim_end(link.trim_end_matches(mark)),
        _ => link,
    }
}

/// Drops the punctuation of the sentence around a link.
fn trim_end(link: &str) -> &str {
    let mut surplus = surplus_brackets(link);
    let mut rest = link;
    while let Some(last) = rest.chars().next_back() {
        if last == ')' && surplus > 0 {
            surplus -= 1;
        } else if !is_sentence_mark(last) {
            break;
        }
        rest = &rest[..rest.len() - last.len_utf8()];
    }
    rest
}

/// How many `)` of a text have no `(`.
fn surplus_brackets(text: &str) -> usize {
    let count = |bracket: u8| text.bytes().filter(|byte| *byte == bracket).count();
    count(b')').saturating_sub(count(b'('))
}

fn is_sentence_mark(c: char) -> bool {
    ".,;]>:!?'\"。：！？）…’".contains(c)
}

/// Whether pasting a link would take its last character for the sentence's, not the link's.
pub(super) fn loses_its_end(link: &str) -> bool {
    match link.chars().next_back() {
        Some(')') => surplus_brackets(link) > 0,
        Some(last) => is_sentence_mark(last),
        None => false,
    }
}
