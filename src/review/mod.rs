//! What to redo today: grades, the schedule, the queue.

pub mod expected;
pub mod forecast;
pub mod fsrs;
pub mod grade;
pub mod model;
pub mod plan;
pub mod queue;
pub mod replay;
pub mod schedule;

#[cfg(feature = "ssr")]
pub mod db;
#[cfg(feature = "ssr")]
pub mod db_fit;
#[cfg(feature = "ssr")]
pub mod db_forecast;
#[cfg(feature = "ssr")]
pub mod db_rules;
#[cfg(feature = "ssr")]
pub mod fit;
#[cfg(feature = "ssr")]
pub mod fitting;

#[cfg(all(test, feature = "ssr"))]
mod db_tests;
