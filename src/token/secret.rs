//! The secrets themselves: made, recognised, and hashed to be kept.

use super::model::{HINT_LENGTH, PREFIX};
use ring::{
    digest::{SHA256, digest},
    rand::{SecureRandom, SystemRandom},
};
use std::fmt::{self, Write};

/// Random bytes of a secret.
const RANDOM_BYTES: usize = 20;

/// SHA-256 of a secret. A slow hash would add nothing: 160 random bits cannot be guessed.
pub type Digest = [u8; 32];

/// The secret of a token: [`PREFIX`], by which scanners of source code know it, and 40 hex digits. One
/// word, so that a double click selects all of it.
pub struct Secret(String);

impl Secret {
    /// A new one; none when the system gives no randomness.
    pub fn new() -> Option<Self> {
        Some(Self(format!("{PREFIX}{}", random_digits()?)))
    }

    /// What was shown, if it is shaped like a secret.
    pub fn read(shown: &str) -> Option<Self> {
        let digits = shown.strip_prefix(PREFIX)?;
        let shaped = digits.len() == 2 * RANDOM_BYTES
            && digits
                .bytes()
                .all(|digit| matches!(digit, b'0'..=b'9' | b'a'..=b'f'));
        shaped.then(|| Self(shown.to_owned()))
    }

    /// What is kept of it.
    pub fn digest(&self) -> Digest {
        digest_of(&self.0)
    }

    /// Its last characters, by which the person tells it from others.
    pub fn hint(&self) -> &str {
        &self.0[self.0.len() - HINT_LENGTH..]
    }

    /// The whole of it, to be told once.
    pub fn reveal(self) -> String {
        self.0
    }
}

/// 160 random bits as 40 hex digits; none when the system gives no randomness.
pub fn random_digits() -> Option<String> {
    random_hex::<RANDOM_BYTES>()
}

/// So many random bytes as hex digits, two each; none when the system gives no randomness.
pub fn random_hex<const BYTES: usize>() -> Option<String> {
    let mut bytes = [0; BYTES];
    SystemRandom::new().fill(&mut bytes).ok()?;
    let mut digits = String::new();
    for byte in bytes {
        write!(digits, "{byte:02x}").ok()?;
    }
    Some(digits)
}

/// What is kept of a text that nobody can guess.
pub fn digest_of(text: &str) -> Digest {
    let mut kept = [0; 32];
    kept.copy_from_slice(digest(&SHA256, text.as_bytes()).as_ref());
    kept
}

impl fmt::Debug for Secret {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Secret(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KNOWN: &str = "gitgud_pat_00112233445566778899aabbccddeeff01234567";

    #[test]
    fn every_secret_is_another_and_is_recognised() {
        let secret = Secret::new().unwrap();
        let other = Secret::new().unwrap();
        assert_ne!(secret.digest(), other.digest());
        let digest = secret.digest();
        let text = secret.reveal();
        assert_eq!(text.len(), PREFIX.len() + 40, "{text}");
        assert_eq!(Secret::read(&text).unwrap().digest(), digest);
    }

    #[test]
    fn what_is_not_shaped_like_a_secret_is_none() {
        assert!(Secret::read(KNOWN).is_some());
        for other in [
            "",
            PREFIX,
            &KNOWN[..KNOWN.len() - 1],
            &format!("{KNOWN}0"),
            &format!(" {KNOWN}"),
            &KNOWN.to_uppercase(),
            &KNOWN.replace('a', "g"),
            &KNOWN.replace("aa", "é"),
            &KNOWN.replace("gitgud", "github"),
        ] {
            assert!(Secret::read(other).is_none(), "{other}");
        }
    }

    #[test]
    fn the_digest_is_sha_256_and_the_hint_is_the_end() {
        let secret = Secret::read(KNOWN).unwrap();
        let digest: String = secret.digest().map(|byte| format!("{byte:02x}")).concat();
        assert_eq!(
            digest,
            "92e07f1f72e99cc63def3aef33713710b660896a93144d20f81126ee42d552d1"
        );
        assert_eq!(secret.hint(), "4567");
    }

    #[test]
    fn debugging_output_does_not_tell_it() {
        let secret = Secret::read(KNOWN).unwrap();
        assert_eq!(format!("{secret:?}"), "Secret(…)");
    }
}
