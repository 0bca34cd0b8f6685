//! A small form that opens where its result is shown; without JavaScript too.

use super::any::{Children, IntoAny};
use super::icon::{Glyph, Icon};
use leptos::prelude::*;

/// A line that opens: inside stands the form.
#[component]
pub fn InPlace(
    /// Its id, so that an address can point at it.
    id: &'static str,
    /// What can be done, such as "Change the difficulty".
    label: &'static str,
    /// The drawing before it.
    glyph: Glyph,
    /// The key that opens it, wherever it is on the page.
    #[prop(optional)]
    key: Option<&'static str>,
    /// Whether it is what the page is for.
    #[prop(optional)]
    primary: bool,
    /// Whether it is open at first.
    #[prop(optional)]
    open: bool,
    /// The form.
    children: Children,
) -> impl IntoView {
    let face = if primary {
        "in-place__button button button--primary"
    } else {
        "in-place__button"
    };
    view! {
        <details class="in-place" id=id open=open>
            <summary class=face data-key=key aria-keyshortcuts=key><Icon glyph/> {label}</summary>
            <div class="in-place__body">{children.run()}</div>
        </details>
    }
    .into_any()
}
