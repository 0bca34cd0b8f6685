use super::*;
use chrono::{DateTime, Days, Utc};
use proptest::prelude::*;

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// The day so many days after the first of the tests, a Monday.
fn day(number: u64) -> NaiveDate {
    date("2026-06-01") + Days::new(number)
}

fn practised(days: &[u64]) -> BTreeSet<NaiveDate> {
    days.iter().map(|number| day(*number)).collect()
}

fn rests(days: &[u64]) -> BTreeMap<NaiveDate, Spared> {
    days.iter()
        .map(|number| (day(*number), Spared::Rest))
        .collect()
}

fn streak(days: &[u64], spared: &[u64], today: u64) -> (i32, i32) {
    let streak = Streak::new(&practised(days), &rests(spared), day(today));
    (streak.current, streak.longest)
}

#[test]
fn an_empty_today_is_still_alive_and_an_empty_yesterday_is_not() {
    assert_eq!(streak(&[], &[], 9), (0, 0));
    assert_eq!(streak(&[3, 4, 5], &[], 5), (3, 3));
    assert_eq!(streak(&[3, 4, 5], &[], 6), (3, 3));
    assert_eq!(streak(&[3, 4, 5], &[], 7), (0, 3));
    assert_eq!(streak(&[3, 4, 5, 7], &[], 7), (1, 3));
}

#[test]
fn a_spared_day_neither_breaks_nor_counts() {
    assert_eq!(streak(&[3, 4, 6], &[5], 6), (3, 3));
    assert_eq!(streak(&[3, 4], &[5, 6, 7], 8), (2, 2));
    assert_eq!(streak(&[3, 4], &[5, 7], 8), (0, 2));
    assert_eq!(streak(&[3], &[0, 1, 2], 3), (1, 1));
}

#[test]
fn an_attempt_on_a_spared_day_counts() {
    assert_eq!(streak(&[3, 4, 5], &[4], 5), (3, 3));
}

#[test]
fn a_rest_day_and_a_quiet_day_are_spared_and_what_is_due_is_not() {
    let sparing = |quiet_days_count, earliest_due: Option<u64>| Sparing {
        rest_days: vec![6, 7],
        quiet_days_count,
        earliest_due: earliest_due.map(day),
    };
    let of = |sparing: &Sparing| [4, 5, 6, 7, 8].map(|number| sparing.of(day(number)));
    let (rest, quiet) = (Some(Spared::Rest), Some(Spared::Quiet));
    assert_eq!(
        of(&sparing(true, Some(8))),
        [quiet, rest, rest, quiet, None]
    );
    assert_eq!(of(&sparing(true, None)), [quiet, rest, rest, quiet, quiet]);
    assert_eq!(of(&sparing(false, None)), [None, rest, rest, None, None]);
}

#[test]
fn what_is_settled_is_over_and_not_settled_yet() {
    let sparing = Sparing {
        rest_days: vec![7],
        quiet_days_count: true,
        earliest_due: Some(day(8)),
    };
    let settled = |since: Option<u64>, today| {
        unsettled(&sparing, since.map(day), day(today), &practised(&[5, 6]))
    };
    assert_eq!(settled(None, 9), []);
    assert_eq!(settled(Some(9), 9), []);
    // A Sunday that was practised is a day of rest all the same.
    assert_eq!(
        settled(Some(3), 10),
        [
            (day(4), Spared::Quiet),
            (day(6), Spared::Rest),
            (day(7), Spared::Quiet)
        ]
    );
    let long_ago = unsettled(
        &Sparing {
            quiet_days_count: true,
            ..Sparing::default()
        },
        Some(day(0)),
        day(5_000),
        &BTreeSet::new(),
    );
    assert_eq!(i64::try_from(long_ago.len()), Ok(SETTLED_AT_ONCE));
}

/// Local dates of moments on a clock.
fn dates(zone: &str, hour: i16, moments: &[&str]) -> BTreeSet<NaiveDate> {
    let clock = crate::account::clock::Clock::new(Some(zone), None, hour);
    let local = |moment: &&str| {
        let moment: DateTime<Utc> = moment.parse().unwrap();
        clock.moment(moment).local_date
    };
    moments.iter().map(local).collect()
}

#[test]
fn a_streak_is_the_same_on_both_sides_of_the_date_line() {
    // Every evening at nine, where it is Kiritimati's the 2nd to 4th, and Niue's.
    let ahead = dates(
        "Pacific/Kiritimati",
        0,
        &[
            "2026-03-02T07:00:00Z",
            "2026-03-03T07:00:00Z",
            "2026-03-04T07:00:00Z",
        ],
    );
    let behind = dates(
        "Pacific/Niue",
        0,
        &[
            "2026-03-03T08:00:00Z",
            "2026-03-04T08:00:00Z",
            "2026-03-05T08:00:00Z",
        ],
    );
    assert_eq!(ahead, behind);
    let streak = Streak::new(&ahead, &BTreeMap::new(), date("2026-03-04"));
    assert_eq!(streak.current, 3);
}

#[test]
fn who_flies_back_over_the_date_line_has_practised_tomorrow_already() {
    let mut days = dates(
        "Pacific/Kiritimati",
        0,
        &["2026-03-02T20:00:00Z", "2026-03-03T20:00:00Z"],
    );
    let home = dates("Pacific/Pago_Pago", 0, &["2026-03-03T21:00:00Z"]);
    // In Pago Pago it is the 3rd again, and what was done on the 4th stays on the 4th.
    let today = date("2026-03-03");
    assert_eq!(home, [today].into());
    assert_eq!(Streak::new(&days, &BTreeMap::new(), today).current, 2);
    days.extend(home);
    assert_eq!(Streak::new(&days, &BTreeMap::new(), today).current, 2);
    let next = date("2026-03-05");
    assert_eq!(Streak::new(&days, &BTreeMap::new(), next).current, 2);
    assert_eq!(
        Streak::new(&days, &BTreeMap::new(), next + Days::new(1)).current,
        0
    );
}

#[test]
fn days_of_23_and_of_25_hours_are_days() {
    // Ten to midnight and ten past midnight, over both changes of the clocks in Berlin.
    for (change, moments) in [
        (
            "2026-03-30",
            [
                "2026-03-28T22:50:00Z",
                "2026-03-28T23:10:00Z",
                "2026-03-29T22:10:00Z",
            ],
        ),
        (
            "2026-10-26",
            [
                "2026-10-24T21:50:00Z",
                "2026-10-24T22:10:00Z",
                "2026-10-25T23:10:00Z",
            ],
        ),
    ] {
        let days = dates("Europe/Berlin", 0, &moments);
        assert_eq!(days.len(), 3);
        let streak = Streak::new(&days, &BTreeMap::new(), date(change));
        assert_eq!((streak.current, streak.longest), (3, 3));
    }
}

#[test]
fn the_hour_a_day_begins_at_moves_the_night_only_from_when_it_is_set() {
    let nights = ["2026-03-02T01:00:00Z", "2026-03-03T01:00:00Z"];
    assert_eq!(
        dates("UTC", 4, &nights),
        [date("2026-03-01"), date("2026-03-02")].into()
    );
    // The dates were fixed when the attempts were logged; a new hour is for new ones.
    let mut days = dates("UTC", 0, &nights);
    days.extend(dates("UTC", 4, &["2026-03-05T01:00:00Z"]));
    assert_eq!(
        Streak::new(&days, &BTreeMap::new(), date("2026-03-04")).current,
        3
    );
}

/// The same, day by day.
fn naive(
    practised: &BTreeSet<NaiveDate>,
    spared: &BTreeMap<NaiveDate, Spared>,
    today: NaiveDate,
) -> (i32, i32) {
    let (mut run, mut longest) = (0, 0);
    for day in day(0).iter_days().take(80) {
        if practised.contains(&day) {
            run += 1;
        } else if day < today && !spared.contains_key(&day) {
            run = 0;
        }
        longest = longest.max(run);
    }
    (run, longest)
}

proptest! {
    #[test]
    fn it_is_what_counting_day_by_day_comes_to(
        days in prop::collection::btree_set(0_u64..60, 0..50),
        free in prop::collection::btree_set(0_u64..60, 0..30),
        today in 40_u64..70,
    ) {
        let days: Vec<u64> = days.into_iter().filter(|day| *day <= today + 1).collect();
        let (days, spared) = (practised(&days), rests(&free.into_iter().collect::<Vec<_>>()));
        let streak = Streak::new(&days, &spared, day(today));
        prop_assert_eq!((streak.current, streak.longest), naive(&days, &spared, day(today)));
    }

    #[test]
    fn one_more_attempt_never_shortens_it(
        days in prop::collection::btree_set(0_u64..60, 0..50),
        free in prop::collection::btree_set(0_u64..60, 0..30),
        more in 0_u64..60,
    ) {
        let days: Vec<u64> = days.into_iter().collect();
        let free: Vec<u64> = free.into_iter().collect();
        let before = streak(&days, &free, 60);
        let after = streak(&[days, vec![more]].concat(), &free, 60);
        prop_assert!(after.0 >= before.0 && after.1 >= before.1);
    }

    #[test]
    fn settling_day_by_day_or_at_once_is_the_same(
        steps in prop::collection::vec(0_u64..5, 1..20),
        due in prop::option::of(0_u64..60),
        rest_days in prop::collection::btree_set(1_i16..=7, 0..=2),
        quiet_days_count: bool,
        days in prop::collection::btree_set(0_u64..60, 0..30),
    ) {
        let sparing = Sparing {
            rest_days: rest_days.into_iter().collect(),
            quiet_days_count,
            earliest_due: due.map(day),
        };
        let days = practised(&days.into_iter().collect::<Vec<_>>());
        let mut now = 0;
        let mut settled = Vec::new();
        for step in steps {
            let until = day(now);
            now += step;
            // Settled until yesterday: what `unsettled` is asked for begins after that.
            settled.extend(unsettled(&sparing, Some(until), day(now) + Days::new(1), &days));
        }
        prop_assert_eq!(settled, unsettled(&sparing, Some(day(0)), day(now) + Days::new(1), &days));
    }
}
