//! Every statement about tags. `journal_tags` is derived from `problems.tags` and written in the
//! same transaction, always after the row of the totals has been locked: so two changes to one
//! journal never wait for each other's tags.

use super::model::{SUGGESTED, TAGS_PER_PAGE, TagChange, TagCount};
use crate::{
    auth::model::UserId,
    bulk::db::refused,
    change::db::mark,
    error::{AppError, FieldErrors},
    insight::db::hold_journal,
    undo::{
        db::{begin, keep_problems},
        model::{Fate, StepId},
    },
};
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
    hold_journal(conn, user).await?;
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

/// The tags that most problems have, most used first.
///
/// # Errors
/// When the database cannot answer.
pub async fn most_used(
    pool: &PgPool,
    user: &UserId,
    limit: i64,
) -> Result<Vec<TagCount>, AppError> {
    Ok(sqlx::query_as!(
        TagCount,
        "select tag, problems from journal_tags where user_id = $1
         order by problems desc, tag limit $2",
        user.as_str(),
        limit
    )
    .fetch_all(pool)
    .await?)
}

/// The tags to suggest where tags are typed, most used first.
///
/// # Errors
/// When the database cannot answer.
pub async fn suggested(pool: &PgPool, user: &UserId) -> Result<Vec<String>, AppError> {
    let tags = most_used(pool, user, SUGGESTED).await?;
    Ok(tags.into_iter().map(|tag| tag.tag).collect())
}

/// One page of the tags, in their order, behind `after`; one more than a page shows when there are
/// more behind it.
///
/// # Errors
/// When the database cannot answer.
pub async fn page(pool: &PgPool, user: &UserId, after: &str) -> Result<Vec<TagCount>, AppError> {
    let limit = i64::try_from(TAGS_PER_PAGE + 1).unwrap_or(i64::MAX);
    Ok(sqlx::query_as!(
        TagCount,
        "select tag, problems from journal_tags where user_id = $1 and tag > $2
         order by tag limit $3",
        user.as_str(),
        after,
        limit
    )
    .fetch_all(pool)
    .await?)
}

/// The counts of those of these tags that some problem has, in their order.
///
/// # Errors
/// When the database cannot answer.
pub async fn counts(
    pool: &PgPool,
    user: &UserId,
    tags: &[String],
) -> Result<Vec<TagCount>, AppError> {
    Ok(sqlx::query_as!(
        TagCount,
        "select tag, problems from journal_tags where user_id = $1 and tag = any($2) order by tag",
        user.as_str(),
        tags
    )
    .fetch_all(pool)
    .await?)
}

/// Changes tags in every problem that has them; the step takes it back. Each problem keeps the order
/// of its tags, and has each once.
///
/// # Errors
/// A message when no problem has them any more.
pub async fn change(pool: &PgPool, user: &UserId, change: &TagChange) -> Result<StepId, AppError> {
    let gone = change.gone();
    let mut tx = pool.begin().await?;
    let ids = sqlx::query_scalar!(
        "select id from problems where user_id = $1 and tags && $2 order by id for update",
        user.as_str(),
        gone
    )
    .fetch_all(&mut *tx)
    .await?;
    if ids.is_empty() {
        return Err(FieldErrors::one("form", "No problem has that any more.").into());
    }
    let step = begin(&mut tx, user, &change.summary(ids.len())).await?;
    keep_problems(&mut tx, user, step, &ids, Fate::Changed).await?;
    let before = tally(&mut tx, user, &ids).await?;
    let into = match change {
        TagChange::Become(_, into) => Some(into.as_str()),
        TagChange::Delete(_) => None,
    };
    // One that becomes another stands where the first of the two stood.
    sqlx::query!(
        "update problems set
             tags = array(
                 select tag
                 from (
                     select case when tag = any($3::text[]) then $4 else tag end as tag,
                            min(place) as place
                     from unnest(tags) with ordinality as had (tag, place) group by 1
                 ) as has
                 where tag is not null order by place
             ),
             updated_at = now(), revision = revision + 1
         where user_id = $1 and id = any($2)",
        user.as_str(),
        &ids,
        gone,
        into
    )
    .execute(&mut *tx)
    .await
    .map_err(refused)?;
    let after = tally(&mut tx, user, &ids).await?;
    move_tally(&mut tx, user, &before, &after).await?;
    mark(&mut tx, user, &ids).await?;
    tx.commit().await?;
    Ok(step)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[sqlx::test(migrations = "./migrations")]
    async fn the_most_used_tags_come_first_and_nobody_elses(pool: PgPool) {
        sqlx::query("insert into users (clerk_id) values ('ada'), ('bob')")
            .execute(&pool)
            .await
            .unwrap();
        sqlx::query(
            "insert into journal_tags (user_id, tag, problems)
             values ('ada', 'dp', 3), ('ada', 'graph', 7), ('ada', 'bfs', 3), ('bob', 'x', 9)",
        )
        .execute(&pool)
        .await
        .unwrap();
        let ada = UserId::new("ada");
        let most = most_used(&pool, &ada, 2).await.unwrap();
        let most: Vec<_> = most
            .iter()
            .map(|tag| (tag.tag.as_str(), tag.problems))
            .collect();
        assert_eq!(most, [("graph", 7), ("bfs", 3)]);
        assert_eq!(
            suggested(&pool, &ada).await.unwrap(),
            ["graph", "bfs", "dp"]
        );
    }
}
