//! The home page: the journal of somebody who is signed in, or what GitGud is.

use super::{api::open_dashboard, landing::fetch_landing, model::Dashboard};
use crate::{
    error::AppError,
    problem::parts::PasteBox,
    ui::{
        any::IntoAny,
        layout::{Page, PageHeading},
        lazy::on_demand,
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
            AppError::SignedOut { .. } => {
                on_demand(Signal::stored(true), || Box::pin(fetch_landing()))
            }
            other => failure(other),
        },
    )
}

fn journal(dashboard: Dashboard) -> AnyView {
    view! {
        <Title text="Journal"/>
        <Page>
            <PageHeading title="Journal"/>
            <PasteBox/>
            <section class="section" aria-labelledby="numbers-title" inner_html=dashboard.numbers_html></section>
            <section class="section" aria-labelledby="recent-title" inner_html=dashboard.recent_html></section>
        </Page>
    }
    .into_any()
}
