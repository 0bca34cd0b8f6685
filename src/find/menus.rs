//! The menus that narrow the list and order it, and the conditions that are in force. All of them
//! are links.

use super::{
    facets::Joined,
    list::{FoundList, site_name},
    model::{Column, Query, Sort, Test},
};
use crate::{
    attempt::model::Status,
    problem::{model::Difficulty, parts::status_face},
    ui::{
        any::IntoAny,
        icon::{Glyph, Icon},
    },
};
use leptos::prelude::*;

/// One line of a menu.
struct Line {
    label: String,
    href: String,
    on: bool,
    /// Said after the label.
    note: String,
}

/// The menus of the list, side by side.
pub(super) fn menus(list: &FoundList, query: &Query) -> AnyView {
    let line = |label: &str, test: &Test, note: String| Line {
        label: label.to_owned(),
        href: list.toggled(query, test),
        on: query.is_on(test),
        note,
    };
    let plain = |label: &str, test: &Test| line(label, test, String::new());
    let statuses = Status::ALL.into_iter().map(Some).chain([None]);
    let statuses = statuses
        .map(|status| plain(status_face(status).2, &Test::Status(vec![status])))
        .collect();
    let difficulties = Difficulty::ALL
        .into_iter()
        .map(|difficulty| plain(difficulty.label(), &Test::Difficulty(vec![difficulty])))
        .collect();
    let sites = list
        .sites
        .iter()
        .map(|site| plain(site_name(site), &Test::Site(vec![site.clone()])))
        .collect();
    let tags = list
        .tags
        .iter()
        .map(|(tag, count)| line(tag, &Test::Tag(vec![tag.clone()]), count.to_string()))
        .collect();
    let more = [
        ("Starred", Test::Starred),
        ("Has notes", Test::Notes),
        ("Has code", Test::Code),
        ("Has a link", Test::Link),
    ]
    .iter()
    .map(|(label, test)| plain(label, test))
    .collect();
    view! {
        <div class="filters-bar">
            {menu("Result", statuses, None)}
            {menu("Difficulty", difficulties, None)}
            {menu("Site", sites, None)}
            {menu("Tags", tags, tags_switch(list, query))}
            {menu("More", more, None)}
            {sort_menu(list)}
        </div>
    }
    .into_any()
}

/// Turns between problems with all of the tags and with any of them, once there are two.
fn tags_switch(list: &FoundList, query: &Query) -> Option<Line> {
    let (label, other) = match query.tags_joined()? {
        Joined::All => ("Any of these tags", Joined::Any),
        Joined::Any => ("All of these tags", Joined::All),
    };
    Some(Line {
        label: label.to_owned(),
        href: list.with(&query.with_tags(other)),
        on: false,
        note: String::new(),
    })
}

fn sort_menu(list: &FoundList) -> AnyView {
    let now = list.at.order();
    let lines = Column::ALL
        .into_iter()
        .map(|column| Line {
            label: column_name(column).to_owned(),
            href: list.sorted_by(column),
            on: column == now.column,
            note: if column == now.column {
                direction(now).to_owned()
            } else {
                String::new()
            },
        })
        .collect();
    panel("Sort", String::new(), lines)
}

/// A menu that says how many of its lines are on.
fn menu(label: &'static str, mut lines: Vec<Line>, first: Option<Line>) -> AnyView {
    if lines.is_empty() {
        return ().into_any();
    }
    let on = match lines.iter().filter(|line| line.on).count() {
        0 => String::new(),
        count => [" ", &count.to_string()].concat(),
    };
    lines.splice(..0, first);
    panel(label, on, lines)
}

fn panel(label: &'static str, on: String, lines: Vec<Line>) -> AnyView {
    view! {
        <details class="menu menu--filter" name="filters">
            <summary class="menu__button">
                <span class="menu__name">{label}<b>{on}</b></span>
                <Icon glyph=Glyph::Down/>
            </summary>
            <ul class="menu__panel menu__panel--filter">
                {lines.into_iter().map(menu_line).collect_view()}
            </ul>
        </details>
    }
    .into_any()
}

fn menu_line(line: Line) -> AnyView {
    let Line {
        label,
        href,
        on,
        note,
    } = line;
    view! {
        <li>
            <a class="menu__item" href=href data-noscroll="" rel="nofollow" aria-current=on.then_some("true")>
                <span dir="auto">{label}</span> <span class="menu__count">{note}</span>
            </a>
        </li>
    }
    .into_any()
}

/// The conditions in force, each with a link that takes it out; nothing when there are none.
pub(super) fn chips(list: &FoundList, query: &Query) -> AnyView {
    if query.terms.is_empty() {
        return ().into_any();
    }
    let chips = query.terms.iter().enumerate().map(|(place, term)| {
        let text = term.to_string();
        view! {
            <li>
                <a class="chip" href=list.with(&query.without_term(place)) data-noscroll="">
                    <span class="visually-hidden">"Remove "</span>
                    <span dir="auto">{text}</span> <Icon glyph=Glyph::Error/>
                </a>
            </li>
        }
    });
    view! {
        <ul class="chips" aria-label="Conditions">
            {chips.collect_view()}
            <li><a class="chips__clear" href=list.with(&Query::default()) data-noscroll="">"Clear"</a></li>
        </ul>
    }
    .into_any()
}

/// What a column is called in the menu of orders.
pub(super) fn column_name(column: Column) -> &'static str {
    match column {
        Column::Added => "Added",
        Column::Title => "Title",
        Column::Site => "Site",
        Column::Difficulty => "Difficulty",
        Column::Tag => "First tag",
        Column::Status => "Result",
        Column::Attempts => "Attempts",
        Column::Best => "Best time",
        Column::Last => "Latest time",
        Column::Touched => "Last worked on",
    }
}

/// Which way an order goes, in words.
pub(super) fn direction(sort: Sort) -> &'static str {
    match (sort.column, sort.descending) {
        (Column::Added | Column::Touched, true) => "newest first",
        (Column::Added | Column::Touched, false) => "oldest first",
        (Column::Title | Column::Site | Column::Tag, false) => "A to Z",
        (Column::Title | Column::Site | Column::Tag, true) => "Z to A",
        (Column::Difficulty, false) => "easiest first",
        (Column::Difficulty, true) => "hardest first",
        (Column::Status, false) => "best first",
        (Column::Status, true) => "worst first",
        (Column::Attempts, true) => "most first",
        (Column::Attempts, false) => "fewest first",
        (Column::Best | Column::Last, true) => "longest first",
        (Column::Best | Column::Last, false) => "shortest first",
    }
}
