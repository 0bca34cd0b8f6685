//! The list as it goes over the wire: its address, and what is found there.

use super::{
    facets::Joined,
    matcher::matches,
    model::{Column, Query, Sort, Test},
    parse::{Mistake, parse},
    saved::model::SavedView,
};
use crate::{
    problem::{model::ProblemRow, recognise::Platform},
    ui::address::{percent_encode, query_value},
};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// Most tags that the menu of tags offers.
pub const TAGS_OFFERED: i64 = 200;
/// Most sites that the menu of sites offers.
pub const SITES_OFFERED: i64 = 60;

/// What the address of the list says, as it says it; each part may be empty.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Address {
    /// The query, as typed.
    pub q: String,
    /// The order, as [`Sort`] is written.
    pub sort: String,
    /// The edge after which the rows are.
    pub after: String,
    /// The edge before which the rows are.
    pub before: String,
}

impl Address {
    /// The first page of a search.
    pub fn of(q: impl Into<String>, sort: Sort) -> Self {
        let sort = if sort == Sort::default() {
            String::new()
        } else {
            sort.to_string()
        };
        Self {
            q: q.into(),
            sort,
            ..Self::default()
        }
    }

    /// What the query of an address says.
    pub fn read(search: &str) -> Self {
        let value = |name| query_value(search, name);
        Self {
            q: value("q"),
            sort: value("sort"),
            after: value("after"),
            before: value("before"),
        }
    }

    /// Its order.
    pub fn order(&self) -> Sort {
        Sort::parse(&self.sort)
    }

    /// It as a path of this app.
    pub fn href(&self) -> String {
        self.href_on("/problems")
    }

    /// It as the query of another page.
    pub fn href_on(&self, path: &str) -> String {
        let mut href = path.to_owned();
        let parts = [
            ("q", &self.q),
            ("sort", &self.sort),
            ("after", &self.after),
            ("before", &self.before),
        ];
        for (name, value) in parts {
            if !value.is_empty() {
                href.push(if href.contains('?') { '&' } else { '?' });
                href.push_str(name);
                href.push('=');
                href.push_str(&percent_encode(value));
            }
        }
        href
    }
}

/// One page of the list, with everything that stands around it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FoundList {
    /// Where this was found.
    pub at: Address,
    /// The query in its long form; empty when it has a mistake.
    pub canonical: String,
    /// What is wrong with the query. Then nothing was looked for.
    pub mistake: Option<Mistake>,
    /// At most [`PAGE_SIZE`](crate::paging::PAGE_SIZE) rows; their descriptions are left out.
    pub rows: Vec<ProblemRow>,
    /// How many problems match, on all pages.
    pub total: u32,
    /// Whether there are more than `total`, which were not counted.
    pub more: bool,
    /// The edge of the page before this one, if there is one.
    pub before: Option<String>,
    /// The edge of the page after this one, if there is one.
    pub after: Option<String>,
    /// How many problems the journal has.
    pub journal: i32,
    /// Its tags, the most frequent first, each with the number of problems that have it.
    pub tags: Vec<(String, i32)>,
    /// Its sites: platforms' slugs and hosts.
    pub sites: Vec<String>,
    /// The person's saved searches, by name.
    pub views: Vec<SavedView>,
    /// The person's day.
    pub today: NaiveDate,
}

impl FoundList {
    /// What was asked for; nothing in particular when that could not be read.
    pub fn query(&self) -> Query {
        parse(&self.at.q).unwrap_or_default()
    }

    /// The answer at another address, where these rows are enough to know it: they are all there
    /// are, and the other search narrows this one by conditions that a row decides.
    pub fn narrowed(&self, at: &Address) -> Option<Self> {
        let whole = self.before.is_none() && self.after.is_none() && self.mistake.is_none();
        let same_order = at.order() == self.at.order();
        if !whole || !same_order || !at.after.is_empty() || !at.before.is_empty() {
            return None;
        }
        let query = parse(&at.q).ok()?;
        let left = query.beyond(&self.query()).filter(Query::is_local)?;
        let mut list = self.clone();
        list.at = at.clone();
        list.canonical = query.to_string();
        list.rows.retain(|row| matches(&left, row, &[], self.today));
        list.total = u32::try_from(list.rows.len()).unwrap_or(u32::MAX);
        Some(list)
    }

    /// The address after a condition was toggled.
    pub fn toggled(&self, query: &Query, test: &Test) -> String {
        let joined = query.tags_joined().unwrap_or(Joined::All);
        self.with(&query.toggled(test, joined))
    }

    /// The address of another search in the same order.
    pub fn with(&self, query: &Query) -> String {
        Address::of(query.to_string(), self.at.order()).href()
    }

    /// The address of this search in the order of a column; the other way round when it has that
    /// order already.
    pub fn sorted_by(&self, column: Column) -> String {
        let now = self.at.order();
        let descending = if now.column == column {
            !now.descending
        } else {
            starts_descending(column)
        };
        Address::of(self.at.q.clone(), Sort { column, descending }).href()
    }
}

/// Whether a column is most telling from its greatest value down.
fn starts_descending(column: Column) -> bool {
    matches!(
        column,
        Column::Added | Column::Attempts | Column::Last | Column::Touched
    )
}

/// The name of a site as a person knows it, from a platform's slug or a host.
pub fn site_name(site: &str) -> &str {
    match Platform::from_slug(site) {
        Some(platform) => platform.label(),
        None => site,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::problem::model::{Difficulty, Problem, ProblemId, Progress};
    use uuid::Uuid;

    fn list(q: &str, difficulties: &[Difficulty]) -> FoundList {
        let row = |difficulty: &Difficulty| ProblemRow {
            problem: Problem {
                id: ProblemId(Uuid::nil()),
                title: "Two Sum".into(),
                url: None,
                platform: None,
                difficulty: *difficulty,
                tags: Vec::new(),
                description: None,
                created_at: "2026-11-01T00:00:00Z".parse().unwrap(),
                updated_at: "2026-11-01T00:00:00Z".parse().unwrap(),
                starred: false,
                revision: 1,
            },
            progress: Progress::default(),
            review: crate::review::model::Review::default(),
        };
        FoundList {
            at: Address::of(q, Sort::default()),
            canonical: q.into(),
            mistake: None,
            rows: difficulties.iter().map(row).collect(),
            total: 2,
            more: false,
            before: None,
            after: None,
            journal: 2,
            tags: Vec::new(),
            sites: Vec::new(),
            views: Vec::new(),
            today: "2026-11-20".parse().unwrap(),
        }
    }

    #[test]
    fn an_address_is_encoded_and_says_only_what_is_not_usual() {
        assert_eq!(Address::default().href(), "/problems");
        let address = Address {
            q: "a&b \"ü\"".into(),
            sort: "-touched".into(),
            after: "t1_2".into(),
            before: String::new(),
        };
        assert_eq!(
            address.href(),
            "/problems?q=a%26b%20%22%C3%BC%22&sort=-touched&after=t1_2"
        );
    }

    #[test]
    fn an_address_is_read_once_and_whatever_it_holds() {
        let read = |search: &str| Address::read(search).q;
        assert_eq!(read("?q=100%2541"), "100%41");
        assert_eq!(read("sort=title&q=a+b%20c"), "a b c");
        assert_eq!(read("q=100%&q=2"), "100%");
        assert_eq!(read("q=%e9%zz%4"), "\u{fffd}%zz%4");
        assert_eq!(read("nothing"), "");
    }

    proptest::proptest! {
        #[test]
        fn any_search_survives_the_address_bar(q in "\\PC*") {
            let address = Address::of(q, Sort { column: Column::Best, descending: true });
            let href = address.href();
            let search = href.split_once('?').map_or("", |(_, search)| search);
            proptest::prop_assert_eq!(Address::read(search), address);
        }
    }

    #[test]
    fn a_column_sorts_from_its_telling_end_and_turns_round_when_pressed_again() {
        let found = list("x", &[]);
        assert_eq!(found.sorted_by(Column::Title), "/problems?q=x&sort=title");
        assert_eq!(found.sorted_by(Column::Best), "/problems?q=x&sort=best");
        assert_eq!(found.sorted_by(Column::Last), "/problems?q=x&sort=-last");
        assert_eq!(found.sorted_by(Column::Added), "/problems?q=x&sort=added");
    }

    #[test]
    fn rows_that_are_all_there_answer_a_narrower_search() {
        let found = list("two", &[Difficulty::Easy, Difficulty::Hard]);
        let narrow = |found: &FoundList, q: &str| found.narrowed(&Address::of(q, Sort::default()));
        let hard = narrow(&found, "two diff:hard").unwrap();
        assert_eq!((hard.rows.len(), hard.total), (1, 1));
        assert_eq!(hard.canonical, "two difficulty:hard");
        for other in ["", "three", "two three", "diff:hard", "two diff:"] {
            assert_eq!(narrow(&found, other), None, "{other}");
        }
        let by_title = Sort {
            column: Column::Title,
            descending: false,
        };
        assert_eq!(found.narrowed(&Address::of("two", by_title)), None);
        let part = FoundList {
            after: Some("t1_2".into()),
            ..found
        };
        assert_eq!(narrow(&part, "two diff:hard"), None);
    }
}
