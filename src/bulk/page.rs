//! `/problems/bulk`: the selected problems and what can be done with them, where the list could not
//! be shown again with what is wrong.

use super::{
    api::open_bulk_form,
    model::BulkForm,
    parts::{BulkBar, SelectBox},
};
use crate::{
    text::own_path,
    ui::{
        address::query_parameter,
        any::IntoAny,
        button::LinkButton,
        empty::Empty,
        layout::{Page, PageHeading},
        load::{failure, load},
    },
};
use leptos::prelude::*;
use leptos_meta::Title;

/// `/problems/bulk`
#[component]
pub fn BulkPage() -> impl IntoView {
    let ids = query_parameter("ids");
    load(ids, |ids| Box::pin(open_bulk_form(ids)), selection, failure)
}

fn selection(form: BulkForm) -> AnyView {
    let BulkForm {
        mut fields,
        errors,
        problems,
        known_tags,
    } = form;
    let back = own_path(&fields.back).unwrap_or("/problems").to_owned();
    fields.back.clone_from(&back);
    let list = if problems.is_empty() {
        view! {
            <Empty title="Nothing is selected" body="Select problems in the list first; then change them all at once.">
                <LinkButton href="/problems">"See your problems"</LinkButton>
            </Empty>
        }
        .into_any()
    } else {
        view! {
            <ul class="selection">
                {problems
                    .into_iter()
                    .map(|(id, title)| view! {
                        <li class="selection__item">
                            <SelectBox id title=title.clone() checked=true/>
                            <a href=["/problems/", &id.to_string()].concat() dir="auto">{title}</a>
                        </li>
                    })
                    .collect_view()}
            </ul>
        }
        .into_any()
    };
    view! {
        <Title text="Change several problems"/>
        <Page narrow=true>
            <PageHeading title="Change several problems" lede=move || view! { <a href=back>"Back to the list"</a> }/>
            <BulkBar fields errors known_tags open=true/>
            {list}
        </Page>
    }
    .into_any()
}
