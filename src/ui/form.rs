//! Forms that work twice: as a plain post without JavaScript, and through their server function
//! when hydrated. What is wrong is shown at the fields either way, and nothing typed is lost.

use super::notice::{Notice, NoticeKind};
use crate::{
    browser,
    error::{AppError, FieldErrors},
};
use leptos::{
    ev::SubmitEvent,
    form::FromFormData,
    prelude::*,
    server::ServerAction,
    server_fn::{ServerFn, client::Client},
};
use leptos_router::{NavigateOptions, hooks::use_navigate};
use serde::de::DeserializeOwned;

/// One form being filled in and sent.
pub struct Submission<F>
where
    F: ServerFn<Error = AppError> + Send + Sync + 'static,
    F::Output: Send + Sync + 'static,
{
    action: ServerAction<F>,
    errors: RwSignal<FieldErrors>,
}

impl<F> Copy for Submission<F>
where
    F: ServerFn<Error = AppError> + Send + Sync + 'static,
    F::Output: Send + Sync + 'static,
{
}

impl<F> Clone for Submission<F>
where
    F: ServerFn<Error = AppError> + Send + Sync + 'static,
    F::Output: Send + Sync + 'static,
{
    fn clone(&self) -> Self {
        *self
    }
}

impl<F> Submission<F>
where
    F: ServerFn<Error = AppError> + Clone + DeserializeOwned + Send + Sync + 'static,
    F::Output: Clone + Send + Sync + 'static,
    F::Client: Client<AppError>,
{
    /// A form that shows these mistakes at first and, when it is accepted, goes on to `destination`.
    pub fn new(errors: FieldErrors, destination: fn(F::Output) -> String) -> Self {
        let action = ServerAction::<F>::new();
        let errors = RwSignal::new(errors);
        let navigate = use_navigate();
        Effect::new(move || match action.value().get() {
            None => {}
            Some(Ok(output)) => navigate(&destination(output), NavigateOptions::default()),
            Some(Err(error)) => {
                errors.set(match error {
                    AppError::Invalid(errors) => errors,
                    other => FieldErrors::one("form", other.to_string()),
                });
                browser::focus_first("[aria-invalid=true], .notice--error");
            }
        });
        Self { action, errors }
    }

    /// What is wrong with a field, as it changes.
    pub fn error_of(self, field: &'static str) -> Signal<Option<String>> {
        Signal::derive(move || self.errors.with(|errors| errors.of(field)))
    }

    /// Whether an answer is being waited for.
    pub fn pending(self) -> Signal<bool> {
        let pending = self.action.pending();
        Signal::derive(move || pending.get())
    }

    fn submit(self, event: &SubmitEvent) {
        // What cannot be read here is left to the browser's own post.
        if let Ok(form) = F::from_event(event) {
            event.prevent_default();
            if !self.action.pending().get_untracked() {
                self.action.dispatch(form);
            }
        }
    }
}

/// The form itself. `action` is the page's own address, where a plain post goes.
#[component]
pub fn Form<F>(
    /// Where a plain post goes.
    #[prop(into)]
    action: String,
    /// What happens when it is sent.
    submission: Submission<F>,
    /// Class of the form.
    #[prop(default = "form")]
    class: &'static str,
    /// Fields and buttons.
    children: Children,
) -> impl IntoView
where
    F: ServerFn<Error = AppError> + Clone + DeserializeOwned + Send + Sync + 'static,
    F::Output: Clone + Send + Sync + 'static,
    F::Client: Client<AppError>,
{
    let general = submission.error_of("form");
    let stale = submission.error_of("id");
    view! {
        // The server says what is wrong, the same with and without JavaScript.
        <form class=class method="post" action=action novalidate on:submit=move |event| submission.submit(&event)>
            {move || {
                general
                    .get()
                    .or(stale.get())
                    .map(|message| {
                        view! {
                            <Notice kind=NoticeKind::Error title="Nothing was saved">
                                <p>{message}</p>
                            </Notice>
                        }
                    })
            }}
            {children()}
        </form>
    }
    .into_any()
}
