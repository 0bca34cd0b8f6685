//! The tags of a journal: how many problems have each, and changes to a tag everywhere at once.

pub mod model;

#[cfg(feature = "ssr")]
pub mod db;

pub mod api;

pub mod page;
pub mod parts;
