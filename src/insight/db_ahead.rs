//! What lies ahead: the coming days, the plan for the interview, and how well the schedule is fitted.

use super::{
    db_tried::Journals,
    report::workload::{Workload, WorkloadDay},
};
use crate::{
    account::{self, model::Settings},
    auth::model::UserId,
    review::{
        db::rules,
        db_fit::latest_fit,
        db_forecast::untried,
        db_queue::done,
        expected::to_whole,
        forecast::forecast,
        model::FitSummary,
        plan::{Plan, Situation, plan},
        schedule::{Rules, after},
    },
};
use chrono::{NaiveDate, Utc};

/// Days whose workload is told.
const DAYS: usize = 14;

/// What lies ahead of somebody.
pub(super) struct Ahead {
    pub workload: Workload,
    /// None without an interview ahead.
    pub plan: Option<Plan>,
    pub fit: Option<FitSummary>,
}

/// What lies ahead of the person on their local date `today`; `expected` are the minutes that one problem of each
/// difficulty is expected to take them.
pub(super) async fn ahead(
    journals: &Journals,
    user: &UserId,
    today: NaiveDate,
    expected: [i32; 3],
) -> Result<Ahead, sqlx::Error> {
    let pool = journals.pool();
    let settings = account::db::settings(pool, user).await?;
    let rules = {
        let mut conn = pool.acquire().await?;
        rules(&mut conn, user).await?
    };
    let until = after(today, i64::try_from(DAYS).unwrap_or(0));
    let cohorts = journals.now(user).await?.tried().cohorts(today, until);
    let (plan, fit) = tokio::try_join!(
        the_plan(journals, user, &settings, &rules, today, expected),
        latest_fit(pool, user)
    )?;
    let days = forecast(&cohorts, &rules, today, DAYS)
        .into_iter()
        .map(|day| WorkloadDay {
            date: day.date,
            minutes: small(day.minutes),
            problems: small(day.reviews),
        });
    Ok(Ahead {
        workload: Workload {
            goal: i32::from(settings.daily_minutes),
            days: days.collect(),
        },
        plan,
        fit,
    })
}

async fn the_plan(
    journals: &Journals,
    user: &UserId,
    settings: &Settings,
    rules: &Rules,
    today: NaiveDate,
    expected: [i32; 3],
) -> Result<Option<Plan>, sqlx::Error> {
    let Some(interview) = settings.interview_date.filter(|day| *day >= today) else {
        return Ok(None);
    };
    let pool = journals.pool();
    let spent = done(pool, user, today, Utc::now()).await?.minutes;
    let left = i32::from(settings.daily_minutes) - spent;
    let cohorts = journals.now(user).await?.tried().cohorts(today, interview);
    let situation = Situation {
        cohorts,
        untried: untried(pool, user).await?,
        expected,
        daily: i32::from(settings.daily_minutes),
        rest_days: settings.rest_days.clone(),
        left_today: left,
    };
    Ok(Some(plan(&situation, rules, today, interview)))
}

fn small(number: f64) -> i32 {
    i32::try_from(to_whole(number)).unwrap_or(i32::MAX)
}
