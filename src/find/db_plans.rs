//! What the list's statements cost: run by `script/plans`, which prints docs/PLANS.md's tables.
//!
//! Times are milliseconds of the processor that the connection's process spends on a page, all its
//! statements and their planning included, where the system tells them, else the clock's. Of several
//! runs the best counts, because the machine does other things too. What is read is told by
//! `explain`, of the same statements in the same order. Nothing runs in parallel.

use super::{
    super::{
        db_statements::{LIMITS, Statement, Statements},
        edge::FindRequest,
        model::{Column, Query, Sort, Term},
    },
    WORDS_TRIED, find_within, walked, whole, words,
};
use crate::{
    auth::model::UserId,
    demo::{Options, run},
    paging::{PAGE_SIZE, Place},
};
use sqlx::{Connection, PgConnection, PgPool, Row};
use std::{fmt::Write, time::Instant};

#[path = "db_plans_searches.rs"]
mod searches;
use searches::searches;

const EXPLAIN: &str = "explain (analyze, buffers, timing off, format json) ";
/// The same for people to read.
const SHOW: &str = "explain (analyze, buffers, costs off, timing off, summary off) ";
/// Runs of each page.
const RUNS: usize = 5;
/// Longest first page of a search, in milliseconds.
const SEARCH_LIMIT: f64 = 50.0;
/// How many times longer a page of the largest journal may take than one of the smallest.
const RATIO_LIMIT: f64 = 6.0;
/// Names of the journals, with their problems and attempts.
const JOURNALS: [(&str, u32, u32); 3] = [
    ("tiny", 20, 100),
    ("small", 1_000, 5_000),
    ("large", 20_000, 100_000),
];

/// What statements cost together.
#[derive(Clone, Default)]
struct Cost {
    milliseconds: f64,
    /// Rows that were read from tables and indexes, kept or not.
    read: f64,
    /// Blocks of 8 KiB.
    buffers: f64,
    ways: Vec<&'static str>,
}

fn number(node: &serde_json::Value, name: &str) -> f64 {
    node[name].as_f64().unwrap_or(0.0)
}

fn rows_read(node: &serde_json::Value) -> f64 {
    let below = node["Plans"].as_array().into_iter().flatten();
    let below: f64 = below.map(rows_read).sum();
    let kind = node["Node Type"].as_str().unwrap_or_default();
    if !node["Relation Name"].is_string() && kind != "Bitmap Index Scan" {
        return below;
    }
    let dropped = ["Rows Removed by Filter", "Rows Removed by Index Recheck"];
    let dropped: f64 = dropped.iter().map(|name| number(node, name)).sum();
    below + (number(node, "Actual Rows") + dropped) * number(node, "Actual Loops")
}

impl Cost {
    /// Adds what one statement reads.
    async fn add(&mut self, conn: &mut PgConnection, way: &'static str, mut sql: Statement) {
        let answer = sql.build().persistent(false).fetch_one(conn).await;
        let plan: String = answer.unwrap().try_get_unchecked(0).unwrap();
        let plan: serde_json::Value = serde_json::from_str(&plan).unwrap();
        let top = &plan[0]["Plan"];
        self.read += rows_read(top);
        self.buffers += number(top, "Shared Hit Blocks") + number(top, "Shared Read Blocks");
        self.ways.push(way);
    }
}

/// How long the database works on a page.
async fn milliseconds(conn: &mut PgConnection, user: &UserId, request: &FindRequest) -> f64 {
    let process: i32 = sqlx::query_scalar("select pg_backend_pid()")
        .fetch_one(&mut *conn)
        .await
        .unwrap();
    let mut best = f64::MAX;
    for _ in 0..RUNS {
        let (clock, before) = (Instant::now(), processor_time(process));
        let found = find_within(conn, user, request, PAGE_SIZE, LIMITS).await;
        let spent = processor_time(process).zip(before);
        found.unwrap();
        let clock = clock.elapsed().as_secs_f64() * 1e3;
        best = best.min(spent.map_or(clock, |(after, before)| after - before));
    }
    best
}

/// Milliseconds that a process of this machine has spent, on Linux.
fn processor_time(process: i32) -> Option<f64> {
    let told = std::fs::read_to_string(format!("/proc/{process}/schedstat")).ok()?;
    let nanoseconds: f64 = told.split(' ').next()?.parse().ok()?;
    Some(nanoseconds / 1e6)
}

/// The cost of one page, by the statements that it takes.
async fn cost(conn: &mut PgConnection, user: &UserId, request: &FindRequest) -> Cost {
    let real = Statements {
        user,
        request,
        rows: i64::try_from(PAGE_SIZE + 1).unwrap(),
        limits: LIMITS,
        head: "",
    };
    let told = Statements {
        head: EXPLAIN,
        ..real
    };
    let mut cost = Cost {
        milliseconds: milliseconds(conn, user, request).await,
        ..Cost::default()
    };
    if request.query.terms.is_empty() {
        cost.add(conn, "walk", told.walk(told.rows)).await;
        return cost;
    }
    cost.add(conn, "walk", told.walk(LIMITS.window)).await;
    if walked(conn, &real, LIMITS.window).await.unwrap().is_some() {
        cost.add(conn, "count", told.count()).await;
        return cost;
    }
    let words = words(request);
    for word in words.long.iter().take(WORDS_TRIED) {
        let found = whole(conn, real.whole(Some(word), true)).await.unwrap();
        cost.add(conn, "word", told.whole(Some(word), true)).await;
        if found.hits <= LIMITS.hits {
            return cost;
        }
    }
    if real.reads_texts() {
        cost.add(conn, "walk", told.walk(LIMITS.long_window)).await;
        if walked(conn, &real, LIMITS.long_window)
            .await
            .unwrap()
            .is_some()
        {
            cost.add(conn, "count", told.count()).await;
            return cost;
        }
    }
    cost.add(conn, "whole", told.whole(words.short, false))
        .await;
    cost
}

fn request(terms: Vec<Term>, sort: Sort) -> FindRequest {
    FindRequest {
        query: Query { terms },
        sort,
        at: Place::First,
        today: chrono::Utc::now().date_naive(),
    }
}

fn every_sort() -> impl Iterator<Item = Sort> {
    let both = |column| [false, true].map(|descending| Sort { column, descending });
    Column::ALL.into_iter().flat_map(both)
}

/// Pages of the whole list: the first one of each journal; in the largest also one from the middle
/// and the one before it.
async fn orders(conn: &mut PgConnection, users: &[UserId]) -> (String, Vec<String>) {
    let mut table = "| order | 20 | 1,000 | 20,000 | middle | backwards | rows read | buffers | ratio |\n|---|--:|--:|--:|--:|--:|--:|--:|--:|\n".to_owned();
    let mut broken = Vec::new();
    for sort in every_sort() {
        let mut costs = Vec::new();
        for user in users {
            costs.push(cost(conn, user, &request(vec![], sort)).await);
        }
        let user = users.last().unwrap();
        let first = request(vec![], sort);
        let half = find_within(conn, user, &first, 10_000, LIMITS)
            .await
            .unwrap();
        let edge = half.after.unwrap();
        for at in [Place::After(edge.clone()), Place::Before(edge)] {
            let there = FindRequest {
                at,
                ..first.clone()
            };
            costs.push(cost(conn, user, &there).await);
        }
        let slowest = costs[2..]
            .iter()
            .map(|cost| cost.milliseconds)
            .fold(0.0, f64::max);
        let most = |of: fn(&Cost) -> f64| costs[2..].iter().map(of).fold(0.0, f64::max);
        let ratio = slowest / costs[0].milliseconds;
        write!(table, "| {sort} |").unwrap();
        for cost in &costs {
            write!(table, " {:.2} |", cost.milliseconds).unwrap();
        }
        let (read, buffers) = (most(|cost| cost.read), most(|cost| cost.buffers));
        writeln!(table, " {read} | {buffers} | {ratio:.1} |").unwrap();
        if ratio > RATIO_LIMIT {
            broken.push(format!("{sort}: {ratio:.1} times"));
        }
    }
    (table, broken)
}

/// Makes one of the statements of a page.
type Make = fn(&Statements<'_>) -> Statement;

/// The plan of each kind of statement, newest first on the largest journal.
async fn trees(conn: &mut PgConnection, user: &UserId) -> String {
    let kinds: [(&str, &str, Make); 5] = [
        ("", "walk", |list| list.walk(list.rows)),
        ("for (18,000 problems)", "walk", |list| {
            list.walk(LIMITS.window)
        }),
        ("for (18,000 problems)", "count", |list| list.count()),
        ("trie", "whole with a word", |list| {
            list.whole(Some("trie"), true)
        }),
        ("tag:greedy", "whole", |list| list.whole(None, false)),
    ];
    let mut shown = String::new();
    for (search, kind, make) in kinds {
        let all = searches().into_iter();
        let terms = all.filter(|(name, ..)| *name == search);
        let request = request(
            terms.flat_map(|(_, terms, _)| terms).collect(),
            Sort::default(),
        );
        let mut sql = make(&Statements {
            user,
            request: &request,
            rows: i64::try_from(PAGE_SIZE + 1).unwrap(),
            limits: LIMITS,
            head: SHOW,
        });
        let lines = sql.build().persistent(false).fetch_all(&mut *conn).await;
        writeln!(shown, "`{kind}` of `{search}`\n\n```text").unwrap();
        for line in lines.unwrap() {
            let line: String = line.try_get_unchecked(0).unwrap();
            writeln!(shown, "{line}").unwrap();
        }
        writeln!(shown, "```\n").unwrap();
    }
    shown
}

/// First pages of searches, newest first and in the least lucky order.
async fn searched(conn: &mut PgConnection, users: &[UserId]) -> (String, Vec<String>) {
    let mut table = "| search | 1,000 | 20,000 | worst order | rows read | buffers | by |\n|---|--:|--:|--:|--:|--:|---|\n".to_owned();
    let mut broken = Vec::new();
    for (name, terms, limited) in searches() {
        let newest = request(terms.clone(), Sort::default());
        let small = cost(conn, &users[1], &newest).await;
        let large = cost(conn, &users[2], &newest).await;
        let mut worst = (large.clone(), Sort::default());
        for sort in ["added", "title", "attempts", "tag", "-touched"].map(Sort::parse) {
            let other = cost(conn, &users[2], &request(terms.clone(), sort)).await;
            if other.milliseconds > worst.0.milliseconds {
                worst = (other, sort);
            }
        }
        writeln!(
            table,
            "| `{name}` | {:.1} | {:.1} | {:.1} `{}` | {} | {} | {} |",
            small.milliseconds,
            large.milliseconds,
            worst.0.milliseconds,
            worst.1,
            worst.0.read,
            worst.0.buffers,
            worst.0.ways.join(", ")
        )
        .unwrap();
        if limited && worst.0.milliseconds > SEARCH_LIMIT {
            broken.push(format!(
                "{name} by {}: {:.1} ms",
                worst.1, worst.0.milliseconds
            ));
        }
    }
    (table, broken)
}

#[sqlx::test(migrations = "./migrations")]
#[ignore = "measures for some minutes; script/plans runs it"]
async fn plans(pool: PgPool) {
    let mut users = Vec::new();
    for (user, problems, attempts) in JOURNALS {
        let options = Options {
            user: user.into(),
            problems,
            attempts,
            seed: 1,
            until: None,
            replace: false,
        };
        let begun = std::time::Instant::now();
        run(&pool, options).await.unwrap();
        say(&format!(
            "{user}: {problems} problems and {attempts} attempts written in {:.1} s",
            begun.elapsed().as_secs_f64()
        ));
        users.push(UserId::new(format!("user_{user}")));
    }
    let mut conn = PgConnection::connect_with(&pool.connect_options())
        .await
        .unwrap();
    sqlx::query("set max_parallel_workers_per_gather = 0")
        .execute(&mut conn)
        .await
        .unwrap();
    let (orders, mut broken) = orders(&mut conn, &users).await;
    say(&orders);
    let (searches, too_slow) = searched(&mut conn, &users).await;
    say(&searches);
    let shown = trees(&mut conn, users.last().unwrap()).await;
    say(&shown);
    broken.extend(too_slow);
    assert!(broken.is_empty(), "{broken:#?}");
}

/// To standard error, past the test's own capture of it.
fn say(text: &str) {
    use std::io::Write;
    writeln!(std::io::stderr(), "{text}").unwrap();
}
