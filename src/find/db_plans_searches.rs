//! The searches that `script/plans` measures.

use crate::{
    attempt::model::Status,
    find::model::{Comparison, NumberOf, Term, Test},
    problem::model::Difficulty,
};

fn text(word: &str) -> Term {
    yes(Test::Text(word.into()))
}

fn yes(test: Test) -> Term {
    Term {
        negated: false,
        test,
    }
}

fn no(test: Test) -> Term {
    Term {
        negated: true,
        test,
    }
}

fn tag(name: &str) -> Term {
    yes(Test::Tag(vec![name.into()]))
}

/// Searches as they are typed, with their terms. The last ones are the worst we know: words that
/// nearly every problem has and that must all be read to find out who has not, or two letters
/// that nothing has, which no index knows.
pub(super) fn searches() -> Vec<(&'static str, Vec<Term>, bool)> {
    let is = |status| yes(Test::Status(vec![status]));
    let failed = || is(Some(Status::Failed));
    let word = |word: &str| Test::Text(word.into());
    let minutes = |least| Test::Number(NumberOf::LastMinutes, Comparison::Greater, least);
    vec![
        ("trie", vec![text("trie")], true),
        ("\"sliding window\"", vec![text("sliding window")], true),
        ("again (1,800 problems)", vec![text("again")], true),
        ("memo (4,000 problems)", vec![text("memo")], true),
        ("return (12,500 problems)", vec![text("return")], true),
        ("for (18,000 problems)", vec![text("for")], true),
        ("heapify (nothing)", vec![text("heapify")], true),
        ("return for", vec![text("return"), text("for")], true),
        ("off once", vec![text("off"), text("once")], true),
        ("queue for", vec![text("queue"), text("for")], true),
        ("q", vec![text("q")], true),
        ("qu", vec![text("qu")], true),
        ("-heapify", vec![no(word("heapify"))], true),
        ("for is:failed", vec![text("for"), failed()], true),
        ("for tag:graph", vec![text("for"), tag("graph")], true),
        ("trie is:failed", vec![text("trie"), failed()], true),
        ("tag:zzz", vec![tag("zzz")], true),
        ("for tag:zzz", vec![text("for"), tag("zzz")], true),
        ("tag:stack", vec![tag("stack")], true),
        ("tag:greedy", vec![tag("greedy")], true),
        (
            "-tag:greedy",
            vec![no(Test::Tag(vec!["greedy".into()]))],
            true,
        ),
        ("is:failed", vec![failed()], true),
        ("is:untried", vec![is(None)], true),
        ("is:starred", vec![yes(Test::Starred)], true),
        ("has:code", vec![yes(Test::Code)], true),
        (
            "site:codeforces",
            vec![yes(Test::Site(vec!["codeforces".into()]))],
            true,
        ),
        (
            "difficulty:hard time>90",
            vec![
                yes(Test::Difficulty(vec![Difficulty::Hard])),
                yes(minutes(90)),
            ],
            true,
        ),
        ("time>1400 (nothing)", vec![yes(minutes(1_400))], true),
        ("-for", vec![no(word("for"))], false),
        ("zq (nothing)", vec![text("zq")], false),
        (
            "for -for (nothing)",
            vec![text("for"), no(word("for"))],
            false,
        ),
        ("-e (nothing)", vec![no(word("e"))], false),
    ]
}
