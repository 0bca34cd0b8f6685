//! What the browser has seen of the list: shown again at once, then asked for anew.

use super::{
    api::find_problems,
    list::{Address, FoundList},
};
use crate::{browser, error::AppError};
use leptos::prelude::*;

/// Most pages of the list that are remembered.
const REMEMBERED: usize = 30;

/// Pages of the list by their address. On the server every request has one of its own, empty.
#[derive(Copy, Clone)]
pub(super) struct Known {
    seen: StoredValue<Seen>,
}

#[derive(Default)]
struct Seen {
    /// The one looked at last comes last.
    lists: Vec<FoundList>,
    /// How many changes this browser had made when they were seen.
    changes: u32,
}

/// Makes what is seen of the list last as long as the app. Called once, by the app.
pub fn provide_known() {
    provide_context(Known {
        seen: StoredValue::default(),
    });
}

impl Known {
    /// What the app remembers.
    pub(super) fn here() -> Self {
        use_context().unwrap_or_else(|| Self {
            seen: StoredValue::default(),
        })
    }

    /// What is known to be found at an address, or follows from what is known.
    pub(super) fn at(self, at: &Address) -> Option<FoundList> {
        self.forget_if_changed();
        self.seen.with_value(|seen| {
            let lists = || seen.lists.iter().rev();
            lists()
                .find(|list| list.at == *at)
                .cloned()
                .or_else(|| lists().find_map(|list| list.narrowed(at)))
        })
    }

    /// What was seen last, wherever that was.
    pub(super) fn latest(self) -> Option<FoundList> {
        self.seen.with_value(|seen| seen.lists.last().cloned())
    }

    /// Keeps an answer.
    pub(super) fn keep(self, list: &FoundList) {
        self.forget_if_changed();
        self.seen.update_value(|seen| {
            seen.lists.retain(|known| known.at != list.at);
            seen.lists.push(list.clone());
            if seen.lists.len() > REMEMBERED {
                seen.lists.remove(0);
            }
        });
    }

    /// What is found at an address: as it is known, else as the server answers.
    pub(super) async fn answer(self, at: Address) -> Result<FoundList, AppError> {
        if let Some(list) = self.at(&at) {
            return Ok(list);
        }
        self.ask(at).await
    }

    /// What the server answers.
    pub(super) async fn ask(self, at: Address) -> Result<FoundList, AppError> {
        let list = find_problems(at.q, at.sort, at.after, at.before).await?;
        self.keep(&list);
        Ok(list)
    }

    /// Whoever changes something looks at what came of it.
    fn forget_if_changed(self) {
        let changes = browser::changes();
        self.seen.update_value(|seen| {
            if seen.changes != changes {
                *seen = Seen {
                    lists: Vec::new(),
                    changes,
                };
            }
        });
    }
}
