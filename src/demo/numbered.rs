//! Problems beyond the catalogue: sites that number theirs, so that a link can be made without
//! knowing the title. Such a link has the right form; not every number is in use.

use super::{catalogue::Entry, random::Random};
use crate::problem::model::Difficulty;

/// Patterns these problems are tagged with, the frequent ones repeated.
const PATTERNS: [&str; 24] = [
    "array",
    "array",
    "backtracking",
    "bfs",
    "binary-search",
    "bit-manipulation",
    "dynamic-programming",
    "dynamic-programming",
    "dynamic-programming",
    "fenwick-tree",
    "graph",
    "greedy",
    "greedy",
    "hash-table",
    "intervals",
    "math",
    "math",
    "number-theory",
    "prefix-sum",
    "shortest-path",
    "simulation",
    "sorting",
    "string",
    "union-find",
];

/// A site's numbering.
struct Scheme {
    /// How many problems it yields.
    size: usize,
    /// Address and title of the problem at a place below `size`, and how hard: 0 to 5.
    problem: fn(usize) -> (String, String, usize),
}

/// Letters of a contest's problems.
const LETTERS: [char; 6] = ['A', 'B', 'C', 'D', 'E', 'F'];

const SCHEMES: [Scheme; 11] = [
    Scheme {
        size: 2_000 * 6,
        problem: codeforces,
    },
    Scheme {
        size: 230 * 6,
        problem: |at| atcoder("abc", 150, at),
    },
    Scheme {
        size: 80 * 6,
        problem: |at| atcoder("arc", 104, at),
    },
    Scheme {
        size: 60 * 6,
        problem: |at| atcoder("agc", 1, at),
    },
    Scheme {
        size: 900,
        problem: |at| {
            let number = at + 1;
            let title = format!("Project Euler {number}");
            (
                format!("https://projecteuler.net/problem={number}"),
                title,
                at / 150,
            )
        },
    },
    Scheme {
        size: 14_000,
        problem: |at| {
            let number = at + 1_000;
            let title = format!("Baekjoon {number}");
            (
                format!("https://www.acmicpc.net/problem/{number}"),
                title,
                at % 6,
            )
        },
    },
    Scheme {
        size: 8_000,
        problem: |at| {
            let number = at + 1_001;
            let title = format!("Luogu P{number}");
            (
                format!("https://www.luogu.com.cn/problem/P{number}"),
                title,
                at % 6,
            )
        },
    },
    Scheme {
        size: 1_100,
        problem: |at| {
            let number = at + 1_000;
            let link = format!("https://acm.timus.ru/problem.aspx?space=1&num={number}");
            (link, format!("Timus {number}"), at % 6)
        },
    },
    Scheme {
        size: 3_000,
        problem: |at| {
            let number = at + 1_000;
            (
                format!("http://poj.org/problem?id={number}"),
                format!("POJ {number}"),
                at % 6,
            )
        },
    },
    Scheme {
        size: 900 + 2_900,
        problem: |at| {
            // Two volumes of numbers: three digits, then five.
            let number = if at < 900 { at + 100 } else { at + 9_100 };
            let link = format!(
                "https://onlinejudge.org/external/{}/{number}.pdf",
                number / 100
            );
            (link, format!("UVa {number}"), at % 6)
        },
    },
    Scheme {
        size: 300,
        problem: |at| {
            let number = at + 1_640;
            (
                format!("https://cses.fi/problemset/task/{number}"),
                format!("CSES {number}"),
                1 + at % 5,
            )
        },
    },
];

fn codeforces(at: usize) -> (String, String, usize) {
    let (contest, letter) = (at / 6 + 1, LETTERS[at % 6]);
    let link = format!("https://codeforces.com/problemset/problem/{contest}/{letter}");
    (link, format!("Codeforces {contest}{letter}"), at % 6)
}

fn atcoder(series: &str, first: usize, at: usize) -> (String, String, usize) {
    let (contest, letter) = (at / 6 + first, LETTERS[at % 6]);
    let name = format!("{series}{contest:03}");
    let task = letter.to_ascii_lowercase();
    let link = format!("https://atcoder.jp/contests/{name}/tasks/{name}_{task}");
    (link, format!("{} {letter}", name.to_uppercase()), at % 6)
}

/// All of them, in random order.
pub fn all(random: &mut Random) -> impl Iterator<Item = Entry> {
    let mut places: Vec<(usize, usize)> = SCHEMES
        .iter()
        .enumerate()
        .flat_map(|(scheme, of)| (0..of.size).map(move |at| (scheme, at)))
        .collect();
    random.shuffle(&mut places);
    places
        .into_iter()
        .map(|(scheme, at)| entry(&SCHEMES[scheme], at, random))
}

fn entry(scheme: &Scheme, at: usize, random: &mut Random) -> Entry {
    let (link, title, hardness) = (scheme.problem)(at);
    let mut tags = vec![random.pick(&PATTERNS).to_owned()];
    let second = random.pick(&PATTERNS);
    if random.chance(400) && tags[0] != second {
        tags.push(second.to_owned());
    }
    let difficulty = match hardness {
        0 | 1 => Difficulty::Easy,
        2 | 3 => Difficulty::Medium,
        _ => Difficulty::Hard,
    };
    Entry {
        link,
        title,
        difficulty,
        tags,
    }
}
