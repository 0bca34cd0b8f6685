//! From a parsed address to the link that is stored: canonical form, identity, title.

use super::Link;
use super::paste::{loses_its_end, visible};
use super::platform::Platform;
use super::sites::{Page, Site, problem, site_of};
use super::title;
use super::url::{Url, decode, parameter, push_percent};

/// Longest canonical address, in bytes; the database's limit.
const LONGEST: usize = 2048;

/// Parameters that only tell a site where a visitor came from, besides `utm_*` and `itm_*`.
const TRACKING: &[&str] = &[
    "fbclid", "gclid", "dclid", "msclkid", "mc_cid", "mc_eid", "igshid", "ref_src",
];

/// File extensions that are no part of a title.
const EXTENSIONS: &[&str] = &[
    "html", "htm", "xhtml", "php", "asp", "aspx", "jsp", "md", "pdf", "txt",
];

/// The link of an address; `None` when its canonical form is longer than what is stored.
pub(super) fn from_url(url: Url) -> Option<Link> {
    let url = unwrapped(url);
    let link = match site_of(&url) {
        Some(site) => on_site(&site, &url),
        None => elsewhere(&url),
    };
    (link.url.len() <= LONGEST).then_some(link)
}

/// What Google's redirector in exported documents points to. An address wrapped twice stays as it is: unwrapping
/// once would give a link that is another one when it is pasted again.
fn unwrapped(url: Url) -> Url {
    if !is_google_redirect(&url) {
        return url;
    }
    let target = parameter(&url.query, "q")
        .or_else(|| parameter(&url.query, "url"))
        .and_then(decode)
        .and_then(|target| Url::parse(&visible(&target)))
        .filter(|target| !is_google_redirect(target));
    target.unwrap_or(url)
}

fn is_google_redirect(url: &Url) -> bool {
    matches!(url.host.as_str(), "google.com" | "www.google.com")
        && url.port.is_none()
        && url.path == "/url"
}

fn on_site(site: &Site, url: &Url) -> Link {
    let path = [site.prefix.as_str(), &url.path].concat();
    let page = Page {
        origin: &site.origin,
        segments: path.split('/').filter(|part| !part.is_empty()).collect(),
        query: &url.query,
        fragment: &url.fragment,
    };
    let slug = site.platform.slug();
    if let Some(problem) = problem(site.platform, &page) {
        return Link {
            platform: site.platform,
            identity: [slug, ":", &problem.key].concat(),
            url: problem.url,
            title: problem.title,
        };
    }
    let mut path = ["/", &page.segments.join("/")].concat();
    if url.path.ends_with('/') && path.len() > 1 {
        path.push('/');
    }
    let rest = Rest::new(path, url);
    // Sites of several hosts have several pages of one path.
    let host = match site.platform {
        Platform::Kattis | Platform::Topcoder | Platform::Code360 | Platform::Baekjoon => {
            site.origin.trim_start_matches("https:")
        }
        _ => "",
    };
    let key = rest.key();
    let key = if key.is_empty() { "/" } else { &key };
    Link {
        platform: site.platform,
        identity: [slug, ":", host, key].concat(),
        url: [&site.origin, rest.address().as_str()].concat(),
        title: String::new(),
    }
}

fn elsewhere(url: &Url) -> Link {
    let scheme = if url.secure { "https://" } else { "http://" };
    let authority = url.authority();
    let rest = Rest::new(url.path.clone(), url);
    Link {
        platform: Platform::Other,
        identity: ["other:", &authority, &rest.key()].concat(),
        title: title_of(&rest),
        url: [scheme, &authority, &rest.address()].concat(),
    }
}

/// What follows the host, cleaned.
struct Rest {
    path: String,
    query: String,
    fragment: String,
}

impl Rest {
    fn new(path: String, url: &Url) -> Self {
        let is_route = url.fragment.starts_with(['/', '!']);
        let mut rest = Self {
            path,
            query: without_tracking(&url.query),
            fragment: if is_route {
                url.fragment.clone()
            } else {
                String::new()
            },
        };
        rest.protect_end();
        rest
    }

    /// Percent-encodes a last character that pasting would take for the sentence's.
    fn protect_end(&mut self) {
        if !loses_its_end(&self.address()) {
            return;
        }
        let last_part = if !self.fragment.is_empty() {
            &mut self.fragment
        } else if !self.query.is_empty() {
            &mut self.query
        } else {
            &mut self.path
        };
        if let Some(last) = last_part.pop() {
            let mut bytes = [0; 4];
            for byte in last.encode_utf8(&mut bytes).bytes() {
                push_percent(last_part, byte);
            }
        }
    }

    fn address(&self) -> String {
        self.joined(&self.path)
    }

    /// The address for comparison: a trailing slash makes no difference.
    fn key(&self) -> String {
        self.joined(self.path.trim_end_matches('/'))
    }

    fn joined(&self, path: &str) -> String {
        let mark = |mark, part: &str| if part.is_empty() { "" } else { mark };
        let (query, fragment) = (mark("?", &self.query), mark("#", &self.fragment));
        [path, query, &self.query, fragment, &self.fragment].concat()
    }
}

fn without_tracking(query: &str) -> String {
    let kept: Vec<&str> = query
        .split('&')
        .filter(|pair| {
            let name = pair.split('=').next().unwrap_or_default();
            let name = name.to_ascii_lowercase();
            !name.starts_with("utm_")
                && !name.starts_with("itm_")
                && !TRACKING.contains(&name.as_str())
        })
        .collect();
    kept.join("&")
}

/// The last words of an unknown site's address; empty when they are a number or a code.
fn title_of(rest: &Rest) -> String {
    let route = rest.fragment.split('?').next().unwrap_or_default();
    let address = if route.is_empty() { &rest.path } else { route };
    let last = address.rsplit('/').find(|part| !part.is_empty());
    let name = visible(&last.and_then(decode).unwrap_or_default());
    let name = match name.rsplit_once('.') {
        Some((stem, extension))
            if EXTENSIONS.contains(&extension.to_ascii_lowercase().as_str()) =>
        {
            stem
        }
        _ => &name,
    };
    if is_opaque(name) || name.eq_ignore_ascii_case("index") {
        String::new()
    } else {
        title::from_slug(name)
    }
}

/// Whether a name says nothing: no letters, or sixteen or more hex digits.
fn is_opaque(name: &str) -> bool {
    let is_hex = name
        .bytes()
        .all(|byte| byte.is_ascii_hexdigit() || byte == b'-');
    !name.contains(char::is_alphabetic)
        || is_hex && name.len() >= 16 && name.contains(|c: char| c.is_ascii_digit())
}
