//! A word with a shape and a tone. The shape and the word carry the meaning; the tone only repeats it.

use leptos::prelude::*;

use super::icon::{Glyph, Icon};

/// The colour of a [`Badge`].
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum Tone {
    /// It went well.
    Good,
    /// It went half well.
    Mixed,
    /// It did not go well.
    Bad,
    /// Nothing to say yet.
    Quiet,
    /// The lowest of three levels.
    Level1,
    /// The middle of three levels.
    Level2,
    /// The highest of three levels.
    Level3,
}

impl Tone {
    /// The class names of a badge in this tone.
    const fn class(self, boxed: bool) -> &'static str {
        match (self, boxed) {
            (Self::Good, false) => "badge badge--good",
            (Self::Mixed, false) => "badge badge--mixed",
            (Self::Bad, false) => "badge badge--bad",
            (Self::Quiet, false) => "badge badge--quiet",
            (Self::Level1, false) => "badge badge--level-1",
            (Self::Level2, false) => "badge badge--level-2",
            (Self::Level3, false) => "badge badge--level-3",
            (Self::Good, true) => "badge badge--boxed badge--good",
            (Self::Mixed, true) => "badge badge--boxed badge--mixed",
            (Self::Bad, true) => "badge badge--boxed badge--bad",
            (Self::Quiet, true) => "badge badge--boxed badge--quiet",
            (Self::Level1, true) => "badge badge--boxed badge--level-1",
            (Self::Level2, true) => "badge badge--boxed badge--level-2",
            (Self::Level3, true) => "badge badge--boxed badge--level-3",
        }
    }
}

/// A shape and a word.
#[component]
pub fn Badge(
    /// Its colour.
    tone: Tone,
    /// Its shape; none where the same shape stands beside it already.
    #[prop(optional)]
    glyph: Option<Glyph>,
    /// Its word.
    label: &'static str,
    /// In a box of its own: for the result of a whole thing.
    #[prop(optional)]
    boxed: bool,
) -> impl IntoView {
    view! { <span class=tone.class(boxed)>{glyph.map(|glyph| view! { <Icon glyph/> })} {label}</span> }
}

/// A shape whose word is only heard, for places where many stand side by side.
#[component]
pub fn Mark(
    /// Its colour.
    tone: Tone,
    /// Its shape.
    glyph: Glyph,
    /// Its word, for those who do not see the shape.
    label: &'static str,
) -> impl IntoView {
    view! {
        <span class=tone.class(false)>
            <Icon glyph/>
            <span class="visually-hidden">{label}</span>
        </span>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_badge_says_its_word_and_shows_its_shape() {
        let html = view! { <Badge tone=Tone::Good glyph=Glyph::Solved label="Solved" boxed=true/> }
            .to_html();
        assert!(
            html.contains(">Solved") || html.contains("Solved<"),
            "{html}"
        );
        assert!(html.contains("#i-solved"), "{html}");
        assert!(html.contains("badge--boxed badge--good"), "{html}");
    }

    #[test]
    fn a_mark_keeps_its_word_for_those_who_cannot_see_it() {
        let html = view! { <Mark tone=Tone::Bad glyph=Glyph::Failed label="Failed"/> }.to_html();
        assert!(
            html.contains(r#"<span class="visually-hidden">Failed"#),
            "{html}"
        );
    }
}
