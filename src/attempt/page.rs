//! The pages about attempts: logging one and editing one.

use super::{
    api::{DeleteAttempt, edit_attempt_form, new_attempt_form},
    form::{edit_form, log_form, problem_page},
    model::AttemptForm,
};
use crate::{
    error::FieldErrors,
    problem::model::Problem,
    timer::parts::TimerPanel,
    ui::{
        address::path_parameter,
        any::IntoAny,
        button::{Button, ButtonKind},
        confirm::Confirm,
        form::{Form, Submission},
        layout::{Page, PageHeading},
        load::{failure, load},
    },
};
use leptos::prelude::*;
use leptos_meta::Title;

/// `/problems/{id}/attempts/new`
#[component]
pub fn LogAttemptPage() -> impl IntoView {
    let id = path_parameter("id");
    load(id, |id| Box::pin(new_attempt_form(id)), log_page, failure)
}

/// `/attempts/{id}/edit`
#[component]
pub fn EditAttemptPage() -> impl IntoView {
    let id = path_parameter("id");
    load(id, |id| Box::pin(edit_attempt_form(id)), edit_page, failure)
}

fn log_page(form: AttemptForm) -> AnyView {
    let lede = problem_link(form.problem.clone());
    view! {
        <Title text="Log an attempt"/>
        <Page narrow=true>
            <PageHeading title="Log an attempt" lede/>
            <TimerPanel problem=form.problem.id title=form.problem.title timer=form.help.timer.clone() back="attempt"
                fills=form.help.timed.then_some("minutes")/>
            {log_form(form.problem.id, form.fields, form.errors, form.time_zone, form.help, false)}
        </Page>
    }
    .into_any()
}

fn edit_page(form: AttemptForm) -> AnyView {
    let lede = problem_link(form.problem.clone());
    let id = form.fields.id.clone();
    view! {
        <Title text="Edit an attempt"/>
        <Page narrow=true>
            <PageHeading title="Edit an attempt" lede/>
            {edit_form(form)}
            {delete_disclosure(id)}
        </Page>
    }
    .into_any()
}

fn delete_disclosure(id: String) -> AnyView {
    let submission = Submission::new::<DeleteAttempt>(FieldErrors::default(), |next| next);
    view! {
        <Confirm label="Delete this attempt…">
            <p>"This deletes the attempt with its notes and code, and every number is counted again. You can take it back for thirty days."</p>
            <Form action=format!("/attempts/{id}/delete") submission class="stack">
                <input type="hidden" name="id" value=id/>
                <Button kind=ButtonKind::Danger disabled=submission.pending()>"Delete the attempt"</Button>
            </Form>
        </Confirm>
    }
    .into_any()
}

fn problem_link(problem: Problem) -> impl Fn() -> AnyView + Send + Sync + 'static {
    move || {
        view! { <a href=problem_page(problem.id) dir="auto">{problem.title.clone()}</a> }.into_any()
    }
}
