//! Whether somebody will be ready: what there is to do until the interview, and the minutes there are for it.

use super::{
    forecast::{Cohort, cost_of_new, forecast},
    schedule::{Rules, after},
};
use crate::problem::model::Difficulty;
use chrono::{Datelike, NaiveDate, Weekday};
use serde::{Deserialize, Serialize};

/// What a plan is made from.
#[derive(Clone, Debug)]
pub struct Situation {
    /// Problems that come back until the interview.
    pub cohorts: Vec<Cohort>,
    /// Problems that were never tried: easy, medium, hard.
    pub untried: [i64; 3],
    /// Minutes that one of each is expected to take.
    pub expected: [i32; 3],
    /// Minutes a day that the person means to practise.
    pub daily: i32,
    /// Days of the week on which they rest.
    pub rest_days: Vec<Weekday>,
    /// Minutes that are left of today.
    pub left_today: i32,
}

/// The answer to "am I on track?".
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Plan {
    /// The day of the interview, a local date.
    pub interview: NaiveDate,
    /// Days until then, today included, on which the person practises.
    pub practice_days: i64,
    /// Minutes there are until then.
    pub available: i64,
    /// Minutes that reviews of what is learned are expected to take until then.
    pub reviews: i64,
    /// Minutes that the problems never tried are expected to take until then, their own reviews included.
    pub new: i64,
    /// How many problems were never tried.
    pub untried: i64,
    /// The day on which all of it is done at this pace; none when that is more than five years away.
    pub finished_on: Option<NaiveDate>,
    /// Minutes a day that it would take to be done in time; none when there is no day left.
    pub needed_daily: Option<i64>,
    /// What to leave out to be done in time: problems never tried, of each difficulty, the costliest first.
    pub drop: [i64; 3],
    /// Whether the reviews alone are more than there is time for.
    pub reviews_too_many: bool,
}

impl Plan {
    /// Whether everything is done in time.
    pub fn is_on_track(&self) -> bool {
        self.reviews + self.new <= self.available
    }
}

/// Farthest a projection looks: five years.
const HORIZON: i64 = 5 * 365;

/// Makes the plan for an interview that is today or later.
pub fn plan(situation: &Situation, rules: &Rules, today: NaiveDate, interview: NaiveDate) -> Plan {
    let days_left = (interview - today).num_days().max(0);
    let days = usize::try_from(days_left).unwrap_or(0);
    let reviews: f64 = forecast(&situation.cohorts, rules, today, days)
        .iter()
        .map(|day| day.minutes)
        .sum();
    // New problems are begun evenly over the days, so on average half of them are left for their reviews.
    let cost = situation
        .expected
        .map(|minutes| cost_of_new(f64::from(minutes), rules, today, days / 2));
    let costs = |counts: [i64; 3]| -> f64 {
        counts
            .iter()
            .zip(cost)
            .map(|(count, cost)| float(*count) * cost)
            .sum()
    };
    let practice_days = (0..days_left)
        .filter(|day| practises(situation, after(today, *day)))
        .count();
    let practice_days = i64::try_from(practice_days).unwrap_or(i64::MAX);
    let available = minutes_until(situation, today, days_left);
    let new = costs(situation.untried);
    let mut kept = situation.untried;
    // Hard ones first: they cost the most, and are asked the least.
    for of in [2, 1, 0] {
        let over = reviews + costs(kept) - float(available);
        if over > 0.0 && cost[of] > 0.0 {
            let enough = super::expected::to_whole((over / cost[of]).ceil());
            kept[of] -= enough.clamp(0, kept[of]);
        }
    }
    let mut drop = [0; 3];
    for of in 0..3 {
        drop[of] = situation.untried[of] - kept[of];
    }
    let needed = reviews + new;
    Plan {
        interview,
        practice_days,
        available,
        reviews: super::expected::to_whole(reviews),
        new: super::expected::to_whole(new),
        untried: situation.untried.iter().sum(),
        finished_on: finished_on(situation, today, needed),
        needed_daily: (practice_days > 0)
            .then(|| super::expected::to_whole((needed / float(practice_days)).ceil())),
        drop,
        reviews_too_many: reviews > float(available),
    }
}

/// What is dropped, in words; empty when nothing is.
pub fn drop_text(drop: [i64; 3]) -> String {
    let parts: Vec<String> = Difficulty::ALL
        .into_iter()
        .zip(drop)
        .rev()
        .filter(|(_, count)| *count > 0)
        .map(|(difficulty, count)| format!("{count} {}", difficulty.slug()))
        .collect();
    match parts.as_slice() {
        [] => String::new(),
        [one] => one.clone(),
        [all @ .., last] => format!("{} and {last}", all.join(", ")),
    }
}

fn practises(situation: &Situation, date: NaiveDate) -> bool {
    !situation.rest_days.contains(&date.weekday())
}

/// Minutes there are on the first so many days, today among them with what is left of it.
fn minutes_until(situation: &Situation, today: NaiveDate, days: i64) -> i64 {
    (0..days).map(|day| minutes_of(situation, today, day)).sum()
}

fn minutes_of(situation: &Situation, today: NaiveDate, day: i64) -> i64 {
    match day {
        _ if !practises(situation, after(today, day)) => 0,
        0 => i64::from(situation.left_today.max(0)),
        _ => i64::from(situation.daily),
    }
}

fn finished_on(situation: &Situation, today: NaiveDate, needed: f64) -> Option<NaiveDate> {
    let mut done = 0;
    (0..HORIZON)
        .find(|day| {
            done += minutes_of(situation, today, *day);
            float(done) >= needed
        })
        .map(|day| after(today, day))
}

fn float(number: i64) -> f64 {
    i32::try_from(number).map_or(f64::from(i32::MAX), f64::from)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::review::fsrs::Memory;

    fn day(number: i64) -> NaiveDate {
        // A Sunday.
        after(NaiveDate::from_ymd_opt(2026, 11, 22).unwrap(), number)
    }

    fn situation() -> Situation {
        Situation {
            cohorts: Vec::new(),
            untried: [0, 0, 0],
            expected: [15, 30, 45],
            daily: 60,
            rest_days: Vec::new(),
            left_today: 60,
        }
    }

    fn planned(situation: &Situation, days: i64) -> Plan {
        let rules = Rules {
            interview: Some(day(days)),
            ..Rules::default()
        };
        plan(situation, &rules, day(0), day(days))
    }

    #[test]
    fn with_nothing_to_do_one_is_on_track() {
        let plan = planned(&situation(), 30);
        assert!(plan.is_on_track());
        assert_eq!((plan.available, plan.practice_days), (1_800, 30));
        assert_eq!((plan.drop, plan.finished_on), ([0, 0, 0], Some(day(0))));
    }

    #[test]
    fn days_of_rest_and_what_is_done_today_are_no_minutes() {
        let plan = planned(
            &Situation {
                rest_days: vec![Weekday::Mon],
                left_today: 10,
                ..situation()
            },
            8,
        );
        // Sunday 10, Tuesday to Sunday six times 60; Monday is for rest.
        assert_eq!((plan.practice_days, plan.available), (7, 370));
    }

    #[test]
    fn what_does_not_fit_is_dropped_hardest_first_and_then_it_fits() {
        let too_much = Situation {
            untried: [10, 10, 10],
            ..situation()
        };
        let plan = planned(&too_much, 10);
        assert!(!plan.is_on_track());
        assert!(plan.needed_daily.unwrap() > 60);
        assert!(plan.finished_on.unwrap() > day(10));
        assert_eq!(plan.drop[2], 10, "{plan:?}");
        let kept = Situation {
            untried: [0, 1, 2].map(|of| too_much.untried[of] - plan.drop[of]),
            ..too_much
        };
        assert!(planned(&kept, 10).is_on_track());
    }

    #[test]
    fn reviews_that_are_too_many_are_said() {
        let plan = planned(
            &Situation {
                cohorts: vec![Cohort {
                    due_on: day(0),
                    memory: Memory {
                        stability: 2.0,
                        difficulty: 5.0,
                    },
                    problems: 100.0,
                    minutes: 3_000.0,
                }],
                untried: [1, 0, 0],
                ..situation()
            },
            10,
        );
        assert!(plan.reviews_too_many && !plan.is_on_track());
        assert_eq!(plan.drop, [1, 0, 0]);
    }

    #[test]
    fn on_the_day_itself_no_day_is_left() {
        let plan = planned(&situation(), 0);
        assert_eq!((plan.available, plan.needed_daily), (0, None));
    }

    #[test]
    fn what_is_dropped_is_told_in_words() {
        assert_eq!(drop_text([0, 0, 0]), "");
        assert_eq!(drop_text([0, 0, 3]), "3 hard");
        assert_eq!(drop_text([1, 2, 3]), "3 hard, 2 medium and 1 easy");
    }
}
