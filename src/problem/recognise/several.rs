//! The links in a paste that holds several, each with the words that belong to it.

use super::{Link, find, paste, pasted::pasted_title};
use std::ops::Range;

/// One stretch of a paste.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// The stretch as it was pasted.
    pub text: String,
    /// The link in it; none in words that name no link.
    pub link: Option<Link>,
}

impl Piece {
    /// The title that the link tells, or else the words around it; empty when neither does.
    pub fn title(&self) -> String {
        match &self.link {
            Some(link) if !link.title.is_empty() => link.title.clone(),
            _ => pasted_title(&self.text).unwrap_or_default(),
        }
    }
}

/// Takes a paste apart: line by line, and a line with several links link by link. Words on a line of
/// their own belong to the link alone on the next, when they are its title. Stops after `most`
/// pieces.
pub fn pieces(pasted: &str, most: usize) -> Vec<Piece> {
    let mut found: Vec<Piece> = Vec::new();
    for line in paste::visible(pasted).lines() {
        let line = line.trim();
        if line.is_empty() {
            continue;
        }
        if found.len() >= most {
            break;
        }
        let line = apart(line);
        let links = links_of(&line, most - found.len());
        let last = links.len().saturating_sub(1);
        let mut from = 0;
        for (number, (at, link)) in links.into_iter().enumerate() {
            let end = if number == last { line.len() } else { at.end };
            let text = line.get(from..end).unwrap_or_default().trim().to_owned();
            let alone = at.start == 0 && at.end == line.len();
            from = end;
            let piece = with_words_before(&mut found, text, link, alone);
            found.push(piece);
        }
        if from == 0 {
            found.push(Piece {
                text: line,
                link: None,
            });
        }
    }
    found
}

/// A link's piece; with the words of the piece before it if they are its title.
fn with_words_before(found: &mut Vec<Piece>, text: String, link: Link, alone: bool) -> Piece {
    let joined = found
        .last()
        .filter(|before| alone && before.link.is_none())
        .map(|before| [before.text.as_str(), "\n", &text].concat())
        .filter(|joined| {
            pasted_title(joined).is_some_and(|title| {
                link.title.is_empty() || title.eq_ignore_ascii_case(&link.title)
            })
        });
    if joined.is_some() {
        found.pop();
    }
    Piece {
        text: joined.unwrap_or(text),
        link: Some(link),
    }
}

/// A line with the links of a list that is written without spaces told apart.
fn apart(line: &str) -> String {
    let mut line = line.to_owned();
    for mark in [",", ";", "|"] {
        for scheme in ["http://", "https://"] {
            line = line.replace(&[mark, scheme].concat(), &[mark, " ", scheme].concat());
        }
    }
    line
}

/// Every link of a line, at most `most`, in the order they stand in.
fn links_of(line: &str, most: usize) -> Vec<(Range<usize>, Link)> {
    let mut links = Vec::new();
    let mut from = 0;
    while links.len() < most
        && let Some(rest) = line.get(from..)
        && let Some((at, link)) = find(rest)
    {
        // The best link of a text is not always its first.
        let before = rest.get(..at.start).unwrap_or_default();
        for (earlier, link) in links_of(before, most - links.len()) {
            links.push((from + earlier.start..from + earlier.end, link));
        }
        links.push((from + at.start..from + at.end, link));
        from += at.end;
    }
    links
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn told(pasted: &str) -> Vec<(String, String)> {
        pieces(pasted, 100)
            .into_iter()
            .map(|piece| {
                let identity = piece.link.as_ref().map(|link| link.identity.clone());
                (identity.unwrap_or_default(), piece.title())
            })
            .collect()
    }

    fn pair(identity: &str, title: &str) -> (String, String) {
        (identity.to_owned(), title.to_owned())
    }

    #[test]
    fn a_link_per_line_or_several_on_one_are_the_same_links() {
        let expected = [
            pair("leetcode:two-sum", "Two Sum"),
            pair("leetcode:3sum", "3Sum"),
            pair("leetcode:word-break", "Word Break"),
        ];
        for pasted in [
            "https://leetcode.com/problems/two-sum/\nhttps://leetcode.com/problems/3sum\r\n\n https://leetcode.com/problems/word-break/ ",
            "https://leetcode.com/problems/two-sum/ https://leetcode.com/problems/3sum/ leetcode.com/problems/word-break",
            "leetcode.com/problems/two-sum, https://leetcode.com/problems/3sum/ and https://leetcode.com/problems/word-break/.",
            "https://leetcode.com/problems/two-sum,https://leetcode.com/problems/3sum;https://leetcode.com/problems/word-break",
            "- [Two Sum](https://leetcode.com/problems/two-sum/)\n- [3Sum](https://leetcode.com/problems/3sum/)\n- [x](https://leetcode.com/problems/word-break/)",
        ] {
            assert_eq!(told(pasted), expected, "{pasted}");
        }
    }

    #[test]
    fn words_on_the_line_before_are_a_title_only_if_they_are_one() {
        assert_eq!(
            told(
                "Multiples of 3 or 5 | Codewars\nhttps://www.codewars.com/kata/514b92a657cdc65150000006"
            )
            .iter()
            .map(|(_, title)| title.as_str())
            .collect::<Vec<_>>(),
            ["Multiples of 3 or 5"]
        );
        assert_eq!(
            told("Two Sum - LeetCode\nhttps://leetcode.com/problems/two-sum/"),
            [pair("leetcode:two-sum", "Two Sum")]
        );
        assert_eq!(
            told("remember to call mum\nhttps://leetcode.com/problems/two-sum/"),
            [pair("", ""), pair("leetcode:two-sum", "Two Sum")]
        );
    }

    #[test]
    fn what_is_no_link_is_a_piece_of_its_own_and_harms_no_other() {
        assert_eq!(
            told("javascript:alert(1)\nhttps://leetcode.com/problems/3sum/\n<b>words</b>"),
            [pair("", ""), pair("leetcode:3sum", "3Sum"), pair("", "")]
        );
    }

    #[test]
    fn a_paste_without_end_is_cut_short() {
        let long = "https://leetcode.com/problems/3sum/ ".repeat(5_000);
        assert_eq!(pieces(&long, 101).len(), 101);
        assert_eq!(pieces(&"words\n".repeat(5_000), 101).len(), 101);
    }

    proptest! {
        #[test]
        fn any_text_is_taken_apart_and_every_word_is_in_a_piece(
            lines in proptest::collection::vec("[a-zé](.{0,30})", 0..8)
        ) {
            let pasted = lines.join("\n");
            let all: String = pieces(&pasted, 1_000).into_iter().map(|piece| piece.text).collect();
            let bare = |text: &str| -> String {
                paste::visible(text).chars().filter(|c| !c.is_whitespace()).collect()
            };
            prop_assert_eq!(bare(&all), bare(&pasted));
        }
    }
}
