//! The template of notes.

/// Longest text that is rendered, in characters: the limit of the longest Markdown field.
pub const PREVIEW_LIMIT: usize = 100_000;

/// What good notes on an attempt say, to be filled in. Each line ends where its blank begins.
pub const TEMPLATE: &str =
    "- **Trigger:** \n- **Pattern:** \n- **Pitfall:** \n- **Complexity:** \n- **Follow-up:** \n";

/// What stands in the field at first: the template where it was asked for and nothing was written.
pub fn first_text(written: String, template_asked_for: bool) -> String {
    if template_asked_for && written.trim().is_empty() {
        TEMPLATE.to_owned()
    } else {
        written
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_template_never_takes_the_place_of_what_was_written() {
        assert_eq!(first_text("mine".to_owned(), true), "mine");
        assert_eq!(first_text(" \n".to_owned(), true), TEMPLATE);
        assert_eq!(first_text(String::new(), false), "");
    }
}
