//! What may be typed to make a personal access token, and what it must be to be accepted.

use super::model::{Scope, TokenId};
use crate::{
    error::{FieldErrors, OUT_OF_DATE},
    problem::fields::UNSTORABLE,
    text::{has_controls, is_visible},
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Longest name, in characters.
pub const NAME_LIMIT: usize = 60;

/// How long a token is good for.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq)]
pub enum Lifetime {
    /// Thirty days.
    Month,
    /// Ninety days.
    #[default]
    Quarter,
    /// 365 days.
    Year,
    /// Until it is revoked.
    Unlimited,
}

impl Lifetime {
    /// All of them, the shortest first.
    pub const ALL: [Self; 4] = [Self::Month, Self::Quarter, Self::Year, Self::Unlimited];

    /// Days of 24 hours; none when it does not end.
    pub const fn days(self) -> Option<i32> {
        match self {
            Self::Month => Some(30),
            Self::Quarter => Some(90),
            Self::Year => Some(365),
            Self::Unlimited => None,
        }
    }

    /// The name in forms.
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Month => "30",
            Self::Quarter => "90",
            Self::Year => "365",
            Self::Unlimited => "never",
        }
    }

    /// What a person reads.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Month => "30 days",
            Self::Quarter => "90 days",
            Self::Year => "365 days",
            Self::Unlimited => "Until you revoke it",
        }
    }

    /// The lifetime with this slug.
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|life| life.slug() == slug)
    }
}

/// What stands in the form that makes a token, as it was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct TokenFields {
    /// The id it will have, so that the form sent twice makes one.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The slug of a [`Scope`].
    pub scope: String,
    /// The slug of a [`Lifetime`].
    pub lifetime: String,
}

/// A token to be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenDraft {
    /// The id it will have.
    pub id: TokenId,
    /// Its name, 1 to [`NAME_LIMIT`] characters.
    pub name: String,
    /// What it allows.
    pub scope: Scope,
    /// How long it is good for.
    pub lifetime: Lifetime,
}

impl TokenFields {
    /// An empty form with this id: the smaller scope, and an end.
    pub fn fresh(id: Uuid) -> Self {
        Self {
            id: id.to_string(),
            name: String::new(),
            scope: Scope::Read.slug().to_owned(),
            lifetime: Lifetime::default().slug().to_owned(),
        }
    }

    /// Checks every field.
    ///
    /// # Errors
    /// One message per field that cannot be accepted.
    pub fn parse(&self) -> Result<TokenDraft, FieldErrors> {
        let mut errors = FieldErrors::default();
        let name = self.name.split_whitespace().collect::<Vec<_>>().join(" ");
        let length = name.chars().count();
        if !is_visible(&name) {
            errors.add("name", "Give it a name, such as the program that uses it.");
        } else if length > NAME_LIMIT {
            let message =
                format!("A name can have up to {NAME_LIMIT} characters; this has {length}.");
            errors.add("name", message);
        } else if has_controls(&name) {
            errors.add("name", UNSTORABLE);
        }
        let id = self.id.parse();
        let scope = Scope::from_slug(&self.scope);
        let lifetime = Lifetime::from_slug(&self.lifetime);
        if id.is_err() {
            errors.add("id", OUT_OF_DATE);
        }
        if scope.is_none() {
            errors.add("scope", "Choose what programs with this token may do.");
        }
        if lifetime.is_none() {
            errors.add("lifetime", "Choose how long the token is good for.");
        }
        match (id, scope, lifetime) {
            (Ok(id), Some(scope), Some(lifetime)) if errors.is_empty() => Ok(TokenDraft {
                id,
                name,
                scope,
                lifetime,
            }),
            _ => Err(errors),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(name: &str) -> TokenFields {
        TokenFields {
            name: name.to_owned(),
            ..TokenFields::fresh(Uuid::from_u128(1))
        }
    }

    #[test]
    fn a_lifetime_is_named_after_its_days() {
        for lifetime in Lifetime::ALL {
            assert_eq!(Lifetime::from_slug(lifetime.slug()), Some(lifetime));
            let days = lifetime.days().map(|days| days.to_string());
            assert_eq!(days.as_deref().unwrap_or("never"), lifetime.slug());
        }
        assert_eq!(Lifetime::from_slug("31"), None);
    }

    #[test]
    fn a_fresh_form_lacks_only_a_name_and_offers_the_least() {
        let refused = fields("").parse().unwrap_err();
        assert_eq!(
            refused.iter().map(|(field, _)| field).collect::<Vec<_>>(),
            ["name"]
        );
        let draft = fields("  My\n script ").parse().unwrap();
        let expected = TokenDraft {
            id: TokenId(Uuid::from_u128(1)),
            name: "My script".to_owned(),
            scope: Scope::Read,
            lifetime: Lifetime::Quarter,
        };
        assert_eq!(draft, expected);
    }

    #[test]
    fn what_cannot_be_accepted_is_refused_at_its_field() {
        for name in [" \u{200b} ", "a\0b", &"é".repeat(61)] {
            assert!(
                fields(name).parse().unwrap_err().of("name").is_some(),
                "{name}"
            );
        }
        assert!(fields(&"é".repeat(60)).parse().is_ok());
        let bad = TokenFields {
            name: "a".to_owned(),
            ..TokenFields::default()
        };
        let refused = bad.parse().unwrap_err();
        for field in ["id", "scope", "lifetime"] {
            assert!(refused.of(field).is_some(), "{field}");
        }
    }
}
