//! The recogniser as a whole.

mod forms;
mod properties;
mod rows;

use super::{Link, Platform, pasted_title, recognise, url};

fn get(pasted: &str) -> Link {
    recognise(pasted).unwrap_or_else(|| panic!("no link in {pasted:?}"))
}
