//! Small rules about text that several nouns share.

/// Line ends as `\n`: browsers post `\r\n`, files and pastes bring both.
pub fn normalise_newlines(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n")
}

/// A number with its thousands set apart: `12,345`.
pub fn count(number: usize) -> String {
    let digits = number.to_string();
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// `1 attempt`, `3 attempts`.
pub fn counted(number: usize, one: &str, many: &str) -> String {
    format!("{} {}", count(number), if number == 1 { one } else { many })
}

/// How long ago something was, in whole days of a calendar: `today`, `12 days ago`, `3 months ago`.
pub fn ago(days: i64) -> String {
    let many = |number: i64, one: &str, more: &str| {
        let number = usize::try_from(number).unwrap_or(0);
        format!("{} ago", counted(number, one, more))
    };
    match days {
        i64::MIN..=0 => "today".to_owned(),
        1 => "yesterday".to_owned(),
        2..=59 => many(days, "day", "days"),
        60..=729 => many(days / 30, "month", "months"),
        _ => many(days / 365, "year", "years"),
    }
}

/// The first few of several names, and how many more there are: `dp, graph, tree and 4 more`.
pub fn first_few(names: &[String], shown: usize) -> String {
    let listed = names[..names.len().min(shown)].join(", ");
    match names.len().saturating_sub(shown) {
        0 => listed,
        more => format!("{listed} and {} more", count(more)),
    }
}

/// Whether a text holds something that a line of text must not: control characters (PostgreSQL
/// cannot store NUL, terminals obey others).
pub fn has_controls(line: &str) -> bool {
    line.chars().any(char::is_control)
}

/// Whether anything of a text can be seen.
pub fn is_visible(text: &str) -> bool {
    let invisible = |character: char| {
        character.is_whitespace()
            || character.is_control()
            || matches!(character, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
    };
    !text.chars().all(invisible)
}

/// An address of our own, as a path that a browser can be sent to; none when it could lead
/// anywhere else.
pub fn own_path(address: &str) -> Option<&str> {
    let ours = address.starts_with('/')
        && !address.starts_with("//")
        && address.len() <= 2_048
        && address
            .bytes()
            .all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    ours.then_some(address)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_become_months_and_years_once_nobody_counts_them() {
        let said = [-1, 0, 1, 2, 59, 60, 89, 729, 730, 4000].map(ago);
        let expected = [
            "today",
            "today",
            "yesterday",
            "2 days ago",
            "59 days ago",
            "2 months ago",
            "2 months ago",
            "24 months ago",
            "2 years ago",
            "10 years ago",
        ];
        assert_eq!(said, expected);
    }

    #[test]
    fn only_a_path_of_our_own_leads_back() {
        for own in ["/", "/problems?q=tag%3Adp&sort=-title", "/tags#dp"] {
            assert_eq!(own_path(own), Some(own));
        }
        for foreign in [
            "",
            "problems",
            "//evil.example",
            "/\\evil.example",
            "https://evil.example",
            "/a\r\nb",
            "/ä",
            "/a b",
        ] {
            assert_eq!(own_path(foreign), None, "{foreign}");
        }
        assert_eq!(own_path(&format!("/{}", "x".repeat(2_048))), None);
    }

    #[test]
    fn thousands_are_set_apart() {
        let grouped: Vec<_> = [0, 999, 1_000, 123_456, 1_234_567].map(count).into();
        assert_eq!(grouped, ["0", "999", "1,000", "123,456", "1,234,567"]);
    }

    #[test]
    fn one_is_singular_and_every_other_number_plural() {
        assert_eq!(counted(1, "attempt", "attempts"), "1 attempt");
        assert_eq!(counted(0, "attempt", "attempts"), "0 attempts");
    }

    #[test]
    fn what_cannot_be_seen_is_not_visible() {
        assert!(!is_visible("\u{200b} \u{feff}\n"));
        assert!(is_visible("\u{200b}a"));
        assert!(has_controls("a\u{1b}[31m") && has_controls("\0") && !has_controls("naïve 二"));
    }

    #[test]
    fn line_ends_become_newlines_and_none_is_lost() {
        assert_eq!(normalise_newlines("a\r\nb\rc\n\n"), "a\nb\nc\n\n");
    }
}
