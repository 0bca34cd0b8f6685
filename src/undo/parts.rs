//! Components about undo: the notice after a change, and the button that takes a step back.

use super::{
    api::{UndoStep, look_at_step},
    model::{Step, StepId, without_notices},
};
use crate::{
    error::FieldErrors,
    ui::{
        address::{any_query_parameter, here, query_parameter},
        any::IntoAny,
        button::{Button, ButtonKind},
        form::{Form, Submission},
        lazy::on_demand,
        load::resource,
        notice::{Notice, NoticeKind},
    },
};
use leptos::prelude::*;
use leptos_router::hooks::use_location;

/// The button that takes a step back; a form that also works without JavaScript.
#[component]
pub fn UndoButton(
    /// Which.
    step: StepId,
    /// What it did, for whoever hears only the button.
    #[prop(into)]
    summary: String,
    /// Where to go on afterwards, unless the step was about one problem.
    #[prop(into)]
    back: String,
) -> impl IntoView {
    let submission =
        Submission::new::<UndoStep>(FieldErrors::default(), |undone| undone.destination);
    view! {
        <Form action=format!("/undo/{step}") submission class="undo">
            <input type="hidden" name="id" value=step.to_string()/>
            <input type="hidden" name="back" value=back/>
            <Button kind=ButtonKind::Plain disabled=submission.pending()>
                "Undo" <span class="visually-hidden">{format!(": {summary}")}</span>
            </Button>
        </Form>
    }
    .into_any()
}

/// Changes with every notice: a page that shows what a change touches loads again when it does.
pub fn latest_change() -> Memo<(String, String)> {
    let (undo, undone) = (query_parameter("undo"), query_parameter("undone"));
    Memo::new(move |_| (undo.get(), undone.get()))
}

/// What was just done, with the button that takes it back; or what was just taken back. Shown on
/// whichever page has the parameter `undo` or `undone` in its address.
#[component]
pub fn UndoNotice() -> impl IntoView {
    let (undo, undone) = (any_query_parameter("undo"), any_query_parameter("undone"));
    let wanted = Signal::derive(move || !undo.read().is_empty() || !undone.read().is_empty());
    on_demand(wanted, || Box::pin(fetch_undo_notice()))
}

/// What makes the notice: fetched when there is something to tell, and before a page that arrived
/// with a notice is taken over.
#[cfg_attr(not(debug_assertions), lazy)]
pub async fn fetch_undo_notice() -> fn() -> AnyView {
    undo_notice as fn() -> AnyView
}

fn undo_notice() -> AnyView {
    let (undo, undone) = (any_query_parameter("undo"), any_query_parameter("undone"));
    let location = use_location();
    let step = resource(
        // Taking a step back changes what there is to tell, and not its id.
        move || (undo.get(), undone.get()),
        |(undo, undone)| async move {
            let id = if undone.is_empty() { undo } else { undone };
            // Most addresses have neither.
            if id.is_empty() {
                return None;
            }
            // A step that is not there any more is nothing to tell about.
            look_at_step(id).await.ok()
        },
    );
    view! {
        <Transition>
            {move || {
                let location = location.clone();
                Suspend::new(async move {
                let step = step.await?;
                Some(notice(step, without_notices(&here(&location))))
            })}}
        </Transition>
    }
    .into_any()
}

fn notice(step: Step, here: String) -> AnyView {
    let body = match step.undone {
        None => view! {
            <Notice kind=NoticeKind::Success title=step.summary.clone()>
                <div class="cluster">
                    <UndoButton step=step.id summary=step.summary back=here/>
                    <a href="/undo">"Recent changes"</a>
                </div>
            </Notice>
        }
        .into_any(),
        Some(outcome) => {
            let exceptions = outcome.exceptions();
            let kind = if exceptions.is_empty() {
                NoticeKind::Success
            } else {
                NoticeKind::Warning
            };
            view! {
                <Notice kind title=format!("Taken back: {}", step.summary)>
                    {exceptions.into_iter().map(|sentence| view! { <p>{sentence}</p> }).collect_view()}
                    <div class="cluster"><a href="/undo">"Recent changes"</a></div>
                </Notice>
            }
            .into_any()
        }
    };
    view! { <section class="wrap just-done" aria-label="What was just done">{body}</section> }
        .into_any()
}
