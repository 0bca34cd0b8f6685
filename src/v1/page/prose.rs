//! The Markdown of the description as HTML. It is ours, so nothing in it is to be feared.

use super::parts::code_block;
use crate::{ui::escape::escape_html, v1::problem_details::Code};
use leptos::prelude::*;
use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Parser, Tag, TagEnd, html::push_html};

/// A part of the guide below a heading of the second level.
pub struct Section {
    /// Where a link leads to it.
    pub id: String,
    /// Its heading.
    pub title: String,
    /// What stands below.
    pub html: String,
}

/// What stands before the first heading, and the sections.
pub fn sections(markdown: &str) -> (String, Vec<Section>) {
    let mut intro = String::new();
    let mut sections: Vec<Section> = Vec::new();
    let mut title = None;
    let mut events = Vec::new();
    let mut end = |title: Option<String>, events: &mut Vec<Event<'_>>| {
        let html = rendered(std::mem::take(events).into_iter(), title.as_deref());
        match title {
            Some(title) => sections.push(Section {
                id: title.to_lowercase().replace(' ', "-"),
                title,
                html,
            }),
            None => intro = html,
        }
    };
    let mut parser = Parser::new(markdown);
    while let Some(event) = parser.next() {
        if let Event::Start(Tag::Heading {
            level: HeadingLevel::H2,
            ..
        }) = event
        {
            end(title.take(), &mut events);
            title = Some(heading(&mut parser));
        } else {
            events.push(event);
        }
    }
    end(title, &mut events);
    (intro, sections)
}

/// The words of a heading that has begun.
fn heading<'text>(events: &mut impl Iterator<Item = Event<'text>>) -> String {
    events
        .take_while(|event| !matches!(event, Event::End(TagEnd::Heading(_))))
        .filter_map(|event| match event {
            Event::Text(text) | Event::Code(text) => Some(text.into_string()),
            _ => None,
        })
        .collect()
}

/// Blocks.
pub fn html(markdown: &str) -> String {
    rendered(Parser::new(markdown), None)
}

/// What fits into a sentence or a cell: one paragraph is no block.
pub fn inline(markdown: &str) -> String {
    let html = html(markdown);
    let html = html.trim();
    let inner = html
        .strip_prefix("<p>")
        .and_then(|rest| rest.strip_suffix("</p>"));
    match inner {
        Some(inner) if !inner.contains("<p>") => inner.to_owned(),
        _ => html.to_owned(),
    }
}

fn rendered<'text>(events: impl Iterator<Item = Event<'text>>, about: Option<&str>) -> String {
    let mut html = String::new();
    push_html(&mut html, linked(with_boxes(events, about)));
    html
}

/// The same with the code of fences in boxes.
fn with_boxes<'text>(
    mut events: impl Iterator<Item = Event<'text>>,
    about: Option<&str>,
) -> impl Iterator<Item = Event<'text>> {
    std::iter::from_fn(move || {
        let event = events.next()?;
        let Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(_))) = &event else {
            return Some(event);
        };
        let mut code = String::new();
        for inner in events.by_ref() {
            match inner {
                Event::Text(text) => code.push_str(&text),
                Event::End(TagEnd::CodeBlock) => break,
                _ => {}
            }
        }
        let shown = code_block("Shell".to_owned(), "sh", code.trim_end(), about);
        Some(Event::Html(shown.to_html().into()))
    })
}

/// The same with every code leading to where it is explained.
fn linked<'text>(events: impl Iterator<Item = Event<'text>>) -> impl Iterator<Item = Event<'text>> {
    events.map(|event| match event {
        Event::Code(text) if Code::ALL.iter().any(|code| code.name() == *text) => {
            let (id, name) = (id_of_code(&text), escape_html(&text));
            Event::Html(format!("<a href=\"#{id}\"><code>{name}</code></a>").into())
        }
        other => other,
    })
}

/// Where a code is explained.
pub fn id_of_code(name: &str) -> String {
    format!("error-{name}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_guide_is_taken_apart_at_its_headings() {
        let (intro, sections) =
            sections("a `b`\n\n## One two\n\nc\n\n```sh\nd < e\n```\n\n## Three\n\nf");
        assert_eq!(intro, "<p>a <code>b</code></p>\n");
        let found: Vec<_> = sections
            .iter()
            .map(|one| (one.id.as_str(), one.title.as_str()))
            .collect();
        assert_eq!(found, [("one-two", "One two"), ("three", "Three")]);
        assert!(
            sections[0].html.contains("<figure") && sections[0].html.contains("&lt;"),
            "{}",
            sections[0].html
        );
        assert_eq!(sections[1].html, "<p>f</p>\n");
    }

    #[test]
    fn codes_lead_to_where_they_are_explained() {
        assert_eq!(
            inline("see `id_taken`, not `id`"),
            "see <a href=\"#error-id_taken\"><code>id_taken</code></a>, not <code>id</code>"
        );
    }

    #[test]
    fn one_paragraph_is_no_block_and_two_are() {
        assert_eq!(inline("a\nb"), "a\nb");
        assert_eq!(inline("a\n\nb"), "<p>a</p>\n<p>b</p>");
        assert_eq!(inline(""), "");
    }
}
