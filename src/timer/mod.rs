//! A timer: how long somebody has been at a problem, kept by the server so that it outlives the page.

pub mod model;

#[cfg(feature = "ssr")]
pub mod db;
#[cfg(feature = "ssr")]
pub mod view;

pub mod api;

pub mod parts;
