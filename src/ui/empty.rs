//! What stands where a list would be, when there is nothing in it yet.

use super::any::{Children, IntoAny};
use leptos::prelude::*;

use super::icon::{Glyph, Icon};

/// Says that there is nothing, why, and what to do next.
#[component]
pub fn Empty(
    /// What is missing, as a heading of the second level.
    #[prop(into)]
    title: String,
    /// The drawing above it.
    #[prop(default = Glyph::Drawer)]
    glyph: Glyph,
    /// Why, or what will stand here; plain text.
    #[prop(into)]
    body: String,
    /// The next step: links or buttons.
    children: Children,
) -> impl IntoView {
    view! {
        <div class="empty">
            <Icon glyph/>
            <h2>{title}</h2>
            <p>{body}</p>
            <div class="cluster">{children.run()}</div>
        </div>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_state_has_a_next_step_and_its_words_are_text() {
        let html = view! {
            <Empty title="Nothing matches <x>" body="All were searched.">
                <a href="/">"Clear"</a>
            </Empty>
        }
        .to_html();
        assert!(html.contains("&lt;x&gt;"), "{html}");
        assert!(
            html.contains(r#"<div class="cluster"><a href="/">Clear</a>"#),
            "{html}"
        );
    }
}
