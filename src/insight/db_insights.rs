//! Everything the page of insights is made of.

use super::{
    db_ahead::ahead,
    db_tried::Journals,
    derive::DaySums,
    model::Totals,
    report::{
        calendar::Calendar,
        model::Insights,
        pace::paces,
        predictions::{Predictions, REVIEWS},
        rates::Rates,
    },
    streak::{Spared, Sparing, unsettled},
};
use crate::{
    auth::model::UserId,
    error::AppError,
    review::{self, model::Grade},
};
use chrono::NaiveDate;
use sqlx::PgPool;
use std::collections::BTreeMap;

/// Who asks, and by which clock.
#[derive(Copy, Clone, Debug)]
pub struct Asking<'a> {
    /// Whose journal.
    pub user: &'a UserId,
    /// Their local date.
    pub today: NaiveDate,
    /// The zone that is in.
    pub time_zone: &'a str,
}

/// What the log says about the person.
///
/// # Errors
/// When the database cannot answer.
pub async fn insights(journals: &Journals, asking: Asking<'_>) -> Result<Insights, AppError> {
    let Asking {
        user,
        today,
        time_zone,
    } = asking;
    let pool = journals.pool();
    review::db_rules::unbend(pool, user, today).await?;
    let expected = review::db_forecast::expected(pool, user).await?;
    let (person, days, settled, predictions, ahead) = tokio::try_join!(
        person(pool, user),
        days(pool, user),
        spared(pool, user),
        predictions(pool, user),
        ahead(journals, user, today, expected),
    )?;
    let memory = journals.now(user).await?.memory(today);
    let spared = person.spared(&days, settled, today);
    Ok(Insights {
        today,
        time_zone: time_zone.to_owned(),
        totals: person.totals,
        calendar: Calendar::new(&days, &spared, today),
        memory,
        pace: paces(&days, today, expected),
        rates: Rates::new(&days, today),
        predictions: Predictions::new(&predictions),
        workload: ahead.workload,
        plan: ahead.plan,
        fit: ahead.fit,
    })
}

/// What is one row of a person.
struct Person {
    totals: Totals,
    sparing: Sparing,
    settled_until: Option<NaiveDate>,
}

impl Person {
    /// The days that are spared: as settled, and those since by the rule that will settle them.
    fn spared(
        &self,
        days: &BTreeMap<NaiveDate, DaySums>,
        mut settled: BTreeMap<NaiveDate, Spared>,
        today: NaiveDate,
    ) -> BTreeMap<NaiveDate, Spared> {
        let practised = days.keys().copied().collect();
        let latest = days.range(..today).next_back().map(|(day, _)| *day);
        let since = self.settled_until.or(latest);
        for (day, reason) in unsettled(&self.sparing, since, today, &practised) {
            settled.entry(day).or_insert(reason);
        }
        settled
    }
}

async fn person(pool: &PgPool, user: &UserId) -> Result<Person, sqlx::Error> {
    let row = sqlx::query!(
        r#"select coalesce(t.problems, 0) as "problems!", coalesce(t.solved, 0) as "solved!", coalesce(t.partial, 0) as "partial!",
                coalesce(t.failed, 0) as "failed!", coalesce(t.attempts, 0) as "attempts!",
                coalesce(t.solved_attempts, 0) as "solved_attempts!",
                t.settled_until as "settled_until?", u.rest_days, u.quiet_days_count,
                (select min(due_on) from problem_progress where user_id = $1 and due_on is not null) as earliest_due
         from users u left join journal_totals t on t.user_id = u.clerk_id
         where u.clerk_id = $1"#,
        user.as_str()
    )
    .fetch_one(pool)
    .await?;
    Ok(Person {
        totals: Totals {
            problems: row.problems,
            solved: row.solved,
            partial: row.partial,
            failed: row.failed,
            attempts: row.attempts,
            solved_attempts: row.solved_attempts,
        },
        sparing: Sparing {
            rest_days: row.rest_days,
            quiet_days_count: row.quiet_days_count,
            earliest_due: row.earliest_due,
        },
        settled_until: row.settled_until,
    })
}

/// What was done on each local date, of the whole journal: the longest streak may be long ago.
async fn days(pool: &PgPool, user: &UserId) -> Result<BTreeMap<NaiveDate, DaySums>, sqlx::Error> {
    let rows = sqlx::query!(
        "select local_date, attempts, recalls, minutes, solved, first_tries, first_solves,
                easy_paced, easy_pace, medium_paced, medium_pace, hard_paced, hard_pace
         from journal_days where user_id = $1 order by local_date",
        user.as_str()
    )
    .fetch_all(pool)
    .await?;
    let days = rows.into_iter().map(|row| {
        let sums = DaySums {
            attempts: row.attempts,
            recalls: row.recalls,
            minutes: row.minutes,
            solved: row.solved,
            first_tries: row.first_tries,
            first_solves: row.first_solves,
            paced: [row.easy_paced, row.medium_paced, row.hard_paced],
            pace: [row.easy_pace, row.medium_pace, row.hard_pace],
        };
        (row.local_date, sums)
    });
    Ok(days.collect())
}

async fn spared(pool: &PgPool, user: &UserId) -> Result<BTreeMap<NaiveDate, Spared>, sqlx::Error> {
    let rows = sqlx::query!(
        "select local_date, reason from spared_days where user_id = $1",
        user.as_str()
    )
    .fetch_all(pool)
    .await?;
    let spared = rows
        .into_iter()
        .filter_map(|row| Some((row.local_date, Spared::from_slug(&row.reason)?)));
    Ok(spared.collect())
}

/// The latest reviews with a prediction: the chance, and whether it was recalled.
async fn predictions(pool: &PgPool, user: &UserId) -> Result<Vec<(f32, bool)>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select predicted as "predicted!", grade from review_log
           where user_id = $1 and predicted is not null
           order by local_date desc, attempt_id desc limit $2"#,
        user.as_str(),
        REVIEWS
    )
    .fetch_all(pool)
    .await?;
    let again = i16::from(Grade::Again.number());
    Ok(rows
        .into_iter()
        .map(|row| (row.predicted, row.grade > again))
        .collect())
}
