//! Every statement about tags. `journal_tags` is derived from `problems.tags` and written in the
//! same transaction, always after the row of the totals has been locked: so two changes to one
//! journal never wait for each other's tags.

use crate::{auth::model::UserId, error::AppError};
use sqlx::{PgConnection, PgPool};
use std::collections::BTreeMap;
use uuid::Uuid;

/// Tags, each with a number of problems.
pub type Tally = Vec<(String, i32)>;

/// The tags of these problems as they are now, each with how many of them have it. Asked before and
/// after a change, it tells [`move_tally`] the difference.
///
/// # Errors
/// When the database cannot answer.
pub async fn tally(
    conn: &mut PgConnection,
    user: &UserId,
    problems: &[Uuid],
) -> Result<Tally, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select tag as "tag!", count(*)::int as "problems!"
           from problems p, unnest(p.tags) as tag
           where p.user_id = $1 and p.id = any($2) group by tag"#,
        user.as_str(),
        problems
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.tag, row.problems))
        .collect())
}

/// Moves the counts by what a change took away and gave: one entry for each problem and tag.
///
/// # Errors
/// When the database cannot answer.
pub async fn move_counts(
    conn: &mut PgConnection,
    user: &UserId,
    removed: &[String],
    added: &[String],
) -> Result<(), sqlx::Error> {
    let once = |tags: &[String]| tags.iter().map(|tag| (tag.clone(), 1)).collect::<Tally>();
    move_tally(conn, user, &once(removed), &once(added)).await
}

/// Moves the counts by the difference of two tallies of the same problems.
///
/// # Errors
/// When the database cannot answer.
pub async fn move_tally(
    conn: &mut PgConnection,
    user: &UserId,
    before: &[(String, i32)],
    after: &[(String, i32)],
) -> Result<(), sqlx::Error> {
    let mut moved: BTreeMap<&str, i32> = BTreeMap::new();
    for (tag, problems) in after {
        *moved.entry(tag).or_default() += problems;
    }
    for (tag, problems) in before {
        *moved.entry(tag).or_default() -= problems;
    }
    moved.retain(|_, by| *by != 0);
    if moved.is_empty() {
        return Ok(());
    }
    let (tags, by): (Vec<String>, Vec<i32>) = moved
        .into_iter()
        .map(|(tag, by)| (tag.to_owned(), by))
        .unzip();
    sqlx::query!(
        "select user_id from journal_totals where user_id = $1 for update",
        user.as_str()
    )
    .fetch_optional(&mut *conn)
    .await?;
    sqlx::query!(
        "insert into journal_tags (user_id, tag, problems)
         select $1, tag, 0 from unnest($2::text[], $3::int[]) as moved (tag, by) where by > 0
         on conflict (user_id, tag) do nothing",
        user.as_str(),
        &tags,
        &by
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query!(
        "update journal_tags t set problems = t.problems + moved.by
         from unnest($2::text[], $3::int[]) as moved (tag, by)
         where t.user_id = $1 and t.tag = moved.tag",
        user.as_str(),
        &tags,
        &by
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query!(
        "delete from journal_tags where user_id = $1 and tag = any($2) and problems = 0",
        user.as_str(),
        &tags
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Counts the tags of one journal anew. The caller holds the row of its totals.
///
/// # Errors
/// When the database cannot answer.
pub async fn rebuild(conn: &mut PgConnection, user: &UserId) -> Result<(), sqlx::Error> {
    sqlx::query!("delete from journal_tags where user_id = $1", user.as_str())
        .execute(&mut *conn)
        .await?;
    sqlx::query!(
        "insert into journal_tags (user_id, tag, problems)
         select $1, tag, count(*) from problems p, unnest(p.tags) as tag
         where p.user_id = $1 group by tag",
        user.as_str()
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// The most used tags, most used first.
///
/// # Errors
/// When the database cannot answer.
pub async fn most_used(pool: &PgPool, user: &UserId, limit: i64) -> Result<Vec<String>, AppError> {
    Ok(sqlx::query_scalar!(
        "select tag from journal_tags where user_id = $1 order by problems desc, tag limit $2",
        user.as_str(),
        limit
    )
    .fetch_all(pool)
    .await?)
}
