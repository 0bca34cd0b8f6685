//! The orders of the list in memory, as the SQL has them.

use super::{
    matcher::site,
    model::{Column, Sort},
};
use crate::{attempt::model::Status, problem::model::ProblemRow};
use std::cmp::Ordering;

/// So many characters of a text count.
const COUNTED: usize = 64;

#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Value {
    Number(i64),
    Text(String),
}

/// How two rows stand to each other. Rows without the value come last either way; equal ones are ordered by id, in the
/// same direction.
pub fn compare(one: &ProblemRow, other: &ProblemRow, sort: Sort) -> Ordering {
    let (this, that) = (value(one, sort.column), value(other, sort.column));
    let missing_last = this.is_none().cmp(&that.is_none());
    let order = this.cmp(&that).then(one.problem.id.cmp(&other.problem.id));
    missing_last.then(if sort.descending {
        order.reverse()
    } else {
        order
    })
}

fn value(row: &ProblemRow, column: Column) -> Option<Value> {
    let (problem, progress) = (&row.problem, &row.progress);
    let number = |number: i32| Value::Number(i64::from(number));
    let text = |text: &str| Value::Text(text.chars().take(COUNTED).collect());
    match column {
        Column::Added => Some(Value::Number(problem.created_at.timestamp_micros())),
        Column::Title => Some(text(&problem.title.to_lowercase())),
        Column::Site => site(problem).as_deref().map(text),
        Column::Difficulty => Some(Value::Number(problem.difficulty as i64)),
        Column::Tag => problem.tags.first().map(|tag| text(tag)),
        Column::Status => progress.latest_status.map(|status| {
            let place = Status::ALL.iter().position(|one| *one == status);
            Value::Number(
                place
                    .and_then(|place| i64::try_from(place).ok())
                    .unwrap_or(0),
            )
        }),
        Column::Attempts => Some(number(progress.attempts)),
        Column::Best => progress.best_minutes.map(number),
        Column::Last => progress.last_minutes.map(number),
        Column::Touched => progress
            .latest_attempted_at
            .map(|at| Value::Number(at.timestamp_micros())),
    }
}
