//! Two attempts at one problem side by side: what changed in the code, and what stood around it.

pub mod model;

#[cfg(feature = "ssr")]
mod diff;

pub mod api;

pub mod page;
