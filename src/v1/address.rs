//! What an address brings: ids and parameters, and what is said when they cannot be read.

use super::{
    DOCUMENT, conform,
    problem_details::{Code, FieldProblem, ProblemDetails},
    schema,
};
use axum::{
    extract::{FromRequestParts, Path, Query},
    http::request::Parts,
};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use utoipa::{
    IntoParams,
    openapi::{RefOr, Schema, Type},
};
use uuid::Uuid;

/// The id in an address. One that is none names nothing.
pub struct Id(pub Uuid);

impl<S: Send + Sync> FromRequestParts<S> for Id {
    type Rejection = ProblemDetails;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ProblemDetails> {
        let path = Path::<String>::from_request_parts(parts, state).await;
        path.ok()
            .and_then(|Path(id)| schema::uuid(&id))
            .map(Self)
            .ok_or_else(ProblemDetails::not_found)
    }
}

/// The parameters of an address.
pub struct Parameters<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned + IntoParams> FromRequestParts<S> for Parameters<T> {
    type Rejection = ProblemDetails;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, ProblemDetails> {
        let unreadable = || ProblemDetails::new(Code::BadRequest, "The parameters cannot be read.");
        let Query(pairs) = Query::try_from_uri(&parts.uri).map_err(|_| unreadable())?;
        let parameters = held_parameters::<T>(pairs)?;
        serde_json::from_value(Value::Object(parameters))
            .map(Self)
            .map_err(|_| unreadable())
    }
}

/// Parameters by their names, held against what they are described as. What is text has rules of its own, which
/// its route knows.
fn held_parameters<T: IntoParams>(
    pairs: Vec<(String, String)>,
) -> Result<Map<String, Value>, ProblemDetails> {
    let known = T::into_params(|| None);
    let names: Vec<_> = known.iter().map(|known| known.name.as_str()).collect();
    let mut found = Map::new();
    let mut errors = Vec::new();
    for (name, text) in pairs {
        if errors.len() >= conform::MOST_TOLD {
            break;
        }
        let Some(parameter) = known.iter().find(|known| known.name == name) else {
            let message = schema::unknown(&names);
            errors.push(FieldProblem {
                field: name,
                message,
            });
            continue;
        };
        let value = match &parameter.schema {
            Some(schema) if is_number(schema) => {
                let value = decimal(&text).map_or(Value::String(text), Value::from);
                errors.extend(conform::mismatches(&DOCUMENT, schema, &value, &name));
                value
            }
            _ => Value::String(text),
        };
        if found.insert(name.clone(), value).is_some() {
            errors.push(FieldProblem {
                field: name,
                message: "This stands here more than once.".to_owned(),
            });
        }
    }
    ProblemDetails::of_all(Code::BadRequest, errors).map(|()| found)
}

fn is_number(schema: &RefOr<Schema>) -> bool {
    matches!(schema, RefOr::T(Schema::Object(object))
        if schema::types(&object.schema_type).contains(&Type::Integer))
}

/// A number as JSON writes it: digits alone, the first of which is no superfluous zero.
fn decimal(text: &str) -> Option<u64> {
    let number = text.parse::<u64>().ok()?;
    (number.to_string() == text).then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::{body::Body, http::Request};
    use serde::Deserialize;

    #[derive(Debug, PartialEq, Deserialize, IntoParams)]
    #[serde(deny_unknown_fields)]
    #[into_params(parameter_in = Query)]
    struct Asked {
        /// Words.
        q: Option<String>,
        /// A number.
        #[param(minimum = 1, maximum = 100)]
        limit: Option<usize>,
    }

    async fn asked(query: &str) -> Result<Asked, ProblemDetails> {
        let request = Request::get(format!("/?{query}")).body(Body::empty());
        let (mut parts, _) = request.unwrap().into_parts();
        Parameters::from_request_parts(&mut parts, &())
            .await
            .map(|Parameters(asked)| asked)
    }

    #[tokio::test]
    async fn parameters_are_what_they_are_described_as() {
        let right = Asked {
            q: Some("12 é".into()),
            limit: Some(25),
        };
        assert_eq!(asked("limit=25&q=12+%C3%A9").await.unwrap(), right);
        for (query, field) in [
            ("limit=%2B5", "limit"),
            ("limit=007", "limit"),
            ("limit=", "limit"),
            ("limit=5.0", "limit"),
            ("limit=0", "limit"),
            ("limit=101", "limit"),
            ("limit=5&limit=5", "limit"),
            ("q=a&q=b", "q"),
            ("colour=red", "colour"),
            ("=", ""),
        ] {
            let told = asked(query).await.unwrap_err();
            assert_eq!(told.code, Code::BadRequest, "{query}");
            assert_eq!(told.errors[0].field, field, "{query}: {told:?}");
        }
    }
}
