//! `/settings/tokens`: makes personal access tokens, lists them and revokes them.

use super::{
    api::{CreateToken, RevokeToken, list_tokens},
    fields::{Lifetime, TokenFields},
    model::{Made, PREFIX, Scope, TokenLine, TokenPage},
};
use crate::{
    attempt::model::Moment as Time,
    error::FieldErrors,
    ui::{
        address::query_parameter,
        any::IntoAny,
        badge::{Badge, Tone},
        button::{Button, ButtonKind},
        confirm::Confirm,
        empty::Empty,
        field::{Choice, ChoiceField, SelectField, TextField},
        form::{Form, Submission},
        icon::Glyph,
        kept::KeptText,
        layout::{Page, PageHeading},
        load::{failure, load},
        notice::{Notice, NoticeKind},
        time::Moment,
    },
};
use leptos::{prelude::*, tachys::view::keyed::keyed};
use leptos_meta::Title;

/// What the browser half has sent the form for. The answer to a plain post is in the page's data.
#[derive(Copy, Clone)]
struct Sent {
    /// What came of it, while that is to be seen.
    made: RwSignal<Option<Made>>,
    /// How often it was sent.
    times: RwSignal<u32>,
}

impl Sent {
    fn tell(self, made: Made) {
        // The person may have left the page meanwhile, and its signals with it.
        let _ = self.made.try_set(Some(made));
        let _ = self.times.try_update(|times| *times += 1);
    }

    fn forget(self) {
        let _ = self.made.try_set(None);
    }
}

/// `/settings/tokens`
#[component]
pub fn TokensPage() -> impl IntoView {
    let sent = Sent {
        made: RwSignal::new(None),
        times: RwSignal::new(0),
    };
    load(
        query_parameter("revoked"),
        |_: String| Box::pin(list_tokens()),
        move |page| tokens(page, sent),
        failure,
    )
}

fn tokens(page: TokenPage, sent: Sent) -> AnyView {
    let TokenPage {
        fields,
        errors,
        tokens,
        made,
    } = page;
    // After a token is made the form is another one: not the old one with what was typed still in it. Whatever
    // else changes the page leaves it alone.
    let form = keyed(
        [(fields, errors)],
        move |_| sent.times.get_untracked(),
        move |_, (fields, errors)| (|_| {}, form(fields, errors, sent)),
    );
    let made = sent.made.get_untracked().or(made);
    let revoked = made.is_none() && !query_parameter("revoked").get_untracked().is_empty();
    view! {
        <Title text="Access tokens"/>
        <Page narrow=true>
            <PageHeading title="Access tokens" lede=|| view! { <a href="/settings">"Back to the settings"</a> }/>
            {revoked.then(|| view! {
                <Notice kind=NoticeKind::Success title="The token is revoked"><p>"Programs that use it are refused from now on."</p></Notice>
            })}
            {made.map(outcome)}
            <p>
                "A token lets a program, such as a script of yours, use your journal without signing in. "
                "Give each program its own, and revoke what you no longer use."
            </p>
            {form}
            {list(tokens, sent)}
        </Page>
    }
    .into_any()
}

fn outcome(made: Made) -> AnyView {
    match made {
        Made::Now { name, secret } => view! {
            <div class="stack">
                <Notice kind=NoticeKind::Success title=format!("“{name}” is made")>
                    <p>"Copy its secret now: it is not shown again."</p>
                </Notice>
                <KeptText id="secret".to_owned() label="Secret".to_owned() text=secret.into_text() copy="Copy the secret"/>
            </div>
        }
        .into_any(),
        Made::Before => view! {
            <Notice kind=NoticeKind::Warning title="This token was made already">
                <p>"Its secret was shown once, right after that. If you did not copy it, revoke the token below and make another."</p>
            </Notice>
        }
        .into_any(),
    }
}

fn form(fields: TokenFields, errors: FieldErrors, sent: Sent) -> AnyView {
    let submission = Submission::new::<CreateToken>(errors, move |made| {
        sent.tell(made);
        "/settings/tokens".to_owned()
    });
    let error_of = move |field| submission.error_of(field);
    let scopes = Scope::ALL
        .map(|scope| Choice::new(scope.slug(), scope.label()))
        .into();
    let lifetimes = Lifetime::ALL
        .map(|life| Choice::new(life.slug(), life.label()))
        .into();
    view! {
        <section class="section stack" aria-labelledby="make-title">
            <h2 id="make-title">"Make a token"</h2>
            <Form action="/settings/tokens" submission>
                <input type="hidden" name="fields[id]" value=fields.id/>
                <TextField id="name" name="fields[name]" label="Name" value=fields.name error=error_of("name")
                    hint="The program that will use it, in up to 60 characters."/>
                <ChoiceField id="scope" name="fields[scope]" label="What it may do in your journal" options=scopes value=fields.scope
                    error=error_of("scope")/>
                <SelectField id="lifetime" name="fields[lifetime]" label="Good for" options=lifetimes value=fields.lifetime
                    error=error_of("lifetime")/>
                <div class="cluster">
                    <Button kind=ButtonKind::Primary disabled=submission.pending()>"Make the token"</Button>
                </div>
            </Form>
        </section>
    }
    .into_any()
}

fn list(tokens: Vec<TokenLine>, sent: Sent) -> AnyView {
    if tokens.is_empty() {
        return view! {
            <Empty title="No tokens yet" body="Each token that you make stands here: what it may do, and when it was last used.">
                <a href="/developers" rel="external">"What programs can do"</a>
            </Empty>
        }
        .into_any();
    }
    // What was opened to revoke one token is not left open for another that takes its place.
    let rows = keyed(
        tokens,
        |token| token.id,
        move |_, token| (|_| {}, row(token, sent)),
    );
    view! {
        <section class="section stack" aria-labelledby="tokens-title">
            <h2 id="tokens-title">"Your tokens"</h2>
            <ul class="log">{rows}</ul>
        </section>
    }
    .into_any()
}

fn row(token: TokenLine, sent: Sent) -> AnyView {
    let TokenLine {
        id,
        name,
        scope,
        hint,
        made,
        ends,
        expired,
        used,
    } = token;
    let end = match ends {
        None => "does not expire".into_any(),
        Some(at) => {
            let word = if expired { "expired " } else { "expires " };
            view! { {word} {time(at)} }.into_any()
        }
    };
    let use_ = match used {
        None => "never used".into_any(),
        Some(at) => view! { "last used " {time(at)} }.into_any(),
    };
    view! {
        <li class="log__item" data-row>
            <h3 class="log__title" dir="auto">{name.clone()}</h3>
            {expired.then(|| view! { <Badge tone=Tone::Bad glyph=Glyph::Warning label="Expired"/> })}
            <p class="log__data">{PREFIX} "…" {hint} " · " {scope.label()}</p>
            <p class="log__data">"made " {time(made)} " · " {end} " · " {use_}</p>
            <div class="log__end">{revoking(id.to_string(), &name, sent)}</div>
        </li>
    }
    .into_any()
}

fn time(at: Time) -> AnyView {
    view! { <Moment at=at.at utc_offset_minutes=i32::from(at.utc_offset_minutes)/> }.into_any()
}

fn revoking(id: String, name: &str, sent: Sent) -> AnyView {
    let submission = Submission::new::<RevokeToken>(FieldErrors::default(), move |next| {
        // Its secret may be in sight.
        sent.forget();
        next
    });
    view! {
        <Confirm label=format!("Revoke “{name}”…")>
            <p>"Programs that use it are refused from the next request on. This cannot be taken back."</p>
            <Form action=["/settings/tokens/", &id, "/revoke"].concat() submission class="stack">
                <input type="hidden" name="id" value=id/>
                <Button kind=ButtonKind::Danger disabled=submission.pending()>"Revoke the token"</Button>
            </Form>
        </Confirm>
    }
    .into_any()
}
