//! `/developers`: what the API is, for people. Made of [`DOCUMENT`] on the server, so that it says the same; complete
//! without scripts, and the same for everybody but for the theme of the device.

mod operations;
mod parts;
mod prose;
mod samples;
mod schemas;

use self::{
    operations::{Described, Group, groups},
    parts::{HeaderRow, code_block, method_label},
    prose::{Section, sections},
};
use super::{DOCUMENT, problem_details::Code};
use crate::{
    account::theme,
    server::{
        etag::{IfNoneMatch, tag},
        pages,
        state::AppState,
    },
    ui::{
        button::{ButtonKind, LinkButton},
        layout::{Footer, Header, MAIN_ID, NavLink, SkipLink},
    },
};
use axum::{
    extract::State,
    http::{
        HeaderMap, HeaderValue,
        header::{CACHE_CONTROL, ETAG},
    },
    response::Response,
};
use leptos::prelude::*;
use std::sync::{Arc, OnceLock};
use utoipa::openapi::OpenApi;

/// Where it is.
pub const PATH: &str = "/developers";
const TITLE: &str = "Developers";
const SUMMARY: &str = "The JSON API of GitGud, a coding-interview journal: every request with its parameters, its answers and an example.";
/// What stands in the description for the origin under which people reach the app.
const SOME_ORIGIN: &str = "https://gitgud.example";

/// The page without what is around it, made when it is first asked for.
#[derive(Clone, Default)]
pub struct Contents(Arc<OnceLock<String>>);

/// `GET /developers`
pub async fn developers(
    State(state): State<AppState>,
    headers: HeaderMap,
    known: IfNoneMatch,
) -> Response {
    let contents = state.api.contents.0.get_or_init(|| {
        let owner = Owner::new();
        owner.with(|| contents(&DOCUMENT, state.auth.origin()).to_html())
    });
    let document = pages::Document {
        title: TITLE.to_owned(),
        description: Some(SUMMARY.to_owned()),
        with_script: true,
        ..pages::Document::default()
    };
    let html = document.html(&state, theme::of(&headers), || {
        view! { <div class="site" inner_html=contents.as_str()></div> }.into_any()
    });
    // It is sent compressed or not, so its tag is a weak one.
    let tag = tag(None, html.as_bytes());
    let mut response = document.response(&state, html);
    if known.has(&tag) {
        *response.status_mut() = axum::http::StatusCode::NOT_MODIFIED;
        *response.body_mut() = axum::body::Body::empty();
    }
    let headers = response.headers_mut();
    // A new release has a new style sheet: asked for each time, and answered with 304 until then.
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    if let Ok(tag) = HeaderValue::try_from(format!("W/{tag}")) {
        headers.insert(ETAG, tag);
    }
    response
}

/// Header, page and footer.
fn contents(document: &OpenApi, origin: &str) -> AnyView {
    let guide = document.info.description.clone().unwrap_or_default();
    let (intro, mut guide) = sections(&guide.replace(SOME_ORIGIN, origin));
    let first = if guide.is_empty() {
        None
    } else {
        Some(guide.remove(0))
    };
    let groups = groups(document);
    let outline = || outline(&guide, &groups, document);
    let links = vec![
        NavLink {
            href: "/",
            label: "Journal",
        },
        NavLink {
            href: PATH,
            label: TITLE,
        },
    ];
    view! {
        <SkipLink/>
        <Header links path=PATH.to_owned()>
            <a class="nav__link" href="/settings/tokens">"Access tokens"</a>
        </Header>
        <main class="api" id=MAIN_ID tabindex="-1">
            {top(intro, first)}
            <div class="wrap api__columns">
                <nav class="api__aside outline" aria-label="On this page">{outline()}</nav>
                <details class="api__folded outline">
                    <summary class="outline__summary">"On this page"</summary>
                    <nav aria-label="On this page, folded">{outline()}</nav>
                </details>
                <div class="api__text">
                    {guide.iter().map(|section| chapter(section, document)).collect_view()}
                    {groups.iter().map(|group| group_of(group, document)).collect_view()}
                    {schemas::section(document)}
                </div>
            </div>
        </main>
        <Footer>
            <p>"GitGud. A coding-interview journal with brutal honesty."</p>
            <p class="cluster"><a href="/api/v1/openapi.json">"openapi.json"</a> <a href="/settings/tokens">"Access tokens"</a></p>
        </Footer>
    }
    .into_any()
}

/// The first screen: what this is, and the first request.
fn top(intro: String, first: Option<Section>) -> AnyView {
    view! {
        <div class="hero">
            <div class="wrap hero__grid api__hero">
                <div>
                    <h1 class="hero__title">"The GitGud API"</h1>
                    <div class="hero__lede" inner_html=intro></div>
                    <p class="cluster api__ways">
                        <LinkButton href="/settings/tokens" kind=ButtonKind::Primary>"Get a token"</LinkButton>
                        <LinkButton href="/api/v1/openapi.json">"openapi.json"</LinkButton>
                    </p>
                </div>
                {first.map(|first| view! {
                    <section class="api__first" aria-labelledby=first.id.clone()>
                        <h2 id=first.id.clone()>{first.title}</h2>
                        <div class="stack" inner_html=first.html></div>
                    </section>
                })}
            </div>
        </div>
    }
    .into_any()
}

/// Every heading of the page, to go to.
fn outline(guide: &[Section], groups: &[Group<'_>], document: &OpenApi) -> AnyView {
    let to = |id: String, words: AnyView| view! { <li><a href=format!("#{id}")>{words}</a></li> };
    let basics = guide
        .iter()
        .map(|section| to(section.id.clone(), section.title.clone().into_any()))
        .collect_view();
    let operations = groups
        .iter()
        .map(|group| {
            let entries = group.operations.iter().map(|one| {
                let words = view! { {method_label(one.method)} " " <span class="outline__path">{one.path.to_owned()}</span> };
                to(one.id().to_owned(), words.into_any())
            });
            view! {
                <p class="outline__title"><a href=format!("#{}", group.id)>{group.name.to_owned()}</a></p>
                <ul class="outline__list outline__list--data">{entries.collect_view()}</ul>
            }
        })
        .collect_view();
    let schemas = schemas::listed(document)
        .into_iter()
        .map(|name| to(schemas::id_of(name), name.to_owned().into_any()))
        .collect_view();
    view! {
        <p class="outline__title">"Basics"</p>
        <ul class="outline__list">{basics}</ul>
        {operations}
        <p class="outline__title"><a href="#schemas">"Schemas"</a></p>
        <ul class="outline__list outline__list--data">{schemas}</ul>
    }
    .into_any()
}

/// A section of the guide, with what the document has to say to it.
fn chapter(section: &Section, document: &OpenApi) -> AnyView {
    let more = match section.id.as_str() {
        "limits" => Some(limits(document)),
        "errors" => Some(errors(document)),
        _ => None,
    };
    view! {
        <section class="api__section" aria-labelledby=section.id.clone()>
            <h2 id=section.id.clone()>{section.title.clone()}</h2>
            <div class="stack" inner_html=section.html.clone()></div>
            {more}
        </section>
    }
    .into_any()
}

/// The headers that say how much is left.
fn limits(document: &OpenApi) -> AnyView {
    let told = operations::headers(document)
        .into_iter()
        .filter(|(name, _)| name.starts_with("RateLimit") || *name == "Retry-After")
        .map(|(name, meaning)| parts::row(parts::name(name), prose::inline(meaning)));
    parts::table(
        "Headers of the limits",
        HeaderRow("Header", "What it says"),
        told.collect(),
    )
}

/// Every code, and what an error looks like.
fn errors(document: &OpenApi) -> AnyView {
    let sample = samples::Samples::of(document).named("ProblemDetails");
    let mut last = 0;
    let rows = Code::ALL.iter().map(|code| {
        let status = code.status().as_u16();
        // The first of a status is where the status leads.
        let anchor = (status != last).then(|| parts::id_of_status(status));
        last = status;
        let name = code.name();
        let head = view! {
            {parts::name(&name)}
            <span class="meanings__kind" id=anchor>{code.status().to_string()}</span>
        };
        parts::row_at(
            prose::id_of_code(&name),
            head.into_any(),
            prose::inline(code.meaning()),
        )
    });
    let rows = rows.collect();
    view! {
        {code_block("An error".to_owned(), "json", &sample, None)}
        {parts::table("Codes", HeaderRow("Code", "What it means"), rows)}
    }
    .into_any()
}

fn group_of(group: &Group<'_>, document: &OpenApi) -> AnyView {
    let shared = operations::shared_statuses(document);
    let operations = group
        .operations
        .iter()
        .map(|one: &Described<'_>| one.view(document, &shared))
        .collect_view();
    view! {
        <section class="api__section api__section--loud" aria-labelledby=group.id.clone()>
            <h2 id=group.id.clone()>{group.name.to_owned()}</h2>
            <div class="stack" inner_html=prose::html(group.meaning)></div>
            {operations}
        </section>
    }
    .into_any()
}
