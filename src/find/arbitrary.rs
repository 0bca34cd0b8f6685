//! Random queries for property tests.

use super::{
    conditions::{DAYS_LIMIT, NUMBER_LIMIT},
    model::{Comparison, DateOf, NumberOf, Query, TERM_LIMIT, Term, Test},
    parse::{parse, terms},
};
use crate::{attempt::model::Status, problem::model::Difficulty};
use chrono::NaiveDate;
use proptest::{collection::vec, prelude::*, sample::select};

/// Any query that can be read from some text; its long form may be longer than the limit.
pub(crate) fn query() -> impl Strategy<Value = Query> {
    vec(term(), 0..TERM_LIMIT).prop_map(|terms| Query { terms })
}

/// Any condition, negated or not.
pub(crate) fn term() -> impl Strategy<Value = Term> {
    (any::<bool>(), test()).prop_map(|(negated, test)| Term { negated, test })
}

/// Any condition that can be read from some text.
pub(crate) fn test() -> impl Strategy<Value = Test> {
    prop_oneof![
        "[a-z]{1,4}|[-a-z:<>=\"“\\\\ ]{1,8}|\\PC{1,8}"
            .prop_filter_map("blank", |text| (!text.trim().is_empty())
                .then_some(Test::Text(single_spaced(&text)))),
        list(select(vec![
            None,
            Some(Status::Solved),
            Some(Status::Partial),
            Some(Status::Failed)
        ]))
        .prop_map(Test::Status),
        select(vec![Test::Starred, Test::Notes, Test::Code, Test::Link]),
        list(tag()).prop_map(Test::Tag),
        list(site()).prop_map(Test::Site),
        list(select(Difficulty::ALL.to_vec())).prop_map(Test::Difficulty),
        (
            select(vec![
                NumberOf::LastMinutes,
                NumberOf::BestMinutes,
                NumberOf::Attempts
            ]),
            comparison(),
            prop_oneof![0..60, 0..=NUMBER_LIMIT]
        )
            .prop_map(|(of, comparison, number)| Test::Number(of, comparison, number)),
        (date_of(), comparison(), 1..=9_999, 1..=12_u32, 1..=28_u32).prop_filter_map(
            "no day",
            |(of, comparison, year, month, day)| {
                Some(Test::On(
                    of,
                    comparison,
                    NaiveDate::from_ymd_opt(year, month, day)?,
                ))
            }
        ),
        (
            date_of(),
            comparison(),
            prop_oneof![0..60_u16, 0..=DAYS_LIMIT]
        )
            .prop_map(|(of, comparison, days)| Test::DaysAgo(of, comparison, days)),
    ]
}

/// A quotation has no white space but spaces.
fn single_spaced(text: &str) -> String {
    text.chars()
        .map(|character| {
            if character.is_whitespace() {
                ' '
            } else {
                character
            }
        })
        .collect()
}

fn list<T: Clone + PartialEq + std::fmt::Debug>(
    one: impl Strategy<Value = T>,
) -> impl Strategy<Value = Vec<T>> {
    vec(one, 1..4).prop_map(|members| {
        let mut list = Vec::new();
        for member in members {
            if !list.contains(&member) {
                list.push(member);
            }
        }
        list
    })
}

fn tag() -> impl Strategy<Value = String> {
    let read = |text: String| match &parse(&["tag:\"", &text, "\""].concat()).ok()?.terms[..] {
        [
            Term {
                test: Test::Tag(tags),
                ..
            },
        ] => tags.first().cloned(),
        _ => None,
    };
    prop_oneof![
        4 => select(vec!["dp", "graph", "two-pointers", "bfs", "array"]).prop_map(str::to_owned),
        1 => "\\PC{1,10}".prop_filter_map("no tag", read),
    ]
}

fn site() -> impl Strategy<Value = String> {
    let read = |text: String| match &terms(&["site:\"", &text, "\""].concat()).ok()?[..] {
        [
            Term {
                test: Test::Site(sites),
                ..
            },
        ] => sites.first().cloned(),
        _ => None,
    };
    prop_oneof![
        4 => select(vec!["leetcode", "codeforces", "example.com", "localhost:3000", "leetcod"])
            .prop_map(str::to_owned),
        1 => "\\PC{1,10}".prop_filter_map("no site", read),
    ]
}

fn comparison() -> impl Strategy<Value = Comparison> {
    select(vec![
        Comparison::Less,
        Comparison::AtMost,
        Comparison::Equal,
        Comparison::AtLeast,
        Comparison::Greater,
    ])
}

fn date_of() -> impl Strategy<Value = DateOf> {
    select(vec![DateOf::Touched, DateOf::Added])
}
