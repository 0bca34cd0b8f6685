//! What a form says by now, and the grade that this suggests: the server's rule, told while it is filled in.

use super::{expected::Expected, grade::Evidence};
use crate::{
    attempt::model::{Help, MINUTES_LIMIT, Status},
    browser,
    ui::any::IntoAny,
};
use leptos::{ev, prelude::*};
use std::time::Duration;

const STATUS: &str = "input[name='fields[status]']:checked";
const HELP: &str = "input[name='fields[help]']:checked";
const MINUTES: &str = "input[name='fields[minutes]']";

/// How often the form is read besides: a timer fills in the minutes and tells nobody.
const AGAIN: Duration = Duration::from_secs(5);

/// What the page's form of an attempt says by now; until scripts run what it said at first. Without a status it
/// says what is `assumed`, or nothing.
pub fn watch(start: Evidence, assumed: Option<Status>) -> Signal<Option<Evidence>> {
    let of = move |status: Option<Status>, help, minutes| {
        status.map(|status| Evidence {
            status,
            help,
            minutes,
            ..start
        })
    };
    let seen = RwSignal::new(of(assumed, start.help, start.minutes));
    // The page may be gone by then, and its signals with it.
    let read = move || {
        let status = Status::from_slug(&browser::input_value(STATUS)).or(assumed);
        let help = Help::from_slug(&browser::input_value(HELP)).unwrap_or(start.help);
        let typed = browser::input_value(MINUTES).trim().parse().ok();
        let minutes = typed.filter(|minutes| (1..=MINUTES_LIMIT).contains(minutes));
        let now = of(status, help, minutes);
        if seen.try_get_untracked().is_some_and(|before| before != now) {
            let _ = seen.try_set(now);
        }
    };
    Effect::new(move |_| {
        read();
        let chosen = window_event_listener(ev::change, move |_| read());
        let typed = window_event_listener(ev::input, move |_| read());
        let again = set_interval_with_handle(read, AGAIN).ok();
        on_cleanup(move || {
            chosen.remove();
            typed.remove();
            if let Some(again) = again {
                again.clear();
            }
        });
    });
    seen.into()
}

/// `Suggested: Good. Solved in 22 min; you are expected to need 30.`
pub fn suggestion_text(evidence: &Evidence, lead: &str) -> String {
    let grade = evidence.suggested().label();
    [lead, grade, ". ", &evidence.reason()].concat()
}

/// The grade that the form of an attempt suggests by now. Nothing until it says how it went.
#[component]
pub fn LiveSuggestion(
    /// How long it is expected to take.
    expected: Expected,
    /// Whether it is recalled only.
    recall: bool,
) -> impl IntoView {
    let start = Evidence {
        status: Status::Solved,
        help: Help::None,
        minutes: None,
        expected: expected.minutes,
        recall,
    };
    let seen = watch(start, None);
    view! {
        <p class="field__hint">
            {move || seen.get().map_or_else(
                || expected.sentence(),
                |evidence| suggestion_text(&evidence, "Suggested: "),
            )}
        </p>
    }
    .into_any()
}
