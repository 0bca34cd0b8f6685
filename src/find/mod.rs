//! Finding: the list at `/problems`, its query language, its orders and its saved views.

pub mod edge;
pub mod model;

#[cfg(feature = "ssr")]
pub mod db;
#[cfg(feature = "ssr")]
mod db_statements;
