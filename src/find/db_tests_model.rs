//! Journals in memory, searched the naive way: filter all, sort all.

use super::super::super::{
    edge::FindRequest,
    model::{Column, Comparison, DateOf, NumberOf, Query, Sort, Term, Test},
};
use crate::{
    attempt::model::Status,
    auth::model::UserId,
    paging::Place,
    problem::model::{Difficulty, Progress},
};
use chrono::{DateTime, Days, NaiveDate, Utc};
use sqlx::PgPool;
use std::cmp::Ordering;
use uuid::Uuid;

/// A small generator of our own, so that a run is the same on every machine.
pub struct Roll(u64);

impl Roll {
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15))
    }

    pub fn below(&mut self, sides: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % sides
    }

    /// Once in so many times.
    pub fn chance(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }

    fn pick<T: Clone>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())].clone()
    }

    fn some<T: Clone>(&mut self, from: &[T]) -> Vec<T> {
        let count = 1 + self.below(2);
        (0..count).map(|_| self.pick(from)).collect()
    }
}

const WORDS: [&str; 16] = [
    "Two",
    "sum",
    "SUM",
    "Éclair",
    "été",
    "100%",
    "a_b",
    "axb",
    "back\\slash",
    "日本語",
    "straße",
    "for i",
    "window",
    "Sliding",
    "q",
    "…",
];
const NEEDLES: [&str; 26] = [
    "sum",
    "TWO",
    "é",
    "ÉCL",
    "0%",
    "%",
    "_",
    "a_b",
    "a%b",
    "\\",
    "k\\s",
    "日",
    "日本語",
    "ß",
    "q",
    "or",
    "for i",
    "window",
    "sliding",
    "two sum",
    "zzz",
    "zz",
    "...",
    "…",
    "%%%",
    "i\nw",
];
const TAGS: [&str; 6] = ["dp", "graph", "ünï", "日本", "~tilde", "z"];
const LINKS: [(Option<&str>, Option<&str>); 8] = [
    (None, None),
    (Some("leetcode"), Some("https://leetcode.com/problems/x/")),
    (Some("codeforces"), Some("https://codeforces.com/x")),
    (Some("other"), Some("https://www.Example.com/a?b")),
    (Some("unknown"), Some("http://example.com#c")),
    (None, Some("https://ümlaut.example/d")),
    (None, Some("https://zebra.example")),
    (Some("other"), None),
];
pub const COMPARISONS: [Comparison; 5] = [
    Comparison::Less,
    Comparison::AtMost,
    Comparison::Equal,
    Comparison::AtLeast,
    Comparison::Greater,
];

/// A moment so many days after the first, at one of a few times of the day.
pub fn day_of(day: usize) -> DateTime<Utc> {
    DateTime::from_timestamp(1_700_000_000, 0).unwrap() + Days::new(day as u64)
}

#[derive(Clone, Debug)]
pub struct Made {
    id: Uuid,
    title: String,
    description: Option<String>,
    link: (Option<&'static str>, Option<&'static str>),
    difficulty: Difficulty,
    tags: Vec<&'static str>,
    created_at: DateTime<Utc>,
    starred: bool,
    /// Notes and code of each attempt.
    texts: Vec<(Option<String>, Option<String>)>,
    progress: Progress,
}

#[derive(Clone, Debug)]
pub struct Journal {
    pub user: UserId,
    pub problems: Vec<Made>,
}

/// What orders a problem; none comes last.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Value {
    Number(i64),
    Text(String),
}

fn text(roll: &mut Roll) -> String {
    let count = 1 + roll.below(3);
    let words: Vec<_> = (0..count).map(|_| roll.pick(&WORDS)).collect();
    words.join(if roll.chance(4) { "\n" } else { " " })
}

impl Made {
    fn random(id: u128, roll: &mut Roll) -> Self {
        // Ties are as likely as not, and some titles differ only beyond what the order looks at.
        let title = match roll.below(6) {
            0 => format!("{}{}", "Long ".repeat(14), roll.below(3)),
            _ => text(roll).replace('\n', " "),
        };
        let texts: Vec<_> = (0..roll.below(4))
            .map(|_| {
                let mut some = || (!roll.chance(3)).then(|| text(roll));
                (some(), some())
            })
            .collect();
        let count = i32::try_from(texts.len()).unwrap();
        let tried = count > 0;
        let touched = day_of(roll.below(6));
        let has = |some: fn(&(Option<String>, Option<String>)) -> bool| {
            i32::try_from(texts.iter().filter(|text| some(text)).count()).unwrap()
        };
        let minutes = |roll: &mut Roll| {
            let some = tried && !roll.chance(3);
            some.then(|| 10 * i32::try_from(1 + roll.below(4)).unwrap())
        };
        let progress = Progress {
            attempts: count,
            solved_attempts: 0,
            latest_status: tried.then(|| roll.pick(&Status::ALL)),
            latest_attempted_at: tried.then_some(touched),
            latest_local_date: tried
                .then(|| touched.date_naive() + Days::new(roll.below(2) as u64)),
            best_minutes: minutes(roll),
            last_minutes: minutes(roll),
            noted_attempts: has(|text| text.0.is_some()),
            coded_attempts: has(|text| text.1.is_some()),
        };
        Self {
            id: Uuid::from_u128(id),
            title,
            description: roll.chance(3).then(|| text(roll)),
            link: roll.pick(&LINKS),
            difficulty: roll.pick(&Difficulty::ALL),
            tags: (0..roll.below(3)).map(|_| roll.pick(&TAGS)).collect(),
            created_at: day_of(roll.below(8))
                + chrono::Duration::microseconds(i64::from(roll.chance(3))),
            starred: roll.chance(3),
            texts,
            progress,
        }
    }

    fn site(&self) -> Option<String> {
        let (platform, url) = self.link;
        let host = url?.split("//").nth(1)?.trim_start_matches("www.");
        let host = host.split(['/', '?', '#']).next()?.to_lowercase();
        let known = platform.filter(|name| !["other", "unknown"].contains(name));
        Some(known.map_or(host, str::to_owned))
    }

    fn value(&self, sort: Sort) -> Option<Value> {
        let number = |number: i32| Value::Number(i64::from(number));
        let first = |text: String| Value::Text(text.chars().take(64).collect());
        match sort.column {
            Column::Added => Some(Value::Number(self.created_at.timestamp_micros())),
            Column::Title => Some(first(self.title.to_lowercase())),
            Column::Site => self.site().map(first),
            Column::Difficulty => Some(number(self.difficulty as i32)),
            Column::Tag => self.tags.first().map(|&tag| first(tag.into())),
            Column::Status => self
                .progress
                .latest_status
                .map(|status| number(status as i32)),
            Column::Attempts => Some(number(self.progress.attempts)),
            Column::Best => self.progress.best_minutes.map(number),
            Column::Last => self.progress.last_minutes.map(number),
            Column::Touched => {
                let at = self.progress.latest_attempted_at;
                at.map(|at| Value::Number(at.timestamp_micros()))
            }
        }
    }

    fn passes(&self, term: &Term, today: NaiveDate) -> bool {
        let date = |of: &DateOf| match of {
            DateOf::Touched => self.progress.latest_local_date,
            DateOf::Added => Some(self.created_at.date_naive()),
        };
        let passes = match &term.test {
            Test::Text(word) => {
                let word = word.to_lowercase();
                let has = |one: &str, other: &str| {
                    format!("{one}\n{other}").to_lowercase().contains(&word)
                };
                has(&self.title, self.description.as_deref().unwrap_or(""))
                    || self.texts.iter().any(|(notes, code)| {
                        has(
                            notes.as_deref().unwrap_or(""),
                            code.as_deref().unwrap_or(""),
                        )
                    })
            }
            Test::Status(any) => any.contains(&self.progress.latest_status),
            Test::Starred => self.starred,
            Test::Notes => self.progress.noted_attempts > 0,
            Test::Code => self.progress.coded_attempts > 0,
            Test::Link => self.link.1.is_some(),
            Test::Tag(any) => any.iter().any(|tag| self.tags.contains(&tag.as_str())),
            Test::Site(any) => self.site().is_some_and(|site| any.contains(&site)),
            Test::Difficulty(any) => any.contains(&self.difficulty),
            Test::Number(of, comparison, than) => match of {
                NumberOf::LastMinutes => self.progress.last_minutes,
                NumberOf::BestMinutes => self.progress.best_minutes,
                NumberOf::Attempts => Some(self.progress.attempts),
            }
            .is_some_and(|number| holds(*comparison, number.cmp(than))),
            Test::On(of, comparison, than) => {
                date(of).is_some_and(|date| holds(*comparison, date.cmp(than)))
            }
            Test::DaysAgo(of, comparison, than) => date(of).is_some_and(|date| {
                let ago = (today - date).num_days();
                holds(*comparison, ago.cmp(&i64::from(*than)))
            }),
        };
        passes != term.negated
    }
}

fn holds(comparison: Comparison, order: Ordering) -> bool {
    match comparison {
        Comparison::Less => order.is_lt(),
        Comparison::AtMost => order.is_le(),
        Comparison::Equal => order.is_eq(),
        Comparison::AtLeast => order.is_ge(),
        Comparison::Greater => order.is_gt(),
    }
}

impl Journal {
    pub fn random(user: &str, roll: &mut Roll) -> Self {
        // Ids are the same in every journal, and in no order.
        let mut ids: Vec<u128> = (0..roll.below(17) as u128).map(|id| id * 7 % 101).collect();
        let turn = 3.min(ids.len());
        ids.rotate_left(turn);
        Self {
            user: UserId::new(user),
            problems: ids.into_iter().map(|id| Made::random(id, roll)).collect(),
        }
    }

    /// Adds a problem and answers with a journal of it alone, to be stored.
    pub fn add_random(&mut self, roll: &mut Roll) -> Self {
        let id = 1_000 + self.problems.len() as u128;
        let made = Made::random(if roll.chance(2) { id } else { u128::MAX - id }, roll);
        self.problems.push(made.clone());
        Self {
            user: self.user.clone(),
            problems: vec![made],
        }
    }

    pub fn naive(&self, request: &FindRequest) -> Vec<Uuid> {
        let matches = |made: &&Made| {
            let mut terms = request.query.terms.iter();
            terms.all(|term| made.passes(term, request.today))
        };
        let mut rows: Vec<_> = self.problems.iter().filter(matches).collect();
        rows.sort_by(|one, other| {
            let (this, that) = (one.value(request.sort), other.value(request.sort));
            let missing_last = this.is_none().cmp(&that.is_none());
            let order = this.cmp(&that).then(one.id.cmp(&other.id));
            let turned = if request.sort.descending {
                order.reverse()
            } else {
                order
            };
            missing_last.then(turned)
        });
        rows.into_iter().map(|made| made.id).collect()
    }

    pub fn sites(&self) -> Vec<String> {
        let mut sites: Vec<_> = self.problems.iter().filter_map(Made::site).collect();
        sites.sort();
        sites.dedup();
        sites
    }
}

pub fn query_of(roll: &mut Roll) -> Query {
    let count = roll.below(10).saturating_sub(3).min(4);
    let terms = (0..count).map(|_| Term {
        negated: roll.chance(4),
        test: test_of(roll),
    });
    Query {
        terms: terms.collect(),
    }
}

fn test_of(roll: &mut Roll) -> Test {
    let comparison = roll.pick(&COMPARISONS);
    let of_date = roll.pick(&[DateOf::Touched, DateOf::Added]);
    let owned = |names: Vec<&str>| names.into_iter().map(str::to_owned).collect();
    match roll.below(16) {
        0 => {
            let [solved, partial, failed] = Status::ALL.map(Some);
            Test::Status(roll.some(&[None, solved, partial, failed]))
        }
        1 => Test::Starred,
        2 => Test::Notes,
        3 => Test::Code,
        4 => Test::Link,
        5 => Test::Tag(owned(roll.some(&TAGS))),
        6 => Test::Site(owned(roll.some(&[
            "leetcode",
            "example.com",
            "ümlaut.example",
            "x",
        ]))),
        7 => Test::Difficulty(roll.some(&Difficulty::ALL)),
        8 | 9 => {
            let of = [
                NumberOf::LastMinutes,
                NumberOf::BestMinutes,
                NumberOf::Attempts,
            ];
            let number = roll.pick(&[0, 1, 2, 10, 20, 30]);
            Test::Number(roll.pick(&of), comparison, number)
        }
        10 => Test::On(of_date, comparison, day_of(roll.below(8)).date_naive()),
        11 => Test::DaysAgo(of_date, comparison, u16::try_from(roll.below(8)).unwrap()),
        _ => Test::Text(roll.pick(&NEEDLES).to_owned()),
    }
}

pub fn request_of(roll: &mut Roll) -> FindRequest {
    FindRequest {
        query: query_of(roll),
        sort: Sort {
            column: roll.pick(&Column::ALL),
            descending: roll.chance(2),
        },
        at: Place::First,
        today: day_of(8).date_naive(),
    }
}

/// Stores journals with what follows from their attempts, a few statements for all of them.
pub async fn store(pool: &PgPool, journals: &[Journal]) {
    let users: Vec<_> = journals
        .iter()
        .map(|journal| journal.user.as_str())
        .collect();
    let rows: Vec<_> = journals
        .iter()
        .flat_map(|journal| {
            journal
                .problems
                .iter()
                .map(move |made| (journal.user.as_str(), made))
        })
        .collect();
    let texts: Vec<_> = rows
        .iter()
        .flat_map(|(user, made)| made.texts.iter().map(move |text| (*user, made.id, text)))
        .collect();
    let run = sqlx::query(
        "insert into users (clerk_id) select * from unnest($1::text[]) on conflict do nothing",
    );
    run.bind(&users).execute(pool).await.unwrap();
    let of = |row: &(&str, &Made)| row.0.to_owned();
    sqlx::query(
        "insert into problems (user_id, id, title, description, platform, url, difficulty, tags, created_at, starred)
         select u, id, title, description, platform, url, difficulty::difficulty, string_to_array(tags, ','), at, starred
         from unnest($1::text[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[],
                     $9::timestamptz[], $10::bool[])
              as row (u, id, title, description, platform, url, difficulty, tags, at, starred)",
    )
    .bind(rows.iter().map(of).collect::<Vec<_>>())
    .bind(rows.iter().map(|row| row.1.id).collect::<Vec<_>>())
    .bind(rows.iter().map(|row| row.1.title.clone()).collect::<Vec<_>>())
    .bind(rows.iter().map(|row| row.1.description.clone()).collect::<Vec<_>>())
    .bind(rows.iter().map(|row| row.1.link.0).collect::<Vec<_>>())
    .bind(rows.iter().map(|row| row.1.link.1).collect::<Vec<_>>())
    .bind(rows.iter().map(|row| row.1.difficulty.slug()).collect::<Vec<_>>())
    .bind(rows.iter().map(|row| row.1.tags.join(",")).collect::<Vec<_>>())
    .bind(rows.iter().map(|row| row.1.created_at).collect::<Vec<_>>())
    .bind(rows.iter().map(|row| row.1.starred).collect::<Vec<_>>())
    .execute(pool)
    .await
    .unwrap();
    sqlx::query(
        "insert into attempts (user_id, problem_id, status, notes, solution_code)
         select u, p, 'solved', notes, code
         from unnest($1::text[], $2::uuid[], $3::text[], $4::text[]) as row (u, p, notes, code)",
    )
    .bind(texts.iter().map(|text| text.0).collect::<Vec<_>>())
    .bind(texts.iter().map(|text| text.1).collect::<Vec<_>>())
    .bind(
        texts
            .iter()
            .map(|text| text.2.0.clone())
            .collect::<Vec<_>>(),
    )
    .bind(
        texts
            .iter()
            .map(|text| text.2.1.clone())
            .collect::<Vec<_>>(),
    )
    .execute(pool)
    .await
    .unwrap();
    let status = |row: &(&str, &Made)| row.1.progress.latest_status.map(Status::slug);
    sqlx::query(
        "with progress as (
             insert into problem_progress (user_id, problem_id, attempts, latest_status, latest_attempted_at,
                 latest_local_date, best_minutes, last_minutes, noted_attempts, coded_attempts)
             select u, p, attempts, latest::status, at, date, best, last, noted, coded
             from unnest($1::text[], $2::uuid[], $3::int[], $4::text[], $5::timestamptz[], $6::date[], $7::int[],
                         $8::int[], $9::int[], $10::int[])
                  as row (u, p, attempts, latest, at, date, best, last, noted, coded)
         )
         insert into journal_totals as t (user_id, problems)
         select u, count(*) from unnest($1::text[]) as row (u) group by u
         on conflict (user_id) do update set problems = t.problems + excluded.problems",
    )
    .bind(rows.iter().map(of).collect::<Vec<_>>())
    .bind(rows.iter().map(|row| row.1.id).collect::<Vec<_>>())
    .bind(rows.iter().map(|row| row.1.progress.attempts).collect::<Vec<_>>())
    .bind(rows.iter().map(status).collect::<Vec<_>>())
    .bind(rows.iter().map(|row| row.1.progress.latest_attempted_at).collect::<Vec<_>>())
    .bind(rows.iter().map(|row| row.1.progress.latest_local_date).collect::<Vec<_>>())
    .bind(rows.iter().map(|row| row.1.progress.best_minutes).collect::<Vec<_>>())
    .bind(rows.iter().map(|row| row.1.progress.last_minutes).collect::<Vec<_>>())
    .bind(rows.iter().map(|row| row.1.progress.noted_attempts).collect::<Vec<_>>())
    .bind(rows.iter().map(|row| row.1.progress.coded_attempts).collect::<Vec<_>>())
    .execute(pool)
    .await
    .unwrap();
}
