//! `/insights`: brutal honesty.

use super::{
    model::{CURRENT_STREAK, KNOWN, LONGEST_STREAK, Shown},
    rates::Rates,
};
use crate::{
    insight::{api::open_insights, model::Definition},
    text::count,
    ui::{
        any::IntoAny,
        button::{ButtonKind, LinkButton},
        empty::Empty,
        layout::{Page, PageHeading},
        load::{failure, load},
        stat::Stats,
    },
};
use leptos::prelude::*;
use leptos_meta::Title;

/// `/insights`
#[component]
pub fn InsightsPage() -> impl IntoView {
    load(
        Signal::stored(()),
        |()| Box::pin(open_insights()),
        insights,
        failure,
    )
}

fn insights(shown: Shown) -> AnyView {
    let body = if shown.tried {
        sections(shown)
    } else {
        nothing()
    };
    view! {
        <Title text="Insights"/>
        <Page>
            <PageHeading title="Insights"/>
            {body}
        </Page>
    }
    .into_any()
}

/// What stands in the sections of somebody who has not tried anything.
const NOTHING_YET: [(&str, &str, &str); 5] = [
    (
        "days",
        DAYS,
        "One attempt begins a streak, and colours its day in a calendar of the last 53 weeks.",
    ),
    ("known", KNOW, NEEDS_PATTERNS),
    (
        "pace",
        PACE,
        "Five own solves with a time in each of two periods: so log minutes, or use the timer.",
    ),
    (
        "rates",
        OFTEN,
        "One attempt: how many solve their problem, and how many do at first try.",
    ),
    ("predictions", PREDICTED, NEEDS_PREDICTIONS),
];

const DAYS: &str = "Your days";
const KNOW: &str = "What you know";
const PACE: &str = "Faster or slower";
const OFTEN: &str = "How often it goes well";
const PREDICTED: &str = "Does the schedule know you?";
const NEEDS_PATTERNS: &str = "It takes 3 tried problems with the same tag to say anything about a pattern. Tag your problems as you add them.";
const NEEDS_PREDICTIONS: &str = "It takes a second attempt on a later day: the first at a problem has no prediction to hold it against.";

fn nothing() -> AnyView {
    let sections = NOTHING_YET
        .into_iter()
        .map(|(id, title, needs)| {
            let body = view! { <p class="insights__needs">{needs}</p> }.into_any();
            section(id, title, body)
        })
        .collect_view();
    view! {
        <Empty
            title="Nothing to tell yet"
            body="Everything on this page comes from your attempts, so it begins with the first one."
        >
            <LinkButton href="/problems/new" kind=ButtonKind::Primary>"Add a problem"</LinkButton>
            <LinkButton href="/problems">"Log an attempt at one you have"</LinkButton>
        </Empty>
        {sections}
    }
    .into_any()
}

fn sections(shown: Shown) -> AnyView {
    let [current, longest] = shown.streak;
    let pace = shown
        .pace
        .into_iter()
        .map(|(difficulty, chart)| view! { <h3>{difficulty}</h3> {drawn(chart)} })
        .collect_view();
    let rates = Rates::NAMES
        .into_iter()
        .zip(shown.rates)
        .map(|((definition, when), (figure, said))| {
            number(definition, when, figure.value, figure.unit, said)
        })
        .collect_view();
    view! {
        {section("days", DAYS, view! {
            <Stats>
                {days(CURRENT_STREAK, current)}
                {days(LONGEST_STREAK, longest)}
            </Stats>
            {drawn(shown.calendar)}
        }.into_any())}
        {section("known", KNOW, view! {
            <p class="insights__claim">{shown.known}</p>
            <p class="insights__definition">{KNOWN.meaning}</p>
            <h3>"Weakest patterns now"</h3>
            {or(shown.patterns, NEEDS_PATTERNS)}
        }.into_any())}
        {section("pace", PACE, pace.into_any())}
        {section("rates", OFTEN, view! { <Stats>{rates}</Stats> }.into_any())}
        {section("predictions", PREDICTED, view! {
            {or(shown.predictions, NEEDS_PREDICTIONS)}
            <p>{shown.fit}</p>
        }.into_any())}
        {section("workload", "The coming two weeks", drawn(shown.workload))}
        {section("plan", "Am I on track?", plan(shown.plan))}
    }
    .into_any()
}

/// Whether the person will be ready, the verdict first.
fn plan(sentences: Vec<String>) -> AnyView {
    let mut sentences = sentences.into_iter();
    let Some(verdict) = sentences.next() else {
        return view! {
            <p class="insights__needs">
                "Say when your interview is in the " <a href="/settings">"settings"</a>
                ", and this says whether the minutes until then are enough, and what to leave out if they are not."
            </p>
        }
        .into_any();
    };
    let rest = sentences
        .map(|sentence| view! { <p>{sentence}</p> })
        .collect_view();
    view! {
        <p class="insights__claim">{verdict}</p>
        {rest}
        <p class="insights__definition">"Reviews are counted as if each were done on its day and remembered as often as you aim at."</p>
    }
    .into_any()
}

/// A section with its heading.
fn section(id: &'static str, title: &'static str, body: AnyView) -> AnyView {
    let heading = format!("{id}-title");
    let named = heading.clone();
    view! {
        <section class="section insights" id=id aria-labelledby=named>
            <div class="section__heading"><h2 id=heading>{title}</h2></div>
            {body}
        </section>
    }
    .into_any()
}

/// A chart as the server wrote it.
fn drawn(chart: String) -> AnyView {
    view! { <div inner_html=chart></div> }.into_any()
}

/// The chart, or what it takes to have one.
fn or(chart: String, needs: &'static str) -> AnyView {
    if chart.is_empty() {
        view! { <p class="insights__needs">{needs}</p> }.into_any()
    } else {
        drawn(chart)
    }
}

fn days(definition: Definition, days: i32) -> AnyView {
    let unit = if days == 1 { "day" } else { "days" };
    let value = count(usize::try_from(days).unwrap_or(0));
    number(definition, "", value, unit.to_owned(), String::new())
}

/// A big number with its definition beside it, and what it is of.
fn number(
    definition: Definition,
    when: &'static str,
    value: String,
    unit: String,
    said: String,
) -> AnyView {
    let when = (!when.is_empty()).then(|| format!(", {when}"));
    view! {
        <div class="stat">
            <dt class="stat__label">{definition.label} {when}</dt>
            <dd class="stat__value">{value} " " <span class="stat__unit">{unit}</span></dd>
            <dd class="stat__definition">{(!said.is_empty()).then(|| format!("{said} "))} {definition.meaning}</dd>
        </div>
    }
    .into_any()
}
