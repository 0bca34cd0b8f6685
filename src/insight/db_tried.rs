//! The tried problems of journals, kept in memory between requests: of a journal that has changed only what
//! changed is read (decision 023).

use super::{
    report::patterns::Memory,
    tried::{AllTried, Tried},
};
use crate::{
    auth::model::UserId,
    problem::model::Difficulty,
    review::{self, fsrs::Weights},
};
use chrono::{DateTime, NaiveDate, Utc};
use moka::sync::Cache;
use sqlx::PgPool;
use std::{sync::Arc, time::Duration};
use tokio::sync::{Mutex, OwnedMutexGuard};
use uuid::Uuid;

/// Most problems that are kept, over all journals: some 300 bytes each.
const KEPT_PROBLEMS: u64 = 200_000;
/// How long a journal is kept that nobody looks at.
const KEPT_FOR: Duration = Duration::from_hours(1);
/// Before the first revision.
const NOTHING_READ: i64 = -1;

/// What is kept of journals. Shared by all requests of a process; what another process changes is read by the
/// revision that it leaves.
#[derive(Clone, Debug)]
pub struct Journals {
    pool: PgPool,
    kept: Cache<UserId, Kept>,
}

#[derive(Clone, Debug, Default)]
struct Kept {
    problems: u32,
    journal: Arc<Mutex<Journal>>,
}

#[derive(Debug, Default)]
struct Journal {
    /// Whether, and until when, it has been read.
    read: Option<State>,
    tried: AllTried,
    /// What was computed of it, on which day and with which weights.
    memory: Option<(NaiveDate, Weights, Memory)>,
}

/// The state of a journal.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
struct State {
    /// When the person's row was made: whoever deletes everything and comes back begins with the first revision.
    began_at: DateTime<Utc>,
    /// Goes up with every change.
    revision: i64,
}

/// A journal as it is now. Others who ask for the same one wait until this is dropped.
pub struct JournalNow {
    journal: OwnedMutexGuard<Journal>,
    /// The person's weights.
    pub weights: Weights,
}

impl JournalNow {
    /// Its tried problems.
    pub fn tried(&self) -> &AllTried {
        &self.journal.tried
    }

    /// What is remembered of it on a day.
    pub fn memory(&mut self, today: NaiveDate) -> Memory {
        if let Some((day, weights, memory)) = &self.journal.memory
            && (day, weights) == (&today, &self.weights)
        {
            return memory.clone();
        }
        let memory = Memory::new(&self.weights, today, self.journal.tried.iter());
        self.journal.memory = Some((today, self.weights, memory.clone()));
        memory
    }
}

impl Journals {
    /// Those of this database.
    pub fn new(pool: PgPool) -> Self {
        let kept = Cache::builder()
            .weigher(|_, kept: &Kept| kept.problems.max(1))
            .max_capacity(KEPT_PROBLEMS)
            .time_to_idle(KEPT_FOR)
            .build();
        Self { pool, kept }
    }

    /// The database they are of.
    pub fn pool(&self) -> &PgPool {
        &self.pool
    }

    /// Somebody's journal as it is now.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub async fn now(&self, user: &UserId) -> Result<JournalNow, sqlx::Error> {
        let kept = self.kept.get_with_by_ref(user, Kept::default);
        let (state, weights) = state(&self.pool, user).await?;
        let mut journal = Arc::clone(&kept.journal).lock_owned().await;
        if journal.read != Some(state) {
            catch_up(&self.pool, user, &mut journal, state).await?;
            let problems = u32::try_from(journal.tried.len()).unwrap_or(u32::MAX);
            if problems != kept.problems {
                let journal = kept.journal;
                self.kept.insert(user.clone(), Kept { problems, journal });
            }
        }
        Ok(JournalNow { journal, weights })
    }
}

async fn catch_up(
    pool: &PgPool,
    user: &UserId,
    journal: &mut Journal,
    state: State,
) -> Result<(), sqlx::Error> {
    let after = match journal.read {
        Some(read) if read.began_at == state.began_at => read.revision,
        _ => NOTHING_READ,
    };
    if after == NOTHING_READ {
        journal.tried = AllTried::default();
    }
    journal.memory = None;
    // Until it is whole again nothing is read: the statement may fail, or the request go away.
    journal.read = None;
    if after < state.revision {
        for (problem, tried) in changed(pool, user, after).await? {
            journal.tried.set(problem, tried);
        }
    }
    // Whoever asked earlier and waited longer brings back nothing: what is there is newer.
    journal.read = Some(State {
        revision: state.revision.max(after),
        ..state
    });
    Ok(())
}

/// The state of a journal, and the person's weights. Somebody of whom there is nothing has an empty one.
async fn state(pool: &PgPool, user: &UserId) -> Result<(State, Weights), sqlx::Error> {
    let row = sqlx::query!(
        r#"select u.created_at as "began_at!", u.weights, coalesce(t.revision, 0) as "revision!"
           from users u left join journal_totals t on t.user_id = u.clerk_id
           where u.clerk_id = $1"#,
        user.as_str()
    )
    .fetch_optional(pool)
    .await?;
    let nothing = State {
        began_at: DateTime::UNIX_EPOCH,
        revision: NOTHING_READ,
    };
    Ok(match row {
        Some(row) => {
            let state = State {
                began_at: row.began_at,
                revision: row.revision,
            };
            (state, Weights::stored(row.weights))
        }
        None => (nothing, Weights::default()),
    })
}

/// The problems that changed after a revision; none for one that was never tried, or is gone.
async fn changed(
    pool: &PgPool,
    user: &UserId,
    after: i64,
) -> Result<Vec<(Uuid, Option<Tried>)>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select c.problem_id, g.stability as "stability?", g.memory_difficulty as "memory_difficulty?",
                  g.reviewed_on as "reviewed_on?", g.due_on as "due_on?", g.expected_minutes as "expected_minutes?",
                  coalesce(g.last_was_recall, false) as "last_was_recall!",
                  p.difficulty as "difficulty?: Difficulty",
                  (g.latest_status is not distinct from 'solved') as "solved!",
                  coalesce(p.tags, '{}') as "tags!"
           from problem_changes c
           left join problem_progress g on g.user_id = $1 and g.problem_id = c.problem_id
           left join problems p on p.user_id = $1 and p.id = c.problem_id
           where c.user_id = $1 and c.revision > $2"#,
        user.as_str(),
        after
    )
    .fetch_all(pool)
    .await?;
    let changed = rows.into_iter().map(|row| {
        let tried = row
            .stability
            .zip(row.memory_difficulty)
            .zip(row.reviewed_on.zip(row.difficulty))
            .map(
                |((stability, memory_difficulty), (reviewed_on, difficulty))| Tried {
                    memory: review::fsrs::Memory {
                        stability,
                        difficulty: memory_difficulty,
                    },
                    reviewed_on,
                    due_on: row.due_on,
                    expected_minutes: row.expected_minutes,
                    last_was_recall: row.last_was_recall,
                    difficulty,
                    solved: row.solved,
                    tags: row.tags,
                },
            );
        (row.problem_id, tried)
    });
    Ok(changed.collect())
}
