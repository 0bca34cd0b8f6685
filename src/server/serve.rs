//! `gitgud serve`: from configuration to a listening process, and its graceful end.

use super::{cli::CommandError, config::Config, migrate, pool, router, state::AppState};
use crate::{auth::session::Auth, inbox, insight, share, v1::Api};
use axum::serve::ListenerExt;
use leptos::config::LeptosOptions;
use secrecy::ExposeSecret;
use std::{net::SocketAddr, time::Duration};
use tokio::{
    net::TcpListener,
    signal::unix::{SignalKind, signal},
    time::timeout,
};

/// How long requests may take to finish after the process was told to stop.
const DRAIN_LIMIT: Duration = Duration::from_secs(20);
const QUIET_SWEEP: Duration = Duration::from_mins(5);

/// Serves until SIGTERM or Ctrl-C, then lets running requests finish.
///
/// # Errors
/// When the configuration is wrong, a migration fails, the address is taken or so are all ports of the
/// browser extension.
pub async fn serve(config: Config) -> Result<(), CommandError> {
    let clerk = config.clerk()?;
    let companion = config.companion()?;
    migrate::migrate(&pool::connect(&config.database_url).await?).await?;
    let pool = pool::connect_to_serve(&config.database_url).await?;
    let secret = clerk.secret_key().expose_secret();
    let api = Api::new(secret, config.api_per_minute, config.api_origins.clone());
    let leptos = leptos_options(&config);
    let state = AppState {
        webhook_secrets: clerk.webhook_secrets().clone(),
        auth: Auth::new(clerk, pool.clone())?,
        journals: insight::db_tried::Journals::new(pool.clone()),
        pool,
        assets: super::assets::Assets::new(leptos.site_root.as_ref()),
        leptos,
        rate_limit: super::rate_limit::RateLimit::default(),
        api,
        shelf: share::published::Shelf::default(),
        draining: super::state::Draining::default(),
    };
    let failed = |cause| CommandError::Io {
        doing: format!("listening on {}", config.addr),
        cause,
    };
    let listener = TcpListener::bind(config.addr).await.map_err(failed)?;
    // Without it a small second write waits for the peer's delayed acknowledgement: 40 ms a page.
    let listener = listener.tap_io(|stream| {
        let _ = stream.set_nodelay(true);
    });
    let companion = match companion {
        Some(settings) => Some(inbox::listen::open(settings).await?),
        None => None,
    };
    tracing::info!(http.addr = %config.addr, app.origin = config.origin(), "serving");

    let sweeper = tokio::spawn({
        let (rate_limit, auth, api) = (
            state.rate_limit.clone(),
            state.auth.clone(),
            state.api.clone(),
        );
        async move {
            loop {
                tokio::time::sleep(QUIET_SWEEP).await;
                rate_limit.forget_the_quiet();
                auth.forget_the_quiet();
                api.forget_the_quiet();
            }
        }
    });
    let fitter = tokio::spawn(crate::review::db_fitting::fit_everybody(state.pool.clone()));
    let draining = state.draining.clone();
    let app = router::router(state.clone()).into_make_service_with_connect_info::<SocketAddr>();
    let (told_to_stop, mut stopping) = tokio::sync::watch::channel(false);
    let server = axum::serve(listener, app).with_graceful_shutdown(async move {
        stop_signal().await;
        draining.begin();
        told_to_stop.send_replace(true);
    });
    let (pool, companion_stops) = (state.pool.clone(), stopping.clone());
    let companion = async move {
        if let Some(listening) = companion {
            listening.serve(pool, companion_stops).await;
        }
    };
    tokio::select! {
        (ended, ()) = async { tokio::join!(server.into_future(), companion) } => ended.map_err(failed)?,
        () = async {
            let _ = stopping.wait_for(|told| *told).await;
            tokio::time::sleep(DRAIN_LIMIT).await;
        } => tracing::warn!("some requests did not finish in time"),
    }
    sweeper.abort();
    fitter.abort();
    // Requests that nobody waits for are worked off, too.
    if timeout(DRAIN_LIMIT, state.pool.close()).await.is_err() {
        tracing::warn!("some statements did not finish in time");
    }
    tracing::info!("stopped");
    Ok(())
}

fn leptos_options(config: &Config) -> LeptosOptions {
    let hashed = std::env::current_exe().ok().and_then(|binary| {
        binary
            .parent()
            .map(|folder| folder.join("hash.txt").exists())
    });
    LeptosOptions::builder()
        .output_name("gitgud")
        .site_root(config.site_root().to_string_lossy().into_owned())
        .site_addr(config.addr)
        .hash_files(hashed.unwrap_or(false))
        .build()
}

async fn stop_signal() {
    let interrupt = async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    let terminate = async {
        match signal(SignalKind::terminate()) {
            Ok(mut signal) => {
                signal.recv().await;
            }
            Err(_) => std::future::pending().await,
        }
    };
    tokio::select! {
        () = interrupt => {}
        () = terminate => {}
    }
}
