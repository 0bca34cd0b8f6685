//! How the invented person does: getting better with time, with each problem of a pattern and
//! with each return to the same problem, and forgetting in between. Whole numbers only; chances
//! are in a thousand.

use super::random::Random;
use crate::{
    attempt::model::{Help, Status},
    problem::model::Difficulty,
};

/// What the person has behind them when they start an attempt.
#[derive(Copy, Clone, Debug)]
pub struct Situation {
    /// How hard the problem is said to be.
    pub difficulty: Difficulty,
    /// How much harder (below 0) or easier it is for this person, in a thousand.
    pub knack: i64,
    /// How much of the whole journal is over, 0 to 1000.
    pub progress: i64,
    /// Attempts made before at problems of the same pattern.
    pub practice: i64,
    /// Attempts made before at this problem.
    pub attempts_before: i64,
    /// How often it was solved since it last failed.
    pub streak: i64,
    /// Days later than the person had meant to return.
    pub overdue: i64,
}

/// What came of it.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// Solved, partly, or not.
    pub status: Status,
    /// 1 to 1440; none when the person did not look at the clock.
    pub minutes: Option<i64>,
    /// Help taken on the way.
    pub help: Help,
    /// Days after which the person means to return.
    pub interval: i64,
    /// How often it was solved since it last failed, this time included.
    pub streak: i64,
}

/// Days to the next visit after 1, 2, … solutions in a row.
const INTERVALS: [i64; 6] = [4, 10, 24, 50, 90, 120];
/// Minutes of a return to a solved problem, in percent of the first time's.
const RETURN_PERCENT: [i64; 5] = [100, 72, 58, 48, 42];
/// Chance that the minutes were not written down.
const NO_CLOCK: i64 = 60;

/// Chance of solving, in a thousand.
fn chance(now: &Situation) -> i64 {
    let base = match now.difficulty {
        Difficulty::Easy => 400,
        Difficulty::Medium => 210,
        Difficulty::Hard => 30,
    };
    let known = match (now.streak, now.attempts_before) {
        (0, 0) => 0,
        (0, before) => 90 + 30 * before.min(4),
        (streak, _) => 230 + 50 * streak.min(4),
    };
    let faded = (now.overdue * 4).clamp(0, 180);
    let learned = 390 * now.progress / 1_000 + 10 * now.practice.min(14);
    (base + now.knack + known + learned - faded).clamp(40, 965)
}

/// Expected minutes of a first solution, the defaults of the review rules.
pub fn expected_minutes(difficulty: Difficulty) -> i64 {
    match difficulty {
        Difficulty::Easy => 15,
        Difficulty::Medium => 30,
        Difficulty::Hard => 45,
    }
}

/// Makes one attempt.
pub fn attempt(now: &Situation, random: &mut Random) -> Outcome {
    let status = if random.chance(chance(now)) {
        Status::Solved
    } else if random.chance(330 + 170 * now.progress / 1_000) {
        Status::Partial
    } else {
        Status::Failed
    };
    let help = help(now, status, random);
    let streak = match (status, help) {
        (Status::Solved, Help::Solution) => now.streak.min(1),
        (Status::Solved, _) => now.streak + 1,
        (Status::Partial, _) => now.streak / 3,
        (Status::Failed, _) => 0,
    };
    let interval = match status {
        Status::Failed => random.between(1, 3),
        Status::Partial => random.between(2, 5),
        Status::Solved if help != Help::None || streak == 0 => random.between(2, 6),
        Status::Solved => step(&INTERVALS, streak - 1) * random.between(80, 125) / 100,
    };
    let minutes = minutes(now, status, random);
    Outcome {
        status,
        minutes: if random.chance(NO_CLOCK) {
            None
        } else {
            Some(minutes)
        },
        help,
        interval,
        streak,
    }
}

fn help(now: &Situation, status: Status, random: &mut Random) -> Help {
    let novice = (1_000 - now.progress) / 10;
    let (solution, hint) = match status {
        Status::Solved if now.streak > 0 => (10, 50),
        Status::Solved => (50, 80 + novice),
        Status::Partial => (150, 400),
        Status::Failed => (480, 170),
    };
    if random.chance(solution) {
        Help::Solution
    } else if random.chance(hint) {
        Help::Hint
    } else {
        Help::None
    }
}

fn minutes(now: &Situation, status: Status, random: &mut Random) -> i64 {
    let pace = 135 - 45 * now.progress / 1_000;
    let effort = match status {
        Status::Solved => 100,
        Status::Partial => 120,
        Status::Failed => 135,
    };
    let luck = random.about(55, 150);
    let plain = expected_minutes(now.difficulty) * pace * effort * luck / 1_000_000;
    let minutes = plain * step(&RETURN_PERCENT, now.streak) / 100;
    // Long ones are remembered in fives.
    let minutes = if minutes > 12 && random.chance(400) {
        (minutes + 2) / 5 * 5
    } else {
        minutes
    };
    minutes.clamp(1, 180)
}

fn step(steps: &[i64], place: i64) -> i64 {
    let place = usize::try_from(place).unwrap_or(0).min(steps.len() - 1);
    steps.get(place).copied().unwrap_or(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIRST: Situation = Situation {
        difficulty: Difficulty::Medium,
        knack: 0,
        progress: 0,
        practice: 0,
        attempts_before: 0,
        streak: 0,
        overdue: 0,
    };

    fn solved_and_minutes(now: &Situation) -> (usize, i64) {
        let mut random = Random::new(5, "learner");
        let outcomes: Vec<Outcome> = (0..2_000).map(|_| attempt(now, &mut random)).collect();
        let minutes: Vec<i64> = outcomes
            .iter()
            .filter(|one| one.status == Status::Solved)
            .filter_map(|one| one.minutes)
            .collect();
        let count = i64::try_from(minutes.len()).unwrap();
        (
            outcomes
                .iter()
                .filter(|one| one.status == Status::Solved)
                .count(),
            minutes.iter().sum::<i64>() * 10 / count,
        )
    }

    #[test]
    fn harder_problems_are_solved_less_often_and_take_longer() {
        let of = |difficulty| {
            solved_and_minutes(&Situation {
                difficulty,
                ..FIRST
            })
        };
        let (easy, medium, hard) = (
            of(Difficulty::Easy),
            of(Difficulty::Medium),
            of(Difficulty::Hard),
        );
        assert!(easy.0 > medium.0 + 100 && medium.0 > hard.0 + 100);
        assert!(easy.1 < medium.1 && medium.1 < hard.1);
    }

    #[test]
    fn time_practice_and_returning_help_and_waiting_too_long_hurts() {
        let first = solved_and_minutes(&FIRST);
        let later = solved_and_minutes(&Situation {
            progress: 1_000,
            ..FIRST
        });
        let practised = solved_and_minutes(&Situation {
            practice: 14,
            ..FIRST
        });
        let returned = Situation {
            attempts_before: 2,
            streak: 2,
            ..FIRST
        };
        let again = solved_and_minutes(&returned);
        let late = solved_and_minutes(&Situation {
            overdue: 60,
            ..returned
        });
        assert!(later.0 > first.0 && later.1 < first.1);
        assert!(practised.0 > first.0);
        assert!(again.0 > first.0 && again.1 < first.1);
        assert!(late.0 < again.0);
    }

    #[test]
    fn intervals_grow_with_every_solution_in_a_row_and_shrink_after_a_failure() {
        let mut random = Random::new(5, "intervals");
        let mut longest = [0; 5];
        for streak in 0..5 {
            for _ in 0..300 {
                let now = Situation {
                    streak,
                    attempts_before: streak,
                    ..FIRST
                };
                let outcome = attempt(&now, &mut random);
                let place = usize::try_from(streak).unwrap();
                match outcome.status {
                    Status::Solved => longest[place] = outcome.interval.max(longest[place]),
                    _ => assert!(outcome.interval <= 5),
                }
            }
        }
        assert!(longest.is_sorted_by(|a, b| a < b), "{longest:?}");
    }
}
