//! Schemas as tables of their members, and what a value can be, in words.

use super::{
    operations,
    parts::{self, HeaderRow, row, table},
    prose,
};
use crate::{
    text::count,
    ui::escape::escape_html,
    v1::schema::{format_of, name_of, named, range, resolved, types},
};
use leptos::prelude::*;
use serde_json::Value;
use std::fmt::Write;
use utoipa::openapi::{
    Array, Object, OpenApi, RefOr, Type,
    schema::{ArrayItems, Schema, SchemaType},
};

/// Most values of an enumeration that are named where it is used.
const FEW: usize = 5;

/// Where a schema is explained.
pub fn id_of(name: &str) -> String {
    format!("schema-{name}")
}

/// The schemas that have a place of their own; what only one request sends stands there.
pub fn listed(document: &OpenApi) -> Vec<&str> {
    let sent = operations::sent(document);
    let all = document
        .components
        .iter()
        .flat_map(|all| all.schemas.keys());
    all.map(String::as_str)
        .filter(|name| !sent.contains(name))
        .collect()
}

/// All schemas that are listed.
pub fn section(document: &OpenApi) -> AnyView {
    let schemas = listed(document).into_iter().filter_map(|name| {
        let schema = named(document, name)?;
        Some(view! {
            <section class="schema" aria-labelledby=id_of(name)>
                <h3 class="schema__name" id=id_of(name)>{name.to_owned()}</h3>
                {explained(document, name, schema)}
            </section>
        })
    });
    view! {
        <section class="api__section api__section--loud" aria-labelledby="schemas">
            <h2 id="schemas">"Schemas"</h2>
            {schemas.collect_view()}
        </section>
    }
    .into_any()
}

/// What a schema is for, and its members or values.
pub fn explained(document: &OpenApi, name: &str, schema: &Schema) -> AnyView {
    let said = view! { <div class="stack" inner_html=prose::html(described(schema))></div> };
    let members = match schema {
        Schema::AllOf(all) => all
            .items
            .iter()
            .map(|part| match part {
                RefOr::Ref(reference) => {
                    let of = link_to(name_of(&reference.ref_location));
                    view! { <p inner_html=format!("All of {of}, and:")></p> }.into_any()
                }
                RefOr::T(Schema::Object(object)) => members(document, name, object),
                RefOr::T(_) => ().into_any(),
            })
            .collect_view()
            .into_any(),
        Schema::Object(object) if !object.properties.is_empty() => members(document, name, object),
        // The codes are a table of their own.
        Schema::Object(_) if described(schema).contains("\n* ") => ().into_any(),
        Schema::Object(object) => {
            view! { <p inner_html=format!("One of {}.", values(object))></p> }.into_any()
        }
        _ => ().into_any(),
    };
    view! { {said} {members} }.into_any()
}

fn members(document: &OpenApi, name: &str, object: &Object) -> AnyView {
    let is_sent = operations::sent(document).contains(&name);
    let rows = object.properties.iter().map(|(member, schema)| {
        let required = object.required.contains(member);
        let need = match (is_sent, required) {
            (true, _) => Need::of_sent(required),
            (false, true) => Need::Always,
            (false, false) => Need::Sometimes,
        };
        let fact = Fact {
            name: member,
            place: None,
            need,
            meaning: described_here(schema),
            schema,
            example: None,
        };
        fact.row(document)
    });
    table(
        &format!("Members of {name}"),
        HeaderRow("Member", "What it means"),
        rows.collect(),
    )
}

/// Whether a value can be left out.
#[derive(Copy, Clone, PartialEq, Eq)]
pub enum Need {
    /// Whoever asks has to send it.
    Required,
    /// Whoever asks may leave it out.
    Optional,
    /// Every answer has it, perhaps as null.
    Always,
    /// Some answers have it.
    Sometimes,
}

impl Need {
    /// Of what is sent.
    pub const fn of_sent(required: bool) -> Self {
        if required {
            Self::Required
        } else {
            Self::Optional
        }
    }

    fn words(self) -> Option<AnyView> {
        let quiet = |word: &'static str| Some(view! { ", " {word} }.into_any());
        match self {
            Self::Required => {
                Some(view! { ", " <span class="meanings__required">"required"</span> }.into_any())
            }
            Self::Optional => quiet("optional"),
            Self::Sometimes => quiet("not always"),
            Self::Always => None,
        }
    }
}

/// What is known of one value.
pub struct Fact<'a> {
    /// What it is called.
    pub name: &'a str,
    /// Where it stands, if that is to be said.
    pub place: Option<&'static str>,
    /// Whether it can be left out.
    pub need: Need,
    /// What it means, as Markdown.
    pub meaning: &'a str,
    /// What it can be.
    pub schema: &'a RefOr<Schema>,
    /// What it may look like, where the schema does not say.
    pub example: Option<Value>,
}

impl Fact<'_> {
    /// Its row in a table.
    pub fn row(&self, document: &OpenApi) -> AnyView {
        let place = self.place.map(|place| format!("{place}, "));
        let head = view! {
            {parts::name(self.name)}
            <span class="meanings__kind">{place} <span inner_html=kind(self.schema)></span> {self.need.words()}</span>
        };
        let mut meaning = prose::inline(self.meaning);
        let limits = limits(document, self.schema, self.example.as_ref());
        if !limits.is_empty() {
            let _ = write!(meaning, " <span class=\"meanings__limits\">{limits}</span>");
        }
        row(head.into_any(), meaning)
    }
}

/// What a value can be, as HTML.
fn kind(schema: &RefOr<Schema>) -> String {
    let schema = match schema {
        RefOr::Ref(reference) => return link_to(name_of(&reference.ref_location)),
        RefOr::T(schema) => schema,
    };
    match schema {
        Schema::Object(object) => {
            let word = match format_of(object).as_str() {
                "uuid" => "UUID",
                "date-time" => "instant",
                "date" => "date",
                _ => word(&object.schema_type),
            };
            or_null(word.to_owned(), &object.schema_type)
        }
        Schema::Array(Array {
            items, schema_type, ..
        }) => {
            let word = match items {
                ArrayItems::RefOrSchema(items) => format!("array of {}", kind(items)),
                ArrayItems::False => "array".to_owned(),
            };
            or_null(word, schema_type)
        }
        Schema::OneOf(either) => {
            let kinds: Vec<_> = either.items.iter().map(kind).collect();
            kinds.join(" or ")
        }
        _ => "object".to_owned(),
    }
}

fn link_to(name: &str) -> String {
    let name = escape_html(name);
    format!("<a href=\"#{}\">{name}</a>", id_of(&name))
}

fn word(schema_type: &SchemaType) -> &'static str {
    match types(schema_type).first() {
        Some(Type::String) => "string",
        Some(Type::Integer) => "integer",
        Some(Type::Number) => "number",
        Some(Type::Boolean) => "boolean",
        Some(Type::Array) => "array",
        Some(Type::Null) => "null",
        Some(Type::Object) | None => "object",
    }
}

fn or_null(word: String, schema_type: &SchemaType) -> String {
    let several = types(schema_type);
    if several.len() > 1 && several.contains(&Type::Null) {
        format!("{word} or null")
    } else {
        word
    }
}

/// What bounds a value, and an example of it, as HTML.
fn limits(document: &OpenApi, schema: &RefOr<Schema>, example: Option<&Value>) -> String {
    let mut told = Vec::new();
    let few = match schema {
        RefOr::T(Schema::OneOf(either)) => either.items.first(),
        other => Some(other),
    };
    if let Some(Schema::Object(object)) = few.and_then(|few| resolved(document, few)) {
        let known = object.enum_values.as_ref().map_or(0, Vec::len);
        if (1..=FEW).contains(&known) {
            told.push(format!("One of {}.", values(object)));
        }
    }
    let mut example = example;
    match schema {
        RefOr::T(Schema::Object(object)) => {
            match range(object) {
                (Some(least), Some(most)) => {
                    told.push(format!("From {} to {}.", count(least), count(most)));
                }
                (None, Some(most)) => told.push(format!("Up to {}.", count(most))),
                (Some(least), None) if least > 0 => {
                    told.push(format!("From {} on.", count(least)));
                }
                _ => {}
            }
            if let Some(most) = object.max_length {
                told.push(format!("Up to {} characters.", count(most)));
            }
            example = example.or(object.example.as_ref());
        }
        RefOr::T(Schema::Array(array)) => {
            if let Some(most) = array.max_items {
                told.push(format!("Up to {} entries.", count(most)));
            }
            example = example.or(array.example.as_ref());
        }
        _ => {}
    }
    if let Some(example) = example {
        let shown = match example {
            Value::String(text) => text.clone(),
            other => other.to_string(),
        };
        told.push(format!("Example: <code>{}</code>", escape_html(&shown)));
    }
    told.join(" ")
}

/// The values of an enumeration, as HTML.
fn values(object: &Object) -> String {
    let values = object.enum_values.iter().flatten();
    let values = values.filter_map(Value::as_str);
    let codes: Vec<_> = values
        .map(|value| format!("<code>{}</code>", escape_html(value)))
        .collect();
    match codes.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, others)) => format!("{} or {last}", others.join(", ")),
        None => String::new(),
    }
}

/// What a schema says it is.
fn described(schema: &Schema) -> &str {
    let said = match schema {
        Schema::Object(object) => &object.description,
        Schema::Array(array) => &array.description,
        Schema::OneOf(either) => &either.description,
        Schema::AllOf(all) => &all.description,
        _ => &None,
    };
    said.as_deref().unwrap_or_default()
}

/// What is said of it where it is used.
fn described_here(schema: &RefOr<Schema>) -> &str {
    match schema {
        RefOr::T(schema) => described(schema),
        RefOr::Ref(reference) => &reference.description,
    }
}
