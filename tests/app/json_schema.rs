//! As much of JSON Schema as the description of the API uses, strictly: a member that no schema names is wrong.

use serde_json::Value;

/// The schema itself, where there is only a reference to it.
pub fn deref<'a>(document: &'a Value, schema: &'a Value) -> &'a Value {
    match schema.get("$ref").and_then(Value::as_str) {
        Some(reference) => document.pointer(&reference[1..]).unwrap(),
        None => schema,
    }
}

/// The members of an object; none of anything else.
pub fn each(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    value.as_object().into_iter().flatten()
}

/// Where `value` is not what the schema says, each in words.
pub fn mismatches(document: &Value, schema: &Value, value: &Value, at: &str) -> Vec<String> {
    let mut wrong = Vec::new();
    check(document, schema, value, at, &mut wrong);
    wrong
}

fn check(document: &Value, schema: &Value, value: &Value, at: &str, wrong: &mut Vec<String>) {
    let schema = deref(document, schema);
    if let Some(either) = schema.get("oneOf").and_then(Value::as_array) {
        let fits = |one: &&Value| mismatches(document, one, value, at).is_empty();
        if either.iter().filter(fits).count() != 1 {
            wrong.push(format!("{at} is none of {schema}: {value}"));
        }
        return;
    }
    if schema.get("allOf").is_some() {
        return object(document, schema, value, at, wrong);
    }
    let kinds: Vec<_> = match &schema["type"] {
        Value::String(kind) => vec![kind.as_str()],
        Value::Array(kinds) => kinds.iter().filter_map(Value::as_str).collect(),
        other => panic!("{at} has a type that is not known here: {other}"),
    };
    let kind = match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(number) if number.is_i64() || number.is_u64() => "integer",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    };
    if !kinds.contains(&kind) {
        wrong.push(format!("{at} is no {kinds:?}: {value}"));
        return;
    }
    let among = schema.get("enum").and_then(Value::as_array);
    if among.is_some_and(|values| !values.contains(value)) {
        wrong.push(format!("{at} is none of {among:?}: {value}"));
    }
    match value {
        Value::String(text) => string(schema, text, at, wrong),
        Value::Number(number) => {
            let number = number.as_f64().unwrap();
            let least = schema["minimum"].as_f64().unwrap_or(f64::MIN);
            let most = schema["maximum"].as_f64().unwrap_or(f64::MAX);
            if !(least..=most).contains(&number) {
                wrong.push(format!("{at} is not from {least} to {most}: {number}"));
            }
        }
        Value::Array(items) => {
            for (number, item) in items.iter().enumerate() {
                check(
                    document,
                    &schema["items"],
                    item,
                    &format!("{at}[{number}]"),
                    wrong,
                );
            }
        }
        // One without any named member may have any.
        Value::Object(_) if schema.get("properties").is_some() => {
            object(document, schema, value, at, wrong);
        }
        _ => {}
    }
}

fn string(schema: &Value, text: &str, at: &str, wrong: &mut Vec<String>) {
    let fits = match schema["format"].as_str() {
        Some("uuid") => text.parse::<uuid::Uuid>().is_ok(),
        Some("date") => text.parse::<chrono::NaiveDate>().is_ok(),
        Some("date-time") => chrono::DateTime::parse_from_rfc3339(text).is_ok(),
        None | Some("uri-reference") => true,
        Some(other) => panic!("{at} has a format that is not known here: {other}"),
    };
    let most = schema["maxLength"].as_u64().unwrap_or(u64::MAX);
    if !fits || text.chars().count() as u64 > most {
        wrong.push(format!("{at} does not fit {schema}: {text}"));
    }
}

/// An object, of one schema or of all those of `allOf` together.
fn object(document: &Value, schema: &Value, value: &Value, at: &str, wrong: &mut Vec<String>) {
    let Value::Object(members) = value else {
        wrong.push(format!("{at} is no object: {value}"));
        return;
    };
    let parts: Vec<_> = match schema.get("allOf").and_then(Value::as_array) {
        Some(parts) => parts.iter().map(|part| deref(document, part)).collect(),
        None => vec![schema],
    };
    for required in parts
        .iter()
        .filter_map(|part| part["required"].as_array())
        .flatten()
    {
        let name = required.as_str().unwrap();
        if !members.contains_key(name) {
            wrong.push(format!("{at} has no {name}"));
        }
    }
    for (name, member) in members {
        let at = format!("{at}.{name}");
        match parts.iter().find_map(|part| part["properties"].get(name)) {
            Some(schema) => check(document, schema, member, &at, wrong),
            None => wrong.push(format!("{at} is not described")),
        }
    }
}
