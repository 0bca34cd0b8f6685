//! What people see of their account: another name, and the end of it.

use crate::{
    pages,
    pages_account::{Account, account},
    people::Person,
    portal::{self, Destination, back, checked_name, remembering, see_other},
    provider::Provider,
    session::Session,
};
use axum::{
    Form,
    extract::{Query, State},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
};
use serde::Deserialize;

/// `GET /user`: who somebody is here; nobody signs in first.
pub async fn page(
    State(provider): State<Provider>,
    Query(destination): Query<Destination>,
    headers: HeaderMap,
) -> Response {
    let url = match provider.destination(destination.redirect_url.clone()) {
        Ok(url) => url,
        Err(url) => return pages::refused_redirect(&provider, &url),
    };
    let client_id = provider.client_id(destination.dev_browser.as_deref(), &headers);
    let Some((_, person)) = provider.signed_in(client_id.as_deref()) else {
        return portal::sign_in_page(State(provider), Query(destination), headers).await;
    };
    let page = account(&Account {
        person: &person,
        typed: &person.name(),
        redirect_url: url.as_str(),
        name_error: None,
        delete_error: None,
    });
    remembering(client_id.as_deref(), page.into_response())
}

/// What is to change.
#[derive(Deserialize)]
pub struct Change {
    #[serde(default)]
    name: String,
    sure: Option<String>,
    redirect_url: Option<String>,
}

/// `POST /user`: another name.
pub async fn rename(
    State(provider): State<Provider>,
    headers: HeaderMap,
    Form(change): Form<Change>,
) -> Response {
    let url = match provider.destination(change.redirect_url) {
        Ok(url) => url,
        Err(url) => return pages::refused_redirect(&provider, &url),
    };
    let Some((_, person)) = asker(&provider, &headers) else {
        return see_other(&portal::with_redirect("/sign-in", url.as_str()));
    };
    let name = match checked_name(&change.name) {
        Ok(name) => name,
        Err(error) => {
            let page = account(&Account {
                person: &person,
                typed: &change.name,
                redirect_url: url.as_str(),
                name_error: Some(error),
                delete_error: None,
            });
            return (StatusCode::UNPROCESSABLE_ENTITY, page).into_response();
        }
    };
    let now = provider.clock.millis();
    provider.store(|store| store.change_person(&person.id, now, |person| person.rename(name)));
    see_other(&portal::with_redirect("/user", url.as_str()))
}

/// `POST /user/delete`: removes the account, and goes back to the application.
pub async fn delete(
    State(provider): State<Provider>,
    headers: HeaderMap,
    Form(change): Form<Change>,
) -> Response {
    let url = match provider.destination(change.redirect_url) {
        Ok(url) => url,
        Err(url) => return pages::refused_redirect(&provider, &url),
    };
    let Some((session, person)) = asker(&provider, &headers) else {
        return see_other(&portal::with_redirect("/sign-in", url.as_str()));
    };
    if change.sure.is_none() {
        let page = account(&Account {
            person: &person,
            typed: &person.name(),
            redirect_url: url.as_str(),
            name_error: None,
            delete_error: Some("Say that you mean it first."),
        });
        return (StatusCode::UNPROCESSABLE_ENTITY, page).into_response();
    }
    provider.delete_person(&person.id);
    back(url, &session.client_id)
}

/// Who sent a form, by the browser's own cookie.
fn asker(provider: &Provider, headers: &HeaderMap) -> Option<(Session, Person)> {
    let client_id = provider.client_id(None, headers);
    provider.signed_in(client_id.as_deref())
}
