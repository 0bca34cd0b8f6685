//! The only home of browser APIs. Every function says what it does on the server.

#[cfg(feature = "hydrate")]
mod dom;

use crate::error::AppError;

/// Whether this is a browser. On the server: no.
#[must_use]
pub const fn is_here() -> bool {
    cfg!(feature = "hydrate")
}

/// Tells the server the browser's time zone in the cookie `tz`, for the times of new attempts.
/// On the server: nothing.
pub fn tell_time_zone() {
    #[cfg(feature = "hydrate")]
    dom::tell_time_zone();
}

/// A page's title as it must be handed to Leptos. In the browser: as it is. On the server: with its
/// markup escaped, because `leptos_meta` 0.8 writes it into the document as it comes.
pub fn document_title(title: String) -> String {
    #[cfg(feature = "hydrate")]
    return title;
    #[cfg(not(feature = "hydrate"))]
    return crate::ui::escape::escape_html(&title);
}

/// The document's title. On the server: empty.
pub fn title() -> String {
    #[cfg(feature = "hydrate")]
    return dom::title();
    #[cfg(not(feature = "hydrate"))]
    String::new()
}

/// Whether a word stands in the query of the address. On the server: never.
pub fn address_mentions(word: &str) -> bool {
    #[cfg(feature = "hydrate")]
    return dom::address_mentions(word);
    #[cfg(not(feature = "hydrate"))]
    {
        let _ = word;
        false
    }
}

/// What a `<meta>` of the document's head says. On the server: nothing.
pub fn told_by_head(name: &str) -> Option<String> {
    #[cfg(feature = "hydrate")]
    return dom::told_by_head(name);
    #[cfg(not(feature = "hydrate"))]
    {
        let _ = name;
        None
    }
}

/// Marks the document with `data-shell-hydrated`: what stands around the page is interactive.
/// On the server: nothing.
pub fn mark_shell_hydrated() {
    #[cfg(feature = "hydrate")]
    dom::mark("data-shell-hydrated");
}

/// Marks the document with `data-hydrated`: the page is interactive. On the server: nothing.
pub fn mark_hydrated() {
    #[cfg(feature = "hydrate")]
    dom::mark_hydrated();
}

/// Whether the reader has touched the page and is not just sending a form of it (`wake.ts`).
/// On the server: never.
pub fn is_touched() -> bool {
    #[cfg(feature = "hydrate")]
    return dom::is_touched();
    #[cfg(not(feature = "hydrate"))]
    return false;
}

/// Waits until [`is_touched`]. On the server: not at all.
pub async fn touched() {
    #[cfg(feature = "hydrate")]
    dom::touched().await;
}

/// Leaves the app for an address the router does not know, such as the sign-in page.
/// On the server: nothing.
pub fn leave_for(address: &str) {
    #[cfg(feature = "hydrate")]
    dom::leave_for(address);
    #[cfg(not(feature = "hydrate"))]
    let _ = address;
}

/// Has the browser itself post what was just sent from the form that goes to this address: the answer is a
/// new document (`session.ts`). On the server: nothing.
pub fn post_plainly(action: &str) {
    #[cfg(feature = "hydrate")]
    dom::post_plainly(action);
    #[cfg(not(feature = "hydrate"))]
    let _ = action;
}

/// Tells the scripts that the session can be renewed only while a page is being opened
/// (`session.ts`). On the server: nothing.
pub fn tell_stale_session() {
    #[cfg(feature = "hydrate")]
    dom::tell_stale_session();
}

/// Sends the form that a box of several lines stands in when Enter is pressed in it, as in a box of one
/// line; unless it holds several lines or a word is being composed. On the server: nothing.
pub fn submit_on_enter(event: &leptos::ev::KeyboardEvent) {
    #[cfg(feature = "hydrate")]
    dom::submit_on_enter(event);
    #[cfg(not(feature = "hydrate"))]
    let _ = event;
}

/// Moves the focus to what has this id, whether or not the keyboard reaches it otherwise.
/// On the server: nothing.
pub fn focus_id(id: &str) {
    #[cfg(feature = "hydrate")]
    dom::focus_id(id.to_owned());
    #[cfg(not(feature = "hydrate"))]
    let _ = id;
}

/// What stands in the `<textarea>` that matches. On the server: nothing.
pub fn value_of(selector: &str) -> String {
    #[cfg(feature = "hydrate")]
    return dom::text_area(selector).map_or_else(String::new, |area| area.value());
    #[cfg(not(feature = "hydrate"))]
    {
        let _ = selector;
        String::new()
    }
}

/// Puts text below what stands in the `<textarea>` that matches, with the caret at the end of the text's first line.
/// On the server: nothing.
pub fn append_text(selector: &str, text: &str) {
    #[cfg(feature = "hydrate")]
    dom::append_text(selector, text);
    #[cfg(not(feature = "hydrate"))]
    let _ = (selector, text);
}

/// Something that is being waited for, from [`Waiting::begin`] until it is dropped: the document has
/// `data-waiting` as long as there is one, and says so after a second (`waiting.ts`). On the server: nothing.
#[derive(Debug)]
pub struct Waiting(());

impl Waiting {
    /// Begins to wait.
    #[must_use]
    pub fn begin() -> Self {
        #[cfg(feature = "hydrate")]
        dom::wait(true);
        Self(())
    }
}

impl Drop for Waiting {
    fn drop(&mut self) {
        #[cfg(feature = "hydrate")]
        dom::wait(false);
    }
}

/// How many changes this page has made since it was loaded: what was read before the last one may
/// no longer be so. On the server: none.
pub fn changes() -> u32 {
    #[cfg(feature = "hydrate")]
    return dom::CHANGES.load(std::sync::atomic::Ordering::Relaxed);
    #[cfg(not(feature = "hydrate"))]
    return 0;
}

/// Counts one more change. On the server: nothing.
pub fn count_change() {
    #[cfg(feature = "hydrate")]
    dom::CHANGES.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
}

/// Tells the scripts that another page is shown, so that reading goes on at its beginning, once that is
/// there. On the server: nothing.
pub fn tell_arrival() {
    #[cfg(feature = "hydrate")]
    dom::tell_arrival();
}

/// Raises the revision that forms on this page start from which edit what has this id: it was just changed
/// here, in something that they do not show. On the server: nothing.
pub fn raise_revisions(id: &str) {
    #[cfg(feature = "hydrate")]
    dom::raise_revisions(id);
    #[cfg(not(feature = "hydrate"))]
    let _ = id;
}

/// Moves the focus to the first thing that matches, for instance the first field with a mistake.
/// On the server: nothing.
pub fn focus_first(selector: &'static str) {
    #[cfg(feature = "hydrate")]
    dom::focus_first(selector);
    #[cfg(not(feature = "hydrate"))]
    let _ = selector;
}

/// How many elements match. On the server: none.
pub fn count_matches(selector: &'static str) -> u32 {
    #[cfg(feature = "hydrate")]
    return dom::count_matches(selector);
    #[cfg(not(feature = "hydrate"))]
    {
        let _ = selector;
        0
    }
}

/// Ticks every box that matches, or none of them. On the server: nothing.
pub fn check_all(selector: &'static str, checked: bool) {
    #[cfg(feature = "hydrate")]
    dom::check_all(selector, checked);
    #[cfg(not(feature = "hydrate"))]
    let _ = (selector, checked);
}

/// What stands in the first input that matches. On the server: nothing.
pub fn input_value(selector: &'static str) -> String {
    #[cfg(feature = "hydrate")]
    return dom::input_value(selector);
    #[cfg(not(feature = "hydrate"))]
    {
        let _ = selector;
        String::new()
    }
}

/// Writes into the first input that matches and moves the focus there. On the server: nothing.
pub fn set_value(selector: &'static str, value: &str) {
    #[cfg(feature = "hydrate")]
    dom::set_value(selector, value);
    #[cfg(not(feature = "hydrate"))]
    let _ = (selector, value);
}

/// What a form that is being sent says, as a browser would post it. None when that cannot be read.
/// On the server: none.
pub fn form_body(event: &leptos::ev::SubmitEvent) -> Option<String> {
    #[cfg(feature = "hydrate")]
    return dom::form_body(event);
    #[cfg(not(feature = "hydrate"))]
    {
        let _ = event;
        None
    }
}

/// Posts the body of a form to the address of a server function and waits for its answer, JSON.
///
/// # Errors
/// Why the server function did not do it; or that it could not be reached, as always on the server.
pub async fn post_form(
    address: &'static str,
    body: String,
) -> Result<impl std::ops::Deref<Target = [u8]>, AppError> {
    #[cfg(feature = "hydrate")]
    return dom::post_form(address, body).await;
    #[cfg(not(feature = "hydrate"))]
    {
        let _ = (address, body);
        Err::<Vec<u8>, _>(AppError::Unreachable)
    }
}

/// Asks the scripts for something of the journal that this device keeps (`journal.ts`). None when they do not have it,
/// as always on the server.
pub async fn journal(name: &str, argument: &str) -> Option<String> {
    #[cfg(feature = "hydrate")]
    return dom::journal(name, argument).await;
    #[cfg(not(feature = "hydrate"))]
    {
        let _ = (name, argument);
        None
    }
}

/// Random bytes for an id. On the server: none, for ids are made otherwise there.
pub fn random() -> [u8; 10] {
    #[cfg(feature = "hydrate")]
    return dom::random();
    #[cfg(not(feature = "hydrate"))]
    [0; 10]
}

/// Whether this document is the shell that is kept on the device, in which the page has still to be made.
/// On the server: no.
#[must_use]
pub fn is_shell() -> bool {
    #[cfg(feature = "hydrate")]
    return dom::is_shell();
    #[cfg(not(feature = "hydrate"))]
    false
}

/// Has the scripts ask here when the server cannot be reached (`session.ts`). On the server: nothing.
pub fn answer_in_place_of_the_server(answer: AnswerOf) {
    #[cfg(feature = "hydrate")]
    dom::answer_in_place_of_the_server(answer);
    #[cfg(not(feature = "hydrate"))]
    let _ = answer;
}

/// Answers a path and a body with JSON for the scripts, or with nothing.
pub type AnswerOf = fn(String, String) -> std::pin::Pin<Box<dyn Future<Output = String>>>;
