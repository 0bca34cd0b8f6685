//! Who was deleted. Unlike everything else about people it outlives the program: the application
//! remembers it, too, and does not take somebody back under the same id.

use std::{
    fs::{self, OpenOptions},
    io::{self, ErrorKind, Write},
    os::unix::fs::OpenOptionsExt,
    path::PathBuf,
};

/// A file with an id on each line.
pub struct Graveyard(PathBuf);

impl Graveyard {
    /// The one in this file, which need not exist.
    pub fn at(file: PathBuf) -> Self {
        Self(file)
    }

    /// Everybody in it.
    ///
    /// # Errors
    /// When there is a file that cannot be read.
    pub fn ids(&self) -> io::Result<Vec<String>> {
        match fs::read_to_string(&self.0) {
            Ok(text) => Ok(text.lines().map(str::to_owned).collect()),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(Vec::new()),
            Err(error) => Err(error),
        }
    }

    /// One more. What goes wrong is written to the log, and forgotten when the program ends.
    pub fn add(&self, id: &str) {
        let written = OpenOptions::new()
            .create(true)
            .append(true)
            .mode(0o600)
            .open(&self.0)
            .and_then(|mut file| writeln!(file, "{id}"));
        if let Err(error) = written {
            eprintln!("gitgud-local-idp: {}: {error}", self.0.display());
        }
    }
}
