//! Changes to what a person decided about the reviews of problems. Each can be taken back.

use super::{
    agenda::SPREAD_LIMIT,
    db_forecast, db_queue,
    fields::Decision,
    model::{Choices, Learned, ReviewState},
    schedule::after,
};
use crate::{
    auth::model::UserId,
    bulk::db::refused,
    error::{AppError, FieldErrors},
    insight::{
        db::{derive_progress, derive_progress_of},
        db_tried::Journals,
    },
    problem::{
        db::find,
        model::{Problem, ProblemId, ProblemRow},
    },
    text::{count, counted},
    ui::time::day_text,
    undo::{
        db::{begin, keep_problems},
        model::{Fate, StepId},
    },
};
use chrono::{DateTime, NaiveDate, Utc, Weekday};
use sqlx::{PgConnection, PgPool};
use uuid::Uuid;

/// Decides about the reviews of a problem at the moment `now`; the step takes it back. None when that was
/// decided before, and nothing changed.
///
/// # Errors
/// [`AppError::NotFound`] when it does not exist or is somebody else's; a message when it cannot be put off
/// to that day.
pub async fn decide(
    pool: &PgPool,
    user: &UserId,
    problem: ProblemId,
    decision: Decision,
    now: DateTime<Utc>,
) -> Result<Option<StepId>, AppError> {
    let mut tx = pool.begin().await?;
    sqlx::query!(
        "select id from problems where user_id = $1 and id = $2 for no key update",
        user.as_str(),
        problem.0
    )
    .fetch_optional(&mut *tx)
    .await?;
    let ProblemRow {
        problem: Problem { title, .. },
        review,
        ..
    } = find(&mut *tx, user, problem).await?;
    if let Decision::Postpone(until) = decision {
        can_postpone(until, review.state, review.due_on)?;
    }
    let mastered = review.learned.as_ref().is_some_and(Learned::is_mastered);
    let choices = decision.over(review.choices, mastered, now);
    if choices == review.choices {
        return Ok(None);
    }
    let step = begin(&mut tx, user, &decision.summary(&title)).await?;
    keep_problems(&mut tx, user, step, &[problem.0], Fate::Changed).await?;
    write(&mut tx, user, problem, &choices).await?;
    derive_progress(&mut tx, user, problem).await?;
    tx.commit().await?;
    Ok(Some(step))
}

/// Whether putting a problem off to a day changes anything.
fn can_postpone(
    until: NaiveDate,
    state: ReviewState,
    due_on: Option<NaiveDate>,
) -> Result<(), FieldErrors> {
    let message = match (state, due_on) {
        (ReviewState::Paused, _) => "It is paused. Resume it first.".to_owned(),
        (ReviewState::Mastered, _) => {
            "It is mastered and does not come back. Put it back into the queue first.".to_owned()
        }
        (_, Some(due)) if due >= until => format!(
            "It comes back on {} anyway. Choose a later day.",
            day_text(due)
        ),
        _ => return Ok(()),
    };
    Err(FieldErrors::one("until", message))
}

async fn write(
    conn: &mut PgConnection,
    user: &UserId,
    problem: ProblemId,
    choices: &Choices,
) -> Result<(), AppError> {
    sqlx::query!(
        "update problems set review_paused = $3, mastered = $4, postponed_at = $5, postponed_until = $6,
                practise_from = $7, updated_at = now(), revision = revision + 1
         where user_id = $1 and id = $2",
        user.as_str(),
        problem.0,
        choices.paused,
        choices.mastered,
        choices.postponed.map(|(at, _)| at),
        choices.postponed.map(|(_, until)| until),
        choices.practise_from
    )
    .execute(conn)
    .await
    .map_err(refused)?;
    Ok(())
}

/// Puts the problems that do not fit into what is left of the day `today` off to the days after it, each with what
/// comes on it anyway as full as `daily` minutes and none on days of rest, as one step that takes it back. Of very many
/// the first. None when everything fits.
///
/// # Errors
/// When the database cannot answer.
pub async fn spread(
    journals: &Journals,
    user: &UserId,
    (today, now): (NaiveDate, DateTime<Utc>),
    left: i32,
    (daily, rest_days): (i32, &[Weekday]),
) -> Result<Option<StepId>, AppError> {
    let expected = db_forecast::expected(journals.pool(), user).await?;
    let due = db_queue::due(journals, user, (today, left), expected, false).await?;
    let mut tx = journals.pool().begin().await?;
    let taken = due.taken(today, daily, rest_days);
    let mut spread = due.queue.spread(daily, &taken);
    spread.truncate(SPREAD_LIMIT);
    let Some((_, last)) = spread.last().copied() else {
        return Ok(None);
    };
    let wanted: Vec<Uuid> = spread.iter().map(|(id, _)| id.0).collect();
    let there = sqlx::query_scalar!(
        "select id from problems where user_id = $1 and id = any($2) order by id for no key update",
        user.as_str(),
        &wanted
    )
    .fetch_all(&mut *tx)
    .await?;
    spread.retain(|(id, _)| there.binary_search(&id.0).is_ok());
    let summary = format!(
        "Spread {} over {}",
        counted(spread.len(), "problem", "problems"),
        match usize::try_from(last).unwrap_or(0) {
            1 => "1 day".to_owned(),
            days => format!("{} days", count(days)),
        }
    );
    let (ids, days): (Vec<Uuid>, Vec<NaiveDate>) = spread
        .iter()
        .map(|(id, day)| (id.0, after(today, *day)))
        .unzip();
    let step = begin(&mut tx, user, &summary).await?;
    keep_problems(&mut tx, user, step, &ids, Fate::Changed).await?;
    sqlx::query!(
        "update problems p set postponed_at = $4, postponed_until = row.until, updated_at = now(),
                revision = p.revision + 1
         from unnest($2::uuid[], $3::date[]) as row (id, until)
         where p.user_id = $1 and p.id = row.id",
        user.as_str(),
        &ids,
        &days,
        now
    )
    .execute(&mut *tx)
    .await
    .map_err(refused)?;
    derive_progress_of(&mut tx, user, &there).await?;
    tx.commit().await?;
    Ok(Some(step))
}

#[cfg(test)]
#[path = "db_tests.rs"]
mod tests;
