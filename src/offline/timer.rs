//! Timers that only this device knows.

use super::{
    Answered,
    journal::{Journal, KeptTimer, Texts},
    told,
};
use crate::{
    error::AppError,
    problem::model::ProblemId,
    timer::{
        api::ActOnTimer,
        model::{Action, Running, Timer, TimerAnswer, TimerView},
    },
};
use chrono::{Duration, Timelike};

impl Journal {
    /// The timer of a problem, for its page.
    pub fn timer_view(&self, problem: ProblemId) -> Option<TimerView> {
        let timer = self.timer(problem)?;
        let since = timer.running_since.map_or_else(String::new, |since| {
            let local = since.naive_utc() + Duration::minutes(i64::from(self.clock.offset));
            format!("{:02}:{:02}", local.hour(), local.minute())
        });
        Some(TimerView::of(timer, self.clock.at, since))
    }

    fn set_timer(&mut self, problem: ProblemId, timer: Timer) {
        let kept = KeptTimer {
            seconds: timer.seconds,
            running_since: timer.running_since,
            touched_at: self.clock.at,
        };
        self.aside.timers.insert(problem.0, kept);
    }

    /// Starts the timer of a problem, and stops any other.
    fn run(&mut self, problem: ProblemId) {
        let now = self.clock.at;
        for timer in self.aside.timers.values_mut() {
            let stopped = Timer {
                seconds: timer.seconds,
                running_since: timer.running_since,
            }
            .pause(now);
            (timer.seconds, timer.running_since) = (stopped.seconds, None);
        }
        let timer = self.timer(problem).unwrap_or_default().resume(now);
        self.set_timer(problem, timer);
    }
}

pub(super) async fn act(ActOnTimer { fields }: ActOnTimer) -> Answered {
    let mut journal = Journal::open(Texts::None).await?;
    let found = fields.problem_id.parse::<ProblemId>().ok();
    let Some(id) = found.filter(|id| journal.copies.contains_key(id)) else {
        return Some(Err(AppError::NotFound));
    };
    let now = journal.clock.at;
    let timer = journal.timer(id);
    match (Action::from_slug(&fields.action), timer) {
        (None, _) => return Some(Err(AppError::BadRequest)),
        (Some(Action::Run), _) => {
            // One that runs already goes on from where it is.
            if timer.is_none_or(|timer| timer.running_since.is_none()) {
                journal.run(id);
            }
        }
        // The server has it, and this device knows nothing of it.
        (Some(_), None) => return None,
        (Some(Action::Pause), Some(timer)) => journal.set_timer(id, timer.pause(now)),
        (Some(Action::Discard), Some(_)) => {
            journal.aside.timers.remove(&id.0);
        }
        (Some(Action::LeaveOut), Some(timer)) => {
            let (Ok(since), Ok(seconds)) = (fields.since.parse(), fields.seconds.parse()) else {
                return Some(Err(AppError::BadRequest));
            };
            if timer.running_since == Some(since) {
                journal.set_timer(id, timer.leave_out(seconds, now));
            }
        }
    }
    journal.keep_aside().await?;
    let page = format!("/problems/{id}");
    told(Ok(TimerAnswer {
        timer: journal.timer_view(id),
        back: match fields.back.as_str() {
            "attempt" => page + "/attempts/new",
            "review" => format!("/review?problem={id}"),
            _ => page,
        },
    }))
}

pub(super) async fn running() -> Answered {
    let journal = Journal::open(Texts::None).await?;
    let running = journal
        .aside
        .timers
        .iter()
        .find(|(_, timer)| timer.running_since.is_some());
    let running = running.and_then(|(id, _)| {
        let problem = ProblemId(*id);
        Some(Running {
            problem,
            title: journal.copies.get(&problem)?.problem.title.clone(),
            timer: journal.timer_view(problem)?,
        })
    });
    told(Ok(running))
}
