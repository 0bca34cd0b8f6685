//! Settling the past: which days without an attempt left the streak whole is written when they are over, so
//! that no setting and no attempt of later changes it.

use super::streak::{Sparing, unsettled};
use crate::{account::clock::Clock, auth::model::UserId};
use chrono::{NaiveDate, Utc};
use sqlx::PgConnection;

/// The zone in which a day ends last: what is over there is over everywhere.
const LAST_ZONE: &str = "Etc/GMT+12";

/// Holds off other changes to what is derived for this journal until the transaction ends. Whatever changes
/// the log or the schedule does this first, so the days that are over by now are settled by the schedule as it
/// was on them.
///
/// # Errors
/// When the database cannot answer.
pub async fn hold_journal(conn: &mut PgConnection, user: &UserId) -> Result<(), sqlx::Error> {
    let Some(held) = hold(conn, user).await? else {
        return Ok(());
    };
    let zone = held.time_zone.as_deref().unwrap_or(LAST_ZONE);
    let clock = Clock::new(Some(zone), None, held.day_start_hour);
    let today = clock.moment(Utc::now()).local_date;
    settle_held(conn, user, held.settled_until, today).await
}

/// Settles the days before the person's `today`, as far as they are not: by their settings and due dates as
/// they stand. To be called before either changes, within the transaction that changes it. Whoever also
/// changes the person's own row locks that first, as whoever deletes it does.
///
/// # Errors
/// When the database cannot answer.
pub async fn settle(
    conn: &mut PgConnection,
    user: &UserId,
    today: NaiveDate,
) -> Result<(), sqlx::Error> {
    match hold(conn, user).await? {
        Some(held) => settle_held(conn, user, held.settled_until, today).await,
        None => Ok(()),
    }
}

struct Held {
    settled_until: Option<NaiveDate>,
    time_zone: Option<String>,
    day_start_hour: i16,
}

async fn hold(conn: &mut PgConnection, user: &UserId) -> Result<Option<Held>, sqlx::Error> {
    sqlx::query_as!(
        Held,
        "update journal_totals t set revision = t.revision + 1 from users u
         where t.user_id = $1 and u.clerk_id = $1
         returning t.settled_until, u.time_zone, u.day_start_hour",
        user.as_str()
    )
    .fetch_optional(conn)
    .await
}

async fn settle_held(
    conn: &mut PgConnection,
    user: &UserId,
    settled_until: Option<NaiveDate>,
    today: NaiveDate,
) -> Result<(), sqlx::Error> {
    let Some(yesterday) = today.pred_opt() else {
        return Ok(());
    };
    if settled_until.is_some_and(|until| until >= yesterday) {
        return Ok(());
    }
    let facts = sqlx::query!(
        r#"select rest_days, quiet_days_count,
                  (select min(due_on) from problem_progress where user_id = $1 and due_on is not null) as earliest_due,
                  (select max(local_date) from journal_days where user_id = $1 and local_date < $3) as latest,
                  array(select local_date from journal_days
                        where user_id = $1 and local_date > coalesce($2, $3) and local_date < $3) as "practised!"
           from users where clerk_id = $1"#,
        user.as_str(),
        settled_until,
        today
    )
    .fetch_optional(&mut *conn)
    .await?;
    let Some(facts) = facts else {
        return Ok(());
    };
    let sparing = Sparing {
        rest_days: facts.rest_days,
        quiet_days_count: facts.quiet_days_count,
        earliest_due: facts.earliest_due,
    };
    let practised = facts.practised.into_iter().collect();
    let spared = unsettled(&sparing, settled_until.or(facts.latest), today, &practised);
    let (days, reasons): (Vec<NaiveDate>, Vec<&str>) = spared
        .into_iter()
        .map(|(day, reason)| (day, reason.slug()))
        .unzip();
    sqlx::query!(
        "with settled as (
             insert into spared_days (user_id, local_date, reason)
             select $1, * from unnest($2::date[], $3::text[]) on conflict (user_id, local_date) do nothing
         )
         update journal_totals set settled_until = $4 where user_id = $1",
        user.as_str(),
        &days,
        &reasons as &[&str],
        yesterday
    )
    .execute(conn)
    .await?;
    Ok(())
}
