//! The command line: one binary, a few verbs.

use super::{config::Config, migrate, pool, serve, telemetry};
use crate::{
    auth::model::UserId,
    demo, insight,
    problem::{db::everybody, recognise::recognise},
    review::{
        db_fitting::{FittingError, fit_person},
        fit::Fit,
    },
    webhook::reconcile,
};
use clap::{Parser, Subcommand};
use std::{
    io::{self, BufRead, Write},
    process::ExitCode,
};

#[derive(Parser)]
#[command(name = "gitgud", version, about)]
struct Arguments {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Subcommand)]
enum Verb {
    /// Serve the app until stopped. Applies pending migrations first.
    Serve(Box<Config>),
    /// Bring the database up to date (an existing GitGud database is adopted) and stop.
    Migrate(DatabaseOptions),
    /// Write a made-up journal for one person, to try the app with.
    Demo(DemoOptions),
    /// Derive what the pages show from the attempt log again: after a repair, or to be sure.
    Rebuild(JournalOptions),
    /// Fit the weights of the schedule to people's own logs, as `serve` does by itself from time to time.
    FitWeights(JournalOptions),
    /// Make up for what Clerk's webhooks did not tell: names, and people who were deleted there.
    ReconcileUsers(Box<ReconcileOptions>),
    /// Read links from standard input, one per line; print platform, canonical link and title.
    Recognise,
}

#[derive(clap::Args)]
struct DatabaseOptions {
    /// Where the journal is kept, as a `postgres://` address.
    #[arg(long, env = "DATABASE_URL", hide_env_values = true)]
    database_url: secrecy::SecretString,
}

#[derive(clap::Args)]
struct DemoOptions {
    #[command(flatten)]
    database: DatabaseOptions,
    #[command(flatten)]
    journal: demo::Options,
}

#[derive(clap::Args)]
struct JournalOptions {
    #[command(flatten)]
    database: DatabaseOptions,
    /// Whose journal, by their id; everybody's unless given.
    #[arg(long, value_name = "ID")]
    user: Option<String>,
}

#[derive(clap::Args)]
struct ReconcileOptions {
    #[command(flatten)]
    config: Config,
    #[command(flatten)]
    how: reconcile::Options,
}

/// Why a command could not do its work.
#[derive(Debug, thiserror::Error)]
pub enum CommandError {
    /// The configuration is missing something or contradicts itself.
    #[error("{0}")]
    Configuration(#[from] crate::auth::config::ConfigProblems),
    /// The identity layer could not start.
    #[error("{0}")]
    Identity(#[from] crate::auth::session::AuthSetupError),
    /// The browser extension cannot be listened for.
    #[error("{0}")]
    Companion(#[from] crate::inbox::listen::ListenError),
    /// The database could not be opened or written.
    #[error("the database: {0}")]
    Database(#[from] sqlx::Error),
    /// A migration failed; everything before it is applied.
    #[error("migrating the database: {0}")]
    Migration(#[from] sqlx::migrate::MigrateError),
    /// The demo journal could not be written.
    #[error("{0}")]
    Demo(#[from] demo::DemoError),
    /// The provider's people could not be asked for.
    #[error("{0}")]
    Users(#[from] crate::auth::users::UsersError),
    /// What would be done is too much to be meant.
    #[error("{0}")]
    TooMuch(#[from] reconcile::TooMuch),
    /// The address is taken, or a file could not be read.
    #[error("{doing}: {cause}")]
    Io {
        /// What was being done.
        doing: String,
        /// What the system said.
        cause: io::Error,
    },
}

/// Parses the command line and does what it says.
pub fn run() -> ExitCode {
    let verb = Arguments::parse().verb;
    if let Verb::Recognise = verb {
        return report(recognise_lines());
    }
    telemetry::start();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        // More than the cores of a small machine: one worker stuck in rendering must not stop the rest.
        .worker_threads(4)
        .enable_all()
        .build();
    let runtime = match runtime {
        Ok(runtime) => runtime,
        Err(cause) => {
            return report(Err(CommandError::Io {
                doing: "starting".into(),
                cause,
            }));
        }
    };
    report(runtime.block_on(async {
        match verb {
            Verb::Serve(config) => serve::serve(*config).await,
            Verb::Migrate(options) => {
                let pool = pool::connect(&options.database_url).await?;
                migrate::migrate(&pool).await
            }
            Verb::Demo(options) => {
                let pool = pool::connect(&options.database.database_url).await?;
                let written = demo::run(&pool, options.journal).await?;
                say(&format!(
                    "wrote {} problems and {} attempts",
                    written.problems, written.attempts
                ));
                Ok(())
            }
            Verb::Rebuild(options) => {
                let pool = pool::connect(&options.database.database_url).await?;
                for user in journals(&pool, options.user).await? {
                    let mut tx = pool.begin().await?;
                    let problems = insight::db::rebuild(&mut tx, &user).await?;
                    tx.commit().await?;
                    say(&format!("{user}: {problems} problems derived"));
                }
                Ok(())
            }
            Verb::FitWeights(options) => {
                let pool = pool::connect(&options.database.database_url).await?;
                for user in journals(&pool, options.user).await? {
                    match fit_person(&pool, &user).await {
                        Ok(fit) => say(&format!("{user}: {}", told(&fit))),
                        Err(FittingError::Database(error)) => return Err(error.into()),
                        Err(error) => say(&format!("{user}: {error}")),
                    }
                }
                Ok(())
            }
            Verb::ReconcileUsers(options) => {
                let clerk = options.config.clerk()?;
                let pool = pool::connect(&options.config.database_url).await?;
                let report = reconcile::reconcile(&pool, &clerk, options.how).await?;
                report.lines().for_each(|line| say(&line));
                Ok(())
            }
            Verb::Recognise => Ok(()),
        }
    }))
}

/// Whose journals are meant.
async fn journals(pool: &pool::Pool, user: Option<String>) -> Result<Vec<UserId>, sqlx::Error> {
    match user {
        Some(user) => Ok(vec![UserId::new(user)]),
        None => everybody(&mut *pool.acquire().await?).await,
    }
}

/// What a fit came to, in a line.
fn told(fit: &Fit) -> String {
    let used = if fit.is_better() { "used" } else { "not used" };
    format!(
        "fitted to {} reviews; on {} later ones the loss is {:.4} instead of {:.4}: {used}",
        fit.fitted_reviews, fit.tried_reviews, fit.loss_after, fit.loss_before
    )
}

fn report(result: Result<(), CommandError>) -> ExitCode {
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(io::stderr(), "gitgud: {error}");
            ExitCode::FAILURE
        }
    }
}

fn say(line: &str) {
    let _ = writeln!(io::stdout(), "{line}");
}

fn recognise_lines() -> Result<(), CommandError> {
    let failed = |cause| CommandError::Io {
        doing: "recognising".into(),
        cause,
    };
    let mut output = io::BufWriter::new(io::stdout().lock());
    for bytes in io::stdin().lock().split(b'\n') {
        let bytes = bytes.map_err(failed)?;
        let pasted = String::from_utf8_lossy(&bytes);
        match recognise(pasted.trim_end_matches('\r')) {
            Some(link) => writeln!(
                output,
                "{}\t{}\t{}",
                link.platform.slug(),
                link.url,
                link.title
            ),
            None => writeln!(output, "invalid\t\t"),
        }
        .map_err(failed)?;
    }
    output.flush().map_err(failed)
}
