//! How hard a problem probably is, to fill in a form; the person decides.

use super::{Link, Platform};
use crate::problem::model::Difficulty;

/// The site's own ratings of the problems most people start with (Blind 75 and `NeetCode` 150).
const EASY: &str = " \
    contains-duplicate valid-anagram two-sum valid-palindrome best-time-to-buy-and-sell-stock valid-parentheses \
    binary-search reverse-linked-list merge-two-sorted-lists linked-list-cycle invert-binary-tree \
    maximum-depth-of-binary-tree diameter-of-binary-tree balanced-binary-tree same-tree subtree-of-another-tree \
    kth-largest-element-in-a-stream last-stone-weight climbing-stairs min-cost-climbing-stairs meeting-rooms \
    happy-number plus-one single-number number-of-1-bits counting-bits reverse-bits missing-number \
    palindrome-number roman-to-integer longest-common-prefix remove-duplicates-from-sorted-array remove-element \
    search-insert-position length-of-last-word add-binary sqrtx merge-sorted-array majority-element \
    move-zeroes fizz-buzz first-bad-version flood-fill ransom-note middle-of-the-linked-list \
    intersection-of-two-linked-lists palindrome-linked-list symmetric-tree path-sum pascals-triangle \
    implement-queue-using-stacks implement-stack-using-queues longest-palindrome backspace-string-compare \
    convert-sorted-array-to-binary-search-tree binary-tree-inorder-traversal squares-of-a-sorted-array \
    next-greater-element-i first-unique-character-in-a-string reverse-string isomorphic-strings word-pattern ";
const MEDIUM: &str = " \
    group-anagrams top-k-frequent-elements encode-and-decode-strings product-of-array-except-self valid-sudoku \
    longest-consecutive-sequence two-sum-ii-input-array-is-sorted 3sum container-with-most-water \
    longest-substring-without-repeating-characters longest-repeating-character-replacement permutation-in-string \
    min-stack evaluate-reverse-polish-notation generate-parentheses daily-temperatures car-fleet \
    search-a-2d-matrix koko-eating-bananas find-minimum-in-rotated-sorted-array search-in-rotated-sorted-array \
    time-based-key-value-store reorder-list remove-nth-node-from-end-of-list copy-list-with-random-pointer \
    add-two-numbers find-the-duplicate-number lru-cache lowest-common-ancestor-of-a-binary-search-tree \
    binary-tree-level-order-traversal binary-tree-right-side-view count-good-nodes-in-binary-tree \
    validate-binary-search-tree kth-smallest-element-in-a-bst \
    construct-binary-tree-from-preorder-and-inorder-traversal implement-trie-prefix-tree \
    design-add-and-search-words-data-structure k-closest-points-to-origin kth-largest-element-in-an-array \
    task-scheduler design-twitter subsets combination-sum permutations subsets-ii combination-sum-ii word-search \
    palindrome-partitioning letter-combinations-of-a-phone-number number-of-islands clone-graph \
    max-area-of-island pacific-atlantic-water-flow surrounded-regions rotting-oranges walls-and-gates \
    course-schedule course-schedule-ii redundant-connection number-of-connected-components-in-an-undirected-graph \
    graph-valid-tree min-cost-to-connect-all-points network-delay-time cheapest-flights-within-k-stops \
    house-robber house-robber-ii longest-palindromic-substring palindromic-substrings decode-ways coin-change \
    maximum-product-subarray word-break longest-increasing-subsequence partition-equal-subset-sum unique-paths \
    longest-common-subsequence best-time-to-buy-and-sell-stock-with-cooldown coin-change-ii target-sum \
    interleaving-string edit-distance maximum-subarray jump-game jump-game-ii gas-station hand-of-straights \
    merge-triplets-to-form-target-triplet partition-labels valid-parenthesis-string insert-interval \
    merge-intervals non-overlapping-intervals meeting-rooms-ii rotate-image spiral-matrix set-matrix-zeroes \
    powx-n multiply-strings detect-squares sum-of-two-integers reverse-integer string-to-integer-atoi \
    integer-to-roman zigzag-conversion 3sum-closest 4sum next-permutation sort-colors sort-list rotate-array \
    odd-even-linked-list swap-nodes-in-pairs lowest-common-ancestor-of-a-binary-tree subarray-sum-equals-k \
    01-matrix accounts-merge minimum-height-trees path-sum-ii combinations unique-paths-ii minimum-path-sum \
    find-all-anagrams-in-a-string asteroid-collision decode-string simplify-path perfect-squares \
    maximal-square find-peak-element ";
const HARD: &str = " \
    trapping-rain-water minimum-window-substring sliding-window-maximum largest-rectangle-in-histogram \
    median-of-two-sorted-arrays merge-k-sorted-lists reverse-nodes-in-k-group binary-tree-maximum-path-sum \
    serialize-and-deserialize-binary-tree word-search-ii find-median-from-data-stream n-queens word-ladder \
    reconstruct-itinerary swim-in-rising-water alien-dictionary longest-increasing-path-in-a-matrix \
    distinct-subsequences burst-balloons regular-expression-matching minimum-interval-to-include-each-query \
    wildcard-matching first-missing-positive n-queens-ii sudoku-solver maximal-rectangle basic-calculator \
    word-break-ii maximum-profit-in-job-scheduling lfu-cache longest-valid-parentheses \
    best-time-to-buy-and-sell-stock-iii best-time-to-buy-and-sell-stock-iv candy  \
    count-of-smaller-numbers-after-self russian-doll-envelopes the-skyline-problem ";

/// `NeetCode`'s own slugs, each followed by the `LeetCode` slug of the same problem. Slugs the two share are left out.
const NEETCODE: &str = " \
    duplicate-integer=contains-duplicate is-anagram=valid-anagram two-integer-sum=two-sum \
    anagram-groups=group-anagrams top-k-elements-in-list=top-k-frequent-elements \
    string-encode-and-decode=encode-and-decode-strings \
    products-of-array-discluding-self=product-of-array-except-self is-palindrome=valid-palindrome \
    two-integer-sum-ii=two-sum-ii-input-array-is-sorted three-integer-sum=3sum \
    max-water-container=container-with-most-water buy-and-sell-crypto=best-time-to-buy-and-sell-stock \
    longest-substring-without-duplicates=longest-substring-without-repeating-characters \
    longest-repeating-substring-with-replacement=longest-repeating-character-replacement \
    permutation-string=permutation-in-string minimum-window-with-characters=minimum-window-substring \
    validate-parentheses=valid-parentheses minimum-stack=min-stack search-2d-matrix=search-a-2d-matrix \
    eating-bananas=koko-eating-bananas find-target-in-rotated-sorted-array=search-in-rotated-sorted-array \
    reverse-a-linked-list=reverse-linked-list merge-two-sorted-linked-lists=merge-two-sorted-lists \
    linked-list-cycle-detection=linked-list-cycle reorder-linked-list=reorder-list \
    remove-node-from-end-of-linked-list=remove-nth-node-from-end-of-list \
    copy-linked-list-with-random-pointer=copy-list-with-random-pointer \
    merge-k-sorted-linked-lists=merge-k-sorted-lists invert-a-binary-tree=invert-binary-tree \
    depth-of-binary-tree=maximum-depth-of-binary-tree same-binary-tree=same-tree \
    subtree-of-a-binary-tree=subtree-of-another-tree \
    lowest-common-ancestor-in-binary-search-tree=lowest-common-ancestor-of-a-binary-search-tree \
    level-order-traversal-of-binary-tree=binary-tree-level-order-traversal \
    valid-binary-search-tree=validate-binary-search-tree \
    kth-smallest-integer-in-bst=kth-smallest-element-in-a-bst \
    binary-tree-from-preorder-and-inorder-traversal=construct-binary-tree-from-preorder-and-inorder-traversal \
    implement-prefix-tree=implement-trie-prefix-tree \
    design-word-search-data-structure=design-add-and-search-words-data-structure \
    search-for-word=word-search search-for-word-ii=word-search-ii combination-target-sum=combination-sum \
    count-number-of-islands=number-of-islands islands-and-treasure=walls-and-gates rotting-fruit=rotting-oranges \
    count-connected-components=number-of-connected-components-in-an-undirected-graph valid-tree=graph-valid-tree \
    count-paths=unique-paths  \
    meeting-schedule=meeting-rooms meeting-schedule-ii=meeting-rooms-ii \
    insert-new-interval=insert-interval set-zeroes-in-matrix=set-matrix-zeroes non-cyclical-number=happy-number \
    number-of-one-bits=number-of-1-bits foreign-dictionary=alien-dictionary ";

/// The likely difficulty of a problem: known, or by the site's rule of thumb; `None` where neither says anything.
pub fn likely_difficulty(link: &Link) -> Option<Difficulty> {
    let (_, key) = link.identity.split_once(':')?;
    match link.platform {
        Platform::LeetCode => rated(key),
        Platform::NeetCode => rated(same_on_leetcode(key).unwrap_or(key)),
        Platform::Codeforces => round(key),
        Platform::AtCoder => task(key),
        Platform::AdventOfCode => {
            let (_, day) = key.split_once('/')?;
            Some(by_steps(day.parse().ok()?, 8, 16))
        }
        Platform::ProjectEuler => Some(by_steps(key.parse().ok()?, 50, 150)),
        _ => None,
    }
}

/// The `LeetCode` slug of a problem `NeetCode` has under a name of its own.
fn same_on_leetcode(slug: &str) -> Option<&'static str> {
    NEETCODE.split(' ').find_map(|pair| {
        let (own, theirs) = pair.split_once('=')?;
        (own == slug).then_some(theirs)
    })
}

fn rated(slug: &str) -> Option<Difficulty> {
    let holds = |list: &str| {
        list.split(' ')
            .any(|known| !known.is_empty() && known == slug)
    };
    if holds(EASY) {
        Some(Difficulty::Easy)
    } else if holds(MEDIUM) {
        Some(Difficulty::Medium)
    } else if holds(HARD) {
        Some(Difficulty::Hard)
    } else {
        None
    }
}

/// The problems of a Codeforces round rise with their letter; those of gyms and groups need not.
fn round(key: &str) -> Option<Difficulty> {
    let (contest, index) = key.split_once('/')?;
    contest.parse::<u32>().ok()?;
    by_letter(index.bytes().next()?, b'B', b'D')
}

/// The tasks of `AtCoder`'s series rise with their letter, from a start that depends on the series.
fn task(key: &str) -> Option<Difficulty> {
    let (contest, task) = key.split_once('_')?;
    let letter = task.bytes().next()?.to_ascii_uppercase();
    let (series, number) = contest.split_at_checked(3)?;
    number.parse::<u32>().ok()?;
    match series {
        "abc" => by_letter(letter, b'C', b'E'),
        "arc" => by_letter(letter, b'@', b'B'),
        "agc" => by_letter(letter, b'@', b'A'),
        _ => None,
    }
}

fn by_letter(letter: u8, last_easy: u8, last_medium: u8) -> Option<Difficulty> {
    letter
        .is_ascii_uppercase()
        .then(|| by_steps(letter.into(), last_easy.into(), last_medium.into()))
}

fn by_steps(place: u32, last_easy: u32, last_medium: u32) -> Difficulty {
    if place <= last_easy {
        Difficulty::Easy
    } else if place <= last_medium {
        Difficulty::Medium
    } else {
        Difficulty::Hard
    }
}

#[cfg(test)]
mod tests {
    use super::{EASY, HARD, MEDIUM, NEETCODE, likely_difficulty, rated};
    use crate::problem::model::Difficulty::{self, Easy, Hard, Medium};
    use crate::problem::recognise::recognise;

    #[test]
    fn well_known_problems_and_lettered_contests_have_a_likely_difficulty() {
        let likely = |link: &str| -> Option<Difficulty> { likely_difficulty(&recognise(link)?) };
        for (link, difficulty) in [
            ("https://leetcode.com/problems/two-sum/", Some(Easy)),
            ("https://leetcode.cn/problems/3sum/", Some(Medium)),
            ("https://leetcode.com/problems/n-queens/", Some(Hard)),
            (
                "https://leetcode.com/problems/a-problem-nobody-knows/",
                None,
            ),
            ("https://leetcode.com/u/two-sum/", None),
            ("https://neetcode.io/problems/duplicate-integer", Some(Easy)),
            ("https://neetcode.io/problems/word-ladder", Some(Hard)),
            ("https://codeforces.com/contest/4/problem/A", Some(Easy)),
            ("https://codeforces.com/contest/4/problem/D", Some(Medium)),
            ("https://codeforces.com/contest/954/problem/G", Some(Hard)),
            ("https://codeforces.com/gym/101991/problem/E", None),
            (
                "https://atcoder.jp/contests/abc300/tasks/abc300_c",
                Some(Easy),
            ),
            (
                "https://atcoder.jp/contests/abc300/tasks/abc300_g",
                Some(Hard),
            ),
            (
                "https://atcoder.jp/contests/tdpc/tasks/tdpc_fibonacci",
                None,
            ),
            ("https://adventofcode.com/2023/day/1", Some(Easy)),
            ("https://adventofcode.com/2023/day/25", Some(Hard)),
            ("https://projecteuler.net/problem=100", Some(Medium)),
            ("https://example.com/two-sum", None),
        ] {
            assert_eq!(likely(link), difficulty, "{link}");
        }
    }

    #[test]
    fn every_known_problem_is_rated_once_and_every_alias_is_rated() {
        let all = [EASY, MEDIUM, HARD].concat();
        let mut slugs: Vec<&str> = all.split_whitespace().collect();
        slugs.sort_unstable();
        let count = slugs.len();
        slugs.dedup();
        assert_eq!(slugs.len(), count);
        for pair in NEETCODE.split_whitespace() {
            let (_, theirs) = pair.split_once('=').unwrap();
            assert!(rated(theirs).is_some(), "{theirs}");
        }
    }
}
