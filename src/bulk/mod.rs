//! Changes to many problems at once, and the star.

pub mod model;

#[cfg(feature = "ssr")]
pub mod db;

pub mod api;

pub mod page;
pub mod parts;
