//! The tests of a query as conditions of a statement.

use super::{
    db_statements::Statement,
    model::{Comparison, DateOf, NumberOf, Test},
};
use crate::{attempt::model::Status, problem::model::Difficulty};
use chrono::{DateTime, Days, NaiveDate, NaiveTime, Utc};

/// Writes one test, without its negation; `p` is the problem, `g` where it stands.
pub(super) fn push_test(sql: &mut Statement, test: &Test, today: NaiveDate) {
    match test {
        Test::Text(word) => push_text(sql, word),
        Test::Status(any) => {
            sql.push(any_of(any, |status| match status {
                None => "g.latest_status is null",
                Some(Status::Solved) => "g.latest_status = 'solved'",
                Some(Status::Partial) => "g.latest_status = 'partial'",
                Some(Status::Failed) => "g.latest_status = 'failed'",
            }));
        }
        Test::Starred => {
            sql.push("p.starred");
        }
        Test::Notes => {
            sql.push("g.noted_attempts > 0");
        }
        Test::Code => {
            sql.push("g.coded_attempts > 0");
        }
        Test::Link => {
            sql.push("p.url is not null");
        }
        Test::Tag(any) => {
            sql.push("p.tags && ").push_bind(storable(any));
        }
        Test::Site(any) => {
            sql.push("p.site = any(").push_bind(storable(any)).push(")");
        }
        Test::Difficulty(any) => {
            sql.push(any_of(any, |difficulty| match difficulty {
                Difficulty::Easy => "p.difficulty = 'easy'",
                Difficulty::Medium => "p.difficulty = 'medium'",
                Difficulty::Hard => "p.difficulty = 'hard'",
            }));
        }
        Test::Number(of, comparison, number) => {
            sql.push(match of {
                NumberOf::LastMinutes => "g.last_minutes",
                NumberOf::BestMinutes => "g.best_minutes",
                NumberOf::Attempts => "g.attempts",
            });
            sql.push(sign(*comparison)).push_bind(*number);
        }
        Test::On(of, comparison, date) => push_date(sql, *of, *comparison, *date),
        Test::DaysAgo(of, comparison, days) => {
            let date = today.checked_sub_days(Days::new((*days).into()));
            // The longer ago, the smaller the date.
            let comparison = match comparison {
                Comparison::Less => Comparison::Greater,
                Comparison::AtMost => Comparison::AtLeast,
                Comparison::Equal => Comparison::Equal,
                Comparison::AtLeast => Comparison::AtMost,
                Comparison::Greater => Comparison::Less,
            };
            push_date(sql, *of, comparison, date.unwrap_or(NaiveDate::MIN));
        }
    }
}

/// Whether a word stands in a problem's texts or in those of one of its attempts. The attempts
/// are read one by one until one has it, never all of the journal at once.
fn push_text(sql: &mut Statement, word: &str) {
    push_like(sql, "p", word);
    sql.push(" or (select true from attempts a where a.user_id = $1 and a.problem_id = p.id and ");
    push_like(sql, "a", word);
    sql.push(" limit 1)");
}

/// Whether a word stands in one text.
pub(super) fn push_like(sql: &mut Statement, table: &str, word: &str) {
    // No stored text has a NUL, and none can be sent.
    if word.contains('\0') {
        sql.push("false");
        return;
    }
    let mut pattern = String::with_capacity(word.len() + 2);
    pattern.push('%');
    for letter in word.chars() {
        if matches!(letter, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(letter);
    }
    pattern.push('%');
    sql.push(table)
        .push(".search_text like lower(")
        .push_bind(pattern)
        .push(")");
}

/// Compares a day. Moments are compared with the beginning of a day instead of being cut to it.
fn push_date(sql: &mut Statement, of: DateOf, comparison: Comparison, date: NaiveDate) {
    // PostgreSQL reaches less far than chrono; no row is outside these years.
    let first = NaiveDate::from_ymd_opt(1, 1, 1).unwrap_or_default();
    let last = NaiveDate::from_ymd_opt(9_999, 12, 30).unwrap_or_default();
    let date = date.clamp(first, last);
    if of == DateOf::Touched {
        sql.push("g.latest_local_date")
            .push(sign(comparison))
            .push_bind(date);
        return;
    }
    let begins = |date: NaiveDate| -> DateTime<Utc> { date.and_time(NaiveTime::MIN).and_utc() };
    let today = begins(date);
    let tomorrow = begins(date.succ_opt().unwrap_or(date));
    match comparison {
        Comparison::Less => sql.push("p.created_at < ").push_bind(today),
        Comparison::AtMost => sql.push("p.created_at < ").push_bind(tomorrow),
        Comparison::AtLeast => sql.push("p.created_at >= ").push_bind(today),
        Comparison::Greater => sql.push("p.created_at >= ").push_bind(tomorrow),
        Comparison::Equal => sql
            .push("p.created_at >= ")
            .push_bind(today)
            .push(" and p.created_at < ")
            .push_bind(tomorrow),
    };
}

fn any_of<T>(any: &[T], test: impl Fn(&T) -> &'static str) -> String {
    let tests: Vec<_> = any.iter().map(test).collect();
    tests.join(" or ")
}

fn sign(comparison: Comparison) -> &'static str {
    match comparison {
        Comparison::Less => " < ",
        Comparison::AtMost => " <= ",
        Comparison::Equal => " = ",
        Comparison::AtLeast => " >= ",
        Comparison::Greater => " > ",
    }
}

/// Those that a row can have: none has a NUL, and none can be sent.
fn storable(any: &[String]) -> Vec<String> {
    any.iter()
        .filter(|one| !one.contains('\0'))
        .cloned()
        .collect()
}
