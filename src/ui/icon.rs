//! Every drawing of the interface, in one place. The page carries [`IconSprite`] once; an [`Icon`] only points into it.
//!
//! Icons repeat what a word next to them says, so they are hidden from assistive technology.

use leptos::prelude::*;

/// The drawings there are.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum Glyph {
    /// A filled box with a tick cut out.
    Solved,
    /// A box, half of it filled.
    Partial,
    /// A box with a cross in it.
    Failed,
    /// A dashed, empty box.
    Untried,
    /// One of three bars filled.
    Level1,
    /// Two of three bars filled.
    Level2,
    /// Three of three bars filled.
    Level3,
    /// A tick.
    Check,
    /// A lower-case i.
    Info,
    /// An exclamation mark.
    Warning,
    /// A cross.
    Error,
    /// A plus sign.
    Plus,
    /// An arrow in the direction of reading.
    Next,
    /// An arrow against the direction of reading.
    Previous,
    /// An arrow head pointing down.
    Down,
    /// A pen.
    Edit,
    /// A bin.
    Delete,
    /// An empty drawer.
    Drawer,
    /// A stopwatch.
    Clock,
    /// A star of five points; filled where its button is pressed.
    Star,
    /// A magnifying glass.
    Search,
}

impl Glyph {
    /// All of them, in the order of the sprite.
    pub const ALL: [Self; 21] = [
        Self::Solved,
        Self::Partial,
        Self::Failed,
        Self::Untried,
        Self::Level1,
        Self::Level2,
        Self::Level3,
        Self::Check,
        Self::Info,
        Self::Warning,
        Self::Error,
        Self::Plus,
        Self::Next,
        Self::Previous,
        Self::Down,
        Self::Edit,
        Self::Delete,
        Self::Drawer,
        Self::Clock,
        Self::Star,
        Self::Search,
    ];

    /// The address of the drawing inside the sprite.
    const fn href(self) -> &'static str {
        match self {
            Self::Solved => "#i-solved",
            Self::Partial => "#i-partial",
            Self::Failed => "#i-failed",
            Self::Untried => "#i-untried",
            Self::Level1 => "#i-level-1",
            Self::Level2 => "#i-level-2",
            Self::Level3 => "#i-level-3",
            Self::Check => "#i-check",
            Self::Info => "#i-info",
            Self::Warning => "#i-warning",
            Self::Error => "#i-error",
            Self::Plus => "#i-plus",
            Self::Next => "#i-next",
            Self::Previous => "#i-previous",
            Self::Down => "#i-down",
            Self::Edit => "#i-edit",
            Self::Delete => "#i-delete",
            Self::Drawer => "#i-drawer",
            Self::Clock => "#i-clock",
            Self::Star => "#i-star",
            Self::Search => "#i-search",
        }
    }

    /// Arrows along the line of reading turn round in right-to-left pages.
    const fn class(self) -> &'static str {
        match self {
            Self::Next | Self::Previous => "icon icon--turns",
            _ => "icon",
        }
    }
}

/// Drawn on a 24 by 24 grid: strokes with square ends; a filled part says so itself.
const SPRITE: &str = concat!(
    r##"<symbol id="i-solved" viewBox="0 0 24 24"><path d="M1.75 1.75h20.5v20.5H1.75zM5.6 13l4.9 4.9 8.2-9.4-2.3-2-6 6.9-2.6-2.6z" fill="currentColor" stroke="none" fill-rule="evenodd"/></symbol>"##,
    r##"<symbol id="i-partial" viewBox="0 0 24 24"><path d="M3 3h18v18H3z"/><path d="M3 21V3l18 18z" fill="currentColor" stroke="none"/></symbol>"##,
    r##"<symbol id="i-failed" viewBox="0 0 24 24"><path d="M3 3h18v18H3zM8 8l8 8M16 8l-8 8"/></symbol>"##,
    r##"<symbol id="i-untried" viewBox="0 0 24 24"><path d="M3 3h18v18H3z" stroke-dasharray="3.6 3.6"/></symbol>"##,
    r##"<symbol id="i-level-1" viewBox="0 0 24 24"><path d="M1 15h6v8H1z" fill="currentColor" stroke="none"/><path d="M10 10h4v12h-4zM18 2h4v20h-4z" stroke-width="2"/></symbol>"##,
    r##"<symbol id="i-level-2" viewBox="0 0 24 24"><path d="M1 15h6v8H1zM9 9h6v14H9z" fill="currentColor" stroke="none"/><path d="M18 2h4v20h-4z" stroke-width="2"/></symbol>"##,
    r##"<symbol id="i-level-3" viewBox="0 0 24 24"><path d="M1 15h6v8H1zM9 9h6v14H9zM17 1h6v22h-6z" fill="currentColor" stroke="none"/></symbol>"##,
    r##"<symbol id="i-check" viewBox="0 0 24 24"><path d="m3 13 6 6L21 6"/></symbol>"##,
    r##"<symbol id="i-info" viewBox="0 0 24 24"><path d="M12 10v11M12 3v3.5"/></symbol>"##,
    r##"<symbol id="i-warning" viewBox="0 0 24 24"><path d="M12 3v12M12 18v3"/></symbol>"##,
    r##"<symbol id="i-error" viewBox="0 0 24 24"><path d="m4 4 16 16M20 4 4 20"/></symbol>"##,
    r##"<symbol id="i-plus" viewBox="0 0 24 24"><path d="M12 3v18M3 12h18"/></symbol>"##,
    r##"<symbol id="i-next" viewBox="0 0 24 24"><path d="M3 12h17M13 5l7 7-7 7"/></symbol>"##,
    r##"<symbol id="i-previous" viewBox="0 0 24 24"><path d="M21 12H4M11 5l-7 7 7 7"/></symbol>"##,
    r##"<symbol id="i-down" viewBox="0 0 24 24"><path d="m4 8 8 8 8-8"/></symbol>"##,
    r##"<symbol id="i-edit" viewBox="0 0 24 24"><path d="M4 20v-5L15 4l5 5L9 20z"/></symbol>"##,
    r##"<symbol id="i-delete" viewBox="0 0 24 24"><path d="M3 6h18M9 6V3h6v3M6 6v15h12V6M10 10v7M14 10v7"/></symbol>"##,
    r##"<symbol id="i-clock" viewBox="0 0 24 24"><circle cx="12" cy="14" r="8"/><path d="M12 14V9M9 2h6M12 2v4"/></symbol>"##,
    r##"<symbol id="i-drawer" viewBox="0 0 24 24"><path d="M3 4h18v16H3zM3 10h18M9 15h6"/></symbol>"##,
    r##"<symbol id="i-star" viewBox="0 0 24 24"><path d="m12 2.5 2.9 6.2 6.6.8-4.9 4.6 1.3 6.7-5.9-3.3-5.9 3.3 1.3-6.7-4.9-4.6 6.6-.8z" stroke-width="2"/></symbol>"##,
    r##"<symbol id="i-search" viewBox="0 0 24 24"><circle cx="10" cy="10" r="7"/><path d="m15 15 7 7"/></symbol>"##,
);

/// The drawings themselves; once per page, before the first [`Icon`].
#[component]
pub fn IconSprite() -> impl IntoView {
    view! { <svg class="sprite" aria-hidden="true" inner_html=SPRITE></svg> }
}

/// One drawing, as tall as the text around it.
#[component]
pub fn Icon(
    /// Which drawing.
    glyph: Glyph,
) -> impl IntoView {
    view! {
        <svg class=glyph.class() aria-hidden="true" focusable="false">
            <use href=glyph.href()></use>
        </svg>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_glyph_is_drawn_once_in_the_sprite() {
        for glyph in Glyph::ALL {
            let id = format!(r#"id="{}""#, glyph.href().trim_start_matches('#'));
            assert_eq!(SPRITE.matches(&id).count(), 1, "{id}");
        }
        assert_eq!(SPRITE.matches("<symbol").count(), Glyph::ALL.len());
    }

    #[test]
    fn an_icon_is_hidden_from_assistive_technology_and_points_into_the_sprite() {
        let html = view! { <Icon glyph=Glyph::Next/> }.to_html();
        assert!(html.contains(r#"aria-hidden="true""#), "{html}");
        assert!(html.contains(r##"<use href="#i-next""##), "{html}");
        assert!(html.contains(r#"class="icon icon--turns""#), "{html}");
    }
}
