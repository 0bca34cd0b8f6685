//! Every statement about where somebody may want to go.

use super::model::{JUMP_LIMIT, JumpRow, Patterns};
use crate::{
    attempt::model::Status, auth::model::UserId, error::AppError, problem::model::Difficulty,
};
use sqlx::PgPool;

/// Problems shown before anything is typed.
const RECENT: i64 = 8;
/// With fewer rows than this, letters are looked for instead of words.
const FEW: usize = 5;
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

/// The problems whose titles match what was typed: those that begin with it, then those with all its words. When these
/// are few, those with its letters in their order, too.
///
/// # Errors
/// When the database cannot answer.
pub async fn titled(pool: &PgPool, user: &UserId, typed: &str) -> Result<Vec<JumpRow>, AppError> {
    let Some(patterns) = Patterns::of(typed) else {
        return Ok(Vec::new());
    };
    let mut rows = beginning(pool, user, &patterns).await?;
    if rows.len() < JUMP_LIMIT
        && let Some(longest) = &patterns.longest
    {
        add(&mut rows, with_words(pool, user, longest, &patterns).await?);
    }
    if rows.len() < FEW
        && let Some(letters) = &patterns.letters
    {
        add(
            &mut rows,
            with_letters(pool, user, letters, &patterns.holds).await?,
        );
    }
    Ok(rows)
}

/// Adds those that are not there yet, as long as there is room.
fn add(rows: &mut Vec<JumpRow>, more: Vec<JumpRow>) {
    for row in more {
        if rows.len() < JUMP_LIMIT && rows.iter().all(|known| known.id != row.id) {
            rows.push(row);
        }
    }
}

fn limit() -> i64 {
    i64::try_from(JUMP_LIMIT).unwrap_or(i64::MAX)
}

/// A few steps along the index of titles.
async fn beginning(
    pool: &PgPool,
    user: &UserId,
    patterns: &Patterns,
) -> Result<Vec<JumpRow>, sqlx::Error> {
    sqlx::query_as!(
        JumpRow,
        r#"select p.id, p.title, p.url, p.platform, p.difficulty as "difficulty: Difficulty",
                  g.latest_status as "latest_status: Status"
           from (
               select id, title from problems
               where user_id = $1 and left(lower(title), 64) collate "C" >= lower($2)
                 and left(lower(title), 64) collate "C" < lower($2) || E'\U0010FFFF'
                 and lower(title) like lower($3)
               order by left(lower(title), 64) collate "C", id limit $4
           ) found
           join problems p on p.user_id = $1 and p.id = found.id
           join problem_progress g on g.user_id = $1 and g.problem_id = found.id
           order by left(lower(p.title), 64) collate "C", p.id"#,
        user.as_str(),
        patterns.beginning,
        patterns.begins,
        limit()
    )
    .fetch_all(pool)
    .await
}

/// The index finds the longest word wherever it stands; the titles are compared with all of them.
async fn with_words(
    pool: &PgPool,
    user: &UserId,
    longest: &str,
    patterns: &Patterns,
) -> Result<Vec<JumpRow>, sqlx::Error> {
    sqlx::query_as!(
        JumpRow,
        r#"select p.id, p.title, p.url, p.platform, p.difficulty as "difficulty: Difficulty",
                  g.latest_status as "latest_status: Status"
           from (
               select id, ' ' || lower(title) not like lower($4) as inside from problems
               where user_id = $1 and search_text like lower($2)
                 and lower(title) like all(array(select lower(word) from unnest($3::text[]) as word))
               order by inside, created_at desc, id desc limit $5
           ) found
           join problems p on p.user_id = $1 and p.id = found.id
           join problem_progress g on g.user_id = $1 and g.problem_id = found.id
           order by found.inside, p.created_at desc, p.id desc"#,
        user.as_str(),
        longest,
        &patterns.words,
        patterns.word,
        limit()
    )
    .fetch_all(pool)
    .await
}

/// What holds the text as it was typed comes first; else, the shorter a title, the closer together its letters.
async fn with_letters(
    pool: &PgPool,
    user: &UserId,
    letters: &str,
    holds: &str,
) -> Result<Vec<JumpRow>, sqlx::Error> {
    sqlx::query_as!(
        JumpRow,
        r#"select p.id, p.title, p.url, p.platform, p.difficulty as "difficulty: Difficulty",
                  g.latest_status as "latest_status: Status"
           from (
               select id, lower(title) not like lower($5) as apart from (
                   select id, title, created_at from problems
                   where user_id = $1 order by created_at desc, id desc limit $3
               ) newest
               where lower(title) like lower($2)
               order by apart, char_length(title), created_at desc, id desc limit $4
           ) found
           join problems p on p.user_id = $1 and p.id = found.id
           join problem_progress g on g.user_id = $1 and g.problem_id = found.id
           order by found.apart, char_length(p.title), p.created_at desc, p.id desc"#,
        user.as_str(),
        letters,
        LOOKED_AT,
        limit(),
        holds
    )
    .fetch_all(pool)
    .await
}
