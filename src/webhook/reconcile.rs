//! `gitgud reconcile-users`: makes up for messages that never came.

use super::db::{self, Learned};
use crate::{
    auth::{
        config::ClerkConfig,
        model::UserId,
        users::{Patience, Profile, Users, UsersError},
    },
    server::{cli::CommandError, pool::Pool},
};
use std::collections::HashMap;

/// How it is done.
#[derive(Copy, Clone, Debug, Default, clap::Args)]
pub struct Options {
    /// Change nothing; say what would be done.
    #[arg(long)]
    pub dry_run: bool,
    /// Go on although most of the people here are not known to Clerk.
    #[arg(long)]
    pub force: bool,
}

/// What would be done looks as if it were the wrong instance.
#[derive(Copy, Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "at least {unknown} of the {here} people here are not known to this Clerk instance; nothing was changed. \
     Is it the right one? --force goes on"
)]
pub struct TooMuch {
    /// People who have a row.
    pub here: usize,
    /// Those of them that the provider has said it does not know, when it was given up.
    pub unknown: usize,
}

/// What was done, or would be.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    dry_run: bool,
    /// People the provider knows.
    pub known: usize,
    /// People who had a row.
    pub here: usize,
    /// Who had none.
    pub added: Vec<UserId>,
    /// Whose name or its moment was not the newest.
    pub updated: Vec<UserId>,
    /// Whom the provider does not know any more.
    pub removed: Vec<UserId>,
    /// Whom the provider knows, but once said it had deleted.
    pub contradicted: Vec<UserId>,
}

impl Report {
    /// What to print: one line with the counts, and before it who is meant by what needs a look.
    pub fn lines(&self) -> impl Iterator<Item = String> {
        let each = |what: &str, users: &[UserId]| -> Vec<String> {
            users.iter().map(|user| format!("{what} {user}")).collect()
        };
        let mut lines = Vec::new();
        if self.dry_run {
            lines.extend(each("would add", &self.added));
            lines.extend(each("would update", &self.updated));
            lines.extend(each("would remove", &self.removed));
        }
        lines.extend(each(
            "deleted before, but known to Clerk:",
            &self.contradicted,
        ));
        lines.push(format!(
            "{}{} known to Clerk, {} here: {} added, {} updated, {} removed",
            if self.dry_run {
                "nothing changed; "
            } else {
                ""
            },
            self.known,
            self.here,
            self.added.len(),
            self.updated.len(),
            self.removed.len(),
        ));
        lines.into_iter()
    }
}

/// Asks the provider for everybody, keeps their names, and removes whoever it does not know. Nothing
/// is changed before all questions are answered.
///
/// # Errors
/// When the provider or the database cannot answer; [`CommandError::TooMuch`] when more than half of
/// the people here are not known.
pub async fn reconcile(
    pool: &Pool,
    clerk: &ClerkConfig,
    options: Options,
) -> Result<Report, CommandError> {
    let users = Users::new(clerk, Patience::default())?;
    // First who is here, then who is there: whoever comes meanwhile is not taken for gone.
    let here = db::everybody(pool).await?;
    let mut known = everybody_known(&users).await?;
    let mut gone = Vec::new();
    for user in &here {
        if known.contains_key(user) {
            continue;
        }
        // The list may have missed somebody while it moved, so this answer is what counts.
        match users.find(user).await? {
            Some(profile) => {
                known.insert(user.clone(), profile);
            }
            None => gone.push(user.clone()),
        }
        if !options.force && is_too_much(here.len(), gone.len()) {
            let (here, unknown) = (here.len(), gone.len());
            return Err(TooMuch { here, unknown }.into());
        }
    }

    let mut report = Report {
        dry_run: options.dry_run,
        known: known.len(),
        here: here.len(),
        ..Report::default()
    };
    let mut known: Vec<_> = known.into_values().collect();
    known.sort_unstable_by(|a, b| a.id.cmp(&b.id));
    for profile in known {
        match db::learn_of(pool, &profile, options.dry_run).await? {
            Learned::Added => report.added.push(profile.id),
            Learned::Updated => report.updated.push(profile.id),
            Learned::Removed => report.contradicted.push(profile.id),
            Learned::Nothing => {}
        }
    }
    for user in gone {
        if !options.dry_run {
            db::remove(pool, &user).await?;
        }
        report.removed.push(user);
    }
    Ok(report)
}

/// Whether it is certain that removing so many cannot be meant.
const fn is_too_much(here: usize, gone: usize) -> bool {
    gone > here / 2
}

/// Everybody on the provider's list, as far as it holds still.
async fn everybody_known(users: &Users) -> Result<HashMap<UserId, Profile>, UsersError> {
    let mut known = HashMap::new();
    let mut offset = 0;
    loop {
        let page = users.page(offset).await?;
        offset += page.len();
        let before = known.len();
        known.extend(
            page.into_iter()
                .map(|profile| (profile.id.clone(), profile)),
        );
        // An empty page ends the list, and so does one that says nothing new: it would go on for ever.
        if known.len() == before {
            return Ok(known);
        }
    }
}
