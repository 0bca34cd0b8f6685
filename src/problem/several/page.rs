//! `/problems/add`: several problems in one go, and what came of each.

use super::{
    api::several_form,
    model::{Line, Outcome, Several},
};
use crate::{
    problem::parts::Pieces,
    ui::{
        address::query_parameter,
        any::IntoAny,
        button::{Button, ButtonKind},
        field::TextArea,
        icon::{Glyph, Icon},
        layout::{Page, PageHeading},
        load::{failure, load},
        notice::{Notice, NoticeKind},
    },
};
use leptos::prelude::*;
use leptos_meta::Title;

/// The page at its own address, filled from `links`.
#[component]
pub fn AddSeveralPage() -> impl IntoView {
    several(query_parameter("links"))
}

/// The page, filled from what was pasted anywhere.
pub(crate) fn several(pasted: Memo<String>) -> AnyView {
    load(
        pasted,
        |links| Box::pin(several_form(links)),
        several_view,
        failure,
    )
}

fn several_view(form: Several) -> AnyView {
    let typed = RwSignal::new(form.fields.links.clone());
    let error = form.errors.of("links").or(form.errors.of("id"));
    let again = !form.report.is_empty();
    // Sent by the browser itself, hydrated or not: the answer is this page with the report.
    view! {
        <Title text="Add several problems"/>
        <Page narrow=true>
            <PageHeading title="Add several problems"/>
            {again.then(|| report(form.report))}
            <form class="form" method="post" action="/problems/add" novalidate
                on:input=move |event| typed.set(event_target_value(&event))>
                <input type="hidden" name="fields[id]" value=form.fields.id/>
                <TextArea id="links" name="fields[links]" label="Links" value=form.fields.links error=Signal::stored(error)
                    code=true rows=8 hint="One link per line, or any text with links in it. Up to 100 at once."/>
                <div class="cluster">
                    <Button kind=ButtonKind::Primary>"Add them all"</Button>
                    <a href="/problems/new">"Add one by hand"</a>
                </div>
            </form>
            <div role="status">{move || typed.with(|typed| view! { <Pieces pasted=typed.clone()/> })}</div>
        </Page>
    }
    .into_any()
}

/// What came of each piece, and in one line of all.
fn report(lines: Vec<Line>) -> AnyView {
    let (mut added, mut there, mut kept) = (0_usize, 0_usize, 0_usize);
    for line in &lines {
        match line.outcome {
            Outcome::Added { .. } => added += 1,
            Outcome::AlreadyThere { .. } | Outcome::Repeated => there += 1,
            Outcome::NoTitle | Outcome::NoLink => kept += 1,
        }
    }
    let kind = if kept == 0 {
        NoticeKind::Success
    } else {
        NoticeKind::Warning
    };
    let title = format!("{added} added, {there} already there, {kept} not added");
    view! {
        <Notice kind title>
            {(kept > 0).then_some("What was not added is still in the box below.")}
        </Notice>
        <ol class="report" aria-label="What came of each">{lines.into_iter().map(report_line).collect_view()}</ol>
    }
    .into_any()
}

fn report_line(line: Line) -> AnyView {
    let (glyph, id, text) = match line.outcome {
        Outcome::Added {
            id,
            difficulty,
            assumed: false,
        } => (
            Glyph::Check,
            Some(id),
            format!("Added · {} · {}", line.site, difficulty.slug()),
        ),
        Outcome::Added { id, difficulty, .. } => (
            Glyph::Check,
            Some(id),
            format!(
                "Added · {} · difficulty assumed {}",
                line.site,
                difficulty.slug()
            ),
        ),
        Outcome::AlreadyThere { id } => (
            Glyph::Info,
            Some(id),
            format!("Already in your journal · {}", line.site),
        ),
        Outcome::Repeated => (Glyph::Info, None, format!("The same again · {}", line.site)),
        Outcome::NoTitle => (
            Glyph::Warning,
            None,
            "This link does not tell the title: put the title before it, or add it by hand."
                .to_owned(),
        ),
        Outcome::NoLink => (
            Glyph::Warning,
            None,
            "There is no problem link in this.".to_owned(),
        ),
    };
    let assumed = matches!(line.outcome, Outcome::Added { assumed: true, .. });
    let title = match id {
        Some(id) => {
            view! { <a class="report__title" dir="auto" href=format!("/problems/{id}")>{line.title}</a> }
                .into_any()
        }
        None => view! { <span class="report__title" dir="auto">{line.title}</span> }.into_any(),
    };
    let edit = id.filter(|_| assumed).map(|id| {
        view! { " · " <a href=format!("/problems/{id}/difficulty")>"Change it"</a> }
    });
    view! {
        <li class="report__line">
            <Icon glyph/>
            {title}
            <span class="report__data">{text} {edit}</span>
        </li>
    }
    .into_any()
}
