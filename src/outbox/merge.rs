//! Merges an edit into what is stored by now, field by field. Of each there are three texts: the one the form
//! showed, the one it was changed to, and the stored one. Only what the person changed is written, and only over
//! what they saw. The server merges into the journal, and a device into its copy of it.

use crate::{
    account::fields::{TICKED, ticked},
    attempt::{
        fields::{AttemptFields, local_time_text, parse_local_time, parse_minutes},
        model::Help,
    },
    problem::{
        fields::{ProblemFields, one_line, parse_tags, title_from},
        recognise::{likely_difficulty, recognise},
    },
    text::{is_visible, normalise_newlines},
};
use std::collections::BTreeMap;

/// Fields that had been changed to something else meanwhile, by their names, with their stored texts.
pub type Clash = BTreeMap<String, String>;

/// What an edit comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Merged<T> {
    /// All fields, also those that stand against what is stored.
    pub fields: T,
    taken: Vec<&'static str>,
    clash: Clash,
}

impl<T> Merged<T> {
    /// What is to be stored.
    ///
    /// # Errors
    /// With the fields that stand against it.
    pub fn agreed(self) -> Result<Self, Clash> {
        if self.clash.is_empty() {
            Ok(self)
        } else {
            Err(self.clash)
        }
    }

    /// Whether this field becomes another.
    pub fn takes(&self, name: &str) -> bool {
        self.taken.contains(&name)
    }

    /// Whether anything does.
    pub fn alters(&self) -> bool {
        !self.taken.is_empty()
    }
}

#[derive(Default)]
struct Merge {
    taken: Vec<&'static str>,
    clash: Clash,
}

impl Merge {
    /// What becomes of a field that is `shown` as it is stored, and for which `typed` was meant. The other three
    /// are normalised, to be compared.
    fn field(
        &mut self,
        name: &'static str,
        [shown, typed]: [&str; 2],
        [stored, was, becomes]: [&str; 3],
    ) -> String {
        if becomes == was || becomes == stored {
            return shown.to_owned();
        }
        if stored != was {
            self.clash.insert(name.to_owned(), shown.to_owned());
        }
        self.taken.push(name);
        typed.to_owned()
    }

    /// The same for tags: those that were added are added and those that were taken away are taken away, whatever
    /// became of the others. Tags that cannot be accepted are a text like any other.
    fn tags(&mut self, shown: &str, typed: &str, [stored, was, becomes]: [&str; 3]) -> String {
        let agrees = becomes == was || becomes == stored || stored == was;
        let sets = [stored, was, becomes].map(parse_tags);
        let [Ok(mut tags), Ok(was_tags), Ok(becomes_tags)] = sets else {
            return self.field("tags", [shown, typed], [stored, was, becomes]);
        };
        if agrees {
            return self.field("tags", [shown, typed], [stored, was, becomes]);
        }
        let before = tags.clone();
        tags.retain(|tag| becomes_tags.contains(tag) || !was_tags.contains(tag));
        let added = becomes_tags
            .into_iter()
            .filter(|tag| !was_tags.contains(tag));
        for tag in added {
            if !tags.contains(&tag) {
                tags.push(tag);
            }
        }
        if tags == before {
            return shown.to_owned();
        }
        self.taken.push("tags");
        tags.join(", ")
    }

    fn end<T>(self, fields: T) -> Merged<T> {
        Merged {
            fields,
            taken: self.taken,
            clash: self.clash,
        }
    }
}

/// Merges an edit into a problem.
pub fn problem(
    shown: &ProblemFields,
    was: &ProblemFields,
    becomes: &ProblemFields,
) -> Merged<ProblemFields> {
    let [stored, was, becomes] = [shown, was, becomes].map(normal_problem);
    let mut merge = Merge::default();
    macro_rules! merged {
        ($($field:ident),+) => {
            ProblemFields {
                id: shown.id.clone(),
                revision: shown.revision.clone(),
                tags: merge.tags(
                    &shown.tags,
                    &becomes.tags,
                    [&stored.tags, &was.tags, &becomes.tags],
                ),
                // What the link tells of an emptied field is told by the link that was typed with it.
                $($field: merge.field(
                    stringify!($field),
                    [&shown.$field, &becomes.$field],
                    [&stored.$field, &was.$field, &becomes.$field],
                ),)+
            }
        };
    }
    let fields = merged!(link, title, difficulty, description);
    merge.end(fields)
}

/// Merges an edit into an attempt.
pub fn attempt(
    shown: &AttemptFields,
    was: &AttemptFields,
    typed: &AttemptFields,
) -> Merged<AttemptFields> {
    let [stored, was, becomes] = [shown, was, typed].map(normal_attempt);
    let mut merge = Merge::default();
    macro_rules! merged {
        ($($field:ident),+) => {
            AttemptFields {
                id: shown.id.clone(),
                problem_id: shown.problem_id.clone(),
                revision: shown.revision.clone(),
                $($field: merge.field(
                    stringify!($field),
                    [&shown.$field, &typed.$field],
                    [&stored.$field, &was.$field, &becomes.$field],
                ),)+
            }
        };
    }
    let fields = merged!(
        status,
        minutes,
        help,
        grade,
        recall,
        notes,
        code,
        language,
        attempted_at
    );
    merge.end(fields)
}

/// The fields as they would be shown once stored. What cannot be accepted stays as it is.
fn normal_problem(fields: &ProblemFields) -> ProblemFields {
    let link = recognise(&fields.link);
    let title = one_line(&fields.title);
    let likely = || link.as_ref().and_then(likely_difficulty);
    ProblemFields {
        id: String::new(),
        revision: String::new(),
        link: link
            .as_ref()
            .map_or_else(|| fields.link.trim().to_owned(), |link| link.url.clone()),
        title: match &link {
            Some(link) if !is_visible(&title) => title_from(link, &fields.link),
            _ => title,
        },
        difficulty: match (fields.difficulty.trim(), likely()) {
            ("", Some(likely)) => likely.slug().to_owned(),
            (typed, _) => typed.to_owned(),
        },
        tags: parse_tags(&fields.tags)
            .map_or_else(|_| fields.tags.trim().to_owned(), |tags| tags.join(", ")),
        description: text(&fields.description),
    }
}

fn normal_attempt(fields: &AttemptFields) -> AttemptFields {
    let trimmed = |text: &str| text.trim().to_owned();
    let or_nothing = |text: Option<String>| text.unwrap_or_default();
    AttemptFields {
        id: String::new(),
        problem_id: String::new(),
        revision: String::new(),
        status: trimmed(&fields.status),
        minutes: parse_minutes(&fields.minutes).map_or_else(
            |_| trimmed(&fields.minutes),
            |minutes| or_nothing(minutes.map(|minutes| minutes.to_string())),
        ),
        help: match fields.help.trim() {
            "" => Help::None.slug().to_owned(),
            help => help.to_owned(),
        },
        grade: trimmed(&fields.grade),
        recall: ticked(fields.recall == TICKED),
        notes: text(&fields.notes),
        code: text(&fields.code),
        language: trimmed(&fields.language),
        // A form shows whole minutes.
        attempted_at: parse_local_time(&fields.attempted_at).map_or_else(
            |_| trimmed(&fields.attempted_at),
            |time| or_nothing(time.map(local_time_text)),
        ),
    }
}

/// A text of several lines; one that only seems to be there is none.
fn text(typed: &str) -> String {
    let text = normalise_newlines(typed);
    if text.trim().is_empty() {
        String::new()
    } else {
        text
    }
}

#[cfg(test)]
#[path = "merge_tests.rs"]
mod tests;
