//! One page of the list: what is asked for, what comes back, and how its edge is written into
//! addresses.

use super::model::{Column, Query, Sort};
use crate::{
    paging::Place,
    problem::model::{Difficulty, ProblemRow},
};
use chrono::{DateTime, Datelike, NaiveDate, Utc};
use std::fmt::{self, Display, Write};
use uuid::Uuid;

/// Longest text that orders rows, in characters.
const TEXT_LIMIT: usize = 100;

/// What the list is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FindRequest {
    /// Which problems.
    pub query: Query,
    /// In which order.
    pub sort: Sort,
    /// Which page.
    pub at: Place<Edge>,
    /// The person's date now; `touched>30d` counts back from it.
    pub today: NaiveDate,
}

/// One page of the list.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// The rows; their descriptions are left out.
    pub rows: Vec<ProblemRow>,
    /// How many problems match, on all pages.
    pub total: Total,
    /// The edge before which more rows are, if there are any.
    pub before: Option<Edge>,
    /// The edge after which more rows are, if there are any.
    pub after: Option<Edge>,
}

/// How many problems match; nobody counts beyond what a person can use.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Total {
    /// So many.
    Exactly(u32),
    /// More than so many; they were not counted to the end.
    MoreThan(u32),
}

/// The row at the edge of a page: what it is ordered by, and its id. Written
/// `t1700000000000000_01a2…`: letters, digits, `-`, `.` and `_` only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edge {
    /// The value in the column the list is ordered by.
    pub key: Key,
    /// The problem's id.
    pub id: Uuid,
}

/// A value that orders rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Key {
    /// An instant.
    Time(DateTime<Utc>),
    /// No instant: after every other one, whatever the direction.
    Never,
    /// The beginning of a title, a site or a tag, as the database compares it.
    Text(String),
    /// A number, or the place of a status.
    Number(i32),
    /// How hard.
    Difficulty(Difficulty),
}

impl Edge {
    /// Reads an edge of a list ordered by `column`. Anything else is none, which means the first
    /// page: a damaged one, an edge of another order, a value that the database has no room for.
    pub fn parse(text: &str, column: Column) -> Option<Self> {
        let (key, id) = text.split_once('_')?;
        let mut letters = key.chars();
        let kind = letters.next()?;
        let value = letters.as_str();
        let key = match (kind, column) {
            ('t', Column::Added | Column::Touched) => {
                let at = DateTime::from_timestamp_micros(value.parse().ok()?)?;
                // PostgreSQL reaches less far than chrono; no row is outside these years.
                (1..=9_999).contains(&at.year()).then_some(Key::Time(at))?
            }
            ('z', Column::Touched) => Key::Never,
            ('x', Column::Title | Column::Site | Column::Tag) => Key::Text(unescaped(value)?),
            ('n', Column::Status | Column::Attempts | Column::Best | Column::Last) => {
                Key::Number(value.parse().ok()?)
            }
            ('d', Column::Difficulty) => Key::Difficulty(Difficulty::from_slug(value)?),
            _ => return None,
        };
        let id = id.parse().ok()?;
        Some(Self { key, id })
    }
}

impl Place<Edge> {
    /// Reads the query parameters `before` and `after` of an address.
    pub fn from_query(sort: Sort, before: Option<&str>, after: Option<&str>) -> Self {
        let edge = |text: Option<&str>| text.and_then(|text| Edge::parse(text, sort.column));
        match (edge(after), edge(before)) {
            (Some(edge), _) => Self::After(edge),
            (None, Some(edge)) => Self::Before(edge),
            (None, None) => Self::First,
        }
    }
}

impl Display for Edge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.key {
            Key::Time(at) => write!(f, "t{}", at.timestamp_micros())?,
            Key::Never => f.write_char('z')?,
            Key::Text(text) => {
                f.write_char('x')?;
                for byte in text.bytes() {
                    if byte.is_ascii_alphanumeric() || byte == b'-' {
                        f.write_char(char::from(byte))?;
                    } else {
                        write!(f, ".{byte:02x}")?;
                    }
                }
            }
            Key::Number(number) => write!(f, "n{number}")?,
            Key::Difficulty(difficulty) => write!(f, "d{}", difficulty.slug())?,
        }
        write!(f, "_{}", self.id.simple())
    }
}

/// The text that [`Edge`] wrote: every byte but letters, digits and `-` as `.` and two digits.
fn unescaped(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(if byte == b'.' {
            let high = char::from(rest.next()?).to_digit(16)?;
            let low = char::from(rest.next()?).to_digit(16)?;
            u8::try_from(high * 16 + low).ok()?
        } else {
            byte
        });
    }
    let text = String::from_utf8(bytes).ok()?;
    // PostgreSQL cannot take NUL; no key is longer.
    (!text.contains('\0') && text.chars().count() <= TEXT_LIMIT).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn key_and_column() -> impl Strategy<Value = (Key, Column)> {
        prop_oneof![
            (-62_000_000_000_000_000_i64..250_000_000_000_000_000).prop_map(|micros| (
                Key::Time(DateTime::from_timestamp_micros(micros).unwrap()),
                Column::Added
            )),
            Just((Key::Never, Column::Touched)),
            "[^\0]{0,100}".prop_map(|text| (Key::Text(text), Column::Title)),
            any::<i32>().prop_map(|number| (Key::Number(number), Column::Best)),
            Just((Key::Difficulty(Difficulty::Medium), Column::Difficulty)),
        ]
    }

    proptest! {
        #[test]
        fn an_edge_survives_the_address_bar((key, column) in key_and_column(), id: u128) {
            let edge = Edge { key, id: Uuid::from_u128(id) };
            let text = edge.to_string();
            let safe = |c: char| c.is_ascii_alphanumeric() || "-._".contains(c);
            prop_assert!(text.chars().all(safe), "{text}");
            prop_assert_eq!(Edge::parse(&text, column), Some(edge));
        }

        #[test]
        fn anything_may_stand_in_an_address(text in "\\PC*", kind in "[tzxnd]") {
            for column in Column::ALL {
                let _ = Edge::parse(&text, column);
                let _ = Edge::parse(&format!("{kind}{text}_{}", Uuid::nil()), column);
            }
        }
    }

    #[test]
    fn a_damaged_edge_or_one_of_another_order_means_the_first_page() {
        let id = Uuid::nil();
        let edge_of = |key: &str| format!("{key}_{id}");
        let by = |column| Sort {
            column,
            descending: false,
        };
        for (damaged, column) in [
            (String::new(), Column::Added),
            ("_".to_owned(), Column::Added),
            ("t12".to_owned(), Column::Added),
            ("t12_zz".to_owned(), Column::Added),
            (edge_of("t-8000000000000000000"), Column::Added),
            (edge_of("t-250000000000000000"), Column::Touched),
            (edge_of("t99999999999999999999"), Column::Added),
            (edge_of("z"), Column::Added),
            (edge_of("xa"), Column::Added),
            (edge_of("xa.0"), Column::Title),
            (edge_of("xa.ff"), Column::Title),
            (edge_of("xa.00b"), Column::Title),
            (edge_of(&format!("x{}", "a".repeat(101))), Column::Title),
            (edge_of("n4294967296"), Column::Best),
            (edge_of("dimpossible"), Column::Difficulty),
            (edge_of("n1"), Column::Difficulty),
        ] {
            let place = Place::from_query(by(column), Some(&damaged), Some(&damaged));
            assert_eq!(place, Place::First, "{damaged}");
        }
    }
}
