//! What the coming days will cost, if every problem is reviewed on its day.

use super::{
    fsrs::{Memory, Weights},
    model::Grade,
    schedule::{Rules, after},
};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Problems that come back on one day and are remembered about as well.
#[derive(Copy, Clone, Debug, PartialEq)]
pub struct Cohort {
    /// The local date on which they come back; what is overdue comes today.
    pub due_on: NaiveDate,
    /// What is remembered of each.
    pub memory: Memory,
    /// How many.
    pub problems: f64,
    /// Minutes that all of them are expected to take.
    pub minutes: f64,
}

/// What one day costs.
#[derive(Copy, Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DayCost {
    /// The local date.
    pub date: NaiveDate,
    /// Minutes of the reviews that come on it.
    pub minutes: f64,
    /// How many reviews.
    pub reviews: f64,
}

/// Memories that differ by less than this, as a logarithm of their stability, are taken for the same.
const STEP: f64 = 0.25;

/// The coming `days`, today first. Of all reviews of a day, the share that the person aims at is remembered
/// (Good), the rest is not (Again), and each comes back accordingly: an expectation, so its numbers are no
/// whole ones.
pub fn forecast(cohorts: &[Cohort], rules: &Rules, today: NaiveDate, days: usize) -> Vec<DayCost> {
    let mut ahead: Vec<BTreeMap<(i64, i64), Cohort>> = vec![BTreeMap::new(); days];
    for cohort in cohorts {
        let on = Cohort {
            due_on: cohort.due_on.max(today),
            ..*cohort
        };
        put(&mut ahead, today, on);
    }
    let mut costs = Vec::with_capacity(days);
    for day in 0..days {
        let cohorts: Vec<Cohort> = std::mem::take(&mut ahead[day]).into_values().collect();
        let date = after(today, i64::try_from(day).unwrap_or(i64::MAX));
        costs.push(DayCost {
            date,
            minutes: cohorts.iter().map(|cohort| cohort.minutes).sum(),
            reviews: cohorts.iter().map(|cohort| cohort.problems).sum(),
        });
        for cohort in &cohorts {
            for later in reviewed(cohort, rules, date) {
                put(&mut ahead, today, later);
            }
        }
    }
    costs
}

/// The two parts of a cohort after a review: the remembered and the forgotten.
fn reviewed(cohort: &Cohort, rules: &Rules, date: NaiveDate) -> [Cohort; 2] {
    let remembered = f64::from(rules.retention) / 100.0;
    [(Grade::Good, remembered), (Grade::Again, 1.0 - remembered)].map(|(grade, share)| {
        // On its day the chance of recall is what is aimed at, so that many days have passed.
        let days = rules.whole_interval(cohort.memory.stability, date).max(1);
        let memory = rules.weights.next(cohort.memory, days, grade);
        Cohort {
            due_on: after(date, rules.whole_interval(memory.stability, date)),
            memory,
            problems: cohort.problems * share,
            minutes: cohort.minutes * share,
        }
    })
}

/// Adds a cohort to its day, if that is among the days, and to those that are remembered about as well.
fn put(ahead: &mut [BTreeMap<(i64, i64), Cohort>], today: NaiveDate, cohort: Cohort) {
    let day = (cohort.due_on - today).num_days();
    let Some(day) = usize::try_from(day).ok().and_then(|day| ahead.get_mut(day)) else {
        return;
    };
    let key = (
        super::expected::to_whole(cohort.memory.stability.ln() / STEP),
        super::expected::to_whole(cohort.memory.difficulty),
    );
    day.entry(key)
        .and_modify(|there| {
            there.problems += cohort.problems;
            there.minutes += cohort.minutes;
        })
        .or_insert(cohort);
}

/// What one new problem of so many minutes costs from its first solve to `days` later, itself included.
pub fn cost_of_new(minutes: f64, rules: &Rules, today: NaiveDate, days: usize) -> f64 {
    let weights: &Weights = &rules.weights;
    let memory = weights.first(Grade::Good);
    let first = Cohort {
        due_on: after(today, rules.whole_interval(memory.stability, today)),
        memory,
        problems: 1.0,
        minutes: minutes * AGAIN_SHARE,
    };
    let reviews = forecast(&[first], rules, today, days);
    minutes + reviews.iter().map(|day| day.minutes).sum::<f64>()
}

/// Minutes of solving a problem once more, of those of the first time. See [`super::expected::of_problem`]: between
/// half and all.
const AGAIN_SHARE: f64 = 0.75;

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(number: i64) -> NaiveDate {
        after(NaiveDate::from_ymd_opt(2026, 11, 22).unwrap(), number)
    }

    fn cohort(due: i64, stability: f64, problems: f64) -> Cohort {
        Cohort {
            due_on: day(due),
            memory: Memory {
                stability,
                difficulty: 5.0,
            },
            problems,
            minutes: problems * 20.0,
        }
    }

    #[test]
    fn what_is_overdue_comes_today_and_the_rest_on_its_day() {
        let cohorts = [
            cohort(-9, 300.0, 2.0),
            cohort(3, 300.0, 5.0),
            cohort(99, 300.0, 7.0),
        ];
        let costs = forecast(&cohorts, &Rules::default(), day(0), 7);
        assert_eq!(costs.len(), 7);
        assert_eq!((costs[0].reviews, costs[0].minutes), (2.0, 40.0));
        // A tenth of what was reviewed today has been forgotten and is back within days.
        assert!(costs[3].reviews >= 5.0 && costs[3].reviews < 6.0);
    }

    #[test]
    fn what_is_barely_known_comes_back_soon() {
        let costs = forecast(&[cohort(0, 0.2, 10.0)], &Rules::default(), day(0), 5);
        let later: f64 = costs[1..].iter().map(|cost| cost.reviews).sum();
        assert!(later > 10.0, "{costs:?}");
    }

    #[test]
    fn an_interview_ahead_costs_more() {
        let cost = |interview| {
            let rules = Rules {
                interview,
                ..Rules::default()
            };
            let costs = forecast(&[cohort(0, 100.0, 10.0)], &rules, day(0), 60);
            costs.iter().map(|cost| cost.minutes).sum::<f64>()
        };
        assert!(cost(Some(day(60))) > 2.0 * cost(None));
    }

    #[test]
    fn a_new_problem_costs_more_than_its_first_solve() {
        let rules = Rules::default();
        let cost = |days| cost_of_new(30.0, &rules, day(0), days);
        assert!(cost(1) >= 30.0 && cost(1) < cost(30) && cost(30) < cost(90));
    }

    proptest! {
        #[test]
        fn no_day_costs_less_than_nothing_and_what_is_due_is_counted_once(
            due in proptest::collection::vec((-30..60_i64, 0.1..500.0_f64, 1..20_u32), 0..40),
        ) {
            let cohorts: Vec<Cohort> = due.iter()
                .map(|(due, stability, problems)| cohort(*due, *stability, f64::from(*problems))).collect();
            let costs = forecast(&cohorts, &Rules::default(), day(0), 1);
            let today: f64 = due.iter().filter(|(due, ..)| *due <= 0).map(|(.., problems)| f64::from(*problems)).sum();
            prop_assert!((costs[0].reviews - today).abs() < 1e-6);
            let more = forecast(&cohorts, &Rules::default(), day(0), 40);
            prop_assert!(more.iter().all(|cost| cost.minutes >= 0.0 && cost.minutes.is_finite()));
        }
    }
}
