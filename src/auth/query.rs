//! Query strings and percent-encoding, as far as the handshake needs them.

/// Undoes percent-encoding. Sequences that are none are kept as they are, and so is everything
/// when the result is not UTF-8: hostile values must never be an error.
pub fn percent_decode(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let escaped = (byte == b'%')
            .then(|| bytes.get(at + 1..at + 3))
            .flatten()
            .filter(|digits| digits.iter().all(u8::is_ascii_hexdigit))
            .and_then(|digits| str::from_utf8(digits).ok())
            .and_then(|digits| u8::from_str_radix(digits, 16).ok());
        decoded.push(escaped.unwrap_or(byte));
        at += if escaped.is_some() { 3 } else { 1 };
    }
    String::from_utf8(decoded).unwrap_or_else(|_| text.to_owned())
}

/// The first value of a parameter, decoded; none when it is absent or empty.
pub fn parameter(query: Option<&str>, name: &str) -> Option<String> {
    query?
        .split('&')
        .find_map(|pair| {
            let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
            (percent_decode(key) == name).then(|| percent_decode(&value.replace('+', " ")))
        })
        .filter(|value| !value.is_empty())
}

/// Path and query without these parameters; the others stay exactly as they were written.
pub fn without_parameters(path: &str, query: Option<&str>, names: &[&str]) -> String {
    let kept: Vec<&str> = query
        .unwrap_or_default()
        .split('&')
        .filter(|pair| {
            let key = pair.split_once('=').map_or(*pair, |(key, _)| key);
            !pair.is_empty() && !names.contains(&percent_decode(key).as_str())
        })
        .collect();
    if kept.is_empty() {
        path.to_owned()
    } else {
        format!("{path}?{}", kept.join("&"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percent_encoding_is_undone_and_what_is_none_is_kept() {
        for (text, decoded) in [
            ("a%3Bb%20c", "a;b c"),
            ("%", "%"),
            ("%4", "%4"),
            ("%zz", "%zz"),
            ("%+1", "%+1"),
            ("%C3%A4", "ä"),
            ("%ff", "%ff"),
            ("é%41", "éA"),
        ] {
            assert_eq!(percent_decode(text), decoded);
        }
    }

    #[test]
    fn the_first_value_of_a_parameter_counts() {
        let query = Some("a=1&%62=x+y%2B&a=2&c=&d");
        assert_eq!(parameter(query, "a").as_deref(), Some("1"));
        assert_eq!(parameter(query, "b").as_deref(), Some("x y+"));
        assert_eq!(parameter(query, "c"), None);
        assert_eq!(parameter(query, "d"), None);
        assert_eq!(parameter(None, "a"), None);
    }

    #[test]
    fn taking_parameters_out_leaves_the_others_untouched() {
        let names = &["secret"];
        for (query, rest) in [
            (None, "/p"),
            (Some("secret=1"), "/p"),
            (Some("a=%41+b&secret=1&c"), "/p?a=%41+b&c"),
            (Some("%73ecret=1&secret"), "/p"),
        ] {
            assert_eq!(without_parameters("/p", query, names), rest);
        }
    }
}
