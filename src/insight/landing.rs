//! What a visitor reads: what GitGud is and what it does not do to them.

use crate::{
    account::model::Theme,
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

/// A real picture of the product, as `script/pictures` takes them: one in light, one in dark.
struct Shot {
    /// Its name in `public/pictures`, before `-light.webp`.
    name: &'static str,
    /// What stands beside it.
    heading: &'static str,
    words: &'static str,
    /// What is to be seen, for those who do not see it.
    alt: &'static str,
}

/// Size of every picture, in CSS pixels.
const SHOT_SIZE: (u32, u32) = (960, 640);

const SHOTS: [Shot; 3] = [
    Shot {
        name: "now",
        heading: "What now?",
        words: "Open it and it says what to go on with: what you failed and have left alone the longest, what you never tried, how much of today’s practice is done.",
        alt: "The home page: minutes of today against the goal, then a list of failed and half-solved problems with the longest wait first, each with a button to log an attempt.",
    },
    Shot {
        name: "timeline",
        heading: "Nothing is overwritten",
        words: "A problem is its history: every attempt with its minutes, the help it took, your notes and your code. Two attempts can be set side by side.",
        alt: "The page of one problem: a chart of minutes per attempt, then its attempts from the latest to the first, with status, minutes, help, notes and highlighted code.",
    },
    Shot {
        name: "search",
        heading: "Ask it anything",
        words: "“is:failed time>30” finds what you failed although you took your time. Searches are addresses: save them, share them between your devices, go back to them.",
        alt: "The list of problems, searched for failed ones that took longer than thirty minutes, with result, difficulty, tags, attempts and best time of each.",
    },
];

/// What people use for this, and what each of them keeps.
const OTHERS: [&str; 4] = [
    "A judge’s solved list",
    "A spreadsheet",
    "Flash cards",
    "GitGud",
];
const COMPARED: [(&str, [&str; 4]); 5] = [
    (
        "Attempts that failed",
        [
            "As raw submissions",
            "If you type them",
            "Only a grade",
            "All of them",
        ],
    ),
    (
        "Minutes and help",
        ["No", "If you type them", "No", "With a timer"],
    ),
    ("“Solved” can be lost again", ["No", "No", "Yes", "Yes"]),
    (
        "Problems of any site",
        ["Its own", "Yes", "Yes", "Known by their link"],
    ),
    (
        "Notes and code of each attempt",
        ["Code", "Hardly", "One text a card", "Both, searchable"],
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
                        <p class="hero__lede">"GitGud is a journal for coding-interview practice with brutal honesty. Paste a problem’s link, log every attempt, the bad ones too, and see what you can really do."</p>
                        <div class="cluster">{start()}</div>
                        <p class="hero__note">"LeetCode, NeetCode, Codeforces and 25 more sites are known by their links. Private, and without JavaScript if you like."</p>
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
            <section class="wrap section shots" aria-label="What it looks like">{SHOTS.map(shot).collect_view()}</section>
            {comparison()}
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

fn shot(shot: Shot) -> AnyView {
    // Told by the server, which knows what was chosen; the browser leaves the attribute as it is.
    let dark_when = match use_context::<Theme>().unwrap_or_default() {
        Theme::System => "(prefers-color-scheme: dark)",
        Theme::Light => "not all",
        Theme::Dark => "all",
    };
    let address = |theme: &str| ["/pictures/", shot.name, "-", theme, ".webp"].concat();
    view! {
        <article class="shot">
            <div class="shot__words"><h2>{shot.heading}</h2><p>{shot.words}</p></div>
            <picture class="shot__picture">
                <source media=dark_when srcset=address("dark")/>
                <img src=address("light") alt=shot.alt width=SHOT_SIZE.0 height=SHOT_SIZE.1 loading="lazy" decoding="async"/>
            </picture>
        </article>
    }
    .into_any()
}

fn comparison() -> AnyView {
    let rows = COMPARED
        .map(|(what, answers)| {
            let cells = answers
                .into_iter()
                .zip(OTHERS)
                .map(|(answer, of)| view! { <td data-label=of>{answer}</td> })
                .collect_view();
            view! { <tr><th scope="row">{what}</th>{cells}</tr> }
        })
        .collect_view();
    view! {
        <section class="wrap section" aria-labelledby="compared-title">
            <div class="section__heading"><h2 id="compared-title">"What each of them keeps"</h2></div>
            <table class="compared">
                <thead><tr>
                    <td></td>
                    {OTHERS.map(|name| view! { <th scope="col">{name}</th> }).collect_view()}
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </section>
    }
    .into_any()
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
