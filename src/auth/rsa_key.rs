//! RSA public keys: read from PEM, DER or a JWK's numbers, and used to check RS256 signatures.

use base64::{
    Engine,
    alphabet::STANDARD,
    engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig},
};
use ring::signature::{RSA_PKCS1_2048_8192_SHA256, RsaPublicKeyComponents};

/// Keys below this many bits are refused; what Clerk and RFC 7518 (3.3) ask for.
const SMALLEST_BITS: usize = 2048;
/// The largest key the verifier supports.
const LARGEST_BITS: usize = 8192;
/// `rsaEncryption`, 1.2.840.113549.1.1.1, as the contents of a DER object identifier.
const RSA_ENCRYPTION: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01];

const SEQUENCE: u8 = 0x30;
const INTEGER: u8 = 0x02;
const BIT_STRING: u8 = 0x03;
const NULL: u8 = 0x05;
const OBJECT_IDENTIFIER: u8 = 0x06;

/// People copy keys with and without their `=`.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// Why something is not a usable public key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PublicKeyError {
    /// Not base64, or the armour is incomplete or names something else.
    #[error("is not a PEM public key (-----BEGIN PUBLIC KEY-----)")]
    NotPem,
    /// A private key: it must never reach this process.
    #[error("is a private key; only the public key belongs here")]
    Private,
    /// Readable, but not an RSA key.
    #[error("is not an RSA public key")]
    NotRsa,
    /// An RSA key of another size than 2048 to 8192 bits.
    #[error("is an RSA key of {bits} bits; 2048 to 8192 are accepted")]
    Size {
        /// The size of its modulus.
        bits: usize,
    },
}

/// An RSA public key of an accepted size.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PublicKey {
    modulus: Vec<u8>,
    exponent: Vec<u8>,
}

impl PublicKey {
    /// Reads a key as it is found in environment variables: `PUBLIC KEY` or `RSA PUBLIC KEY`
    /// armour or none, with real, escaped (`\n`), Windows or no line ends, perhaps in quotes.
    ///
    /// # Errors
    /// When it is none of these, not RSA, or of a refused size.
    pub fn from_pem(text: &str) -> Result<Self, PublicKeyError> {
        let text = text.replace("\\r", "\r").replace("\\n", "\n");
        let text = text.trim().trim_matches(['"', '\'']).trim();
        let body = without_armour(text)?;
        let base64: String = body.split_whitespace().collect();
        let der = BASE64.decode(base64).map_err(|_| PublicKeyError::NotPem)?;
        let (modulus, exponent) = subject_public_key_info(&der)
            .or_else(|| rsa_public_key(&der))
            .ok_or(PublicKeyError::NotRsa)?;
        Self::from_components(modulus, exponent)
    }

    /// Takes modulus and exponent, big-endian, with or without leading zeros.
    ///
    /// # Errors
    /// When the size is refused or the exponent is even or missing.
    pub fn from_components(modulus: &[u8], exponent: &[u8]) -> Result<Self, PublicKeyError> {
        let modulus = without_leading_zeros(modulus);
        let exponent = without_leading_zeros(exponent);
        let bits = modulus.first().map_or(0, |first| {
            modulus.len() * 8 - usize::try_from(first.leading_zeros()).unwrap_or(0)
        });
        if !(SMALLEST_BITS..=LARGEST_BITS).contains(&bits) {
            return Err(PublicKeyError::Size { bits });
        }
        let odd = exponent.last().is_some_and(|last| last % 2 == 1);
        if !odd || exponent == [1] || exponent.len() > 4 {
            return Err(PublicKeyError::NotRsa);
        }
        Ok(Self {
            modulus: modulus.to_vec(),
            exponent: exponent.to_vec(),
        })
    }

    /// Whether this is the RSASSA-PKCS1-v1_5 SHA-256 signature of the message by this key.
    pub fn verifies(&self, message: &[u8], signature: &[u8]) -> bool {
        RsaPublicKeyComponents {
            n: &self.modulus,
            e: &self.exponent,
        }
        .verify(&RSA_PKCS1_2048_8192_SHA256, message, signature)
        .is_ok()
    }
}

/// The base64 between the lines of armour, or everything when there is no armour.
fn without_armour(text: &str) -> Result<&str, PublicKeyError> {
    let Some(rest) = text.strip_prefix("-----BEGIN ") else {
        return Ok(text);
    };
    let (label, rest) = rest.split_once("-----").ok_or(PublicKeyError::NotPem)?;
    if label.contains("PRIVATE") {
        return Err(PublicKeyError::Private);
    }
    if !matches!(label, "PUBLIC KEY" | "RSA PUBLIC KEY") {
        return Err(PublicKeyError::NotPem);
    }
    let (body, end) = rest.split_once("-----END ").ok_or(PublicKeyError::NotPem)?;
    if end.trim_end().strip_suffix("-----") != Some(label) {
        return Err(PublicKeyError::NotPem);
    }
    Ok(body)
}

fn without_leading_zeros(number: &[u8]) -> &[u8] {
    let zeros = number.iter().take_while(|byte| **byte == 0).count();
    number.get(zeros..).unwrap_or_default()
}

/// `SubjectPublicKeyInfo` of RFC 5280 with an RSA key in it: modulus and exponent.
fn subject_public_key_info(der: &[u8]) -> Option<(&[u8], &[u8])> {
    let mut outer = Der(Der(der).only(SEQUENCE)?);
    let mut algorithm = Der(outer.next(SEQUENCE)?);
    if algorithm.next(OBJECT_IDENTIFIER)? != RSA_ENCRYPTION {
        return None;
    }
    let parameters = algorithm.only(NULL)?;
    let key = outer.only(BIT_STRING)?;
    // The first byte of a bit string counts its unused bits.
    let (unused_bits, key) = key.split_first()?;
    if !parameters.is_empty() || *unused_bits != 0 {
        return None;
    }
    rsa_public_key(key)
}

/// `RSAPublicKey` of RFC 8017 (PKCS#1): modulus and exponent.
fn rsa_public_key(der: &[u8]) -> Option<(&[u8], &[u8])> {
    let mut numbers = Der(Der(der).only(SEQUENCE)?);
    let modulus = positive(numbers.next(INTEGER)?)?;
    let exponent = positive(numbers.only(INTEGER)?)?;
    Some((modulus, exponent))
}

fn positive(integer: &[u8]) -> Option<&[u8]> {
    let negative = integer.first()? & 0x80 != 0;
    (!negative).then_some(integer)
}

/// What is still to be read of a DER encoding; only the few forms a public key needs.
struct Der<'a>(&'a [u8]);

impl<'a> Der<'a> {
    /// The contents of the next element, if it has this tag.
    fn next(&mut self, tag: u8) -> Option<&'a [u8]> {
        let (found, rest) = self.0.split_first()?;
        if *found != tag {
            return None;
        }
        let (first, rest) = rest.split_first()?;
        let (length, rest) = match first {
            0..=0x7f => (usize::from(*first), rest),
            0x81 => (usize::from(*rest.first()?), rest.get(1..)?),
            0x82 => (
                usize::from(u16::from_be_bytes([*rest.first()?, *rest.get(1)?])),
                rest.get(2..)?,
            ),
            _ => return None,
        };
        let (contents, rest) = rest.split_at_checked(length)?;
        self.0 = rest;
        Some(contents)
    }

    /// The contents of the next element, if it has this tag and nothing follows it.
    fn only(mut self, tag: u8) -> Option<&'a [u8]> {
        let contents = self.next(tag)?;
        self.0.is_empty().then_some(contents)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::auth::test_tokens::{foreign_key, instance_key, instance_pem, sign};
    use rsa::{
        RsaPrivateKey,
        pkcs1::{EncodeRsaPrivateKey, EncodeRsaPublicKey},
        pkcs8::{EncodePublicKey, LineEnding},
        rand_core::OsRng,
        traits::PublicKeyParts,
    };

    fn instance_public_key() -> PublicKey {
        let key = instance_key();
        PublicKey::from_components(&key.n().to_bytes_be(), &key.e().to_bytes_be()).unwrap()
    }

    #[test]
    fn a_key_is_read_in_every_form_it_is_copied_in() {
        let pem = instance_pem();
        let bare: String = pem.lines().filter(|line| !line.starts_with('-')).collect();
        let pkcs1 = instance_key()
            .to_public_key()
            .to_pkcs1_pem(LineEnding::LF)
            .unwrap();
        for form in [
            pem.clone(),
            pem.replace('\n', "\\n"),
            pem.replace('\n', "\r\n"),
            pem.replace('\n', "\\r\\n"),
            pem.replace('\n', ""),
            pem.replace('\n', " "),
            format!("\"{}\"", pem.replace('\n', "\\n")),
            format!("'{pem}'"),
            bare.trim_end_matches('=').to_owned(),
            bare,
            pkcs1,
        ] {
            let read = PublicKey::from_pem(&form);
            assert_eq!(read, Ok(instance_public_key()), "{form}");
        }
    }

    #[test]
    fn a_private_key_is_refused_as_such() {
        let private = instance_key().to_pkcs1_pem(LineEnding::LF).unwrap();
        assert_eq!(PublicKey::from_pem(&private), Err(PublicKeyError::Private));
    }

    #[test]
    fn what_is_no_public_key_is_refused() {
        let certificate = instance_pem().replace("PUBLIC KEY", "CERTIFICATE");
        for text in [
            "!",
            "-----BEGIN PUBLIC KEY-----",
            "-----BEGIN ",
            &certificate,
        ] {
            assert_eq!(PublicKey::from_pem(text), Err(PublicKeyError::NotPem));
        }
        let pem = instance_pem();
        let first_lines: String = pem.lines().skip(1).take(3).collect();
        for text in ["", "AAAA", &first_lines] {
            assert_eq!(PublicKey::from_pem(text), Err(PublicKeyError::NotRsa));
        }
    }

    #[test]
    fn a_key_below_2048_bits_is_refused_with_its_size() {
        let small = RsaPrivateKey::new(&mut OsRng, 1024).unwrap();
        let pem = small
            .to_public_key()
            .to_public_key_pem(LineEnding::LF)
            .unwrap();
        let problem = PublicKey::from_pem(&pem);
        assert_eq!(problem, Err(PublicKeyError::Size { bits: 1024 }));
    }

    #[test]
    fn an_exponent_that_makes_signatures_easy_is_refused() {
        let modulus = instance_key().n().to_bytes_be();
        for exponent in [&[][..], &[0], &[1], &[2], &[1, 0, 0, 0, 1]] {
            let problem = PublicKey::from_components(&modulus, exponent);
            assert_eq!(problem, Err(PublicKeyError::NotRsa));
        }
    }

    #[test]
    fn only_the_same_keys_signature_of_the_same_message_verifies() {
        let key = instance_public_key();
        let signature = sign(instance_key(), b"message");
        assert!(key.verifies(b"message", &signature));
        assert!(!key.verifies(b"messagE", &signature));
        assert!(!key.verifies(b"message", &signature[1..]));
        assert!(!key.verifies(b"message", &sign(foreign_key(), b"message")));
    }
}
