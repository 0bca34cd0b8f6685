//! The page that compares two attempts.

use super::{
    api::compare_attempts,
    model::{Comparison, Pair},
};
use crate::{
    attempt::{
        model::AttemptView,
        parts::{CompareForm, When, cost_text},
    },
    problem::parts::StatusBadge,
    ui::{
        address::{path_parameter, query_parameter},
        any::IntoAny,
        button::LinkButton,
        empty::Empty,
        layout::{Page, PageHeading},
        load::{failure, load},
        markdown::Markdown,
    },
};
use leptos::prelude::*;
use leptos_meta::Title;

/// `/problems/{id}/compare?from=…&to=…`
#[component]
pub fn ComparePage() -> impl IntoView {
    let id = path_parameter("id");
    let (from, to) = (query_parameter("from"), query_parameter("to"));
    load(
        Signal::derive(move || (id.get(), from.get(), to.get())),
        |(id, from, to)| Box::pin(compare_attempts(id, from, to)),
        comparison,
        failure,
    )
}

fn comparison(shown: Comparison) -> AnyView {
    let page = format!("/problems/{}", shown.problem_id);
    let chosen = shown
        .pair
        .as_ref()
        .map(|pair| (pair.from.attempt.id, pair.to.attempt.id));
    let (back, title) = (page.clone(), shown.title);
    let lede = move || view! { <a href=back.clone() dir="auto">{title.clone()}</a> };
    let body = match shown.pair {
        Some(pair) => two(pair),
        None => view! {
            <Empty title="Nothing to compare yet" body="This takes two attempts at the problem that have code.">
                <LinkButton href=page>"Back to the problem"</LinkButton>
            </Empty>
        }
        .into_any(),
    };
    view! {
        <Title text="Compare two attempts"/>
        <Page>
            <PageHeading title="Compare two attempts" lede/>
            <CompareForm problem=shown.problem_id coded=shown.coded chosen/>
            {body}
        </Page>
    }
    .into_any()
}

fn two(pair: Pair) -> AnyView {
    view! {
        <div class="sides">
            {side("Before", pair.from)}
            {side("After", pair.to)}
        </div>
        <section aria-labelledby="code-title">
            <div class="section__heading"><h2 id="code-title">"Code"</h2><p class="entry__data">{pair.summary}</p></div>
            <div inner_html=pair.diff_html></div>
        </section>
    }
    .into_any()
}

fn side(name: &'static str, view: AttemptView) -> AnyView {
    let attempt = view.attempt;
    let href = format!("/problems/{}#attempt-{}", attempt.problem_id, attempt.id);
    let language = attempt.language.map(|language| [" · ", &language].concat());
    view! {
        <section class="card side" aria-label=name>
            <div class="entry__head">
                <h2>{name} ": " <a href=href><When moment=attempt.moment/></a></h2>
                <StatusBadge status=Some(attempt.status)/>
            </div>
            <p class="entry__data">{cost_text(attempt.minutes, attempt.help)} {language}</p>
            {(!view.notes_html.is_empty()).then(|| view! { <Markdown sanitised_html=view.notes_html/> })}
        </section>
    }
    .into_any()
}
