//! Which host belongs to which site. Hosts are compared whole, never by what they contain.

use crate::problem::recognise::platform::Platform;
use crate::problem::recognise::url::Url;

/// A known site, and the address its pages are cleaned to.
#[derive(Debug)]
pub(in crate::problem::recognise) struct Site {
    pub platform: Platform,
    /// Scheme and host, `https://leetcode.com`.
    pub origin: String,
    /// Put before the path: `/contests/abc042` for `abc042.contest.atcoder.jp`.
    pub prefix: String,
}

/// Host (a leading `www.` is ignored), platform, canonical host.
const HOSTS: &[(&str, Platform, &str)] = &[
    ("leetcode.com", Platform::LeetCode, "leetcode.com"),
    ("leetcode.cn", Platform::LeetCode, "leetcode.cn"),
    ("leetcode-cn.com", Platform::LeetCode, "leetcode.cn"),
    ("neetcode.io", Platform::NeetCode, "neetcode.io"),
    ("hackerrank.com", Platform::HackerRank, "www.hackerrank.com"),
    ("codeforces.com", Platform::Codeforces, "codeforces.com"),
    ("m1.codeforces.com", Platform::Codeforces, "codeforces.com"),
    ("m2.codeforces.com", Platform::Codeforces, "codeforces.com"),
    ("m3.codeforces.com", Platform::Codeforces, "codeforces.com"),
    (
        "mirror.codeforces.com",
        Platform::Codeforces,
        "codeforces.com",
    ),
    ("codeforces.net", Platform::Codeforces, "codeforces.com"),
    ("codeforces.ml", Platform::Codeforces, "codeforces.com"),
    ("codeforc.es", Platform::Codeforces, "codeforces.com"),
    ("atcoder.jp", Platform::AtCoder, "atcoder.jp"),
    ("beta.atcoder.jp", Platform::AtCoder, "atcoder.jp"),
    ("codechef.com", Platform::CodeChef, "www.codechef.com"),
    ("codewars.com", Platform::Codewars, "www.codewars.com"),
    (
        "geeksforgeeks.org",
        Platform::GeeksForGeeks,
        "www.geeksforgeeks.org",
    ),
    (
        "practice.geeksforgeeks.org",
        Platform::GeeksForGeeks,
        "www.geeksforgeeks.org",
    ),
    ("cses.fi", Platform::Cses, "cses.fi"),
    ("spoj.com", Platform::Spoj, "www.spoj.com"),
    ("kattis.com", Platform::Kattis, "www.kattis.com"),
    ("exercism.org", Platform::Exercism, "exercism.org"),
    ("exercism.io", Platform::Exercism, "exercism.org"),
    (
        "adventofcode.com",
        Platform::AdventOfCode,
        "adventofcode.com",
    ),
    (
        "projecteuler.net",
        Platform::ProjectEuler,
        "projecteuler.net",
    ),
    (
        "interviewbit.com",
        Platform::InterviewBit,
        "www.interviewbit.com",
    ),
    ("naukri.com", Platform::Code360, "www.naukri.com"),
    (
        "codingninjas.com",
        Platform::Code360,
        "www.codingninjas.com",
    ),
    ("lintcode.com", Platform::LintCode, "www.lintcode.com"),
    (
        "binarysearch.com",
        Platform::BinarySearch,
        "binarysearch.com",
    ),
    ("onlinejudge.org", Platform::Uva, "onlinejudge.org"),
    ("uva.onlinejudge.org", Platform::Uva, "onlinejudge.org"),
    ("dmoj.ca", Platform::Dmoj, "dmoj.ca"),
    ("topcoder.com", Platform::Topcoder, "www.topcoder.com"),
    (
        "community.topcoder.com",
        Platform::Topcoder,
        "community.topcoder.com",
    ),
    (
        "arena.topcoder.com",
        Platform::Topcoder,
        "arena.topcoder.com",
    ),
    (
        "archive.topcoder.com",
        Platform::Topcoder,
        "archive.topcoder.com",
    ),
    (
        "hackerearth.com",
        Platform::HackerEarth,
        "www.hackerearth.com",
    ),
    ("kaggle.com", Platform::Kaggle, "www.kaggle.com"),
    ("acmicpc.net", Platform::Baekjoon, "www.acmicpc.net"),
    ("boj.kr", Platform::Baekjoon, "boj.kr"),
    ("luogu.com.cn", Platform::Luogu, "www.luogu.com.cn"),
    ("luogu.com", Platform::Luogu, "www.luogu.com.cn"),
    ("luogu.org", Platform::Luogu, "www.luogu.com.cn"),
    ("vjudge.net", Platform::VJudge, "vjudge.net"),
    ("acm.timus.ru", Platform::Timus, "acm.timus.ru"),
    ("timus.online", Platform::Timus, "acm.timus.ru"),
    ("poj.org", Platform::Poj, "poj.org"),
];

/// The known site an address is on; `None` for any other, and for a port that is not the scheme's own.
pub(in crate::problem::recognise) fn site_of(url: &Url) -> Option<Site> {
    if url.port.is_some() {
        return None;
    }
    let host = url.host.strip_prefix("www.").unwrap_or(&url.host);
    if let Some((_, platform, canonical)) = HOSTS.iter().find(|(known, _, _)| *known == host) {
        // The rest of naukri.com is a board of jobs.
        if host == "naukri.com" && url.path != "/code360" && !url.path.starts_with("/code360/") {
            return None;
        }
        // The one judge that answers only without encryption.
        let scheme = if *platform == Platform::Poj {
            "http://"
        } else {
            "https://"
        };
        return Some(Site {
            platform: *platform,
            origin: [scheme, canonical].concat(),
            prefix: String::new(),
        });
    }
    if let Some(contest) = single_label_before(host, ".contest.atcoder.jp") {
        return Some(Site {
            platform: Platform::AtCoder,
            origin: "https://atcoder.jp".to_owned(),
            prefix: ["/contests/", contest].concat(),
        });
    }
    single_label_before(host, ".kattis.com").map(|_| Site {
        platform: Platform::Kattis,
        origin: ["https://", host].concat(),
        prefix: String::new(),
    })
}

/// The site a host belongs to, written in lower case without a port.
pub(in crate::problem::recognise) fn platform_of_host(host: &str) -> Option<Platform> {
    let host = host.strip_prefix("www.").unwrap_or(host);
    let known = HOSTS.iter().find(|(known, _, _)| *known == host);
    // Most of naukri.com is a board of jobs.
    match known {
        Some(_) if host == "naukri.com" => None,
        Some((_, platform, _)) => Some(*platform),
        None if single_label_before(host, ".contest.atcoder.jp").is_some() => {
            Some(Platform::AtCoder)
        }
        None => single_label_before(host, ".kattis.com").map(|_| Platform::Kattis),
    }
}

fn single_label_before<'a>(host: &'a str, domain: &str) -> Option<&'a str> {
    host.strip_suffix(domain)
        .filter(|label| !label.contains('.'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::problem::recognise::recognise;

    #[test]
    fn a_host_belongs_to_the_site_that_its_links_belong_to() {
        let others = [
            "www.leetcode.com",
            "open.kattis.com",
            "a.b.kattis.com",
            "abc001.contest.atcoder.jp",
            "example.com",
            "notleetcode.com",
        ];
        for host in HOSTS.iter().map(|(host, ..)| *host).chain(others) {
            let link = recognise(&["https://", host, "/"].concat());
            let platform = link
                .map(|link| link.platform)
                .filter(|platform| *platform != Platform::Other);
            assert_eq!(platform_of_host(host), platform, "{host}");
        }
    }
}
