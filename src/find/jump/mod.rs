//! Jumping: what the command palette finds in a journal while somebody types (`src/browser/js/palette.ts`).

pub mod api;
pub mod model;
pub mod parts;

#[cfg(feature = "ssr")]
pub mod db;
