//! What the provider says about people, and asking its backend API for it.

use super::{
    config::ClerkConfig,
    model::UserId,
    session::{AuthSetupError, http_client},
};
use chrono::{DateTime, Utc};
use reqwest::{Client, Response, StatusCode, header::RETRY_AFTER};
use secrecy::{ExposeSecret, SecretString};
use serde_json::Value;
use std::time::Duration;

/// Longest name that is kept, in characters; the same as in the database.
pub const NAME_LIMIT: usize = 200;
/// Longest id of a person, in characters; the same as in the database.
const ID_LIMIT: usize = 200;
/// The last millisecond since 1970 that has a year of four digits.
const LAST_MOMENT: i64 = 253_402_300_799_999;

/// People per page of the list: as many as the API gives.
const PAGE: usize = 500;
/// Larger answers are refused.
const LARGEST_ANSWER: usize = 64 * 1024 * 1024;

/// What we keep of what the provider says about somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Profile {
    /// Who they are.
    pub id: UserId,
    /// What to call them, within [`NAME_LIMIT`]; none if they have given no name.
    pub name: Option<String>,
    /// When the provider last changed something about them.
    pub updated_at: DateTime<Utc>,
}

impl Profile {
    /// Reads what matters of the provider's object of a user; none if it lacks an id or the moment.
    pub fn read(user: &Value) -> Option<Self> {
        let text = |name| user.get(name).and_then(Value::as_str).unwrap_or_default();
        let full = [text("first_name"), text("last_name")].join(" ");
        let updated_at = user.get("updated_at")?.as_i64()?;
        Some(Self {
            id: Self::id_in(user)?,
            name: tidied(&full).or_else(|| tidied(text("username"))),
            updated_at: DateTime::from_timestamp_millis(updated_at)
                .filter(|_| (0..=LAST_MOMENT).contains(&updated_at))?,
        })
    }

    /// The id of the provider's object of a user.
    pub fn id_in(user: &Value) -> Option<UserId> {
        let id = user.get("id")?.as_str()?;
        let usable =
            !id.is_empty() && id.chars().count() <= ID_LIMIT && !id.contains(char::is_control);
        usable.then(|| UserId::new(id))
    }
}

/// The name without what cannot be shown, and not longer than it may be; none if nothing is left.
fn tidied(name: &str) -> Option<String> {
    // Besides control characters: marks that would turn around the text that follows.
    let turns = |c| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let shown: String = name
        .chars()
        .filter(|c| !c.is_control() && !turns(*c))
        .collect();
    let cut: String = shown.trim().chars().take(NAME_LIMIT).collect();
    let name = cut.trim_end();
    (!name.is_empty()).then(|| name.to_owned())
}

/// How long the API is waited for, and how often it is asked again.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    /// How long one request may take in all.
    pub timeout: Duration,
    /// How often a request is made that the API could not answer.
    pub tries: u32,
    /// What is waited before the second time, if the API does not say; then twice as long each time.
    pub pause: Duration,
    /// The most that is waited, whatever the API says.
    pub longest_pause: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            timeout: Duration::from_secs(30),
            tries: 5,
            pause: Duration::from_secs(1),
            longest_pause: Duration::from_secs(30),
        }
    }
}

/// Why the API's people could not be had.
#[derive(Debug, thiserror::Error)]
pub enum UsersError {
    /// It could not be reached, or did not answer in time.
    #[error("Clerk's backend API cannot be reached: {0}")]
    Http(#[from] reqwest::Error),
    /// It answered with an error: 401 when the secret key is wrong.
    #[error("Clerk's backend API answers with {0}")]
    Status(StatusCode),
    /// Nobody needs that much.
    #[error("Clerk's backend API answers with more than {LARGEST_ANSWER} bytes")]
    TooLarge,
    /// What it answered is not what it documents.
    #[error("Clerk's backend API answers with something that is not its {0}")]
    Unreadable(&'static str),
}

/// The people of the instance, as its backend API knows them.
pub struct Users {
    http: Client,
    /// Without a slash at the end.
    url: String,
    secret_key: SecretString,
    patience: Patience,
}

impl Users {
    /// Prepares asking. Nothing is asked yet.
    ///
    /// # Errors
    /// When no client can be made, such as for lack of root certificates.
    pub fn new(config: &ClerkConfig, patience: Patience) -> Result<Self, AuthSetupError> {
        Ok(Self {
            http: http_client(&config.api_url)?,
            url: format!("{}/v1/users", config.api_url),
            secret_key: config.secret_key.clone(),
            patience,
        })
    }

    /// Some of the people, oldest account first, after so many others. None when there are no more.
    /// While accounts are deleted, people move to the front and may be missed.
    ///
    /// # Errors
    /// See [`UsersError`].
    pub async fn page(&self, offset: usize) -> Result<Vec<Profile>, UsersError> {
        let url = format!(
            "{}?limit={PAGE}&offset={offset}&order_by=created_at",
            self.url
        );
        let answer = self.ask(&url).await?;
        let people = answer.as_ref().and_then(Value::as_array);
        people
            .and_then(|people| people.iter().map(Profile::read).collect())
            .ok_or(UsersError::Unreadable("list of users"))
    }

    /// What is known about one of them; none if there is nobody of this id.
    ///
    /// # Errors
    /// See [`UsersError`].
    pub async fn find(&self, user: &UserId) -> Result<Option<Profile>, UsersError> {
        // Whatever the id, it stays one segment of the path.
        let Ok(mut url) = reqwest::Url::parse(&self.url) else {
            return Ok(None);
        };
        if let Ok(mut path) = url.path_segments_mut() {
            path.push(user.as_str());
        }
        let Some(answer) = self.ask(url.as_str()).await? else {
            return Ok(None);
        };
        match Profile::read(&answer).filter(|found| found.id == *user) {
            Some(found) => Ok(Some(found)),
            None => Err(UsersError::Unreadable("user")),
        }
    }

    /// The answer to a question; none if that is that there is no such thing.
    async fn ask(&self, url: &str) -> Result<Option<Value>, UsersError> {
        let mut pause = self.patience.pause;
        let mut tries = 1;
        loop {
            let (failure, told) = match self.ask_once(url).await {
                Ok(response) if response.status() == StatusCode::OK => {
                    return read(response).await.map(Some);
                }
                Ok(response) if response.status() == StatusCode::NOT_FOUND => {
                    // Somebody's journal may depend on it, so it has to be the API that says so.
                    let answer = read(response).await.unwrap_or_default();
                    let own = answer.get("errors").is_some_and(Value::is_array);
                    let failure = UsersError::Status(StatusCode::NOT_FOUND);
                    return if own { Ok(None) } else { Err(failure) };
                }
                Ok(response) => {
                    let status = response.status();
                    let failure = UsersError::Status(status);
                    if status != StatusCode::TOO_MANY_REQUESTS && !status.is_server_error() {
                        return Err(failure);
                    }
                    (failure, wait_told(&response))
                }
                Err(error) => (error.into(), None),
            };
            if tries >= self.patience.tries {
                return Err(failure);
            }
            let wait = told.unwrap_or(pause).min(self.patience.longest_pause);
            tracing::warn!(error.cause = %failure, wait.seconds = wait.as_secs_f64(), "asking again");
            tokio::time::sleep(wait).await;
            pause *= 2;
            tries += 1;
        }
    }

    async fn ask_once(&self, url: &str) -> Result<Response, reqwest::Error> {
        self.http
            .get(url)
            .header("clerk-api-version", super::backend::API_VERSION)
            .bearer_auth(self.secret_key.expose_secret())
            .timeout(self.patience.timeout)
            .send()
            .await
    }
}

/// How long the API asks to be left alone.
fn wait_told(response: &Response) -> Option<Duration> {
    let seconds = response.headers().get(RETRY_AFTER)?.to_str().ok()?;
    seconds.trim().parse().ok().map(Duration::from_secs)
}

async fn read(response: Response) -> Result<Value, UsersError> {
    let body = super::backend::read_at_most(response, LARGEST_ANSWER).await?;
    let body = body.ok_or(UsersError::TooLarge)?;
    serde_json::from_slice(&body).map_err(|_| UsersError::Unreadable("JSON"))
}

#[cfg(test)]
#[path = "users_tests.rs"]
mod tests;
