//! What waits in the inbox.

pub use super::companion::{Companion, InboxDraft};

use super::fields::ItemFields;
use crate::{
    error::FieldErrors,
    paging::Cursor,
    problem::{
        model::{ProblemId, site_label},
        recognise::{likely_difficulty, recognise},
    },
};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

crate::id::uuid_id! {
    /// Identifies an item of the inbox; the problem gets the same id when it is added.
    InboxId
}

/// Most items of one person.
pub const INBOX_LIMIT: i64 = 500;

/// An item as it is stored, and how it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredItem {
    /// Its id.
    pub id: InboxId,
    /// Its title.
    pub title: String,
    /// Its address, if it is on the web.
    pub url: Option<String>,
    /// Where the sender says it is from.
    pub site: Option<String>,
    /// The contest it came with.
    pub batch: Option<StoredBatch>,
    /// When it was told of last, UTC.
    pub received_at: DateTime<Utc>,
    /// The problem, if the journal has it by now.
    pub problem: Option<ProblemId>,
}

/// The contest an item came with.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredBatch {
    /// The same for all of its problems.
    pub id: Uuid,
    /// How many problems it has.
    pub size: i32,
    /// How many of them are in the inbox.
    pub here: i64,
}

/// An item as it is shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InboxItem {
    /// Its id.
    pub id: InboxId,
    /// Its title.
    pub title: String,
    /// Its address, if it is on the web.
    pub url: Option<String>,
    /// Where it is from, for a person; empty when nobody knows.
    pub site: String,
    /// How long ago it came by the person's calendar, such as `yesterday`.
    pub ago: String,
    /// The problem, if the journal has it by now.
    pub problem: Option<ProblemId>,
    /// What stands in its form.
    pub fields: ItemFields,
}

/// Items that are one form: the problems of a contest, or one that came alone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InboxGroup<Item = InboxItem> {
    /// The contest.
    pub batch: Option<StoredBatch>,
    /// What it is called, such as `Educational Round 40`; empty without one.
    pub name: String,
    /// At least one. Those of a contest in the order in which they came, which is that of the contest.
    pub items: Vec<Item>,
}

/// One page of the inbox.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InboxPage {
    /// What came last stands first.
    pub groups: Vec<InboxGroup>,
    /// Ids of the items in the form that was sent and not accepted.
    pub sent: Vec<String>,
    /// What is wrong with it, by [`ItemFields::name_of`].
    pub errors: FieldErrors,
    /// The page of later items, if there are any.
    pub newer: Option<Cursor>,
    /// The page of earlier items, if there are any.
    pub older: Option<Cursor>,
    /// Title of the one problem that was just added, if it was one.
    pub added: Option<(ProblemId, String)>,
}

impl<Item> InboxGroup<Item> {
    /// The same group of other items.
    pub fn map<Other>(self, change: impl FnMut(Item) -> Other) -> InboxGroup<Other> {
        InboxGroup {
            batch: self.batch,
            name: self.name,
            items: self.items.into_iter().map(change).collect(),
        }
    }
}

impl StoredItem {
    /// The item as it is shown, with what was `typed` for it before, if it was.
    pub fn shown(self, ago: String, typed: &[ItemFields]) -> InboxItem {
        let link = self.url.as_deref().and_then(recognise);
        let id = self.id.to_string();
        let typed = typed.iter().find(|fields| fields.id == id).cloned();
        let fields = typed.unwrap_or_else(|| ItemFields {
            title: self.title.clone(),
            difficulty: link
                .as_ref()
                .and_then(likely_difficulty)
                .map(|likely| likely.slug().to_owned())
                .unwrap_or_default(),
            id,
            tags: String::new(),
        });
        let platform = link.map(|link| link.platform.slug());
        let host = site_label(platform, self.url.as_deref()).map(str::to_owned);
        InboxItem {
            site: self.site.or(host).unwrap_or_default(),
            id: self.id,
            title: self.title,
            url: self.url,
            ago,
            problem: self.problem,
            fields,
        }
    }
}

/// Puts the problems of each contest together, where its latest stands.
pub fn grouped(items: Vec<StoredItem>) -> Vec<InboxGroup<StoredItem>> {
    let mut groups: Vec<InboxGroup<StoredItem>> = Vec::new();
    for item in items {
        let id = item.batch.map(|batch| batch.id);
        let same = groups
            .iter_mut()
            .find(|group| id.is_some() && group.batch.map(|batch| batch.id) == id);
        match same {
            Some(group) => group.items.push(item),
            None => groups.push(InboxGroup {
                batch: item.batch,
                name: match (&item.batch, &item.site) {
                    (Some(_), Some(site)) => contest(site).to_owned(),
                    (Some(_), None) => "A contest".to_owned(),
                    (None, _) => String::new(),
                },
                items: vec![item],
            }),
        }
    }
    for group in &mut groups {
        // They came latest first.
        group.items.reverse();
    }
    groups
}

/// The contest in what a sender says a problem is from: `Codeforces - Educational Round 40`.
fn contest(site: &str) -> &str {
    match site.split_once(" - ") {
        Some((_, contest)) if !contest.trim().is_empty() => contest,
        _ => site,
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    pub fn item(number: u128, batch: Option<u128>) -> StoredItem {
        StoredItem {
            id: InboxId(Uuid::from_u128(number)),
            title: format!("Problem {number}"),
            url: Some("https://leetcode.com/problems/two-sum/".into()),
            site: Some("AtCoder - Beginner Contest - 96".into()),
            batch: batch.map(|id| StoredBatch {
                id: Uuid::from_u128(id),
                size: 4,
                here: 3,
            }),
            received_at: DateTime::UNIX_EPOCH,
            problem: None,
        }
    }

    #[test]
    fn problems_of_a_contest_stand_together_in_their_order() {
        let latest_first = vec![
            item(6, Some(1)),
            item(5, None),
            item(4, Some(1)),
            item(3, None),
            item(2, Some(2)),
            item(1, Some(1)),
        ];
        let groups: Vec<_> = grouped(latest_first)
            .into_iter()
            .map(|group| {
                let items = group.items.iter().map(|item| item.id.0.as_u128());
                (group.name, items.collect::<Vec<_>>())
            })
            .collect();
        let named = "Beginner Contest - 96".to_owned();
        assert_eq!(
            groups,
            [
                (named.clone(), vec![1, 4, 6]),
                (String::new(), vec![5]),
                (String::new(), vec![3]),
                (named, vec![2]),
            ]
        );
        let nameless = StoredItem {
            site: None,
            ..item(1, Some(1))
        };
        assert_eq!(grouped(vec![nameless])[0].name, "A contest");
        assert_eq!(contest("Codeforces"), "Codeforces");
        assert_eq!(contest("Codeforces - "), "Codeforces - ");
    }
    #[test]
    fn an_item_is_shown_with_what_its_link_tells_or_with_what_was_typed() {
        let stored = StoredItem {
            site: None,
            ..item(7, None)
        };
        let shown = stored.clone().shown("today".into(), &[]);
        assert_eq!(shown.site, "LeetCode");
        assert_eq!(shown.fields.title, "Problem 7");
        assert_eq!(shown.fields.difficulty, "easy");
        let typed = ItemFields {
            id: stored.id.to_string(),
            title: "Mine".into(),
            ..ItemFields::default()
        };
        let shown = stored.shown("today".into(), &[ItemFields::default(), typed.clone()]);
        assert_eq!(shown.fields, typed);
        assert_eq!(shown.title, "Problem 7");
    }
}
