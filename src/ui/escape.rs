//! Text into markup, by hand. For [`super::field::TextArea`] and the title of a
//! document, which this version of Leptos does not escape on the server.

/// Replaces the five characters that mean something in HTML by references, so that `text` is inert in element
/// content, in a `<textarea>`, and between quotes in an attribute.
#[must_use]
pub fn escape_html(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + text.len() / 16);
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            other => escaped.push(other),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn markup_becomes_text() {
        assert_eq!(
            escape_html(r#"</textarea><script>alert("it's")</script> &amp;"#),
            "&lt;/textarea&gt;&lt;script&gt;alert(&quot;it&#39;s&quot;)&lt;/script&gt; &amp;amp;"
        );
        assert_eq!(escape_html("naïve → 二\n\tok"), "naïve → 二\n\tok");
    }

    proptest! {
        #[test]
        fn nothing_dangerous_is_left_and_nothing_is_lost(text in r#"[a-z&<>"';/\n é]{0,60}"#) {
            let escaped = escape_html(&text);
            prop_assert!(!escaped.contains(['<', '>', '"', '\'']));
            let back = escaped.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"")
                .replace("&#39;", "'").replace("&amp;", "&");
            prop_assert_eq!(back, text);
        }
    }
}
