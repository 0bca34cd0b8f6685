//! The table of links, and what must not be taken for a judge's link.

use super::properties::assert_safe;
use super::{Platform, get, recognise};

const ROWS: &str = include_str!("../../../../tests/data/urls.tsv");

#[test]
fn every_row_of_the_table_holds() {
    let mut wrong = Vec::new();
    for row in ROWS.lines().skip(1) {
        let fields: Vec<&str> = row.split('\t').collect();
        let [input, platform, url, title] = fields[..] else {
            panic!("not four fields: {row}");
        };
        let found = recognise(input).map_or_else(
            || ["invalid".to_owned(), String::new(), String::new()],
            |link| [link.platform.slug().to_owned(), link.url, link.title],
        );
        if found != [platform, url, title] {
            wrong.push((input, found));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(ROWS.lines().count() > 100);
}

#[test]
fn every_row_is_recognised_again_from_its_canonical_address() {
    for row in ROWS.lines().skip(1) {
        let input = row.split('\t').next().unwrap();
        if let Some(link) = recognise(input) {
            assert_safe(&link);
            assert_eq!(recognise(&link.url), Some(link));
        }
    }
}

#[test]
fn every_spelling_of_two_sum_has_one_identity() {
    for row in ROWS.lines().skip(1) {
        let fields: Vec<&str> = row.split('\t').collect();
        if fields[2] == "https://leetcode.com/problems/two-sum/" {
            assert_eq!(get(fields[0]).identity, "leetcode:two-sum", "{}", fields[0]);
        }
    }
    for spelling in [
        "leetcode.com/problems/two-sum",
        "//leetcode.com/problems/two-sum",
        "https:leetcode.com/problems/two-sum",
        "https:\\\\leetcode.com\\problems\\two-sum",
        "https://leetcode.com./problems//two-sum/../two-sum",
        "https://me:secret@leetcode.com/problems/two-sum",
        "https://leetcode%2Ecom/problems/two-sum",
        "https://ｌｅｅｔｃｏｄｅ.com/problems/two-sum",
        "https://leet\u{200b}code.com/problems/two-sum\u{feff}",
        "\u{202e}https://leetcode.com/problems/two-sum\u{200f}",
        "https://leetcode.cn/problems/two-sum/",
        "https://leetcode-cn.com/problems/two-sum/solution/x/",
        "https://leetcode.com/contest/weekly-contest-1/problems/two-sum/",
        "两数之和：https://leetcode.cn/problems/two-sum/，好题",
        "Link:https://leetcode.com/problems/two-sum/",
        "**https://leetcode.com/problems/two-sum/**",
        "(see https://leetcode.com/problems/two-sum/).",
        "<a href=\"https://leetcode.com/problems/two-sum/\">Two Sum</a>",
        "[a](https://leetcode.com/problems/two-sum/)[b](https://example.com/)",
        "[Two Sum](leetcode.com/problems/two-sum), next",
        "[https://example.com/](https://leetcode.com/problems/two-sum/ \"t\")",
        "https://google.com/url?sa=t&url=https%3A%2F%2Fleetcode.com%2Fproblems%2Ftwo-sum%2F&usg=x",
        "Two Sum leetcode.com/problems/two-sum, easy",
    ] {
        assert_eq!(get(spelling).identity, "leetcode:two-sum", "{spelling}");
    }
}

#[test]
fn what_only_looks_like_a_judge_is_another_site() {
    for (link, identity) in [
        (
            "https://leetcode.com@evil.example/problems/two-sum/",
            "other:evil.example/problems/two-sum",
        ),
        ("https://leetcode.com:x@evil.example/", "other:evil.example"),
        (
            "https://leetcode.com.evil.example/problems/two-sum/",
            "other:leetcode.com.evil.example/problems/two-sum",
        ),
        (
            "https://notleetcode.com/problems/two-sum/",
            "other:notleetcode.com/problems/two-sum",
        ),
        (
            "https://leetcode.com:8080/problems/two-sum/",
            "other:leetcode.com:8080/problems/two-sum",
        ),
        (
            "http://leetcode.com:443/problems/two-sum/",
            "other:leetcode.com:443/problems/two-sum",
        ),
        (
            "https://evil.example/?next=https://leetcode.com/problems/two-sum/",
            "other:evil.example?next=https://leetcode.com/problems/two-sum/",
        ),
        (
            "evil.example/?next=https://leetcode.com/problems/two-sum/",
            "other:evil.example?next=https://leetcode.com/problems/two-sum/",
        ),
        (
            "https://evil.example\\@leetcode.com/problems/two-sum/",
            "other:evil.example/@leetcode.com/problems/two-sum",
        ),
        (
            "https://evil.example#@leetcode.com/problems/two-sum/",
            "other:evil.example",
        ),
        (
            "https://l\u{435}etcode.com/problems/two-sum/",
            "other:xn--letcode-7gg.com/problems/two-sum",
        ),
        (
            "https://[::1]:8080/problems/two-sum",
            "other:[::1]:8080/problems/two-sum",
        ),
        ("http://127.0.0.1/two-sum", "other:127.0.0.1/two-sum"),
        (
            "https://a.b.kattis.com/problems/x",
            "other:a.b.kattis.com/problems/x",
        ),
        (
            "https://evilkattis.com/problems/x",
            "other:evilkattis.com/problems/x",
        ),
        (
            "https://www.naukri.com/jobs-in-pune",
            "other:www.naukri.com/jobs-in-pune",
        ),
        (
            "https://www.google.com/url?q=javascript:alert(1)",
            "other:www.google.com/url?q=javascript:alert(1)",
        ),
    ] {
        let found = get(link);
        assert_eq!(
            (found.platform, &*found.identity),
            (Platform::Other, identity),
            "{link}"
        );
    }
    let backslash = get("https://leetcode.com\\@evil.example/problems/two-sum/");
    assert_eq!(
        backslash.identity,
        "leetcode:/@evil.example/problems/two-sum"
    );
}

#[test]
fn what_is_no_web_address_becomes_no_link() {
    for pasted in [
        "",
        " ",
        "two sum",
        "Node.js",
        "e.g. this",
        "https://",
        "https:///",
        "http://?q=leetcode.com",
        "https://leetcode.com:99999/",
        "https://leetcode.com:abc/",
        "https://leetcode.com%2Fevil.example/",
        "https://leet%00code.com/",
        "https://[::1",
        "https://[leetcode.com]/",
        "http://0x7f.1/",
        "http://2130706433/",
        "http://a..b/",
        "javascript:alert(1)",
        "JavaScript:alert('https://leetcode.com/problems/two-sum/')",
        "javascript:https://leetcode.com/problems/two-sum/",
        "data:text/html,<a href=\"https://leetcode.com/problems/two-sum/\">x</a>",
        "[Two Sum](javascript:alert(1)//https://leetcode.com/problems/two-sum/)",
        "\u{200b}java\u{200b}script:alert(1)//https://leetcode.com/",
        "blob:https://leetcode.com/problems/two-sum/",
        "ftp://leetcode.com/problems/two-sum/",
        "me@leetcode.com",
        "mailto:me@leetcode.com",
        "leetcode.com@evil.example/problems/two-sum",
    ] {
        assert_eq!(recognise(pasted), None, "{pasted}");
    }
}
