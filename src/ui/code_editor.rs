//! The element that offers an editor in place of a textarea of code.

use super::any::{Children, IntoAny};
use leptos::prelude::*;

/// Stands around a textarea. `src/browser/js/code-editor.ts` gives the element a button that opens an editor; without
/// JavaScript it is nothing.
#[component]
pub fn CodeEditor(
    /// Name of the field, in the same form, that tells the language.
    language_field: &'static str,
    /// How it behaves, as the script reads it; empty to leave that to the script.
    preferences: String,
    /// The textarea.
    children: Children,
) -> impl IntoView {
    view! { <code-editor data-language=language_field data-preferences=preferences>{children.run()}</code-editor> }.into_any()
}

#[cfg(test)]
mod tests {
    use crate::ui::field::TextArea;
    use leptos::prelude::*;

    fn html(language_field: Option<&'static str>) -> String {
        let owner = Owner::new();
        owner.with(|| match language_field {
            Some(language_field) => {
                view! { <TextArea name="code" label="Code" value="x" code=true language_field preferences="2 wraps"/> }
                    .to_html()
            }
            None => view! { <TextArea name="code" label="Code" value="x" code=true/> }.to_html(),
        })
    }

    #[test]
    fn the_editor_stands_around_the_textarea_and_nothing_else() {
        let html = html(Some("fields[language]"));
        assert!(
            html.contains(r#"<code-editor data-language="fields[language]" data-preferences="2 wraps"><textarea"#)
                && html.contains("</textarea></code-editor>"),
            "{html}"
        );
    }

    #[test]
    fn code_without_a_language_field_is_a_bare_textarea() {
        let html = html(None);
        assert!(
            html.contains("<textarea") && !html.contains("code-editor"),
            "{html}"
        );
    }
}
