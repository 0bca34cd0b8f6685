//! Places in the changes of a journal.

use std::{fmt, str::FromStr};
use uuid::Uuid;

/// How far somebody has read the changes of a journal: revision by revision, and within one by the ids of the
/// problems. Written `revision_id`.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// A revision of the journal.
    pub revision: i64,
    /// A problem that it changed.
    pub problem: Uuid,
}

impl Place {
    /// Before all changes.
    pub const START: Self = Self {
        revision: -1,
        problem: Uuid::nil(),
    };
}

impl fmt::Display for Place {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}_{}", self.revision, self.problem.simple())
    }
}

/// A text that is no place.
#[derive(Copy, Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this is no place in the changes of a journal")]
pub struct NoPlace;

impl FromStr for Place {
    type Err = NoPlace;

    fn from_str(text: &str) -> Result<Self, NoPlace> {
        let (revision, problem) = text.split_once('_').ok_or(NoPlace)?;
        Ok(Self {
            revision: revision.parse().map_err(|_| NoPlace)?,
            problem: problem.parse().map_err(|_| NoPlace)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_read_as_it_was_written() {
        let place = Place {
            revision: 41,
            problem: Uuid::now_v7(),
        };
        assert_eq!(place.to_string().parse(), Ok(place));
        assert!(Place::START < place);
        for text in ["", "41", "x_y", "41_"] {
            assert_eq!(text.parse::<Place>(), Err(NoPlace), "{text}");
        }
    }
}
