//! What a saved search is, and what it must be to be saved.

use crate::{
    error::FieldErrors,
    find::{
        list::Address,
        model::{Query, Sort},
        parse::parse,
    },
    text::{has_controls, is_visible},
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

crate::id::uuid_id! {
    /// Identifies a saved search.
    ViewId
}

/// Longest name, in characters.
pub const NAME_LIMIT: usize = 60;
/// Most saved searches of one person.
pub const VIEW_LIMIT: i64 = 50;

/// A saved search.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedView {
    /// Its id.
    pub id: ViewId,
    /// Its name.
    pub name: String,
    /// The query in its long form.
    pub query: String,
    /// The order, empty for the usual one.
    pub sort: String,
}

impl SavedView {
    /// Where it shows its rows.
    pub fn address(&self) -> Address {
        Address::of(self.query.clone(), Sort::parse(&self.sort))
    }

    /// The form that changes it.
    pub fn fields(&self) -> ViewFields {
        ViewFields {
            id: self.id.to_string(),
            name: self.name.clone(),
            query: self.query.clone(),
            sort: self.sort.clone(),
        }
    }
}

/// What stands in the form of a saved search, as it was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ViewFields {
    /// The id it has or will have.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its query.
    pub query: String,
    /// Its order.
    pub sort: String,
}

impl ViewFields {
    /// Checks every field.
    ///
    /// # Errors
    /// One message per field that cannot be accepted.
    pub fn parse(&self) -> Result<SavedView, FieldErrors> {
        let mut errors = FieldErrors::default();
        let id = self.id.parse().unwrap_or_else(|_| {
            errors.add("id", "This form is out of date. Reload the page.");
            ViewId(Uuid::nil())
        });
        let name = self.name.split_whitespace().collect::<Vec<_>>().join(" ");
        let length = name.chars().count();
        if !is_visible(&name) {
            errors.add("name", "Give it a name, such as “To redo”.");
        } else if length > NAME_LIMIT {
            let message =
                format!("A name can have up to {NAME_LIMIT} characters; this has {length}.");
            errors.add("name", message);
        } else if has_controls(&name) {
            errors.add("name", crate::problem::fields::UNSTORABLE);
        }
        let query = parse(&self.query).unwrap_or_else(|mistake| {
            errors.add("query", mistake.message);
            Query::default()
        });
        if !errors.is_empty() {
            return Err(errors);
        }
        let address = Address::of(query.to_string(), Sort::parse(&self.sort));
        Ok(SavedView {
            id,
            name,
            query: address.q,
            sort: address.sort,
        })
    }
}

/// The form with everything it shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ViewForm {
    /// What stands in the fields.
    pub fields: ViewFields,
    /// What is wrong with them.
    pub errors: FieldErrors,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(name: &str, query: &str) -> ViewFields {
        ViewFields {
            id: Uuid::from_u128(1).to_string(),
            name: name.into(),
            query: query.into(),
            sort: "title".into(),
        }
    }

    #[test]
    fn what_is_saved_is_the_long_form_under_a_tidy_name() {
        let view = fields("  To \n redo ", "diff:hard  is:failed")
            .parse()
            .unwrap();
        assert_eq!(view.name, "To redo");
        assert_eq!(view.query, "difficulty:hard is:failed");
        let href = view.address().href();
        assert_eq!(
            href,
            "/problems?q=difficulty%3Ahard%20is%3Afailed&sort=title"
        );
        assert_eq!(view.fields().parse().unwrap(), view);
    }

    #[test]
    fn a_name_and_a_query_that_cannot_be_kept_are_refused_at_their_fields() {
        let error = |name: &str, query: &str, field: &str| {
            fields(name, query).parse().unwrap_err().of(field)
        };
        assert!(error(" \u{200b} ", "", "name").is_some());
        assert!(
            error(&"é".repeat(61), "", "name")
                .unwrap()
                .contains("this has 61")
        );
        assert!(fields(&"é".repeat(60), "").parse().is_ok());
        assert!(error("a\0", "", "name").is_some());
        assert!(
            error("a", "is:sloved", "query")
                .unwrap()
                .contains("is:solved")
        );
    }
}
