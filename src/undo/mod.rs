//! Undo: what a change did away with is kept for thirty days and can be put back.

pub mod model;

#[cfg(feature = "ssr")]
pub mod db;

pub mod api;

pub mod page;
pub mod parts;
