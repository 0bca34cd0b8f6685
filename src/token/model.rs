//! What a personal access token is, and what its owner sees of it.

use super::fields::TokenFields;
use crate::{attempt::model::Moment, error::FieldErrors};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use std::fmt;

crate::id::uuid_id! {
    /// Identifies a token. Not a secret.
    TokenId
}

/// How every secret begins.
pub const PREFIX: &str = "gitgud_pat_";
/// How many of a secret's last characters are kept to be read, the database's check included.
pub const HINT_LENGTH: usize = 4;
/// Most tokens of one person, expired ones included.
pub const TOKEN_LIMIT: i64 = 50;

/// What a program that shows the token may do.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(
    feature = "ssr",
    derive(sqlx::Type),
    sqlx(type_name = "text", rename_all = "lowercase")
)]
#[serde(rename_all = "lowercase")]
pub enum Scope {
    /// Read what is in the journal.
    Read,
    /// Read it and change it.
    Write,
}

impl Scope {
    /// Both, the smaller first.
    pub const ALL: [Self; 2] = [Self::Read, Self::Write];

    /// The name in forms and the database.
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Write => "write",
        }
    }

    /// What a person reads.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Read => "Read",
            Self::Write => "Read and change",
        }
    }

    /// The scope with this slug.
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|scope| scope.slug() == slug)
    }

    /// Whether a token of this scope is enough for what needs that one.
    pub const fn allows(self, needed: Self) -> bool {
        matches!((self, needed), (Self::Write, _) | (_, Self::Read))
    }
}

/// A token as its owner sees it afterwards: without the secret, which nobody can tell any more.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Token {
    /// Its id.
    pub id: TokenId,
    /// Its name.
    pub name: String,
    /// What it allows.
    pub scope: Scope,
    /// The last characters of the secret.
    pub hint: String,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it ends; none: when it is revoked.
    pub expires_at: Option<DateTime<Utc>>,
    /// Whether that has passed.
    pub expired: bool,
    /// When a program last showed it, to the minute.
    pub last_used_at: Option<DateTime<Utc>>,
}

impl Token {
    /// The same, with its times as a clock shows them.
    pub fn on_clock(self, moment: impl Fn(DateTime<Utc>) -> Moment) -> TokenLine {
        TokenLine {
            made: moment(self.created_at),
            ends: self.expires_at.map(&moment),
            used: self.last_used_at.map(&moment),
            id: self.id,
            name: self.name,
            scope: self.scope,
            hint: self.hint,
            expired: self.expired,
        }
    }
}

/// A token as the page lists it, its times on the person's clock.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TokenLine {
    /// See [`Token::id`].
    pub id: TokenId,
    /// See [`Token::name`].
    pub name: String,
    /// See [`Token::scope`].
    pub scope: Scope,
    /// See [`Token::hint`].
    pub hint: String,
    /// See [`Token::created_at`].
    pub made: Moment,
    /// See [`Token::expires_at`].
    pub ends: Option<Moment>,
    /// See [`Token::expired`].
    pub expired: bool,
    /// See [`Token::last_used_at`].
    pub used: Option<Moment>,
}

/// A secret on its way to the one page that shows it. No debugging output tells it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ShownOnce(String);

impl ShownOnce {
    /// Takes a secret over as it is.
    pub fn new(secret: String) -> Self {
        Self(secret)
    }

    /// The secret, to be shown.
    pub fn into_text(self) -> String {
        self.0
    }
}

impl fmt::Debug for ShownOnce {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("ShownOnce(…)")
    }
}

/// What came of the form that makes a token.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Made {
    /// It is made; nobody is told its secret again.
    Now {
        /// Its name.
        name: String,
        /// Its secret.
        secret: ShownOnce,
    },
    /// The same form had been sent before, and its answer told the secret.
    Before,
}

/// What the page of the tokens shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TokenPage {
    /// What stands in the form.
    pub fields: TokenFields,
    /// What is wrong with it.
    pub errors: FieldErrors,
    /// All tokens, the newest first.
    pub tokens: Vec<TokenLine>,
    /// What came of the form, if this request brought it.
    pub made: Option<Made>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn to_change_includes_to_read_and_not_the_other_way() {
        assert!(Scope::Read.allows(Scope::Read));
        assert!(Scope::Write.allows(Scope::Read));
        assert!(Scope::Write.allows(Scope::Write));
        assert!(!Scope::Read.allows(Scope::Write));
    }

    #[test]
    fn a_scope_has_one_name_everywhere() {
        for scope in Scope::ALL {
            assert_eq!(Scope::from_slug(scope.slug()), Some(scope));
            let wire = serde_json::to_value(scope).unwrap();
            assert_eq!(wire, scope.slug());
        }
        assert_eq!(Scope::from_slug("admin"), None);
    }

    #[test]
    fn a_secret_travels_as_plain_text_and_is_in_no_debugging_output() {
        let made = Made::Now {
            name: "script".to_owned(),
            secret: ShownOnce::new("gitgud_pat_1".to_owned()),
        };
        let wire = serde_json::to_value(&made).unwrap();
        assert_eq!(wire["Now"]["secret"], "gitgud_pat_1");
        assert!(!format!("{made:?}").contains("gitgud_pat_1"));
    }
}
