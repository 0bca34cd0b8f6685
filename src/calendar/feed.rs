//! The calendar as other programs read it: iCalendar, RFC 5545.

use super::db::DueDay;
use crate::text::counted;
use icalendar::{Calendar, Component, Event, EventLike, Property};

/// One event per day that has something due, all day long and without making the person busy. `origin` is where
/// the app is, `name` tells this person's events from others'.
pub fn calendar(days: &[DueDay], origin: &str, name: &str) -> String {
    let mut calendar = Calendar::new();
    calendar.name("GitGud reviews");
    calendar.append_property(
        Property::new("REFRESH-INTERVAL", "PT1H")
            .add_parameter("VALUE", "DURATION")
            .done(),
    );
    calendar.append_property(Property::new("X-PUBLISHED-TTL", "PT1H"));
    for day in days {
        let problems = counted(
            usize::try_from(day.problems).unwrap_or(0),
            "problem",
            "problems",
        );
        let review = format!("{origin}/review");
        let mut event = Event::new();
        // The same day is the same event each time it is read.
        event
            .uid(&format!("{}-{name}@gitgud", day.date.format("%Y%m%d")))
            .all_day(day.date)
            .summary(&format!("Review: {} min, {problems}", day.minutes))
            .url(&review)
            .add_property("TRANSP", "TRANSPARENT");
        if !day.titles.is_empty() {
            event.description(&description(day));
        }
        calendar.push(event.done());
    }
    calendar.to_string()
}

fn description(day: &DueDay) -> String {
    let mut lines = day.titles.clone();
    let told = i64::try_from(day.titles.len()).unwrap_or(0);
    if day.problems > told {
        lines.push(format!("and {} more", day.problems - told));
    }
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::NaiveDate;

    fn day(titles: &[&str]) -> DueDay {
        DueDay {
            date: NaiveDate::from_ymd_opt(2026, 11, 29).unwrap(),
            problems: 3,
            minutes: 45,
            titles: titles.iter().map(|title| (*title).to_owned()).collect(),
        }
    }

    /// The lines, put together again where they were folded.
    fn lines(text: &str) -> Vec<String> {
        let unfolded = text.replace("\r\n ", "");
        unfolded.split("\r\n").map(str::to_owned).collect()
    }

    #[test]
    fn a_day_is_an_event_without_titles_unless_they_are_asked_for() {
        let text = calendar(&[day(&[])], "https://gitgud.example", "abc");
        let lines = lines(&text);
        for line in [
            "BEGIN:VCALENDAR",
            "VERSION:2.0",
            "UID:20261129-abc@gitgud",
            "DTSTART;VALUE=DATE:20261129",
            "SUMMARY:Review: 45 min\\, 3 problems",
            "TRANSP:TRANSPARENT",
            "URL:https://gitgud.example/review",
            "END:VCALENDAR",
        ] {
            assert!(
                lines.iter().any(|one| one == line),
                "{line} is not in {text}"
            );
        }
        assert!(!text.contains("DESCRIPTION"), "{text}");
        assert_eq!(text.matches("BEGIN:VEVENT").count(), 1);
    }

    #[test]
    fn titles_cannot_add_lines_of_their_own() {
        let hostile = "Two; Sum, \\ and\r\nATTACH:http://evil.example\u{1F9E8}".repeat(4);
        let text = calendar(
            &[day(&[&hostile, "Second"])],
            "https://gitgud.example",
            "abc",
        );
        assert!(
            lines(&text).iter().all(|line| !line.starts_with("ATTACH")),
            "{text}"
        );
        assert!(text.split("\r\n").all(|line| line.len() <= 75), "{text}");
        let unfolded = lines(&text).join("\n");
        assert!(unfolded.contains("Two\\; Sum\\, \\\\ and"), "{unfolded}");
        assert!(unfolded.contains("and 1 more"), "{unfolded}");
    }

    #[test]
    fn nothing_due_is_an_empty_calendar() {
        let text = calendar(&[], "https://gitgud.example", "abc");
        assert!(text.starts_with("BEGIN:VCALENDAR\r\n") && text.ends_with("END:VCALENDAR\r\n"));
    }
}
