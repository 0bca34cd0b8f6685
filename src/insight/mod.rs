//! What the journal says about the person: true numbers, each with its one definition.

pub mod derive;
pub mod model;
pub mod report;
pub mod streak;
pub mod tried;

#[cfg(feature = "ssr")]
pub mod db;
#[cfg(feature = "ssr")]
mod db_ahead;
#[cfg(feature = "ssr")]
mod db_derive;
#[cfg(feature = "ssr")]
pub mod db_insights;
#[cfg(feature = "ssr")]
mod db_log;
#[cfg(feature = "ssr")]
pub mod db_now;
#[cfg(feature = "ssr")]
mod db_settle;
#[cfg(feature = "ssr")]
pub mod db_tried;

pub mod api;

mod landing;
pub mod page;
mod parts;
