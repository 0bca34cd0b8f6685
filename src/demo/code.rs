//! The code written down with an attempt: short solutions in several languages, and the same with
//! one real mistake for attempts that did not solve it.

use super::{catalogue::Known, random::Random};
use std::collections::HashMap;

/// Language, how often the person uses it, and its solutions: after a line `=== two-sum` the
/// code for that problem, after `=== pattern:heap` the skeleton for problems with that tag.
/// `«a¦b»` is `a` in the right version and `b` in the wrong one.
const SOURCES: [(&str, usize, &str); 7] = [
    ("Python", 6, include_str!("snippets/python.txt")),
    ("Rust", 4, include_str!("snippets/rust.txt")),
    ("C++", 3, include_str!("snippets/cpp.txt")),
    ("Java", 2, include_str!("snippets/java.txt")),
    ("Go", 2, include_str!("snippets/go.txt")),
    ("TypeScript", 2, include_str!("snippets/typescript.txt")),
    ("SQL", 1, include_str!("snippets/sql.txt")),
];

/// Code in a language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Code {
    /// The language's name as the form offers it.
    pub language: &'static str,
    /// The code.
    pub text: String,
}

struct Snippet {
    language: &'static str,
    weight: usize,
    text: &'static str,
}

/// Every solution, by problem or pattern.
pub struct Snippets(HashMap<&'static str, Vec<Snippet>>);

impl Snippets {
    /// Reads the sources.
    pub fn load() -> Self {
        let mut all: HashMap<&'static str, Vec<Snippet>> = HashMap::new();
        for (language, weight, source) in SOURCES {
            // At the start of a line only: TypeScript has an operator of that name.
            for section in source.split("\n=== ") {
                if let Some((key, text)) = section.split_once('\n') {
                    let (key, text) = (key.trim_start_matches("=== "), text.trim_end());
                    all.entry(key).or_default().push(Snippet {
                        language,
                        weight,
                        text,
                    });
                }
            }
        }
        Self(all)
    }

    /// Code for an attempt at this problem, if the person could have written some: `right` as it
    /// should be, else with the mistake.
    pub fn write(&self, known: &Known, right: bool, random: &mut Random) -> Option<Code> {
        let slug = known.link.identity.rsplit(':').next().unwrap_or_default();
        let track = known
            .link
            .url
            .split_once("/tracks/")
            .and_then(|(_, rest)| rest.split('/').next());
        let fitting = |snippet: &&Snippet| match track {
            Some(track) => snippet.language.eq_ignore_ascii_case(track),
            None => true,
        };
        let written_for_it = self
            .0
            .get(slug)
            .filter(|_| known.link.platform.slug() == "leetcode");
        let skeleton = written_for_it.is_none();
        let candidates: Vec<&Snippet> = match written_for_it {
            Some(snippets) => snippets.iter().collect(),
            None => known
                .entry
                .tags
                .iter()
                .take(2)
                .map(|tag| {
                    self.of_pattern(tag)
                        .iter()
                        .filter(fitting)
                        .collect::<Vec<_>>()
                })
                .find(|found| !found.is_empty())?,
        };
        let judge = matches!(
            known.link.platform.slug(),
            "codeforces" | "atcoder" | "cses" | "spoj" | "kattis"
        );
        let weight = |snippet: &Snippet| {
            snippet.weight
                * if judge && snippet.language == "C++" {
                    6
                } else {
                    1
                }
        };
        let mut drawn = random.below(candidates.iter().map(|one| weight(one)).sum());
        for snippet in candidates {
            if drawn < weight(snippet) {
                let code = render(snippet.text, right);
                let text = if skeleton {
                    under_title(&code, snippet.language, &known.entry.title)
                } else {
                    code
                };
                return Some(Code {
                    language: snippet.language,
                    text,
                });
            }
            drawn -= weight(snippet);
        }
        None
    }

    fn of_pattern(&self, tag: &str) -> &[Snippet] {
        let key = format!("pattern:{tag}");
        self.0.get(key.as_str()).map_or(&[], Vec::as_slice)
    }
}

fn render(text: &str, right: bool) -> String {
    let mut rendered = String::with_capacity(text.len());
    for piece in text.split('«') {
        match piece.split_once('»') {
            Some((marked, plain)) => {
                let (good, bad) = marked.split_once('¦').unwrap_or((marked, marked));
                rendered.push_str(if right { good } else { bad });
                rendered.push_str(plain);
            }
            None => rendered.push_str(piece),
        }
    }
    rendered
}

/// A skeleton says what it is for, so that nobody takes it for the whole solution.
fn under_title(code: &str, language: &str, title: &str) -> String {
    let comment = match language {
        "Python" => "#",
        "SQL" => "--",
        _ => "//",
    };
    format!("{comment} {title}: the skeleton\n{code}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        attempt::model::LANGUAGES,
        demo::catalogue::{Known, entries},
        problem::recognise::recognise,
    };

    fn known() -> impl Iterator<Item = Known> {
        entries().into_iter().map(|entry| {
            let link = recognise(&entry.link).unwrap();
            Known { entry, link }
        })
    }

    #[test]
    fn a_skeleton_names_its_problem_in_a_comment() {
        let one = known()
            .find(|one| one.entry.title == "Koko Eating Bananas")
            .unwrap();
        let code = Snippets::load()
            .write(&one, true, &mut Random::new(1, "skeleton"))
            .unwrap();
        assert!(
            code.text
                .lines()
                .next()
                .unwrap()
                .ends_with(" Koko Eating Bananas: the skeleton")
        );
    }

    #[test]
    fn every_solution_has_a_mistake_and_no_mark_is_left() {
        for snippet in Snippets::load().0.values().flatten() {
            let (right, wrong) = (render(snippet.text, true), render(snippet.text, false));
            assert_ne!(right, wrong, "{right}");
            assert!(
                !right.contains(['«', '»', '¦']) && !wrong.contains(['«', '»', '¦']),
                "{right}"
            );
            assert!(!right.trim().is_empty() && LANGUAGES.contains(&snippet.language));
        }
    }

    #[test]
    fn solutions_belong_to_problems_or_patterns_that_exist() {
        let problems: Vec<Known> = known().collect();
        for key in Snippets::load().0.keys() {
            let used = match key.strip_prefix("pattern:") {
                Some(tag) => problems
                    .iter()
                    .any(|one| one.entry.tags.iter().any(|own| own == tag)),
                None => problems
                    .iter()
                    .any(|one| one.link.url.ends_with(&format!("/{key}/"))),
            };
            assert!(used, "{key}");
        }
    }

    #[test]
    fn most_problems_have_code_and_a_track_has_its_own_language() {
        let snippets = Snippets::load();
        let mut random = Random::new(1, "code");
        let mut without = 0;
        for one in known() {
            match snippets.write(&one, true, &mut random) {
                Some(code) if one.link.url.contains("/tracks/") => {
                    assert!(one.link.url.contains(&code.language.to_lowercase()));
                }
                Some(_) => {}
                None => without += 1,
            }
        }
        assert!(without < 40, "{without}");
    }
}
