//! What `/review` and the home page show of the reviews: from the settings, the clock and the log.

use super::{
    agenda::{LISTED, Listed},
    api::GradeProblem,
    card::{Card, CardParts, RECORDED, ReviewView, Standing, Told},
    db, db_card, db_forecast, db_queue,
    db_rules::unbend,
    fields::{GradeFields, Known, helped},
    today::{Done, Found, Today},
};
use crate::{
    account::{clock::Clock, model::Settings},
    attempt::model::{Attempt, Help, Moment},
    auth::model::UserId,
    draft::{
        keep::{Filled, fill},
        model::DraftForm,
    },
    error::AppError,
    markdown,
    paging::PageAt,
    problem::model::ProblemId,
    server::{context, state::AppState},
    timer,
};
use chrono::{NaiveDate, Utc};

/// Among how many of the latest attempts those with notes or code are looked for.
const LOOKED_AT: usize = 12;

/// Somebody's day: their settings, their clock and the moment.
#[derive(Clone, Debug)]
pub struct Day {
    /// What they chose.
    pub settings: Settings,
    /// Their clock.
    pub clock: Clock,
    /// The moment on it.
    pub moment: Moment,
}

impl Day {
    /// The day of somebody who chose these settings, as it is now.
    pub fn of(settings: Settings) -> Self {
        let clock = context::clock_of(&settings);
        Self {
            moment: clock.moment(Utc::now()),
            settings,
            clock,
        }
    }

    /// Its date.
    pub fn date(&self) -> NaiveDate {
        self.moment.local_date
    }

    /// Minutes a day the person means to practise.
    pub fn daily(&self) -> i32 {
        i32::from(self.settings.daily_minutes)
    }
}

/// The day of a person, now.
///
/// # Errors
/// When the database cannot answer.
pub async fn day(state: &AppState, user: &UserId) -> Result<Day, AppError> {
    Ok(Day::of(
        crate::account::db::settings(&state.pool, user).await?,
    ))
}

/// What was done on the day, and how many minutes of it are left.
///
/// # Errors
/// When the database cannot answer.
pub async fn left(state: &AppState, user: &UserId, day: &Day) -> Result<(Done, i32), AppError> {
    let done = db_queue::done(&state.pool, user, day.date(), day.moment.at).await?;
    Ok((done, day.daily() - done.minutes))
}

/// What today holds.
///
/// # Errors
/// When the database cannot answer.
pub async fn today(
    state: &AppState,
    user: &UserId,
    day: &Day,
    recall: bool,
) -> Result<Today, AppError> {
    let pool = &state.pool;
    unbend(pool, user, day.date()).await?;
    let (done, left) = left(state, user, day).await?;
    let expected = db_forecast::expected(pool, user).await?;
    let due = db_queue::due(&state.journals, user, (day.date(), left), expected, recall).await?;
    let new = if recall || left <= 0 {
        Vec::new()
    } else {
        let limit = i64::try_from(LISTED).unwrap_or(i64::MAX);
        db_queue::new(pool, user, day.date(), limit).await?
    };
    let found = Found {
        done,
        due,
        new,
        expected,
        problems: crate::insight::db::totals(pool, user).await?.problems,
    };
    let mut today = Today::of(day.date(), &day.settings, found);
    if today.agenda.to_do() == 0 {
        today.agenda.next = db_queue::next_day(pool, user, day.date()).await?;
    }
    Ok(today)
}

/// What `/review` is asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// The problem to show; none for the first of the queue.
    pub problem: Option<ProblemId>,
    /// To recall only.
    pub recall: bool,
    /// The attempt that was just logged, if it is to be told of.
    pub graded: Option<crate::attempt::model::AttemptId>,
}

/// Everything `/review` shows.
///
/// # Errors
/// [`AppError::NotFound`] when the problem asked for does not exist or is somebody else's.
pub async fn open(state: &AppState, user: &UserId, asked: Asked) -> Result<ReviewView, AppError> {
    let day = day(state, user).await?;
    let today = today(state, user, &day, asked.recall).await?;
    let queue = &today.due.queue;
    let list = list(state, user, &today).await?;
    let first = list.first().map(|listed| listed.id);
    let card = match asked.problem.or(first) {
        Some(problem) => Some(card(state, user, problem, &day, asked.recall).await?),
        None => None,
    };
    let told = match asked.graded {
        Some(attempt) => told(state, user, attempt, &day).await?,
        None => None,
    };
    Ok(ReviewView {
        one_more: queue.due.get(queue.today).map(|due| due.id),
        agenda: today.agenda,
        recall: asked.recall,
        list,
        card,
        told,
    })
}

/// What grading came to, and another problem of its kind if one is to be offered.
async fn told(
    state: &AppState,
    user: &UserId,
    attempt: crate::attempt::model::AttemptId,
    day: &Day,
) -> Result<Option<Told>, AppError> {
    let mut told = db_card::told(&state.pool, user, attempt, day.date()).await?;
    if let Some(told) = &mut told
        && day.settings.offer_siblings
        && told.stays_away()
    {
        let problem = told.standing.problem;
        told.sibling = db_card::sibling(&state.pool, user, problem, day.date()).await?;
    }
    Ok(told)
}

/// The first problems of today with their titles: what is due, then what is new.
async fn list(state: &AppState, user: &UserId, today: &Today) -> Result<Vec<Listed>, AppError> {
    let ids: Vec<uuid::Uuid> = today.listed().map(|id| id.0).collect();
    let titles = crate::bulk::db::titles(&state.pool, user, &ids).await?;
    Ok(today.list(|id| {
        let found = titles.iter().find(|(of, _)| *of == id);
        found.map(|(_, title)| title.clone())
    }))
}

/// What the server knows about a problem that is reviewed.
///
/// # Errors
/// [`AppError::NotFound`] when it does not exist or is somebody else's.
pub async fn known(state: &AppState, user: &UserId, problem: ProblemId) -> Result<Known, AppError> {
    let pool = &state.pool;
    let review = crate::problem::db::find(pool, user, problem).await?.review;
    Ok(Known {
        recalled: review
            .learned
            .is_some_and(|learned| learned.last_was_recall),
        expected: db_card::expected(pool, user, problem).await?,
        revealed: db_card::revealed(pool, user, problem).await?,
        timer: timer::db::find(pool, user, problem)
            .await?
            .map(|timer| timer::model::minutes(timer.elapsed(Utc::now()))),
    })
}

async fn card(
    state: &AppState,
    user: &UserId,
    problem: ProblemId,
    day: &Day,
    recall: bool,
) -> Result<Card, AppError> {
    let pool = &state.pool;
    let row = crate::problem::db::find(pool, user, problem).await?;
    let review = row.review;
    let known = known(state, user, problem).await?;
    let rules = db::rules(&mut *pool.acquire().await?, user).await?;
    let revealed = known.revealed;
    let standing = Standing::of(problem, &review, day.date());
    let sibling = match standing.leech {
        0 => None,
        _ => db_card::sibling(pool, user, problem, day.date()).await?,
    };
    let timer = if recall {
        None
    } else {
        timer::view::of_problem(state, user, problem).await?
    };
    let shows_record = recall || revealed == Help::Solution;
    let record = if shows_record {
        recorded(state, user, problem).await?
    } else {
        Vec::new()
    };
    let description = row.problem.description.clone();
    let (description_html, record) = tokio::task::spawn_blocking(move || {
        (
            markdown::render(description.as_deref()),
            markdown::render_attempts(record),
        )
    })
    .await
    .map_err(|error| AppError::internal(&error))?;
    let minutes = known.timer.filter(|_| !recall);
    let fresh = GradeFields::fresh(uuid::Uuid::now_v7(), problem, revealed, minutes, recall);
    let filled = if recall {
        Filled::without_draft(fresh)
    } else {
        let form = DraftForm::Review(problem);
        fill(state, user, form, fresh, Some("minutes")).await?
    };
    let (mut fields, errors, draft) = filled.or_typed(|GradeProblem { fields }| fields);
    fields.help = helped(&fields.help, revealed);
    let parts = CardParts {
        moment: day.moment,
        rules,
        recall,
        known,
        description_html,
        record,
        sibling,
        timer,
        fields,
        errors,
        draft,
    };
    Ok(Card::of(row, parts))
}

/// The latest attempts with notes or code, latest first.
async fn recorded(
    state: &AppState,
    user: &UserId,
    problem: ProblemId,
) -> Result<Vec<Attempt>, AppError> {
    let pool = &state.pool;
    let page = crate::attempt::db::timeline(pool, user, problem, PageAt::First, LOOKED_AT).await?;
    let mut rows = page.rows;
    rows.retain(Attempt::is_recorded);
    rows.truncate(RECORDED);
    Ok(rows)
}
