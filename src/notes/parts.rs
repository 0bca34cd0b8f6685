//! The field that Markdown is written in.

use super::{
    api::preview_markdown,
    model::{TEMPLATE, first_text},
};
use crate::{
    browser,
    error::AppError,
    ui::{
        address::query_parameter, any::IntoAny, escape::escape_html, field::TextArea,
        markdown::Markdown,
    },
};
use leptos::{prelude::*, task::spawn_local};

/// A Markdown field with a preview and, where `template` says so, a template.
///
/// Without JavaScript the preview is a page of its own in a new tab, made from a post of the whole form, and the
/// template is a link to the same form with the template in the empty field.
#[component]
pub fn NotesField(
    /// Its id, and its name without the brackets: `notes`.
    id: &'static str,
    /// Name under which the form sends it: `fields[notes]`.
    name: &'static str,
    /// What is asked for.
    label: &'static str,
    /// What it holds at first.
    value: String,
    /// What is wrong with it.
    error: Signal<Option<String>>,
    /// Help that is always there.
    hint: &'static str,
    /// Offers the template.
    #[prop(optional)]
    template: bool,
) -> impl IntoView {
    let asked_for = template && query_parameter("template").get_untracked() == "1";
    let value = first_text(value, asked_for);
    let preview = RwSignal::new(None::<String>);
    let field = format!("#{id}");
    let to_fill = field.clone();
    let show = move || {
        let text = browser::value_of(&field);
        spawn_local(async move {
            let html = match preview_markdown(text).await {
                Ok(html) if html.is_empty() => "<p>Nothing is written yet.</p>".to_owned(),
                Ok(html) => html,
                Err(AppError::Invalid(errors)) => {
                    escape_html(&errors.of("text").unwrap_or_default())
                }
                Err(error) => escape_html(&error.to_string()),
            };
            // The person may have left the page meanwhile.
            let _ = preview.try_set(Some(html));
        });
    };
    let refresh = show.clone();
    let is_open = move || preview.with(Option::is_some);
    view! {
        // A field that is taken away while it has the focus says so, too, when its signals are gone.
        <div class="notes-field" on:change=move |_| if preview.try_with_untracked(Option::is_some).unwrap_or_default() { refresh() }>
            <TextArea id=id name=name label=label value=value error=error optional=true hint=hint rows=8/>
            <div class="cluster notes-field__tools">
                <button class="button button--small" type="submit" name="preview" value=id formaction="/preview" formtarget="_blank"
                    aria-pressed=move || is_open().then_some("true")
                    on:click=move |event| {
                        event.prevent_default();
                        if preview.with_untracked(Option::is_some) { preview.set(None) } else { show() }
                    }
                >
                    "Preview"
                </button>
                {template.then(|| view! {
                    <a class="button button--small" href="?template=1" on:click=move |event| {
                        event.prevent_default();
                        browser::append_text(&to_fill, TEMPLATE);
                    }>"Insert the template"</a>
                })}
            </div>
            <div class="notes-field__preview" role="region" aria-label="Preview" aria-live="polite" hidden=move || !is_open()>
                {move || preview.get().map(|html| view! { <Markdown sanitised_html=html/> })}
            </div>
        </div>
    }
    .into_any()
}
