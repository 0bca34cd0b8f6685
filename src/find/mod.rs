//! Finding: the list at `/problems`, its query language, its orders and its saved views.

mod conditions;
pub mod edge;
pub mod facets;
pub mod matcher;
pub mod model;
pub mod parse;
mod print;
mod words;

#[cfg(feature = "ssr")]
pub mod db;
#[cfg(feature = "ssr")]
mod db_statements;

#[cfg(test)]
pub(crate) mod arbitrary;
#[cfg(test)]
mod parse_tests;
