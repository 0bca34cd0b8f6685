//! The provider's pages, as text: plain HTML, no scripts.

use crate::{help, people::Person, provider::Provider};
use axum::{
    http::{HeaderName, StatusCode, header},
    response::{Html, IntoResponse, Response},
};

/// The people anybody can sign in as.
pub const PEOPLE: [&str; 4] = ["ada", "grace", "linus", "margaret"];

/// What the sign-in page shows.
pub struct SignIn<'a> {
    /// Where to go afterwards.
    pub redirect_url: &'a str,
    /// Who is signed in already.
    pub signed_in: Option<&'a Person>,
    /// What is wrong with the name that was typed.
    pub error: Option<&'a str>,
}

/// `GET /style.css`
pub async fn style() -> ([(HeaderName, &'static str); 1], &'static str) {
    let content_type = [(header::CONTENT_TYPE, "text/css; charset=utf-8")];
    (content_type, include_str!("style.css"))
}

/// The page on which to choose who to be.
pub fn sign_in(page: &SignIn<'_>) -> Html<String> {
    let redirect = escape(page.redirect_url);
    let destination = redirect.split('?').next().unwrap_or_default();
    let people: Vec<String> = PEOPLE
        .iter()
        .map(|id| {
            let name = escape(&Person::of_id(id).name());
            format!(r#"<li><button name="user" value="{id}">{name}</button></li>"#)
        })
        .collect();
    let people = people.concat();
    let signed_in = page.signed_in.map_or_else(String::new, |person| {
        let name = escape(&person.name());
        format!("<p>This browser is signed in as <strong>{name}</strong>. Choosing again changes that.</p>")
    });
    let (error, invalid) = page.error.map_or_else(Default::default, |error| {
        let message = format!(r#"<p class="error" id="name-error">{}</p>"#, escape(error));
        (
            message,
            r#" aria-invalid="true" aria-describedby="name-error" autofocus"#,
        )
    });
    document(
        "Sign in",
        &format!(
            r#"<h1>Who are you today?</h1>
<p>You will go on to <code>{destination}</code>.</p>
{signed_in}
<form method="post" action="/sign-in">
  <input type="hidden" name="redirect_url" value="{redirect}">
  <h2 id="people">Somebody known here</h2>
  <ul class="people" aria-labelledby="people">{people}</ul>
</form>
<form method="post" action="/sign-in" class="new">
  <input type="hidden" name="redirect_url" value="{redirect}">
  <h2>Someone new</h2>
  <label for="name">Name</label>
  <div class="row">
    <input id="name" name="name" autocomplete="off" maxlength="80" required{invalid}>
    <button>Sign in</button>
  </div>
  {error}
  <p class="check"><label><input type="checkbox" name="pending" value="1"> with a step left to finish</label></p>
  <p class="hint">The same name is the same person next time.</p>
</form>"#
        ),
    )
}

/// The page that says what this is.
pub fn home(provider: &Provider, signed_in: Option<&Person>) -> Html<String> {
    let state = signed_in.map_or_else(
        || "<p>Nobody is signed in in this browser.</p>".to_owned(),
        |person| {
            let name = escape(&person.name());
            format!(
                r#"<p>This browser is signed in as <strong>{name}</strong>.</p>
<p><a href="/user">Name and account</a></p>
<form method="post" action="/sign-out"><button>Sign out here</button></form>"#
            )
        },
    );
    let origins: Vec<String> = provider
        .app_origins
        .iter()
        .map(|origin| {
            let origin = escape(origin);
            format!(r#"<li><a href="{origin}">{origin}</a></li>"#)
        })
        .collect();
    let origins = origins.concat();
    let controls = escape(help::CONTROLS);
    document(
        "Local identity provider",
        &format!(
            r"<h1>Local identity provider</h1>
<p>Stands in for Clerk while you work on GitGud. It signs anybody in as anybody, on this machine only.</p>
{state}
<h2>Applications it sends people back to</h2>
<ul>{origins}</ul>
<h2>For the application</h2>
<p><code>gitgud-local-idp env</code> prints the settings it needs.</p>
<h2>For tests</h2>
<pre>{controls}</pre>"
        ),
    )
}

/// The answer to a redirect to somewhere else.
pub fn refused_redirect(provider: &Provider, url: &str) -> Response {
    let origins = escape(&provider.app_origins.join(", "));
    let page = document(
        "Not an application of ours",
        &format!(
            r"<h1>Not an application of ours</h1>
<p>This provider does not send anybody to <code>{}</code>.</p>
<p>It knows {origins}. Others are added with <code>--app-origin</code> when it is started.</p>",
            escape(url)
        ),
    );
    (StatusCode::BAD_REQUEST, page).into_response()
}

/// A page with everything around it.
pub fn document(title: &str, body: &str) -> Html<String> {
    Html(format!(
        r#"<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{title} · local identity provider</title>
<link rel="stylesheet" href="/style.css">
</head>
<body>
<header class="banner"><p>Local identity provider<span> for development and tests: no passwords, no secrets</span></p></header>
<main>
{body}
</main>
</body>
</html>
"#
    ))
}

/// Text as it may stand in an element or a quoted attribute.
pub fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
        .replace('\'', "&#39;")
}
