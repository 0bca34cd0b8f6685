//! The person behind a request, as the rest of the application knows them.

use serde::{Deserialize, Serialize};
use std::fmt;

/// The identity provider's id of a person, such as `user_2abc…`. Every row they own carries it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct UserId(String);

impl UserId {
    /// Takes an id over as it is. Only code that has verified it, or a test, should do so.
    pub fn new(id: impl Into<String>) -> Self {
        Self(id.into())
    }

    /// The id as text, for a statement's parameter.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for UserId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// Somebody who is signed in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct User {
    /// Who they are.
    pub id: UserId,
    /// What to call them, when the token says so. Clerk's tokens do only if the instance is set
    /// up to put a `name` claim into them.
    pub name: Option<String>,
    /// The provider's id of somebody else who acts as them, such as its support.
    #[serde(default)]
    pub impersonator: Option<String>,
}

/// Who reads the page, if anybody is signed in: in the context before the first view is made, on the
/// server from the request, in the browser from the document's head.
#[derive(Clone, Debug, Default)]
pub struct Reader(pub Option<User>);

/// What a document's head tells scripts about the reader's session; on the server only.
#[derive(Clone, Debug)]
pub struct SessionNote {
    /// Seconds until the token runs out.
    pub seconds_left: i64,
    /// Clerk's own script, if pages load it.
    pub script: Option<ClerkScript>,
}

/// Clerk's own script, which keeps a session fresh where it is loaded.
#[derive(Clone, Debug)]
pub struct ClerkScript {
    /// Its address.
    pub src: String,
    /// The origin of `src`, for the policy.
    pub origin: String,
    /// The instance's publishable key.
    pub publishable_key: String,
    /// Base of the frontend API, which the script talks to.
    pub frontend_url: String,
    /// The same, where it is not the instance's own.
    pub proxy_url: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_user_id_travels_as_a_plain_string() {
        let user = User {
            id: UserId::new("user_ada"),
            name: None,
            impersonator: None,
        };
        let wire = serde_json::json!({"id": "user_ada", "name": null, "impersonator": null});
        assert_eq!(serde_json::to_value(&user).unwrap(), wire);
        assert_eq!(serde_json::from_value::<User>(wire).unwrap(), user);
        assert_eq!(user.id.to_string(), "user_ada");
    }
}
