//! What may be typed to take what waits into the journal.

use super::model::{InboxId, StoredItem};
use crate::{
    error::{FieldErrors, OUT_OF_DATE},
    paging::PAGE_SIZE,
    problem::{
        fields::{ProblemDraft, ProblemFields},
        model::ProblemId,
    },
};
use serde::{Deserialize, Serialize};

/// What stands in the form of one item, as it was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ItemFields {
    /// Its id.
    pub id: String,
    /// Its title; empty to leave it as it came.
    pub title: String,
    /// A difficulty's slug; empty while none is chosen.
    pub difficulty: String,
    /// Tags, separated by commas.
    pub tags: String,
}

impl ItemFields {
    /// The name under which a mistake in a field of an item is told: `tags-0190f3c2-…`.
    pub fn name_of(field: &str, id: &str) -> String {
        [field, "-", id].concat()
    }

    /// Checks every field, with what the item has besides. The problem gets the id of the item, so that it
    /// is added once however often the form is sent.
    ///
    /// # Errors
    /// One message per field that cannot be accepted, by [`Self::name_of`].
    pub fn parse(&self, item: &StoredItem) -> Result<ProblemDraft, FieldErrors> {
        let title = if self.title.trim().is_empty() {
            &item.title
        } else {
            &self.title
        };
        let fields = ProblemFields {
            id: item.id.to_string(),
            link: item.url.clone().unwrap_or_default(),
            title: title.clone(),
            difficulty: self.difficulty.clone(),
            tags: self.tags.clone(),
            ..ProblemFields::default()
        };
        fields.parse().map_err(|errors| {
            let mut named = FieldErrors::default();
            for (field, message) in errors.iter() {
                named.add(&Self::name_of(field, &self.id), message);
            }
            named
        })
    }
}

/// The form of one group: its items, and which of them is meant.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct InboxFields {
    /// All items of the group.
    pub items: Vec<ItemFields>,
    /// The id of the one to add; empty to add all that have a difficulty.
    pub one: String,
}

impl InboxFields {
    /// The items to be added, each with its id.
    ///
    /// # Errors
    /// A message at the form when there are none, or more than a page shows.
    pub fn chosen(&self) -> Result<Vec<(InboxId, &ItemFields)>, FieldErrors> {
        let out_of_date = || FieldErrors::one("id", OUT_OF_DATE);
        if self.items.len() > PAGE_SIZE {
            return Err(out_of_date());
        }
        let chosen = self.items.iter().filter(|item| {
            if self.one.is_empty() {
                !item.difficulty.trim().is_empty()
            } else {
                item.id == self.one
            }
        });
        let chosen: Option<Vec<_>> = chosen
            .map(|item| Some((item.id.parse().ok()?, item)))
            .collect();
        match chosen {
            Some(chosen) if !chosen.is_empty() => Ok(chosen),
            Some(_) if self.one.is_empty() => {
                let message = "Choose first how hard at least one of them is.";
                Err(FieldErrors::one("form", message))
            }
            None | Some(_) => Err(out_of_date()),
        }
    }
}

/// What is to be done about the chosen items.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// To be added.
    pub drafts: Vec<ProblemDraft>,
    /// The journal has the problem, so the item is only in the way.
    pub known: Vec<(InboxId, ProblemId)>,
    /// Not in the inbox any more: the form was sent twice, or they were dismissed meanwhile.
    pub gone: Vec<InboxId>,
}

impl Plan {
    /// Checks every field of every chosen item.
    ///
    /// # Errors
    /// One message per field that cannot be accepted; then nothing is to be done about any of them.
    pub fn new(
        chosen: &[(InboxId, &ItemFields)],
        stored: &[StoredItem],
    ) -> Result<Self, FieldErrors> {
        let mut plan = Self::default();
        let mut errors = FieldErrors::default();
        for (id, typed) in chosen {
            let Some(item) = stored.iter().find(|item| item.id == *id) else {
                plan.gone.push(*id);
                continue;
            };
            match (item.problem, typed.parse(item)) {
                (Some(problem), _) => plan.known.push((*id, problem)),
                (None, Ok(draft)) => plan.drafts.push(draft),
                (None, Err(wrong)) => wrong.iter().for_each(|(name, told)| errors.add(name, told)),
            }
        }
        if errors.is_empty() {
            Ok(plan)
        } else {
            Err(errors)
        }
    }
}

/// What became of the items that were to be added.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Confirmed {
    /// Problems that are new in the journal.
    pub added: Vec<ProblemId>,
    /// Problems that the journal had.
    pub already_there: Vec<ProblemId>,
}

impl Confirmed {
    /// The inbox again, with a word about what was done; none when nothing was.
    pub fn destination(&self) -> Option<String> {
        let (added, there) = (self.added.len(), self.already_there.len());
        let mut all = self.added.iter().chain(&self.already_there);
        let first = all.next()?;
        let done = format!("/inbox?added={added}&there={there}");
        Some(match all.next() {
            Some(_) => done,
            None => format!("{done}&one={first}"),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{super::model::tests::item, *};
    use crate::problem::model::Difficulty;
    use uuid::Uuid;

    fn fields(number: u128, difficulty: &str) -> ItemFields {
        ItemFields {
            id: Uuid::from_u128(number).to_string(),
            difficulty: difficulty.into(),
            ..ItemFields::default()
        }
    }

    #[test]
    fn an_item_becomes_the_problem_that_the_page_would_have_added() {
        let typed = ItemFields {
            title: " Another \n title ".into(),
            tags: "DP, #graph".into(),
            ..fields(7, "hard")
        };
        let draft = typed.parse(&item(7, None)).unwrap();
        assert_eq!(draft.id.0, Uuid::from_u128(7));
        assert_eq!(draft.title, "Another title");
        assert_eq!(draft.difficulty, Difficulty::Hard);
        assert_eq!(draft.tags, ["dp", "graph"]);
        assert_eq!(draft.link.unwrap().identity, "leetcode:two-sum");
        let left = fields(7, "").parse(&item(7, None)).unwrap();
        assert_eq!(left.title, "Problem 7");
        assert_eq!(left.difficulty, Difficulty::Easy, "the link tells it");
    }

    #[test]
    fn a_mistake_is_told_at_its_item() {
        let unlinked = StoredItem {
            url: None,
            ..item(7, None)
        };
        let typed = ItemFields {
            title: "é".repeat(301),
            ..fields(7, "")
        };
        let errors = typed.parse(&unlinked).unwrap_err();
        let told: Vec<_> = errors.iter().map(|(name, _)| name.to_owned()).collect();
        assert_eq!(
            told,
            [
                ItemFields::name_of("difficulty", &typed.id),
                ItemFields::name_of("title", &typed.id)
            ]
        );
    }

    #[test]
    fn one_is_added_or_all_that_have_a_difficulty() {
        let form = |one: &str| InboxFields {
            items: vec![fields(1, "easy"), fields(2, " "), fields(3, "hard")],
            one: one.into(),
        };
        let chosen = |form: &InboxFields| -> Vec<_> {
            let chosen = form.chosen().unwrap();
            chosen.iter().map(|(id, _)| id.0.as_u128()).collect()
        };
        assert_eq!(chosen(&form("")), [1, 3]);
        assert_eq!(chosen(&form(&Uuid::from_u128(2).to_string())), [2]);
        assert!(form("x").chosen().unwrap_err().of("id").is_some());
        let mut none = form("");
        none.items.truncate(2);
        none.items.remove(0);
        assert!(none.chosen().unwrap_err().of("form").is_some());
        none.items[0] = ItemFields {
            id: "x".into(),
            ..fields(1, "easy")
        };
        assert!(none.chosen().unwrap_err().of("id").is_some());
        none.items = vec![fields(1, "easy"); PAGE_SIZE + 1];
        assert!(none.chosen().unwrap_err().of("id").is_some());
    }

    #[test]
    fn what_is_known_or_gone_needs_no_check_and_one_mistake_stops_all() {
        let unlinked = |number| StoredItem {
            url: None,
            ..item(number, None)
        };
        let stored = [
            item(1, None),
            StoredItem {
                problem: Some(ProblemId(Uuid::from_u128(9))),
                ..unlinked(2)
            },
            unlinked(3),
        ];
        let typed = [
            fields(1, "hard"),
            fields(2, ""),
            fields(3, "easy"),
            fields(4, ""),
        ];
        let chosen: Vec<_> = typed
            .iter()
            .map(|item| (item.id.parse().unwrap(), item))
            .collect();
        let plan = Plan::new(&chosen, &stored).unwrap();
        let drafts: Vec<_> = plan
            .drafts
            .iter()
            .map(|draft| draft.id.0.as_u128())
            .collect();
        assert_eq!(drafts, [1, 3]);
        assert_eq!(plan.known[0].1, ProblemId(Uuid::from_u128(9)));
        assert_eq!(plan.gone, [InboxId(Uuid::from_u128(4))]);
        let wrong = fields(3, "");
        let chosen = [chosen[0], (chosen[2].0, &wrong)];
        let errors = Plan::new(&chosen, &stored).unwrap_err();
        assert!(
            errors
                .of(&ItemFields::name_of("difficulty", &wrong.id))
                .is_some()
        );
    }

    #[test]
    fn where_it_goes_on_says_what_was_done() {
        let id = |number| ProblemId(Uuid::from_u128(number));
        let done = |added: &[u128], there: &[u128]| {
            Confirmed {
                added: added.iter().copied().map(id).collect(),
                already_there: there.iter().copied().map(id).collect(),
            }
            .destination()
        };
        let told = |told: String| Some(told);
        assert_eq!(
            done(&[1], &[]),
            told(format!("/inbox?added=1&there=0&one={}", id(1)))
        );
        assert_eq!(
            done(&[], &[2]),
            told(format!("/inbox?added=0&there=1&one={}", id(2)))
        );
        assert_eq!(done(&[1, 2], &[3]), told("/inbox?added=2&there=1".into()));
        assert_eq!(done(&[], &[]), None);
    }
}
