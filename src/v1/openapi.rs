//! The description of the API, OpenAPI 3.1. Routes describe themselves where they stand; what all of them have in
//! common is added here, by rules: the token, the errors, the conditions.

use super::problem_details::PROBLEM_JSON;
use utoipa::{
    OpenApi,
    openapi::{
        self, Components, Content, HeaderBuilder, Object, Ref, RefOr, Response, ResponseBuilder,
        Type,
        path::{Operation, Parameter, ParameterBuilder, ParameterIn, PathItem},
        schema::Schema,
        security::{HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme},
    },
};

#[derive(OpenApi)]
#[openapi(
    info(
        title = "GitGud",
        version = "1",
        license(name = "MIT"),
        description = "The journal for other programs. Everything is JSON in UTF-8, instants are RFC 3339, minutes are minutes.\n\n\
            **Tokens.** Send `Authorization: Bearer …` with a personal access token (made, listed and revoked at \
            `/settings/tokens`) or a Clerk session token. Cookies are not looked at.\n\n\
            **Creates** carry an id that you make, a UUID of version 7. Sent again, the same request is answered the same.\n\n\
            **Edits** may carry `If-Match` with the `ETag` you read: then they are done only if nobody edited it since, else 412 \
            tells what is there now. `PUT` replaces everything, `PATCH` what it names; `null` empties, absent stays.\n\n\
            **Lists** have pages: follow `nextCursor`, or the `Link` header. **Reads** answer 304 to `If-None-Match`.\n\n\
            **Errors** are `application/problem+json` (RFC 9457) with a stable `code`."
    ),
    servers((url = "/api/v1", description = "This server.")),
    tags(
        (name = "Problems", description = "What was or will be tried."),
        (name = "Attempts", description = "The log: what every number is derived from."),
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
        "A part of GitGud cannot be reached just now. Nothing was changed.",
    ),
];

const WITH_PARAMETERS: [(&str, &str); 1] = [("400", "A parameter cannot be read.")];
const WITH_ID: [(&str, &str); 1] = [("404", "It does not exist, or belongs to somebody else.")];
const WITH_BODY: [(&str, &str); 4] = [
    ("400", "The body is no JSON."),
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
    document.security = Some(vec![SecurityRequirement::new("token", NO_SCOPES)]);
    for (path, item) in &mut document.paths.paths {
        let has_id = path.contains("{id}");
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
            (delete, true),
        ] {
            if let Some(operation) = operation {
                complete_operation(operation, has_id, edits);
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
            let unchanged = ResponseBuilder::new()
                .description("It is still what you have.")
                .header("ETag", HeaderBuilder::new().schema(Some(text())).build())
                .build();
            add(read, "304", unchanged);
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
    for response in operation.responses.responses.values_mut() {
        if let RefOr::T(response) = response {
            for (name, description) in [
                (
                    "RateLimit-Limit",
                    "Requests that may come at once after a rest.",
                ),
                ("RateLimit-Remaining", "How many of them are left."),
                ("RateLimit-Reset", "Seconds until none of them is missing."),
            ] {
                let number = Schema::from(Object::with_type(Type::Integer));
                let header = HeaderBuilder::new()
                    .schema(Some(number))
                    .description(Some(description));
                response
                    .headers
                    .insert(name.to_owned(), header.build().into());
            }
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

fn problem(status: &str, description: &str) -> Response {
    let content = Content::new(Some(Ref::from_schema_name("ProblemDetails")));
    let response = ResponseBuilder::new()
        .description(description)
        .content(PROBLEM_JSON, content);
    let response = match status {
        "429" | "503" => response.header(
            "Retry-After",
            HeaderBuilder::new()
                .schema(Some(Schema::from(Object::with_type(Type::Integer))))
                .description(Some("Seconds to wait."))
                .build(),
        ),
        _ => response,
    };
    response.build()
}
