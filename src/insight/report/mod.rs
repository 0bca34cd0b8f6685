//! The page of insights: what the whole log says, in numbers, in one sentence each, and in charts of the same
//! numbers.

pub mod calendar;
pub mod model;
pub mod pace;
pub mod page;
pub mod patterns;
pub mod predictions;
pub mod rates;
pub mod readiness;
pub mod workload;

mod charts;
