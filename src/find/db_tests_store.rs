//! Journals of the tests as rows.

use super::naive::{Journal, Made};
use crate::attempt::model::Status;
use sqlx::PgPool;

/// Stores journals with what follows from their attempts, a few statements for all of them.
pub async fn store(pool: &PgPool, journals: &[Journal]) {
    let users: Vec<_> = journals
        .iter()
        .map(|journal| journal.user.as_str())
        .collect();
    let rows: Vec<_> = journals
        .iter()
        .flat_map(|journal| {
            journal
                .problems
                .iter()
                .map(move |made| (journal.user.as_str(), made))
        })
        .collect();
    let texts: Vec<_> = rows
        .iter()
        .flat_map(|(user, made)| made.texts.iter().map(move |text| (*user, made.id, text)))
        .collect();
    let run = sqlx::query(
        "insert into users (clerk_id) select * from unnest($1::text[]) on conflict do nothing",
    );
    run.bind(&users).execute(pool).await.unwrap();
    let of = |row: &(&str, &Made)| row.0.to_owned();
    sqlx::query(
        "insert into problems (user_id, id, title, description, platform, url, difficulty, tags, created_at, starred)
         select u, id, title, description, platform, url, difficulty::difficulty, string_to_array(tags, ','), at, starred
         from unnest($1::text[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[],
                     $9::timestamptz[], $10::bool[])
              as row (u, id, title, description, platform, url, difficulty, tags, at, starred)",
    )
    .bind(rows.iter().map(of).collect::<Vec<_>>())
    .bind(rows.iter().map(|row| row.1.id).collect::<Vec<_>>())
    .bind(rows.iter().map(|row| row.1.title.clone()).collect::<Vec<_>>())
    .bind(rows.iter().map(|row| row.1.description.clone()).collect::<Vec<_>>())
    .bind(rows.iter().map(|row| row.1.link.0).collect::<Vec<_>>())
    .bind(rows.iter().map(|row| row.1.link.1).collect::<Vec<_>>())
    .bind(rows.iter().map(|row| row.1.difficulty.slug()).collect::<Vec<_>>())
    .bind(rows.iter().map(|row| row.1.tags.join(",")).collect::<Vec<_>>())
    .bind(rows.iter().map(|row| row.1.created_at).collect::<Vec<_>>())
    .bind(rows.iter().map(|row| row.1.starred).collect::<Vec<_>>())
    .execute(pool)
    .await
    .unwrap();
    sqlx::query(
        "insert into attempts (user_id, problem_id, status, notes, solution_code)
         select u, p, 'solved', notes, code
         from unnest($1::text[], $2::uuid[], $3::text[], $4::text[]) as row (u, p, notes, code)",
    )
    .bind(texts.iter().map(|text| text.0).collect::<Vec<_>>())
    .bind(texts.iter().map(|text| text.1).collect::<Vec<_>>())
    .bind(
        texts
            .iter()
            .map(|text| text.2.0.clone())
            .collect::<Vec<_>>(),
    )
    .bind(
        texts
            .iter()
            .map(|text| text.2.1.clone())
            .collect::<Vec<_>>(),
    )
    .execute(pool)
    .await
    .unwrap();
    let status = |row: &(&str, &Made)| row.1.progress.latest_status.map(Status::slug);
    sqlx::query(
        "with progress as (
             insert into problem_progress (user_id, problem_id, attempts, latest_status, latest_attempted_at,
                 latest_local_date, best_minutes, last_minutes, noted_attempts, coded_attempts)
             select u, p, attempts, latest::status, at, date, best, last, noted, coded
             from unnest($1::text[], $2::uuid[], $3::int[], $4::text[], $5::timestamptz[], $6::date[], $7::int[],
                         $8::int[], $9::int[], $10::int[])
                  as row (u, p, attempts, latest, at, date, best, last, noted, coded)
         )
         insert into journal_totals as t (user_id, problems)
         select u, count(*) from unnest($1::text[]) as row (u) group by u
         on conflict (user_id) do update set problems = t.problems + excluded.problems",
    )
    .bind(rows.iter().map(of).collect::<Vec<_>>())
    .bind(rows.iter().map(|row| row.1.id).collect::<Vec<_>>())
    .bind(rows.iter().map(|row| row.1.progress.attempts).collect::<Vec<_>>())
    .bind(rows.iter().map(status).collect::<Vec<_>>())
    .bind(rows.iter().map(|row| row.1.progress.latest_attempted_at).collect::<Vec<_>>())
    .bind(rows.iter().map(|row| row.1.progress.latest_local_date).collect::<Vec<_>>())
    .bind(rows.iter().map(|row| row.1.progress.best_minutes).collect::<Vec<_>>())
    .bind(rows.iter().map(|row| row.1.progress.last_minutes).collect::<Vec<_>>())
    .bind(rows.iter().map(|row| row.1.progress.noted_attempts).collect::<Vec<_>>())
    .bind(rows.iter().map(|row| row.1.progress.coded_attempts).collect::<Vec<_>>())
    .execute(pool)
    .await
    .unwrap();
}
