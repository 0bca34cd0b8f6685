//! What Leptos writes that is not quite HTML, put right before it is sent: checkers and strict readers refuse it.

/// What Leptos puts between two texts and in place of nothing.
const MARKER: &str = "<!>";
/// The same to every browser, and an empty comment by the letter of the standard.
const COMMENT: &str = "<!---->";

/// The document with comments that are comments, and links whose `crossorigin` is no nonce. Text is
/// escaped, so that what begins with `<` is ours; scripts stay as they are.
pub fn valid(document: &str) -> String {
    let mut valid = String::with_capacity(document.len() + document.len() / 16);
    let mut rest = document;
    while let Some(at) = rest.find("<script") {
        let (markup, script) = rest.split_at(at);
        valid_markup(markup, &mut valid);
        let end = script.find("</script>").unwrap_or(script.len());
        let (script, after) = script.split_at(end);
        valid.push_str(script);
        rest = after;
    }
    valid_markup(rest, &mut valid);
    valid
}

fn valid_markup(markup: &str, valid: &mut String) {
    let mut rest = markup;
    while let Some(at) = rest.find('<') {
        let (text, tag) = rest.split_at(at);
        valid.push_str(text);
        if let Some(after) = tag.strip_prefix(MARKER) {
            valid.push_str(COMMENT);
            rest = after;
        } else if tag.starts_with("<link ") {
            let (link, after) = tag.split_at(tag.find('>').unwrap_or(tag.len()));
            without_nonce(link, valid);
            rest = after;
        } else {
            valid.push('<');
            rest = tag.get(1..).unwrap_or_default();
        }
    }
    valid.push_str(rest);
}

/// A link as it was, `crossorigin` without a value: Leptos hands it the nonce, and any value that is
/// not known means the same.
fn without_nonce(link: &str, valid: &mut String) {
    const NAME: &str = " crossorigin=\"";
    let parts = link.split_once(NAME).and_then(|(before, value)| {
        let (_, after) = value.split_once('"')?;
        Some((before, after))
    });
    match parts {
        Some((before, after)) => valid.extend([before, " crossorigin", after]),
        None => valid.push_str(link),
    }
}

#[cfg(test)]
mod tests {
    use super::valid;

    #[test]
    fn markers_become_comments_and_nothing_else_changes() {
        assert_eq!(
            valid("<ul><li>1 &lt; 2</li><!></ul><!> é"),
            "<ul><li>1 &lt; 2</li><!----></ul><!----> é"
        );
        let whole = "<!DOCTYPE html><p title=\"crossorigin=\">a > b <!-- c --></p>";
        assert_eq!(valid(whole), whole);
    }

    #[test]
    fn scripts_stay_as_they_are() {
        let script = "<script nonce=\"x\">let a = \"<!>\"; // <link crossorigin=\"\n</script>";
        assert_eq!(
            valid(&[script, "<!>", script].concat()),
            [script, "<!---->", script].concat()
        );
        assert_eq!(valid("<!><script>cut <!>"), "<!----><script>cut <!>");
    }

    #[test]
    fn a_link_has_no_nonce_for_an_origin() {
        assert_eq!(
            valid("<link rel=\"preload\" crossorigin=\"aB3_-\" as=\"fetch\"><link rel=\"icon\">"),
            "<link rel=\"preload\" crossorigin as=\"fetch\"><link rel=\"icon\">"
        );
    }

    proptest::proptest! {
        #[test]
        fn no_document_loses_a_word(document in "(<!>|<script>|</script>|<link |[<>\" a-cé]){0,40}") {
            let words = |text: &str| text.replace("<!---->", "<!>");
            proptest::prop_assert_eq!(words(&valid(&document)), words(&document));
        }
    }
}
