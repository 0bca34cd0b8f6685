//! GitGud: a coding-interview journal that is brutally honest.
//!
//! One crate, two targets: with the feature `ssr` it is the server, with `hydrate` the browser
//! half. Read it in this order: a noun's `model` (rules, pure), `db` (SQL), `api` (what the
//! browser may ask), `page` (what is seen); then `app` (the route table) and `server` (the process).

// The view of a page is one deeply nested type.
#![recursion_limit = "512"]

pub mod error;
pub mod id;
pub mod paging;
pub mod text;

pub mod problem;

pub mod attempt;

pub mod find;

pub mod timer;

pub mod draft;

pub mod insight;

pub mod account;

pub mod auth;

pub mod ui;

pub mod browser;

pub mod app;

#[cfg(feature = "ssr")]
pub mod demo;
#[cfg(feature = "ssr")]
pub mod server;

/// Called by the page when the browser half has loaded: makes the rendered page interactive.
#[cfg(feature = "hydrate")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    browser::tell_time_zone();
    leptos::mount::hydrate_body(app::App);
    browser::mark_hydrated();
}
