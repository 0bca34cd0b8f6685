//! The words around a pasted link: share sheets and browsers put the page's title there.

use super::title::shorten;
use super::{find, paste};

/// What sites put around the name of a problem in their pages' titles; compared ignoring case.
const SITE_NAMES: &[&str] = &[
    "leetcode",
    "力扣 (leetcode)",
    "力扣（leetcode）",
    "力扣",
    "neetcode",
    "neetcode.io",
    "hackerrank",
    "codeforces",
    "atcoder",
    "codechef",
    "codechef practice",
    "codewars",
    "geeksforgeeks",
    "practice | geeksforgeeks",
    "cses",
    "spoj.com",
    "sphere online judge (spoj)",
    "kattis",
    "exercism",
    "advent of code",
    "project euler",
    "interviewbit",
    "code360",
    "naukri code 360",
    "coding ninjas",
    "lintcode",
    "dmoj",
    "dmoj: modern online judge",
    "hackerearth",
    "kaggle",
    "luogu",
    "洛谷",
    "virtual judge",
    "timus online judge",
    "problem",
    "kata",
];

/// The title in the words around a pasted link: "Two Sum" out of `Two Sum - LeetCode https://leetcode.com/…`.
/// `None` when there is no link or no words that name a problem.
pub fn pasted_title(pasted: &str) -> Option<String> {
    let text = paste::visible(pasted);
    let (at, _) = find(&text)?;
    let before = text.get(..at.start)?.trim_end();
    let after = text.get(at.end..)?.trim_start();
    let before = match before.trim_end_matches('<').strip_suffix("](") {
        Some(label) => label.rsplit('[').next().unwrap_or_default(),
        None => before.lines().next_back().unwrap_or_default(),
    };
    let after = after.lines().next().unwrap_or_default();
    [before, after].into_iter().find_map(cleaned)
}

/// The name of a problem in a page's title; `None` when nothing is left, or only an index such as `4A`.
fn cleaned(words: &str) -> Option<String> {
    if words.contains("://") {
        return None;
    }
    let words: Vec<&str> = words.split_whitespace().collect();
    let words = words.join(" ");
    let mut name = trimmed(&words);
    while let Some(shorter) = without_site(name) {
        name = trimmed(shorter);
    }
    let name = without_number(name);
    let letters = name.chars().filter(|c| c.is_alphabetic()).count();
    (letters >= 2).then(|| shorten(name))
}

fn trimmed(words: &str) -> &str {
    let words = words
        .trim_start_matches(|c: char| c.is_whitespace() || "-–—|:;,.·•*#<>]}\"'`_）".contains(c));
    words.trim_end_matches(|c: char| c.is_whitespace() || "-–—|:;,·•*<>[({\"'`_（：".contains(c))
}

/// Without a site's name at either end, if there is one: `Two Sum - LeetCode`, `Problem - 4A - Codeforces`.
fn without_site(name: &str) -> Option<&str> {
    let is_site = |part: &str| {
        let part = part.trim().to_lowercase();
        SITE_NAMES.contains(&part.as_str())
    };
    if is_site(name) {
        return Some("");
    }
    for separator in [" - ", " | ", " – ", " — ", " · ", " :: "] {
        if let Some((rest, last)) = name.rsplit_once(separator)
            && is_site(last)
        {
            return Some(rest);
        }
        if let Some((first, rest)) = name.split_once(separator)
            && is_site(first)
        {
            return Some(rest);
        }
    }
    None
}

/// Without the number some sites put first: `1. Two Sum`.
fn without_number(name: &str) -> &str {
    match name.split_once(". ") {
        Some((number, rest)) if number.bytes().all(|byte| byte.is_ascii_digit()) => rest.trim(),
        _ => name,
    }
}

#[cfg(test)]
mod tests {
    use super::pasted_title;

    #[test]
    fn the_words_around_a_link_are_its_title() {
        for (pasted, title) in [
            (
                "Two Sum - LeetCode https://leetcode.com/problems/two-sum/",
                Some("Two Sum"),
            ),
            (
                "Two Sum - LeetCode\nhttps://leetcode.com/problems/two-sum/",
                Some("Two Sum"),
            ),
            (
                "1. Two Sum - LeetCode: https://leetcode.com/problems/two-sum/",
                Some("Two Sum"),
            ),
            (
                "https://neetcode.io/problems/two-integer-sum Two Integer Sum | NeetCode",
                Some("Two Integer Sum"),
            ),
            (
                "[Multiples of 3 or 5](https://www.codewars.com/kata/514b92a657cdc65150000006)",
                Some("Multiples of 3 or 5"),
            ),
            (
                "Multiples of 3 or 5 | Codewars https://www.codewars.com/kata/514b92a657cdc65150000006",
                Some("Multiples of 3 or 5"),
            ),
            (
                "Problem - 4A - Codeforces https://codeforces.com/problemset/problem/4/A",
                None,
            ),
            (
                "两数之和 - 力扣（LeetCode） https://leetcode.cn/problems/two-sum/",
                Some("两数之和"),
            ),
            ("leetcode.com/problems/two-sum", None),
            ("LeetCode https://leetcode.com/problems/two-sum/", None),
            ("**https://leetcode.com/problems/two-sum/**", None),
            ("(https://leetcode.com/problems/two-sum/)", None),
            ("two sum", None),
        ] {
            assert_eq!(pasted_title(pasted).as_deref(), title, "{pasted}");
        }
    }
}
