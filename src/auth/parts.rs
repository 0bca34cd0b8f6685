//! The account's corner of the header.

use super::model::{Reader, SessionNote, User, UserId};
use crate::browser;
use crate::ui::{
    button::{ButtonKind, LinkButton},
    failure::sign_in_address,
    layout::Menu,
};
use leptos::prelude::*;
use leptos_router::hooks::use_location;

/// Tells the browser half who reads the page; in the document's head.
#[component]
pub fn ReaderNote() -> impl IntoView {
    use_context::<Reader>().unwrap_or_default().0.map(|user| {
        view! {
            <meta name="reader" content=user.id.to_string()/>
            {user.name.map(|name| view! { <meta name="reader-name" content=name/> })}
            {user.impersonator.map(|id| view! { <meta name="reader-impersonator" content=id/> })}
            {use_context::<SessionNote>().map(session_note)}
        }
    })
}

fn session_note(note: SessionNote) -> impl IntoView {
    let script = note.script.map(|script| {
        view! {
            <script defer crossorigin="anonymous" src=script.src data-clerk-js-script
                data-clerk-publishable-key=script.publishable_key
                data-clerk-proxy-url=script.proxy_url></script>
        }
    });
    view! {
        <meta name="reader-left" content=note.seconds_left.to_string()/>
        {script}
    }
}

/// Reads what [`ReaderNote`] tells.
#[must_use]
pub fn reader_of_document() -> Reader {
    Reader(browser::told_by_head("reader").map(|id| User {
        id: UserId::new(id),
        name: browser::told_by_head("reader-name"),
        impersonator: browser::told_by_head("reader-impersonator"),
    }))
}

/// Says on every page that somebody acts for the person whose journal it is.
#[component]
pub fn ActingNote() -> impl IntoView {
    let user = use_context::<Reader>().unwrap_or_default().0;
    user.and_then(|user| {
        let actor = user.impersonator?;
        let whom = user.name.unwrap_or_else(|| user.id.to_string());
        Some(view! {
            <section class="acting" aria-label="Acting for somebody else">
                <p class="wrap">
                    <strong>{actor}</strong> " is acting for " <strong dir="auto">{whom}</strong>
                    ". To delete and to export is theirs alone."
                </p>
            </section>
        })
    })
}

/// For somebody who is signed in: who that is, and the way out.
#[component]
pub fn AccountMenu(
    /// Who is signed in.
    user: User,
) -> impl IntoView {
    let label = user.name.clone().unwrap_or_else(|| "Account".to_owned());
    let note = format!(
        "Signed in as {}",
        user.name.unwrap_or_else(|| user.id.to_string())
    );
    view! {
        <Menu label note>
            <a class="menu__item" href="/settings">"Settings"</a>
            <a class="menu__item" href="/auth/profile" rel="external">"Name and sign-in"</a>
            // Shown only where the script that listens to the keys runs.
            <keys-toggle>
                <button class="menu__item menu__item--switch" type="button" aria-pressed="true" data-command="Turn single-key shortcuts on or off">
                    "Single-key shortcuts" <span class="menu__state" aria-hidden="true"></span>
                </button>
            </keys-toggle>
            <form action="/auth/sign-out" method="post">
                <button class="menu__item" type="submit">"Sign out"</button>
            </form>
        </Menu>
    }
}

/// For a visitor: the way in, back to the page being read.
#[component]
pub fn SignInLink() -> impl IntoView {
    let here = use_location().pathname.get_untracked();
    view! {
        <LinkButton href=sign_in_address(&here) kind=ButtonKind::Plain rel="external">"Sign in"</LinkButton>
    }
}
