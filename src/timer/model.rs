//! What a timer is: the seconds of finished stretches, and the stretch that is running.

use crate::problem::model::ProblemId;
use chrono::{DateTime, Duration, SecondsFormat, Utc};
use serde::{Deserialize, Serialize};

/// Most minutes that a timer fills into a form: a day, which is the most an attempt can take.
pub const MINUTES_LIMIT: i32 = crate::attempt::model::MINUTES_LIMIT;

/// Time at one problem. It counts whole seconds; what a stretch has beyond its last whole second
/// is not counted.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq)]
pub struct Timer {
    /// Seconds of all finished stretches.
    pub seconds: i32,
    /// When the current stretch began; none while paused.
    pub running_since: Option<DateTime<Utc>>,
}

impl Timer {
    /// Seconds in all. A clock that went backwards adds nothing.
    pub fn elapsed(self, now: DateTime<Utc>) -> i32 {
        let stretch = self
            .running_since
            .map_or(0, |since| (now - since).num_seconds().max(0));
        let all = i64::from(self.seconds).saturating_add(stretch);
        i32::try_from(all).unwrap_or(i32::MAX)
    }

    /// Running; a stretch that runs already goes on.
    #[must_use]
    pub fn resume(self, now: DateTime<Utc>) -> Self {
        Self {
            running_since: self.running_since.or(Some(now)),
            ..self
        }
    }

    /// Paused, the current stretch added.
    #[must_use]
    pub fn pause(self, now: DateTime<Utc>) -> Self {
        Self {
            seconds: self.elapsed(now),
            running_since: None,
        }
    }

    /// The current stretch without so many seconds, at most all of it.
    #[must_use]
    pub fn leave_out(self, seconds: i32, now: DateTime<Utc>) -> Self {
        Self {
            running_since: self
                .running_since
                .map(|since| now.min(since + Duration::seconds(i64::from(seconds.max(0))))),
            ..self
        }
    }
}

/// Minutes that an attempt of so many seconds took: rounded, at least one, at most a day.
pub fn minutes(seconds: i32) -> i32 {
    let rounded = seconds.max(0).saturating_add(30) / 60;
    rounded.clamp(1, MINUTES_LIMIT)
}

/// Whether [`minutes`] cuts so many seconds to a day.
pub fn is_cut(seconds: i32) -> bool {
    seconds.saturating_add(30) / 60 > MINUTES_LIMIT
}

/// `0:07`, `12:34`, `1:02:03`.
pub fn clock_text(seconds: i32) -> String {
    let seconds = seconds.max(0);
    let (hours, minutes, seconds) = (seconds / 3_600, seconds / 60 % 60, seconds % 60);
    if hours > 0 {
        format!("{hours}:{minutes:02}:{seconds:02}")
    } else {
        format!("{minutes}:{seconds:02}")
    }
}

/// What can be done with a timer.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Action {
    /// Starts it, or goes on with a paused one.
    Run,
    /// Stops it for now.
    Pause,
    /// Throws it away.
    Discard,
    /// Takes time away from the current stretch.
    LeaveOut,
}

impl Action {
    /// The action with this name in forms.
    pub fn from_slug(slug: &str) -> Option<Self> {
        Some(match slug {
            "start" | "resume" => Self::Run,
            "pause" => Self::Pause,
            "discard" => Self::Discard,
            "leave-out" => Self::LeaveOut,
            _ => return None,
        })
    }
}

/// What a timer's form says, as it was sent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct TimerFields {
    /// Whose timer.
    pub problem_id: String,
    /// An action's name: `start`, `pause`, `resume`, `discard` or `leave-out`.
    pub action: String,
    /// For `leave-out`: the stretch that is meant, by its [`TimerView::running_since`], so that
    /// the same request sent twice takes the time away once.
    pub since: String,
    /// For `leave-out`: how many seconds.
    pub seconds: String,
    /// `attempt` to come back to the form of a new attempt, `review` to its review, else to the problem.
    pub back: String,
}

/// A timer as pages show it. Its texts are made by the server, which knows the person's clock.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TimerView {
    /// Seconds of all finished stretches.
    pub seconds: i32,
    /// When the current stretch began, exactly (RFC 3339); empty while paused.
    pub running_since: String,
    /// The same on the person's clock, such as `14:05`; empty while paused.
    pub since: String,
    /// Seconds in all when this was made.
    pub elapsed: i32,
    /// When this was made, on the server's clock (RFC 3339).
    pub now: String,
}

impl TimerView {
    /// A timer as it is now; `since` is when its stretch began, for the person to read.
    pub fn of(timer: Timer, now: DateTime<Utc>, since: String) -> Self {
        let exact = |at: DateTime<Utc>| at.to_rfc3339_opts(SecondsFormat::Micros, true);
        Self {
            seconds: timer.seconds,
            running_since: timer.running_since.map(exact).unwrap_or_default(),
            since,
            elapsed: timer.elapsed(now),
            now: exact(now),
        }
    }
}

/// What an action came to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TimerAnswer {
    /// The timer, if there still is one.
    pub timer: Option<TimerView>,
    /// The page to go on to.
    pub back: String,
}

/// The timer that runs, and what for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Running {
    /// The problem.
    pub problem: ProblemId,
    /// Its title.
    pub title: String,
    /// The timer.
    pub timer: TimerView,
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn at(second: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_790_000_000 + second, 0).unwrap()
    }

    #[test]
    fn a_pause_keeps_the_time_and_a_second_start_changes_nothing() {
        let timer = Timer::default().resume(at(0)).resume(at(40));
        assert_eq!(timer.elapsed(at(60)), 60);
        let paused = timer.pause(at(60));
        assert_eq!((paused.seconds, paused.elapsed(at(9_999))), (60, 60));
        assert_eq!(paused.pause(at(99)), paused);
        assert_eq!(paused.resume(at(100)).elapsed(at(130)), 90);
    }

    #[test]
    fn time_away_is_left_out_of_the_current_stretch_only() {
        let timer = Timer {
            seconds: 100,
            running_since: Some(at(0)),
        };
        assert_eq!(timer.leave_out(50, at(60)).elapsed(at(60)), 110);
        assert_eq!(timer.leave_out(500, at(60)).elapsed(at(60)), 100);
        assert_eq!(timer.leave_out(-500, at(60)).elapsed(at(60)), 160);
        assert_eq!(timer.pause(at(60)).leave_out(50, at(60)).seconds, 160);
    }

    #[test]
    fn minutes_are_rounded_and_stay_within_what_an_attempt_takes() {
        for (seconds, expected) in [
            (-5, 1),
            (0, 1),
            (29, 1),
            (89, 1),
            (90, 2),
            (754, 13),
            (86_400, 1_440),
            (86_429, 1_440),
            (86_430, 1_440),
            (i32::MAX, 1_440),
        ] {
            assert_eq!(minutes(seconds), expected, "{seconds}");
        }
        assert!(!is_cut(86_429) && is_cut(86_430) && is_cut(i32::MAX));
    }

    #[test]
    fn a_clock_shows_hours_only_when_there_are_some() {
        for (seconds, text) in [
            (7, "0:07"),
            (754, "12:34"),
            (3_723, "1:02:03"),
            (90_000, "25:00:00"),
        ] {
            assert_eq!(clock_text(seconds), text);
        }
    }

    proptest! {
        /// Each step: whether the timer is started (else paused), and the seconds until then.
        #[test]
        fn the_time_is_the_sum_of_the_running_stretches(
            steps in proptest::collection::vec((any::<bool>(), 0_i64..10_000), 0..40),
        ) {
            let (mut timer, mut running, mut now, mut sum) = (Timer::default(), false, 0, 0);
            for (start, wait) in steps {
                now += wait;
                sum += if running { wait } else { 0 };
                timer = if start { timer.resume(at(now)) } else { timer.pause(at(now)) };
                running = start;
                prop_assert_eq!(i64::from(timer.elapsed(at(now))), sum);
            }
        }

        #[test]
        fn a_clock_going_backwards_never_takes_time_away(
            steps in proptest::collection::vec((any::<bool>(), -10_000_i64..10_000), 0..40),
        ) {
            let (mut timer, mut now) = (Timer::default(), 0);
            for (start, wait) in steps {
                now += wait;
                let finished = timer.seconds;
                timer = if start { timer.resume(at(now)) } else { timer.pause(at(now)) };
                prop_assert!(timer.seconds >= finished);
                prop_assert!(timer.elapsed(at(now - 50_000)) >= 0);
            }
        }
    }
}
