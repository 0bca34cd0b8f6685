//! What pages show of timers. Every state is in the page, with all but one hidden, so that a
//! script can go from one to the other without touching the elements.

use super::model::{TimerView, clock_text, minutes};
use crate::{
    problem::model::ProblemId,
    ui::{
        any::IntoAny,
        button::Button,
        icon::{Glyph, Icon},
    },
};
use leptos::prelude::*;

/// A problem's timer, with its buttons. A form that works by itself; a script makes it tick.
#[component]
pub fn TimerPanel(
    /// Whose timer.
    problem: ProblemId,
    /// That problem's title.
    title: String,
    /// The timer, if there is one.
    timer: Option<TimerView>,
    /// The page it comes back to, if that is not the problem's; see [`TimerFields`](super::model::TimerFields).
    #[prop(optional)]
    back: Option<&'static str>,
    /// Id of the field that shows the minutes as they pass, if they come from the timer.
    #[prop(default = None)]
    fills: Option<&'static str>,
) -> impl IntoView {
    let state = match &timer {
        None => "none",
        Some(timer) if timer.running_since.is_empty() => "paused",
        Some(_) => "running",
    };
    let unless = |states: &'static str| !states.contains(state);
    let timer = timer.unwrap_or_default();
    let problem = problem.to_string();
    let (running_since, elapsed) = (timer.running_since.clone(), timer.elapsed);
    let (of, action) = (problem.clone(), format!("/problems/{problem}/timer"));
    view! {
        <timer-panel class="timer" role="group" aria-label="Timer" data-problem=of data-title=title
            data-state=state data-seconds=timer.seconds.to_string() data-running-since=running_since
            data-now=timer.now data-fills=fills>
            <form class="timer__form" method="post" action=action>
                <input type="hidden" name="fields[problem_id]" value=problem/>
                <input type="hidden" name="fields[back]" value=back/>
                <input type="hidden" name="fields[since]" value=timer.running_since/>
                <input type="hidden" name="fields[seconds]"/>
                <p class="timer__face" data-when="running paused" hidden=unless("running paused")>
                    {face(elapsed)}
                    <span data-when="running" hidden=unless("running")>"running since " <span data-since>{timer.since}</span></span>
                    <span data-when="paused" hidden=unless("paused")>"paused"</span>
                </p>
                <span class="cluster" data-when="none" hidden=unless("none")>{act("start", "Start the timer", Some("t"))}</span>
                <span class="cluster" data-when="running" hidden=unless("running")>{act("pause", "Pause", Some("t"))}</span>
                <span class="cluster" data-when="paused" hidden=unless("paused")>{act("resume", "Resume", Some("t"))}</span>
                <span class="cluster" data-when="running paused" hidden=unless("running paused")>{act("discard", "Discard", None)}</span>
                <p class="timer__away cluster" data-away hidden=true>
                    <span data-away-text>{" "}</span>
                    {act("leave-out", "Leave that out", None)}
                    <button class="button" type="button" data-keep>"Keep it"</button>
                </p>
                // The script says it aloud, with the problem's title.
                <p class="timer__said" data-said>{" "}</p>
            </form>
        </timer-panel>
    }
    .into_any()
}

fn act(action: &'static str, label: &'static str, key: Option<&'static str>) -> AnyView {
    view! { <Button name="fields[action]" value=action key>{label}</Button> }.into_any()
}

/// The ticking time. It is no live region: nobody wants every second read out.
fn face(elapsed: i32) -> AnyView {
    let title = match minutes(elapsed) {
        1 => "1 minute".to_owned(),
        minutes => format!("{minutes} minutes"),
    };
    view! { <time class="timer__clock" data-clock datetime=format!("PT{elapsed}S") title=title>{clock_text(elapsed)}</time> }
        .into_any()
}

/// In the header of every page: the timer that runs, and the way to its problem. Rendered hidden and
/// empty; a script asks for the timer, so that no page waits for it and none carries code for it.
#[component]
pub fn TimerLink() -> impl IntoView {
    view! {
        <timer-link class="running" data-state="none">
            <a class="running__link" href="/problems" data-when="running" hidden=true>
                <Icon glyph=Glyph::Clock/>
                <span class="visually-hidden">"Timer: "</span>
                <time class="timer__clock" data-clock datetime="PT0S">" "</time>
                <span class="running__title" data-title-text dir="auto">" "</span>
            </a>
        </timer-link>
    }
    .into_any()
}
