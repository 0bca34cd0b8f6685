//! The page that saves a search under a name, changes it or deletes it.

use super::{
    api::{DeleteView, SaveView, saved_view_form},
    model::ViewForm,
};
use crate::{
    error::FieldErrors,
    find::list::Address,
    ui::{
        address::{own_search, path_parameter},
        any::IntoAny,
        button::{Button, ButtonKind, LinkButton},
        confirm::Confirm,
        field::TextField,
        form::{Form, Submission},
        layout::{Page, PageHeading},
        load::{failure, load},
    },
};
use leptos::prelude::*;
use leptos_meta::Title;

/// `/problems/views/new`: saves a search.
#[component]
pub fn NewViewPage() -> impl IntoView {
    let search = own_search();
    load(
        Signal::derive(move || Address::read(&search.read())),
        |at: Address| Box::pin(saved_view_form(String::new(), at.q, at.sort)),
        |form| show("Save this search", None, form),
        failure,
    )
}

/// `/problems/views/{id}`: changes or deletes a saved search.
#[component]
pub fn EditViewPage() -> impl IntoView {
    load(
        path_parameter("id"),
        |id| Box::pin(saved_view_form(id, String::new(), String::new())),
        |form| {
            let id = form.fields.id.clone();
            show("Edit a saved search", Some(id), form)
        },
        failure,
    )
}

fn show(title: &'static str, saved: Option<String>, form: ViewForm) -> AnyView {
    let ViewForm { fields, errors } = form;
    let submission = Submission::new::<SaveView>(errors, |next| next);
    let action = match &saved {
        Some(id) => ["/problems/views/", id].concat(),
        None => "/problems/views/new".to_owned(),
    };
    view! {
        <Title text=title/>
        <Page narrow=true>
            <PageHeading title=title/>
            <Form action submission>
                <input type="hidden" name="fields[id]" value=fields.id/>
                <input type="hidden" name="fields[sort]" value=fields.sort/>
                <TextField id="name" name="fields[name]" label="Name" value=fields.name error=submission.error_of("name")
                    hint="Up to 60 characters. It stands above your problems."/>
                <TextField id="query" name="fields[query]" label="Search" value=fields.query error=submission.error_of("query")
                    optional=true data=true hint="As in the search line. Nothing: all problems, in this order."/>
                <div class="cluster">
                    <Button kind=ButtonKind::Primary disabled=submission.pending()>"Save the search"</Button>
                    <LinkButton href="/problems">"Cancel"</LinkButton>
                </div>
            </Form>
            {saved.map(delete_disclosure)}
        </Page>
    }
    .into_any()
}

fn delete_disclosure(id: String) -> AnyView {
    let submission = Submission::new::<DeleteView>(FieldErrors::default(), |next| next);
    view! {
        <Confirm label="Delete this saved search…">
            <p>"The problems it finds stay as they are."</p>
            <Form action=["/problems/views/", &id, "/delete"].concat() submission class="stack">
                <input type="hidden" name="id" value=id/>
                <Button kind=ButtonKind::Danger disabled=submission.pending()>"Delete the saved search"</Button>
            </Form>
        </Confirm>
    }
    .into_any()
}
