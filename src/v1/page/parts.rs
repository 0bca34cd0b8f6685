//! What the sections of the page share.

use crate::{
    highlight,
    ui::{copy::CopyButton, escape::escape_html},
};
use leptos::prelude::*;

/// Code in a box; with `about`, also a button that copies it: what it is about, for whoever hears the button alone.
pub fn code_block(
    title: String,
    language: &'static str,
    code: &str,
    about: Option<&str>,
) -> AnyView {
    let label = match about {
        Some(about) => format!("{title}: {about}"),
        None => title.clone(),
    };
    let copy = about.map(|about| {
        view! { <CopyButton of=String::new() label="Copy" about=about.to_owned() small=true/> }
    });
    let html = highlight::html(code, Some(language));
    view! {
        <figure class="code">
            <figcaption class="code__caption"><span>{title}</span> {copy}</figcaption>
            <pre class="code__pre" tabindex="0" role="group" aria-label=label>
                <code translate="no" inner_html=html></code>
            </pre>
        </figure>
    }
    .into_any()
}

/// A method, told by its word and by how loud it is.
pub fn method_label(method: &str) -> AnyView {
    let loudness = match method {
        "GET" => "method",
        "DELETE" => "method method--deletes",
        _ => "method method--changes",
    };
    view! { <span class=loudness>{method.to_owned()}</span> }.into_any()
}

/// A name of a table, which may go on in the next line between its words only.
pub fn name(text: &str) -> AnyView {
    let mut html = String::new();
    let mut last = ' ';
    for character in text.chars() {
        let begins = last == '_' || character.is_uppercase() && last.is_lowercase();
        if begins {
            html.push_str("<wbr>");
        }
        html.push_str(&escape_html(character.encode_utf8(&mut [0; 4])));
        last = character;
    }
    view! { <code class="meanings__name" inner_html=html></code> }.into_any()
}

/// What the two columns of a table have.
pub struct HeaderRow(pub &'static str, pub &'static str);

/// A table of names and what they mean.
pub fn table(label: &str, header: HeaderRow, rows: Vec<AnyView>) -> AnyView {
    view! {
        <table class="meanings" aria-label=label.to_owned()>
            <thead><tr><th scope="col">{header.0}</th><th scope="col">{header.1}</th></tr></thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

/// A name, and what it means as HTML.
pub fn row(name: AnyView, meaning: String) -> AnyView {
    view! { <tr><th scope="row">{name}</th><td inner_html=meaning></td></tr> }.into_any()
}

/// The same, where a link can lead.
pub fn row_at(id: String, name: AnyView, meaning: String) -> AnyView {
    view! { <tr id=id><th scope="row">{name}</th><td inner_html=meaning></td></tr> }.into_any()
}

/// Where the codes of a status are explained.
pub fn id_of_status(status: u16) -> String {
    format!("status-{status}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_broken_between_its_words() {
        let html = |text| name(text).to_html();
        assert!(html("too_many_requests").contains(">too_<wbr>many_<wbr>requests<"));
        assert!(html("latestAttemptedAt").contains(">latest<wbr>Attempted<wbr>At<"));
        assert!(html("ETag").contains(">ETag<") && html("a<b").contains(">a&lt;b<"));
    }
}
