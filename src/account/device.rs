//! `/settings/device`: what this device keeps of the journal. The device itself tells it (`src/browser/js/journal`).

use crate::ui::layout::{Page, PageHeading};
use leptos::prelude::*;
use leptos_meta::Title;

/// `/settings/device`
#[component]
pub fn DevicePage() -> impl IntoView {
    view! {
        <Title text="On this device"/>
        <Page narrow=true>
            <PageHeading title="On this device" lede=|| view! { <a href="/settings">"Back to the settings"</a> }/>
            <div class="prose">
                <p>"So that GitGud opens without a network, this browser keeps:"</p>
                <ul>
                    <li>"a copy of your journal: every problem with its description, attempts, notes and code, and your settings,"</li>
                    <li>"what you change without a network, until it is sent,"</li>
                    <li>"the last pages you opened, as they were,"</li>
                    <li>"what you typed into forms and did not save."</li>
                </ul>
                <p>"None of it is locked: whoever can use this browser can read it. Signing out removes all of it."</p>
            </div>
            <noscript><p>"Without JavaScript nothing is kept on this device."</p></noscript>
            <device-journal></device-journal>
        </Page>
    }
}
