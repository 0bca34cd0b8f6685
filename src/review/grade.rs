//! From what an attempt says to the grade it is suggested to have.

use super::model::Grade;
use crate::attempt::model::{Help, Status};
use serde::{Deserialize, Serialize};

/// What a grade is suggested from.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// What came of the attempt.
    pub status: Status,
    /// How much help it took; what was revealed counts.
    pub help: Help,
    /// Minutes, if timed.
    pub minutes: Option<i32>,
    /// Minutes it was expected to take this person.
    pub expected: i32,
    /// Whether it was recalled only, not solved.
    pub recall: bool,
}

impl Evidence {
    /// The suggested grade. Only a full, own solution is remembered: partly solved is not, or a forgotten
    /// problem would go months away. Recall alone is never Easy.
    pub fn suggested(&self) -> Grade {
        match (self.status, self.help) {
            (Status::Failed | Status::Partial, _) | (Status::Solved, Help::Solution) => {
                Grade::Again
            }
            (Status::Solved, Help::Hint) => Grade::Hard,
            (Status::Solved, Help::None) if self.recall => Grade::Good,
            (Status::Solved, Help::None) => match self.minutes {
                // More than one and a half times as long; up to half as long.
                Some(minutes) if 2 * minutes > 3 * self.expected => Grade::Hard,
                Some(minutes) if 2 * minutes <= self.expected => Grade::Easy,
                _ => Grade::Good,
            },
        }
    }

    /// The grade that counts, for one that was chosen or none.
    pub fn grade(&self, chosen: Option<Grade>) -> Grade {
        let grade = chosen.unwrap_or_else(|| self.suggested());
        if self.recall {
            grade.min(Grade::Good)
        } else {
            grade
        }
    }

    /// Why that is suggested, in one line.
    pub fn reason(&self) -> String {
        let expected = self.expected;
        match (self.status, self.help, self.minutes) {
            (Status::Failed, ..) => "It was not solved.".to_owned(),
            (Status::Partial, ..) => "Partly solved is not solved.".to_owned(),
            (_, Help::Solution, _) => "A solution was read.".to_owned(),
            (_, Help::Hint, _) => "It took a hint.".to_owned(),
            _ if self.recall => "Recalled, not solved.".to_owned(),
            (_, _, None) => "Solved, without a time.".to_owned(),
            (_, _, Some(minutes)) => {
                format!("Solved in {minutes} min; you are expected to need {expected}.")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn solved(help: Help, minutes: Option<i32>) -> Evidence {
        Evidence {
            status: Status::Solved,
            help,
            minutes,
            expected: 30,
            recall: false,
        }
    }

    #[test]
    fn the_table_of_status_help_and_time() {
        for status in [Status::Failed, Status::Partial] {
            for help in Help::ALL {
                let evidence = Evidence {
                    status,
                    ..solved(help, Some(1))
                };
                assert_eq!(evidence.suggested(), Grade::Again, "{status:?} {help:?}");
            }
        }
        for (help, minutes, grade) in [
            (Help::Solution, Some(10), Grade::Again),
            (Help::Hint, Some(10), Grade::Hard),
            (Help::Hint, None, Grade::Hard),
            (Help::None, Some(46), Grade::Hard),
            (Help::None, Some(45), Grade::Good),
            (Help::None, Some(16), Grade::Good),
            (Help::None, Some(15), Grade::Easy),
            (Help::None, None, Grade::Good),
        ] {
            assert_eq!(
                solved(help, minutes).suggested(),
                grade,
                "{help:?} {minutes:?}"
            );
        }
    }

    #[test]
    fn recall_alone_is_never_easy() {
        let recall = Evidence {
            recall: true,
            ..solved(Help::None, Some(1))
        };
        assert_eq!(recall.suggested(), Grade::Good);
        assert_eq!(recall.grade(Some(Grade::Easy)), Grade::Good);
        assert_eq!(recall.grade(Some(Grade::Again)), Grade::Again);
    }

    #[test]
    fn what_was_chosen_counts() {
        let evidence = solved(Help::None, Some(30));
        assert_eq!(evidence.grade(None), Grade::Good);
        assert_eq!(evidence.grade(Some(Grade::Easy)), Grade::Easy);
    }

    #[test]
    fn the_reason_names_what_decided() {
        assert_eq!(
            solved(Help::None, Some(22)).reason(),
            "Solved in 22 min; you are expected to need 30."
        );
        assert_eq!(solved(Help::Hint, Some(2)).reason(), "It took a hint.");
    }
}
