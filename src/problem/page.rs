//! The page of one problem with its timeline.

use super::{
    api::{DeleteProblem, view_problem},
    form::{already_there, part_form},
    model::{Problem, ProblemId, ProblemView, Progress},
    parts::{DifficultyBadge, StatusBadge, Tags},
};
use crate::{
    attempt::{
        form::log_form,
        model::{AttemptId, AttemptView},
        parts::{Timeline, Times},
    },
    browser,
    bulk::parts::StarButton,
    error::FieldErrors,
    review::decide::ReviewPanel,
    text::{count, counted},
    timer::parts::TimerPanel,
    ui::{
        address::{path_parameter, query_parameter},
        any::IntoAny,
        button::{Button, ButtonKind, LinkButton},
        confirm::Confirm,
        form::{Form, Submission},
        icon::{Glyph, Icon},
        in_place::InPlace,
        layout::{Page, PageHeading},
        load::{failure, load},
        markdown::Markdown,
        notice::{Notice, NoticeKind},
        stat::{Fact, Facts},
        time::Day,
    },
    undo::parts::latest_change,
};
use leptos::{prelude::*, tachys::view::keyed::keyed};
use leptos_meta::Title;
use leptos_router::hooks::use_location;

/// `/problems/{id}`: one problem and its timeline.
#[component]
pub fn ProblemPage() -> impl IntoView {
    let id = path_parameter("id");
    let (older, newer) = (query_parameter("older"), query_parameter("newer"));
    let already = query_parameter("already-there");
    let logged = query_parameter("logged");
    let latest = latest_change();
    load(
        Signal::derive(move || (id.get(), older.get(), newer.get(), latest.get())),
        |(id, older, newer, _)| Box::pin(view_problem(id, older, newer)),
        move |view| {
            // Whoever changes these loads the page again, too; following them would draw it twice.
            let told = logged_notice(&view.attempts, &logged.get_untracked());
            problem_view(view, !already.get_untracked().is_empty(), told)
        },
        failure,
    )
}

/// Says that the attempt an address names was logged; nothing when it names none.
fn logged_notice(attempts: &[AttemptView], logged: &str) -> Option<AnyView> {
    let logged: AttemptId = logged.parse().ok()?;
    let found = attempts.iter().find(|view| view.attempt.id == logged);
    let title = match found.map(|view| (view.attempt.status.slug(), view.attempt.minutes)) {
        Some((status, Some(minutes))) => format!("Logged: {status} in {minutes} min"),
        Some((status, None)) => format!("Logged: {status}"),
        None => "Logged".to_owned(),
    };
    Some(view! { <Notice kind=NoticeKind::Success title/> }.into_any())
}

/// Puts the keyboard where the address points, once that is there.
fn arrive() {
    // The server never sees that part of an address.
    if !browser::is_here() {
        return;
    }
    let place = use_location().hash.get_untracked();
    if let Some(id) = place.strip_prefix('#').filter(|id| !id.is_empty()) {
        browser::focus_id(id);
    }
}

fn problem_view(view: ProblemView, already: bool, told: Option<AnyView>) -> AnyView {
    arrive();
    let ProblemView {
        problem,
        description_html,
        progress,
        times_html,
        coded,
        attempts,
        newer,
        older,
        next,
        time_zone,
        help,
        standing,
    } = view;
    let expected = help
        .expected
        .map(crate::review::expected::Expected::sentence);
    let restored = !help.draft.restored.is_empty();
    let id = problem.id;
    let tag_fields = problem.fields();
    let page = format!("/problems/{id}");
    let site = problem.site().map(str::to_owned);
    let difficulty = problem.difficulty;
    let url = problem.url.clone();
    let (title, starred) = (problem.title.clone(), problem.starred);
    let lede = move || {
        view! {
            <StarButton id title starred key="*"/>
            <DifficultyBadge difficulty/>
            {url.zip(site).map(|(url, site)| view! {
                <a href=url rel="noopener noreferrer external" target="_blank">
                    "Open on " {site} <span class="visually-hidden">" (new tab)"</span>
                </a>
            })}
        }
    };
    let actions = move || {
        view! {
            <LinkButton href=format!("{page}/share")>"Share"</LinkButton>
            <LinkButton href=format!("{page}/edit") key="e"><Icon glyph=Glyph::Edit/> "Edit"</LinkButton>
        }
    };
    let (timer, fills) = (help.timer.clone(), help.timed.then_some("minutes"));
    // After an attempt is logged the form is another one, closed and empty: not the old one with new values under it.
    let log = keyed(
        [(next, time_zone, help)],
        |(next, ..)| next.id.clone(),
        move |_, (next, time_zone, help)| {
            let form = log_form(id, next, FieldErrors::default(), time_zone, help, true);
            let form = view! {
                <InPlace id="log" label="Log an attempt" glyph=Glyph::Plus key="a" primary=true open=restored>
                    {form}
                </InPlace>
            };
            (|_| {}, form.into_any())
        },
    );
    view! {
        <Title text=problem.title.clone()/>
        <Page>
            <PageHeading title=problem.title.clone() lede actions/>
            {already.then(|| already_there(id))}
            {told}
            <div class="review-card__time">
                <TimerPanel problem=id title=problem.title.clone() timer fills/>
                <p class="expected">{expected}</p>
            </div>
            <div class="columns">
                <div class="stack">
                    {log}
                    <Times html=times_html/>
                    <Timeline problem=id attempts coded total=progress.attempts newer older/>
                </div>
                <aside class="stack" aria-label="About this problem">
                    {facts(&problem, &progress)}
                    <ReviewPanel standing/>
                    <div class="card">
                        <h2>"Tags"</h2>
                        <Tags tags=problem.tags/>
                        <InPlace id="change-tags" label="Change the tags" glyph=Glyph::Edit>
                            {part_form("tags", tag_fields, FieldErrors::default(), None)}
                        </InPlace>
                    </div>
                    {(!description_html.is_empty()).then(|| view! {
                        <section aria-labelledby="description-title">
                            <div class="section__heading"><h2 id="description-title">"Description"</h2></div>
                            <Markdown sanitised_html=description_html/>
                        </section>
                    })}
                    {delete_disclosure(id, problem.title, progress.attempts)}
                </aside>
            </div>
        </Page>
    }
    .into_any()
}

/// What is known of a problem and of its attempts, in numbers.
fn facts(problem: &Problem, progress: &Progress) -> AnyView {
    let solved = format!("{} of {}", progress.solved_attempts, progress.attempts);
    let best = progress
        .best_minutes
        .map_or_else(|| "none yet".to_owned(), |minutes| format!("{minutes} min"));
    let attempts = count(usize::try_from(progress.attempts).unwrap_or(0));
    let (status, added) = (progress.latest_status, problem.created_at.date_naive());
    let fields = problem.fields();
    view! {
        <div class="card">
            <h2>"Facts"</h2>
            <Facts>
                <Fact label="Latest result"><StatusBadge status/></Fact>
                <Fact label="Attempts">{attempts}</Fact>
                <Fact label="Solved attempts">{solved}</Fact>
                <Fact label="Best time, solved">{best}</Fact>
                <Fact label="Added"><Day day=added/></Fact>
            </Facts>
            <InPlace id="change-difficulty" label="Change the difficulty" glyph=Glyph::Edit>
                {part_form("difficulty", fields, FieldErrors::default(), None)}
            </InPlace>
        </div>
    }
    .into_any()
}

fn delete_disclosure(id: ProblemId, title: String, attempts: i32) -> AnyView {
    let attempts = match usize::try_from(attempts).unwrap_or(0) {
        0 => String::new(),
        attempts => format!(
            " and its {} with their notes and code",
            counted(attempts, "attempt", "attempts")
        ),
    };
    let submission = Submission::new::<DeleteProblem>(FieldErrors::default(), |next| next);
    view! {
        <Confirm label="Delete this problem…">
            <p>"This deletes “"<bdi>{title}</bdi>"”" {attempts} ". You can take it back for thirty days."</p>
            <Form action=format!("/problems/{id}/delete") submission class="stack">
                <input type="hidden" name="id" value=id.to_string()/>
                <Button kind=ButtonKind::Danger disabled=submission.pending()>"Delete the problem"</Button>
            </Form>
        </Confirm>
    }
    .into_any()
}
