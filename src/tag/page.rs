//! `/tags`: every tag of the journal, and what can be done with them everywhere at once.

use super::{
    api::{ChangeTags, list_tags},
    model::{TagCount, TagFields, TagPage},
};
use crate::{
    ui::{
        address::{percent_encode, query_parameter},
        any::IntoAny,
        button::{Button, ButtonKind, LinkButton},
        empty::Empty,
        field::TextField,
        form::{Form, Submission},
        layout::{Page, PageHeading},
        load::{failure, load},
        notice::{Notice, NoticeKind},
    },
    undo::parts::latest_change,
};
use leptos::prelude::*;
use leptos_meta::Title;

/// `/tags`
#[component]
pub fn TagsPage() -> impl IntoView {
    let after = query_parameter("after");
    let latest = latest_change();
    load(
        Signal::derive(move || (after.get(), latest.get())),
        |(after, _)| Box::pin(list_tags(after)),
        tags,
        failure,
    )
}

fn tags(page: TagPage) -> AnyView {
    let body = if page.tags.is_empty() {
        view! {
            <Empty title="No tags yet" body="Tags stand with each problem; give one when you add or edit it.">
                <LinkButton href="/problems">"See your problems"</LinkButton>
            </Empty>
        }
        .into_any()
    } else {
        form(page)
    };
    view! {
        <Title text="Tags"/>
        <Page narrow=true>
            <PageHeading title="Tags"/>
            {body}
        </Page>
    }
    .into_any()
}

fn form(page: TagPage) -> AnyView {
    let TagPage {
        fields,
        errors,
        tags,
        more_after,
    } = page;
    let submission = Submission::new::<ChangeTags>(errors, |next| next);
    let question = submission.error_of("merge");
    let TagFields {
        tags: selected,
        into,
        ..
    } = fields;
    let pending = submission.pending();
    view! {
        <Form action="/tags" submission class="stack">
            {move || question.get().map(|question| view! {
                <Notice kind=NoticeKind::Warning title="These become one tag">
                    <p>{question.clone()}</p>
                    <input type="hidden" name="fields[agreed]" value=question/>
                    <div class="cluster"><Button name="fields[action]" value="merge" kind=ButtonKind::Primary disabled=pending>"Merge them"</Button></div>
                </Notice>
            })}
            <div class="tag-tools">
                <TextField id="into" name="fields[into]" label="New name of the selected" value=into error=submission.error_of("into")
                    data=true hint="A name another tag has merges them; you are asked first."/>
                <div class="cluster">
                    <Button name="fields[action]" value="rename" disabled=pending>"Rename or merge"</Button>
                    <Button name="fields[action]" value="delete" kind=ButtonKind::Danger disabled=pending>"Remove from all problems"</Button>
                </div>
            </div>
            <ul class="tag-list">
                {tags.into_iter().map(|tag| { let checked = selected.contains(&tag.tag); row(tag, checked) }).collect_view()}
            </ul>
        </Form>
        {more_after.map(|last| view! {
            <p><LinkButton href=["/tags?after=", &percent_encode(&last)].concat() rel="next" key="]">"More tags"</LinkButton></p>
        })}
    }
    .into_any()
}

fn row(tag: TagCount, checked: bool) -> AnyView {
    let address = tag.address();
    let number = usize::try_from(tag.problems).unwrap_or(0);
    let problems = crate::text::counted(number, "problem", "problems");
    view! {
        <li class="tag-list__item" data-row>
            <label class="tag-list__tag">
                <input class="select-box__input" type="checkbox" name="fields[tags][]" value=tag.tag.clone() checked=checked/>
                <span class="tag" dir="auto">{tag.tag.clone()}</span>
            </label>
            <a class="tag-list__count" href=address>{problems} <span class="visually-hidden">" with " {tag.tag}</span></a>
        </li>
    }
    .into_any()
}
