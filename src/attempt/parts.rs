//! Components about attempts, shared by several pages.

use super::model::{AttemptView, Help, Moment, RecentAttempt, Status};
use crate::{
    paging::Cursor,
    problem::{
        model::ProblemId,
        parts::{StatusBadge, status_face},
    },
    ui::{
        any::IntoAny,
        badge::Badge,
        button::{ButtonKind, LinkButton},
        code::Code,
        empty::Empty,
        icon::{Glyph, Icon},
        markdown::Markdown,
        pager::Pager,
        time,
    },
};
use leptos::prelude::*;

/// When an attempt was, as the person's clock showed it.
#[component]
fn When(
    /// The moment.
    moment: Moment,
) -> impl IntoView {
    view! { <time::Moment at=moment.at utc_offset_minutes=i32::from(moment.utc_offset_minutes)/> }
}

/// `12 min · no help`; the time only if there is one.
fn cost_text(minutes: Option<i32>, help: Help) -> String {
    let help = match help {
        Help::None => "no help",
        Help::Hint => "a hint",
        Help::Solution => "solution read",
    };
    match minutes {
        Some(minutes) => format!("{minutes} min · {help}"),
        None => help.to_owned(),
    }
}

/// The latest attempts of the whole journal.
#[component]
pub fn RecentAttempts(
    /// Latest first.
    attempts: Vec<RecentAttempt>,
) -> impl IntoView {
    view! {
        <ol class="log">
            {attempts
                .into_iter()
                .map(|attempt| view! {
                    <li class="log__item">
                        <a class="log__title" href=format!("/problems/{}", attempt.problem_id)>{attempt.title}</a>
                        <StatusBadge status=Some(attempt.status)/>
                        <p class="log__data">{cost_text(attempt.minutes, attempt.help)} " · " <When moment=attempt.moment/></p>
                    </li>
                })
                .collect_view()}
        </ol>
    }
    .into_any()
}

/// One page of a problem's attempts, latest first.
#[component]
pub fn Timeline(
    /// Whose attempts these are.
    problem: ProblemId,
    /// The page.
    attempts: Vec<AttemptView>,
    /// Number of all of the problem's attempts.
    total: i32,
    /// The page of later attempts.
    newer: Option<Cursor>,
    /// The page of earlier attempts.
    older: Option<Cursor>,
) -> impl IntoView {
    let page = format!("/problems/{problem}");
    if total == 0 {
        return view! {
            <Empty title="No attempt yet" body="Log the first one, good or bad. What counts is that it is true.">
                <LinkButton href=format!("{page}/attempts/new") kind=ButtonKind::Primary>
                    <Icon glyph=Glyph::Plus/> "Log an attempt"
                </LinkButton>
            </Empty>
        }
        .into_any();
    }
    view! {
        <section aria-labelledby="attempts-title">
            <div class="section__heading"><h2 id="attempts-title">"Attempts"</h2><span class="entry__data">"latest first"</span></div>
            <ol class="timeline">{attempts.into_iter().map(entry).collect_view()}</ol>
            <Pager
                newer=newer.map(|cursor| format!("{page}?newer={cursor}"))
                older=older.map(|cursor| format!("{page}?older={cursor}"))
            />
        </section>
    }
    .into_any()
}

fn entry(view: AttemptView) -> AnyView {
    let AttemptView {
        attempt,
        notes_html,
    } = view;
    let (tone, glyph, label) = status_face(Some(attempt.status));
    let title_id = format!("attempt-{}", attempt.id);
    let labelled_by = title_id.clone();
    let when = time::moment_text(
        attempt.moment.at,
        i32::from(attempt.moment.utc_offset_minutes),
    );
    view! {
        <li class="timeline__entry">
            <span class=format!("timeline__mark badge {}", mark_class(attempt.status)) aria-hidden="true"><Icon glyph/></span>
            <article class="entry" aria-labelledby=labelled_by>
                <div class="entry__head">
                    <h3 id=title_id><When moment=attempt.moment/></h3>
                    <Badge tone label/>
                    <p class="entry__data">{cost_text(attempt.minutes, attempt.help)}</p>
                    <p class="entry__actions">
                        <a href=format!("/attempts/{}/edit", attempt.id)>"Edit" <span class="visually-hidden">{format!(" the attempt of {when}")}</span></a>
                    </p>
                </div>
                {(!notes_html.is_empty()).then(|| view! { <Markdown sanitised_html=notes_html/> })}
                {attempt.code.map(|text| view! { <Code language=attempt.language.unwrap_or_default() text/> })}
            </article>
        </li>
    }
    .into_any()
}

fn mark_class(status: Status) -> &'static str {
    match status {
        Status::Solved => "badge--good",
        Status::Partial => "badge--mixed",
        Status::Failed => "badge--bad",
    }
}
