//! Whether what was sent to us is what its schema says.
//!
//! What a schema says is what is taken, to the letter. What serde takes for a type is wider: a value of an
//! enumeration as an object, a UUID in braces, a time without its `T`.

use super::{
    problem_details::FieldProblem,
    schema::{format_of, is_number_of, is_of_format, resolved, sentence, types, unknown, wanted},
};
use crate::{problem::fields::too_long, text::count};
use serde_json::{Map, Number, Value};
use utoipa::{
    Number as Limit,
    openapi::{
        Array, Object, OpenApi, RefOr, Type,
        schema::{AdditionalProperties, ArrayItems, Schema},
    },
};

/// Most mistakes that are told of at once: a body can have a million.
pub const MOST_TOLD: usize = 20;

/// Where a value is not what its schema says, each with what would be right; the first [`MOST_TOLD`] of them.
pub fn mismatches(
    document: &OpenApi,
    schema: &RefOr<Schema>,
    value: &Value,
    at: &str,
) -> Vec<FieldProblem> {
    let mut check = Check {
        document,
        found: Vec::new(),
    };
    check.value(schema, value, at);
    check.found
}

struct Check<'a> {
    document: &'a OpenApi,
    found: Vec<FieldProblem>,
}

impl Check<'_> {
    fn refuse(&mut self, at: &str, message: impl Into<String>) {
        if self.found.len() < MOST_TOLD {
            self.found.push(FieldProblem {
                field: at.to_owned(),
                message: message.into(),
            });
        }
    }

    fn value(&mut self, schema: &RefOr<Schema>, value: &Value, at: &str) {
        match resolved(self.document, schema) {
            Some(Schema::Object(object)) => self.object(object, value, at),
            Some(Schema::Array(array)) => self.array(array, value, at),
            Some(Schema::OneOf(either)) => self.either(&either.items, value, at),
            // Nothing that is sent to us is described by what is not known here; a test says so.
            _ => self.refuse(at, "This cannot be read."),
        }
    }

    /// One of several, which is said of the last one when it is none.
    fn either(&mut self, schemas: &[RefOr<Schema>], value: &Value, at: &str) {
        let mut last = Vec::new();
        for schema in schemas {
            let found = mismatches(self.document, schema, value, at);
            if found.is_empty() {
                return;
            }
            if !is_null(schema) {
                last = found;
            }
        }
        self.found.append(&mut last);
    }

    fn object(&mut self, object: &Object, value: &Value, at: &str) {
        let among = |values: &Vec<Value>| values.contains(value);
        let types = types(&object.schema_type);
        let right = (types.is_empty() || types.iter().any(|one| is_of(one, value)))
            && object.enum_values.as_ref().is_none_or(among);
        let right = right
            && match value {
                Value::String(text) => is_of_format(&format_of(object), text),
                Value::Number(number) => {
                    is_number_of(&format_of(object), number) && is_within(object, number)
                }
                _ => true,
            };
        if !right {
            return self.refuse(at, wanted(object));
        }
        match value {
            Value::Object(members) => self.members(object, members, at),
            Value::String(text) => {
                let most = object.max_length.unwrap_or(usize::MAX);
                if text.chars().count() > most {
                    self.refuse(at, too_long(text, most));
                }
            }
            _ => {}
        }
    }

    fn members(&mut self, object: &Object, members: &Map<String, Value>, at: &str) {
        let place = |name: &str| match at {
            "" => name.to_owned(),
            at => format!("{at}.{name}"),
        };
        for name in &object.required {
            if !members.contains_key(name) {
                self.refuse(&place(name), "This is missing.");
            }
        }
        let closed = matches!(
            object.additional_properties.as_deref(),
            Some(AdditionalProperties::FreeForm(false))
        );
        for (name, value) in members {
            match object.properties.get(name) {
                Some(schema) => self.value(schema, value, &place(name)),
                None if closed => {
                    let known: Vec<_> = object.properties.keys().map(String::as_str).collect();
                    self.refuse(&place(name), unknown(&known));
                }
                None => {}
            }
        }
    }

    fn array(&mut self, array: &Array, value: &Value, at: &str) {
        let may_be_null = types(&array.schema_type).contains(&Type::Null);
        match value {
            Value::Array(items) => {
                let most = array.max_items.unwrap_or(usize::MAX);
                if items.len() > most {
                    let (most, given) = (count(most), count(items.len()));
                    self.refuse(at, format!("Up to {most}; these are {given}."));
                }
                if let ArrayItems::RefOrSchema(schema) = &array.items {
                    for (number, item) in items.iter().enumerate() {
                        self.value(schema, item, &format!("{at}[{number}]"));
                    }
                }
            }
            Value::Null if may_be_null => {}
            _ => self.refuse(at, sentence("A list", may_be_null)),
        }
    }
}

fn is_null(schema: &RefOr<Schema>) -> bool {
    matches!(schema, RefOr::T(Schema::Object(object)) if types(&object.schema_type) == [Type::Null])
}

fn is_of(kind: &Type, value: &Value) -> bool {
    match (kind, value) {
        (Type::Object, Value::Object(_))
        | (Type::Array, Value::Array(_))
        | (Type::String, Value::String(_))
        | (Type::Boolean, Value::Bool(_))
        | (Type::Number, Value::Number(_))
        | (Type::Null, Value::Null) => true,
        (Type::Integer, Value::Number(number)) => is_whole(number),
        _ => false,
    }
}

/// To JSON Schema, 25.0 is whole.
fn is_whole(number: &Number) -> bool {
    let float = || number.as_f64().is_some_and(|float| float.fract() == 0.0);
    number.is_i64() || number.is_u64() || float()
}

fn is_within(object: &Object, number: &Number) -> bool {
    let float_of = |limit: &Limit| serde_json::to_value(limit).ok()?.as_f64();
    let holds = |limit: &Option<Limit>, order: fn(f64, f64) -> bool| match limit {
        Some(limit) => float_of(limit)
            .zip(number.as_f64())
            .is_some_and(|(limit, number)| order(limit, number)),
        None => true,
    };
    holds(&object.minimum, |least, number| least <= number)
        && holds(&object.maximum, |most, number| number <= most)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::v1::DOCUMENT;
    use serde_json::json;
    use utoipa::openapi::Ref;
    use uuid::Uuid;

    /// What is wrong with a value, each as `field: message`.
    fn wrong(name: &str, value: &Value) -> Vec<String> {
        let schema = RefOr::Ref(Ref::from_schema_name(name));
        let found = mismatches(&DOCUMENT, &schema, value, "");
        let said = |one: FieldProblem| format!("{}: {}", one.field, one.message);
        found.into_iter().map(said).collect()
    }

    /// An attempt with this, too.
    fn attempt(name: &str, value: Value) -> Vec<String> {
        let mut attempt = json!({"id": Uuid::now_v7(), "status": "solved"});
        attempt[name] = value;
        wrong("NewAttempt", &attempt)
    }

    #[test]
    fn all_that_is_wrong_is_said_at_once_where_it_stands() {
        let body = json!({
            "title": 5, "difficulty": {"easy": null}, "tags": ["a", 1], "starred": "yes", "colour": "red"
        });
        let told = wrong("NewProblem", &body);
        for (field, message) in [
            ("id", "This is missing."),
            ("title", "A text, or null."),
            ("difficulty", "One of easy, medium, hard."),
            ("tags[1]", "A text."),
            ("starred", "True or false, or null."),
            ("colour", "There is nothing of this name, only id, title,"),
        ] {
            let said = |one: &&String| one.starts_with(&format!("{field}: {message}"));
            assert_eq!(told.iter().filter(said).count(), 1, "{field}: {told:?}");
        }
        assert_eq!(told.len(), 6, "{told:?}");
        assert_eq!(wrong("NewProblem", &json!([])), [": A JSON object."]);
        let sent = json!({"name": "X", "batch": {"id": Uuid::nil(), "size": 0}, "tests": [1]});
        assert_eq!(
            wrong("CompanionMessage", &sent),
            ["batch.size: A whole number from 1 on."]
        );
    }

    #[test]
    fn a_body_full_of_mistakes_is_answered_with_the_first_of_them() {
        let names = (0..1_000).map(|number| (number.to_string(), json!(0)));
        let body = Value::Object(names.collect());
        assert_eq!(wrong("ProblemPatch", &body).len(), MOST_TOLD);
        let tags = json!({"tags": vec![0; 1_000]});
        assert_eq!(wrong("ProblemPatch", &tags).len(), MOST_TOLD);
    }

    #[test]
    fn formats_are_looked_at() {
        assert_eq!(
            attempt("attemptedAt", json!("2026-11-22T14:05:00Z")),
            [""; 0]
        );
        let told = attempt("attemptedAt", json!("2026-11-22 14:05:00Z"));
        assert!(
            told[0].starts_with("attemptedAt: A time with its offset"),
            "{told:?}"
        );
        let told = attempt("id", json!(Uuid::nil().simple().to_string()));
        assert!(told[0].starts_with("id: A UUID"), "{told:?}");
    }

    #[test]
    fn null_is_taken_where_it_is_described() {
        for name in ["timeTaken", "help", "notes", "attemptedAt"] {
            assert_eq!(attempt(name, json!(null)), [""; 0], "{name}");
        }
        assert_eq!(
            attempt("status", json!(null)),
            ["status: One of solved, partial, failed."]
        );
        let never = json!({"status": null, "attemptedAt": null, "help": null});
        assert_eq!(wrong("AttemptPatch", &never).len(), 2);
    }

    #[test]
    fn numbers_are_whole_and_within_their_limits() {
        for right in [json!(1), json!(1_440), json!(25.0), json!(2.5e1)] {
            assert_eq!(attempt("timeTaken", right.clone()), [""; 0], "{right}");
        }
        for bad in [
            json!(0),
            json!(1_441),
            json!(-1),
            json!(1.5),
            json!(1e300),
            json!("5"),
            json!(true),
        ] {
            assert_eq!(
                attempt("timeTaken", bad.clone()),
                ["timeTaken: A whole number from 1 to 1,440, or null."],
                "{bad}"
            );
        }
    }

    #[test]
    fn a_number_is_no_greater_than_its_format() {
        let batch = |size: Value| {
            let batch = json!({"id": Uuid::nil(), "size": size});
            wrong("CompanionMessage", &json!({"batch": batch})).len()
        };
        assert_eq!((batch(json!(2_147_483_647)), batch(json!(6.0))), (0, 0));
        assert_eq!(
            (batch(json!(2_147_483_648_i64)), batch(json!(1e300))),
            (1, 1)
        );
    }

    #[test]
    fn lengths_are_counted_in_characters_before_anything_is_tidied() {
        assert_eq!(attempt("language", json!("é".repeat(40))), [""; 0]);
        assert_eq!(
            attempt("language", json!(format!("C{}", " ".repeat(40)))),
            ["language: This is too long: 41 of 40 characters."]
        );
        let tags = json!({"tags": vec!["a"; 41]});
        assert_eq!(
            wrong("ProblemPatch", &tags),
            ["tags: Up to 40; these are 41."]
        );
    }

    #[test]
    fn only_what_is_looked_at_describes_what_is_sent() {
        const KNOWN: [&str; 15] = [
            "$ref",
            "additionalProperties",
            "description",
            "enum",
            "example",
            "format",
            "items",
            "maxItems",
            "maxLength",
            "maximum",
            "minimum",
            "oneOf",
            "properties",
            "required",
            "type",
        ];
        let document = serde_json::to_value(&*DOCUMENT).unwrap();
        let mut schemas = Vec::new();
        for operations in document["paths"].as_object().unwrap().values() {
            for operation in operations.as_object().unwrap().values() {
                let contents = operation["requestBody"]["content"].as_object();
                schemas.extend(
                    contents
                        .into_iter()
                        .flatten()
                        .map(|(_, one)| &one["schema"]),
                );
            }
        }
        assert!(schemas.len() >= 10);
        let mut seen = 0;
        while let Some(schema) = schemas.pop() {
            seen += 1;
            for name in schema.as_object().unwrap().keys() {
                assert!(KNOWN.contains(&name.as_str()), "{name} in {schema}");
            }
            let format = schema["format"].as_str().unwrap_or("int32");
            assert!(
                ["int32", "int64", "uuid", "date-time", "date"].contains(&format),
                "{schema}"
            );
            if let Some(reference) = schema["$ref"].as_str() {
                schemas.push(document.pointer(&reference[1..]).unwrap());
            }
            schemas.extend(
                schema["properties"]
                    .as_object()
                    .into_iter()
                    .flat_map(|all| all.values()),
            );
            schemas.extend(schema["oneOf"].as_array().into_iter().flatten());
            schemas.extend(schema.get("items"));
        }
        assert!(seen > 60, "{seen}");
    }
}
