//! Clerk's publishable key: which instance this is, and where its other parts are.

use base64::{
    Engine,
    alphabet::STANDARD,
    engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig, general_purpose::URL_SAFE},
};
use sha1::{Digest, Sha1};

const BASE64: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true),
);

/// Clerk's two kinds of instance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Instance {
    /// `pk_live_…`: handshakes travel in cookies below one domain.
    Production,
    /// `pk_test_…`: handshakes travel in the query.
    Development,
}

/// A publishable key, taken apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublishableKey {
    /// The key itself, exactly as it was given.
    pub text: String,
    /// Which kind of instance it belongs to.
    pub instance: Instance,
    /// Host, perhaps with a port, of the instance's frontend API.
    pub frontend_api: String,
    /// What the names of this instance's cookies end in.
    pub cookie_suffix: String,
}

impl PublishableKey {
    /// `pk_test_` or `pk_live_` and the base64 of `<host>$`; none when it is something else.
    pub fn parse(key: &str) -> Option<Self> {
        let (instance, encoded) = if let Some(encoded) = key.strip_prefix("pk_live_") {
            (Instance::Production, encoded)
        } else {
            (Instance::Development, key.strip_prefix("pk_test_")?)
        };
        let decoded = String::from_utf8(BASE64.decode(encoded).ok()?).ok()?;
        let frontend_api = decoded.strip_suffix('$')?;
        let is_host = frontend_api.contains('.')
            && frontend_api
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b':'));
        is_host.then(|| Self {
            text: key.to_owned(),
            instance,
            frontend_api: frontend_api.to_owned(),
            cookie_suffix: cookie_suffix(key),
        })
    }

    /// What session tokens name as their issuer.
    pub fn issuer(&self) -> String {
        format!("https://{}", self.frontend_api)
    }

    /// The hosted pages that belong to the frontend API.
    pub fn portal_url(&self) -> String {
        let host = &self.frontend_api;
        let portal = if host.contains("clerk.accounts.") {
            host.replacen("clerk.accounts.", "accounts.", 1)
        } else if let Some(domain) = host.strip_prefix("clerk.") {
            format!("accounts.{domain}")
        } else {
            host.clone()
        };
        format!("https://{portal}")
    }

    /// The hosted sign-in page.
    pub fn sign_in_url(&self) -> String {
        format!("{}/sign-in", self.portal_url())
    }
}

/// First eight characters of the URL-safe base64 of the SHA-1 of the key exactly as written,
/// padding included.
pub fn cookie_suffix(publishable_key: &str) -> String {
    let digest = URL_SAFE.encode(Sha1::digest(publishable_key.as_bytes()));
    digest.chars().take(8).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cookie_suffix_is_the_one_clerk_computes() {
        for (key, suffix) in [
            ("pk_live_Y2xlcmsuY2xlcmsuZGV2JA", "1Z8AzTQD"),
            ("pk_test_Y2xlcmsuY2xlcmsuZGV2JA", "QvfNY2dr"),
            (
                "pk_test_ZW5vdWdoLWFscGFjYS04Mi5jbGVyay5hY2NvdW50cy5sY2xjbGVyay5jb20k",
                "jtYvyt_H",
            ),
            (
                "pk_test_eHh4eHh4LXhhYWFhYS1hYS5jbGVyay5hY2NvdW50cy5sY2xjbGVyay5jb20k",
                "tZJdb-5s",
            ),
            (
                "pk_live_ZmFrZS1jbGVyay10ZXN0LmNsZXJrLmFjY291bnRzLmRldiQ=",
                "qReyu04C",
            ),
        ] {
            assert_eq!(PublishableKey::parse(key).unwrap().cookie_suffix, suffix);
        }
    }

    #[test]
    fn the_key_names_the_instance_its_issuer_and_its_portal() {
        for (key, instance, issuer, sign_in_url) in [
            (
                "pk_live_Y2xlcmsuZXhhbXBsZS5jb20k",
                Instance::Production,
                "https://clerk.example.com",
                "https://accounts.example.com/sign-in",
            ),
            (
                "pk_test_aGFwcHktY2F0LTEuY2xlcmsuYWNjb3VudHMuZGV2JA==",
                Instance::Development,
                "https://happy-cat-1.clerk.accounts.dev",
                "https://happy-cat-1.accounts.dev/sign-in",
            ),
            (
                "pk_test_MTI3LjAuMC4xOjQ0NTUk",
                Instance::Development,
                "https://127.0.0.1:4455",
                "https://127.0.0.1:4455/sign-in",
            ),
        ] {
            let key = PublishableKey::parse(key).unwrap();
            assert_eq!(key.instance, instance);
            assert_eq!(key.issuer(), issuer);
            assert_eq!(key.sign_in_url(), sign_in_url);
        }
    }

    #[test]
    fn what_is_no_publishable_key_is_refused() {
        for key in [
            "",
            "pk_test_",
            "pk_test_MTI3LjAuMC4xOjQ0NTU",
            "pk_test_MTI3LjAuMC4xJCQ=",
            "pk_test_bm9kb3Qk",
            "pk_test_ZXZpbC5jb20vcGF0aCQ=",
            "pk_stage_Y2xlcmsuY2xlcmsuZGV2JA",
            "sk_test_Y2xlcmsuY2xlcmsuZGV2JA",
            "pk_test_Y2xlcmsuY2xlcmsuZGV2JA_more",
            " pk_test_Y2xlcmsuY2xlcmsuZGV2JA",
        ] {
            assert_eq!(PublishableKey::parse(key), None, "{key}");
        }
    }
}
