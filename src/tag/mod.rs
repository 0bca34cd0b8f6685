//! The tags of a journal: how many problems have each, and changes to a tag everywhere at once.

#[cfg(feature = "ssr")]
pub mod db;
