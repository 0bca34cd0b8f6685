//! Pages whose browser half is fetched when somebody opens them, so that a first view carries one
//! page's code and not everybody's.

use leptos::prelude::*;
use leptos_router::ChooseView;
use std::pin::Pin;

/// A page for the route table that is fetched when it is opened: a call of a function marked
/// `#[lazy]`, such as `Lazy(|| Box::pin(problems()))`. On the server it is there at once, and the
/// document asks for its files early.
#[derive(Copy, Clone)]
pub struct Lazy(pub fn() -> Pin<Box<dyn Future<Output = AnyView>>>);

impl ChooseView for Lazy {
    fn choose(self) -> impl Future<Output = AnyView> {
        (self.0)()
    }

    async fn preload(&self) {}
}
