use super::*;
use crate::review::model::Grade;
use chrono::{DateTime, Utc};
use uuid::Uuid;

/// A problem whose intervals do not vary: the end of its id is in the middle.
fn problem() -> ProblemId {
    ProblemId(Uuid::from_u128(0x7fff))
}

fn day(number: i64) -> NaiveDate {
    after(NaiveDate::from_ymd_opt(2026, 1, 1).unwrap(), number)
}

fn noon(date: NaiveDate) -> DateTime<Utc> {
    date.and_hms_opt(12, 0, 0).unwrap().and_utc()
}

/// Intervals of reviews that are all on their day, without anything that keeps them apart.
fn intervals(retention: i16, grades: &[Grade]) -> Vec<i64> {
    let rules = Rules {
        retention,
        cap: 365,
        ..Rules::default()
    };
    let mut date = day(0);
    let mut memory: Option<crate::review::fsrs::Memory> = None;
    let mut last = 0;
    let mut intervals = Vec::new();
    for grade in grades {
        let next = match memory {
            None => rules.weights.first(*grade),
            Some(memory) => rules.weights.next(memory, last, *grade),
        };
        let learned = Learned {
            stability: next.stability,
            difficulty: next.difficulty,
            last_on: date,
            last_at: noon(date),
            last_grade: *grade,
            last_was_recall: false,
            reps: 1,
            lapses: 0,
            agains: 0,
            clean: 0,
        };
        last = rules.interval(&learned, problem());
        date = after(date, last);
        memory = Some(next);
        intervals.push(last);
    }
    intervals
}

#[test]
fn the_intervals_are_those_of_the_published_table() {
    use Grade::{Again, Easy, Good, Hard};
    let lapse = [Good, Good, Good, Again, Good, Good];
    for (grades, retention, expected) in [
        (&[Good; 5][..], 90, &[2, 11, 46, 163, 365][..]),
        (&[Good; 4], 85, &[4, 31, 173, 365]),
        (&[Good; 3], 80, &[8, 75, 365]),
        (&[Hard, Good, Good, Good, Good], 90, &[1, 5, 17, 50, 133]),
        (&[Hard, Good, Good, Good], 85, &[2, 13, 58, 218]),
        (&[Hard, Good, Good], 80, &[4, 30, 169]),
        (&[Again, Good, Good, Good, Good], 90, &[1, 2, 6, 17, 44]),
        (&[Again, Good, Good, Good], 85, &[1, 4, 17, 61]),
        (&[Again, Good, Good], 80, &[1, 6, 35]),
        (&[Easy; 3], 90, &[8, 66, 365]),
        (&[Easy; 3], 85, &[16, 189, 365]),
        (&[Easy; 2], 80, &[28, 365]),
        (&lapse, 90, &[2, 11, 46, 3, 8, 19]),
        (&[Good, Good, Good, Hard, Good], 90, &[2, 11, 46, 116, 294]),
        (&lapse, 85, &[4, 31, 173, 8, 27, 78]),
    ] {
        assert_eq!(
            intervals(retention, grades),
            expected,
            "{retention} {grades:?}"
        );
    }
}

fn learned(stability: f64) -> Learned {
    Learned {
        stability,
        difficulty: 5.0,
        last_on: day(0),
        last_at: noon(day(0)),
        last_grade: Grade::Good,
        last_was_recall: false,
        reps: 3,
        lapses: 0,
        agains: 0,
        clean: 1,
    }
}

#[test]
fn an_interview_halves_what_is_left_and_never_lengthens() {
    let due = |stability, interview| {
        let rules = Rules {
            interview: Some(day(interview)),
            ..Rules::default()
        };
        rules.interval(&learned(stability), problem())
    };
    assert_eq!(due(100.0, 40), 20);
    assert_eq!(due(100.0, 41), 20);
    assert_eq!(due(3.0, 40), 3);
    assert_eq!(due(100.0, 1), 1);
    // On the day itself, and after it, nothing is bent.
    assert_eq!(due(100.0, 0), 90);
    assert_eq!(due(100.0, -9), 90);
}

#[test]
fn recall_alone_lasts_a_month_at_most() {
    let recalled = Learned {
        last_was_recall: true,
        ..learned(100.0)
    };
    assert_eq!(Rules::default().interval(&recalled, problem()), 30);
}

#[test]
fn long_intervals_vary_by_the_problem_and_short_ones_do_not() {
    let rules = Rules {
        cap: 365,
        ..Rules::default()
    };
    let of =
        |stability, end: u128| rules.interval(&learned(stability), ProblemId(Uuid::from_u128(end)));
    assert_eq!(
        [of(100.0, 0), of(100.0, 0x7fff), of(100.0, 0xffff)],
        [95, 100, 105]
    );
    assert_eq!([of(6.0, 0), of(6.0, 0xffff)], [6, 6]);
    // At the cap, too, and never beyond it.
    let all = [0, 0x3fff, 0x7fff, 0xbfff, 0xffff].map(|end| of(1_000.0, end));
    assert_eq!(all, [347, 356, 365, 356, 347]);
}

#[test]
fn what_is_put_off_stays_away_until_it_is_tried_again() {
    let rules = Rules::default();
    let with = |made_on: i64, until: i64| {
        let choices = Choices {
            postponed: Some((noon(day(made_on)), day(until))),
            ..Choices::default()
        };
        rules.due_on(Some(&learned(3.0)), &choices, problem())
    };
    assert_eq!(with(5, 9), Some(day(9)));
    assert_eq!(with(5, 2), Some(day(3)));
    // It was tried at noon of day 0, after it had been put off.
    assert_eq!(with(-1, 9), Some(day(3)));
}

#[test]
fn what_is_paused_mastered_or_new_does_not_come_back() {
    let rules = Rules::default();
    let none = Choices::default();
    assert_eq!(rules.due_on(None, &none, problem()), None);
    let paused = Choices {
        paused: true,
        ..none
    };
    assert_eq!(rules.due_on(Some(&learned(3.0)), &paused, problem()), None);
    let mastered = Choices {
        mastered: Some(true),
        ..none
    };
    assert_eq!(
        rules.due_on(Some(&learned(3.0)), &mastered, problem()),
        None
    );
}
