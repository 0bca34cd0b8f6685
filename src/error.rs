//! The one error that crosses the wire, and what each kind means to the person who meets it.

use leptos::server_fn::{
    Bytes, Encodes,
    codec::JsonEncoding,
    error::{FromServerFnError, ServerFnErrorErr},
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use uuid::Uuid;

/// Why a request was not answered as asked. Internal causes never travel: they are logged once,
/// with the id that is sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum AppError {
    /// Nobody is signed in; `reason` is the machine-readable code of the token check.
    #[error("You are not signed in.")]
    SignedOut {
        /// Such as `token-expired` or `session-token-and-uat-missing`.
        reason: String,
    },
    /// Signed in, but the account still has a step to finish at the identity provider.
    #[error("Your account still has a step to finish before you can go on.")]
    Pending,
    /// Somebody acts for the person, and may not do this for them.
    #[error(
        "You are acting for somebody else, and this is theirs alone to do. Nothing was changed."
    )]
    Impersonated,
    /// Does not exist, or belongs to somebody else: the answer is the same.
    #[error("There is nothing here.")]
    NotFound,
    /// What was typed cannot be accepted; the messages belong to the fields.
    #[error("Some of what you typed cannot be accepted.")]
    Invalid(FieldErrors),
    /// What was to be changed had been changed by somebody else meanwhile, or by the same person
    /// elsewhere. Nothing was saved.
    #[error(
        "This was changed meanwhile, in another tab or on another device. Nothing was saved and nothing is lost."
    )]
    Conflict(Conflict),
    /// Too many changes in a short time.
    #[error("That was a lot at once. Try again in {retry_after_seconds} seconds.")]
    TooMany {
        /// When the next try will be let through.
        retry_after_seconds: u32,
    },
    /// A part we depend on (database, identity keys) cannot be reached just now.
    #[error("GitGud cannot reach a part of itself just now. Try again in a moment.")]
    Unavailable,
    /// The request is larger than anything the limits of the fields allow.
    #[error(
        "That is more than GitGud takes at once. Nothing was saved; go back to find what you typed."
    )]
    TooLarge,
    /// The request itself could not be read.
    #[error("That request could not be understood.")]
    BadRequest,
    /// A defect of ours; the log holds the cause under this id.
    #[error("Something broke on our side. Nothing was changed. If it happens again, quote {id}.")]
    Internal {
        /// Stands in the log beside the cause.
        id: Uuid,
    },
    /// The browser did not reach the server, or did not understand its answer.
    #[error("GitGud could not be reached. What you typed is still here; try again.")]
    Unreachable,
}

impl AppError {
    /// The HTTP status this error is answered with.
    pub fn status(&self) -> u16 {
        match self {
            Self::SignedOut { .. } => 401,
            Self::Pending | Self::Impersonated => 403,
            Self::NotFound => 404,
            Self::Invalid(_) => 422,
            Self::Conflict(_) => 409,
            Self::TooMany { .. } => 429,
            Self::Unavailable | Self::Unreachable => 503,
            Self::TooLarge => 413,
            Self::BadRequest => 400,
            Self::Internal { .. } => 500,
        }
    }
}

impl FromServerFnError for AppError {
    type Encoder = JsonEncoding;

    fn from_server_fn_error(value: ServerFnErrorErr) -> Self {
        match value {
            ServerFnErrorErr::Args(_)
            | ServerFnErrorErr::MissingArg(_)
            | ServerFnErrorErr::UnsupportedRequestMethod(_) => Self::BadRequest,
            ServerFnErrorErr::Request(_) | ServerFnErrorErr::Deserialization(_) => Self::UNREAD,
            other => Self::internal(&other),
        }
    }

    /// Leptos 0.8 answers every error with 500; this is the one place that corrects it.
    fn ser(&self) -> Bytes {
        self.set_response_status();
        JsonEncoding::encode(self).unwrap_or_default()
    }
}

impl AppError {
    /// Answers the page or server function being rendered with [`Self::status`].
    /// In the browser there is no response to change, and nothing happens.
    #[cfg(feature = "ssr")]
    pub fn set_response_status(&self) {
        use leptos::prelude::use_context;
        let status = axum::http::StatusCode::from_u16(self.status());
        if let (Some(response), Ok(status)) =
            (use_context::<leptos_axum::ResponseOptions>(), status)
        {
            response.set_status(status);
        }
    }

    /// Answers the page or server function being rendered with [`Self::status`].
    /// In the browser there is no response to change, and nothing happens.
    #[cfg(not(feature = "ssr"))]
    pub fn set_response_status(&self) {}

    /// What it means that a message could not be read: here, that the request was not one of ours.
    #[cfg(feature = "ssr")]
    const UNREAD: Self = Self::BadRequest;

    /// What it means that a message could not be read: here, that the server did not answer.
    #[cfg(not(feature = "ssr"))]
    const UNREAD: Self = Self::Unreachable;

    /// Logs a defect under a new id and keeps only the id.
    #[cfg(feature = "ssr")]
    pub fn internal(cause: &dyn std::fmt::Display) -> Self {
        let id = Uuid::now_v7();
        tracing::error!(error.id = %id, error.cause = %cause, "internal error");
        Self::Internal { id }
    }

    /// The browser has no log to write to; what it could not do is "not reached".
    #[cfg(not(feature = "ssr"))]
    pub fn internal(_cause: &dyn std::fmt::Display) -> Self {
        Self::Unreachable
    }
}

/// Database errors become "unavailable" when the database cannot be reached and a logged
/// internal error otherwise. Constraint names that mean something to a person are matched where
/// the statement stands, before this conversion.
#[cfg(feature = "ssr")]
impl From<sqlx::Error> for AppError {
    fn from(error: sqlx::Error) -> Self {
        let unreachable = match &error {
            sqlx::Error::Io(_)
            | sqlx::Error::Tls(_)
            | sqlx::Error::PoolTimedOut
            | sqlx::Error::PoolClosed
            | sqlx::Error::WorkerCrashed => true,
            // 08xxx connection, 53xxx out of resources, 57Pxx shutting down or starting up.
            sqlx::Error::Database(cause) => cause.code().is_some_and(|code| {
                ["08", "53", "57P"]
                    .iter()
                    .any(|class| code.starts_with(class))
            }),
            _ => false,
        };
        if unreachable {
            tracing::warn!(error.cause = %error, "database cannot be reached");
            return Self::Unavailable;
        }
        Self::internal(&error)
    }
}

/// What is stored now, in place of what an edit had started from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Conflict {
    /// The revision that is stored; an edit that names it replaces what is stored.
    pub revision: i32,
    /// The fields in which what is stored differs from what was sent: their names in the form and
    /// the stored texts, as the form would show them.
    pub stored: BTreeMap<String, String>,
}

impl Conflict {
    /// Compares what is stored with what was sent, each as names of fields and their texts in the
    /// same order. None when they say the same: then there is nothing to decide.
    pub fn between<'a>(
        revision: i32,
        stored: impl IntoIterator<Item = (&'a str, &'a str)>,
        sent: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> Option<Self> {
        let stored: BTreeMap<_, _> = stored
            .into_iter()
            .zip(sent)
            .filter(|((_, stored), (_, sent))| stored != sent)
            .map(|((name, stored), _)| (name.to_owned(), stored.to_owned()))
            .collect();
        (!stored.is_empty()).then_some(Self { revision, stored })
    }
}

/// What is wrong with each field, by its name in the form.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldErrors(BTreeMap<String, String>);

impl FieldErrors {
    /// Says what is wrong with a field. The first message for a field stays.
    pub fn add(&mut self, field: &str, message: impl Into<String>) {
        self.0
            .entry(field.to_owned())
            .or_insert_with(|| message.into());
    }

    /// Errors with this one message.
    pub fn one(field: &str, message: impl Into<String>) -> Self {
        let mut errors = Self::default();
        errors.add(field, message);
        errors
    }

    /// What is wrong with this field, if anything.
    pub fn of(&self, field: &str) -> Option<String> {
        self.0.get(field).cloned()
    }

    /// Whether nothing is wrong.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Field names and messages, in the order of the names.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0
            .iter()
            .map(|(field, message)| (field.as_str(), message.as_str()))
    }
}

/// The revision an edit started from, as its form carried it.
///
/// # Errors
/// That the form is out of date, when it carried none.
pub fn parse_revision(typed: &str) -> Result<i32, FieldErrors> {
    typed
        .trim()
        .parse()
        .map_err(|_| FieldErrors::one("id", OUT_OF_DATE))
}

/// The message for a form that lacks what every form of ours carries.
pub(crate) const OUT_OF_DATE: &str =
    "This form is out of date. Reload the page; what you typed can be copied first.";

impl From<FieldErrors> for AppError {
    fn from(errors: FieldErrors) -> Self {
        Self::Invalid(errors)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_conflict_names_what_differs_and_two_edits_that_agree_are_none() {
        let stored = [("title", "Two Sum"), ("tags", "array")];
        let conflict = Conflict::between(3, stored, [("title", "2 Sum"), ("tags", "array")]);
        let expected = BTreeMap::from([("title".to_owned(), "Two Sum".to_owned())]);
        assert_eq!(
            conflict,
            Some(Conflict {
                revision: 3,
                stored: expected
            })
        );
        assert_eq!(Conflict::between(3, stored, stored), None);
    }

    #[test]
    fn a_form_without_a_revision_is_out_of_date() {
        assert_eq!(parse_revision(" 7 "), Ok(7));
        for bad in ["", "one", "1.5", "99999999999"] {
            assert!(parse_revision(bad).unwrap_err().of("id").is_some(), "{bad}");
        }
    }
}
