//! GitGud: a coding-interview journal that is brutally honest.
//!
//! One crate, two targets: with the feature `ssr` it is the server, with `hydrate` the browser
//! half. Read it in this order: a noun's `model` (rules, pure), `db` (SQL), `api` (what the
//! browser may ask), `page` (what is seen); then `app` (the route table), `pages` (which of them the
//! browser fetches together) and `server` (the process).

// The view of a page is one deeply nested type.
#![recursion_limit = "512"]

pub mod error;
pub mod highlight;
pub mod id;
pub mod markdown;
pub mod paging;
pub mod text;

pub mod problem;

pub mod attempt;

pub mod review;

pub mod find;

pub mod timer;

pub mod draft;

pub mod parked;

pub mod inbox;

pub mod outbox;

pub mod offline;

pub mod tag;

pub mod bulk;

pub mod undo;

pub mod notes;

pub mod change;

pub mod insight;

pub mod account;

pub mod calendar;

pub mod share;

pub mod token;

pub mod auth;

pub mod ui;

pub mod browser;

pub mod pages;

pub mod app;

#[cfg(feature = "ssr")]
pub mod demo;
#[cfg(feature = "ssr")]
pub mod server;
#[cfg(feature = "ssr")]
pub mod v1;
#[cfg(feature = "ssr")]
pub mod webhook;

/// Called by the page when the browser half has loaded: makes what stands around the rendered page
/// interactive. The page itself sleeps until it is used (`ui::lazy`). In the shell that is kept on the device nothing
/// is rendered yet, and everything is made here.
#[cfg(feature = "hydrate")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub async fn hydrate() {
    browser::tell_time_zone();
    browser::answer_in_place_of_the_server(|path, body| {
        Box::pin(async move { pages::kept_answer(path, body).await })
    });
    // What stands around the page does not sleep, so its code must be there.
    if browser::address_mentions("undo") {
        let _ = undo::parts::fetch_undo_notice().await;
    }
    let app = || {
        leptos::prelude::provide_context(auth::parts::reader_of_document());
        app::App()
    };
    if browser::is_shell() {
        leptos::mount::mount_to_body(app);
        browser::mark_shell_hydrated();
    } else {
        ui::lazy::asleep::take_over(app);
    }
}
