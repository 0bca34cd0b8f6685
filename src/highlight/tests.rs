use super::*;
use crate::attempt::model::LANGUAGES;
use proptest::prelude::*;

const NAMES: [&str; 22] = [
    "Python",
    "Java",
    "C++",
    "C",
    "C#",
    "JavaScript",
    "TypeScript",
    "Go",
    "Rust",
    "Kotlin",
    "Swift",
    "SQL",
    "Ruby",
    "Scala",
    "PHP",
    "Haskell",
    "Dart",
    "Bash",
    "JSON",
    "Lua",
    "Brainfuck",
    "",
];

/// The kind given to the first piece that is exactly this text.
fn kind_of(code: &str, language: &str, text: &str) -> Option<Kind> {
    lines(code, Some(language))
        .into_iter()
        .flatten()
        .find(|piece| piece.text == text)
        .and_then(|piece| piece.kind)
}

/// What a browser would show: tags gone, references read.
fn text_of(html: &str) -> String {
    let mut text = String::new();
    let mut rest = html;
    while let Some((before, tag)) = rest.split_once('<') {
        text.push_str(before);
        let (tag, after) = tag.split_once('>').unwrap();
        let ours = tag == "/span"
            || Kind::ALL
                .iter()
                .any(|kind| tag == format!("span class=\"{}\"", kind.class()));
        assert!(ours, "<{tag}>");
        rest = after;
    }
    text.push_str(rest);
    text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&amp;", "&")
}

#[test]
fn every_language_of_the_form_is_known_and_so_are_its_other_names() {
    for name in LANGUAGES {
        assert!(languages::find(name).is_some(), "{name}");
    }
    for name in [
        "py",
        "c++",
        "cpp",
        "C++17",
        "js",
        "ts",
        "golang",
        "cs",
        "Python 3.12",
        "Java (OpenJDK 21)",
        "kt",
        "rb",
        "PostgreSQL",
        "GNU C++",
    ] {
        assert!(languages::find(name).is_some(), "{name}");
    }
    for name in ["", "Brainfuck", "x", "<script>", "123"] {
        assert!(languages::find(name).is_none(), "{name}");
    }
}

#[test]
fn without_a_language_nothing_is_guessed() {
    let code = "def f():\n    return \"x\" # y";
    assert_eq!(html(code, None), crate::ui::escape::escape_html(code));
    assert_eq!(
        html(code, Some("Brainfuck")),
        crate::ui::escape::escape_html(code)
    );
}

#[test]
fn words_are_told_apart() {
    let python = "@cache\ndef two_sum(nums: list[int]) -> Optional[int]:\n    seen = {}  # by value\n    return f\"{nums!r} # no\" + 1_000.5 if True else Solution().run()";
    for (text, kind) in [
        ("@cache", Some(Kind::Function)),
        ("def", Some(Kind::Keyword)),
        ("two_sum", Some(Kind::Function)),
        ("list", Some(Kind::Type)),
        ("Optional", Some(Kind::Type)),
        ("# by value", Some(Kind::Comment)),
        ("f\"{nums!r} # no\"", Some(Kind::String)),
        ("1_000.5", Some(Kind::Number)),
        ("True", Some(Kind::Number)),
        ("Solution", Some(Kind::Type)),
        ("run", Some(Kind::Function)),
        ("->", Some(Kind::Operator)),
    ] {
        assert_eq!(kind_of(python, "python", text), kind, "{text}");
    }
    let rust = "fn f<'a>(s: &'a str) -> char { vec![r#\"a\"b\"#]; 'x' /* a /* b */ c */ }";
    for (text, kind) in [
        ("'a", Some(Kind::Type)),
        ("'x'", Some(Kind::String)),
        ("vec!", Some(Kind::Function)),
        ("r#\"a\"b\"#", Some(Kind::String)),
        ("/* a /* b */ c */", Some(Kind::Comment)),
    ] {
        assert_eq!(kind_of(rust, "rs", text), kind, "{text}");
    }
    for (language, code, text, kind) in [
        (
            "js",
            "x = a / b / c; y = /a[/]b/g.test(s)",
            "/a[/]b/g",
            Kind::String,
        ),
        ("js", "`a ${b}\nc` + d", "c`", Kind::String),
        ("go", "fmt.Println(x)", "Println", Kind::Function),
        ("cpp", "  #include <vector>", "#include", Kind::Keyword),
        ("cpp", "int n = 1'000'000;", "1'000'000", Kind::Number),
        (
            "sql",
            "SELECT count(*) FROM t -- all",
            "SELECT",
            Kind::Keyword,
        ),
        (
            "sql",
            "SELECT count(*) FROM t -- all",
            "count",
            Kind::Function,
        ),
        (
            "sql",
            "SELECT count(*) FROM t -- all",
            "-- all",
            Kind::Comment,
        ),
        (
            "java",
            "public int[] twoSum(Map<Integer, String> m)",
            "twoSum",
            Kind::Function,
        ),
        ("c#", "var s = @\"C:\\\"; Foo(s);", "Foo", Kind::Function),
        ("hs", "let x' = 'c'", "'c'", Kind::String),
        (
            "kt",
            "val s = \"\"\"a\"b\"\"\"",
            "\"\"\"a\"b\"\"\"",
            Kind::String,
        ),
        ("php", "$x = fooBar($y); // z", "fooBar", Kind::Function),
        ("rb", "@seen = {} # z", "# z", Kind::Comment),
    ] {
        assert_eq!(
            kind_of(code, language, text),
            Some(kind),
            "{language}: {text}"
        );
    }
}

#[test]
fn a_comment_over_several_lines_is_closed_and_opened_at_each() {
    assert_eq!(
        html("/* a\n\n<b> */", Some("java")),
        "<span class=\"hl-comment\">/* a</span>\n\n<span class=\"hl-comment\">&lt;b&gt; */</span>"
    );
}

#[test]
fn code_beyond_the_limit_is_plain_and_nothing_takes_long() {
    let began = std::time::Instant::now();
    for unit in [
        "(", "\"", "'a", "/*", "a(", "r#\"", "\\", "`", "#", "é", "\n", "1e-", "/[", "/", "<b",
        "{-", " #", "@a",
    ] {
        for name in NAMES {
            let fits = unit.repeat(COLOURED_LIMIT / unit.len());
            assert!(html(&fits, Some(name)).len() < 40 * fits.len());
            let longest: String = unit.repeat(200_000 / unit.len());
            let shown = html(&longest, Some(name));
            assert!(!shown.contains("<span"), "{unit} in {name}");
        }
    }
    // 400 texts of 60,000 bytes, unoptimised; what is quadratic takes minutes.
    assert!(
        began.elapsed() < std::time::Duration::from_mins(1),
        "{:?}",
        began.elapsed()
    );
}

proptest! {
    #[test]
    fn the_text_stays_and_only_our_spans_are_added(
        code in r#"([a-zA-Z_0-9 '"`/*#$@!&<>=+.(){}\[\]\\:-]|\n|é|二|r#"|R"|"""|<script>|</span>|&lt;|--|\{-|-\}){0,60}"#,
        name in proptest::sample::select(&NAMES[..]),
    ) {
        let html = html(&code, Some(name));
        prop_assert_eq!(text_of(&html), code.as_str());
        let lines: Vec<_> = html.split('\n').collect();
        prop_assert_eq!(lines.len(), code.split('\n').count());
        for (line, source) in lines.into_iter().zip(code.split('\n')) {
            prop_assert_eq!(line.matches("<span").count(), line.matches("</span>").count());
            prop_assert_eq!(text_of(line), source);
        }
    }

    #[test]
    fn no_text_at_all_makes_it_stumble(code in any::<String>(), name in proptest::sample::select(&NAMES[..])) {
        prop_assert_eq!(text_of(&html(&code, Some(name))), code);
    }
}
