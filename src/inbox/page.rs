//! `/inbox`: what other programs have told of, to be added or dismissed.

use super::{
    api::{ConfirmItems, DismissItems, open_inbox},
    model::{InboxGroup, InboxItem, InboxPage as Inbox, StoredBatch},
    parts::{DISMISS, ItemRow},
};
use crate::{
    error::FieldErrors,
    problem::model::ProblemId,
    text::{count, counted},
    ui::{
        address::query_parameter,
        any::IntoAny,
        button::{Button, ButtonKind, LinkButton},
        empty::Empty,
        form::{Form, Submission},
        layout::{Page, PageHeading},
        load::{failure, load},
        notice::{Notice, NoticeKind},
        pager::Pager,
    },
    undo::parts::latest_change,
};
use leptos::{prelude::*, tachys::view::keyed::keyed};
use leptos_meta::Title;

/// `/inbox`
#[component]
pub fn InboxPage() -> impl IntoView {
    let (older, newer) = (query_parameter("older"), query_parameter("newer"));
    let (added, there, one) = (
        query_parameter("added"),
        query_parameter("there"),
        query_parameter("one"),
    );
    let latest = latest_change();
    let times = StoredValue::new(0_u32);
    load(
        Signal::derive(move || (older.get(), newer.get(), one.get(), latest.get())),
        |(older, newer, one, _)| Box::pin(open_inbox(older, newer, one)),
        move |inbox| {
            let number = |text: Memo<String>| text.get_untracked().parse().unwrap_or(0);
            let told = done(number(added), number(there), inbox.added.clone());
            let here = match (older.get_untracked(), newer.get_untracked()) {
                (older, _) if !older.is_empty() => ["/inbox?older=", &older].concat(),
                (_, newer) if !newer.is_empty() => ["/inbox?newer=", &newer].concat(),
                _ => "/inbox".to_owned(),
            };
            // Whenever it is loaded the page is made anew: a choice in one row must not stay where another
            // problem moves up to.
            times.update_value(|times| *times = times.wrapping_add(1));
            let time = times.get_value();
            let page = keyed(
                [(inbox, told, here)],
                move |_| time,
                |_, (inbox, told, here)| (|_| {}, contents(inbox, told, &here)),
            );
            page.into_any()
        },
        failure,
    )
}

fn contents(inbox: Inbox, told: Option<AnyView>, here: &str) -> AnyView {
    let Inbox {
        groups,
        sent,
        errors,
        newer,
        older,
        ..
    } = inbox;
    let body = if groups.is_empty() {
        nothing(newer.is_some())
    } else {
        let dismissal = Submission::new::<DismissItems>(FieldErrors::default(), |next| next);
        // One thing is loudest.
        let loud = groups.iter().position(|group| group.items.len() > 1);
        let groups = groups
            .into_iter()
            .enumerate()
            .map(|(place, group)| {
                let kind = match loud {
                    Some(loud) if loud == place => ButtonKind::Primary,
                    _ => ButtonKind::Plain,
                };
                let was_sent = group
                    .items
                    .iter()
                    .any(|item| sent.contains(&item.fields.id));
                let errors = Some(&errors).filter(|_| was_sent).cloned();
                let form = group_form(group, here, kind, errors.unwrap_or_default());
                view! { <li>{form}</li> }
            })
            .collect_view();
        view! {
            <Form action="/inbox/dismiss" submission=dismissal id=DISMISS class="stack">""</Form>
            <ul class="inbox">{groups}</ul>
        }
        .into_any()
    };
    view! {
        <Title text="Inbox"/>
        <Page>
            <PageHeading title="Inbox" lede=|| view! { <p>"Problems that other programs have sent. None is in your journal before you add it."</p> }/>
            {told}
            {body}
            <Pager
                newer=newer.map(|cursor| format!("/inbox?newer={cursor}"))
                older=older.map(|cursor| format!("/inbox?older={cursor}"))
            />
        </Page>
    }
    .into_any()
}

/// What was just done, and how to go on with the one problem it was about.
fn done(added: usize, there: usize, one: Option<(ProblemId, String)>) -> Option<AnyView> {
    let problems = |number| counted(number, "problem", "problems");
    let title = match (added, there, &one) {
        (0, 0, _) => return None,
        (0, _, Some((_, title))) => format!("“{title}” was in your journal already"),
        (_, _, Some((_, title))) => format!("“{title}” is in your journal"),
        (_, 0, None) => format!("{} added to your journal", problems(added)),
        (0, _, None) => format!("{} were in your journal already", problems(there)),
        (_, _, None) => format!(
            "{} added to your journal; {} in it already",
            problems(added),
            counted(there, "was", "were")
        ),
    };
    let next = match one {
        Some((id, title)) => view! {
            <p class="cluster">
                <a href=format!("/problems/{id}/attempts/new")>"Log an attempt" <span class="visually-hidden">" at " {title}</span></a>
                <a href=format!("/problems/{id}")>"Open it"</a>
            </p>
        }
        .into_any(),
        None => view! { <p><a href="/problems">"See your problems"</a></p> }.into_any(),
    };
    Some(view! { <Notice kind=NoticeKind::Success title>{next}</Notice> }.into_any())
}

fn nothing(newer: bool) -> AnyView {
    if newer {
        return view! { <p>"There is nothing more on this page."</p> }.into_any();
    }
    let body = "With GitGud started on your own computer with GITGUD_COMPANION=1 and an access token, press the green plus of the browser extension Competitive Companion on a problem, and it waits here. Any other program can send problems to /api/v1/companion with such a token.";
    view! {
        <Empty title="Your inbox is empty" body>
            <LinkButton href="/settings/tokens">"Access tokens"</LinkButton>
            <LinkButton href="/problems/new">"Add a problem by hand"</LinkButton>
        </Empty>
    }
    .into_any()
}

/// The form of a group; `kind` is how loud it is that all can be added.
fn group_form(group: InboxGroup, here: &str, kind: ButtonKind, errors: FieldErrors) -> AnyView {
    let InboxGroup { batch, name, items } = group;
    let submission = Submission::new::<ConfirmItems>(errors, |next| next);
    match batch {
        Some(batch) => contest(batch, &name, items, here, kind, submission),
        None => view! {
            <Form action=here submission class="inbox__group">{rows(items, true, submission)}</Form>
        }
        .into_any(),
    }
}

/// The problems of a contest: one form, so that all can be added at once.
fn contest(
    batch: StoredBatch,
    name: &str,
    items: Vec<InboxItem>,
    here: &str,
    kind: ButtonKind,
    submission: Submission,
) -> AnyView {
    let number = |number: i64| count(usize::try_from(number).unwrap_or(0));
    let here_of_all = format!(
        "{} of {} are here",
        number(batch.here),
        number(i64::from(batch.size))
    );
    let ids: Vec<_> = items.iter().map(|item| item.id.to_string()).collect();
    let several = ids.len() > 1;
    let heading = format!("contest-{}", batch.id);
    view! {
        <section aria-labelledby=heading>
            <div class="section__heading">
                <h2 class="inbox__contest" id=heading.clone() dir="auto">{name.to_owned()}</h2>
                <p class="inbox__count">{here_of_all}</p>
            </div>
            <Form action=here submission class="inbox__group">
                // Enter in a field would press the first button: here that means nothing.
                <button class="visually-hidden" type="submit" disabled=true tabindex="-1" aria-hidden="true"></button>
                {rows(items, false, submission)}
                {several.then(|| view! {
                    <div class="inbox__all">
                        <Button kind disabled=submission.pending()>"Add all with a difficulty"</Button>
                        <button class="button" type="submit" form=DISMISS name="ids" value=ids.join(",")>"Dismiss all of them"</button>
                    </div>
                })}
            </Form>
        </section>
    }
    .into_any()
}

fn rows(items: Vec<InboxItem>, lone: bool, submission: Submission) -> AnyView {
    items
        .into_iter()
        .enumerate()
        .map(|(place, item)| view! { <ItemRow item place lone submission/> })
        .collect_view()
        .into_any()
}
