//! People's Markdown to HTML that is safe to show: on the server, which also cleans what came out; and in a browser
//! without the network, where only harmless things are made in the first place.

#[cfg(feature = "ssr")]
mod clean;
pub mod harmless;

#[cfg(not(feature = "ssr"))]
mod clean {
    pub(super) use super::harmless::render;
}

use crate::{
    attempt::model::{Attempt, AttemptView},
    highlight,
};
use pulldown_cmark::{
    CodeBlockKind, CowStr, Event, HeadingLevel, Options, Parser, Tag, TagEnd, html::push_html,
};

/// Renders Markdown (with tables, strikethrough and task lists) and keeps only harmless HTML.
/// Nothing gives nothing.
pub fn render(markdown: Option<&str>) -> String {
    let Some(markdown) = markdown.filter(|text| !text.trim().is_empty()) else {
        return String::new();
    };
    clean::render(markdown)
}

/// What a text says, with typed HTML as the text it is.
fn events(markdown: &str) -> impl Iterator<Item = Event<'_>> {
    let options =
        Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TASKLISTS;
    coloured(below(shallow(Parser::new_ext(markdown, options))))
}

fn html_of<'text>(events: impl Iterator<Item = Event<'text>>) -> String {
    let mut html = String::new();
    push_html(&mut html, events);
    html
}

/// Attempts with their notes and code rendered.
pub fn render_attempts(attempts: Vec<Attempt>) -> Vec<AttemptView> {
    attempts.into_iter().map(render_attempt).collect()
}

/// An attempt with its notes and code rendered.
pub fn render_attempt(mut attempt: Attempt) -> AttemptView {
    let code = attempt.code.take().unwrap_or_default();
    AttemptView {
        notes_html: render(attempt.notes.take().as_deref()),
        code_lines: code.lines().count(),
        code_html: highlight::html(&code, attempt.language.as_deref()),
        attempt,
    }
}

/// The same document with the code of fences that name a language coloured. The spans are made
/// here, after typed HTML has become text, so none of them is anybody else's.
fn coloured<'text>(
    mut events: impl Iterator<Item = Event<'text>>,
) -> impl Iterator<Item = Event<'text>> {
    let mut left = highlight::COLOURED_LIMIT;
    std::iter::from_fn(move || {
        let event = events.next()?;
        let Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) = &event else {
            return Some(event);
        };
        let language = info.split([' ', ',', '{']).next().unwrap_or_default();
        let mut code = String::new();
        for inner in events.by_ref() {
            match inner {
                Event::Text(text) => code.push_str(&text),
                Event::End(TagEnd::CodeBlock) => break,
                _ => {}
            }
        }
        // One bound for the whole document: a thousand fences cost what one costs.
        let language = Some(language).filter(|_| code.len() <= left);
        left = left.saturating_sub(code.len());
        let html = format!(
            "<pre><code>{}</code></pre>\n",
            highlight::html(&code, language)
        );
        Some(Event::Html(CowStr::from(html)))
    })
}

/// Level of the headings that notes and descriptions stand below.
const ABOVE: u8 = 2;

/// The same document with its headings below those of the page, none of them more than one level
/// below the one before: a page has one heading of the first level, which is its own.
fn below<'text>(events: impl Iterator<Item = Event<'text>>) -> impl Iterator<Item = Event<'text>> {
    let mut last = ABOVE;
    events.map(move |event| match event {
        Event::Start(Tag::Heading {
            level,
            id,
            classes,
            attrs,
        }) => {
            last = (level as u8 + ABOVE)
                .min(last + 1)
                .min(HeadingLevel::H6 as u8);
            Event::Start(Tag::Heading {
                level: heading(last),
                id,
                classes,
                attrs,
            })
        }
        // The one that was begun last.
        Event::End(TagEnd::Heading(_)) => Event::End(TagEnd::Heading(heading(last))),
        other => other,
    })
}

fn heading(level: u8) -> HeadingLevel {
    HeadingLevel::try_from(usize::from(level)).unwrap_or(HeadingLevel::H6)
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
    fn headings_stand_below_the_pages_own_and_leave_no_level_out() {
        assert_eq!(
            render(Some("# a\n\n#### b\n\n## c\n\n###### d")),
            "<h3>a</h3>\n<h4>b</h4>\n<h4>c</h4>\n<h5>d</h5>\n"
        );
        assert_eq!(render(Some("###### deep")), "<h3>deep</h3>\n");
    }

    #[test]
    fn what_scrolls_is_reached_with_the_keyboard() {
        let table = render(Some("|a|b|\n|-|-|\n|1|2|"));
        assert!(table.starts_with("<table tabindex=\"0\">"), "{table}");
    }

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
    fn a_fence_that_names_its_language_is_coloured() {
        let html = render(Some(
            "```python\ndef f(): # <b>\n```\n\n```\ndef\n```\n\n```\u{1F600}\nx",
        ));
        assert!(
            html.contains("<span class=\"hl-keyword\">def</span>"),
            "{html}"
        );
        assert!(
            html.contains("<span class=\"hl-comment\"># &lt;b&gt;</span>"),
            "{html}"
        );
        assert!(
            html.contains("<pre tabindex=\"0\"><code>def\n</code></pre>"),
            "{html}"
        );
        // Only our own spans and classes: typed ones stay text.
        let typed =
            "<span class=\"hl-keyword site-header\">x</span>\n\n```py\n</code><script>\n```";
        let html = render(Some(typed));
        assert!(
            html.contains("&lt;span class=\"hl-keyword site-header\"&gt;"),
            "{html}"
        );
        assert_eq!(html.matches("<code>").count(), 1, "{html}");
        assert!(!html.contains("<script"), "{html}");
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
