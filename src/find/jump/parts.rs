//! The way to the command palette that can be seen.

use crate::ui::icon::{Glyph, Icon};
use leptos::prelude::*;

/// In the header: opens the command palette. Without scripts it leads to the list, which has a search of its own.
#[component]
pub fn JumpLink() -> impl IntoView {
    // Which of the two keys is shown is a matter of the machine, which the script tells the style sheet.
    view! {
        <a class="jump-link" href="/problems" data-palette aria-keyshortcuts="Control+K Meta+K">
            <Icon glyph=Glyph::Search/>
            <span class="jump-link__word">"Search"</span>
            <kbd class="jump-link__key" aria-hidden="true">
                <span class="jump-link__other">"Ctrl K"</span>
                <span class="jump-link__mac">"⌘ K"</span>
            </kbd>
        </a>
    }
}
