//! One section for each operation: what it takes, what it answers, and an example of both.

use super::{
    parts::{HeaderRow, code_block, id_of_status, method_label, row, table},
    prose,
    samples::Samples,
    schemas::{self, Fact, Need},
};
use crate::{
    ui::escape::escape_html,
    v1::schema::{name_of, named},
};
use axum::http::StatusCode;
use leptos::prelude::*;
use serde_json::Value;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use utoipa::openapi::{
    Content, OpenApi, RefOr, Required, Response,
    path::{Operation, Parameter, ParameterIn, PathItem},
    request_body::RequestBody,
};

/// An operation, and where it is.
pub struct Described<'a> {
    /// `GET`, …
    pub method: &'static str,
    /// Below the address of the server.
    pub path: &'a str,
    operation: &'a Operation,
}

/// The operations that belong together.
pub struct Group<'a> {
    /// Where a link leads to it.
    pub id: String,
    /// What it is called.
    pub name: &'a str,
    /// What it is about.
    pub meaning: &'a str,
    /// In the order in which one meets them.
    pub operations: Vec<Described<'a>>,
}

/// All operations, by the tags of the document.
pub fn groups(document: &OpenApi) -> Vec<Group<'_>> {
    let tags = document.tags.iter().flatten();
    tags.map(|tag| Group {
        id: tag.name.to_lowercase(),
        name: &tag.name,
        meaning: tag.description.as_deref().unwrap_or_default(),
        operations: all(document).filter(|one| one.is_of(&tag.name)).collect(),
    })
    .collect()
}

fn all(document: &OpenApi) -> impl Iterator<Item = Described<'_>> {
    document.paths.paths.iter().flat_map(|(path, item)| {
        let PathItem {
            get,
            post,
            put,
            patch,
            delete,
            ..
        } = item;
        [
            ("GET", get),
            ("POST", post),
            ("PUT", put),
            ("PATCH", patch),
            ("DELETE", delete),
        ]
        .into_iter()
        .filter_map(move |(method, operation)| {
            operation.as_ref().map(|operation| Described {
                method,
                path,
                operation,
            })
        })
    })
}

/// The schemas that requests send.
pub fn sent(document: &OpenApi) -> Vec<&str> {
    let contents = all(document).filter_map(|one| one.content());
    contents
        .filter_map(|content| match &content.schema {
            Some(RefOr::Ref(reference)) => Some(name_of(&reference.ref_location)),
            _ => None,
        })
        .collect()
}

/// Every header of an answer with what it says.
pub fn headers(document: &OpenApi) -> BTreeMap<&str, &str> {
    all(document)
        .flat_map(|one| one.responses())
        .flat_map(|(_, response)| &response.headers)
        .filter_map(|(name, header)| match header {
            RefOr::T(header) => Some((name.as_str(), header.description.as_deref()?)),
            RefOr::Ref(_) => None,
        })
        .collect()
}

/// The errors that every operation answers, and says the same about.
pub fn shared_statuses(document: &OpenApi) -> Vec<&str> {
    let Some(first) = all(document).next() else {
        return Vec::new();
    };
    let is_shared = |status: &str, response: &Response| {
        all(document).all(|one| {
            let mut answers = one.responses();
            answers.any(|(other, answer)| {
                other == status && answer.description == response.description
            })
        })
    };
    first
        .responses()
        .filter(|(status, response)| status.starts_with(['4', '5']) && is_shared(status, response))
        .map(|(status, _)| status)
        .collect()
}

impl<'a> Described<'a> {
    /// Where a link leads to it.
    pub fn id(&self) -> &'a str {
        self.operation.operation_id.as_deref().unwrap_or_default()
    }

    fn is_of(&self, tag: &str) -> bool {
        self.operation.tags.iter().flatten().any(|one| one == tag)
    }

    fn parameters(&self) -> impl Iterator<Item = &'a Parameter> {
        let parameters = self.operation.parameters.iter().flatten();
        parameters.filter_map(|parameter| match parameter {
            RefOr::T(parameter) => Some(parameter),
            RefOr::Ref(_) => None,
        })
    }

    fn responses(&self) -> impl Iterator<Item = (&'a str, &'a Response)> + use<'a> {
        let responses = self.operation.responses.responses.iter();
        responses.filter_map(|(status, response)| match response {
            RefOr::T(response) => Some((status.as_str(), response)),
            RefOr::Ref(_) => None,
        })
    }

    fn body(&self) -> Option<&'a RequestBody> {
        match self.operation.request_body.as_ref()? {
            RefOr::T(body) => Some(body),
            RefOr::Ref(_) => None,
        }
    }

    /// What it is sent, in the first of its media types.
    fn content(&self) -> Option<&'a Content> {
        content_of(self.body()?.content.values().next()?)
    }

    /// Its section.
    pub fn view(&self, document: &OpenApi, shared: &[&str]) -> AnyView {
        let about = format!("{} {}", self.method, self.path);
        let server = document.servers.iter().flatten().next();
        let server = server.map(|server| server.url.as_str()).unwrap_or_default();
        let summary = self.operation.summary.as_deref().unwrap_or_default();
        let more = self.operation.description.as_deref().unwrap_or_default();
        view! {
            <section class="operation" aria-labelledby=self.id().to_owned()>
                <h3 class="operation__address" id=self.id().to_owned()>
                    {method_label(self.method)} " "
                    <span class="operation__path"><span class="operation__server">{server.to_owned()}</span> {self.path.to_owned()}</span>
                </h3>
                <div class="operation__summary stack" inner_html=prose::html(summary) + &prose::html(more)></div>
                {self.parameters_table(document, &about)}
                {self.body_section(document)}
                {self.answers(&about, shared)}
                {self.examples(document, server, &about)}
            </section>
        }
        .into_any()
    }

    fn parameters_table(&self, document: &OpenApi, about: &str) -> Option<AnyView> {
        let rows: Vec<_> = self
            .parameters()
            .filter_map(|parameter| {
                let fact = Fact {
                    name: &parameter.name,
                    place: Some(match parameter.parameter_in {
                        ParameterIn::Path => "path",
                        ParameterIn::Header => "header",
                        ParameterIn::Cookie => "cookie",
                        _ => "query",
                    }),
                    need: Need::of_sent(parameter.required == Required::True),
                    meaning: parameter.description.as_deref().unwrap_or_default(),
                    schema: parameter.schema.as_ref()?,
                    example: example_of(parameter),
                };
                Some(fact.row(document))
            })
            .collect();
        if rows.is_empty() {
            return None;
        }
        let label = format!("Parameters of {about}");
        let header = HeaderRow("Parameter", "What it means");
        Some(view! { <h4>"Parameters"</h4> {table(&label, header, rows)} }.into_any())
    }

    fn body_section(&self, document: &OpenApi) -> Option<AnyView> {
        let RefOr::Ref(reference) = self.content()?.schema.as_ref()? else {
            return None;
        };
        let name = name_of(&reference.ref_location);
        let schema = named(document, name)?;
        let mut kinds = self.body()?.content.keys().skip(1).peekable();
        let others = kinds.peek().is_some().then(|| {
            let kinds: Vec<_> = kinds.map(|kind| format!("`{kind}`")).collect();
            let told = format!("Taken as `application/json` or {}.", kinds.join(" or "));
            view! { <p inner_html=prose::inline(&told)></p> }
        });
        Some(
            view! {
                <h4 id=schemas::id_of(name)>"Body: " {name.to_owned()}</h4>
                {schemas::explained(document, name, schema)}
                {others}
            }
            .into_any(),
        )
    }

    fn answers(&self, about: &str, shared: &[&str]) -> AnyView {
        let mut rows: Vec<_> = self
            .responses()
            .filter(|(status, _)| !shared.contains(status))
            .map(|(status, response)| row(status_of(status), answer(response)))
            .collect();
        if !shared.is_empty() {
            let links: Vec<_> = shared.iter().map(|status| link(status)).collect();
            let told = format!("As for every request: {}.", links.join(", "));
            let other = view! { <span class="meanings__name">"Other errors"</span> };
            rows.push(row(other.into_any(), told));
        }
        let label = format!("Answers of {about}");
        let header = HeaderRow("Answer", "What it means");
        view! { <h4>"Answers"</h4> {table(&label, header, rows)} }.into_any()
    }

    fn examples(&self, document: &OpenApi, server: &str, about: &str) -> AnyView {
        let samples = Samples::of(document);
        let request = self.curl(server, &samples);
        let answer = self
            .responses()
            .find(|(status, _)| status.starts_with('2'))
            .map(|(status, response)| {
                let title = format!("Answer: {}", words(status));
                let content = response.content.values().next().and_then(content_of);
                match content.and_then(|content| content.schema.as_ref()) {
                    Some(schema) => code_block(title, "json", &samples.json(schema), None),
                    None => code_block(title, "sh", "(no body)", None),
                }
            });
        view! {
            <div class="operation__examples">
                {code_block("Request".to_owned(), "sh", &request, Some(about))}
                {answer}
            </div>
        }
        .into_any()
    }

    /// The request for a shell.
    fn curl(&self, server: &str, samples: &Samples<'_>) -> String {
        let mut path = self.path.to_owned();
        let mut words = Vec::new();
        for parameter in self.parameters() {
            let Some(Value::String(example)) = example_of(parameter) else {
                continue;
            };
            let name = &parameter.name;
            match parameter.parameter_in {
                ParameterIn::Path => path = path.replace(&format!("{{{name}}}"), &example),
                ParameterIn::Query => {
                    words.push(format!(
                        "--data-urlencode {}",
                        quoted(&format!("{name}={example}"))
                    ));
                }
                // What a request may be bound to is of use where it changes something.
                ParameterIn::Header if self.body().is_some() => {
                    words.push(format!("-H {}", quoted(&format!("{name}: {example}"))));
                }
                _ => {}
            }
        }
        let has_query = words.iter().any(|word| word.starts_with("--data"));
        let method = match self.method {
            "GET" if has_query => "-G ".to_owned(),
            "GET" => String::new(),
            method => format!("-X {method} "),
        };
        let mut lines = vec![format!("curl {method}\"$GITGUD{server}{path}\"")];
        lines.push("-H \"Authorization: Bearer $TOKEN\"".to_owned());
        lines.extend(words);
        if let Some(schema) = self.content().and_then(|content| content.schema.as_ref()) {
            lines.push("-H \"Content-Type: application/json\"".to_owned());
            lines.push(format!("-d {}", quoted(&samples.json(schema))));
        }
        lines.join(" \\\n  ")
    }
}

fn content_of(content: &RefOr<Content>) -> Option<&Content> {
    match content {
        RefOr::T(content) => Some(content),
        RefOr::Ref(_) => None,
    }
}

/// What a parameter may look like, which only its serialised form tells.
fn example_of(parameter: &Parameter) -> Option<Value> {
    let written = serde_json::to_value(parameter).ok()?;
    written.get("example").cloned()
}

/// A word of a shell, as it stands.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "'\\''"))
}

/// A status with its words.
fn words(status: &str) -> String {
    let known = status
        .parse()
        .ok()
        .and_then(|status| StatusCode::from_u16(status).ok());
    known.map_or_else(|| status.to_owned(), |known| known.to_string())
}

fn status_of(status: &str) -> AnyView {
    let shown = words(status);
    match status.parse() {
        Ok(number) if number >= 400 => {
            let href = format!("#{}", id_of_status(number));
            view! { <a class="meanings__name" href=href>{shown}</a> }.into_any()
        }
        _ => view! { <span class="meanings__name">{shown}</span> }.into_any(),
    }
}

fn link(status: &str) -> String {
    let status = escape_html(status);
    match status.parse() {
        Ok(number) => format!("<a href=\"#{}\">{status}</a>", id_of_status(number)),
        Err(_) => status,
    }
}

/// What an answer means, what it holds and which headers it has, as HTML.
fn answer(response: &Response) -> String {
    let mut told = prose::inline(&response.description);
    let content = response.content.iter().next();
    let schema = content.and_then(|(kind, content)| Some((kind, content_of(content)?)));
    if let Some((kind, content)) = schema
        && kind == "application/json"
        && let Some(RefOr::Ref(reference)) = &content.schema
    {
        let name = escape_html(name_of(&reference.ref_location));
        let _ = write!(
            told,
            " <span class=\"meanings__limits\">Body: <a href=\"#{}\">{name}</a>.</span>",
            schemas::id_of(&name)
        );
    }
    for (name, header) in &response.headers {
        // What every answer has is told once.
        if let RefOr::T(header) = header
            && !name.starts_with("RateLimit")
        {
            let meaning = prose::inline(header.description.as_deref().unwrap_or_default());
            let _ = write!(
                told,
                " <span class=\"meanings__limits\">Header <code>{}</code>: {meaning}</span>",
                escape_html(name)
            );
        }
    }
    told
}
