//! Forms that work twice: as a plain post without JavaScript, and through their server function
//! when hydrated. What is wrong is shown at the fields either way, and nothing typed is lost.

use super::{
    failure::sign_in_address,
    notice::{Notice, NoticeKind},
};
use crate::{
    browser,
    error::{AppError, FieldErrors},
};
use leptos::{ev::SubmitEvent, form::FromFormData, prelude::*, task::spawn_local};
use leptos_router::{
    NavigateOptions,
    hooks::{use_location, use_navigate},
};
use std::pin::Pin;

/// The answer to a form that was sent: the path to go on to, or what is wrong.
pub type Answer = Pin<Box<dyn Future<Output = Result<String, AppError>>>>;

/// Where the message stands that the session has ended.
const SIGNED_OUT: &str = "session";

/// Lets a script keep what is typed into a form until it is saved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// Name of the form: the same for the same form on every device.
    pub form: String,
    /// Whose texts these are.
    pub owner: String,
    /// The version the server has, if it has one; else empty.
    pub saved_at: String,
}

/// One form being filled in and sent. It does not know what it sends: one type serves every form,
/// which keeps the browser half small.
#[derive(Copy, Clone)]
pub struct Submission {
    errors: RwSignal<FieldErrors>,
    pending: RwSignal<bool>,
    /// Takes over a submit event, or leaves it to the browser's own post.
    take: StoredValue<Box<dyn Fn(SubmitEvent) + Send + Sync>>,
}

impl Submission {
    /// A form that shows these mistakes at first. `send` calls the server function `F` stands for
    /// and says where to go when it has succeeded.
    pub fn new<F>(errors: FieldErrors, send: fn(F) -> Answer) -> Self
    where
        F: FromFormData + 'static,
    {
        let errors = RwSignal::new(errors);
        let pending = RwSignal::new(false);
        let go_on = StoredValue::new(settle(errors, pending));
        let take = move |event: SubmitEvent| {
            // What cannot be read here is left to the browser's own post.
            let Ok(form) = F::from_event(&event) else {
                return;
            };
            event.prevent_default();
            if !pending.get_untracked() {
                pending.set(true);
                go_on.with_value(|go_on| go_on(send(form)));
            }
        };
        Self {
            errors,
            pending,
            take: StoredValue::new(Box::new(take)),
        }
    }

    /// What is wrong with a field, as it changes.
    pub fn error_of(self, field: &'static str) -> Signal<Option<String>> {
        Signal::derive(move || self.errors.with(|errors| errors.of(field)))
    }

    /// Whether an answer is being waited for.
    pub fn pending(self) -> Signal<bool> {
        self.pending.into()
    }
}

/// Waits for an answer, then goes on or shows what is wrong.
fn settle(
    errors: RwSignal<FieldErrors>,
    pending: RwSignal<bool>,
) -> Box<dyn Fn(Answer) + Send + Sync> {
    let navigate = use_navigate();
    Box::new(move |answer| {
        let navigate = navigate.clone();
        spawn_local(async move {
            let answer = answer.await;
            // The person may have left the page meanwhile, and its signals with it.
            let _ = pending.try_set(false);
            match answer {
                Ok(destination) => navigate(&destination, NavigateOptions::default()),
                Err(error) => {
                    let _ = errors.try_set(match error {
                        AppError::Invalid(errors) => errors,
                        AppError::SignedOut { .. } => FieldErrors::one(
                            SIGNED_OUT,
                            "Your session has ended. Sign in and you come back to this form, with what you typed.",
                        ),
                        other => FieldErrors::one("form", other.to_string()),
                    });
                    browser::focus_first("[aria-invalid=true], .notice--error");
                }
            }
        });
    })
}

/// The form itself. `action` is the page's own address, where a plain post goes.
#[component]
pub fn Form(
    /// Where a plain post goes.
    #[prop(into)]
    action: String,
    /// What happens when it is sent.
    submission: Submission,
    /// Class of the form.
    #[prop(default = "form")]
    class: &'static str,
    /// If what is typed is kept until it is saved.
    #[prop(optional, into)]
    kept: Option<Kept>,
    /// Fields and buttons.
    children: Children,
) -> impl IntoView {
    let general = submission.error_of("form");
    let stale = submission.error_of("id");
    let signed_out = submission.error_of(SIGNED_OUT);
    let location = use_location();
    let sign_in = move || {
        let here = location.pathname.get_untracked() + &location.search.get_untracked();
        view! { <p><a href=sign_in_address(&here) rel="external">"Sign in"</a></p> }
    };
    let (form, owner, saved_at) = match kept {
        Some(Kept {
            form,
            owner,
            saved_at,
        }) => (Some(form), Some(owner), Some(saved_at)),
        None => (None, None, None),
    };
    view! {
        // The server says what is wrong, the same with and without JavaScript.
        <form
            class=class
            method="post"
            action=action
            novalidate
            data-draft=form
            data-draft-owner=owner
            data-draft-saved-at=saved_at
            data-submit-key
            on:submit=move |event| submission.take.with_value(|take| take(event))
        >
            {move || {
                let ended = signed_out.get();
                let way_in = ended.is_some().then(&sign_in);
                general
                    .get()
                    .or(stale.get())
                    .or(ended)
                    .map(|message| {
                        view! {
                            <Notice kind=NoticeKind::Error title="Nothing was saved">
                                <p>{message}</p>
                                {way_in}
                            </Notice>
                        }
                    })
            }}
            {children()}
        </form>
    }
    .into_any()
}
