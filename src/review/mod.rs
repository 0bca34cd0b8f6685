//! What to redo today: grades, the schedule, the queue.

pub mod expected;
pub mod fsrs;
pub mod grade;
pub mod model;
pub mod queue;
pub mod replay;
pub mod schedule;

#[cfg(feature = "ssr")]
pub mod db;
