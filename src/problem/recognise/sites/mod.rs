//! What each site's links look like: which of them are problems, their one canonical form and their key.

mod archives;
mod contests;
mod hosts;
mod page;
mod practice;

pub(super) use hosts::{Site, platform_of_host, site_of};
pub(super) use page::{Page, Problem};

use super::platform::Platform;

/// The problem a page of `platform` shows; `None` for its other pages.
pub(super) fn problem(platform: Platform, page: &Page) -> Option<Problem> {
    match platform {
        Platform::LeetCode => practice::leetcode(page),
        Platform::NeetCode => practice::neetcode(page),
        Platform::HackerRank => practice::hackerrank(page),
        Platform::Codeforces => contests::codeforces(page),
        Platform::AtCoder => contests::atcoder(page),
        Platform::CodeChef => contests::codechef(page),
        Platform::Codewars => practice::codewars(page),
        Platform::GeeksForGeeks => practice::geeksforgeeks(page),
        Platform::Cses => archives::cses(page),
        Platform::Spoj => archives::spoj(page),
        Platform::Kattis => contests::kattis(page),
        Platform::Exercism => practice::exercism(page),
        Platform::AdventOfCode => archives::adventofcode(page),
        Platform::ProjectEuler => archives::projecteuler(page),
        Platform::InterviewBit => practice::interviewbit(page),
        Platform::Code360 => practice::code360(page),
        Platform::LintCode => practice::lintcode(page),
        Platform::BinarySearch => practice::binarysearch(page),
        Platform::Uva => archives::uva(page),
        Platform::Dmoj => contests::dmoj(page),
        Platform::Topcoder => contests::topcoder(page),
        Platform::HackerEarth => practice::hackerearth(page),
        Platform::Kaggle => contests::kaggle(page),
        Platform::Baekjoon => archives::baekjoon(page),
        Platform::Luogu => archives::luogu(page),
        Platform::VJudge => archives::vjudge(page),
        Platform::Timus => archives::timus(page),
        Platform::Poj => archives::poj(page),
        Platform::Other => None,
    }
}
