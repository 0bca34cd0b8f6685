//! What the journal says about the person: true numbers, each with its one definition.

pub mod derive;
pub mod model;

#[cfg(feature = "ssr")]
pub mod db;
#[cfg(feature = "ssr")]
mod db_derive;
#[cfg(feature = "ssr")]
mod db_log;
#[cfg(feature = "ssr")]
pub mod db_now;

pub mod api;

mod landing;
pub mod page;
mod parts;
