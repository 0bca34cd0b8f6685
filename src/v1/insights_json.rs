//! Insights as the API writes them.

use crate::{
    insight::report::{
        model::Insights,
        pace::{Pace, Typical},
        predictions::Bin,
        rates::{Rate, Share},
    },
    problem::model::Difficulty,
    review::plan::Plan,
};
use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;

/// What the whole log says about the person.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Insights)]
pub struct InsightsJson {
    /// Today, by the person's calendar.
    #[schema(example = "2026-11-22")]
    local_date: NaiveDate,
    /// The zone their days are in.
    #[schema(example = "Europe/Berlin")]
    time_zone: String,
    /// Problems whose latest attempt solved them.
    #[schema(example = 61)]
    solved: i32,
    /// How many of those they would solve today: the chances of recall, added up.
    #[schema(example = 38.2)]
    solved_today: f64,
    /// Days with an attempt in a row, until today or yesterday; spared days neither count nor break it.
    #[schema(example = 12)]
    current_streak: i32,
    /// The longest such row of days.
    #[schema(example = 21)]
    longest_streak: i32,
    /// The last 53 weeks, earliest day first.
    days: Vec<DayJson>,
    /// The tags that are known least, weakest first; those that three tried problems or more have.
    weakest_tags: Vec<TagJson>,
    /// Minutes by difficulty and month.
    pace: Vec<PaceJson>,
    /// First attempts that were own solves, out of all first attempts.
    first_try: RateJson,
    /// Attempts that solved their problem, out of all attempts.
    success: RateJson,
    /// What was predicted of the latest thousand reviews, and what came of them.
    predictions: Vec<PredictionJson>,
    /// What the coming two weeks cost, today first.
    workload: Vec<WorkloadJson>,
    /// Whether they will be ready for their interview; null without one ahead.
    plan: Option<PlanJson>,
}

/// A local date.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = InsightsDay)]
struct DayJson {
    /// Which.
    #[schema(example = "2026-11-22")]
    date: NaiveDate,
    /// Attempts.
    #[schema(example = 3)]
    attempts: i32,
    /// Minutes of those that have a time.
    #[schema(example = 64)]
    minutes: i32,
    /// Whether it left the streak whole without an attempt.
    spared: bool,
}

/// How well a tag is known.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = InsightsTag)]
struct TagJson {
    /// The tag.
    #[schema(example = "dp")]
    tag: String,
    /// The mean chance of recall today, 0 to 1, weighted by difficulty: easy 1, medium 2, hard 3.
    #[schema(example = 0.61)]
    retrievability: f64,
    /// Tried problems that have it.
    #[schema(example = 9)]
    problems: i32,
}

/// The times of one difficulty.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = InsightsPace)]
struct PaceJson {
    /// Which.
    difficulty: Difficulty,
    /// Minutes that the next problem of it is expected to take.
    #[schema(example = 27)]
    expected_minutes: i32,
    /// The last twelve months, earliest first.
    months: Vec<MonthJson>,
}

/// Own solves of a month.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = InsightsMonth)]
struct MonthJson {
    /// Its first day.
    #[schema(example = "2026-11-01")]
    month: NaiveDate,
    /// Own solves with a time.
    #[schema(example = 8)]
    solves: i32,
    /// Their geometric mean in minutes; null of none.
    #[schema(example = 24)]
    minutes: Option<i32>,
}

/// A share, of all time and of the last 90 days.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = InsightsRate)]
struct RateJson {
    /// Those that count.
    #[schema(example = 40)]
    part: i32,
    /// All of them.
    #[schema(example = 80)]
    of: i32,
    /// Those that count, of the last 90 days.
    #[schema(example = 12)]
    part_lately: i32,
    /// All of the last 90 days.
    #[schema(example = 20)]
    of_lately: i32,
}

/// Reviews that were predicted alike.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = InsightsPrediction)]
struct PredictionJson {
    /// Least per cent predicted.
    #[schema(example = 85)]
    from_percent: i32,
    /// Where the next begin.
    #[schema(example = 90)]
    to_percent: i32,
    /// Reviews.
    #[schema(example = 112)]
    reviews: i32,
    /// Those that were recalled.
    #[schema(example = 97)]
    recalled: i32,
    /// The mean of what was predicted, 0 to 1.
    #[schema(example = 0.88)]
    predicted: f64,
}

/// What a coming day costs.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = InsightsWorkload)]
struct WorkloadJson {
    /// Which.
    #[schema(example = "2026-11-23")]
    date: NaiveDate,
    /// Minutes of reviews.
    #[schema(example = 48)]
    minutes: i32,
    /// Reviews.
    #[schema(example = 3)]
    problems: i32,
}

/// Whether somebody will be ready. Minutes are of practice.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = InsightsPlan)]
struct PlanJson {
    /// The day of the interview.
    #[schema(example = "2027-01-05")]
    interview: NaiveDate,
    /// Whether everything is done in time.
    on_track: bool,
    /// Minutes there are until then.
    #[schema(example = 2280)]
    available_minutes: i64,
    /// Minutes that the reviews are expected to take until then.
    #[schema(example = 1200)]
    review_minutes: i64,
    /// Minutes that the problems never tried are expected to take, their reviews included.
    #[schema(example = 900)]
    new_minutes: i64,
    /// How many were never tried.
    #[schema(example = 25)]
    untried: i64,
    /// The day on which all is done; null when that is more than five years away.
    #[schema(example = "2027-01-02")]
    finished: Option<NaiveDate>,
    /// Minutes a day that it takes to be done in time; null when no day is left.
    #[schema(example = 56)]
    needed_daily_minutes: Option<i64>,
    /// How many problems never tried to leave out to be done in time: easy, medium, hard.
    #[schema(example = json!([0, 0, 0]))]
    drop: [i64; 3],
}

impl From<Insights> for InsightsJson {
    fn from(insights: Insights) -> Self {
        let days = insights.calendar.days.into_iter().map(|day| DayJson {
            date: day.date,
            attempts: day.attempts,
            minutes: day.minutes,
            spared: day.spared.is_some(),
        });
        let tags = insights.memory.weakest.into_iter().map(|tag| TagJson {
            tag: tag.tag,
            retrievability: tag.recall,
            problems: tag.problems,
        });
        let workload = insights.workload.days.into_iter();
        Self {
            local_date: insights.today,
            time_zone: insights.time_zone,
            solved: insights.totals.solved,
            solved_today: insights.memory.solved_today,
            current_streak: insights.calendar.streak.current,
            longest_streak: insights.calendar.streak.longest,
            days: days.collect(),
            weakest_tags: tags.collect(),
            pace: insights.pace.into_iter().map(PaceJson::from).collect(),
            first_try: insights.rates.first_try.into(),
            success: insights.rates.success.into(),
            predictions: insights
                .predictions
                .bins
                .into_iter()
                .map(PredictionJson::from)
                .collect(),
            workload: workload
                .map(|day| WorkloadJson {
                    date: day.date,
                    minutes: day.minutes,
                    problems: day.problems,
                })
                .collect(),
            plan: insights.plan.map(PlanJson::from),
        }
    }
}

impl From<Pace> for PaceJson {
    fn from(pace: Pace) -> Self {
        let month = |(month, Typical { solves, minutes })| MonthJson {
            month,
            solves,
            minutes,
        };
        Self {
            difficulty: pace.difficulty,
            expected_minutes: pace.expected_minutes,
            months: pace.months.into_iter().map(month).collect(),
        }
    }
}

impl From<Rate> for RateJson {
    fn from(rate: Rate) -> Self {
        let Share { part, of } = rate.ever;
        Self {
            part,
            of,
            part_lately: rate.lately.part,
            of_lately: rate.lately.of,
        }
    }
}

impl From<Bin> for PredictionJson {
    fn from(bin: Bin) -> Self {
        Self {
            from_percent: bin.from,
            to_percent: bin.to,
            reviews: bin.reviews,
            recalled: bin.recalled,
            predicted: bin.predicted,
        }
    }
}

impl From<Plan> for PlanJson {
    fn from(plan: Plan) -> Self {
        Self {
            on_track: plan.is_on_track(),
            interview: plan.interview,
            available_minutes: plan.available,
            review_minutes: plan.reviews,
            new_minutes: plan.new,
            untried: plan.untried,
            finished: plan.finished_on,
            needed_daily_minutes: plan.needed_daily,
            drop: plan.drop,
        }
    }
}
