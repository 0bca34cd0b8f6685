//! The description of the API, OpenAPI 3.1. Routes describe themselves where they stand, and `guide.md` says what
//! holds for all of them; what they have in common is added here, by rules: the token, the errors, the conditions.

use super::problem_details::{Code, PROBLEM_JSON};
use serde_json::json;
use std::fmt::Write as _;
use utoipa::{
    OpenApi,
    openapi::{
        self, Components, Content, Header, HeaderBuilder, Object, Ref, RefOr, Response,
        ResponseBuilder, Type,
        path::{Operation, Parameter, ParameterBuilder, ParameterIn, PathItem},
        schema::{AdditionalProperties, Schema},
        security::{HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme},
    },
};

#[derive(OpenApi)]
#[openapi(
    info(
        title = "GitGud",
        version = "1",
        license(name = "MIT"),
        description = include_str!("guide.md")
    ),
    servers((url = "/api/v1", description = "This server.")),
    tags(
        (name = "Problems", description = "What was or will be tried."),
        (name = "Attempts", description = "The log: what every number is derived from."),
        (name = "Shares", description = "Links at which anybody can read a problem."),
        (name = "Journal", description = "The journal as a whole, and links."),
    )
)]
struct Description;

/// The description before any route is in it.
pub fn bare() -> openapi::OpenApi {
    Description::openapi()
}

/// Errors that any request may be answered with.
const COMMON: [(&str, &str); 5] = [
    ("401", "No token, or one that is not good (any more)."),
    ("403", "The token is good, and not for this."),
    (
        "429",
        "Too many requests; `Retry-After` says when to go on.",
    ),
    (
        "500",
        "A defect of GitGud's, with the id under which it was logged.",
    ),
    (
        "503",
        "A part of GitGud cannot be reached just now. What was asked for in vain for ten seconds may still be done.",
    ),
];

const WITH_PARAMETERS: [(&str, &str); 1] = [("400", "A parameter cannot be read.")];
const WITH_ID: [(&str, &str); 1] = [("404", "It does not exist, or belongs to somebody else.")];
const WITH_BODY: [(&str, &str); 5] = [
    ("400", "The body is no JSON."),
    ("408", "The body did not arrive whole in time."),
    ("413", "More than 4 MiB."),
    ("415", "The body is not `application/json`."),
    (
        "422",
        "Some values cannot be accepted; `errors` says which and why.",
    ),
];
const WITH_CONDITION: [(&str, &str); 1] = [(
    "412",
    "It has moved on since the `ETag` in `If-Match`; `current` is what is there now.",
)];

/// Adds what all routes have in common.
pub fn complete(document: &mut openapi::OpenApi) {
    let components = document.components.get_or_insert_with(Components::new);
    components.add_security_scheme("token", token());
    complete_schemas(components);
    document.security = Some(vec![SecurityRequirement::new("token", NO_SCOPES)]);
    for (path, item) in &mut document.paths.paths {
        let has_id = path.contains("{id}");
        // A link is made and ended, and never edited.
        let has_versions = !path.contains("/shares");
        let PathItem {
            get,
            put,
            post,
            delete,
            patch,
            ..
        } = item;
        for (operation, edits) in [
            (get, false),
            (post, false),
            (put, true),
            (patch, true),
            (delete, has_versions),
        ] {
            if let Some(operation) = operation {
                complete_operation(operation, has_id, edits);
                give_example_of_id(operation, path);
            }
        }
        if let Some(read) = &mut item.get {
            add_parameter(
                read,
                condition(
                    "If-None-Match",
                    "The `ETag` you have; answered with 304 if it is still that.",
                ),
            );
            let unchanged = ResponseBuilder::new().description("It is still what you have.");
            add(read, "304", unchanged.build());
            for status in ["200", "304"] {
                if let Some(RefOr::T(answer)) = read.responses.responses.get_mut(status) {
                    let tag = header(text(), "For `If-None-Match`.");
                    answer.headers.entry("ETag".to_owned()).or_insert(tag);
                }
            }
        }
    }
}

const NO_SCOPES: [&str; 0] = [];

fn token() -> SecurityScheme {
    let bearer = HttpBuilder::new()
        .scheme(HttpAuthScheme::Bearer)
        .description(Some(
            "A personal access token, `gitgud_pat_…`, or a Clerk session token.",
        ));
    SecurityScheme::Http(bearer.build())
}

fn complete_operation(operation: &mut Operation, has_id: bool, edits: bool) {
    let has_parameters = operation.parameters.iter().flatten().any(|parameter| {
        matches!(parameter, RefOr::T(parameter) if parameter.parameter_in == ParameterIn::Query)
    });
    let mut errors = COMMON.to_vec();
    if has_parameters {
        errors.extend(WITH_PARAMETERS);
    }
    if has_id {
        errors.extend(WITH_ID);
    }
    if operation.request_body.is_some() {
        errors.extend(WITH_BODY);
    }
    if edits {
        errors.extend(WITH_CONDITION);
        add_parameter(
            operation,
            condition(
                "If-Match",
                "The `ETag` the edit starts from; left out, the edit is done whatever is there.",
            ),
        );
    }
    for (status, description) in errors {
        add(operation, status, problem(status, description));
    }
    for (status, response) in &mut operation.responses.responses {
        // Nobody's requests are counted.
        if let RefOr::T(response) = response
            && status != "401"
        {
            for (name, description) in [
                (
                    "RateLimit-Limit",
                    "Requests that may come at once after a rest.",
                ),
                ("RateLimit-Remaining", "How many of them are left."),
                ("RateLimit-Reset", "Seconds until none of them is missing."),
            ] {
                let header = header(number(), description);
                response.headers.insert(name.to_owned(), header);
            }
        }
    }
}

/// The ids of the examples, by how a path begins.
const IDS: [(&str, &str); 3] = [
    ("/problems/", "01936f2e-5a00-7000-8000-0123456789ab"),
    ("/attempts/", "01936f2e-5a00-7000-8000-0123456789ac"),
    ("/shares/", "01936f2e-5a00-7000-8000-0123456789ad"),
];

fn give_example_of_id(operation: &mut Operation, path: &str) {
    let id = IDS.iter().find(|(begin, _)| path.starts_with(begin));
    for parameter in operation.parameters.iter_mut().flatten() {
        if let (RefOr::T(parameter), Some((_, id))) = (parameter, id)
            && parameter.parameter_in == ParameterIn::Path
        {
            let with_example = ParameterBuilder::from(parameter.clone()).example(Some(json!(id)));
            *parameter = with_example.build();
        }
    }
}

/// What a route says itself stays.
fn add(operation: &mut Operation, status: &str, response: Response) {
    let responses = &mut operation.responses.responses;
    responses
        .entry(status.to_owned())
        .or_insert_with(|| RefOr::T(response));
}

fn add_parameter(operation: &mut Operation, parameter: Parameter) {
    let parameters = operation.parameters.get_or_insert_default();
    parameters.push(parameter.into());
}

fn condition(name: &str, description: &str) -> Parameter {
    ParameterBuilder::new()
        .name(name)
        .parameter_in(ParameterIn::Header)
        .required(utoipa::openapi::Required::False)
        .description(Some(description))
        .schema(Some(text()))
        .build()
}

fn text() -> Schema {
    Schema::from(Object::with_type(Type::String))
}

fn number() -> Schema {
    Schema::from(Object::with_type(Type::Integer))
}

fn header(schema: Schema, description: &str) -> RefOr<Header> {
    HeaderBuilder::new()
        .schema(Some(schema))
        .description(Some(description))
        .build()
        .into()
}

fn problem(status: &str, description: &str) -> Response {
    let content = Content::new(Some(Ref::from_schema_name("ProblemDetails")));
    let response = ResponseBuilder::new()
        .description(description)
        .content(PROBLEM_JSON, content);
    let mut response = response.build();
    let header = match status {
        "401" => Some((
            "WWW-Authenticate",
            header(text(), "Which kind of token is missing."),
        )),
        "429" | "503" => Some(("Retry-After", header(number(), "Seconds to wait."))),
        _ => None,
    };
    response
        .headers
        .extend(header.map(|(name, header)| (name.to_owned(), header)));
    response
}

/// Of members that are never written when there is nothing to say.
const WRITTEN_IN_PART: &str = "ProblemDetails";

/// Adds what the derived schemas leave out.
fn complete_schemas(components: &mut Components) {
    for (name, schema) in &mut components.schemas {
        let RefOr::T(schema) = schema else { continue };
        match schema {
            Schema::Object(object) => complete_object(object, name),
            Schema::AllOf(all) => {
                for part in &mut all.items {
                    if let RefOr::T(Schema::Object(object)) = part {
                        complete_object(object, name);
                    }
                }
            }
            _ => {}
        }
    }
    if let Some(RefOr::T(Schema::Object(codes))) = components.schemas.get_mut("Code") {
        let mut description = codes.description.take().unwrap_or_default();
        description.push('\n');
        for code in Code::ALL {
            let (name, status) = (code.name(), code.status().as_u16());
            let _ = write!(description, "\n* `{name}` ({status}): {}", code.meaning());
        }
        codes.description = Some(description);
    }
}

fn complete_object(object: &mut Object, name: &str) {
    // What is said of a member stands at the member, also where it may be null.
    for member in object.properties.values_mut() {
        if let RefOr::T(Schema::OneOf(either)) = member
            && let Some(RefOr::Ref(one)) = either.items.first_mut()
            && either.description.is_none()
        {
            either.description = Some(std::mem::take(&mut one.description));
        }
    }
    // What is sent to us says that it may have no other members. What we write is written whole.
    let is_sent_to_us = object
        .additional_properties
        .as_deref()
        .is_some_and(|more| matches!(more, AdditionalProperties::FreeForm(false)));
    let is_sent_to_us = is_sent_to_us || name.starts_with("CompanionMessage");
    if !is_sent_to_us && name != WRITTEN_IN_PART {
        object.required = object.properties.keys().cloned().collect();
    }
}
