//! Every statement about attempts. Each change locks the problem, writes the log and derives
//! what follows from it, in one transaction.

use super::fields::AttemptDraft;
use super::model::{Attempt, AttemptId, Moment, Status};
use crate::{
    auth::model::UserId,
    error::AppError,
    insight::db::{derive_progress, settle},
    problem::{
        db::RequestDigest,
        model::{Difficulty, ProblemId},
    },
    review,
    ui::time::day_text,
    undo::{
        db::{begin, deletion_of, keep_attempts},
        model::StepId,
    },
};
use sqlx::{Acquire, PgConnection, PgPool, Postgres};

pub use super::db_read::{find, of_problems, recent, timeline};

/// What logging an attempt came to.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Logged {
    /// It is in the log; or it was, for the same request had come before.
    Here,
    /// The id names an attempt that another request made.
    IdTaken,
}

/// Logs an attempt, in a transaction of its own or within that of a connection. The same id sent again changes
/// nothing and is answered the same.
///
/// # Errors
/// [`AppError::NotFound`] when the problem does not exist or is somebody else's, or when the id
/// already names an attempt at another problem.
pub async fn log(
    db: impl Acquire<'_, Database = Postgres>,
    user: &UserId,
    draft: &AttemptDraft,
    moment: Moment,
) -> Result<Logged, AppError> {
    log_by_request(db, user, draft, moment, None).await
}

/// The same for a request that is known by its digest: one of another digest that names the same id is
/// not this one again.
///
/// # Errors
/// Those of [`log`].
pub async fn log_by_request(
    db: impl Acquire<'_, Database = Postgres>,
    user: &UserId,
    draft: &AttemptDraft,
    moment: Moment,
    request: Option<&RequestDigest>,
) -> Result<Logged, AppError> {
    let request = request.map(|digest| &digest[..]);
    let mut tx = db.begin().await?;
    let difficulty = lock_problem(&mut tx, user, draft.problem_id).await?;
    let expected = review::db::expected_minutes(&mut *tx, user, difficulty).await?;
    let revealed = review::db::take_reveal(&mut tx, user, draft.problem_id, moment.at).await?;
    // To recall needs no help, and shows all there is.
    let help = if draft.recall {
        draft.help
    } else {
        draft.help.or_more(revealed)
    };
    let inserted = sqlx::query!(
        "insert into attempts
             (user_id, id, problem_id, status, time_taken, help, notes, solution_code, language,
              attempted_at, utc_offset_minutes, local_date, request_digest, chosen_grade, recall,
              expected_minutes)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
         on conflict (user_id, id) do nothing",
        user.as_str(),
        draft.id.0,
        draft.problem_id.0,
        draft.status as Status,
        draft.minutes,
        help.slug(),
        draft.notes,
        draft.code,
        draft.language,
        moment.at,
        moment.utc_offset_minutes,
        moment.local_date,
        request,
        chosen(draft),
        draft.recall,
        i16::try_from(expected).unwrap_or(i16::MAX)
    )
    .execute(&mut *tx)
    .await?
    .rows_affected();
    if inserted == 0 {
        let there = sqlx::query!(
            "select problem_id, request_digest from attempts where user_id = $1 and id = $2",
            user.as_str(),
            draft.id.0
        )
        .fetch_one(&mut *tx)
        .await?;
        return match request {
            Some(_) if there.request_digest.as_deref() != request => Ok(Logged::IdTaken),
            None if there.problem_id != draft.problem_id.0 => Err(AppError::NotFound),
            _ => Ok(Logged::Here),
        };
    }
    crate::timer::db::end(&mut tx, user, draft.problem_id).await?;
    remember_language(&mut tx, user, draft).await?;
    settle(&mut tx, user, moment.local_date).await?;
    derive_progress(&mut tx, user, draft.problem_id).await?;
    tx.commit().await?;
    Ok(Logged::Here)
}

/// What replacing an attempt came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Updated {
    /// It says what was asked now; it belongs to this problem.
    Saved(ProblemId),
    /// It had moved on since the revision the edit started from. Nothing changed.
    MovedOn(Box<Attempt>),
}

/// Replaces what an attempt says, unless it has moved on since the `revision` the edit started
/// from. It stays with its problem. In a transaction of its own, or within that of a connection.
///
/// # Errors
/// [`AppError::NotFound`] when it does not exist or is somebody else's.
pub async fn update(
    db: impl Acquire<'_, Database = Postgres>,
    user: &UserId,
    draft: &AttemptDraft,
    moment: Moment,
    revision: i32,
) -> Result<Updated, AppError> {
    let mut tx = db.begin().await?;
    let problem = lock_problem_of(&mut tx, user, draft.id).await?;
    let updated = sqlx::query!(
        "update attempts set status = $3, time_taken = $4, help = $5, notes = $6, solution_code = $7,
                language = $8, attempted_at = $9, utc_offset_minutes = $10, local_date = $11,
                chosen_grade = $13, recall = $14,
                updated_at = now(), revision = revision + 1
         where user_id = $1 and id = $2 and revision = $12",
        user.as_str(), draft.id.0, draft.status as Status, draft.minutes, draft.help.slug(),
        draft.notes, draft.code, draft.language,
        moment.at, moment.utc_offset_minutes, moment.local_date, revision,
        chosen(draft), draft.recall
    )
    .execute(&mut *tx)
    .await?
    .rows_affected();
    if updated == 0 {
        // It moved on, or it is gone; finding it tells which.
        let stored = find(&mut *tx, user, draft.id).await?;
        return Ok(Updated::MovedOn(Box::new(stored)));
    }
    remember_language(&mut tx, user, draft).await?;
    derive_progress(&mut tx, user, problem).await?;
    tx.commit().await?;
    Ok(Updated::Saved(problem))
}

fn chosen(draft: &AttemptDraft) -> Option<i16> {
    draft.grade.map(|grade| i16::from(grade.number()))
}

/// Keeps the language of the code that was just recorded, to be offered for the next.
async fn remember_language(
    conn: &mut PgConnection,
    user: &UserId,
    draft: &AttemptDraft,
) -> Result<(), AppError> {
    if let (Some(_), Some(language)) = (&draft.code, &draft.language) {
        crate::account::db::set_language(conn, user, language).await?;
    }
    Ok(())
}

/// Deletes an attempt and answers with the problem it was at; the step takes it back. Sent twice, it
/// is answered the same. With a `revision`, only the attempt as it was then is deleted; none when it
/// has moved on.
///
/// # Errors
/// [`AppError::NotFound`] when it does not exist or is somebody else's.
pub async fn delete(
    pool: &PgPool,
    user: &UserId,
    id: AttemptId,
    revision: Option<i32>,
) -> Result<Option<(ProblemId, StepId)>, AppError> {
    let mut tx = pool.begin().await?;
    // What waited for the problem's lock can find the attempt gone.
    let found = match lock_problem_of(&mut tx, user, id).await {
        Ok(problem) => summary(&mut tx, user, problem, id)
            .await?
            .map(|summary| (problem, summary)),
        Err(AppError::NotFound) => None,
        Err(error) => return Err(error),
    };
    let Some((problem, summary)) = found else {
        let before = deletion_of(&mut tx, user, id.0).await?;
        let at = before.and_then(|(step, problem)| Some((ProblemId(problem?), step)));
        return at.map(Some).ok_or(AppError::NotFound);
    };
    if revision.is_some_and(|revision| revision != summary.revision) {
        return Ok(None);
    }
    let step = begin(&mut tx, user, &summary.text).await?;
    keep_attempts(&mut tx, user, step, &[id.0]).await?;
    sqlx::query!(
        "delete from attempts where user_id = $1 and id = $2",
        user.as_str(),
        id.0
    )
    .execute(&mut *tx)
    .await?;
    derive_progress(&mut tx, user, problem).await?;
    tx.commit().await?;
    Ok(Some((problem, step)))
}

/// What deleting an attempt is called, and the revision it is at.
struct Summary {
    text: String,
    revision: i32,
}

/// The summary of an attempt; none when it is gone.
async fn summary(
    conn: &mut PgConnection,
    user: &UserId,
    problem: ProblemId,
    attempt: AttemptId,
) -> Result<Option<Summary>, AppError> {
    let row = sqlx::query!(
        "select p.title, a.local_date, a.revision from problems p
         join attempts a on a.user_id = p.user_id and a.problem_id = p.id
         where p.user_id = $1 and a.user_id = $1 and p.id = $2 and a.id = $3",
        user.as_str(),
        problem.0,
        attempt.0
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|row| Summary {
        text: format!(
            "Deleted the attempt of {} at “{}”",
            day_text(row.local_date),
            row.title
        ),
        revision: row.revision,
    }))
}

/// Holds off other changes to this problem's log until the transaction ends; answers with its difficulty.
async fn lock_problem(
    conn: &mut PgConnection,
    user: &UserId,
    problem: ProblemId,
) -> Result<Difficulty, AppError> {
    sqlx::query_scalar!(
        r#"select difficulty as "difficulty: Difficulty" from problems
           where user_id = $1 and id = $2 for no key update"#,
        user.as_str(),
        problem.0
    )
    .fetch_optional(conn)
    .await?
    .ok_or(AppError::NotFound)
}

/// The same for whatever problem an attempt is at; answers with that.
///
/// # Errors
/// [`AppError::NotFound`] when the attempt does not exist or is somebody else's.
pub async fn lock_problem_of(
    conn: &mut PgConnection,
    user: &UserId,
    attempt: AttemptId,
) -> Result<ProblemId, AppError> {
    sqlx::query_scalar!(
        "select p.id from problems p
         join attempts a on a.user_id = p.user_id and a.problem_id = p.id
         where p.user_id = $1 and a.user_id = $1 and a.id = $2
         for no key update of p",
        user.as_str(),
        attempt.0
    )
    .fetch_optional(conn)
    .await?
    .map(ProblemId)
    .ok_or(AppError::NotFound)
}
