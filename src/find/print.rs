//! Writes a query in its long form: the text that addresses, saved views and chips hold.

use super::{
    model::{Comparison, DateOf, NumberOf, Query, Term, Test},
    parse::{is_quote, terms},
};
use crate::{attempt::model::Status, problem::model::Difficulty};
use chrono::{Datelike, NaiveDate};
use std::fmt::{Display, Formatter, Result};

impl Display for Query {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        for (place, term) in self.terms.iter().enumerate() {
            if place > 0 {
                f.write_str(" ")?;
            }
            term.fmt(f)?;
        }
        Ok(())
    }
}

impl Display for Term {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        if self.negated {
            f.write_str("-")?;
        }
        f.write_str(&written(&self.test))
    }
}

fn written(test: &Test) -> String {
    match test {
        Test::Text(words) => quoted_unless_it_reads("", words, test),
        Test::Status(list) => listed("is:", list, |status| {
            status.map_or("untried", Status::slug).to_owned()
        }),
        Test::Starred => "is:starred".to_owned(),
        Test::Notes => "has:notes".to_owned(),
        Test::Code => "has:code".to_owned(),
        Test::Link => "has:link".to_owned(),
        Test::Tag(list) => listed("tag:", list, |tag| {
            quoted_unless_it_reads("tag:", tag, &Test::Tag(vec![tag.clone()]))
        }),
        Test::Site(list) => listed("site:", list, |site| {
            quoted_unless_it_reads("site:", site, &Test::Site(vec![site.clone()]))
        }),
        Test::Difficulty(list) => {
            listed("difficulty:", list, |one| Difficulty::slug(*one).to_owned())
        }
        Test::Number(of, comparison, number) => {
            let of = match of {
                NumberOf::LastMinutes => "time",
                NumberOf::BestMinutes => "best",
                NumberOf::Attempts => "attempts",
            };
            [of, sign(*comparison), &number.to_string()].concat()
        }
        Test::On(of, comparison, day) => {
            [date_name(*of), sign(*comparison), &day_text(*day)].concat()
        }
        Test::DaysAgo(of, comparison, days) => {
            [date_name(*of), sign(*comparison), &days.to_string(), "d"].concat()
        }
    }
}

fn listed<T>(key: &str, list: &[T], write: impl Fn(&T) -> String) -> String {
    let values: Vec<_> = list.iter().map(write).collect();
    [key, &values.join(",")].concat()
}

/// Bare where that reads as the same test, else in quotation marks.
fn quoted_unless_it_reads(key: &str, value: &str, test: &Test) -> String {
    let bare = [key, value].concat();
    let same = terms(&bare)
        .is_ok_and(|read| matches!(&read[..], [only] if !only.negated && only.test == *test));
    if same {
        return value.to_owned();
    }
    in_quotes(value)
}

/// A value in quotation marks, as it reads whatever it holds.
pub(crate) fn in_quotes(value: &str) -> String {
    let mut quoted = String::from("\"");
    for character in value.chars() {
        if character == '\\' || is_quote(character) {
            quoted.push('\\');
        }
        quoted.push(character);
    }
    quoted.push('"');
    quoted
}

fn sign(comparison: Comparison) -> &'static str {
    match comparison {
        Comparison::Less => "<",
        Comparison::AtMost => "<=",
        Comparison::Equal => ":",
        Comparison::AtLeast => ">=",
        Comparison::Greater => ">",
    }
}

fn date_name(of: DateOf) -> &'static str {
    match of {
        DateOf::Touched => "touched",
        DateOf::Added => "added",
    }
}

fn day_text(day: NaiveDate) -> String {
    format!("{:04}-{:02}-{:02}", day.year(), day.month(), day.day())
}

#[cfg(test)]
mod tests {
    use crate::find::parse::parse;

    #[test]
    fn the_long_form_is_the_plainest_that_reads_the_same() {
        for (typed, printed) in [
            (" two   SUM ", "two SUM"),
            ("\"sum\"", "sum"),
            ("\"two sum\" “is:x”", "\"two sum\" \"is:x\""),
            ("-\"-x\" \"-\"", "-\"-x\" -"),
            ("status:Untried,solved", "is:untried,solved"),
            (
                "-tags:\"two pointers\",\"a\\\"b\"",
                "-tag:two-pointers,a\"b",
            ),
            ("site:gfg,\"leetcod\"", "site:geeksforgeeks,\"leetcod\""),
            (
                "diff=hard time=30min best:>=1h",
                "difficulty:hard time:30 best>=60",
            ),
            (
                "touched>=2026-1-2 added>2w",
                "touched>=2026-01-02 added>14d",
            ),
        ] {
            assert_eq!(parse(typed).unwrap().to_string(), printed, "{typed}");
        }
    }
}
