//! Sites for practice and interviews: their problems are named by slugs.

use super::page::{Page, Problem, id, is_digits, labelled, number, slug};
use crate::problem::recognise::title;
use crate::problem::recognise::url::decode;

/// Contest and practice share the slug; everything after it is a tab of the same problem. The `.cn` site keeps its
/// host and shares the keys.
pub(super) fn leetcode(page: &Page) -> Option<Problem> {
    let name = match page.segments[..] {
        ["problems", name, ..] | ["contest", _, "problems", name, ..] => slug(name)?,
        _ => return None,
    };
    // Answers with another problem each time.
    if name == "random-one-question" {
        return None;
    }
    let title = title::from_slug(&name);
    let url = [page.origin, "/problems/", &name, "/"];
    Some(Problem::new(&url, name.clone(), title))
}

pub(super) fn neetcode(page: &Page) -> Option<Problem> {
    let ["problems", name, ..] = page.segments[..] else {
        return None;
    };
    let name = slug(name)?;
    let title = title::from_slug(&name);
    let url = [page.origin, "/problems/", &name];
    Some(Problem::new(&url, name.clone(), title))
}

/// The contest `master` is the site's name for "no contest".
pub(super) fn hackerrank(page: &Page) -> Option<Problem> {
    let (contest, name) = match page.segments[..] {
        ["challenges", name, ..] => (None, slug(name)?),
        ["contests", contest, "challenges", name, ..] => (Some(slug(contest)?), slug(name)?),
        _ => return None,
    };
    let title = title::from_slug(&name);
    match contest.filter(|contest| contest != "master") {
        None => {
            let url = [page.origin, "/challenges/", &name, "/problem"];
            Some(Problem::new(&url, name.clone(), title))
        }
        Some(contest) => {
            let path = ["contests/", &contest, "/challenges/", &name].concat();
            let url = [page.origin, "/", &path, "/problem"];
            Some(Problem::new(
                &url,
                ["contests/", &contest, "/", &name].concat(),
                title,
            ))
        }
    }
}

/// Most kata are named by 24 hex digits, which say nothing.
pub(super) fn codewars(page: &Page) -> Option<Problem> {
    let ["kata", name, ..] = page.segments[..] else {
        return None;
    };
    let name = slug(name)?;
    if matches!(
        name.as_str(),
        "search" | "latest" | "beta" | "my-languages" | "new"
    ) {
        return None;
    }
    let is_opaque = name.len() == 24 && name.bytes().all(|byte| byte.is_ascii_hexdigit());
    let title = if is_opaque {
        String::new()
    } else {
        title::from_slug(&name)
    };
    let url = [page.origin, "/kata/", &name];
    Some(Problem::new(&url, name.clone(), title))
}

/// Practice problems, and articles, which keep their path.
pub(super) fn geeksforgeeks(page: &Page) -> Option<Problem> {
    match page.segments[..] {
        ["problems", name, ref rest @ ..] => {
            let name = slug(name)?;
            let part = rest.first().filter(|part| is_digits(part)).unwrap_or(&"1");
            let title = title::from_slug(without_serial(&name));
            let url = [page.origin, "/problems/", &name, "/", part];
            Some(Problem::new(&url, name.clone(), title))
        }
        [article] => self::article(page, &["/", article, "/"], article),
        [section @ ("dsa" | "competitive-programming"), article] => {
            self::article(page, &["/", section, "/", article, "/"], article)
        }
        _ => None,
    }
}

/// Articles have names of several words; the site's own pages (`/courses/`, `/explore`) have one.
fn article(page: &Page, path: &[&str], name: &str) -> Option<Problem> {
    let name = slug(name).filter(|name| name.contains('-'))?;
    let path = path.concat();
    let title = title::from_slug(&name);
    Some(Problem::new(
        &[page.origin, &path],
        path.trim_end_matches('/').to_owned(),
        title,
    ))
}

/// A slug without the serial number (three digits or more) that made it unique.
fn without_serial(name: &str) -> &str {
    let words = name.trim_end_matches(|c: char| c.is_ascii_digit());
    let is_serial = name.len() - words.len() >= 3 && !words.is_empty();
    if is_serial {
        words.trim_end_matches('-')
    } else {
        name
    }
}

/// The same exercise in two tracks is two entries.
pub(super) fn exercism(page: &Page) -> Option<Problem> {
    let ["tracks", track, "exercises", name, ..] = page.segments[..] else {
        return None;
    };
    let (track, name) = (slug(track)?, slug(name)?);
    let title = title::from_slug(&name);
    let url = [page.origin, "/tracks/", &track, "/exercises/", &name];
    Some(Problem::new(&url, [&track, "/", &name].concat(), title))
}

pub(super) fn interviewbit(page: &Page) -> Option<Problem> {
    let (["problems", name, ..] | ["old", "problems", name, ..]) = page.segments[..] else {
        return None;
    };
    let name = slug(name)?;
    let title = title::from_slug(&name);
    let url = [page.origin, "/problems/", &name, "/"];
    Some(Problem::new(&url, name.clone(), title))
}

/// Named by words and a number, or the number alone; the number is the key.
pub(super) fn code360(page: &Page) -> Option<Problem> {
    let [
        "code360" | "studio" | "codestudio",
        "problems" | "problem-details",
        name,
        ..,
    ] = page.segments[..]
    else {
        return None;
    };
    let (words, digits) = name.rsplit_once('_').unwrap_or(("", name));
    let key = number(digits)?;
    let title = title::from_slug(&decode(words).unwrap_or_default());
    let url = ["https://www.naukri.com/code360/problems/", name];
    Some(Problem::new(&url, key.to_owned(), title))
}

/// Number and slug of one problem are two keys: nothing in the link joins them.
pub(super) fn lintcode(page: &Page) -> Option<Problem> {
    let ["problem", name, ..] = page.segments[..] else {
        return None;
    };
    let name = match number(name) {
        Some(number) => number.to_owned(),
        None => slug(name)?,
    };
    let title = if is_digits(&name) {
        labelled("LintCode", &name)
    } else {
        title::from_slug(&name)
    };
    let url = [page.origin, "/problem/", &name, "/"];
    Some(Problem::new(&url, name.clone(), title))
}

pub(super) fn binarysearch(page: &Page) -> Option<Problem> {
    let ["problems", name, ..] = page.segments[..] else {
        return None;
    };
    let name = id(name)?;
    let url = [page.origin, "/problems/", &name];
    Some(Problem::new(
        &url,
        name.to_ascii_lowercase(),
        title::from_slug(&name),
    ))
}

/// Practice problems live under the path of their topic and, shorter, under `/problem/`.
pub(super) fn hackerearth(page: &Page) -> Option<Problem> {
    let (kind, name) = match page.segments[..] {
        ["problem", kind @ ("algorithm" | "approximate"), name, ..] => (kind, name),
        ["practice", ref path @ ..] => {
            let at = path.iter().position(|part| *part == "practice-problems")?;
            match path[at + 1..] {
                [kind @ ("algorithm" | "approximate"), name, ..] => (kind, name),
                _ => return None,
            }
        }
        _ => return None,
    };
    let name = slug(name)?;
    let title = title::from_slug(without_suffix(&name));
    let url = [page.origin, "/problem/", kind, "/", &name, "/"];
    Some(Problem::new(&url, [kind, "/", &name].concat(), title))
}

/// A slug without the `-2` or `-f91b5f98` that made it unique.
fn without_suffix(name: &str) -> &str {
    match name.rsplit_once('-') {
        Some((words, last)) if !words.is_empty() && (is_digits(last) || is_short_hash(last)) => {
            words
        }
        _ => name,
    }
}

fn is_short_hash(word: &str) -> bool {
    word.len() == 8
        && word.bytes().all(|byte| byte.is_ascii_hexdigit())
        && word.bytes().any(|byte| byte.is_ascii_digit())
}
