//! What a pasted link is: the platform, one canonical address, one identity per problem, a title to start from.
//!
//! Pure text work without a network call, the same on the server and in the browser. A link passes through
//! `paste` (find it in what was pasted), `url` (parse it as a browser would), `link` (clean it) and, on a known host,
//! the rules of its site in `sites`. Whatever comes out is an `http` or `https` address of printable ASCII without
//! quotes and angle brackets, and recognising it again gives the same link.

mod difficulty;
mod link;
mod paste;
mod pasted;
mod platform;
mod several;
mod sites;
mod title;
mod url;

#[cfg(test)]
mod tests;

pub use difficulty::likely_difficulty;
pub use pasted::pasted_title;
pub use platform::Platform;
pub use several::{Piece, pieces};

use paste::Candidate;

/// A recognised link.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Link {
    /// The site.
    pub platform: Platform,
    /// The canonical address: absolute, `http` or `https`, printable ASCII, at most 2048 bytes.
    pub url: String,
    /// What makes the problem the same one, however its link is written: `leetcode:two-sum`. Pages that are no
    /// problem have their path, `leetcode:/u/somebody`; other sites their host too, `other:example.com/puzzles/7`,
    /// where scheme and trailing slash make no difference.
    pub identity: String,
    /// The title the link suggests; empty when it suggests none.
    pub title: String,
}

/// The link in what somebody pasted; `None` when nothing in it may become one.
pub fn recognise(pasted: &str) -> Option<Link> {
    let text = paste::visible(pasted);
    find(&text).map(|(_, link)| link)
}

/// The known site a host belongs to, `leetcode.com` or `www.leetcode.com`, in lower case. It needs none of
/// the rules about links.
pub fn platform_of_host(host: &str) -> Option<Platform> {
    sites::platform_of_host(host)
}

/// The first stretch of a text that is a link.
fn find(text: &str) -> Option<(std::ops::Range<usize>, Link)> {
    paste::candidates(text).into_iter().find_map(
        |Candidate {
             at,
             url,
             is_bare_host,
         }| {
            let link = link::from_url(url)?;
            (!is_bare_host || link.platform != Platform::Other).then_some((at, link))
        },
    )
}
