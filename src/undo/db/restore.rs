//! Putting kept rows back, table by table. A column that a later migration adds must get its default
//! here for as long as older steps are kept.

use super::{StepId, rows};
use crate::auth::model::UserId;
use sqlx::PgConnection;
use uuid::Uuid;

/// Holds the problems of a step that are still there until the transaction ends; those whose
/// attempts are coming back too.
pub(super) async fn lock_problems(
    conn: &mut PgConnection,
    user: &UserId,
    step: StepId,
) -> Result<Vec<Uuid>, sqlx::Error> {
    sqlx::query_scalar!(
        "select p.id from problems p
         where p.user_id = $1 and p.id in (
             select case kind when 'attempt' then (before ->> 'problem_id')::uuid else row_id end
             from undo_rows where user_id = $1 and step_id = $2 and kind in ('problem', 'attempt')
         )
         order by p.id for update",
        user.as_str(),
        step.0
    )
    .fetch_all(conn)
    .await
}

/// What became of problems.
pub(super) struct Problems {
    /// Those that are as they were.
    pub ids: Vec<Uuid>,
    pub without_link: i32,
}

/// Gives problems that nobody has touched since their old values back.
pub(super) async fn changed_problems(
    conn: &mut PgConnection,
    user: &UserId,
    step: StepId,
) -> Result<Problems, sqlx::Error> {
    let back = sqlx::query!(
        r#"update problems p set
               title = old.title, description = old.description, url = old.url,
               platform = old.platform, difficulty = old.difficulty, tags = old.tags,
               created_at = old.created_at, updated_at = old.updated_at,
               identity = case when exists (
                   select 1 from problems other
                   where other.user_id = $1 and other.identity = old.identity and other.id <> old.id
               ) then null else old.identity end,
               recognised_by = old.recognised_by, starred = old.starred,
               review_paused = coalesce(old.review_paused, false), mastered = old.mastered,
               postponed_at = old.postponed_at, postponed_until = old.postponed_until,
               practise_from = old.practise_from, revision = p.revision + 1
           from undo_rows u, jsonb_populate_record(null::problems, u.before) as old
           where p.user_id = $1 and u.user_id = $1 and u.step_id = $2 and u.kind = 'problem'
                 and p.id = u.row_id and p.revision = u.revision_after
           returning p.id, p.identity is distinct from old.identity as "without_link!""#,
        user.as_str(),
        step.0
    )
    .fetch_all(conn)
    .await?;
    Ok(Problems {
        without_link: rows(back.iter().filter(|row| row.without_link).count()),
        ids: back.into_iter().map(|row| row.id).collect(),
    })
}

/// A problem that is as it was before this step is again as an earlier step left it: that one can
/// be taken back too, although the revision has moved on.
pub(super) async fn renew_earlier(
    conn: &mut PgConnection,
    user: &UserId,
    step: StepId,
    problems: &[Uuid],
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update undo_rows earlier set revision_after = p.revision
         from undo_rows u
         join problems p on p.user_id = u.user_id and p.id = u.row_id
         where u.user_id = $1 and p.user_id = $1 and earlier.user_id = $1
               and u.step_id = $2 and u.kind = 'problem' and u.row_id = any($3)
               and earlier.step_id <> $2 and earlier.kind = 'problem' and earlier.row_id = u.row_id
               and earlier.revision_after = (u.before ->> 'revision')::int",
        user.as_str(),
        step.0,
        problems
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Puts deleted problems back. One whose identity another problem has meanwhile comes back without
/// it, as adopted duplicates are.
pub(super) async fn deleted_problems(
    conn: &mut PgConnection,
    user: &UserId,
    step: StepId,
) -> Result<Problems, sqlx::Error> {
    let back = sqlx::query!(
        r#"with old as (
             select old.* from undo_rows u, jsonb_populate_record(null::problems, u.before) as old
             where u.user_id = $1 and u.step_id = $2 and u.kind = 'problem' and u.revision_after is null
         ), put_back as (
             insert into problems
                 (user_id, id, title, description, url, platform, difficulty, tags, created_at,
                  updated_at, identity, recognised_by, starred, review_paused, mastered, postponed_at,
                  postponed_until, practise_from, revision)
             select $1, id, title, description, url, platform, difficulty, tags, created_at,
                    updated_at,
                    case when exists (
                        select 1 from problems other
                        where other.user_id = $1 and other.identity = old.identity
                    ) then null else identity end,
                    recognised_by, starred, coalesce(review_paused, false), mastered, postponed_at,
                    postponed_until, practise_from, revision + 1
             from old order by id
             on conflict (user_id, id) do nothing
             returning id, identity
         )
         select put_back.id, put_back.identity is distinct from old.identity as "without_link!"
         from put_back join old on old.id = put_back.id"#,
        user.as_str(),
        step.0
    )
    .fetch_all(conn)
    .await?;
    Ok(Problems {
        without_link: rows(back.iter().filter(|row| row.without_link).count()),
        ids: back.into_iter().map(|row| row.id).collect(),
    })
}

/// What became of attempts.
pub(super) struct Attempts {
    pub rows: i32,
    pub without_problem: i32,
    /// The problems that have them.
    pub problems: Vec<Uuid>,
}

/// Puts deleted attempts back, if their problem is there.
pub(super) async fn attempts(
    conn: &mut PgConnection,
    user: &UserId,
    step: StepId,
) -> Result<Attempts, sqlx::Error> {
    let without_problem = sqlx::query_scalar!(
        r#"select count(*)::int as "rows!" from undo_rows u
           where u.user_id = $1 and u.step_id = $2 and u.kind = 'attempt' and u.revision_after is null
                 and not exists (
                     select 1 from problems p
                     where p.user_id = $1 and p.id = (u.before ->> 'problem_id')::uuid
                 )"#,
        user.as_str(),
        step.0
    )
    .fetch_one(&mut *conn)
    .await?;
    let mut problems = sqlx::query_scalar!(
        "insert into attempts
             (user_id, id, problem_id, status, time_taken, help, notes, solution_code, language,
              attempted_at, utc_offset_minutes, local_date, created_at, updated_at, chosen_grade,
              recall, expected_minutes, revision)
         select $1, old.id, old.problem_id, old.status, old.time_taken, old.help, old.notes,
                old.solution_code, old.language, old.attempted_at, old.utc_offset_minutes,
                old.local_date, old.created_at, old.updated_at, old.chosen_grade,
                coalesce(old.recall, false), coalesce(old.expected_minutes, 30), old.revision + 1
         from undo_rows u
         cross join jsonb_populate_record(null::attempts, u.before) as old
         join problems p on p.user_id = u.user_id and p.id = old.problem_id
         where u.user_id = $1 and p.user_id = $1 and u.step_id = $2 and u.kind = 'attempt'
               and u.revision_after is null
         on conflict (user_id, id) do nothing
         returning problem_id",
        user.as_str(),
        step.0
    )
    .fetch_all(&mut *conn)
    .await?;
    let restored = rows(problems.len());
    problems.sort_unstable();
    problems.dedup();
    Ok(Attempts {
        rows: restored,
        without_problem,
        problems,
    })
}

/// Puts deleted views back, unless their name is taken meanwhile.
pub(super) async fn views(
    conn: &mut PgConnection,
    user: &UserId,
    step: StepId,
) -> Result<i32, sqlx::Error> {
    let restored = sqlx::query!(
        "insert into saved_views (user_id, id, name, query, sort, created_at)
         select $1, old.id, old.name, old.query, old.sort, old.created_at
         from undo_rows u, jsonb_populate_record(null::saved_views, u.before) as old
         where u.user_id = $1 and u.step_id = $2 and u.kind = 'view' and u.revision_after is null
         on conflict do nothing",
        user.as_str(),
        step.0
    )
    .execute(conn)
    .await?
    .rows_affected();
    Ok(i32::try_from(restored).unwrap_or(i32::MAX))
}

/// Puts dismissed items back into the inbox, unless their problem was told of again meanwhile.
pub(super) async fn inbox_items(
    conn: &mut PgConnection,
    user: &UserId,
    step: StepId,
) -> Result<i32, sqlx::Error> {
    let restored = sqlx::query!(
        "insert into inbox_items (user_id, id, title, url, site, identity, batch_id, batch_size, received_at)
         select $1, old.id, old.title, old.url, old.site, old.identity, old.batch_id, old.batch_size,
                old.received_at
         from undo_rows u, jsonb_populate_record(null::inbox_items, u.before) as old
         where u.user_id = $1 and u.step_id = $2 and u.kind = 'inbox' and u.revision_after is null
         on conflict do nothing",
        user.as_str(),
        step.0
    )
    .execute(conn)
    .await?
    .rows_affected();
    Ok(i32::try_from(restored).unwrap_or(i32::MAX))
}
