//! Code with its words coloured: escaped text and `<span class="…">`, nothing else.
//!
//! A small reader of our own rather than a library: what can be typed here has no bound that a
//! library's patterns keep to (docs/decisions/013). Without a language nothing is guessed.

mod languages;
mod reader;

#[cfg(test)]
mod tests;

use crate::ui::escape::escape_html;

/// Longest code that is coloured, in bytes; longer code is shown plain.
pub const COLOURED_LIMIT: usize = 60_000;

/// What a part of the code is.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A word of the language.
    Keyword,
    /// A string, a character, a regular expression.
    String,
    /// A number, or a literal such as `true`.
    Number,
    /// A comment.
    Comment,
    /// The name of something called or declared to be called.
    Function,
    /// The name of a type, a class, a lifetime.
    Type,
    /// Signs such as `+=`.
    Operator,
}

impl Kind {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::Keyword,
        Self::String,
        Self::Number,
        Self::Comment,
        Self::Function,
        Self::Type,
        Self::Operator,
    ];

    /// The class of its span, in `style/code.css`.
    pub const fn class(self) -> &'static str {
        match self {
            Self::Keyword => "hl-keyword",
            Self::String => "hl-string",
            Self::Number => "hl-number",
            Self::Comment => "hl-comment",
            Self::Function => "hl-function",
            Self::Type => "hl-type",
            Self::Operator => "hl-operator",
        }
    }
}

/// A stretch of one line, of one kind or of none.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Piece<'text> {
    /// What it is, if it is coloured.
    pub kind: Option<Kind>,
    /// The text itself, without line breaks.
    pub text: &'text str,
}

/// The lines of some code, each in its pieces. The same text comes out as went in; empty pieces do not.
pub fn lines<'text>(code: &'text str, language: Option<&str>) -> Vec<Vec<Piece<'text>>> {
    let known = language.and_then(languages::find);
    let parts = match known {
        Some(language) if code.len() <= COLOURED_LIMIT => reader::read(code, language),
        _ => Vec::new(),
    };
    let mut lines = vec![Vec::new()];
    let mut at = 0;
    for (kind, range) in parts {
        push(&mut lines, None, &code[at..range.start]);
        at = range.end;
        push(&mut lines, Some(kind), &code[range]);
    }
    push(&mut lines, None, &code[at..]);
    lines
}

fn push<'text>(lines: &mut Vec<Vec<Piece<'text>>>, kind: Option<Kind>, text: &'text str) {
    for (number, text) in text.split('\n').enumerate() {
        if number > 0 {
            lines.push(Vec::new());
        }
        if let Some(line) = lines.last_mut().filter(|_| !text.is_empty()) {
            line.push(Piece { kind, text });
        }
    }
}

/// One piece as HTML.
pub fn push_html(html: &mut String, kind: Option<Kind>, text: &str) {
    if let Some(kind) = kind {
        html.push_str("<span class=\"");
        html.push_str(kind.class());
        html.push_str("\">");
    }
    html.push_str(&escape_html(text));
    if kind.is_some() {
        html.push_str("</span>");
    }
}

/// The code as HTML for the inside of a `<code>`. No span goes over the end of a line.
pub fn html(code: &str, language: Option<&str>) -> String {
    let mut html = String::with_capacity(code.len() * 2);
    for (number, line) in lines(code, language).into_iter().enumerate() {
        if number > 0 {
            html.push('\n');
        }
        for piece in line {
            push_html(&mut html, piece.kind, piece.text);
        }
    }
    html
}
