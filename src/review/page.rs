//! `/review`: today's queue, one problem at a time.

use super::{
    agenda::{Agenda, Listed, Rest},
    api::{SpreadReviews, open_review},
    card::ReviewView,
    parts::{review_card, told_notice},
};
use crate::{
    browser,
    error::FieldErrors,
    problem::model::ProblemId,
    text::counted,
    ui::{
        address::query_parameter,
        any::IntoAny,
        button::{Button, ButtonKind, LinkButton},
        day_bar::day_bar,
        empty::Empty,
        form::{Form, Submission},
        icon::Glyph,
        layout::{Page, PageHeading},
        load::{failure, load},
    },
    undo::parts::latest_change,
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_location;

/// `/review`
#[component]
pub fn ReviewPage() -> impl IntoView {
    let problem = query_parameter("problem");
    let mode = query_parameter("mode");
    let graded = query_parameter("graded");
    let latest = latest_change();
    load(
        Signal::derive(move || (problem.get(), mode.get(), graded.get(), latest.get())),
        |(problem, mode, graded, _)| Box::pin(open_review(problem, mode, graded)),
        review,
        failure,
    )
}

fn review(view: ReviewView) -> AnyView {
    // Where the address points at what was just revealed, the keyboard goes on there.
    if browser::is_here() && use_location().hash.get_untracked() == "#revealed" {
        browser::focus_id("revealed");
    }
    let ReviewView {
        agenda,
        recall,
        list,
        card,
        told,
        one_more,
    } = view;
    let lede = move || sentences(&agenda);
    let actions = move || mode_link(recall);
    let current = card.as_ref().map(|card| card.standing.problem);
    let main = match card {
        Some(card) => review_card(card),
        None => nothing(&agenda, recall, one_more),
    };
    let title = if recall { "Recall" } else { "Review" };
    view! {
        <Title text=title/>
        <Page>
            <PageHeading title lede actions/>
            {told.map(told_notice)}
            <div class="columns columns--review">
                <div class="stack">{main}</div>
                <aside class="stack" aria-label="Today">
                    {day(&agenda)}
                    {queue(list, current, recall, agenda.to_do())}
                    {catch_up(&agenda, recall)}
                </aside>
            </div>
        </Page>
    }
    .into_any()
}

/// What today holds, in two sentences.
fn sentences(agenda: &Agenda) -> AnyView {
    let sentences: Vec<String> = [agenda.to_do_text(), agenda.waiting_text()]
        .into_iter()
        .filter(|sentence| !sentence.is_empty())
        .collect();
    let sentences = if sentences.is_empty() {
        "Nothing is due today.".to_owned()
    } else {
        sentences.join(" ")
    };
    view! { <p>{sentences}</p> }.into_any()
}

fn mode_link(recall: bool) -> AnyView {
    let (href, label) = if recall {
        ("/review", "Solve them instead")
    } else {
        ("/review?mode=recall", "Only recall them")
    };
    view! { <LinkButton href key="l">{label}</LinkButton> }.into_any()
}

/// Minutes of today against the goal.
fn day(agenda: &Agenda) -> AnyView {
    let Agenda {
        spent,
        daily,
        attempts,
        ..
    } = *agenda;
    let attempts = counted(
        usize::try_from(attempts).unwrap_or(0),
        "attempt",
        "attempts",
    );
    let said = view! {
        <p class="day__verdict">{attempts} " today. Without a time one counts as long as expected. " <a href="/settings">"Change the goal"</a></p>
    };
    day_bar(spent, daily, true, said.into_any())
}

/// Today's problems by their titles: nothing that is hidden is given away.
fn queue(list: Vec<Listed>, current: Option<ProblemId>, recall: bool, all: i32) -> Option<AnyView> {
    if list.is_empty() {
        return None;
    }
    let unlisted = usize::try_from(all).unwrap_or(0).saturating_sub(list.len());
    let mode = if recall { "&mode=recall" } else { "" };
    let rows = list
        .into_iter()
        .map(|listed| {
            let here = (Some(listed.id) == current).then_some("true");
            view! {
                <li class="queue__item" data-row>
                    <a href=format!("/review?problem={}{mode}", listed.id) aria-current=here dir="auto">{listed.title}</a>
                    <span class="queue__data">{listed.new.then_some("new, ")} {listed.minutes} " min"</span>
                </li>
            }
        })
        .collect_view();
    let view = view! {
        <section aria-labelledby="queue-title">
            <div class="section__heading section__heading--small"><h2 id="queue-title">"Today"</h2></div>
            <ol class="queue">{rows}</ol>
            {(unlisted > 0).then(|| view! { <p class="field__hint">"and " {counted(unlisted, "more problem", "more problems")}</p> })}
        </section>
    };
    Some(view.into_any())
}

/// Spreads what does not fit over the days to come.
fn catch_up(agenda: &Agenda, recall: bool) -> Option<AnyView> {
    let label = agenda.spread_text();
    if recall || label.is_empty() {
        return None;
    }
    let submission = Submission::new::<SpreadReviews>(FieldErrors::default(), |next| next);
    let waiting = agenda.waiting_text();
    let view = view! {
        <section class="catch-up" aria-labelledby="catch-up-title">
            <h2 id="catch-up-title">"Waiting"</h2>
            <p>{waiting} " They stay due until you get to them; or give each a day."</p>
            <Form action="/review/spread" submission class="stack">
                <Button disabled=submission.pending()>{label}</Button>
            </Form>
        </section>
    };
    Some(view.into_any())
}

/// Why there is no problem, and what to do next.
fn nothing(agenda: &Agenda, recall: bool, one_more: Option<ProblemId>) -> AnyView {
    if recall {
        return view! {
            <Empty title="Nothing to recall" glyph=Glyph::Check
                body="Here comes what is due and was solved, not only recalled, the last time.">
                <LinkButton href="/review" kind=ButtonKind::Primary>"Solve instead"</LinkButton>
            </Empty>
        }
        .into_any();
    }
    match agenda.rest() {
        Rest::EmptyJournal => view! {
            <Empty title="Nothing to review yet"
                body="Add a problem and log how it went. It comes back here when you are about to forget it.">
                <LinkButton href="/problems/new" kind=ButtonKind::Primary><span>"Add a problem"</span></LinkButton>
            </Empty>
        }
        .into_any(),
        Rest::MinutesDone => {
            let done = ["Today’s ", &agenda.daily.to_string(), " minutes are done"].concat();
            let href = one_more.map_or_else(
                || "/review".to_owned(),
                |problem| format!("/review?problem={problem}"),
            );
            view! {
                <Empty title=done glyph=Glyph::Check body=agenda.waiting_text()>
                    <LinkButton href kind=ButtonKind::Primary>"Do one more"</LinkButton>
                    <LinkButton href="/">"Back to the journal"</LinkButton>
                </Empty>
            }
            .into_any()
        }
        Rest::None | Rest::NothingDue => {
            let next = agenda.next_text();
            let body = if next.is_empty() {
                "Log an attempt at any problem, and it comes back when you are about to forget it.".to_owned()
            } else {
                next
            };
            view! {
                <Empty title="Nothing is due today" glyph=Glyph::Check body>
                    <LinkButton href="/problems" kind=ButtonKind::Primary>"See your problems"</LinkButton>
                    <LinkButton href="/problems/new">"Add a problem"</LinkButton>
                </Empty>
            }
            .into_any()
        }
    }
}
