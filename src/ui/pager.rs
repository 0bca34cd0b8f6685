//! Links to the neighbouring pages of a list that is read by key, not by number.

use super::any::IntoAny;
use leptos::prelude::*;

use super::button::LinkButton;
use super::icon::{Glyph, Icon};

/// The ways to the page before and the page after; nothing at all when there is neither.
#[component]
pub fn Pager(
    /// Address of the page before this one.
    #[prop(default = None)]
    newer: Option<String>,
    /// Address of the page after this one.
    #[prop(default = None)]
    older: Option<String>,
    /// What the two are called.
    #[prop(default = ("Newer", "Older"))]
    words: (&'static str, &'static str),
) -> impl IntoView {
    if newer.is_none() && older.is_none() {
        return ().into_any();
    }
    view! {
        <nav class="pager" aria-label="Pages">
            <ul class="pager__list">
                {newer
                    .map(|href| {
                        view! {
                            <li>
                                <LinkButton href rel="prev" key="[">
                                    <Icon glyph=Glyph::Previous/>
                                    {words.0}
                                </LinkButton>
                            </li>
                        }
                    })}
                {older
                    .map(|href| {
                        view! {
                            <li class="pager__older">
                                <LinkButton href rel="next" key="]">
                                    {words.1}
                                    <Icon glyph=Glyph::Next/>
                                </LinkButton>
                            </li>
                        }
                    })}
            </ul>
        </nav>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_neighbours_that_exist_are_linked() {
        let none = view! { <Pager/> }.to_html();
        assert!(!none.contains("<nav"), "{none}");
        let older = view! { <Pager older=Some("/x?after=1&sort=title".to_owned())/> }.to_html();
        assert!(
            older.contains(r#"rel="next""#) && !older.contains("Newer"),
            "{older}"
        );
        assert!(older.contains("/x?after=1&amp;sort=title"), "{older}");
    }
}
