//! `/settings/calendar`: a secret address at which other programs read what comes back.

use super::{
    api::{CreateFeed, RevokeFeed, view_feed},
    model::{DAYS, Feed, FeedFields, FeedPage, Made},
};
use crate::{
    account::fields::TICKED,
    error::FieldErrors,
    ui::{
        address::query_parameter,
        any::IntoAny,
        button::{Button, ButtonKind},
        confirm::Confirm,
        field::TickField,
        form::{Form, Submission},
        kept::KeptText,
        layout::{Page, PageHeading},
        load::{failure, load},
        notice::{Notice, NoticeKind},
        time::Moment,
    },
};
use leptos::{prelude::*, tachys::view::keyed::keyed};
use leptos_meta::Title;

/// What came of the form that the browser half has sent; the answer to a plain post is in the page's data.
type Sent = RwSignal<Option<Made>>;

/// `/settings/calendar`
#[component]
pub fn CalendarPage() -> impl IntoView {
    let sent = RwSignal::new(None);
    load(
        query_parameter("revoked"),
        |_: String| Box::pin(view_feed()),
        move |page| calendar(page, sent),
        failure,
    )
}

fn calendar(page: FeedPage, sent: Sent) -> AnyView {
    let FeedPage {
        fields,
        errors,
        feed,
        made,
    } = page;
    let made = sent.get_untracked().or(made);
    let revoked = made.is_none() && !query_parameter("revoked").get_untracked().is_empty();
    let there = feed.is_some();
    // Once a calendar is made the form is another one.
    let form = keyed(
        [(fields, errors)],
        |(fields, _)| fields.id.clone(),
        move |_, (fields, errors)| (|_| {}, form(fields, errors, there, sent)),
    );
    view! {
        <Title text="Calendar"/>
        <Page narrow=true>
            <PageHeading title="Calendar" lede=|| view! { <a href="/settings">"Back to the settings"</a> }/>
            {revoked.then(|| view! {
                <Notice kind=NoticeKind::Success title="The address has ended"><p>"Whoever asks there is told nothing from now on."</p></Notice>
            })}
            {made.map(outcome)}
            <p>
                "Your calendar program can show how many minutes of reviews come on each of the next " {DAYS} " days. "
                "It reads them at a secret address, without signing in."
            </p>
            {feed.map(|feed| there_is(feed, sent))}
            {form}
        </Page>
    }
    .into_any()
}

fn outcome(made: Made) -> AnyView {
    match made {
        Made::Now { address } => view! {
            <div class="stack">
                <Notice kind=NoticeKind::Success title="The calendar is made">
                    <p>"Subscribe to this address in your calendar program. Copy it now: it is not shown again. Whoever knows it can read the calendar."</p>
                </Notice>
                <KeptText id="address".to_owned() label="Address".to_owned() text=address.into_text() copy="Copy the address"/>
            </div>
        }
        .into_any(),
        Made::Before => view! {
            <Notice kind=NoticeKind::Warning title="This calendar was made already">
                <p>"Its address was shown once, right after that. If you did not copy it, make another."</p>
            </Notice>
        }
        .into_any(),
    }
}

fn there_is(feed: Feed, sent: Sent) -> AnyView {
    let time = |at: crate::attempt::model::Moment| {
        view! { <Moment at=at.at utc_offset_minutes=i32::from(at.utc_offset_minutes)/> }.into_any()
    };
    let what = if feed.titles {
        "It tells minutes and titles."
    } else {
        "It tells minutes, and no titles."
    };
    let read = match feed.read {
        None => "never read yet".into_any(),
        Some(at) => view! { "last read " {time(at)} }.into_any(),
    };
    let submission = Submission::new::<RevokeFeed>(FieldErrors::default(), move |next| {
        // Its address may be in sight.
        let _ = sent.try_set(None);
        next
    });
    view! {
        <section class="section stack" aria-labelledby="there-title">
            <h2 id="there-title">"Your calendar"</h2>
            <p>{what}</p>
            <p class="log__data">"made " {time(feed.made)} " · " {read}</p>
            <Confirm label="End the address…">
                <p>"Programs that read it are told nothing from the next request on. This cannot be taken back."</p>
                <Form action="/settings/calendar/revoke" submission class="stack">
                    <Button kind=ButtonKind::Danger disabled=submission.pending()>"End the address"</Button>
                </Form>
            </Confirm>
        </section>
    }
    .into_any()
}

fn form(fields: FeedFields, errors: FieldErrors, there: bool, sent: Sent) -> AnyView {
    let submission = Submission::new::<CreateFeed>(errors, move |made| {
        // The person may have left the page meanwhile, and its signals with it.
        let _ = sent.try_set(Some(made));
        "/settings/calendar".to_owned()
    });
    let (title, button) = if there {
        ("Another address", "Make another address")
    } else {
        ("Make a calendar", "Make the calendar")
    };
    view! {
        <section class="section stack" aria-labelledby="make-title">
            <h2 id="make-title">{title}</h2>
            {there.then(|| view! { <p>"The old address ends when you make another."</p> })}
            <Form action="/settings/calendar" submission>
                <input type="hidden" name="fields[id]" value=fields.id/>
                <TickField id="titles" name="fields[titles]" label="With the titles of the problems" value=TICKED ticked=fields.titles == TICKED/>
                <div class="cluster">
                    <Button kind=ButtonKind::Primary disabled=submission.pending()>{button}</Button>
                </div>
            </Form>
        </section>
    }
    .into_any()
}
