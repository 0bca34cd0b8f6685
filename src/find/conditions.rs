//! What a key and its values ask for.

use super::{
    model::{Comparison, DateOf, NumberOf, Test},
    parse::{Mistake, mistake},
    words::{Key, nearest, site_named},
};
use crate::{attempt::model::Status, problem::fields::parse_tags, problem::model::Difficulty};
use chrono::NaiveDate;

/// Greatest number that can be compared with.
pub(super) const NUMBER_LIMIT: i32 = 999_999;
/// Most days that can be counted back: a hundred years.
pub(super) const DAYS_LIMIT: u16 = 36_525;

/// One of the values after a key.
pub(super) struct Value {
    pub(super) text: String,
    /// Whether it stood in quotation marks.
    pub(super) quoted: bool,
    /// Where it begins, in characters of the query.
    pub(super) start: usize,
    /// Where it ends.
    pub(super) end: usize,
}

impl Value {
    fn mistake(&self, words: &[&str]) -> Mistake {
        mistake(words.concat(), self.start, self.end)
    }
}

/// The test that a key and its values, of which there is at least one, come to. `span` is where all
/// of it stands.
pub(super) fn test_of(
    key: Key,
    comparison: Comparison,
    values: &[Value],
    span: (usize, usize),
) -> Result<Test, Mistake> {
    let takes_comparison = matches!(key, Key::Number(_) | Key::Date(_));
    if comparison != Comparison::Equal && !takes_comparison {
        let message = [key.name(), " takes a colon, as in ", example(key), "."];
        return Err(mistake(message.concat(), span.0, span.1));
    }
    match key {
        Key::Is => is(values),
        Key::Has => has(values, span),
        Key::Tag => tags(values),
        Key::Site => sites(values),
        Key::Difficulty => difficulties(values),
        Key::Number(of) => Ok(Test::Number(
            of,
            comparison,
            number(key, one(key, values, span)?)?,
        )),
        Key::Date(of) => date(key, of, comparison, one(key, values, span)?),
    }
}

/// How a key is used.
pub(super) fn example(key: Key) -> &'static str {
    match key {
        Key::Is => "is:failed",
        Key::Has => "has:notes",
        Key::Tag => "tag:dp",
        Key::Site => "site:leetcode",
        Key::Difficulty => "difficulty:hard",
        Key::Number(NumberOf::LastMinutes) => "time>30",
        Key::Number(NumberOf::BestMinutes) => "best<15",
        Key::Number(NumberOf::Attempts) => "attempts>=3",
        Key::Date(DateOf::Touched) => "touched>30d",
        Key::Date(DateOf::Added) => "added<7d",
    }
}

/// A value that is none of the few words a key knows.
fn unknown(key: &str, value: &Value, known: &[&'static str]) -> Mistake {
    let list = known.join(", ");
    match nearest(&value.text.to_lowercase(), known.iter().copied()) {
        Some(near) => value.mistake(&[
            key,
            ":",
            &value.text,
            " is not known. Did you mean ",
            key,
            ":",
            near,
            "?",
        ]),
        None => value.mistake(&[
            key,
            ":",
            &value.text,
            " is not known. After ",
            key,
            ": comes one of ",
            &list,
            ".",
        ]),
    }
}

fn push_new<T: PartialEq>(list: &mut Vec<T>, one: T) {
    if !list.contains(&one) {
        list.push(one);
    }
}

fn is(values: &[Value]) -> Result<Test, Mistake> {
    const KNOWN: [&str; 5] = ["solved", "partial", "failed", "untried", "starred"];
    let mut statuses = Vec::new();
    for value in values {
        let word = value.text.to_lowercase();
        let status = match (word.as_str(), values) {
            ("starred", [_]) => return Ok(Test::Starred),
            ("starred", _) => {
                let message = "starred cannot stand in a list with results. Write is:starred by itself, beside the others.";
                return Err(value.mistake(&[message]));
            }
            ("untried", _) => None,
            (word, _) => match Status::from_slug(word) {
                Some(status) => Some(status),
                None => return Err(unknown("is", value, &KNOWN)),
            },
        };
        push_new(&mut statuses, status);
    }
    Ok(Test::Status(statuses))
}

fn has(values: &[Value], span: (usize, usize)) -> Result<Test, Mistake> {
    let [value] = values else {
        let each: Vec<_> = values
            .iter()
            .map(|value| ["has:", &value.text].concat())
            .collect();
        let message = ["has takes one word at a time. Write ", &each.join(" "), "."];
        return Err(mistake(message.concat(), span.0, span.1));
    };
    match value.text.to_lowercase().as_str() {
        "notes" => Ok(Test::Notes),
        "code" => Ok(Test::Code),
        "link" => Ok(Test::Link),
        _ => Err(unknown("has", value, &["notes", "code", "link"])),
    }
}

fn tags(values: &[Value]) -> Result<Test, Mistake> {
    let mut tags = Vec::new();
    for value in values {
        let found = tags_in(&value.text).map_err(|message| value.mistake(&[&message]))?;
        if found.is_empty() {
            return Err(value.mistake(&["There is no tag in this."]));
        }
        for tag in found {
            push_new(&mut tags, tag);
        }
    }
    Ok(Test::Tag(tags))
}

/// As tags are stored, so that reading them again changes nothing.
fn tags_in(text: &str) -> Result<Vec<String>, String> {
    let mut tags = parse_tags(text)?;
    loop {
        let again = parse_tags(&tags.join(","))?;
        if again == tags {
            return Ok(tags);
        }
        tags = again;
    }
}

fn sites(values: &[Value]) -> Result<Test, Mistake> {
    let mut sites = Vec::new();
    for value in values {
        let name = value.text.trim().to_lowercase();
        let site = match site_named(&name) {
            Ok(site) => site,
            // In quotation marks it is meant as it is written.
            Err(_) if value.quoted => name,
            Err(near) => {
                return Err(value.mistake(&[
                    "There is no site called ",
                    &value.text,
                    ". Did you mean site:",
                    near,
                    "? If not, put it in quotation marks.",
                ]));
            }
        };
        push_new(&mut sites, site);
    }
    Ok(Test::Site(sites))
}

fn difficulties(values: &[Value]) -> Result<Test, Mistake> {
    let mut difficulties = Vec::new();
    for value in values {
        match Difficulty::from_slug(&value.text.to_lowercase()) {
            Some(difficulty) => push_new(&mut difficulties, difficulty),
            None => return Err(unknown("difficulty", value, &["easy", "medium", "hard"])),
        }
    }
    Ok(Test::Difficulty(difficulties))
}

fn one(key: Key, values: &[Value], span: (usize, usize)) -> Result<&Value, Mistake> {
    if let [value] = values {
        return Ok(value);
    }
    let message = [key.name(), " takes one value, as in ", example(key), "."];
    Err(mistake(message.concat(), span.0, span.1))
}

fn number(key: Key, value: &Value) -> Result<i32, Mistake> {
    let text = value.text.to_lowercase();
    let counts_minutes = key != Key::Number(NumberOf::Attempts);
    let (digits, factor) = match text.trim_end_matches(|c: char| c.is_ascii_alphabetic()) {
        digits if digits == text => (digits, 1),
        digits if counts_minutes => match text.strip_prefix(digits) {
            Some("m" | "min") => (digits, 1),
            Some("h") => (digits, 60),
            _ => ("", 1),
        },
        _ => ("", 1),
    };
    let Some(count) = whole(digits) else {
        let unit = if counts_minutes { ", in minutes" } else { "" };
        return Err(value.mistake(&[
            "This must be a whole number",
            unit,
            ", as in ",
            example(key),
            ".",
        ]));
    };
    Some(count.saturating_mul(factor))
        .filter(|number| *number <= NUMBER_LIMIT)
        .ok_or_else(|| value.mistake(&["This number is too large; up to 999,999 can be compared."]))
}

/// Reads digits; what is far too large is the greatest number. None for anything else.
fn whole(digits: &str) -> Option<i32> {
    let are_digits = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    are_digits.then(|| digits.parse().unwrap_or(i32::MAX))
}

fn date(key: Key, of: DateOf, comparison: Comparison, value: &Value) -> Result<Test, Mistake> {
    let text = value.text.to_lowercase();
    match text.as_str() {
        "today" | "yesterday" if comparison == Comparison::Equal => {
            return Ok(Test::DaysAgo(
                of,
                comparison,
                u16::from(text == "yesterday"),
            ));
        }
        "today" | "yesterday" => {
            return Err(value.mistake(&[
                "Write ",
                key.name(),
                ":",
                &text,
                ", or compare with a day or with a number of days, as in ",
                example(key),
                ".",
            ]));
        }
        _ => {}
    }
    let ago = [("d", 1), ("w", 7)]
        .into_iter()
        .find_map(|(unit, days)| Some((whole(text.strip_suffix(unit)?)?, days)));
    if let Some((count, days)) = ago {
        return u16::try_from(count.saturating_mul(days))
            .ok()
            .filter(|days| *days <= DAYS_LIMIT)
            .map(|days| Test::DaysAgo(of, comparison, days))
            .ok_or_else(|| value.mistake(&["This is longer ago than a hundred years."]));
    }
    calendar_day(&text)
        .map(|day| Test::On(of, comparison, day))
        .ok_or_else(|| {
            value.mistake(&[
                "This must be a day of the calendar, as in ",
                key.name(),
                "<2026-11-01, or a number of days, as in ",
                key.name(),
                ">30d.",
            ])
        })
}

/// `2026-11-01`; any year from 1 to 9999.
fn calendar_day(text: &str) -> Option<NaiveDate> {
    let mut parts = text
        .split('-')
        .map(|part| Some(part).filter(|part| part.len() <= 4).and_then(whole));
    let (year, month, day) = (parts.next()??, parts.next()??, parts.next()??);
    if parts.next().is_some() || year < 1 {
        return None;
    }
    NaiveDate::from_ymd_opt(year, u32::try_from(month).ok()?, u32::try_from(day).ok()?)
}
