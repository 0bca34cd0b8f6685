//! Copying what stands on a page.

use leptos::prelude::*;

/// A button that copies a text of the page. A script does that (`src/browser/js/copy.ts`), so it is
/// shown only where scripts run.
#[component]
pub fn CopyButton(
    /// Id of the field or the element that holds the text.
    of: String,
    /// What it says.
    label: &'static str,
) -> impl IntoView {
    view! { <button class="button with-script" type="button" data-copy=of>{label}</button> }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_names_what_it_copies_and_sends_no_form() {
        let html = view! { <CopyButton of="secret".to_owned() label="Copy it"/> }.to_html();
        assert!(
            html.contains(r#"type="button" data-copy="secret""#),
            "{html}"
        );
        assert!(html.contains("with-script"), "{html}");
    }
}
