//! People's Markdown to HTML that is safe to show.

use pulldown_cmark::{Options, Parser, html::push_html};
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
    push_html(&mut html, Parser::new_ext(markdown, options));
    CLEANER.clean(&html).to_string()
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
            for forbidden in [
                "<script",
                "onerror",
                "onload",
                "javascript:",
                "data:",
                "<iframe",
                "<style",
                "<form",
                "<img",
                "style=",
            ] {
                assert!(!html.contains(forbidden), "{attack} gave {html}");
            }
        }
    }
}
