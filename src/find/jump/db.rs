//! Every statement about where somebody may want to go.

use super::model::{JUMP_LIMIT, JumpRow, Patterns};
use crate::{
    attempt::model::Status, auth::model::UserId, error::AppError, problem::model::Difficulty,
};
use sqlx::PgPool;

/// Problems shown before anything is typed.
const RECENT: i64 = 8;
/// So many of the newest problems are compared letter by letter.
const LOOKED_AT: i64 = 20_000;

/// The problems that were worked on or added last, latest first.
///
/// # Errors
/// When the database cannot answer.
pub async fn recent(pool: &PgPool, user: &UserId) -> Result<Vec<JumpRow>, AppError> {
    Ok(sqlx::query_as!(
        JumpRow,
        r#"select p.id, p.title, p.url, p.platform, p.difficulty as "difficulty: Difficulty",
                  g.latest_status as "latest_status: Status"
           from (
               select id, max(at) as at from (
                   (select problem_id as id, latest_attempted_at as at from problem_progress
                    where user_id = $1 and latest_attempted_at is not null
                    order by coalesce(latest_attempted_at, '-infinity') desc, problem_id desc limit $2)
                   union all
                   (select id, created_at as at from problems
                    where user_id = $1 order by created_at desc, id desc limit $2)
               ) either group by id order by at desc, id desc limit $2
           ) latest
           join problems p on p.user_id = $1 and p.id = latest.id
           join problem_progress g on g.user_id = $1 and g.problem_id = latest.id
           order by latest.at desc, latest.id desc"#,
        user.as_str(),
        RECENT
    )
    .fetch_all(pool)
    .await?)
}

/// The problem with this identity, if the journal has it.
///
/// # Errors
/// When the database cannot answer.
pub async fn by_identity(
    pool: &PgPool,
    user: &UserId,
    identity: &str,
) -> Result<Option<JumpRow>, AppError> {
    Ok(sqlx::query_as!(
        JumpRow,
        r#"select p.id, p.title, p.url, p.platform, p.difficulty as "difficulty: Difficulty",
                  g.latest_status as "latest_status: Status"
           from problems p join problem_progress g on g.user_id = $1 and g.problem_id = p.id
           where p.user_id = $1 and p.identity = $2"#,
        user.as_str(),
        identity
    )
    .fetch_optional(pool)
    .await?)
}

/// The problems whose titles match what was typed: those that begin with it, those with all its words, then those
/// with its letters in their order.
///
/// # Errors
/// When the database cannot answer.
pub async fn titled(pool: &PgPool, user: &UserId, typed: &str) -> Result<Vec<JumpRow>, AppError> {
    let Some(patterns) = Patterns::of(typed) else {
        return Ok(Vec::new());
    };
    let mut rows = with_words(pool, user, &patterns).await?;
    let left = JUMP_LIMIT.saturating_sub(rows.len());
    if let Some(letters) = patterns.letters.filter(|_| left > 0) {
        let loose = with_letters(pool, user, &letters).await?;
        let new = loose
            .into_iter()
            .filter(|row| !rows.iter().any(|known| known.id == row.id))
            .take(left)
            .collect::<Vec<_>>();
        rows.extend(new);
    }
    Ok(rows)
}

fn limit() -> i64 {
    i64::try_from(JUMP_LIMIT).unwrap_or(i64::MAX)
}

/// The index finds the longest word wherever it stands; the titles are compared with all of them.
async fn with_words(
    pool: &PgPool,
    user: &UserId,
    patterns: &Patterns,
) -> Result<Vec<JumpRow>, sqlx::Error> {
    sqlx::query_as!(
        JumpRow,
        r#"select p.id, p.title, p.url, p.platform, p.difficulty as "difficulty: Difficulty",
                  g.latest_status as "latest_status: Status"
           from problems p join problem_progress g on g.user_id = $1 and g.problem_id = p.id
           where p.user_id = $1 and p.search_text like lower($2)
             and lower(p.title) like all(array(select lower(word) from unnest($3::text[]) as word))
           order by lower(p.title) not like lower($4), ' ' || lower(p.title) not like lower($5),
                    greatest(p.created_at, g.latest_attempted_at) desc, p.id desc
           limit $6"#,
        user.as_str(),
        patterns.longest,
        &patterns.words,
        patterns.beginning,
        patterns.word,
        limit()
    )
    .fetch_all(pool)
    .await
}

/// The shorter a title, the closer together its letters.
async fn with_letters(
    pool: &PgPool,
    user: &UserId,
    letters: &str,
) -> Result<Vec<JumpRow>, sqlx::Error> {
    sqlx::query_as!(
        JumpRow,
        r#"select p.id, p.title, p.url, p.platform, p.difficulty as "difficulty: Difficulty",
                  g.latest_status as "latest_status: Status"
           from (
               select id from (
                   select id, title, created_at from problems
                   where user_id = $1 order by created_at desc, id desc limit $3
               ) newest
               where lower(title) like lower($2)
               order by char_length(title), created_at desc, id desc limit $4
           ) found
           join problems p on p.user_id = $1 and p.id = found.id
           join problem_progress g on g.user_id = $1 and g.problem_id = found.id
           order by char_length(p.title), p.created_at desc, p.id desc"#,
        user.as_str(),
        letters,
        LOOKED_AT,
        limit()
    )
    .fetch_all(pool)
    .await
}
