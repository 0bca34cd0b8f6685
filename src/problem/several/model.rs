//! Adding several problems at once: what may be typed, and what comes of each link.

use crate::error::{FieldErrors, OUT_OF_DATE};
use crate::problem::{
    fields::{ProblemDraft, ProblemFields},
    model::{Difficulty, ProblemId, site_label},
    recognise::{Piece, likely_difficulty, pieces},
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Most links in one go.
pub const SEVERAL_LIMIT: usize = 100;

/// What stands in the form, as it was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SeveralFields {
    /// What the ids of the new problems are made from, so that the form sent twice adds once.
    pub id: String,
    /// Any text with links in it.
    pub links: String,
}

/// What came of one piece of what was typed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Outcome {
    /// It is in the journal now.
    Added {
        /// The new problem.
        id: ProblemId,
        /// How hard it is taken to be.
        difficulty: Difficulty,
        /// Whether nothing told how hard it is.
        assumed: bool,
    },
    /// The journal had it.
    AlreadyThere {
        /// The problem.
        id: ProblemId,
    },
    /// It stands further up in the same paste.
    Repeated,
    /// There is a link, but nothing tells a title that can be taken.
    NoTitle,
    /// There is no link.
    NoLink,
}

/// One piece of what was typed, and what came of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// The title, or the link or the words where there is none.
    pub title: String,
    /// The site's name; empty without a link.
    pub site: String,
    /// What came of it.
    pub outcome: Outcome,
}

/// The form with what came of sending it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Several {
    /// What stands in the fields: at first what was pasted, afterwards what could not be added.
    pub fields: SeveralFields,
    /// What is wrong with them.
    pub errors: FieldErrors,
    /// What came of each piece; empty before the form was sent.
    pub report: Vec<Line>,
}

impl SeveralFields {
    /// Checks the whole, not yet each link.
    ///
    /// # Errors
    /// A message when there is nothing, or more than [`SEVERAL_LIMIT`].
    pub fn parse(&self) -> Result<(Uuid, Vec<Piece>), FieldErrors> {
        let id = Uuid::parse_str(&self.id).map_err(|_| FieldErrors::one("id", OUT_OF_DATE))?;
        let pieces = pieces(&self.links, SEVERAL_LIMIT + 1);
        if pieces.is_empty() {
            return Err(FieldErrors::one("links", "Paste at least one link."));
        }
        if pieces.len() > SEVERAL_LIMIT {
            let message = "Up to 100 lines at once; these are more. Nothing was added: take some out, and add them next.";
            return Err(FieldErrors::one("links", message));
        }
        Ok((id, pieces))
    }
}

/// Whether a paste holds more than one link.
pub fn holds_several(pasted: &str) -> bool {
    pieces(pasted, SEVERAL_LIMIT)
        .iter()
        .filter(|piece| piece.link.is_some())
        .count()
        > 1
}

/// The problem that a piece tells, and whether its difficulty is only assumed. None when the piece
/// has no link, or nothing tells a title that can be taken.
pub fn draft_of(base: Uuid, piece: &Piece) -> Option<(ProblemDraft, bool)> {
    let link = piece.link.as_ref()?;
    let likely = likely_difficulty(link);
    let fields = ProblemFields {
        id: id_of(base, &link.identity).to_string(),
        link: link.url.clone(),
        title: piece.title(),
        difficulty: likely.unwrap_or(Difficulty::Medium).slug().to_owned(),
        ..ProblemFields::default()
    };
    // The words around a link could be anything, also what no title may be.
    Some((fields.parse().ok()?, likely.is_none()))
}

/// The id of the problem with this identity that this form adds: the same whenever it is sent.
fn id_of(base: Uuid, identity: &str) -> Uuid {
    /// FNV-1a, whose constants these are: spreads well and needs no crate.
    const START: u64 = 0xcbf2_9ce4_8422_2325;
    const PRIME: u64 = 0x0000_0100_0000_01b3;
    let bytes = base.as_bytes().iter().chain(identity.as_bytes());
    let hash = bytes.fold(START, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(PRIME)
    });
    let (high, low) = base.as_u64_pair();
    // The variant's two bits stay.
    let kept = low & (0b11 << 62);
    Uuid::from_u64_pair(high, kept | (hash >> 2))
}

/// What a piece is called and where it is from, for the preview and the report.
pub fn face(piece: &Piece) -> (String, String) {
    let title = piece.title();
    match &piece.link {
        Some(link) => {
            let site = site_label(Some(link.platform.slug()), Some(&link.url)).unwrap_or_default();
            let title = if title.is_empty() {
                link.url.clone()
            } else {
                title
            };
            (title, site.to_owned())
        }
        None => (piece.text.chars().take(200).collect(), String::new()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn piece(pasted: &str) -> Piece {
        pieces(pasted, 1).remove(0)
    }

    #[test]
    fn a_form_sent_twice_makes_the_same_ids_and_another_form_others() {
        let base = Uuid::now_v7();
        let id = |base, link| draft_of(base, &piece(link)).unwrap().0.id;
        let (two_sum, three_sum) = (
            "https://leetcode.com/problems/two-sum/",
            "https://leetcode.com/problems/3sum/",
        );
        assert_eq!(id(base, two_sum), id(base, "leetcode.com/problems/two-sum"));
        assert_ne!(id(base, two_sum), id(base, three_sum));
        assert_ne!(id(base, two_sum), id(Uuid::now_v7(), two_sum));
        assert_eq!(id(base, two_sum).0.get_version_num(), 7);
        assert_eq!(id(base, two_sum).0.get_variant(), uuid::Variant::RFC4122);
    }

    #[test]
    fn what_no_link_tells_is_assumed_or_refused() {
        let (draft, assumed) = draft_of(
            Uuid::now_v7(),
            &piece("A puzzle https://example.com/puzzles/7"),
        )
        .unwrap();
        assert_eq!(
            (draft.title.as_str(), draft.difficulty, assumed),
            ("A puzzle", Difficulty::Medium, true)
        );
        let (draft, assumed) = draft_of(
            Uuid::now_v7(),
            &piece("https://leetcode.com/problems/two-sum/"),
        )
        .unwrap();
        assert_eq!((draft.difficulty, assumed), (Difficulty::Easy, false));
        let nameless = piece("https://www.codewars.com/kata/514b92a657cdc65150000006");
        assert_eq!(draft_of(Uuid::now_v7(), &nameless), None);
        assert_eq!(draft_of(Uuid::now_v7(), &piece("no link at all")), None);
    }

    #[test]
    fn nothing_and_too_much_are_refused_with_what_was_typed_untouched() {
        let fields = |links: String| SeveralFields {
            id: Uuid::now_v7().to_string(),
            links,
        };
        let line = "https://leetcode.com/problems/two-sum/\n";
        assert!(
            fields(" \n ".into())
                .parse()
                .unwrap_err()
                .of("links")
                .is_some()
        );
        assert_eq!(fields(line.repeat(100)).parse().unwrap().1.len(), 100);
        let many = fields(line.repeat(101)).parse().unwrap_err();
        assert!(many.of("links").unwrap().contains("100"));
        assert!(holds_several(&line.repeat(2)) && !holds_several(line));
    }
}
