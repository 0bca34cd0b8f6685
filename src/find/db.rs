//! Every statement of the list and of what it can be narrowed by.

use super::{
    db_statements::{LIMITS, Limits, Statement, Statements},
    edge::{Edge, FindRequest, Found, Key, Total},
    model::{Column, Sort, Test},
};
use crate::{
    attempt::model::Status,
    auth::model::UserId,
    error::AppError,
    insight::db::totals,
    paging::Part,
    problem::model::{Difficulty, Problem, ProblemId, ProblemRow, Progress},
    review::model::{Choices, Review, StoredReview},
};
use sqlx::{FromRow, PgConnection, PgPool, Row, postgres::PgRow};
use uuid::Uuid;

/// So many words of a query are looked up in the index before all texts are read instead.
const WORDS_TRIED: usize = 2;

/// One page of a list, with up to `size` rows; descriptions are left out.
///
/// # Errors
/// When the database cannot answer.
pub async fn find(
    pool: &PgPool,
    user: &UserId,
    request: &FindRequest,
    size: usize,
) -> Result<Found, AppError> {
    let mut conn = pool.acquire().await?;
    Ok(find_within(&mut conn, user, request, size, LIMITS).await?)
}

/// [`find`] with pages of another size and other limits.
async fn find_within(
    conn: &mut PgConnection,
    user: &UserId,
    request: &FindRequest,
    size: usize,
    limits: Limits,
) -> Result<Found, sqlx::Error> {
    let statements = Statements {
        user,
        request,
        rows: i64::try_from(size + 1).unwrap_or(i64::MAX),
        limits,
        head: "",
    };
    let (rows, total) = if request.query.terms.is_empty() {
        let all = totals(&mut *conn, user).await?.problems;
        let rows = rows(conn, statements.walk(statements.rows)).await?;
        (rows, Total::Exactly(u32::try_from(all).unwrap_or(0)))
    } else {
        matching(conn, &statements).await?
    };
    let part = Part::new(rows, size, request.at.clone(), |row| row.edge(request.sort));
    Ok(Found {
        rows: part.rows.into_iter().map(|row| row.shown).collect(),
        total,
        before: part.before,
        after: part.after,
    })
}

/// A page of what matches a query, by whichever way is short: a walk along the order where much
/// matches, else the index of a rare word, else everything that matches.
async fn matching(
    conn: &mut PgConnection,
    statements: &Statements<'_>,
) -> Result<(Vec<ListRow>, Total), sqlx::Error> {
    let limits = statements.limits;
    if let Some(page) = walked(conn, statements, limits.window).await? {
        return Ok(page);
    }
    let words = words(statements.request);
    for word in words.long.iter().take(WORDS_TRIED) {
        let found = whole(conn, statements.whole(Some(word), true)).await?;
        if found.hits <= limits.hits {
            return Ok(found.page(limits));
        }
    }
    if statements.reads_texts()
        && let Some(page) = walked(conn, statements, limits.long_window).await?
    {
        return Ok(page);
    }
    let found = whole(conn, statements.whole(words.short, false)).await?;
    Ok(found.page(limits))
}

/// The page, if the next `window` rows along the order fill it.
async fn walked(
    conn: &mut PgConnection,
    statements: &Statements<'_>,
    window: i64,
) -> Result<Option<(Vec<ListRow>, Total)>, sqlx::Error> {
    let rows = rows(conn, statements.walk(window)).await?;
    if i64::try_from(rows.len()).unwrap_or(i64::MAX) < statements.rows {
        return Ok(None);
    }
    let total = counted(conn, statements).await?;
    Ok(Some((rows, total)))
}

/// The words that must stand somewhere.
struct Words<'a> {
    /// Those that the index knows, longest first: likely the rarest.
    long: Vec<&'a str>,
    /// One that it does not know.
    short: Option<&'a str>,
}

fn words(request: &FindRequest) -> Words<'_> {
    // The index is made of three letters or digits in a row.
    let is_long = |word: &str| {
        word.split(|c: char| !c.is_alphanumeric())
            .any(|run| run.chars().count() >= 3)
    };
    let needed = request
        .query
        .terms
        .iter()
        .filter_map(|term| match &term.test {
            Test::Text(word) if !term.negated => Some(word.as_str()),
            _ => None,
        });
    let (mut long, short): (Vec<_>, Vec<_>) = needed.partition(|word| is_long(word));
    long.sort_by_key(|word| std::cmp::Reverse(word.chars().count()));
    let short = short.into_iter().max_by_key(|word| word.chars().count());
    Words { long, short }
}

/// How many match, without going through all of them.
async fn counted(
    conn: &mut PgConnection,
    statements: &Statements<'_>,
) -> Result<Total, sqlx::Error> {
    let mut statement = statements.count();
    let row = statement.build().persistent(false).fetch_one(conn).await?;
    let matching: i64 = row.try_get("matching")?;
    let looked_at: i64 = row.try_get("looked_at")?;
    let limits = statements.limits;
    if statements.reads_texts() && looked_at == limits.look && matching <= limits.count {
        // A round number below what was found, and at least the page that is shown.
        let seen = (matching / 100 * 100).max(statements.rows - 1);
        return Ok(Total::MoreThan(u32::try_from(seen).unwrap_or(0)));
    }
    Ok(bounded(matching, limits))
}

/// What a count up to the limit and one says.
fn bounded(count: i64, limits: Limits) -> Total {
    let said = u32::try_from(count.min(limits.count)).unwrap_or(0);
    if count > limits.count {
        Total::MoreThan(said)
    } else {
        Total::Exactly(said)
    }
}

/// Runs a statement once. It is not kept prepared: there are too many different ones, and the
/// planner should see the values.
async fn rows(conn: &mut PgConnection, mut sql: Statement) -> Result<Vec<ListRow>, sqlx::Error> {
    sql.build_query_as().persistent(false).fetch_all(conn).await
}

/// The answer of [`Statements::whole`].
struct Whole {
    rows: Vec<ListRow>,
    matching: i64,
    hits: i64,
}

impl Whole {
    fn page(self, limits: Limits) -> (Vec<ListRow>, Total) {
        (self.rows, bounded(self.matching, limits))
    }
}

async fn whole(conn: &mut PgConnection, mut sql: Statement) -> Result<Whole, sqlx::Error> {
    let answer = sql.build().persistent(false).fetch_all(conn).await?;
    let mut found = Whole {
        rows: Vec::with_capacity(answer.len()),
        matching: 0,
        hits: 0,
    };
    for row in &answer {
        found.matching = row.try_get("matching")?;
        found.hits = row.try_get("hits")?;
        if row.try_get::<Option<Uuid>, _>("id")?.is_some() {
            found.rows.push(ListRow::from_row(row)?);
        }
    }
    Ok(found)
}

/// A row with what it is ordered by, where that is not shown.
struct ListRow {
    shown: ProblemRow,
    key: Option<String>,
}

impl ListRow {
    fn edge(&self, sort: Sort) -> Edge {
        let progress = &self.shown.progress;
        let number = |value: Option<i32>| {
            let missing = if sort.descending { -1 } else { i32::MAX };
            Key::Number(value.unwrap_or(missing))
        };
        let key = match sort.column {
            Column::Added => Key::Time(self.shown.problem.created_at),
            Column::Title | Column::Site | Column::Tag => {
                Key::Text(self.key.clone().unwrap_or_default())
            }
            Column::Difficulty => Key::Difficulty(self.shown.problem.difficulty),
            Column::Status => Key::Number(match progress.latest_status {
                Some(Status::Solved) => 1,
                Some(Status::Partial) => 2,
                Some(Status::Failed) => 3,
                None if sort.descending => 0,
                None => 4,
            }),
            Column::Attempts => Key::Number(progress.attempts),
            Column::Best => number(progress.best_minutes),
            Column::Last => number(progress.last_minutes),
            Column::Touched => progress.latest_attempted_at.map_or(Key::Never, Key::Time),
        };
        Edge {
            key,
            id: self.shown.problem.id.0,
        }
    }
}

impl FromRow<'_, PgRow> for ListRow {
    fn from_row(row: &PgRow) -> Result<Self, sqlx::Error> {
        Ok(Self {
            shown: ProblemRow {
                problem: Problem {
                    id: ProblemId(row.try_get("id")?),
                    title: row.try_get("title")?,
                    url: row.try_get("url")?,
                    platform: row.try_get("platform")?,
                    difficulty: named(row, "difficulty", Difficulty::from_slug)?,
                    tags: row.try_get("tags")?,
                    description: None,
                    created_at: row.try_get("created_at")?,
                    updated_at: row.try_get("updated_at")?,
                    starred: row.try_get("starred")?,
                    revision: row.try_get("revision")?,
                },
                progress: Progress {
                    attempts: row.try_get("attempts")?,
                    solved_attempts: row.try_get("solved_attempts")?,
                    latest_status: match row.try_get::<Option<&str>, _>("latest_status")? {
                        None => None,
                        Some(_) => Some(named(row, "latest_status", Status::from_slug)?),
                    },
                    latest_attempted_at: row.try_get("latest_attempted_at")?,
                    latest_local_date: row.try_get("latest_local_date")?,
                    best_minutes: row.try_get("best_minutes")?,
                    last_minutes: row.try_get("last_minutes")?,
                    noted_attempts: row.try_get("noted_attempts")?,
                    coded_attempts: row.try_get("coded_attempts")?,
                },
                review: review(row)?,
            },
            key: row.try_get("key")?,
        })
    }
}

fn review(row: &PgRow) -> Result<Review, sqlx::Error> {
    let postponed_at: Option<_> = row.try_get("postponed_at")?;
    let choices = Choices {
        paused: row.try_get("review_paused")?,
        mastered: row.try_get("mastered")?,
        postponed: postponed_at.zip(row.try_get("postponed_until")?),
        practise_from: row.try_get("practise_from")?,
    };
    let stored = StoredReview {
        state: row.try_get("state")?,
        due_on: row.try_get("due_on")?,
        stability: row.try_get("stability")?,
        difficulty: row.try_get("memory_difficulty")?,
        reviewed_on: row.try_get("reviewed_on")?,
        reviewed_at: row.try_get("reviewed_at")?,
        last_grade: row.try_get("last_grade")?,
        last_was_recall: row.try_get("last_was_recall")?,
        counts: [
            row.try_get("reps")?,
            row.try_get("lapses")?,
            row.try_get("agains")?,
            row.try_get("clean")?,
        ],
        expected_minutes: row.try_get("expected_minutes")?,
    };
    Ok(stored.review(choices))
}

/// A value that the database knows by name.
fn named<T>(
    row: &PgRow,
    column: &'static str,
    from_slug: impl Fn(&str) -> Option<T>,
) -> Result<T, sqlx::Error> {
    from_slug(row.try_get(column)?).ok_or_else(|| sqlx::Error::ColumnDecode {
        index: column.to_owned(),
        source: "a name without a meaning".into(),
    })
}

/// The sites of a journal, in their order: platforms' slugs and hosts. Each is found by a step
/// along the index, however many problems it has.
///
/// # Errors
/// When the database cannot answer.
pub async fn sites(pool: &PgPool, user: &UserId, limit: i64) -> Result<Vec<String>, AppError> {
    Ok(sqlx::query_scalar!(
        r#"with recursive site (name) as (
               (select left(coalesce(p.site, E'\U0010FFFF'), 100) collate "C" from problems p
                where p.user_id = $1
                order by left(coalesce(p.site, E'\U0010FFFF'), 100) collate "C" limit 1)
               union all
               select (select left(coalesce(p.site, E'\U0010FFFF'), 100) collate "C" from problems p
                       where p.user_id = $1
                         and left(coalesce(p.site, E'\U0010FFFF'), 100) collate "C" > site.name
                       order by left(coalesce(p.site, E'\U0010FFFF'), 100) collate "C" limit 1)
               from site where site.name < E'\U0010FFFF'
           )
           select name as "name!" from site where name < E'\U0010FFFF' limit $2"#,
        user.as_str(),
        limit
    )
    .fetch_all(pool)
    .await?)
}

#[cfg(test)]
#[path = "db_tests.rs"]
mod tests;

#[cfg(test)]
#[path = "db_plans.rs"]
mod plans;
