//! A small URL parser: what a browser would make of an `http` or `https` address.
//!
//! It follows the WHATWG URL Standard where that decides which site a link leads to (user-info, backslashes,
//! percent-encoded hosts, default ports, dot segments) and is stricter where nothing is lost: hosts with characters
//! no site uses are refused. Hosts are lower-cased and punycoded, but not normalised (NFC), which would need tables
//! larger than the whole application.

use std::net::{Ipv4Addr, Ipv6Addr};

/// An absolute web address in parts. All parts are ASCII.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Url {
    /// `https` rather than `http`.
    pub secure: bool,
    /// Lower case, punycoded, without a trailing dot.
    pub host: String,
    /// `None` when it is the scheme's own.
    pub port: Option<u16>,
    /// Starts with `/`; holds no dot segments.
    pub path: String,
    /// Without the `?`; empty when there is none.
    pub query: String,
    /// Without the `#`; empty when there is none.
    pub fragment: String,
}

impl Url {
    /// Parses an address that starts with `http:` or `https:`; `None` when it is anything else or its host is not one.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let text = text.trim_matches(|c: char| c <= ' ');
        let (secure, rest) = if let Some(rest) = strip_prefix_ignoring_case(text, "https:") {
            (true, rest)
        } else {
            (false, strip_prefix_ignoring_case(text, "http:")?)
        };
        let rest = rest.trim_start_matches(['/', '\\']);
        let (authority, rest) = split_before(rest, &['/', '\\', '?', '#']);
        let (rest, fragment) = split_before(rest, &['#']);
        let (path, query) = split_before(rest, &['?']);
        let authority = authority
            .rsplit_once('@')
            .map_or(authority, |(_, host)| host);
        let (host, port) = split_port(authority)?;
        let port = port.filter(|port| *port != if secure { 443 } else { 80 });
        Some(Self {
            secure,
            host: parse_host(host)?,
            port,
            path: resolve_dots(&encode(&path.replace('\\', "/"))),
            query: encode(query.strip_prefix('?').unwrap_or_default()),
            fragment: encode(fragment.strip_prefix('#').unwrap_or_default()),
        })
    }

    /// Host, and port where it is not the scheme's own.
    pub(super) fn authority(&self) -> String {
        match self.port {
            Some(port) => [&self.host, ":", &port.to_string()].concat(),
            None => self.host.clone(),
        }
    }
}

/// The value of the first parameter of that name (ignoring case), still percent-encoded.
pub(super) fn parameter<'a>(query: &'a str, name: &str) -> Option<&'a str> {
    query.split('&').find_map(|pair| {
        let (key, value) = pair.split_once('=')?;
        key.eq_ignore_ascii_case(name).then_some(value)
    })
}

/// Percent-decodes; `None` when the bytes are not UTF-8. A `%` without two hex digits stays itself.
pub(super) fn decode(text: &str) -> Option<String> {
    let bytes = text.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let hex = |offset| bytes.get(at + offset).copied().and_then(hex_digit);
        if byte == b'%'
            && let (Some(high), Some(low)) = (hex(1), hex(2))
        {
            decoded.push(high * 16 + low);
            at += 3;
        } else {
            decoded.push(byte);
            at += 1;
        }
    }
    String::from_utf8(decoded).ok()
}

/// Appends `%` and two hex digits.
pub(super) fn push_percent(text: &mut String, byte: u8) {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    text.push('%');
    text.push(char::from(DIGITS[usize::from(byte >> 4)]));
    text.push(char::from(DIGITS[usize::from(byte & 15)]));
}

fn hex_digit(byte: u8) -> Option<u8> {
    match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'a'..=b'f' => Some(byte - b'a' + 10),
        b'A'..=b'F' => Some(byte - b'A' + 10),
        _ => None,
    }
}

/// `text` without `prefix`, which is ASCII, in either case.
pub(super) fn strip_prefix_ignoring_case<'a>(text: &'a str, prefix: &str) -> Option<&'a str> {
    let (start, rest) = text.split_at_checked(prefix.len())?;
    start.eq_ignore_ascii_case(prefix).then_some(rest)
}

fn split_before<'a>(text: &'a str, marks: &[char]) -> (&'a str, &'a str) {
    text.split_at(text.find(marks).unwrap_or(text.len()))
}

/// Percent-encodes what may not stand in a link: everything but printable ASCII, and quotes and angle brackets.
/// Line breaks and tabs vanish, as in a browser.
fn encode(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'\t' | b'\n' | b'\r' => {}
            b'"' | b'\'' | b'<' | b'>' | b'`' | ..=b' ' | 0x7f.. => {
                push_percent(&mut encoded, byte);
            }
            _ => encoded.push(char::from(byte)),
        }
    }
    encoded
}

/// Takes `.` and `..` out of a path, in their percent-encoded forms too.
fn resolve_dots(path: &str) -> String {
    let mut kept: Vec<&str> = Vec::new();
    let mut segments = path.strip_prefix('/').unwrap_or(path).split('/').peekable();
    while let Some(segment) = segments.next() {
        let dots = dots(segment);
        if dots == 2 {
            kept.pop();
        }
        if dots == 0 {
            kept.push(segment);
        } else if segments.peek().is_none() {
            kept.push("");
        }
    }
    ["/", &kept.join("/")].concat()
}

/// How many dots a segment is made of; 0 when it is anything but one or two dots.
fn dots(segment: &str) -> usize {
    let mut rest = segment;
    let mut count = 0;
    while let Some(shorter) = rest
        .strip_prefix('.')
        .or_else(|| strip_prefix_ignoring_case(rest, "%2e"))
    {
        rest = shorter;
        count += 1;
    }
    if rest.is_empty() && count <= 2 {
        count
    } else {
        0
    }
}

fn split_port(authority: &str) -> Option<(&str, Option<u16>)> {
    let after_brackets = authority.rfind(']').unwrap_or(0);
    let Some(colon) = authority[after_brackets..].find(':') else {
        return Some((authority, None));
    };
    let (host, port) = authority.split_at(after_brackets + colon);
    let port = &port[1..];
    if port.is_empty() {
        return Some((host, None));
    }
    let all_digits = port.bytes().all(|byte| byte.is_ascii_digit());
    Some((host, Some(all_digits.then(|| port.parse().ok()).flatten()?)))
}

fn parse_host(raw: &str) -> Option<String> {
    if let Some(inner) = raw.strip_prefix('[') {
        let address: Ipv6Addr = inner.strip_suffix(']')?.parse().ok()?;
        return Some(["[", &address.to_string(), "]"].concat());
    }
    // No host is longer than 253 bytes; encoded, each byte of a letter takes three.
    if raw.len() > 1024 {
        return None;
    }
    let mut mapped = String::with_capacity(raw.len());
    for c in decode(raw)?.chars() {
        map_host_character(c, &mut mapped)?;
    }
    let mapped = mapped.strip_suffix('.').unwrap_or(&mapped);
    let mut host = String::with_capacity(mapped.len());
    for label in mapped.split('.') {
        if !host.is_empty() {
            host.push('.');
        }
        let start = host.len();
        if label.is_ascii() {
            host.push_str(label);
        } else {
            host.push_str("xn--");
            push_punycode(label, &mut host)?;
        }
        if host.len() == start || host.len() - start > 63 {
            return None;
        }
    }
    let last = mapped.rsplit('.').next().unwrap_or_default();
    let is_number = last.starts_with("0x") || last.bytes().all(|byte| byte.is_ascii_digit());
    if host.len() > 253 || is_number && host.parse::<Ipv4Addr>().is_err() {
        return None;
    }
    Some(host)
}

/// The part of IDNA's mapping that needs no tables: lower case, full-width forms, the other full stops.
fn map_host_character(c: char, host: &mut String) -> Option<()> {
    match c {
        'a'..='z' | '0'..='9' | '-' | '_' | '.' => host.push(c),
        'A'..='Z' => host.push(c.to_ascii_lowercase()),
        '\u{3002}' | '\u{ff0e}' | '\u{ff61}' => host.push('.'),
        '\u{ff01}'..='\u{ff5e}' => {
            let narrow = char::from_u32(u32::from(c) - 0xfee0)?;
            return map_host_character(narrow, host);
        }
        _ if c.is_ascii() || c.is_control() || c.is_whitespace() => return None,
        _ => {
            for lower in c.to_lowercase() {
                if lower.is_ascii() && !lower.is_ascii_alphanumeric() {
                    return None;
                }
                host.push(lower);
            }
        }
    }
    Some(())
}

/// Appends the punycode of a label (RFC 3492, section 6.3); `None` on overflow.
fn push_punycode(label: &str, out: &mut String) -> Option<()> {
    let characters: Vec<u32> = label.chars().map(u32::from).collect();
    if characters.len() > 63 {
        return None;
    }
    out.extend(label.chars().filter(char::is_ascii));
    let basic = u32::try_from(label.chars().filter(char::is_ascii).count()).ok()?;
    if basic > 0 {
        out.push('-');
    }
    let total = u32::try_from(characters.len()).ok()?;
    let (mut next, mut delta, mut bias, mut handled) = (128_u32, 0_u32, 72_u32, basic);
    while handled < total {
        let smallest = characters.iter().copied().filter(|c| *c >= next).min()?;
        delta = delta.checked_add((smallest - next).checked_mul(handled + 1)?)?;
        next = smallest;
        for &character in &characters {
            if character < next {
                delta = delta.checked_add(1)?;
            } else if character == next {
                push_variable_length(delta, bias, out);
                bias = adapt(delta, handled + 1, handled == basic);
                delta = 0;
                handled += 1;
            }
        }
        delta += 1;
        next += 1;
    }
    Some(())
}

fn push_variable_length(delta: u32, bias: u32, out: &mut String) {
    let mut rest = delta;
    let mut weight = 36;
    loop {
        let threshold = weight.clamp(bias + 1, bias + 26) - bias;
        if rest < threshold {
            push_digit(rest, out);
            return;
        }
        push_digit(threshold + (rest - threshold) % (36 - threshold), out);
        rest = (rest - threshold) / (36 - threshold);
        weight += 36;
    }
}

fn push_digit(digit: u32, out: &mut String) {
    const DIGITS: &[u8; 36] = b"abcdefghijklmnopqrstuvwxyz0123456789";
    if let Some(&byte) = usize::try_from(digit).ok().and_then(|at| DIGITS.get(at)) {
        out.push(char::from(byte));
    }
}

fn adapt(delta: u32, points: u32, first: bool) -> u32 {
    let mut delta = if first { delta / 700 } else { delta / 2 };
    delta += delta / points;
    let mut steps = 0;
    while delta > 35 * 26 / 2 {
        delta /= 35;
        steps += 36;
    }
    steps + 36 * delta / (delta + 38)
}
