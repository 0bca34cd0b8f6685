//! Keyset paging: a page of a list is told by the row at its edge, so that it costs the same
//! anywhere in the list and does not slip when rows are added.

use chrono::{DateTime, Datelike, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Rows on one page of a list.
pub const PAGE_SIZE: usize = 50;

/// A place in a list ordered by time and id, for keyset paging. Written `micros_uuid`.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cursor {
    /// Time of the row at the edge, UTC.
    pub at: DateTime<Utc>,
    /// Id of the row at the edge.
    pub id: Uuid,
}

impl std::fmt::Display for Cursor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}_{}", self.at.timestamp_micros(), self.id.simple())
    }
}

impl Cursor {
    /// Reads a cursor out of an address. Anything else is none, which means the first page.
    pub fn parse(text: &str) -> Option<Self> {
        let (micros, id) = text.split_once('_')?;
        let at = DateTime::from_timestamp_micros(micros.parse().ok()?)?;
        // PostgreSQL reaches less far than chrono; no row is outside these years.
        (1..=9_999).contains(&at.year()).then_some(Self {
            at,
            id: id.parse().ok()?,
        })
    }
}

/// Which page of a list: the first, or the one beside a row.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum PageAt {
    /// The newest rows.
    First,
    /// Rows older than this one.
    OlderThan(Cursor),
    /// Rows newer than this one.
    NewerThan(Cursor),
}

impl PageAt {
    /// Reads the query parameters `older` and `newer` of an address.
    pub fn from_query(older: Option<&str>, newer: Option<&str>) -> Self {
        match (older.and_then(Cursor::parse), newer.and_then(Cursor::parse)) {
            (Some(cursor), _) => Self::OlderThan(cursor),
            (None, Some(cursor)) => Self::NewerThan(cursor),
            (None, None) => Self::First,
        }
    }
}

/// A place in a list of any order: its beginning, or beside a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place<Edge> {
    /// The first rows.
    First,
    /// Rows that come after this one.
    After(Edge),
    /// Rows that come before this one.
    Before(Edge),
}

/// A part of a list, in its order, with the ways to its neighbours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part<Row, Edge> {
    /// The rows.
    pub rows: Vec<Row>,
    /// The edge before which more rows are, if there are any.
    pub before: Option<Edge>,
    /// The edge after which more rows are, if there are any.
    pub after: Option<Edge>,
}

impl<Row, Edge> Part<Row, Edge> {
    /// Makes a part of up to `size + 1` rows read in the direction of `at`: away from the edge, so
    /// the list's last first for [`Place::Before`]. The extra row only tells that there is more.
    pub fn new(
        mut rows: Vec<Row>,
        size: usize,
        at: Place<Edge>,
        edge: impl Fn(&Row) -> Edge,
    ) -> Self {
        let more = rows.len() > size;
        rows.truncate(size);
        if matches!(at, Place::Before(_)) {
            rows.reverse();
        }
        let first = rows.first().map(&edge);
        let last = rows.last().map(&edge);
        let (before, after) = match at {
            Place::First => (None, last.filter(|_| more)),
            Place::After(from) => (first.or(Some(from)), last.filter(|_| more)),
            Place::Before(from) => (first.filter(|_| more), last.or(Some(from))),
        };
        Self {
            rows,
            before,
            after,
        }
    }
}

/// One page, newest first, with the ways to its neighbours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page<T> {
    /// The rows, newest first.
    pub rows: Vec<T>,
    /// The edge beyond which newer rows are, if there are any.
    pub newer: Option<Cursor>,
    /// The edge beyond which older rows are, if there are any.
    pub older: Option<Cursor>,
}

impl<T> Page<T> {
    /// Makes a page of up to `size + 1` rows read in the direction of `at`, as [`Part::new`].
    pub fn new(rows: Vec<T>, size: usize, at: PageAt, edge: impl Fn(&T) -> Cursor) -> Self {
        let at = match at {
            PageAt::First => Place::First,
            PageAt::OlderThan(edge) => Place::After(edge),
            PageAt::NewerThan(edge) => Place::Before(edge),
        };
        let part = Part::new(rows, size, at, edge);
        Self {
            rows: part.rows,
            newer: part.before,
            older: part.after,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cursor(second: usize) -> Cursor {
        let second = i64::try_from(second).unwrap();
        Cursor {
            at: DateTime::from_timestamp(1_700_000_000 + second, 0).unwrap(),
            id: Uuid::nil(),
        }
    }

    #[test]
    fn a_cursor_survives_the_address_bar() {
        let cursor = cursor(7);
        assert_eq!(Cursor::parse(&cursor.to_string()), Some(cursor));
    }

    #[test]
    fn a_damaged_cursor_means_the_first_page() {
        for damaged in [
            "",
            "_",
            "12",
            "x_y",
            "99999999999999999999_0",
            "1_zz",
            "-8000000000000000000_01a20589-1d6d-75b4-867b-a0e3cb7a9e6f",
            "-250000000000000000_01a20589-1d6d-75b4-867b-a0e3cb7a9e6f",
        ] {
            assert_eq!(
                PageAt::from_query(Some(damaged), None),
                PageAt::First,
                "{damaged}"
            );
        }
    }

    #[test]
    fn the_first_page_has_nothing_newer_and_more_only_past_its_size() {
        let exactly: Vec<_> = (0..PAGE_SIZE).collect();
        let page = Page::new(exactly, PAGE_SIZE, PageAt::First, |&row| cursor(row));
        assert_eq!((page.newer, page.older), (None, None));

        let one_more: Vec<_> = (0..=PAGE_SIZE).collect();
        let page = Page::new(one_more, PAGE_SIZE, PageAt::First, |&row| cursor(row));
        assert_eq!(page.rows.len(), PAGE_SIZE);
        assert_eq!(page.older, Some(cursor(PAGE_SIZE - 1)));
    }

    #[test]
    fn going_back_turns_the_rows_around() {
        let page = Page::new(
            vec![1, 2, 3],
            PAGE_SIZE,
            PageAt::NewerThan(cursor(0)),
            |&row| cursor(row),
        );
        assert_eq!(page.rows, [3, 2, 1]);
        assert_eq!(page.newer, None);
        assert_eq!(page.older, Some(cursor(1)));
    }
}
