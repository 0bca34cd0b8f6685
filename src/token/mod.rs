//! Personal access tokens: what other programs show in place of a session. Pages and server functions
//! take none; only the JSON API does.

pub mod fields;
pub mod model;

#[cfg(feature = "ssr")]
pub mod db;
#[cfg(feature = "ssr")]
pub mod secret;

pub mod api;

pub mod page;
