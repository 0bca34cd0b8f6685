//! What stands around every page: the way to skip the header, the header, the main part with its heading, the footer.

use super::any::{Children, IntoAny};
use leptos::prelude::*;

use super::icon::{Glyph, Icon};

/// Id of the main part of every page; where [`SkipLink`] leads.
pub const MAIN_ID: &str = "main";

/// Lets people who use the keyboard pass over the header. The first element of the page.
#[component]
pub fn SkipLink() -> impl IntoView {
    // Not the router's business: only the browser moves the focus along with the view.
    view! { <a class="skip-link" href="#main" rel="external">"Skip to content"</a> }
}

/// One link of the main navigation.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub struct NavLink {
    /// Path of the page, such as `/problems`.
    pub href: &'static str,
    /// What it is called.
    pub label: &'static str,
}

impl NavLink {
    /// Whether a page at `path` belongs to this link: the page itself or one below it.
    #[must_use]
    pub fn leads_to(self, path: &str) -> bool {
        match path.strip_prefix(self.href) {
            Some("") => true,
            Some(rest) => self.href != "/" && rest.starts_with('/'),
            None => false,
        }
    }
}

/// The top of every page. Its children are the account's corner: a link to sign in, or a [`Menu`].
#[component]
pub fn Header(
    /// The main navigation; empty for a visitor.
    #[prop(into)]
    links: Signal<Vec<NavLink>>,
    /// Path of the page being shown.
    #[prop(into)]
    path: Signal<String>,
    /// What stands before the account's corner and stays from page to page.
    #[prop(optional, into)]
    beside: Option<Children>,
    /// The account's corner. Made anew on every page, so that a menu that was open is closed.
    children: ChildrenFn,
) -> impl IntoView {
    let items = move || {
        links
            .get()
            .into_iter()
            .map(|link| {
                let current = move || path.with(|path| link.leads_to(path)).then_some("page");
                view! {
                    <li>
                        <a class="nav__link" href=link.href aria-current=current>
                            {link.label}
                        </a>
                    </li>
                }
            })
            .collect_view()
    };
    let account = move || {
        path.track();
        children()
    };
    view! {
        <header class="site-header">
            <div class="wrap site-header__bar">
                <a class="brand" href="/">
                    <svg class="brand__mark" viewBox="0 0 36 36" aria-hidden="true" focusable="false">
                        <path fill="#fd0" stroke="currentColor" stroke-width="4" d="M2 2h32v32H2z"></path>
                        <path fill="none" stroke="#111110" stroke-width="5" d="M26 11.5H10.5v13H26V18h-8"></path>
                    </svg>
                    <span class="brand__name">"GitGud"</span>
                </a>
                <nav class="nav" aria-label="Main">
                    <ul class="nav__list">{items}</ul>
                </nav>
                {beside.map(Children::run)}
                <div class="account">{account}</div>
            </div>
        </header>
    }
    .into_any()
}

/// A menu that opens without JavaScript. Its children are links and forms of the class `menu__item`.
#[component]
pub fn Menu(
    /// What the closed menu says.
    #[prop(into)]
    label: String,
    /// A line at the top of the open menu.
    #[prop(into)]
    note: String,
    /// What it offers.
    children: Children,
) -> impl IntoView {
    view! {
        <details class="menu">
            <summary class="menu__button">
                <span class="menu__name" dir="auto">{label}</span>
                <Icon glyph=Glyph::Down/>
            </summary>
            <div class="menu__panel">
                <p class="menu__note">{note}</p>
                {children.run()}
            </div>
        </details>
    }
    .into_any()
}

/// The main part of a page.
#[component]
pub fn Page(
    /// As wide as a column of text: for forms and prose.
    #[prop(optional)]
    narrow: bool,
    /// The heading and everything below it.
    children: Children,
) -> impl IntoView {
    let class = if narrow {
        "page page--narrow wrap"
    } else {
        "page wrap"
    };
    view! {
        <main class=class id=MAIN_ID tabindex="-1">
            {children.run()}
        </main>
    }
    .into_any()
}

/// The one heading of the first level, what stands right below it, and what can be done here.
#[component]
pub fn PageHeading(
    /// The heading.
    #[prop(into)]
    title: String,
    /// What stands right below it.
    #[prop(optional, into)]
    lede: Option<Children>,
    /// Links and buttons beside it.
    #[prop(optional, into)]
    actions: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="page-heading">
            <div class="page-heading__text">
                <h1 dir="auto">{title}</h1>
                {lede.map(|lede| view! { <div class="page-heading__lede cluster">{lede.run()}</div> })}
            </div>
            {actions.map(|actions| view! { <div class="page-heading__actions cluster">{actions.run()}</div> })}
        </div>
    }
    .into_any()
}

/// The end of every page.
#[component]
pub fn Footer(
    /// What it says.
    children: Children,
) -> impl IntoView {
    view! {
        <footer class="site-footer">
            <div class="wrap site-footer__bar">{children.run()}</div>
        </footer>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LINKS: [NavLink; 2] = [
        NavLink {
            href: "/",
            label: "Journal",
        },
        NavLink {
            href: "/problems",
            label: "Problems",
        },
    ];

    fn header(path: &str) -> String {
        let owner = Owner::new();
        let path = path.to_owned();
        owner.with(|| {
            view! { <Header links=LINKS.to_vec() path=path><a href="/sign-in">"Sign in"</a></Header> }.to_html()
        })
    }

    #[test]
    fn the_page_being_shown_is_marked_in_the_navigation_and_no_other() {
        for (path, label) in [
            ("/", "Journal"),
            ("/problems", "Problems"),
            ("/problems/new", "Problems"),
        ] {
            let html = header(path);
            assert_eq!(
                html.matches(r#"aria-current="page""#).count(),
                1,
                "{path}: {html}"
            );
            let marked = html.split_once(r#"aria-current="page""#).unwrap().1;
            assert!(
                marked.split_once('>').unwrap().1.starts_with(label),
                "{path}: {html}"
            );
        }
        assert!(!header("/problemsets").contains("aria-current"));
        assert!(!header("/settings").contains("aria-current"));
    }

    #[test]
    fn the_skip_link_leads_to_the_main_part() {
        let link = view! { <SkipLink/> }.to_html();
        let page = view! { <Page>"x"</Page> }.to_html();
        assert!(link.contains(&format!("href=\"#{MAIN_ID}\"")), "{link}");
        assert!(
            page.contains(&format!("id=\"{MAIN_ID}\"")) && page.contains(r#"tabindex="-1""#),
            "{page}"
        );
    }

    #[test]
    fn a_heading_has_room_for_actions_only_when_there_are_some() {
        let bare = view! { <PageHeading title="A < B"/> }.to_html();
        assert!(
            bare.contains(r#"<h1 dir="auto">A &lt; B</h1>"#) && !bare.contains("actions"),
            "{bare}"
        );
        let full =
            view! { <PageHeading title="A" actions=|| view! { <a href="/">"Go"</a> }/> }.to_html();
        assert!(
            full.contains(r#"page-heading__actions cluster"><a href="/">Go</a>"#),
            "{full}"
        );
    }
}
