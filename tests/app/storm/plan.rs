//! What is to happen to one journal, and what must come of it.

use crate::outbox::{NOT_FOUND, add, attempt, log, problem, star};
use chrono::{DateTime, TimeDelta, Utc};
use gitgud::{
    attempt::fields::AttemptFields,
    outbox::model::{Change, Outcome, What},
    problem::fields::ProblemFields,
};
use std::collections::BTreeMap;
use uuid::Uuid;

/// Changes that a device may have got ahead of itself.
const WINDOW: usize = 12;
/// Problems that each device adds, and attempts that it logs at every problem.
const PROBLEMS: usize = 2;
const ATTEMPTS: usize = 2;

/// `SplitMix64`.
pub struct Random(u64);

impl Random {
    pub fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        let place = (mixed ^ (mixed >> 31)) % u64::try_from(limit).unwrap();
        usize::try_from(place).unwrap()
    }
}

/// A change of one of the devices, and what is known of it.
pub struct Planned {
    pub change: Change,
    /// The change that must have been answered before this one is sent.
    pub after: Option<usize>,
    /// Whether one of the other device stands against it if that comes first.
    pub contested: bool,
    pub answered: Option<Outcome>,
}

/// What a problem must be in the end.
pub struct Expected {
    pub fields: ProblemFields,
    pub starred: bool,
    pub revision: i32,
}

/// What is to happen to one journal.
pub struct Plan {
    pub random: Random,
    pub changes: Vec<Planned>,
    pub problems: Vec<Expected>,
    /// Ids under which both devices add the problem of one link.
    pub shared: [String; 2],
    pub attempts: BTreeMap<Uuid, (AttemptFields, DateTime<Utc>)>,
}

impl Plan {
    pub fn new(seed: u64) -> Self {
        let id = || Uuid::now_v7().to_string();
        let mut plan = Self {
            random: Random(seed),
            changes: Vec::new(),
            problems: Vec::new(),
            shared: [id(), id()],
            attempts: BTreeMap::new(),
        };
        let link = "https://leetcode.com/problems/two-sum/";
        let mut lanes: Vec<Vec<What>> = Vec::new();
        for device in 0..2 {
            plan.push(add(&problem(&plan.shared[device], "Two Sum", link)), None);
            lanes.extend(plan.attempts_at(&[plan.shared[device].clone()]));
        }
        for number in 0..2 * PROBLEMS {
            let was = problem(&id(), &format!("Problem {number}"), "");
            plan.push(add(&was), None);
            lanes.extend(plan.edits_of(&was));
            lanes.extend(plan.attempts_at(&[was.id.clone(), was.id]));
        }
        plan.interleave(lanes);
        plan
    }

    fn push(&mut self, what: What, after: Option<usize>) {
        let contested = matches!(&what, What::EditProblem { was, becomes } if was.difficulty != becomes.difficulty);
        let age = TimeDelta::seconds(100_000 - i64::try_from(self.changes.len()).unwrap());
        let made_at = DateTime::from_timestamp((Utc::now() - age).timestamp(), 0).unwrap();
        if let What::LogAttempt { fields } = &what {
            let id = fields.id.parse().unwrap();
            self.attempts
                .entry(id)
                .and_modify(|known| known.1 = made_at);
        }
        self.changes.push(Planned {
            change: Change {
                id: Uuid::now_v7(),
                made_at,
                time_zone: "Europe/Berlin".into(),
                what,
            },
            after,
            contested,
            answered: None,
        });
    }

    /// One device changes the title again and again, the other the tags; both the difficulty; one stars.
    fn edits_of(&mut self, first: &ProblemFields) -> Vec<Vec<What>> {
        let edit = |field: fn(&mut ProblemFields) -> &mut String, texts: [&str; 4]| {
            let edits = texts.windows(2).map(|pair| {
                let [mut was, mut becomes] = [first.clone(), first.clone()];
                pair[0].clone_into(field(&mut was));
                pair[1].clone_into(field(&mut becomes));
                What::EditProblem { was, becomes }
            });
            edits.collect::<Vec<_>>()
        };
        let title = first.title.as_str();
        let titles = edit(|fields| &mut fields.title, [title, "b", "c", "d"]);
        let tags = edit(|fields| &mut fields.tags, ["", "x", "x, y", "z"]);
        let [medium, hard] = ["medium", "hard"].map(|to| {
            let difficulty = edit(|fields| &mut fields.difficulty, ["easy", to, "", ""]);
            difficulty.into_iter().take(1).collect()
        });
        let stars = [true, false, true].map(|starred| star(&first.id, starred));
        self.problems.push(Expected {
            fields: ProblemFields {
                title: "d".into(),
                tags: "z".into(),
                ..first.clone()
            },
            starred: true,
            revision: 1 + 3 + 3 + 1 + 3,
        });
        vec![titles, tags, medium, hard, stars.into()]
    }

    /// Attempts at the problem that each device knows by one of these ids, whose notes and minutes are edited.
    fn attempts_at(&mut self, ids: &[String]) -> Vec<Vec<What>> {
        let attempts = ids.iter().flat_map(|id| std::iter::repeat_n(id, ATTEMPTS));
        let lanes = attempts.map(|problem| {
            let first = attempt(&Uuid::now_v7().to_string(), problem);
            let noted = |notes: &str| AttemptFields {
                notes: notes.into(),
                ..first.clone()
            };
            let edit =
                |was: AttemptFields, becomes: AttemptFields| What::EditAttempt { was, becomes };
            let timed = AttemptFields {
                minutes: "12".into(),
                ..first.clone()
            };
            let last = AttemptFields {
                minutes: "12".into(),
                ..noted("a map")
            };
            let id = first.id.parse().unwrap();
            self.attempts.insert(id, (last, DateTime::UNIX_EPOCH));
            vec![
                log(&first),
                edit(first.clone(), noted("a list")),
                edit(first.clone(), timed),
                edit(noted("a list"), noted("a map")),
            ]
        });
        lanes.collect()
    }

    /// Puts the lanes into one order in which all of it could be done.
    fn interleave(&mut self, lanes: Vec<Vec<What>>) {
        let mut lanes: Vec<_> = lanes
            .into_iter()
            .map(|lane| (lane.into_iter(), None))
            .collect();
        while !lanes.is_empty() {
            let at = self.random.below(lanes.len());
            let (lane, before) = &mut lanes[at];
            let Some(what) = lane.next() else {
                lanes.swap_remove(at);
                continue;
            };
            // Stars say what is to be, and tags which come and go, whatever the others are: out of turn nothing would
            // stand against them, and they would come to something else.
            let in_turn = match &what {
                What::Star { .. } => true,
                What::EditProblem { was, becomes } => was.tags != becomes.tags,
                _ => false,
            };
            let after = before.filter(|_| in_turn);
            *before = Some(self.changes.len());
            self.push(what, after);
        }
    }

    /// Which change is delivered next: one of the first that have no answer, or one that has.
    pub fn choose(&mut self) -> usize {
        let settled = |at: usize| self.changes[at].answered.is_some();
        let open: Vec<usize> = (0..self.changes.len())
            .filter(|at| !settled(*at) && self.changes[*at].after.is_none_or(settled))
            .take(WINDOW)
            .collect();
        if open.is_empty() || self.random.below(5) == 0 {
            let end = open.first().map_or(usize::MAX, |first| first + WINDOW);
            self.random.below(self.changes.len().min(end))
        } else {
            open[self.random.below(open.len())]
        }
    }

    pub fn is_done(&self) -> bool {
        self.changes.iter().all(|one| one.answered.is_some())
    }

    /// Takes an answer in; one that was given before must be given again.
    pub fn hear(&mut self, at: usize, outcome: Outcome) {
        let planned = &mut self.changes[at];
        if let Some(before) = &planned.answered {
            assert_eq!(&outcome, before, "{:?}", planned.change);
            return;
        }
        let is_last = match &outcome {
            Outcome::Done | Outcome::AlreadyThere { .. } => true,
            Outcome::Conflict { stored } => {
                assert_eq!(stored.len(), 1, "{stored:?}");
                planned.contested
            }
            refused @ Outcome::Refused { .. } => {
                assert_eq!(refused, &NOT_FOUND, "{:?}", planned.change);
                false
            }
        };
        if is_last {
            planned.answered = Some(outcome);
        }
    }
}
