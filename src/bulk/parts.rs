//! Components about many problems at once, and the star.

use super::{
    api::{ChangeProblems, StarProblem},
    model::BulkFields,
};
use crate::{
    browser,
    error::FieldErrors,
    problem::model::{Difficulty, ProblemId},
    tag::parts::TagSuggestions,
    ui::{
        address::here,
        any::IntoAny,
        button::{Button, ButtonKind},
        field::{Choice, SelectField, TextField},
        form::{Form, Submission},
        icon::{Glyph, Icon},
    },
    undo::model::without_notices,
};
use leptos::{ev, prelude::*, server_fn::ServerFn, task::spawn_local};
use leptos_router::hooks::use_location;

/// What finds the boxes of all problems that can be selected.
pub(crate) const BOXES: &str = "input[form=bulk]";
/// What finds those that are selected.
const SELECTED: &str = "input[form=bulk]:checked";

/// The box that selects a problem, anywhere on a page with a [`BulkBar`].
#[component]
pub fn SelectBox(
    /// Which.
    id: ProblemId,
    /// Its title.
    title: String,
    /// Whether it is selected at first.
    #[prop(optional)]
    checked: bool,
) -> impl IntoView {
    view! {
        <label class="select-box">
            <input class="select-box__input" type="checkbox" form="bulk" name="fields[ids][]" value=id.to_string() checked=checked/>
            <span class="visually-hidden">"Select " {title}</span>
        </label>
    }
    .into_any()
}

/// What can be done with the selected problems. It holds the form that the page's [`SelectBox`]es
/// belong to, wherever they stand; so their rows may have forms of their own.
#[component]
pub fn BulkBar(
    /// What stands in it at first; an empty `back` means the page it stands on.
    #[prop(optional)]
    fields: BulkFields,
    /// What is wrong with that.
    #[prop(optional)]
    errors: FieldErrors,
    /// The tags to suggest, most used first.
    #[prop(optional)]
    known_tags: Vec<String>,
    /// Whether it is open before anything is selected.
    #[prop(optional)]
    open: bool,
) -> impl IntoView {
    let submission = Submission::new::<ChangeProblems>(errors, |next| next);
    // None until scripts run: then it is not known, and everything can be pressed.
    let selected = RwSignal::new(None);
    // The page may be gone by then, and its signals with it.
    let count = move || {
        let _ = selected.try_set(Some(browser::count_matches(SELECTED)));
    };
    Effect::new(move |_| {
        count();
        // Later: a field that is taken away while it has the focus changes in the middle of that.
        let listener = window_event_listener(ev::change, move |_| request_animation_frame(count));
        on_cleanup(move || listener.remove());
    });
    let live = Memo::new(move |_| selected.get().is_some());
    let all = Signal::derive(move || {
        selected
            .get()
            .is_some_and(|selected| selected > 0 && selected == browser::count_matches(BOXES))
    });
    let unusable = Signal::derive(move || selected.get() == Some(0) || submission.pending().get());
    let location = use_location();
    let back = move || {
        if fields.back.is_empty() {
            location.pathname.track();
            location.search.track();
            without_notices(&here(&location))
        } else {
            fields.back.clone()
        }
    };
    let difficulties = [Choice::new("", "Choose…")]
        .into_iter()
        .chain(Difficulty::ALL.map(|one| Choice::new(one.slug(), one.label())))
        .collect();
    view! {
        <details class="bulk" open=move || open || selected.get().is_some_and(|selected| selected > 0)>
            <summary class="bulk__summary">
                "Change the selected problems"
                <span class="bulk__count" role="status">
                    {move || selected.get().map(|selected| match selected {
                        0 => "none selected".to_owned(),
                        selected => [&selected.to_string(), " selected"].concat(),
                    })}
                </span>
            </summary>
            <Form id="bulk" action="/problems/bulk" submission class="bulk__form">
                <input type="hidden" name="fields[back]" value=back/>
                {move || live.get().then(|| view! {
                    <label class="bulk__all">
                        <input class="select-box__input" type="checkbox" prop:checked=all on:change:target=move |event| {
                            browser::check_all(BOXES, event.target().checked());
                            count();
                        }/>
                        "Select all on this page"
                    </label>
                })}
                <div class="bulk__group">
                    <TextField id="bulk-tags" name="fields[tags]" label="Tags" value=fields.tags
                        error=submission.error_of("tags") data=true hint="Separated by commas."/>
                    <TagSuggestions field="#bulk-tags" known=known_tags/>
                    <div class="cluster">
                        <Button name="fields[action]" value="add-tags" disabled=unusable>"Add tags"</Button>
                        <Button name="fields[action]" value="remove-tags" disabled=unusable>"Remove tags"</Button>
                    </div>
                </div>
                <div class="bulk__group">
                    <SelectField id="bulk-difficulty" name="fields[difficulty]" label="Difficulty" options=difficulties
                        value=fields.difficulty error=submission.error_of("difficulty")/>
                    <div class="cluster">
                        <Button name="fields[action]" value="difficulty" disabled=unusable>"Set difficulty"</Button>
                    </div>
                </div>
                <div class="bulk__group cluster">
                    <Button name="fields[action]" value="star" disabled=unusable>"Star"</Button>
                    <Button name="fields[action]" value="unstar" disabled=unusable>"Take the star"</Button>
                    <Button name="fields[action]" value="delete" kind=ButtonKind::Danger disabled=unusable>"Delete"</Button>
                </div>
            </Form>
        </details>
    }
    .into_any()
}

/// The star of a problem: pressed when it has one. Changes at once when hydrated, and back with a
/// sentence when the server refuses.
#[component]
pub fn StarButton(
    /// Which.
    id: ProblemId,
    /// Its title.
    title: String,
    /// Whether it has a star.
    starred: bool,
    /// The key that presses it, where it stands alone.
    #[prop(optional)]
    key: Option<&'static str>,
    /// The key that presses it while the focus is in its row; see `src/browser/js/README.md`.
    #[prop(optional)]
    row_key: Option<&'static str>,
) -> impl IntoView {
    let on = RwSignal::new(starred);
    let refused = RwSignal::new(None);
    let back = without_notices(&here(&use_location()));
    let press = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let wanted = !on.get_untracked();
        on.set(wanted);
        refused.set(None);
        spawn_local(async move {
            let starred = if wanted { "1" } else { "0" };
            let form = ["id=", &id.to_string(), "&starred=", starred, "&back="].concat();
            let answer = browser::post_form(StarProblem::PATH, form).await;
            match answer {
                Ok(_) => {
                    browser::count_change();
                    browser::raise_revisions(&id.to_string());
                }
                // Pressed once more meanwhile, it is that press that counts.
                Err(error) if on.try_get_untracked() == Some(wanted) => {
                    let _ = on.try_set(!wanted);
                    let _ = refused.try_set(Some(error.to_string()));
                }
                Err(_) => {}
            }
        });
    };
    view! {
        <form class="star" method="post" action=["/problems/", &id.to_string(), "/star"].concat() on:submit=press>
            <input type="hidden" name="id" value=id.to_string()/>
            <input type="hidden" name="starred" value=move || if on.get() { "0" } else { "1" }/>
            <input type="hidden" name="back" value=back/>
            <button class="star__button" type="submit" data-star data-key=key data-row-key=row_key aria-keyshortcuts=key aria-pressed=move || if on.get() { "true" } else { "false" }>
                <Icon glyph=Glyph::Star/>
                <span class="visually-hidden">"Star " {title}</span>
            </button>
            {move || refused.get().map(|sentence| view! { <p class="star__refused" role="alert">{sentence}</p> })}
        </form>
    }
    .into_any()
}
