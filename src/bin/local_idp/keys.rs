//! The provider's keys: made once per checkout, kept in a folder nobody commits.

use crate::signing_key::SigningKey;
use base64::{Engine, engine::general_purpose::STANDARD};
use rsa::{
    RsaPrivateKey,
    pkcs8::{DecodePrivateKey, EncodePrivateKey, LineEnding},
};
use std::{
    fs::{self, DirBuilder, OpenOptions},
    io::{self, ErrorKind, Write},
    net::SocketAddr,
    os::unix::fs::{DirBuilderExt, OpenOptionsExt},
    path::{Path, PathBuf},
    sync::Arc,
};

/// The key that signs tokens, and the two secrets shared with the application.
pub struct Keys {
    /// Signs tokens until tests rotate it.
    pub signing_key: Arc<SigningKey>,
    /// `sk_test_local_…`: what the application shows when it asks for something.
    pub secret_key: String,
    /// `whsec_…`: what webhooks are signed with.
    pub webhook_secret: String,
}

/// Why there are no keys.
#[derive(Debug, thiserror::Error)]
pub enum KeysError {
    /// A file or the folder cannot be read or made.
    #[error("{path}: {cause}")]
    File {
        /// Which one.
        path: PathBuf,
        /// What the system says.
        cause: io::Error,
    },
    /// The file does not hold a private key of ours; removing it makes a new one.
    #[error("{path} holds no RSA key; remove it and a new one will be made")]
    NoKey {
        /// Which file.
        path: PathBuf,
    },
    /// A key cannot be made or written down.
    #[error("the key cannot be made: {0}")]
    Rsa(String),
}

impl Keys {
    /// Reads the keys in this folder and makes what is missing. Several processes may do so at the
    /// same time and end up with the same keys.
    ///
    /// # Errors
    /// See [`KeysError`].
    pub fn load_or_create(folder: &Path) -> Result<Self, KeysError> {
        DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(folder)
            .map_err(at(folder))?;
        let key_file = folder.join("signing-key.pem");
        let pem = read_or_create(&key_file, new_signing_key)?;
        let private =
            RsaPrivateKey::from_pkcs8_pem(&pem).map_err(|_| KeysError::NoKey { path: key_file })?;
        let secret_key = read_or_create(&folder.join("secret-key"), || {
            Ok(format!("sk_test_local_{:032x}", rand::random::<u128>()))
        })?;
        let webhook_secret = read_or_create(&folder.join("webhook-secret"), || {
            let secret = STANDARD.encode(rand::random::<[u8; 24]>());
            Ok(format!("whsec_{secret}"))
        })?;
        Ok(Self {
            signing_key: Arc::new(SigningKey::new(private)?),
            secret_key,
            webhook_secret,
        })
    }
}

/// The publishable key that belongs to an address.
pub fn publishable_key(address: SocketAddr) -> String {
    format!("pk_test_{}", STANDARD.encode(format!("{address}$")))
}

/// Bytes in hexadecimal digits.
pub fn hex(bytes: &[u8]) -> String {
    let pairs: Vec<String> = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    pairs.concat()
}

fn new_signing_key() -> Result<String, KeysError> {
    let pem = SigningKey::generate()?
        .private()
        .to_pkcs8_pem(LineEnding::LF);
    pem.map(|pem| pem.to_string())
        .map_err(|error| KeysError::Rsa(error.to_string()))
}

/// Reads a file, making it first if it is missing. What is made is written aside and then linked
/// to its name, which fails if another process was quicker; either way the file is whole.
fn read_or_create(
    path: &Path,
    make: impl FnOnce() -> Result<String, KeysError>,
) -> Result<String, KeysError> {
    match fs::read_to_string(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => {}
        result => return result.map_err(at(path)),
    }
    let aside = path.with_extension(format!("{:032x}", rand::random::<u128>()));
    let written = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(&aside)
        .map_err(at(&aside))
        .and_then(|mut file| {
            file.write_all(make()?.as_bytes())
                .and_then(|()| file.sync_all())
                .map_err(at(&aside))
        })
        .and_then(|()| match fs::hard_link(&aside, path) {
            Err(error) if error.kind() != ErrorKind::AlreadyExists => Err(at(path)(error)),
            _ => Ok(()),
        });
    let removed = fs::remove_file(&aside).map_err(at(&aside));
    written.and(removed)?;
    fs::read_to_string(path).map_err(at(path))
}

fn at(path: &Path) -> impl Fn(io::Error) -> KeysError {
    move |cause| KeysError::File {
        path: path.to_owned(),
        cause,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rsa::traits::PublicKeyParts;
    use std::{os::unix::fs::PermissionsExt, thread};

    #[test]
    fn processes_that_race_for_the_first_key_agree_on_it() {
        let folder =
            std::env::temp_dir().join(format!("gitgud-idp-{:032x}", rand::random::<u128>()));
        let threads: Vec<_> = (0..4)
            .map(|_| {
                let folder = folder.clone();
                thread::spawn(move || Keys::load_or_create(&folder).unwrap())
            })
            .collect();
        let keys: Vec<Keys> = threads
            .into_iter()
            .map(|thread| thread.join().unwrap())
            .collect();
        let first = &keys[0];
        for other in &keys {
            assert_eq!(other.signing_key.id(), first.signing_key.id());
            assert_eq!(other.secret_key, first.secret_key);
            assert_eq!(other.webhook_secret, first.webhook_secret);
        }
        assert_eq!(first.signing_key.private().size() * 8, 2048);
        assert!(first.webhook_secret.starts_with("whsec_"));

        let files: Vec<_> = fs::read_dir(&folder).unwrap().map(Result::unwrap).collect();
        assert_eq!(files.len(), 3, "nothing is left lying about");
        for file in files {
            assert_eq!(file.metadata().unwrap().permissions().mode() & 0o777, 0o600);
        }
        fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn the_publishable_key_is_made_from_the_address() {
        let address = "127.0.0.1:4455".parse().unwrap();
        assert_eq!(publishable_key(address), "pk_test_MTI3LjAuMC4xOjQ0NTUk");
    }
}
