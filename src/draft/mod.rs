//! A draft: what was typed into a form and not saved yet, kept until it is.

pub mod model;

#[cfg(feature = "ssr")]
pub mod db;
#[cfg(feature = "ssr")]
pub mod keep;

pub mod api;

pub mod parts;
