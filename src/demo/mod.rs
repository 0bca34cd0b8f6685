//! `gitgud demo`: writes a journal that looks like a person's, for trying the app, for its tests
//! and for its benchmarks. The same seed and last day always give the same rows.
//!
//! In reading order: `command` (what may be asked), `generate` (the journal, pure), made from
//! `catalogue` and `numbered` (which problems), `calendar` (when), `learner` (how it went),
//! `notes` and `code` (what was written down), and `db` (the rows).

mod calendar;
mod catalogue;
mod code;
mod command;
mod db;
pub mod generate;
mod learner;
mod notes;
mod numbered;
mod random;

pub use command::{DemoError, Options, Written, run};
