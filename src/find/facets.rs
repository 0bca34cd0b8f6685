//! What the menus of the list do to a query, and what one query tells about another.

use super::model::{Query, Term, Test};

/// Whether toggling a tag narrows the list to what has this tag too, or widens it to what has any.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Joined {
    /// Beside the tags that are asked for: `tag:a tag:b`.
    All,
    /// Into the list of the ones that are asked for: `tag:a,b`.
    Any,
}

impl Query {
    /// Whether a condition is asked for, alone or in a list. A list with one member is that member.
    pub fn is_on(&self, test: &Test) -> bool {
        self.terms
            .iter()
            .any(|term| !term.negated && contains(&term.test, test))
    }

    /// The query with a condition taken out where it is on, put in where it is off. Statuses, sites
    /// and difficulties join the list that is there, because a problem has only one of each; tags
    /// as told.
    #[must_use]
    pub fn toggled(&self, test: &Test, tags: Joined) -> Self {
        let on = self.is_on(test);
        let mut terms: Vec<Term> = Vec::new();
        for term in &self.terms {
            // Putting it in ends what excluded it.
            let left = if term.negated == on {
                Some(term.test.clone())
            } else {
                without(&term.test, test)
            };
            terms.extend(left.map(|test| Term { test, ..*term }));
        }
        let mut query = Self { terms };
        if !on {
            query.put_in(test, tags);
        }
        query
    }

    fn put_in(&mut self, test: &Test, tags: Joined) {
        let joins = !matches!((test, tags), (Test::Tag(_), Joined::All));
        let place = self
            .terms
            .iter()
            .position(|term| !term.negated && joins && joined(&term.test, test).is_some());
        let with = place
            .and_then(|place| self.terms.get_mut(place))
            .and_then(|term| Some((joined(&term.test, test)?, term)));
        match with {
            Some((list, term)) => term.test = list,
            None => self.terms.push(Term {
                negated: false,
                test: test.clone(),
            }),
        }
    }

    /// Whether the tags that are asked for must all be there or any of them; none where fewer than
    /// two are asked for.
    pub fn tags_joined(&self) -> Option<Joined> {
        match &self.tag_lists()[..] {
            [one] if one.len() > 1 => Some(Joined::Any),
            [_, _, ..] => Some(Joined::All),
            _ => None,
        }
    }

    /// The query with the tags that are asked for joined the other way.
    #[must_use]
    pub fn with_tags(&self, joined: Joined) -> Self {
        let tags: Vec<String> = self.tag_lists().concat();
        let mut terms = self.terms.clone();
        terms.retain(|term| term.negated || !matches!(term.test, Test::Tag(_)));
        let mut query = Self { terms };
        for tag in tags {
            let test = Test::Tag(vec![tag]);
            if !query.is_on(&test) {
                query.put_in(&test, joined);
            }
        }
        query
    }

    fn tag_lists(&self) -> Vec<Vec<String>> {
        let lists = self.terms.iter().filter(|term| !term.negated);
        lists
            .filter_map(|term| match &term.test {
                Test::Tag(tags) => Some(tags.clone()),
                _ => None,
            })
            .collect()
    }

    /// The query without one of its terms, counted from 0.
    #[must_use]
    pub fn without_term(&self, place: usize) -> Self {
        let mut query = self.clone();
        if place < query.terms.len() {
            query.terms.remove(place);
        }
        query
    }

    /// What is left to test of problems that answer the other query to know whether they answer
    /// this one; none when others can answer it too.
    pub fn beyond(&self, other: &Self) -> Option<Self> {
        let implied = other
            .terms
            .iter()
            .all(|asked| self.terms.iter().any(|term| implies(term, asked)));
        let new = self.terms.iter().filter(|term| !other.terms.contains(term));
        implied.then(|| Self {
            terms: new.cloned().collect(),
        })
    }

    /// Whether it can be decided from the rows of the list, which hold neither descriptions nor
    /// notes nor code.
    pub fn is_local(&self) -> bool {
        let is_text = |term: &Term| matches!(term.test, Test::Text(_));
        !self.terms.iter().any(is_text)
    }
}

/// Whether whatever passes `term` passes `asked`. May say no where it is so.
fn implies(term: &Term, asked: &Term) -> bool {
    if term.negated != asked.negated {
        return false;
    }
    let (narrow, wide) = if term.negated {
        (&asked.test, &term.test)
    } else {
        (&term.test, &asked.test)
    };
    contains(wide, narrow)
}

/// Whether a test asks for all that another asks for: whatever passes `part` passes `whole`.
fn contains(whole: &Test, part: &Test) -> bool {
    fn all<T: PartialEq>(whole: &[T], part: &[T]) -> bool {
        part.iter().all(|member| whole.contains(member))
    }
    match (whole, part) {
        (Test::Status(whole), Test::Status(part)) => all(whole, part),
        (Test::Tag(whole), Test::Tag(part)) | (Test::Site(whole), Test::Site(part)) => {
            all(whole, part)
        }
        (Test::Difficulty(whole), Test::Difficulty(part)) => all(whole, part),
        (whole, part) => whole == part,
    }
}

/// What is left of a test when another is taken out of it; none when nothing is.
fn without(test: &Test, taken: &Test) -> Option<Test> {
    fn rest<T: Clone + PartialEq>(list: &[T], taken: &[T]) -> Option<Vec<T>> {
        let rest: Vec<T> = list
            .iter()
            .filter(|member| !taken.contains(member))
            .cloned()
            .collect();
        (!rest.is_empty()).then_some(rest)
    }
    match (test, taken) {
        (Test::Status(list), Test::Status(taken)) => rest(list, taken).map(Test::Status),
        (Test::Tag(list), Test::Tag(taken)) => rest(list, taken).map(Test::Tag),
        (Test::Site(list), Test::Site(taken)) => rest(list, taken).map(Test::Site),
        (Test::Difficulty(list), Test::Difficulty(taken)) => {
            rest(list, taken).map(Test::Difficulty)
        }
        (test, taken) => (test != taken).then(|| test.clone()),
    }
}

/// Two lists of one kind as one; none for anything else.
fn joined(test: &Test, more: &Test) -> Option<Test> {
    fn both<T: Clone + PartialEq>(list: &[T], more: &[T]) -> Vec<T> {
        let new = more.iter().filter(|member| !list.contains(member));
        list.iter().chain(new).cloned().collect()
    }
    match (test, more) {
        (Test::Status(list), Test::Status(more)) => Some(Test::Status(both(list, more))),
        (Test::Tag(list), Test::Tag(more)) => Some(Test::Tag(both(list, more))),
        (Test::Site(list), Test::Site(more)) => Some(Test::Site(both(list, more))),
        (Test::Difficulty(list), Test::Difficulty(more)) => {
            Some(Test::Difficulty(both(list, more)))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::find::{arbitrary, parse::parse};
    use proptest::prelude::*;

    fn toggled(query: &str, term: &str, tags: Joined) -> String {
        let test = parse(term).unwrap().terms.remove(0).test;
        parse(query).unwrap().toggled(&test, tags).to_string()
    }

    #[test]
    fn toggling_puts_a_condition_in_and_takes_it_out() {
        for (query, term, put_in) in [
            ("", "is:solved", "is:solved"),
            ("is:failed sum", "is:untried", "is:failed,untried sum"),
            ("diff:easy", "diff:hard", "difficulty:easy,hard"),
            ("site:lc", "site:x.y", "site:leetcode,x.y"),
            ("tag:a", "tag:b", "tag:a tag:b"),
            ("sum", "is:starred", "sum is:starred"),
            ("-has:notes", "has:notes", "has:notes"),
            ("-tag:a,b", "tag:a", "-tag:b tag:a"),
        ] {
            assert_eq!(
                toggled(query, term, Joined::All),
                put_in,
                "{query} + {term}"
            );
        }
        assert_eq!(toggled("tag:a", "tag:b", Joined::Any), "tag:a,b");
        for (query, term, taken_out) in [
            ("is:failed,solved sum", "is:solved", "is:failed sum"),
            ("tag:a,b tag:a", "tag:a", "tag:b"),
            ("is:starred -tag:x", "is:starred", "-tag:x"),
        ] {
            assert_eq!(
                toggled(query, term, Joined::All),
                taken_out,
                "{query} - {term}"
            );
        }
    }

    #[test]
    fn tags_are_asked_for_together_or_one_of_them() {
        for (query, joined, other) in [
            ("tag:a x tag:b", Some(Joined::All), "x tag:a,b"),
            ("tag:a,b -tag:c", Some(Joined::Any), "-tag:c tag:a tag:b"),
            ("tag:a -tag:b", None, "tag:a"),
        ] {
            let query = parse(query).unwrap();
            assert_eq!(query.tags_joined(), joined, "{query}");
            let turned = match joined {
                Some(Joined::All) => query.with_tags(Joined::Any),
                Some(Joined::Any) => query.with_tags(Joined::All),
                None => parse(other).unwrap(),
            };
            assert_eq!(turned.to_string(), other);
        }
    }

    #[test]
    fn a_term_is_removed_by_its_place() {
        let query = parse("a tag:b -c").unwrap();
        assert_eq!(query.without_term(1).to_string(), "a -c");
        assert_eq!(query.without_term(9), query);
    }

    #[test]
    fn a_refinement_asks_for_more_or_for_less_of_a_list() {
        for (narrow, wide, beyond) in [
            ("a tag:b", "a", Some("tag:b")),
            ("is:solved", "is:solved,failed", Some("is:solved")),
            ("-is:solved,failed", "-is:solved", Some("-is:solved,failed")),
            ("a", "", Some("a")),
            ("a", "a", Some("")),
            ("a", "b", None),
            ("is:solved,failed", "is:solved", None),
            ("-is:solved", "is:solved", None),
        ] {
            let (narrow, wide) = (parse(narrow).unwrap(), parse(wide).unwrap());
            let left = narrow.beyond(&wide).map(|query| query.to_string());
            assert_eq!(left.as_deref(), beyond, "{narrow} beyond {wide}");
        }
    }

    #[test]
    fn only_text_needs_more_than_a_row() {
        assert!(
            parse("is:solved -tag:a time>3 touched<3d")
                .unwrap()
                .is_local()
        );
        assert!(!parse("is:solved -sum").unwrap().is_local());
    }

    proptest! {
        #[test]
        fn toggling_twice_leads_back_to_off(query in arbitrary::query(), test in arbitrary::test()) {
            for tags in [Joined::All, Joined::Any] {
                let once = query.toggled(&test, tags);
                prop_assert_eq!(once.is_on(&test), !query.is_on(&test));
                prop_assert!(once.toggled(&test, tags).is_on(&test) == query.is_on(&test));
            }
        }

        #[test]
        fn every_query_refines_itself_without_a_term(query in arbitrary::query(), place in 0..20_usize) {
            prop_assert!(query.beyond(&query.without_term(place)).is_some());
        }
    }
}
