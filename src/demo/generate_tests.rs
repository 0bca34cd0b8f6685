//! What a journal made by `generate` holds to.

use super::*;
use std::collections::HashSet;

fn plan(problems: usize, attempts: usize, seed: u64) -> Plan {
    Plan {
        user: "user_ada".to_owned(),
        problems,
        attempts,
        seed,
        until: NaiveDate::from_ymd_opt(2025, 11, 20).unwrap(),
    }
}

fn median<T: Ord + Copy>(mut values: Vec<T>) -> T {
    values.sort_unstable();
    values[values.len() / 2]
}

fn solved_share(attempts: &[AttemptRow]) -> usize {
    attempts
        .iter()
        .filter(|one| one.status == Status::Solved)
        .count()
        * 100
        / attempts.len()
}

#[test]
fn the_same_plan_gives_the_same_journal_and_another_seed_another() {
    let first = journal(&plan(150, 500, 1));
    assert_eq!(first, journal(&plan(150, 500, 1)));
    assert_ne!(first, journal(&plan(150, 500, 2)));
}

#[test]
fn the_first_log_never_changes() {
    let journal = journal(&plan(150, 500, 1));
    let rows = format!("{:?}", journal.attempts);
    let digest = rows.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    // Change this number together with the data it is the sum of; it guards against accidents.
    assert_eq!(digest, 0xe8e6_dd81_b755_438a, "{digest:#x}");
}

#[test]
fn two_people_have_the_same_story_and_different_ids() {
    let ada = journal(&plan(20, 40, 1));
    let bob = journal(&Plan {
        user: "user_bob".to_owned(),
        ..plan(20, 40, 1)
    });
    assert_eq!(ada.problems[3].title, bob.problems[3].title);
    assert_ne!(ada.problems[3].id, bob.problems[3].id);
}

#[test]
fn there_are_exactly_as_many_rows_as_asked_for() {
    for (problems, attempts) in [
        (0, 0),
        (0, 9),
        (1, 0),
        (1, 1),
        (1, 30),
        (9, 4),
        (30, 30),
        (150, 500),
        (700, 2_000),
    ] {
        let journal = journal(&plan(problems, attempts, 1));
        assert_eq!(journal.problems.len(), problems);
        assert_eq!(
            journal.attempts.len(),
            if problems == 0 { 0 } else { attempts }
        );
    }
}

#[test]
fn identities_and_ids_are_unique_and_attempts_belong_to_problems() {
    let journal = journal(&plan(3_000, 9_000, 1));
    let identities: HashSet<_> = journal
        .problems
        .iter()
        .map(|problem| &problem.identity)
        .collect();
    let problems: HashSet<_> = journal.problems.iter().map(|problem| problem.id).collect();
    let attempts: HashSet<_> = journal.attempts.iter().map(|attempt| attempt.id).collect();
    assert_eq!(
        (identities.len(), problems.len(), attempts.len()),
        (3_000, 3_000, 9_000)
    );
    assert!(
        journal
            .attempts
            .iter()
            .all(|attempt| problems.contains(&attempt.problem_id))
    );
    assert!(problems.iter().all(|id| id.get_version_num() == 7));
}

#[test]
fn the_person_learns() {
    for seed in 1..=5 {
        let attempts = journal(&plan(150, 500, seed)).attempts;
        let third = attempts.len() / 3;
        let (early, late) = (
            solved_share(&attempts[..third]),
            solved_share(&attempts[2 * third..]),
        );
        assert!(
            late >= early + 15,
            "seed {seed}: {early} % early, {late} % late"
        );
        assert!(
            (20..=60).contains(&early) && late <= 95,
            "seed {seed}: {early} %, {late} %"
        );
    }
}

#[test]
fn returning_to_a_problem_takes_less_time_and_longer_intervals() {
    let journal = journal(&plan(150, 700, 1));
    let mut by_problem: HashMap<Uuid, Vec<&AttemptRow>> = HashMap::new();
    for attempt in &journal.attempts {
        by_problem
            .entry(attempt.problem_id)
            .or_default()
            .push(attempt);
    }
    let (mut first, mut last, mut gaps) = (Vec::new(), Vec::new(), [const { Vec::new() }; 3]);
    for attempts in by_problem.values() {
        let solved: Vec<_> = attempts
            .iter()
            .filter(|one| one.status == Status::Solved)
            .collect();
        if let [from, .., to] = solved.as_slice() {
            first.extend(from.minutes);
            last.extend(to.minutes);
        }
        let in_a_row = attempts
            .iter()
            .skip_while(|one| one.status != Status::Solved);
        let row: Vec<_> = in_a_row
            .take_while(|one| one.status == Status::Solved)
            .collect();
        for (pair, gaps) in row.windows(2).zip(&mut gaps) {
            gaps.push((pair[1].local_date - pair[0].local_date).num_days());
        }
    }
    assert!(median(last) * 3 < median(first) * 2);
    let gaps = gaps.map(median);
    assert!(
        gaps[0] * 3 / 2 < gaps[1] && gaps[1] * 3 / 2 < gaps[2],
        "{gaps:?}"
    );
}

#[test]
fn nothing_is_in_the_future_and_the_log_ascends() {
    let plan = plan(150, 500, 4);
    let journal = journal(&plan);
    assert!(
        journal
            .attempts
            .is_sorted_by(|a, b| a.attempted_at < b.attempted_at)
    );
    assert!(
        journal
            .attempts
            .iter()
            .all(|attempt| attempt.local_date <= plan.until)
    );
    assert_eq!(journal.attempts.last().unwrap().local_date, plan.until);
    let created: HashMap<_, _> = journal
        .problems
        .iter()
        .map(|one| (one.id, one.created_at))
        .collect();
    assert!(
        journal
            .attempts
            .iter()
            .all(|attempt| created[&attempt.problem_id] < attempt.attempted_at)
    );
    let end = plan.until.and_hms_opt(23, 59, 59).unwrap().and_utc();
    assert!(created.values().all(|at| *at < end));
}

#[test]
fn values_keep_the_limits_of_the_journal() {
    let journal = journal(&plan(150, 500, 1));
    for attempt in &journal.attempts {
        assert!(
            attempt
                .minutes
                .is_none_or(|minutes| (1..=1_440).contains(&minutes))
        );
        assert!(
            attempt
                .notes
                .as_ref()
                .is_none_or(|notes| !notes.trim().is_empty())
        );
        assert!(
            attempt
                .code
                .as_ref()
                .is_none_or(|(code, _)| !code.trim().is_empty())
        );
        let local = attempt.attempted_at + Duration::minutes(i64::from(attempt.utc_offset_minutes));
        assert_eq!(local.date_naive(), attempt.local_date);
        assert!([60, 120].contains(&attempt.utc_offset_minutes));
    }
    let share = |count: usize| count * 100 / journal.attempts.len();
    assert!(
        (55..85).contains(&share(
            journal
                .attempts
                .iter()
                .filter(|one| one.notes.is_some())
                .count()
        ))
    );
    assert!(
        (40..80).contains(&share(
            journal
                .attempts
                .iter()
                .filter(|one| one.code.is_some())
                .count()
        ))
    );
}

#[test]
fn the_ordinary_journal_knows_many_sites_and_languages() {
    for seed in 1..=3 {
        let journal = journal(&plan(150, 500, seed));
        let mut sites: HashMap<&str, usize> = HashMap::new();
        for problem in &journal.problems {
            *sites.entry(problem.platform).or_default() += 1;
        }
        assert!(sites.len() >= 25, "{sites:?}");
        assert!(sites["leetcode"] > 75, "{sites:?}");
        let languages: HashSet<_> = journal
            .attempts
            .iter()
            .filter_map(|one| one.code.as_ref())
            .map(|code| code.1)
            .collect();
        assert!(languages.len() >= 6, "{languages:?}");
    }
}
