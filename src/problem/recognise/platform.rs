//! The sites a problem can come from.

use serde::{Deserialize, Serialize};

/// The site a problem lives on. Stored and sent as its [`slug`](Platform::slug).
#[derive(Copy, Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Platform {
    /// leetcode.com and its Chinese twin leetcode.cn.
    LeetCode,
    /// neetcode.io
    NeetCode,
    /// hackerrank.com
    HackerRank,
    /// codeforces.com and its mirrors.
    Codeforces,
    /// atcoder.jp
    AtCoder,
    /// codechef.com
    CodeChef,
    /// codewars.com
    Codewars,
    /// geeksforgeeks.org: practice problems and articles.
    GeeksForGeeks,
    /// cses.fi
    Cses,
    /// spoj.com
    Spoj,
    /// open.kattis.com and the other kattis.com judges.
    Kattis,
    /// exercism.org
    Exercism,
    /// adventofcode.com
    AdventOfCode,
    /// projecteuler.net
    ProjectEuler,
    /// interviewbit.com
    InterviewBit,
    /// naukri.com/code360, once codingninjas.com.
    Code360,
    /// lintcode.com
    LintCode,
    /// binarysearch.com, which has closed.
    BinarySearch,
    /// onlinejudge.org, once uva.onlinejudge.org.
    Uva,
    /// dmoj.ca
    Dmoj,
    /// topcoder.com
    Topcoder,
    /// hackerearth.com
    HackerEarth,
    /// kaggle.com: competitions, not timed problems.
    Kaggle,
    /// acmicpc.net
    Baekjoon,
    /// luogu.com.cn
    Luogu,
    /// vjudge.net
    VJudge,
    /// acm.timus.ru
    Timus,
    /// poj.org
    Poj,
    /// Any other website.
    Other,
}

impl Platform {
    /// Every platform, in the order a list of choices shows them.
    pub const ALL: [Self; 29] = [
        Self::LeetCode,
        Self::NeetCode,
        Self::HackerRank,
        Self::Codeforces,
        Self::AtCoder,
        Self::CodeChef,
        Self::Codewars,
        Self::GeeksForGeeks,
        Self::Cses,
        Self::Spoj,
        Self::Kattis,
        Self::Exercism,
        Self::AdventOfCode,
        Self::ProjectEuler,
        Self::InterviewBit,
        Self::Code360,
        Self::LintCode,
        Self::BinarySearch,
        Self::Uva,
        Self::Dmoj,
        Self::Topcoder,
        Self::HackerEarth,
        Self::Kaggle,
        Self::Baekjoon,
        Self::Luogu,
        Self::VJudge,
        Self::Timus,
        Self::Poj,
        Self::Other,
    ];

    /// The name in addresses, keys and the database.
    pub const fn slug(self) -> &'static str {
        self.names().0
    }

    /// The name people know.
    pub const fn label(self) -> &'static str {
        self.names().1
    }

    /// The platform of a [`slug`](Self::slug); `None` for anything else.
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|platform| platform.slug() == slug)
    }

    const fn names(self) -> (&'static str, &'static str) {
        match self {
            Self::LeetCode => ("leetcode", "LeetCode"),
            Self::NeetCode => ("neetcode", "NeetCode"),
            Self::HackerRank => ("hackerrank", "HackerRank"),
            Self::Codeforces => ("codeforces", "Codeforces"),
            Self::AtCoder => ("atcoder", "AtCoder"),
            Self::CodeChef => ("codechef", "CodeChef"),
            Self::Codewars => ("codewars", "Codewars"),
            Self::GeeksForGeeks => ("geeksforgeeks", "GeeksforGeeks"),
            Self::Cses => ("cses", "CSES"),
            Self::Spoj => ("spoj", "SPOJ"),
            Self::Kattis => ("kattis", "Kattis"),
            Self::Exercism => ("exercism", "Exercism"),
            Self::AdventOfCode => ("adventofcode", "Advent of Code"),
            Self::ProjectEuler => ("projecteuler", "Project Euler"),
            Self::InterviewBit => ("interviewbit", "InterviewBit"),
            Self::Code360 => ("code360", "Code360"),
            Self::LintCode => ("lintcode", "LintCode"),
            Self::BinarySearch => ("binarysearch", "binarysearch"),
            Self::Uva => ("uva", "UVa"),
            Self::Dmoj => ("dmoj", "DMOJ"),
            Self::Topcoder => ("topcoder", "Topcoder"),
            Self::HackerEarth => ("hackerearth", "HackerEarth"),
            Self::Kaggle => ("kaggle", "Kaggle"),
            Self::Baekjoon => ("baekjoon", "Baekjoon"),
            Self::Luogu => ("luogu", "Luogu"),
            Self::VJudge => ("vjudge", "Virtual Judge"),
            Self::Timus => ("timus", "Timus"),
            Self::Poj => ("poj", "POJ"),
            Self::Other => ("other", "Other"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Platform;

    #[test]
    fn every_platform_is_found_by_its_own_slug() {
        for platform in Platform::ALL {
            assert_eq!(Platform::from_slug(platform.slug()), Some(platform));
            // The serde name is the variant in lower case.
            assert_eq!(format!("{platform:?}").to_lowercase(), platform.slug());
        }
        assert_eq!(Platform::from_slug("LeetCode"), None);
    }
}
