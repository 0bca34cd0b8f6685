//! Finding: the list at `/problems`, its query language, its orders and its saved views.

pub mod api;
pub mod cache;
mod conditions;
pub mod facets;
pub mod jump;
pub mod list;
pub mod matcher;
mod menus;
pub mod model;
pub mod order;
pub mod page;
pub mod parse;
mod parts;
pub(crate) mod print;
pub mod saved;
mod search;
mod words;

#[cfg(feature = "ssr")]
pub mod db;
#[cfg(feature = "ssr")]
mod db_statements;
#[cfg(feature = "ssr")]
mod db_terms;
#[cfg(feature = "ssr")]
pub mod edge;

#[cfg(test)]
pub(crate) mod arbitrary;
#[cfg(test)]
mod parse_tests;
