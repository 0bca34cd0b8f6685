//! Copying what stands on a page.

use leptos::prelude::*;

/// A button that copies a text of the page. A script does that (`src/browser/js/copy.ts`), so it is
/// shown only where scripts run.
#[component]
pub fn CopyButton(
    /// Id of the field or the element that holds the text; empty for the nearest `<pre>`.
    of: String,
    /// What it says.
    label: &'static str,
    /// What it copies, for whoever hears the button alone; where there are several on a page.
    #[prop(optional)]
    about: Option<String>,
    /// Less tall, to stand in a line of small text.
    #[prop(optional)]
    small: bool,
) -> impl IntoView {
    let class = if small {
        "button button--small with-script"
    } else {
        "button with-script"
    };
    let about = about.map(|about| {
        view! { <span class="visually-hidden">{[" ", &about].concat()}</span> }
    });
    view! { <button class=class type="button" data-copy=of>{label} {about}</button> }
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
        let html = view! { <CopyButton of=String::new() label="Copy" about="the request".to_owned() small=true/> };
        let html = html.to_html();
        assert!(
            html.contains(r#">Copy<span class="visually-hidden"> the request</span>"#),
            "{html}"
        );
    }
}
