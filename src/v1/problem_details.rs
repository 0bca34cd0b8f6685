//! What every request is answered with that is not done as asked: `application/problem+json`, RFC 9457.

use crate::{
    error::{AppError, FieldErrors},
    server::cursor::ForeignCursor,
};
use axum::{
    body::Body,
    http::{
        HeaderName, HeaderValue, StatusCode,
        header::{CONTENT_TYPE, RETRY_AFTER, WWW_AUTHENTICATE},
    },
    response::{IntoResponse, Response},
};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

/// The media type of the answers.
pub const PROBLEM_JSON: &str = "application/problem+json";

/// Makes [`Code`] out of one list, so that what is said of a code, here and to whoever reads the description of
/// the API, is one text.
macro_rules! codes {
    ($($(#[doc = $meaning:literal])+ $code:ident = $status:ident,)+) => {
        /// Why a request was not done, for programs. Codes are not renamed and keep their meaning.
        #[derive(Copy, Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
        #[serde(rename_all = "snake_case")]
        pub enum Code {
            $($(#[doc = $meaning])+ $code,)+
        }

        impl Code {
            /// All of them, by status.
            pub const ALL: &[Self] = &[$(Self::$code,)+];

            /// The status of the answer.
            pub const fn status(self) -> StatusCode {
                match self {
                    $(Self::$code => StatusCode::$status,)+
                }
            }

            /// How it is written.
            pub fn name(self) -> String {
                let written = serde_json::to_value(self).ok();
                let text = written.and_then(|written| written.as_str().map(str::to_owned));
                text.unwrap_or_default()
            }

            /// What it says, as Markdown.
            pub fn meaning(self) -> &'static str {
                match self {
                    $(Self::$code => concat!($($meaning,)+).trim_start(),)+
                }
            }
        }
    };
}

codes! {
    /// The request cannot be read: its body is no JSON, or a parameter is not what it should be.
    BadRequest = BAD_REQUEST,
    /// `q` is no query; `errors` says where the mistake is.
    InvalidQuery = BAD_REQUEST,
    /// `cursor` is not one that this list gave out.
    InvalidCursor = BAD_REQUEST,
    /// There is no token, or it is not good (any more).
    Unauthenticated = UNAUTHORIZED,
    /// The token may read and not change.
    InsufficientScope = FORBIDDEN,
    /// The account has a step to finish at the identity provider.
    AccountPending = FORBIDDEN,
    /// Whoever acts for somebody else may not delete what is theirs.
    Impersonated = FORBIDDEN,
    /// It does not exist, or belongs to somebody else.
    NotFound = NOT_FOUND,
    /// The address is right and the method is not; `Allow` says which it takes.
    MethodNotAllowed = METHOD_NOT_ALLOWED,
    /// The body did not arrive whole in time.
    RequestTimeout = REQUEST_TIMEOUT,
    /// The id names something else already; `current` is it.
    IdTaken = CONFLICT,
    /// The journal has this problem already; `current` is it.
    Duplicate = CONFLICT,
    /// It has moved on since the `ETag` that `If-Match` names; `current` is what is there now.
    PreconditionFailed = PRECONDITION_FAILED,
    /// The body has more than 4 MiB.
    TooLarge = PAYLOAD_TOO_LARGE,
    /// The body is not `application/json`.
    UnsupportedMediaType = UNSUPPORTED_MEDIA_TYPE,
    /// Some values cannot be accepted; `errors` says which and why.
    Invalid = UNPROCESSABLE_ENTITY,
    /// There were too many requests; `Retry-After` says when to go on.
    TooManyRequests = TOO_MANY_REQUESTS,
    /// A defect of GitGud's; `detail` has the id under which it was logged.
    Internal = INTERNAL_SERVER_ERROR,
    /// A part of GitGud cannot be reached just now. What was asked for in vain for ten seconds may still be done.
    Unavailable = SERVICE_UNAVAILABLE,
}

/// What is wrong with one value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(example = json!({"field": "timeTaken", "message": "A whole number from 1 to 1,440, or null."}))]
pub struct FieldProblem {
    /// Where it stands: a name in the body, with a path where it is deeper, such as `tags[2]`; or the name of
    /// a parameter. Empty for the whole body.
    pub field: String,
    /// What is wrong, and what would be right.
    pub message: String,
}

/// Why a request was not done as asked (RFC 9457).
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(example = json!({
    "type": "/developers#errors", "title": "Unprocessable Entity", "status": 422, "code": "invalid",
    "detail": "Some values cannot be accepted.",
    "errors": [{"field": "timeTaken", "message": "A whole number from 1 to 1,440, or null."}]
}))]
pub struct ProblemDetails {
    /// The address where the code is explained, relative to the server's.
    #[serde(rename = "type")]
    #[schema(format = "uri-reference")]
    pub kind: &'static str,
    /// The status in words.
    pub title: &'static str,
    /// The HTTP status.
    #[schema(minimum = 400, maximum = 599)]
    pub status: u16,
    /// Why, for programs.
    pub code: Code,
    /// Why, for people.
    pub detail: String,
    /// What is wrong with each value, where that is the reason.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    pub errors: Vec<FieldProblem>,
    /// What is stored now, where something else stands against the request (409 and 412).
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>, nullable = false)]
    pub current: Option<Box<Value>>,
    #[serde(skip)]
    #[schema(ignore)]
    headers: Vec<(HeaderName, HeaderValue)>,
}

impl ProblemDetails {
    /// The answer for this code, with a sentence for people.
    pub fn new(code: Code, detail: impl Into<String>) -> Self {
        let status = code.status();
        Self {
            kind: "/developers#errors",
            title: status.canonical_reason().unwrap_or("Error"),
            status: status.as_u16(),
            code,
            detail: detail.into(),
            errors: Vec::new(),
            current: None,
            headers: Vec::new(),
        }
    }

    /// The answer to a value that cannot be accepted.
    pub fn of_field(code: Code, field: &str, message: impl Into<String>) -> Self {
        let message = message.into();
        Self {
            errors: vec![FieldProblem {
                field: field.to_owned(),
                message: message.clone(),
            }],
            ..Self::new(code, message)
        }
    }

    /// The answer to values that cannot be accepted, if there are any.
    ///
    /// # Errors
    /// With all of them.
    pub fn of_all(code: Code, errors: Vec<FieldProblem>) -> Result<(), Self> {
        if errors.is_empty() {
            return Ok(());
        }
        Err(Self {
            errors,
            ..Self::new(code, "Some values cannot be accepted.")
        })
    }

    /// The same with another sentence for people.
    #[must_use]
    pub fn saying(mut self, detail: impl Into<String>) -> Self {
        self.detail = detail.into();
        self
    }

    /// 401, with the challenge that says which kind of token is missing.
    pub fn unauthenticated(detail: impl Into<String>) -> Self {
        const CHALLENGE: HeaderValue = HeaderValue::from_static("Bearer realm=\"GitGud\"");
        Self::new(Code::Unauthenticated, detail).with_header(WWW_AUTHENTICATE, CHALLENGE)
    }

    /// 401 for a token that is not good (RFC 6750).
    pub fn invalid_token(detail: impl Into<String>) -> Self {
        const CHALLENGE: HeaderValue =
            HeaderValue::from_static("Bearer realm=\"GitGud\", error=\"invalid_token\"");
        Self::new(Code::Unauthenticated, detail).with_header(WWW_AUTHENTICATE, CHALLENGE)
    }

    /// 404.
    pub fn not_found() -> Self {
        AppError::NotFound.into()
    }

    /// With what is stored now.
    #[must_use]
    pub fn with_current(mut self, current: Value) -> Self {
        self.current = Some(Box::new(current));
        self
    }

    /// With one more header.
    #[must_use]
    pub fn with_header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.headers.push((name, value));
        self
    }
}

/// A field of a form under its name in the API.
fn name_of(field: &str) -> &str {
    match field {
        "link" => "url",
        "minutes" => "timeTaken",
        "code" => "solutionCode",
        "attempted_at" => "attemptedAt",
        "form" => "",
        same => same,
    }
}

impl From<FieldErrors> for ProblemDetails {
    fn from(errors: FieldErrors) -> Self {
        let errors = errors.iter().map(|(field, message)| FieldProblem {
            field: name_of(field).to_owned(),
            message: message.to_owned(),
        });
        Self {
            errors: errors.collect(),
            ..Self::new(Code::Invalid, "Some values cannot be accepted.")
        }
    }
}

impl From<ForeignCursor> for ProblemDetails {
    fn from(error: ForeignCursor) -> Self {
        Self::of_field(Code::InvalidCursor, "cursor", error.to_string())
    }
}

impl From<AppError> for ProblemDetails {
    fn from(error: AppError) -> Self {
        let detail = error.to_string();
        let later = |seconds: u32| (RETRY_AFTER, HeaderValue::from(seconds));
        match error {
            AppError::Invalid(errors) => errors.into(),
            AppError::SignedOut { reason } => {
                Self::invalid_token(format!("This token is not good: {reason}."))
            }
            AppError::Pending => Self::new(Code::AccountPending, detail),
            AppError::Impersonated => Self::new(Code::Impersonated, detail),
            AppError::NotFound => Self::new(Code::NotFound, detail),
            AppError::Conflict(_) => Self::new(Code::PreconditionFailed, detail),
            AppError::TooLarge => {
                Self::new(Code::TooLarge, "A body may have 4 MiB. Nothing was saved.")
            }
            AppError::BadRequest => Self::new(Code::BadRequest, detail),
            AppError::TooMany {
                retry_after_seconds,
            } => {
                let (name, value) = later(retry_after_seconds);
                Self::new(Code::TooManyRequests, detail).with_header(name, value)
            }
            AppError::Internal { .. } => Self::new(Code::Internal, detail),
            AppError::Unavailable | AppError::Unreachable => {
                let (name, value) = later(5);
                Self::new(Code::Unavailable, AppError::Unavailable.to_string())
                    .with_header(name, value)
            }
        }
    }
}

impl IntoResponse for ProblemDetails {
    fn into_response(self) -> Response {
        let body = serde_json::to_vec(&self).unwrap_or_default();
        let mut response = Response::new(Body::from(body));
        *response.status_mut() = self.code.status();
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(PROBLEM_JSON));
        headers.extend(self.headers);
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn every_error_of_the_app_has_its_own_status_and_code() {
        let id = Uuid::nil();
        let errors = [
            (
                AppError::SignedOut { reason: "x".into() },
                "unauthenticated",
            ),
            (AppError::Pending, "account_pending"),
            (AppError::Impersonated, "impersonated"),
            (AppError::NotFound, "not_found"),
            (FieldErrors::one("link", "no").into(), "invalid"),
            (
                AppError::TooMany {
                    retry_after_seconds: 3,
                },
                "too_many_requests",
            ),
            (AppError::Unavailable, "unavailable"),
            (AppError::TooLarge, "too_large"),
            (AppError::BadRequest, "bad_request"),
            (AppError::Internal { id }, "internal"),
        ];
        for (error, code) in errors {
            let status = error.status();
            let told = ProblemDetails::from(error);
            assert_eq!(told.status, status, "{code}");
            assert_eq!(serde_json::to_value(told.code).unwrap(), code);
        }
        let id = id.to_string();
        let internal = ProblemDetails::from(AppError::Internal { id: Uuid::nil() });
        assert!(internal.detail.contains(&id), "{}", internal.detail);
    }

    #[test]
    fn fields_have_their_names_in_the_api() {
        let mut errors = FieldErrors::default();
        for field in ["link", "minutes", "code", "attempted_at", "form", "tags"] {
            errors.add(field, "no");
        }
        let told = ProblemDetails::from(errors);
        let mut names: Vec<_> = told.errors.iter().map(|one| one.field.as_str()).collect();
        names.sort_unstable();
        assert_eq!(
            names,
            [
                "",
                "attemptedAt",
                "solutionCode",
                "tags",
                "timeTaken",
                "url"
            ]
        );
    }

    #[test]
    fn an_answer_says_when_to_try_again_and_what_is_missing() {
        let response = ProblemDetails::from(AppError::Unavailable).into_response();
        assert_eq!(response.headers()[RETRY_AFTER], "5");
        assert_eq!(response.headers()[CONTENT_TYPE], PROBLEM_JSON);
        let response = ProblemDetails::unauthenticated("no").into_response();
        assert_eq!(response.status(), 401);
        assert!(response.headers().contains_key(WWW_AUTHENTICATE));
    }
}
