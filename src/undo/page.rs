//! `/undo`: the changes of the last thirty days.

use super::{
    api::list_steps,
    model::{Step, StepList},
    parts::{UndoButton, latest_change},
};
use crate::ui::{
    address::query_parameter,
    any::IntoAny,
    button::LinkButton,
    empty::Empty,
    layout::{Page, PageHeading},
    load::{failure, load},
    pager::Pager,
    time::Moment,
};
use leptos::prelude::*;
use leptos_meta::Title;

/// `/undo`
#[component]
pub fn RecentChangesPage() -> impl IntoView {
    let (older, newer) = (query_parameter("older"), query_parameter("newer"));
    let latest = latest_change();
    load(
        Signal::derive(move || (older.get(), newer.get(), latest.get())),
        |(older, newer, _)| Box::pin(list_steps(older, newer)),
        changes,
        failure,
    )
}

fn changes(list: StepList) -> AnyView {
    let body = if list.steps.is_empty() {
        view! {
            <Empty title="Nothing to take back" body="What you delete or change many at once stands here for thirty days.">
                <LinkButton href="/problems">"See your problems"</LinkButton>
            </Empty>
        }
        .into_any()
    } else {
        view! {
            <ol class="changes">{list.steps.into_iter().map(change).collect_view()}</ol>
            <Pager
                newer=list.newer.map(|cursor| format!("/undo?newer={cursor}"))
                older=list.older.map(|cursor| format!("/undo?older={cursor}"))
            />
        }
        .into_any()
    };
    view! {
        <Title text="Recent changes"/>
        <Page narrow=true>
            <PageHeading title="Recent changes" lede=|| view! { <p>"Deletions and changes to many problems of the last thirty days, latest first."</p> }/>
            {body}
        </Page>
    }
    .into_any()
}

fn change(step: Step) -> AnyView {
    let end = match step.undone {
        None => view! { <UndoButton step=step.id summary=step.summary.clone() back="/undo"/> }.into_any(),
        Some(outcome) => view! {
            <p class="changes__state">"Taken back"</p>
            {outcome.exceptions().into_iter().map(|sentence| view! { <p class="changes__note">{sentence}</p> }).collect_view()}
        }
        .into_any(),
    };
    view! {
        <li class="changes__item" data-row>
            <p class="changes__what">{step.summary}</p>
            <p class="changes__when"><Moment at=step.made_at utc_offset_minutes=i32::from(step.utc_offset_minutes)/></p>
            <div class="changes__end">{end}</div>
        </li>
    }
    .into_any()
}
