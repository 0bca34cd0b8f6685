//! The provider's pages about an account, as text.

use crate::{
    pages::{document, escape},
    people::Person,
};
use axum::response::Html;

/// What the account page shows.
pub struct Account<'a> {
    /// Who is signed in.
    pub person: &'a Person,
    /// What stands in the field for the name.
    pub typed: &'a str,
    /// The application's address to go back to.
    pub redirect_url: &'a str,
    /// What is wrong with the name.
    pub name_error: Option<&'a str>,
    /// What is missing before the account is deleted.
    pub delete_error: Option<&'a str>,
}

/// Who you are, under which name, and the end of it.
pub fn account(page: &Account<'_>) -> Html<String> {
    let name = escape(&page.person.name());
    let id = escape(&page.person.id);
    let email = escape(&page.person.email_address());
    let typed = escape(page.typed);
    let redirect = escape(page.redirect_url);
    let (name_error, name_invalid) = error_at("name", page.name_error);
    let (delete_error, delete_invalid) = error_at("sure", page.delete_error);
    document(
        "Account",
        &format!(
            r#"<h1>{name}</h1>
<p>Known as <code>{id}</code>, with mail to <code>{email}</code>.</p>
<p><a href="{redirect}">Back to the application</a></p>
<form method="post" action="/user">
  <input type="hidden" name="redirect_url" value="{redirect}">
  <label for="name">Name</label>
  <div class="row">
    <input id="name" name="name" value="{typed}" autocomplete="off" maxlength="80" required{name_invalid}>
    <button class="main">Change name</button>
  </div>
  {name_error}
</form>
<form method="post" action="/sign-out"><button>Sign out here</button></form>
<form method="post" action="/user/delete">
  <input type="hidden" name="redirect_url" value="{redirect}">
  <h2>No account any more</h2>
  <p>An application that takes webhooks is told, and deletes what it has of {name}.</p>
  <p class="check"><label><input id="sure" type="checkbox" name="sure" value="1" required{delete_invalid}> I mean it</label></p>
  {delete_error}
  <button>Delete account</button>
</form>"#
        ),
    )
}

/// The step that is left after signing in.
pub fn tasks(person: &Person, redirect_url: &str) -> Html<String> {
    let name = escape(&person.name());
    let redirect = escape(redirect_url);
    let destination = redirect.split('?').next().unwrap_or_default();
    document(
        "One step left",
        &format!(
            r#"<h1>One step left</h1>
<p>{name} is signed in, but not quite: with Clerk one would now choose an organisation, or a new
password. You will go on to <code>{destination}</code>.</p>
<form method="post" action="/sign-in/tasks">
  <input type="hidden" name="redirect_url" value="{redirect}">
  <button class="main">Finish</button>
</form>"#
        ),
    )
}

/// The message at a field, and the attributes that belong to it.
fn error_at(field: &str, error: Option<&str>) -> (String, String) {
    error.map_or_else(Default::default, |error| {
        let error = escape(error);
        (
            format!(r#"<p class="error" id="{field}-error">{error}</p>"#),
            format!(r#" aria-invalid="true" aria-describedby="{field}-error" autofocus"#),
        )
    })
}
