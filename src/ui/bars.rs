//! Shares as bars that lie below each other, each with its name above it; written as HTML on the server.

use super::{
    escape::escape_html,
    figure::{Figure, Table, percent},
};
use crate::text::counted;
use std::fmt::Write;

/// One share.
#[derive(Clone, Debug)]
pub struct Bar {
    /// What it is of.
    pub label: String,
    /// How long it is: 0 to 100.
    pub percent: i32,
    /// Another share that it is measured against, drawn as a stroke across it.
    pub mark: Option<i32>,
    /// What else the table says of it.
    pub more: Vec<String>,
}

/// What is drawn and said.
#[derive(Clone, Debug)]
pub struct Bars {
    /// What the shares mean, in one sentence.
    pub sentence: String,
    /// What else has to be said; may be empty.
    pub note: String,
    /// What is measured.
    pub what: &'static str,
    /// What the strokes are, where there are any.
    pub marked: Option<&'static str>,
    /// What stands above the columns of the table: the name, the share, the mark if there are any, and more.
    pub head: Vec<&'static str>,
    /// The shares, in the order in which they are drawn.
    pub bars: Vec<Bar>,
}

/// Pixels from one bar to the next, from a name's top to its bar, and of a bar.
const ROW: usize = 46;
const BELOW_NAME: usize = 20;
const THICK: usize = 16;
/// Longest name in the picture, in characters; the table has all of it.
const NAME: usize = 28;

impl Bars {
    /// The figure: sentence, picture, legend and table.
    pub fn html(&self) -> String {
        let rows = self.bars.iter().map(|bar| {
            let mut row = vec![bar.label.clone(), format!("{} %", bar.percent)];
            if self.marked.is_some() {
                row.push(
                    bar.mark
                        .map_or_else(|| "–".to_owned(), |mark| format!("{mark} %")),
                );
            }
            row.extend(bar.more.iter().cloned());
            row
        });
        Figure {
            sentence: self.sentence.clone(),
            note: self.note.clone(),
            picture: self.picture(),
            table: Table {
                summary: format!("As a table: {}", counted(self.bars.len(), "bar", "bars")),
                head: self.head.clone(),
                rows: rows.collect(),
            },
        }
        .html()
    }

    fn picture(&self) -> String {
        let height = ROW * self.bars.len();
        let mut html = format!(
            "<svg class=\"chart__picture\" width=\"100%\" height=\"{height}\" role=\"img\" aria-label=\"{}; the table below has the same values\">",
            self.what
        );
        for (number, bar) in self.bars.iter().enumerate() {
            let top = number * ROW;
            let below = top + BELOW_NAME;
            let label = escape_html(&shortened(&bar.label));
            let share = percent(i64::from(bar.percent.clamp(0, 100)) * 100);
            let _ = write!(
                html,
                "<text class=\"chart__label chart__label--ink\" x=\"0\" y=\"{}\">{label}</text>\
                 <text class=\"chart__label chart__label--value\" x=\"100%\" y=\"{}\" text-anchor=\"end\">{}</text>\
                 <rect class=\"chart__track\" x=\"0\" y=\"{below}\" width=\"100%\" height=\"{THICK}\"/>\
                 <rect class=\"chart__bar\" x=\"0\" y=\"{below}\" width=\"{share}\" height=\"{THICK}\"/>",
                top + 14,
                top + 14,
                self.value(bar),
            );
            if let Some(mark) = bar.mark {
                let x = percent(i64::from(mark.clamp(0, 100)) * 100);
                let _ = write!(
                    html,
                    "<svg x=\"{x}\" y=\"{}\" overflow=\"visible\"><path class=\"chart__peg\" d=\"M-4 0h8v{}h-8z\"/></svg>",
                    below - 4,
                    THICK + 8
                );
            }
        }
        html.push_str("</svg>");
        if let Some(marked) = self.marked {
            let _ = write!(
                html,
                "<ul class=\"chart__legend\" aria-hidden=\"true\">\
                 <li><svg width=\"20\" height=\"20\"><rect class=\"chart__bar\" x=\"1\" y=\"4\" width=\"18\" height=\"12\"/></svg>{}</li>\
                 <li><svg width=\"20\" height=\"20\"><path class=\"chart__peg\" d=\"M6 1h8v18h-8z\"/></svg>{marked}</li></ul>",
                self.what
            );
        }
        html
    }

    /// `87 %, predicted 90 %`
    fn value(&self, bar: &Bar) -> String {
        match self.marked.zip(bar.mark) {
            Some((marked, mark)) => {
                format!("{} %, {} {mark} %", bar.percent, marked.to_lowercase())
            }
            None => format!("{} %", bar.percent),
        }
    }
}

fn shortened(name: &str) -> String {
    match name.char_indices().nth(NAME) {
        Some((end, _)) => format!("{}…", &name[..end]),
        None => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_bar_is_in_the_picture_and_whole_in_the_table() {
        let long = "长".repeat(50);
        let html = Bars {
            sentence: "They differ.".to_owned(),
            note: String::new(),
            what: "Recalled",
            marked: Some("Predicted"),
            head: vec!["Name", "Recalled", "Predicted", "Of"],
            bars: vec![
                Bar {
                    label: "<a>".to_owned(),
                    percent: 87,
                    mark: Some(90),
                    more: vec!["412".to_owned()],
                },
                Bar {
                    label: long.clone(),
                    percent: 140,
                    mark: None,
                    more: vec!["3".to_owned()],
                },
            ],
        }
        .html();
        assert!(html.contains("width=\"87.00%\""), "{html}");
        assert!(html.contains("x=\"90.00%\""), "{html}");
        // What is too long for the picture stays in it.
        assert!(!html.contains("width=\"140"), "{html}");
        assert!(html.contains("&lt;a&gt;</th><td>87 %</td><td>90 %</td><td>412</td>"));
        assert_eq!(html.matches(&long).count(), 1, "{html}");
        assert!(!html.contains("style="), "{html}");
    }
}
