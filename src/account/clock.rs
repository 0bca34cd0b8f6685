//! The person's clock: which zone their times are in and when their day begins.

use crate::{
    attempt::{fields::CLOCK_TOLERANCE_MINUTES, model::Moment},
    error::FieldErrors,
};
use chrono::{DateTime, Duration, MappedLocalTime, NaiveDateTime, Offset, TimeZone, Utc};
use chrono_tz::Tz;

/// Zone and day start of one person.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Clock {
    zone: Tz,
    /// 0 to 23: before this hour it is still yesterday.
    day_start_hour: i64,
}

impl Clock {
    /// The clock told by the settings, else by the browser's cookie, else UTC.
    /// Unknown zone names count as not told.
    pub fn new(settings: Option<&str>, cookie: Option<&str>, day_start_hour: i16) -> Self {
        let told = |name: Option<&str>| name.and_then(|name| name.parse::<Tz>().ok());
        Self {
            zone: told(settings).or_else(|| told(cookie)).unwrap_or(Tz::UTC),
            day_start_hour: i64::from(day_start_hour.clamp(0, 23)),
        }
    }

    /// IANA name of the zone.
    pub fn zone_name(&self) -> &'static str {
        self.zone.name()
    }

    /// What this clock says at an instant.
    pub fn moment(&self, at: DateTime<Utc>) -> Moment {
        let local = at.with_timezone(&self.zone);
        let offset_minutes = local.offset().fix().local_minus_utc() / 60;
        Moment {
            at,
            utc_offset_minutes: i16::try_from(offset_minutes).unwrap_or(0),
            local_date: (local.naive_local() - Duration::hours(self.day_start_hour)).date(),
        }
    }

    /// The moment of a time read off this clock, or of `now` if none was. A time that the clock
    /// showed twice is the earlier one; one that it skipped is as far after the gap as it was
    /// past the gap's start.
    ///
    /// # Errors
    /// A message at the field `attempted_at` when the time has not come yet.
    pub fn read(
        &self,
        local: Option<NaiveDateTime>,
        now: DateTime<Utc>,
    ) -> Result<Moment, FieldErrors> {
        let Some(local) = local else {
            return Ok(self.moment(now));
        };
        let at = match self.zone.from_local_datetime(&local) {
            MappedLocalTime::Single(time) | MappedLocalTime::Ambiguous(time, _) => {
                time.with_timezone(&Utc)
            }
            MappedLocalTime::None => {
                let day_before = self
                    .zone
                    .offset_from_utc_datetime(&(local - Duration::days(1)));
                (local - Duration::seconds(i64::from(day_before.fix().local_minus_utc()))).and_utc()
            }
        };
        self.past(at, now)
    }

    /// The moment of an instant.
    ///
    /// # Errors
    /// A message at the field `attempted_at` when it has not come yet.
    pub fn past(&self, at: DateTime<Utc>, now: DateTime<Utc>) -> Result<Moment, FieldErrors> {
        if at > now + Duration::minutes(CLOCK_TOLERANCE_MINUTES) {
            return Err(FieldErrors::one(
                "attempted_at",
                format!(
                    "That has not happened yet: in {} it is {}.",
                    self.zone_name(),
                    self.moment(now).local_time().format("%Y-%m-%d %H:%M")
                ),
            ));
        }
        Ok(self.moment(at))
    }
}

/// Whether this is the IANA name of a zone.
pub fn is_zone(name: &str) -> bool {
    name.parse::<Tz>().is_ok()
}

/// The zones that people choose from: those named after a place, and UTC.
pub fn zone_names() -> Vec<String> {
    chrono_tz::TZ_VARIANTS
        .iter()
        .map(|zone| zone.name())
        .filter(|name| {
            let place = name.contains('/') && !name.starts_with("Etc/") && !name.starts_with("US/");
            place || *name == "UTC"
        })
        .map(str::to_owned)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::NaiveDate;

    fn instant(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    fn local(text: &str) -> NaiveDateTime {
        text.parse().unwrap()
    }

    fn date(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    const NOW: &str = "2026-11-22T12:00:00Z";

    #[test]
    fn settings_win_over_the_cookie_and_nonsense_is_utc() {
        assert_eq!(
            Clock::new(Some("Asia/Tokyo"), Some("Europe/Paris"), 0).zone_name(),
            "Asia/Tokyo"
        );
        assert_eq!(
            Clock::new(None, Some("Europe/Paris"), 0).zone_name(),
            "Europe/Paris"
        );
        assert_eq!(
            Clock::new(Some("Mars/Base"), Some("x'; drop"), 0).zone_name(),
            "UTC"
        );
    }

    #[test]
    fn the_local_date_is_the_persons_not_the_servers() {
        let evening_in_new_york = instant("2026-11-22T03:30:00Z");
        let moment = Clock::new(Some("America/New_York"), None, 0).moment(evening_in_new_york);
        assert_eq!(moment.local_date, date("2026-11-21"));
        assert_eq!(moment.utc_offset_minutes, -300);
    }

    #[test]
    fn before_the_day_start_it_is_still_yesterday() {
        let clock = Clock::new(None, None, 4);
        assert_eq!(
            clock.moment(instant("2026-11-22T03:59:00Z")).local_date,
            date("2026-11-21")
        );
        assert_eq!(
            clock.moment(instant("2026-11-22T04:00:00Z")).local_date,
            date("2026-11-22")
        );
    }

    #[test]
    fn a_time_shown_twice_is_the_earlier_and_a_skipped_one_is_after_the_gap() {
        let berlin = Clock::new(Some("Europe/Berlin"), None, 0);
        let twice = berlin
            .read(Some(local("2026-10-25T02:30:00")), instant(NOW))
            .unwrap();
        assert_eq!(twice.at, instant("2026-10-25T00:30:00Z"));
        let skipped = berlin
            .read(Some(local("2026-03-29T02:30:00")), instant(NOW))
            .unwrap();
        assert_eq!(skipped.at, instant("2026-03-29T01:30:00Z"));
        assert_eq!(skipped.local_time(), local("2026-03-29T03:30:00"));
    }

    #[test]
    fn the_future_is_refused_with_what_the_clock_says() {
        let clock = Clock::new(None, None, 0);
        assert!(
            clock
                .read(Some(local("2026-11-22T12:09:00")), instant(NOW))
                .is_ok()
        );
        let refused = clock
            .read(Some(local("2026-11-22T12:11:00")), instant(NOW))
            .unwrap_err();
        assert!(
            refused
                .of("attempted_at")
                .unwrap()
                .contains("2026-11-22 12:00")
        );
    }

    #[test]
    fn no_time_means_now() {
        assert_eq!(
            Clock::new(None, None, 0)
                .read(None, instant(NOW))
                .unwrap()
                .at,
            instant(NOW)
        );
    }
}
