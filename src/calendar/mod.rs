//! A calendar of what comes back, for other programs to read by a secret address.

pub mod model;

#[cfg(feature = "ssr")]
pub mod db;
#[cfg(feature = "ssr")]
mod feed;
#[cfg(feature = "ssr")]
pub mod routes;

pub mod api;

pub mod page;
