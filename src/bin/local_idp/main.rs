//! The local identity provider: signs people in on a developer's machine and in tests, with
//! the same tokens, cookies and handshakes as Clerk, so that the application runs one code path
//! everywhere. It listens on this machine only and is never part of a release.

mod backend;
mod control;
mod frontend;
mod keys;
mod pages;
mod portal;
mod provider;
#[cfg(test)]
mod provider_tests;
mod tokens;

use clap::{Args, Parser, Subcommand};
use gitgud::auth::publishable_key::PublishableKey;
use keys::Keys;
use provider::Provider;
use std::{
    error::Error,
    io::Write,
    net::{IpAddr, SocketAddr},
    path::PathBuf,
    process::ExitCode,
};
use tokio::{
    net::TcpListener,
    signal::unix::{SignalKind, signal},
};

const AFTER_HELP: &str = "\
For the application:
  set -a; eval \"$(gitgud-local-idp env)\"; set +a

For people:
  http://127.0.0.1:4455/                 what this is, and who is signed in
  http://127.0.0.1:4455/sign-in          be Ada, Grace, Linus, Margaret or someone new

For tests:
  curl -d '{\"user\": \"ada\"}' http://127.0.0.1:4455/test/tokens
  Any header field or claim beside \"user\" replaces that of the token, and null removes it. \"ttl\" is its
  life in seconds; \"key\": \"foreign\" signs it with a key nobody knows.";

/// Stands in for Clerk on this machine. Anybody who can reach it can sign in as anybody.
#[derive(Parser)]
#[command(name = "gitgud-local-idp", version, after_help = AFTER_HELP)]
struct CommandLine {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Run the provider.
    Serve {
        #[command(flatten)]
        common: Common,
        /// Origin of an application that may send people here; may be given several times.
        ///
        /// Exactly as browsers write it: no path, no slash at the end. The first one is what the
        /// tokens of /test/tokens are made for.
        #[arg(long = "app-origin", default_value = "http://localhost:3000", value_parser = parse_origin)]
        app_origins: Vec<String>,
    },
    /// Print the environment the application needs to use the provider: one KEY='value' per line.
    Env {
        #[command(flatten)]
        common: Common,
    },
}

#[derive(Args)]
struct Common {
    /// Address to listen on: 127.… and a port.
    #[arg(long, default_value = "127.0.0.1:4455", value_parser = parse_address)]
    addr: SocketAddr,
    /// Folder of the keys; made, with new keys, if it does not exist.
    #[arg(long, default_value = ".data/idp")]
    keys: PathBuf,
}

#[tokio::main]
async fn main() -> ExitCode {
    let command = CommandLine::parse().command;
    let result = match command {
        Command::Serve {
            common,
            app_origins,
        } => serve(common, app_origins).await,
        Command::Env { common } => print_environment(&common),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("gitgud-local-idp: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn serve(common: Common, app_origins: Vec<String>) -> Result<(), Box<dyn Error>> {
    let keys = Keys::load_or_create(&common.keys)?;
    let listener = TcpListener::bind(common.addr)
        .await
        .map_err(|error| format!("cannot listen on {}: {error}", common.addr))?;
    let provider = Provider::new(common.addr, app_origins, keys);
    eprintln!(
        "local identity provider at http://{} for {}",
        common.addr,
        provider.app_origins.join(", ")
    );
    let mut terminate = signal(SignalKind::terminate())?;
    tokio::select! {
        result = axum::serve(listener, provider::router(provider)) => result?,
        _ = tokio::signal::ctrl_c() => {}
        _ = terminate.recv() => {}
    }
    Ok(())
}

fn print_environment(common: &Common) -> Result<(), Box<dyn Error>> {
    let keys = Keys::load_or_create(&common.keys)?;
    let url = format!("http://{}", common.addr);
    let variables = [
        ("CLERK_PUBLISHABLE_KEY", keys::publishable_key(common.addr)),
        ("CLERK_SECRET_KEY", keys.secret_key.clone()),
        ("CLERK_API_URL", url.clone()),
        ("CLERK_PROXY_URL", url.clone()),
        ("CLERK_SIGN_IN_URL", format!("{url}/sign-in")),
        ("CLERK_JWT_KEY", keys.public_pem()?.replace('\n', "\\n")),
        ("ALLOW_LOCAL_IDP", "1".to_owned()),
    ];
    let mut out = std::io::stdout().lock();
    for (name, value) in variables {
        writeln!(out, "{name}='{value}'")?;
    }
    Ok(())
}

/// The publishable key is made from the address, and Clerk's rules for it want a dot.
fn parse_address(text: &str) -> Result<SocketAddr, String> {
    let address: SocketAddr = text
        .parse()
        .map_err(|_| "not an address like 127.0.0.1:4455")?;
    let IpAddr::V4(ip) = address.ip() else {
        return Err("only IPv4 addresses will do".to_owned());
    };
    if !ip.is_loopback() {
        return Err(format!(
            "{ip} can be reached from outside; this program lets anybody sign in as anybody, so it \
             listens on 127.… only"
        ));
    }
    if address.port() == 0 || PublishableKey::parse(&keys::publishable_key(address)).is_none() {
        return Err("a fixed port is needed".to_owned());
    }
    Ok(address)
}

fn parse_origin(text: &str) -> Result<String, String> {
    reqwest::Url::parse(text)
        .ok()
        .filter(|url| matches!(url.scheme(), "http" | "https"))
        .filter(|url| url.origin().ascii_serialization() == text)
        .map(|_| text.to_owned())
        .ok_or_else(|| "not an origin like http://localhost:3000, without a path".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_consistent() {
        CommandLine::command().debug_assert();
    }

    #[test]
    fn addresses_that_others_can_reach_are_refused() {
        assert!(parse_address("127.0.0.1:4455").is_ok());
        assert!(parse_address("127.1.2.3:80").is_ok());
        for address in [
            "0.0.0.0:4455",
            "192.168.1.2:4455",
            "[::1]:4455",
            "127.0.0.1:0",
            "localhost:1",
        ] {
            assert!(parse_address(address).is_err(), "{address}");
        }
    }

    #[test]
    fn origins_are_taken_only_as_browsers_write_them() {
        assert!(parse_origin("http://localhost:3000").is_ok());
        for origin in [
            "http://localhost:3000/",
            "http://localhost:80",
            "localhost:3000",
            "file:///",
        ] {
            assert!(parse_origin(origin).is_err(), "{origin}");
        }
    }
}
