//! The schemas of the description: where they are, and what their limits and formats are.

use crate::text::count;
use chrono::{DateTime, NaiveDate, Timelike, Utc};
use serde_json::Value;
use utoipa::{
    Number,
    openapi::{
        Object, OpenApi, RefOr, Type,
        schema::{Schema, SchemaFormat, SchemaType},
    },
};
use uuid::Uuid;

/// The name that a reference ends with.
pub fn name_of(reference: &str) -> &str {
    reference.rsplit('/').next().unwrap_or(reference)
}

/// The schema of this name.
pub fn named<'a>(document: &'a OpenApi, name: &str) -> Option<&'a Schema> {
    match document.components.as_ref()?.schemas.get(name)? {
        RefOr::T(schema) => Some(schema),
        RefOr::Ref(_) => None,
    }
}

/// The schema itself, where there may be only a reference to it.
pub fn resolved<'a>(document: &'a OpenApi, schema: &'a RefOr<Schema>) -> Option<&'a Schema> {
    match schema {
        RefOr::T(schema) => Some(schema),
        RefOr::Ref(reference) => named(document, name_of(&reference.ref_location)),
    }
}

/// What a value may be; nothing when it may be anything.
pub fn types(schema_type: &SchemaType) -> &[Type] {
    match schema_type {
        SchemaType::Type(one) => std::slice::from_ref(one),
        SchemaType::Array(several) => several,
        SchemaType::AnyValue => &[],
    }
}

/// The format as it stands in the document; empty when there is none.
pub fn format_of(object: &Object) -> String {
    let text = object
        .format
        .as_ref()
        .and_then(|format| serde_json::to_value::<&SchemaFormat>(format).ok());
    text.and_then(|text| text.as_str().map(str::to_owned))
        .unwrap_or_default()
}

/// The least and the greatest that a number may be.
pub fn range(object: &Object) -> (Option<usize>, Option<usize>) {
    let whole = |limit: &Number| match limit {
        Number::Int(number) => usize::try_from(*number).ok(),
        Number::UInt(number) => Some(*number),
        Number::Float(_) => None,
    };
    let limit = |limit: &Option<Number>| limit.as_ref().and_then(whole);
    (limit(&object.minimum), limit(&object.maximum))
}

/// Whether a text is of a format, by its name. One that is not known here forbids nothing.
pub fn is_of_format(format: &str, text: &str) -> bool {
    match format {
        "uuid" => uuid(text).is_some(),
        "date-time" => is_instant(text),
        "date" => text
            .parse::<NaiveDate>()
            .is_ok_and(|date| date.to_string() == text),
        _ => true,
    }
}

/// Whether a number is of a format, by its name.
pub fn is_number_of(format: &str, number: &serde_json::Number) -> bool {
    const TOO_GREAT: f64 = 9_223_372_036_854_775_808.0;
    let float = number.as_f64().unwrap_or(f64::NAN);
    match format {
        "int32" => (f64::from(i32::MIN)..=f64::from(i32::MAX)).contains(&float),
        "int64" if number.is_u64() || number.is_i64() => number.as_i64().is_some(),
        "int64" => (-TOO_GREAT..TOO_GREAT).contains(&float),
        _ => true,
    }
}

/// A UUID as RFC 9562 writes it: with hyphens, and with nothing around it.
pub fn uuid(text: &str) -> Option<Uuid> {
    // All that the parser takes besides has another length.
    let id = || Uuid::try_parse(text).ok();
    (text.len() == 36).then(id).flatten()
}

/// Whether this is a time as RFC 3339 writes it. Leap seconds are the last ones of a day, by UTC.
fn is_instant(text: &str) -> bool {
    // The parser also takes a space there, and a minus sign that is no hyphen.
    let strict = text.is_ascii() && matches!(text.as_bytes().get(10), Some(b'T' | b't'));
    let read = DateTime::parse_from_rfc3339(text).ok().filter(|_| strict);
    read.is_some_and(|read| {
        let time = read.with_timezone(&Utc).time();
        time.nanosecond() < 1_000_000_000 || (time.hour(), time.minute()) == (23, 59)
    })
}

/// What is said of a name that means nothing where it stands.
pub fn unknown(known: &[&str]) -> String {
    match known {
        [] => "There is nothing of this name.".to_owned(),
        known => format!("There is nothing of this name, only {}.", known.join(", ")),
    }
}

/// What would be right, in words.
pub fn wanted(object: &Object) -> String {
    let types = types(&object.schema_type);
    let what = match types.first() {
        _ if object.enum_values.is_some() => {
            let values = object.enum_values.iter().flatten();
            let values: Vec<_> = values.filter_map(Value::as_str).collect();
            format!("One of {}", values.join(", "))
        }
        Some(Type::String) => match format_of(object).as_str() {
            "uuid" => "A UUID, such as 01936f2e-5a00-7000-8000-0123456789ab".to_owned(),
            "date-time" => {
                "A time with its offset from UTC, such as 2026-11-22T14:05:00+01:00".to_owned()
            }
            "date" => "A date, such as 2026-11-22".to_owned(),
            _ => "A text".to_owned(),
        },
        Some(Type::Integer | Type::Number) => {
            let whole = types.contains(&Type::Integer);
            let number = if whole { "A whole number" } else { "A number" };
            match range(object) {
                (Some(least), Some(most)) => {
                    format!("{number} from {} to {}", count(least), count(most))
                }
                (Some(least), None) => format!("{number} from {} on", count(least)),
                (None, Some(most)) => format!("{number} up to {}", count(most)),
                (None, None) => number.to_owned(),
            }
        }
        Some(Type::Boolean) => "True or false".to_owned(),
        Some(Type::Null) => "Null".to_owned(),
        Some(Type::Array) => "A list".to_owned(),
        Some(Type::Object) | None => "A JSON object".to_owned(),
    };
    sentence(&what, types.contains(&Type::Null))
}

/// That, or null where it may be.
pub fn sentence(what: &str, may_be_null: bool) -> String {
    let or_null = if may_be_null { ", or null" } else { "" };
    format!("{what}{or_null}.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_uuid_has_hyphens_and_nothing_around_it() {
        let id = Uuid::now_v7();
        assert_eq!(uuid(&id.to_string()), Some(id));
        assert_eq!(uuid(&id.to_string().to_uppercase()), Some(id));
        for bad in [
            id.simple().to_string(),
            id.braced().to_string(),
            id.urn().to_string(),
            format!(" {id}"),
            "x".repeat(36),
        ] {
            assert_eq!(uuid(&bad), None, "{bad}");
        }
    }

    #[test]
    fn a_number_fits_its_format() {
        let fits = |format: &str, number: &str| is_number_of(format, &number.parse().unwrap());
        for (format, right) in [
            ("int32", "-2147483648"),
            ("int32", "2147483647.0"),
            ("int64", "9223372036854775807"),
            ("int64", "-9223372036854775808.0"),
            ("", "1e300"),
        ] {
            assert!(fits(format, right), "{format} {right}");
        }
        for (format, bad) in [
            ("int32", "2147483648"),
            ("int32", "-1e300"),
            ("int64", "9223372036854775808"),
            ("int64", "9223372036854775808.0"),
            ("int64", "1e300"),
        ] {
            assert!(!fits(format, bad), "{format} {bad}");
        }
    }

    #[test]
    fn a_time_is_one_of_rfc_3339() {
        for right in [
            "2026-11-22T14:05:00Z",
            "2026-11-22t14:05:00.123456789012z",
            "2024-02-29T23:59:59+23:59",
            "2016-12-31T23:59:60Z",
            "2017-01-01T00:59:60.5+01:00",
            "2026-11-22T14:05:00-00:00",
        ] {
            assert!(is_instant(right), "{right}");
            // Then it is read, too.
            assert!(right.parse::<DateTime<Utc>>().is_ok(), "{right}");
        }
        for bad in [
            "",
            "2026-11-22",
            "2026-11-22T14:05Z",
            "2026-11-22T14:05:00",
            "2026-11-22 14:05:00Z",
            "2026-11-22T14:05:00 Z",
            "2026-11-22T14:05:00+0100",
            "2026-11-22T14:05:00+01",
            "2026-11-22T14:05:00\u{2212}01:00",
            "2026-11-22T14:05:00.Z",
            "2026-11-22T14:05:00+24:00",
            "2026-11-22T24:00:00Z",
            "2026-11-22T14:05:60Z",
            "2026-02-29T00:00:00Z",
            "+2026-11-22T14:05:00Z",
            "12026-11-22T14:05:00Z",
            " 2026-11-22T14:05:00Z",
            "2026-11-22T14:05:00Z\n",
        ] {
            assert!(!is_instant(bad), "{bad}");
        }
    }
}
