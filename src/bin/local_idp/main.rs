//! The local identity provider: signs people in on a developer's machine and in tests, with
//! the same tokens, cookies and handshakes as Clerk, so that the application runs one code path
//! everywhere. It listens on this machine only and is never part of a release.

mod account;
mod backend;
mod backend_users;
mod clock;
mod control;
mod control_sessions;
mod control_state;
mod control_webhooks;
mod cookies;
mod frontend;
mod graveyard;
mod help;
mod keys;
mod pages;
mod pages_account;
mod people;
mod portal;
mod provider;
mod router;
mod session;
mod settings;
mod signing_key;
mod store;
#[cfg(test)]
mod tests;
mod tokens;
mod webhooks;
mod wire;

use clap::{Args, Parser, Subcommand};
use gitgud::auth::publishable_key::PublishableKey;
use graveyard::Graveyard;
use keys::Keys;
use provider::Provider;
use reqwest::Url;
use settings::Settings;
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
use webhooks::Webhooks;

/// Stands in for Clerk on this machine. Anybody who can reach it can sign in as anybody.
#[derive(Parser)]
#[command(name = "gitgud-local-idp", version, after_help = help::after_help())]
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
        #[command(flatten)]
        making: Making,
        /// Where webhooks are posted to, such as <http://localhost:3000/webhooks/clerk>; nowhere
        /// unless given.
        #[arg(long, value_parser = parse_webhook_url)]
        webhook_url: Option<Url>,
    },
    /// Print the environment the application needs to use the provider: one KEY='value' per line.
    Env {
        #[command(flatten)]
        common: Common,
    },
}

/// How tokens are made.
#[derive(Args)]
struct Making {
    /// How long a session token lives, in seconds.
    #[arg(long, default_value_t = Settings::default().token_lifetime, value_parser = clap::value_parser!(i64).range(1..))]
    token_lifetime: i64,
    /// Leave the application's origin (azp) out of tokens made in handshakes and refreshes, as
    /// Clerk does on navigations.
    #[arg(long)]
    omit_azp: bool,
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
            making,
            webhook_url,
        } => serve(common, app_origins, &making, webhook_url).await,
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

async fn serve(
    common: Common,
    app_origins: Vec<String>,
    making: &Making,
    webhook_url: Option<Url>,
) -> Result<(), Box<dyn Error>> {
    let keys = Keys::load_or_create(&common.keys)?;
    let listener = TcpListener::bind(common.addr)
        .await
        .map_err(|error| format!("cannot listen on {}: {error}", common.addr))?;
    let settings = Settings {
        token_lifetime: making.token_lifetime,
        omit_azp: making.omit_azp,
        ..Settings::default()
    };
    let webhooks = Webhooks::new(webhook_url, webhooks::PAUSES)?;
    let graveyard = Graveyard::at(common.keys.join("deleted-people"));
    let provider = Provider::new(
        common.addr,
        app_origins,
        keys,
        settings,
        webhooks,
        graveyard,
    )
    .map_err(|error| format!("{}: {error}", common.keys.display()))?;
    eprintln!(
        "local identity provider at http://{} for {}",
        common.addr,
        provider.app_origins.join(", ")
    );
    let mut terminate = signal(SignalKind::terminate())?;
    tokio::select! {
        result = axum::serve(listener, router::router(provider)) => result?,
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
        (
            "CLERK_JWT_KEY",
            keys.signing_key.public_pem()?.replace('\n', "\\n"),
        ),
        ("CLERK_WEBHOOK_SIGNING_SECRET", keys.webhook_secret.clone()),
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

fn parse_webhook_url(text: &str) -> Result<Url, String> {
    Url::parse(text)
        .ok()
        .filter(|url| matches!(url.scheme(), "http" | "https"))
        .ok_or_else(|| "not an address like http://localhost:3000/webhooks/clerk".to_owned())
}

fn parse_origin(text: &str) -> Result<String, String> {
    Url::parse(text)
        .ok()
        .filter(|url| matches!(url.scheme(), "http" | "https"))
        .filter(|url| url.origin().ascii_serialization() == text)
        .map(|_| text.to_owned())
        .ok_or_else(|| "not an origin like http://localhost:3000, without a path".to_owned())
}
