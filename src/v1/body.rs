//! What requests bring: JSON bodies, and what is said when they cannot be read.

use super::{
    DOCUMENT, conform,
    problem_details::{Code, ProblemDetails},
};
use crate::{error::AppError, problem::db::RequestDigest};
use axum::{
    body::Bytes,
    extract::{FromRequest, Request},
    http::{Method, StatusCode, header::CONTENT_TYPE},
};
use ring::digest::{SHA256, digest};
use serde::{
    Deserialize, Deserializer, Serialize,
    de::{DeserializeOwned, Error as _},
};
use serde_json::{Number, Value};
use std::{marker::PhantomData, time::Duration};
use tokio::time::timeout;
use utoipa::{
    ToSchema,
    openapi::{OpenApi, Ref, RefOr},
};
use uuid::{Uuid, Version};

/// What a body can be.
pub trait Input: DeserializeOwned + ToSchema {
    /// Names that a representation has and nobody can change. They may come back in a body and are
    /// passed over.
    const READ_ONLY: &'static [&'static str] = &[];
}

/// A body of JSON.
pub struct Json<T>(pub T);

impl<S: Send + Sync, T: Input> FromRequest<S> for Json<T> {
    type Rejection = ProblemDetails;

    async fn from_request(request: Request, state: &S) -> Result<Self, ProblemDetails> {
        let bytes = bytes_of(request, state, PATIENCE).await?;
        read(&DOCUMENT, &bytes).map(Self)
    }
}

/// A body of JSON as it was sent, for whoever reads it in a way of their own. It is what `T` is described as.
pub struct JsonText<T> {
    /// The body.
    pub bytes: Bytes,
    described_as: PhantomData<T>,
}

impl<S: Send + Sync, T: ToSchema> FromRequest<S> for JsonText<T> {
    type Rejection = ProblemDetails;

    async fn from_request(request: Request, state: &S) -> Result<Self, ProblemDetails> {
        let bytes = bytes_of(request, state, PATIENCE).await?;
        hold::<T>(&DOCUMENT, &value_of(&bytes)?)?;
        Ok(Self {
            bytes,
            described_as: PhantomData,
        })
    }
}

/// How long a body may take to arrive: less than a whole request may, so that its sender hears why.
const PATIENCE: Duration = Duration::from_secs(8);

async fn bytes_of<S: Send + Sync>(
    request: Request,
    state: &S,
    patience: Duration,
) -> Result<Bytes, ProblemDetails> {
    let kind = request.headers().get(CONTENT_TYPE);
    let kind = kind.and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    if !is_json(kind, request.method() == Method::PATCH) {
        return Err(ProblemDetails::new(
            Code::UnsupportedMediaType,
            "Send the body as JSON, with “Content-Type: application/json”.",
        ));
    }
    let bytes = timeout(patience, Bytes::from_request(request, state)).await;
    let bytes = bytes.map_err(|_| {
        let detail = "The rest of the body did not arrive. Send the request again.";
        ProblemDetails::new(Code::RequestTimeout, detail)
    })?;
    bytes.map_err(|rejection| match rejection.status() {
        StatusCode::PAYLOAD_TOO_LARGE => ProblemDetails::from(AppError::TooLarge),
        _ => ProblemDetails::new(Code::BadRequest, "The body broke off."),
    })
}

fn value_of(bytes: &[u8]) -> Result<Value, ProblemDetails> {
    serde_json::from_slice(bytes).map_err(|error| {
        ProblemDetails::new(Code::BadRequest, format!("This is no JSON: {error}."))
    })
}

/// Holds a value against the description of `T`.
fn hold<T: ToSchema>(document: &OpenApi, value: &Value) -> Result<(), ProblemDetails> {
    let schema = RefOr::Ref(Ref::from_schema_name(T::name()));
    let errors = conform::mismatches(document, &schema, value, "");
    ProblemDetails::of_all(Code::Invalid, errors)
}

/// Reads a body that this document describes.
///
/// # Errors
/// 400 when it is no JSON, 422 when it is not what is asked for.
fn read<T: Input>(document: &OpenApi, bytes: &[u8]) -> Result<T, ProblemDetails> {
    let mut value = value_of(bytes)?;
    if let Value::Object(members) = &mut value {
        members.retain(|name, _| !T::READ_ONLY.contains(&name.as_str()));
    }
    hold::<T>(document, &value)?;
    serde_path_to_error::deserialize(&value).map_err(|error| {
        let path = error.path().to_string();
        ProblemDetails::of_field(Code::Invalid, &path, "This cannot be read.")
    })
}

/// Whether it is JSON, or, where that makes sense, a patch of JSON.
fn is_json(kind: &str, patches: bool) -> bool {
    let essence = kind.split(';').next().unwrap_or_default().trim();
    let is = |known: &str| essence.eq_ignore_ascii_case(known);
    is("application/json") || patches && is("application/merge-patch+json")
}

/// By what a request is known when it comes again: what it asks for, however it was written.
pub fn digest_of(input: &impl Serialize) -> Result<RequestDigest, AppError> {
    let bytes = serde_json::to_vec(input).map_err(|error| AppError::internal(&error))?;
    let digest = digest(&SHA256, &bytes);
    digest
        .as_ref()
        .try_into()
        .map_err(|error| AppError::internal(&error))
}

/// Checks the id that a client made for what it creates.
///
/// # Errors
/// 422 at `id` when it is not a `UUIDv7`.
pub fn fresh_id(id: Uuid) -> Result<Uuid, ProblemDetails> {
    if id.get_version() == Some(Version::SortRand) {
        return Ok(id);
    }
    let message = "Make a new UUID of version 7 for each thing you create.";
    Err(ProblemDetails::of_field(Code::Invalid, "id", message))
}

/// A whole number, also when it is written with a fraction of nothing (`25.0`): to JSON that is the same.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Whole(pub i64);

impl<'de> Deserialize<'de> for Whole {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let number = Number::deserialize(deserializer)?;
        let whole = number.as_i64().or_else(|| {
            let float = number.as_f64().filter(|float| float.fract() == 0.0)?;
            // More than any limit of ours, and exact.
            let fits = float.abs() <= f64::from(u32::MAX);
            #[expect(clippy::cast_possible_truncation, reason = "it is whole and fits")]
            fits.then_some(float as i64)
        });
        let shown = || D::Error::custom(format!("{number} is no whole number that fits"));
        whole.map(Self).ok_or_else(shown)
    }
}

/// What a patch says about one value.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Named<T> {
    /// Nothing: it stays as it is.
    #[default]
    Absent,
    /// What it is to be; nothing, for `null`.
    To(Option<T>),
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Named<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Option::deserialize(deserializer).map(Self::To)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::body::Body;
    use http_body_util::{BodyExt, Full};
    use utoipa::OpenApi as _;

    #[derive(Debug, PartialEq, Serialize, Deserialize, ToSchema)]
    #[serde(rename_all = "camelCase", deny_unknown_fields)]
    struct Thing {
        #[schema(value_type = i64)]
        time_taken: Whole,
        #[serde(default)]
        text: String,
    }

    #[derive(Deserialize, ToSchema)]
    #[serde(deny_unknown_fields)]
    struct Change {
        #[serde(default)]
        #[schema(value_type = Option<String>)]
        notes: Named<String>,
    }

    impl Input for Change {}

    #[derive(utoipa::OpenApi)]
    #[openapi(components(schemas(Thing, Change)))]
    struct Things;

    fn body_of<T: Input>(body: &str) -> Result<T, ProblemDetails> {
        read(&Things::openapi(), body.as_bytes())
    }

    impl Input for Thing {
        const READ_ONLY: &'static [&'static str] = &["createdAt"];
    }

    fn refusal(body: &str) -> ProblemDetails {
        body_of::<Thing>(body).unwrap_err()
    }

    #[test]
    fn null_and_absent_differ() {
        let of = |body: &str| body_of::<Change>(body).unwrap().notes;
        assert_eq!(of("{}"), Named::Absent);
        assert_eq!(of(r#"{"notes": null}"#), Named::To(None));
        let said = of(r#"{"notes": ""}"#);
        assert_eq!(said, Named::To(Some(String::new())));
    }

    #[test]
    fn what_is_wrong_is_said_where_it_stands() {
        assert_eq!(refusal("{").code, Code::BadRequest);
        assert_eq!(refusal("").code, Code::BadRequest);
        assert_eq!(refusal("{} {}").code, Code::BadRequest);
        // Rust's structs can be read from lists; the API's objects cannot.
        for no_object in ["[]", "[1, null]", "5", "null"] {
            assert_eq!(refusal(no_object).errors[0].field, "", "{no_object}");
        }
        assert_eq!(
            refusal(r#"{"timeTaken": "5"}"#).errors[0].field,
            "timeTaken"
        );
        let typo = refusal(r#"{"timeTaken": 1, "note": "x"}"#);
        assert_eq!((typo.code, typo.errors.len()), (Code::Invalid, 1));
        assert_eq!(typo.errors[0].field, "note");
        assert!(body_of::<Thing>(r#"{"timeTaken": 1, "createdAt": 5}"#).is_ok());
    }

    #[test]
    fn a_request_is_known_again_however_it_is_written() {
        let of = |body: &str| digest_of(&body_of::<Thing>(body).unwrap()).unwrap();
        let one = of(r#"{"timeTaken": 1, "text": "é"}"#);
        assert_eq!(one, of("{\"text\":\"\\u00e9\",\n\"timeTaken\":1.0}"));
        assert_ne!(one, of(r#"{"timeTaken": 2, "text": "é"}"#));
    }

    #[test]
    fn a_whole_number_is_one_however_it_is_written() {
        let of = |number: &str| serde_json::from_str::<Whole>(number).ok();
        assert_eq!(of("25"), Some(Whole(25)));
        assert_eq!(
            (of("25.0"), of("2.5e1")),
            (Some(Whole(25)), Some(Whole(25)))
        );
        for bad in ["25.5", "1e300", "\"25\"", "true"] {
            assert_eq!(of(bad), None, "{bad}");
        }
    }

    #[test]
    fn only_a_new_id_is_a_new_thing() {
        assert!(fresh_id(Uuid::now_v7()).is_ok());
        for other in [Uuid::nil(), Uuid::max(), Uuid::from_u128(4 << 76)] {
            assert_eq!(fresh_id(other).unwrap_err().errors[0].field, "id");
        }
    }

    #[test]
    fn json_is_known_by_its_type() {
        for good in ["application/json", "Application/JSON; charset=utf-8"] {
            assert!(is_json(good, false) && is_json(good, true), "{good}");
        }
        for bad in ["", "text/plain", "application/jsonp", "text/json"] {
            assert!(!is_json(bad, false) && !is_json(bad, true), "{bad}");
        }
        let patch = "application/merge-patch+json";
        assert_eq!((is_json(patch, true), is_json(patch, false)), (true, false));
    }

    #[tokio::test]
    async fn the_rest_of_a_body_is_not_waited_for_without_end() {
        let begun = Full::new(Bytes::from("{\"text\":"));
        let body = Body::new(begun.with_trailers(std::future::pending()));
        let request = Request::post("/").header(CONTENT_TYPE, "application/json");
        let request = request.body(body).unwrap();
        let told = bytes_of(request, &(), Duration::from_millis(5)).await;
        assert_eq!(told.unwrap_err().code, Code::RequestTimeout);
    }
}
