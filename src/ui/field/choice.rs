//! Fields whose answer is one of several given ones.

use crate::ui::any::IntoAny;
use leptos::prelude::*;

use super::{described_by, error_line, hint_line, invalid, labelled};
use crate::ui::icon::{Glyph, Icon};

/// One option of a [`SelectField`] or a [`ChoiceField`].
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Choice {
    value: String,
    label: String,
    glyph: Option<Glyph>,
    key: Option<&'static str>,
}

impl Choice {
    /// An option that sends `value` and reads `label`.
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self {
            value: value.into(),
            label: label.into(),
            glyph: None,
            key: None,
        }
    }

    /// The same option with a drawing in front of its label; only [`ChoiceField`] shows it.
    #[must_use]
    pub fn with_glyph(self, glyph: Glyph) -> Self {
        Self {
            glyph: Some(glyph),
            ..self
        }
    }

    /// The same option chosen by a single key; only [`ChoiceField`] knows it. See `src/browser/js/README.md`.
    #[must_use]
    pub fn with_key(self, key: &'static str) -> Self {
        Self {
            key: Some(key),
            ..self
        }
    }
}

/// One of many, in a list that opens.
#[component]
pub fn SelectField(
    /// Name under which the form sends it; also its id, unless `id` is given.
    name: &'static str,
    /// What is asked for.
    label: &'static str,
    /// The options, in order.
    options: Vec<Choice>,
    /// Value of the option chosen at first.
    #[prop(optional, into)]
    value: String,
    /// What is wrong with it, for the person to read.
    #[prop(into, default = Signal::stored(None))]
    error: Signal<Option<String>>,
    /// Help that is always there.
    #[prop(optional)]
    hint: Option<&'static str>,
    /// Its id, where a page has two fields of the same name.
    #[prop(optional)]
    id: Option<&'static str>,
) -> impl IntoView {
    let id = id.unwrap_or(name);
    let options = options
        .into_iter()
        .map(|choice| {
            let selected = choice.value == value;
            view! {
                <option value=choice.value selected=selected>
                    {choice.label}
                </option>
            }
        })
        .collect_view();
    let select = view! {
        <select
            class="field__input"
            id=id
            name=name
            aria-describedby=described_by(id, hint, error)
            aria-invalid=invalid(error)
        >
            {options}
        </select>
    };
    labelled(id, label, false, select.into_any(), hint, error)
}

/// Yes or no: a box to tick, with its words beside it.
#[component]
pub fn TickField(
    /// Name under which the form sends `value` when it is ticked.
    name: &'static str,
    /// Its id.
    id: &'static str,
    /// What is so when it is ticked.
    label: &'static str,
    /// What is sent.
    value: &'static str,
    /// Whether it is ticked at first.
    ticked: bool,
) -> impl IntoView {
    view! {
        <label class="tick" for=id>
            <input class="tick__box" type="checkbox" id=id name=name value=value checked=ticked/>
            {label}
        </label>
    }
}

/// One of a few, all in sight: radio buttons as big segments.
#[component]
pub fn ChoiceField(
    /// Name under which the form sends it; also its id, unless `id` is given.
    name: &'static str,
    /// What is asked for.
    label: &'static str,
    /// The options, in order.
    options: Vec<Choice>,
    /// Value of the option chosen at first; none when empty.
    #[prop(optional, into)]
    value: String,
    /// What is wrong with it, for the person to read.
    #[prop(into, default = Signal::stored(None))]
    error: Signal<Option<String>>,
    /// Help that is always there.
    #[prop(optional)]
    hint: Option<&'static str>,
    /// The form is not sent without it.
    #[prop(optional)]
    required: bool,
    /// Its id, where a page has two fields of the same name.
    #[prop(optional)]
    id: Option<&'static str>,
) -> impl IntoView {
    let id = id.unwrap_or(name);
    let options = options
        .into_iter()
        .map(|choice| {
            let checked = choice.value == value;
            view! {
                <label class="choice__option">
                    <input
                        class="choice__input"
                        type="radio"
                        name=name
                        value=choice.value
                        checked=checked
                        required=required
                        data-key=choice.key
                        aria-keyshortcuts=choice.key
                    />
                    <span class="choice__face">
                        {choice.glyph.map(|glyph| view! { <Icon glyph/> })}
                        <span>{choice.label}</span>
                    </span>
                </label>
            }
        })
        .collect_view();
    view! {
        <fieldset
            class="field choice"
            id=id
            role="radiogroup"
            tabindex="-1"
            aria-describedby=described_by(id, hint, error)
            aria-invalid=invalid(error)
        >
            <legend class="field__label">{label}</legend>
            <div class="choice__options">{options}</div>
            {hint_line(id, hint)}
            {error_line(id, error)}
        </fieldset>
    }
    .into_any()
}
#[cfg(test)]
mod tests {
    use super::*;

    fn html(make: impl FnOnce() -> AnyView) -> String {
        let owner = Owner::new();
        owner.with(|| make().to_html())
    }

    #[test]
    fn the_chosen_option_of_a_list_is_selected() {
        let options = vec![Choice::new("", "Any"), Choice::new("easy", "Easy")];
        let html = html(|| {
            view! { <SelectField name="difficulty" label="Difficulty" options value="easy"/> }
                .into_any()
        });
        assert!(html.contains(r#"<option value="easy" selected"#), "{html}");
        assert_eq!(html.matches("selected").count(), 1, "{html}");
    }

    #[test]
    fn a_choice_is_a_named_group_of_radio_buttons_with_one_of_them_checked() {
        let options = vec![
            Choice::new("solved", "Solved")
                .with_glyph(Glyph::Solved)
                .with_key("s"),
            Choice::new("failed", "Failed").with_glyph(Glyph::Failed),
        ];
        let error = Some("Choose one.".to_owned());
        let html = html(|| {
            view! { <ChoiceField name="status" label="How did it go?" options value="failed" required=true error/> }
                .into_any()
        });
        assert!(
            html.contains(r#"role="radiogroup""#) && html.contains("How did it go?</legend>"),
            "{html}"
        );
        assert!(
            html.contains(r#"aria-describedby="status-error""#),
            "{html}"
        );
        assert_eq!(html.matches(" checked").count(), 1, "{html}");
        assert_eq!(html.matches(" required").count(), 2, "{html}");
        assert_eq!(html.matches(r#" data-key="s""#).count(), 1, "{html}");
        assert_eq!(html.matches(" aria-keyshortcuts=").count(), 1, "{html}");
        assert!(
            html.contains("#i-solved") && html.contains("#i-failed"),
            "{html}"
        );
    }
}
