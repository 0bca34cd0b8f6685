//! Which problems changed when: whoever keeps a copy of a journal reads only what is new (decision 023).

pub mod copy;
pub mod model;

#[cfg(feature = "ssr")]
pub mod db;
#[cfg(feature = "ssr")]
pub mod feed;
