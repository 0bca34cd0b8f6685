//! Problems as the API writes and reads them.

use super::{
    body::{Input, Named},
    problem_details::{Code, ProblemDetails},
    review_json::ReviewJson,
};
use crate::{
    attempt::model::Status,
    auth::model::UserId,
    problem::{
        fields::{ProblemDraft, ProblemFields},
        model::{Difficulty, Problem, ProblemRow, Progress},
    },
    review::db::RulesOfDay,
};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// A problem.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Problem)]
pub struct ProblemJson {
    #[serde(flatten)]
    listed: ListedProblem,
    /// Markdown, up to 100,000 characters.
    #[schema(example = "Find **two** numbers that add up to the target.")]
    description: Option<String>,
}

/// A problem in a list: without its description.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = ListedProblem)]
pub struct ListedProblem {
    /// Its id, made by whoever created it.
    #[schema(example = "01936f2e-5a00-7000-8000-0123456789ab")]
    id: Uuid,
    /// Whose it is.
    #[schema(example = "user_2xyz123")]
    user_id: String,
    /// 1 to 300 characters.
    #[schema(example = "Two Sum")]
    title: String,
    /// Its canonical address, if it is on the web.
    #[schema(example = "https://leetcode.com/problems/two-sum/")]
    url: Option<String>,
    /// The slug of its site, if it is on the web.
    #[schema(example = "leetcode")]
    platform: Option<String>,
    /// How hard.
    difficulty: Difficulty,
    /// Up to 40 tags, lower case, each up to 50 characters.
    #[schema(example = json!(["array", "hash-table"]))]
    tags: Vec<String>,
    /// Whether it is starred.
    starred: bool,
    /// When it was added, UTC.
    #[schema(example = "2026-11-22T12:58:03.217Z")]
    created_at: DateTime<Utc>,
    /// When it was last edited, UTC. Logging an attempt does not change it.
    #[schema(example = "2026-11-22T12:58:03.217Z")]
    updated_at: DateTime<Utc>,
    /// Where it stands.
    progress: ProgressJson,
    /// Its reviews.
    review: ReviewJson,
}

/// Where a problem stands, derived from its attempts.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Progress)]
struct ProgressJson {
    /// Number of attempts.
    #[schema(example = 2)]
    attempts: i32,
    /// How many of them solved it.
    #[schema(example = 1)]
    solved_attempts: i32,
    /// Status of the latest attempt, which decides where the problem stands; null while untried.
    latest_status: Option<Status>,
    /// When the latest attempt was, UTC.
    #[schema(example = "2026-11-22T13:05:00Z")]
    latest_attempted_at: Option<DateTime<Utc>>,
    /// The day the latest attempt counts for, by the person's calendar.
    #[schema(example = "2026-11-22")]
    latest_local_date: Option<NaiveDate>,
    /// Minutes of the fastest solved attempt with a time.
    #[schema(example = 25)]
    best_minutes: Option<i32>,
    /// Minutes of the latest attempt, if it has a time.
    #[schema(example = 25)]
    last_minutes: Option<i32>,
}

impl From<Progress> for ProgressJson {
    fn from(progress: Progress) -> Self {
        Self {
            attempts: progress.attempts,
            solved_attempts: progress.solved_attempts,
            latest_status: progress.latest_status,
            latest_attempted_at: progress.latest_attempted_at,
            latest_local_date: progress.latest_local_date,
            best_minutes: progress.best_minutes,
            last_minutes: progress.last_minutes,
        }
    }
}

impl ListedProblem {
    /// A problem of this person's, as it stands on their day.
    pub fn new(user: &UserId, row: ProblemRow, day: &RulesOfDay) -> Self {
        let problem = row.problem;
        Self {
            review: ReviewJson::new(&row.review, day),
            id: problem.id.0,
            user_id: user.to_string(),
            title: problem.title,
            url: problem.url,
            platform: problem.platform,
            difficulty: problem.difficulty,
            tags: problem.tags,
            starred: problem.starred,
            created_at: problem.created_at,
            updated_at: problem.updated_at,
            progress: row.progress.into(),
        }
    }
}

impl ProblemJson {
    /// A problem of this person's.
    pub fn new(user: &UserId, mut row: ProblemRow, day: &RulesOfDay) -> Self {
        Self {
            description: row.problem.description.take(),
            listed: ListedProblem::new(user, row, day),
        }
    }
}

/// A problem to be created. What its link tells may be left out.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(example = json!({
    "id": "01936f2e-5a00-7000-8000-0123456789ab", "url": "https://leetcode.com/problems/two-sum/",
    "difficulty": "easy", "tags": ["array", "hash-table"]
}))]
pub struct NewProblem {
    /// A UUID of version 7 that you make. Sent again with the same body, the request is answered the same and
    /// nothing is made twice.
    pub id: Uuid,
    /// May be left out when the link tells it.
    #[serde(default)]
    #[schema(max_length = 300)]
    title: Option<String>,
    /// Anything that contains the problem's link; what is stored is its canonical form. Left out for a
    /// problem that is not on the web.
    #[serde(default)]
    url: Option<String>,
    /// How hard; may be left out when the link tells it.
    #[serde(default)]
    difficulty: Option<Difficulty>,
    /// Each up to 50 characters. They are written in lower case, with `-` for spaces.
    #[serde(default)]
    #[schema(max_items = 40)]
    tags: Option<Vec<String>>,
    /// Markdown.
    #[serde(default)]
    #[schema(max_length = 100_000)]
    description: Option<String>,
    /// Whether it is starred; not, if left out.
    #[serde(default)]
    pub starred: Option<bool>,
}

impl Input for NewProblem {}

impl NewProblem {
    /// The form a person would have filled in.
    ///
    /// # Errors
    /// 422 when a tag is two.
    pub fn fields(self) -> Result<ProblemFields, ProblemDetails> {
        Ok(ProblemFields {
            id: self.id.to_string(),
            revision: String::new(),
            link: self.url.unwrap_or_default(),
            title: self.title.unwrap_or_default(),
            difficulty: slug(self.difficulty),
            tags: typed_tags(self.tags)?,
            description: self.description.unwrap_or_default(),
        })
    }
}

/// Everything about a problem that can be changed. What is left out is emptied, as in a new problem. What a
/// representation has besides (`id`, `platform`, `progress`, …) is passed over, so one that was read can be
/// changed and sent back.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(example = json!({
    "title": "Two Sum", "url": "https://leetcode.com/problems/two-sum/", "difficulty": "easy",
    "tags": ["array"], "description": null, "starred": true
}))]
pub struct ProblemReplacement {
    /// May be left out when the link tells it.
    #[serde(default)]
    #[schema(max_length = 300)]
    title: Option<String>,
    /// As in a new problem.
    #[serde(default)]
    url: Option<String>,
    /// How hard; may be left out when the link tells it.
    #[serde(default)]
    difficulty: Option<Difficulty>,
    /// As in a new problem.
    #[serde(default)]
    #[schema(max_items = 40)]
    tags: Option<Vec<String>>,
    /// Markdown.
    #[serde(default)]
    #[schema(max_length = 100_000)]
    description: Option<String>,
    /// Whether it is starred; not, if left out.
    #[serde(default)]
    pub starred: Option<bool>,
}

impl Input for ProblemReplacement {
    const READ_ONLY: &'static [&'static str] = &[
        "id",
        "userId",
        "platform",
        "createdAt",
        "updatedAt",
        "progress",
        "review",
    ];
}

impl ProblemReplacement {
    /// The form of this problem, filled in anew.
    ///
    /// # Errors
    /// 422 when a tag is two.
    pub fn over(&self, stored: &Problem) -> Result<ProblemFields, ProblemDetails> {
        Ok(ProblemFields {
            id: stored.id.to_string(),
            revision: stored.revision.to_string(),
            link: self.url.clone().unwrap_or_default(),
            title: self.title.clone().unwrap_or_default(),
            difficulty: slug(self.difficulty),
            tags: typed_tags(self.tags.clone())?,
            description: self.description.clone().unwrap_or_default(),
        })
    }
}

/// What is to change about a problem. What is left out stays; `null` empties it.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(example = json!({"difficulty": "hard", "description": null}))]
pub struct ProblemPatch {
    /// `null` only if the link tells the title.
    #[serde(default)]
    #[schema(value_type = Option<String>, max_length = 300)]
    title: Named<String>,
    /// `null` takes the problem off the web.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    url: Named<String>,
    /// `null` only if the link tells how hard it is.
    #[serde(default)]
    #[schema(value_type = Option<Difficulty>)]
    difficulty: Named<Difficulty>,
    /// All of its tags from now on; `null` for none.
    #[serde(default)]
    #[schema(value_type = Option<Vec<String>>, max_items = 40)]
    tags: Named<Vec<String>>,
    /// Markdown; `null` for none.
    #[serde(default)]
    #[schema(value_type = Option<String>, max_length = 100_000)]
    description: Named<String>,
    /// Whether it is starred; `null` for not.
    #[serde(default)]
    #[schema(value_type = Option<bool>)]
    pub starred: Named<bool>,
}

impl Input for ProblemPatch {}

impl ProblemPatch {
    /// The form of this problem with what is named filled in anew.
    ///
    /// # Errors
    /// 422 when a tag is two.
    pub fn over(&self, stored: &Problem) -> Result<ProblemFields, ProblemDetails> {
        let mut fields = stored.fields();
        if let Named::To(title) = &self.title {
            fields.title = title.clone().unwrap_or_default();
        }
        if let Named::To(url) = &self.url {
            fields.link = url.clone().unwrap_or_default();
        }
        if let Named::To(difficulty) = self.difficulty {
            fields.difficulty = slug(difficulty);
        }
        if let Named::To(tags) = &self.tags {
            fields.tags = typed_tags(tags.clone())?;
        }
        if let Named::To(description) = &self.description {
            fields.description = description.clone().unwrap_or_default();
        }
        Ok(fields)
    }
}

impl ProblemPatch {
    /// Gives a draft back what is not named, to the letter: older rows can have what the form would tidy. Answers
    /// whether the link is not named.
    pub fn keep_unnamed(&self, stored: &Problem, draft: &mut ProblemDraft) -> bool {
        if self.title == Named::Absent {
            draft.title.clone_from(&stored.title);
        }
        if self.tags == Named::Absent {
            draft.tags.clone_from(&stored.tags);
        }
        if self.description == Named::Absent {
            draft.description.clone_from(&stored.description);
        }
        self.url == Named::Absent
    }
}

fn slug(difficulty: Option<Difficulty>) -> String {
    difficulty
        .map(|difficulty| difficulty.slug().to_owned())
        .unwrap_or_default()
}

/// Tags as a person types them, who cannot type a comma into one.
fn typed_tags(tags: Option<Vec<String>>) -> Result<String, ProblemDetails> {
    let tags = tags.unwrap_or_default();
    match tags.iter().position(|tag| tag.contains([',', '\n'])) {
        None => Ok(tags.join(", ")),
        Some(at) => {
            let message = "A tag has no comma and no line break. Send two tags.";
            let field = format!("tags[{at}]");
            Err(ProblemDetails::of_field(Code::Invalid, &field, message))
        }
    }
}
