//! Sites of contests: their problems are named by a contest and a letter, or by a code.

use super::page::{Page, Problem, code, id, is_digits, labelled, number, slug};
use crate::problem::recognise::title;
use crate::problem::recognise::url::parameter;

/// Contest numbers from here on are gyms.
const FIRST_GYM: u64 = 100_000;

/// A round's problem is the same in `/contest/` and `/problemset/`. Gyms, groups, acm.sgu.ru and the courses have
/// numbers of their own.
pub(super) fn codeforces(page: &Page) -> Option<Problem> {
    match page.segments[..] {
        ["problemset", "problem", contest, index, ..]
        | ["problemset", "status", contest, "problem", index, ..] => round(page, contest, index),
        ["contest" | "contests", contest, "problem", index, ..] => {
            match number(contest)?.parse::<u64>() {
                Ok(n) if n >= FIRST_GYM => gym(page, contest, index),
                _ => round(page, contest, index),
            }
        }
        ["gym", contest, "problem", index, ..]
        | ["problemset", "gymProblem", contest, index, ..] => gym(page, contest, index),
        ["group", group, "contest", contest, "problem", index, ..] => {
            let (group, contest, index) = (id(group)?, number(contest)?, index_of(index)?);
            let path = ["/group/", &group, "/contest/", contest, "/problem/", &index].concat();
            let key = ["group/", &group, "/", contest, "/", &index].concat();
            let title = ["Codeforces Group ", contest, &index].concat();
            Some(Problem::new(&[page.origin, &path], key, title))
        }
        ["problemsets", "acmsguru", "problem", contest, problem, ..] => {
            let (contest, problem) = (number(contest)?, number(problem)?);
            let path = ["/problemsets/acmsguru/problem/", contest, "/", problem].concat();
            let key = ["acmsguru/", problem].concat();
            Some(Problem::new(
                &[page.origin, &path],
                key,
                labelled("SGU", problem),
            ))
        }
        [
            "edu",
            "course",
            course,
            "lesson",
            lesson,
            part,
            "practice",
            "contest",
            contest,
            "problem",
            index,
            ..,
        ] => {
            let (course, lesson, part) = (number(course)?, number(lesson)?, number(part)?);
            let (contest, index) = (number(contest)?, index_of(index)?);
            let lesson = ["/edu/course/", course, "/lesson/", lesson, "/", part].concat();
            let path = ["/practice/contest/", contest, "/problem/", &index].concat();
            let key = ["edu/", contest, "/", &index].concat();
            let title = ["Codeforces EDU ", contest, &index].concat();
            Some(Problem::new(&[page.origin, &lesson, &path], key, title))
        }
        _ => None,
    }
}

fn round(page: &Page, contest: &str, index: &str) -> Option<Problem> {
    let (contest, index) = (number(contest)?, index_of(index)?);
    let key = [contest, "/", &index].concat();
    let url = [page.origin, "/problemset/problem/", &key];
    let title = ["Codeforces ", contest, &index].concat();
    Some(Problem::new(&url, key.clone(), title))
}

fn gym(page: &Page, contest: &str, index: &str) -> Option<Problem> {
    let (contest, index) = (number(contest)?, index_of(index)?);
    let url = [page.origin, "/gym/", contest, "/problem/", &index];
    let key = ["gym/", contest, "/", &index].concat();
    let title = ["Codeforces Gym ", contest, &index].concat();
    Some(Problem::new(&url, key, title))
}

/// `g` is G; `0` is the site's own name for the only problem of a contest, A.
fn index_of(segment: &str) -> Option<String> {
    let index = code(segment).filter(|index| index.len() <= 4)?;
    Some(if index == "0" { "A".to_owned() } else { index })
}

/// Keyed by task: the same task may stand in two contests (`arc058_a` in ARC 058 and ABC 042).
pub(super) fn atcoder(page: &Page) -> Option<Problem> {
    let ["contests", contest, "tasks", task, ..] = page.segments[..] else {
        return None;
    };
    let (contest, task) = (id(contest)?, id(task)?);
    // The page that prints every task of the contest.
    if task.starts_with("tasks_print") {
        return None;
    }
    let url = [page.origin, "/contests/", &contest, "/tasks/", &task];
    let title = task_title(&task);
    Some(Problem::new(&url, task.clone(), title))
}

/// `abc096_a` is "ABC096 A", `tdpc_fibonacci` "TDPC Fibonacci".
fn task_title(task: &str) -> String {
    let (contest, problem) = task.rsplit_once('_').unwrap_or((task, ""));
    let is_short_name = contest.len() <= 5 || contest.bytes().any(|byte| byte.is_ascii_digit());
    let contest = if is_short_name && !contest.contains(['-', '_']) {
        contest.to_ascii_uppercase()
    } else {
        title::from_slug(contest)
    };
    let problem = if problem.len() <= 2 {
        problem.to_ascii_uppercase()
    } else {
        title::from_slug(problem)
    };
    title::shorten([&contest, " ", &problem].concat().trim())
}

/// Codes are global: the contest in the address does not matter.
pub(super) fn codechef(page: &Page) -> Option<Problem> {
    if page.segments.first() == Some(&"users") {
        return None;
    }
    let (mark, name) = page.segments.windows(2).find_map(|pair| match pair {
        [
            mark @ ("problems" | "problems-old" | "submit" | "submit-v2"),
            name,
        ] => Some((*mark, *name)),
        ["status", name] => Some((
            "status",
            name.split_once(',').map_or(*name, |(name, _)| name),
        )),
        _ => None,
    })?;
    // Lists by level, not codes.
    let is_list = matches!(
        name,
        "school" | "easy" | "medium" | "hard" | "challenge" | "extcontest"
    );
    if mark != "status" && is_list {
        return None;
    }
    let name = code(name)?;
    let url = [page.origin, "/problems/", &name];
    Some(Problem::new(&url, name.clone(), name.clone()))
}

/// Keyed by the problem alone on open.kattis.com, by judge and problem elsewhere.
pub(super) fn kattis(page: &Page) -> Option<Problem> {
    let (["problems", name, ..] | ["contests", _, "problems", name, ..]) = page.segments[..] else {
        return None;
    };
    let name = slug(name)?;
    let judge = page
        .origin
        .trim_start_matches("https://")
        .split('.')
        .next()?;
    let key = match judge {
        "open" => name.clone(),
        _ => [judge, "/", &name].concat(),
    };
    let title = title::from_slug(&name);
    Some(Problem::new(
        &[page.origin, "/problems/", &name],
        key,
        title,
    ))
}

pub(super) fn dmoj(page: &Page) -> Option<Problem> {
    let ["problem", name, ..] = page.segments[..] else {
        return None;
    };
    let name = slug(name)?;
    let title = title::from_slug(&name);
    Some(Problem::new(
        &[page.origin, "/problem/", &name],
        name.clone(),
        title,
    ))
}

/// Statements, the archive and the arena's route name a problem by the same number, which nobody else uses.
pub(super) fn topcoder(page: &Page) -> Option<Problem> {
    let problem = match page.segments[..] {
        ["stat"] if parameter(page.query, "c") == Some("problem_statement") => {
            parameter(page.query, "pm")?
        }
        ["tc"] if parameter(page.query, "module") == Some("ProblemDetail") => {
            parameter(page.query, "pm")?
        }
        ["ProblemStatement", "pm", problem, ..] => problem,
        _ => page
            .fragment
            .strip_prefix("/u/practiceCode/")?
            .split('/')
            .nth(2)?,
    };
    let problem = number(problem)?;
    let url = [
        "https://community.topcoder.com/stat?c=problem_statement&pm=",
        problem,
    ];
    Some(Problem::new(&url, problem.to_owned(), String::new()))
}

pub(super) fn kaggle(page: &Page) -> Option<Problem> {
    let ["competitions" | "c", name, ..] = page.segments[..] else {
        return None;
    };
    let name = slug(name).filter(|name| !is_digits(name))?;
    let title = title::from_slug(&name);
    Some(Problem::new(
        &[page.origin, "/competitions/", &name],
        name.clone(),
        title,
    ))
}
