use super::*;
use proptest::prelude::*;
use uuid::Uuid;

fn problem(
    shown: &ProblemFields,
    was: &ProblemFields,
    becomes: &ProblemFields,
) -> Result<Merged<ProblemFields>, Clash> {
    super::problem(shown, was, becomes).agreed()
}

fn attempt(
    shown: &AttemptFields,
    was: &AttemptFields,
    becomes: &AttemptFields,
) -> Result<Merged<AttemptFields>, Clash> {
    super::attempt(shown, was, becomes).agreed()
}

fn two_sum() -> ProblemFields {
    ProblemFields {
        id: Uuid::from_u128(1).to_string(),
        revision: "3".into(),
        link: "https://leetcode.com/problems/two-sum/".into(),
        title: "Two Sum".into(),
        difficulty: "easy".into(),
        tags: "array, hash-table".into(),
        description: "Find **two**.".into(),
    }
}

fn solved() -> AttemptFields {
    AttemptFields {
        id: Uuid::from_u128(2).to_string(),
        problem_id: Uuid::from_u128(1).to_string(),
        revision: "1".into(),
        status: "solved".into(),
        minutes: "12".into(),
        help: "none".into(),
        notes: "a map".into(),
        attempted_at: "2026-11-22T14:05".into(),
        ..AttemptFields::default()
    }
}

#[test]
fn only_what_was_changed_is_taken_and_only_over_what_was_seen() {
    let was = two_sum();
    let stored = ProblemFields {
        revision: "4".into(),
        title: "Two sums".into(),
        tags: "array".into(),
        ..two_sum()
    };
    // Another field than the one that was changed elsewhere.
    let harder = ProblemFields {
        difficulty: "hard".into(),
        ..two_sum()
    };
    let merged = problem(&stored, &was, &harder).unwrap();
    assert!(merged.takes("difficulty") && !merged.takes("title"));
    let expected = ProblemFields {
        difficulty: "hard".into(),
        ..stored.clone()
    };
    assert_eq!(merged.fields, expected);
    // The same one, to the same: there is nothing to do.
    let agrees = ProblemFields {
        title: " Two  sums ".into(),
        ..two_sum()
    };
    assert!(!problem(&stored, &was, &agrees).unwrap().alters());
    // The same one, to something else; nothing of it is taken, and what is stored is told.
    let clashes = ProblemFields {
        title: "2 Sum".into(),
        tags: "maps".into(),
        difficulty: "hard".into(),
        ..two_sum()
    };
    let clash = problem(&stored, &was, &clashes).unwrap_err();
    let told = [("title", "Two sums")];
    assert_eq!(
        clash,
        told.map(|(name, text)| (name.into(), text.into())).into()
    );
    // A device shows it as it was meant until then.
    let meant = super::problem(&stored, &was, &clashes).fields;
    assert_eq!(
        (meant.title.as_str(), meant.tags.as_str()),
        ("2 Sum", "maps")
    );
}

#[test]
fn tags_are_a_set_of_which_each_is_merged() {
    let tagged = |tags: &str| ProblemFields {
        tags: tags.into(),
        ..two_sum()
    };
    let merged = |stored: &str, was: &str, becomes: &str| {
        let merged = problem(&tagged(stored), &tagged(was), &tagged(becomes)).unwrap();
        let taken = merged.takes("tags");
        (merged.fields.tags, taken)
    };
    // Added here and there.
    assert_eq!(
        merged("a, b, c", "a, b", "a, b, d"),
        ("a, b, c, d".into(), true)
    );
    // Taken away here, added there; and the other way round.
    assert_eq!(merged("a, b, c", "a, b", "b"), ("b, c".into(), true));
    assert_eq!(merged("b", "a, b", "a, b, d"), ("b, d".into(), true));
    // Nothing that is not so already.
    assert_eq!(merged("b, d, c", "a, b", "d, b"), ("b, d, c".into(), false));
    // An order that nobody else has touched is kept as typed.
    assert_eq!(merged("a, b", "a, b", "b, a"), ("b, a".into(), true));
    // What cannot be accepted is no set: both are kept, and somebody is asked.
    let clash = problem(&tagged("a"), &tagged("b"), &tagged(&"x".repeat(60))).unwrap_err();
    assert_eq!(clash["tags"], "a");
}

#[test]
fn what_is_stored_alike_is_alike() {
    let typed = ProblemFields {
        link: "Two Sum https://leetcode.com/problems/two-sum/description/?envType=daily".into(),
        title: String::new(),
        difficulty: String::new(),
        tags: "Array,#hash table, array".into(),
        description: "Find **two**.\r\n".into(),
        ..two_sum()
    };
    let stored = ProblemFields {
        description: "Find **two**.\n".into(),
        ..two_sum()
    };
    let merged = problem(&stored, &stored, &typed).unwrap();
    assert!(!merged.alters(), "{merged:?}");
    let typed = AttemptFields {
        minutes: " 012 ".into(),
        help: String::new(),
        attempted_at: "2026-11-22 14:05".into(),
        code: "  \r\n".into(),
        recall: "off".into(),
        ..solved()
    };
    let merged = attempt(&solved(), &solved(), &typed).unwrap();
    assert!(!merged.alters(), "{merged:?}");
}

#[test]
fn what_cannot_be_accepted_is_taken_to_be_refused() {
    let typed = ProblemFields {
        link: "nowhere".into(),
        tags: "x".repeat(60),
        ..two_sum()
    };
    let merged = problem(&two_sum(), &two_sum(), &typed).unwrap();
    let errors = merged.fields.parse().unwrap_err();
    assert!(errors.of("link").is_some() && errors.of("tags").is_some());
    // Left as it was seen, the same stays: an adopted row may have it.
    assert!(!problem(&typed, &typed, &typed).unwrap().alters());
}

#[test]
fn a_title_that_was_emptied_is_told_by_the_link_that_came_with_it() {
    let typed = ProblemFields {
        link: "https://leetcode.com/problems/three-sum/".into(),
        title: String::new(),
        ..two_sum()
    };
    let merged = problem(&two_sum(), &two_sum(), &typed).unwrap();
    assert_eq!(merged.fields.title, "Three Sum");
    assert!(merged.takes("link") && merged.takes("title"));
}

#[test]
fn recalling_is_either_changed_or_it_is_not() {
    let recalled = AttemptFields {
        recall: TICKED.into(),
        ..solved()
    };
    let merged = attempt(&solved(), &solved(), &recalled).unwrap();
    assert!(merged.takes("recall") && merged.fields.parse().unwrap().recall);
    assert!(!attempt(&recalled, &solved(), &recalled).unwrap().alters());
}

#[test]
fn every_field_of_the_forms_is_merged() {
    let other = ProblemFields {
        id: two_sum().id,
        revision: "3".into(),
        link: "https://leetcode.com/problems/3sum/".into(),
        title: "b".into(),
        difficulty: "hard".into(),
        tags: "b".into(),
        description: "b".into(),
    };
    let merged = problem(&two_sum(), &two_sum(), &other).unwrap();
    assert!(
        other
            .texts()
            .iter()
            .all(|(name, text)| { merged.takes(name) && !text.is_empty() })
    );
    assert_eq!(merged.fields, other);
    let other = AttemptFields {
        id: solved().id,
        problem_id: solved().problem_id,
        revision: "1".into(),
        status: "failed".into(),
        minutes: "13".into(),
        help: "hint".into(),
        grade: "again".into(),
        recall: TICKED.into(),
        notes: "b".into(),
        code: "b".into(),
        language: "B".into(),
        attempted_at: "2026-11-22T14:06".into(),
    };
    let merged = attempt(&solved(), &solved(), &other).unwrap();
    assert!(
        other
            .texts()
            .iter()
            .all(|(name, text)| { merged.takes(name) && !text.is_empty() })
    );
    assert_eq!(merged.fields, other);
}

/// A few texts for each field, so that two people often agree.
fn problem_fields() -> impl Strategy<Value = ProblemFields> {
    (
        prop::sample::select(vec!["", "https://a.example/x", "https://b.example/y", "no"]),
        prop::sample::select(vec!["A", "B", "C  d", "C d"]),
        prop::sample::select(vec!["easy", "hard", "no"]),
        prop::sample::select(vec!["", "a", "a, b", "A,b", "b, c"]),
        prop::sample::select(vec!["", "x\ny", "x\r\ny", " "]),
    )
        .prop_map(
            |(link, title, difficulty, tags, description)| ProblemFields {
                id: "1".into(),
                revision: "1".into(),
                link: link.into(),
                title: title.into(),
                difficulty: difficulty.into(),
                tags: tags.into(),
                description: description.into(),
            },
        )
}

fn attempt_fields() -> impl Strategy<Value = AttemptFields> {
    (
        prop::sample::select(vec!["solved", "partial", "no"]),
        prop::sample::select(vec!["", "7", "07", "x"]),
        prop::sample::select(vec!["", "none", "hint"]),
        prop::sample::select(vec!["", "on"]),
        prop::sample::select(vec!["", "x\ny", "x\r\ny", " "]),
        prop::sample::select(vec!["", "2026-11-22T14:05", "2026-11-22 14:05", "x"]),
    )
        .prop_map(
            |(status, minutes, help, recall, notes, attempted_at)| AttemptFields {
                id: "1".into(),
                status: status.into(),
                minutes: minutes.into(),
                help: help.into(),
                recall: recall.into(),
                notes: notes.into(),
                attempted_at: attempted_at.into(),
                ..AttemptFields::default()
            },
        )
}

proptest! {
    #[test]
    fn each_field_of_a_problem_follows_the_three_texts(
        stored in problem_fields(), was in problem_fields(), becomes in problem_fields(),
    ) {
        let normal = [&stored, &was, &becomes].map(normal_problem);
        let texts = normal.each_ref().map(ProblemFields::texts);
        let clashes: Vec<_> = (0..5)
            .filter(|at| {
                let [stored, was, becomes] = texts.map(|texts| texts[*at].1);
                stored != was && was != becomes && stored != becomes && texts[0][*at].0 != "tags"
            })
            .map(|at| texts[0][at].0)
            .collect();
        match problem(&stored, &was, &becomes) {
            Err(clash) => prop_assert_eq!(clash.keys().len(), clashes.len()),
            Ok(merged) => {
                prop_assert!(clashes.is_empty());
                let result = normal_problem(&merged.fields);
                for (at, (name, text)) in result.texts().into_iter().enumerate() {
                    let [stored, was, becomes] = texts.map(|texts| texts[at].1);
                    if name == "tags" && stored != was && stored != becomes {
                        let set = |tags: &str| parse_tags(tags).unwrap();
                        for tag in [stored, was, becomes].map(set).concat() {
                            let [was, becomes, stored] = [was, becomes, stored].map(|tags| set(tags).contains(&tag));
                            let expected = if was == becomes { stored } else { becomes };
                            prop_assert_eq!(set(text).contains(&tag), expected, "{}", tag);
                        }
                        continue;
                    }
                    let expected = if was == becomes { stored } else { becomes };
                    prop_assert_eq!(text, expected, "{}", name);
                    prop_assert_eq!(merged.takes(name), expected != stored, "{}", name);
                }
                // Once it is done there is nothing to do.
                prop_assert!(!problem(&merged.fields, &was, &becomes).unwrap().alters());
            }
        }
    }

    #[test]
    fn an_edit_of_what_is_stored_always_succeeds_and_one_that_says_nothing_does_nothing(
        stored in attempt_fields(), becomes in attempt_fields(),
    ) {
        let merged = attempt(&stored, &stored, &becomes).unwrap();
        prop_assert_eq!(normal_attempt(&merged.fields), normal_attempt(&becomes));
        prop_assert!(!attempt(&merged.fields, &stored, &becomes).unwrap().alters());
        let nothing = attempt(&stored, &becomes, &becomes).unwrap();
        prop_assert_eq!(nothing.fields, stored);
    }

    #[test]
    fn edits_of_different_fields_come_to_the_same_in_either_order(
        stored in attempt_fields(), one in attempt_fields(), other in attempt_fields(),
    ) {
        let first = AttemptFields { notes: one.notes, status: one.status, ..stored.clone() };
        let second = AttemptFields { minutes: other.minutes, recall: other.recall, ..stored.clone() };
        let both = |edits: [&AttemptFields; 2]| {
            edits.iter().fold(stored.clone(), |now, edit| {
                attempt(&now, &stored, edit).unwrap().fields
            })
        };
        prop_assert_eq!(both([&first, &second]), both([&second, &first]));
    }
}
