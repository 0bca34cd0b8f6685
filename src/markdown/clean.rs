//! The second line of defence: whatever the renderer made, only harmless HTML leaves the server.

use super::{events, html_of};
use crate::highlight;
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
        .set_tag_attribute_value("table", "tabindex", "0")
        .add_allowed_classes("span", highlight::Kind::ALL.map(highlight::Kind::class))
        .rm_tag_attributes("a", ["hreflang"]);
    cleaner
});

/// Renders Markdown.
pub(super) fn render(markdown: &str) -> String {
    clean(&html_of(events(markdown)))
}

/// The same HTML without anything that runs, calls home or looks like a part of the page.
pub(super) fn clean(html: &str) -> String {
    CLEANER.clean(html).to_string()
}
