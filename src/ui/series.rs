//! Values over time as dots or columns, with a line to hold them against; written as HTML on the server. Widths
//! are shares of the chart's width and heights are pixels, so that text keeps its size on every screen.

use super::{
    escape::escape_html,
    figure::{Figure, Table, percent},
};
use crate::text::{count, counted};
use std::fmt::Write;

/// How values are drawn.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Draw {
    /// A dot each; neighbours are joined by a line.
    Dots,
    /// A column each.
    Columns,
}

/// A value and when it was.
#[derive(Clone, Debug)]
pub struct Point {
    /// When, as the table says: `Nov 2026`.
    pub when: String,
    /// How high; none where nothing is drawn.
    pub value: Option<u32>,
    /// What the table says of it, besides when: a cell for each of its columns.
    pub cells: Vec<String>,
}

/// What is drawn and said.
#[derive(Clone, Debug)]
pub struct Series {
    /// What the values mean, in one sentence.
    pub sentence: String,
    /// What else has to be said; may be empty.
    pub note: String,
    /// How they are drawn.
    pub draw: Draw,
    /// What is measured.
    pub what: &'static str,
    /// The unit of the values.
    pub unit: &'static str,
    /// What they are held against, and what that is called.
    pub line: Option<(u32, &'static str)>,
    /// What stands above the columns of the table: when, and the cells.
    pub head: Vec<&'static str>,
    /// The values, earliest first.
    pub points: Vec<Point>,
}

/// Pixels: the top and the bottom of where values are drawn, and of the whole picture.
const TOP: u32 = 24;
const FLOOR: u32 = 144;
const HEIGHT: u32 = 172;

impl Series {
    /// The figure: sentence, picture and table.
    pub fn html(&self) -> String {
        let rows = self.points.iter().map(|point| {
            let mut row = vec![point.when.clone()];
            row.extend(point.cells.iter().cloned());
            row
        });
        Figure {
            sentence: self.sentence.clone(),
            note: self.note.clone(),
            picture: self.picture(),
            table: Table {
                summary: format!(
                    "As a table: {}",
                    counted(self.points.len(), "value", "values")
                ),
                head: self.head.clone(),
                rows: rows.collect(),
            },
        }
        .html()
    }

    /// The highest value of the scale: round, and not below anything drawn.
    fn scale(&self) -> u32 {
        const ROUND: [u32; 15] = [
            5, 10, 20, 30, 40, 60, 90, 120, 180, 240, 360, 480, 720, 960, 1_440,
        ];
        let values = self.points.iter().filter_map(|point| point.value);
        let highest = values
            .chain(self.line.map(|(value, _)| value))
            .max()
            .unwrap_or(0);
        ROUND
            .into_iter()
            .find(|round| *round >= highest)
            .unwrap_or(highest)
    }

    fn height_of(&self, value: u32) -> u32 {
        let scale = u64::from(self.scale().max(1));
        let part = u64::from(FLOOR - TOP) * u64::from(value).min(scale) / scale;
        FLOOR - u32::try_from(part).unwrap_or(0)
    }

    /// The middle of a value's place from the left, in hundredths of a per cent.
    fn place_of(&self, number: usize) -> i64 {
        let slots = i64::try_from(self.points.len().max(1)).unwrap_or(1);
        let number = i64::try_from(number).unwrap_or(0);
        10_000 * (2 * number + 1) / (2 * slots)
    }

    fn picture(&self) -> String {
        let mut html = format!(
            "<svg class=\"chart__picture\" width=\"100%\" height=\"{HEIGHT}\" role=\"img\" aria-label=\"{}; the table below has the same values\">",
            self.what
        );
        let scale = self.scale();
        for value in [scale, scale / 2, 0] {
            let y = self.height_of(value);
            let _ = write!(
                html,
                "<line class=\"chart__grid\" x1=\"0\" y1=\"{y}\" x2=\"100%\" y2=\"{y}\"/>"
            );
        }
        match self.draw {
            Draw::Columns => self.columns(&mut html),
            Draw::Dots => self.dots(&mut html),
        }
        // Over what is drawn: a high column would hide them.
        for value in [scale, scale / 2] {
            if value > 0 {
                let (y, unit) = (self.height_of(value) - 5, self.unit);
                let _ = write!(
                    html,
                    "<text class=\"chart__label\" x=\"0\" y=\"{y}\">{} {unit}</text>",
                    number(value)
                );
            }
        }
        if let Some((value, name)) = self.line {
            let y = self.height_of(value);
            let _ = write!(
                html,
                "<line class=\"chart__best\" x1=\"0\" y1=\"{y}\" x2=\"100%\" y2=\"{y}\"/>\
                 <text class=\"chart__label chart__label--best\" x=\"100%\" y=\"{}\" text-anchor=\"end\">{name} {value} {}</text>",
                y.saturating_sub(6),
                self.unit
            );
        }
        for (point, x, anchor) in [
            (self.points.first(), "0", "start"),
            (self.points.last(), "100%", "end"),
        ] {
            if let Some(point) = point {
                let _ = write!(
                    html,
                    "<text class=\"chart__label\" x=\"{x}\" y=\"{}\" text-anchor=\"{anchor}\">{}</text>",
                    HEIGHT - 6,
                    escape_html(&point.when)
                );
            }
        }
        html.push_str("</svg>");
        html
    }

    fn columns(&self, html: &mut String) {
        let slots = i64::try_from(self.points.len().max(1)).unwrap_or(1);
        let width = 10_000 * 7 / (10 * slots);
        for (number, point) in self.points.iter().enumerate() {
            let Some(value) = point.value.filter(|value| *value > 0) else {
                continue;
            };
            let y = self.height_of(value);
            let _ = write!(
                html,
                "<rect class=\"chart__bar\" x=\"{}\" y=\"{y}\" width=\"{}\" height=\"{}\">{}</rect>",
                percent(self.place_of(number) - width / 2),
                percent(width),
                FLOOR - y,
                self.title(point, value),
            );
        }
    }

    fn dots(&self, html: &mut String) {
        let drawn: Vec<(i64, u32, &Point)> = self
            .points
            .iter()
            .enumerate()
            .filter_map(|(number, point)| Some((self.place_of(number), point.value?, point)))
            .collect();
        for pair in drawn.windows(2) {
            if let [before, after] = pair {
                let _ = write!(
                    html,
                    "<line class=\"chart__line\" x1=\"{}\" y1=\"{}\" x2=\"{}\" y2=\"{}\"/>",
                    percent(before.0),
                    self.height_of(before.1),
                    percent(after.0),
                    self.height_of(after.1)
                );
            }
        }
        for (place, value, point) in drawn {
            let _ = write!(
                html,
                "<circle class=\"chart__dot\" cx=\"{}\" cy=\"{}\" r=\"6\">{}</circle>",
                percent(place),
                self.height_of(value),
                self.title(point, value)
            );
        }
    }

    fn title(&self, point: &Point, value: u32) -> String {
        format!(
            "<title>{}: {} {}</title>",
            escape_html(&point.when),
            number(value),
            self.unit
        )
    }
}

fn number(value: u32) -> String {
    count(usize::try_from(value).unwrap_or(usize::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn series(draw: Draw, values: &[Option<u32>]) -> Series {
        let points = values.iter().map(|value| Point {
            when: "<Nov>".to_owned(),
            value: *value,
            cells: vec![value.map_or_else(|| "–".to_owned(), |value| value.to_string())],
        });
        Series {
            sentence: "It goes on.".to_owned(),
            note: String::new(),
            draw,
            what: "Minutes by month",
            unit: "min",
            line: Some((30, "expected")),
            head: vec!["Month", "Minutes"],
            points: points.collect(),
        }
    }

    #[test]
    fn what_has_no_value_is_in_the_table_only() {
        let values = [Some(20), None, Some(40)];
        let dots = series(Draw::Dots, &values).html();
        assert_eq!(dots.matches("<circle").count(), 2, "{dots}");
        assert_eq!(dots.matches("<tr><th scope=\"row\"").count(), 3, "{dots}");
        assert!(dots.contains("expected 30 min"), "{dots}");
        let columns = series(Draw::Columns, &values).html();
        assert_eq!(columns.matches("chart__bar").count(), 2, "{columns}");
        assert!(!columns.contains("<Nov>") && !columns.contains("style="));
    }

    proptest! {
        #[test]
        fn every_value_stays_in_the_picture(
            values in prop::collection::vec(prop::option::of(0_u32..=5_000), 1..60),
        ) {
            let series = series(Draw::Columns, &values);
            for (number, value) in values.iter().enumerate() {
                prop_assert!((TOP..=FLOOR).contains(&series.height_of(value.unwrap_or(0))));
                prop_assert!((0..=10_000).contains(&series.place_of(number)));
            }
            prop_assert!(!series.html().contains("=\"-"));
        }
    }
}
