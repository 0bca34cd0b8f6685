//! What `/review` and the home page show of the reviews: from the settings, the clock and the log.

use super::{
    agenda::{Agenda, LISTED, Listed},
    api::GradeProblem,
    card::{Card, Hint, ReviewView, Standing, Told},
    db, db_card, db_forecast,
    db_queue::{self, Done, DueOn, New},
    db_rules::unbend,
    fields::{GradeFields, Known, helped},
    grade::Evidence,
    model::Grade,
    preview::{Now, due_after, due_text},
};
use crate::{
    account::{clock::Clock, fields::ticked, model::Settings},
    attempt::model::{Attempt, Help, Moment, Status},
    auth::model::UserId,
    draft::{
        keep::{Filled, fill},
        model::DraftForm,
    },
    error::AppError,
    insight::derive::place,
    paging::PageAt,
    problem::model::ProblemId,
    server::{context, markdown, state::AppState},
    timer,
};
use chrono::{NaiveDate, Utc};

/// How many attempts with notes or code are revealed, and among how many of the latest they are looked for.
const RECORDED: usize = 3;
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

/// What today holds, and the problems themselves.
pub struct Today {
    /// In numbers.
    pub agenda: Agenda,
    due: DueOn,
    new: Vec<(New, i32)>,
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
    let at = (day.date(), left);
    let due = db_queue::due(&state.journals, user, at, expected, recall).await?;
    let new = if recall || left <= 0 {
        Vec::new()
    } else {
        new_ones(state, user, (day, left), &due, expected, done).await?
    };
    let problems = crate::insight::db::totals(pool, user).await?.problems;
    let taken = due.taken(day.date(), day.daily(), &day.settings.rest_days);
    let mut agenda = Agenda {
        today: day.date(),
        spent: done.minutes,
        attempts: done.attempts,
        daily: day.daily(),
        problems,
        ..Agenda::default()
    }
    .with_queue(&due.queue, (due.total, due.total_minutes), &taken);
    agenda.new = i32::try_from(new.len()).unwrap_or(i32::MAX);
    agenda.minutes += new.iter().map(|(_, minutes)| minutes).sum::<i32>();
    if agenda.to_do() == 0 {
        agenda.next = db_queue::next_day(pool, user, day.date()).await?;
    }
    Ok(Today { agenda, due, new })
}

/// The new problems that fit beside what is due, each with the minutes it is expected to take.
async fn new_ones(
    state: &AppState,
    user: &UserId,
    (day, left): (&Day, i32),
    due: &DueOn,
    expected: [i32; 3],
    done: Done,
) -> Result<Vec<(New, i32)>, AppError> {
    let limit = i64::try_from(LISTED).unwrap_or(i64::MAX);
    let candidates = db_queue::new(&state.pool, user, day.date(), limit).await?;
    let mut timed: Vec<(New, i32)> = candidates
        .into_iter()
        .map(|new| {
            let minutes = expected[place(new.difficulty)];
            (new, minutes)
        })
        .collect();
    let each = timed.first().map_or(1, |(_, minutes)| *minutes);
    let room = due.queue.room_for_new(left, each);
    // What was tried today has taken its minutes already; where none are left, it is one of the few that come in
    // any case.
    let full = due.queue.waiting() > 0 || left - due.queue.minutes_today() < each;
    let tried = usize::try_from(done.first_tries).unwrap_or(0);
    let room = if full {
        room.saturating_sub(tried)
    } else {
        room
    };
    timed.truncate(room);
    Ok(timed)
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
    let queue = &today.due.queue;
    let due = &queue.due[..queue.today.min(LISTED)];
    let ids: Vec<uuid::Uuid> = due.iter().map(|due| due.id.0).collect();
    let titles = crate::bulk::db::titles(&state.pool, user, &ids).await?;
    let title_of = |id: ProblemId| {
        let found = titles.iter().find(|(of, _)| *of == id);
        found.map(|(_, title)| title.clone())
    };
    let mut list: Vec<Listed> = due
        .iter()
        .filter_map(|due| {
            Some(Listed {
                id: due.id,
                title: title_of(due.id)?,
                minutes: due.minutes,
                new: false,
            })
        })
        .collect();
    list.extend(today.new.iter().map(|(new, minutes)| Listed {
        id: new.id,
        title: new.title.clone(),
        minutes: *minutes,
        new: true,
    }));
    list.truncate(LISTED);
    Ok(list)
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
    let now = Now {
        moment: day.moment,
        help: revealed,
        recall,
    };
    let grades = if recall {
        &Grade::ALL[..3]
    } else {
        &Grade::ALL
    };
    let minutes = known.timer.filter(|_| !recall);
    let fresh = fresh(problem, revealed, minutes, recall);
    let filled = if recall {
        Filled::without_draft(fresh)
    } else {
        let form = DraftForm::Review(problem);
        fill(state, user, form, fresh, Some("minutes")).await?
    };
    let (mut fields, errors, draft) = filled.or_typed(|GradeProblem { fields }| fields);
    fields.help = helped(&fields.help, revealed);
    Ok(Card {
        link: row
            .problem
            .url
            .clone()
            .zip(row.problem.site().map(str::to_owned)),
        hint: (revealed != Help::None).then(|| Hint {
            difficulty: row.problem.difficulty,
            tags: row.problem.tags.clone(),
        }),
        title: row.problem.title,
        description_html,
        standing,
        expected: known.expected,
        revealed,
        recorded: row.progress.noted_attempts + row.progress.coded_attempts > 0,
        record,
        evidence: Evidence {
            status: Status::Solved,
            help: revealed,
            minutes,
            expected: known.expected.minutes,
            recall,
        },
        grades: grades
            .iter()
            .map(|grade| {
                let due = due_after(&rules, problem, &review, now, *grade);
                (*grade, due_text(due, day.date()))
            })
            .collect(),
        sibling,
        timer,
        fields,
        errors,
        draft,
    })
}

/// The form of a review that nothing was said about yet.
fn fresh(problem: ProblemId, revealed: Help, minutes: Option<i32>, recall: bool) -> GradeFields {
    let minutes = minutes.map_or_else(String::new, |minutes| minutes.to_string());
    GradeFields {
        id: uuid::Uuid::now_v7().to_string(),
        problem_id: problem.to_string(),
        timed: minutes.clone(),
        minutes,
        help: revealed.slug().to_owned(),
        recall: ticked(recall),
        ..GradeFields::default()
    }
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
    rows.retain(|attempt| attempt.notes.is_some() || attempt.code.is_some());
    rows.truncate(RECORDED);
    Ok(rows)
}
