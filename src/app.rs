//! The document around every page, and the table of pages.

use crate::{
    account::model::Theme,
    auth::{
        model::Reader,
        parts::{AccountMenu, ActingNote, ReaderNote, SignInLink},
    },
    browser,
    error::AppError,
    find::{cache::provide_known, jump::parts::JumpLink},
    pages::{Form, form, home, insights, problem, problems, review},
    timer::parts::TimerLink,
    ui::{
        any::IntoAny,
        failure::Failure,
        icon::IconSprite,
        layout::{Footer, Header, NavLink, SkipLink},
        lazy::Lazy,
    },
    undo::parts::UndoNotice,
};
use leptos::prelude::*;
use leptos_meta::{HashedStylesheet, MetaTags, Title, provide_meta_context};
use leptos_router::{
    SsrMode,
    components::{FlatRoutes, Route, Router},
    hooks::use_location,
    path,
};

/// The address of the script of every page (`src/browser/js/enhance.ts`), as browsers may keep it.
#[derive(Clone)]
pub struct EnhanceScript(pub String);

/// The document that carries the app; rendered on the server only.
pub fn shell(options: LeptosOptions) -> impl IntoView {
    document(options, false, App)
}

/// The same document without a page, for the browser half to make any page in.
pub fn empty_shell(options: LeptosOptions) -> impl IntoView {
    document(options, true, || ())
}

fn document<Body: IntoView>(
    options: LeptosOptions,
    is_empty: bool,
    body: fn() -> Body,
) -> impl IntoView {
    let theme = use_context::<Theme>().unwrap_or_default();
    let EnhanceScript(script) =
        use_context().unwrap_or_else(|| EnhanceScript("/js/enhance.js".to_owned()));
    view! {
        <!DOCTYPE html>
        <html lang="en" data-theme=theme.attribute() data-shell=is_empty.then_some("")>
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <meta name="color-scheme" content=theme.color_scheme()/>
                <meta name="theme-color" content="#ffdd00"/>
                <link rel="icon" href="/favicon.svg" type="image/svg+xml"/>
                <link rel="apple-touch-icon" href="/apple-touch-icon.png"/>
                <link rel="manifest" href="/manifest.webmanifest"/>
                <HashedStylesheet options=options.clone()/>
                <script type="module" src=script></script>
                <HydrationScripts options/>
                <ReaderNote/>
                <MetaTags/>
            </head>
            <body>{body()}</body>
        </html>
    }
}

/// The main navigation of somebody who is signed in.
const LINKS: [NavLink; 4] = [
    NavLink {
        href: "/",
        label: "Journal",
    },
    NavLink {
        href: "/review",
        label: "Review",
    },
    NavLink {
        href: "/problems",
        label: "Problems",
    },
    NavLink {
        href: "/insights",
        label: "Insights",
    },
];

/// The whole app: what stands around every page, and the page that the address names.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    provide_known();
    let signed_in = use_context::<Reader>().unwrap_or_default().0.is_some();
    view! {
        <Title formatter=full_title/>
        <IconSprite/>
        <Router>
            <div class="site">
                <SkipLink/>
                <ActingNote/>
                <Top/>
                <UndoNotice/>
                <FlatRoutes fallback=|| view! { <Failure error=AppError::NotFound/> }>
                    <Route path=path!("/") view=Lazy(|| Box::pin(home())) ssr=SsrMode::Async/>
                    <Route path=path!("/insights") view=Lazy(|| Box::pin(insights())) ssr=SsrMode::Async/>
                    <Route path=path!("/problems") view=Lazy(|| Box::pin(problems())) ssr=SsrMode::Async/>
                    <Route path=path!("/problems/new") view=Lazy(|| Box::pin(form(Form::AddProblem))) ssr=SsrMode::Async/>
                    <Route path=path!("/problems/add") view=Lazy(|| Box::pin(form(Form::AddSeveral))) ssr=SsrMode::Async/>
                    <Route path=path!("/problems/bulk") view=Lazy(|| Box::pin(form(Form::Bulk))) ssr=SsrMode::Async/>
                    <Route path=path!("/problems/views/new") view=Lazy(|| Box::pin(form(Form::NewView))) ssr=SsrMode::Async/>
                    <Route path=path!("/problems/views/:id") view=Lazy(|| Box::pin(form(Form::EditView))) ssr=SsrMode::Async/>
                    <Route path=path!("/problems/:id") view=Lazy(|| Box::pin(problem())) ssr=SsrMode::Async/>
                    <Route path=path!("/problems/:id/edit") view=Lazy(|| Box::pin(form(Form::EditProblem))) ssr=SsrMode::Async/>
                    <Route path=path!("/problems/:id/difficulty") view=Lazy(|| Box::pin(form(Form::Difficulty))) ssr=SsrMode::Async/>
                    <Route path=path!("/problems/:id/tags") view=Lazy(|| Box::pin(form(Form::Tags))) ssr=SsrMode::Async/>
                    <Route path=path!("/problems/:id/review") view=Lazy(|| Box::pin(form(Form::Decision))) ssr=SsrMode::Async/>
                    <Route path=path!("/problems/:id/share") view=Lazy(|| Box::pin(form(Form::Share))) ssr=SsrMode::Async/>
                    <Route path=path!("/problems/:id/compare") view=Lazy(|| Box::pin(form(Form::Compare))) ssr=SsrMode::Async/>
                    <Route path=path!("/problems/:id/attempts/new") view=Lazy(|| Box::pin(form(Form::LogAttempt))) ssr=SsrMode::Async/>
                    <Route path=path!("/review") view=Lazy(|| Box::pin(review())) ssr=SsrMode::Async/>
                    <Route path=path!("/attempts/:id/edit") view=Lazy(|| Box::pin(form(Form::EditAttempt))) ssr=SsrMode::Async/>
                    <Route path=path!("/inbox") view=Lazy(|| Box::pin(form(Form::Inbox))) ssr=SsrMode::Async/>
                    <Route path=path!("/tags") view=Lazy(|| Box::pin(form(Form::TagList))) ssr=SsrMode::Async/>
                    <Route path=path!("/settings") view=Lazy(|| Box::pin(form(Form::Settings))) ssr=SsrMode::Async/>
                    <Route path=path!("/settings/tokens") view=Lazy(|| Box::pin(form(Form::Tokens))) ssr=SsrMode::Async/>
                    <Route path=path!("/settings/calendar") view=Lazy(|| Box::pin(form(Form::Calendar))) ssr=SsrMode::Async/>
                    <Route path=path!("/settings/shares") view=Lazy(|| Box::pin(form(Form::Shares))) ssr=SsrMode::Async/>
                    <Route path=path!("/settings/device") view=Lazy(|| Box::pin(form(Form::Device))) ssr=SsrMode::Async/>
                    <Route path=path!("/settings/delete") view=Lazy(|| Box::pin(form(Form::Delete))) ssr=SsrMode::Async/>
                    <Route path=path!("/deleted") view=Lazy(|| Box::pin(form(Form::Deleted))) ssr=SsrMode::Async/>
                    <Route path=path!("/styleguide") view=Lazy(|| Box::pin(form(Form::Styleguide))) ssr=SsrMode::Async/>
                    <Route path=path!("/undo") view=Lazy(|| Box::pin(form(Form::RecentChanges))) ssr=SsrMode::Async/>
                </FlatRoutes>
                <Footer>
                    <p>"GitGud. A coding-interview journal with brutal honesty."</p>
                    <p class="cluster">
                        {signed_in.then(|| view! { <a href="/inbox">"Inbox"</a> <a href="/undo">"Recent changes"</a> <a href="/settings">"Settings"</a> })}
                        <a href="/developers" rel="external">"Developers"</a>
                    </p>
                </Footer>
            </div>
        </Router>
    }
}

/// A page's title as the document shows it; one that the document shows already stays as it is.
fn full_title(mut title: String) -> String {
    const ENDING: &str = " · GitGud";
    if !title.ends_with(ENDING) {
        title.push_str(ENDING);
    }
    browser::document_title(title)
}

/// The header, which knows who is signed in and where the reader is.
#[component]
fn Top() -> impl IntoView {
    let user = use_context::<Reader>().unwrap_or_default().0;
    let path = use_location().pathname;
    // A new page is a new place to read: the keyboard starts at its beginning.
    Effect::new(move |previous: Option<String>| {
        let here = path.get();
        if previous.is_some_and(|previous| previous != here) {
            browser::tell_arrival();
        }
        here
    });
    let signed_in = user.is_some();
    let links = if signed_in {
        LINKS.to_vec()
    } else {
        Vec::new()
    };
    let beside =
        move || view! { <TimerLink/> {signed_in.then(|| view! { <JumpLink/> })} }.into_any();
    view! {
        <Header links path beside>
            {match user.clone() {
                Some(user) => view! { <AccountMenu user/> }.into_any(),
                None => view! { <SignInLink/> }.into_any(),
            }}
        </Header>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_gets_its_ending_once() {
        let full = full_title("Two < Sum".to_owned());
        assert_eq!(full, "Two &lt; Sum · GitGud");
        assert_eq!(
            full_title("Two Sum · GitGud".to_owned()),
            "Two Sum · GitGud"
        );
    }
}
