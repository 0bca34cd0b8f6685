//! The list of problems, and the palette's way to one.

use super::{
    Answered,
    journal::{Journal, Texts},
    told,
};
use crate::{
    change::copy::ProblemCopy,
    find::{
        api::FindProblems,
        jump::{
            api::Jump,
            model::{JUMP_LIMIT, JumpList, JumpRow, Place, link_in},
        },
        list::{Address, FoundList, SITES_OFFERED, TAGS_OFFERED},
        matcher::{matches, site},
        model::{Sort, Test},
        order::compare,
        parse::parse,
    },
    paging::PAGE_SIZE,
    problem::model::{Problem, ProblemRow},
};
use std::collections::BTreeSet;

/// Edges of pages of this list: how many rows come before. The server knows them not and begins at the first page.
const EDGE: &str = "kept";

pub(super) async fn find(asked: FindProblems) -> Answered {
    let at = Address {
        q: asked.q,
        sort: asked.sort,
        after: asked.after,
        before: asked.before,
    };
    let texts = if searches_texts(&at.q) {
        Texts::All
    } else {
        Texts::None
    };
    let journal = Journal::open(texts).await?;
    told(Ok(found(&journal, at)))
}

/// Whether a query asks for words, which may stand in any text.
fn searches_texts(query: &str) -> bool {
    parse(query).is_ok_and(|query| {
        let mut tests = query.terms.iter().map(|term| &term.test);
        tests.any(|test| matches!(test, Test::Text(_)))
    })
}

/// What is found at an address of the list.
pub fn found(journal: &Journal, at: Address) -> FoundList {
    let parsed = parse(&at.q);
    let wanted = searches_texts(&at.q);
    let today = journal.clock.today();
    let mut rows: Vec<ProblemRow> = match &parsed {
        Err(_) => Vec::new(),
        Ok(query) => journal
            .copies
            .values()
            .map(|copy| (row(copy), texts_of(copy, wanted)))
            .filter(|(row, texts)| matches(query, row, texts, today))
            .map(|(row, _)| row)
            .collect(),
    };
    let order = Sort::parse(&at.sort);
    rows.sort_by(|one, other| compare(one, other, order));
    let total = rows.len();
    let first = first_row(&at).min(total);
    let edge = |place: usize| format!("{EDGE}{place}");
    let sites: BTreeSet<String> = journal
        .copies
        .values()
        .filter_map(|copy| site(&copy.problem))
        .collect();
    let offered = |most: i64| usize::try_from(most).unwrap_or(usize::MAX);
    FoundList {
        canonical: parsed.as_ref().map(ToString::to_string).unwrap_or_default(),
        mistake: parsed.err(),
        rows: rows
            .into_iter()
            .skip(first)
            .take(PAGE_SIZE)
            .map(|row| ProblemRow {
                problem: Problem {
                    description: None,
                    ..row.problem
                },
                ..row
            })
            .collect(),
        total: u32::try_from(total).unwrap_or(u32::MAX),
        more: false,
        before: (first > 0).then(|| edge(first)),
        after: (first + PAGE_SIZE < total).then(|| edge(first + PAGE_SIZE)),
        journal: i32::try_from(journal.copies.len()).unwrap_or(i32::MAX),
        tags: journal
            .tags()
            .into_iter()
            .take(offered(TAGS_OFFERED))
            .collect(),
        sites: sites.into_iter().take(offered(SITES_OFFERED)).collect(),
        views: journal.person.views.clone(),
        today,
        at,
    }
}

/// Which row a page begins with.
fn first_row(at: &Address) -> usize {
    let place = |edge: &str| edge.strip_prefix(EDGE)?.parse::<usize>().ok();
    match (place(&at.after), place(&at.before)) {
        (Some(first), _) => first,
        (None, Some(end)) => end.saturating_sub(PAGE_SIZE),
        (None, None) => 0,
    }
}

pub(super) fn row(copy: &ProblemCopy) -> ProblemRow {
    ProblemRow {
        problem: copy.problem.clone(),
        progress: copy.progress.clone(),
        review: copy.review,
    }
}

/// Notes and code of each attempt as they are searched; none when they are not.
fn texts_of(copy: &ProblemCopy, wanted: bool) -> Vec<String> {
    let recorded = copy
        .attempts
        .iter()
        .filter(|attempt| wanted && attempt.is_recorded());
    recorded
        .map(|attempt| {
            let text = |text: &Option<String>| text.clone().unwrap_or_default();
            [text(&attempt.notes), "\n".to_owned(), text(&attempt.code)]
                .concat()
                .to_lowercase()
        })
        .collect()
}

pub(super) async fn jump(Jump { q }: Jump) -> Answered {
    let journal = Journal::open(Texts::None).await?;
    let typed = q.trim().to_lowercase();
    let mut rows: Vec<&ProblemCopy> = journal.copies.values().collect();
    let mut list = JumpList::default();
    if typed.is_empty() {
        rows.sort_by_key(|copy| {
            let touched = copy
                .progress
                .latest_attempted_at
                .max(Some(copy.problem.created_at));
            std::cmp::Reverse(touched)
        });
        list.views = journal.person.views.iter().map(Place::from).collect();
    } else if let Some(link) = link_in(&q) {
        let known = journal.with_identity(&link.identity);
        rows.retain(|copy| Some(copy.problem.id) == known);
        list.link = rows.is_empty().then(|| Place::of_link(&link, &q));
    } else {
        let words: Vec<&str> = typed.split_whitespace().collect();
        rows.retain(|copy| {
            let title = copy.problem.title.to_lowercase();
            words.iter().all(|word| title.contains(word))
        });
        rows.sort_by_key(|copy| {
            let title = copy.problem.title.to_lowercase();
            (!title.starts_with(&typed), !title.contains(&typed), title)
        });
    }
    list.problems = rows.into_iter().take(JUMP_LIMIT).map(place).collect();
    told(Ok(list))
}

fn place(copy: &ProblemCopy) -> Place {
    let problem = copy.problem.clone();
    Place::from(JumpRow {
        id: problem.id.0,
        title: problem.title,
        url: problem.url,
        platform: problem.platform,
        difficulty: problem.difficulty,
        latest_status: copy.progress.latest_status,
    })
}
