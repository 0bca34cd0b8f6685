//! New dates for what is already learned, when the rules change and the log does not.

use super::{
    db,
    model::{Choices, StoredReview},
};
use crate::{
    auth::model::UserId, change::db::mark, insight::db::hold_journal, problem::model::ProblemId,
};
use chrono::NaiveDate;
use sqlx::{PgConnection, PgPool};
use uuid::Uuid;

/// Bends the person's dates towards an interview, unless it is over, and sets all of them anew. `today` is the
/// person's local date.
///
/// # Errors
/// When the database cannot answer.
pub async fn bend(
    conn: &mut PgConnection,
    user: &UserId,
    interview: Option<NaiveDate>,
    today: NaiveDate,
) -> Result<(), sqlx::Error> {
    let towards = interview.filter(|day| *day >= today);
    sqlx::query!(
        "update users set bent_towards = $2 where clerk_id = $1",
        user.as_str(),
        towards
    )
    .execute(&mut *conn)
    .await?;
    reschedule(conn, user).await
}

/// Takes the bend out of the dates once the interview is over; nothing to do on most days. `today` is the
/// person's local date.
///
/// # Errors
/// When the database cannot answer.
pub async fn unbend(pool: &PgPool, user: &UserId, today: NaiveDate) -> Result<(), sqlx::Error> {
    let over = sqlx::query_scalar!(
        r#"select bent_towards < $2 as "over!" from users
           where clerk_id = $1 and bent_towards is not null"#,
        user.as_str(),
        today
    )
    .fetch_optional(pool)
    .await?;
    if over != Some(true) {
        return Ok(());
    }
    let mut tx = pool.begin().await?;
    bend(&mut tx, user, None, today).await?;
    tx.commit().await
}

/// Sets the date of every problem anew, by what is learned of it and the rules as they are now.
async fn reschedule(conn: &mut PgConnection, user: &UserId) -> Result<(), sqlx::Error> {
    hold_journal(conn, user).await?;
    let rules = db::rules(conn, user).await?;
    let rows = sqlx::query!(
        "select g.problem_id, g.due_on, g.stability, g.memory_difficulty, g.reviewed_on, g.reviewed_at,
                  g.last_grade, g.last_was_recall, g.reps, g.lapses, g.agains, g.clean,
                  p.review_paused, p.mastered, p.postponed_at, p.postponed_until, p.practise_from
           from problem_progress g
           join problems p on p.user_id = g.user_id and p.id = g.problem_id
           where g.user_id = $1 and p.user_id = $1 and g.stability is not null",
        user.as_str()
    )
    .fetch_all(&mut *conn)
    .await?;
    let mut moved: Vec<Uuid> = Vec::new();
    let mut dates: Vec<Option<NaiveDate>> = Vec::new();
    for row in rows {
        let stored = StoredReview {
            stability: row.stability,
            difficulty: row.memory_difficulty,
            reviewed_on: row.reviewed_on,
            reviewed_at: row.reviewed_at,
            last_grade: row.last_grade,
            last_was_recall: Some(row.last_was_recall),
            counts: [row.reps, row.lapses, row.agains, row.clean].map(Some),
            ..StoredReview::default()
        };
        let choices = Choices {
            paused: row.review_paused,
            mastered: row.mastered,
            postponed: row.postponed_at.zip(row.postponed_until),
            practise_from: row.practise_from,
        };
        let due = rules.due_on(
            stored.learned().as_ref(),
            &choices,
            ProblemId(row.problem_id),
        );
        if due != row.due_on {
            moved.push(row.problem_id);
            dates.push(due);
        }
    }
    sqlx::query!(
        "update problem_progress g set due_on = row.due_on
         from unnest($2::uuid[], $3::date[]) as row (problem_id, due_on)
         where g.user_id = $1 and g.problem_id = row.problem_id",
        user.as_str(),
        &moved,
        &dates as _
    )
    .execute(&mut *conn)
    .await?;
    mark(conn, user, &moved).await
}

#[cfg(test)]
#[path = "db_rules_tests.rs"]
mod tests;
