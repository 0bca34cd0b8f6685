//! The page of a request that could not be answered: what happened, what was kept, what to do.

use super::{
    address::{here, percent_encode},
    any::IntoAny,
    button::{ButtonKind, LinkButton},
    kept::KeptText,
    layout::Page,
};
use crate::{browser, error::AppError};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_location;

/// Shown in place of a page's content. Also sets the status of the response.
#[component]
pub fn Failure(
    /// Why.
    error: AppError,
) -> impl IntoView {
    error.set_response_status();
    let here = here(&use_location());
    let (heading, explanation) = words(&error);
    let signed_out = matches!(error, AppError::SignedOut { .. });
    let opens_again = matches!(error, AppError::Unreachable).then_some("");
    if matches!(&error, AppError::SignedOut { reason } if is_stale(reason)) {
        Effect::new(|_| browser::tell_stale_session());
    }
    view! {
        <Title text=heading/>
        <Page narrow=true>
            {opens_again.is_none().then(|| view! { <p class="dead-end__code" aria-hidden="true">{error.status()}</p> })}
            <h1>{heading}</h1>
            // A script opens it again (`offline.ts`).
            <p data-opens-again=opens_again>{explanation}</p>
            <p class="cluster">
                {if signed_out {
                    view! {
                        <LinkButton href=sign_in_address(&here) kind=ButtonKind::Primary rel="external">"Sign in"</LinkButton>
                    }.into_any()
                } else {
                    view! { <LinkButton href="/" kind=ButtonKind::Primary>"Go to your journal"</LinkButton> }.into_any()
                }}
                <LinkButton href="/problems">"See your problems"</LinkButton>
            </p>
        </Page>
    }
    .into_any()
}

/// The body of a document that is nothing but a failure: for answers that no page can be rendered
/// for. It carries no scripts.
#[component]
pub fn FailureBody(
    /// Why.
    error: AppError,
    /// What had been typed into a form that was not saved: names of fields and their texts.
    typed: Vec<(String, String)>,
    /// Where to sign in and come back, if that is what is missing.
    sign_in: Option<String>,
) -> impl IntoView {
    let (heading, explanation) = if typed.is_empty() {
        words(&error)
    } else {
        (
            "This was not saved",
            format!(
                "{} What you typed is below: copy it before you go on.",
                of_form(&error)
            ),
        )
    };
    let deleted = matches!(error, AppError::NotFound) && !typed.is_empty();
    let (address, way_on) = match sign_in {
        Some(address) => (address, "Sign in"),
        None if deleted => ("/undo".to_owned(), "See what was deleted"),
        None => ("/".to_owned(), "Go to your journal"),
    };
    let typed = typed
        .into_iter()
        .map(|(name, text)| {
            let id = format!("typed-{name}");
            let label = name.replace('_', " ");
            view! { <KeptText id label text/> }
        })
        .collect_view();
    view! {
        <Page narrow=true>
            <p class="dead-end__code" aria-hidden="true">{error.status()}</p>
            <h1>{heading}</h1>
            <p>{explanation}</p>
            <div class="form">{typed}</div>
            <p class="cluster">
                <LinkButton href=address kind=ButtonKind::Primary>{way_on}</LinkButton>
            </p>
        </Page>
    }
    .into_any()
}

/// Why a form could not be saved.
pub fn of_form(error: &AppError) -> String {
    match error {
        // Its page was there when it was opened.
        AppError::NotFound => "What this belongs to is not there any more: it was deleted meanwhile, in another tab or on another device. What was deleted can be taken back for thirty days.".to_owned(),
        AppError::SignedOut { .. } => "Your session has ended.".to_owned(),
        other => other.to_string(),
    }
}

/// What happened, and what was kept or is to be done.
fn words(error: &AppError) -> (&'static str, String) {
    match error {
        AppError::SignedOut { reason } if is_misfit(reason) => (
            "Signing in did not work",
            format!(
                "What the sign-in service sent does not fit this application. Signing in again may help; if it does not, tell whoever runs GitGud: {reason}."
            ),
        ),
        AppError::SignedOut { .. } => (
            "Your session has ended",
            "Sign in again and you come back to this page.".to_owned(),
        ),
        AppError::NotFound => (
            "This page is not here",
            "The address is wrong, or what was here has been deleted.".to_owned(),
        ),
        AppError::Pending => ("One step is missing", error.to_string()),
        AppError::Impersonated => ("Not on somebody’s behalf", error.to_string()),
        AppError::Unavailable => ("That did not work just now", error.to_string()),
        AppError::Unreachable => (
            "GitGud could not be reached",
            "This page is not among what this device keeps. It opens by itself once GitGud can be reached again."
                .to_owned(),
        ),
        AppError::Conflict(_) => ("Changed meanwhile", error.to_string()),
        AppError::TooMany { .. } => ("Slow down a little", error.to_string()),
        AppError::TooLarge => ("That is too much at once", error.to_string()),
        AppError::Invalid(_) | AppError::BadRequest => {
            ("That could not be read", AppError::BadRequest.to_string())
        }
        AppError::Internal { .. } => ("That did not work", error.to_string()),
    }
}

/// Whether only the session's token has run out: a page being opened renews it.
pub fn is_stale(reason: &str) -> bool {
    ["session-token-expired", "session-token-iat-before"]
        .iter()
        .any(|kind| reason.starts_with(kind))
}

/// Whether a session was refused for what it is, rather than for having ended.
fn is_misfit(reason: &str) -> bool {
    ["token-", "jwk-"]
        .iter()
        .any(|kind| reason.starts_with(kind))
}

/// Where to sign in so as to come back to `here`, a path of this app.
pub fn sign_in_address(here: &str) -> String {
    format!("/auth/sign-in?next={}", percent_encode(here))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_back_survives_in_the_address() {
        assert_eq!(
            sign_in_address("/problems?older=1_a&x=ü"),
            "/auth/sign-in?next=/problems%3Folder%3D1_a%26x%3D%C3%BC"
        );
    }
}
