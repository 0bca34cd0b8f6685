//! An attempt: one sitting at one problem, with what it cost and what came of it.

pub mod fields;
pub mod model;
pub mod outline;

#[cfg(feature = "ssr")]
pub mod db;
#[cfg(feature = "ssr")]
mod db_read;
#[cfg(feature = "ssr")]
pub mod start;

pub mod api;

pub mod compare;
pub mod form;
pub mod page;
pub mod parts;
