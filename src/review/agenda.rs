//! What today holds, in problems and minutes, and the sentences about it.

use super::queue::Queue;
use crate::{
    problem::model::ProblemId,
    text::{count, counted},
    ui::time::near_day_text,
};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// Most problems that are put off to later days at once.
pub const SPREAD_LIMIT: usize = 200;
/// Most problems of today that are listed.
pub const LISTED: usize = 30;

/// What today holds.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Agenda {
    /// The person's date.
    pub today: NaiveDate,
    /// Problems that are due and fit into the minutes left.
    pub due: i32,
    /// Problems that were never tried and fit beside them.
    pub new: i32,
    /// Minutes that all of those are expected to take.
    pub minutes: i32,
    /// Problems that are due and do not fit.
    pub waiting: i32,
    /// How many days those take, at [`Self::daily`] minutes a day.
    pub waiting_days: i32,
    /// How many of them can be spread at once, and over how many days.
    pub spread: (i32, i32),
    /// Minutes of today's attempts; one without a time counts as long as it was expected to take.
    pub spent: i32,
    /// Today's attempts.
    pub attempts: i32,
    /// Minutes a day the person means to practise.
    pub daily: i32,
    /// The next day on which something is due, and how much.
    pub next: Option<(NaiveDate, i32)>,
    /// Problems in the journal.
    pub problems: i32,
}

/// What to say when there is no problem to show.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Rest {
    /// There are some.
    None,
    /// The journal is empty.
    EmptyJournal,
    /// Today's minutes are done, and more is due.
    MinutesDone,
    /// Nothing is due.
    NothingDue,
}

impl Agenda {
    /// What a queue comes to. `total` problems of `total_minutes` are due; the queue has the first of them.
    /// `coming` are the minutes that come on each day after today anyway.
    #[must_use]
    pub fn with_queue(
        self,
        queue: &Queue,
        (total, total_minutes): (i32, i32),
        coming: &[i32],
    ) -> Self {
        let number = |count: usize| i32::try_from(count).unwrap_or(i32::MAX);
        let daily = self.daily.max(1);
        let due = number(queue.today);
        let waiting = total - due;
        let waiting_days = if number(queue.due.len()) < total {
            let minutes = total_minutes - queue.minutes_today();
            (minutes + daily - 1) / daily
        } else {
            number(queue.days_waiting(daily))
        };
        let spread = queue.spread(daily, coming);
        let spread = &spread[..spread.len().min(SPREAD_LIMIT)];
        let last = spread.last().map_or(0, |(_, day)| *day);
        Self {
            due,
            minutes: queue.minutes_today(),
            waiting,
            waiting_days,
            spread: (number(spread.len()), i32::try_from(last).unwrap_or(0)),
            ..self
        }
    }

    /// Minutes left of today; none or fewer when they are done.
    pub fn left(&self) -> i32 {
        self.daily - self.spent
    }

    /// Problems of today that are still to do.
    pub fn to_do(&self) -> i32 {
        self.due + self.new
    }

    /// Why there is nothing to do, if there is not.
    pub fn rest(&self) -> Rest {
        if self.to_do() > 0 {
            Rest::None
        } else if self.waiting > 0 {
            Rest::MinutesDone
        } else if self.problems == 0 {
            Rest::EmptyJournal
        } else {
            Rest::NothingDue
        }
    }

    /// `7 problems, about 95 minutes, 2 of them new.`; empty when there is nothing to do.
    pub fn to_do_text(&self) -> String {
        if self.to_do() <= 0 {
            return String::new();
        }
        let minutes = counted(size(self.minutes), "minute", "minutes");
        if self.due == 0 {
            let problems = counted(size(self.new), "new problem", "new problems");
            return format!("{problems}, about {minutes}.");
        }
        let problems = counted(size(self.to_do()), "problem", "problems");
        match self.new {
            0 => format!("{problems}, about {minutes}."),
            new => format!(
                "{problems}, about {minutes}, {} of them new.",
                count(size(new))
            ),
        }
    }

    /// `12 more wait, about 3 days at 60 minutes a day.`; empty when none do.
    pub fn waiting_text(&self) -> String {
        let more = if self.to_do() > 0 { " more" } else { "" };
        let days = counted(size(self.waiting_days), "day", "days");
        let daily = counted(size(self.daily), "minute", "minutes");
        match self.waiting {
            ..=0 => String::new(),
            1 => format!("1{more} waits, about {days} at {daily} a day."),
            many => format!(
                "{}{more} wait, about {days} at {daily} a day.",
                count(size(many))
            ),
        }
    }

    /// `Spread 12 over 3 days`; empty when there is nothing to spread.
    pub fn spread_text(&self) -> String {
        let (problems, days) = self.spread;
        let all = if problems < self.waiting {
            "the first "
        } else {
            ""
        };
        let over = counted(size(days), "day", "days");
        match problems {
            ..=0 => String::new(),
            1 => "Put it off until tomorrow".to_owned(),
            _ => format!("Spread {all}{} over {over}", count(size(problems))),
        }
    }

    /// `Next: 3 problems on 4 Dec.`; empty when nothing ever comes.
    pub fn next_text(&self) -> String {
        let Some((day, problems)) = self.next else {
            return String::new();
        };
        let problems = counted(size(problems), "problem", "problems");
        match near_day_text(day, self.today).as_str() {
            "tomorrow" => format!("Next: {problems} tomorrow."),
            day => format!("Next: {problems} on {day}."),
        }
    }
}

fn size(number: i32) -> usize {
    usize::try_from(number).unwrap_or(0)
}

/// A problem in today's list. Nothing of it gives away what is hidden until it is revealed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Listed {
    /// Which.
    pub id: ProblemId,
    /// Its title.
    pub title: String,
    /// Minutes it is expected to take.
    pub minutes: i32,
    /// Whether it was never tried, or is practised from the beginning.
    pub new: bool,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::review::queue::Due;
    use uuid::Uuid;

    fn agenda() -> Agenda {
        Agenda {
            today: "2026-11-28".parse().unwrap(),
            daily: 60,
            problems: 40,
            ..Agenda::default()
        }
    }

    fn queue(count: u128, left: i32) -> Queue {
        let due = |number| Due {
            id: ProblemId(Uuid::from_u128(number)),
            tag: String::new(),
            retrievability: 0.5,
            minutes: 20,
        };
        Queue::new((0..count).map(due).collect(), left)
    }

    #[test]
    fn today_is_told_in_problems_and_minutes() {
        let none = agenda();
        assert_eq!((none.to_do_text(), none.waiting_text()), Default::default());
        let some = agenda().with_queue(&queue(15, 60), (15, 300), &[]);
        assert_eq!(some.to_do_text(), "3 problems, about 60 minutes.");
        assert_eq!(
            some.waiting_text(),
            "12 more wait, about 4 days at 60 minutes a day."
        );
        assert_eq!(some.spread_text(), "Spread 12 over 4 days");
        let with_new = Agenda {
            new: 1,
            minutes: 90,
            ..some
        };
        assert_eq!(
            with_new.to_do_text(),
            "4 problems, about 90 minutes, 1 of them new."
        );
        let new = |new| {
            Agenda {
                new,
                minutes: 30,
                ..agenda()
            }
            .to_do_text()
        };
        assert_eq!(new(1), "1 new problem, about 30 minutes.");
        assert_eq!(new(2), "2 new problems, about 30 minutes.");
    }

    #[test]
    fn what_was_not_loaded_is_counted_by_its_minutes() {
        let many = agenda().with_queue(&queue(400, 60), (20_000, 400_000), &[]);
        assert_eq!(
            (many.due, many.waiting, many.waiting_days),
            (3, 19_997, 6_666)
        );
        assert_eq!(many.spread_text(), "Spread the first 200 over 67 days");
    }

    #[test]
    fn there_is_a_reason_when_there_is_nothing_to_do() {
        assert_eq!(agenda().rest(), Rest::NothingDue);
        assert_eq!(Agenda::default().rest(), Rest::EmptyJournal);
        let done = agenda().with_queue(&queue(1, 0), (1, 20), &[]);
        assert_eq!(done.rest(), Rest::MinutesDone);
        assert_eq!(
            done.waiting_text(),
            "1 waits, about 1 day at 60 minutes a day."
        );
        assert_eq!(done.spread_text(), "Put it off until tomorrow");
        assert_eq!(
            agenda().with_queue(&queue(1, 5), (1, 20), &[]).rest(),
            Rest::None
        );
    }

    #[test]
    fn a_goal_that_is_reached_leaves_nothing() {
        let left = |spent| Agenda { spent, ..agenda() }.left();
        assert_eq!([left(0), left(59)], [60, 1]);
        assert!(left(60) <= 0 && left(240) <= 0);
    }

    #[test]
    fn the_next_day_is_named() {
        let next = |day: &str, problems| {
            Agenda {
                next: Some((day.parse().unwrap(), problems)),
                ..agenda()
            }
            .next_text()
        };
        assert_eq!(next("2026-12-04", 3), "Next: 3 problems on 4 Dec.");
        assert_eq!(next("2026-11-29", 1), "Next: 1 problem tomorrow.");
        assert_eq!(agenda().next_text(), "");
    }
}
