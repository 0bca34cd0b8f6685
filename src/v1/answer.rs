//! Answers that say what was asked for: JSON with an entity tag, and lists with links to their pages.

use super::precondition::Version;
use axum::{
    body::Body,
    http::{
        HeaderName, HeaderValue, StatusCode,
        header::{CONTENT_TYPE, ETAG, LINK, LOCATION},
    },
    response::{IntoResponse, Response},
};
use serde::Serialize;

use super::problem_details::ProblemDetails;
use crate::{
    error::AppError,
    server::etag::{IfNoneMatch, tag},
};

/// What a route answers.
pub type Answer = Result<Response, ProblemDetails>;

/// A representation, before it is sent.
pub struct Representation {
    body: Vec<u8>,
    tag: String,
}

impl Representation {
    /// Of something that can be edited, at this version.
    ///
    /// # Errors
    /// A defect of ours, if it cannot be written.
    pub fn of(version: Version, value: &impl Serialize) -> Result<Self, AppError> {
        Self::new(Some(version), value)
    }

    /// Of something that is only read.
    ///
    /// # Errors
    /// A defect of ours, if it cannot be written.
    pub fn read_only(value: &impl Serialize) -> Result<Self, AppError> {
        Self::new(None, value)
    }

    fn new(version: Option<Version>, value: &impl Serialize) -> Result<Self, AppError> {
        let body = serde_json::to_vec(value).map_err(|error| AppError::internal(&error))?;
        Ok(Self {
            tag: tag(version.map(|version| version.to_string()).as_deref(), &body),
            body,
        })
    }

    /// The answer to a read: nothing, if the client has it already.
    pub fn unless_known(self, known: &IfNoneMatch) -> Response {
        if !known.has(&self.tag) {
            return self.with_status(StatusCode::OK);
        }
        let mut response = StatusCode::NOT_MODIFIED.into_response();
        insert(&mut response, ETAG, &self.tag);
        response
    }

    /// The answer to a change.
    pub fn with_status(self, status: StatusCode) -> Response {
        let mut response = (status, Body::from(self.body)).into_response();
        let json = HeaderValue::from_static("application/json");
        response.headers_mut().insert(CONTENT_TYPE, json);
        insert(&mut response, ETAG, &self.tag);
        response
    }

    /// The answer to a create.
    pub fn created(self, location: &str) -> Response {
        let mut response = self.with_status(StatusCode::CREATED);
        insert(&mut response, LOCATION, location);
        response
    }
}

fn insert(response: &mut Response, name: HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::try_from(value) {
        response.headers_mut().insert(name, value);
    }
}

/// The way to another page of a list.
pub struct PageLink<'a> {
    /// What it is to this one: `next` or `prev`.
    pub relation: &'static str,
    /// Where it begins.
    pub cursor: &'a str,
}

impl<'a> PageLink<'a> {
    /// The ways forward and back, as far as there are any.
    pub fn both(next: Option<&'a str>, previous: Option<&'a str>) -> Vec<Self> {
        let link = |relation, cursor| Self { relation, cursor };
        let next = next.map(|cursor| link("next", cursor));
        let previous = previous.map(|cursor| link("prev", cursor));
        next.into_iter().chain(previous).collect()
    }
}

/// Links to other pages of the list at this path with these parameters (RFC 8288), relative to the server.
pub fn link_pages(response: &mut Response, path: &str, parameters: &str, pages: &[PageLink<'_>]) {
    let links: Vec<_> = pages
        .iter()
        .map(|page| {
            let joint = if parameters.is_empty() { "" } else { "&" };
            format!(
                "<{path}?{parameters}{joint}cursor={}>; rel=\"{}\"",
                page.cursor, page.relation
            )
        })
        .collect();
    if !links.is_empty() {
        insert(response, LINK, &links.join(", "));
    }
}
