//! Two edits of the same thing: what is stored now, beside what was typed.

use super::{
    any::IntoAny,
    button::{Button, ButtonKind, LinkButton},
    kept::KeptText,
    notice::{Notice, NoticeKind},
};
use crate::error::{AppError, Conflict};
use leptos::prelude::*;

/// Id of the form that throws a page's draft away and shows what is stored.
pub const START_AFRESH: &str = "start-afresh";

/// Stands inside the form that was not saved. Its button saves that form again, over what is
/// stored now.
#[component]
pub fn ConflictNotice(
    /// What is stored now.
    conflict: Conflict,
    /// The form's own address, where it is shown as it is stored.
    form: String,
    /// Whether what was typed is kept as a draft, which then has to go too.
    drafted: bool,
) -> impl IntoView {
    let explanation = AppError::Conflict(conflict.clone()).to_string();
    let stored = conflict
        .stored
        .into_iter()
        .map(|(name, text)| {
            let label = format!("Stored now: {}", name.replace('_', " "));
            view! { <KeptText id=format!("stored-{name}") label text/> }
        })
        .collect_view();
    view! {
        <div class="conflict stack" tabindex="-1">
            <Notice kind=NoticeKind::Error title="Changed meanwhile">
                <p>{explanation}</p>
                <p>"Below is what is stored now, and under it the form as you filled it in. Copy from one to the other, then decide."</p>
            </Notice>
            {stored}
            <div class="cluster">
                <Button kind=ButtonKind::Primary>"Keep mine: save again"</Button>
                {if drafted {
                    view! { <button class="button" type="submit" form=START_AFRESH>"Take what is stored"</button> }.into_any()
                } else {
                    view! { <LinkButton href=form rel="external">"Take what is stored"</LinkButton> }.into_any()
                }}
            </div>
        </div>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    #[test]
    fn what_is_stored_is_text_that_can_be_copied() {
        let evil = "</textarea><script>alert(1)</script>\nsecond line";
        let stored = BTreeMap::from([
            ("notes".to_owned(), evil.to_owned()),
            ("attempted_at".to_owned(), "2026-11-22T14:05".to_owned()),
        ]);
        let conflict = Conflict {
            revision: 2,
            stored,
        };
        let html = Owner::new().with(|| {
            view! { <ConflictNotice conflict form="/attempts/1/edit".to_owned() drafted=true/> }
                .to_html()
        });
        assert!(!html.contains("<script>"), "{html}");
        assert!(html.contains("&lt;/textarea&gt;"), "{html}");
        assert!(html.contains("Stored now: attempted at"), "{html}");
        assert!(
            !html.contains("name="),
            "what is stored is not sent: {html}"
        );
    }
}
