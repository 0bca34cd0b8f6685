//! `/problems/{id}/share` and `/settings/shares`: what is shared, making a link and ending one.

use super::{
    api::{CreateShare, EndShare, list_shares, view_sharing},
    model::{ATTEMPTS_SHOWN, Made, Share, ShareFields, Sharing},
};
use crate::{
    account::fields::TICKED,
    error::FieldErrors,
    ui::{
        address::{path_parameter, query_parameter},
        any::IntoAny,
        button::{Button, ButtonKind, LinkButton},
        confirm::Confirm,
        empty::Empty,
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

/// `/problems/{id}/share`
#[component]
pub fn SharingPage() -> impl IntoView {
    let (id, ended) = (path_parameter("id"), query_parameter("ended"));
    let sent = RwSignal::new(None);
    load(
        Signal::derive(move || (id.get(), ended.get())),
        |(id, _)| Box::pin(view_sharing(id)),
        move |page| sharing(page, sent),
        failure,
    )
}

/// `/settings/shares`
#[component]
pub fn SharesPage() -> impl IntoView {
    load(
        query_parameter("ended"),
        |_: String| Box::pin(list_shares()),
        all,
        failure,
    )
}

fn sharing(page: Sharing, sent: Sent) -> AnyView {
    let Sharing {
        problem,
        title,
        fields,
        errors,
        shares,
        made,
    } = page;
    let made = sent.get_untracked().or(made);
    let told = made.is_none();
    let back = format!("/problems/{problem}");
    // Once a link is made the form is another one.
    let form = keyed(
        [(fields, errors)],
        |(fields, _)| fields.id.clone(),
        move |_, (fields, errors)| (|_| {}, form(fields, errors, sent)),
    );
    let list = (!shares.is_empty()).then(|| {
        let rows = rows(shares, problem.to_string(), false, sent);
        view! {
            <section class="section stack" aria-labelledby="shares-title">
                <h2 id="shares-title">"Links to it"</h2>
                <ul class="log">{rows}</ul>
                <p class="field__hint"><a href="/settings/shares">"Everything that is shared"</a></p>
            </section>
        }
    });
    view! {
        <Title text="Share"/>
        <Page narrow=true>
            <PageHeading title="Share" lede=move || view! { <a href=back dir="auto">{title}</a> }/>
            {told.then(ended_notice)}
            {made.map(outcome)}
            <p>
                "Whoever has the link can read the problem, always as it is now, without an account. "
                "Search engines are told to stay away. You can end a link at any time."
            </p>
            {form}
            {list}
        </Page>
    }
    .into_any()
}

fn all(shares: Vec<Share>) -> AnyView {
    let sent = RwSignal::new(None);
    let list = if shares.is_empty() {
        view! {
            <Empty title="Nothing is shared" body="A problem is shared from its own page. Each link stands here then, and can be ended.">
                <LinkButton href="/problems">"See your problems"</LinkButton>
            </Empty>
        }
        .into_any()
    } else {
        view! { <ul class="log">{rows(shares, String::new(), true, sent)}</ul> }.into_any()
    };
    view! {
        <Title text="Shared links"/>
        <Page narrow=true>
            <PageHeading title="Shared links" lede=|| view! { <a href="/settings">"Back to the settings"</a> }/>
            {ended_notice()}
            {list}
        </Page>
    }
    .into_any()
}

fn ended_notice() -> Option<AnyView> {
    let ended = !query_parameter("ended").get_untracked().is_empty();
    ended.then(|| {
        view! {
            <Notice kind=NoticeKind::Success title="The link has ended"><p>"Whoever opens it sees nothing from now on."</p></Notice>
        }
        .into_any()
    })
}

fn outcome(made: Made) -> AnyView {
    match made {
        Made::Now { address } => {
            let text = address.into_text();
            let open = text.clone();
            view! {
                <div class="stack">
                    <Notice kind=NoticeKind::Success title="The link is made">
                        <p>"Copy it now: it is not shown again."</p>
                    </Notice>
                    <KeptText id="address".to_owned() label="Link".to_owned() text copy="Copy the link"/>
                    <p><a href=open target="_blank" rel="external">"See what others see" <span class="visually-hidden">" (new tab)"</span></a></p>
                </div>
            }
            .into_any()
        }
        Made::Before => view! {
            <Notice kind=NoticeKind::Warning title="This link was made already">
                <p>"It was shown once, right after that. If you did not copy it, end it below and make another."</p>
            </Notice>
        }
        .into_any(),
    }
}

fn form(fields: ShareFields, errors: FieldErrors, sent: Sent) -> AnyView {
    let problem = fields.problem_id.clone();
    let here = ["/problems/", &problem, "/share"].concat();
    let next = here.clone();
    let submission = Submission::new::<CreateShare>(errors, move |made| {
        // The person may have left the page meanwhile, and its signals with it.
        let _ = sent.try_set(Some(made));
        next.clone()
    });
    view! {
        <section class="section stack" aria-labelledby="make-title">
            <h2 id="make-title">"Make a link"</h2>
            <Form action=here submission>
                <input type="hidden" name="fields[id]" value=fields.id/>
                <input type="hidden" name="fields[problem_id]" value=problem/>
                <p>"It shows the title, the link to the site, difficulty, tags and description."</p>
                <TickField id="notes" name="fields[notes]" label="With my notes" value=TICKED ticked=fields.notes == TICKED/>
                <TickField id="code" name="fields[code]" label="With my code" value=TICKED ticked=fields.code == TICKED/>
                <p class="field__hint">"Of the latest " {ATTEMPTS_SHOWN} " attempts that have some, each with its day and result."</p>
                <div class="cluster">
                    <Button kind=ButtonKind::Primary disabled=submission.pending()>"Make the link"</Button>
                </div>
            </Form>
        </section>
    }
    .into_any()
}

/// Links, each with a way to end it that comes back to `back`: a problem, or else to all of them.
fn rows(shares: Vec<Share>, back: String, titled: bool, sent: Sent) -> AnyView {
    // What was opened to end one link is not left open for another that takes its place.
    keyed(
        shares,
        |share| share.id,
        move |_, share| (|_| {}, row(share, back.clone(), titled, sent)),
    )
    .into_any()
}

fn row(share: Share, back: String, titled: bool, sent: Sent) -> AnyView {
    let Share {
        id,
        problem,
        title,
        shown,
        made,
    } = share;
    let submission = Submission::new::<EndShare>(FieldErrors::default(), move |next| {
        // The link may be in sight.
        let _ = sent.try_set(None);
        next
    });
    let heading = if titled {
        view! { <h2 class="log__title"><a href=format!("/problems/{problem}/share") dir="auto">{title}</a></h2> }.into_any()
    } else {
        view! { <h3 class="log__title">{shown.label()}</h3> }.into_any()
    };
    view! {
        <li class="log__item" data-row>
            {heading}
            <p class="log__data">
                {titled.then(|| [shown.label(), " · "].concat())}
                "made " <Moment at=made.at utc_offset_minutes=i32::from(made.utc_offset_minutes)/>
            </p>
            <div class="log__end">
                <Confirm label="End this link…">
                    <p>"Whoever opens it sees nothing from the next request on. This cannot be taken back."</p>
                    <Form action=format!("/settings/shares/{id}/end") submission class="stack">
                        <input type="hidden" name="id" value=id.to_string()/>
                        <input type="hidden" name="back" value=back/>
                        <Button kind=ButtonKind::Danger disabled=submission.pending()>"End the link"</Button>
                    </Form>
                </Confirm>
            </div>
        </li>
    }
    .into_any()
}
