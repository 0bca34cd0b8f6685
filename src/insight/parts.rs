//! What the dashboard says, written by the server: nothing in it changes by itself.

use super::model::{
    ATTEMPTS, Definition, FAILED, PARTIAL, PROBLEMS, SOLVED, SUCCESS, Totals, UNTRIED,
};
use crate::{
    attempt::{model::RecentAttempt, parts::RecentAttempts},
    text::count,
    ui::{
        any::IntoAny,
        button::LinkButton,
        empty::Empty,
        stat::{Stat, Stats},
    },
};
use leptos::prelude::*;

/// The numbers, as HTML.
#[must_use]
pub fn numbers_html(totals: Totals) -> String {
    let (success, unit) = match totals.success_per_attempt() {
        Some(percent) => (percent.to_string(), "%"),
        None => ("–".to_owned(), ""),
    };
    view! {
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
    }
    .to_html()
}

/// The latest attempts, as HTML.
#[must_use]
pub fn recent_html(recent: Vec<RecentAttempt>) -> String {
    let body = if recent.is_empty() {
        view! {
            <Empty title="Nothing logged yet" body="Paste the link of a problem above, then log how it went.">
                <LinkButton href="/problems">"See your problems"</LinkButton>
            </Empty>
        }
        .into_any()
    } else {
        view! { <RecentAttempts attempts=recent/> }.into_any()
    };
    view! {
        <div class="section__heading"><h2 id="recent-title">"Latest attempts"</h2><a href="/problems">"All problems"</a></div>
        {body}
    }
    .to_html()
}

fn number_of(definition: Definition, number: i32) -> AnyView {
    let value = count(usize::try_from(number).unwrap_or(0));
    view! { <Stat label=definition.label value definition=definition.meaning/> }.into_any()
}
