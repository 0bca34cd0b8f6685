//! Shared problems as they are read: rendered once for each state of the problem, and kept while they are read.

use super::{
    db::{self, Found, Shared},
    document::{self, Contents},
    model::is_token,
    picture,
};
use crate::{
    error::AppError,
    markdown,
    server::pool::Pool,
    token::secret::{Digest, digest_of, random_hex},
};
use moka::future::Cache;
use std::{
    sync::{Arc, OnceLock},
    time::Duration,
};

/// Random bytes of a link's token.
const TOKEN_BYTES: usize = 16;
/// Most bytes of rendered problems that are kept.
const KEPT_BYTES: u64 = 64 * 1024 * 1024;
/// How long one is kept that nobody reads.
const KEPT_FOR: Duration = Duration::from_hours(1);

/// A new link's token, and what is kept of it.
///
/// # Errors
/// When the system gives no randomness.
pub fn new_token() -> Result<(String, Digest), AppError> {
    let token =
        random_hex::<TOKEN_BYTES>().ok_or_else(|| AppError::internal(&"there is no randomness"))?;
    let digest = digest_of(&token);
    Ok((token, digest))
}

/// The link with this token.
pub fn address(origin: &str, token: &str) -> String {
    format!("{origin}/s/{token}")
}

/// Whose problem the link with this token shows; none when there is no such link, or no longer.
///
/// # Errors
/// When the database cannot answer.
pub async fn find(pool: &Pool, token: &str) -> Result<Option<Found>, AppError> {
    if is_token(token) {
        db::find(pool, &digest_of(token)).await
    } else {
        Ok(None)
    }
}

/// A shared problem, rendered.
#[derive(Debug)]
pub struct Published {
    /// Its title.
    pub title: String,
    /// What there is, in one sentence.
    pub summary: String,
    /// What stands in the main part of its page.
    pub contents: Contents,
    face: picture::Face,
    picture: OnceLock<Vec<u8>>,
}

impl Published {
    /// The picture of a link's preview, as a PNG; drawn when it is first asked for.
    pub fn picture(&self) -> &[u8] {
        self.picture.get_or_init(|| picture::draw(&self.face))
    }
}

/// Which state of what which link shows. Not by the share's id, which its maker chose.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Key {
    digest: Digest,
    revision: i64,
}

/// What is kept of shared problems. Whether a link still shows anything is asked of the database each time; what
/// it shows only when the problem has changed.
#[derive(Clone, Debug)]
pub struct Shelf(Cache<Key, Arc<Published>>);

impl Default for Shelf {
    fn default() -> Self {
        let cache = Cache::builder()
            .weigher(|_, published: &Arc<Published>| {
                // The picture comes later; it takes some tens of kilobytes.
                u32::try_from(published.contents.rest.len() + 50_000).unwrap_or(u32::MAX)
            })
            .max_capacity(KEPT_BYTES)
            .time_to_idle(KEPT_FOR);
        Self(cache.build())
    }
}

impl Shelf {
    /// What a link shows.
    ///
    /// # Errors
    /// When the database cannot answer, or the problem went this moment.
    pub async fn read(&self, pool: &Pool, found: &Found) -> Result<Arc<Published>, AppError> {
        let key = Key {
            digest: found.digest,
            revision: found.revision,
        };
        self.0
            .try_get_with(key, publish(pool, found))
            .await
            .map_err(|error: Arc<AppError>| (*error).clone())
    }
}

async fn publish(pool: &Pool, found: &Found) -> Result<Arc<Published>, AppError> {
    let Shared {
        problem,
        attempts,
        more,
    } = db::shared(pool, found).await?;
    let published = tokio::task::spawn_blocking(move || {
        let description_html = markdown::render(problem.description.as_deref());
        let attempts = markdown::render_attempts(attempts);
        Published {
            summary: document::summary(&problem, &attempts),
            face: picture::Face {
                title: problem.title.clone(),
                site: problem.site().unwrap_or_default().to_owned(),
                difficulty: problem.difficulty,
            },
            title: problem.title.clone(),
            contents: document::contents(problem, description_html, attempts, more),
            picture: OnceLock::new(),
        }
    })
    .await
    .map_err(|error| AppError::internal(&error))?;
    Ok(Arc::new(published))
}
