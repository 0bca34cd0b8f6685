//! Every statement about problems.

use super::{
    fields::ProblemDraft,
    model::{Difficulty, Problem, ProblemId, RULES_VERSION, Saved},
    recognise::recognise,
};
use crate::{
    auth::model::UserId,
    change::db::mark,
    error::{AppError, FieldErrors},
    insight::db::{count_new_problem, derive_progress},
    tag::db::move_counts,
};
use sqlx::{Acquire, PgPool, Postgres};

pub use super::db_read::{find, find_many};
pub use super::db_recognise::{everybody, recognise_again};

/// SHA-256 of what a program asked to be made, by which the same request is known again.
pub type RequestDigest = [u8; 32];

/// What adding a problem came to.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Added {
    /// It is new, or this very request had been answered before.
    New(ProblemId),
    /// The journal already had it, under this id.
    AlreadyThere(ProblemId),
}

impl Added {
    /// The same, to be told.
    pub fn saved(self) -> Saved {
        match self {
            Self::New(id) => Saved {
                id,
                already_there: false,
            },
            Self::AlreadyThere(id) => Saved {
                id,
                already_there: true,
            },
        }
    }
}

/// A problem to be added.
#[derive(Copy, Clone, Debug)]
pub struct Addition<'a> {
    /// What it is.
    pub draft: &'a ProblemDraft,
    /// Whether it is starred from the beginning.
    pub starred: bool,
    /// By what the request is known that asks for it, if a program does: one of another digest that names the
    /// same id is not the same request again.
    pub request: Option<&'a RequestDigest>,
}

/// Adds a problem, unless the journal has it: by id (the same request again) or by identity; in a transaction
/// of its own, or within that of a connection.
///
/// # Errors
/// When the database cannot answer.
pub async fn add(
    db: impl Acquire<'_, Database = Postgres>,
    user: &UserId,
    draft: &ProblemDraft,
) -> Result<Added, AppError> {
    let addition = Addition {
        draft,
        starred: false,
        request: None,
    };
    let added = add_by_request(db, user, addition).await?;
    Ok(added.unwrap_or(Added::New(draft.id)))
}

/// The same for a program, which may know its request again; none when the id names a problem that another
/// request made.
///
/// # Errors
/// When the database cannot answer.
pub async fn add_by_request(
    db: impl Acquire<'_, Database = Postgres>,
    user: &UserId,
    addition: Addition<'_>,
) -> Result<Option<Added>, AppError> {
    let Addition {
        draft,
        starred,
        request,
    } = addition;
    let request = request.map(|digest| &digest[..]);
    let link = draft.link.as_ref();
    let identity = link.map(|link| link.identity.as_str());
    let mut tx = db.begin().await?;
    // A problem that was there when we inserted can be gone when we look for it; then it is free.
    for _ in 0..3 {
        let inserted = sqlx::query!(
            "insert into problems
                 (user_id, id, title, description, url, platform, difficulty, tags, identity, recognised_by,
                  request_digest, starred)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
             on conflict do nothing",
            user.as_str(), draft.id.0, draft.title, draft.description,
            link.map(|link| link.url.as_str()), link.map(|link| link.platform.slug()),
            draft.difficulty as Difficulty, &draft.tags, identity, RULES_VERSION, request,
            starred
        )
        .execute(&mut *tx)
        .await?
        .rows_affected();
        if inserted == 1 {
            count_new_problem(&mut tx, user, draft.id).await?;
            move_counts(&mut tx, user, &[], &draft.tags).await?;
            tx.commit().await?;
            return Ok(Some(Added::New(draft.id)));
        }
        let found = sqlx::query!(
            "select id, request_digest from problems where user_id = $1 and (id = $2 or identity = $3)
             order by id = $2 desc limit 1",
            user.as_str(),
            draft.id.0,
            identity
        )
        .fetch_optional(&mut *tx)
        .await?;
        match found {
            Some(row) if row.id != draft.id.0 => {
                return Ok(Some(Added::AlreadyThere(ProblemId(row.id))));
            }
            Some(row) if request.is_some() && row.request_digest.as_deref() != request => {
                return Ok(None);
            }
            Some(_) => return Ok(Some(Added::New(draft.id))),
            None => {}
        }
    }
    Err(AppError::Unavailable)
}

/// The problem with this identity, if the journal has it.
///
/// # Errors
/// When the database cannot answer.
pub async fn find_by_identity(
    pool: &PgPool,
    user: &UserId,
    identity: &str,
) -> Result<Option<ProblemId>, AppError> {
    Ok(sqlx::query_scalar!(
        "select id from problems where user_id = $1 and identity = $2",
        user.as_str(),
        identity
    )
    .fetch_optional(pool)
    .await?
    .map(ProblemId))
}

/// What a problem is to become.
#[derive(Copy, Clone, Debug)]
pub struct Replacement<'a> {
    /// Every field that can be typed.
    pub draft: &'a ProblemDraft,
    /// Whether its link stays, whatever the draft says.
    pub link_stays: bool,
    /// Whether it is starred from now on; none leaves that as it is.
    pub starred: Option<bool>,
}

impl<'a> Replacement<'a> {
    /// Everything as the draft says, and the star as it is.
    pub fn of(draft: &'a ProblemDraft) -> Self {
        Self {
            draft,
            link_stays: false,
            starred: None,
        }
    }

    /// Whether a problem becomes anything else by it.
    pub fn alters(&self, stored: &Problem) -> bool {
        let link = self.draft.link.as_ref().map(|link| link.url.as_str());
        let link_alters = !self.link_stays && link != stored.url.as_deref();
        link_alters
            || self.draft.title != stored.title
            || self.draft.difficulty != stored.difficulty
            || self.draft.tags != stored.tags
            || self.draft.description != stored.description
            || self
                .starred
                .is_some_and(|starred| starred != stored.starred)
    }
}

/// Replaces what a problem is, unless it has moved on since the `revision` the edit started from:
/// then nothing changes and the problem is the answer. In a transaction of its own, or within that of a
/// connection.
///
/// # Errors
/// [`AppError::NotFound`] when it does not exist or is somebody else's; a message at the field
/// `link` when the journal has another problem with that link.
pub async fn update(
    db: impl Acquire<'_, Database = Postgres>,
    user: &UserId,
    change: Replacement<'_>,
    revision: i32,
) -> Result<Option<Problem>, AppError> {
    let draft = change.draft;
    let link = draft.link.as_ref();
    let identity = link.map(|link| link.identity.as_str());
    let mut tx = db.begin().await?;
    let stored = sqlx::query!(
        r#"select url, identity, coalesce(tags, '{}') as "tags!",
                  difficulty as "difficulty: Difficulty" from problems
           where user_id = $1 and id = $2 for no key update"#,
        user.as_str(),
        draft.id.0
    )
    .fetch_optional(&mut *tx)
    .await?
    .ok_or(AppError::NotFound)?;
    // One of several adopted rows for the same problem has no identity; it may be edited like any
    // other and goes without until its link names another problem.
    let stored_link = stored.url.as_deref().and_then(recognise);
    let stays_duplicate = stored.identity.is_none()
        && identity.is_some()
        && stored_link.as_ref().map(|link| link.identity.as_str()) == identity;
    let updated = sqlx::query!(
        "update problems set
             title = $3, description = $4, url = case when $11 then url else $5 end,
             platform = case when $11 then platform else $6 end, difficulty = $7, tags = $8,
             identity = case when $11 then identity else $9 end, recognised_by = $10, starred = coalesce($13, starred),
             updated_at = now(), revision = revision + 1
         where user_id = $1 and id = $2 and revision = $12",
        user.as_str(),
        draft.id.0,
        draft.title,
        draft.description,
        link.map(|link| link.url.as_str()),
        link.map(|link| link.platform.slug()),
        draft.difficulty as Difficulty,
        &draft.tags,
        identity.filter(|_| !stays_duplicate),
        RULES_VERSION,
        change.link_stays,
        revision,
        change.starred
    )
    .execute(&mut *tx)
    .await;
    match updated {
        Ok(result) if result.rows_affected() == 1 => {
            move_counts(&mut tx, user, &stored.tags, &draft.tags).await?;
            if stored.difficulty != draft.difficulty {
                derive_progress(&mut tx, user, draft.id).await?;
            }
            mark(&mut tx, user, &[draft.id.0]).await?;
            tx.commit().await?;
            Ok(None)
        }
        // It moved on, or it is gone; finding it tells which.
        Ok(_) => Ok(Some(find(&mut *tx, user, draft.id).await?.problem)),
        Err(sqlx::Error::Database(cause))
            if cause.constraint() == Some("problems_identity_key") =>
        {
            Err(FieldErrors::one(
                "link",
                "Another problem in your journal already has this link.",
            )
            .into())
        }
        Err(error) => Err(error.into()),
    }
}
