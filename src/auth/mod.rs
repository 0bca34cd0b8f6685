//! Who is asking. Clerk's session tokens, verified in our own process: signature, claims, cookies
//! and the handshake that brings the cookies.
//!
//! The same code runs locally, in tests and in production; only the environment differs. A request
//! passes through [`session::authenticate`] once; server functions call
//! [`session::require_user`] in their first line, axum routes take [`session::SignedIn`].

pub mod api;
pub mod model;
pub mod parts;

#[cfg(feature = "ssr")]
mod answer;
#[cfg(feature = "ssr")]
mod backend;
#[cfg(feature = "ssr")]
pub mod config;
#[cfg(feature = "ssr")]
mod config_problems;
#[cfg(feature = "ssr")]
pub mod cookies;
#[cfg(feature = "ssr")]
pub mod handshake;
#[cfg(feature = "ssr")]
pub mod keys;
#[cfg(feature = "ssr")]
pub mod leave;
#[cfg(feature = "ssr")]
mod means;
#[cfg(feature = "ssr")]
pub mod publishable_key;
#[cfg(feature = "ssr")]
pub mod query;
#[cfg(feature = "ssr")]
pub mod reason;
#[cfg(feature = "ssr")]
mod referrer;
#[cfg(feature = "ssr")]
mod refresh;
#[cfg(feature = "ssr")]
pub mod routes;
#[cfg(feature = "ssr")]
pub mod rsa_key;
#[cfg(feature = "ssr")]
pub mod session;
#[cfg(feature = "ssr")]
pub mod state;
#[cfg(feature = "ssr")]
pub mod token;
#[cfg(feature = "ssr")]
pub mod users;

#[cfg(all(test, feature = "ssr"))]
mod test_backend;
#[cfg(all(test, feature = "ssr"))]
mod test_tokens;
