//! Pages whose browser half is fetched when somebody opens them, so that a first view carries one
//! page's code and not everybody's.

use super::any::IntoAny;
use leptos::{prelude::*, task::spawn_local};
use leptos_router::ChooseView;
use std::{
    pin::Pin,
    task::{Context, Poll, Waker},
};

/// Code on its way, and what it answers.
pub type Fetching<T> = Pin<Box<dyn Future<Output = T>>>;

/// A page for the route table that is fetched when it is opened: a call of a function marked
/// `#[lazy]`, such as `Lazy(|| Box::pin(problems()))`. On the server it is there at once, and the
/// document asks for its files early.
#[derive(Copy, Clone)]
pub struct Lazy(pub fn() -> Fetching<AnyView>);

impl ChooseView for Lazy {
    fn choose(self) -> impl Future<Output = AnyView> {
        (self.0)()
    }

    async fn preload(&self) {}
}

/// Makes a part of a page.
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
            spawn_local(async move {
                let _ = make.try_set(Some(fetch().await));
            });
        }
    });
    (move || make.get().map(|make| make())).into_any()
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
