//! What a search asks for: the query language's terms, and the orders of the list.

use crate::{attempt::model::Status, problem::model::Difficulty};
use chrono::NaiveDate;

/// Longest query, in characters.
pub const QUERY_LIMIT: usize = 500;
/// Most terms in one query.
pub const TERM_LIMIT: usize = 20;

/// A whole query: every term must hold. Empty: every problem.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    /// In the order typed.
    pub terms: Vec<Term>,
}

/// One condition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    /// Whether it must not hold: typed with `-` in front.
    pub negated: bool,
    /// What is tested.
    pub test: Test,
}

/// What one term tests. A list means any of its members.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Test {
    /// A word or a `"phrase"`: somewhere in the title or description, or in the notes or code of
    /// one attempt, whatever the case of its letters. Never empty.
    Text(String),
    /// `is:solved,untried`: status of the latest attempt; none means untried. Never an empty list.
    Status(Vec<Option<Status>>),
    /// `is:starred`
    Starred,
    /// `has:notes`: at least one attempt with notes.
    Notes,
    /// `has:code`: at least one attempt with code.
    Code,
    /// `has:link`: it is on the web.
    Link,
    /// `tag:dp,graph`; normalised as [`crate::problem::fields::parse_tags`] does. Never an empty list.
    Tag(Vec<String>),
    /// `site:leetcode,example.com`: a platform's slug or a host, lower case. Never an empty list.
    Site(Vec<String>),
    /// `difficulty:easy,hard`. Never an empty list.
    Difficulty(Vec<Difficulty>),
    /// `time>30`. A problem without that number never passes.
    Number(NumberOf, Comparison, i32),
    /// `touched<2026-11-01`, `added>=2026-01-01`: by the calendar. A problem that was never
    /// touched never passes.
    On(DateOf, Comparison, NaiveDate),
    /// `touched>30d`: more than thirty days ago; `added<7d`: less than seven days ago. As
    /// [`Test::On`], counted back from today.
    DaysAgo(DateOf, Comparison, u16),
}

/// A number that a problem has.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum NumberOf {
    /// `time`: minutes of the latest attempt, if it was timed.
    LastMinutes,
    /// `best`: minutes of the fastest solved attempt, if one was timed.
    BestMinutes,
    /// `attempts`: number of attempts, 0 when untried.
    Attempts,
}

/// A day that a problem has.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum DateOf {
    /// `touched`: the local date of the latest attempt.
    Touched,
    /// `added`: the UTC date it was added.
    Added,
}

/// How a value is compared.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Comparison {
    /// `<`
    Less,
    /// `<=`
    AtMost,
    /// `=` or `:`
    Equal,
    /// `>=`
    AtLeast,
    /// `>`
    Greater,
}

/// A column the list can be ordered by.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq)]
pub enum Column {
    /// When it was added.
    #[default]
    Added,
    /// Its title, in lower case; the first 64 characters count.
    Title,
    /// Its site.
    Site,
    /// Easy, medium, hard.
    Difficulty,
    /// Its first tag.
    Tag,
    /// Status of the latest attempt: solved, partial, failed.
    Status,
    /// Number of attempts.
    Attempts,
    /// Minutes of the fastest solved attempt.
    Best,
    /// Minutes of the latest attempt.
    Last,
    /// When the latest attempt was.
    Touched,
}

/// An order of the list. Problems without the value (no site, no tag, untried) come last either
/// way; equal ones are ordered by id, in the same direction. Written `title`, `-touched`.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Sort {
    /// By what.
    pub column: Column,
    /// Greatest first.
    pub descending: bool,
}

impl Default for Sort {
    /// Newest first.
    fn default() -> Self {
        Self {
            column: Column::Added,
            descending: true,
        }
    }
}

impl Column {
    /// All of them.
    pub const ALL: [Self; 10] = [
        Self::Added,
        Self::Title,
        Self::Site,
        Self::Difficulty,
        Self::Tag,
        Self::Status,
        Self::Attempts,
        Self::Best,
        Self::Last,
        Self::Touched,
    ];

    /// The name in addresses.
    pub fn slug(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Title => "title",
            Self::Site => "site",
            Self::Difficulty => "difficulty",
            Self::Tag => "tag",
            Self::Status => "status",
            Self::Attempts => "attempts",
            Self::Best => "best",
            Self::Last => "last",
            Self::Touched => "touched",
        }
    }
}

impl Sort {
    /// Reads the `sort` of an address; anything unknown is the default order.
    pub fn parse(text: &str) -> Self {
        let (descending, slug) = match text.strip_prefix('-') {
            Some(slug) => (true, slug),
            None => (false, text),
        };
        Column::ALL
            .into_iter()
            .find(|column| column.slug() == slug)
            .map_or_else(Self::default, |column| Self { column, descending })
    }
}

impl std::fmt::Display for Sort {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let sign = if self.descending { "-" } else { "" };
        write!(f, "{sign}{}", self.column.slug())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_order_survives_the_address_bar_and_nonsense_is_the_default() {
        for column in Column::ALL {
            for descending in [false, true] {
                let sort = Sort { column, descending };
                assert_eq!(Sort::parse(&sort.to_string()), sort);
            }
        }
        for nonsense in ["", "-", "--title", "x; drop table"] {
            assert_eq!(Sort::parse(nonsense), Sort::default(), "{nonsense}");
        }
    }
}
