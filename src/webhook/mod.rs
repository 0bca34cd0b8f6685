//! What the identity provider tells by itself, and how drift is repaired when it could not.
//!
//! `POST /webhooks/clerk` takes signed messages: names are kept, and whoever was deleted there is
//! removed here. Messages come late, twice, in any order or never; none of it matters. Nothing waits
//! for one either: whoever signs in is added at first sight.

pub mod db;
pub mod model;
pub mod reconcile;
pub mod routes;
