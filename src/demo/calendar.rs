//! When the person sits down: which days, how often, and at what time of the day.

use super::random::Random;
use chrono::{
    DateTime, Datelike, Duration, NaiveDate, NaiveDateTime, Offset, TimeZone, Utc, Weekday,
};
use chrono_tz::Tz;

/// Where the person lives; its clocks change twice a year.
pub const ZONE: Tz = Tz::Europe__Berlin;

/// Shortest and longest journal, in days.
const SPAN: (i64, i64) = (30, 12 * 365);
/// How many days before the last one are never idle, so that a streak is alive.
const LIVELY_END: i64 = 3;
/// Nobody sits down before this minute of the day, or still sits after the other.
const DAY: (i64, i64) = (6 * 60, 23 * 60 + 40);

/// A day on which the person sat down.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Day {
    /// The local date.
    pub date: NaiveDate,
    /// How many attempts were made on it, at least 1.
    pub attempts: usize,
}

/// A point in time as the person's clock showed it.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Moment {
    /// The instant.
    pub at: DateTime<Utc>,
    /// Minutes that the local clock was ahead of UTC.
    pub utc_offset_minutes: i16,
    /// The local date.
    pub local_date: NaiveDate,
}

/// Spreads attempts over the days up to `until`: more at weekends but not every weekend, none on
/// holiday or in a lost week, more towards the end.
pub fn days(attempts: usize, until: NaiveDate, random: &mut Random) -> Vec<Day> {
    let span = (30 + i64::try_from(attempts).unwrap_or(i64::MAX / 2) / 2).clamp(SPAN.0, SPAN.1);
    let dates: Vec<NaiveDate> = (0..span)
        .rev()
        .filter_map(|back| until.checked_sub_signed(Duration::days(back)))
        .collect();
    let mut total = 0;
    let mut week = 1;
    let holiday_start = u32::try_from(random.between(1, 15)).unwrap_or(1);
    let mut ends = Vec::with_capacity(dates.len());
    for (place, date) in dates.iter().enumerate() {
        if date.weekday() == Weekday::Mon {
            week = [0, 1, 1, 1, 1, 1, 1, 1, 1, 2][random.below(10)];
        }
        let weight = week * zeal(*date, random) * (20 + 15 * place / dates.len());
        let lively = dates.len() - place <= usize::try_from(LIVELY_END).unwrap_or(0);
        let weight = if lively {
            weight.max(300)
        } else {
            weight * usize::from(!away(*date, holiday_start))
        };
        total += weight;
        ends.push(total);
    }
    let mut made = vec![0; dates.len()];
    let left_out = made.len().saturating_sub(attempts.min(3));
    for (place, one) in made.iter_mut().enumerate() {
        *one = usize::from(place >= left_out);
    }
    for _ in attempts.min(3)..attempts {
        let drawn = random.below(total);
        let place = ends.partition_point(|end| *end <= drawn);
        if let Some(one) = made.get_mut(place) {
            *one += 1;
        }
    }
    let days = dates
        .into_iter()
        .zip(made)
        .map(|(date, attempts)| Day { date, attempts });
    days.filter(|day| day.attempts > 0).collect()
}

/// Two weeks in August, and the end of the year.
fn away(date: NaiveDate, holiday_start: u32) -> bool {
    match date.month() {
        1 => date.day() == 1,
        8 => (holiday_start..holiday_start + 14).contains(&date.day()),
        12 => date.day() >= 23,
        _ => false,
    }
}

fn zeal(date: NaiveDate, random: &mut Random) -> usize {
    let (sits_down, weight) = match date.weekday() {
        Weekday::Fri => (500, 9),
        Weekday::Sat => (450, 15),
        Weekday::Sun => (500, 16),
        _ => (760, 11),
    };
    if random.chance(sits_down) { weight } else { 0 }
}

/// When each attempt of one day was finished, in order; `minutes` is how long each took. All are
/// within the day, however many there are.
pub fn finished_at(date: NaiveDate, minutes: &[i64], random: &mut Random) -> Vec<Moment> {
    let breaks: Vec<i64> = minutes.iter().map(|_| random.between(3, 12)).collect();
    let total: i64 = minutes.iter().sum::<i64>() + breaks.iter().sum::<i64>();
    let start = sitting_down(date, random).min(DAY.1 - total).max(DAY.0);
    let crowded = start + total > DAY.1;
    let count = i64::try_from(minutes.len()).unwrap_or(1).max(1);
    let mut minute = start;
    let mut moments = Vec::with_capacity(minutes.len());
    for (place, (took, rest)) in (1..).zip(minutes.iter().zip(&breaks)) {
        minute += took;
        let milliseconds = if crowded {
            (DAY.0 * 60_000) + (DAY.1 - DAY.0) * 60_000 * place / count
        } else {
            minute * 60_000 + random.between(0, 59_999)
        };
        minute += rest;
        moments.push(moment(
            date.and_time(chrono::NaiveTime::MIN) + Duration::milliseconds(milliseconds),
        ));
    }
    moments
}

/// The minute of the day: after work, sometimes before it, rarely at lunch; later at weekends.
fn sitting_down(date: NaiveDate, random: &mut Random) -> i64 {
    if matches!(date.weekday(), Weekday::Sat | Weekday::Sun) {
        return random.between(9 * 60 + 30, 16 * 60);
    }
    match random.between(0, 99) {
        0..75 => random.about(18 * 60, 21 * 60),
        75..93 => random.between(6 * 60 + 20, 7 * 60 + 20),
        _ => random.between(12 * 60, 12 * 60 + 40),
    }
}

/// What a local time is elsewhere. A time the clock showed twice is the earlier one.
pub fn moment(local: NaiveDateTime) -> Moment {
    let (at, offset_minutes) = match ZONE.from_local_datetime(&local).earliest() {
        Some(time) => (time.to_utc(), time.offset().fix().local_minus_utc() / 60),
        // Skipped by the clock: nobody sits at the desk then, see `DAY`.
        None => (local.and_utc(), 0),
    };
    Moment {
        at,
        utc_offset_minutes: i16::try_from(offset_minutes).unwrap_or(0),
        local_date: local.date(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn every_attempt_has_a_day_and_the_last_days_are_lively() {
        for attempts in [0, 1, 2, 3, 10, 500, 5_000] {
            let until = date("2025-11-20");
            let days = days(attempts, until, &mut Random::new(7, "days"));
            assert_eq!(days.iter().map(|day| day.attempts).sum::<usize>(), attempts);
            assert_eq!(
                days.iter()
                    .filter(|day| until - day.date < Duration::days(3))
                    .count(),
                attempts.min(3)
            );
            assert!(days.is_sorted_by(|a, b| a.date < b.date));
        }
    }

    #[test]
    fn nothing_happens_on_holiday() {
        let days = days(3_000, date("2025-11-20"), &mut Random::new(7, "days"));
        let busy = |from: &str, to: &str| {
            days.iter()
                .any(|day| (date(from)..=date(to)).contains(&day.date))
        };
        assert!(!busy("2024-12-23", "2025-01-01"));
        assert!(!busy("2025-08-15", "2025-08-15"));
        assert!(busy("2025-03-01", "2025-03-31"));
    }

    #[test]
    fn times_of_a_day_ascend_and_stay_in_it_however_many_there_are() {
        for count in [1, 5, 40, 5_000] {
            for day in ["2025-03-30", "2025-07-04", "2025-10-26"] {
                let times = finished_at(date(day), &vec![25; count], &mut Random::new(3, "times"));
                assert_eq!(times.len(), count);
                assert!(times.is_sorted_by(|a, b| a.at < b.at));
                for time in &times {
                    let local = time.at + Duration::minutes(i64::from(time.utc_offset_minutes));
                    assert_eq!(
                        (local.date_naive(), time.local_date),
                        (date(day), date(day))
                    );
                }
            }
        }
    }

    #[test]
    fn the_offset_follows_the_season() {
        let offset = |day: &str| {
            finished_at(date(day), &[5], &mut Random::new(1, "o"))[0].utc_offset_minutes
        };
        assert_eq!((offset("2025-01-15"), offset("2025-07-15")), (60, 120));
    }
}
