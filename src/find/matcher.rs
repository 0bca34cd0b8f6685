//! Decides in memory whether a problem answers a query: in the browser, for rows that it has, and in
//! tests, as the measure of the SQL.

use super::model::{Comparison, DateOf, NumberOf, Query, Term, Test};
use crate::problem::{
    model::{Problem, ProblemRow},
    recognise::Platform,
};
use chrono::NaiveDate;

/// Longest name of a site, in characters.
const SITE_LIMIT: usize = 100;

/// Whether a problem answers a query. `texts` are the notes and code of each of its attempts, joined
/// by a line break and in lower case; `today` is the person's day.
pub fn matches(query: &Query, row: &ProblemRow, texts: &[String], today: NaiveDate) -> bool {
    query
        .terms
        .iter()
        .all(|term| holds(term, row, texts, today))
}

/// Whether one condition holds. A negated one holds wherever the plain one does not: `-time>30`
/// also finds what was never timed.
fn holds(term: &Term, row: &ProblemRow, texts: &[String], today: NaiveDate) -> bool {
    passes(&term.test, row, texts, today) != term.negated
}

fn passes(test: &Test, row: &ProblemRow, texts: &[String], today: NaiveDate) -> bool {
    let (problem, progress) = (&row.problem, &row.progress);
    match test {
        Test::Text(words) => {
            let words = words.to_lowercase();
            let described = problem.description.as_deref().unwrap_or_default();
            let searched = [problem.title.as_str(), "\n", described]
                .concat()
                .to_lowercase();
            searched.contains(&words) || texts.iter().any(|attempt| attempt.contains(&words))
        }
        Test::Status(list) => list.contains(&progress.latest_status),
        Test::Starred => problem.starred,
        Test::Notes => progress.noted_attempts > 0,
        Test::Code => progress.coded_attempts > 0,
        Test::Link => problem.url.is_some(),
        Test::Tag(list) => list.iter().any(|tag| problem.tags.contains(tag)),
        Test::Site(list) => site(problem).is_some_and(|site| list.contains(&site)),
        Test::Difficulty(list) => list.contains(&problem.difficulty),
        Test::Number(of, comparison, number) => match of {
            NumberOf::LastMinutes => progress.last_minutes,
            NumberOf::BestMinutes => progress.best_minutes,
            NumberOf::Attempts => Some(progress.attempts),
        }
        .is_some_and(|value| compare(value, *comparison, *number)),
        Test::On(of, comparison, day) => {
            day_of(*of, row).is_some_and(|value| compare(value, *comparison, *day))
        }
        Test::DaysAgo(of, comparison, days) => day_of(*of, row).is_some_and(|value| {
            compare((today - value).num_days(), *comparison, i64::from(*days))
        }),
    }
}

fn compare<T: PartialOrd>(value: T, comparison: Comparison, with: T) -> bool {
    match comparison {
        Comparison::Less => value < with,
        Comparison::AtMost => value <= with,
        Comparison::Equal => value == with,
        Comparison::AtLeast => value >= with,
        Comparison::Greater => value > with,
    }
}

fn day_of(of: DateOf, row: &ProblemRow) -> Option<NaiveDate> {
    match of {
        DateOf::Touched => row.progress.latest_local_date,
        DateOf::Added => Some(row.problem.created_at.date_naive()),
    }
}

/// What the list calls a problem's site, as the column `site` has it: a known platform's slug, else
/// the host; none without a link.
pub fn site(problem: &Problem) -> Option<String> {
    let url = problem.url.as_deref()?;
    match problem.platform.as_deref() {
        Some(platform) if platform != Platform::Other.slug() && platform != "unknown" => {
            Some(platform.to_owned())
        }
        _ => {
            let rest = url
                .strip_prefix("https://")
                .or_else(|| url.strip_prefix("http://"))?;
            let host = |text: &str| {
                let end = text.find(['/', '?', '#']).unwrap_or(text.len());
                let host = text[..end].to_lowercase();
                (!host.is_empty()).then(|| host.chars().take(SITE_LIMIT).collect())
            };
            rest.strip_prefix("www.")
                .and_then(host)
                .or_else(|| host(rest))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        attempt::model::Status,
        find::parse::parse,
        problem::model::{Difficulty, ProblemId, Progress},
    };
    use uuid::Uuid;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn row() -> ProblemRow {
        ProblemRow {
            problem: Problem {
                id: ProblemId(Uuid::nil()),
                title: "Two Sum".into(),
                url: Some("https://leetcode.com/problems/two-sum/".into()),
                platform: Some("leetcode".into()),
                difficulty: Difficulty::Easy,
                tags: vec!["array".into(), "hash-table".into()],
                description: Some("Find INDICES".into()),
                created_at: "2026-11-01T23:30:00Z".parse().unwrap(),
                updated_at: "2026-11-01T23:30:00Z".parse().unwrap(),
                starred: false,
                revision: 1,
            },
            review: crate::review::model::Review::default(),
            progress: Progress {
                attempts: 2,
                solved_attempts: 1,
                latest_status: Some(Status::Failed),
                latest_local_date: Some(day("2026-11-10")),
                best_minutes: Some(12),
                last_minutes: Some(40),
                noted_attempts: 1,
                ..Progress::default()
            },
        }
    }

    fn found(row: &ProblemRow, query: &str) -> bool {
        let texts = ["sliding window\nfor i in x".to_owned()];
        matches(&parse(query).unwrap(), row, &texts, day("2026-11-20"))
    }

    #[test]
    fn each_condition_finds_what_it_says_and_its_negation_the_rest() {
        for query in [
            "",
            "two",
            "SUM",
            "indices",
            "\"o s\"",
            "sliding",
            "\"WINDOW\"",
            "is:failed",
            "is:untried,failed",
            "has:notes",
            "has:link",
            "tag:dp,array",
            "site:lc",
            "diff:easy",
            "time>39",
            "time:40",
            "best<=12",
            "attempts>=2",
            "touched:2026-11-10",
            "touched<2026-11-11",
            "touched:10d",
            "touched>9d",
            "added:2026-11-01",
            "added>18d",
            "added<20d",
            "two tag:array -is:solved",
        ] {
            assert!(found(&row(), query), "{query}");
        }
        for query in [
            "three",
            "\"sum\ntwo\"",
            "is:solved",
            "is:starred",
            "has:code",
            "tag:arr",
            "site:leetcode.net",
            "diff:hard",
            "time>40",
            "best<12",
            "attempts:0",
            "touched<2026-11-10",
            "touched>10d",
            "added:2026-11-02",
            "two is:solved",
            "-two",
        ] {
            assert!(!found(&row(), query), "{query}");
            if !query.contains(' ') {
                assert!(
                    found(&row(), &["-", query.trim_start_matches('-')].concat())
                        != query.starts_with('-'),
                    "-{query}"
                );
            }
        }
    }

    #[test]
    fn what_is_not_known_passes_no_comparison_but_every_negation() {
        let mut row = row();
        row.progress = Progress::default();
        row.problem.url = None;
        for query in [
            "time<=999999",
            "best>=0",
            "touched>0d",
            "touched<9999-12-31",
            "site:leetcode",
            "has:link",
        ] {
            assert!(!found(&row, query), "{query}");
            assert!(found(&row, &["-", query].concat()), "-{query}");
        }
        assert!(found(&row, "attempts:0 is:untried"));
    }

    #[test]
    fn a_text_is_in_one_attempt_or_in_the_problem_never_across() {
        let texts = ["first\nx".to_owned(), "second\ny".to_owned()];
        let query = parse("\"x second\"").unwrap();
        assert!(!matches(&query, &row(), &texts, day("2026-11-20")));
    }

    #[test]
    fn the_site_is_the_platform_or_the_host() {
        let site_of = |platform: Option<&str>, url: &str| {
            let mut problem = row().problem;
            problem.platform = platform.map(str::to_owned);
            problem.url = Some(url.to_owned());
            site(&problem)
        };
        let example = Some("example.com:80".to_owned());
        assert_eq!(
            site_of(Some("other"), "https://www.Example.com:80/x"),
            example
        );
        assert_eq!(site_of(None, "http://example.com:80?q"), example);
        assert_eq!(
            site_of(Some("unknown"), "https://example.com:80#x"),
            example
        );
        assert_eq!(site_of(Some("spoj"), "https://x.y"), Some("spoj".into()));
        assert_eq!(site_of(None, "https://www./x"), Some("www.".into()));
        assert_eq!(site_of(None, "ftp://x"), None);
    }
}
