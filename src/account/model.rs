//! What a person can choose: how their days are counted, what they practise for, how the code editor behaves, and
//! how the pages look on the device at hand.

use super::fields::SettingsFields;
use crate::{
    error::FieldErrors,
    insight::model::Totals,
    review::schedule::{DEFAULT_CAP, DEFAULT_RETENTION},
};
use chrono::{NaiveDate, Weekday};
use serde::{Deserialize, Serialize};

/// Least and most minutes a day that somebody may mean to practise.
pub const DAILY_MINUTES: std::ops::RangeInclusive<i16> = 5..=960;
/// Minutes a day of somebody who has not said anything.
pub const DEFAULT_DAILY_MINUTES: i16 = 60;

/// What has to be typed before everything is deleted.
pub const DELETE_PHRASE: &str = "delete everything";

/// Whether pages are light or dark. Of the device, not of the person: it is kept in a cookie, so
/// that the first byte of a page knows it.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Theme {
    /// As the device is.
    #[default]
    System,
    /// Always light.
    Light,
    /// Always dark.
    Dark,
}

impl Theme {
    /// All of them, in the order they are offered.
    pub const ALL: [Self; 3] = [Self::System, Self::Light, Self::Dark];

    /// How the cookie and forms call it.
    pub const fn slug(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// What a person calls it.
    pub const fn label(self) -> &'static str {
        match self {
            Self::System => "As the device",
            Self::Light => "Light",
            Self::Dark => "Dark",
        }
    }

    /// The theme of this name; none for any other.
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|theme| theme.slug() == slug)
    }

    /// The attribute `data-theme` of the document; none where the device decides.
    pub const fn attribute(self) -> Option<&'static str> {
        match self {
            Self::System => None,
            Self::Light => Some("light"),
            Self::Dark => Some("dark"),
        }
    }

    /// What the document tells the browser before there is a style sheet.
    pub const fn color_scheme(self) -> &'static str {
        match self {
            Self::System => "light dark",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }
}

/// How far the code editor indents.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Indent {
    /// One tab.
    Tab,
    /// Two spaces.
    Two,
    /// Three spaces.
    Three,
    /// Four spaces.
    #[default]
    Four,
    /// Eight spaces.
    Eight,
}

impl Indent {
    /// All of them, in the order they are offered.
    pub const ALL: [Self; 5] = [Self::Two, Self::Three, Self::Four, Self::Eight, Self::Tab];

    /// Spaces; 0 is a tab.
    pub const fn spaces(self) -> i16 {
        match self {
            Self::Tab => 0,
            Self::Two => 2,
            Self::Three => 3,
            Self::Four => 4,
            Self::Eight => 8,
        }
    }

    /// The indent of so many spaces; four if there is none such.
    pub fn from_spaces(spaces: i16) -> Self {
        Self::ALL
            .into_iter()
            .find(|indent| indent.spaces() == spaces)
            .unwrap_or_default()
    }

    /// What a person calls it.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Tab => "A tab",
            Self::Two => "2 spaces",
            Self::Three => "3 spaces",
            Self::Four => "4 spaces",
            Self::Eight => "8 spaces",
        }
    }
}

/// How the code editor behaves.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct EditorPreferences {
    /// How far it indents.
    pub indent: Indent,
    /// Whether long lines are wrapped.
    pub wraps: bool,
    /// Whether it opens by itself.
    pub opens: bool,
}

impl EditorPreferences {
    /// As `src/browser/js/code-editor.ts` reads them: the spaces, then a word for what is on.
    pub fn attribute(self) -> String {
        let wraps = if self.wraps { " wraps" } else { "" };
        let opens = if self.opens { " opens" } else { "" };
        format!("{}{wraps}{opens}", self.indent.spaces())
    }
}

/// What somebody chose for themselves.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settings {
    /// IANA name of their time zone; none to follow the device.
    pub time_zone: Option<String>,
    /// 0 to 23: before this hour it is still yesterday.
    pub day_start_hour: i16,
    /// Minutes a day they mean to practise, within [`DAILY_MINUTES`].
    pub daily_minutes: i16,
    /// The day of their interview, a local date.
    pub interview_date: Option<NaiveDate>,
    /// Percent of recall they aim at.
    pub retention: i16,
    /// Most days between two reviews of a problem.
    pub interval_cap: i16,
    /// Days of the week on which they mean to rest, at most two.
    pub rest_days: Vec<Weekday>,
    /// Whether a day on which nothing was due leaves their streak whole.
    pub quiet_days_count: bool,
    /// Whether another problem of its kind is offered when one went well and stays away for weeks.
    pub offer_siblings: bool,
    /// How the code editor behaves.
    pub editor: EditorPreferences,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            time_zone: None,
            day_start_hour: 0,
            daily_minutes: DEFAULT_DAILY_MINUTES,
            interview_date: None,
            retention: DEFAULT_RETENTION,
            interval_cap: DEFAULT_CAP,
            rest_days: Vec::new(),
            quiet_days_count: true,
            offer_siblings: false,
            editor: EditorPreferences::default(),
        }
    }
}

/// The days of the week, Monday first, and what a person calls them.
pub const WEEKDAYS: [(Weekday, &str); 7] = [
    (Weekday::Mon, "Monday"),
    (Weekday::Tue, "Tuesday"),
    (Weekday::Wed, "Wednesday"),
    (Weekday::Thu, "Thursday"),
    (Weekday::Fri, "Friday"),
    (Weekday::Sat, "Saturday"),
    (Weekday::Sun, "Sunday"),
];

/// The day of the week of this number: 1 is Monday, 7 is Sunday, as ISO 8601 counts.
pub fn weekday(number: i16) -> Option<Weekday> {
    let of = |day: Weekday| i64::from(day.number_from_monday()) == i64::from(number);
    WEEKDAYS
        .into_iter()
        .map(|(day, _)| day)
        .find(|day| of(*day))
}

/// Whether this is what has to be typed before everything is deleted: the words, however they are
/// spaced and written.
pub fn confirms_deletion(typed: &str) -> bool {
    typed
        .split_whitespace()
        .map(str::to_lowercase)
        .eq(DELETE_PHRASE.split(' ').map(str::to_owned))
}

/// What the page of the settings shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SettingsForm {
    /// What stands in the form.
    pub fields: SettingsFields,
    /// What is wrong with it.
    pub errors: FieldErrors,
    /// The zone that the device told; empty before it has.
    pub device_zone: String,
    /// What the person's clock shows, such as `25 Nov 2026, 10:21`; empty while nobody knows.
    pub now: String,
    /// What the person says about how long it is until the interview; empty without one.
    pub until_interview: String,
    /// Names of all zones.
    pub zones: Vec<String>,
    /// Whether pages are light or dark on this device.
    pub theme: Theme,
}

/// What goes when everything is deleted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Farewell {
    /// The numbers of the journal.
    pub totals: Totals,
    /// What was typed.
    pub phrase: String,
    /// What is wrong with it.
    pub errors: FieldErrors,
}

/// How far away a day is, for the person to read.
pub fn days_until(days: i64) -> String {
    match days {
        i64::MIN..=-1 => "That day has passed.".to_owned(),
        0 => "That is today.".to_owned(),
        1 => "That is tomorrow.".to_owned(),
        days => format!("That is in {days} days."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_whole_phrase_deletes_everything() {
        for typed in ["delete everything", " Delete   EVERYTHING\n"] {
            assert!(confirms_deletion(typed), "{typed}");
        }
        for typed in [
            "",
            "delete",
            "everything delete",
            "delete everything!",
            "deleteeverything",
        ] {
            assert!(!confirms_deletion(typed), "{typed}");
        }
    }

    #[test]
    fn names_lead_back_to_what_they_name() {
        for theme in Theme::ALL {
            assert_eq!(Theme::from_slug(theme.slug()), Some(theme));
        }
        assert_eq!(Theme::from_slug("sepia"), None);
        for indent in Indent::ALL {
            assert_eq!(Indent::from_spaces(indent.spaces()), indent);
        }
        assert_eq!(Indent::from_spaces(5), Indent::Four);
    }

    #[test]
    fn the_editor_is_told_its_preferences_in_words() {
        let mut editor = EditorPreferences::default();
        assert_eq!(editor.attribute(), "4");
        editor.wraps = true;
        editor.opens = true;
        editor.indent = Indent::Tab;
        assert_eq!(editor.attribute(), "0 wraps opens");
    }
}
