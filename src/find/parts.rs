//! The table of the list, and what stands where it would be.

use super::{
    list::{Address, FoundList, site_name},
    matcher::site,
    menus::{column_name, direction},
    model::{Column, Query, Sort, Test},
    saved::model::SavedView,
};
use crate::{
    bulk::parts::{SelectBox, StarButton},
    problem::{
        model::ProblemRow,
        parts::{DifficultyBadge, StatusBadge},
    },
    text::{count, counted},
    ui::{
        address::percent_encode,
        any::IntoAny,
        button::{ButtonKind, LinkButton},
        empty::Empty,
        pager::Pager,
        time::Day,
    },
};
use leptos::prelude::*;

/// Tags that a row shows; the others are counted.
const TAGS_SHOWN: usize = 4;

/// How many there are, in words.
pub(super) fn count_text(list: &FoundList, query: &Query) -> String {
    let journal = usize::try_from(list.journal).unwrap_or(0);
    let all = counted(journal, "problem", "problems");
    if query.terms.is_empty() {
        return all;
    }
    let more = if list.more { "More than " } else { "" };
    let total = count(usize::try_from(list.total).unwrap_or(usize::MAX));
    [more, &total, " of ", &all].concat()
}

/// The rows, and the ways to the pages before and after.
pub(super) fn table(list: FoundList, query: &Query) -> AnyView {
    let order = list.at.order();
    let caption = [
        "Problems by ",
        &column_name(order.column).to_lowercase(),
        ", ",
        direction(order),
    ]
    .concat();
    let page = |edge: &Option<String>, before: bool| {
        edge.clone().map(|edge| {
            let (after, before) = if before {
                (String::new(), edge)
            } else {
                (edge, String::new())
            };
            Address {
                after,
                before,
                ..list.at.clone()
            }
            .href()
        })
    };
    let (earlier, later) = (page(&list.before, true), page(&list.after, false));
    let rows: Vec<AnyView> = list
        .rows
        .iter()
        .map(|row| problem_row(row, &list, query))
        .collect();
    view! {
        <table class="table table--found">
            <caption class="visually-hidden">{caption}</caption>
            <thead>
                <tr>
                    <th scope="col"><span class="visually-hidden">"Select"</span></th>
                    <th scope="col"><span class="visually-hidden">"Star"</span></th>
                    {header(&list, Column::Title, "Problem")}
                    {header(&list, Column::Difficulty, "Difficulty")}
                    {header(&list, Column::Tag, "Tags")}
                    {header(&list, Column::Status, "Result")}
                    {header(&list, Column::Attempts, "Attempts")}
                    {header(&list, Column::Best, "Best")}
                    {header(&list, Column::Last, "Latest")}
                    {header(&list, Column::Touched, "Worked on")}
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
        <Pager newer=earlier older=later words=("Earlier rows", "Later rows")/>
    }
    .into_any()
}

fn header(list: &FoundList, column: Column, label: &'static str) -> AnyView {
    let order = list.at.order();
    let sorted = (order.column == column).then_some(if order.descending {
        "descending"
    } else {
        "ascending"
    });
    view! {
        <th scope="col" aria-sort=sorted>
            <a class="sorts" href=list.sorted_by(column) data-noscroll="" rel="nofollow">{label}</a>
        </th>
    }
    .into_any()
}

fn problem_row(row: &ProblemRow, list: &FoundList, query: &Query) -> AnyView {
    let ProblemRow {
        problem, progress, ..
    } = row;
    let address = ["/problems/", &problem.id.to_string()].concat();
    let site = site(problem);
    let site = site.as_deref().map_or("No link", site_name).to_owned();
    // A cell with nothing to tell vanishes where rows are shown as cards.
    let cell = |told: bool| {
        if told {
            "table__data"
        } else {
            "table__data table__cell--none"
        }
    };
    let minutes_text = |minutes: Option<i32>| match minutes {
        Some(minutes) => [&minutes.to_string(), " min"].concat(),
        None => "–".to_owned(),
    };
    let (best, latest) = (progress.best_minutes, progress.last_minutes);
    let touched = progress.latest_local_date;
    // The column says what is counted.
    let attempts = match progress.attempts {
        0 => "–".to_owned(),
        all => [
            &all.to_string(),
            ", ",
            &progress.solved_attempts.to_string(),
            " solved",
        ]
        .concat(),
    };
    let tags_cell = if problem.tags.is_empty() {
        "table__cell--none"
    } else {
        "table__cell--tags"
    };
    view! {
        <tr data-row>
            <td class="table__tick">
                <SelectBox id=problem.id title=problem.title.clone()/>
            </td>
            <td class="table__star"><StarButton id=problem.id title=problem.title.clone() starred=problem.starred row_key="*"/></td>
            <th scope="row">
                <a class="table__title" href=address dir="auto" data-row-main>{problem.title.clone()}</a>
                <span class="table__note">{site}</span>
            </th>
            <td class="table__cell--plain"><DifficultyBadge difficulty=problem.difficulty/></td>
            <td class=tags_cell>{tags(row, list, query)}</td>
            <td class="table__cell--plain"><StatusBadge status=progress.latest_status/></td>
            <td data-label="Attempts" class=cell(progress.attempts > 0)>
                {attempts}
            </td>
            <td data-label="Best time" class=cell(best.is_some())>{minutes_text(best)}</td>
            <td data-label="Latest time" class=cell(latest.is_some())>{minutes_text(latest)}</td>
            <td data-label="Last worked on" class=cell(touched.is_some())>
                {match touched {
                    Some(day) => view! { <Day day/> }.into_any(),
                    None => view! { "–" }.into_any(),
                }}
            </td>
        </tr>
    }
    .into_any()
}

/// A row's first tags, each a link that puts it into the search or takes it out.
fn tags(row: &ProblemRow, list: &FoundList, query: &Query) -> AnyView {
    let tags = &row.problem.tags;
    if tags.is_empty() {
        return ().into_any();
    }
    let shown = tags.iter().take(TAGS_SHOWN).map(|tag| {
        let test = Test::Tag(vec![tag.clone()]);
        let on = query.is_on(&test);
        view! {
            <li>
                <a class="tag" href=list.toggled(query, &test) data-noscroll="" rel="nofollow" dir="auto"
                    aria-current=on.then_some("true")>{tag.clone()}</a>
            </li>
        }
        .into_any()
    });
    let shown: Vec<AnyView> = shown.collect();
    let hidden = tags.len().saturating_sub(TAGS_SHOWN);
    view! {
        <ul class="tags" aria-label="Tags">
            {shown}
            {(hidden > 0).then(|| view! { <li><span class="table__note">{["+", &hidden.to_string()].concat()}</span></li> })}
        </ul>
    }
    .into_any()
}

/// Whether a search reads like a web address. The rules that recognise links are too much for the list;
/// the page that adds one applies them.
fn looks_like_link(search: &str) -> bool {
    search.split_whitespace().any(|word| {
        let host = word.split('/').next().unwrap_or_default();
        word.contains("://") || (host != word && host.contains('.'))
    })
}

/// What stands there when no row does.
pub(super) fn nothing(list: &FoundList, query: &Query) -> AnyView {
    let all = list.with(&Query::default());
    if list.total > 0 {
        let first = list.with(query);
        return view! {
            <Empty title="No more rows here" body="What stood on this page has gone, or moved in the order.">
                <LinkButton href=first kind=ButtonKind::Primary>"To the first rows"</LinkButton>
            </Empty>
        }
        .into_any();
    }
    let journal = usize::try_from(list.journal).unwrap_or(0);
    let body = [
        "None of your ",
        &counted(journal, "problem", "problems"),
        " answers this search. Take a condition out, or begin anew.",
    ]
    .concat();
    // Whoever searched for a link wanted to see whether it is there.
    let link = looks_like_link(&list.at.q).then(|| {
        let href = ["/problems/new?link=", &percent_encode(&list.at.q)].concat();
        view! { <LinkButton href kind=ButtonKind::Primary>"Add this link"</LinkButton> }
    });
    view! {
        <Empty title="Nothing matches" body>
            {link}
            <LinkButton href=all>"Show all problems"</LinkButton>
        </Empty>
    }
    .into_any()
}

/// The person's saved searches, and the way to save this one.
pub(super) fn views(list: &FoundList, query: &Query) -> AnyView {
    let now = list.at.order();
    let asks = !query.terms.is_empty() || now != Sort::default();
    let is_current =
        |view: &SavedView| view.query == list.canonical && view.address().order() == now;
    let saved = list.views.iter().any(is_current);
    if list.views.is_empty() && !asks {
        return ().into_any();
    }
    let lines = list.views.iter().map(|view| {
        let current = is_current(view);
        let edit = ["/problems/views/", &view.id.to_string()].concat();
        view! {
            <li class="views__item">
                <a class="views__link" href=view.address().href() dir="auto" aria-current=current.then_some("true")>{view.name.clone()}</a>
                {current.then(|| view! { <a class="views__edit" href=edit>"Edit"<span class="visually-hidden">" this saved search"</span></a> })}
            </li>
        }
        .into_any()
    });
    let lines: Vec<AnyView> = lines.collect();
    let save = Address::of(list.canonical.clone(), now).href_on("/problems/views/new");
    view! {
        <nav class="views" aria-label="Saved searches">
            <ul class="views__list">
                {lines}
                {(asks && !saved).then(|| view! { <li><a class="views__save" href=save>"Save this search"</a></li> })}
            </ul>
        </nav>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_search_that_reads_like_a_web_address_offers_to_add_it() {
        for link in [
            "https://leetcode.com/problems/3sum/",
            "leetcode.com/problems/3sum",
            "3Sum – https://leetcode.com/problems/3sum",
        ] {
            assert!(looks_like_link(link), "{link}");
        }
        for search in [
            "",
            "unheard",
            "tag:dp is:failed",
            "and/or",
            "site:leetcode.com",
        ] {
            assert!(!looks_like_link(search), "{search}");
        }
    }
}
