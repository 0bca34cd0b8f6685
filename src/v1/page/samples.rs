//! Examples, put together from those in the document, as they would be sent: members in the order of their schema.

use crate::v1::schema::{name_of, named, resolved};
use serde_json::{Map, Value};
use utoipa::openapi::{
    OpenApi, RefOr, Type,
    schema::{ArrayItems, Schema, SchemaType},
};

/// Longest array that stands in one line, in characters.
const LINE: usize = 60;

/// Examples of a document's schemas.
pub struct Samples<'a>(&'a OpenApi);

impl<'a> Samples<'a> {
    /// Of this document.
    pub fn of(document: &'a OpenApi) -> Self {
        Self(document)
    }

    /// An example of the schema of this name, as JSON.
    pub fn named(&self, name: &str) -> String {
        named(self.0, name).map_or_else(String::new, |schema| {
            self.written(Some(schema), &self.value(schema), 0)
        })
    }

    /// An example of a schema, as JSON.
    pub fn json(&self, schema: &RefOr<Schema>) -> String {
        match schema {
            RefOr::Ref(reference) => self.named(name_of(&reference.ref_location)),
            RefOr::T(schema) => self.written(Some(schema), &self.value(schema), 0),
        }
    }

    /// What the document gives as an example; else what its parts do.
    fn value(&self, schema: &Schema) -> Value {
        match schema {
            Schema::Object(object) => {
                if let Some(example) = &object.example {
                    return example.clone();
                }
                if let Some(first) = object.enum_values.iter().flatten().next() {
                    return first.clone();
                }
                match &object.schema_type {
                    SchemaType::Type(Type::Object) => {
                        let members = object.properties.iter();
                        let members = members.map(|(name, of)| (name.clone(), self.value_of(of)));
                        Value::Object(members.collect())
                    }
                    SchemaType::Type(Type::Boolean) => Value::Bool(true),
                    SchemaType::Type(Type::Integer | Type::Number) => Value::from(1),
                    SchemaType::Type(_) => Value::from("…"),
                    SchemaType::Array(_) | SchemaType::AnyValue => Value::Null,
                }
            }
            Schema::Array(array) => match (&array.example, &array.items) {
                (Some(example), _) => example.clone(),
                (None, ArrayItems::RefOrSchema(items)) => Value::Array(vec![self.value_of(items)]),
                (None, ArrayItems::False) => Value::Array(Vec::new()),
            },
            Schema::OneOf(either) => either
                .items
                .first()
                .map_or(Value::Null, |first| self.value_of(first)),
            Schema::AllOf(all) => {
                let parts = all.items.iter().map(|part| self.value_of(part));
                let members = parts.filter_map(|part| match part {
                    Value::Object(members) => Some(members),
                    _ => None,
                });
                Value::Object(members.flatten().collect())
            }
            _ => Value::Null,
        }
    }

    fn value_of(&self, schema: &RefOr<Schema>) -> Value {
        resolved(self.0, schema).map_or(Value::Null, |schema| self.value(schema))
    }

    fn written(&self, schema: Option<&Schema>, value: &Value, depth: usize) -> String {
        let inner = "  ".repeat(depth + 1);
        let outer = "  ".repeat(depth);
        match value {
            Value::Object(members) if !members.is_empty() => {
                let lines: Vec<_> = self
                    .in_order(schema, members)
                    .into_iter()
                    .map(|(name, value, of)| {
                        let name = Value::from(name);
                        format!("{inner}{name}: {}", self.written(of, value, depth + 1))
                    })
                    .collect();
                format!("{{\n{}\n{outer}}}", lines.join(",\n"))
            }
            Value::Array(items) if !items.is_empty() => {
                let of = match schema {
                    Some(Schema::Array(array)) => match &array.items {
                        ArrayItems::RefOrSchema(items) => resolved(self.0, items),
                        ArrayItems::False => None,
                    },
                    _ => None,
                };
                let items: Vec<_> = items
                    .iter()
                    .map(|item| self.written(of, item, depth + 1))
                    .collect();
                let line = format!("[{}]", items.join(", "));
                if line.len() <= LINE && !line.contains('\n') {
                    return line;
                }
                let lines: Vec<_> = items.iter().map(|item| format!("{inner}{item}")).collect();
                format!("[\n{}\n{outer}]", lines.join(",\n"))
            }
            scalar => scalar.to_string(),
        }
    }

    /// The members of an object with their schemas, in the order in which the schema names them.
    fn in_order<'v>(
        &self,
        schema: Option<&'v Schema>,
        members: &'v Map<String, Value>,
    ) -> Vec<(&'v str, &'v Value, Option<&'v Schema>)>
    where
        'a: 'v,
    {
        let mut known = Vec::new();
        if let Some(schema) = schema {
            self.collect_members(schema, &mut known);
        }
        let place = |name: &str| known.iter().position(|(known, _)| *known == name);
        let mut found: Vec<_> = members
            .iter()
            .map(|(name, value)| {
                let of = place(name).and_then(|at| resolved(self.0, known[at].1));
                (name.as_str(), value, of)
            })
            .collect();
        found.sort_by_key(|(name, ..)| place(name).unwrap_or(usize::MAX));
        found
    }

    fn collect_members<'v>(&self, schema: &'v Schema, known: &mut Vec<(&'v str, &'v RefOr<Schema>)>)
    where
        'a: 'v,
    {
        match schema {
            Schema::Object(object) => known.extend(
                object
                    .properties
                    .iter()
                    .map(|(name, of)| (name.as_str(), of)),
            ),
            Schema::AllOf(all) => {
                for part in &all.items {
                    if let Some(part) = resolved(self.0, part) {
                        self.collect_members(part, known);
                    }
                }
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Samples;
    use crate::v1::DOCUMENT;

    #[test]
    fn members_stand_in_the_order_of_their_schema() {
        let problem = Samples::of(&DOCUMENT).named("Problem");
        let at = |name: &str| problem.find(&format!("\"{name}\":")).unwrap();
        let order = [
            "id",
            "userId",
            "title",
            "tags",
            "progress",
            "attempts",
            "lastMinutes",
            "description",
        ];
        assert!(order.map(at).is_sorted(), "{problem}");
        assert!(problem.contains("[\"array\", \"hash-table\"]"), "{problem}");
        assert!(
            serde_json::from_str::<serde_json::Value>(&problem).is_ok(),
            "{problem}"
        );
    }

    #[test]
    fn a_whole_example_is_taken_before_its_parts() {
        let sent = Samples::of(&DOCUMENT).named("NewProblem");
        assert!(sent.starts_with("{\n  \"id\": \"01936f2e"), "{sent}");
        assert!(!sent.contains("starred"), "{sent}");
    }
}
