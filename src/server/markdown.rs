//! People's Markdown to HTML that is safe to show.

use crate::attempt::model::{Attempt, AttemptView};
use pulldown_cmark::{Event, Options, Parser, html::push_html};
use std::{collections::HashSet, sync::LazyLock};

static CLEANER: LazyLock<ammonia::Builder<'static>> = LazyLock::new(|| {
    let mut cleaner = ammonia::Builder::default();
    cleaner
        .url_schemes(HashSet::from(["http", "https", "mailto"]))
        .link_rel(Some("noopener noreferrer nofollow ugc"))
        // A picture elsewhere would tell that site who reads what and when.
        .rm_tags(["img"])
        // A box that scrolls must be reachable with the keyboard.
        .set_tag_attribute_value("pre", "tabindex", "0")
        .rm_tag_attributes("a", ["hreflang"]);
    cleaner
});

/// Renders Markdown (with tables, strikethrough and task lists) and keeps only harmless HTML.
/// Nothing gives nothing.
pub fn render(markdown: Option<&str>) -> String {
    let Some(markdown) = markdown.filter(|text| !text.trim().is_empty()) else {
        return String::new();
    };
    let options =
        Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TASKLISTS;
    let mut html = String::with_capacity(markdown.len() * 3 / 2);
    push_html(&mut html, shallow(Parser::new_ext(markdown, options)));
    CLEANER.clean(&html).to_string()
}

/// Attempts with their notes rendered.
pub fn render_notes(attempts: Vec<Attempt>) -> Vec<AttemptView> {
    attempts
        .into_iter()
        .map(|mut attempt| AttemptView {
            notes_html: render(attempt.notes.take().as_deref()),
            attempt,
        })
        .collect()
}

/// Deepest nesting of quotes, lists and emphasis that is kept. Cleaning costs the square of the
/// nesting, and nobody reads forty levels of quotation.
const DEEPEST: usize = 32;

/// The same document without nesting beyond [`DEEPEST`], and with typed HTML as the text it is.
fn shallow<'text>(
    events: impl Iterator<Item = Event<'text>>,
) -> impl Iterator<Item = Event<'text>> {
    let mut depth = 0_usize;
    events.filter_map(move |event| match event {
        Event::Start(_) => {
            depth += 1;
            (depth <= DEEPEST).then_some(event)
        }
        Event::End(_) => {
            let kept = depth <= DEEPEST;
            depth = depth.saturating_sub(1);
            kept.then_some(event)
        }
        Event::Html(text) | Event::InlineHtml(text) => Some(Event::Text(text)),
        other => Some(other),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markdown_becomes_html() {
        assert_eq!(
            render(Some("**trigger**: `sorted`")),
            "<p><strong>trigger</strong>: <code>sorted</code></p>\n"
        );
        assert_eq!(render(Some("  \n")), "");
        assert_eq!(render(None), "");
    }

    #[test]
    fn nothing_that_runs_or_calls_home_survives() {
        for attack in [
            "<script>alert(1)</script>",
            "<img src=x onerror=alert(1)>",
            "[x](javascript:alert(1))",
            "<a href=\"data:text/html,x\">x</a>",
            "<svg onload=alert(1)>",
            "<iframe src=//evil></iframe>",
            "<style>*{display:none}</style>",
            "<form action=//evil><button>x</button></form>",
            "![pixel](https://evil.example/p.gif)",
            "<p style=\"position:fixed\">x</p>",
        ] {
            let html = render(Some(attack)).to_lowercase();
            // Typed HTML is shown as the text it is; what counts is what is left of it as markup.
            let tags: Vec<_> = html
                .split('<')
                .skip(1)
                .map(|tag| tag.split('>').next().unwrap_or_default())
                .collect();
            for forbidden in [
                "script",
                "onerror",
                "onload",
                "javascript:",
                "data:",
                "iframe",
                "style",
                "form",
                "img",
                "svg",
            ] {
                let left = tags.iter().any(|tag| tag.contains(forbidden));
                assert!(!left, "{attack} gave {html}");
            }
        }
    }

    #[test]
    fn the_deepest_nesting_that_fits_the_limits_is_rendered_at_once() {
        let began = std::time::Instant::now();
        for nested in [
            ">".repeat(100_000),
            "<div>".repeat(20_000),
            "<b>".repeat(33_000),
            "- ".repeat(50_000),
        ] {
            let html = render(Some(&nested));
            assert!(html.len() < 10 * nested.len(), "{} bytes", html.len());
        }
        // Took eleven seconds before there was a deepest level.
        assert!(began.elapsed() < std::time::Duration::from_secs(5));
    }
}
