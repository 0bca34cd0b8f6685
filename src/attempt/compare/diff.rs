//! Two pieces of code against each other, as the rows of a table: two columns where there is room, one below the
//! other where there is not (`style/diff.css`). All HTML here is made of escaped text.

use super::model::Pair;
use crate::{
    attempt::model::Attempt,
    highlight::{self, Kind, Piece},
    markdown::render_attempt,
    text::{count, counted},
};
use similar::{Algorithm, DiffOp, capture_diff_slices_deadline};
use std::{
    fmt::Write,
    ops::Range,
    time::{Duration, Instant},
};

/// Equal lines shown before and after a change.
const CONTEXT: usize = 3;
/// Most rows that are written; what comes after them is only counted.
const ROW_LIMIT: usize = 4_000;
/// Longest line in which single words are marked, in bytes.
const WORDS_LIMIT: usize = 1_000;
/// How long the search for the smallest difference may go on. A coarser one is found after that.
const TIME_LIMIT: Duration = Duration::from_millis(400);

/// One row: numbers of the lines from 0, before and after.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
enum Row {
    Equal(usize, usize),
    Changed(Option<usize>, Option<usize>),
}

/// Compares two attempts.
pub(super) fn pair(from: Attempt, to: Attempt) -> Pair {
    let old = from.code.clone().unwrap_or_default();
    let new = to.code.clone().unwrap_or_default();
    let languages = (from.language.as_deref(), to.language.as_deref());
    let (summary, diff_html) = compare(&old, &new, languages, TIME_LIMIT);
    let without_code = |mut attempt: Attempt| {
        attempt.code = None;
        render_attempt(attempt)
    };
    Pair {
        from: without_code(from),
        to: without_code(to),
        summary,
        diff_html,
    }
}

fn compare(
    old: &str,
    new: &str,
    languages: (Option<&str>, Option<&str>),
    limit: Duration,
) -> (String, String) {
    let summary = match (old.is_empty(), new.is_empty()) {
        (true, true) => Some("Neither attempt has code."),
        _ if old == new => Some("The code is the same, character for character."),
        _ => None,
    };
    if let Some(summary) = summary {
        return (summary.to_owned(), String::new());
    }
    let deadline = Instant::now() + limit;
    let old = highlighted(old, languages.0);
    let new = highlighted(new, languages.1);
    let ops =
        capture_diff_slices_deadline(Algorithm::Myers, &texts(&old), &texts(&new), Some(deadline));
    let rows = rows(&ops);
    let (mut added, mut removed) = (0, 0);
    for row in &rows {
        if let Row::Changed(before, after) = row {
            removed += usize::from(before.is_some());
            added += usize::from(after.is_some());
        }
    }
    let summary = format!(
        "{} added, {} removed.",
        counted(added, "line", "lines"),
        count(removed)
    );
    let table = Table {
        old: &old,
        new: &new,
        deadline,
    };
    (summary, table.html(&rows))
}

/// One line in its coloured pieces, and whole.
struct Line<'code> {
    pieces: Vec<Piece<'code>>,
    text: String,
}

fn highlighted<'code>(code: &'code str, language: Option<&str>) -> Vec<Line<'code>> {
    // A last line break ends a line, it begins none. No code has no line.
    let code = code.strip_suffix('\n').unwrap_or(code);
    if code.is_empty() {
        return Vec::new();
    }
    highlight::lines(code, language)
        .into_iter()
        .map(|pieces| Line {
            text: pieces.iter().map(|piece| piece.text).collect(),
            pieces,
        })
        .collect()
}

fn texts<'line>(lines: &'line [Line]) -> Vec<&'line str> {
    lines.iter().map(|line| line.text.as_str()).collect()
}

fn rows(ops: &[DiffOp]) -> Vec<Row> {
    let mut rows = Vec::new();
    for op in ops {
        let (old, new) = (op.old_range(), op.new_range());
        if let DiffOp::Equal { .. } = op {
            rows.extend(
                old.zip(new)
                    .map(|(before, after)| Row::Equal(before, after)),
            );
        } else {
            let length = old.len().max(new.len());
            let nth = |range: &Range<usize>, number| {
                Some(range.start + number).filter(|line| range.contains(line))
            };
            rows.extend(
                (0..length).map(|number| Row::Changed(nth(&old, number), nth(&new, number))),
            );
        }
    }
    rows
}

/// Stretches of rows, each shown or folded away.
fn stretches(rows: &[Row]) -> Vec<(bool, Range<usize>)> {
    let mut stretches = Vec::new();
    let mut at = 0;
    while at < rows.len() {
        let is_equal = |row: &Row| matches!(row, Row::Equal(..));
        let Some(equal_at) = rows[at..]
            .iter()
            .position(is_equal)
            .map(|offset| at + offset)
        else {
            break;
        };
        let end = rows[equal_at..]
            .iter()
            .position(|row| !is_equal(row))
            .map_or(rows.len(), |offset| equal_at + offset);
        let begin = if equal_at == 0 { 0 } else { equal_at + CONTEXT };
        let finish = if end == rows.len() {
            end
        } else {
            end.saturating_sub(CONTEXT)
        };
        // Folding a line or two away saves nothing.
        if finish > begin + 2 {
            let start = stretch_start(&stretches);
            if start < begin {
                stretches.push((false, start..begin));
            }
            stretches.push((true, begin..finish));
        }
        at = end;
    }
    let start = stretch_start(&stretches);
    if start < rows.len() {
        stretches.push((false, start..rows.len()));
    }
    stretches
}

fn stretch_start(stretches: &[(bool, Range<usize>)]) -> usize {
    stretches.last().map_or(0, |(_, range)| range.end)
}

struct Table<'code> {
    old: &'code [Line<'code>],
    new: &'code [Line<'code>],
    deadline: Instant,
}

impl Table<'_> {
    fn html(&self, rows: &[Row]) -> String {
        let mut html = String::from("<div class=\"diff\">");
        let mut left = ROW_LIMIT;
        for (number, (folded, range)) in stretches(rows).into_iter().enumerate() {
            let whole = range.len();
            let shown = &rows[range.start..range.start + whole.min(left)];
            left -= shown.len();
            if folded {
                let _ = write!(
                    html,
                    "<details class=\"diff__fold\"><summary>… {} equal lines</summary>",
                    count(whole)
                );
                self.table(&mut html, shown, &format!("{} equal lines", count(whole)));
            } else {
                self.table(&mut html, shown, &format!("Part {}", number + 1));
            }
            if shown.len() < whole {
                let _ = write!(
                    html,
                    "<p class=\"diff__rest\">{} more are not shown.</p>",
                    counted(whole - shown.len(), "line", "lines")
                );
            }
            if folded {
                html.push_str("</details>");
            }
        }
        html.push_str("</div>");
        html
    }

    fn table(&self, html: &mut String, rows: &[Row], label: &str) {
        if rows.is_empty() {
            return;
        }
        let _ = write!(
            html,
            "<table class=\"diff__table\" aria-label=\"{label}\"><colgroup><col class=\"diff__numbers\"/><col/><col class=\"diff__numbers\"/><col/></colgroup><thead><tr>\
             <th scope=\"col\" class=\"diff__number\">Line before</th>\
             <th scope=\"col\">Before</th>\
             <th scope=\"col\" class=\"diff__number\">Line after</th>\
             <th scope=\"col\">After</th></tr></thead><tbody>"
        );
        for row in rows {
            match *row {
                Row::Equal(before, after) => {
                    html.push_str("<tr class=\"diff__row\">");
                    cell(html, Some((before, &self.old[before])), Side::Before, &[]);
                    cell(html, Some((after, &self.new[after])), Side::After, &[]);
                }
                Row::Changed(before, after) => {
                    html.push_str("<tr class=\"diff__row diff__row--changed\">");
                    let before = before.map(|number| (number, &self.old[number]));
                    let after = after.map(|number| (number, &self.new[number]));
                    let (gone, come) = match before.zip(after) {
                        Some((before, after)) => {
                            changed_words(&before.1.text, &after.1.text, self.deadline)
                        }
                        None => Default::default(),
                    };
                    cell(html, before, Side::Removed, &gone);
                    cell(html, after, Side::Added, &come);
                }
            }
            html.push_str("</tr>");
        }
        html.push_str("</tbody></table>");
    }
}

#[derive(Copy, Clone, PartialEq, Eq)]
enum Side {
    Before,
    After,
    Removed,
    Added,
}

/// The number and the text of one line, with the changed words marked.
fn cell(html: &mut String, line: Option<(usize, &Line)>, side: Side, marked: &[Range<usize>]) {
    let Some((number, line)) = line else {
        html.push_str(
            "<td class=\"diff__number diff__none\"></td><td class=\"diff__line diff__none\"></td>",
        );
        return;
    };
    let (class, sign, word) = match side {
        Side::Before => ("before", " ", ""),
        Side::After => ("after", " ", ""),
        Side::Removed => ("removed", "−", "removed: "),
        Side::Added => ("added", "+", "added: "),
    };
    let _ = write!(
        html,
        "<td class=\"diff__number\">{}</td><td class=\"diff__line diff__line--{class}\">\
         <span class=\"diff__sign\" aria-hidden=\"true\">{sign}</span>",
        number + 1
    );
    if !word.is_empty() {
        let _ = write!(html, "<span class=\"visually-hidden\">{word}</span>");
    }
    html.push_str("<code translate=\"no\">");
    let tag = if side == Side::Removed { "del" } else { "ins" };
    let mut at = 0;
    for piece in &line.pieces {
        push_piece(html, piece.kind, piece.text, at, marked, tag);
        at += piece.text.len();
    }
    html.push_str("</code></td>");
}

/// One piece that begins `at` bytes into its line, cut where marks begin and end.
fn push_piece(
    html: &mut String,
    kind: Option<Kind>,
    text: &str,
    at: usize,
    marked: &[Range<usize>],
    tag: &str,
) {
    let mut done = 0;
    for mark in marked {
        let begin = mark.start.saturating_sub(at).min(text.len());
        let end = mark.end.saturating_sub(at).min(text.len());
        if begin >= end {
            continue;
        }
        if done < begin {
            highlight::push_html(html, kind, &text[done..begin]);
        }
        let _ = write!(html, "<{tag}>");
        highlight::push_html(html, kind, &text[begin..end]);
        let _ = write!(html, "</{tag}>");
        done = end;
    }
    if done < text.len() {
        highlight::push_html(html, kind, &text[done..]);
    }
}

/// The bytes of each line that the other has not, word by word; none when they have little in common.
fn changed_words(
    old: &str,
    new: &str,
    deadline: Instant,
) -> (Vec<Range<usize>>, Vec<Range<usize>>) {
    if old.len().max(new.len()) > WORDS_LIMIT || Instant::now() > deadline {
        return Default::default();
    }
    let (old_words, new_words) = (words(old), words(new));
    let ops =
        capture_diff_slices_deadline(Algorithm::Myers, &old_words, &new_words, Some(deadline));
    let mut marks = (Vec::new(), Vec::new());
    let mut kept = 0;
    let (mut old_at, mut new_at) = (0, 0);
    let length = |words: &[&str]| words.iter().map(|word| word.len()).sum::<usize>();
    for op in ops {
        let (before, after) = (&old_words[op.old_range()], &new_words[op.new_range()]);
        let (old_length, new_length) = (length(before), length(after));
        if let DiffOp::Equal { .. } = op {
            kept += before.iter().map(|word| word.trim().len()).sum::<usize>();
        } else {
            marks
                .0
                .extend((old_length > 0).then_some(old_at..old_at + old_length));
            marks
                .1
                .extend((new_length > 0).then_some(new_at..new_at + new_length));
        }
        old_at += old_length;
        new_at += new_length;
    }
    // Where nearly everything changed, marks would only be noise.
    if kept * 4 < old.trim().len().max(new.trim().len()) {
        return Default::default();
    }
    marks
}

/// A line in words, gaps and single signs.
fn words(line: &str) -> Vec<&str> {
    let class = |character: char| match character {
        letter if letter.is_alphanumeric() || letter == '_' => 0,
        gap if gap.is_whitespace() => 1,
        _ => 2,
    };
    let mut words = Vec::new();
    let mut begin = 0;
    let mut before = None;
    for (place, character) in line.char_indices() {
        let here = class(character);
        if before.is_some_and(|before| before != here || here == 2) {
            words.push(&line[begin..place]);
            begin = place;
        }
        before = Some(here);
    }
    if begin < line.len() {
        words.push(&line[begin..]);
    }
    words
}

#[cfg(test)]
#[path = "diff_tests.rs"]
mod tests;
