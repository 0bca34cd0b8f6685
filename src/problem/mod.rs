//! A problem: one exercise on one site (or on paper), with everything a person keeps about it.

pub mod fields;
pub mod model;
pub mod recognise;
pub mod several;

#[cfg(feature = "ssr")]
pub mod db;
#[cfg(feature = "ssr")]
mod db_read;
#[cfg(feature = "ssr")]
mod db_recognise;
#[cfg(feature = "ssr")]
pub mod view;

pub mod api;

pub mod form;
pub mod page;
pub mod parts;
