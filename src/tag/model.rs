//! Tags as a noun of their own.

/// How many tags are suggested where tags are typed.
pub const SUGGESTED: i64 = 200;

/// The finished tags of a typed list, and the word that is being typed after the last comma.
fn split_last(typed: &str) -> (&str, &str) {
    typed.rsplit_once(',').unwrap_or(("", typed))
}

/// Those known tags that go on from the word being typed and are not in the list yet, in the order
/// given.
pub fn suggested<'a>(known: &'a [String], typed: &str) -> impl Iterator<Item = &'a String> {
    let (finished, word) = split_last(typed);
    let word = word.trim().trim_start_matches('#').to_lowercase();
    let taken: Vec<String> = finished
        .split(',')
        .map(|tag| tag.trim().to_lowercase())
        .collect();
    known
        .iter()
        .filter(move |tag| tag.starts_with(&word) && **tag != word && !taken.contains(tag))
}

/// The list with the word being typed completed to `tag`, ready for the next.
pub fn completed(typed: &str, tag: &str) -> String {
    let (finished, _) = split_last(typed);
    let finished = finished.trim();
    if finished.is_empty() {
        [tag, ", "].concat()
    } else {
        [finished, ", ", tag, ", "].concat()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn suggestions(typed: &str) -> Vec<String> {
        let known = ["dp", "graph", "design", "greedy"].map(str::to_owned);
        suggested(&known, typed).cloned().collect()
    }

    #[test]
    fn what_is_typed_narrows_the_suggestions_and_what_is_there_is_left_out() {
        assert_eq!(suggestions(""), ["dp", "graph", "design", "greedy"]);
        assert_eq!(suggestions("dp, #GR"), ["graph", "greedy"]);
        assert_eq!(suggestions("Dp, graph,"), ["design", "greedy"]);
        assert!(suggestions("graph").is_empty());
    }

    #[test]
    fn a_suggestion_completes_the_word_and_keeps_the_rest() {
        assert_eq!(completed("", "dp"), "dp, ");
        assert_eq!(completed("gra", "graph"), "graph, ");
        assert_eq!(completed("dp ,gra", "graph"), "dp, graph, ");
        assert_eq!(completed("dp, ", "graph"), "dp, graph, ");
    }
}
