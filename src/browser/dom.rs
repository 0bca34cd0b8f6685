//! What the functions of this module do in a browser. Each gives up quietly: a browser that lacks
//! something still has a working page.

use crate::error::AppError;
use leptos::{
    form::form_data_from_event,
    server_fn::{
        Bytes,
        client::{Client, browser::BrowserClient},
        error::FromServerFnError,
        request::{ClientReq, browser::BrowserRequest},
        response::ClientRes,
    },
};
use std::sync::atomic::{AtomicU32, Ordering};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Element, Event, EventInit, HtmlDocument, HtmlElement, HtmlInputElement, HtmlTextAreaElement,
    UrlSearchParams, window,
};

/// Changes made by this page.
pub(super) static CHANGES: AtomicU32 = AtomicU32::new(0);

/// How much is being waited for.
static WAITS: AtomicU32 = AtomicU32::new(0);

pub(super) fn wait(begins: bool) {
    let others = if begins {
        WAITS.fetch_add(1, Ordering::Relaxed)
    } else {
        WAITS.fetch_sub(1, Ordering::Relaxed) - 1
    };
    // Only the first and the last of several change anything.
    if others == 0
        && let Some(root) = root()
    {
        let _ = root.toggle_attribute_with_force("data-waiting", begins);
    }
}

/// A year, in seconds.
const COOKIE_AGE: u32 = 31_536_000;

pub(super) fn tell_time_zone() {
    let options = js_sys::Intl::DateTimeFormat::new(&js_sys::Array::new(), &js_sys::Object::new())
        .resolved_options();
    let zone = js_sys::Reflect::get(&options, &JsValue::from_str("timeZone"))
        .ok()
        .and_then(|zone| zone.as_string());
    let document = window()
        .and_then(|window| window.document())
        .and_then(|document| document.dyn_into::<HtmlDocument>().ok());
    if let (Some(zone), Some(document)) = (zone, document) {
        let cookie = format!("tz={zone}; Path=/; Max-Age={COOKIE_AGE}; SameSite=Lax");
        let _ = document.set_cookie(&cookie);
    }
}

pub(super) fn address_mentions(word: &str) -> bool {
    window()
        .and_then(|window| window.location().search().ok())
        .is_some_and(|query| query.contains(word))
}

pub(super) fn title() -> String {
    window()
        .and_then(|window| window.document())
        .map(|document| document.title())
        .unwrap_or_default()
}

pub(super) fn told_by_head(name: &str) -> Option<String> {
    window()?
        .document()?
        .query_selector(&["meta[name=", name, "]"].concat())
        .ok()??
        .get_attribute("content")
}

fn root() -> Option<Element> {
    window()?.document()?.document_element()
}

pub(super) fn mark(name: &str) {
    if let Some(root) = root() {
        let _ = root.set_attribute(name, "");
    }
}

pub(super) fn mark_hydrated() {
    mark("data-hydrated");
    // For whoever kept what happened before.
    if let (Some(window), Ok(event)) = (window(), Event::new("gitgud:awake")) {
        let _ = window.dispatch_event(&event);
    }
}

pub(super) fn is_touched() -> bool {
    root().is_some_and(|root| root.has_attribute("data-touched"))
}

pub(super) async fn touched() {
    while !is_touched() {
        let next = js_sys::Promise::new(&mut |resolve, _| {
            if let Some(window) = window() {
                let _ = window.add_event_listener_with_callback("gitgud:touched", &resolve);
            }
        });
        let _ = JsFuture::from(next).await;
    }
}

pub(super) fn leave_for(address: &str) {
    if let Some(window) = window() {
        let _ = window.location().set_href(address);
    }
}

pub(super) fn post_plainly(action: &str) {
    // Addresses of forms are paths with ids: nothing in them ends a quoted string.
    let selector = format!("form[method=post][action=\"{action}\"]");
    let form = window()
        .and_then(|window| window.document())
        .and_then(|document| document.query_selector(&selector).ok().flatten());
    let options = web_sys::EventInit::new();
    options.set_bubbles(true);
    let event = web_sys::Event::new_with_event_init_dict("gitgud:post", &options);
    if let (Some(form), Ok(event)) = (form, event) {
        let _ = form.dispatch_event(&event);
    }
}

pub(super) fn tell_stale_session() {
    if let (Some(window), Ok(event)) = (window(), web_sys::Event::new("gitgud:stale")) {
        let _ = window.dispatch_event(&event);
    }
}

pub(super) fn submit_on_enter(event: &web_sys::KeyboardEvent) {
    if event.key() != "Enter" || event.shift_key() || event.is_composing() {
        return;
    }
    let area = event
        .current_target()
        .and_then(|target| target.dyn_into::<HtmlTextAreaElement>().ok());
    if let Some(area) = area
        && !area.value().trim().contains('\n')
        && let Some(form) = area.form()
    {
        event.prevent_default();
        let _ = form.request_submit();
    }
}

pub(super) fn focus_id(id: String) {
    // After the frame in which it is drawn.
    leptos::prelude::request_animation_frame(move || {
        let found = window()
            .and_then(|window| window.document())
            .and_then(|document| document.get_element_by_id(&id))
            .and_then(|element| element.dyn_into::<HtmlElement>().ok());
        if let Some(element) = found {
            if !element.has_attribute("tabindex") {
                let _ = element.set_attribute("tabindex", "-1");
            }
            let _ = element.focus();
        }
    });
}

pub(super) fn tell_arrival() {
    let document = window().and_then(|window| window.document());
    if let Some(document) = document
        && let Ok(event) = Event::new("gitgud:arrived")
    {
        let _ = document.dispatch_event(&event);
    }
}

pub(super) fn focus_first(selector: &'static str) {
    // After the frame in which the change that caused this is drawn.
    leptos::prelude::request_animation_frame(move || {
        let found = window()
            .and_then(|window| window.document())
            .and_then(|document| document.query_selector(selector).ok().flatten())
            .and_then(|element| element.dyn_into::<HtmlElement>().ok());
        if let Some(element) = found {
            let _ = element.focus();
        }
    });
}

pub(super) fn text_area(selector: &str) -> Option<HtmlTextAreaElement> {
    window()?
        .document()?
        .query_selector(selector)
        .ok()??
        .dyn_into()
        .ok()
}

pub(super) fn append_text(selector: &str, text: &str) {
    let Some(area) = text_area(selector) else {
        return;
    };
    let mut value = area.value();
    while value.ends_with(['\n', ' ']) {
        value.pop();
    }
    if !value.is_empty() {
        value.push_str("\n\n");
    }
    // The field counts in UTF-16 units.
    let caret = value.encode_utf16().count()
        + text
            .lines()
            .next()
            .unwrap_or_default()
            .encode_utf16()
            .count();
    value.push_str(text);
    area.set_value(&value);
    let _ = area.focus();
    let caret = u32::try_from(caret).unwrap_or(u32::MAX);
    let _ = area.set_selection_range(caret, caret);
    // For whoever listens to what is typed.
    let init = EventInit::new();
    init.set_bubbles(true);
    if let Ok(event) = Event::new_with_event_init_dict("input", &init) {
        let _ = area.dispatch_event(&event);
    }
}

/// Every input that matches.
fn inputs(selector: &str) -> Vec<HtmlInputElement> {
    let found = window()
        .and_then(|window| window.document())
        .and_then(|document| document.query_selector_all(selector).ok());
    let Some(found) = found else {
        return Vec::new();
    };
    (0..found.length())
        .filter_map(|place| found.item(place)?.dyn_into().ok())
        .collect()
}

pub(super) fn count_matches(selector: &str) -> u32 {
    u32::try_from(inputs(selector).len()).unwrap_or(u32::MAX)
}

pub(super) fn check_all(selector: &str, checked: bool) {
    for input in inputs(selector) {
        input.set_checked(checked);
    }
}

pub(super) fn raise_revisions(id: &str) {
    let forms = "form:has([name='fields[id]'][value='";
    for input in inputs(&[forms, id, "']) [name='fields[revision]']"].concat()) {
        if let Ok(revision) = input.value().parse::<i32>() {
            input.set_value(&(revision + 1).to_string());
        }
    }
}

pub(super) fn input_value(selector: &str) -> String {
    inputs(selector)
        .first()
        .map(HtmlInputElement::value)
        .unwrap_or_default()
}

pub(super) fn set_value(selector: &str, value: &str) {
    if let Some(input) = inputs(selector).first() {
        input.set_value(value);
        let _ = input.focus();
    }
}

pub(super) fn form_body(event: &web_sys::SubmitEvent) -> Option<String> {
    let form = form_data_from_event(event).ok()?;
    let body = UrlSearchParams::new_with_str_sequence_sequence(&form).ok()?;
    body.to_string().as_string()
}

pub(super) async fn post_form(address: &'static str, body: String) -> Result<Bytes, AppError> {
    const FORM: &str = "application/x-www-form-urlencoded";
    const JSON: &str = "application/json";
    let request = <BrowserRequest as ClientReq<AppError>>::try_new_post(address, FORM, JSON, body)?;
    let answer = <BrowserClient as Client<AppError>>::send(request).await?;
    let refused = ClientRes::<AppError>::status(&answer) >= 400;
    let body = ClientRes::<AppError>::try_into_bytes(answer).await?;
    if refused {
        Err(AppError::de(body))
    } else {
        Ok(body)
    }
}

pub(super) async fn journal(name: &str, argument: &str) -> Option<String> {
    let window: JsValue = window()?.into();
    let ask = js_sys::Reflect::get(&window, &JsValue::from_str("gitgudJournal")).ok()?;
    let ask: js_sys::Function = ask.dyn_into().ok()?;
    let answer = ask
        .call2(
            &JsValue::UNDEFINED,
            &JsValue::from_str(name),
            &JsValue::from_str(argument),
        )
        .ok()?;
    let answer = JsFuture::from(js_sys::Promise::from(answer)).await.ok()?;
    answer.as_string()
}

pub(super) fn random() -> [u8; 10] {
    let mut bytes = [0; 10];
    if let Some(crypto) = window().and_then(|window| window.crypto().ok()) {
        let _ = crypto.get_random_values_with_u8_array(&mut bytes);
    }
    bytes
}

pub(super) fn is_shell() -> bool {
    root().is_some_and(|root| root.has_attribute("data-shell"))
}

pub(super) fn answer_in_place_of_the_server(answer: super::AnswerOf) {
    let answer = Closure::<dyn Fn(String, String) -> js_sys::Promise>::new(
        move |path: String, body: String| {
            let answer = answer(path, body);
            wasm_bindgen_futures::future_to_promise(
                async move { Ok(JsValue::from_str(&answer.await)) },
            )
        },
    );
    if let Some(window) = window() {
        let name = JsValue::from_str("gitgudAnswer");
        let _ = js_sys::Reflect::set(&window, &name, answer.as_ref());
    }
    // For as long as the document is there.
    answer.forget();
}
