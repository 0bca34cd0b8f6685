//! What requests bring: JSON bodies and parameters, and what is said when they cannot be read.

use super::problem_details::{Code, ProblemDetails};
use crate::{error::AppError, problem::db::RequestDigest};
use axum::{
    body::Bytes,
    extract::{FromRequest, FromRequestParts, Path, Query, Request},
    http::{StatusCode, header::CONTENT_TYPE, request::Parts},
};
use ring::digest::{SHA256, digest};
use serde::{
    Deserialize, Deserializer, Serialize,
    de::{DeserializeOwned, Error as _, IgnoredAny},
};
use serde_json::{Number, Value};
use uuid::{Uuid, Version};

/// What a body can be.
pub trait Input: DeserializeOwned {
    /// Names that a representation has and nobody can change. They may come back in a body and are
    /// passed over.
    const READ_ONLY: &'static [&'static str] = &[];
}

/// A body of JSON.
pub struct Json<T>(pub T);

impl<S: Send + Sync, T: Input> FromRequest<S> for Json<T> {
    type Rejection = ProblemDetails;

    async fn from_request(request: Request, state: &S) -> Result<Self, ProblemDetails> {
        let JsonText(bytes) = JsonText::from_request(request, state).await?;
        read(&bytes).map(Self)
    }
}

/// A body of JSON as it was sent, for whoever reads it in a way of their own.
pub struct JsonText(pub Bytes);

impl<S: Send + Sync> FromRequest<S> for JsonText {
    type Rejection = ProblemDetails;

    async fn from_request(request: Request, state: &S) -> Result<Self, ProblemDetails> {
        let kind = request.headers().get(CONTENT_TYPE);
        if !kind
            .and_then(|kind| kind.to_str().ok())
            .is_some_and(is_json)
        {
            return Err(ProblemDetails::new(
                Code::UnsupportedMediaType,
                "Send the body as JSON, with “Content-Type: application/json”.",
            ));
        }
        let bytes = Bytes::from_request(request, state).await;
        let bytes = bytes.map_err(|rejection| match rejection.status() {
            StatusCode::PAYLOAD_TOO_LARGE => ProblemDetails::from(AppError::TooLarge),
            _ => ProblemDetails::new(Code::BadRequest, "The body broke off."),
        })?;
        match serde_json::from_slice::<IgnoredAny>(&bytes) {
            Ok(_) => Ok(Self(bytes)),
            Err(error) => Err(no_json(&error)),
        }
    }
}

fn no_json(error: &serde_json::Error) -> ProblemDetails {
    ProblemDetails::new(Code::BadRequest, format!("This is no JSON: {error}."))
}

/// Reads a body.
///
/// # Errors
/// 400 when it is no JSON, 422 when it is not what is asked for.
pub fn read<T: Input>(bytes: &[u8]) -> Result<T, ProblemDetails> {
    let mut value: Value = serde_json::from_slice(bytes).map_err(|error| no_json(&error))?;
    let Value::Object(members) = &mut value else {
        let message = "The body is a JSON object.";
        return Err(ProblemDetails::of_field(Code::Invalid, "", message));
    };
    members.retain(|name, _| !T::READ_ONLY.contains(&name.as_str()));
    serde_path_to_error::deserialize(&value).map_err(|error| {
        let path = match error.path().to_string() {
            whole if whole == "." => String::new(),
            path => path,
        };
        ProblemDetails::of_field(Code::Invalid, &path, error.inner().to_string())
            .saying("Some values cannot be accepted.")
    })
}

fn is_json(kind: &str) -> bool {
    let essence = kind.split(';').next().unwrap_or_default().trim();
    ["application/json", "application/merge-patch+json"]
        .iter()
        .any(|known| essence.eq_ignore_ascii_case(known))
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

/// The id in an address. One that is none names nothing.
pub struct Id(pub Uuid);

impl<S: Send + Sync> FromRequestParts<S> for Id {
    type Rejection = ProblemDetails;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ProblemDetails> {
        let path = Path::<Uuid>::from_request_parts(parts, state).await;
        path.map(|Path(id)| Self(id))
            .map_err(|_| ProblemDetails::not_found())
    }
}

/// The parameters of an address.
pub struct Parameters<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequestParts<S> for Parameters<T> {
    type Rejection = ProblemDetails;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, ProblemDetails> {
        match Query::<T>::try_from_uri(&parts.uri) {
            Ok(Query(parameters)) => Ok(Self(parameters)),
            Err(rejection) => Err(ProblemDetails::new(
                Code::BadRequest,
                format!("{}.", rejection.body_text()),
            )),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    #[serde(rename_all = "camelCase", deny_unknown_fields)]
    struct Thing {
        time_taken: Whole,
        #[serde(default, skip_serializing)]
        notes: Named<String>,
        #[serde(default)]
        text: String,
    }

    impl Input for Thing {
        const READ_ONLY: &'static [&'static str] = &["createdAt"];
    }

    fn refusal(body: &str) -> ProblemDetails {
        read::<Thing>(body.as_bytes()).unwrap_err()
    }

    #[test]
    fn null_and_absent_differ() {
        let of = |body: &str| read::<Thing>(body.as_bytes()).unwrap().notes;
        assert_eq!(of(r#"{"timeTaken": 1}"#), Named::Absent);
        assert_eq!(of(r#"{"timeTaken": 1, "notes": null}"#), Named::To(None));
        let said = of(r#"{"timeTaken": 1, "notes": ""}"#);
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
        assert!(typo.errors[0].message.contains("note"), "{typo:?}");
        assert!(read::<Thing>(br#"{"timeTaken": 1, "createdAt": 5}"#).is_ok());
    }

    #[test]
    fn a_request_is_known_again_however_it_is_written() {
        let of = |body: &str| digest_of(&read::<Thing>(body.as_bytes()).unwrap()).unwrap();
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
            assert!(is_json(good), "{good}");
        }
        for bad in ["", "text/plain", "application/jsonp", "text/json"] {
            assert!(!is_json(bad), "{bad}");
        }
    }
}
