//! The words of the query language, and which of them was probably meant.

use super::model::{DateOf, NumberOf};
use crate::problem::recognise::{Platform, platform_of_host};

/// What stands before a colon or a comparison.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(super) enum Key {
    /// `is:solved`
    Is,
    /// `has:notes`
    Has,
    /// `tag:dp`
    Tag,
    /// `site:leetcode`
    Site,
    /// `difficulty:easy`
    Difficulty,
    /// `time>30`
    Number(NumberOf),
    /// `touched>30d`
    Date(DateOf),
}

/// Every key; the ones that explain themselves come first, other names for them after.
const KEYS: [(&str, Key); 14] = [
    ("is", Key::Is),
    ("has", Key::Has),
    ("tag", Key::Tag),
    ("site", Key::Site),
    ("difficulty", Key::Difficulty),
    ("time", Key::Number(NumberOf::LastMinutes)),
    ("best", Key::Number(NumberOf::BestMinutes)),
    ("attempts", Key::Number(NumberOf::Attempts)),
    ("touched", Key::Date(DateOf::Touched)),
    ("added", Key::Date(DateOf::Added)),
    ("diff", Key::Difficulty),
    ("tags", Key::Tag),
    ("status", Key::Is),
    ("tried", Key::Date(DateOf::Touched)),
];

/// The keys for a person to read.
pub(super) const KNOWN_KEYS: &str =
    "is, has, tag, site, difficulty, time, best, attempts, touched and added";

/// Other names of sites.
const SITE_ALIASES: [(&str, Platform); 14] = [
    ("lc", Platform::LeetCode),
    ("nc", Platform::NeetCode),
    ("hr", Platform::HackerRank),
    ("cf", Platform::Codeforces),
    ("ac", Platform::AtCoder),
    ("cc", Platform::CodeChef),
    ("cw", Platform::Codewars),
    ("gfg", Platform::GeeksForGeeks),
    ("aoc", Platform::AdventOfCode),
    ("pe", Platform::ProjectEuler),
    ("euler", Platform::ProjectEuler),
    ("codingninjas", Platform::Code360),
    ("boj", Platform::Baekjoon),
    ("tc", Platform::Topcoder),
];

impl Key {
    /// The key with this name, in lower case.
    pub(super) fn named(name: &str) -> Option<Self> {
        KEYS.iter()
            .find(|(known, _)| *known == name)
            .map(|(_, key)| *key)
    }

    /// Its own name.
    pub(super) fn name(self) -> &'static str {
        KEYS.iter()
            .find(|(_, key)| *key == self)
            .map_or("", |(name, _)| name)
    }

    /// The key that was probably meant.
    pub(super) fn near(name: &str) -> Option<&'static str> {
        nearest(name, KEYS.iter().map(|(known, _)| *known))
    }
}

/// What a site is called in a query: a platform's slug, else a host. Takes a slug, a label, another
/// name or a host, in lower case.
///
/// # Errors
/// The name that was probably meant, when this one is a near miss.
pub(super) fn site_named(name: &str) -> Result<String, &'static str> {
    // `Advent of Code`, `advent-of-code` and `adventofcode` are one.
    let joined: String = name.chars().filter(|&c| c != ' ' && c != '-').collect();
    let platforms = || {
        Platform::ALL
            .into_iter()
            .filter(|platform| *platform != Platform::Other)
    };
    if let Some(platform) = platforms().find(|platform| {
        platform.slug() == joined
            || platform
                .label()
                .to_lowercase()
                .split(' ')
                .eq(name.split([' ', '-']))
    }) {
        return Ok(platform.slug().to_owned());
    }
    if let Some((_, platform)) = SITE_ALIASES.iter().find(|(alias, _)| *alias == joined) {
        return Ok(platform.slug().to_owned());
    }
    if name.contains('.') {
        return Ok(platform_of_host(name).map_or_else(
            || name.strip_prefix("www.").unwrap_or(name).to_owned(),
            |platform| platform.slug().to_owned(),
        ));
    }
    match nearest(&joined, platforms().map(Platform::slug)) {
        Some(meant) => Err(meant),
        // A machine of one's own network, or nothing; both are answered truly.
        None => Ok(name.to_owned()),
    }
}

/// The candidate that a typed word probably means: at most two letters off, one in a short word.
pub(super) fn nearest(
    typed: &str,
    candidates: impl Iterator<Item = &'static str>,
) -> Option<&'static str> {
    let typed: Vec<char> = typed.chars().take(30).collect();
    let allowed = match typed.len() {
        0..=2 => 0,
        3 | 4 => 1,
        _ => 2,
    };
    candidates
        .map(|candidate| (distance(&typed, candidate), candidate))
        .filter(|(distance, _)| *distance <= allowed)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// How many letters must be put in, left out, replaced, or exchanged with their neighbour.
fn distance(typed: &[char], word: &str) -> usize {
    let word: Vec<char> = word.chars().collect();
    let mut before: Vec<usize> = Vec::new();
    let mut row: Vec<usize> = (0..=word.len()).collect();
    for (i, &a) in typed.iter().enumerate() {
        let mut next = vec![i + 1];
        for (j, &b) in word.iter().enumerate() {
            let mut least = (row[j] + usize::from(a != b))
                .min(row[j + 1] + 1)
                .min(next[j] + 1);
            let exchanged = i > 0 && j > 0 && a == word[j - 1] && b == typed[i - 1];
            if exchanged {
                least = least.min(before[j - 1] + 1);
            }
            next.push(least);
        }
        before = std::mem::replace(&mut row, next);
    }
    row[word.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_site_is_known_by_its_slug_its_label_its_host_and_its_short_name() {
        for name in [
            "leetcode",
            "lc",
            "leetcode.com",
            "www.leetcode.com",
            "leetcode.cn",
        ] {
            assert_eq!(site_named(name).as_deref(), Ok("leetcode"), "{name}");
        }
        for platform in Platform::ALL {
            if platform != Platform::Other {
                let label = platform.label().to_lowercase();
                assert_eq!(site_named(&label).as_deref(), Ok(platform.slug()));
            }
        }
        assert_eq!(site_named("advent-of-code").as_deref(), Ok("adventofcode"));
    }

    #[test]
    fn any_other_host_is_itself() {
        assert_eq!(site_named("www.example.com").as_deref(), Ok("example.com"));
        assert_eq!(site_named("intranet").as_deref(), Ok("intranet"));
    }

    #[test]
    fn a_near_miss_names_what_was_meant() {
        assert_eq!(site_named("leetcod"), Err("leetcode"));
        assert_eq!(Key::near("tiem"), Some("time"));
        assert_eq!(Key::near("dificulty"), Some("difficulty"));
        assert_eq!(Key::near("std"), None);
        assert_eq!(
            nearest("sloved", ["solved", "failed"].into_iter()),
            Some("solved")
        );
        assert_eq!(nearest("xyz", ["solved", "failed"].into_iter()), None);
    }
}
