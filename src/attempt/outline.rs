//! A problem's attempts in short: what the time chart and the choice of two attempts are made of.

use super::model::{AttemptId, Moment, Status};
use crate::ui::{
    chart::{Bar, Chart, Shape},
    time::{day_text, moment_text},
};
use serde::{Deserialize, Serialize};

/// Most attempts an outline holds: the latest ones.
pub const OUTLINE_LIMIT: usize = 100;

/// One attempt in short.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AttemptOutline {
    /// Its id.
    pub id: AttemptId,
    /// What came of it.
    pub status: Status,
    /// Minutes, if timed.
    pub minutes: Option<i32>,
    /// When it was.
    pub moment: Moment,
    /// The code's language, if told.
    pub language: Option<String>,
    /// Whether it has code.
    pub coded: bool,
}

/// An attempt that can be chosen, and the words it is chosen by.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AttemptChoice {
    /// Its id.
    pub id: AttemptId,
    /// `22 Nov 2026, 14:05 · Solved · 12 min · Python`.
    pub label: String,
}

/// The attempts with code, latest first, as they are chosen from.
pub fn coded_choices(outline: &[AttemptOutline]) -> Vec<AttemptChoice> {
    outline
        .iter()
        .filter(|attempt| attempt.coded)
        .map(|attempt| {
            let offset = i32::from(attempt.moment.utc_offset_minutes);
            let mut label = moment_text(attempt.moment.at, offset);
            label.push_str(" · ");
            label.push_str(attempt.status.label());
            if let Some(minutes) = attempt.minutes {
                label = format!("{label} · {minutes} min");
            }
            if let Some(language) = &attempt.language {
                label.push_str(" · ");
                label.push_str(language);
            }
            AttemptChoice {
                id: attempt.id,
                label,
            }
        })
        .collect()
}

/// The chart of the times as HTML; nothing when fewer than two attempts are timed. The outline is
/// latest first; `total` is the number of all attempts.
pub fn chart(outline: &[AttemptOutline], total: i32) -> String {
    let timed: Vec<_> = outline
        .iter()
        .rev()
        .filter_map(|attempt| Some((attempt, attempt.minutes?)))
        .collect();
    if timed.len() < 2 {
        return String::new();
    }
    let left_out = usize::try_from(total).unwrap_or(0) > outline.len();
    let untimed = outline.len() - timed.len();
    let mut note = String::new();
    if left_out {
        note.push_str("The latest 100 attempts are shown. ");
    }
    if untimed > 0 {
        note = format!(
            "{note}{untimed} of {} attempts {} no time and {} left out.",
            outline.len(),
            if untimed == 1 { "has" } else { "have" },
            if untimed == 1 { "is" } else { "are" },
        );
    }
    let bars = timed
        .iter()
        .map(|(attempt, minutes)| Bar {
            value: u32::try_from(*minutes).unwrap_or(0),
            shape: match attempt.status {
                Status::Solved => Shape::Circle,
                Status::Partial => Shape::Diamond,
                Status::Failed => Shape::Cross,
            },
            word: attempt.status.label(),
            when: day_text(attempt.moment.local_date),
        })
        .collect();
    Chart {
        sentence: sentence(&timed),
        note,
        unit: "min",
        what: "Minutes",
        best: best(&timed),
        bars,
    }
    .html()
}

fn best(timed: &[(&AttemptOutline, i32)]) -> Option<u32> {
    timed
        .iter()
        .filter(|(attempt, _)| attempt.status == Status::Solved)
        .filter_map(|(_, minutes)| u32::try_from(*minutes).ok())
        .min()
}

/// What the times come to. Earliest first, at least two.
fn sentence(timed: &[(&AttemptOutline, i32)]) -> String {
    let solves: Vec<i32> = timed
        .iter()
        .filter(|(attempt, _)| attempt.status == Status::Solved)
        .map(|(_, minutes)| *minutes)
        .collect();
    let failed_since = timed
        .iter()
        .rev()
        .take_while(|(attempt, _)| attempt.status != Status::Solved)
        .count();
    let text = match solves.as_slice() {
        [] => {
            let all: i32 = timed.iter().map(|(_, minutes)| minutes).sum();
            return format!(
                "No timed attempt has solved it yet: {all} min in {} attempts.",
                timed.len()
            );
        }
        [only] => format!("Your one timed solve took {only} min."),
        [first, .., latest] => {
            let difference = match latest - first {
                0 => "as long as the first".to_owned(),
                less if less < 0 => format!("{} min less than the first", -less),
                more => format!("{more} min more than the first"),
            };
            format!("Your latest solve took {latest} min, {difference}.")
        }
    };
    match failed_since {
        0 => text,
        1 => text + " The one timed attempt since did not solve it.",
        more => format!("{text} The {more} timed attempts since did not solve it."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    /// Attempts a day apart, latest first: status and minutes, given earliest first.
    fn outline(attempts: &[(Status, Option<i32>)]) -> Vec<AttemptOutline> {
        let mut outline: Vec<_> = attempts
            .iter()
            .zip(0_i64..)
            .map(|(&(status, minutes), day)| {
                let at = chrono::DateTime::from_timestamp(1_700_000_000 + day * 86_400, 0).unwrap();
                AttemptOutline {
                    id: AttemptId(Uuid::nil()),
                    status,
                    minutes,
                    moment: Moment {
                        at,
                        utc_offset_minutes: 0,
                        local_date: at.date_naive(),
                    },
                    language: Some("C++ <b>".to_owned()),
                    coded: day % 2 == 0,
                }
            })
            .collect();
        outline.reverse();
        outline
    }

    #[test]
    fn fewer_than_two_timed_attempts_make_no_chart() {
        use Status::{Failed, Solved};
        assert_eq!(chart(&[], 0), "");
        assert_eq!(chart(&outline(&[(Solved, Some(3)), (Failed, None)]), 2), "");
        assert_ne!(
            chart(&outline(&[(Solved, Some(3)), (Failed, Some(1))]), 2),
            ""
        );
    }

    #[test]
    fn the_sentence_says_what_became_of_the_time() {
        use Status::{Failed, Partial, Solved};
        for (attempts, said) in [
            (
                vec![(Solved, Some(40)), (Failed, None), (Solved, Some(12))],
                "Your latest solve took 12 min, 28 min less than the first.",
            ),
            (
                vec![(Solved, Some(12)), (Solved, Some(30)), (Failed, Some(50))],
                "Your latest solve took 30 min, 18 min more than the first. The one timed attempt since did not solve it.",
            ),
            (
                vec![(Solved, Some(12)), (Solved, Some(12))],
                "Your latest solve took 12 min, as long as the first.",
            ),
            (
                vec![(Failed, Some(40)), (Solved, Some(9))],
                "Your one timed solve took 9 min.",
            ),
            (
                vec![(Solved, Some(9)), (Partial, Some(4)), (Failed, Some(4))],
                "Your one timed solve took 9 min. The 2 timed attempts since did not solve it.",
            ),
            (
                vec![(Failed, Some(40)), (Partial, Some(25))],
                "No timed attempt has solved it yet: 65 min in 2 attempts.",
            ),
        ] {
            let html = chart(&outline(&attempts), 3);
            assert!(html.contains(said), "{said} is not in {html}");
        }
    }

    #[test]
    fn what_is_left_out_is_said() {
        let attempts = [
            (Status::Solved, Some(9)),
            (Status::Failed, None),
            (Status::Failed, Some(9)),
        ];
        let html = chart(&outline(&attempts), 250);
        assert!(
            html.contains("The latest 100 attempts are shown."),
            "{html}"
        );
        assert!(html.contains("1 of 3 attempts has no time"), "{html}");
        assert!(!chart(&outline(&attempts), 3).contains("latest 100"));
    }

    #[test]
    fn only_attempts_with_code_can_be_chosen() {
        let choices = coded_choices(&outline(&[
            (Status::Solved, Some(9)),
            (Status::Failed, None),
            (Status::Partial, None),
        ]));
        let labels: Vec<_> = choices.iter().map(|choice| choice.label.as_str()).collect();
        assert_eq!(
            labels,
            [
                "16 Nov 2023, 22:13 · Partial · C++ <b>",
                "14 Nov 2023, 22:13 · Solved · 9 min · C++ <b>"
            ]
        );
    }
}
