//! Reads the query language. Never panics, and never leaves anything out: what cannot be understood
//! is a mistake that says what would be right.

use super::{
    conditions::{Value, example, test_of},
    model::{Comparison, QUERY_LIMIT, Query, TERM_LIMIT, Term, Test},
    words::{KNOWN_KEYS, Key},
};
use serde::{Deserialize, Serialize};

/// What is wrong with a query, and where.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mistake {
    /// What is wrong and what would be right; a sentence or two.
    pub message: String,
    /// Where the wrong part begins, in characters.
    pub start: u32,
    /// Where it ends, in characters.
    pub end: u32,
}

/// Reads a query.
///
/// # Errors
/// The first mistake in it.
pub fn parse(text: &str) -> Result<Query, Mistake> {
    let query = Query {
        terms: terms(text)?,
    };
    // What is printed, stored and linked is the long form.
    let printed = query.to_string().chars().count();
    if printed > QUERY_LIMIT {
        return Err(too_long(QUERY_LIMIT.min(text.chars().count()), text));
    }
    Ok(query)
}

/// The terms of a query, whose long form may be too long.
pub(super) fn terms(text: &str) -> Result<Vec<Term>, Mistake> {
    let chars: Vec<char> = text.chars().take(QUERY_LIMIT + 1).collect();
    if chars.len() > QUERY_LIMIT {
        return Err(too_long(QUERY_LIMIT, text));
    }
    if let Some(at) = chars
        .iter()
        .position(|character| character.is_control() && !character.is_whitespace())
    {
        let message = "There is a control character here, which nothing can contain. Delete it.";
        return Err(mistake(message, at, at + 1));
    }
    let mut reader = Reader { chars, at: 0 };
    let mut terms = Vec::new();
    loop {
        reader.skip_space();
        let start = reader.at;
        if reader.peek().is_none() {
            return Ok(terms);
        }
        if terms.len() == TERM_LIMIT {
            let message = "A search can have up to 20 conditions. Leave some out.";
            return Err(mistake(message, start, reader.chars.len()));
        }
        terms.push(reader.term()?);
    }
}

fn too_long(start: usize, text: &str) -> Mistake {
    let message = "A search can have up to 500 characters. Leave something out.";
    mistake(message, start, text.chars().count())
}

pub(super) fn mistake(message: impl Into<String>, start: usize, end: usize) -> Mistake {
    let place = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    Mistake {
        message: message.into(),
        start: place(start),
        end: place(end),
    }
}

/// Quotation marks; a telephone types the curly ones.
pub(super) fn is_quote(character: char) -> bool {
    matches!(character, '"' | '“' | '”' | '„')
}

/// Where a reader is in a query.
struct Reader {
    chars: Vec<char>,
    at: usize,
}

/// A word that begins like `key:`.
struct Head {
    /// In lower case.
    name: String,
    comparison: Comparison,
    /// Where the name ends.
    name_end: usize,
    /// Where the value begins.
    value: usize,
}

impl Reader {
    fn peek(&self) -> Option<char> {
        self.chars.get(self.at).copied()
    }

    fn skip_space(&mut self) {
        while self.peek().is_some_and(char::is_whitespace) {
            self.at += 1;
        }
    }

    fn text(&self, start: usize, end: usize) -> String {
        self.chars
            .get(start..end)
            .unwrap_or_default()
            .iter()
            .collect()
    }

    /// Where the word that begins here ends.
    fn word_end(&self) -> usize {
        let rest = self.chars.iter().skip(self.at);
        self.at + rest.take_while(|c| !c.is_whitespace()).count()
    }

    fn term(&mut self) -> Result<Term, Mistake> {
        let after_sign = self.chars.get(self.at + 1);
        let negated =
            self.peek() == Some('-') && after_sign.is_some_and(|next| !next.is_whitespace());
        if negated {
            self.at += 1;
        }
        let start = self.at;
        let test = if self.peek().is_some_and(is_quote) {
            let value = self.quoted()?;
            self.expect_gap(start)?;
            Test::Text(value.text)
        } else if let Some((key, head)) = self.head()? {
            self.at = head.value;
            let values = self.values(start, key, &head)?;
            test_of(key, head.comparison, &values, (start, self.at))?
        } else {
            self.at = self.word_end();
            Test::Text(self.text(start, self.at))
        };
        Ok(Term { negated, test })
    }

    /// What stands between quotation marks. `\` before one, or before another `\`, takes it as it is.
    fn quoted(&mut self) -> Result<Value, Mistake> {
        let start = self.at;
        let mut text = String::new();
        self.at += 1;
        loop {
            let Some(character) = self.peek() else {
                let message =
                    "This quotation mark is never closed. Put another at the end of the phrase.";
                return Err(mistake(message, start, self.at));
            };
            let next = self.chars.get(self.at + 1).copied();
            self.at += 1;
            match character {
                '\\' if next.is_some_and(|next| next == '\\' || is_quote(next)) => {
                    text.extend(next);
                    self.at += 1;
                }
                closing if is_quote(closing) => break,
                // A line of text has no other.
                space if space.is_whitespace() => text.push(' '),
                other => text.push(other),
            }
        }
        if text.trim().is_empty() {
            let message = "There is nothing between these quotation marks. Put a phrase there, or delete them.";
            return Err(mistake(message, start, self.at));
        }
        Ok(Value {
            text,
            quoted: true,
            start,
            end: self.at,
        })
    }

    /// A closed quotation is followed by a space or by the end.
    fn expect_gap(&self, start: usize) -> Result<(), Mistake> {
        if self.peek().is_none_or(char::is_whitespace) {
            return Ok(());
        }
        let message = "Put a space after the closing quotation mark. For a quotation mark inside a phrase, write \\\".";
        Err(mistake(message, start, self.word_end()))
    }

    /// The key that the word here begins with, if it is one; none for plain text.
    fn head(&self) -> Result<Option<(Key, Head)>, Mistake> {
        let Some(head) = self.split_head() else {
            return Ok(None);
        };
        if let Some(key) = Key::named(&head.name) {
            return Ok(Some((key, head)));
        }
        // `x==y` and `vector<int>` are code; `tiem>30` and `attemps=3` were meant as conditions.
        let value = self.chars.get(head.value).copied();
        let written = self.chars.get(head.name_end).copied();
        let near = Key::near(&head.name);
        let is_condition = written == Some(':')
            || near.is_some()
            || value.is_some_and(|first| first.is_ascii_digit());
        if !is_condition {
            return Ok(None);
        }
        let end = self.word_end();
        let word = self.text(self.at, end);
        let meant = match near {
            Some(near) => ["Did you mean ", near, &self.text(head.name_end, end), "?"].concat(),
            None => ["There are ", KNOWN_KEYS, "."].concat(),
        };
        let name = self.text(self.at, head.name_end);
        let message = [
            "There is no condition “",
            &name,
            "”. ",
            &meant,
            " To search for it as text, put it in quotation marks: \"",
            &word,
            "\".",
        ];
        Err(mistake(message.concat(), self.at, end))
    }

    fn split_head(&self) -> Option<Head> {
        let rest = self.chars.get(self.at..).unwrap_or_default();
        let is_name = |c: &&char| c.is_alphabetic() || matches!(c, '-' | '_');
        let length = rest.iter().take_while(is_name).count();
        let (&first, &written) = (rest.first()?, rest.get(length)?);
        if length == 0 || !first.is_alphabetic() {
            return None;
        }
        let at = |place: usize| rest.get(place).copied();
        let after = at(length + 1);
        // An address, or a path of names in code.
        let is_path = after == Some(':') || (after == Some('/') && at(length + 2) == Some('/'));
        let mut end = length;
        match written {
            ':' if is_path => return None,
            // `time:>30` is `time>30`.
            ':' if matches!(after, Some('<' | '>')) => end += 1,
            ':' | '=' | '<' | '>' => {}
            _ => return None,
        }
        let or_equal = at(end + 1) == Some('=');
        let comparison = match (at(end), or_equal) {
            (Some('<'), false) => Comparison::Less,
            (Some('<'), true) => Comparison::AtMost,
            (Some('>'), false) => Comparison::Greater,
            (Some('>'), true) => Comparison::AtLeast,
            _ => Comparison::Equal,
        };
        let compares = comparison != Comparison::Equal;
        Some(Head {
            name: rest.iter().take(length).collect::<String>().to_lowercase(),
            comparison,
            name_end: self.at + length,
            value: self.at + end + 1 + usize::from(compares && or_equal),
        })
    }

    /// The values after a key, separated by commas.
    fn values(&mut self, start: usize, key: Key, head: &Head) -> Result<Vec<Value>, Mistake> {
        let mut values = Vec::new();
        loop {
            let value = if self.peek().is_some_and(is_quote) {
                self.quoted()?
            } else {
                let from = self.at;
                while self.peek().is_some_and(|c| c != ',' && !c.is_whitespace()) {
                    self.at += 1;
                }
                Value {
                    text: self.text(from, self.at),
                    quoted: false,
                    start: from,
                    end: self.at,
                }
            };
            if value.text.is_empty() {
                let written = self.text(start, head.value);
                let message = if values.is_empty() && self.peek() != Some(',') {
                    [
                        "Say what comes after ",
                        &written,
                        " – for example ",
                        example(key),
                        ".",
                    ]
                } else {
                    [
                        "A value is missing beside this comma. A list looks like ",
                        "tag:dp,graph",
                        "",
                        "",
                        ".",
                    ]
                };
                return Err(mistake(message.concat(), start, self.word_end()));
            }
            values.push(value);
            if self.peek() != Some(',') {
                self.expect_gap(start)?;
                return Ok(values);
            }
            self.at += 1;
        }
    }
}
