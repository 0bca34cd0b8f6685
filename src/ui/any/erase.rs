//! Views without their types, as the browser needs them: made, taken over from the server and
//! replaced. To Leptos all of them are of one type.

use leptos::{
    attr::{Attribute, any_attribute::AnyAttribute},
    prelude::{AddAnyAttr, AnyView, Mountable, Render, RenderHtml},
    tachys::{
        hydration::Cursor,
        renderer::{
            Rndr,
            types::{Element, Node, Placeholder},
        },
        view::{Position, PositionState},
    },
};
use std::any::{Any, TypeId};

/// Erases the type of a view.
pub(super) trait IntoAny {
    /// The view without its type.
    fn into_any(self) -> AnyView;
}

impl<T> IntoAny for T
where
    T: RenderHtml,
{
    fn into_any(self) -> AnyView {
        leptos::prelude::IntoAny::into_any(Erased {
            kind: TypeId::of::<T::Owned>(),
            view: Box::new(self.into_owned()),
        })
    }
}

/// What the browser does with a view of any type.
trait View: Send {
    fn build(self: Box<Self>) -> Kept;
    fn hydrate(self: Box<Self>, cursor: &Cursor, position: &PositionState) -> Kept;
    fn rebuild(self: Box<Self>, state: &mut dyn Any);
}

impl<T> View for T
where
    T: RenderHtml + 'static,
{
    fn build(self: Box<Self>) -> Kept {
        Kept {
            state: Box::new(Render::build(*self)),
            placeholder: (!T::EXISTS).then(Rndr::create_placeholder),
        }
    }

    fn hydrate(self: Box<Self>, cursor: &Cursor, position: &PositionState) -> Kept {
        Kept {
            state: Box::new(RenderHtml::hydrate::<true>(*self, cursor, position)),
            placeholder: (!T::EXISTS).then(|| cursor.next_placeholder(position)),
        }
    }

    fn rebuild(self: Box<Self>, state: &mut dyn Any) {
        if let Some(state) = state.downcast_mut::<T::State>() {
            Render::rebuild(*self, state);
        }
    }
}

/// What is kept of a view that stands in the document.
trait State: Mountable + 'static {
    fn any(&mut self) -> &mut dyn Any;
}

impl<S> State for S
where
    S: Mountable + 'static,
{
    fn any(&mut self) -> &mut dyn Any {
        self
    }
}

/// What is kept, and what holds the place of a view that is nothing in the document.
struct Kept {
    state: Box<dyn State>,
    placeholder: Option<Placeholder>,
}

/// A view of any type.
struct Erased {
    kind: TypeId,
    view: Box<dyn View>,
}

/// A view of any type that stands in the document.
struct ErasedState {
    kind: TypeId,
    kept: Kept,
}

impl Mountable for ErasedState {
    fn unmount(&mut self) {
        self.kept.state.unmount();
        if let Some(placeholder) = &mut self.kept.placeholder {
            placeholder.unmount();
        }
    }

    fn mount(&mut self, parent: &Element, marker: Option<&Node>) {
        self.kept.state.mount(parent, marker);
        if let Some(placeholder) = &mut self.kept.placeholder {
            placeholder.mount(parent, marker);
        }
    }

    fn insert_before_this(&self, child: &mut dyn Mountable) -> bool {
        let before = self.kept.state.insert_before_this(child);
        match &self.kept.placeholder {
            Some(placeholder) if !before => placeholder.insert_before_this(child),
            _ => before,
        }
    }

    fn elements(&self) -> Vec<Element> {
        self.kept.state.elements()
    }
}

impl Render for Erased {
    type State = ErasedState;

    fn build(self) -> ErasedState {
        ErasedState {
            kind: self.kind,
            kept: self.view.build(),
        }
    }

    fn rebuild(self, state: &mut ErasedState) {
        if self.kind == state.kind {
            self.view.rebuild((*state.kept.state).any());
        } else {
            let mut new = Render::build(self);
            state.insert_before_this(&mut new);
            state.unmount();
            *state = new;
        }
    }
}

impl AddAnyAttr for Erased {
    type Output<NewAttr: Attribute> = Self;

    /// Leptos keeps the attributes of an erased view beside it and hands on none.
    fn add_any_attr<NewAttr: Attribute>(self, _: NewAttr) -> Self {
        self
    }
}

impl RenderHtml for Erased {
    type AsyncOutput = Self;
    type Owned = Self;

    const MIN_LENGTH: usize = 0;

    fn dry_resolve(&mut self) {}

    async fn resolve(self) -> Self {
        self
    }

    /// Only the server writes HTML.
    fn to_html_with_buf(
        self,
        _: &mut String,
        _: &mut Position,
        _: bool,
        _: bool,
        _: Vec<AnyAttribute>,
    ) {
    }

    fn hydrate<const FROM_SERVER: bool>(
        self,
        cursor: &Cursor,
        position: &PositionState,
    ) -> ErasedState {
        ErasedState {
            kind: self.kind,
            kept: self.view.hydrate(cursor, position),
        }
    }

    fn into_owned(self) -> Self {
        self
    }
}
