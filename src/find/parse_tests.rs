//! What the query language understands, and what it says to the rest.

use super::{
    arbitrary::query,
    model::{Comparison, DateOf, NumberOf, Query, Test},
    parse::{parse, terms},
};
use crate::{attempt::model::Status, problem::model::Difficulty};
use chrono::NaiveDate;
use proptest::prelude::*;

fn tests(text: &str) -> Vec<Test> {
    let query = parse(text).unwrap_or_else(|mistake| panic!("{text}: {}", mistake.message));
    query.terms.into_iter().map(|term| term.test).collect()
}

fn mistake_in(text: &str) -> (String, String) {
    let mistake = parse(text).expect_err(text);
    let (start, end) = (mistake.start as usize, mistake.end as usize);
    let wrong = text.chars().skip(start).take(end - start).collect();
    (mistake.message, wrong)
}

#[test]
fn every_condition_is_read() {
    let day = NaiveDate::from_ymd_opt(2026, 11, 1).unwrap();
    let cases = [
        ("sum", Test::Text("sum".into())),
        ("\"two  sum\"", Test::Text("two  sum".into())),
        ("“two sum”", Test::Text("two sum".into())),
        (r#""a \"b\" \\ \n""#, Test::Text(r#"a "b" \ \n"#.into())),
        ("is:solved", Test::Status(vec![Some(Status::Solved)])),
        (
            "IS:Untried,failed",
            Test::Status(vec![None, Some(Status::Failed)]),
        ),
        ("is:starred", Test::Starred),
        ("has:notes", Test::Notes),
        ("has:code", Test::Code),
        ("has:link", Test::Link),
        (
            "tag:DP,#Graph,dp",
            Test::Tag(vec!["dp".into(), "graph".into()]),
        ),
        (
            "tag:\"Two  Pointers\",x",
            Test::Tag(vec!["two-pointers".into(), "x".into()]),
        ),
        (
            "site:LC,www.example.com",
            Test::Site(vec!["leetcode".into(), "example.com".into()]),
        ),
        (
            "site:\"advent of code\"",
            Test::Site(vec!["adventofcode".into()]),
        ),
        (
            "diff:easy,hard",
            Test::Difficulty(vec![Difficulty::Easy, Difficulty::Hard]),
        ),
        (
            "time>30",
            Test::Number(NumberOf::LastMinutes, Comparison::Greater, 30),
        ),
        (
            "time:>=30",
            Test::Number(NumberOf::LastMinutes, Comparison::AtLeast, 30),
        ),
        (
            "time<=1h",
            Test::Number(NumberOf::LastMinutes, Comparison::AtMost, 60),
        ),
        (
            "best<15m",
            Test::Number(NumberOf::BestMinutes, Comparison::Less, 15),
        ),
        (
            "attempts:0",
            Test::Number(NumberOf::Attempts, Comparison::Equal, 0),
        ),
        (
            "attempts=3",
            Test::Number(NumberOf::Attempts, Comparison::Equal, 3),
        ),
        (
            "touched<2026-11-01",
            Test::On(DateOf::Touched, Comparison::Less, day),
        ),
        (
            "added:2026-11-1",
            Test::On(DateOf::Added, Comparison::Equal, day),
        ),
        (
            "touched>30d",
            Test::DaysAgo(DateOf::Touched, Comparison::Greater, 30),
        ),
        (
            "added<2w",
            Test::DaysAgo(DateOf::Added, Comparison::Less, 14),
        ),
        (
            "touched:yesterday",
            Test::DaysAgo(DateOf::Touched, Comparison::Equal, 1),
        ),
    ];
    for (text, expected) in cases {
        assert_eq!(tests(text), [expected], "{text}");
    }
}

#[test]
fn terms_are_separated_by_space_and_negated_by_a_sign() {
    let query = parse("  tag:dp\t-is:solved  -\"a b\" - --x ").unwrap();
    let negated: Vec<_> = query.terms.iter().map(|term| term.negated).collect();
    assert_eq!(negated, [false, true, true, false, true]);
    assert_eq!(query.terms[3].test, Test::Text("-".into()));
    assert_eq!(query.terms[4].test, Test::Text("-x".into()));
    assert_eq!(parse(" \u{3000} ").unwrap(), Query::default());
}

#[test]
fn addresses_and_code_are_text() {
    for text in [
        "https://leetcode.com/problems/two-sum/?a=b",
        "std::vector",
        "vector<int>",
        "x==y",
        "12:30",
        "O(n):",
        "c++",
        "a,b",
        "don't",
        "say\"hi\"",
        "-1",
    ] {
        let bare = text.strip_prefix('-').unwrap_or(text);
        assert_eq!(tests(text), [Test::Text(bare.into())], "{text}");
    }
}

#[test]
fn a_mistake_names_the_wrong_part_and_what_would_be_right() {
    for (text, wrong, says) in [
        ("two is:sloved", "sloved", "Did you mean is:solved?"),
        ("is:easy", "easy", "solved, partial, failed, untried"),
        ("is:solved,starred", "starred", "by itself"),
        ("has:note", "note", "Did you mean has:notes?"),
        ("has:notes,code", "has:notes,code", "has:notes has:code"),
        ("diff:medum", "medum", "Did you mean difficulty:medium?"),
        ("site:leetcod", "leetcod", "Did you mean site:leetcode?"),
        ("tiem>30", "tiem>30", "Did you mean time>30?"),
        ("foo:bar", "foo:bar", "\"foo:bar\""),
        ("-foo:bar x", "foo:bar", "is, has, tag"),
        ("tag:", "tag:", "for example tag:dp"),
        ("tag:dp,", "tag:dp,", "beside this comma"),
        ("tag:,dp", "tag:,dp", "beside this comma"),
        ("tag>dp", "tag>dp", "tag:dp"),
        ("tag:\"\u{200b}\"", "\"\u{200b}\"", "no tag"),
        ("time>soon", "soon", "whole number"),
        ("time>1,2", "time>1,2", "one value"),
        ("time>1000000", "1000000", "999,999"),
        ("touched>30", "30", "touched>30d"),
        ("touched<2026-02-30", "2026-02-30", "2026-11-01"),
        ("touched>today", "today", "touched:today"),
        ("x \"two sum", "\"two sum", "never closed"),
        ("tag:\"two", "\"two", "never closed"),
        ("\"\"", "\"\"", "nothing between"),
        ("\"a\"b c", "\"a\"b", "a space after"),
        ("a\0b", "\0", "control character"),
    ] {
        let (message, marked) = mistake_in(text);
        assert!(message.contains(says), "{text}: {message}");
        assert_eq!(marked, wrong, "{text}: {message}");
    }
}

#[test]
fn limits_are_explained() {
    let (message, wrong) = mistake_in(&"é".repeat(501));
    assert!(message.contains("500 characters"), "{message}");
    assert_eq!(wrong, "é");
    assert!(parse(&"é".repeat(500)).is_ok());
    let many = "a ".repeat(21);
    let (message, wrong) = mistake_in(&many);
    assert!(message.contains("20 conditions"), "{message}");
    assert_eq!(wrong, "a ");
    assert!(parse(&"a ".repeat(20)).is_ok());
    // The long form counts too: it is what is stored.
    let (message, _) =
        mistake_in(&["site:", "lc,", "\"a\\b\",", "x ", &"a\"".repeat(245)].concat());
    assert!(message.contains("500 characters"), "{message}");
}

proptest! {
    #[test]
    fn what_is_printed_reads_as_the_same(query in query()) {
        prop_assert_eq!(terms(&query.to_string()), Ok(query.terms));
    }

    #[test]
    fn whatever_is_typed_is_understood_or_explained(text in "\\PC{0,60}|[-a-z:<>=\"“, \\\\.#0-9\u{0}\u{130}]{0,40}") {
        match parse(&text) {
            Ok(query) => prop_assert_eq!(parse(&query.to_string()), Ok(query)),
            Err(mistake) => {
                prop_assert!(!mistake.message.is_empty());
                prop_assert!(mistake.start < mistake.end);
                prop_assert!(mistake.end as usize <= text.chars().count());
            }
        }
    }

    #[test]
    fn conditions_of_known_words_with_any_values_too(
        key in prop::sample::select(vec!["is", "has", "tag", "site", "diff", "time", "touched", "added", "-tag", "x"]),
        operator in prop::sample::select(vec![":", "<", ">=", ":>", "="]),
        value in "\\PC{0,20}|[0-9]{1,7}[dwmh]?|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}|\"\\PC{0,20}\"",
    ) {
        let text = [key, operator, &value].concat();
        if let Ok(query) = parse(&text) {
            prop_assert_eq!(parse(&query.to_string()), Ok(query));
        }
    }
}
