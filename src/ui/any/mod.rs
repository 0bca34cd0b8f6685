//! Views and children of one type each, as in `leptos::prelude`, but smaller in the browser.
//!
//! Leptos compiles some ten functions for every view whose type is erased, among them one that
//! hydrates in steps, to wait for code that is still loading. Only the route table waits for code, so
//! what stands below a page has no use for it. Import these names to shadow the prelude's.

#[cfg(not(feature = "ssr"))]
mod erase;

#[cfg(feature = "ssr")]
mod erase {
    //! The server writes views as Leptos does.
    pub(super) use leptos::prelude::IntoAny;
}

use leptos::{
    children::{ChildrenOptContainer, ToChildren},
    prelude::{AnyView, RenderHtml},
};

/// Erases the type of a view.
pub trait IntoAny {
    /// The view without its type.
    fn into_any(self) -> AnyView;
}

impl<T> IntoAny for T
where
    T: RenderHtml + Send,
{
    fn into_any(self) -> AnyView {
        erase::IntoAny::into_any(self)
    }
}

/// What stands inside a component, or in a place of its own in one; made when it is wanted.
pub struct Children(Box<dyn FnOnce() -> AnyView + Send>);

impl Children {
    /// Makes the view.
    #[must_use]
    pub fn run(self) -> AnyView {
        (self.0)()
    }
}

impl<F, V> From<F> for Children
where
    F: FnOnce() -> V + Send + 'static,
    V: RenderHtml + Send,
{
    fn from(make: F) -> Self {
        Self(Box::new(move || IntoAny::into_any(make())))
    }
}

impl<F, V> ToChildren<F> for Children
where
    F: FnOnce() -> V + Send + 'static,
    V: RenderHtml + Send,
{
    fn to_children(make: F) -> Self {
        make.into()
    }
}

impl<V> ToChildren<ChildrenOptContainer<V>> for Children
where
    V: RenderHtml + Send + 'static,
{
    fn to_children(view: ChildrenOptContainer<V>) -> Self {
        (|| view.0).into()
    }
}
