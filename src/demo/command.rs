//! What may be asked of `gitgud demo`, and its answers.

use super::{
    calendar::ZONE,
    db,
    generate::{Plan, journal},
};
use crate::auth::model::UserId;
use chrono::{Days, NaiveDate, Utc};

/// Ids of people start with this.
const USER_PREFIX: &str = "user_";
/// Longest id of a person, in characters; the same as in the database.
const USER_LIMIT: usize = 200;

/// Writes a believable journal for somebody.
#[derive(Clone, Debug, clap::Args)]
pub struct Options {
    /// Whose journal; `ada` stands for `user_ada`.
    #[arg(long, value_name = "NAME")]
    pub user: String,
    /// Number of problems.
    #[arg(long, default_value_t = 150, value_parser = clap::value_parser!(u32).range(1..=40_000))]
    pub problems: u32,
    /// Number of attempts.
    #[arg(long, default_value_t = 500, value_parser = clap::value_parser!(u32).range(..=1_000_000))]
    pub attempts: u32,
    /// Another seed gives another journal, the same seed and last day the same one.
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// The last day of the journal, YYYY-MM-DD; yesterday unless given.
    #[arg(long, value_name = "DATE")]
    pub until: Option<NaiveDate>,
    /// Delete this person's problems and attempts first.
    #[arg(long)]
    pub replace: bool,
}

/// What was written.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// Number of problems.
    pub problems: usize,
    /// Number of attempts.
    pub attempts: usize,
}

/// Why nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    /// The name cannot be an id.
    #[error("“{0}” cannot be a user: give a name of up to 200 characters without spaces")]
    UserName(String),
    /// There is a journal already.
    #[error("{0} already has problems, so nothing was written; --replace deletes them first")]
    NotEmpty(String),
    /// The database did not take it; nothing was written.
    #[error("the database did not take the journal, so nothing was written: {0}")]
    Database(#[from] sqlx::Error),
}

/// Makes the journal and stores it in one transaction.
///
/// # Errors
/// When the name cannot be an id, the person already has problems and `replace` is not set, or
/// the database refuses. Nothing is written then.
pub async fn run(pool: &sqlx::PgPool, options: Options) -> Result<Written, DemoError> {
    let user = user_id(&options.user)?;
    // Yesterday, because today's attempts would partly lie in the future.
    let yesterday = Utc::now().with_timezone(&ZONE).date_naive() - Days::new(1);
    let plan = Plan {
        user: user.as_str().to_owned(),
        problems: usize::try_from(options.problems).unwrap_or(usize::MAX),
        attempts: usize::try_from(options.attempts).unwrap_or(usize::MAX),
        seed: options.seed,
        until: options.until.unwrap_or(yesterday),
    };
    db::store(pool, &user, options.replace, || journal(&plan)).await
}

fn user_id(name: &str) -> Result<UserId, DemoError> {
    let name = name.trim();
    let bare = name.strip_prefix(USER_PREFIX).unwrap_or(name);
    let id = format!("{USER_PREFIX}{bare}");
    let unusable = |c: char| c.is_whitespace() || c.is_control();
    if bare.is_empty() || id.chars().count() > USER_LIMIT || bare.contains(unusable) {
        return Err(DemoError::UserName(name.to_owned()));
    }
    Ok(UserId::new(id))
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::Parser;

    #[derive(Parser)]
    struct Command {
        #[command(flatten)]
        options: Options,
    }

    #[test]
    fn a_bare_name_gets_the_prefix_and_an_id_keeps_it() {
        assert_eq!(user_id("ada").unwrap().as_str(), "user_ada");
        assert_eq!(user_id(" user_ada ").unwrap().as_str(), "user_ada");
        for name in ["", "user_", "two words", "a\u{0}b", &"x".repeat(196)] {
            assert!(
                matches!(user_id(name), Err(DemoError::UserName(_))),
                "{name}"
            );
        }
    }

    #[test]
    fn only_the_user_must_be_given() {
        let options = Command::try_parse_from(["demo", "--user", "ada"])
            .unwrap()
            .options;
        assert_eq!(
            (options.problems, options.attempts, options.seed),
            (150, 500, 1)
        );
        assert_eq!((options.until, options.replace), (None, false));
        assert!(Command::try_parse_from(["demo"]).is_err());
        assert!(Command::try_parse_from(["demo", "--user", "ada", "--until", "tomorrow"]).is_err());
        assert!(Command::try_parse_from(["demo", "--user", "ada", "--problems", "0"]).is_err());
    }
}
