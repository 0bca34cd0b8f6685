//! `docs/API.md`, run as it stands: one shell goes through its blocks against a served router, and what each
//! prints is what the document shows below it.

use crate::{helpers::TestApp, tokens::access_token};
use gitgud::token::model::Scope;
use serde_json::{Deserializer, Value};
use sqlx::PgPool;
use std::{
    net::SocketAddr,
    process::{Command, Output, Stdio},
};

/// What stands in the document for what differs from time to time.
const ANYTHING: &str = "…";
/// Ends what a block prints.
const END: char = '\u{1e}';

/// A block of commands, and what is shown below it.
struct Step {
    /// Line of its first command.
    line: usize,
    commands: String,
    shown: Option<String>,
}

fn steps(document: &str) -> Vec<Step> {
    let mut steps: Vec<Step> = Vec::new();
    let mut lines = document.lines().zip(1..);
    while let Some((line, number)) = lines.next() {
        let Some(language) = line.strip_prefix("```") else {
            continue;
        };
        let inside: Vec<_> = lines
            .by_ref()
            .map(|(line, _)| line)
            .take_while(|line| *line != "```")
            .collect();
        let text = inside.join("\n");
        match language {
            "sh" => steps.push(Step {
                line: number + 1,
                commands: text,
                shown: None,
            }),
            "json" => {
                let step = steps.last_mut().unwrap();
                let second = step.shown.replace(text).is_some();
                assert!(!second, "docs/API.md:{number}: what is this the output of?");
            }
            _ => {}
        }
    }
    steps
}

fn values(text: &str) -> Result<Vec<Value>, serde_json::Error> {
    Deserializer::from_str(text).into_iter().collect()
}

/// Takes out of what was printed whatever the document leaves open.
fn without_what_differs(printed: &mut Value, shown: &Value) {
    match (printed, shown) {
        (printed, Value::String(shown)) if shown == ANYTHING && !printed.is_null() => {
            *printed = Value::String(ANYTHING.to_owned());
        }
        (Value::Array(printed), Value::Array(shown)) => {
            for (printed, shown) in printed.iter_mut().zip(shown) {
                without_what_differs(printed, shown);
            }
        }
        (Value::Object(printed), Value::Object(shown)) => {
            for (name, printed) in printed {
                if let Some(shown) = shown.get(name) {
                    without_what_differs(printed, shown);
                }
            }
        }
        _ => {}
    }
}

/// Why a step did not do what the document says, if it did not.
fn difference(step: &Step, printed: &str) -> Option<String> {
    let shown = step.shown.as_deref().unwrap_or_default();
    let found = match values(printed) {
        Ok(mut found) => {
            let shown = values(shown).unwrap_or_else(|error| panic!("{error} in {shown}"));
            for (printed, shown) in found.iter_mut().zip(&shown) {
                without_what_differs(printed, shown);
            }
            if found == shown {
                return None;
            }
            let pretty = found.iter().map(|value| format!("{value:#}"));
            pretty.collect::<Vec<_>>().join("\n")
        }
        Err(_) => printed.to_owned(),
    };
    Some(format!("printed:\n{found}\n\nthe document shows:\n{shown}"))
}

/// One shell for all steps.
fn run(steps: &[Step], origin: &str, token: &str) -> Output {
    let script: Vec<_> = steps
        .iter()
        .map(|step| format!("{}\nprintf '%s' '{END}'\n", step.commands))
        .collect();
    Command::new("bash")
        .args(["--noprofile", "--norc", "-euo", "pipefail", "-c"])
        .arg(script.concat())
        // Nobody's proxies and settings.
        .env_clear()
        .envs(std::env::var_os("PATH").map(|path| ("PATH", path)))
        .envs([("GITGUD", origin), ("TOKEN", token)])
        .stdin(Stdio::null())
        .output()
        .unwrap_or_else(|error| panic!("bash does not run: {error}"))
}

#[sqlx::test(migrations = "./migrations")]
async fn the_walk_through_the_api_goes_as_it_is_written(pool: PgPool) {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/API.md");
    let steps = steps(&std::fs::read_to_string(path).unwrap());
    assert!(steps.len() > 12, "{}", steps.len());
    let token = access_token(&pool, "ada", Scope::Write).await.1;
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let origin = format!("http://{}", listener.local_addr().unwrap());
    let app = TestApp::new(pool)
        .router()
        .into_make_service_with_connect_info::<SocketAddr>();
    let server = tokio::spawn(async move { axum::serve(listener, app).await });

    let (steps, output) = tokio::task::spawn_blocking(move || {
        let output = run(&steps, &origin, &token);
        (steps, output)
    })
    .await
    .unwrap();
    server.abort();

    let printed = String::from_utf8_lossy(&output.stdout);
    let mut printed = printed.split(END);
    for step in &steps {
        let here = format!("docs/API.md:{}\n{}\n\n", step.line, step.commands);
        let text = printed.next().unwrap_or_default();
        if let Some(difference) = difference(step, text) {
            let said = String::from_utf8_lossy(&output.stderr);
            panic!("{here}{difference}\n\n{said}");
        }
    }
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(
        output.status.success() && said.is_empty(),
        "{}: {said}",
        output.status
    );
}
