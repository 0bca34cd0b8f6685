//! The person's own row: that they exist, and the clock their days are counted by.

#[cfg(feature = "ssr")]
pub mod clock;
#[cfg(feature = "ssr")]
pub mod db;
