//! The pages about problems: the list, one problem with its timeline, and their forms.

use super::{
    api::{
        AddProblem, DeleteProblem, EditProblem, add_problem, delete_problem, edit_problem,
        edit_problem_form, list_problems, new_problem_form, view_problem,
    },
    model::{ProblemForm, ProblemId, ProblemList, ProblemRow, ProblemView},
    parts::{DifficultyBadge, PasteBox, ProblemFieldset, StatusBadge, Tags, attempts_text},
};
use crate::{
    attempt::parts::Timeline,
    draft::parts::DraftNotice,
    error::FieldErrors,
    text::{count, counted},
    timer::parts::TimerPanel,
    ui::{
        button::{Button, ButtonKind, LinkButton},
        confirm::Confirm,
        empty::Empty,
        failure::percent_encode,
        form::{Form, Submission},
        icon::{Glyph, Icon},
        layout::{Page, PageHeading},
        load::{failure, load},
        markdown::Markdown,
        notice::{Notice, NoticeKind},
        pager::Pager,
        stat::{Fact, Facts},
        time::Day,
    },
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::{use_params_map, use_query_map};

/// One parameter of the address's path, as it changes; empty when it is not there.
pub(crate) fn path_parameter(name: &'static str) -> Memo<String> {
    let parameters = use_params_map();
    Memo::new(move |_| parameters.with(|map| map.get(name)).unwrap_or_default())
}

/// One parameter of the address's query, as it changes; empty when it is not there.
pub(crate) fn query_parameter(name: &'static str) -> Memo<String> {
    let parameters = use_query_map();
    Memo::new(move |_| parameters.with(|map| map.get(name)).unwrap_or_default())
}

/// `/problems`: every problem, newest first.
#[component]
pub fn ProblemsPage() -> impl IntoView {
    let (older, newer) = (query_parameter("older"), query_parameter("newer"));
    load(
        Signal::derive(move || (older.get(), newer.get())),
        |(older, newer)| Box::pin(list_problems(older, newer)),
        problem_list,
        failure,
    )
}

fn problem_list(list: ProblemList) -> AnyView {
    let total = usize::try_from(list.total).unwrap_or(0);
    let add = || {
        view! {
            <LinkButton href="/problems/new" kind=ButtonKind::Primary>
                <Icon glyph=Glyph::Plus/> "Add a problem"
            </LinkButton>
        }
    };
    if total == 0 {
        return view! {
            <Title text="Problems"/>
            <Page>
                <PageHeading title="Problems"/>
                <Empty title="No problems yet"
                    body="Paste the link of the last problem you worked on. Its name and site are read from the link.">
                    {add()}
                </Empty>
            </Page>
        }
        .into_any();
    }
    let caption = format!("{}, newest first.", counted(total, "problem", "problems"));
    view! {
        <Title text="Problems"/>
        <Page>
            <PageHeading title="Problems" actions=add/>
            <table class="table" role="table">
                <caption class="table__caption">{caption}</caption>
                <thead role="rowgroup">
                    <tr role="row">
                        <th scope="col" role="columnheader">"Problem"</th>
                        <th scope="col" role="columnheader">"Difficulty"</th>
                        <th scope="col" role="columnheader">"Latest result"</th>
                        <th scope="col" role="columnheader">"Attempts"</th>
                        <th scope="col" role="columnheader">"Best time"</th>
                        <th scope="col" role="columnheader">"Last worked on"</th>
                    </tr>
                </thead>
                <tbody role="rowgroup">{list.rows.into_iter().map(problem_row).collect_view()}</tbody>
            </table>
            <Pager
                newer=list.newer.map(|cursor| format!("/problems?newer={cursor}"))
                older=list.older.map(|cursor| format!("/problems?older={cursor}"))
            />
        </Page>
    }
    .into_any()
}

fn problem_row(row: ProblemRow) -> AnyView {
    let ProblemRow { problem, progress } = row;
    let site = problem.site().unwrap_or("No link").to_owned();
    let best = progress
        .best_minutes
        .map_or_else(|| "–".to_owned(), |minutes| format!("{minutes} min"));
    // A cell with nothing to tell vanishes where rows are shown as cards.
    let cell = |told: bool| {
        if told {
            "table__data"
        } else {
            "table__data table__cell--none"
        }
    };
    let (best_cell, last_cell) = (
        cell(progress.best_minutes.is_some()),
        cell(progress.latest_local_date.is_some()),
    );
    view! {
        <tr role="row">
            <th scope="row" role="rowheader">
                <a class="table__title" href=format!("/problems/{}", problem.id)>{problem.title}</a>
                <span class="table__note">{site}</span>
                <Tags tags=problem.tags/>
            </th>
            <td role="cell" data-label="Difficulty" class="table__cell--plain"><DifficultyBadge difficulty=problem.difficulty/></td>
            <td role="cell" data-label="Latest result" class="table__cell--plain"><StatusBadge status=progress.latest_status/></td>
            <td role="cell" data-label="Attempts" class="table__data">{attempts_text(progress.attempts, progress.solved_attempts)}</td>
            <td role="cell" data-label="Best time" class=best_cell>{best}</td>
            <td role="cell" data-label="Last worked on" class=last_cell>
                {match progress.latest_local_date {
                    Some(day) => view! { <Day day/> }.into_any(),
                    None => view! { "–" }.into_any(),
                }}
            </td>
        </tr>
    }
    .into_any()
}

/// `/problems/new`: paste a link, or fill in the fields.
#[component]
pub fn AddProblemPage() -> impl IntoView {
    let link = query_parameter("link");
    load(
        link,
        |link| Box::pin(new_problem_form(link)),
        add_problem_form,
        failure,
    )
}

fn add_problem_form(form: ProblemForm) -> AnyView {
    let pasted = form.fields.link.clone();
    let nothing_found = !pasted.is_empty()
        && super::recognise::recognise(&pasted).is_none()
        && form.errors.is_empty();
    let below = if let Some(id) = form.already_there {
        already_there(id)
    } else {
        let link = query_parameter("link").get_untracked();
        let back = format!("/problems/new?link={}", percent_encode(&link));
        let submission = Submission::new(form.errors, |AddProblem { fields }| {
            Box::pin(async { Ok(add_problem(fields).await?.destination()) })
        });
        view! {
            <DraftNotice draft=form.draft.clone() back/>
            <Form action="/problems/new" submission kept=form.draft.kept()>
                <ProblemFieldset fields=form.fields error_of=Callback::new(move |field| submission.error_of(field))/>
                <div class="cluster">
                    <Button kind=ButtonKind::Primary disabled=submission.pending()>"Add the problem"</Button>
                </div>
            </Form>
        }
        .into_any()
    };
    view! {
        <Title text="Add a problem"/>
        <Page narrow=true>
            <PageHeading title="Add a problem"/>
            <PasteBox link=pasted/>
            {nothing_found.then(|| view! {
                <Notice kind=NoticeKind::Warning title="There is no web address in what you pasted">
                    <p>"Paste a link that starts with https://, or fill in the fields by hand."</p>
                </Notice>
            })}
            {below}
        </Page>
    }
    .into_any()
}

fn already_there(id: ProblemId) -> AnyView {
    view! {
        <Notice kind=NoticeKind::Warning title="Already in your journal">
            <p>"Nothing was added twice. Log another attempt, or look at what you have."</p>
            <div class="cluster">
                <LinkButton href=format!("/problems/{id}/attempts/new") kind=ButtonKind::Primary>"Log an attempt"</LinkButton>
                <LinkButton href=format!("/problems/{id}")>"Open the problem"</LinkButton>
            </div>
        </Notice>
    }
    .into_any()
}

/// `/problems/{id}/edit`: every field of a problem.
#[component]
pub fn EditProblemPage() -> impl IntoView {
    let id = path_parameter("id");
    load(id, |id| Box::pin(edit_problem_form(id)), edit_form, failure)
}

fn edit_form(form: ProblemForm) -> AnyView {
    let submission = Submission::new(form.errors, |EditProblem { fields }| {
        Box::pin(async { Ok(format!("/problems/{}", edit_problem(fields).await?)) })
    });
    let page = format!("/problems/{}", form.fields.id);
    view! {
        <Title text="Edit a problem"/>
        <Page narrow=true>
            <PageHeading title="Edit a problem"/>
            <DraftNotice draft=form.draft.clone() back=format!("{page}/edit")/>
            <Form action=format!("{page}/edit") submission kept=form.draft.kept()>
                <ProblemFieldset fields=form.fields error_of=Callback::new(move |field| submission.error_of(field))/>
                <div class="cluster">
                    <Button kind=ButtonKind::Primary disabled=submission.pending()>"Save the problem"</Button>
                    <LinkButton href=page>"Cancel"</LinkButton>
                </div>
            </Form>
        </Page>
    }
    .into_any()
}

/// `/problems/{id}`: one problem and its timeline.
#[component]
pub fn ProblemPage() -> impl IntoView {
    let id = path_parameter("id");
    let (older, newer) = (query_parameter("older"), query_parameter("newer"));
    let already = query_parameter("already-there");
    load(
        Signal::derive(move || (id.get(), older.get(), newer.get())),
        |(id, older, newer)| Box::pin(view_problem(id, older, newer)),
        move |view| problem_view(view, !already.read().is_empty()),
        failure,
    )
}

fn problem_view(view: ProblemView, already: bool) -> AnyView {
    let ProblemView {
        problem,
        description_html,
        progress,
        attempts,
        newer,
        older,
        timer,
    } = view;
    let id = problem.id;
    let page = format!("/problems/{id}");
    let site = problem.site().map(str::to_owned);
    let difficulty = problem.difficulty;
    let url = problem.url.clone();
    let lede = move || {
        view! {
            <DifficultyBadge difficulty/>
            {url.zip(site).map(|(url, site)| view! {
                <a href=url rel="noopener noreferrer external" target="_blank">
                    "Open on " {site} <span class="visually-hidden">" (new tab)"</span>
                </a>
            })}
        }
    };
    let actions = {
        let page = page.clone();
        move || {
            view! {
                <LinkButton href=format!("{page}/edit") key="e"><Icon glyph=Glyph::Edit/> "Edit"</LinkButton>
                <LinkButton href=format!("{page}/attempts/new") kind=ButtonKind::Primary key="a"><Icon glyph=Glyph::Plus/> "Log an attempt"</LinkButton>
            }
        }
    };
    let solved = format!("{} of {}", progress.solved_attempts, progress.attempts);
    let best = progress
        .best_minutes
        .map_or_else(|| "none yet".to_owned(), |minutes| format!("{minutes} min"));
    view! {
        <Title text=problem.title.clone()/>
        <Page>
            <PageHeading title=problem.title.clone() lede actions/>
            {already.then(|| already_there(id))}
            <TimerPanel problem=id title=problem.title.clone() timer/>
            <div class="columns">
                <div class="stack">
                    <Timeline problem=id attempts total=progress.attempts newer older/>
                </div>
                <aside class="stack" aria-label="About this problem">
                    <div class="card">
                        <h2>"Facts"</h2>
                        <Facts>
                            <Fact label="Latest result"><StatusBadge status=progress.latest_status/></Fact>
                            <Fact label="Attempts">{count(usize::try_from(progress.attempts).unwrap_or(0))}</Fact>
                            <Fact label="Solved attempts">{solved}</Fact>
                            <Fact label="Best time, solved">{best}</Fact>
                            <Fact label="Added"><Day day=problem.created_at.date_naive()/></Fact>
                        </Facts>
                    </div>
                    <Tags tags=problem.tags/>
                    {(!description_html.is_empty()).then(|| view! {
                        <section aria-labelledby="description-title">
                            <div class="section__heading"><h2 id="description-title">"Description"</h2></div>
                            <Markdown sanitised_html=description_html/>
                        </section>
                    })}
                    {delete_disclosure(id, problem.title, progress.attempts)}
                </aside>
            </div>
        </Page>
    }
    .into_any()
}

fn delete_disclosure(id: ProblemId, title: String, attempts: i32) -> AnyView {
    let attempts = match usize::try_from(attempts).unwrap_or(0) {
        0 => String::new(),
        attempts => format!(
            " and its {} with their notes and code",
            counted(attempts, "attempt", "attempts")
        ),
    };
    let submission = Submission::new(FieldErrors::default(), |DeleteProblem { id }| {
        Box::pin(async { delete_problem(id).await.map(|()| "/problems".to_owned()) })
    });
    view! {
        <Confirm label="Delete this problem…">
            <p>{format!("This deletes “{title}”{attempts}. It cannot be undone.")}</p>
            <Form action=format!("/problems/{id}/delete") submission class="stack">
                <input type="hidden" name="id" value=id.to_string()/>
                <Button kind=ButtonKind::Danger disabled=submission.pending()>"Delete for good"</Button>
            </Form>
        </Confirm>
    }
    .into_any()
}
