//! Every statement about the inbox.

use super::{
    companion::{Batch, InboxDraft},
    fields::{Confirmed, Plan},
    model::{INBOX_LIMIT, InboxId, StoredBatch, StoredItem},
};
use crate::{
    auth::model::UserId,
    error::{AppError, FieldErrors},
    paging::{Cursor, PAGE_SIZE, Page, PageAt},
    problem::{
        db::{self as problems, Added},
        fields::ProblemDraft,
        model::ProblemId,
    },
    text::counted,
    undo::{db as undo, model::StepId},
};
use chrono::{DateTime, Utc};
use serde::Serialize;
use sqlx::PgPool;
use uuid::Uuid;

/// What became of a problem that was told of. As JSON `{"outcome": "new", "id": …}`, the others `again`
/// and `in-journal`.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "outcome", content = "id", rename_all = "kebab-case")]
pub enum Received {
    /// It waits in the inbox.
    New(InboxId),
    /// It had been told of before, and waits under this id.
    Again(InboxId),
    /// The journal has it, so there is nothing to wait for.
    InJournal(ProblemId),
}

/// Takes a problem into the inbox. One that was told of before is the same item, which says what was
/// told last; many at once are one item.
///
/// # Errors
/// A message at the form when the inbox is full; [`AppError::NotFound`] when the person is gone.
pub async fn receive(
    pool: &PgPool,
    user: &UserId,
    draft: &InboxDraft,
) -> Result<Received, AppError> {
    let identity = draft.identity();
    if let Some(problem) = problems::find_by_identity(pool, user, &identity).await? {
        return Ok(Received::InJournal(problem));
    }
    let id = Uuid::now_v7();
    let kept = sqlx::query_scalar!(
        "insert into inbox_items (user_id, id, title, url, site, identity, batch_id, batch_size)
         select $1, $2, $3, $4, $5, $6, $7, $8
         where (select count(*) from inbox_items where user_id = $1 and identity <> $6) < $9
         on conflict (user_id, identity) do update
         set title = excluded.title, url = excluded.url, site = excluded.site,
             batch_id = excluded.batch_id, batch_size = excluded.batch_size,
             -- A contest keeps its order when each of its problems is sent to several ports.
             received_at = case when inbox_items.batch_id = excluded.batch_id
                 then inbox_items.received_at else excluded.received_at end
         returning id",
        user.as_str(),
        id,
        draft.title,
        draft.link.as_ref().map(|link| link.url.as_str()),
        draft.site,
        identity,
        draft.batch.map(|Batch { id, .. }| id),
        draft.batch.map(|Batch { size, .. }| size),
        INBOX_LIMIT
    )
    .fetch_optional(pool)
    .await;
    match kept {
        Ok(Some(kept)) if kept == id => Ok(Received::New(InboxId(kept))),
        Ok(Some(kept)) => Ok(Received::Again(InboxId(kept))),
        Ok(None) => {
            let message = format!(
                "The inbox holds {INBOX_LIMIT} problems, the most there can be. Nothing was kept: add or dismiss some first."
            );
            Err(FieldErrors::one("form", message).into())
        }
        Err(sqlx::Error::Database(cause)) if cause.constraint() == Some("inbox_items_user_fk") => {
            Err(AppError::NotFound)
        }
        Err(error) => Err(error.into()),
    }
}

struct ItemRecord {
    id: Uuid,
    title: String,
    url: Option<String>,
    site: Option<String>,
    batch_id: Option<Uuid>,
    batch_size: Option<i32>,
    here: Option<i64>,
    received_at: DateTime<Utc>,
    problem: Option<Uuid>,
}

impl From<ItemRecord> for StoredItem {
    fn from(row: ItemRecord) -> Self {
        Self {
            id: InboxId(row.id),
            title: row.title,
            url: row.url,
            site: row.site,
            batch: row
                .batch_id
                .zip(row.batch_size)
                .map(|(id, size)| StoredBatch {
                    id,
                    size,
                    here: row.here.unwrap_or_default(),
                }),
            received_at: row.received_at,
            problem: row.problem.map(ProblemId),
        }
    }
}

/// One page of the inbox, what came last first.
///
/// # Errors
/// When the database cannot answer.
pub async fn list(pool: &PgPool, user: &UserId, at: PageAt) -> Result<Page<StoredItem>, AppError> {
    let limit = i64::try_from(PAGE_SIZE + 1).unwrap_or(i64::MAX);
    let edge = match at {
        PageAt::First => None,
        PageAt::OlderThan(edge) | PageAt::NewerThan(edge) => Some(edge),
    };
    let (edge_at, edge_id) = (edge.map(|edge| edge.at), edge.map(|edge| edge.id));
    let rows = if matches!(at, PageAt::NewerThan(_)) {
        sqlx::query_as!(
            ItemRecord,
            "select i.id, i.title, i.url, i.site, i.batch_id, i.batch_size, i.received_at,
                    (select count(*) from inbox_items b where b.user_id = $1 and b.batch_id = i.batch_id) as here,
                    (select p.id from problems p
                     where p.user_id = $1 and (p.id = i.id or p.identity = i.identity)
                     order by p.id = i.id desc limit 1) as problem
             from inbox_items i
             where i.user_id = $1 and (i.received_at, i.id) > ($2, $3)
             order by i.received_at, i.id limit $4",
            user.as_str(), edge_at, edge_id, limit
        )
        .fetch_all(pool)
        .await?
    } else {
        sqlx::query_as!(
            ItemRecord,
            "select i.id, i.title, i.url, i.site, i.batch_id, i.batch_size, i.received_at,
                    (select count(*) from inbox_items b where b.user_id = $1 and b.batch_id = i.batch_id) as here,
                    (select p.id from problems p
                     where p.user_id = $1 and (p.id = i.id or p.identity = i.identity)
                     order by p.id = i.id desc limit 1) as problem
             from inbox_items i
             where i.user_id = $1 and ($2::timestamptz is null or (i.received_at, i.id) < ($2, $3))
             order by i.received_at desc, i.id desc limit $4",
            user.as_str(), edge_at, edge_id, limit
        )
        .fetch_all(pool)
        .await?
    };
    let rows = rows.into_iter().map(StoredItem::from).collect();
    Ok(Page::new(rows, PAGE_SIZE, at, |item: &StoredItem| Cursor {
        at: item.received_at,
        id: item.id.0,
    }))
}

/// The items with these ids, in no order; those that are not there are left out. How many of a contest
/// are in the inbox is not counted.
///
/// # Errors
/// When the database cannot answer.
pub async fn find(pool: &PgPool, user: &UserId, ids: &[Uuid]) -> Result<Vec<StoredItem>, AppError> {
    let rows = sqlx::query_as!(
        ItemRecord,
        r#"select i.id, i.title, i.url, i.site, i.batch_id, i.batch_size, i.received_at,
                  null::bigint as here,
                  (select p.id from problems p
                   where p.user_id = $1 and (p.id = i.id or p.identity = i.identity)
                   order by p.id = i.id desc limit 1) as problem
           from inbox_items i where i.user_id = $1 and i.id = any($2)"#,
        user.as_str(),
        ids
    )
    .fetch_all(pool)
    .await?;
    Ok(rows.into_iter().map(StoredItem::from).collect())
}

/// How many problems wait.
///
/// # Errors
/// When the database cannot answer.
pub async fn count(pool: &PgPool, user: &UserId) -> Result<i64, sqlx::Error> {
    let waiting = sqlx::query_scalar!(
        r#"select count(*) as "waiting!" from inbox_items where user_id = $1"#,
        user.as_str()
    );
    waiting.fetch_one(pool).await
}

/// Does what is to be done about items, one after the other: each is done or not, whatever becomes of
/// the next.
///
/// # Errors
/// When the database cannot answer.
pub async fn carry_out(pool: &PgPool, user: &UserId, plan: Plan) -> Result<Confirmed, AppError> {
    let mut done = Confirmed::default();
    for id in plan.gone {
        match problems::find(pool, user, ProblemId(id.0)).await {
            Ok(_) => done.added.push(ProblemId(id.0)),
            Err(AppError::NotFound) => {}
            Err(error) => return Err(error),
        }
    }
    for draft in plan.drafts {
        match confirm(pool, user, &draft).await? {
            Added::New(problem) => done.added.push(problem),
            Added::AlreadyThere(problem) => done.already_there.push(problem),
        }
    }
    for (id, problem) in plan.known {
        take_out(pool, user, id).await?;
        done.already_there.push(problem);
    }
    Ok(done)
}

/// Takes the item with the draft's id into the journal. If this ends between its two steps, the item
/// stays and says that the journal has it; then the same again takes it out.
///
/// # Errors
/// When the database cannot answer.
pub async fn confirm(
    pool: &PgPool,
    user: &UserId,
    draft: &ProblemDraft,
) -> Result<Added, AppError> {
    let added = problems::add(pool, user, draft).await?;
    take_out(pool, user, InboxId(draft.id.0)).await?;
    Ok(added)
}

/// Takes an item out whose problem the journal has, so that nothing is lost.
///
/// # Errors
/// When the database cannot answer.
pub async fn take_out(pool: &PgPool, user: &UserId, id: InboxId) -> Result<(), AppError> {
    sqlx::query!(
        "delete from inbox_items where user_id = $1 and id = $2",
        user.as_str(),
        id.0
    )
    .execute(pool)
    .await?;
    Ok(())
}

/// Dismisses items; answers the step that takes it back. When all are gone already, the step that
/// dismissed the first is the answer.
///
/// # Errors
/// [`AppError::NotFound`] when they never existed, are in the journal or are somebody else's.
pub async fn dismiss(pool: &PgPool, user: &UserId, ids: &[Uuid]) -> Result<StepId, AppError> {
    let mut tx = pool.begin().await?;
    let there = sqlx::query!(
        "select id, title from inbox_items where user_id = $1 and id = any($2) order by id for update",
        user.as_str(),
        ids
    )
    .fetch_all(&mut *tx)
    .await?;
    let summary = match there.as_slice() {
        [] => {
            let first = ids.first().ok_or(AppError::NotFound)?;
            let earlier = undo::deletion_of(&mut tx, user, *first).await?;
            return earlier.map(|(step, _)| step).ok_or(AppError::NotFound);
        }
        [one] => format!("Dismissed “{}” from the inbox", one.title),
        several => format!(
            "Dismissed {} from the inbox",
            counted(several.len(), "problem", "problems")
        ),
    };
    let ids: Vec<Uuid> = there.into_iter().map(|item| item.id).collect();
    let step = undo::begin(&mut tx, user, &summary).await?;
    undo::keep_inbox_items(&mut tx, user, step, &ids).await?;
    sqlx::query!(
        "delete from inbox_items where user_id = $1 and id = any($2)",
        user.as_str(),
        &ids
    )
    .execute(&mut *tx)
    .await?;
    tx.commit().await?;
    Ok(step)
}

#[cfg(test)]
#[path = "db_tests.rs"]
mod tests;
