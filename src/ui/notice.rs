//! Something the reader should know now: what happened, what was kept, what to do.

use super::any::{Children, IntoAny};
use leptos::prelude::*;

use super::icon::{Glyph, Icon};

/// What a [`Notice`] is about.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum NoticeKind {
    /// Good to know.
    Info,
    /// It worked.
    Success,
    /// It worked, but not as asked; or it needs a decision.
    Warning,
    /// It did not work.
    Error,
}

impl NoticeKind {
    const fn class(self) -> &'static str {
        match self {
            Self::Info => "notice",
            Self::Success => "notice notice--success",
            Self::Warning => "notice notice--warning",
            Self::Error => "notice notice--error",
        }
    }

    const fn glyph(self) -> Glyph {
        match self {
            Self::Info => Glyph::Info,
            Self::Success => Glyph::Check,
            Self::Warning => Glyph::Warning,
            Self::Error => Glyph::Error,
        }
    }

    /// An error interrupts; everything else waits its turn.
    const fn role(self) -> &'static str {
        match self {
            Self::Error => "alert",
            _ => "status",
        }
    }
}

/// A box with a title and, below it, whatever helps.
#[component]
pub fn Notice(
    /// What it is about.
    kind: NoticeKind,
    /// What happened, in a few words.
    #[prop(into)]
    title: String,
    /// What was kept and what to do.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class=kind.class() role=kind.role()>
            <div class="notice__mark">
                <Icon glyph=kind.glyph()/>
            </div>
            <div class="notice__text">
                <p class="notice__title">{title}</p>
                {children.map(Children::run)}
            </div>
        </div>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_interrupts_and_anything_else_does_not() {
        let error = view! { <Notice kind=NoticeKind::Error title="No"/> }.to_html();
        assert!(error.contains(r#"role="alert""#), "{error}");
        for kind in [NoticeKind::Info, NoticeKind::Success, NoticeKind::Warning] {
            let html = view! { <Notice kind title="Yes"><p>"Body"</p></Notice> }.to_html();
            assert!(html.contains(r#"role="status""#), "{html}");
            assert!(html.contains("<p>Body</p>"), "{html}");
        }
    }

    #[test]
    fn a_title_is_text() {
        let html = view! { <Notice kind=NoticeKind::Info title="<b>&"/> }.to_html();
        assert!(html.contains("&lt;b&gt;&amp;"), "{html}");
    }
}
