//! Moments and days, written the same everywhere: "22 Nov 2026, 14:05".
//!
//! Pure: the viewer's distance from UTC is a value given by the caller, so server and browser write the same text.

use chrono::{DateTime, Datelike, NaiveDate, TimeDelta, Timelike, Utc};
use leptos::prelude::*;

const MONTHS: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
];

/// "22 Nov 2026".
#[must_use]
pub fn day_text(day: NaiveDate) -> String {
    format!("{} {} {}", day.day(), month_text(day), day.year())
}

/// "Nov".
#[must_use]
pub fn month_text(day: NaiveDate) -> &'static str {
    MONTHS
        .get(day.month0() as usize)
        .copied()
        .unwrap_or_default()
}

/// A day in as few words as somebody on the day `today` needs: "tomorrow", "3 Dec"; with its year when that is
/// another one.
#[must_use]
pub fn near_day_text(day: NaiveDate, today: NaiveDate) -> String {
    match (day - today).num_days() {
        0 => "today".to_owned(),
        1 => "tomorrow".to_owned(),
        -1 => "yesterday".to_owned(),
        _ => {
            let full = day_text(day);
            let short = full.rsplit_once(' ').map(|(short, _)| short.to_owned());
            short.filter(|_| day.year() == today.year()).unwrap_or(full)
        }
    }
}

/// "22 Nov 2026, 14:05", as read on a clock `utc_offset_minutes` ahead of UTC (behind it when negative).
#[must_use]
pub fn moment_text(at: DateTime<Utc>, utc_offset_minutes: i32) -> String {
    let local = at
        .naive_utc()
        .checked_add_signed(TimeDelta::minutes(i64::from(utc_offset_minutes)))
        .unwrap_or(at.naive_utc());
    format!(
        "{}, {:02}:{:02}",
        day_text(local.date()),
        local.hour(),
        local.minute()
    )
}

/// The form that `<time datetime>` wants, in UTC: `2026-11-22T13:05:00Z`.
#[must_use]
pub fn machine_text(at: DateTime<Utc>) -> String {
    format!(
        "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z",
        at.year(),
        at.month(),
        at.day(),
        at.hour(),
        at.minute(),
        at.second()
    )
}

/// A moment, on the viewer's clock.
#[component]
pub fn Moment(
    /// The moment.
    at: DateTime<Utc>,
    /// How far the viewer's clock is ahead of UTC at that moment, in minutes.
    utc_offset_minutes: i32,
) -> impl IntoView {
    view! { <time datetime=machine_text(at)>{moment_text(at, utc_offset_minutes)}</time> }
}

/// A day of the calendar, the same for every viewer.
#[component]
pub fn Day(
    /// The day.
    day: NaiveDate,
) -> impl IntoView {
    let machine = format!("{:04}-{:02}-{:02}", day.year(), day.month(), day.day());
    view! { <time datetime=machine>{day_text(day)}</time> }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn a_day_nearby_needs_few_words() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let near = |text| near_day_text(day(text), day("2026-11-28"));
        assert_eq!(
            [
                "2026-11-28",
                "2026-11-29",
                "2026-11-27",
                "2026-12-03",
                "2027-01-02"
            ]
            .map(near),
            ["today", "tomorrow", "yesterday", "3 Dec", "2 Jan 2027"]
        );
    }

    #[test]
    fn a_moment_is_written_on_the_viewers_clock() {
        let moment = at("2026-11-22T13:05:59Z");
        assert_eq!(moment_text(moment, 0), "22 Nov 2026, 13:05");
        assert_eq!(moment_text(moment, 60), "22 Nov 2026, 14:05");
        assert_eq!(moment_text(moment, 5 * 60 + 45), "22 Nov 2026, 18:50");
    }

    #[test]
    fn the_clock_carries_the_day_the_month_and_the_year_with_it() {
        let moment = at("2026-12-31T23:30:00Z");
        assert_eq!(moment_text(moment, 60), "1 Jan 2027, 00:30");
        assert_eq!(moment_text(moment, -24 * 60), "30 Dec 2026, 23:30");
        assert_eq!(
            moment_text(at("2028-02-29T01:00:00Z"), -120),
            "28 Feb 2028, 23:00"
        );
    }

    #[test]
    fn an_offset_beyond_the_calendar_falls_back_to_utc_instead_of_panicking() {
        assert!(moment_text(DateTime::<Utc>::MAX_UTC, i32::MAX).contains(", 23:59"));
    }

    #[test]
    fn a_time_element_carries_the_machine_form() {
        let html =
            view! { <Moment at=at("2026-11-22T13:05:00Z") utc_offset_minutes=60/> }.to_html();
        assert_eq!(
            html,
            r#"<time datetime="2026-11-22T13:05:00Z">22 Nov 2026, 14:05</time>"#
        );
        let html = view! { <Day day=NaiveDate::from_ymd_opt(2026, 1, 2).unwrap()/> }.to_html();
        assert_eq!(html, r#"<time datetime="2026-01-02">2 Jan 2026</time>"#);
    }
}
