//! What the browser extension Competitive Companion sends: one problem, read off the page it is on.

use crate::{
    error::FieldErrors,
    problem::{
        fields::ProblemFields,
        model::Difficulty,
        recognise::{Link, Platform, likely_difficulty, recognise},
    },
    text::{count, is_visible},
};
use serde::Deserialize;
use serde_json::Value;
use uuid::Uuid;

/// Longest message, in bytes. The tests of a problem come along, and are not kept.
pub const BODY_LIMIT: usize = 4 * 1024 * 1024;
/// Longest place a problem is from, in characters; what is longer is cut.
pub const SITE_LIMIT: usize = 200;
/// Most problems of one contest.
const BATCH_LIMIT: i32 = 1_000;

/// A problem that was told of, checked, and not in the journal yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InboxDraft {
    /// As a problem's title has to be.
    pub title: String,
    /// Where it is; none for a problem that is not on the web.
    pub link: Option<Link>,
    /// Where the sender says it is from, such as `Codeforces - Educational Round 40`.
    pub site: Option<String>,
    /// How hard it probably is.
    pub difficulty: Option<Difficulty>,
    /// The contest it came with; none when it came alone.
    pub batch: Option<Batch>,
}

/// A contest whose problems are sent one by one.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Batch {
    /// The same for all of them.
    pub id: Uuid,
    /// How many there are.
    pub size: i32,
}

impl InboxDraft {
    /// What makes it the same problem when it is told of again.
    pub fn identity(&self) -> String {
        match &self.link {
            Some(link) => link.identity.clone(),
            None => ["title:", &self.title.to_lowercase()].concat(),
        }
    }
}

/// The message, as far as it is of use here. Everything else in it is passed over.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct Companion {
    /// The problem's title, with its place in the contest before it.
    pub name: Option<String>,
    /// The site, and the contest or category there.
    pub group: Option<String>,
    /// The address of its page.
    pub url: Option<String>,
    /// An object with `id` and `size`; anything else counts as none.
    pub batch: Value,
}

impl Companion {
    /// Reads a message: JSON, or JSON after a line that says `json`, as the tool `CHelper` is sent it.
    ///
    /// # Errors
    /// A message at `body` when it is none; at `name` or `url` when there can be no such problem.
    pub fn read(bytes: &[u8]) -> Result<InboxDraft, FieldErrors> {
        if bytes.len() > BODY_LIMIT {
            let message = format!(
                "This is too long: {} of {} bytes.",
                count(bytes.len()),
                count(BODY_LIMIT)
            );
            return Err(FieldErrors::one("body", message));
        }
        let json = bytes
            .strip_prefix(b"json\r\n")
            .or(bytes.strip_prefix(b"json\n"))
            .unwrap_or(bytes);
        // What is no object could still be read as one: its values in order.
        let object = json.trim_ascii_start().starts_with(b"{");
        let sent = object.then(|| serde_json::from_slice::<Self>(json).ok());
        let sent = sent.flatten().ok_or_else(|| {
            let message = "This has to be a JSON object with name, group and url, as Competitive Companion sends it.";
            FieldErrors::one("body", message)
        })?;
        sent.draft()
    }

    fn draft(self) -> Result<InboxDraft, FieldErrors> {
        let url = self.url.unwrap_or_default();
        let name = one_line(&self.name.unwrap_or_default());
        let platform = recognise(&url).map(|link| link.platform);
        // What the form that adds a problem takes is what can be added from the inbox, too.
        let fields = ProblemFields {
            id: Uuid::nil().to_string(),
            title: without_index(&name, platform).to_owned(),
            link: url,
            difficulty: Difficulty::Medium.slug().to_owned(),
            ..ProblemFields::default()
        };
        let draft = fields.parse().map_err(|errors| named_as_sent(&errors))?;
        Ok(InboxDraft {
            difficulty: draft.link.as_ref().and_then(likely_difficulty),
            title: draft.title,
            link: draft.link,
            site: site(&self.group.unwrap_or_default()),
            batch: batch(&self.batch),
        })
    }
}

/// The messages for a form's fields as messages for those of the extension.
fn named_as_sent(errors: &FieldErrors) -> FieldErrors {
    let mut named = FieldErrors::default();
    for (field, message) in errors.iter() {
        let field = match field {
            "title" => "name",
            "link" => "url",
            other => other,
        };
        named.add(field, message);
    }
    named
}

/// A title without the problem's place in its contest: `G. Castle Defense`, `A1: Sorting`, on `AtCoder`
/// `A - Product`.
fn without_index(name: &str, platform: Option<Platform>) -> &str {
    let title = || {
        let (index, rest) = name.split_once(' ')?;
        let title = match index.strip_suffix(['.', ':']) {
            Some(place) if is_place(place) => rest,
            None if platform == Some(Platform::AtCoder) && (is_place(index) || index == "Ex") => {
                rest.strip_prefix("- ")?
            }
            _ => return None,
        };
        is_visible(title).then_some(title)
    };
    title().unwrap_or(name)
}

/// Whether this is a capital letter, with a digit after it or not.
fn is_place(text: &str) -> bool {
    match text.as_bytes() {
        [letter] => letter.is_ascii_uppercase(),
        [letter, digit] => letter.is_ascii_uppercase() && digit.is_ascii_digit(),
        _ => false,
    }
}

fn site(group: &str) -> Option<String> {
    let line: String = group
        .chars()
        .map(|character| {
            if character.is_control() {
                ' '
            } else {
                character
            }
        })
        .collect();
    let line: String = one_line(&line).chars().take(SITE_LIMIT).collect();
    let line = line.trim_end();
    is_visible(line).then(|| line.to_owned())
}

/// The contest of a problem that did not come alone.
fn batch(sent: &Value) -> Option<Batch> {
    let id = sent.get("id")?.as_str()?.parse().ok()?;
    let size = i32::try_from(sent.get("size")?.as_i64()?).ok()?;
    (2..=BATCH_LIMIT)
        .contains(&size)
        .then_some(Batch { id, size })
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    fn read(message: &Value) -> Result<InboxDraft, FieldErrors> {
        Companion::read(message.to_string().as_bytes())
    }

    fn titled(name: &str, url: &str) -> String {
        read(&json!({"name": name, "url": url})).unwrap().title
    }

    const CODEFORCES: &str = "https://codeforces.com/problemset/problem/954/G";

    /// As version 2.65 sends it.
    fn castle_defense() -> Value {
        json!({
            "name": "G. Castle Defense",
            "group": "Codeforces - Educational Codeforces Round 40 (Rated for Div. 2)",
            "url": CODEFORCES,
            "interactive": false, "memoryLimit": 256, "timeLimit": 1500,
            "tests": [{"input": "5 0 6\n5 4 3 4 9\n", "output": "5\n"}],
            "testType": "single", "input": {"type": "stdin"}, "output": {"type": "stdout"},
            "languages": {"java": {"mainClass": "Main", "taskClass": "GCastleDefense"}},
            "batch": {"id": "123e67c8-03c6-44a4-a3f9-5918533f9fb2", "size": 1},
        })
    }

    #[test]
    fn a_problem_is_read_off_what_the_extension_sends() {
        let draft = read(&castle_defense()).unwrap();
        assert_eq!(draft.title, "Castle Defense");
        assert_eq!(draft.identity(), "codeforces:954/G");
        assert_eq!(draft.difficulty, Some(Difficulty::Hard));
        assert_eq!(
            draft.site.as_deref(),
            Some("Codeforces - Educational Codeforces Round 40 (Rated for Div. 2)")
        );
        assert_eq!(draft.batch, None, "it came alone");
        let chelper = format!("json\n{}", castle_defense());
        assert_eq!(Companion::read(chelper.as_bytes()), Ok(draft));
    }

    #[test]
    fn a_batch_is_a_contest_of_several() {
        let batch = |batch: Value| {
            let mut message = castle_defense();
            message["batch"] = batch;
            read(&message).unwrap().batch
        };
        let id = "123e67c8-03c6-44a4-a3f9-5918533f9fb2";
        let expected = Batch {
            id: id.parse().unwrap(),
            size: 6,
        };
        assert_eq!(batch(json!({"id": id, "size": 6})), Some(expected));
        for none in [
            json!(null),
            json!(7),
            json!({"id": "x", "size": 6}),
            json!({"id": id}),
            json!({"id": id, "size": "6"}),
            json!({"id": id, "size": -6}),
            json!({"id": id, "size": 1_001}),
            json!({"id": id, "size": 1e300}),
        ] {
            assert_eq!(batch(none.clone()), None, "{none}");
        }
    }

    #[test]
    fn the_place_in_the_contest_is_no_part_of_the_title() {
        const ATCODER: &str = "https://atcoder.jp/contests/abc096/tasks/abc096_a";
        for (name, title) in [
            ("G. Castle Defense", "Castle Defense"),
            ("A1: X", "X"),
            ("  A.  A + B \n Problem ", "A + B Problem"),
            ("C: サボテンクエリ", "サボテンクエリ"),
            ("3Sum", "3Sum"),
            ("K. ", "K."),
            ("K.", "K."),
            ("K. \u{200b}", "K. \u{200b}"),
            ("A. B. C", "B. C"),
            ("A.B", "A.B"),
            ("AB. C", "AB. C"),
            ("a. C", "a. C"),
            ("É. C", "É. C"),
            ("A12. C", "A12. C"),
            ("2. C", "2. C"),
            ("A - B", "A - B"),
        ] {
            assert_eq!(titled(name, CODEFORCES), title, "{name}");
        }
        assert_eq!(titled("A - Day of Takahashi", ATCODER), "Day of Takahashi");
        assert_eq!(titled("Ex - Swap Cans", ATCODER), "Swap Cans");
        assert_eq!(titled("A Gift", ATCODER), "A Gift");
    }

    #[test]
    fn what_is_missing_is_told_by_the_name_the_extension_has_for_it() {
        let refused = |message: Value, field: &str| {
            let errors = read(&message).unwrap_err();
            errors
                .of(field)
                .unwrap_or_else(|| panic!("{message}: {errors:?}"))
        };
        for bad in ["javascript:alert(1)", "file:///etc/passwd", "two sum"] {
            refused(json!({"name": "X", "url": bad}), "url");
        }
        let long = format!("https://example.com/{}", "x".repeat(2_048));
        assert!(
            refused(json!({"name": "X", "url": long}), "url").contains("2,068 of 2,048 characters")
        );
        let long = "é".repeat(301);
        assert!(
            refused(json!({"name": long, "url": CODEFORCES}), "name")
                .contains("301 of 300 characters")
        );
        refused(json!({"name": "a\u{0}b", "url": CODEFORCES}), "name");
        refused(json!({}), "name");
        for no_object in ["", "[]", "7", "{\"name\": 7}", "{\"name\": \"X\"", "json\n"] {
            let errors = Companion::read(no_object.as_bytes()).unwrap_err();
            assert!(errors.of("body").is_some(), "{no_object}");
        }
        let mut padded = castle_defense().to_string().into_bytes();
        padded.resize(BODY_LIMIT, b' ');
        assert!(Companion::read(&padded).is_ok());
        padded.push(b' ');
        let errors = Companion::read(&padded).unwrap_err();
        assert!(
            errors
                .of("body")
                .unwrap()
                .contains("4,194,305 of 4,194,304")
        );
    }

    #[test]
    fn a_problem_without_a_link_is_known_by_its_title_and_one_without_a_title_by_its_link() {
        let draft = read(&json!({"name": "B. On Paper", "group": null, "url": null})).unwrap();
        assert_eq!(draft.identity(), "title:on paper");
        assert_eq!((draft.link, draft.site), (None, None));
        let url = "https://leetcode.com/problems/two-sum/description/";
        let draft = read(&json!({"url": url})).unwrap();
        assert_eq!(draft.title, "Two Sum");
        assert_eq!(draft.difficulty, Some(Difficulty::Easy));
    }

    #[test]
    fn where_it_is_from_is_one_line_of_a_bounded_length() {
        let site = |group: &str| read(&json!({"name": "X", "group": group})).unwrap().site;
        assert_eq!(
            site(" AtCoder -\n ABC\u{0}096 "),
            Some("AtCoder - ABC 096".into())
        );
        assert_eq!(site(" \u{200b}"), None);
        assert_eq!(site(&"é".repeat(300)), Some("é".repeat(200)));
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
            let _ = Companion::read(&bytes);
        }

        #[test]
        fn whatever_is_taken_can_be_stored(name: String, group: String, path: String, id: String, size: i64) {
            let message = json!({
                "name": name, "group": group, "url": format!("https://example.com/{path}"),
                "batch": {"id": id, "size": size}, "tests": [name, path],
            });
            if let Ok(draft) = read(&message) {
                prop_assert!((1..=300).contains(&draft.title.chars().count()));
                prop_assert!(!draft.title.trim().is_empty() && !draft.title.contains('\0'));
                prop_assert!((1..=2_100).contains(&draft.identity().len()));
                let site = draft.site.unwrap_or_else(|| "none".into());
                prop_assert!((1..=SITE_LIMIT).contains(&site.chars().count()));
                prop_assert!(!site.contains(char::is_control));
            }
        }

        #[test]
        fn only_a_place_is_taken_off_a_title(name in "[A-Za-z0-9][0-9]?[.:]? .{0,20}") {
            let line = one_line(&name);
            let title = without_index(&line, None);
            prop_assert!(line.ends_with(title));
            prop_assert!(line.len() - title.len() <= 4);
        }
    }
}
