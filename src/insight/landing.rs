//! What a visitor reads: what GitGud is and what it does not do to them.

use crate::{
    attempt::model::Status,
    problem::{
        model::Difficulty,
        parts::{DifficultyBadge, StatusBadge},
    },
    ui::{
        any::IntoAny,
        button::{ButtonKind, LinkButton},
        failure::sign_in_address,
        icon::{Glyph, Icon},
    },
};
use leptos::prelude::*;
use leptos_meta::{Meta, Title};

/// An honest example: status, what it cost, when.
const SPECIMEN: [(Status, &str, &str, &str); 4] = [
    (
        Status::Solved,
        "41 min, solution read",
        "2026-09-03",
        "3 Sep",
    ),
    (Status::Failed, "35 min, no help", "2026-09-17", "17 Sep"),
    (Status::Partial, "28 min, a hint", "2026-10-02", "2 Oct"),
    (Status::Failed, "30 min, no help", "2026-11-08", "8 Nov"),
];

const GIVEN_AND_GOT: [(&str, &str); 3] = [
    (
        "Paste a link",
        "A link from LeetCode, NeetCode, Codeforces or one of 25 more sites is enough. GitGud cleans it, names the problem and never adds the same one twice.",
    ),
    (
        "Log every attempt",
        "Solved, partial or failed. The minutes, the help you used, your notes and your code. Nothing is overwritten: each attempt keeps its place.",
    ),
    (
        "Read the truth",
        "A problem counts as solved when your latest attempt solved it, not your best one. Every number has its definition written next to it.",
    ),
];

const MANNERS: [(&str, &str); 3] = [
    (
        "Private",
        "Nobody else sees your journal, and nobody is ranked.",
    ),
    (
        "Yours",
        "Every entry can be edited, back-dated and deleted.",
    ),
    (
        "Plain",
        "Pages arrive complete. Forms work with JavaScript switched off.",
    ),
];

/// The page.
#[component]
pub fn Landing() -> impl IntoView {
    view! {
        <Title text="A coding-interview journal with brutal honesty"/>
        <Meta name="description" content="Log every attempt at every coding-interview problem, the bad ones too, and see what you can really do."/>
        <main class="page landing" id="main" tabindex="-1">
            <section class="hero" aria-labelledby="hero-title">
                <div class="wrap hero__grid">
                    <div>
                        <h1 class="hero__title" id="hero-title">"Solved once is not learned."</h1>
                        <p class="hero__lede">"GitGud is a journal for coding-interview practice with brutal honesty. Log every attempt, the bad ones too, and see what you can really do."</p>
                        <div class="cluster">{start()}</div>
                    </div>
                    <figure class="specimen" aria-labelledby="specimen-title">
                        <figcaption class="specimen__head" id="specimen-title"><span>"Example: LRU Cache"</span><DifficultyBadge difficulty=Difficulty::Medium/></figcaption>
                        <ol>
                            {SPECIMEN.map(|(status, cost, day, words)| view! {
                                <li class="specimen__row"><StatusBadge status=Some(status)/><span>{cost}</span><time datetime=day>{words}</time></li>
                            }).collect_view()}
                        </ol>
                        <p class="specimen__sum">"Solved 1 time in 4, and that once with the solution open. Latest attempt: failed."</p>
                    </figure>
                </div>
            </section>
            {points("points-title", "What you write down, and what you get back", GIVEN_AND_GOT)}
            {points("manners-title", "How it treats you", MANNERS)}
            <div class="wrap section"><div class="closing"><h2>"You know which problem you are avoiding."</h2>{start()}</div></div>
        </main>
    }
    .into_any()
}

fn start() -> impl IntoView {
    view! {
        <LinkButton href=sign_in_address("/") kind=ButtonKind::Primary rel="external">"Start your journal" <Icon glyph=Glyph::Next/></LinkButton>
    }
}

fn points(
    id: &'static str,
    heading: &'static str,
    points: [(&'static str, &'static str); 3],
) -> AnyView {
    view! {
        <section class="wrap section" aria-labelledby=id>
            <div class="section__heading"><h2 id=id>{heading}</h2></div>
            <ul class="points">
                {points.map(|(name, words)| view! { <li><h3>{name}</h3><p>{words}</p></li> }).collect_view()}
            </ul>
        </section>
    }
    .into_any()
}
