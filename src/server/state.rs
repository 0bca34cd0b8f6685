//! What every request may use.

use super::{assets::Assets, pool::Pool, rate_limit::RateLimit};
use crate::{
    auth::session::Auth, insight::db_tried::Journals, share::published::Shelf, v1::Api,
    webhook::model::Secrets,
};
use axum::extract::FromRef;
use leptos::config::LeptosOptions;
use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

/// Shared by all requests; cheap to clone.
#[derive(Clone, FromRef)]
pub struct AppState {
    /// Connections to the journal.
    pub pool: Pool,
    /// Who is who.
    pub auth: Auth,
    /// What webhooks are signed with.
    pub webhook_secrets: Secrets,
    /// Names and places of the browser's files.
    pub leptos: LeptosOptions,
    /// What those files hold.
    pub assets: Assets,
    /// How much one person may change in a short time.
    pub rate_limit: RateLimit,
    /// What requests of other programs share.
    pub api: Api,
    /// Shared problems, rendered.
    pub shelf: Shelf,
    /// The tried problems of journals.
    pub journals: Journals,
    /// Whether the process has been told to stop.
    pub draining: Draining,
}

/// Set once, when the process is told to stop.
#[derive(Clone, Debug, Default)]
pub struct Draining(Arc<AtomicBool>);

impl Draining {
    /// From now on the process takes no new work.
    pub fn begin(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// Whether it has begun.
    pub fn has_begun(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}
