//! Components about tags, shared by several pages.

use crate::browser;
use crate::ui::any::IntoAny;
use leptos::{ev, prelude::*};

/// How many suggestions are in sight at once.
const SHOWN: usize = 12;

/// Tags of the journal beside the field in which tags are typed. Without JavaScript a list to read;
/// hydrated, what is being typed narrows it and a click completes it.
#[component]
pub fn TagSuggestions(
    /// A selector of the field.
    field: &'static str,
    /// The tags, most used first.
    known: Vec<String>,
) -> impl IntoView {
    if known.is_empty() {
        return ().into_any();
    }
    let most_used = known
        .iter()
        .take(SHOWN)
        .cloned()
        .collect::<Vec<_>>()
        .join(", ");
    // None until scripts run.
    let typed = RwSignal::new(None);
    // The page may be gone by then, and its signals with it.
    let read = move || {
        let _ = typed.try_set(Some(browser::input_value(field)));
    };
    Effect::new(move |_| {
        read();
        let listener = window_event_listener(ev::input, move |_| read());
        on_cleanup(move || listener.remove());
    });
    let known = StoredValue::new(known);
    view! {
        <div class="suggestions">
            {move || match typed.get() {
                None => view! { <p class="field__hint">"Yours: " {most_used.clone()}</p> }.into_any(),
                Some(typed) => known.with_value(|known| fitting(known, &typed))
                    .into_iter()
                    .map(|tag| {
                        let chosen = super::model::completed(&typed, &tag);
                        view! {
                            <button class="tag tag--button" type="button" dir="auto" on:click=move |_| {
                                browser::set_value(field, &chosen);
                                read();
                            }>{tag}</button>
                        }
                    })
                    .collect_view()
                    .into_any(),
            }}
        </div>
    }
    .into_any()
}

fn fitting(known: &[String], typed: &str) -> Vec<String> {
    super::model::suggested(known, typed)
        .take(SHOWN)
        .cloned()
        .collect()
}
