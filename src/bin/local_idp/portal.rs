//! What people see: who to be, and signing out.

use crate::{
    pages::{self, SignIn},
    provider::{Client, Person, Provider, client_cookie, client_id},
};
use axum::{
    Form,
    extract::{Query, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{Html, IntoResponse, Response},
};
use gitgud::auth::handshake::DEV_BROWSER;
use serde::Deserialize;

/// Longer names are not taken.
const LONGEST_NAME: usize = 80;

/// `GET /`
pub async fn home(State(provider): State<Provider>, headers: HeaderMap) -> Html<String> {
    let client = known_client(&provider, &headers);
    let person = client.session.map(|session| session.person);
    pages::home(&provider, person.as_ref())
}

/// Where to go after signing in or out.
#[derive(Deserialize)]
pub struct Destination {
    redirect_url: Option<String>,
}

/// `GET /sign-in`
pub async fn sign_in_page(
    State(provider): State<Provider>,
    Query(destination): Query<Destination>,
    headers: HeaderMap,
) -> Response {
    let redirect_url = destination
        .redirect_url
        .unwrap_or_else(|| provider.default_redirect());
    if provider.allowed_redirect(&redirect_url).is_none() {
        return pages::refused_redirect(&provider, &redirect_url);
    }
    let session = known_client(&provider, &headers).session;
    pages::sign_in(&SignIn {
        redirect_url: &redirect_url,
        signed_in: session.as_ref().map(|session| &session.person),
        error: None,
    })
    .into_response()
}

/// One of the people, or a new name.
#[derive(Deserialize)]
pub struct Choice {
    user: Option<String>,
    name: Option<String>,
    redirect_url: Option<String>,
}

impl Choice {
    fn person(&self) -> Result<Person, &'static str> {
        if let Some(id) = self.user.as_deref().filter(|id| pages::PEOPLE.contains(id)) {
            return Ok(Person::of_id(id));
        }
        let name = self.name.as_deref().unwrap_or_default().trim();
        if name.is_empty() {
            Err("Type a name first.")
        } else if name.chars().count() > LONGEST_NAME || name.chars().any(char::is_control) {
            Err("Type a shorter name, on one line.")
        } else {
            Ok(Person::of_name(name))
        }
    }
}

/// `POST /sign-in`: back to the application, which learns from the query which browser this is and
/// asks for its cookies.
pub async fn sign_in(
    State(provider): State<Provider>,
    headers: HeaderMap,
    Form(choice): Form<Choice>,
) -> Response {
    let redirect_url = choice
        .redirect_url
        .clone()
        .unwrap_or_else(|| provider.default_redirect());
    let Some(mut url) = provider.allowed_redirect(&redirect_url) else {
        return pages::refused_redirect(&provider, &redirect_url);
    };
    let person = match choice.person() {
        Ok(person) => person,
        Err(error) => {
            let page = pages::sign_in(&SignIn {
                redirect_url: &redirect_url,
                signed_in: None,
                error: Some(error),
            });
            return (StatusCode::UNPROCESSABLE_ENTITY, page).into_response();
        }
    };
    let id = provider.sign_in(client_id(&headers), person);
    url.query_pairs_mut().append_pair(DEV_BROWSER, &id);
    let mut response = see_other(url.as_str());
    if let Ok(cookie) = HeaderValue::try_from(client_cookie(&id)) {
        response.headers_mut().insert(header::SET_COOKIE, cookie);
    }
    response
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
    if let Some(id) = client_id(&headers) {
        provider.sign_out(&id);
    }
    see_other(&target)
}

fn known_client(provider: &Provider, headers: &HeaderMap) -> Client {
    client_id(headers)
        .and_then(|id| provider.client(&id))
        .unwrap_or_default()
}

fn see_other(location: &str) -> Response {
    match HeaderValue::try_from(location) {
        Ok(location) => (StatusCode::SEE_OTHER, [(header::LOCATION, location)]).into_response(),
        Err(_) => StatusCode::BAD_REQUEST.into_response(),
    }
}
