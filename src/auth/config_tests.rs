//! Settings that are taken, and settings that stop the start.

use super::*;
use crate::auth::{
    rsa_key::PublicKeyError,
    test_tokens::{APP_ORIGIN, ISSUER, PUBLISHABLE_KEY, instance_pem},
};

const LIVE_KEY: &str = "pk_live_Y2xlcmsuZXhhbXBsZS5jb20k";

/// These settings with one variable set to something else.
fn with(mut settings: ClerkSettings, variable: &str, value: &str) -> ClerkSettings {
    let setting = match variable {
        "CLERK_PUBLISHABLE_KEY" => &mut settings.publishable_key,
        "CLERK_SECRET_KEY" => &mut settings.secret_key,
        "CLERK_JWT_KEY" => &mut settings.jwt_key,
        "CLERK_API_URL" => &mut settings.api_url,
        "CLERK_PROXY_URL" => &mut settings.proxy_url,
        "CLERK_SIGN_IN_URL" => &mut settings.sign_in_url,
        "CLERK_AUTHORIZED_PARTIES" => &mut settings.authorized_parties,
        "CLERK_WEBHOOK_SIGNING_SECRET" => &mut settings.webhook_secrets,
        "CLERK_REQUIRE_AZP" => &mut settings.require_azp,
        "CLERK_JS_URL" => &mut settings.clerk_js_url,
        "ALLOW_LOCAL_IDP" => &mut settings.allow_local_idp,
        _ => panic!("{variable}"),
    };
    *setting = Some(value.to_owned());
    settings
}

fn at_origin(origin: &str) -> ClerkSettings {
    ClerkSettings {
        app_origin: origin.to_owned(),
        ..ClerkSettings::default()
    }
}

fn local() -> ClerkSettings {
    [
        ("CLERK_PUBLISHABLE_KEY", PUBLISHABLE_KEY),
        ("CLERK_SECRET_KEY", "sk_test_local"),
        ("CLERK_JWT_KEY", &instance_pem()),
        ("CLERK_API_URL", "http://127.0.0.1:4455"),
        ("CLERK_PROXY_URL", "http://127.0.0.1:4455"),
        ("CLERK_SIGN_IN_URL", "http://127.0.0.1:4455/sign-in"),
        ("ALLOW_LOCAL_IDP", "1"),
    ]
    .into_iter()
    .fold(at_origin(APP_ORIGIN), |settings, (variable, value)| {
        with(settings, variable, value)
    })
}

fn live() -> ClerkSettings {
    let settings = at_origin("https://example.com");
    let settings = with(settings, "CLERK_PUBLISHABLE_KEY", LIVE_KEY);
    with(settings, "CLERK_SECRET_KEY", "sk_live_x")
}

fn problems(settings: ClerkSettings) -> Vec<ConfigProblem> {
    ClerkConfig::from_settings(settings)
        .err()
        .map_or_else(Vec::new, |problems| problems.0)
}

#[test]
fn the_local_provider_is_configured_by_its_own_variables() {
    let config = ClerkConfig::from_settings(local()).unwrap();
    assert_eq!(config.expected.issuers, [ISSUER, "http://127.0.0.1:4455"]);
    assert_eq!(config.expected.authorized_parties, [APP_ORIGIN]);
    assert_eq!(config.frontend_url, "http://127.0.0.1:4455");
    assert!(config.jwt_key.is_some());
}

#[test]
fn a_live_instance_needs_only_its_keys_and_an_origin() {
    let config = ClerkConfig::from_settings(live()).unwrap();
    assert_eq!(config.api_url, "https://api.clerk.com");
    assert_eq!(config.frontend_url, "https://clerk.example.com");
    assert_eq!(
        config.sign_in_url.as_str(),
        "https://accounts.example.com/sign-in"
    );
    assert_eq!(config.expected.issuers, ["https://clerk.example.com"]);
    assert_eq!(config.expected.authorized_parties, ["https://example.com"]);
}

#[test]
fn a_proxy_may_be_a_path_of_the_application() {
    let config = ClerkConfig::from_settings(with(live(), "CLERK_PROXY_URL", "/__clerk/"));
    assert_eq!(config.unwrap().frontend_url, "https://example.com/__clerk");
}

#[test]
fn everything_that_is_missing_is_said_at_once() {
    let all = ClerkConfig::from_settings(at_origin(APP_ORIGIN)).unwrap_err();
    let expected = "CLERK_PUBLISHABLE_KEY is not set\nCLERK_SECRET_KEY is not set";
    assert_eq!(all.to_string(), expected);
}

#[test]
fn what_cannot_work_is_refused() {
    use ConfigProblem as P;
    for (variable, value, expected) in [
        (
            "CLERK_PUBLISHABLE_KEY",
            "  ",
            P::Missing("CLERK_PUBLISHABLE_KEY"),
        ),
        ("CLERK_PUBLISHABLE_KEY", "pk_test_x", P::PublishableKey),
        ("CLERK_SECRET_KEY", "secret", P::SecretKey),
        ("CLERK_SECRET_KEY", "sk_test_\n", P::SecretKey),
        ("CLERK_SECRET_KEY", "sk_live_x", P::MixedInstances),
        ("CLERK_JWT_KEY", "!", P::JwtKey(PublicKeyError::NotPem)),
        ("CLERK_API_URL", "ftp://a.example", P::Url("CLERK_API_URL")),
        (
            "CLERK_API_URL",
            "https://user@a.example",
            P::Url("CLERK_API_URL"),
        ),
        (
            "CLERK_SIGN_IN_URL",
            "http://a.example",
            P::Insecure("CLERK_SIGN_IN_URL"),
        ),
        (
            "CLERK_REQUIRE_AZP",
            "perhaps",
            P::Switch("CLERK_REQUIRE_AZP"),
        ),
        (
            "CLERK_JS_URL",
            "http://a.example/clerk.js",
            P::Insecure("CLERK_JS_URL"),
        ),
        (
            "CLERK_WEBHOOK_SIGNING_SECRET",
            "whsec_c2hvcnQ=",
            P::WebhookSecret,
        ),
        ("CLERK_WEBHOOK_SIGNING_SECRET", "whsec_…", P::WebhookSecret),
    ] {
        assert_eq!(problems(with(local(), variable, value)), [expected]);
    }
}

#[test]
fn a_local_provider_has_to_be_asked_for() {
    let found = problems(with(local(), "ALLOW_LOCAL_IDP", "0"));
    let expected = ["CLERK_PUBLISHABLE_KEY", "CLERK_API_URL"].map(ConfigProblem::LocalProvider);
    assert_eq!(found, expected);
}

#[test]
fn a_live_instance_takes_nothing_of_a_local_one() {
    use ConfigProblem as P;
    let local_live = "pk_live_MTI3LjAuMC4xOjQ0NTUk";
    for (variable, value, expected) in [
        ("CLERK_SECRET_KEY", "sk_test_x", P::MixedInstances),
        ("ALLOW_LOCAL_IDP", "1", P::LocalProviderWithLiveKey),
        (
            "CLERK_PUBLISHABLE_KEY",
            local_live,
            P::LocalProviderWithLiveKey,
        ),
        (
            "CLERK_API_URL",
            "http://api.clerk.com",
            P::Insecure("CLERK_API_URL"),
        ),
        (
            "CLERK_API_URL",
            "http://127.0.0.1:4455",
            P::Insecure("CLERK_API_URL"),
        ),
        (
            "CLERK_PROXY_URL",
            "http://127.0.0.1:4455",
            P::Insecure("CLERK_PROXY_URL"),
        ),
        (
            "CLERK_PROXY_URL",
            "https://127.0.0.1:4455",
            P::LocalWithLiveKey("CLERK_PROXY_URL"),
        ),
        (
            "CLERK_SIGN_IN_URL",
            "https://localhost/sign-in",
            P::LocalWithLiveKey("CLERK_SIGN_IN_URL"),
        ),
        (
            "CLERK_AUTHORIZED_PARTIES",
            "https://localhost",
            P::LocalWithLiveKey("CLERK_AUTHORIZED_PARTIES"),
        ),
        ("CLERK_AUTHORIZED_PARTIES", " , ", P::NoAuthorizedParty),
        (
            "CLERK_AUTHORIZED_PARTIES",
            "http://a.example",
            P::Insecure("CLERK_AUTHORIZED_PARTIES"),
        ),
    ] {
        assert_eq!(problems(with(live(), variable, value)), [expected]);
    }
    let unencrypted = ClerkSettings {
        app_origin: APP_ORIGIN.to_owned(),
        ..live()
    };
    assert_eq!(problems(unencrypted), [P::Insecure("GITGUD_ORIGIN")]);
}

#[test]
fn origins_that_no_token_could_match_are_refused() {
    for origin in [
        "http://localhost:3000/",
        "localhost:3000",
        "HTTP://localhost",
        "http://localhost:80",
        "",
    ] {
        let settings = ClerkSettings {
            app_origin: origin.to_owned(),
            ..local()
        };
        let expected = ConfigProblem::Origin {
            setting: "GITGUD_ORIGIN",
            origin: origin.to_owned(),
        };
        assert_eq!(problems(settings), [expected]);
    }
    let two = "http://localhost:3000, http://localhost:3001";
    let config = ClerkConfig::from_settings(with(local(), "CLERK_AUTHORIZED_PARTIES", two));
    let parties = config.unwrap().expected.authorized_parties;
    assert_eq!(parties, ["http://localhost:3000", "http://localhost:3001"]);
}

#[test]
fn webhooks_are_taken_only_where_there_is_a_secret() {
    let variable = "CLERK_WEBHOOK_SIGNING_SECRET";
    for (value, none) in [("", true), ("whsec_MTIzNDU2Nzg5MDEyMzQ1Ng==", false)] {
        let config = ClerkConfig::from_settings(with(local(), variable, value));
        assert_eq!(config.unwrap().webhook_secrets().is_empty(), none);
    }
}

#[test]
fn secrets_are_not_printed() {
    let settings = with(
        local(),
        "CLERK_WEBHOOK_SIGNING_SECRET",
        "MTIzNDU2Nzg5MDEyMzQ1Ng==",
    );
    let printed = format!("{:?}", ClerkConfig::from_settings(settings).unwrap());
    assert!(!printed.contains("sk_test_local"), "{printed}");
    assert!(!printed.contains("MTIz"), "{printed}");
}
