//! The parts of the home page that say what to do now.

use super::model::{
    ATTEMPTS, Dashboard, Definition, FAILED, PARTIAL, PROBLEMS, SOLVED, SUCCESS, Totals, UNTRIED,
    Unsaved, Waiting,
};
use crate::{
    problem::parts::{DifficultyBadge, PasteBox, StatusBadge},
    review::agenda::Agenda,
    text::{count, counted},
    ui::{
        any::IntoAny,
        button::{ButtonKind, LinkButton},
        day_bar::day_bar,
        icon::{Glyph, Icon},
        stat::{Stat, Stats},
        time::Day,
    },
};
use leptos::prelude::*;

/// Problems that many begin with, for somebody who has no link at hand.
const STARTERS: [(&str, &str); 3] = [
    ("Two Sum", "two-sum"),
    ("Valid Parentheses", "valid-parentheses"),
    ("Number of Islands", "number-of-islands"),
];

/// How many problems that were never tried stand below the unfinished ones.
const UNTRIED_SHOWN: usize = 3;

/// The first minute: from nothing to the first logged attempt.
#[component]
pub fn FirstMinute() -> impl IntoView {
    let starters = STARTERS
        .map(|(title, slug)| {
            let link =
                format!("/problems/new?link=https%3A%2F%2Fleetcode.com%2Fproblems%2F{slug}%2F");
            view! { <li><a href=link>{title}</a></li> }
        })
        .collect_view();
    view! {
        <section class="first-minute" aria-labelledby="first-title">
            <h2 id="first-title">"Your first attempt, in a minute"</h2>
            <ol class="steps">
                <li class="step step--now"><strong>"Paste a link."</strong> " The last problem you worked on, from any site."</li>
                <li class="step"><strong>"Say how it went."</strong> " Solved, partial or failed; minutes and notes if you like."</li>
                <li class="step"><strong>"Read the truth."</strong> " This page then says what to do next, and why."</li>
            </ol>
            <PasteBox/>
            <div class="cluster starters">
                <p>"No link at hand? Begin with one that everybody knows:"</p>
                <ul class="cluster">{starters}</ul>
            </div>
        </section>
    }
    .into_any()
}

/// What to do now, most urgent first: what was typed and not saved, what is unfinished, what was
/// never tried.
#[component]
pub fn WhatNow(
    /// What waits.
    dashboard: Dashboard,
) -> impl IntoView {
    let Dashboard {
        totals,
        until_interview,
        agenda,
        unsaved,
        unfinished,
        untried,
        ..
    } = dashboard;
    let open = totals.partial + totals.failed;
    let reviews = agenda.to_do() > 0 || agenda.waiting > 0;
    let done = unsaved.is_empty() && unfinished.is_empty() && untried.is_empty() && !reviews;
    // One thing is loudest: the first row of the first list that there is.
    let begin_review = unsaved.is_empty() && agenda.to_do() > 0;
    let begin = unsaved.is_empty() && !begin_review;
    let begin_untried = begin && unfinished.is_empty();
    view! {
        <section class="section" aria-labelledby="now-title">
            <div class="section__heading"><h2 id="now-title">"What now?"</h2></div>
            {day(&agenda, until_interview)}
            {(!unsaved.is_empty()).then(|| drafts(unsaved))}
            {reviews.then(|| review(&agenda, begin_review))}
            {(open > 0).then(|| waiting(
                "unfinished-title",
                format!("{} unfinished, longest wait first", number(open)),
                "/problems?q=is:failed,partial&sort=touched",
                unfinished,
                begin,
            ))}
            {(!untried.is_empty()).then(|| waiting(
                "untried-title",
                format!("{} never tried", number(totals.untried())),
                "/problems?q=is:untried&sort=added",
                untried.into_iter().take(UNTRIED_SHOWN).collect(),
                begin_untried,
            ))}
            {done.then(|| view! {
                <p class="all-done"><Icon glyph=Glyph::Solved/> <span>
                    <strong>"Nothing is unfinished."</strong>
                    " The latest attempt at every problem solved it. Paste the next one above."
                </span></p>
            })}
        </section>
    }
    .into_any()
}

/// Minutes of today against the goal, and how long it is until the interview.
fn day(agenda: &Agenda, until_interview: String) -> AnyView {
    let Agenda {
        spent,
        daily,
        attempts: done,
        ..
    } = *agenda;
    let left = agenda.left();
    let verdict = match (left, done) {
        (1.., 0) => format!("Nothing logged yet today. You meant to practise {left} minutes."),
        (1.., _) => format!(
            "{} today. {left} of your {daily} minutes {} left.",
            attempts(done),
            if left == 1 { "is" } else { "are" }
        ),
        _ => format!("{} today. Your {daily} minutes are done.", attempts(done)),
    };
    let said = view! {
        <p class="day__verdict">{verdict} " Without a time an attempt counts as long as expected. " <a href="/settings">"Change the goal"</a></p>
        {(!until_interview.is_empty()).then(|| view! { <p class="day__verdict">"Interview: " {until_interview}</p> })}
    };
    day_bar(spent, daily, false, said.into_any())
}

/// The way to today's reviews.
fn review(agenda: &Agenda, begin: bool) -> AnyView {
    let (title, label) = if agenda.to_do() > 0 {
        (agenda.to_do_text(), "Start")
    } else {
        ("Today’s minutes are done.".to_owned(), "Do one more")
    };
    let kind = if begin {
        ButtonKind::Primary
    } else {
        ButtonKind::Plain
    };
    let waiting = agenda.waiting_text();
    view! {
        <ul class="now" aria-label="Reviews">
            <li class="now__item" data-row>
                <Icon glyph=Glyph::Clock/>
                <p class="now__text">
                    <a class="now__title" href="/review">"Review: " {title}</a>
                    {(!waiting.is_empty()).then(|| view! { <span class="now__data">{waiting}</span> })}
                </p>
                <LinkButton href="/review" kind key="r">{label} <span class="visually-hidden">" reviewing"</span></LinkButton>
            </li>
        </ul>
    }
    .into_any()
}

fn attempts(number: i32) -> String {
    counted(usize::try_from(number).unwrap_or(0), "attempt", "attempts")
}

fn drafts(unsaved: Vec<Unsaved>) -> AnyView {
    let rows = unsaved
        .into_iter()
        .enumerate()
        .map(|(place, unsaved)| {
            let kind = if place == 0 { ButtonKind::Primary } else { ButtonKind::Plain };
            view! {
                <li class="now__item" data-row>
                    <Icon glyph=Glyph::Edit/>
                    <p class="now__text"><strong dir="auto">{unsaved.what}</strong> <span class="now__data">"typed, not saved"</span></p>
                    <LinkButton href=unsaved.address kind>"Go on writing"</LinkButton>
                </li>
            }
        })
        .collect_view();
    view! { <ul class="now" aria-label="Not saved yet">{rows}</ul> }.into_any()
}

/// A list of problems that wait; the first is the loudest if it is what to begin with.
fn waiting(
    id: &'static str,
    heading: String,
    all: &'static str,
    problems: Vec<Waiting>,
    begin: bool,
) -> AnyView {
    let rows = problems
        .into_iter()
        .enumerate()
        .map(|(place, problem)| {
            let kind = if begin && place == 0 { ButtonKind::Primary } else { ButtonKind::Plain };
            let page = format!("/problems/{}", problem.id);
            let (since, ago) = (problem.since, problem.ago);
            let what = if problem.status.is_some() { "tried " } else { "added " };
            view! {
                <li class="now__item" data-row>
                    <StatusBadge status=problem.status/>
                    <p class="now__text">
                        <a class="now__title" dir="auto" href=page.clone()>{problem.title.clone()}</a>
                        <span class="now__data"><DifficultyBadge difficulty=problem.difficulty/> {what} {ago} ", " <Day day=since/></span>
                    </p>
                    <LinkButton href=format!("{page}/attempts/new") kind>
                        "Log an attempt" <span class="visually-hidden">" at " {problem.title}</span>
                    </LinkButton>
                </li>
            }
        })
        .collect_view();
    view! {
        <div class="section__heading section__heading--small"><h3 id=id>{heading}</h3><a href=all>"See all"</a></div>
        <ul class="now" aria-labelledby=id>{rows}</ul>
    }
    .into_any()
}

/// The numbers of the journal, each with its definition.
#[component]
pub fn WhereYouStand(
    /// The numbers.
    totals: Totals,
) -> impl IntoView {
    let (success, unit) = match totals.success_per_attempt() {
        Some(percent) => (percent.to_string(), "%"),
        None => ("–".to_owned(), ""),
    };
    view! {
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
    }
    .into_any()
}

fn number(number: i32) -> String {
    count(usize::try_from(number).unwrap_or(0))
}

fn number_of(definition: Definition, value: i32) -> AnyView {
    view! { <Stat label=definition.label value=number(value) definition=definition.meaning/> }
        .into_any()
}
