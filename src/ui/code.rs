//! Code, in a box that scrolls by itself and can be reached with the keyboard.

use super::any::IntoAny;
use crate::text::counted;
use leptos::prelude::*;

/// Longest code that is shown unfolded, in lines.
const UNFOLDED: usize = 40;

/// A figure with the name of the language above the code; long code is folded away, with the number of its lines.
#[component]
pub fn Code(
    /// Name of the language, as people write it; empty when unknown.
    #[prop(into)]
    language: String,
    /// Number of its lines.
    lines: usize,
    /// The code as HTML made by the server's highlighter: escaped text and spans, shown as it is.
    highlighted_html: String,
) -> impl IntoView {
    let label = if language.is_empty() {
        "Code".to_owned()
    } else {
        ["Code, ", &language].concat()
    };
    let caption = if language.is_empty() {
        "Code".to_owned()
    } else {
        language
    };
    let count = counted(lines, "line", "lines");
    let caption = view! { <span>{caption}</span> " " <span class="code__count">{count}</span> };
    let code = view! {
        <pre class="code__pre" tabindex="0" role="region" aria-label=label>
            <code translate="no" inner_html=highlighted_html></code>
        </pre>
    };
    if lines > UNFOLDED {
        view! { <details class="code code--folded"><summary class="code__caption">{caption}</summary>{code}</details> }
            .into_any()
    } else {
        view! { <figure class="code"><figcaption class="code__caption">{caption}</figcaption>{code}</figure> }
            .into_any()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_stands_between_the_box_and_the_code() {
        let html =
            view! { <Code language="Rust" lines=2 highlighted_html="\n  a &lt; b\n".to_owned()/> }
                .to_html();
        assert!(
            html.contains("class=\"code__pre\"><code translate=\"no\">\n  a &lt; b\n</code>"),
            "{html}"
        );
    }

    #[test]
    fn the_box_is_reachable_with_the_keyboard_and_has_a_name() {
        let html = view! { <Code language="" lines=1 highlighted_html="x".to_owned()/> }.to_html();
        assert!(html.contains(r#"tabindex="0""#), "{html}");
        assert!(html.contains(r#"aria-label="Code""#), "{html}");
        assert!(!html.contains("<details"), "{html}");
    }

    #[test]
    fn long_code_is_folded_and_says_how_long_it_is() {
        let html =
            view! { <Code language="Go" lines=41 highlighted_html="x".to_owned()/> }.to_html();
        assert!(
            html.contains("<details") && html.contains("41 lines"),
            "{html}"
        );
    }
}
