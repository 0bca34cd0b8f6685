//! When a problem would come back, for each grade it could be given today.

use super::{
    model::{Grade, Review, ReviewState, state},
    replay::{Entry, learn},
    schedule::Rules,
};
use crate::{
    attempt::model::{AttemptId, Help, Moment, Status},
    problem::model::ProblemId,
    ui::time::near_day_text,
};
use chrono::NaiveDate;
use uuid::Uuid;

/// What a review is like whose outcome is not known yet.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Now {
    /// When it is.
    pub moment: Moment,
    /// How much help it took.
    pub help: Help,
    /// Whether it is recalled only, not solved.
    pub recall: bool,
}

/// When a problem comes back if it is given a grade now; none if it does not. The second review of a day moves
/// nothing, so then it comes back when it would anyway.
pub fn due_after(
    rules: &Rules,
    problem: ProblemId,
    review: &Review,
    now: Now,
    grade: Grade,
) -> (ReviewState, Option<NaiveDate>) {
    let today = now.moment.local_date;
    if review.learned.is_some_and(|before| before.last_on >= today) {
        return (review.state, review.due_on);
    }
    let entry = Entry {
        id: AttemptId(Uuid::nil()),
        status: match grade {
            Grade::Again => Status::Failed,
            _ => Status::Solved,
        },
        help: now.help,
        minutes: None,
        expected_minutes: 1,
        chosen: Some(grade),
        recall: now.recall,
        local_date: today,
        attempted_at: now.moment.at,
    };
    let learned = learn(&rules.weights, review.learned, &entry, grade);
    (
        state(Some(&learned), &review.choices),
        rules.due_on(Some(&learned), &review.choices, problem),
    )
}

/// The same in a word or two.
pub fn due_text((state, due): (ReviewState, Option<NaiveDate>), today: NaiveDate) -> String {
    match (due, state) {
        (Some(due), _) => near_day_text(due, today),
        (None, ReviewState::Paused) => "stays paused".to_owned(),
        (None, _) => "mastered".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::review::model::{Choices, Learned};

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn now() -> Now {
        let date = day("2026-11-28");
        Now {
            moment: Moment {
                at: date.and_hms_opt(12, 0, 0).unwrap().and_utc(),
                utc_offset_minutes: 0,
                local_date: date,
            },
            help: Help::None,
            recall: false,
        }
    }

    fn texts(review: &Review, now: Now) -> [String; 4] {
        // The end of this id is in the middle: its intervals do not vary.
        let problem = ProblemId(Uuid::from_u128(0x7fff));
        Grade::ALL.map(|grade| {
            let due = due_after(&Rules::default(), problem, review, now, grade);
            due_text(due, now.moment.local_date)
        })
    }

    fn learned(on: &str) -> Learned {
        Learned {
            stability: 100.0,
            difficulty: 5.0,
            last_on: day(on),
            last_at: day(on).and_hms_opt(12, 0, 0).unwrap().and_utc(),
            last_grade: Grade::Good,
            last_was_recall: false,
            reps: 3,
            lapses: 0,
            agains: 0,
            clean: 2,
        }
    }

    #[test]
    fn a_first_review_leads_to_the_published_first_intervals() {
        // 1, 1, 2 and 8 days.
        assert_eq!(
            texts(&Review::default(), now()),
            ["tomorrow", "tomorrow", "30 Nov", "6 Dec"]
        );
    }

    #[test]
    fn a_second_review_of_a_day_moves_nothing() {
        let review = Review {
            state: ReviewState::Review,
            due_on: Some(day("2026-12-30")),
            learned: Some(learned("2026-11-28")),
            ..Review::default()
        };
        assert_eq!(texts(&review, now()), ["30 Dec"; 4]);
    }

    #[test]
    fn what_would_leave_the_queue_says_so() {
        let review = Review {
            learned: Some(learned("2026-08-20")),
            ..Review::default()
        };
        let [again, hard, good, easy] = texts(&review, now());
        assert_eq!((good.as_str(), easy.as_str()), ("mastered", "mastered"));
        assert_ne!(again, "mastered");
        // Hard is not clean: it comes back, and the cap holds.
        assert_eq!(hard, "26 Feb 2027");
        let paused = Review {
            choices: Choices {
                paused: true,
                ..Choices::default()
            },
            ..review
        };
        assert_eq!(texts(&paused, now()), ["stays paused"; 4]);
        let recalled = Now {
            recall: true,
            ..now()
        };
        assert_eq!(texts(&review, recalled)[2], "28 Dec", "a month at most");
    }
}
