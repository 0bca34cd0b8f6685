//! The inbox: problems that another program has told of, and that wait for the person to take them
//! into the journal.

pub mod api;
pub mod companion;
pub mod fields;
pub mod model;
pub mod page;
pub mod parts;

#[cfg(feature = "ssr")]
pub mod db;
#[cfg(feature = "ssr")]
pub mod listen;
