//! A title out of the words in a link. A guess: never invented where the link holds none.

/// Words that stay small inside a title.
const SMALL: &[&str] = &[
    "a", "an", "and", "as", "at", "but", "by", "for", "in", "nor", "of", "on", "or", "per", "the",
    "to", "via", "vs",
];

/// Words written in capitals wherever they stand.
const CAPITALS: &[&str] = &[
    "bst", "lru", "lfu", "bfs", "dfs", "dp", "xor", "gcd", "lcm", "lcs", "lis", "ip", "url",
    "html", "json", "xml", "sql", "dna", "rna", "api", "ascii", "utf", "rgb", "cpu", "gpu", "avl",
    "mst", "dag", "id", "ctci", "1d", "2d", "3d", "ii", "iii", "iv", "vi", "vii", "viii", "ix",
    "xi", "xii",
];

/// Longest title a link is given, in characters; the database's limit is 300.
const LONGEST: usize = 200;

/// The words of a slug as a title: `lowest-common-ancestor-of-a-bst` is "Lowest Common Ancestor of a BST".
pub(super) fn from_slug(slug: &str) -> String {
    let words: Vec<&str> = slug
        .split(|c: char| c == '-' || c == '_' || c.is_whitespace() || c.is_control())
        .filter(|word| !word.is_empty())
        .collect();
    let mut title = String::with_capacity(slug.len());
    for (place, word) in words.iter().enumerate() {
        if place > 0 {
            title.push(' ');
        }
        push_word(&mut title, word, place == 0 || place + 1 == words.len());
    }
    shorten(title.trim_matches(['.', ' ']))
}

/// The first 200 characters.
pub(super) fn shorten(title: &str) -> String {
    match title.char_indices().nth(LONGEST) {
        Some((end, _)) => title[..end].trim_end().to_owned(),
        None => title.to_owned(),
    }
}

fn push_word(title: &mut String, word: &str, at_an_end: bool) {
    let core = word.trim_matches(|c: char| !c.is_alphanumeric());
    let lower = core.to_ascii_lowercase();
    if CAPITALS.contains(&lower.as_str()) {
        title.push_str(&word.to_ascii_uppercase());
    } else if !at_an_end && SMALL.contains(&lower.as_str()) {
        title.push_str(&word.to_ascii_lowercase());
    } else if core.chars().count() == 1 {
        title.push_str(&word.to_uppercase());
    } else {
        push_capitalised(title, word, keeps_its_case(&lower));
    }
}

/// `1s`, `2k` and `3rd` stay as they are; in `3sum` the letter after the number is the initial.
fn keeps_its_case(core: &str) -> bool {
    let letters = core.trim_start_matches(|c: char| c.is_ascii_digit());
    letters.len() < core.len()
        && (letters.len() == 1 || matches!(letters, "st" | "nd" | "rd" | "th"))
}

fn push_capitalised(title: &mut String, word: &str, as_it_is: bool) {
    let mut initial_seen = as_it_is;
    for c in word.chars() {
        if !initial_seen && c.is_alphabetic() {
            title.extend(c.to_uppercase());
            initial_seen = true;
        } else {
            title.push(c);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::from_slug;

    #[test]
    fn words_are_cased_the_way_a_title_is() {
        for (slug, title) in [
            ("two-sum", "Two Sum"),
            ("3sum-closest", "3Sum Closest"),
            ("4sum-ii", "4Sum II"),
            ("lru-cache", "LRU Cache"),
            ("the-story-of-a-tree", "The Story of a Tree"),
            ("max-consecutive-1s", "Max Consecutive 1s"),
            ("3rd-max", "3rd Max"),
            ("search-a-2d-matrix", "Search a 2D Matrix"),
            ("powx-n", "Powx N"),
            ("maximum-average-subarray-i", "Maximum Average Subarray I"),
            ("what-is-it-for", "What Is It For"),
            ("Heap_(data_structure)", "Heap (Data Structure)"),
            ("two-sum-iii-data-structure", "Two Sum III Data Structure"),
            ("--", ""),
            ("", ""),
            ("consecutive-1s.", "Consecutive 1s"),
        ] {
            assert_eq!(from_slug(slug), title, "{slug}");
        }
    }

    #[test]
    fn a_title_has_at_most_two_hundred_characters() {
        assert_eq!(from_slug(&"é".repeat(1000)).chars().count(), 200);
    }
}
