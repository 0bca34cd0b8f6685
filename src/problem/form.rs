//! The pages whose whole content is a form about one problem: adding one and editing one.

use super::{
    api::{AddProblem, EditPart, EditProblem, edit_problem_form, new_problem_form},
    fields::ProblemFields,
    model::{ProblemForm, ProblemId},
    parts::{PasteBox, ProblemFieldset, part_field, recognised},
    several::{model::holds_several, page::several},
};
use crate::draft::parts::DraftNotice;
use crate::error::{Conflict, FieldErrors};
use crate::ui::{
    address::{path_parameter, percent_encode, query_parameter},
    any::IntoAny,
    button::{Button, ButtonKind, LinkButton},
    form::{Form, Submission},
    layout::{Page, PageHeading},
    load::{failure, load},
    notice::{Notice, NoticeKind},
};
use leptos::prelude::*;
use leptos_meta::Title;

/// `/problems/new`: paste a link, or fill in the fields.
#[component]
pub fn AddProblemPage() -> impl IntoView {
    let link = handed_in();
    let many = Memo::new(move |_| link.with(|link| holds_several(link)));
    move || {
        if many.get() {
            several(link)
        } else {
            load(
                link,
                |link| Box::pin(new_problem_form(link)),
                add_problem_form,
                failure,
            )
        }
    }
}

/// What the address brings to be recognised: `link`, as forms of ours send it; and what a phone hands over that
/// shares a page into the installed app (`public/manifest.webmanifest`), which may have put the link into `text`.
fn handed_in() -> Memo<String> {
    let (link, text, title) = (
        query_parameter("link"),
        query_parameter("text"),
        query_parameter("title"),
    );
    Memo::new(move |_| handed_over(&title.read(), &text.read(), &link.read()))
}

fn handed_over(title: &str, text: &str, link: &str) -> String {
    let mut pasted = String::new();
    for part in [title, text, link] {
        if !part.is_empty() && !pasted.contains(part) {
            if !pasted.is_empty() {
                pasted.push(' ');
            }
            pasted.push_str(part);
        }
    }
    pasted
}

fn add_problem_form(form: ProblemForm) -> AnyView {
    let pasted = form.fields.link.clone();
    let nothing_found = !pasted.is_empty()
        && super::recognise::recognise(&pasted).is_none()
        && form.errors.is_empty();
    let below = if let Some(id) = form.already_there {
        already_there(id)
    } else {
        let submission = Submission::new::<AddProblem>(form.errors, |saved| saved.destination());
        let link = handed_in().get_untracked();
        let back = format!("/problems/new?link={}", percent_encode(&link));
        view! {
            <DraftNotice draft=form.draft.clone() back/>
            <Form action="/problems/new" submission kept=form.draft.kept()>
                <ProblemFieldset fields=form.fields known_tags=form.known_tags error_of=Callback::new(move |field| submission.error_of(field))/>
                <div class="cluster">
                    <Button kind=ButtonKind::Primary disabled=submission.pending()>"Add the problem"</Button>
                </div>
            </Form>
        }
        .into_any()
    };
    view! {
        <Title text="Add a problem"/>
        <Page narrow=true>
            <PageHeading title="Add a problem"/>
            <PasteBox link=pasted recognised/>
            {nothing_found.then(|| view! {
                <Notice kind=NoticeKind::Warning title="There is no web address in what you pasted">
                    <p>"Paste a link that starts with https://, or fill in the fields by hand."</p>
                </Notice>
            })}
            {below}
        </Page>
    }
    .into_any()
}

/// Says that the journal has a problem already, and leads on.
pub(super) fn already_there(id: ProblemId) -> AnyView {
    view! {
        <Notice kind=NoticeKind::Warning title="Already in your journal">
            <p>"Nothing was added twice. Log another attempt, or look at what you have."</p>
            <div class="cluster">
                <LinkButton href=format!("/problems/{id}/attempts/new") kind=ButtonKind::Primary>"Log an attempt"</LinkButton>
                <LinkButton href=format!("/problems/{id}")>"Open the problem"</LinkButton>
            </div>
        </Notice>
    }
    .into_any()
}

/// `/problems/{id}/edit`: every field of a problem.
#[component]
pub fn EditProblemPage() -> impl IntoView {
    let id = path_parameter("id");
    load(id, |id| Box::pin(edit_problem_form(id)), edit_form, failure)
}

fn edit_form(form: ProblemForm) -> AnyView {
    let submission = Submission::new::<EditProblem>(form.errors, |id| format!("/problems/{id}"))
        .editing(form.fields.revision.clone(), form.conflict);
    let page = format!("/problems/{}", form.fields.id);
    view! {
        <Title text="Edit a problem"/>
        <Page narrow=true>
            <PageHeading title="Edit a problem"/>
            <DraftNotice draft=form.draft.clone() back=format!("{page}/edit")/>
            <Form action=format!("{page}/edit") submission kept=form.draft.kept()>
                <ProblemFieldset fields=form.fields known_tags=form.known_tags error_of=Callback::new(move |field| submission.error_of(field))/>
                <div class="cluster">
                    <Button kind=ButtonKind::Primary disabled=submission.pending()>"Save the problem"</Button>
                    <LinkButton href=page>"Cancel"</LinkButton>
                </div>
            </Form>
        </Page>
    }
    .into_any()
}

/// `/problems/{id}/difficulty`: what the form for it on the problem's page leads to when it is not
/// accepted, or is sent without JavaScript.
#[component]
pub fn DifficultyPage() -> impl IntoView {
    let id = path_parameter("id");
    load(
        id,
        |id| Box::pin(edit_problem_form(id)),
        |form| part_page("difficulty", "Change the difficulty", form),
        failure,
    )
}

/// `/problems/{id}/tags`: the same for the tags.
#[component]
pub fn TagsPage() -> impl IntoView {
    let id = path_parameter("id");
    load(
        id,
        |id| Box::pin(edit_problem_form(id)),
        |form| part_page("tags", "Change the tags", form),
        failure,
    )
}

fn part_page(part: &'static str, title: &'static str, form: ProblemForm) -> AnyView {
    let problem = format!("/problems/{}", form.fields.id);
    let lede = move || view! { <a href=problem.clone()>"Back to the problem"</a> };
    view! {
        <Title text=title/>
        <Page narrow=true>
            <PageHeading title lede/>
            {part_form(part, form.fields, form.errors, form.conflict)}
        </Page>
    }
    .into_any()
}

/// The form that edits one part of a problem, `difficulty` or `tags`.
pub(super) fn part_form(
    part: &'static str,
    fields: ProblemFields,
    errors: FieldErrors,
    conflict: Option<Conflict>,
) -> AnyView {
    let submission =
        Submission::new::<EditPart>(errors, move |id| format!("/problems/{id}#change-{part}"))
            .editing(fields.revision, conflict);
    let value = if part == "difficulty" {
        fields.difficulty
    } else {
        fields.tags
    };
    view! {
        <Form action=format!("/problems/{}/{part}", fields.id) submission>
            <input type="hidden" name="part" value=part/>
            <input type="hidden" name="fields[id]" value=fields.id/>
            {part_field(part, value, submission.error_of(part))}
            <Button disabled=submission.pending()>"Save"</Button>
        </Form>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_part_of_what_was_shared_has_the_link_it_is_found() {
        let link = "https://leetcode.com/problems/two-sum/";
        assert_eq!(handed_over("", "", link), link);
        let said = format!("Two Sum - LeetCode {link}");
        assert_eq!(handed_over("Two Sum - LeetCode", link, ""), said);
        assert_eq!(handed_over("Two Sum - LeetCode", "", link), said);
        assert_eq!(handed_over("", &said, link), said);
        assert_eq!(handed_over("", "", ""), "");
    }
}
