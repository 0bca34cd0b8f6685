//! What pages show of drafts.

use super::model::FormDraft;
use crate::ui::{
    any::IntoAny,
    button::Button,
    conflict::START_AFRESH,
    form::Kept,
    icon::{Glyph, Icon},
};
use leptos::prelude::*;

impl FormDraft {
    /// What the form itself carries of it.
    pub fn kept(&self) -> Kept {
        Kept {
            form: self.form.clone(),
            owner: self.owner.clone(),
            saved_at: self.saved_at.clone(),
        }
    }
}

/// Above a form: that it holds what was typed and not saved, and the way to an empty one. Hidden
/// when it does not; a script shows it when it restores what only this browser has.
#[component]
pub fn DraftNotice(
    /// The form's draft.
    draft: FormDraft,
    /// The form's page.
    #[prop(into)]
    back: String,
) -> impl IntoView {
    let (form, hidden) = (draft.form.clone(), draft.restored.is_empty());
    view! {
        // The element itself stays as it is rendered: Leptos writes its attributes once more when it comes alive.
        <draft-notice data-draft=form>
            <div class="notice" role="status" data-draft-shown hidden=hidden>
                <div class="notice__mark"><Icon glyph=Glyph::Info/></div>
                <div class="notice__text">
                    <p class="notice__title">
                        "Restored what you had typed on " <span data-draft-when>{draft.restored}</span> " and not saved."
                    </p>
                    <form class="cluster" id=START_AFRESH method="post" action="/drafts/discard">
                        <input type="hidden" name="form" value=draft.form/>
                        <input type="hidden" name="back" value=back/>
                        <Button>"Start afresh"</Button>
                    </form>
                </div>
            </div>
            <p class="field__hint" role="status" data-draft-full hidden=true>
                "This browser has no room left to keep what you type. Save it before you leave the page."
            </p>
        </draft-notice>
    }
    .into_any()
}
