//! What people see: who to be, the step before one is, and signing out.

use crate::{
    pages::{self, SignIn},
    pages_account,
    people::Person,
    provider::{Provider, client_cookie},
    session::{Start, Status},
};
use axum::{
    Form,
    extract::{Query, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{Html, IntoResponse, Response},
};
use gitgud::{auth::cookies::DEV_BROWSER, ui::address::percent_encode};
use reqwest::Url;
use serde::Deserialize;

/// Longer names are not taken.
const LONGEST_NAME: usize = 80;

/// `GET /`
pub async fn home(State(provider): State<Provider>, headers: HeaderMap) -> Html<String> {
    let client_id = provider.client_id(None, &headers);
    let signed_in = provider.signed_in(client_id.as_deref());
    pages::home(&provider, signed_in.as_ref().map(|(_, person)| person))
}

/// Where to go afterwards, and which browser the application says this is.
#[derive(Deserialize)]
pub struct Destination {
    /// One of the applications' addresses.
    pub redirect_url: Option<String>,
    /// The browser's id.
    #[serde(rename = "__clerk_db_jwt")]
    pub dev_browser: Option<String>,
}

/// `GET /sign-in` and `/sign-up`
pub async fn sign_in_page(
    State(provider): State<Provider>,
    Query(destination): Query<Destination>,
    headers: HeaderMap,
) -> Response {
    let url = match provider.destination(destination.redirect_url) {
        Ok(url) => url,
        Err(url) => return pages::refused_redirect(&provider, &url),
    };
    let client_id = provider.client_id(destination.dev_browser.as_deref(), &headers);
    let signed_in = provider.signed_in(client_id.as_deref());
    let page = pages::sign_in(&SignIn {
        redirect_url: url.as_str(),
        signed_in: signed_in.as_ref().map(|(_, person)| person),
        error: None,
    });
    remembering(client_id.as_deref(), page.into_response())
}

/// One of the people, or a new name.
#[derive(Deserialize)]
pub struct Choice {
    user: Option<String>,
    name: Option<String>,
    pending: Option<String>,
    redirect_url: Option<String>,
}

impl Choice {
    fn person(&self) -> Result<Person, &'static str> {
        if let Some(id) = self.user.as_deref().filter(|id| pages::PEOPLE.contains(id)) {
            return Ok(Person::of_id(id));
        }
        checked_name(self.name.as_deref().unwrap_or_default()).map(Person::of_name)
    }
}

/// A name as it may be taken.
///
/// # Errors
/// What to say about it otherwise.
pub fn checked_name(name: &str) -> Result<&str, &'static str> {
    let name = name.trim();
    if name.is_empty() {
        Err("Type a name first.")
    } else if name.chars().count() > LONGEST_NAME || name.chars().any(char::is_control) {
        Err("Type a shorter name, on one line.")
    } else {
        Ok(name)
    }
}

/// `POST /sign-in`: back to the application, which learns from the query which browser this is and
/// asks for its cookies. If a step is left, that comes first.
pub async fn sign_in(
    State(provider): State<Provider>,
    headers: HeaderMap,
    Form(choice): Form<Choice>,
) -> Response {
    let url = match provider.destination(choice.redirect_url.clone()) {
        Ok(url) => url,
        Err(url) => return pages::refused_redirect(&provider, &url),
    };
    let person = match choice.person() {
        Ok(person) => person,
        Err(error) => {
            let page = pages::sign_in(&SignIn {
                redirect_url: url.as_str(),
                signed_in: None,
                error: Some(error),
            });
            return (StatusCode::UNPROCESSABLE_ENTITY, page).into_response();
        }
    };
    let mut start = Start::usual(provider.clock.seconds());
    if choice.pending.is_some() {
        start.claims.insert("sts".to_owned(), "pending".into());
    }
    let client_id = provider.client_id(None, &headers);
    let session = provider.store(|store| {
        let person = store.successor(person);
        store.sign_in(client_id, person, start)
    });
    let response = if session.is_pending() {
        see_other(&with_redirect("/sign-in/tasks", url.as_str()))
    } else {
        back(url, &session.client_id)
    };
    remembering(Some(&session.client_id), response)
}

/// `GET /sign-in/tasks`: the step that is left before a pending session is an active one.
pub async fn tasks_page(
    State(provider): State<Provider>,
    Query(destination): Query<Destination>,
    headers: HeaderMap,
) -> Response {
    let url = match provider.destination(destination.redirect_url) {
        Ok(url) => url,
        Err(url) => return pages::refused_redirect(&provider, &url),
    };
    let client_id = provider.client_id(destination.dev_browser.as_deref(), &headers);
    let response = match provider.signed_in(client_id.as_deref()) {
        None => pages::sign_in(&SignIn {
            redirect_url: url.as_str(),
            signed_in: None,
            error: None,
        })
        .into_response(),
        // The application's token is older than that.
        Some((session, _)) if !session.is_pending() => back(url, &session.client_id),
        Some((_, person)) => pages_account::tasks(&person, url.as_str()).into_response(),
    };
    remembering(client_id.as_deref(), response)
}

/// `POST /sign-in/tasks`: the step is done.
pub async fn finish_tasks(
    State(provider): State<Provider>,
    headers: HeaderMap,
    Form(destination): Form<Destination>,
) -> Response {
    let url = match provider.destination(destination.redirect_url) {
        Ok(url) => url,
        Err(url) => return pages::refused_redirect(&provider, &url),
    };
    let client_id = provider.client_id(None, &headers);
    let Some((session, _)) = provider.signed_in(client_id.as_deref()) else {
        return see_other(&with_redirect("/sign-in", url.as_str()));
    };
    let now = provider.clock.seconds();
    provider.store(|store| store.finish_session(&session.id, now));
    back(url, &session.client_id)
}

/// `POST /sign-out`: ends the session here. The application's cookies live on until they expire.
pub async fn sign_out(
    State(provider): State<Provider>,
    headers: HeaderMap,
    Form(destination): Form<Destination>,
) -> Response {
    let target = match destination.redirect_url {
        None => "/".to_owned(),
        Some(url) => match provider.allowed_redirect(&url) {
            Some(url) => url.into(),
            None => return pages::refused_redirect(&provider, &url),
        },
    };
    let client_id = provider.client_id(None, &headers);
    if let Some((session, _)) = provider.signed_in(client_id.as_deref()) {
        let now = provider.clock.seconds();
        provider.store(|store| store.end_session(&session.id, Status::Ended, now));
    }
    see_other(&target)
}

/// Back to the application, which is told which browser this is.
pub fn back(mut url: Url, client_id: &str) -> Response {
    url.query_pairs_mut().append_pair(DEV_BROWSER, client_id);
    see_other(url.as_str())
}

/// A page of the provider that goes on to this address in the end.
pub fn with_redirect(path: &str, redirect_url: &str) -> String {
    let query = percent_encode(redirect_url);
    format!("{path}?redirect_url={query}")
}

/// The browser keeps its id.
pub fn remembering(client_id: Option<&str>, mut response: Response) -> Response {
    let cookie = client_id.map(|id| HeaderValue::try_from(client_cookie(id)));
    if let Some(Ok(cookie)) = cookie {
        response.headers_mut().insert(header::SET_COOKIE, cookie);
    }
    response
}

/// On to another page, after a form.
pub fn see_other(location: &str) -> Response {
    match HeaderValue::try_from(location) {
        Ok(location) => (StatusCode::SEE_OTHER, [(header::LOCATION, location)]).into_response(),
        Err(_) => StatusCode::BAD_REQUEST.into_response(),
    }
}
