use super::*;
use crate::review::expected::Basis;
use uuid::Uuid;

const USUAL: Expected = Expected {
    minutes: 30,
    basis: Basis::Pace,
};

fn sent(grade: &str) -> GradeFields {
    GradeFields {
        id: Uuid::from_u128(1).to_string(),
        problem_id: Uuid::from_u128(2).to_string(),
        grade: grade.to_owned(),
        ..GradeFields::default()
    }
}

fn known(revealed: Help, timer: Option<i32>) -> Known {
    Known {
        revealed,
        expected: USUAL,
        timer,
        recalled: false,
    }
}

const NOTHING: Known = Known {
    revealed: Help::None,
    expected: USUAL,
    timer: None,
    recalled: false,
};

#[test]
fn a_grade_that_is_suggested_is_left_to_the_suggestion() {
    for (grade, status, chosen) in [
        ("again", Status::Failed, None),
        ("hard", Status::Solved, Some(Grade::Hard)),
        ("good", Status::Solved, None),
        ("easy", Status::Solved, Some(Grade::Easy)),
    ] {
        let draft = sent(grade).parse(&NOTHING).unwrap();
        assert_eq!((draft.status, draft.grade), (status, chosen), "{grade}");
    }
    let slow = GradeFields {
        minutes: "50".into(),
        ..sent("hard")
    };
    assert_eq!(slow.parse(&NOTHING).unwrap().grade, None);
    let solved_again = GradeFields {
        status: "solved".into(),
        ..sent("again")
    };
    let draft = solved_again.parse(&NOTHING).unwrap();
    assert_eq!(
        (draft.status, draft.grade),
        (Status::Solved, Some(Grade::Again))
    );
}

#[test]
fn what_was_revealed_is_help_at_least() {
    let help = |said: &str, revealed| {
        let fields = GradeFields {
            help: said.into(),
            ..sent("good")
        };
        fields.parse(&known(revealed, None)).unwrap().help
    };
    assert_eq!(help("none", Help::Hint), Help::Hint);
    assert_eq!(help("", Help::Solution), Help::Solution);
    assert_eq!(help("solution", Help::Hint), Help::Solution);
    assert_eq!(help("hint", Help::None), Help::Hint);
    let nonsense = GradeFields {
        help: "magic".into(),
        ..sent("good")
    };
    let refused = nonsense.parse(&NOTHING).unwrap_err();
    assert!(refused.of("help").is_some());
}

#[test]
fn minutes_that_nobody_touched_are_the_timers() {
    let minutes = |typed: &str, timed: &str, timer| {
        let fields = GradeFields {
            minutes: typed.into(),
            timed: timed.into(),
            ..sent("good")
        };
        fields.parse(&known(Help::None, timer)).unwrap().minutes
    };
    assert_eq!(minutes("1", "1", Some(24)), Some(24));
    assert_eq!(minutes("12", "1", Some(24)), Some(12));
    assert_eq!(minutes("", "1", Some(24)), None);
    assert_eq!(minutes("", "", Some(24)), None);
    assert_eq!(minutes("1", "1", None), Some(1));
}

#[test]
fn recall_alone_is_good_at_most() {
    let recalled = |grade| GradeFields {
        recall: "on".into(),
        ..sent(grade)
    };
    let draft = recalled("good").parse(&NOTHING).unwrap();
    assert!(draft.recall && draft.grade.is_none());
    let refused = recalled("easy").parse(&NOTHING).unwrap_err();
    assert!(refused.of("grade").unwrap().contains("Good at most"));
    assert!(sent("").parse(&NOTHING).unwrap_err().of("grade").is_some());
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn decision(action: &str, until: &str) -> Result<Decision, FieldErrors> {
    let fields = DecisionFields {
        action: action.into(),
        until: until.into(),
        ..DecisionFields::default()
    };
    fields.parse(day("2026-11-28"))
}

#[test]
fn a_problem_is_put_off_by_a_day_to_a_year() {
    for (action, until, expected) in [
        ("tomorrow", "", "2026-11-29"),
        ("three-days", "", "2026-12-01"),
        ("week", "", "2026-12-05"),
        ("date", " 2026-12-24 ", "2026-12-24"),
        ("", "2027-11-28", "2027-11-28"),
    ] {
        let expected = Decision::Postpone(day(expected));
        assert_eq!(decision(action, until), Ok(expected), "{action}");
    }
    for until in ["2026-11-28", "2020-01-01", "2027-11-29", "", "soon"] {
        let refused = decision("date", until).unwrap_err();
        assert!(refused.of("until").is_some(), "{until}");
    }
    let refused = decision("date", "2030-01-01").unwrap_err();
    assert_eq!(
        refused.of("until").unwrap(),
        "Choose a day from 29 Nov 2026 to 28 Nov 2027."
    );
    assert!(decision("explode", "").unwrap_err().of("form").is_some());
}

#[test]
fn a_decision_changes_what_it_is_about_and_leaves_the_rest() {
    let now = DateTime::default();
    let before = Choices {
        paused: true,
        mastered: Some(true),
        ..Choices::default()
    };
    let after = |decision: Decision| decision.over(before, false, now);
    assert!(!after(Decision::Resume).paused && after(Decision::Resume).mastered == Some(true));
    assert_eq!(after(Decision::Keep).mastered, None);
    assert_eq!(Decision::Keep.over(before, true, now).mastered, Some(false));
    assert_eq!(
        after(Decision::Restart),
        Choices {
            practise_from: Some(now),
            ..Choices::default()
        }
    );
    let off = after(Decision::Postpone(day("2026-12-04")));
    assert_eq!(off.postponed, Some((now, day("2026-12-04"))));
}
