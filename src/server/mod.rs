//! The process: configuration, the pool, the router and everything around a request that is not
//! about a noun.

pub mod cli;
pub mod config;
pub mod state;

pub mod pool;
pub mod migrate;

pub mod router;
pub mod pages;
pub mod forms;
pub mod context;

pub mod security;
pub mod rate_limit;
pub mod telemetry;
pub mod health;
pub mod serve;

pub mod markdown;
