//! The process: configuration, the pool, the router and everything around a request that is not
//! about a noun.

pub mod cli;
pub mod config;
pub mod state;

pub mod migrate;
pub mod pool;

pub mod assets;
pub mod context;
pub mod cursor;
pub mod etag;
pub mod files;
pub mod forms;
pub mod markup;
pub mod pages;
pub mod preview;
pub mod router;
pub mod worker;

pub mod health;
pub mod rate_limit;
pub mod security;
pub mod serve;
pub mod telemetry;
pub mod uninterrupted;
