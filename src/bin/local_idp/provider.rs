//! Everything the provider knows.

use crate::{
    clock::Clock,
    cookies::{Cookie, Names},
    graveyard::Graveyard,
    keys::{self, Keys, KeysError},
    people::Person,
    session::{Refresh, Session},
    settings::{Outage, Settings},
    signing_key::{KeyRing, SigningKey},
    store::Store,
    tokens::{self, SessionClaims, Signature},
    webhooks::{self, Webhooks},
};
use axum::http::HeaderMap;
use gitgud::auth::{cookies::Cookies, publishable_key::cookie_suffix};
use reqwest::Url;
use std::{
    io,
    net::SocketAddr,
    ops::Deref,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

/// The cookie a browser is known by on the provider's own host.
const CLIENT: &str = "__client";

/// See the module.
#[derive(Clone)]
pub struct Provider(Arc<Inner>);

/// See [`Provider`].
pub struct Inner {
    /// Where it listens.
    pub address: SocketAddr,
    /// The applications it sends people back to.
    pub app_origins: Vec<String>,
    /// What stays the same as long as the folder of keys does.
    pub keys: Keys,
    /// What everything it makes is dated by.
    pub clock: Clock,
    /// How it tells the application what has happened.
    pub webhooks: Webhooks,
    key_ring: Mutex<KeyRing>,
    settings: Mutex<Settings>,
    outage: Mutex<Outage>,
    store: Mutex<Store>,
    graveyard: Graveyard,
}

impl Deref for Provider {
    type Target = Inner;

    fn deref(&self) -> &Inner {
        &self.0
    }
}

impl Provider {
    /// A provider nobody is signed in at.
    ///
    /// # Errors
    /// When the graveyard cannot be read.
    pub fn new(
        address: SocketAddr,
        app_origins: Vec<String>,
        keys: Keys,
        settings: Settings,
        webhooks: Webhooks,
        graveyard: Graveyard,
    ) -> io::Result<Self> {
        let store = Store::without(graveyard.ids()?);
        Ok(Self(Arc::new(Inner {
            address,
            app_origins,
            key_ring: Mutex::new(KeyRing::new(Arc::clone(&keys.signing_key))),
            keys,
            clock: Clock::default(),
            webhooks,
            settings: Mutex::new(settings),
            outage: Mutex::default(),
            store: Mutex::new(store),
            graveyard,
        })))
    }

    /// Looks something up or changes it, and tells the application what has happened thereby.
    pub fn store<T>(&self, act: impl FnOnce(&mut Store) -> T) -> T {
        let (result, events) = {
            let mut store = lock(&self.store);
            let result = act(&mut store);
            (result, store.take_events())
        };
        for event in &events {
            webhooks::announce(self, event);
        }
        result
    }

    /// The browser that the application or, if it names none that is known, its own cookie says
    /// this is.
    pub fn client_id(&self, named: Option<&str>, headers: &HeaderMap) -> Option<String> {
        let cookies = Cookies::from_headers(headers);
        self.store(|store| {
            [named, cookies.get(CLIENT)]
                .into_iter()
                .flatten()
                .find(|id| store.client(id).is_some())
                .map(str::to_owned)
        })
    }

    /// Who is signed in in the browser of this id.
    pub fn signed_in(&self, client_id: Option<&str>) -> Option<(Session, Person)> {
        self.store(|store| {
            let session = store.session_of(client_id?)?.clone();
            let person = store.person(&session.person_id)?.clone();
            Some((session, person))
        })
    }

    /// Deletes a person and ends their sessions; whether there was one of this id.
    pub fn delete_person(&self, id: &str) -> bool {
        let now = self.clock.seconds();
        let known = self.store(|store| store.delete_person(id, now));
        if known {
            self.graveyard.add(id);
        }
        known
    }

    /// A token of a session, for the person as they are now.
    ///
    /// # Errors
    /// When it cannot be signed.
    pub fn session_token(
        &self,
        session: &Session,
        authorized_party: Option<&str>,
        issued_at: i64,
        lifetime: i64,
    ) -> Result<String, KeysError> {
        let person = self.store(|store| store.person(&session.person_id).cloned());
        let claims = SessionClaims {
            issuer: &self.issuer(),
            person: &person.unwrap_or_else(|| Person::of_id(&session.person_id)),
            session_id: &session.id,
            authorized_party,
            signed_in_at: session.started_at,
            issued_at,
            expires_at: issued_at.saturating_add(lifetime),
        };
        let mut claims = claims.fields();
        tokens::change(&mut claims, session.claims.clone());
        let key = self.signing_key();
        tokens::mint(&key, Signature::Own, &tokens::header(&key), &claims)
    }

    /// The application's cookies for the browser of this id.
    ///
    /// # Errors
    /// When the token in them cannot be signed.
    pub fn handshake_cookies(
        &self,
        client_id: &str,
        origin: &str,
    ) -> Result<Vec<Cookie>, KeysError> {
        let now = self.clock.seconds();
        let suffix = self.cookie_suffix();
        let names = Names { suffix: &suffix };
        let (session, changed_at) = self.store(|store| {
            let changed_at = store
                .client(client_id)
                .map_or(0, |client| client.changed_at);
            (store.session_of(client_id).cloned(), changed_at)
        });
        let Some(session) = session else {
            let mut cookies = names.no_session();
            cookies.extend(names.browser(0, client_id));
            return Ok(cookies);
        };
        let settings = self.settings();
        let authorized_party = (!settings.omit_azp).then_some(origin);
        let lifetime = settings.token_lifetime;
        let token = self.session_token(&session, authorized_party, now, lifetime)?;
        let refresh = session.refresh.as_ref().map(Refresh::current);
        let mut cookies = names.session(&token, refresh);
        // A token is never older than the change, even when the clock was turned back since.
        cookies.extend(names.browser(changed_at.min(now), client_id));
        Ok(cookies)
    }
}

impl Inner {
    /// What tokens name as issuer: `https`, as Clerk's, although nothing is encrypted here.
    pub fn issuer(&self) -> String {
        format!("https://{}", self.address)
    }

    /// The name of the instance, as webhooks have it.
    pub fn instance_id(&self) -> &str {
        self.keys.signing_key.id()
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

    /// The application that tests mean unless they name another.
    pub fn first_origin(&self) -> &str {
        self.app_origins.first().map_or("", String::as_str)
    }

    /// The address to send somebody back to, or the first application's if they came without one.
    ///
    /// # Errors
    /// The address when it is none of the applications'.
    pub fn destination(&self, url: Option<String>) -> Result<Url, String> {
        let url = url.unwrap_or_else(|| format!("{}/", self.first_origin()));
        self.allowed_redirect(&url).ok_or(url)
    }

    /// What signs now.
    pub fn signing_key(&self) -> Arc<SigningKey> {
        self.key_ring().current()
    }

    /// The keys, to read or to change.
    pub fn key_ring(&self) -> MutexGuard<'_, KeyRing> {
        lock(&self.key_ring)
    }

    /// How tokens and handshakes are made now.
    pub fn settings(&self) -> Settings {
        *lock(&self.settings)
    }

    /// Changes how tokens and handshakes are made; the answer is what holds now.
    pub fn change_settings(&self, change: impl FnOnce(&mut Settings)) -> Settings {
        let mut settings = lock(&self.settings);
        change(&mut settings);
        *settings
    }

    /// What is out of order now.
    pub fn outage(&self) -> Outage {
        *lock(&self.outage)
    }

    /// Changes what is out of order; the answer is what holds now.
    pub fn change_outage(&self, change: impl FnOnce(&mut Outage)) -> Outage {
        let mut outage = lock(&self.outage);
        change(&mut outage);
        *outage
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The cookie that holds a browser's id.
pub fn client_cookie(id: &str) -> String {
    format!("{CLIENT}={id}; Path=/; SameSite=Lax; HttpOnly; Max-Age=31536000")
}
