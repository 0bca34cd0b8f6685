//! Rendering pages outside the route table: forms shown again, missing pages, failures.

use super::{
    assets::ENHANCE,
    context, markup,
    security::{set_content_security_policy, styled_policy},
    state::AppState,
};
use crate::{
    account::{model::Theme, theme},
    app::{EnhanceScript, shell},
    auth::{
        self,
        session::{AuthState, Refused},
    },
    error::AppError,
    ui::failure::{FailureBody, sign_in_address},
    v1,
};
use axum::{
    body::{Body, to_bytes},
    extract::State,
    http::{
        HeaderMap, HeaderValue, Method, Request, StatusCode,
        header::{
            ACCEPT, CONTENT_LENGTH, CONTENT_SECURITY_POLICY, CONTENT_TYPE, LINK, RETRY_AFTER,
        },
    },
    middleware::Next,
    response::{Html, IntoResponse, Redirect, Response},
};
use leptos::{html, prelude::*};
use leptos_axum::ResponseOptions;
use leptos_meta::HashedStylesheet;

/// Has the browser ask for the one font before it has read the style sheet that names it
/// (`style/type.css`), so that text need not change its face.
const FONT_WANTED: &str =
    "</fonts/archivo.36c4cb70.woff2>; rel=preload; as=font; type=\"font/woff2\"; crossorigin";

/// What every rendered page gets.
pub fn context(state: &AppState) {
    provide_context(state.clone());
    provide_context(auth::session::reader());
    if let Some(note) = auth::session::note(&state.auth) {
        provide_context(note);
    }
    provide_context(context::theme());
    provide_context(EnhanceScript(state.assets.versioned(ENHANCE)));
    if let Some(response) = use_context::<ResponseOptions>() {
        response.append_header(LINK, HeaderValue::from_static(FONT_WANTED));
    }
    set_content_security_policy(state.auth.provider_origins());
}

/// Renders the page at the request's address with something more in its context.
pub async fn render(
    state: AppState,
    request: Request<Body>,
    more: impl Fn() + Clone + Send + Sync + 'static,
) -> Response {
    let options = state.leptos.clone();
    leptos_axum::render_app_async_with_context(
        move || {
            context(&state);
            more();
        },
        move || shell(options.clone()),
    )(request)
    .await
}

/// A document that says why a request could not be answered, for answers that no page stands for.
pub fn failure(state: &AppState, theme: Theme, error: AppError) -> Response {
    failure_of_form(state, theme, error, Vec::new(), None)
}

/// The same for a form that could not be saved: with what was typed, to be copied, and the way to
/// sign in if that is what is missing.
pub fn failure_of_form(
    state: &AppState,
    theme: Theme,
    error: AppError,
    typed: Vec<(String, String)>,
    sign_in: Option<String>,
) -> Response {
    let status = StatusCode::from_u16(error.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut response = plain(state, theme, "That did not work", move || {
        view! { <FailureBody error typed sign_in/> }.into_any()
    });
    *response.status_mut() = status;
    response
}

/// A document without scripts, outside the app.
pub fn plain(
    state: &AppState,
    theme: Theme,
    title: &'static str,
    body: impl FnOnce() -> AnyView,
) -> Response {
    let document = Document {
        title: title.to_owned(),
        ..Document::default()
    };
    let html = document.html(state, theme, body);
    document.response(state, html)
}

/// A document outside the app.
#[derive(Default)]
pub struct Document {
    /// Its title, without the ending that all have.
    pub title: String,
    /// What search engines say of it.
    pub description: Option<String>,
    /// What the head says besides, by names of the Open Graph protocol (<https://ogp.me>): for programs that
    /// preview a link.
    pub preview: Vec<(&'static str, String)>,
    /// Whether it has the script of every page (`src/browser/js/enhance.ts`).
    pub with_script: bool,
}

impl Document {
    /// All of it, with this body.
    pub fn html(&self, state: &AppState, theme: Theme, body: impl FnOnce() -> AnyView) -> String {
        let options = state.leptos.clone();
        let description = self
            .description
            .clone()
            .map(|text| view! { <meta name="description" content=text/> });
        let preview = self
            .preview
            .iter()
            .map(|(property, content)| {
                html::meta()
                    .content(content.clone())
                    .attr("property", *property)
            })
            .collect_view();
        // In one piece: what Leptos puts between two is text in a title.
        let title = format!("{} · GitGud", self.title);
        let script = self.with_script.then(|| {
            let address = state.assets.versioned(ENHANCE);
            view! { <script type="module" src=address></script> }
        });
        let html = Owner::new().with(|| {
            view! {
                <html lang="en" data-theme=theme.attribute()>
                    <head>
                        <meta charset="utf-8"/>
                        <meta name="viewport" content="width=device-width, initial-scale=1"/>
                        <meta name="color-scheme" content=theme.color_scheme()/>
                        <meta name="theme-color" content="#ffdd00"/>
                        <title>{title}</title>
                        {description}
                        {preview}
                        <link rel="icon" href="/favicon.svg" type="image/svg+xml"/>
                        <HashedStylesheet options/>
                        {script}
                    </head>
                    <body>{body()}</body>
                </html>
            }
            .to_html()
        });
        format!("<!DOCTYPE html>{html}")
    }

    /// The answer that carries it.
    pub fn response(&self, state: &AppState, html: String) -> Response {
        let policy = styled_policy(state.auth.provider_origins(), self.with_script);
        let mut response = Html(html).into_response();
        let headers = response.headers_mut();
        headers.insert(CONTENT_SECURITY_POLICY, policy);
        headers.insert(LINK, HeaderValue::from_static(FONT_WANTED));
        response
    }
}

/// Whether a person would read the answer, rather than a program.
pub fn wants_page(headers: &HeaderMap) -> bool {
    headers
        .get(ACCEPT)
        .and_then(|accept| accept.to_str().ok())
        .is_some_and(|accept| accept.contains("text/html"))
}

/// Gives a browser a page, and a program of the API and a device that delivers their kinds of error, in place of the
/// bare words with which a layer refused their request: after a panic, past the rate limit (which say why in an
/// extension) or past the time limit.
pub async fn explain_failure(
    State(state): State<AppState>,
    request: Request<Body>,
    next: Next,
) -> Response {
    let wants_page = wants_page(request.headers());
    let theme = theme::of(request.headers());
    let of_program = request.uri().path().starts_with("/api/v1/");
    let of_device = request.uri().path().starts_with("/sync/");
    let response = next.run(request).await;
    let timed_out = response.status() == StatusCode::SERVICE_UNAVAILABLE
        && !response.headers().contains_key(CONTENT_TYPE);
    let error = match response.extensions().get::<AppError>() {
        Some(error) => error.clone(),
        None if timed_out => AppError::Unavailable,
        None => return response,
    };
    if of_program {
        return v1::refusal(error);
    }
    let mut answer = if of_device {
        Refused(error).into_response()
    } else if wants_page {
        failure(&state, theme, error)
    } else {
        return response;
    };
    if let Some(wait) = response.headers().get(RETRY_AFTER) {
        answer.headers_mut().insert(RETRY_AFTER, wait.clone());
    }
    answer
}

/// Puts the scripts that Leptos writes after the document into its body: what follows `</html>` is
/// no HTML, and a document that ends with it is known to be whole. Pages are complete before they
/// are sent, so nothing is held back by reading them here; and a reader who leaves early cannot
/// leave half a rendering behind.
pub async fn complete_document(request: Request<Body>, next: Next) -> Response {
    const END: &str = "</body></html>";
    let response = next.run(request).await;
    let is_page = response
        .headers()
        .get(CONTENT_TYPE)
        .is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    if !is_page {
        return response;
    }
    let (mut parts, body) = response.into_parts();
    let whole = match to_bytes(body, usize::MAX).await {
        Ok(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
        Err(error) => {
            let error = AppError::internal(&error);
            return (StatusCode::INTERNAL_SERVER_ERROR, format!("{error}\n")).into_response();
        }
    };
    // The first end is the document's own: text is escaped, and the scripts come after.
    let document = match whole.split_once(END) {
        Some((body, scripts)) => markup::valid(&[body, scripts, END].concat()),
        None => markup::valid(&whole),
    };
    parts.headers.remove(CONTENT_LENGTH);
    Response::from_parts(parts, Body::from(document))
}

/// Pages that are about one person. This only saves a signed-out visitor a useless page: what is
/// shown is guarded by the server functions that answer it.
const PERSONAL: [&str; 8] = [
    "/inbox",
    "/problems",
    "/attempts",
    "/tags",
    "/undo",
    "/review",
    "/insights",
    "/settings",
];

/// Sends a signed-out visitor of a personal page to sign in, and back afterwards.
pub async fn send_to_sign_in(request: Request<Body>, next: Next) -> Response {
    let path = request.uri().path();
    let personal = PERSONAL.iter().any(|page| {
        path.strip_prefix(page)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    });
    // Whoever lacks something else than signing in is shown what, on the page itself.
    let must_sign_in = match request.extensions().get::<AuthState>() {
        None | Some(AuthState::Pending(_)) => true,
        Some(AuthState::SignedOut(reason)) => reason.is_nobody(),
        Some(AuthState::SignedIn(_) | AuthState::Expired(..) | AuthState::Unavailable) => false,
    };
    if personal && must_sign_in && matches!(*request.method(), Method::GET | Method::HEAD) {
        let here = request
            .uri()
            .path_and_query()
            .map_or(path, |target| target.as_str());
        return Redirect::to(&sign_in_address(here)).into_response();
    }
    next.run(request).await
}
