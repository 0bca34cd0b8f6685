//! The form that decides about a problem's reviews, and the page it has to itself.

use super::{
    api::{DecideReview, open_decision},
    card::{DecisionForm, Standing},
    fields::{DecisionFields, postponable},
    model::ReviewState,
};
use crate::{
    error::FieldErrors,
    ui::{
        address::path_parameter,
        any::IntoAny,
        button::{Button, DefaultButton, LinkButton},
        field::TextField,
        form::{Form, Submission},
        icon::Glyph,
        in_place::InPlace,
        layout::{Page, PageHeading},
        load::{failure, load},
        stat::{Fact, Facts},
    },
};
use leptos::prelude::*;
use leptos_meta::Title;

/// `/problems/{id}/review`: what the form leads to when it is not accepted.
#[component]
pub fn DecisionPage() -> impl IntoView {
    let id = path_parameter("id");
    load(id, |id| Box::pin(open_decision(id)), decision_page, failure)
}

fn decision_page(form: DecisionForm) -> AnyView {
    let page = format!("/problems/{}", form.standing.problem);
    let title = form.title;
    let lede = move || view! { <a href=page.clone() dir="auto">{title.clone()}</a> };
    view! {
        <Title text="Its reviews"/>
        <Page narrow=true>
            <PageHeading title="Its reviews" lede/>
            {standing_facts(&form.standing)}
            {decision_form(&form.standing, form.fields, form.errors)}
        </Page>
    }
    .into_any()
}

/// Where a problem stands in its reviews, on its own page.
#[component]
pub fn ReviewPanel(
    /// Where.
    standing: Standing,
) -> impl IntoView {
    let page = format!("/problems/{}", standing.problem);
    let review = format!("/review?problem={}", standing.problem);
    let leech = (standing.leech > 0).then(|| {
        view! { <p class="field__hint">{leech_text(standing.leech)}</p> }
    });
    view! {
        <div class="card">
            <h2>"Review"</h2>
            {standing_facts(&standing)}
            {leech}
            <p><LinkButton href=review key="r">"Review it now"</LinkButton></p>
            {decisions(&standing, page)}
        </div>
    }
    .into_any()
}

/// What is said of a problem that was forgotten so often.
pub(super) fn leech_text(agains: i32) -> String {
    [
        &agains.to_string(),
        " times Again. Another date is not what this one takes.",
    ]
    .concat()
}

/// The form, closed away at first, which comes back to `back`.
pub(super) fn decisions(standing: &Standing, back: String) -> AnyView {
    let fields = DecisionFields {
        back,
        ..DecisionFields::default()
    };
    let form = decision_form(standing, fields, FieldErrors::default());
    view! {
        <InPlace id="review-choices" label="Put it off, pause it, finish it" glyph=Glyph::Clock>{form}</InPlace>
    }
    .into_any()
}

fn standing_facts(standing: &Standing) -> AnyView {
    let state = standing.state.label();
    let (next, last) = (standing.next_text(), standing.last_text());
    let reviews = standing.reviews.to_string();
    view! {
        <Facts>
            <Fact label="State">{state}</Fact>
            <Fact label="Comes back">{next}</Fact>
            <Fact label="Reviews">{reviews}</Fact>
            {(!last.is_empty()).then(|| view! { <Fact label="Last review">{last}</Fact> })}
        </Facts>
    }
    .into_any()
}

fn decision_form(standing: &Standing, fields: DecisionFields, errors: FieldErrors) -> AnyView {
    let submission = Submission::new::<DecideReview>(errors, |next| next);
    let (first, last) = postponable(standing.today);
    let disabled = submission.pending();
    let act = move |value: &'static str, label: &'static str| {
        view! { <Button name="fields[action]" value disabled>{label}</Button> }.into_any()
    };
    let comes_back = !matches!(standing.state, ReviewState::Paused | ReviewState::Mastered);
    let reviewed = standing.reviews > 0;
    let problem = standing.problem.to_string();
    let action = ["/problems/", &problem, "/review"].concat();
    let paused = standing.state == ReviewState::Paused;
    let mastered = standing.state == ReviewState::Mastered;
    view! {
        <Form action submission class="decisions">
            <DefaultButton/>
            <input type="hidden" name="fields[problem_id]" value=problem/>
            <input type="hidden" name="fields[back]" value=fields.back/>
            {comes_back.then(|| view! {
                <fieldset class="decisions__group">
                    <legend class="field__label">"Put it off"</legend>
                    <div class="cluster">
                        {act("tomorrow", "Until tomorrow")}
                        {act("three-days", "Three days")}
                        {act("week", "A week")}
                    </div>
                    <div class="decisions__date">
                        <TextField id="until" name="fields[until]" label="Until" kind="date" value=fields.until data=true
                            min=first.to_string() max=last.to_string() error=submission.error_of("until")
                            hint="From tomorrow to a year from now."/>
                        {act("date", "Put it off")}
                    </div>
                </fieldset>
            })}
            <fieldset class="decisions__group">
                <legend class="field__label">"Leave it out"</legend>
                <div class="cluster">
                    {if paused { act("resume", "Resume it") } else { act("pause", "Pause it") }}
                    {if mastered { act("keep", "Back to the queue") } else { act("master", "Mark as mastered") }}
                </div>
            </fieldset>
            {reviewed.then(|| view! {
                <fieldset class="decisions__group">
                    <legend class="field__label">"Begin again"</legend>
                    <div class="cluster">{act("restart", "Practise from the beginning")}</div>
                    <p class="field__hint">"It comes back as a new problem. Its attempts stay in your log."</p>
                </fieldset>
            })}
        </Form>
    }
    .into_any()
}
