//! What the address of the page being shown says, and text that becomes part of one.

use leptos::prelude::*;
use leptos_router::{
    hooks::{use_location, use_matched, use_params_map},
    location::Location,
};

/// One parameter of the address's path, as it changes; empty when it is not there.
pub fn path_parameter(name: &'static str) -> Memo<String> {
    let parameters = use_params_map();
    Memo::new(move |_| parameters.with(|map| map.get(name)).unwrap_or_default())
}

/// One parameter of the page's query, as it changes; empty when it is not there.
pub fn query_parameter(name: &'static str) -> Memo<String> {
    let search = own_search();
    Memo::new(move |_| query_value(&search.read(), name))
}

/// The query of the page's own address, as it changes. While the code of the page that the person
/// went on to is fetched, this page is still there, under an address that says nothing about it:
/// it would ask for what it shows once more, and one that was just deleted in vain.
pub fn own_search() -> Memo<String> {
    let (location, own_path) = (use_location(), use_matched());
    Memo::new(move |before: Option<&String>| match before {
        Some(before) if !same_path(&own_path.read(), &location.pathname.read()) => before.clone(),
        _ => location.search.get(),
    })
}

/// Whether the person is on the way to another page, whose code is not there yet. Only below a route.
pub fn is_being_left() -> bool {
    let (location, own_path) = (use_location(), use_matched());
    !same_path(
        &own_path.read_untracked(),
        &location.pathname.read_untracked(),
    )
}

/// Whether two paths are one but for the slash at the end.
fn same_path(one: &str, other: &str) -> bool {
    one.trim_end_matches('/') == other.trim_end_matches('/')
}

/// One parameter of the address's query, as it changes, whichever page it belongs to: for what
/// stands around every page.
pub fn any_query_parameter(name: &'static str) -> Memo<String> {
    let search = use_location().search;
    Memo::new(move |_| query_value(&search.read(), name))
}

/// One parameter of a query; empty when it is not there. It is decoded here, because the router's
/// map of the query is decoded twice: `100%41` would become `100A`.
pub fn query_value(search: &str, name: &str) -> String {
    let pairs = search.trim_start_matches('?').split('&');
    pairs
        .filter_map(|pair| pair.split_once('='))
        .find(|(found, _)| *found == name)
        .map(|(_, value)| decoded(value))
        .unwrap_or_default()
}

/// A value of an address's query as it was typed.
fn decoded(value: &str) -> String {
    let mut bytes = Vec::with_capacity(value.len());
    let mut rest = value.as_bytes();
    while let Some((&byte, after)) = rest.split_first() {
        rest = after;
        let digit = |place: usize| char::from(*after.get(place)?).to_digit(16);
        let escaped = (byte == b'%')
            .then(|| u8::try_from(digit(0)? * 16 + digit(1)?).ok())
            .flatten();
        match (byte, escaped) {
            (_, Some(escaped)) => {
                bytes.push(escaped);
                rest = after.get(2..).unwrap_or_default();
            }
            (b'+', None) => bytes.push(b' '),
            (other, None) => bytes.push(other),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Path and query of the page being shown.
pub fn here(location: &Location) -> String {
    let mut here = location.pathname.get_untracked();
    let query = location.search.get_untracked();
    if !query.is_empty() {
        here.push('?');
        here.push_str(&query);
    }
    here
}

/// Percent-encodes everything but unreserved characters and slashes.
pub fn percent_encode(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push('%');
            for digit in [byte >> 4, byte & 15] {
                encoded.push(char::from(b"0123456789ABCDEF"[usize::from(digit)]));
            }
        }
    }
    encoded
}
