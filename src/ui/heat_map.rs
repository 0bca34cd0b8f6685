//! A year of days, a column a week, Monday first; written as HTML on the server. How much there was on a day is
//! told by the size of its mark as well as by its shade.

use super::{
    escape::escape_html,
    figure::{Figure, Table},
    time::{day_text, month_text},
};
use crate::text::counted;
use chrono::{Datelike, NaiveDate};
use std::fmt::Write;

/// How a day is marked.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Mark {
    /// Nothing: a dot.
    Nothing,
    /// Nothing, and that is all right: a ring.
    Excused,
    /// Something: a square, of a size from 1 to 4.
    Something(u8),
}

/// A day.
#[derive(Clone, Debug)]
pub struct Cell {
    /// Which.
    pub day: NaiveDate,
    /// How it is marked.
    pub mark: Mark,
    /// What was on it, in words: `3 attempts, 45 min`.
    pub words: String,
    /// The same for the table, as short as can be: `3`.
    pub short: String,
}

/// What is drawn and said.
#[derive(Clone, Debug)]
pub struct HeatMap {
    /// What the days mean, in one sentence.
    pub sentence: String,
    /// What else has to be said; may be empty.
    pub note: String,
    /// What is counted.
    pub what: &'static str,
    /// The words for the marks: nothing, the four sizes, excused.
    pub legend: [&'static str; 6],
    /// The days, in their order without a gap.
    pub cells: Vec<Cell>,
}

/// Pixels from one day to the next, above the first row, and beside the last column.
const PITCH: i64 = 17;
const ABOVE: i64 = 20;
const BESIDE: i64 = 36;
/// The side of a square of each size.
const SIDES: [i64; 4] = [5, 8, 11, 15];
/// Columns from one month's name to the next, at least.
const NAME_COLUMNS: i64 = 3;
const WEEKDAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

impl HeatMap {
    /// The figure: sentence, picture, legend and table.
    pub fn html(&self) -> String {
        Figure {
            sentence: self.sentence.clone(),
            note: self.note.clone(),
            picture: self.picture() + &self.legend(),
            table: self.table(),
        }
        .html()
    }

    /// The Monday of the first column.
    fn monday(&self) -> Option<NaiveDate> {
        let first = self.cells.first()?.day;
        Some(first - chrono::Days::new(u64::from(first.weekday().num_days_from_monday())))
    }

    fn picture(&self) -> String {
        let Some((monday, last)) = self.monday().zip(self.cells.last()) else {
            return String::new();
        };
        let columns = (last.day - monday).num_days() / 7 + 1;
        let (width, height) = (columns * PITCH + BESIDE, ABOVE + 7 * PITCH);
        // On a narrow screen it scrolls, and begins at its end: the latest weeks.
        let mut html = format!(
            "<div class=\"heat-map\" tabindex=\"0\" role=\"group\" aria-label=\"{what}\">\
             <svg class=\"heat-map__picture\" width=\"{width}\" height=\"{height}\" role=\"img\" aria-label=\"{what} on each day; the table below has the same values\">",
            what = self.what
        );
        self.names(&mut html, monday, columns);
        for cell in &self.cells {
            let days = (cell.day - monday).num_days();
            let x = days / 7 * PITCH + PITCH / 2;
            let y = ABOVE + days % 7 * PITCH + PITCH / 2;
            let title = format!(
                "<title>{}: {}</title>",
                day_text(cell.day),
                escape_html(&cell.words)
            );
            write_mark(&mut html, cell.mark, (x, y), &title);
        }
        html.push_str("</svg></div>");
        html
    }

    /// Names of months above, and of days of the week beside, where the picture begins on a narrow screen.
    fn names(&self, html: &mut String, monday: NaiveDate, columns: i64) {
        let mut next = 0;
        for cell in self.cells.iter().filter(|cell| cell.day.day() == 1) {
            let column = (cell.day - monday).num_days() / 7;
            if column >= next && column + 2 <= columns {
                let _ = write!(
                    html,
                    "<text class=\"chart__label\" x=\"{}\" y=\"12\">{}</text>",
                    column * PITCH,
                    month_text(cell.day)
                );
                next = column + NAME_COLUMNS;
            }
        }
        for (row, name) in (0..).zip(WEEKDAYS).filter(|(row, _)| row % 2 == 0) {
            let _ = write!(
                html,
                "<text class=\"chart__label\" x=\"{}\" y=\"{}\">{name}</text>",
                columns * PITCH + 6,
                ABOVE + row * PITCH + 13
            );
        }
    }

    fn legend(&self) -> String {
        let marks = [
            Mark::Nothing,
            Mark::Something(1),
            Mark::Something(2),
            Mark::Something(3),
            Mark::Something(4),
            Mark::Excused,
        ];
        let mut html = String::from("<ul class=\"chart__legend\" aria-hidden=\"true\">");
        for (mark, words) in marks.into_iter().zip(self.legend) {
            html.push_str("<li><svg width=\"20\" height=\"20\">");
            write_mark(&mut html, mark, (10, 10), "");
            let _ = write!(html, "</svg>{words}</li>");
        }
        html.push_str("</ul>");
        html
    }

    fn table(&self) -> Table {
        let mut rows: Vec<Vec<String>> = Vec::new();
        if let Some(monday) = self.monday() {
            for cell in &self.cells {
                let days = (cell.day - monday).num_days();
                let week = cell.day
                    - chrono::Days::new(u64::from(cell.day.weekday().num_days_from_monday()));
                if usize::try_from(days / 7).is_ok_and(|number| number >= rows.len()) {
                    rows.push(vec![day_text(week)]);
                }
                if let Some(row) = rows.last_mut() {
                    let place = usize::try_from(days % 7).unwrap_or(0);
                    row.resize(place + 1, String::new());
                    row.push(cell.short.clone());
                }
            }
        }
        for row in &mut rows {
            row.resize(8, String::new());
        }
        let mut head = vec!["Week of"];
        head.extend(WEEKDAYS);
        Table {
            summary: format!("As a table: {}", counted(self.cells.len(), "day", "days")),
            head,
            rows,
        }
    }
}

/// A mark around a point.
fn write_mark(html: &mut String, mark: Mark, (x, y): (i64, i64), title: &str) {
    let _ = match mark {
        Mark::Nothing => write!(
            html,
            "<circle class=\"heat-map__nothing\" cx=\"{x}\" cy=\"{y}\" r=\"1.5\">{title}</circle>"
        ),
        Mark::Excused => write!(
            html,
            "<circle class=\"heat-map__excused\" cx=\"{x}\" cy=\"{y}\" r=\"4\">{title}</circle>"
        ),
        Mark::Something(size) => {
            let size = usize::from(size.clamp(1, 4));
            let edge = SIDES[size - 1];
            let (left, top) = (x - edge / 2, y - edge / 2);
            write!(
                html,
                "<rect class=\"heat-map__day heat-map__day--{size}\" x=\"{left}\" y=\"{top}\" width=\"{edge}\" height=\"{edge}\">{title}</rect>"
            )
        }
    };
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn map(first: &str, days: usize) -> HeatMap {
        let first: NaiveDate = first.parse().unwrap();
        let cells = first
            .iter_days()
            .take(days)
            .zip(0_u8..)
            .map(|(day, n)| Cell {
                day,
                mark: match n % 6 {
                    0 => Mark::Nothing,
                    5 => Mark::Excused,
                    size => Mark::Something(size),
                },
                words: format!("{n} <times>"),
                short: n.to_string(),
            });
        HeatMap {
            sentence: "You were there.".to_owned(),
            note: String::new(),
            what: "Attempts",
            legend: ["none", "1", "2", "3", "4 or more", "rest"],
            cells: cells.collect(),
        }
    }

    #[test]
    fn every_day_is_in_the_picture_and_in_the_table() {
        // A Wednesday.
        let html = map("2026-11-18", 13).html();
        assert_eq!(html.matches("<title>").count(), 13, "{html}");
        assert!(html.contains("<title>18 Nov 2026: 0 &lt;times&gt;</title>"));
        assert!(html.contains(
            "<th scope=\"row\" dir=\"auto\">16 Nov 2026</th><td></td><td></td><td>0</td><td>1</td>"
        ));
        assert!(html.contains(
            "<th scope=\"row\" dir=\"auto\">30 Nov 2026</th><td>12</td><td></td><td></td><td></td><td></td><td></td><td></td>"
        ), "{html}");
        assert!(!html.contains("style="), "{html}");
    }

    #[test]
    fn months_are_named_where_they_begin() {
        let html = map("2026-10-26", 40).html();
        assert!(html.contains(">Nov</text>"), "{html}");
        assert!(map("2026-10-26", 0).html().contains("As a table: 0 days"));
    }

    proptest! {
        #[test]
        fn every_mark_stays_in_the_picture(ahead in 0_u64..400, days in 1_usize..250) {
            let first: NaiveDate = "2025-01-01".parse().unwrap();
            let map = map(&(first + chrono::Days::new(ahead)).to_string(), days);
            let html = map.html();
            prop_assert_eq!(html.matches("<title>").count(), days);
            prop_assert!(!html.contains("=\"-"));
            prop_assert_eq!(map.table().rows.iter().flatten().filter(|cell| cell.len() < 4 && !cell.is_empty()).count(), days);
        }
    }
}
