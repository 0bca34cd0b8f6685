//! What the browser may ask about the list.

#![expect(
    missing_docs,
    reason = "the arguments that #[server] makes into fields are documented at the functions"
)]

use super::list::FoundList;
use crate::error::AppError;
use leptos::prelude::*;

/// One page of the caller's problems that answer a query, in an order; `after` and `before` are
/// edges of a page or empty. A query with a mistake finds nothing and says why.
#[server(endpoint = "find/problems")]
pub async fn find_problems(
    q: String,
    sort: String,
    after: String,
    before: String,
) -> Result<FoundList, AppError> {
    use super::{edge, list, model::Sort, parse::parse};
    let (user, state) = crate::server::context::caller().await?;
    let clock = crate::server::context::clock(&state, &user.id).await?;
    let today = clock.moment(chrono::Utc::now()).local_date;
    let order = Sort::parse(&sort);
    let (pool, user) = (&state.pool, &user.id);
    let parsed = parse(&q);
    let found = async {
        let Ok(query) = parsed.clone() else {
            return Ok(edge::Found {
                rows: Vec::new(),
                total: edge::Total::Exactly(0),
                before: None,
                after: None,
            });
        };
        let request = edge::FindRequest {
            query,
            sort: order,
            at: crate::paging::Place::from_query(order, Some(&before), Some(&after)),
            today,
        };
        super::db::find(pool, user, &request, crate::paging::PAGE_SIZE).await
    };
    let around = async {
        let tags = crate::tag::db::most_used(pool, user, list::TAGS_OFFERED).await?;
        let sites = super::db::sites(pool, user, list::SITES_OFFERED).await?;
        let views = super::saved::db::list(pool, user).await?;
        // The whole list's total is counted already.
        let journal = match &parsed {
            Ok(query) if query.terms.is_empty() => None,
            _ => Some(crate::insight::db::totals(pool, user).await?.problems),
        };
        Ok((tags, sites, views, journal))
    };
    let (found, (tags, sites, views, journal)) = tokio::try_join!(found, around)?;
    let (total, more) = match found.total {
        edge::Total::Exactly(total) => (total, false),
        edge::Total::MoreThan(total) => (total, true),
    };
    let address = list::Address {
        q,
        sort,
        after,
        before,
    };
    Ok(FoundList {
        at: address,
        canonical: parsed.as_ref().map(ToString::to_string).unwrap_or_default(),
        mistake: parsed.err(),
        rows: found.rows,
        total,
        more,
        before: found.before.map(|edge| edge.to_string()),
        after: found.after.map(|edge| edge.to_string()),
        journal: journal.unwrap_or_else(|| i32::try_from(total).unwrap_or(i32::MAX)),
        tags: tags
            .into_iter()
            .map(|tag| (tag.tag, tag.problems))
            .collect(),
        sites,
        views,
        today,
    })
}
