//! The listener for the browser extension Competitive Companion, which posts each problem to a few
//! ports of the person's own machine. Any web page can try the same, so:
//!
//! * only this machine is listened to, and only under its own names: a foreign name that was made to
//!   lead here is refused (`Host`);
//! * a page says where it comes from (`Origin`) and is refused. Who says nothing must send JSON, which
//!   a page cannot without asking first, and asking is refused like everything that is no POST. The
//!   extension's header `X-Competitive-Companion` proves nothing: it goes to judges, not to tools;
//! * all that can come of it is an item of the inbox, which a person adds or dismisses.
//!
//! The listener does not know who is at the machine. It acts with an access token, which is looked up
//! for each problem, so that revoking it ends all of this at once.

mod admission;

use super::{
    companion::{BODY_LIMIT, Companion},
    db::{self, Received},
    model::InboxDraft,
};
use crate::{error::AppError, server::pool::Pool, token};
use admission::{Refusal, admit, refusal, too_large};
use axum::{
    Json, Router,
    body::to_bytes,
    extract::{Request, State},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use governor::{DefaultDirectRateLimiter, Quota, RateLimiter};
use secrecy::{ExposeSecret, SecretString};
use std::{
    io,
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
    num::NonZeroU32,
    sync::Arc,
    time::Duration,
};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::watch,
    task::JoinSet,
};

/// The ports that the extension posts to, each that of another tool.
pub const PORTS: [u16; 8] = [1327, 4243, 4244, 6174, 10042, 10043, 10045, 27121];

/// Messages that may come at once, and how many more per second: a contest of forty problems, each sent
/// to all ports, and some room.
const BURST: NonZeroU32 = NonZeroU32::MIN.saturating_add(599);
const PER_SECOND: NonZeroU32 = NonZeroU32::MIN.saturating_add(9);
/// Longest time from a message to its answer.
const REQUEST_LIMIT: Duration = Duration::from_secs(10);
/// How long somebody who already listens on a port may take to say so.
const KNOCK_LIMIT: Duration = Duration::from_millis(200);

/// Where to listen, and for whom.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Ports; those that are taken are left out.
    pub ports: Vec<u16>,
    /// An access token that may change the journal.
    pub token: SecretString,
}

/// Why it cannot be listened.
#[derive(Debug, thiserror::Error)]
pub enum ListenError {
    /// Nobody said whose inbox it is.
    #[error(
        "GITGUD_COMPANION needs GITGUD_COMPANION_TOKEN, to know whose inbox the problems go to: start without \
         GITGUD_COMPANION, make an access token that may read and change at {origin}/settings/tokens, and set it"
    )]
    NoToken {
        /// Where people reach the app.
        origin: String,
    },
    /// Other programs have all of the ports.
    #[error(
        "GITGUD_COMPANION finds no free port among {ports}: end the program that has one, or name another in \
         GITGUD_COMPANION_PORTS and in the options of the extension"
    )]
    NoPort {
        /// Those that were tried.
        ports: String,
    },
}

/// Ports that are listened on, and not answered yet.
#[derive(Debug)]
pub struct Listening {
    listeners: Vec<(TcpListener, u16)>,
    token: SecretString,
}

/// Listens on every port that is free.
///
/// # Errors
/// [`ListenError::NoPort`] when none is.
pub async fn open(settings: Settings) -> Result<Listening, ListenError> {
    let (mut listeners, mut open) = (Vec::new(), Vec::new());
    for port in &settings.ports {
        match listen(*port).await {
            Ok((opened, port)) => {
                listeners.extend(opened.into_iter().map(|listener| (listener, port)));
                open.push(port);
            }
            Err(cause) => tracing::warn!(
                companion.port = port,
                error.cause = %cause,
                "a port of Competitive Companion is left to the program that has it"
            ),
        }
    }
    if open.is_empty() {
        let ports = listed(&settings.ports);
        return Err(ListenError::NoPort { ports });
    }
    tracing::info!(
        companion.ports = listed(&open),
        "listening for Competitive Companion"
    );
    Ok(Listening {
        listeners,
        token: settings.token,
    })
}

fn listed(ports: &[u16]) -> String {
    let ports: Vec<_> = ports.iter().map(u16::to_string).collect();
    ports.join(", ")
}

/// A port of this machine, under both kinds of its address if there are two; with its number.
async fn listen(port: u16) -> io::Result<(Vec<TcpListener>, u16)> {
    // Asked first, because some systems let two programs listen on one port: one would lose its messages.
    for own in [
        IpAddr::from(Ipv4Addr::LOCALHOST),
        Ipv6Addr::LOCALHOST.into(),
    ] {
        let knock = TcpStream::connect(SocketAddr::new(own, port));
        if port != 0 && matches!(tokio::time::timeout(KNOCK_LIMIT, knock).await, Ok(Ok(_))) {
            return Err(io::ErrorKind::AddrInUse.into());
        }
    }
    let first = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await?;
    let port = first.local_addr()?.port();
    let mut listeners = vec![first];
    // There are machines without it.
    listeners.extend(TcpListener::bind((Ipv6Addr::LOCALHOST, port)).await.ok());
    Ok((listeners, port))
}

impl Listening {
    /// Where it listens.
    pub fn addresses(&self) -> Vec<SocketAddr> {
        let listeners = self.listeners.iter();
        listeners
            .filter_map(|(listener, _)| listener.local_addr().ok())
            .collect()
    }

    /// Answers until told to stop, then lets what is under way finish.
    pub async fn serve(self, pool: Pool, stopping: watch::Receiver<bool>) {
        let quota = Quota::per_second(PER_SECOND).allow_burst(BURST);
        let limit = Arc::new(RateLimiter::direct(quota));
        let token = Arc::new(self.token);
        let mut all = JoinSet::new();
        for (listener, port) in self.listeners {
            let door = Door {
                port,
                token: Arc::clone(&token),
                pool: pool.clone(),
                limit: Arc::clone(&limit),
            };
            let app = Router::new().fallback(answer).with_state(door);
            let mut stopping = stopping.clone();
            let stop = async move {
                let _ = stopping.wait_for(|told| *told).await;
            };
            all.spawn(async move {
                axum::serve(listener, app)
                    .with_graceful_shutdown(stop)
                    .await
            });
        }
        while let Some(ended) = all.join_next().await {
            if let Ok(Err(cause)) = ended {
                tracing::error!(error.cause = %cause, "a port of Competitive Companion is listened on no more");
            }
        }
    }
}

/// One port, and what its messages need.
#[derive(Clone)]
struct Door {
    port: u16,
    token: Arc<SecretString>,
    pool: Pool,
    limit: Arc<DefaultDirectRateLimiter>,
}

/// Answers one message, in JSON or in plain words, and logs it.
async fn answer(State(door): State<Door>, request: Request) -> Response {
    let port = door.port;
    let taken = tokio::time::timeout(REQUEST_LIMIT, door.take(request)).await;
    let taken = taken.unwrap_or_else(|_| {
        let reason = "This took too long.";
        Err(refusal(StatusCode::REQUEST_TIMEOUT, reason))
    });
    match taken {
        Ok(received) => {
            let status = match received {
                Received::InJournal(_) => StatusCode::OK,
                Received::New(_) | Received::Again(_) => StatusCode::ACCEPTED,
            };
            tracing::info!(
                companion.port = port,
                companion.outcome = ?received,
                "Competitive Companion told of a problem"
            );
            (status, Json(received)).into_response()
        }
        Err(Refusal { status, reason }) => {
            tracing::warn!(
                companion.port = port,
                http.status = status.as_u16(),
                companion.refusal = reason,
                "a message to the port of Competitive Companion was refused"
            );
            (status, reason + "\n").into_response()
        }
    }
}

impl Door {
    async fn take(self, request: Request) -> Result<Received, Refusal> {
        admit(&request, self.port)?;
        if self.limit.check().is_err() {
            let reason = "That was a lot at once. Try again in a minute.";
            return Err(refusal(StatusCode::TOO_MANY_REQUESTS, reason));
        }
        let body = to_bytes(request.into_body(), BODY_LIMIT)
            .await
            .map_err(|_| too_large())?;
        let draft = Companion::read(&body).map_err(AppError::from)?;
        // In a task of its own: the extension does not wait for half a second.
        match tokio::spawn(self.keep(draft)).await {
            Ok(kept) => kept,
            Err(panic) => Err(AppError::internal(&panic).into()),
        }
    }

    async fn keep(self, draft: InboxDraft) -> Result<Received, Refusal> {
        let secret = self.token.expose_secret().trim();
        let grant = token::db::grant(&self.pool, secret).await?;
        let forbidden = |reason: &str| refusal(StatusCode::FORBIDDEN, reason);
        let grant = grant.ok_or_else(|| {
            forbidden("The token in GITGUD_COMPANION_TOKEN is not good any more. Nothing was kept.")
        })?;
        if !grant.scope.allows(token::model::Scope::Write) {
            return Err(forbidden(
                "The token in GITGUD_COMPANION_TOKEN may only read. Nothing was kept.",
            ));
        }
        Ok(db::receive(&self.pool, &grant.user, &draft).await?)
    }
}
