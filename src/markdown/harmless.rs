//! What a browser renders by itself. There is no cleaner there, which would be as large as a browser's own parser. So
//! only what is harmless is made: the renderer escapes texts, typed HTML is text already, and whatever would carry an
//! address or a style is written here.

use super::{events, html_of};
use crate::ui::escape::escape_html;
use pulldown_cmark::{Alignment, CowStr, Event, Tag, TagEnd};

/// Renders Markdown as the server does, but for links to places that are not plainly harmless, which are text.
pub fn render(markdown: &str) -> String {
    let mut in_link = false;
    let kept = events(markdown).filter_map(move |event| match event {
        Event::Start(Tag::Link { dest_url, .. }) => {
            in_link = is_harmless(&dest_url);
            in_link.then(|| Event::Html(CowStr::from(opening(&dest_url))))
        }
        Event::End(TagEnd::Link) => in_link.then(|| Event::Html(CowStr::from("</a>"))),
        // What stands for the picture stays; and a style would be refused by the page.
        Event::Start(Tag::Image { .. }) | Event::End(TagEnd::Image) => None,
        // Its box is no box that could be ticked.
        Event::TaskListMarker(_) => Some(Event::SoftBreak),
        Event::Start(Tag::Table(columns)) => {
            let plain = vec![Alignment::None; columns.len()];
            Some(Event::Start(Tag::Table(plain)))
        }
        other => Some(other),
    });
    // No text has these: in texts they are escaped. A box that scrolls must be reachable with the keyboard.
    html_of(kept)
        .replace("<pre>", "<pre tabindex=\"0\">")
        .replace("<table>", "<table tabindex=\"0\">")
}

fn opening(address: &str) -> String {
    let href = escape_html(address);
    [
        "<a href=\"",
        &href,
        "\" rel=\"noopener noreferrer nofollow ugc\">",
    ]
    .concat()
}

/// Whether an address says by its first letters where it leads, and that is no program.
fn is_harmless(address: &str) -> bool {
    let address = address.to_ascii_lowercase();
    ["http://", "https://", "mailto:", "/", "#"]
        .iter()
        .any(|beginning| address.starts_with(beginning))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markdown::clean::clean;
    use proptest::prelude::*;

    #[test]
    fn what_is_harmless_is_rendered_as_the_server_does() {
        for text in [
            "**trigger**: `sorted` <b>",
            "# a\n\n> b\n\n1. c\n2. d",
            "|a|b|\n|-|:-:|\n|1|2|",
            "```python\ndef f(): # <b>\n```",
            "[x](https://example.com/?a&b) and <mailto:a@example.com>",
            "~~old~~\n\n- [x] done",
        ] {
            let here = render(text);
            assert_eq!(clean(&here), crate::markdown::render(Some(text)), "{here}");
        }
    }

    #[test]
    fn nothing_that_runs_or_calls_home_is_made() {
        for attack in [
            "[x](javascript:alert(1))",
            "[x](JAVA\tSCRIPT:alert(1))",
            "[x](data:text/html,x)",
            "![pixel](https://evil.example/p.gif)",
            "<img src=x onerror=alert(1)>",
            "[x](https://example.com/\"onmouseover=alert(1))",
            "[x]: vbscript:x \"t\"\n\n[x]",
        ] {
            let html = render(attack);
            assert!(
                !html.contains("<img") && !html.contains("\"onmouse"),
                "{html}"
            );
            let leads = html.split("href=\"").nth(1).unwrap_or("https://");
            assert!(leads.starts_with("https://"), "{attack} gave {html}");
        }
    }

    proptest! {
        #[test]
        fn the_cleaner_finds_nothing_to_take_away(text in "[a-z<>&\"'`*_~|:#\\[\\]()!/\n -]{0,80}") {
            let here = render(&text);
            let tags = |html: &str| html.matches('<').count();
            prop_assert_eq!(tags(&clean(&here)), tags(&here), "{}", here);
        }
    }
}
