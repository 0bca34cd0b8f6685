//! The identity settings, checked as a whole before the application starts.
//!
//! Local, test and production differ only here. What would be unsafe or cannot work is refused at
//! start, with everything that is wrong in one message.

pub use super::config_problems::{ConfigProblem, ConfigProblems};
use super::{
    model::ClerkScript,
    publishable_key::{Instance, PublishableKey},
    rsa_key::PublicKey,
    token::Expectations,
};
use crate::webhook::model::Secrets;
use reqwest::Url;
use secrecy::SecretString;
use std::net::IpAddr;

/// Clerk's own backend API.
const DEFAULT_API_URL: &str = "https://api.clerk.com";

/// The settings as they stand in the environment; an empty one counts as not set.
#[derive(Clone, Default)]
pub struct ClerkSettings {
    /// `CLERK_PUBLISHABLE_KEY`
    pub publishable_key: Option<String>,
    /// `CLERK_SECRET_KEY`
    pub secret_key: Option<String>,
    /// `CLERK_JWT_KEY`: the instance's public key; without it keys are fetched.
    pub jwt_key: Option<String>,
    /// `CLERK_API_URL`
    pub api_url: Option<String>,
    /// `CLERK_PROXY_URL`: stands in for the frontend API; a URL or a path of the application.
    pub proxy_url: Option<String>,
    /// `CLERK_SIGN_IN_URL`
    pub sign_in_url: Option<String>,
    /// `CLERK_AUTHORIZED_PARTIES`: origins separated by commas; the application's own if not set.
    pub authorized_parties: Option<String>,
    /// `CLERK_REQUIRE_AZP`: `1` refuses tokens that name no application, as Clerk's libraries do.
    pub require_azp: Option<String>,
    /// `CLERK_JS_URL`: where Clerk's own script is, if pages shall load it.
    pub clerk_js_url: Option<String>,
    /// `CLERK_WEBHOOK_SIGNING_SECRET`: secrets separated by commas or whitespace; without one no
    /// webhook is taken.
    pub webhook_secrets: Option<String>,
    /// `ALLOW_LOCAL_IDP`: `1` accepts an identity provider on this machine.
    pub allow_local_idp: Option<String>,
    /// The origin people reach the application at, such as `http://localhost:3000`.
    pub app_origin: String,
}

/// Consistent identity settings. Made by [`ClerkConfig::from_settings`] only.
#[derive(Clone, Debug)]
pub struct ClerkConfig {
    pub(super) key: PublishableKey,
    pub(super) secret_key: SecretString,
    pub(super) jwt_key: Option<PublicKey>,
    /// Without a slash at the end.
    pub(super) api_url: String,
    /// Base of the frontend API as browsers reach it, without a slash at the end.
    pub(super) frontend_url: String,
    pub(super) sign_in_url: Url,
    pub(super) app_origin: String,
    pub(super) expected: Expectations,
    /// Whether tokens that name no application are refused.
    pub(super) requires_authorized_party: bool,
    /// Where Clerk's own script is, if pages load it.
    pub(super) clerk_js_url: Option<Url>,
    pub(super) webhook_secrets: Secrets,
}

impl ClerkConfig {
    /// Checks the settings, each by itself and all together.
    ///
    /// # Errors
    /// Every problem there is.
    pub fn from_settings(settings: ClerkSettings) -> Result<Self, ConfigProblems> {
        let mut checks = Checks::of(&settings);
        let key = checks.publishable_key();
        let secret_key = checks.secret_key();
        let jwt_key = checks.jwt_key();
        let api_url = checks.url("CLERK_API_URL", settings.api_url, DEFAULT_API_URL);
        let proxy_url = settings.proxy_url.filter(|url| !url.is_empty()).map(|url| {
            if url.starts_with('/') {
                format!("{}{url}", settings.app_origin)
            } else {
                url
            }
        });
        let issuer = key.as_ref().map(PublishableKey::issuer).unwrap_or_default();
        let proxied_issuer = proxy_url.as_ref().map(|url| trimmed(url).to_owned());
        let frontend_url = checks.url("CLERK_PROXY_URL", proxy_url, &issuer);
        let portal = key.as_ref().map(PublishableKey::sign_in_url);
        let sign_in_url = checks.url(
            "CLERK_SIGN_IN_URL",
            settings.sign_in_url,
            &portal.unwrap_or_default(),
        );
        let clerk_js_url = settings
            .clerk_js_url
            .filter(|url| !url.trim().is_empty())
            .and_then(|url| checks.url("CLERK_JS_URL", Some(url), ""));
        let requires_authorized_party = checks.switch("CLERK_REQUIRE_AZP", settings.require_azp);
        checks.origin("GITGUD_ORIGIN", &settings.app_origin);
        let authorized_parties =
            checks.authorized_parties(settings.authorized_parties, &settings.app_origin);
        let webhook_secrets = checks.webhook_secrets(settings.webhook_secrets);

        match (key, secret_key, api_url, frontend_url, sign_in_url) {
            (Some(key), Some(secret_key), Some(api_url), Some(frontend_url), Some(sign_in_url))
                if checks.problems.is_empty() =>
            {
                Ok(Self {
                    key,
                    secret_key,
                    jwt_key,
                    api_url: trimmed(api_url.as_str()).to_owned(),
                    frontend_url: trimmed(frontend_url.as_str()).to_owned(),
                    sign_in_url,
                    app_origin: settings.app_origin,
                    expected: Expectations {
                        issuers: std::iter::once(issuer).chain(proxied_issuer).collect(),
                        authorized_parties,
                    },
                    requires_authorized_party,
                    clerk_js_url,
                    webhook_secrets,
                })
            }
            _ => Err(ConfigProblems(checks.problems)),
        }
    }

    /// What the provider's API is called with; all processes of an installation have the same.
    pub(crate) fn secret_key(&self) -> &SecretString {
        &self.secret_key
    }

    /// The keys that webhooks may be signed with.
    pub fn webhook_secrets(&self) -> &Secrets {
        &self.webhook_secrets
    }
}

impl ClerkConfig {
    /// The provider's page about the account, beside its sign-in page.
    pub(super) fn profile_url(&self) -> Url {
        let mut url = self.sign_in_url.clone();
        url.set_query(None);
        let path = url.path().trim_end_matches('/').to_owned();
        let folder = path.strip_suffix("/sign-in").unwrap_or_default();
        url.set_path(&format!("{folder}/user"));
        url
    }
}

impl ClerkConfig {
    /// The origins of the frontend API and of the sign-in page, separated by a space.
    pub(super) fn provider_origins(&self) -> String {
        let frontend = Url::parse(&self.frontend_url).ok();
        let mut origins: Vec<String> = [frontend.as_ref(), Some(&self.sign_in_url)]
            .into_iter()
            .flatten()
            .map(|url| url.origin().ascii_serialization())
            .collect();
        origins.dedup();
        origins.join(" ")
    }

    /// Clerk's own script, if pages load it.
    pub(super) fn clerk_script(&self) -> Option<ClerkScript> {
        let url = self.clerk_js_url.as_ref()?;
        let proxied = self.frontend_url != self.key.issuer();
        Some(ClerkScript {
            src: url.to_string(),
            origin: url.origin().ascii_serialization(),
            publishable_key: self.key.text.clone(),
            frontend_url: self.frontend_url.clone(),
            proxy_url: proxied.then(|| self.frontend_url.clone()),
        })
    }
}

/// Collects problems while settings are read.
struct Checks {
    publishable_key: Option<String>,
    secret_key: Option<String>,
    jwt_key: Option<String>,
    live: bool,
    allow_local: bool,
    problems: Vec<ConfigProblem>,
}

impl Checks {
    fn of(settings: &ClerkSettings) -> Self {
        let set = |value: &Option<String>| value.clone().filter(|value| !value.trim().is_empty());
        let publishable_key = set(&settings.publishable_key);
        Self {
            live: publishable_key
                .as_ref()
                .is_some_and(|key| key.starts_with("pk_live_")),
            publishable_key,
            secret_key: set(&settings.secret_key),
            jwt_key: set(&settings.jwt_key),
            allow_local: settings.allow_local_idp.as_deref() == Some("1"),
            problems: Vec::new(),
        }
    }

    fn report(&mut self, problem: ConfigProblem) {
        if !self.problems.contains(&problem) {
            self.problems.push(problem);
        }
    }

    fn publishable_key(&mut self) -> Option<PublishableKey> {
        if self.live && self.allow_local {
            self.report(ConfigProblem::LocalProviderWithLiveKey);
        }
        let Some(text) = &self.publishable_key else {
            self.report(ConfigProblem::Missing("CLERK_PUBLISHABLE_KEY"));
            return None;
        };
        let Some(key) = PublishableKey::parse(text) else {
            self.report(ConfigProblem::PublishableKey);
            return None;
        };
        let local = Url::parse(&key.issuer()).is_ok_and(|url| is_loopback(&url));
        if local && key.instance == Instance::Production {
            self.report(ConfigProblem::LocalProviderWithLiveKey);
        } else if local && !self.allow_local {
            self.report(ConfigProblem::LocalProvider("CLERK_PUBLISHABLE_KEY"));
        }
        Some(key)
    }

    fn secret_key(&mut self) -> Option<SecretString> {
        let Some(key) = self.secret_key.take() else {
            self.report(ConfigProblem::Missing("CLERK_SECRET_KEY"));
            return None;
        };
        let live = key.starts_with("sk_live_");
        let printable = key.bytes().all(|byte| byte.is_ascii_graphic());
        if !printable || (!live && !key.starts_with("sk_test_")) {
            self.report(ConfigProblem::SecretKey);
            return None;
        }
        if self.publishable_key.is_some() && live != self.live {
            self.report(ConfigProblem::MixedInstances);
        }
        Some(key.into())
    }

    fn jwt_key(&mut self) -> Option<PublicKey> {
        let text = self.jwt_key.take()?;
        PublicKey::from_pem(&text)
            .map_err(|problem| self.report(ConfigProblem::JwtKey(problem)))
            .ok()
    }

    /// A URL that is encrypted wherever it leaves this machine. The default is taken unchecked:
    /// it stands here or is made from the publishable key.
    fn url(&mut self, setting: &'static str, value: Option<String>, default: &str) -> Option<Url> {
        let Some(value) = value.filter(|value| !value.trim().is_empty()) else {
            return Url::parse(default).ok();
        };
        let url = Url::parse(value.trim())
            .ok()
            .filter(|url| matches!(url.scheme(), "http" | "https") && url.username().is_empty());
        let Some(url) = url else {
            self.report(ConfigProblem::Url(setting));
            return None;
        };
        let local = is_loopback(&url);
        if url.scheme() == "http" && (self.live || !local) {
            self.report(ConfigProblem::Insecure(setting));
        } else if local && self.live {
            self.report(ConfigProblem::LocalWithLiveKey(setting));
        } else if local && !self.allow_local && setting == "CLERK_API_URL" {
            self.report(ConfigProblem::LocalProvider(setting));
        }
        Some(url)
    }

    /// `1` or `true` is on; `0`, `false` or nothing is off.
    fn switch(&mut self, setting: &'static str, value: Option<String>) -> bool {
        match value.as_deref().map(str::trim) {
            None | Some("" | "0" | "false") => false,
            Some("1" | "true") => true,
            Some(_) => {
                self.report(ConfigProblem::Switch(setting));
                false
            }
        }
    }

    fn authorized_parties(&mut self, list: Option<String>, app_origin: &str) -> Vec<String> {
        let Some(list) = list.filter(|list| self.live || !list.trim().is_empty()) else {
            return vec![app_origin.to_owned()];
        };
        let origins: Vec<String> = list
            .split(',')
            .map(|origin| origin.trim().to_owned())
            .filter(|origin| !origin.is_empty())
            .collect();
        for origin in &origins {
            self.origin("CLERK_AUTHORIZED_PARTIES", origin);
        }
        if origins.is_empty() {
            self.report(ConfigProblem::NoAuthorizedParty);
        }
        origins
    }

    fn webhook_secrets(&mut self, list: Option<String>) -> Secrets {
        Secrets::parse(&list.unwrap_or_default()).unwrap_or_else(|_| {
            self.report(ConfigProblem::WebhookSecret);
            Secrets::default()
        })
    }

    /// Scheme, host and port exactly as a browser writes them: `azp` is compared as text.
    fn origin(&mut self, setting: &'static str, origin: &str) {
        let exact = Url::parse(origin).is_ok_and(|url| {
            matches!(url.scheme(), "http" | "https") && url.origin().ascii_serialization() == origin
        });
        if !exact {
            self.report(ConfigProblem::Origin {
                setting,
                origin: origin.to_owned(),
            });
        } else if self.live && origin.starts_with("http:") {
            self.report(ConfigProblem::Insecure(setting));
        } else if self.live && Url::parse(origin).is_ok_and(|url| is_loopback(&url)) {
            self.report(ConfigProblem::LocalWithLiveKey(setting));
        }
    }
}

fn trimmed(url: &str) -> &str {
    url.trim_end_matches('/')
}

/// Whether a URL points at this machine.
fn is_loopback(url: &Url) -> bool {
    url.host_str().is_some_and(|host| {
        let address = host.trim_matches(['[', ']']).parse::<IpAddr>();
        host == "localhost"
            || host.ends_with(".localhost")
            || address.is_ok_and(|address| address.is_loopback() || address.is_unspecified())
    })
}

#[cfg(test)]
#[path = "config_tests.rs"]
mod tests;
