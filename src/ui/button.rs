//! Buttons, and links that look like them. A button does something; a link goes somewhere.

use super::any::Children;
use leptos::prelude::*;

/// How loud a button is. One page has at most one primary action in sight.
#[derive(Copy, Clone, PartialEq, Eq, Debug, Default)]
pub enum ButtonKind {
    /// The action the page is for.
    Primary,
    /// Any other action.
    #[default]
    Plain,
    /// An action that destroys something.
    Danger,
}

impl ButtonKind {
    const fn class(self) -> &'static str {
        match self {
            Self::Primary => "button button--primary",
            Self::Plain => "button",
            Self::Danger => "button button--danger",
        }
    }
}

/// A button that sends the form it stands in.
#[component]
pub fn Button(
    /// How loud it is.
    #[prop(optional)]
    kind: ButtonKind,
    /// Name under which the form sends `value`, when this button sent it.
    #[prop(optional)]
    name: Option<&'static str>,
    /// See `name`.
    #[prop(optional)]
    value: Option<&'static str>,
    /// Not usable, for instance while the form is under way.
    #[prop(into, default = Signal::stored(false))]
    disabled: Signal<bool>,
    /// The key that presses it; see `src/browser/js/README.md`.
    #[prop(default = None)]
    key: Option<&'static str>,
    /// What it says.
    children: Children,
) -> impl IntoView {
    view! {
        <button class=kind.class() type="submit" name=name value=value data-key=key
            aria-keyshortcuts=key disabled=move || disabled.get()>
            {children.run()}
        </button>
    }
}

/// What pressing Enter in a field presses. Comes first in a form in which another button stands before the one that
/// saves; nobody sees it or stops at it.
#[component]
pub fn DefaultButton() -> impl IntoView {
    view! { <button class="visually-hidden" type="submit" tabindex="-1" aria-hidden="true"></button> }
}

/// A link that looks like a button.
#[component]
pub fn LinkButton(
    /// Where it goes.
    #[prop(into)]
    href: String,
    /// How loud it is.
    #[prop(optional)]
    kind: ButtonKind,
    /// Relation of the target, such as `next`.
    #[prop(optional)]
    rel: Option<&'static str>,
    /// The key that follows it; see `src/browser/js/README.md`.
    #[prop(optional)]
    key: Option<&'static str>,
    /// What it says.
    children: Children,
) -> impl IntoView {
    view! {
        <a class=kind.class() href=href rel=rel data-key=key aria-keyshortcuts=key>
            {children.run()}
        </a>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_button_sends_its_form_and_is_not_disabled_unless_told() {
        let owner = Owner::new();
        let html =
            owner.with(|| view! { <Button kind=ButtonKind::Primary>"Save"</Button> }.to_html());
        assert!(html.contains(r#"class="button button--primary""#), "{html}");
        assert!(html.contains(r#"type="submit""#), "{html}");
        assert!(!html.contains("disabled"), "{html}");
        let html = owner.with(|| view! { <Button disabled=true>"Save"</Button> }.to_html());
        assert!(html.contains("disabled"), "{html}");
    }

    #[test]
    fn a_link_with_a_key_says_so_to_scripts_and_to_assistive_technology() {
        let html = view! { <LinkButton href="/x" key="a">"Go"</LinkButton> }.to_html();
        assert!(
            html.contains(r#"data-key="a""#) && html.contains(r#"aria-keyshortcuts="a""#),
            "{html}"
        );
        let html = view! { <LinkButton href="/x">"Go"</LinkButton> }.to_html();
        assert!(!html.contains("key"), "{html}");
    }

    #[test]
    fn the_address_of_a_link_cannot_leave_its_attribute() {
        let html = view! { <LinkButton href=r#"/x"><script>"#>"Go"</LinkButton> }.to_html();
        assert!(
            !html.contains("<script>") || html.contains("&quot;"),
            "{html}"
        );
        assert!(!html.contains(r#""><script>"#), "{html}");
    }
}
