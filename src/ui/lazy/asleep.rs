//! How the browser half lets a page sleep, and wakes it.

use super::{Fetching, IntoAny, Make, stop_reading};
use crate::{
    browser,
    ui::address::{here, is_being_left},
};
use any_spawner::Executor;
use hydration_context::{HydrateSharedContext, SerializedDataId, SharedContext};
use leptos::{
    attr::{Attribute, any_attribute::AnyAttribute},
    prelude::*,
    tachys::{
        dom::body,
        hydration::Cursor,
        renderer::{
            CastFrom, Rndr,
            types::{Element, Node},
        },
        view::{Position, PositionState, any_view::AnyViewState},
    },
    task::spawn_local,
};
use leptos_meta::Title;
use leptos_router::hooks::use_location;
use std::{
    cell::{Cell, RefCell},
    mem,
    rc::Rc,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

/// Whether the page of this document has been left asleep.
static SLEEPS: AtomicBool = AtomicBool::new(false);

/// Takes the document over, but for the page in it. As `leptos::mount::hydrate_body`, which
/// says at once that nothing more will be read of what the server sent along.
pub fn take_over<V: IntoView>(app: impl FnOnce() -> V) {
    // An error means that it is there already.
    let _ = Executor::init_wasm_bindgen();
    let context = Arc::new(HydrateSharedContext::new());
    let owner = Owner::new_root(Some(context.clone()));
    let cursor = Cursor::new(body().into());
    let state = owner.with(|| {
        provide_context(WrittenTitle(browser::title()));
        app()
            .into_view()
            .hydrate::<true>(&cursor, &PositionState::default())
    });
    // For as long as the document is there.
    mem::forget((owner, state));
    context.set_is_hydrating(false);
    browser::mark_shell_hydrated();
    if !SLEEPS.load(Ordering::Relaxed) {
        context.hydration_complete();
        browser::mark_hydrated();
    }
}

/// The page in its element: asleep while the document is being taken over, alive afterwards.
pub(super) async fn page(fetch: fn() -> Fetching<Make>) -> AnyView {
    let taking_over = Owner::current_shared_context().is_some_and(|it| it.get_is_hydrating());
    let inside = if taking_over {
        Asleep(fetch).into_any()
    } else {
        let waiting = browser::Waiting::begin();
        let make = fetch().await;
        drop(waiting);
        stop_reading();
        browser::mark_hydrated();
        make()
    };
    view! { <div class="page-root">{inside}</div> }.into_any()
}

/// The title that the server wrote. The page's own comes with its code, and whoever manages titles
/// begins with an empty one.
#[derive(Clone)]
struct WrittenTitle(String);

/// What the server wrote of a page, and what fetches its code.
struct Asleep(fn() -> Fetching<Make>);

/// A page that sleeps, or has been woken.
#[derive(Default)]
struct AsleepState {
    /// What the sleeping page stands in, as long as it is there.
    element: Cell<Option<Element>>,
    page: Rc<RefCell<Option<AnyViewState>>>,
}

/// The next number of what the server sent along; both halves must count alike.
fn next_id() -> Option<usize> {
    Owner::current_shared_context().map(|context| SerializedDataId::into_inner(context.next_id()))
}

/// Whether what the server sent along is still for whoever asks.
fn may_read() -> bool {
    Owner::current_shared_context().is_some_and(|context| context.during_hydration())
}

impl Asleep {
    /// Waits until the page is used and its code is there, then wakes it.
    fn sleep(self, element: Element, state: Rc<RefCell<Option<AnyViewState>>>) {
        SLEEPS.store(true, Ordering::Relaxed);
        let title = use_context::<WrittenTitle>().map(|WrittenTitle(text)| {
            let title = view! { <Title text/> };
            title.hydrate::<true>(&Cursor::new(element.clone()), &PositionState::default())
        });
        let written_for = here(&use_location());
        let expected = next_id().map(|id| id + 1);
        let owner = Owner::current().map(|owner| owner.downgrade());
        spawn_local(async move {
            // Kept until there is another one.
            let _title = title;
            let make = loop {
                browser::touched().await;
                let make = (self.0)().await;
                // If a form is being sent, its answer takes the place of this page.
                if browser::is_touched() {
                    break make;
                }
            };
            let Some(owner) = owner.and_then(|owner| owner.upgrade()) else {
                return;
            };
            owner.with(|| {
                if is_being_left() {
                    return;
                }
                let as_written =
                    may_read() && next_id() == expected && here(&use_location()) == written_for;
                let page = if as_written {
                    let position = PositionState::new(Position::FirstChild);
                    make().hydrate::<true>(&Cursor::new(element), &position)
                } else {
                    build_anew(make, &element)
                };
                *state.borrow_mut() = Some(page);
                stop_reading();
                browser::mark_hydrated();
            });
        });
    }
}

/// Puts the page in place of what the server wrote for another address, or for a document in which
/// something else has been made meanwhile: what was sent along is not this page's then.
fn build_anew(make: Make, element: &Element) -> AnyViewState {
    stop_reading();
    let mut page = make().build();
    Rndr::clear_children(element);
    page.mount(element, None);
    page
}

impl Mountable for AsleepState {
    fn unmount(&mut self) {
        match (&mut *self.page.borrow_mut(), self.element.take()) {
            (Some(page), _) => page.unmount(),
            (None, Some(element)) => Rndr::clear_children(&element),
            (None, None) => {}
        }
    }

    fn mount(&mut self, parent: &Element, marker: Option<&Node>) {
        if let Some(page) = &mut *self.page.borrow_mut() {
            page.mount(parent, marker);
        }
    }

    fn insert_before_this(&self, child: &mut dyn Mountable) -> bool {
        match (&*self.page.borrow(), self.element.take()) {
            (Some(page), _) => page.insert_before_this(child),
            (None, Some(element)) => {
                // It is being replaced, and stands alone in its element.
                Rndr::clear_children(&element);
                child.mount(&element, None);
                true
            }
            (None, None) => false,
        }
    }

    fn elements(&self) -> Vec<Element> {
        Vec::new()
    }
}

impl Render for Asleep {
    type State = AsleepState;

    /// A page made in the browser never sleeps.
    fn build(self) -> AsleepState {
        AsleepState::default()
    }

    fn rebuild(self, _: &mut AsleepState) {}
}

impl AddAnyAttr for Asleep {
    type Output<NewAttr: Attribute> = Self;

    fn add_any_attr<NewAttr: Attribute>(self, _: NewAttr) -> Self {
        self
    }
}

impl RenderHtml for Asleep {
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

    /// Leaves alone what stands in the element that the cursor is at.
    fn hydrate<const FROM_SERVER: bool>(self, cursor: &Cursor, _: &PositionState) -> AsleepState {
        let state = AsleepState::default();
        if let Some(element) = Element::cast_from(cursor.current()) {
            state.element.set(Some(element.clone()));
            self.sleep(element, Rc::clone(&state.page));
        }
        state
    }

    fn into_owned(self) -> Self {
        self
    }
}
