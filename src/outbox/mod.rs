//! Changes that were made on a device without the network, on their way into the journal: each is applied once.

pub mod model;

#[cfg(feature = "ssr")]
pub mod db;
#[cfg(feature = "ssr")]
mod merge;
#[cfg(feature = "ssr")]
pub mod routes;
