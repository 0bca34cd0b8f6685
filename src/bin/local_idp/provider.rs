//! The provider's state and routes.

use crate::{backend, control, frontend, keys, keys::Keys, pages, portal};
use axum::{
    Router,
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, Method, StatusCode, header},
    middleware::{Next, from_fn_with_state},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use chrono::Utc;
use gitgud::auth::{cookies::Cookies, publishable_key::cookie_suffix};
use reqwest::Url;
use rsa::sha2::{Digest, Sha256};
use std::{
    collections::HashMap,
    net::SocketAddr,
    ops::Deref,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

/// The cookie a browser is known by on the provider's own host.
const CLIENT: &str = "__client";

/// Somebody who can sign in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// Such as `user_ada`.
    pub id: String,
    /// Such as `Ada`.
    pub name: String,
}

impl Person {
    /// The person of this short or full id, named after it.
    pub fn of_id(id: &str) -> Self {
        let short = id.strip_prefix("user_").unwrap_or(id);
        let mut letters = short.chars();
        let name = letters
            .next()
            .map(|first| first.to_uppercase().chain(letters).collect())
            .unwrap_or_default();
        Self {
            id: format!("user_{short}"),
            name,
        }
    }

    /// The person of this name. The same name is the same person.
    pub fn of_name(name: &str) -> Self {
        let slug: String = name
            .to_lowercase()
            .chars()
            .map(|letter| {
                if letter.is_ascii_alphanumeric() {
                    letter
                } else {
                    '_'
                }
            })
            .collect();
        // Names that look alike once only plain letters are left must not be one person.
        let plain = name.chars().all(|letter| letter.is_ascii_alphanumeric());
        let id = if plain {
            format!("user_{slug}")
        } else {
            let digest = Sha256::digest(name.to_lowercase().as_bytes());
            format!(
                "user_{slug}_{}",
                keys::hex(digest.get(..4).unwrap_or_default())
            )
        };
        Self {
            id,
            name: name.to_owned(),
        }
    }
}

/// Somebody being signed in, in one browser.
#[derive(Clone, Debug)]
pub struct Session {
    /// Such as `sess_…`.
    pub id: String,
    /// Who.
    pub person: Person,
}

/// A browser.
#[derive(Clone, Debug, Default)]
pub struct Client {
    /// Who is signed in there.
    pub session: Option<Session>,
    /// When somebody last signed in or out, in seconds since 1970.
    pub changed_at: i64,
}

/// Everything the provider knows.
#[derive(Clone)]
pub struct Provider(Arc<Inner>);

/// See [`Provider`].
pub struct Inner {
    /// Where it listens.
    pub address: SocketAddr,
    /// The applications it sends people back to.
    pub app_origins: Vec<String>,
    /// What it signs with.
    pub keys: Keys,
    clients: Mutex<HashMap<String, Client>>,
}

impl Deref for Provider {
    type Target = Inner;

    fn deref(&self) -> &Inner {
        &self.0
    }
}

impl Provider {
    /// A provider nobody is signed in at.
    pub fn new(address: SocketAddr, app_origins: Vec<String>, keys: Keys) -> Self {
        Self(Arc::new(Inner {
            address,
            app_origins,
            keys,
            clients: Mutex::default(),
        }))
    }
}

impl Inner {
    /// What tokens name as issuer: `https`, as Clerk's, although nothing is encrypted here.
    pub fn issuer(&self) -> String {
        format!("https://{}", self.address)
    }

    /// What the names of the application's cookies end in.
    pub fn cookie_suffix(&self) -> String {
        cookie_suffix(&keys::publishable_key(self.address))
    }

    /// The address to send somebody back to, if it is one of the applications'.
    pub fn allowed_redirect(&self, url: &str) -> Option<Url> {
        let url = Url::parse(url).ok()?;
        let origin = url.origin().ascii_serialization();
        self.app_origins.contains(&origin).then_some(url)
    }

    /// Where to send somebody back to who came without an address.
    pub fn default_redirect(&self) -> String {
        format!("{}/", self.app_origins.first().map_or("", String::as_str))
    }

    /// The browser of this id, if it is known.
    pub fn client(&self, id: &str) -> Option<Client> {
        self.clients().get(id).cloned()
    }

    /// Signs somebody in, in the browser of this id or in a new one; the answer is its id.
    pub fn sign_in(&self, client_id: Option<String>, person: Person) -> String {
        let mut clients = self.clients();
        let id = client_id
            .filter(|id| clients.contains_key(id))
            .unwrap_or_else(|| format!("dvb_{:032x}", rand::random::<u128>()));
        let client = Client {
            session: Some(Session {
                id: new_session_id(),
                person,
            }),
            changed_at: Utc::now().timestamp(),
        };
        clients.insert(id.clone(), client);
        id
    }

    /// Signs out whoever is signed in, in the browser of this id.
    pub fn sign_out(&self, client_id: &str) {
        if let Some(client) = self.clients().get_mut(client_id) {
            client.session = None;
            client.changed_at = Utc::now().timestamp();
        }
    }

    /// Ends the session of this id; whether there was one.
    pub fn end_session(&self, session_id: &str) -> bool {
        let mut clients = self.clients();
        let client = clients.values_mut().find(|client| {
            client
                .session
                .as_ref()
                .is_some_and(|session| session.id == session_id)
        });
        match client {
            Some(client) => {
                client.session = None;
                client.changed_at = Utc::now().timestamp();
                true
            }
            None => false,
        }
    }

    fn clients(&self) -> MutexGuard<'_, HashMap<String, Client>> {
        self.clients.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A new id for a session.
pub fn new_session_id() -> String {
    format!("sess_{:032x}", rand::random::<u128>())
}

/// The browser's id, from its cookie.
pub fn client_id(headers: &HeaderMap) -> Option<String> {
    Cookies::from_headers(headers)
        .get(CLIENT)
        .map(str::to_owned)
}

/// The cookie that holds a browser's id.
pub fn client_cookie(id: &str) -> String {
    format!("{CLIENT}={id}; Path=/; SameSite=Lax; HttpOnly; Max-Age=31536000")
}

/// Every route, grouped by who calls it.
pub fn router(provider: Provider) -> Router {
    Router::new()
        // The application's server, with the secret key.
        .route("/v1/jwks", get(backend::key_set))
        .route("/v1/sessions/{id}/revoke", post(backend::revoke_session))
        // The application's visitors.
        .route("/.well-known/jwks.json", get(frontend::key_set))
        .route("/v1/client/handshake", get(frontend::handshake))
        // People.
        .route("/", get(portal::home))
        .route("/sign-in", get(portal::sign_in_page).post(portal::sign_in))
        .route("/sign-out", post(portal::sign_out))
        .route("/style.css", get(pages::style))
        // Tests.
        .route("/test/tokens", post(control::make_token))
        .layer(from_fn_with_state(provider.clone(), guard))
        .with_state(provider)
}

/// Keeps other sites out, and tells browsers what these pages may do.
async fn guard(State(provider): State<Provider>, request: Request, next: Next) -> Response {
    if is_foreign(&provider, request.method(), request.headers()) {
        return (StatusCode::FORBIDDEN, "not for other sites\n").into_response();
    }
    let mut response = next.run(request).await;
    // Browsers apply form-action to the redirects that follow a form, too.
    let form_targets = provider.app_origins.join(" ");
    let policy = format!(
        "default-src 'none'; style-src 'self'; form-action 'self' {form_targets}; \
         base-uri 'none'; frame-ancestors 'none'"
    );
    let headers = response.headers_mut();
    if let Ok(policy) = HeaderValue::try_from(policy) {
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    for (name, value) in [
        (header::CACHE_CONTROL, "no-store"),
        (header::REFERRER_POLICY, "same-origin"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    response
}

/// Whether a request was made by another site's page, or reached this address by another name
/// (DNS rebinding).
fn is_foreign(provider: &Provider, method: &Method, headers: &HeaderMap) -> bool {
    let own_hosts = [
        provider.address.to_string(),
        format!("localhost:{}", provider.address.port()),
    ];
    let own = |host: &str| own_hosts.iter().any(|own| own == host);
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    let foreign_host = text(header::HOST).is_some_and(|host| !own(host));
    let foreign_page =
        text(header::ORIGIN).is_some_and(|origin| !origin.strip_prefix("http://").is_some_and(own));
    foreign_host || (foreign_page && !method.is_safe())
}
