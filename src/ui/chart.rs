//! A chart of values in their order, with a sentence above and a table behind it. It is written as HTML on the server:
//! the browser half only shows it.
//!
//! Widths are shares of the chart's width and heights are pixels, so that text and shapes keep their size on every
//! screen without a script or a style of their own.

use super::{
    escape::escape_html,
    figure::{framed, percent},
};
use std::fmt::Write;

/// How a value is marked; the shape tells what the colour only repeats.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Shape {
    /// It went well.
    Circle,
    /// It went half well.
    Diamond,
    /// It did not go well.
    Cross,
}

/// One value.
#[derive(Clone, Debug)]
pub struct Bar {
    /// How high.
    pub value: u32,
    /// How it is marked.
    pub shape: Shape,
    /// The word for the shape.
    pub word: &'static str,
    /// What it belongs to: "22 Nov 2026".
    pub when: String,
}

/// What is drawn and said.
#[derive(Clone, Debug)]
pub struct Chart {
    /// What the values mean, in one sentence.
    pub sentence: String,
    /// What is not shown; empty when everything is.
    pub note: String,
    /// Unit of the values: "min".
    pub unit: &'static str,
    /// What is measured: "Minutes".
    pub what: &'static str,
    /// The value to beat, drawn as a line.
    pub best: Option<u32>,
    /// The values, earliest first.
    pub bars: Vec<Bar>,
}

/// Pixels: the top and the bottom of where values are drawn, and of the whole picture.
const TOP: u32 = 24;
const FLOOR: u32 = 164;
const HEIGHT: u32 = 192;

impl Chart {
    /// The figure: sentence, picture, legend and table.
    pub fn html(&self) -> String {
        framed(&self.sentence, &self.note, |html| {
            self.picture(html);
            self.legend(html);
            self.table(html);
        })
    }

    /// The highest value of the scale: round, and not below any value.
    fn scale(&self) -> u32 {
        const ROUND: [u32; 13] = [5, 10, 15, 20, 30, 45, 60, 90, 120, 180, 240, 480, 1_440];
        let highest = self.bars.iter().map(|bar| bar.value).max().unwrap_or(0);
        ROUND
            .into_iter()
            .find(|round| *round >= highest)
            .unwrap_or(highest)
    }

    fn height_of(&self, value: u32) -> u32 {
        FLOOR - (FLOOR - TOP) * value.min(self.scale()) / self.scale().max(1)
    }

    /// Where the value stands from the left, in hundredths of a per cent.
    fn place_of(&self, number: usize) -> i64 {
        let place = 500 + 9_000 * number / (self.bars.len() - 1).max(1);
        i64::try_from(place).unwrap_or(i64::MAX)
    }

    fn picture(&self, html: &mut String) {
        let dense = if self.bars.len() > 30 {
            " chart__picture--dense"
        } else {
            ""
        };
        // The sentence and the table say everything that the picture shows.
        let _ = write!(
            html,
            "<svg class=\"chart__picture{dense}\" width=\"100%\" height=\"{HEIGHT}\" role=\"img\" aria-label=\"{} of each attempt in their order; the table below has the same values\">",
            self.what
        );
        let scale = self.scale();
        for value in [scale, scale / 2, 0] {
            let y = self.height_of(value);
            let _ = write!(
                html,
                "<line class=\"chart__grid\" x1=\"0\" y1=\"{y}\" x2=\"100%\" y2=\"{y}\"/>"
            );
            if value > 0 {
                let _ = write!(
                    html,
                    "<text class=\"chart__label\" x=\"0\" y=\"{}\">{value} {}</text>",
                    y - 5,
                    self.unit
                );
            }
        }
        if let Some(best) = self.best {
            let y = self.height_of(best);
            let _ = write!(
                html,
                "<line class=\"chart__best\" x1=\"0\" y1=\"{y}\" x2=\"100%\" y2=\"{y}\"/>\
                 <text class=\"chart__label chart__label--best\" x=\"100%\" y=\"{}\" text-anchor=\"end\">best {best} {}</text>",
                // Below its line, where no solved attempt is; above it where the dates are below.
                if y + 34 < HEIGHT {
                    y + 15
                } else {
                    y.saturating_sub(6)
                },
                self.unit
            );
        }
        for (number, pair) in self.bars.windows(2).enumerate() {
            if let [before, after] = pair {
                let _ = write!(
                    html,
                    "<line class=\"chart__line\" x1=\"{}\" y1=\"{}\" x2=\"{}\" y2=\"{}\"/>",
                    percent(self.place_of(number)),
                    self.height_of(before.value),
                    percent(self.place_of(number + 1)),
                    self.height_of(after.value)
                );
            }
        }
        for (number, bar) in self.bars.iter().enumerate() {
            let _ = write!(
                html,
                "<svg x=\"{}\" y=\"{}\" overflow=\"visible\"><g class=\"{}\"><title>{}: {} {}, {}</title>{}</g></svg>",
                percent(self.place_of(number)),
                self.height_of(bar.value),
                bar.shape.class(),
                escape_html(&bar.when),
                bar.value,
                self.unit,
                bar.word,
                bar.shape.path()
            );
        }
        for (bar, x, anchor) in [
            (self.bars.first(), "0", "start"),
            (self.bars.last(), "100%", "end"),
        ] {
            if let Some(bar) = bar {
                let _ = write!(
                    html,
                    "<text class=\"chart__label\" x=\"{x}\" y=\"{}\" text-anchor=\"{anchor}\">{}</text>",
                    HEIGHT - 6,
                    escape_html(&bar.when)
                );
            }
        }
        html.push_str("</svg>");
    }

    fn legend(&self, html: &mut String) {
        html.push_str("<ul class=\"chart__legend\" aria-hidden=\"true\">");
        for shape in [Shape::Circle, Shape::Diamond, Shape::Cross] {
            if let Some(bar) = self.bars.iter().find(|bar| bar.shape == shape) {
                let _ = write!(
                    html,
                    "<li><svg width=\"20\" height=\"20\" viewBox=\"-10 -10 20 20\"><g class=\"{}\">{}</g></svg>{}</li>",
                    shape.class(),
                    shape.path(),
                    bar.word
                );
            }
        }
        html.push_str("</ul>");
    }

    fn table(&self, html: &mut String) {
        let _ = write!(
            html,
            "<details class=\"chart__table\"><summary>The {} values as a table</summary>\
             <table class=\"figures\"><thead><tr><th scope=\"col\">Attempt</th><th scope=\"col\">Day</th>\
             <th scope=\"col\">Result</th><th scope=\"col\">{}</th></tr></thead><tbody>",
            self.bars.len(),
            self.what
        );
        for (number, bar) in self.bars.iter().enumerate() {
            let _ = write!(
                html,
                "<tr><th scope=\"row\">{}</th><td>{}</td><td>{}</td><td>{}</td></tr>",
                number + 1,
                escape_html(&bar.when),
                bar.word,
                bar.value
            );
        }
        html.push_str("</tbody></table></details>");
    }
}

impl Shape {
    const fn class(self) -> &'static str {
        match self {
            Self::Circle => "chart__mark badge--good",
            Self::Diamond => "chart__mark badge--mixed",
            Self::Cross => "chart__mark badge--bad",
        }
    }

    /// The shape around the origin.
    const fn path(self) -> &'static str {
        match self {
            Self::Circle => "<circle r=\"6\"/>",
            Self::Diamond => "<path d=\"M0-7.5 7.5 0 0 7.5-7.5 0z\"/>",
            Self::Cross => "<path class=\"chart__cross\" d=\"M-5.5-5.5 5.5 5.5M5.5-5.5-5.5 5.5\"/>",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn chart(values: &[u32]) -> Chart {
        Chart {
            sentence: "It <got> better.".to_owned(),
            note: String::new(),
            unit: "min",
            what: "Minutes",
            best: values.iter().copied().min(),
            bars: values
                .iter()
                .zip(
                    [Shape::Circle, Shape::Diamond, Shape::Cross]
                        .into_iter()
                        .cycle(),
                )
                .map(|(&value, shape)| Bar {
                    value,
                    shape,
                    word: "Solved",
                    when: "1 Jan <2026>".to_owned(),
                })
                .collect(),
        }
    }

    #[test]
    fn everything_drawn_is_in_the_table_too() {
        let html = chart(&[40, 25, 12]).html();
        assert_eq!(html.matches("<tr><th scope=\"row\">").count(), 3, "{html}");
        for cell in ["<td>40</td>", "<td>25</td>", "<td>12</td>"] {
            assert!(html.contains(cell), "{html}");
        }
        assert!(html.contains("best 12 min"), "{html}");
        assert!(html.contains("It &lt;got&gt; better."), "{html}");
        assert!(!html.contains("style="), "{html}");
    }

    proptest! {
        #[test]
        fn every_value_stays_in_the_picture(values in prop::collection::vec(0_u32..=1_440, 1..100)) {
            let chart = chart(&values);
            for (number, value) in values.iter().enumerate() {
                prop_assert!((TOP..=FLOOR).contains(&chart.height_of(*value)));
                prop_assert!(chart.place_of(number) <= 9_500);
            }
            prop_assert!(!chart.html().contains("NaN"));
        }
    }
}
