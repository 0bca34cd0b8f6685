//! Loading what a page shows: one shape for every page.

use super::any::IntoAny;
use super::failure::Failure;
use crate::{browser, error::AppError};
use codee::{Decoder, Encoder};
use leptos::prelude::*;
use serde::{Serialize, de::DeserializeOwned};
use std::{pin::Pin, sync::Arc};

/// Data on its way from a server function.
pub type Loading<T> = Pin<Box<dyn Future<Output = Result<T, AppError>> + Send>>;

/// Loads again what a page shows; in the context of whatever [`load`] shows.
#[derive(Copy, Clone)]
pub struct Reload(RwSignal<u32>);

impl Reload {
    /// Asks the server once more; until it has answered, the old answer stays.
    pub fn now(self) {
        let _ = self.0.try_update(|times| *times = times.wrapping_add(1));
    }
}

/// Shows what a server function answers for the parameters of the address, or why it does not.
/// While new parameters load, the old answer stays.
pub fn load<P, T>(
    parameters: impl Into<Signal<P>>,
    fetch: fn(P) -> Loading<T>,
    show: impl Fn(T) -> AnyView + Send + Sync + 'static,
    show_failure: fn(AppError) -> AnyView,
) -> AnyView
where
    P: Clone + PartialEq + Send + Sync + 'static,
    T: Serialize + DeserializeOwned + Clone + Send + Sync + 'static,
{
    let parameters = parameters.into();
    let times = RwSignal::new(0);
    let reload = Reload(times);
    provide_context(reload);
    // What was changed without the network has arrived (`journal.ts`).
    Effect::new(move |_| {
        let listener = window_event_listener_untyped("gitgud:delivered", move |_| {
            browser::count_change();
            reload.now();
        });
        on_cleanup(move || listener.remove());
    });
    let answer = resource(
        move || (parameters.get(), times.get()),
        move |(parameters, _)| fetch(parameters),
    );
    let show: Arc<dyn Fn(T) -> AnyView + Send + Sync> = Arc::new(show);
    view! {
        <Transition>
            {move || {
                let show = Arc::clone(&show);
                Suspend::new(async move {
                    match answer.await {
                        Ok(answer) => show(answer),
                        Err(error) => show_failure(error),
                    }
                })
            }}
        </Transition>
    }
    .into_any()
}

/// A resource whose data is read like the answer of a server function, so that the browser half has
/// one reader for both.
pub fn resource<P, T, Fut>(
    parameters: impl Fn() -> P + Send + Sync + 'static,
    fetch: impl Fn(P) -> Fut + Send + Sync + 'static,
) -> Resource<T, Json>
where
    P: Clone + PartialEq + Send + Sync + 'static,
    T: Serialize + DeserializeOwned + Send + Sync + 'static,
    Fut: Future<Output = T> + Send + 'static,
{
    let fetch = move |parameters| {
        let answer = fetch(parameters);
        async move {
            let _waiting = browser::Waiting::begin();
            answer.await
        }
    };
    Resource::new_with_options(parameters, fetch, false)
}

/// JSON as server functions read it.
#[derive(Debug)]
pub struct Json;

impl<T: Serialize> Encoder<T> for Json {
    type Error = serde_json::Error;
    type Encoded = String;

    fn encode(value: &T) -> Result<String, Self::Error> {
        serde_json::to_string(value)
    }
}

impl<T: DeserializeOwned> Decoder<T> for Json {
    type Error = serde_json::Error;
    type Encoded = str;

    fn decode(text: &str) -> Result<T, Self::Error> {
        serde_json::from_slice(text.as_bytes())
    }
}

/// The failure in place of the page's content.
pub fn failure(error: AppError) -> AnyView {
    view! { <Failure error/> }.into_any()
}
