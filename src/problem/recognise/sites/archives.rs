//! Problem archives: their problems are named by numbers or codes people know.

use super::page::{Page, Problem, code, id, is_digits, labelled, leading_number, number};
use crate::problem::recognise::title;
use crate::problem::recognise::url::{decode, parameter};

pub(super) fn cses(page: &Page) -> Option<Problem> {
    let [
        "problemset",
        "task" | "submit" | "stats" | "view" | "model",
        problem,
        ..,
    ] = page.segments[..]
    else {
        return None;
    };
    let problem = number(problem)?;
    let url = [page.origin, "/problemset/task/", problem];
    Some(Problem::new(
        &url,
        problem.to_owned(),
        labelled("CSES", problem),
    ))
}

pub(super) fn spoj(page: &Page) -> Option<Problem> {
    let segments = match page.segments[..] {
        ["en", ref rest @ ..] => rest,
        ref all => all,
    };
    let name = match *segments {
        ["problems" | "ranks" | "submit", name, ..] => name,
        // Without a comma it is the status of a user.
        ["status", name, ..] => name.split_once(',')?.0,
        _ => return None,
    };
    // Lists by kind, not codes.
    if matches!(
        name,
        "classical" | "challenge" | "partial" | "tutorial" | "riddle" | "basics" | "main"
    ) {
        return None;
    }
    let name = code(name)?;
    let url = [page.origin, "/problems/", &name, "/"];
    Some(Problem::new(&url, name.clone(), name.clone()))
}

pub(super) fn adventofcode(page: &Page) -> Option<Problem> {
    let [year, "day", day, ..] = page.segments[..] else {
        return None;
    };
    let (year, day) = (number(year)?, number(day)?);
    let is_december = day.parse::<u32>().is_ok_and(|day| day <= 25);
    if year.len() != 4 || !is_december {
        return None;
    }
    let url = [page.origin, "/", year, "/day/", day];
    let title = ["Advent of Code ", year, " Day ", day].concat();
    Some(Problem::new(&url, [year, "/", day].concat(), title))
}

pub(super) fn projecteuler(page: &Page) -> Option<Problem> {
    let problem = match page.segments[..] {
        ["index.php"] if parameter(page.query, "section") == Some("problems") => {
            parameter(page.query, "id")?
        }
        [name, ..] => {
            let (kind, problem) = name.split_once('=')?;
            matches!(kind, "problem" | "minimal" | "thread").then_some(problem)?
        }
        [] => return None,
    };
    let problem = leading_number(problem)?;
    let url = [page.origin, "/problem=", problem];
    Some(Problem::new(
        &url,
        problem.to_owned(),
        labelled("Project Euler", problem),
    ))
}

/// A statement's file is named by the number people know, `index.php` by an internal one: two key spaces.
pub(super) fn uva(page: &Page) -> Option<Problem> {
    match page.segments[..] {
        ["external", volume, file, ..] => {
            let (name, extension) = file.rsplit_once('.')?;
            if !is_digits(volume) || !matches!(extension, "pdf" | "html") {
                return None;
            }
            let problem = number(name.strip_prefix('p').unwrap_or(name))?;
            let url = [page.origin, "/external/", volume, "/", file];
            Some(Problem::new(
                &url,
                problem.to_owned(),
                labelled("UVa", problem),
            ))
        }
        ["index.php"] | [] => {
            if parameter(page.query, "page") != Some("show_problem") {
                return None;
            }
            let problem = number(parameter(page.query, "problem")?)?;
            let path = "/index.php?option=com_onlinejudge&Itemid=8&page=show_problem&problem=";
            let key = ["problem/", problem].concat();
            Some(Problem::new(
                &[page.origin, path, problem],
                key,
                String::new(),
            ))
        }
        _ => None,
    }
}

pub(super) fn baekjoon(page: &Page) -> Option<Problem> {
    let (["problem" | "short", "status", problem, ..]
    | ["problem" | "submit", problem, ..]
    | [problem]) = page.segments[..]
    else {
        return None;
    };
    // A bare number is the short form of boj.kr only.
    if page.segments.len() == 1 && page.origin != "https://boj.kr" {
        return None;
    }
    let problem = number(problem)?;
    let url = ["https://www.acmicpc.net/problem/", problem];
    Some(Problem::new(
        &url,
        problem.to_owned(),
        labelled("Baekjoon", problem),
    ))
}

/// Luogu's own problems and those it mirrors (`CF4A`, `AT_abc096_a`).
pub(super) fn luogu(page: &Page) -> Option<Problem> {
    let name = match page.segments[..] {
        ["problem", "show"] => parameter(page.query, "pid")?,
        ["problem", "solution", name, ..]
        | ["problemnew", "show" | "solution", name, ..]
        | ["problem", name, ..] => name,
        _ => return None,
    };
    let mut name = id(name).filter(|name| name.bytes().any(|byte| byte.is_ascii_digit()))?;
    // A bare number is an old spelling of a P problem.
    if is_digits(&name) {
        name.insert(0, 'P');
    }
    // Only the mirrored names with an underscore have small letters.
    if let Some(capitals) = code(&name).filter(|name| !name.contains('_')) {
        name = capitals;
    }
    let url = [page.origin, "/problem/", &name];
    Some(Problem::new(&url, name.clone(), labelled("Luogu", &name)))
}

/// Problems of other judges under their judge's name, and problems of a contest, which live in the fragment.
pub(super) fn vjudge(page: &Page) -> Option<Problem> {
    match page.segments[..] {
        ["problem", name, ..] => {
            let (judge, problem) = name.split_once('-')?;
            let title = title::shorten(&labelled(&decode(judge)?, &decode(problem)?));
            if judge.is_empty() || !problem.bytes().any(|byte| byte.is_ascii_alphanumeric()) {
                return None;
            }
            let url = [page.origin, "/problem/", name];
            Some(Problem::new(&url, name.to_ascii_lowercase(), title))
        }
        ["contest", contest] => {
            let index = code(page.fragment.strip_prefix("problem/")?)?;
            let contest = number(contest)?;
            let url = [page.origin, "/contest/", contest, "#problem/", &index];
            let key = ["contest/", contest, "/", &index].concat();
            Some(Problem::new(&url, key, String::new()))
        }
        _ => None,
    }
}

pub(super) fn timus(page: &Page) -> Option<Problem> {
    let [file] = page.segments[..] else {
        return None;
    };
    if !file.eq_ignore_ascii_case("problem.aspx") && !file.eq_ignore_ascii_case("submit.aspx") {
        return None;
    }
    let problem = number(parameter(page.query, "num")?)?;
    let space = parameter(page.query, "space").map_or(Some("1"), number)?;
    let url = [page.origin, "/problem.aspx?space=", space, "&num=", problem];
    let key = match space {
        "1" => problem.to_owned(),
        _ => [space, "/", problem].concat(),
    };
    Some(Problem::new(&url, key, labelled("Timus", problem)))
}

pub(super) fn poj(page: &Page) -> Option<Problem> {
    let problem = match page.segments[..] {
        ["problem"] => parameter(page.query, "id")?,
        ["problemstatus" | "submit"] => parameter(page.query, "problem_id")?,
        _ => return None,
    };
    let problem = number(problem)?;
    let url = [page.origin, "/problem?id=", problem];
    Some(Problem::new(
        &url,
        problem.to_owned(),
        labelled("POJ", problem),
    ))
}
