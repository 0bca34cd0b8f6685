//! The look, held mechanically: colours that can be read, tokens that are used, a styleguide that shows all there is.

use crate::helpers::TestApp;
use sqlx::PgPool;
use std::{collections::BTreeMap, fs, path::Path};

fn read(path: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap()
}

/// Names and values of the custom properties in `style/tokens.css`.
fn tokens() -> BTreeMap<String, String> {
    let text = read("style/tokens.css");
    let found: BTreeMap<_, _> = text
        .lines()
        .filter_map(|line| line.trim().strip_prefix("--"))
        .filter_map(|line| line.strip_suffix(';')?.split_once(':'))
        .map(|(name, value)| (format!("--{name}"), value.trim().to_owned()))
        .collect();
    assert!(found.len() > 40, "{found:?}");
    found
}

/// Red, green and blue of a `#rrggbb`, 0 to 1.
fn channels(hex: &str) -> [f64; 3] {
    let digits = hex.strip_prefix('#').unwrap();
    assert_eq!(digits.len(), 6, "{hex}");
    [0, 2, 4].map(|at| f64::from(u8::from_str_radix(&digits[at..at + 2], 16).unwrap()) / 255.0)
}

/// Relative luminance, as WCAG 2.2 defines it.
fn luminance(hex: &str) -> f64 {
    let linear = channels(hex).map(|channel| {
        if channel <= 0.04045 {
            channel / 12.92
        } else {
            ((channel + 0.055) / 1.055).powf(2.4)
        }
    });
    0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
}

/// Contrast ratio, as WCAG 2.2 defines it.
fn contrast(one: &str, other: &str) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

/// The colour of a token in light and in dark.
fn colours(tokens: &BTreeMap<String, String>, name: &str) -> [String; 2] {
    let value = &tokens[name];
    match value
        .strip_prefix("light-dark(")
        .and_then(|rest| rest.strip_suffix(')'))
    {
        Some(both) => {
            let (light, dark) = both.split_once(',').unwrap();
            [light.trim().to_owned(), dark.trim().to_owned()]
        }
        None => [value.clone(), value.clone()],
    }
}

#[test]
fn the_contrast_is_computed_as_it_is_defined() {
    assert!((contrast("#000000", "#ffffff") - 21.0).abs() < 0.001);
    assert!((contrast("#777777", "#ffffff") - 4.478).abs() < 0.01);
}

/// Text, and what it is written on.
const READ: [(&str, &[&str]); 19] = [
    ("--ink", &["--paper", "--card", "--sunken"]),
    ("--muted", &["--paper", "--card", "--sunken"]),
    ("--on-accent", &["--accent"]),
    ("--on-bad", &["--bad"]),
    ("--paper", &["--ink"]),
    ("--good", &["--paper", "--card", "--sunken"]),
    ("--mixed", &["--paper", "--card", "--sunken"]),
    ("--bad", &["--paper", "--card", "--sunken"]),
    ("--level-1", &["--paper", "--card", "--sunken"]),
    ("--level-2", &["--paper", "--card", "--sunken"]),
    ("--level-3", &["--paper", "--card", "--sunken"]),
    ("--card", &["--ink", "--good", "--mixed", "--bad"]),
    ("--code-keyword", &["--card", "--sunken"]),
    ("--code-string", &["--card", "--sunken"]),
    ("--code-number", &["--card", "--sunken"]),
    ("--code-comment", &["--card", "--sunken"]),
    ("--code-function", &["--card", "--sunken"]),
    ("--code-type", &["--card", "--sunken"]),
    // What stands on the accent when the pointer is over a link is text, too.
    ("--accent", &["--on-accent"]),
];

/// Edges that tell a control, or where the keyboard is, and what they stand on.
const SEEN: [(&str, &[&str]); 2] = [
    ("--line", &["--paper", "--card", "--sunken"]),
    ("--focus", &["--paper", "--card", "--sunken"]),
];

#[test]
fn everything_written_has_the_contrast_of_wcag_aa_in_light_and_dark() {
    let tokens = tokens();
    let below = |pairs: &[(&str, &[&str])], limit: f64| {
        let mut found = Vec::new();
        for (front, backs) in pairs {
            for back in *backs {
                let pairs = colours(&tokens, front)
                    .into_iter()
                    .zip(colours(&tokens, back));
                for ((one, other), theme) in pairs.zip(["light", "dark"]) {
                    let ratio = contrast(&one, &other);
                    if ratio < limit {
                        found.push(format!("{front} on {back} in {theme}: {ratio:.2}"));
                    }
                }
            }
        }
        found
    };
    assert_eq!(below(&READ, 4.5), Vec::<String>::new());
    assert_eq!(below(&SEEN, 3.0), Vec::<String>::new());
}

#[test]
fn colours_and_sizes_of_type_are_named_once() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("style");
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if name == "tokens.css" {
            continue;
        }
        for (number, line) in fs::read_to_string(&path).unwrap().lines().enumerate() {
            let at = format!("style/{name}:{}: {line}", number + 1);
            let colour = line.split(['(', ' ', ',']).any(|word| {
                let word = word.trim_end_matches([';', ')']);
                word.strip_prefix('#').is_some_and(|rest| {
                    rest.len() >= 3 && rest.bytes().all(|byte| byte.is_ascii_hexdigit())
                })
            });
            assert!(
                !colour && !line.contains("rgb(") && !line.contains("hsl("),
                "{at}"
            );
            let size = line.trim().strip_prefix("font-size:").map(str::trim);
            if let Some(size) = size {
                // Relative to the text around it, or one of the scale.
                assert!(
                    size == "inherit;"
                        || size.starts_with("var(--text-")
                        || size.ends_with("em;") && !size.ends_with("rem;"),
                    "{at}"
                );
            }
        }
    }
}

/// Components of `src/ui` that stand around a page, or make one, rather than in it.
const AROUND: [&str; 9] = [
    "CodeEditor",
    "DefaultButton",
    "Failure",
    "FailureBody",
    "Footer",
    "Form",
    "Header",
    "IconSprite",
    "SkipLink",
];

#[sqlx::test(migrations = "./migrations")]
async fn the_styleguide_shows_every_token_and_every_component(pool: PgPool) {
    let app = TestApp::new(pool);
    let page = app.nobody().get("/styleguide").await.expect(200);
    for name in tokens().keys() {
        assert!(page.body.contains(&format!(">{name}<")), "{name}");
    }
    let source = read("src/ui/styleguide.rs");
    let mut seen = 0;
    for entry in walk("src/ui") {
        let text = fs::read_to_string(&entry).unwrap();
        let components = text.split("#[component]\npub fn ").skip(1);
        for component in components.map(|rest| rest.split(['(', '<']).next().unwrap()) {
            if component == "Styleguide" || AROUND.contains(&component) {
                continue;
            }
            seen += 1;
            assert!(source.contains(&format!("<{component}")), "{component}");
        }
    }
    assert!(seen > 20, "{seen}");
}

fn walk(folder: &str) -> Vec<std::path::PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                found.push(path);
            }
        }
    }
    found
}
