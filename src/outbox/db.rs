//! Every statement about changes that devices deliver, and the one transaction in which a change has its effect and
//! leaves its receipt.

use super::{
    merge,
    model::{Change, Outcome, What},
};
use crate::{
    account,
    attempt::{
        self,
        fields::{AttemptFields, EARLIEST_DATE},
        model::{AttemptId, Moment},
    },
    auth::model::UserId,
    bulk, draft,
    error::{AppError, FieldErrors},
    problem::{
        self,
        db::{Added, Replacement},
        fields::ProblemFields,
        model::ProblemId,
    },
};
use account::clock::Clock;
use chrono::{DateTime, NaiveDateTime, Utc};
use sqlx::{PgConnection, PgExecutor, PgPool};
use uuid::Uuid;

/// How long receipts are kept, in days: a change that comes again later is held against the journal alone.
const KEPT_DAYS: i32 = 180;
/// Old receipts that one delivery lets go of.
const SWEPT_AT_ONCE: i64 = 100;

/// Gives a change its effect, unless it has had it; answers the same however often it comes. Of several at once
/// the others wait for the first. What has no effect leaves no receipt: delivered out of turn it may have it later.
///
/// # Errors
/// When the database cannot answer; then nothing has happened, and the change may come again.
pub async fn receive(
    pool: &PgPool,
    user: &UserId,
    change: &Change,
    now: DateTime<Utc>,
) -> Result<Outcome, AppError> {
    let mut tx = pool.begin().await?;
    if let Some(outcome) = before(&mut tx, user, change.id).await? {
        return Ok(outcome);
    }
    let outcome = match apply(&mut tx, user, change, now).await {
        Err(error @ (AppError::NotFound | AppError::Invalid(_))) => Outcome::Refused { error },
        applied => applied?,
    };
    match &outcome {
        Outcome::Done => {}
        Outcome::AlreadyThere { problem } => {
            stand_for(&mut tx, user, change, *problem, &outcome).await?;
        }
        Outcome::Conflict { .. } | Outcome::Refused { .. } => {
            tx.rollback().await?;
            return Ok(outcome);
        }
    }
    if let Some(id) = form_of(&change.what) {
        draft::db::discard_of(&mut *tx, user, id).await?;
    }
    forget_old(&mut tx, user).await?;
    tx.commit().await?;
    Ok(outcome)
}

/// What became of the change when it came before; none if it comes for the first time, which is noted. The same
/// change on another connection is waited for here.
async fn before(
    conn: &mut PgConnection,
    user: &UserId,
    change: Uuid,
) -> Result<Option<Outcome>, AppError> {
    let inserted = sqlx::query!(
        "insert into outbox_receipts (user_id, change_id, outcome) values ($1, $2, $3::text::jsonb)
         on conflict (user_id, change_id) do nothing",
        user.as_str(),
        change,
        written(&Outcome::Done)?
    )
    .execute(&mut *conn)
    .await?;
    if inserted.rows_affected() == 1 {
        return Ok(None);
    }
    let outcome = sqlx::query_scalar!(
        r#"select outcome::text as "outcome!" from outbox_receipts where user_id = $1 and change_id = $2"#,
        user.as_str(),
        change
    )
    .fetch_optional(conn)
    .await?
    // It was let go of just now: for too long nobody had asked.
    .ok_or(AppError::Unavailable)?;
    let outcome = serde_json::from_str(&outcome).map_err(|error| AppError::internal(&error))?;
    Ok(Some(outcome))
}

fn written(outcome: &Outcome) -> Result<String, AppError> {
    serde_json::to_string(outcome).map_err(|error| AppError::internal(&error))
}

/// Notes that a problem stands for the one that the change would have added.
async fn stand_for(
    conn: &mut PgConnection,
    user: &UserId,
    change: &Change,
    problem: ProblemId,
    outcome: &Outcome,
) -> Result<(), AppError> {
    sqlx::query!(
        "update outbox_receipts set outcome = $3::text::jsonb, stood_for = $4, problem_id = $5
         where user_id = $1 and change_id = $2",
        user.as_str(),
        change.id,
        written(outcome)?,
        form_of(&change.what),
        problem.0
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Lets go of the person's receipts that are too old. Those that somebody else holds are left for the next time.
async fn forget_old(conn: &mut PgConnection, user: &UserId) -> Result<(), AppError> {
    sqlx::query!(
        "delete from outbox_receipts where user_id = $1 and change_id in (
             select change_id from outbox_receipts
             where user_id = $1 and received_at < now() - make_interval(days => $2)
             order by received_at limit $3 for update skip locked
         )",
        user.as_str(),
        KEPT_DAYS,
        SWEPT_AT_ONCE
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// The id that the form of a change carries, if there was a form: an edit of less than the whole has no revision.
fn form_of(what: &What) -> Option<Uuid> {
    let id = match what {
        What::AddProblem { fields } => &fields.id,
        What::EditProblem { becomes, .. } if becomes.revision.is_empty() => return None,
        What::EditProblem { becomes, .. } => &becomes.id,
        What::LogAttempt { fields } => &fields.id,
        What::EditAttempt { becomes, .. } => &becomes.id,
        What::Star { .. } => return None,
    };
    id.parse().ok()
}

async fn apply(
    conn: &mut PgConnection,
    user: &UserId,
    change: &Change,
    now: DateTime<Utc>,
) -> Result<Outcome, AppError> {
    match &change.what {
        What::AddProblem { fields } => add_problem(conn, user, fields).await,
        What::EditProblem { was, becomes } => edit_problem(conn, user, was, becomes).await,
        What::LogAttempt { fields } => {
            let when = When::of(conn, user, change, now).await?;
            log_attempt(conn, user, fields, when).await
        }
        What::EditAttempt { was, becomes } => {
            let when = When::of(conn, user, change, now).await?;
            edit_attempt(conn, user, was, becomes, when).await
        }
        What::Star { problem, starred } => {
            let id = hold(conn, user, *problem).await?;
            bulk::db::star(conn, user, id, *starred).await?;
            Ok(Outcome::Done)
        }
    }
}

/// The problem that a device knows by this id: itself, or the one that stands for it.
///
/// # Errors
/// [`AppError::NotFound`] when there is none; and when the database cannot answer.
pub async fn known_as(
    db: impl PgExecutor<'_>,
    user: &UserId,
    id: ProblemId,
) -> Result<ProblemId, AppError> {
    sqlx::query_scalar!(
        "select coalesce(
             (select id from problems where user_id = $1 and id = $2),
             (select problem_id from outbox_receipts where user_id = $1 and stood_for = $2
              order by received_at desc limit 1)
         )",
        user.as_str(),
        id.0
    )
    .fetch_one(db)
    .await?
    .map(ProblemId)
    .ok_or(AppError::NotFound)
}

/// The same. Nobody else changes it until the transaction ends.
async fn hold(
    conn: &mut PgConnection,
    user: &UserId,
    id: ProblemId,
) -> Result<ProblemId, AppError> {
    let id = known_as(&mut *conn, user, id).await?;
    sqlx::query_scalar!(
        "select id from problems where user_id = $1 and id = $2 for no key update",
        user.as_str(),
        id.0
    )
    .fetch_optional(conn)
    .await?
    .map(ProblemId)
    .ok_or(AppError::NotFound)
}

async fn add_problem(
    conn: &mut PgConnection,
    user: &UserId,
    fields: &ProblemFields,
) -> Result<Outcome, AppError> {
    let draft = fields.parse()?;
    let known = sqlx::query!(
        r#"select exists (select from problems where user_id = $1 and id = $2) as "here!",
                  exists (select from problem_changes where user_id = $1 and problem_id = $2) as "ever!""#,
        user.as_str(),
        draft.id.0
    )
    .fetch_one(&mut *conn)
    .await?;
    if known.here {
        return Ok(Outcome::Done);
    }
    // What was deleted since does not come back by itself.
    if known.ever {
        return Err(AppError::NotFound);
    }
    Ok(match problem::db::add(conn, user, &draft).await? {
        Added::New(_) => Outcome::Done,
        Added::AlreadyThere(problem) => Outcome::AlreadyThere { problem },
    })
}

async fn edit_problem(
    conn: &mut PgConnection,
    user: &UserId,
    was: &ProblemFields,
    becomes: &ProblemFields,
) -> Result<Outcome, AppError> {
    let id = becomes.id.parse().map_err(|_| AppError::NotFound)?;
    let id = hold(conn, user, id).await?;
    let stored = problem::db::find(&mut *conn, user, id).await?.problem;
    let merged = match merge::problem(&stored.fields(), was, becomes).agreed() {
        Ok(merged) if merged.alters() => merged,
        Ok(_) => return Ok(Outcome::Done),
        Err(stored) => return Ok(Outcome::Conflict { stored }),
    };
    // A link that is left alone stays as it is, also one that no rule recognises.
    let link_stays = !merged.takes("link");
    let fields = if link_stays {
        ProblemFields {
            link: String::new(),
            ..merged.fields
        }
    } else {
        merged.fields
    };
    let draft = fields.parse()?;
    let change = Replacement {
        link_stays,
        ..Replacement::of(&draft)
    };
    match problem::db::update(conn, user, change, stored.revision).await? {
        None => Ok(Outcome::Done),
        Some(_) => Err(AppError::Unavailable),
    }
}

/// By what the times of a change are read.
#[derive(Copy, Clone)]
struct When {
    made_at: DateTime<Utc>,
    clock: Clock,
    now: DateTime<Utc>,
}

impl When {
    async fn of(
        conn: &mut PgConnection,
        user: &UserId,
        change: &Change,
        now: DateTime<Utc>,
    ) -> Result<Self, AppError> {
        Ok(Self {
            made_at: change.made_at,
            clock: account::db::clock(conn, user, Some(&change.time_zone)).await?,
            now,
        })
    }

    /// The moment of a time that was typed, or that at which the change was made. A device whose clock is fast did
    /// not make it later than now.
    fn moment(&self, typed: Option<NaiveDateTime>) -> Result<Moment, FieldErrors> {
        if typed.is_some() {
            return self.clock.read(typed, self.now);
        }
        if self.made_at.date_naive() < EARLIEST_DATE {
            let message = "The clock of the device was wrong: before the year 2000. Type the time.";
            return Err(FieldErrors::one("attempted_at", message));
        }
        Ok(self.clock.moment(self.made_at.min(self.now)))
    }
}

async fn log_attempt(
    conn: &mut PgConnection,
    user: &UserId,
    fields: &AttemptFields,
    when: When,
) -> Result<Outcome, AppError> {
    let problem = fields.problem_id.parse().map_err(|_| AppError::NotFound)?;
    let problem_id = hold(conn, user, problem).await?;
    let draft = attempt::fields::AttemptDraft {
        problem_id,
        ..fields.parse()?
    };
    let moment = when.moment(draft.attempted_at)?;
    attempt::db::log(conn, user, &draft, moment).await?;
    Ok(Outcome::Done)
}

async fn edit_attempt(
    conn: &mut PgConnection,
    user: &UserId,
    was: &AttemptFields,
    becomes: &AttemptFields,
    when: When,
) -> Result<Outcome, AppError> {
    let id: AttemptId = becomes.id.parse().map_err(|_| AppError::NotFound)?;
    attempt::db::lock_problem_of(conn, user, id).await?;
    let stored = attempt::db::find(&mut *conn, user, id).await?;
    let shown = stored.fields_at(when.clock.moment(stored.moment.at));
    let merged = match merge::attempt(&shown, was, becomes).agreed() {
        Ok(merged) if merged.alters() => merged,
        Ok(_) => return Ok(Outcome::Done),
        Err(stored) => return Ok(Outcome::Conflict { stored }),
    };
    let draft = merged.fields.parse()?;
    // A time that is left alone means the moment that is stored, seconds and zone included.
    let moment = if merged.takes("attempted_at") {
        when.moment(draft.attempted_at)?
    } else {
        stored.moment
    };
    match attempt::db::update(conn, user, &draft, moment, stored.revision).await? {
        attempt::db::Updated::Saved(_) => Ok(Outcome::Done),
        attempt::db::Updated::MovedOn(_) => Err(AppError::Unavailable),
    }
}

#[cfg(test)]
#[path = "db_tests.rs"]
mod tests;
