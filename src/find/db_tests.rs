//! The list against a naive one: random journals, random searches, every order, page by page.

use super::{
    super::{
        db_statements::{LIMITS, Limits, Statements},
        edge::{Edge, FindRequest, Found, Key, Total},
        matcher::matches,
        model::{Column, DateOf, NumberOf, Query, Sort, Term, Test},
    },
    find_within, sites,
};
use crate::{
    attempt::model::Status, auth::model::UserId, paging::Place, problem::model::Difficulty,
};
use chrono::{DateTime, NaiveDate};
use sqlx::PgPool;
use uuid::Uuid;

#[path = "db_tests_model.rs"]
mod naive;
#[path = "db_tests_store.rs"]
mod stored;
use naive::{Journal, Roll, query_of, request_of};

/// So small that every way to a page is taken and every limit met.
const TINY: Limits = Limits {
    count: 4,
    look: 5,
    window: 4,
    long_window: 6,
    hits: 3,
};
/// Journals per test run, and per statement that stores them.
const JOURNALS: usize = 2_000;
const BATCH: usize = 200;

async fn page(
    pool: &PgPool,
    user: &UserId,
    request: &FindRequest,
    size: usize,
    limits: Limits,
) -> Found {
    let mut conn = pool.acquire().await.unwrap();
    find_within(&mut conn, user, request, size, limits)
        .await
        .unwrap_or_else(|error| panic!("{error}: {request:?}"))
}

/// Every page from the first to the last, then back from the last to the first.
async fn turned(
    pool: &PgPool,
    user: &UserId,
    request: &FindRequest,
    size: usize,
    limits: Limits,
) -> (Vec<Found>, Vec<Found>) {
    let mut there = vec![page(pool, user, request, size, limits).await];
    while let Some(edge) = there.last().unwrap().after.clone() {
        assert!(there.len() < 100, "no end: {request:?}");
        let at = Place::After(through_an_address(&edge, request.sort));
        let request = FindRequest {
            at,
            ..request.clone()
        };
        there.push(page(pool, user, &request, size, limits).await);
    }
    let mut back = Vec::new();
    let mut edge = there.last().unwrap().before.clone();
    while let Some(from) = edge {
        let at = Place::Before(through_an_address(&from, request.sort));
        let request = FindRequest {
            at,
            ..request.clone()
        };
        let found = page(pool, user, &request, size, limits).await;
        edge = found.before.clone();
        back.push(found);
        assert!(back.len() < 100, "no end: {request:?}");
    }
    (there, back)
}

fn through_an_address(edge: &Edge, sort: Sort) -> Edge {
    Edge::parse(&edge.to_string(), sort.column).unwrap_or_else(|| panic!("{edge}"))
}

fn ids(pages: &[Found]) -> Vec<Uuid> {
    let rows = pages.iter().flat_map(|found| &found.rows);
    rows.map(|row| row.problem.id.0).collect()
}

impl Journal {
    /// What the browser's own matcher finds in the rows that the list shows.
    async fn matching(&self, pool: &PgPool, request: &FindRequest) -> Vec<Uuid> {
        let all = FindRequest {
            query: Query::default(),
            ..request.clone()
        };
        let mut rows = page(pool, &self.user, &all, 100, LIMITS).await.rows;
        rows.retain_mut(|row| {
            let mut problems = self.problems.iter();
            let made = problems.find(|made| made.id == row.problem.id.0).unwrap();
            row.problem.description.clone_from(&made.description);
            let text = |text: &Option<String>| text.clone().unwrap_or_default();
            let texts = made.texts.iter();
            let texts: Vec<_> = texts
                .map(|(notes, code)| [text(notes), text(code)].join("\n").to_lowercase())
                .collect();
            matches(&request.query, row, &texts, request.today)
        });
        rows.iter().map(|row| row.problem.id.0).collect()
    }
}

fn check_total(total: Total, matching: usize) {
    match total {
        Total::Exactly(said) => assert_eq!(said as usize, matching),
        Total::MoreThan(said) => assert!(matching > said as usize, "{said} of {matching}"),
    }
}

#[sqlx::test(migrations = "./migrations")]
async fn every_search_in_every_order_is_what_a_naive_one_finds(pool: PgPool) {
    let mut roll = Roll::new(1);
    let mut found_something = 0;
    for batch in 0..JOURNALS / BATCH {
        let journals: Vec<_> = (0..BATCH)
            .map(|at| Journal::random(&format!("user_{batch}_{at}"), &mut roll))
            .collect();
        stored::store(&pool, &journals).await;
        for journal in &journals {
            let request = request_of(&mut roll);
            let size = 1 + roll.below(5);
            let limits = if roll.chance(2) { TINY } else { LIMITS };
            let expected = journal.naive(&request);
            let (there, back) = turned(&pool, &journal.user, &request, size, limits).await;
            let context = || format!("{request:?} by {size} within {limits:?}\n{journal:#?}");
            assert_eq!(ids(&there), expected, "{}", context());
            let full = there.iter().rev().skip(1);
            assert!(
                full.clone().all(|found| found.rows.len() == size),
                "{}",
                context()
            );
            assert!(there.len() == 1 || !there.last().unwrap().rows.is_empty());
            for found in there.iter().chain(&back) {
                check_total(found.total, expected.len());
            }
            // Back again it is the same pages, but for the last, where the way back began.
            let back: Vec<_> = back.into_iter().rev().collect();
            assert_eq!(ids(&back), ids(&there[..there.len() - 1]), "{}", context());
            assert_eq!(back.len() + 1, there.len(), "{}", context());
            found_something += usize::from(there.len() > 1);
            let matching = journal.matching(&pool, &request).await;
            assert_eq!(matching.len(), expected.len(), "{}", context());
            assert!(
                matching.iter().all(|id| expected.contains(id)),
                "{}",
                context()
            );
        }
    }
    assert!(found_something > JOURNALS / 3, "{found_something}");
}

#[sqlx::test(migrations = "./migrations")]
async fn nothing_is_lost_or_shown_twice_when_problems_are_added_between_pages(pool: PgPool) {
    let mut roll = Roll::new(2);
    for number in 0..150 {
        let mut journal = Journal::random(&format!("user_{number}"), &mut roll);
        stored::store(&pool, std::slice::from_ref(&journal)).await;
        let mut request = request_of(&mut roll);
        let before = journal.naive(&request);
        let limits = if roll.chance(2) { TINY } else { LIMITS };
        let mut seen = Vec::new();
        loop {
            let found = page(&pool, &journal.user, &request, 3, limits).await;
            seen.extend(ids(std::slice::from_ref(&found)));
            let Some(edge) = found.after else { break };
            request.at = Place::After(edge);
            let added = journal.add_random(&mut roll);
            stored::store(&pool, &[added]).await;
        }
        let mut once = seen.clone();
        once.sort();
        once.dedup();
        assert_eq!(once.len(), seen.len(), "twice: {request:?}");
        seen.retain(|id| before.contains(id));
        assert_eq!(seen, before, "lost: {request:?}\n{journal:#?}");
        request.at = Place::First;
        let (there, _) = turned(&pool, &journal.user, &request, 7, limits).await;
        assert_eq!(ids(&there), journal.naive(&request));
    }
}

/// Every kind of test there is, with values at the ends of their ranges and beyond.
fn every_test() -> Vec<Test> {
    let mut tests = vec![
        Test::Text("x".into()),
        Test::Text("a\0b".into()),
        Test::Text("%_\\".into()),
        Test::Text("longer words".into()),
        Test::Status(vec![None, Some(Status::Solved)]),
        Test::Starred,
        Test::Notes,
        Test::Code,
        Test::Link,
        Test::Tag(vec!["dp".into(), "nul\0".into()]),
        Test::Site(vec!["leetcode".into(), "nul\0".into()]),
        Test::Difficulty(vec![Difficulty::Easy, Difficulty::Hard]),
    ];
    for comparison in naive::COMPARISONS {
        for of in [
            NumberOf::LastMinutes,
            NumberOf::BestMinutes,
            NumberOf::Attempts,
        ] {
            tests.extend([i32::MIN, 0, i32::MAX].map(|at| Test::Number(of, comparison, at)));
        }
        for of in [DateOf::Touched, DateOf::Added] {
            let dates = [NaiveDate::MIN, NaiveDate::MAX, NaiveDate::default()];
            tests.extend(dates.map(|date| Test::On(of, comparison, date)));
            tests.extend([0, u16::MAX].map(|days| Test::DaysAgo(of, comparison, days)));
        }
    }
    tests
}

fn every_sort() -> impl Iterator<Item = Sort> {
    let both = |column| [false, true].map(|descending| Sort { column, descending });
    Column::ALL.into_iter().flat_map(both)
}

fn key_of(column: Column) -> Key {
    match column {
        Column::Added | Column::Touched => Key::Time(DateTime::UNIX_EPOCH),
        Column::Title | Column::Site | Column::Tag => Key::Text("m".into()),
        Column::Difficulty => Key::Difficulty(Difficulty::Medium),
        _ => Key::Number(i32::MAX),
    }
}

/// Every order at every place, with each test alone and negated and with all of them.
fn every_request() -> Vec<FindRequest> {
    let mut queries: Vec<Query> = Vec::new();
    for negated in [false, true] {
        let term = |test| Term { negated, test };
        let terms: Vec<_> = every_test().into_iter().map(term).collect();
        queries.extend(
            terms
                .iter()
                .cloned()
                .map(|term| Query { terms: vec![term] }),
        );
        queries.push(Query { terms });
    }
    queries.push(Query::default());
    let mut requests = Vec::new();
    for (number, query) in queries.into_iter().enumerate() {
        // Each query in two orders, and the first and last in every one.
        for (turn, sort) in every_sort().enumerate() {
            let key = key_of(sort.column);
            let id = Uuid::max();
            let edge = Edge { key, id };
            for at in [
                Place::First,
                Place::After(edge.clone()),
                Place::Before(edge),
            ] {
                if query.terms.len() != 1 || (number + turn) % 10 == 0 {
                    let (query, today) = (query.clone(), NaiveDate::default());
                    requests.push(FindRequest {
                        query,
                        sort,
                        at,
                        today,
                    });
                }
            }
        }
    }
    requests
}

#[sqlx::test(migrations = "./migrations")]
async fn the_database_takes_every_statement_there_is(pool: PgPool) {
    let user = UserId::new("user_nobody");
    for request in every_request() {
        let found = page(&pool, &user, &request, 3, TINY).await;
        assert_eq!((found.rows.len(), found.total), (0, Total::Exactly(0)));
        // On an empty journal not every statement has its turn.
        let statements = statements(&user, &request);
        for mut sql in statements {
            let done = sql.build().persistent(false).execute(&pool).await;
            assert!(done.is_ok(), "{done:?}: {request:?}");
        }
    }
}

fn statements(user: &UserId, request: &FindRequest) -> [super::Statement; 5] {
    let statements = Statements {
        user,
        request,
        rows: 4,
        limits: TINY,
        head: "",
    };
    [
        statements.walk(4),
        statements.whole(None, false),
        statements.whole(Some("word"), true),
        statements.whole(Some("wo"), false),
        statements.count(),
    ]
}

#[test]
fn every_table_of_a_statement_is_one_persons() {
    let user = UserId::new("user_ada");
    for request in every_request() {
        for sql in statements(&user, &request) {
            let sql = sql.into_string();
            let tables: usize = ["problems p", "problem_progress g", "attempts a where"]
                .map(|table| sql.matches(table).count())
                .iter()
                .sum();
            assert_eq!(tables, sql.matches("user_id = $1").count(), "{sql}");
            assert!(tables > 0 && !sql.contains("user_ada") && !sql.contains("offset"));
        }
    }
}

#[sqlx::test(migrations = "./migrations")]
async fn sites_to_choose_from_are_those_of_the_journal(pool: PgPool) {
    let mut roll = Roll::new(3);
    for number in 0..40 {
        let journal = Journal::random(&format!("user_{number}"), &mut roll);
        stored::store(&pool, std::slice::from_ref(&journal)).await;
        let found = sites(&pool, &journal.user, 100).await.unwrap();
        assert_eq!(found, journal.sites());
        let few = sites(&pool, &journal.user, 2).await.unwrap();
        assert_eq!(few, journal.sites().into_iter().take(2).collect::<Vec<_>>());
    }
}

#[test]
fn a_search_is_random_enough() {
    let mut roll = Roll::new(4);
    let queries: Vec<_> = (0..500).map(|_| query_of(&mut roll)).collect();
    assert!(queries.iter().any(|query| query.terms.is_empty()));
    assert!(queries.iter().any(|query| query.terms.len() > 2));
    for wanted in every_test() {
        let same =
            |term: &Term| std::mem::discriminant(&term.test) == std::mem::discriminant(&wanted);
        let met = queries.iter().flat_map(|query| &query.terms).any(same);
        assert!(met, "never {wanted:?}");
    }
}
