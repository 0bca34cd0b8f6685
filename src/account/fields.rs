//! What may be typed into the settings, and what it must be to be accepted.

use super::model::{DAILY_MINUTES, EditorPreferences, Indent, Settings, weekday};
use crate::{
    error::FieldErrors,
    review::schedule::{CAP, RETENTION},
};
use chrono::{Datelike, NaiveDate, Weekday};
use serde::{Deserialize, Serialize};

/// What stands in the form of the settings, as it was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SettingsFields {
    /// IANA name of a zone; empty to follow the device.
    pub time_zone: String,
    /// 0 to 23.
    pub day_start_hour: String,
    /// Whole minutes.
    pub daily_minutes: String,
    /// A date as a browser writes it, `2026-11-22`; empty for none.
    pub interview_date: String,
    /// Percent.
    pub retention: String,
    /// Days.
    pub interval_cap: String,
    /// 1 to 7, Monday first; empty for none.
    pub rest_day: String,
    /// The same once more.
    pub second_rest_day: String,
    /// `on` if it is ticked.
    pub quiet_days_count: String,
    /// `on` if it is ticked.
    pub offer_siblings: String,
    /// Spaces; 0 is a tab.
    pub indent: String,
    /// `on` if it is ticked.
    pub wraps: String,
    /// `on` if it is ticked.
    pub opens: String,
}

/// What a ticked box sends.
pub const TICKED: &str = "on";

/// The text of a field that says whether something is so.
pub fn ticked(is: bool) -> String {
    if is { TICKED.to_owned() } else { String::new() }
}

impl From<&Settings> for SettingsFields {
    fn from(settings: &Settings) -> Self {
        let rest_day = |place: usize| {
            let day = settings.rest_days.get(place);
            day.map(|day| day.number_from_monday().to_string())
                .unwrap_or_default()
        };
        Self {
            time_zone: settings.time_zone.clone().unwrap_or_default(),
            day_start_hour: settings.day_start_hour.to_string(),
            daily_minutes: settings.daily_minutes.to_string(),
            interview_date: settings
                .interview_date
                .map(|date| date.to_string())
                .unwrap_or_default(),
            retention: settings.retention.to_string(),
            interval_cap: settings.interval_cap.to_string(),
            rest_day: rest_day(0),
            second_rest_day: rest_day(1),
            quiet_days_count: ticked(settings.quiet_days_count),
            offer_siblings: ticked(settings.offer_siblings),
            indent: settings.editor.indent.spaces().to_string(),
            wraps: ticked(settings.editor.wraps),
            opens: ticked(settings.editor.opens),
        }
    }
}

impl SettingsFields {
    /// Checks every field. The zone's name is checked by the server, which knows them all; `today`
    /// is the person's, and `stored` is the date there was, which may have passed.
    ///
    /// # Errors
    /// One message per field that cannot be accepted.
    pub fn parse(
        &self,
        today: NaiveDate,
        stored: Option<NaiveDate>,
    ) -> Result<Settings, FieldErrors> {
        let mut errors = FieldErrors::default();
        let zone = self.time_zone.trim();
        let hour = self.day_start_hour.trim().parse();
        let day_start_hour = hour.ok().filter(|hour| (0..=23).contains(hour));
        if day_start_hour.is_none() {
            errors.add("day_start_hour", "Choose an hour from 0 to 23.");
        }
        let daily_minutes = number_within(&self.daily_minutes, &DAILY_MINUTES);
        if daily_minutes.is_none() {
            errors.add("daily_minutes", "Whole minutes, from 5 to 960.");
        }
        let interview_date =
            interview_date(&self.interview_date, today, stored).unwrap_or_else(|message| {
                errors.add("interview_date", message);
                None
            });
        let retention = number_within(&self.retention, &RETENTION);
        if retention.is_none() {
            errors.add("retention", "Whole per cent, from 80 to 95.");
        }
        let interval_cap = number_within(&self.interval_cap, &CAP);
        if interval_cap.is_none() {
            errors.add("interval_cap", "Whole days, from 7 to 365.");
        }
        let rest_days = self.rest_days().unwrap_or_else(|message| {
            errors.add("rest_day", message);
            Vec::new()
        });
        let indent = self.indent.trim().parse().map(Indent::from_spaces);
        let settings = Settings {
            time_zone: (!zone.is_empty()).then(|| zone.to_owned()),
            day_start_hour: day_start_hour.unwrap_or_default(),
            daily_minutes: daily_minutes.unwrap_or_default(),
            interview_date,
            retention: retention.unwrap_or_default(),
            interval_cap: interval_cap.unwrap_or_default(),
            rest_days,
            quiet_days_count: self.quiet_days_count == TICKED,
            offer_siblings: self.offer_siblings == TICKED,
            editor: EditorPreferences {
                indent: indent.unwrap_or_default(),
                wraps: self.wraps == TICKED,
                opens: self.opens == TICKED,
            },
        };
        if errors.is_empty() {
            Ok(settings)
        } else {
            Err(errors)
        }
    }
}

impl SettingsFields {
    /// The days of the week that are chosen, each once, in their order.
    fn rest_days(&self) -> Result<Vec<Weekday>, &'static str> {
        let mut days = Vec::new();
        for typed in [&self.rest_day, &self.second_rest_day] {
            let typed = typed.trim();
            if !typed.is_empty() {
                let day = typed.parse().ok().and_then(weekday);
                days.push(day.ok_or("Choose days of the week.")?);
            }
        }
        days.sort_by_key(Weekday::number_from_monday);
        days.dedup();
        Ok(days)
    }
}

fn number_within(typed: &str, limits: &std::ops::RangeInclusive<i16>) -> Option<i16> {
    let number = typed.trim().parse().ok()?;
    limits.contains(&number).then_some(number)
}

/// The last year an interview may be in.
const LAST_YEAR: i32 = 2100;

fn interview_date(
    typed: &str,
    today: NaiveDate,
    stored: Option<NaiveDate>,
) -> Result<Option<NaiveDate>, &'static str> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Ok(None);
    }
    let date = NaiveDate::parse_from_str(typed, "%Y-%m-%d")
        .map_err(|_| "A date, written as 2027-01-31.")?;
    if Some(date) == stored {
        return Ok(stored);
    }
    if date < today {
        return Err("That day has passed. Leave it empty if no interview is coming.");
    }
    if date.year() > LAST_YEAR {
        return Err("A day before the year 2101.");
    }
    Ok(Some(date))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn today() -> NaiveDate {
        date("2026-11-25")
    }

    fn fields(change: impl FnOnce(&mut SettingsFields)) -> SettingsFields {
        let mut fields = SettingsFields::from(&Settings::default());
        change(&mut fields);
        fields
    }

    #[test]
    fn what_is_stored_comes_back_as_it_was() {
        let settings = Settings {
            time_zone: Some("Asia/Tokyo".to_owned()),
            day_start_hour: 4,
            daily_minutes: 90,
            interview_date: Some(date("2027-01-31")),
            retention: 85,
            interval_cap: 30,
            rest_days: vec![Weekday::Fri, Weekday::Sun],
            quiet_days_count: false,
            offer_siblings: true,
            editor: EditorPreferences {
                indent: Indent::Tab,
                wraps: true,
                opens: true,
            },
        };
        assert_eq!(
            SettingsFields::from(&settings).parse(today(), None),
            Ok(settings)
        );
        let untouched = Settings::default();
        assert_eq!(
            SettingsFields::from(&untouched).parse(today(), None),
            Ok(untouched)
        );
    }

    #[test]
    fn every_number_has_its_limits_and_says_them() {
        for typed in ["", "4", "961", "1.5", "-60", "sixty", "99999999999"] {
            let errors = fields(|fields| fields.daily_minutes = typed.to_owned())
                .parse(today(), None)
                .unwrap_err();
            assert!(
                errors.of("daily_minutes").unwrap().contains("5 to 960"),
                "{typed}"
            );
        }
        for typed in ["", "24", "-1", "x"] {
            let errors = fields(|fields| fields.day_start_hour = typed.to_owned())
                .parse(today(), None)
                .unwrap_err();
            assert!(errors.of("day_start_hour").is_some(), "{typed}");
        }
        for typed in ["5", " 960 "] {
            assert!(
                fields(|fields| fields.daily_minutes = typed.to_owned())
                    .parse(today(), None)
                    .is_ok(),
                "{typed}"
            );
        }
    }

    #[test]
    fn the_schedule_has_limits_and_a_day_of_rest_is_chosen_once() {
        let of = |change: fn(&mut SettingsFields)| fields(change).parse(today(), None);
        for typed in ["79", "96", "", "9O"] {
            let errors = fields(|fields| fields.retention = typed.to_owned())
                .parse(today(), None)
                .unwrap_err();
            assert!(errors.of("retention").unwrap().contains("80 to 95"));
        }
        assert!(of(|fields| fields.interval_cap = "6".to_owned()).is_err());
        assert!(of(|fields| fields.interval_cap = "366".to_owned()).is_err());
        assert!(of(|fields| fields.rest_day = "8".to_owned()).is_err());
        let twice = of(|fields| {
            fields.rest_day = "7".to_owned();
            fields.second_rest_day = "7".to_owned();
        });
        assert_eq!(twice.unwrap().rest_days, [Weekday::Sun]);
    }

    #[test]
    fn an_interview_is_not_in_the_past_unless_it_was_there_before() {
        let on = |typed: &str, stored| {
            fields(|fields| fields.interview_date = typed.to_owned()).parse(today(), stored)
        };
        assert!(on("2026-11-25", None).is_ok());
        assert!(
            on("2026-11-24", None)
                .unwrap_err()
                .of("interview_date")
                .is_some()
        );
        assert_eq!(
            on("2026-11-24", Some(date("2026-11-24")))
                .unwrap()
                .interview_date,
            Some(date("2026-11-24"))
        );
        assert_eq!(on(" ", None).unwrap().interview_date, None);
        for typed in ["31.1.2027", "2027-02-30", "2101-01-01", "999999-01-01"] {
            assert!(on(typed, None).is_err(), "{typed}");
        }
    }
}
