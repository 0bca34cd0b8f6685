//! The forms of links each site is known to have, beyond the table.

use super::{get, recognise};

/// Link, identity, canonical address, title.
const FORMS: &[(&str, &str, &str, &str)] = &[
    (
        "https://leetcode.com/contest/weekly-contest-1/submissions/detail/5/",
        "leetcode:/contest/weekly-contest-1/submissions/detail/5",
        "https://leetcode.com/contest/weekly-contest-1/submissions/detail/5/",
        "",
    ),
    (
        "https://leetcode.cn/problems/shu-zu-lcof/",
        "leetcode:shu-zu-lcof",
        "https://leetcode.cn/problems/shu-zu-lcof/",
        "Shu Zu Lcof",
    ),
    (
        "https://leetcode.com",
        "leetcode:/",
        "https://leetcode.com/",
        "",
    ),
    (
        "hackerrank.com/challenges/sock-merchant?isFullScreen=true",
        "hackerrank:sock-merchant",
        "https://www.hackerrank.com/challenges/sock-merchant/problem",
        "Sock Merchant",
    ),
    (
        "https://www.hackerrank.com/contests/c/challenges/x-y",
        "hackerrank:contests/c/x-y",
        "https://www.hackerrank.com/contests/c/challenges/x-y/problem",
        "X Y",
    ),
    (
        "https://codeforc.es/contest/4/problem/A?mobile=true",
        "codeforces:4/A",
        "https://codeforces.com/problemset/problem/4/A",
        "Codeforces 4A",
    ),
    (
        "https://codeforces.com/problemset/gymProblem/101021/a",
        "codeforces:gym/101021/A",
        "https://codeforces.com/gym/101021/problem/A",
        "Codeforces Gym 101021A",
    ),
    (
        "https://codeforces.com/group/aBc1/contest/2191/problem/a1",
        "codeforces:group/aBc1/2191/A1",
        "https://codeforces.com/group/aBc1/contest/2191/problem/A1",
        "Codeforces Group 2191A1",
    ),
    (
        "https://abc042.contest.atcoder.jp/tasks/arc058_a",
        "atcoder:arc058_a",
        "https://atcoder.jp/contests/abc042/tasks/arc058_a",
        "ARC058 A",
    ),
    (
        "https://beta.atcoder.jp//contests/arc058//tasks/arc058_a",
        "atcoder:arc058_a",
        "https://atcoder.jp/contests/arc058/tasks/arc058_a",
        "ARC058 A",
    ),
    (
        "https://www.codechef.com/status/LAPIN,me",
        "codechef:LAPIN",
        "https://www.codechef.com/problems/LAPIN",
        "LAPIN",
    ),
    (
        "https://www.codechef.com/submit/lapin",
        "codechef:LAPIN",
        "https://www.codechef.com/problems/LAPIN",
        "LAPIN",
    ),
    (
        "https://www.codewars.com/kata/search/python",
        "codewars:/kata/search/python",
        "https://www.codewars.com/kata/search/python",
        "",
    ),
    (
        "https://www.geeksforgeeks.org/problems/count-pairs-1666733333/1",
        "geeksforgeeks:count-pairs-1666733333",
        "https://www.geeksforgeeks.org/problems/count-pairs-1666733333/1",
        "Count Pairs",
    ),
    (
        "https://www.geeksforgeeks.org/dsa/heap-sort/?ref=x",
        "geeksforgeeks:/dsa/heap-sort",
        "https://www.geeksforgeeks.org/dsa/heap-sort/",
        "Heap Sort",
    ),
    (
        "https://cses.fi/problemset/model/1068/",
        "cses:1068",
        "https://cses.fi/problemset/task/1068",
        "CSES 1068",
    ),
    (
        "http://spoj.com/en/problems/prime1",
        "spoj:PRIME1",
        "https://www.spoj.com/problems/PRIME1/",
        "PRIME1",
    ),
    (
        "https://ncpc.kattis.com/contests/c/problems/abc",
        "kattis:ncpc/abc",
        "https://ncpc.kattis.com/problems/abc",
        "Abc",
    ),
    (
        "https://exercism.org/tracks/nim/exercises/matrix/iterations",
        "exercism:nim/matrix",
        "https://exercism.org/tracks/nim/exercises/matrix",
        "Matrix",
    ),
    (
        "https://adventofcode.com/2023/day/1/input",
        "adventofcode:2023/1",
        "https://adventofcode.com/2023/day/1",
        "Advent of Code 2023 Day 1",
    ),
    (
        "https://projecteuler.net/index.php?section=problems&id=7",
        "projecteuler:7",
        "https://projecteuler.net/problem=7",
        "Project Euler 7",
    ),
    (
        "https://projecteuler.net/minimal=7",
        "projecteuler:7",
        "https://projecteuler.net/problem=7",
        "Project Euler 7",
    ),
    (
        "https://www.interviewbit.com/old/problems/palindrome-list",
        "interviewbit:palindrome-list",
        "https://www.interviewbit.com/problems/palindrome-list/",
        "Palindrome List",
    ),
    (
        "https://www.codingninjas.com/codestudio/problems/630423",
        "code360:630423",
        "https://www.naukri.com/code360/problems/630423",
        "",
    ),
    (
        "https://lintcode.com/problem/427/description",
        "lintcode:427",
        "https://www.lintcode.com/problem/427/",
        "LintCode 427",
    ),
    (
        "https://binarysearch.com/problems/Check-Palindrome/submissions/1",
        "binarysearch:check-palindrome",
        "https://binarysearch.com/problems/Check-Palindrome",
        "Check Palindrome",
    ),
    (
        "https://uva.onlinejudge.org/index.php?problem=520&page=show_problem",
        "uva:problem/520",
        "https://onlinejudge.org/index.php?option=com_onlinejudge&Itemid=8&page=show_problem&problem=520",
        "",
    ),
    (
        "https://dmoj.ca/problem/aplusb/rank/",
        "dmoj:aplusb",
        "https://dmoj.ca/problem/aplusb",
        "Aplusb",
    ),
    (
        "https://community.topcoder.com/stat?c=problem_statement&pm=10760&rd=14230",
        "topcoder:10760",
        "https://community.topcoder.com/stat?c=problem_statement&pm=10760",
        "",
    ),
    (
        "https://www.hackerearth.com/problem/approximate/x-y/?layout=old",
        "hackerearth:approximate/x-y",
        "https://www.hackerearth.com/problem/approximate/x-y/",
        "X Y",
    ),
    (
        "https://www.kaggle.com/c/titanic/data",
        "kaggle:titanic",
        "https://www.kaggle.com/competitions/titanic",
        "Titanic",
    ),
    (
        "https://www.acmicpc.net/problem/1000",
        "baekjoon:1000",
        "https://www.acmicpc.net/problem/1000",
        "Baekjoon 1000",
    ),
    (
        "boj.kr/1000",
        "baekjoon:1000",
        "https://www.acmicpc.net/problem/1000",
        "Baekjoon 1000",
    ),
    (
        "https://www.luogu.com.cn/problem/AT_abc096_a",
        "luogu:AT_abc096_a",
        "https://www.luogu.com.cn/problem/AT_abc096_a",
        "Luogu AT_abc096_a",
    ),
    (
        "https://www.luogu.com.cn/problem/list?page=2",
        "luogu:/problem/list?page=2",
        "https://www.luogu.com.cn/problem/list?page=2",
        "",
    ),
    (
        "https://vjudge.net/problem/HDU-1000/origin",
        "vjudge:hdu-1000",
        "https://vjudge.net/problem/HDU-1000",
        "HDU 1000",
    ),
    (
        "https://vjudge.net/contest/12#problem/B",
        "vjudge:contest/12/B",
        "https://vjudge.net/contest/12#problem/B",
        "",
    ),
    (
        "https://acm.timus.ru/problem.aspx?num=1027",
        "timus:1027",
        "https://acm.timus.ru/problem.aspx?space=1&num=1027",
        "Timus 1027",
    ),
    (
        "https://www.poj.org/problem?id=1000",
        "poj:1000",
        "http://poj.org/problem?id=1000",
        "POJ 1000",
    ),
    (
        "https://example.com/a,?utm_source=x",
        "other:example.com/a%2C",
        "https://example.com/a%2C",
        "A,",
    ),
    (
        "HTTP://Example.com:80/Two-Sum/?utm_source=x#/q",
        "other:example.com/Two-Sum#/q",
        "http://example.com/Two-Sum/#/q",
        "Q",
    ),
    (
        "https://example.com/problems/0b8f3c1e-9d6a-4a57-8c22-1f0e5d4c3b2a",
        "other:example.com/problems/0b8f3c1e-9d6a-4a57-8c22-1f0e5d4c3b2a",
        "https://example.com/problems/0b8f3c1e-9d6a-4a57-8c22-1f0e5d4c3b2a",
        "",
    ),
];

#[test]
fn every_accepted_form_leads_to_its_problem() {
    for &(link, identity, url, title) in FORMS {
        let found = get(link);
        assert_eq!(
            (&*found.identity, &*found.url, &*found.title),
            (identity, url, title),
            "{link}"
        );
        assert_eq!(recognise(&found.url), Some(found));
    }
}
