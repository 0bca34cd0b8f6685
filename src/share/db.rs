//! Every statement about shares.

use super::model::{ATTEMPTS_SHOWN, SHARES_LIMIT, Share, ShareId, Shown, TEXT_SHOWN};
use crate::{
    account::clock::Clock,
    attempt::{self, model::Attempt},
    auth::model::UserId,
    error::{AppError, FieldErrors},
    paging::PageAt,
    problem::{
        self,
        model::{Problem, ProblemId},
    },
    token::secret::Digest,
};
use chrono::{DateTime, Utc};
use sqlx::PgPool;

/// A share as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredShare {
    /// Its id.
    pub id: ShareId,
    /// The problem that is shared.
    pub problem: ProblemId,
    /// Its title.
    pub title: String,
    /// What is shown.
    pub shown: Shown,
    /// When it was made, UTC.
    pub created_at: DateTime<Utc>,
}

impl StoredShare {
    /// The same as its owner sees it, on their clock.
    pub fn seen(self, clock: Clock) -> Share {
        Share {
            id: self.id,
            problem: self.problem,
            title: self.title,
            shown: self.shown,
            made: clock.moment(self.created_at),
        }
    }
}

/// What sharing a problem came to.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Created {
    /// It is shared.
    Now,
    /// This very request had been answered before.
    Before,
    /// The id names something else: another problem, with other things shown, or a link that has ended.
    IdTaken,
}

/// Shares a problem, unless there is a share with this id.
///
/// # Errors
/// [`AppError::NotFound`] when the problem does not exist or is somebody else's; a message when there are too many
/// shares.
pub async fn create(
    pool: &PgPool,
    user: &UserId,
    (id, problem): (ShareId, ProblemId),
    digest: &Digest,
    shown: Shown,
) -> Result<Created, AppError> {
    let mut tx = pool.begin().await?;
    // One at a time, so that what is counted is what there is.
    sqlx::query!(
        "select 1 as here from users where clerk_id = $1 for no key update",
        user.as_str()
    )
    .fetch_optional(&mut *tx)
    .await?;
    sqlx::query!(
        "select id from problems where user_id = $1 and id = $2 for key share",
        user.as_str(),
        problem.0
    )
    .fetch_optional(&mut *tx)
    .await?
    .ok_or(AppError::NotFound)?;
    let there = sqlx::query!(
        "select problem_id, notes, code, ended_at from shares where user_id = $1 and id = $2",
        user.as_str(),
        id.0
    )
    .fetch_optional(&mut *tx)
    .await?;
    if let Some(there) = there {
        let same = there.ended_at.is_none()
            && there.problem_id == problem.0
            && (there.notes, there.code) == (shown.notes, shown.code);
        return Ok(if same {
            Created::Before
        } else {
            Created::IdTaken
        });
    }
    let limit = i64::try_from(SHARES_LIMIT).unwrap_or(i64::MAX);
    let shares = sqlx::query_scalar!(
        r#"select count(*) as "shares!" from shares where user_id = $1 and ended_at is null"#,
        user.as_str()
    )
    .fetch_one(&mut *tx)
    .await?;
    if shares >= limit {
        let message = format!(
            "{SHARES_LIMIT} links are shared already. End one that is no longer needed first."
        );
        return Err(FieldErrors::one("form", message).into());
    }
    sqlx::query!(
        "insert into shares (user_id, id, problem_id, digest, notes, code) values ($1, $2, $3, $4, $5, $6)",
        user.as_str(),
        id.0,
        problem.0,
        &digest[..],
        shown.notes,
        shown.code
    )
    .execute(&mut *tx)
    .await?;
    tx.commit().await?;
    Ok(Created::Now)
}

/// The person's shares, the newest first: those of one problem, or all.
///
/// # Errors
/// When the database cannot answer.
pub async fn list(
    pool: &PgPool,
    user: &UserId,
    problem: Option<ProblemId>,
) -> Result<Vec<StoredShare>, AppError> {
    let rows = sqlx::query!(
        "select s.id, s.problem_id, p.title, s.notes, s.code, s.created_at
         from shares s join problems p on p.user_id = s.user_id and p.id = s.problem_id
         where s.user_id = $1 and p.user_id = $1 and s.ended_at is null
               and ($2::uuid is null or s.problem_id = $2)
         order by s.created_at desc, s.id desc limit $3",
        user.as_str(),
        problem.map(|problem| problem.0),
        i64::try_from(SHARES_LIMIT).unwrap_or(i64::MAX)
    )
    .fetch_all(pool)
    .await?;
    let shares = rows.into_iter().map(|row| StoredShare {
        id: ShareId(row.id),
        problem: ProblemId(row.problem_id),
        title: row.title,
        shown: Shown {
            notes: row.notes,
            code: row.code,
        },
        created_at: row.created_at,
    });
    Ok(shares.collect())
}

/// Ends a share, from the next request on, and answers with its problem; none when there is no such share, or no
/// longer.
///
/// # Errors
/// When the database cannot answer.
pub async fn end(pool: &PgPool, user: &UserId, id: ShareId) -> Result<Option<ProblemId>, AppError> {
    let problem = sqlx::query_scalar!(
        "update shares set ended_at = now()
         where user_id = $1 and id = $2 and ended_at is null returning problem_id",
        user.as_str(),
        id.0
    )
    .fetch_optional(pool)
    .await?;
    Ok(problem.map(ProblemId))
}

/// Ends all shares of a problem, from the next request on.
///
/// # Errors
/// When the database cannot answer.
pub async fn end_all(pool: &PgPool, user: &UserId, problem: ProblemId) -> Result<(), AppError> {
    sqlx::query!(
        "update shares set ended_at = now()
         where user_id = $1 and problem_id = $2 and ended_at is null",
        user.as_str(),
        problem.0
    )
    .execute(pool)
    .await?;
    Ok(())
}

/// Whose problem a link shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Whose.
    pub user: UserId,
    /// The share.
    pub id: ShareId,
    /// SHA-256 of its token.
    pub digest: Digest,
    /// The problem.
    pub problem: ProblemId,
    /// What of it.
    pub shown: Shown,
    /// When it was made, UTC.
    pub created_at: DateTime<Utc>,
    /// The revision of the journal with which the problem changed last.
    pub revision: i64,
}

/// What the token of this digest shows; none when there is no such share, or no longer. The one statement that a
/// link costs that is read often.
///
/// # Errors
/// When the database cannot answer.
pub async fn find(pool: &PgPool, digest: &Digest) -> Result<Option<Found>, AppError> {
    let row = sqlx::query!(
        r#"select s.user_id, s.id, s.problem_id, s.notes, s.code, s.created_at, coalesce(c.revision, 0) as "revision!"
           from shares s
           left join problem_changes c on c.user_id = s.user_id and c.problem_id = s.problem_id
           where s.digest = $1 and s.ended_at is null"#,
        &digest[..]
    )
    .fetch_optional(pool)
    .await?;
    Ok(row.map(|row| Found {
        user: UserId::new(row.user_id),
        id: ShareId(row.id),
        digest: *digest,
        problem: ProblemId(row.problem_id),
        shown: Shown {
            notes: row.notes,
            code: row.code,
        },
        created_at: row.created_at,
        revision: row.revision,
    }))
}

/// What is shown of a shared problem.
#[derive(Debug)]
pub struct Shared {
    /// The problem itself.
    pub problem: Problem,
    /// Its latest attempts without what is not to be shown, as many as a page has room for; those of which nothing
    /// is left are left out.
    pub attempts: Vec<Attempt>,
    /// Whether there are earlier ones that the page has no room for.
    pub more: bool,
}

/// What is shown of a shared problem now.
///
/// # Errors
/// [`AppError::NotFound`] when it is gone.
pub async fn shared(pool: &PgPool, found: &Found) -> Result<Shared, AppError> {
    let Found {
        user,
        problem,
        shown,
        ..
    } = found;
    let row = problem::db::find(pool, user, *problem).await?;
    let mut shared = Shared {
        problem: row.problem,
        attempts: Vec::new(),
        more: false,
    };
    if !shown.notes && !shown.code {
        return Ok(shared);
    }
    let page = attempt::db::timeline(pool, user, *problem, PageAt::First, ATTEMPTS_SHOWN).await?;
    shared.more = page.older.is_some();
    let mut room = TEXT_SHOWN;
    for mut attempt in page.rows {
        attempt.notes.take_if(|_| !shown.notes);
        attempt.code.take_if(|_| !shown.code);
        let size = [&attempt.notes, &attempt.code]
            .into_iter()
            .flatten()
            .map(String::len)
            .sum::<usize>();
        if size == 0 {
            continue;
        }
        if size > room && !shared.attempts.is_empty() {
            shared.more = true;
            break;
        }
        room = room.saturating_sub(size);
        shared.attempts.push(attempt);
    }
    Ok(shared)
}

/// The id that a shared problem gets in a reader's journal: the same each time, so that it is added once. Like all
/// ids it begins with a time, that of the share, by which new problems stand in their order.
pub fn id_for(reader: &UserId, found: &Found) -> ProblemId {
    let share = found.id;
    let digest = crate::token::secret::digest_of(&format!("share {share} for {reader}"));
    let mut random = [0; 10];
    random.copy_from_slice(&digest[..10]);
    let millis = u64::try_from(found.created_at.timestamp_millis()).unwrap_or(0);
    ProblemId(uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid())
}

#[cfg(test)]
#[path = "db_tests.rs"]
mod tests;
