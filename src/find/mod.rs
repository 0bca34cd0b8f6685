//! Finding: the list at `/problems`, its query language, its orders and its saved views.

pub mod model;
