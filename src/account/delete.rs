//! The page that deletes everything, and the one that says that everything is gone.

use super::{api::open_farewell, model::Farewell};
use crate::{
    auth::model::Reader,
    error::AppError,
    text::counted,
    ui::{
        any::IntoAny,
        button::{Button, ButtonKind, LinkButton},
        field::TextField,
        layout::{Page, PageHeading},
        load::{failure, load},
    },
};
use leptos::prelude::*;
use leptos_meta::Title;

/// `/settings/delete`
#[component]
pub fn DeletePage() -> impl IntoView {
    load(
        Signal::stored(()),
        |()| Box::pin(open_farewell()),
        ask,
        failure,
    )
}

fn ask(farewell: Farewell) -> AnyView {
    let Farewell {
        totals,
        phrase,
        errors,
    } = farewell;
    let counted = |number: i32, one, many| counted(usize::try_from(number).unwrap_or(0), one, many);
    let problems = counted(totals.problems, "problem", "problems");
    let attempts = counted(totals.attempts, "attempt", "attempts");
    view! {
        <Title text="Delete everything"/>
        <Page narrow=true>
            <PageHeading title="Delete everything" lede=|| view! { <a href="/settings">"Back to the settings"</a> }/>
            <div class="prose">
                <p>"This deletes, at once and for good:"</p>
                <ul>
                    <li>{problems} " with tags, notes and stars,"</li>
                    <li>{attempts} " with notes and code,"</li>
                    <li>"saved searches, timers, drafts, access tokens, settings, and all that Recent changes could take back."</li>
                </ul>
                <p>"Nothing is kept and nothing can be taken back. You are signed out; signing in again begins an empty journal."</p>
            </div>
            // Sent by the browser itself: whoever has no journal any more needs a new document.
            <form class="form" method="post" action="/settings/delete" novalidate>
                <TextField id="phrase" name="phrase" label="Type “delete everything”" value=phrase data=true
                    error=Signal::stored(errors.of("phrase")) maxlength=100/>
                <div class="cluster">
                    <Button kind=ButtonKind::Danger>"Delete everything for good"</Button>
                    <LinkButton href="/settings">"Keep it"</LinkButton>
                </div>
            </form>
        </Page>
    }
    .into_any()
}

/// `/deleted`
#[component]
pub fn DeletedPage() -> impl IntoView {
    // Nothing of theirs is: whoever deletes everything is signed out.
    if use_context::<Reader>().unwrap_or_default().0.is_some() {
        return failure(AppError::NotFound);
    }
    view! {
        <Title text="Everything is deleted"/>
        <Page narrow=true>
            <h1>"Everything is deleted"</h1>
            <p>"Your problems, attempts, notes, code and settings are gone, and you are signed out. What is left is your account at the sign-in service, which is not ours."</p>
            <p class="cluster"><LinkButton href="/">"What GitGud is"</LinkButton></p>
        </Page>
    }
    .into_any()
}
