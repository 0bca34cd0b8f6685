use super::*;
use proptest::prelude::*;

fn diff(old: &str, new: &str) -> (String, String) {
    compare(
        old,
        new,
        (Some("Python"), Some("Python")),
        Duration::from_secs(5),
    )
}

/// What a browser would show of these sides' cells.
fn lines_of(html: &str, wanted: &[&str]) -> Vec<String> {
    html.split("<td class=\"")
        .skip(1)
        .filter_map(|cell| {
            let (class, rest) = cell.split_once("\">")?;
            if !wanted.contains(&class.rsplit("--").next()?) {
                return None;
            }
            let code = rest
                .split("<code translate=\"no\">")
                .nth(1)?
                .split("</code>")
                .next()?;
            let mut text = String::new();
            for part in code.split('<') {
                text.push_str(part.split_once('>').map_or(part, |(_, after)| after));
            }
            Some(
                text.replace("&lt;", "<")
                    .replace("&gt;", ">")
                    .replace("&quot;", "\"")
                    .replace("&#39;", "'")
                    .replace("&amp;", "&"),
            )
        })
        .collect()
}

#[test]
fn what_changed_is_signed_counted_and_marked_by_the_word() {
    let (summary, html) = diff("a = 1\nb = two(a)\nc\n", "a = 1\nb = three(a)\nc\nd\n");
    assert_eq!(summary, "2 lines added, 1 removed.");
    assert!(
        html.contains("<del><span class=\"hl-function\">two</span></del>"),
        "{html}"
    );
    assert!(
        html.contains("<ins><span class=\"hl-function\">three</span></ins>"),
        "{html}"
    );
    assert!(
        html.contains(">−</span><span class=\"visually-hidden\">removed: "),
        "{html}"
    );
    assert!(
        html.contains(">+</span><span class=\"visually-hidden\">added: "),
        "{html}"
    );
}

/// One text of these lines, each ended.
fn lines(lines: impl Iterator<Item = String>) -> String {
    lines.flat_map(|line| [line, "\n".to_owned()]).collect()
}

#[test]
fn equal_stretches_are_folded_and_counted() {
    let common = lines((0..20).map(|number| format!("line {number}")));
    let (_, html) = diff(&format!("old\n{common}"), &format!("new\n{common}"));
    assert!(
        html.contains("<summary>… 17 equal lines</summary>"),
        "{html}"
    );
    let (_, html) = diff(
        &format!("{common}old\n{common}"),
        &format!("{common}new\n{common}"),
    );
    assert_eq!(
        html.matches("<summary>… 17 equal lines</summary>").count(),
        2,
        "{html}"
    );
    let (_, html) = diff("a\nb\nc\nd\nold", "a\nb\nc\nd\nnew");
    assert!(!html.contains("<details"), "{html}");
}

#[test]
fn nothing_to_show_is_said() {
    assert_eq!(diff("", "").0, "Neither attempt has code.");
    assert_eq!(
        diff("x", "x").0,
        "The code is the same, character for character."
    );
    assert_eq!(diff("", "x\ny").0, "2 lines added, 0 removed.");
    assert_eq!(diff("x\ny\n", "").0, "0 lines added, 2 removed.");
}

#[test]
fn markup_in_code_stays_text() {
    let (_, html) = diff(
        "<script>alert(1)</script>",
        "</td><img src=x onerror=alert(2)>",
    );
    assert!(
        !html.contains("<script") && !html.contains("<img"),
        "{html}"
    );
}

#[test]
fn two_long_strangers_are_compared_in_time() {
    let began = Instant::now();
    let old = lines((0..50_000).map(|number| (number * 7 % 1_000).to_string()));
    let new = lines((0..50_000).map(|number| (number * 13 % 997).to_string()));
    let long_line = "x = y + ".repeat(25_000);
    for (old, new) in [
        (old.as_str(), new.as_str()),
        (&long_line, "x"),
        (&"\n".repeat(200_000), "a\n"),
    ] {
        let (_, html) = compare(old, new, (Some("c++"), Some("c++")), TIME_LIMIT);
        assert!(html.len() < 4_000_000, "{}", html.len());
    }
    assert!(
        began.elapsed() < Duration::from_secs(8),
        "{:?}",
        began.elapsed()
    );
}

proptest! {
    #[test]
    fn both_sides_are_whole(
        old in prop::collection::vec("[ab<&(\"' é]{0,6}", 0..30),
        new in prop::collection::vec("[ab<&(\"' é]{0,6}", 0..30),
    ) {
        let (old_text, new_text) = (old.join("\n"), new.join("\n"));
        let (_, html) = diff(&old_text, &new_text);
        let lines = |text: &str| match text.strip_suffix('\n').unwrap_or(text) {
            "" => Vec::new(),
            text => text.split('\n').map(str::to_owned).collect::<Vec<_>>(),
        };
        if old_text != new_text {
            prop_assert_eq!(lines_of(&html, &["before", "removed"]), lines(&old_text));
            prop_assert_eq!(lines_of(&html, &["after", "added"]), lines(&new_text));
        }
        prop_assert_eq!(html.matches("<del>").count(), html.matches("</del>").count());
        prop_assert_eq!(html.matches("<tr").count(), html.matches("</tr>").count());
    }
}
