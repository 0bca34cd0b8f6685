//! Everything the process reads from its environment, in one place.

use crate::{
    auth::config::{ClerkConfig, ClerkSettings, ConfigProblems},
    inbox::listen::{self, ListenError},
    v1::PER_MINUTE,
};
use axum::http::HeaderValue;
use clap::builder::FalseyValueParser;
use secrecy::{ExposeSecret, SecretString};
use std::{net::SocketAddr, num::NonZeroU32, path::PathBuf};

/// Configuration of `gitgud serve`. Each value is read from the named variable or flag.
#[derive(Clone, Debug, clap::Args)]
pub struct Config {
    /// Where the journal is kept, as a `postgres://` address.
    #[arg(long, env = "DATABASE_URL", hide_env_values = true)]
    pub database_url: SecretString,

    /// Address to listen on.
    #[arg(long, env = "GITGUD_ADDR", default_value = "127.0.0.1:3000")]
    pub addr: SocketAddr,

    /// Origin under which people reach the app, such as `https://gitgud.example`; by default
    /// `http://localhost` with the port of the address.
    #[arg(long, env = "GITGUD_ORIGIN")]
    pub origin: Option<String>,

    /// Folder with the browser's files; by default `site` beside the binary or above it.
    #[arg(long, env = "GITGUD_SITE_ROOT")]
    pub site_root: Option<PathBuf>,

    /// Clerk's publishable key, `pk_test_…` or `pk_live_…`.
    #[arg(long, env = "CLERK_PUBLISHABLE_KEY")]
    pub clerk_publishable_key: Option<String>,

    /// Clerk's secret key.
    #[arg(long, env = "CLERK_SECRET_KEY", hide_env_values = true)]
    pub clerk_secret_key: Option<SecretString>,

    /// Public key of the Clerk instance as PEM; with it no key is ever fetched.
    #[arg(long, env = "CLERK_JWT_KEY")]
    pub clerk_jwt_key: Option<String>,

    /// Clerk's backend API, by default `https://api.clerk.com`.
    #[arg(long, env = "CLERK_API_URL")]
    pub clerk_api_url: Option<String>,

    /// Replaces Clerk's frontend API in redirects.
    #[arg(long, env = "CLERK_PROXY_URL")]
    pub clerk_proxy_url: Option<String>,

    /// Where to send people who must sign in; by default Clerk's account portal.
    #[arg(long, env = "CLERK_SIGN_IN_URL")]
    pub clerk_sign_in_url: Option<String>,

    /// Origins that may appear as `azp` in tokens, separated by commas; by default the app's own.
    #[arg(long, env = "CLERK_AUTHORIZED_PARTIES")]
    pub clerk_authorized_parties: Option<String>,

    /// Set to 1 to refuse session tokens that name no application (`azp`), as Clerk's own libraries do.
    #[arg(long, env = "CLERK_REQUIRE_AZP")]
    pub clerk_require_azp: Option<String>,

    /// Where Clerk's own script is, such as `https://clerk.example.com/npm/@clerk/clerk-js@6/dist/clerk.browser.js`;
    /// not loaded if not set.
    #[arg(long, env = "CLERK_JS_URL")]
    pub clerk_js_url: Option<String>,

    /// What Clerk's webhooks are signed with, `whsec_…`; several by commas while one replaces another.
    #[arg(long, env = "CLERK_WEBHOOK_SIGNING_SECRET", hide_env_values = true)]
    pub clerk_webhook_signing_secret: Option<SecretString>,

    /// Requests a minute that one access token may make; a person may make twice as many over all their tokens.
    #[arg(long, env = "GITGUD_API_PER_MINUTE", default_value_t = PER_MINUTE)]
    pub api_per_minute: NonZeroU32,

    /// Origins whose pages may use the API from a browser, such as `https://tools.example`, separated by commas.
    #[arg(long, env = "GITGUD_API_ORIGINS", value_delimiter = ',', value_parser = exact_origin)]
    pub api_origins: Vec<HeaderValue>,

    /// Set to 1 to accept an identity provider on this machine; never in production.
    #[arg(long, env = "ALLOW_LOCAL_IDP")]
    pub allow_local_idp: Option<String>,

    /// Take what the browser extension Competitive Companion sends, on this machine only.
    #[arg(long, env = "GITGUD_COMPANION", value_parser = FalseyValueParser::new())]
    pub companion: bool,

    /// Ports to take it at, separated by commas; by default those the extension posts to.
    #[arg(long, env = "GITGUD_COMPANION_PORTS", value_delimiter = ',', default_values_t = listen::PORTS)]
    pub companion_ports: Vec<u16>,

    /// Access token that may change the journal, to know whose inbox it goes to.
    #[arg(long, env = "GITGUD_COMPANION_TOKEN", hide_env_values = true)]
    pub companion_token: Option<SecretString>,
}

impl Config {
    /// Origin under which people reach the app, without a slash at the end.
    pub fn origin(&self) -> String {
        match &self.origin {
            Some(origin) => origin.trim_end_matches('/').to_owned(),
            None => format!("http://localhost:{}", self.addr.port()),
        }
    }

    /// The identity part, checked as a whole.
    ///
    /// # Errors
    /// Everything that is missing or contradicts something else, all at once.
    pub fn clerk(&self) -> Result<ClerkConfig, ConfigProblems> {
        ClerkConfig::from_settings(ClerkSettings {
            publishable_key: self.clerk_publishable_key.clone(),
            secret_key: self
                .clerk_secret_key
                .as_ref()
                .map(|key| key.expose_secret().to_owned()),
            jwt_key: self.clerk_jwt_key.clone(),
            api_url: self.clerk_api_url.clone(),
            proxy_url: self.clerk_proxy_url.clone(),
            sign_in_url: self.clerk_sign_in_url.clone(),
            authorized_parties: self.clerk_authorized_parties.clone(),
            require_azp: self.clerk_require_azp.clone(),
            clerk_js_url: self.clerk_js_url.clone(),
            webhook_secrets: self
                .clerk_webhook_signing_secret
                .as_ref()
                .map(|secrets| secrets.expose_secret().to_owned()),
            allow_local_idp: self.allow_local_idp.clone(),
            app_origin: self.origin(),
        })
    }

    /// Where to listen for the browser extension, if at all.
    ///
    /// # Errors
    /// When nothing says whose inbox it is for.
    pub fn companion(&self) -> Result<Option<listen::Settings>, ListenError> {
        if !self.companion {
            return Ok(None);
        }
        let token = self.companion_token.clone();
        let token = token.filter(|token| !token.expose_secret().trim().is_empty());
        Ok(Some(listen::Settings {
            ports: self.companion_ports.clone(),
            token: token.ok_or_else(|| ListenError::NoToken {
                origin: self.origin(),
            })?,
        }))
    }

    /// Folder with the browser's files.
    pub fn site_root(&self) -> PathBuf {
        if let Some(told) = &self.site_root {
            return told.clone();
        }
        let beside = std::env::current_exe()
            .ok()
            .and_then(|binary| binary.parent().map(|folder| folder.join("site")));
        match beside {
            Some(folder) if folder.is_dir() => folder,
            // Where the build puts it, beside the folder of the binary.
            Some(folder) => folder
                .parent()
                .and_then(|release| release.parent())
                .map_or(folder.clone(), |target| target.join("site")),
            None => PathBuf::from("site"),
        }
    }
}

/// Why a text is no origin.
#[derive(Debug, thiserror::Error)]
#[error(
    "write an origin as browsers do, such as https://tools.example or http://localhost:5173: no path, no slash at the end, no *"
)]
pub struct NoOrigin;

/// Takes an origin as a browser writes it, to the letter.
fn exact_origin(text: &str) -> Result<HeaderValue, NoOrigin> {
    let text = text.trim();
    let host = ["https://", "http://"]
        .iter()
        .find_map(|scheme| text.strip_prefix(scheme));
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "-.:[]".contains(c);
    match host {
        Some(host) if !host.is_empty() && host.chars().all(plain) => {
            HeaderValue::from_str(text).map_err(|_| NoOrigin)
        }
        _ => Err(NoOrigin),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn origins_are_taken_to_the_letter() {
        for good in [
            "https://a.example",
            "http://localhost:5173",
            "http://[::1]:80",
        ] {
            assert_eq!(exact_origin(good).unwrap(), good);
        }
        for bad in [
            "",
            "*",
            "https://",
            "https://*.example",
            "https://a.example/",
            "https://a.example/x",
            "a.example",
            "https://A.example",
            "null",
        ] {
            assert!(exact_origin(bad).is_err(), "{bad}");
        }
    }
}
