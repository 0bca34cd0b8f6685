//! The home page: the journal of somebody who is signed in, or what GitGud is.

use super::{
    api::open_dashboard,
    landing::Landing,
    model::{ATTEMPTS, Dashboard, Definition, FAILED, PARTIAL, PROBLEMS, SOLVED, SUCCESS, UNTRIED},
};
use crate::{
    attempt::parts::RecentAttempts,
    error::AppError,
    problem::parts::PasteBox,
    text::count,
    ui::{
        any::IntoAny,
        button::LinkButton,
        empty::Empty,
        layout::{Page, PageHeading},
        load::{failure, load},
        stat::{Stat, Stats},
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
    let (success, unit) = match totals.success_per_attempt() {
        Some(percent) => (percent.to_string(), "%"),
        None => ("–".to_owned(), ""),
    };
    view! {
        <Title text="Journal"/>
        <Page>
            <PageHeading title="Journal"/>
            <PasteBox/>
            <section class="section" aria-labelledby="numbers-title">
                <div class="section__heading"><h2 id="numbers-title">"Where you stand"</h2></div>
                <Stats>
                    {[
                        (PROBLEMS, totals.problems),
                        (SOLVED, totals.solved),
                        (PARTIAL, totals.partial),
                        (FAILED, totals.failed),
                        (UNTRIED, totals.untried()),
                        (ATTEMPTS, totals.attempts),
                    ]
                        .map(|(definition, number)| number_of(definition, number))
                        .collect_view()}
                    <Stat label=SUCCESS.label value=success unit=unit definition=SUCCESS.meaning/>
                </Stats>
            </section>
            <section class="section" aria-labelledby="recent-title">
                <div class="section__heading"><h2 id="recent-title">"Latest attempts"</h2><a href="/problems">"All problems"</a></div>
                {if dashboard.recent.is_empty() {
                    view! {
                        <Empty title="Nothing logged yet" body="Paste the link of a problem above, then log how it went.">
                            <LinkButton href="/problems">"See your problems"</LinkButton>
                        </Empty>
                    }.into_any()
                } else {
                    view! { <RecentAttempts attempts=dashboard.recent/> }.into_any()
                }}
            </section>
        </Page>
    }
    .into_any()
}

fn number_of(definition: Definition, number: i32) -> AnyView {
    let value = count(usize::try_from(number).unwrap_or(0));
    view! { <Stat label=definition.label value definition=definition.meaning/> }.into_any()
}
