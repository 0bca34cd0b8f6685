//! Reads code from its first byte to its last, once: every step moves forward, so that the time is
//! proportional to the length whatever the text is.

use super::{
    Kind,
    languages::{Grammar, Language, Quote},
};
use std::ops::Range;

/// The coloured parts of `text` in their order; what lies between them has no kind.
pub(super) fn read(text: &str, language: &'static Language) -> Vec<(Kind, Range<usize>)> {
    let mut reader = Reader {
        text,
        language,
        grammar: &language.grammar,
        at: 0,
        value_before: false,
        found: Vec::new(),
    };
    while reader.at < text.len() {
        reader.step();
    }
    reader.found
}

struct Reader<'text> {
    text: &'text str,
    language: &'static Language,
    grammar: &'static Grammar,
    /// Where it stands, in bytes; always between two characters.
    at: usize,
    /// Whether what came last was a value, so that a slash divides it.
    value_before: bool,
    found: Vec<(Kind, Range<usize>)>,
}

impl<'text> Reader<'text> {
    fn rest(&self) -> &'text str {
        &self.text[self.at..]
    }

    fn step(&mut self) {
        let Some(first) = self.rest().chars().next() else {
            return;
        };
        if first.is_whitespace() {
            self.at += first.len_utf8();
            return;
        }
        let taken = self.comment()
            || self.quoted()
            || self.number(first)
            || self.name(first)
            || self.regex(first);
        if taken {
            return;
        }
        if "+-*/%=<>!&|^~?:".contains(first) {
            self.operator(first);
        } else {
            self.value_before = matches!(first, ')' | ']' | '}');
            self.at += first.len_utf8();
        }
    }

    /// Takes `length` bytes as one part.
    fn take(&mut self, kind: Kind, length: usize) {
        self.found.push((kind, self.at..self.at + length));
        self.at += length;
        self.value_before = matches!(kind, Kind::Number | Kind::String | Kind::Type);
    }

    fn comment(&mut self) -> bool {
        let rest = self.rest();
        if let Some((open, close)) = self.grammar.block_comment
            && rest.starts_with(open)
        {
            let length = block_length(rest, open, close, self.grammar.nested);
            self.take(Kind::Comment, length);
            return true;
        }
        let marks = self.grammar.line_comments;
        if marks.iter().any(|mark| rest.starts_with(mark)) {
            self.take(Kind::Comment, line_length(rest));
            return true;
        }
        let before = self.text[..self.at].trim_end_matches([' ', '\t']);
        let at_line_start = before.is_empty() || before.ends_with('\n');
        if self.grammar.directives && rest.starts_with('#') && at_line_start {
            let word = rest[1..]
                .find(|character: char| !character.is_alphabetic() && character != ' ')
                .map_or(rest.len(), |end| end + 1);
            self.take(Kind::Keyword, rest[..word].trim_end().len());
            return true;
        }
        false
    }

    fn quoted(&mut self) -> bool {
        let rest = self.rest();
        if self.grammar.rust {
            if let Some(length) = rust_raw_length(rest).or_else(|| rust_character_length(rest)) {
                self.take(Kind::String, length);
                return true;
            }
            if let Some(after) = rest.strip_prefix('\'') {
                let name = name_length(after, &[]);
                self.take(Kind::Type, 1 + name);
                return true;
            }
        }
        let prefix = self
            .grammar
            .prefixes
            .iter()
            .find(|prefix| {
                rest.strip_prefix(**prefix)
                    .is_some_and(|after| after.starts_with(['"', '\'']))
            })
            .map_or("", |prefix| *prefix);
        let body = &rest[prefix.len()..];
        let Some(quote) = self
            .grammar
            .quotes
            .iter()
            .find(|quote| body.starts_with(quote.open))
        else {
            return false;
        };
        // In most languages the letter r says that a backslash is just that.
        let escapes = quote.escapes && !prefix.contains(['r', 'R']);
        let length = prefix.len() + quote_length(body, Quote { escapes, ..*quote });
        self.take(Kind::String, length);
        true
    }

    fn number(&mut self, first: char) -> bool {
        let rest = self.rest().as_bytes();
        let second_is_digit = rest.get(1).is_some_and(u8::is_ascii_digit);
        if !(first.is_ascii_digit() || first == '.' && second_is_digit) {
            return false;
        }
        let hex = rest.len() > 1 && rest[0] == b'0' && matches!(rest[1], b'x' | b'X');
        let mut length = 1;
        while let Some(&byte) = rest.get(length) {
            let next = rest.get(length + 1);
            let goes_on = match byte {
                b'.' | b'\'' => next.is_some_and(u8::is_ascii_digit),
                b'+' | b'-' => {
                    !hex && matches!(rest[length - 1], b'e' | b'E')
                        && next.is_some_and(u8::is_ascii_digit)
                }
                other => other.is_ascii_alphanumeric() || other == b'_',
            };
            if !goes_on {
                break;
            }
            length += 1;
        }
        self.take(Kind::Number, length);
        true
    }

    fn name(&mut self, first: char) -> bool {
        let rest = self.rest();
        let decorates = first == '@' && !self.grammar.name_marks.contains(&'@');
        let start = usize::from(decorates);
        let length = name_length(&rest[start..], self.grammar.name_marks);
        if length == 0 {
            return false;
        }
        let word = &rest[start..start + length];
        let after = &rest[start + length..];
        let macro_call = self.grammar.rust && after.starts_with('!') && !after.starts_with("!=");
        let called = after.starts_with('(') || macro_call;
        let is_member = self.text[..self.at].ends_with('.');
        let capital = word.starts_with(char::is_uppercase);
        let own = self.language.word(word);
        let kind = if decorates {
            Some(Kind::Function)
        } else if own.is_some() && !(is_member && called) {
            own
        } else if called && !(capital && !self.grammar.capital_calls && !macro_call) {
            Some(Kind::Function)
        } else if capital && word.chars().any(char::is_lowercase) {
            Some(Kind::Type)
        } else {
            None
        };
        let whole = start + length + usize::from(macro_call);
        match kind {
            Some(kind) => self.take(kind, whole),
            None => self.at += whole,
        }
        self.value_before = own != Some(Kind::Keyword);
        true
    }

    /// `/…/flags` in one line.
    fn regex(&mut self, first: char) -> bool {
        if !self.grammar.regex || first != '/' || self.value_before {
            return false;
        }
        let rest = self.rest();
        let (mut escaped, mut in_class) = (false, false);
        // Nobody writes a longer one, and not looking further keeps the time proportional.
        for (place, character) in rest.char_indices().skip(1).take(500) {
            match character {
                '\n' => return false,
                _ if escaped => escaped = false,
                '\\' => escaped = true,
                '[' => in_class = true,
                ']' => in_class = false,
                '/' if !in_class => {
                    let flags = name_length(&rest[place + 1..], &[]);
                    self.take(Kind::String, place + 1 + flags);
                    return true;
                }
                _ => {}
            }
        }
        false
    }

    fn operator(&mut self, first: char) {
        let before = self.found.last_mut();
        match before {
            // Neighbours are one part.
            Some((Kind::Operator, range)) if range.end == self.at => range.end += first.len_utf8(),
            _ => {
                let range = self.at..self.at + first.len_utf8();
                self.found.push((Kind::Operator, range));
            }
        }
        self.at += first.len_utf8();
        self.value_before = false;
    }
}

/// Bytes up to the end of the line.
fn line_length(text: &str) -> usize {
    text.find('\n').unwrap_or(text.len())
}

/// Bytes of the name that `text` begins with.
fn name_length(text: &str, marks: &[char]) -> usize {
    let is_mark = |character: char| character == '_' || marks.contains(&character);
    let Some(first) = text.chars().next() else {
        return 0;
    };
    // A mark that only goes on with a name (a prime, a hyphen, a question mark) begins none.
    if !(first.is_alphabetic() || first == '_' || matches!(first, '$' | '@') && is_mark(first)) {
        return 0;
    }
    text.char_indices()
        .skip(1)
        .find(|(_, character)| !character.is_alphanumeric() && !is_mark(*character))
        .map_or(text.len(), |(place, _)| place)
}

fn block_length(text: &str, open: &str, close: &str, nested: bool) -> usize {
    let mut depth = 1_usize;
    let mut at = open.len();
    while let Some(step) = text[at..].chars().next() {
        if text[at..].starts_with(close) {
            at += close.len();
            depth -= 1;
            if depth == 0 {
                return at;
            }
        } else if nested && text[at..].starts_with(open) {
            at += open.len();
            depth += 1;
        } else {
            at += step.len_utf8();
        }
    }
    text.len()
}

fn quote_length(text: &str, quote: Quote) -> usize {
    let mut at = quote.open.len();
    let mut escaped = false;
    while let Some(character) = text[at..].chars().next() {
        if escaped {
            escaped = false;
        } else if text[at..].starts_with(quote.close) {
            return at + quote.close.len();
        } else if quote.escapes && character == '\\' {
            escaped = true;
        } else if character == '\n' && !quote.lines {
            return at;
        }
        at += character.len_utf8();
    }
    text.len()
}

/// `r"…"`, `r#"…"#`, with a `b` or `c` before it.
fn rust_raw_length(text: &str) -> Option<usize> {
    let letters = ["br", "cr", "r"]
        .into_iter()
        .find(|prefix| text.starts_with(prefix))?;
    let after = &text[letters.len()..];
    let hashes = after.len() - after.trim_start_matches('#').len();
    let body = after[hashes..].strip_prefix('"')?;
    let begin = text.len() - body.len();
    let close = format!("\"{}", &after[..hashes]);
    let end = body.find(&close).map(|end| end + close.len());
    Some(end.map_or(text.len(), |end| begin + end))
}

/// `'a'` and `'\n'`, but not the lifetime `'a`.
fn rust_character_length(text: &str) -> Option<usize> {
    let body = text.strip_prefix('\'')?;
    if body.starts_with('\\') {
        // `\u{10ffff}` is the longest escape.
        return body
            .char_indices()
            .skip(2)
            .take(11)
            .take_while(|(_, character)| *character != '\n')
            .find(|(_, character)| *character == '\'')
            .map(|(end, _)| end + 2);
    }
    let character = body.chars().next().filter(|first| *first != '\n')?;
    body[character.len_utf8()..]
        .starts_with('\'')
        .then_some(character.len_utf8() + 2)
}
