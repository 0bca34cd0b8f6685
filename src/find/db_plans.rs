//! What the list's statements cost: run by `script/plans`, which prints docs/PLANS.md's tables.
//!
//! The statements are the real ones, in the order [`find`](super::find) runs them, each under
//! `explain`. Times are milliseconds of the processor that the connection's process spent, planning
//! included, where the system tells them, else the clock's. Of several runs the best counts, because
//! the machine does other things too. Nothing runs in parallel.

use super::{
    super::{
        db_statements::{LIMITS, Statement, Statements},
        edge::FindRequest,
        model::{Column, Comparison, NumberOf, Query, Sort, Term, Test},
    },
    WORDS_TRIED, find_within, walked, whole, words,
};
use crate::{
    attempt::model::Status,
    auth::model::UserId,
    demo::{Options, run},
    paging::{PAGE_SIZE, Place},
    problem::model::Difficulty,
};
use sqlx::{Connection, PgConnection, PgPool, Row};
use std::fmt::Write;

const EXPLAIN: &str = "explain (analyze, buffers, timing off, format json) ";
/// Runs of each statement.
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
    async fn add(
        &mut self,
        conn: &mut PgConnection,
        way: &'static str,
        statement: impl Fn() -> Statement,
    ) {
        let mut best = Self::default();
        let process: i32 = sqlx::query_scalar("select pg_backend_pid()")
            .fetch_one(&mut *conn)
            .await
            .unwrap();
        for run in 0..RUNS {
            let before = processor_time(process);
            let mut sql = statement();
            let answer = sql.build().persistent(false).fetch_one(&mut *conn).await;
            let plan: String = answer.unwrap().try_get_unchecked(0).unwrap();
            let plan: serde_json::Value = serde_json::from_str(&plan).unwrap();
            let root = &plan[0];
            let clock = number(root, "Planning Time") + number(root, "Execution Time");
            let spent = processor_time(process).zip(before);
            let took = spent.map_or(clock, |(after, before)| after - before);
            if run == 0 || took < best.milliseconds {
                let top = &root["Plan"];
                best.milliseconds = took;
                best.read = rows_read(top);
                best.buffers = number(top, "Shared Hit Blocks") + number(top, "Shared Read Blocks");
            }
        }
        self.milliseconds += best.milliseconds;
        self.read += best.read;
        self.buffers += best.buffers;
        self.ways.push(way);
    }
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
    let mut cost = Cost::default();
    if request.query.terms.is_empty() {
        cost.add(conn, "walk", || told.walk(told.rows)).await;
        return cost;
    }
    cost.add(conn, "walk", || told.walk(LIMITS.window)).await;
    if walked(conn, &real, LIMITS.window).await.unwrap().is_some() {
        cost.add(conn, "count", || told.count()).await;
        return cost;
    }
    let words = words(request);
    for word in words.long.iter().take(WORDS_TRIED) {
        let found = whole(conn, real.whole(Some(word), true)).await.unwrap();
        cost.add(conn, "word", || told.whole(Some(word), true))
            .await;
        if found.hits <= LIMITS.hits {
            return cost;
        }
    }
    if real.reads_texts() {
        cost.add(conn, "walk", || told.walk(LIMITS.long_window))
            .await;
        if walked(conn, &real, LIMITS.long_window)
            .await
            .unwrap()
            .is_some()
        {
            cost.add(conn, "count", || told.count()).await;
            return cost;
        }
    }
    cost.add(conn, "whole", || told.whole(words.short, false))
        .await;
    cost
}

fn text(word: &str) -> Term {
    yes(Test::Text(word.into()))
}

fn yes(test: Test) -> Term {
    Term {
        negated: false,
        test,
    }
}

fn no(test: Test) -> Term {
    Term {
        negated: true,
        test,
    }
}

fn tag(name: &str) -> Term {
    yes(Test::Tag(vec![name.into()]))
}

/// Searches as they are typed, with their terms. The last ones are the worst we know: words that
/// nearly every problem has and that must all be read to find out who has not, or two letters
/// that nothing has, which no index knows.
fn searches() -> Vec<(&'static str, Vec<Term>, bool)> {
    let is = |status| yes(Test::Status(vec![status]));
    let failed = || is(Some(Status::Failed));
    let word = |word: &str| Test::Text(word.into());
    let minutes = |least| Test::Number(NumberOf::LastMinutes, Comparison::Greater, least);
    vec![
        ("trie", vec![text("trie")], true),
        ("\"sliding window\"", vec![text("sliding window")], true),
        ("again (1,800 problems)", vec![text("again")], true),
        ("memo (4,000 problems)", vec![text("memo")], true),
        ("return (12,500 problems)", vec![text("return")], true),
        ("for (18,000 problems)", vec![text("for")], true),
        ("heapify (nothing)", vec![text("heapify")], true),
        ("return for", vec![text("return"), text("for")], true),
        ("off once", vec![text("off"), text("once")], true),
        ("queue for", vec![text("queue"), text("for")], true),
        ("q", vec![text("q")], true),
        ("qu", vec![text("qu")], true),
        ("-heapify", vec![no(word("heapify"))], true),
        ("for is:failed", vec![text("for"), failed()], true),
        ("for tag:graph", vec![text("for"), tag("graph")], true),
        ("trie is:failed", vec![text("trie"), failed()], true),
        ("tag:zzz", vec![tag("zzz")], true),
        ("for tag:zzz", vec![text("for"), tag("zzz")], true),
        ("tag:stack", vec![tag("stack")], true),
        ("tag:greedy", vec![tag("greedy")], true),
        (
            "-tag:greedy",
            vec![no(Test::Tag(vec!["greedy".into()]))],
            true,
        ),
        ("is:failed", vec![failed()], true),
        ("is:untried", vec![is(None)], true),
        ("is:starred", vec![yes(Test::Starred)], true),
        ("has:code", vec![yes(Test::Code)], true),
        (
            "site:codeforces",
            vec![yes(Test::Site(vec!["codeforces".into()]))],
            true,
        ),
        (
            "difficulty:hard time>90",
            vec![
                yes(Test::Difficulty(vec![Difficulty::Hard])),
                yes(minutes(90)),
            ],
            true,
        ),
        ("time>1400 (nothing)", vec![yes(minutes(1_400))], true),
        ("-for", vec![no(word("for"))], false),
        ("zq (nothing)", vec![text("zq")], false),
        (
            "for -for (nothing)",
            vec![text("for"), no(word("for"))],
            false,
        ),
        ("-e (nothing)", vec![no(word("e"))], false),
    ]
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
async fn orders(pool: &PgPool, conn: &mut PgConnection, users: &[UserId]) -> (String, Vec<String>) {
    let mut table = "| order | 20 | 1,000 | 20,000 | middle | backwards | rows read | buffers | ratio |\n|---|--:|--:|--:|--:|--:|--:|--:|--:|\n".to_owned();
    let mut broken = Vec::new();
    for sort in every_sort() {
        let mut costs = Vec::new();
        for user in users {
            costs.push(cost(conn, user, &request(vec![], sort)).await);
        }
        let user = users.last().unwrap();
        let first = request(vec![], sort);
        let half = find_within(pool, user, &first, 10_000, LIMITS)
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
    let (orders, mut broken) = orders(&pool, &mut conn, &users).await;
    say(&orders);
    let (searches, too_slow) = searched(&mut conn, &users).await;
    say(&searches);
    broken.extend(too_slow);
    assert!(broken.is_empty(), "{broken:#?}");
}

/// To standard error, past the test's own capture of it.
fn say(text: &str) {
    use std::io::Write;
    writeln!(std::io::stderr(), "{text}").unwrap();
}
