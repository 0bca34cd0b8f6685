//! What a reader must know of each language: its words, comments and strings. Words that are not
//! here are told by their form (a capital letter, a bracket that follows).

use super::Kind;
use std::{collections::HashMap, sync::LazyLock};

/// A string or character literal.
#[derive(Copy, Clone)]
pub(super) struct Quote {
    pub open: &'static str,
    pub close: &'static str,
    /// A backslash takes the next character along.
    pub escapes: bool,
    /// May go on in the next line; others end with theirs, closed or not.
    pub lines: bool,
}

const fn quote(mark: &'static str) -> Quote {
    Quote {
        open: mark,
        close: mark,
        escapes: true,
        lines: false,
    }
}

const fn block(mark: &'static str) -> Quote {
    Quote {
        lines: true,
        ..quote(mark)
    }
}

const fn raw(open: &'static str, close: &'static str) -> Quote {
    Quote {
        open,
        close,
        escapes: false,
        lines: true,
    }
}

/// One language as it is written down here; lists are separated by spaces.
#[derive(Copy, Clone)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a fact about a language, read on its own"
)]
pub(super) struct Grammar {
    /// Lower-case names, separated by commas.
    names: &'static str,
    keywords: &'static str,
    types: &'static str,
    literals: &'static str,
    pub line_comments: &'static [&'static str],
    pub block_comment: Option<(&'static str, &'static str)>,
    /// Block comments stand in block comments.
    pub nested: bool,
    /// Longer openings first.
    pub quotes: &'static [Quote],
    /// Letters that may stand before a quote, longest first.
    pub prefixes: &'static [&'static str],
    /// What may stand in a name besides letters, digits and the underscore.
    pub name_marks: &'static [char],
    /// Keywords in any case.
    pub any_case: bool,
    /// A capitalised name before a bracket is a function rather than a type.
    pub capital_calls: bool,
    /// `'a` is a lifetime and `'a'` a character; `name!` is a macro; `r#"…"#` a string.
    pub rust: bool,
    /// A slash where a value is expected begins a regular expression.
    pub regex: bool,
    /// A `#` at the beginning of a line begins a directive.
    pub directives: bool,
}

const C_LIKE: Grammar = Grammar {
    names: "",
    keywords: "",
    types: "",
    literals: "true false null",
    line_comments: &["//"],
    block_comment: Some(("/*", "*/")),
    nested: false,
    quotes: &[quote("\""), quote("'")],
    prefixes: &[],
    name_marks: &[],
    any_case: false,
    capital_calls: false,
    rust: false,
    regex: false,
    directives: false,
};

const C: Grammar = Grammar {
    names: "c,c language,ansi c,gcc",
    keywords: "auto break case const continue default do else enum extern for goto if inline register restrict return sizeof static struct switch typedef union volatile while",
    types: "bool char double float int int16_t int32_t int64_t int8_t long short signed size_t ssize_t uint16_t uint32_t uint64_t uint8_t unsigned void FILE",
    literals: "NULL true false",
    prefixes: &["u8", "L", "u", "U"],
    directives: true,
    capital_calls: true,
    ..C_LIKE
};

const GRAMMARS: [Grammar; 20] = [
    Grammar {
        names: "python,py,python3,py3,pypy,pypy3,cpython",
        keywords: "and as assert async await break case class continue def del elif else except finally for from global if import in is lambda match nonlocal not or pass raise return try while with yield",
        types: "bool bytes complex dict float frozenset int list object set str tuple",
        literals: "True False None self cls",
        line_comments: &["#"],
        block_comment: None,
        quotes: &[block("\"\"\""), block("'''"), quote("\""), quote("'")],
        prefixes: &[
            "rb", "br", "fr", "rf", "Rb", "bR", "r", "R", "b", "B", "f", "F", "u", "U",
        ],
        ..C_LIKE
    },
    Grammar {
        names: "java,openjdk",
        keywords: "abstract assert break case catch class continue default do else enum extends final finally for if implements import instanceof interface native new package permits private protected public record return sealed static strictfp super switch synchronized this throw throws transient try var volatile while yield",
        types: "boolean byte char double float int long short void",
        quotes: &[block("\"\"\""), quote("\""), quote("'")],
        name_marks: &['$'],
        ..C_LIKE
    },
    Grammar {
        names: "c++,cpp,cxx,cc,cplusplus,g++,gnu c++,hpp",
        keywords: "alignas alignof auto break case catch class co_await co_return co_yield concept const const_cast consteval constexpr constinit continue decltype default delete do dynamic_cast else enum explicit export extern final for friend goto if inline mutable namespace new noexcept operator override private protected public register reinterpret_cast requires return sizeof static static_assert static_cast struct switch template this throw try typedef typeid typename union using virtual volatile while",
        types: "array bool char deque double float int int32_t int64_t list long map multiset optional pair priority_queue queue set short signed size_t stack string string_view tuple uint32_t uint64_t unordered_map unordered_set unsigned vector void wchar_t",
        literals: "true false nullptr NULL",
        ..C
    },
    C,
    Grammar {
        names: "c#,csharp,cs,c sharp,dotnet,.net",
        keywords: "abstract as async await base break case catch checked class const continue default delegate do else enum event explicit extern finally fixed for foreach get goto if implicit in init interface internal is lock namespace new operator out override params private protected public readonly record ref return sealed set sizeof stackalloc static struct switch this throw try typeof unchecked unsafe using var virtual volatile when where while with yield",
        types: "bool byte char decimal double dynamic float int long nint object sbyte short string uint ulong ushort void",
        quotes: &[
            raw("\"\"\"", "\"\"\""),
            raw("$@\"", "\""),
            raw("@\"", "\""),
            quote("\""),
            quote("'"),
        ],
        prefixes: &["$"],
        name_marks: &['$'],
        capital_calls: true,
        directives: true,
        ..C_LIKE
    },
    SCRIPT,
    Grammar {
        names: "typescript,ts,tsx,deno",
        keywords: "abstract any as asserts async await break case catch class const continue debugger declare default delete do else enum export extends finally for from function get if implements import in infer instanceof interface is keyof let namespace new of override private protected public readonly return satisfies set static super switch this throw try type typeof var void while with yield",
        types: "Array Map Promise Record Set bigint boolean never number object string symbol unknown",
        ..SCRIPT
    },
    Grammar {
        names: "go,golang",
        keywords: "break case chan const continue default defer else fallthrough for func go goto if import interface map package range return select struct switch type var",
        types: "any bool byte comparable complex128 complex64 error float32 float64 int int16 int32 int64 int8 rune string uint uint16 uint32 uint64 uint8 uintptr",
        literals: "true false nil iota",
        quotes: &[raw("`", "`"), quote("\""), quote("'")],
        capital_calls: true,
        ..C_LIKE
    },
    Grammar {
        names: "rust,rs",
        keywords: "as async await break const continue crate dyn else enum extern fn for if impl in let loop match mod move mut pub ref return static struct super trait type unsafe use where while",
        types: "Self bool char f32 f64 i128 i16 i32 i64 i8 isize str u128 u16 u32 u64 u8 usize",
        literals: "true false self",
        nested: true,
        quotes: &[block("\"")],
        prefixes: &["br", "b", "c", "r"],
        rust: true,
        ..C_LIKE
    },
    Grammar {
        names: "kotlin,kt,kts",
        keywords: "abstract as break by catch class companion const constructor continue crossinline data do else enum final finally for fun get if import in infix init inline inner interface internal is lateinit noinline object open operator out override package private protected public reified return sealed set super suspend tailrec this throw try typealias val var vararg when where while",
        nested: true,
        quotes: &[raw("\"\"\"", "\"\"\""), quote("\""), quote("'")],
        ..C_LIKE
    },
    Grammar {
        names: "swift",
        keywords: "actor as associatedtype async await break case catch class continue default defer deinit do else enum extension fallthrough fileprivate final for func get guard if import in indirect init inout internal is lazy let mutating nonisolated open operator override private protocol public repeat required rethrows return set some static struct subscript super switch throw throws try typealias unowned var weak where while",
        literals: "true false nil self",
        types: "Self",
        nested: true,
        quotes: &[raw("#\"", "\"#"), block("\"\"\""), quote("\"")],
        ..C_LIKE
    },
    Grammar {
        names: "sql,mysql,postgresql,postgres,sqlite,pl/sql,plsql,t-sql,tsql,mssql,oracle,mariadb",
        keywords: "add all alter and any as asc begin between by case check column commit constraint create cross database delete desc distinct drop else end except exists explain fetch foreign from full group having if in index inner insert intersect into is join key lateral left like limit materialized natural not of offset on or order outer over partition primary recursive references returning right rollback rows select set table then top union unique update using values view when where window with",
        types: "bigint bool boolean char date datetime decimal double float int integer interval json jsonb numeric real serial smallint text time timestamp timestamptz uuid varchar",
        literals: "null true false",
        line_comments: &["--", "#"],
        quotes: &[raw("'", "'"), raw("\"", "\""), raw("`", "`")],
        any_case: true,
        ..C_LIKE
    },
    Grammar {
        names: "ruby,rb",
        keywords: "alias and begin break case class def defined? do else elsif end ensure extend for if in include module next not or private protected public raise redo require rescue retry return self super then undef unless until when while yield",
        types: "",
        literals: "true false nil",
        line_comments: &["#"],
        block_comment: None,
        quotes: &[block("\""), block("'"), block("`")],
        name_marks: &['@', '$', '?'],
        regex: true,
        ..C_LIKE
    },
    Grammar {
        names: "scala,scala3",
        keywords: "abstract case catch class def derives do else end enum extends extension final finally for forSome given if implicit import inline lazy match new object opaque override package private protected return sealed super then this throw trait try type using val var while with yield",
        nested: true,
        quotes: &[raw("\"\"\"", "\"\"\""), quote("\""), quote("'")],
        prefixes: &["s", "f", "raw"],
        ..C_LIKE
    },
    Grammar {
        names: "php,php8",
        keywords: "abstract and array as break callable case catch class clone const continue declare default do echo else elseif empty enum extends final finally fn for foreach function global if implements include instanceof interface isset list match namespace new or print private protected public readonly require return static switch throw trait try unset use var while xor yield php",
        types: "bool float int iterable mixed object string void",
        literals: "true false null self parent",
        line_comments: &["//", "#"],
        quotes: &[block("\""), block("'")],
        name_marks: &['$'],
        any_case: true,
        ..C_LIKE
    },
    Grammar {
        names: "haskell,hs,ghc",
        keywords: "case class data default deriving do else family forall foreign hiding if import in infix infixl infixr instance let module newtype of qualified then type where",
        literals: "True False otherwise",
        line_comments: &["--"],
        block_comment: Some(("{-", "-}")),
        nested: true,
        quotes: &[quote("\""), quote("'")],
        name_marks: &['\''],
        ..C_LIKE
    },
    Grammar {
        names: "dart,flutter",
        keywords: "abstract as assert async await base break case catch class const continue covariant default deferred do else enum export extends extension external factory final finally for get if implements import in interface is late library mixin new on operator part required rethrow return sealed set show static super switch sync this throw try typedef var when while with yield",
        types: "bool double dynamic int num void",
        quotes: &[block("\"\"\""), block("'''"), quote("\""), quote("'")],
        prefixes: &["r"],
        name_marks: &['$'],
        ..C_LIKE
    },
    Grammar {
        names: "bash,sh,shell,zsh,console",
        keywords: "case do done elif else esac exit export fi for function if in local read return set shift then until while echo",
        literals: "true false",
        line_comments: &["#"],
        block_comment: None,
        quotes: &[block("\""), raw("'", "'")],
        name_marks: &['$', '-'],
        ..C_LIKE
    },
    Grammar {
        names: "json,jsonc,json5",
        ..C_LIKE
    },
    Grammar {
        names: "lua,luajit",
        keywords: "and break do else elseif end for function goto if in local not or repeat return then until while",
        literals: "true false nil self",
        line_comments: &["--"],
        block_comment: Some(("--[[", "]]")),
        quotes: &[raw("[[", "]]"), quote("\""), quote("'")],
        ..C_LIKE
    },
];

const SCRIPT: Grammar = Grammar {
    names: "javascript,js,jsx,node,nodejs,node.js,ecmascript,es6,mjs",
    keywords: "async await break case catch class const continue debugger default delete do else export extends finally for from function get if import in instanceof let new of return set static super switch this throw try typeof var void while with yield",
    types: "",
    literals: "true false null undefined NaN Infinity",
    quotes: &[block("`"), quote("\""), quote("'")],
    name_marks: &['$'],
    regex: true,
    ..C_LIKE
};

/// A grammar with its words in one table.
pub(super) struct Language {
    pub grammar: Grammar,
    words: HashMap<&'static str, Kind>,
}

impl Language {
    /// What a word of the language's own is; none for names a person made up.
    pub fn word(&self, word: &str) -> Option<Kind> {
        // No word of any language here is longer.
        if word.len() > 24 {
            return None;
        }
        if self.grammar.any_case {
            self.words.get(word.to_lowercase().as_str()).copied()
        } else {
            self.words.get(word).copied()
        }
    }
}

static LANGUAGES: LazyLock<HashMap<&'static str, Language>> = LazyLock::new(|| {
    let mut languages = HashMap::new();
    for grammar in GRAMMARS {
        for name in grammar.names.split(',') {
            let mut words = HashMap::new();
            for (list, kind) in [
                (grammar.keywords, Kind::Keyword),
                (grammar.types, Kind::Type),
                (grammar.literals, Kind::Number),
            ] {
                words.extend(list.split_whitespace().map(|word| (word, kind)));
            }
            languages.insert(name, Language { grammar, words });
        }
    }
    languages
});

/// The language that goes by this name: `Python`, `py`, `C++17`, `Go 1.25`, `Java (OpenJDK)`.
pub(super) fn find(name: &str) -> Option<&'static Language> {
    let name = name.trim().to_lowercase();
    if let Some(language) = LANGUAGES.get(name.as_str()) {
        return Some(language);
    }
    // A version or a compiler behind it changes nothing that is coloured.
    let bare = name.split([' ', '(', ',', '-']).next().unwrap_or_default();
    let bare =
        bare.trim_end_matches(|character: char| character.is_ascii_digit() || character == '.');
    LANGUAGES.get(bare)
}
