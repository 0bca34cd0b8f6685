//! The person's own row: that they exist, the clock their days are counted by, what they chose, and how all of it ends.

pub mod fields;
pub mod model;

#[cfg(feature = "ssr")]
pub mod clock;
#[cfg(feature = "ssr")]
pub mod db;
#[cfg(feature = "ssr")]
pub mod theme;

pub mod api;

pub mod delete;
pub mod device;
pub mod page;
