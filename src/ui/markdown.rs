//! What people wrote in Markdown, as the server rendered and sanitised it.

use leptos::prelude::*;

/// A box for sanitised HTML. Never pass anything that the sanitiser has not made: it is shown as it is.
#[component]
pub fn Markdown(
    /// HTML made by the server's sanitiser.
    sanitised_html: String,
) -> impl IntoView {
    view! { <div class="prose" dir="auto" inner_html=sanitised_html></div> }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_html_is_shown_as_it_is() {
        let html = view! { <Markdown sanitised_html="<p>a <em>b</em></p>".to_owned()/> }.to_html();
        assert!(html.contains("<p>a <em>b</em></p></div>"), "{html}");
    }
}
