//! What a browser keeps so that the app opens without a network: the service worker (`src/browser/js/sw.ts`), a document
//! for every page to be made in, and one for when there is nothing else.

use super::{
    assets::Assets,
    pages::{self, Document},
    security::WORKER_POLICY,
    state::AppState,
};
use crate::{
    account::theme,
    app,
    ui::{
        button::{ButtonKind, LinkButton},
        icon::IconSprite,
        layout::{Footer, Header, MAIN_ID, SkipLink},
    },
};
use axum::{
    Router,
    body::Body,
    extract::{Request, State},
    http::{
        HeaderMap, HeaderValue, StatusCode,
        header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE},
    },
    response::{IntoResponse, Response},
    routing::get,
};
use leptos::prelude::*;

/// The same for everybody.
pub fn open() -> Router<AppState> {
    Router::new()
        .route("/sw.js", get(script))
        .route("/offline", get(offline))
}

/// What says whose it is.
pub fn personal() -> Router<AppState> {
    Router::new().route("/shell", get(shell))
}

async fn script(State(assets): State<Assets>) -> Response {
    // The first time reads every file.
    let script = tokio::task::spawn_blocking(move || assets.worker()).await;
    let Ok(Some(script)) = script else {
        return (StatusCode::NOT_FOUND, "not found\n").into_response();
    };
    let headers = [
        (
            CONTENT_TYPE,
            HeaderValue::from_static("text/javascript; charset=utf-8"),
        ),
        (CACHE_CONTROL, HeaderValue::from_static("no-cache")),
        (CONTENT_SECURITY_POLICY, WORKER_POLICY),
    ];
    (headers, script).into_response()
}

/// The document of every page with no page in it. The worker keeps it; nobody else may.
async fn shell(State(state): State<AppState>, request: Request<Body>) -> Response {
    let options = state.leptos.clone();
    leptos_axum::render_app_async_with_context(
        move || pages::context(&state),
        move || app::empty_shell(options.clone()),
    )(request)
    .await
}

async fn offline(State(state): State<AppState>, headers: HeaderMap) -> Response {
    let document = Document {
        title: "You are offline".to_owned(),
        with_script: true,
        ..Document::default()
    };
    let html = document.html(&state, theme::of(&headers), || {
        view! {
            <IconSprite/>
            <div class="site">
                <SkipLink/>
                <Header links=Vec::new() path=String::new()>
                    <LinkButton href="/" kind=ButtonKind::Plain>"Journal"</LinkButton>
                </Header>
                // The script of every page opens the address once more when the network is back.
                <main class="page page--narrow wrap" id=MAIN_ID tabindex="-1" data-opens-again>
                    <h1>"You are offline"</h1>
                    <p>"GitGud cannot be reached, and this page is not on this device. It opens by itself when the network is back."</p>
                    <p>"Until then you can go on with your journal, if this device has a copy of it, and read the pages you opened here before. What you change is kept and sent later."</p>
                    <p class="cluster">
                        <LinkButton href="" kind=ButtonKind::Primary>"Try again"</LinkButton>
                    </p>
                </main>
                <Footer>
                    <p>"GitGud. A coding-interview journal with brutal honesty."</p>
                </Footer>
            </div>
        }
        .into_any()
    });
    document.response(&state, html)
}
