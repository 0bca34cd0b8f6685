//! A text that is kept for a person to copy.

use super::{any::IntoAny, copy::CopyButton, field::textarea_markup};
use leptos::prelude::*;

/// A text to be read and copied, not changed, and never sent: a line, or a box of several.
#[component]
pub fn KeptText(
    /// Its id.
    id: String,
    /// What it is.
    label: String,
    /// The text.
    text: String,
    /// What a button says that copies it; without it there is none.
    #[prop(optional)]
    copy: Option<&'static str>,
) -> impl IntoView {
    let control = if text.contains('\n') || text.len() > 100 {
        // Escaped by hand: see ui::field::TextArea.
        let markup = textarea_markup(&text);
        view! { <textarea class="field__input field__input--code" id=id.clone() rows="8" readonly dir="auto" inner_html=markup prop:defaultValue=text></textarea> }
            .into_any()
    } else {
        view! { <input class="field__input field__input--data" id=id.clone() readonly dir="auto" value=text/> }
            .into_any()
    };
    let control = match copy {
        None => control,
        Some(label) => {
            let of = id.clone();
            view! { <div class="inline-form inline-form--whole">{control} <CopyButton of label/></div> }.into_any()
        }
    };
    view! {
        <div class="field">
            <label class="field__label" for=id>{label}</label>
            {control}
        </div>
    }
    .into_any()
}
