//! Keeps a destructive button out of the way until it is looked for; without JavaScript too.

use super::any::{Children, IntoAny};
use leptos::prelude::*;

use super::icon::{Glyph, Icon};

/// A line that opens: inside stand what will be destroyed and the form that does it.
#[component]
pub fn Confirm(
    /// What is about to be done, ending in an ellipsis: "Delete this problem…".
    #[prop(into)]
    label: String,
    /// What exactly goes, and the form with the last button.
    children: Children,
) -> impl IntoView {
    view! {
        <details class="confirm">
            <summary class="confirm__button">
                <Icon glyph=Glyph::Delete/>
                {label}
            </summary>
            <div class="confirm__body">{children.run()}</div>
        </details>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_form_is_closed_away_at_first() {
        let html = view! { <Confirm label="Delete…"><p>"All of it."</p></Confirm> }.to_html();
        assert!(
            html.contains("<details class=\"confirm\"><summary"),
            "{html}"
        );
        assert!(!html.contains("open"), "{html}");
    }
}
