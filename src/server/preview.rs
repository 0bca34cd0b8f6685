//! Markdown shown as it will look, for browsers without JavaScript: any form of ours is posted here by its preview
//! button, into a tab of its own, and stays as it is in the first.

use super::{
    forms::{BODY_LIMIT, decode, run},
    pages,
    state::AppState,
};
use crate::{
    account::theme,
    error::AppError,
    notes::api::PreviewMarkdown,
    ui::{escape::escape_html, markdown::Markdown},
};
use axum::{
    body::{Body, to_bytes},
    extract::State,
    http::Request,
    response::Response,
};
use leptos::prelude::*;
use serde::Deserialize;
use std::collections::BTreeMap;

/// The pressed button names the field that is to be shown.
#[derive(Deserialize)]
struct Asked {
    preview: String,
    fields: BTreeMap<String, String>,
}

/// Answers the post of a form with a document that shows one of its fields.
pub async fn preview(State(state): State<AppState>, request: Request<Body>) -> Response {
    let (parts, body) = request.into_parts();
    let theme = theme::of(&parts.headers);
    let Ok(body) = to_bytes(body, BODY_LIMIT).await else {
        return pages::failure(&state, theme, AppError::TooLarge);
    };
    let text = decode::<Asked>(&body).and_then(|mut asked| asked.fields.remove(&asked.preview));
    let Some(text) = text else {
        return pages::failure(&state, theme, AppError::BadRequest);
    };
    match run(
        PreviewMarkdown { text },
        parts,
        state.clone(),
        leptos_axum::ResponseOptions::default(),
    )
    .await
    {
        Ok(html) => pages::plain(&state, theme, "Preview", move || shown(html)),
        Err(AppError::Invalid(errors)) => {
            let message = errors.of("text").unwrap_or_default();
            let mut response = pages::plain(&state, theme, "Preview", move || {
                shown(escape_html(&message))
            });
            *response.status_mut() = axum::http::StatusCode::UNPROCESSABLE_ENTITY;
            response
        }
        Err(error) => pages::failure(&state, theme, error),
    }
}

fn shown(html: String) -> AnyView {
    let html = if html.is_empty() {
        "<p>Nothing is written yet.</p>".to_owned()
    } else {
        html
    };
    view! {
        <main class="preview" id="main">
            <h1>"Preview"</h1>
            <p class="field__hint">"Nothing is saved yet. Close this tab to go on writing."</p>
            <Markdown sanitised_html=html/>
        </main>
    }
    .into_any()
}
