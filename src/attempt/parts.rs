//! Components about attempts, shared by several pages.

use super::{
    model::{Attempt, AttemptId, AttemptView, Help, Moment, RecentAttempt, Status},
    outline::AttemptChoice,
};
use crate::{
    paging::Cursor,
    problem::{
        model::ProblemId,
        parts::{StatusBadge, status_face},
    },
    ui::{
        any::IntoAny,
        badge::{Badge, Tone},
        button::{Button, ButtonKind, LinkButton},
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
pub(super) fn When(
    /// The moment.
    moment: Moment,
) -> impl IntoView {
    view! { <time::Moment at=moment.at utc_offset_minutes=i32::from(moment.utc_offset_minutes)/> }
}

/// `12 min · no help`; the time only if there is one.
pub(super) fn cost_text(minutes: Option<i32>, help: Help) -> String {
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

/// `Good, suggested`, `Hard, your choice`.
fn grade_text(attempt: &Attempt) -> String {
    let by = if attempt.grade_chosen {
        "your choice"
    } else {
        "suggested"
    };
    format!("{}, {by}", attempt.grade.label())
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
                    <li class="log__item" data-row>
                        <a class="log__title" dir="auto" href=format!("/problems/{}", attempt.problem_id)>{attempt.title}</a>
                        <StatusBadge status=Some(attempt.status)/>
                        <p class="log__data">{cost_text(attempt.minutes, attempt.help)} " · " <When moment=attempt.moment/></p>
                    </li>
                })
                .collect_view()}
        </ol>
    }
    .into_any()
}

/// The chart of a problem's times; nothing when there is none.
#[component]
pub fn Times(
    /// The chart as the server wrote it.
    html: String,
) -> impl IntoView {
    (!html.is_empty()).then(|| {
        view! {
            <section aria-labelledby="times-title">
                <div class="section__heading"><h2 id="times-title">"Time per attempt"</h2></div>
                <div inner_html=html></div>
            </section>
        }
        .into_any()
    })
}

/// Two lists of attempts with code and a button that compares what is chosen in them. A plain GET form.
#[component]
pub fn CompareForm(
    /// Whose attempts these are.
    problem: ProblemId,
    /// The attempts, latest first; nothing is shown for fewer than two.
    coded: Vec<AttemptChoice>,
    /// What is chosen at first, if not the latest two.
    #[prop(default = None)]
    chosen: Option<(AttemptId, AttemptId)>,
) -> impl IntoView {
    let (Some(to), Some(from)) = (coded.first(), coded.get(1)) else {
        return ().into_any();
    };
    let (from, to) = chosen.unwrap_or((from.id, to.id));
    let options = |chosen: AttemptId| {
        coded
            .iter()
            .map(|choice| {
                view! { <option value=choice.id.to_string() selected=choice.id == chosen>{choice.label.clone()}</option> }
            })
            .collect_view()
    };
    view! {
        <form class="compare-form" method="get" action=format!("/problems/{problem}/compare") aria-label="Compare two attempts">
            <div class="field">
                <label class="field__label" for="compare-from">"Compare"</label>
                <select class="field__input" id="compare-from" name="from">{options(from)}</select>
            </div>
            <div class="field">
                <label class="field__label" for="compare-to">"with"</label>
                <select class="field__input" id="compare-to" name="to">{options(to)}</select>
            </div>
            <Button>"Compare the code"</Button>
        </form>
    }
    .into_any()
}

/// One page of a problem's attempts, latest first.
#[component]
pub fn Timeline(
    /// Whose attempts these are.
    problem: ProblemId,
    /// The latest attempts with code, latest first.
    coded: Vec<AttemptChoice>,
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
            <CompareForm problem coded=coded.clone()/>
            <ol class="timeline">
                {attempts
                    .into_iter()
                    .map(|view| {
                        let before = coded.iter().skip_while(|choice| choice.id != view.attempt.id).nth(1);
                        entry(view, before.map(|before| before.id))
                    })
                    .collect_view()}
            </ol>
            <Pager
                newer=newer.map(|cursor| format!("{page}?newer={cursor}"))
                older=older.map(|cursor| format!("{page}?older={cursor}"))
            />
        </section>
    }
    .into_any()
}

fn entry(view: AttemptView, before: Option<AttemptId>) -> AnyView {
    let attempt = view.attempt.clone();
    let (tone, glyph, label) = status_face(Some(attempt.status));
    let id = attempt.id;
    let problem = attempt.problem_id;
    let anchor = format!("attempt-{id}");
    let title_id = format!("{anchor}-when");
    let labelled_by = title_id.clone();
    let when = time::moment_text(
        attempt.moment.at,
        i32::from(attempt.moment.utc_offset_minutes),
    );
    let of_when = format!(" the attempt of {when}");
    view! {
        <li class="timeline__entry" id=anchor data-row>
            <span class=format!("timeline__mark badge {}", mark_class(attempt.status)) aria-hidden="true"><Icon glyph/></span>
            <article class="entry" aria-labelledby=labelled_by>
                <div class="entry__head">
                    <h3 id=title_id><When moment=attempt.moment/></h3>
                    <Badge tone label/>
                    {attempt.recall.then(|| view! { <Badge tone=Tone::Quiet label="Recalled"/> })}
                    <p class="entry__data">{cost_text(attempt.minutes, attempt.help)} " · " {grade_text(&attempt)}</p>
                    <p class="entry__actions">
                        {before.map(|before| view! {
                            <a href=format!("/problems/{problem}/compare?from={before}&to={id}")>
                                "Compare with previous" <span class="visually-hidden">{of_when.clone()}</span>
                            </a>
                        })}
                        <a href=format!("/attempts/{id}/edit") data-row-main>"Edit" <span class="visually-hidden">{of_when.clone()}</span></a>
                    </p>
                </div>
                {written(view)}
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

/// What was written down with an attempt: its notes and its code, as far as there are any.
pub fn written(view: AttemptView) -> AnyView {
    let AttemptView {
        attempt,
        notes_html,
        code_html,
        code_lines,
    } = view;
    view! {
        {(!notes_html.is_empty()).then(|| view! { <Markdown sanitised_html=notes_html/> })}
        {(!code_html.is_empty()).then(|| view! {
            <Code language=attempt.language.unwrap_or_default() lines=code_lines highlighted_html=code_html/>
        })}
    }
    .into_any()
}
