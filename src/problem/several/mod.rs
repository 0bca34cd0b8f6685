//! Adding several problems in one go.

pub mod model;

pub mod api;

pub mod page;
