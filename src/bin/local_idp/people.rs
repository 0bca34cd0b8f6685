//! Who can sign in, and how Clerk's APIs describe them.

use crate::keys;
use rsa::sha2::{Digest, Sha256};
use serde_json::{Value, json};

/// Somebody who can sign in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// Such as `user_ada`.
    pub id: String,
    /// Such as `Ada`; empty for none.
    pub first_name: String,
    /// Such as `Lovelace`; empty for none.
    pub last_name: String,
    /// When they were first heard of, in milliseconds since 1970.
    pub created_at: i64,
    /// When they last changed, in milliseconds since 1970.
    pub updated_at: i64,
    /// Whether the application has been told of them.
    pub announced: bool,
}

impl Person {
    /// The person of this short or full id, named after it.
    pub fn of_id(id: &str) -> Self {
        let short = id.strip_prefix("user_").unwrap_or(id);
        let mut letters = short.chars();
        let name: String = letters
            .next()
            .map(|first| first.to_uppercase().chain(letters).collect())
            .unwrap_or_default();
        Self::new(format!("user_{short}"), &name)
    }

    /// The person of this name. The same name is the same person.
    pub fn of_name(name: &str) -> Self {
        let slug: String = name
            .to_lowercase()
            .chars()
            .map(|letter| {
                if letter.is_ascii_alphanumeric() {
                    letter
                } else {
                    '_'
                }
            })
            .collect();
        // Names that look alike once only plain letters are left must not be one person.
        let plain = name.chars().all(|letter| letter.is_ascii_alphanumeric());
        let id = if plain {
            format!("user_{slug}")
        } else {
            let digest = Sha256::digest(name.to_lowercase().as_bytes());
            format!(
                "user_{slug}_{}",
                keys::hex(digest.get(..4).unwrap_or_default())
            )
        };
        Self::new(id, name)
    }

    fn new(id: String, name: &str) -> Self {
        let mut person = Self {
            id,
            first_name: String::new(),
            last_name: String::new(),
            created_at: 0,
            updated_at: 0,
            announced: false,
        };
        person.rename(name);
        person
    }

    /// Takes a whole name: the first word is the first name, the rest the last name.
    pub fn rename(&mut self, name: &str) {
        let (first, last) = name.split_once(' ').unwrap_or((name, ""));
        first.clone_into(&mut self.first_name);
        last.trim().clone_into(&mut self.last_name);
    }

    /// Both names.
    pub fn name(&self) -> String {
        format!("{} {}", self.first_name, self.last_name)
            .trim()
            .to_owned()
    }

    /// The address mail would go to.
    pub fn email_address(&self) -> String {
        format!("{}@example.com", self.short_id())
    }

    /// As Clerk's backend API and its webhooks write a user.
    pub fn to_json(&self) -> Value {
        let email_id = format!("idn_{}", self.short_id());
        json!({
            "id": self.id,
            "object": "user",
            "username": self.short_id(),
            "first_name": some_text(&self.first_name),
            "last_name": some_text(&self.last_name),
            "image_url": "",
            "has_image": false,
            "primary_email_address_id": email_id,
            "email_addresses": [{
                "id": email_id,
                "object": "email_address",
                "email_address": self.email_address(),
                "verification": {"status": "verified", "strategy": "ticket"},
                "linked_to": [],
            }],
            "primary_phone_number_id": null,
            "phone_numbers": [],
            "external_accounts": [],
            "external_id": null,
            "public_metadata": {},
            "private_metadata": {},
            "unsafe_metadata": {},
            "password_enabled": false,
            "two_factor_enabled": false,
            "banned": false,
            "locked": false,
            "created_at": self.created_at,
            "updated_at": self.updated_at,
        })
    }

    fn short_id(&self) -> &str {
        self.id.strip_prefix("user_").unwrap_or(&self.id)
    }
}

/// What is left of a deleted person, as Clerk writes it.
pub fn deleted(id: &str) -> Value {
    json!({"id": id, "object": "user", "deleted": true})
}

fn some_text(text: &str) -> Option<&str> {
    Some(text).filter(|text| !text.is_empty())
}
