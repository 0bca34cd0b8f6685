//! The rules of the recogniser as a whole, by example and by property.

use super::{Link, recognise};

const ROWS: &str = include_str!("../../../tests/data/urls.tsv");

#[expect(dead_code, reason = "x")]
fn get(pasted: &str) -> Link {
    recognise(pasted).unwrap_or_else(|| panic!("no link in {pasted:?}"))
}

#[test]
fn every_row_of_the_table_holds() {
    let mut wrong = Vec::new();
    for row in ROWS.lines().skip(1) {
        let fields: Vec<&str> = row.split('\t').collect();
        let [input, platform, url, title] = fields[..] else {
            panic!("not four fields: {row}");
        };
        let found = recognise(input).map_or_else(
            || ["invalid".to_owned(), String::new(), String::new()],
            |link| [link.platform.slug().to_owned(), link.url, link.title],
        );
        if found != [platform, url, title] {
            wrong.push((input, found));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(ROWS.lines().count() > 100);
}
