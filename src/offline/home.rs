//! The home page.

use super::{
    Answered,
    journal::{Journal, Texts},
    told,
};
use crate::{
    account::model::days_until,
    attempt::model::{RecentAttempt, Status},
    change::copy::ProblemCopy,
    insight::model::{Dashboard, RECENT_COUNT, Totals, WAITING_COUNT, Waiting},
    text::ago,
};
use chrono::NaiveDate;

pub(super) async fn open() -> Answered {
    let journal = Journal::open(Texts::None).await?;
    told(Ok(dashboard(&journal)))
}

/// What the home page shows, but for what only the server knows: the inbox and what was typed elsewhere.
pub fn dashboard(journal: &Journal) -> Dashboard {
    let today = journal.clock.today();
    let interview = journal.person.settings.interview_date;
    Dashboard {
        totals: totals(journal),
        recent: recent(journal),
        until_interview: interview
            .map(|day| (day - today).num_days())
            .filter(|days| *days >= 0)
            .map(days_until)
            .unwrap_or_default(),
        // Only the server knows what waits there.
        inbox: 0,
        unsaved: Vec::new(),
        agenda: journal.today(false).agenda,
        unfinished: unfinished(journal, today),
        untried: untried(journal, today),
    }
}

fn totals(journal: &Journal) -> Totals {
    let mut totals = Totals::default();
    for copy in journal.copies.values() {
        let progress = &copy.progress;
        totals.problems += 1;
        match progress.latest_status {
            Some(Status::Solved) => totals.solved += 1,
            Some(Status::Partial) => totals.partial += 1,
            Some(Status::Failed) => totals.failed += 1,
            None => {}
        }
        totals.attempts += progress.attempts;
        totals.solved_attempts += progress.solved_attempts;
    }
    totals
}

fn recent(journal: &Journal) -> Vec<RecentAttempt> {
    let mut all: Vec<RecentAttempt> = journal
        .copies
        .values()
        .flat_map(|copy| copy.attempts.iter().map(move |attempt| (copy, attempt)))
        .map(|(copy, attempt)| RecentAttempt {
            id: attempt.id,
            problem_id: copy.problem.id,
            title: copy.problem.title.clone(),
            status: attempt.status,
            minutes: attempt.minutes,
            help: attempt.help,
            moment: attempt.moment,
        })
        .collect();
    all.sort_by_key(|attempt| std::cmp::Reverse((attempt.moment.at, attempt.id)));
    all.truncate(usize::try_from(RECENT_COUNT).unwrap_or(0));
    all
}

/// The problems that have waited longest since an attempt that did not solve them.
fn unfinished(journal: &Journal, today: NaiveDate) -> Vec<Waiting> {
    let open = [Some(Status::Partial), Some(Status::Failed)];
    let unfinished = journal
        .copies
        .values()
        .filter(|copy| open.contains(&copy.progress.latest_status));
    let mut unfinished: Vec<&ProblemCopy> = unfinished.collect();
    unfinished.sort_by_key(|copy| (copy.progress.latest_attempted_at, copy.problem.id));
    first(unfinished, today, |copy| copy.progress.latest_local_date)
}

/// The problems that came first among those without an attempt.
fn untried(journal: &Journal, today: NaiveDate) -> Vec<Waiting> {
    let untried = journal
        .copies
        .values()
        .filter(|copy| copy.progress.latest_status.is_none());
    let clock = &journal.clock;
    first(untried.collect(), today, |copy| {
        Some(clock.moment(copy.problem.created_at).local_date)
    })
}

fn first(
    waiting: Vec<&ProblemCopy>,
    today: NaiveDate,
    since: impl Fn(&ProblemCopy) -> Option<NaiveDate>,
) -> Vec<Waiting> {
    let shown = waiting
        .into_iter()
        .take(usize::try_from(WAITING_COUNT).unwrap_or(0));
    let told = shown.filter_map(|copy| {
        let since = since(copy)?;
        Some(Waiting {
            id: copy.problem.id,
            title: copy.problem.title.clone(),
            difficulty: copy.problem.difficulty,
            status: copy.progress.latest_status,
            since,
            ago: ago((today - since).num_days()),
        })
    });
    told.collect()
}
