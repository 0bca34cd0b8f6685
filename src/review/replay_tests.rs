use super::*;
use chrono::Days;
use uuid::Uuid;

fn day(number: u64) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 1, 1).unwrap() + Days::new(number)
}

/// An unaided solve in the expected time on a day of the year.
fn solve(number: u64) -> Entry {
    let local_date = day(number);
    Entry {
        id: AttemptId(Uuid::from_u128(u128::from(number))),
        status: Status::Solved,
        help: Help::None,
        minutes: None,
        expected_minutes: 30,
        chosen: None,
        recall: false,
        local_date,
        attempted_at: local_date.and_hms_opt(12, 0, 0).unwrap().and_utc(),
    }
}

fn failure(number: u64) -> Entry {
    Entry {
        status: Status::Failed,
        ..solve(number)
    }
}

fn replayed(log: &[Entry]) -> Replay {
    replay(&Weights::default(), log, None)
}

#[test]
fn an_empty_log_teaches_nothing() {
    assert_eq!(replayed(&[]), Replay::default());
}

#[test]
fn only_the_first_attempt_of_a_day_moves_the_memory() {
    let read_and_solved = Entry {
        id: AttemptId(Uuid::from_u128(99)),
        attempted_at: solve(0).attempted_at + chrono::Duration::hours(1),
        ..solve(0)
    };
    let alone = replayed(&[failure(0)]);
    let both = replayed(&[read_and_solved, failure(0)]);
    assert_eq!(alone.learned, both.learned);
    assert_eq!(
        both.judged
            .iter()
            .map(|judged| (judged.grade, judged.counted))
            .collect::<Vec<_>>(),
        [(Grade::Again, true), (Grade::Good, false)]
    );
}

#[test]
fn the_order_in_which_it_was_written_down_does_not_matter() {
    let log = [solve(0), failure(3), solve(4), solve(9)];
    let mut reversed = log;
    reversed.reverse();
    assert_eq!(replayed(&log), replayed(&reversed));
}

#[test]
fn lapses_are_agains_after_something_was_remembered() {
    let learned = |log: &[Entry]| replayed(log).learned.unwrap();
    let never = learned(&[failure(0), failure(1)]);
    assert_eq!((never.lapses, never.agains, never.reps), (0, 2, 2));
    let forgotten = learned(&[failure(0), solve(1), failure(5), failure(6)]);
    assert_eq!((forgotten.lapses, forgotten.agains), (2, 3));
}

#[test]
fn clean_solves_in_a_row_are_unaided_and_not_slow() {
    let clean = |log: &[Entry]| replayed(log).learned.unwrap().clean;
    assert_eq!(clean(&[failure(0), solve(1), solve(4)]), 2);
    let hinted = Entry {
        help: Help::Hint,
        ..solve(9)
    };
    assert_eq!(clean(&[solve(1), hinted]), 0);
    let called_good = Entry {
        chosen: Some(Grade::Good),
        ..hinted
    };
    assert_eq!(clean(&[solve(1), called_good]), 0);
}

#[test]
fn practising_from_the_beginning_keeps_history_out_of_the_memory() {
    let log = [failure(0), solve(1), solve(4)];
    let from = solve(2).attempted_at;
    let anew = replay(&Weights::default(), &log, Some(from));
    assert_eq!(anew.learned, replayed(&[solve(4)]).learned);
    assert_eq!(
        anew.judged
            .iter()
            .map(|judged| judged.counted)
            .collect::<Vec<_>>(),
        [false, false, true]
    );
    let nothing = replay(&Weights::default(), &log, Some(solve(5).attempted_at));
    assert_eq!(nothing.learned, None);
    assert_eq!(nothing.judged.len(), 3);
}

#[test]
fn an_own_fast_solve_shortens_what_is_expected() {
    let timed = |number, minutes| Entry {
        minutes: Some(minutes),
        ..solve(number)
    };
    let replay = replayed(&[timed(0, 10), timed(5, 24)]);
    // 15 were expected of the second, after 10: 24 are more than one and a half times as many.
    assert_eq!(replay.judged[1].grade, Grade::Hard);
    assert_eq!(replay.expected_minutes, Some(26));
}

#[test]
fn what_was_predicted_is_the_chance_on_that_day() {
    let replay = replayed(&[solve(0), solve(2)]);
    assert_eq!(replay.judged[0].predicted, None);
    let expected = Weights::default().retrievability(2.3065, 2);
    assert_eq!(replay.judged[1].predicted, Some(expected));
}

#[test]
fn recall_alone_counts_as_no_solve() {
    let recalled = Entry {
        recall: true,
        minutes: Some(2),
        ..solve(5)
    };
    let replay = replayed(&[solve(0), recalled]);
    let learned = replay.learned.unwrap();
    assert_eq!((learned.clean, learned.last_was_recall), (0, true));
    assert_eq!(replay.expected_minutes, Some(30));
}
