//! Views and children of one type each, as in `leptos::prelude`, but hydrated in one step.
//!
//! Leptos compiles every erased view's hydration twice: in one step, and in steps that can wait for
//! code that is still loading. Only the route table waits for code, so what stands below a page has
//! no use for the second, which is an eighth of the browser half. Import these names to shadow the
//! prelude's.

use leptos::{
    attr::{Attribute, any_attribute::AnyAttribute},
    children::{ChildrenOptContainer, ToChildren},
    prelude::{AddAnyAttr, AnyView, Render, RenderHtml},
    tachys::{
        hydration::Cursor,
        ssr::StreamBuilder,
        view::{Position, PositionState},
    },
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
        leptos::prelude::IntoAny::into_any(InOneStep(self))
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

/// A view that leaves `hydrate_async` as the trait provides it: in one step. All else is the inner view's.
struct InOneStep<T>(T);

impl<T: Render> Render for InOneStep<T> {
    type State = T::State;

    fn build(self) -> Self::State {
        self.0.build()
    }

    fn rebuild(self, state: &mut Self::State) {
        self.0.rebuild(state);
    }
}

impl<T: RenderHtml> AddAnyAttr for InOneStep<T> {
    type Output<NewAttr: Attribute> = InOneStep<T::Output<NewAttr>>;

    fn add_any_attr<NewAttr: Attribute>(self, attr: NewAttr) -> Self::Output<NewAttr>
    where
        Self::Output<NewAttr>: RenderHtml,
    {
        InOneStep(self.0.add_any_attr(attr))
    }
}

impl<T: RenderHtml> RenderHtml for InOneStep<T> {
    type AsyncOutput = T::AsyncOutput;
    type Owned = InOneStep<T::Owned>;

    const MIN_LENGTH: usize = T::MIN_LENGTH;
    const EXISTS: bool = T::EXISTS;

    fn dry_resolve(&mut self) {
        self.0.dry_resolve();
    }

    fn resolve(self) -> impl Future<Output = Self::AsyncOutput> + Send {
        self.0.resolve()
    }

    fn html_len(&self) -> usize {
        self.0.html_len()
    }

    fn to_html_with_buf(
        self,
        buf: &mut String,
        position: &mut Position,
        escape: bool,
        mark_branches: bool,
        extra_attrs: Vec<AnyAttribute>,
    ) {
        self.0
            .to_html_with_buf(buf, position, escape, mark_branches, extra_attrs);
    }

    fn to_html_async_with_buf<const OUT_OF_ORDER: bool>(
        self,
        buf: &mut StreamBuilder,
        position: &mut Position,
        escape: bool,
        mark_branches: bool,
        extra_attrs: Vec<AnyAttribute>,
    ) {
        self.0.to_html_async_with_buf::<OUT_OF_ORDER>(
            buf,
            position,
            escape,
            mark_branches,
            extra_attrs,
        );
    }

    fn hydrate<const FROM_SERVER: bool>(
        self,
        cursor: &Cursor,
        position: &PositionState,
    ) -> Self::State {
        self.0.hydrate::<FROM_SERVER>(cursor, position)
    }

    fn into_owned(self) -> Self::Owned {
        InOneStep(self.0.into_owned())
    }
}
