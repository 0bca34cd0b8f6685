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

#[cfg(test)]
mod tests {
    use super::*;

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
    fn line_ends_become_newlines_and_none_is_lost() {
        assert_eq!(normalise_newlines("a\r\nb\rc\n\n"), "a\nb\nc\n\n");
    }
}
