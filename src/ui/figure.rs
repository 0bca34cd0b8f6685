//! What stands around every chart: a sentence above the picture, and a table of the same values behind it.

use super::escape::escape_html;
use std::fmt::Write;

/// A table behind a picture.
#[derive(Clone, Debug, Default)]
pub struct Table {
    /// What its summary says: `As a table: 12 values`.
    pub summary: String,
    /// What stands above its columns.
    pub head: Vec<&'static str>,
    /// Its rows; the first cell of each names it.
    pub rows: Vec<Vec<String>>,
}

/// A picture with its words.
#[derive(Clone, Debug, Default)]
pub struct Figure {
    /// What the values mean, in one sentence.
    pub sentence: String,
    /// What else has to be said; may be empty.
    pub note: String,
    /// The picture as HTML, legend included.
    pub picture: String,
    /// The values.
    pub table: Table,
}

impl Figure {
    /// The whole of it.
    pub fn html(&self) -> String {
        framed(&self.sentence, &self.note, |html| {
            html.push_str(&self.picture);
            self.table.write(html);
        })
    }
}

/// What `add` writes, below a sentence and a note, which may be empty.
pub(super) fn framed(sentence: &str, note: &str, add: impl FnOnce(&mut String)) -> String {
    let mut html = String::from(
        "<figure class=\"chart\"><figcaption class=\"chart__caption\"><p class=\"chart__sentence\">",
    );
    html.push_str(&escape_html(sentence));
    html.push_str("</p>");
    if !note.is_empty() {
        let note = escape_html(note);
        let _ = write!(html, "<p class=\"chart__note\">{note}</p>");
    }
    html.push_str("</figcaption>");
    add(&mut html);
    html.push_str("</figure>");
    html
}

impl Table {
    fn write(&self, html: &mut String) {
        let summary = escape_html(&self.summary);
        // Wide tables scroll by themselves, with the keyboard too.
        let _ = write!(
            html,
            "<details class=\"chart__table\"><summary>{summary}</summary>\
             <div class=\"chart__scroll\" tabindex=\"0\" role=\"group\" aria-label=\"{summary}\">\
             <table class=\"figures\"><thead><tr>"
        );
        for name in &self.head {
            let _ = write!(html, "<th scope=\"col\">{name}</th>");
        }
        html.push_str("</tr></thead><tbody>");
        for row in &self.rows {
            html.push_str("<tr>");
            for (place, cell) in row.iter().enumerate() {
                let cell = escape_html(cell);
                let _ = match place {
                    0 => write!(html, "<th scope=\"row\" dir=\"auto\">{cell}</th>"),
                    _ => write!(html, "<td>{cell}</td>"),
                };
            }
            html.push_str("</tr>");
        }
        html.push_str("</tbody></table></div></details>");
    }
}

/// `4250` is `42.50%`.
pub(super) fn percent(hundredths: i64) -> String {
    format!("{}.{:02}%", hundredths / 100, hundredths % 100)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_people_are_text_wherever_they_stand() {
        let html = Figure {
            sentence: "a <b>".to_owned(),
            note: "c <d>".to_owned(),
            picture: String::new(),
            table: Table {
                summary: "e \"<f>\"".to_owned(),
                head: vec!["Name"],
                rows: vec![vec!["<g>".to_owned(), "<h>".to_owned()]],
            },
        }
        .html();
        for raw in ["<b>", "<d>", "<f>", "<g>", "<h>"] {
            assert!(!html.contains(raw), "{raw} in {html}");
        }
        assert!(
            html.contains("<th scope=\"row\" dir=\"auto\">&lt;g&gt;</th><td>&lt;h&gt;</td>"),
            "{html}"
        );
    }
}
