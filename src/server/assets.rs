//! The browser's files, named by what they hold: what did not change is fetched once.

use ring::digest::{SHA256, digest};
use serde::Serialize;
use std::{
    collections::HashMap,
    fmt::Write,
    fs,
    path::{Path, PathBuf},
    sync::{Arc, OnceLock, PoisonError, RwLock},
};

/// The script of every page.
pub const ENHANCE: &str = "/js/enhance.js";

/// What stands at the site's root and belongs to every page.
const AT_ROOT: [&str; 6] = [
    "apple-touch-icon.png",
    "favicon.svg",
    "icon-192.png",
    "icon-512.png",
    "icon-maskable-512.png",
    "manifest.webmanifest",
];

/// The files of the site. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Assets(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    root: PathBuf,
    /// Digests of the scripts without one in their names. A release's files stay as they are; while
    /// somebody develops they change under a running process, and nothing is remembered.
    scripts: RwLock<HashMap<String, String>>,
    worker: OnceLock<Option<String>>,
}

/// An address, and a digest of what is there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Asset(pub String, pub String);

impl Assets {
    /// Those below this folder. Reads nothing yet.
    pub fn new(root: impl Into<PathBuf>) -> Self {
        Self(Arc::new(Inner {
            root: root.into(),
            scripts: RwLock::default(),
            worker: OnceLock::new(),
        }))
    }

    /// The digest of a script beside [`ENHANCE`], if it is there.
    pub fn digest_of(&self, path: &str) -> Option<String> {
        let name = path.strip_prefix("/js/")?;
        if !is_plain(name) || has_ending(name, &["js"]).is_none() {
            return None;
        }
        let known = self.0.scripts.read();
        let known = known.unwrap_or_else(PoisonError::into_inner);
        if let Some(digest) = known.get(name) {
            return Some(digest.clone());
        }
        drop(known);
        let digest = digest_of(&fs::read(self.0.root.join("js").join(name)).ok()?);
        if !cfg!(debug_assertions) {
            let known = self.0.scripts.write();
            let mut known = known.unwrap_or_else(PoisonError::into_inner);
            known.insert(name.to_owned(), digest.clone());
        }
        Some(digest)
    }

    /// The address under which browsers may keep a script for good.
    pub fn versioned(&self, path: &str) -> String {
        match self.digest_of(path) {
            Some(digest) => format!("{path}?v={digest}"),
            None => path.to_owned(),
        }
    }

    /// The service worker's script, which begins with what it is to keep. None without scripts.
    pub fn worker(&self) -> Option<String> {
        if cfg!(debug_assertions) {
            return self.read_worker();
        }
        self.0.worker.get_or_init(|| self.read_worker()).clone()
    }

    fn read_worker(&self) -> Option<String> {
        let script = fs::read_to_string(self.0.root.join("js/sw.js")).ok()?;
        let list = serde_json::to_string(&self.kept()).ok()?;
        let version = digest_of(list.as_bytes());
        Some(format!(
            "const VERSION = \"{version}\";\nconst PRECACHE = {list};\n{script}"
        ))
    }

    /// All that pages need without a network, in the order of the addresses. A page's pack is its
    /// files once more (`script/lib/pack_pages.mjs`), and the editor's chunks come when they are used.
    fn kept(&self) -> Vec<Asset> {
        let root = &self.0.root;
        let mut files = Vec::new();
        collect(&root.join("pkg"), &["js", "wasm", "css"], true, &mut files);
        collect(&root.join("fonts"), &["woff2"], false, &mut files);
        collect(&root.join("js"), &["js"], false, &mut files);
        files.extend(AT_ROOT.map(|name| root.join(name)));
        let mut kept: Vec<_> = files
            .iter()
            .filter_map(|file| self.asset(file))
            .filter(|Asset(address, _)| {
                !address.starts_with("/pkg/pack_") && !address.starts_with("/js/sw.js")
            })
            .collect();
        kept.sort_by(|one, other| one.0.cmp(&other.0));
        kept
    }

    fn asset(&self, file: &Path) -> Option<Asset> {
        let path = file.strip_prefix(&self.0.root).ok()?.to_str()?;
        let digest = digest_of(&fs::read(file).ok()?);
        let address = if path.starts_with("js/") {
            format!("/{path}?v={digest}")
        } else {
            format!("/{path}")
        };
        Some(Asset(address, digest))
    }
}

/// A name and no way.
fn is_plain(name: &str) -> bool {
    !name.contains(['/', '\\']) && !name.starts_with('.')
}

fn has_ending<'a>(name: &str, endings: &[&'a str]) -> Option<&'a str> {
    let (_, ending) = name.rsplit_once('.')?;
    endings.iter().find(|one| **one == ending).copied()
}

fn collect(folder: &Path, endings: &[&str], deep: bool, files: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else {
        return;
    };
    for entry in entries.flatten() {
        let path = entry.path();
        let name = entry.file_name();
        if path.is_dir() && deep {
            collect(&path, endings, deep, files);
        } else if has_ending(&name.to_string_lossy(), endings).is_some() {
            files.push(path);
        }
    }
}

/// As `end2end/bundle.mjs` computes it for the scripts that other scripts name.
fn digest_of(bytes: &[u8]) -> String {
    let mut text = String::new();
    for byte in &digest(&SHA256, bytes).as_ref()[..8] {
        let _ = write!(text, "{byte:02x}");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_digest_is_asked_for_names_beside_the_script_of_every_page_only() {
        let root = std::env::temp_dir().join(format!("gitgud-assets-{}", std::process::id()));
        fs::create_dir_all(root.join("js/chunks")).unwrap();
        fs::write(root.join("js/enhance.js"), "1").unwrap();
        fs::write(root.join("js/chunks/a.js"), "1").unwrap();
        fs::write(root.join("secret.js"), "1").unwrap();
        let assets = Assets::new(&root);
        assert_eq!(
            assets.versioned(ENHANCE),
            "/js/enhance.js?v=6b86b273ff34fce1"
        );
        for path in [
            "/js/../secret.js",
            "/js/chunks/a.js",
            "/js/no.js",
            "/js/",
            "/js/.js",
        ] {
            assert_eq!(assets.digest_of(path), None, "{path}");
        }
        assert_eq!(assets.worker(), None);
        fs::remove_dir_all(root).unwrap();
    }
}
