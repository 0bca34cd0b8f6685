//! Problems that exist: real titles and links of the known sites, written down by hand.

use super::{numbered, random::Random};
use crate::problem::{
    model::Difficulty,
    recognise::{Link, recognise},
};
use std::collections::{BTreeMap, HashSet};

/// Lines of `last part of the link | title | E, M or H | tags`; a line `@ link with {}` says
/// where the parts below it belong.
const SOURCES: [&str; 3] = [
    include_str!("catalogue/leetcode.txt"),
    include_str!("catalogue/judges.txt"),
    include_str!("catalogue/elsewhere.txt"),
];

/// Share of `LeetCode` among the chosen problems while there are enough, in percent.
const LEETCODE_PERCENT: usize = 55;

/// A problem as the person who pastes its link meets it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its address.
    pub link: String,
    /// Its title on the site.
    pub title: String,
    /// How hard the site says it is, or a fair reading of it.
    pub difficulty: Difficulty,
    /// The decisive pattern first.
    pub tags: Vec<String>,
}

/// An entry and what its link was recognised as.
#[derive(Clone, Debug)]
pub struct Known {
    /// The entry.
    pub entry: Entry,
    /// Its platform, canonical address and identity.
    pub link: Link,
}

/// Every entry of the catalogue, in its order.
pub fn entries() -> Vec<Entry> {
    let mut place = "";
    let mut found = Vec::new();
    for line in SOURCES.iter().flat_map(|source| source.lines()) {
        if let Some(new_place) = line.strip_prefix("@ ") {
            place = new_place;
        } else if let Some(entry) = parse(place, line) {
            found.push(entry);
        }
    }
    found
}

fn parse(place: &str, line: &str) -> Option<Entry> {
    let mut fields = line.split(" | ");
    let (part, title) = (fields.next()?, fields.next()?);
    let difficulty = match fields.next()? {
        "E" => Difficulty::Easy,
        "M" => Difficulty::Medium,
        "H" => Difficulty::Hard,
        _ => return None,
    };
    Some(Entry {
        link: place.replace("{}", part),
        title: title.to_owned(),
        difficulty,
        tags: fields.next()?.split(' ').map(str::to_owned).collect(),
    })
}

/// Chooses this many different problems, in the order in which the person meets them: mostly
/// `LeetCode`, something of every other site as soon as there is room, the easier ones rather
/// earlier. Beyond the catalogue the numbered problems of the judges follow.
pub fn choose(count: usize, random: &mut Random) -> Vec<Known> {
    let mut leetcode = Vec::new();
    let mut others: BTreeMap<&'static str, Vec<Known>> = BTreeMap::new();
    for entry in entries() {
        if let Some(link) = recognise(&entry.link).filter(|link| !link.identity.is_empty()) {
            match link.platform.slug() {
                "leetcode" => leetcode.push(Known { entry, link }),
                other => others.entry(other).or_default().push(Known { entry, link }),
            }
        }
    }
    random.shuffle(&mut leetcode);
    let mut sites: Vec<Vec<Known>> = others.into_values().collect();
    for site in &mut sites {
        random.shuffle(site);
    }
    random.shuffle(&mut sites);
    let mut one_each: Vec<Known> = sites.iter_mut().filter_map(Vec::pop).collect();
    let mut rest: Vec<Known> = sites.into_iter().flatten().collect();
    random.shuffle(&mut rest);
    one_each.append(&mut rest);

    let spare = leetcode.split_off(leetcode.len().min(count * LEETCODE_PERCENT / 100));
    let mut seen = HashSet::new();
    let mut chosen: Vec<Known> = Vec::with_capacity(count);
    let by_hand = leetcode.into_iter().chain(one_each).chain(spare);
    take_new(by_hand, count, &mut seen, &mut chosen);
    if chosen.len() < count {
        let numbered = numbered::all(random)
            .filter_map(|entry| recognise(&entry.link).map(|link| Known { entry, link }));
        take_new(numbered, count, &mut seen, &mut chosen);
    }
    chosen.sort_by_cached_key(|known| meeting_order(known, random));
    chosen
}

fn take_new(
    from: impl Iterator<Item = Known>,
    count: usize,
    seen: &mut HashSet<String>,
    chosen: &mut Vec<Known>,
) {
    for known in from {
        if chosen.len() == count {
            return;
        }
        if !known.link.identity.is_empty() && seen.insert(known.link.identity.clone()) {
            chosen.push(known);
        }
    }
}

fn meeting_order(known: &Known, random: &mut Random) -> i64 {
    let later = match known.entry.difficulty {
        Difficulty::Easy => 0,
        Difficulty::Medium => 300,
        Difficulty::Hard => 600,
    };
    let sooner = if known.link.platform.slug() == "leetcode" {
        150
    } else {
        0
    };
    random.between(0, 1_000) + later - sooner
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The host of every site and the slug it must be recognised as.
    const SITES: [(&str, &str); 29] = [
        ("leetcode.com", "leetcode"),
        ("neetcode.io", "neetcode"),
        ("www.hackerrank.com", "hackerrank"),
        ("codeforces.com", "codeforces"),
        ("atcoder.jp", "atcoder"),
        ("www.codechef.com", "codechef"),
        ("www.codewars.com", "codewars"),
        ("www.geeksforgeeks.org", "geeksforgeeks"),
        ("cses.fi", "cses"),
        ("www.spoj.com", "spoj"),
        ("open.kattis.com", "kattis"),
        ("exercism.org", "exercism"),
        ("adventofcode.com", "adventofcode"),
        ("projecteuler.net", "projecteuler"),
        ("www.interviewbit.com", "interviewbit"),
        ("www.naukri.com", "code360"),
        ("www.lintcode.com", "lintcode"),
        ("binarysearch.com", "binarysearch"),
        ("onlinejudge.org", "uva"),
        ("dmoj.ca", "dmoj"),
        ("community.topcoder.com", "topcoder"),
        ("www.hackerearth.com", "hackerearth"),
        ("www.kaggle.com", "kaggle"),
        ("www.acmicpc.net", "baekjoon"),
        ("www.luogu.com.cn", "luogu"),
        ("vjudge.net", "vjudge"),
        ("acm.timus.ru", "timus"),
        ("poj.org", "poj"),
        ("www.greatfrontend.com", "other"),
    ];

    fn expected_platform(link: &str) -> &'static str {
        let host = link.split('/').nth(2).unwrap();
        SITES.iter().find(|(known, _)| *known == host).unwrap().1
    }

    #[test]
    fn every_line_with_fields_is_an_entry() {
        let lines = SOURCES.iter().flat_map(|source| source.lines());
        assert_eq!(
            lines.filter(|line| line.contains(" | ")).count(),
            entries().len()
        );
        assert!(entries().len() > 400);
    }

    #[test]
    fn every_link_is_canonical_and_recognised_as_its_site_once() {
        let mut identities = HashSet::new();
        for entry in entries()
            .into_iter()
            .chain(numbered::all(&mut Random::new(1, "links")))
        {
            let link = recognise(&entry.link).unwrap();
            assert_eq!(
                link.platform.slug(),
                expected_platform(&entry.link),
                "{}",
                entry.link
            );
            assert_eq!(link.url, entry.link);
            assert!(!link.identity.is_empty(), "{}", entry.link);
            identities.insert(link.identity);
        }
        let by_hand: HashSet<String> = entries()
            .iter()
            .filter_map(|entry| recognise(&entry.link))
            .map(|link| link.identity)
            .collect();
        assert_eq!(by_hand.len(), entries().len());
        assert!(identities.len() >= 40_000, "{}", identities.len());
    }

    #[test]
    fn every_site_is_in_the_catalogue() {
        let present: HashSet<_> = entries()
            .iter()
            .map(|entry| expected_platform(&entry.link))
            .collect();
        assert_eq!(present.len(), SITES.len());
    }

    #[test]
    fn tags_are_normalised_and_titles_fit() {
        for entry in entries() {
            assert!(!entry.title.trim().is_empty() && entry.title.chars().count() <= 300);
            for tag in &entry.tags {
                assert!(!tag.is_empty(), "{}", entry.link);
                assert!(
                    tag.bytes().all(|b| b.is_ascii_lowercase() || b == b'-'),
                    "{tag}"
                );
            }
        }
    }
}
