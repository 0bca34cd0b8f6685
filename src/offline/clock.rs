//! The clock of a device without the network.

use crate::{
    attempt::{
        fields::{CLOCK_TOLERANCE_MINUTES, EARLIEST_DATE},
        model::Moment,
    },
    error::FieldErrors,
};
use chrono::{DateTime, Duration, NaiveDate, NaiveDateTime, Utc};
use serde::Deserialize;

/// What the device's clock says.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Clock {
    /// Now, UTC.
    pub at: DateTime<Utc>,
    /// The person's offset from UTC now, in minutes, east positive.
    pub offset: i16,
    /// IANA name of the device's zone.
    pub zone: String,
    /// Before this hour it is still yesterday.
    #[serde(skip)]
    pub day_start_hour: i16,
}

impl Clock {
    /// What it says at an instant. The offset is that of now: the server settles it when the change arrives.
    pub fn moment(&self, at: DateTime<Utc>) -> Moment {
        let local = at.naive_utc() + Duration::minutes(i64::from(self.offset));
        Moment {
            at,
            utc_offset_minutes: self.offset,
            local_date: (local - Duration::hours(i64::from(self.day_start_hour))).date(),
        }
    }

    /// The person's date.
    pub fn today(&self) -> NaiveDate {
        self.moment(self.at).local_date
    }

    /// The moment of a time read off this clock, or of `made_at` if none was.
    ///
    /// # Errors
    /// A message at the field `attempted_at` when the time has not come yet.
    pub fn read(
        &self,
        local: Option<NaiveDateTime>,
        made_at: DateTime<Utc>,
    ) -> Result<Moment, FieldErrors> {
        let Some(local) = local else {
            return Ok(self.moment(made_at));
        };
        let at = (local - Duration::minutes(i64::from(self.offset))).and_utc();
        if at > self.at + Duration::minutes(CLOCK_TOLERANCE_MINUTES) || local.date() < EARLIEST_DATE
        {
            let message = "That has not happened yet. Check the date and time.";
            return Err(FieldErrors::one("attempted_at", message));
        }
        Ok(self.moment(at))
    }
}
