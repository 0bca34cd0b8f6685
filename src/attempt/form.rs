//! The forms of an attempt, wherever they stand.

use super::{
    api::{EditAttempt, LogAttempt},
    fields::AttemptFields,
    model::{AttemptForm, FormHelp, Help, LANGUAGES, Status},
};
use crate::{
    account::fields::TICKED,
    draft::parts::DraftNotice,
    error::FieldErrors,
    notes::parts::NotesField,
    problem::model::ProblemId,
    review::{live::LiveSuggestion, model::Grade},
    ui::{
        any::IntoAny,
        button::{Button, ButtonKind, DefaultButton, LinkButton},
        field::{Choice, ChoiceField, TextArea, TextField},
        form::{Form, Submission},
        icon::Glyph,
    },
};
use leptos::prelude::*;

/// Where a problem and its timeline are.
pub(super) fn problem_page(id: ProblemId) -> String {
    format!("/problems/{id}")
}

/// Logs an attempt, on a page of its own or, `in_place`, on the problem's.
pub(crate) fn log_form(
    problem: ProblemId,
    fields: AttemptFields,
    errors: FieldErrors,
    time_zone: String,
    help: FormHelp,
    in_place: bool,
) -> AnyView {
    let submission = Submission::new::<LogAttempt>(errors, |saved| saved.logged());
    let page = problem_page(problem);
    let action = format!("{page}/attempts/new");
    let back = if in_place {
        page.clone()
    } else {
        action.clone()
    };
    view! {
        <DraftNotice draft=help.draft.clone() back/>
        <Form action submission kept=help.draft.kept()>
            {fieldset(fields, time_zone, &help, submission)}
            {buttons((!in_place).then_some(page), submission)}
        </Form>
    }
    .into_any()
}

/// Edits an attempt.
pub(super) fn edit_form(form: AttemptForm) -> AnyView {
    let submission = Submission::new::<EditAttempt>(form.errors, |saved| saved.address())
        .editing(form.fields.revision.clone(), form.conflict);
    let page = problem_page(form.problem.id);
    let action = format!("/attempts/{}/edit", form.fields.id);
    view! {
        <DraftNotice draft=form.help.draft.clone() back=action.clone()/>
        <Form action submission kept=form.help.draft.kept()>
            {fieldset(form.fields, form.time_zone, &form.help, submission)}
            {buttons(Some(page), submission)}
        </Form>
    }
    .into_any()
}

/// The last line of a form: save, or leave it for `page`.
fn buttons(page: Option<String>, submission: Submission) -> AnyView {
    view! {
        <div class="cluster">
            <Button kind=ButtonKind::Primary disabled=submission.pending()>"Save the attempt"</Button>
            {page.map(|page| view! { <LinkButton href=page>"Cancel"</LinkButton> })}
        </div>
    }
    .into_any()
}

// `time_zone` names the clock its time is read by.
fn fieldset(
    fields: AttemptFields,
    time_zone: String,
    help: &FormHelp,
    submission: Submission,
) -> AnyView {
    let error_of = move |field| submission.error_of(field);
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
    let grades = std::iter::once(Choice::new("", "Suggested"))
        .chain(Grade::ALL.map(|grade| Choice::new(grade.slug(), grade.label())))
        .collect();
    let recall = fields.recall == TICKED;
    view! {
        <DefaultButton/>
        <input type="hidden" name="fields[id]" value=fields.id/>
        <input type="hidden" name="fields[problem_id]" value=fields.problem_id/>
        <ChoiceField id="status" name="fields[status]" label="How did it go?" options=statuses value=fields.status
            error=error_of("status") hint="Solved means it passed. A correct idea without working code is partial."/>
        <ChoiceField id="help" name="fields[help]" label="What help did it take?" options=helps value=fields.help
            error=error_of("help")/>
        <div class="form__row">
            <TextField id="minutes" name="fields[minutes]" label="Minutes" value=fields.minutes error=error_of("minutes")
                optional=true data=true inputmode="numeric" hint=help.minutes_hint()/>
            <TextField id="attempted_at" name="fields[attempted_at]" label="When" value=fields.attempted_at
                error=error_of("attempted_at") optional=true data=true kind="datetime-local" hint="Empty means now."/>
        </div>
        <p class="field__hint">"Times are in " {time_zone} "."</p>
        <ChoiceField id="grade" name="fields[grade]" label="Grade" options=grades value=fields.grade
            error=error_of("grade") hint="Suggested: Again unless it was solved without reading a solution, Hard after a hint or when it took half as long again as expected, Easy when half as long."/>
        {recall.then(|| view! { <input type="hidden" name="fields[recall]" value=TICKED/> })}
        {help.expected.map(|expected| view! { <LiveSuggestion expected recall/> })}
        <NotesField id="notes" name="fields[notes]" label="Notes" value=fields.notes error=error_of("notes")
            template=true hint="What worked, what did not, time and space complexity. Markdown works here."/>
        <TextField id="language" name="fields[language]" label="Language" value=fields.language
            error=error_of("language") optional=true list="languages"/>
        <datalist id="languages">{LANGUAGES.map(|language| view! { <option value=language></option> }).collect_view()}</datalist>
        <TextArea id="code" name="fields[code]" label="Code" value=fields.code error=error_of("code")
            optional=true code=true language_field="fields[language]" preferences=help.editor.attribute() rows=14/>
    }
    .into_any()
}
