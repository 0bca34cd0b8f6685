//! The home page: the journal of somebody who is signed in, or what GitGud is.

use super::{
    api::open_dashboard,
    landing::Landing,
    model::Dashboard,
    parts::{FirstMinute, WhatNow, WhereYouStand},
};
use crate::{
    attempt::parts::RecentAttempts,
    error::AppError,
    inbox::parts::InboxWaits,
    problem::parts::PasteBox,
    ui::{
        any::IntoAny,
        layout::{Page, PageHeading},
        load::{failure, load},
    },
};
use leptos::prelude::*;
use leptos_meta::Title;

/// `/`
#[component]
pub fn HomePage() -> impl IntoView {
    load(
        Signal::stored(()),
        |()| Box::pin(open_dashboard()),
        journal,
        |error| match error {
            AppError::SignedOut { .. } => view! { <Landing/> }.into_any(),
            other => failure(other),
        },
    )
}

fn journal(dashboard: Dashboard) -> AnyView {
    let totals = dashboard.totals;
    let recent = dashboard.recent.clone();
    let waiting = usize::try_from(dashboard.inbox).unwrap_or(0);
    let body = if totals.problems == 0 {
        view! { <FirstMinute/> }.into_any()
    } else {
        view! {
            <PasteBox/>
            <WhatNow dashboard/>
            <WhereYouStand totals/>
            {(!recent.is_empty()).then(|| view! {
                <section class="section" aria-labelledby="recent-title">
                    <div class="section__heading"><h2 id="recent-title">"Latest attempts"</h2><a href="/problems?sort=-touched">"By latest attempt"</a></div>
                    <RecentAttempts attempts=recent/>
                </section>
            })}
        }
        .into_any()
    };
    view! {
        <Title text="Journal"/>
        <Page>
            <PageHeading title="Journal"/>
            <InboxWaits waiting/>
            {body}
        </Page>
    }
    .into_any()
}
