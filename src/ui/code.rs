//! Code, in a box that scrolls by itself and can be reached with the keyboard.

use super::any::IntoAny;
use leptos::prelude::*;

/// A figure with the name of the language above the code.
#[component]
pub fn Code(
    /// Name of the language, as people write it; empty when unknown.
    #[prop(into)]
    language: String,
    /// The code itself.
    text: String,
    /// The same code as HTML, when the server has highlighted it: sanitised, shown as it is.
    #[prop(default = None)]
    highlighted_html: Option<String>,
) -> impl IntoView {
    let (caption, label) = if language.is_empty() {
        ("Code".to_owned(), "Code".to_owned())
    } else {
        (language.clone(), format!("Code, {language}"))
    };
    let code = match highlighted_html {
        Some(html) => view! { <code translate="no" inner_html=html></code> }.into_any(),
        None => view! { <code translate="no">{text}</code> }.into_any(),
    };
    view! {
        <figure class="code">
            <figcaption class="code__caption">{caption}</figcaption>
            <pre class="code__pre" tabindex="0" role="region" aria-label=label>
                {code}
            </pre>
        </figure>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_is_text_and_keeps_its_lines() {
        let html = view! { <Code language="Rust" text="\n  if a < b && c {\n  }\n".to_owned()/> }
            .to_html();
        assert!(
            html.contains("<code translate=\"no\">\n  if a &lt; b &amp;&amp; c {\n  }\n"),
            "{html}"
        );
    }

    #[test]
    fn nothing_stands_between_the_box_and_the_code() {
        let html = view! { <Code language="Rust" text="x".to_owned()/> }.to_html();
        assert!(html.contains(r#"class="code__pre"><code"#), "{html}");
    }

    #[test]
    fn the_box_is_reachable_with_the_keyboard_and_has_a_name() {
        let html = view! { <Code language="" text="x".to_owned()/> }.to_html();
        assert!(html.contains(r#"tabindex="0""#), "{html}");
        assert!(html.contains(r#"aria-label="Code""#), "{html}");
    }
}
