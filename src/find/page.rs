//! `/problems`: all problems, or the ones that answer a search.

use super::{
    cache::Known,
    list::{Address, FoundList},
    menus::{chips, menus},
    parts::{count_text, nothing, table, views},
    search::{Search, search_line},
};
use crate::{
    browser,
    bulk::parts::{BOXES, BulkBar},
    error::AppError,
    ui::{
        address::own_search,
        any::IntoAny,
        button::{ButtonKind, LinkButton},
        empty::Empty,
        icon::{Glyph, Icon},
        layout::{Page, PageHeading},
        load::{failure, resource},
        notice::{Notice, NoticeKind},
    },
    undo::parts::latest_change,
};
use leptos::{prelude::*, task::spawn_local};
use leptos_meta::Title;

/// `/problems`: the list.
#[component]
pub fn ProblemsPage() -> impl IntoView {
    let search = own_search();
    let address = Memo::new(move |_| Address::read(&search.read()));
    let known = Known::here();
    let pending = RwSignal::new(false);
    // A step that was made or taken back asks for the same rows anew.
    let latest = latest_change();
    let answer = resource(
        move || (address.get(), latest.get()),
        move |(at, _)| known.answer(at),
    );
    let search = Search::new(address);
    Effect::new(move |first: Option<()>| {
        let at = address.get();
        if first.is_none() {
            return;
        }
        // Other rows: nothing of the old ones stays ticked.
        browser::check_all(BOXES, false);
        // What is shown from memory is asked for anew behind it.
        if let Some(shown) = known.at(&at) {
            spawn_local(async move {
                let changed = known.ask(at).await.is_ok_and(|fresh| fresh != shown);
                // The person may have left the page meanwhile, and its signals with it.
                if changed && pending.try_get_untracked().is_some() {
                    answer.refetch();
                }
            });
        }
    });
    // Not on the server: its page is written while another thread says that the data is there, and a
    // signal that is being written counts as gone (`try_read_untracked` in reactive_graph 0.2).
    let set_pending = SignalSetter::map(move |is| {
        if browser::is_here() {
            pending.set(is);
        }
    });
    view! {
        <Transition set_pending>
            {move || Suspend::new(async move {
                let (list, trouble) = match answer.await {
                    Ok(list) => (list, None),
                    // Rows that are there are not taken away.
                    Err(error) => match known.latest() {
                        Some(list) => (list, Some(error)),
                        None => return failure(error),
                    },
                };
                known.keep(&list);
                if pending.try_get_untracked().is_none() {
                    return ().into_any();
                }
                show(list, trouble, search, pending)
            })}
        </Transition>
    }
}

fn show(
    list: FoundList,
    trouble: Option<AppError>,
    search: Search,
    pending: RwSignal<bool>,
) -> AnyView {
    let add = || {
        view! {
            <LinkButton href="/problems/new" kind=ButtonKind::Primary key="n">
                <Icon glyph=Glyph::Plus/> "Add a problem"
            </LinkButton>
        }
    };
    if list.journal == 0 {
        return view! {
            <Title text="Problems"/>
            <Page>
                <PageHeading title="Problems"/>
                <Empty title="No problems yet"
                    body="Paste the link of the last problem you worked on. Its name and site are read from the link.">
                    {add()}
                </Empty>
            </Page>
        }
        .into_any();
    }
    view! {
        <Title text="Problems"/>
        <Page>
            <PageHeading title="Problems" actions=add/>
            {search_line(search, &list)}
            {trouble.map(|error| view! {
                <Notice kind=NoticeKind::Error title="This could not be searched for">
                    <p>{error.to_string()}</p>
                </Notice>
            })}
            <div class="found" aria-busy=move || pending.try_get().unwrap_or_default().then_some("true")>{found(list)}</div>
        </Page>
    }
    .into_any()
}

/// Everything below the search line.
fn found(list: FoundList) -> AnyView {
    if list.mistake.is_some() {
        return view! {
            <p class="found__count" role="status">"Nothing was looked for: the search above has a mistake."</p>
            <p><a href="/problems">"Show all problems"</a></p>
        }
        .into_any();
    }
    let query = list.query();
    let top = view! {
        {views(&list, &query)}
        {menus(&list, &query)}
        {chips(&list, &query)}
        <p class="found__count" role="status">{count_text(&list, &query)}</p>
    }
    .into_any();
    let rows = if list.rows.is_empty() {
        nothing(&list, &query)
    } else {
        let known_tags = list.tags.iter().map(|(tag, _)| tag.clone()).collect();
        view! {
            <BulkBar known_tags/>
            {table(list, &query)}
        }
        .into_any()
    };
    view! { {top} {rows} }.into_any()
}
