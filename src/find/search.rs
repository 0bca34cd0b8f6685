//! The search line: a form that works by itself, and filters while it is typed when hydrated.

use super::{
    list::{Address, FoundList},
    parse::{Mistake, parse},
};
use crate::ui::{
    any::IntoAny,
    button::{Button, ButtonKind},
    icon::{Glyph, Icon},
};
use leptos::{ev::SubmitEvent, html::Input, prelude::*};
use leptos_router::{NavigateOptions, hooks::use_navigate};
use std::time::Duration;

/// How long after the last letter the search begins.
const PAUSE: Duration = Duration::from_millis(150);

/// What is typed into the search line. It outlives the answers that are shown below it.
#[derive(Copy, Clone)]
pub(super) struct Search {
    field: NodeRef<Input>,
    /// A text that cannot be read, and why.
    wrong: RwSignal<Option<(String, Mistake)>>,
    /// Looks for a text; `true` in place of what was typed before.
    look: StoredValue<Box<dyn Fn(String, bool) + Send + Sync>>,
    /// Counts the letters, so that only the last one of a word begins a search.
    letters: StoredValue<u32>,
}

impl Search {
    /// The search line of the list at an address, which changes with what is typed.
    pub(super) fn new(address: Memo<Address>) -> Self {
        let q = address.read_untracked().q.clone();
        let wrong = RwSignal::new(mistake_in(&q));
        let own = StoredValue::new(q);
        let navigate = use_navigate();
        let look = move |text: String, replace: bool| {
            // The person may have left the page meanwhile, and its signals with it.
            let Some(now) = address.try_get_untracked() else {
                return;
            };
            let mistake = mistake_in(&text);
            let readable = mistake.is_none();
            let _ = wrong.try_set(mistake);
            if readable && text != now.q {
                own.set_value(text.clone());
                let options = NavigateOptions {
                    replace,
                    scroll: false,
                    ..NavigateOptions::default()
                };
                navigate(&Address::of(text, now.order()).href(), options);
            }
        };
        let search = Self {
            field: NodeRef::new(),
            wrong,
            look: StoredValue::new(Box::new(look)),
            letters: StoredValue::new(0),
        };
        // A link or the way back changed the address: the line says what is looked for.
        Effect::new(move |came_alive: Option<bool>| {
            let q = address.read().q.clone();
            let Some(field) = search.field.get() else {
                return false;
            };
            if came_alive != Some(true) {
                // Typed before the page came alive.
                let early = field.value();
                if early != q {
                    search.typed(early);
                }
            } else if own.with_value(|own| *own != q) {
                field.set_value(&q);
                wrong.set(mistake_in(&q));
                own.set_value(q);
            }
            true
        });
        search
    }

    /// Looks for a text once the person pauses.
    fn typed(self, text: String) {
        self.letters.update_value(|letters| *letters += 1);
        let letters = self.letters.get_value();
        set_timeout(
            move || {
                if self.letters.try_get_value() == Some(letters) {
                    self.look.with_value(|look| look(text, true));
                }
            },
            PAUSE,
        );
    }

    /// Looks for what stands in the line now.
    fn send(self, event: SubmitEvent) {
        let Some(field) = self.field.get_untracked() else {
            return;
        };
        event.prevent_default();
        self.letters.update_value(|letters| *letters += 1);
        self.look.with_value(|look| look(field.value(), false));
    }
}

fn mistake_in(q: &str) -> Option<(String, Mistake)> {
    parse(q).err().map(|mistake| (q.to_owned(), mistake))
}

/// The line itself, with what is wrong in it and what can be written.
pub(super) fn search_line(search: Search, list: &FoundList) -> AnyView {
    let wrong = search.wrong;
    let sort = Some(list.at.sort.clone()).filter(|sort| !sort.is_empty());
    view! {
        <form class="search" role="search" action="/problems" method="get" on:submit=move |event| search.send(event)>
            <label class="field__label" for="q">"Search"</label>
            <div class="inline-form">
                <input class="field__input field__input--data" id="q" name="q" type="search" value=list.at.q.clone()
                    data-key="/" aria-keyshortcuts="/"
                    autocomplete="off" autocapitalize="none" spellcheck="false" enterkeyhint="search" dir="auto"
                    placeholder="tag:dp is:failed time>30 sliding window"
                    aria-describedby="q-mistake" aria-invalid=move || wrong.read().is_some().then_some("true")
                    node_ref=search.field on:input:target=move |event| search.typed(event.target().value())/>
                {sort.map(|sort| view! { <input type="hidden" name="sort" value=sort/> })}
                <Button kind=ButtonKind::Plain>"Search"</Button>
            </div>
            <div class="search__mistake" id="q-mistake" aria-live="polite">
                {move || wrong.get().map(|(text, mistake)| explained(&text, mistake))}
            </div>
            <details class="syntax">
                <summary>"What can be searched for"</summary>
                <dl class="syntax__list" inner_html=SYNTAX></dl>
            </details>
        </form>
    }
    .into_any()
}

fn explained(text: &str, mistake: Mistake) -> AnyView {
    let part = |start: u32, end: u32| -> String {
        let length = end.saturating_sub(start) as usize;
        text.chars().skip(start as usize).take(length).collect()
    };
    view! {
        <p class="field__error"><Icon glyph=Glyph::Error/> <span>{mistake.message}</span></p>
        <p class="search__text" dir="auto">
            {part(0, mistake.start)} <mark>{part(mistake.start, mistake.end)}</mark> {part(mistake.end, u32::MAX)}
        </p>
    }
    .into_any()
}

/// What the query language knows, for a person to read.
const SYNTAX: &str = "\
<div><dt>sum <q>sliding window</q></dt><dd>words or a phrase in the title, description, notes or code</dd></div>\
<div><dt>is:failed is:solved,partial</dt><dd>the latest result: solved, partial, failed or untried; also is:starred</dd></div>\
<div><dt>tag:dp tag:dp,graph</dt><dd>a tag; any of several</dd></div>\
<div><dt>site:leetcode</dt><dd>a site’s name or host</dd></div>\
<div><dt>difficulty:easy,medium</dt><dd>easy, medium or hard</dd></div>\
<div><dt>has:notes has:code has:link</dt><dd>there is at least one</dd></div>\
<div><dt>time&gt;30 best&lt;=15 attempts:0</dt><dd>minutes of the latest attempt; of the fastest solved one; how many attempts</dd></div>\
<div><dt>touched&gt;30d added&lt;2026-11-01</dt><dd>more than 30 days ago; before that day</dd></div>\
<div><dt>-tag:dp</dt><dd>not: works before every condition</dd></div>";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_example_of_the_help_can_be_read() {
        for example in SYNTAX.split("<dt>").skip(1) {
            let text = example.split("</dt>").next().unwrap();
            let text = text.replace("&gt;", ">").replace("&lt;", "<");
            let text = text.replace("<q>", "\"").replace("</q>", "\"");
            assert!(parse(&text).is_ok(), "{text}");
        }
    }

    #[test]
    fn the_wrong_part_is_marked_and_everything_is_text() {
        let text = "<b> is:sloved x";
        let html = explained(text, parse(text).unwrap_err()).to_html();
        assert!(html.contains("&lt;b&gt; is:"), "{html}");
        assert!(html.contains("<mark>sloved"), "{html}");
    }
}
