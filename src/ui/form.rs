//! Forms that work twice: as a plain post without JavaScript, and through their server function
//! when hydrated. What is wrong is shown at the fields either way, and nothing typed is lost.

use super::{
    any::{Children, IntoAny},
    conflict::ConflictNotice,
    failure::{is_stale, of_form, sign_in_address},
    load::Reload,
    notice::{Notice, NoticeKind},
};
use crate::{
    browser,
    error::{AppError, Conflict, FieldErrors},
};
use leptos::{ev::SubmitEvent, prelude::*, server_fn::ServerFn, task::spawn_local};
use leptos_router::{
    NavigateOptions,
    hooks::{use_location, use_navigate},
};
use serde::de::DeserializeOwned;
use std::sync::Arc;

/// Reads the answer to a form that was sent: the path to go on to. None when it is not such an answer.
type ReadAnswer = Arc<dyn Fn(&[u8]) -> Option<String> + Send + Sync>;

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

/// What a form shows of how it stands.
#[derive(Copy, Clone)]
struct Signals {
    errors: RwSignal<FieldErrors>,
    conflict: RwSignal<Option<Conflict>>,
    /// The revision the edit starts from; empty for a form that edits nothing.
    revision: RwSignal<String>,
    pending: RwSignal<bool>,
    /// Where a plain post goes.
    action: StoredValue<String>,
}

/// One form being filled in and sent. It does not know what it sends: one type serves every form,
/// which keeps the browser half small.
#[derive(Copy, Clone)]
pub struct Submission {
    signals: Signals,
    /// Takes over a submit event, or leaves it to the browser's own post.
    take: StoredValue<Box<dyn Fn(SubmitEvent) + Send + Sync>>,
}

impl Submission {
    /// A form that shows these mistakes at first. It is sent to the server function that `F` stands
    /// for, as it is: its fields are read by the server alone. `next` says where to go when that has succeeded.
    pub fn new<F>(
        errors: FieldErrors,
        next: impl Fn(F::Output) -> String + Send + Sync + 'static,
    ) -> Self
    where
        F: ServerFn<Error = AppError>,
        F::Output: DeserializeOwned,
    {
        let read = move |answer: &[u8]| serde_json::from_slice(answer).ok().map(&next);
        Self::to(F::PATH, errors, Arc::new(read))
    }

    fn to(path: &'static str, errors: FieldErrors, read: ReadAnswer) -> Self {
        let signals = Signals {
            errors: RwSignal::new(errors),
            conflict: RwSignal::new(None),
            revision: RwSignal::new(String::new()),
            pending: RwSignal::new(false),
            action: StoredValue::new(String::new()),
        };
        let pending = signals.pending;
        let send = settle(path, signals, read);
        let take = move |event: SubmitEvent| {
            // What cannot be read here is left to the browser's own post.
            let Some(form) = browser::form_body(&event) else {
                return;
            };
            event.prevent_default();
            if !pending.get_untracked() {
                pending.set(true);
                send(form);
            }
        };
        Self {
            signals,
            take: StoredValue::new(Box::new(take)),
        }
    }

    /// A form that edits what has this revision; or what had another revision when it was sent, and
    /// now has that of the conflict.
    #[must_use]
    pub fn editing(self, revision: String, conflict: Option<Conflict>) -> Self {
        let revision = conflict
            .as_ref()
            .map_or(revision, |conflict| conflict.revision.to_string());
        self.signals.revision.set(revision);
        self.signals.conflict.set(conflict);
        self
    }

    /// What is wrong with a field, as it changes.
    pub fn error_of(self, field: &'static str) -> Signal<Option<String>> {
        self.error_at(field.to_owned())
    }

    /// The same for a field of one of several things in the form, whose name is made from its id.
    pub fn error_at(self, field: String) -> Signal<Option<String>> {
        Signal::derive(move || self.signals.errors.with(|errors| errors.of(&field)))
    }

    /// Whether something is wrong with it.
    pub fn refused(self) -> Signal<bool> {
        Signal::derive(move || self.signals.errors.with(|errors| !errors.is_empty()))
    }

    /// Whether an answer is being waited for.
    pub fn pending(self) -> Signal<bool> {
        self.signals.pending.into()
    }
}

/// Sends a form, waits for the answer, then goes on or shows what is wrong.
fn settle(path: &'static str, signals: Signals, read: ReadAnswer) -> impl Fn(String) + Send + Sync {
    let navigate = use_navigate();
    let here = use_location().pathname;
    let reload = use_context::<Reload>();
    move |form| {
        let (navigate, read) = (navigate.clone(), Arc::clone(&read));
        spawn_local(async move {
            let waiting = browser::Waiting::begin();
            let answer = browser::post_form(path, form).await;
            drop(waiting);
            let answer = answer.and_then(|answer| read(&answer).ok_or(AppError::Unreachable));
            // The person may have left the page meanwhile, and its signals with it.
            let _ = signals.pending.try_set(false);
            match answer {
                Ok(destination) => {
                    browser::count_change();
                    // Where the reader is already, going there shows nothing new by itself.
                    let path = destination.split(['?', '#']).next().unwrap_or_default();
                    if here.try_get_untracked().as_deref() == Some(path) {
                        if let Some(reload) = reload {
                            reload.now();
                        }
                        // Unless the address says where to go on, at the beginning: what was done is told there.
                        if !destination.contains('#') {
                            browser::tell_arrival();
                        }
                    }
                    navigate(&destination, NavigateOptions::default());
                }
                Err(error) => {
                    let errors = match error {
                        AppError::Invalid(errors) => errors,
                        AppError::Conflict(conflict) => {
                            let _ = signals.revision.try_set(conflict.revision.to_string());
                            let _ = signals.conflict.try_set(Some(conflict));
                            FieldErrors::default()
                        }
                        // Renewed on the way of a document, which does the form afterwards.
                        AppError::SignedOut { reason } if is_stale(&reason) => {
                            signals
                                .action
                                .try_with_value(|action| browser::post_plainly(action));
                            return;
                        }
                        AppError::SignedOut { .. } => FieldErrors::one(
                            SIGNED_OUT,
                            "Your session has ended. Sign in and you come back to this form, with what you typed.",
                        ),
                        other => FieldErrors::one("form", of_form(&other)),
                    };
                    let _ = signals.errors.try_set(errors);
                    browser::focus_first("[aria-invalid=true], .conflict, .notice--error");
                }
            }
        });
    }
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
    #[prop(optional_no_strip, into)]
    kept: Option<Kept>,
    /// Its id, for controls that stand outside of it.
    #[prop(optional)]
    id: Option<&'static str>,
    /// Fields and buttons.
    children: Children,
) -> impl IntoView {
    let general = submission.error_of("form");
    let stale = submission.error_of("id");
    let signed_out = submission.error_of(SIGNED_OUT);
    let location = use_location();
    let sign_in = move || {
        let here = location.pathname.get_untracked() + &location.search.get_untracked();
        view! { <p><a href=sign_in_address(&here) rel="external">"Sign in"</a></p> }.into_any()
    };
    let (form, owner, saved_at) = match kept {
        Some(Kept {
            form,
            owner,
            saved_at,
        }) => (Some(form), Some(owner), Some(saved_at)),
        None => (None, None, None),
    };
    let Signals {
        conflict, revision, ..
    } = submission.signals;
    submission.signals.action.set_value(action.clone());
    let drafted = form.is_some();
    let edits = !revision.with_untracked(String::is_empty);
    let page = action.clone();
    view! {
        // The server says what is wrong, the same with and without JavaScript.
        <form
            class=class
            id=id
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
            {move || {
                conflict.get().map(|conflict| view! { <ConflictNotice conflict form=page.clone() drafted/> })
            }}
            {edits.then(|| view! { <input type="hidden" name="fields[revision]" value=move || revision.get()/> })}
            {children.run()}
        </form>
    }
    .into_any()
}
