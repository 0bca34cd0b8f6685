//! Components about problems, shared by several pages.

use super::{
    fields::{ProblemFields, title_from},
    model::{Difficulty, site_label},
    recognise::{likely_difficulty, pieces, recognise},
    several::model::{SEVERAL_LIMIT, face, holds_several},
};
use crate::{
    attempt::model::Status,
    browser,
    notes::parts::NotesField,
    tag::parts::TagSuggestions,
    ui::{
        any::IntoAny,
        badge::{Badge, Tone},
        button::{Button, ButtonKind, DefaultButton},
        field::{Choice, ChoiceField, TextField, textarea_markup},
        icon::{Glyph, Icon},
    },
};
use leptos::prelude::*;

/// A difficulty as bars and a word.
#[component]
pub fn DifficultyBadge(
    /// Which.
    difficulty: Difficulty,
) -> impl IntoView {
    let (tone, glyph) = match difficulty {
        Difficulty::Easy => (Tone::Level1, Glyph::Level1),
        Difficulty::Medium => (Tone::Level2, Glyph::Level2),
        Difficulty::Hard => (Tone::Level3, Glyph::Level3),
    };
    view! { <Badge tone glyph=glyph label=difficulty.label()/> }
}

/// What the latest attempt came to, as a shape and a word; "Untried" when there is none.
#[component]
pub fn StatusBadge(
    /// Status of the latest attempt.
    status: Option<Status>,
) -> impl IntoView {
    let (tone, glyph, label) = status_face(status);
    view! { <Badge tone glyph=glyph label boxed=true/> }
}

/// Tone, shape and word of a status.
pub fn status_face(status: Option<Status>) -> (Tone, Glyph, &'static str) {
    match status {
        Some(Status::Solved) => (Tone::Good, Glyph::Solved, Status::Solved.label()),
        Some(Status::Partial) => (Tone::Mixed, Glyph::Partial, Status::Partial.label()),
        Some(Status::Failed) => (Tone::Bad, Glyph::Failed, Status::Failed.label()),
        None => (Tone::Quiet, Glyph::Untried, "Untried"),
    }
}

/// A problem's tags; nothing when it has none.
#[component]
pub fn Tags(
    /// The tags.
    tags: Vec<String>,
) -> impl IntoView {
    if tags.is_empty() {
        return ().into_any();
    }
    view! {
        <ul class="tags" aria-label="Tags">
            {tags.into_iter().map(|tag| view! { <li><span class="tag" dir="auto">{tag}</span></li> }).collect_view()}
        </ul>
    }
    .into_any()
}

/// The box that takes a pasted link. A plain GET form: it works anywhere, and its answer is an
/// address that can be shared.
#[component]
pub fn PasteBox(
    /// What stands in it at first.
    #[prop(optional, into)]
    link: String,
    /// Says what is recognised, where that stands in the page at first; else fetched at the first letter.
    #[prop(optional)]
    recognised: Option<Recognise>,
) -> impl IntoView {
    let typed = RwSignal::new(link.clone());
    let recognise = RwSignal::new(recognised);
    let take = move |text: String| {
        typed.set(text);
        if recognise.read_untracked().is_none() {
            leptos::task::spawn_local(async move {
                let _ = recognise.try_set(Some(fetch_recogniser().await));
            });
        }
    };
    view! {
        <form class="paste" action="/problems/new" method="get" aria-label="Add a problem by its link">
            <label class="field__label" for="paste-link">"Paste a problem link"</label>
            <div class="inline-form">
                <textarea class="field__input field__input--data paste__input" id="paste-link" name="link" rows="1" data-key="n" aria-keyshortcuts="n"
                    inputmode="url" autocomplete="off" autocapitalize="none" spellcheck="false" dir="auto" required
                    placeholder="https://leetcode.com/problems/two-sum/" inner_html=textarea_markup(&link) prop:defaultValue=link
                    aria-describedby="paste-hint paste-found" on:input:target=move |event| take(event.target().value())
                    on:keydown=move |event| browser::submit_on_enter(&event)></textarea>
                <Button kind=ButtonKind::Primary>"Add" <Icon glyph=Glyph::Next/></Button>
            </div>
            <p class="field__hint" id="paste-hint">
                "A bare address, “Title – https://…”, a Markdown link; or several, one per line. "
                <a href="/problems/new">"Add one without a link"</a>
            </p>
            <div id="paste-found" role="status">{move || recognise.get().map(|recognise| recognise(typed.get()))}</div>
        </form>
    }
}

/// Shows what a pasted text was recognised as.
pub type Recognise = fn(String) -> AnyView;

/// [`recognised`] with the rules of all sites, which are too much for a page on which few paste.
#[cfg_attr(not(debug_assertions), lazy)]
async fn fetch_recogniser() -> Recognise {
    recognised as Recognise
}

/// What stands in the paste box was recognised as one link, or as several.
pub fn recognised(pasted: String) -> AnyView {
    if holds_several(&pasted) {
        view! { <Pieces pasted/> }.into_any()
    } else {
        one_link(pasted)
    }
}

/// What each piece of a paste with several links was recognised as. Nothing while it is empty.
#[component]
pub fn Pieces(
    /// Whatever was pasted.
    pasted: String,
) -> impl IntoView {
    let pieces = pieces(&pasted, SEVERAL_LIMIT);
    if pieces.is_empty() {
        return ().into_any();
    }
    let lines = pieces
        .iter()
        .map(|piece| {
            let (title, site) = face(piece);
            let (glyph, data) = match &piece.link {
                Some(link) => {
                    let likely = likely_difficulty(link)
                        .map_or("difficulty unknown", |likely| likely.slug());
                    (Glyph::Check, [site.as_str(), " · ", likely].concat())
                }
                None => (
                    Glyph::Warning,
                    "There is no problem link in this.".to_owned(),
                ),
            };
            view! {
                <li class="report__line">
                    <Icon glyph/>
                    <span class="report__title" dir="auto">{title}</span>
                    <span class="report__data">{data}</span>
                </li>
            }
        })
        .collect_view();
    view! { <ol class="report" aria-label="Recognised">{lines}</ol> }.into_any()
}

/// What a pasted text was recognised as: "Two Sum · LeetCode · easy?". Nothing while it is empty.
fn one_link(pasted: String) -> AnyView {
    if pasted.trim().is_empty() {
        return ().into_any();
    }
    let Some(link) = recognise(&pasted) else {
        return view! { <p class="field__hint">"There is no web address in this yet."</p> }
            .into_any();
    };
    let title = title_from(&link, &pasted);
    let site = site_label(Some(link.platform.slug()), Some(&link.url))
        .unwrap_or_default()
        .to_owned();
    let mut facts = vec![
        Some(title)
            .filter(|title| !title.is_empty())
            .unwrap_or_else(|| "Untitled".to_owned()),
        site,
    ];
    // A guess says that it is one.
    facts.extend(likely_difficulty(&link).map(|likely| format!("{}?", likely.slug())));
    view! {
        <div class="recognised">
            <Icon glyph=Glyph::Check/>
            <p class="recognised__title" dir="auto">{facts.join(" · ")}</p>
            <p class="recognised__data">{link.url}</p>
        </div>
    }
    .into_any()
}

/// The fields of a problem, inside a form.
#[component]
pub fn ProblemFieldset(
    /// What stands in them at first.
    fields: ProblemFields,
    /// What is wrong with each.
    error_of: Callback<&'static str, Signal<Option<String>>>,
    /// The tags to suggest, most used first.
    known_tags: Vec<String>,
) -> impl IntoView {
    view! {
        <DefaultButton/>
        <input type="hidden" name="fields[id]" value=fields.id/>
        <TextField id="link" name="fields[link]" label="Link" value=fields.link error=error_of.run("link")
            optional=true data=true inputmode="url" hint="Any text with the problem’s address in it."/>
        <TextField id="title" name="fields[title]" label="Title" value=fields.title error=error_of.run("title")
            hint="Up to 300 characters. Leave it empty to take the link’s."/>
        {part_field("difficulty", fields.difficulty, error_of.run("difficulty"))}
        {part_field("tags", fields.tags, error_of.run("tags"))}
        <TagSuggestions field="#tags" known=known_tags/>
        <NotesField id="description" name="fields[description]" label="Description" value=fields.description
            error=error_of.run("description") hint="Markdown works here. Up to 100,000 characters."/>
    }
    .into_any()
}

/// The field of one part of a problem: its `difficulty`, or else its `tags`.
pub(super) fn part_field(
    part: &'static str,
    value: String,
    error: Signal<Option<String>>,
) -> AnyView {
    if part == "difficulty" {
        let options = Difficulty::ALL
            .into_iter()
            .zip([Glyph::Level1, Glyph::Level2, Glyph::Level3])
            .map(|(difficulty, glyph)| {
                Choice::new(difficulty.slug(), difficulty.label()).with_glyph(glyph)
            })
            .collect();
        view! { <ChoiceField id="difficulty" name="fields[difficulty]" label="Difficulty" options value error/> }
            .into_any()
    } else {
        view! {
            <TextField id="tags" name="fields[tags]" label="Tags" value error optional=true data=true
                hint="Separated by commas, for example: array, hash-table"/>
        }
        .into_any()
    }
}
