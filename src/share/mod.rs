//! Problems shared by link: readable without an account, until the link is ended.

pub mod model;

#[cfg(feature = "ssr")]
pub mod db;
#[cfg(feature = "ssr")]
mod document;
#[cfg(feature = "ssr")]
mod picture;
#[cfg(feature = "ssr")]
pub mod published;
#[cfg(feature = "ssr")]
pub mod routes;

pub mod api;

pub mod page;
