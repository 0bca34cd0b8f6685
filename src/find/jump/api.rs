//! What the command palette may ask.

#![expect(
    missing_docs,
    reason = "the arguments that #[server] makes into fields are documented at the functions"
)]

use super::model::JumpList;
use crate::error::AppError;
use leptos::prelude::*;

/// Where the caller may want to go: problems whose titles match what was typed, or what a typed link leads to.
/// Nothing typed: the problems worked on or added last, and the saved searches.
#[server(endpoint = "find/jump")]
pub async fn jump(q: String) -> Result<JumpList, AppError> {
    let (user, state) = crate::server::context::caller().await?;
    let (pool, user) = (&state.pool, &user.id);
    let places = |rows: Vec<super::model::JumpRow>| {
        rows.into_iter().map(super::model::Place::from).collect()
    };
    if q.trim().is_empty() {
        let (recent, views) = tokio::try_join!(
            super::db::recent(pool, user),
            crate::find::saved::db::list(pool, user)
        )?;
        return Ok(JumpList {
            problems: places(recent),
            views: views.iter().map(super::model::Place::from).collect(),
            link: None,
        });
    }
    if let Some(link) = super::model::link_in(&q) {
        let there = super::db::by_identity(pool, user, &link.identity).await?;
        return Ok(JumpList {
            link: there
                .is_none()
                .then(|| super::model::Place::of_link(&link, &q)),
            problems: places(there.into_iter().collect()),
            ..JumpList::default()
        });
    }
    Ok(JumpList {
        problems: places(super::db::titled(pool, user, &q).await?),
        ..JumpList::default()
    })
}
