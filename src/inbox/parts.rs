//! Components about what waits in the inbox.

use super::{fields::ItemFields, model::InboxItem};
use crate::{
    problem::model::Difficulty,
    text::counted,
    ui::{
        any::IntoAny,
        button::LinkButton,
        form::Submission,
        icon::{Glyph, Icon},
    },
};
use leptos::prelude::*;

/// Id of the form that dismisses; the buttons of all items belong to it.
pub(super) const DISMISS: &str = "dismiss";

/// Says how many problems wait, with the way to them; nothing when none does.
#[component]
pub fn InboxWaits(
    /// How many.
    waiting: usize,
) -> impl IntoView {
    if waiting == 0 {
        return ().into_any();
    }
    let sentence = format!(
        "{} in your inbox",
        counted(waiting, "problem waits", "problems wait")
    );
    view! {
        <div class="inbox-waits">
            <Icon glyph=Glyph::Drawer/>
            <p class="inbox-waits__text">{sentence}</p>
            <LinkButton href="/inbox">"Open the inbox"</LinkButton>
        </div>
    }
    .into_any()
}

/// One item, inside the form of its group; `place` is its number there. A `lone` item says where it is
/// from; of a contest its heading does.
#[component]
pub fn ItemRow(
    /// Which.
    item: InboxItem,
    /// Its number in the form.
    place: usize,
    /// Whether it is no problem of a contest.
    lone: bool,
    /// The form.
    submission: Submission,
) -> impl IntoView {
    let InboxItem {
        id,
        title,
        url,
        site,
        ago,
        problem,
        fields,
    } = item;
    let name = move |field: &str| format!("fields[items][{place}][{field}]");
    let site = (lone && !site.is_empty()).then(|| view! { <bdi>{site}</bdi> " · " });
    let heading = match url {
        Some(url) => view! {
            <a class="inbox-item__title" href=url rel="noopener noreferrer external" target="_blank" dir="auto">
                {title.clone()} <span class="visually-hidden">" (new tab)"</span>
            </a>
        }
        .into_any(),
        None => view! { <p class="inbox-item__title" dir="auto">{title.clone()}</p> }.into_any(),
    };
    let id = id.to_string();
    let rest = match problem {
        Some(problem) => view! {
            <p class="inbox-item__there">
                <Icon glyph=Glyph::Check/>
                <a href=["/problems/", &problem.to_string()].concat()>"Already in your journal"</a>
            </p>
            <div class="inbox-item__actions">{send(id.clone(), "Take it out", title.clone(), submission)}</div>
        }
        .into_any(),
        None => view! {
            {difficulty(name("difficulty"), &fields, title.clone(), submission)}
            <div class="inbox-item__actions">
                {send(id.clone(), "Add to the journal", title.clone(), submission)}
                <button class="button" type="submit" form=DISMISS name="ids" value=id.clone()>
                    "Dismiss" <span class="visually-hidden">": " {title.clone()}</span>
                </button>
            </div>
            {more(name("title"), name("tags"), fields, title.clone(), submission)}
        }
        .into_any(),
    };
    view! {
        <div class="inbox-item" role="group" aria-label=title data-row>
            <input type="hidden" name=name("id") value=id/>
            <div class="inbox-item__what">
                {heading}
                <p class="inbox-item__data">{site} {ago}</p>
            </div>
            {rest}
        </div>
    }
    .into_any()
}

/// The button that takes one item into the journal.
fn send(id: String, label: &'static str, title: String, submission: Submission) -> AnyView {
    let pending = submission.pending();
    view! {
        <button class="button" type="submit" name="fields[one]" value=id disabled=move || pending.get()>
            {label} <span class="visually-hidden">": " {title}</span>
        </button>
    }
    .into_any()
}

fn difficulty(name: String, fields: &ItemFields, title: String, submission: Submission) -> AnyView {
    let told = ItemFields::name_of("difficulty", &fields.id);
    let error = submission.error_at(told.clone());
    let chosen = fields.difficulty.trim().to_owned();
    let options = Difficulty::ALL
        .into_iter()
        .map(|one| {
            let selected = one.slug() == chosen;
            view! { <option value=one.slug() selected=selected>{one.label()}</option> }
        })
        .collect_view();
    view! {
        <div class="inbox-item__difficulty">
            <label>
                <span class="visually-hidden">"Difficulty of " {title}</span>
                <select class="field__input" name=name aria-describedby=describes(error, told.clone()) aria-invalid=invalid(error)>
                    <option value="">"How hard?"</option>
                    {options}
                </select>
            </label>
            {error_line(error, told)}
        </div>
    }
    .into_any()
}

/// Title and tags, closed away until they are to be changed.
fn more(
    title_name: String,
    tags_name: String,
    fields: ItemFields,
    title: String,
    submission: Submission,
) -> AnyView {
    let at = |field: &str| ItemFields::name_of(field, &fields.id);
    let (title_told, tags_told, link_told) = (at("title"), at("tags"), at("link"));
    let (title_error, tags_error) = (
        submission.error_at(title_told.clone()),
        submission.error_at(tags_told.clone()),
    );
    let link_error = submission.error_at(link_told.clone());
    let changed = fields.title != title || !fields.tags.is_empty();
    let open = move || {
        let wrong = [title_error, tags_error, link_error];
        changed || wrong.iter().any(|error| error.with(Option::is_some))
    };
    view! {
        <details class="inbox-item__more" open=open>
            <summary>"Title and tags" <span class="visually-hidden">" of " {title}</span></summary>
            <div class="form__row">
                <div class="field">
                    <label class="field">
                        <span class="field__label">"Title"</span>
                        <input class="field__input" name=title_name value=fields.title autocomplete="off" dir="auto"
                            aria-describedby=describes(title_error, title_told.clone()) aria-invalid=invalid(title_error)/>
                    </label>
                    {error_line(title_error, title_told)}
                    {error_line(link_error, link_told)}
                </div>
                <div class="field">
                    <label class="field">
                        <span class="field__label">"Tags" <span class="field__optional">" (optional)"</span></span>
                        <input class="field__input field__input--data" name=tags_name value=fields.tags autocomplete="off" autocapitalize="none"
                            spellcheck="false" dir="auto" aria-describedby=describes(tags_error, tags_told.clone()) aria-invalid=invalid(tags_error)/>
                    </label>
                    {error_line(tags_error, tags_told)}
                </div>
            </div>
        </details>
    }
    .into_any()
}

fn describes(
    error: Signal<Option<String>>,
    id: String,
) -> impl Fn() -> Option<String> + Send + Clone + 'static {
    move || error.with(Option::is_some).then(|| id.clone())
}

fn invalid(
    error: Signal<Option<String>>,
) -> impl Fn() -> Option<&'static str> + Send + Clone + 'static {
    move || error.with(Option::is_some).then_some("true")
}

fn error_line(
    error: Signal<Option<String>>,
    id: String,
) -> impl Fn() -> Option<AnyView> + Send + Clone + 'static {
    move || {
        let id = id.clone();
        error.get().map(|error| {
            view! { <p class="field__error" id=id><Icon glyph=Glyph::Error/> <span>{error}</span></p> }
                .into_any()
        })
    }
}
