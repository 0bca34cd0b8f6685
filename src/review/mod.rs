//! What to redo today: grades, the schedule, the queue.

pub mod agenda;
pub mod card;
pub mod expected;
pub mod fields;
pub mod forecast;
pub mod fsrs;
pub mod grade;
pub mod model;
pub mod plan;
pub mod preview;
pub mod queue;
pub mod replay;
pub mod schedule;
pub mod today;

#[cfg(feature = "ssr")]
pub mod db;
#[cfg(feature = "ssr")]
pub mod db_card;
#[cfg(feature = "ssr")]
pub mod db_choices;
#[cfg(feature = "ssr")]
pub mod db_fit;
#[cfg(feature = "ssr")]
pub mod db_fitting;
#[cfg(feature = "ssr")]
pub mod db_forecast;
#[cfg(feature = "ssr")]
pub mod db_queue;
#[cfg(feature = "ssr")]
pub mod db_rules;
#[cfg(feature = "ssr")]
pub mod fit;
#[cfg(feature = "ssr")]
pub mod open;

pub mod api;

pub mod decide;
pub mod live;
pub mod page;
pub mod parts;
