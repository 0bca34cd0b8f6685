//! Changes that were made on a device without the network, on their way into the journal: each is applied once.

pub mod merge;
pub mod model;

#[cfg(feature = "ssr")]
pub mod db;
#[cfg(feature = "ssr")]
pub mod routes;
