//! Pages whose browser half is fetched when somebody uses them.
//!
//! A page that comes with its document is HTML, and sleeps: it stands in an element that the browser
//! half takes over without what is in it, so that reading costs no code. When the reader first touches
//! the page (`wake.ts`), its code is fetched and takes over what stands there. A page reached by a link
//! inside the app is made from its code at once.

#[cfg(not(feature = "ssr"))]
pub mod asleep;

#[cfg(feature = "ssr")]
mod asleep {
    //! The server writes every page in full.

    use super::{Fetching, IntoAny, Make};
    use leptos::{PrefetchLazyFn, prelude::*};

    /// The page in its element. Its documents ask for no code early.
    pub(super) async fn page(fetch: fn() -> Fetching<Make>) -> AnyView {
        // Where the page's functions say what they would have the document ask for.
        provide_context(PrefetchLazyFn::default());
        let make = fetch().await;
        // The browser takes one when it lets the page sleep, one when it wakes it.
        if let Some(context) = Owner::current_shared_context() {
            context.next_id();
            context.next_id();
        }
        view! { <div class="page-root">{make()}</div> }.into_any()
    }
}

use super::any::IntoAny;
use leptos::{prelude::*, task::spawn_local};
use leptos_router::ChooseView;
use std::{
    pin::Pin,
    task::{Context, Poll, Waker},
};

/// Code on its way, and what it answers.
pub type Fetching<T> = Pin<Box<dyn Future<Output = T>>>;

/// A page for the route table: a call of a function marked `#[lazy]`, such as
/// `Lazy(|| Box::pin(problems()))`.
#[derive(Copy, Clone)]
pub struct Lazy(pub fn() -> Fetching<Make>);

impl ChooseView for Lazy {
    fn choose(self) -> impl Future<Output = AnyView> {
        asleep::page(self.0)
    }

    async fn preload(&self) {}
}

/// Makes a page, or a part of one.
pub type Make = fn() -> AnyView;

/// A part of every page that is fetched when it is first wanted: a call of a function marked
/// `#[lazy]` that answers what makes the part. What is wanted as a page arrives must have been
/// fetched before the page is taken over (`hydrate` in `lib.rs`).
pub fn on_demand(wanted: Signal<bool>, fetch: fn() -> Fetching<Make>) -> AnyView {
    let there = if wanted.get_untracked() {
        at_once(fetch())
    } else {
        None
    };
    let make = RwSignal::new(there);
    Effect::new(move |_| {
        if wanted.get() && make.read_untracked().is_none() {
            // It is not what stands in the document, where a page may still sleep.
            stop_reading();
            spawn_local(async move {
                let _ = make.try_set(Some(fetch().await));
            });
        }
    });
    (move || make.get().map(|make| make())).into_any()
}

/// From now on nothing is read of what the server sent along for the page that it wrote.
fn stop_reading() {
    if let Some(context) = Owner::current_shared_context() {
        context.hydration_complete();
    }
}

/// What a future has to say without waiting.
fn at_once<T>(mut future: Fetching<T>) -> Option<T> {
    match future
        .as_mut()
        .poll(&mut Context::from_waker(Waker::noop()))
    {
        Poll::Ready(value) => Some(value),
        Poll::Pending => None,
    }
}
