//! The pages about attempts: logging one and editing one.

use super::{
    api::{
        DeleteAttempt, EditAttempt, LogAttempt, delete_attempt, edit_attempt, edit_attempt_form,
        log_attempt, new_attempt_form,
    },
    fields::AttemptFields,
    model::{AttemptForm, Help, LANGUAGES, Status},
};
use crate::{
    draft::parts::DraftNotice,
    error::FieldErrors,
    problem::{
        model::{Problem, ProblemId},
        page::path_parameter,
    },
    timer::{
        model::{TimerView, is_cut},
        parts::TimerPanel,
    },
    ui::{
        button::{Button, ButtonKind, LinkButton},
        confirm::Confirm,
        field::{Choice, ChoiceField, TextArea, TextField},
        form::{Form, Submission},
        icon::Glyph,
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
    load(id, |id| Box::pin(new_attempt_form(id)), log_form, failure)
}

/// `/attempts/{id}/edit`
#[component]
pub fn EditAttemptPage() -> impl IntoView {
    let id = path_parameter("id");
    load(id, |id| Box::pin(edit_attempt_form(id)), edit_form, failure)
}

fn problem_page(id: ProblemId) -> String {
    format!("/problems/{id}")
}

fn log_form(form: AttemptForm) -> AnyView {
    let submission = Submission::new(form.errors, |LogAttempt { fields }| {
        Box::pin(async { log_attempt(fields).await.map(problem_page) })
    });
    let page = problem_page(form.problem.id);
    let hint = form.timed.then(|| minutes_hint(form.timer.as_ref()));
    view! {
        <Title text="Log an attempt"/>
        <Page narrow=true>
            <PageHeading title="Log an attempt" lede=problem_link(form.problem.clone())/>
            <TimerPanel problem=form.problem.id title=form.problem.title timer=form.timer at_form=true
                fills=form.timed.then_some("minutes")/>
            <DraftNotice draft=form.draft.clone() back=format!("{page}/attempts/new")/>
            <Form action=format!("{page}/attempts/new") submission kept=form.draft.kept()>
                {fieldset(form.fields, form.time_zone, hint, Callback::new(move |field| submission.error_of(field)))}
                <div class="cluster">
                    <Button kind=ButtonKind::Primary disabled=submission.pending()>"Save the attempt"</Button>
                    <LinkButton href=page>"Cancel"</LinkButton>
                </div>
            </Form>
        </Page>
    }
    .into_any()
}

fn edit_form(form: AttemptForm) -> AnyView {
    let submission = Submission::new(form.errors, |EditAttempt { fields }| {
        Box::pin(async { edit_attempt(fields).await.map(problem_page) })
    });
    let deletion = Submission::new(FieldErrors::default(), |DeleteAttempt { id }| {
        Box::pin(async { delete_attempt(id).await.map(problem_page) })
    });
    let page = problem_page(form.problem.id);
    let id = form.fields.id.clone();
    view! {
        <Title text="Edit an attempt"/>
        <Page narrow=true>
            <PageHeading title="Edit an attempt" lede=problem_link(form.problem)/>
            <DraftNotice draft=form.draft.clone() back=format!("/attempts/{id}/edit")/>
            <Form action=format!("/attempts/{id}/edit") submission kept=form.draft.kept()>
                {fieldset(form.fields, form.time_zone, None, Callback::new(move |field| submission.error_of(field)))}
                <div class="cluster">
                    <Button kind=ButtonKind::Primary disabled=submission.pending()>"Save the attempt"</Button>
                    <LinkButton href=page>"Cancel"</LinkButton>
                </div>
            </Form>
            <Confirm label="Delete this attempt…">
                <p>"This deletes the attempt with its notes and code, and every number is counted again. It cannot be undone."</p>
                <Form action=format!("/attempts/{id}/delete") submission=deletion class="stack">
                    <input type="hidden" name="id" value=id.clone()/>
                    <Button kind=ButtonKind::Danger disabled=deletion.pending()>"Delete for good"</Button>
                </Form>
            </Confirm>
        </Page>
    }
    .into_any()
}

fn problem_link(problem: Problem) -> impl Fn() -> AnyView + Send + Sync + 'static {
    move || view! { <a href=problem_page(problem.id)>{problem.title.clone()}</a> }.into_any()
}

/// Where the minutes come from.
fn minutes_hint(timer: Option<&TimerView>) -> &'static str {
    match timer {
        None => "1 to 1,440.",
        Some(timer) if is_cut(timer.elapsed) => {
            "From your timer, which ran for longer than a day: 1,440 is the most."
        }
        Some(_) => "From your timer. 1 to 1,440.",
    }
}

fn fieldset(
    fields: AttemptFields,
    time_zone: String,
    minutes_hint: Option<&'static str>,
    error_of: Callback<&'static str, Signal<Option<String>>>,
) -> AnyView {
    let statuses = Status::ALL
        .into_iter()
        .zip([
            (Glyph::Solved, "s"),
            (Glyph::Partial, "p"),
            (Glyph::Failed, "f"),
        ])
        .map(|(status, (glyph, key))| {
            Choice::new(status.slug(), status.label())
                .with_glyph(glyph)
                .with_key(key)
        })
        .collect();
    let helps = Help::ALL
        .into_iter()
        .map(|help| Choice::new(help.slug(), help.label()))
        .collect();
    view! {
        <input type="hidden" name="fields[id]" value=fields.id/>
        <input type="hidden" name="fields[problem_id]" value=fields.problem_id/>
        <ChoiceField id="status" name="fields[status]" label="How did it go?" options=statuses value=fields.status
            error=error_of.run("status") hint="Solved means it passed. A correct idea without working code is partial."/>
        <ChoiceField id="help" name="fields[help]" label="What help did it take?" options=helps value=fields.help
            error=error_of.run("help")/>
        <div class="form__row">
            <TextField id="minutes" name="fields[minutes]" label="Minutes" value=fields.minutes error=error_of.run("minutes")
                optional=true data=true inputmode="numeric" hint=minutes_hint.unwrap_or("1 to 1,440.")/>
            <TextField id="attempted_at" name="fields[attempted_at]" label="When" value=fields.attempted_at
                error=error_of.run("attempted_at") optional=true data=true kind="datetime-local" hint="Empty means now."/>
        </div>
        <p class="field__hint">"Times are in " {time_zone} "."</p>
        <TextArea id="notes" name="fields[notes]" label="Notes" value=fields.notes error=error_of.run("notes")
            optional=true hint="What worked, what did not, time and space complexity. Markdown works here."/>
        <TextField id="language" name="fields[language]" label="Language" value=fields.language
            error=error_of.run("language") optional=true list="languages"/>
        <datalist id="languages">{LANGUAGES.map(|language| view! { <option value=language></option> }).collect_view()}</datalist>
        <TextArea id="code" name="fields[code]" label="Code" value=fields.code error=error_of.run("code")
            optional=true code=true language_field="fields[language]" rows=14/>
    }
    .into_any()
}
