//! Form fields: a label, a control, a hint and an error, wired together for assistive technology.
//!
//! All of them render their value into the page, so a form that comes back with errors still holds what was typed,
//! with JavaScript or without. An error may be a plain value or a signal.

mod choice;

use super::any::IntoAny;
use leptos::prelude::*;

pub use choice::{Choice, ChoiceField, SelectField, TickField};

use super::code_editor::CodeEditor;
use super::escape::escape_html;
use super::icon::{Glyph, Icon};

/// One line of text, a number, a date: any `<input>` that is typed into.
#[component]
pub fn TextField(
    /// Name under which the form sends it; also its id, unless `id` is given.
    name: &'static str,
    /// What is asked for.
    label: &'static str,
    /// What it holds at first.
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
    /// Says "(optional)" after the label.
    #[prop(optional)]
    optional: bool,
    /// Holds data rather than prose: set in the monospaced voice, never capitalised or spell-checked.
    #[prop(optional)]
    data: bool,
    /// The `type` of the input.
    #[prop(default = "text")]
    kind: &'static str,
    /// The keyboard a phone offers.
    #[prop(optional)]
    inputmode: Option<&'static str>,
    /// What the browser may fill in.
    #[prop(default = "off")]
    autocomplete: &'static str,
    /// Most characters, in UTF-16 units.
    #[prop(optional)]
    maxlength: Option<u32>,
    /// Smallest number or date.
    #[prop(optional, into)]
    min: Option<String>,
    /// Largest number or date.
    #[prop(optional, into)]
    max: Option<String>,
    /// Id of a `<datalist>` with suggestions.
    #[prop(optional)]
    list: Option<&'static str>,
    /// An example, shown while it is empty.
    #[prop(optional)]
    placeholder: Option<&'static str>,
    /// Its id, where a page has two fields of the same name.
    #[prop(optional)]
    id: Option<&'static str>,
) -> impl IntoView {
    let id = id.unwrap_or(name);
    let class = if data {
        "field__input field__input--data"
    } else {
        "field__input"
    };
    let input = view! {
        <input
            class=class
            id=id
            name=name
            type=kind
            value=value
            required=required
            inputmode=inputmode
            autocomplete=autocomplete
            autocapitalize=data.then_some("none")
            spellcheck=data.then_some("false")
            dir="auto"
            maxlength=maxlength
            min=min
            max=max
            list=list
            placeholder=placeholder
            aria-describedby=described_by(id, hint, error)
            aria-invalid=invalid(error)
        />
    };
    labelled(id, label, optional, input.into_any(), hint, error)
}

/// Many lines of text.
///
/// The text is put into the page as escaped markup, because this version of Leptos does not escape the children of a
/// `<textarea>` on the server, and `prop:value` would leave it empty without JavaScript. The browser then sets
/// `defaultValue`, which leaves alone what was typed before the page came alive.
#[component]
pub fn TextArea(
    /// Name under which the form sends it; also its id, unless `id` is given.
    name: &'static str,
    /// What is asked for.
    label: &'static str,
    /// What it holds at first.
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
    /// Says "(optional)" after the label.
    #[prop(optional)]
    optional: bool,
    /// Holds code: monospaced, lines not wrapped, never capitalised, spell-checked or translated.
    #[prop(optional)]
    code: bool,
    /// Offers an editor for the code; the name of the field that tells its language.
    #[prop(optional)]
    language_field: Option<&'static str>,
    /// How that editor behaves; see `src/browser/js/README.md`.
    #[prop(optional, into)]
    preferences: String,
    /// How many lines it shows at least.
    #[prop(default = 6)]
    rows: u32,
    /// Most characters, in UTF-16 units.
    #[prop(optional)]
    maxlength: Option<u32>,
    /// Its id, where a page has two fields of the same name.
    #[prop(optional)]
    id: Option<&'static str>,
) -> impl IntoView {
    let id = id.unwrap_or(name);
    let class = if code {
        "field__input field__input--code"
    } else {
        "field__input"
    };
    let area = view! {
        <textarea
            class=class
            id=id
            name=name
            rows=rows
            required=required
            autocomplete="off"
            autocapitalize=code.then_some("none")
            spellcheck=code.then_some("false")
            translate=code.then_some("no")
            dir=if code { "ltr" } else { "auto" }
            maxlength=maxlength
            aria-describedby=described_by(id, hint, error)
            aria-invalid=invalid(error)
            inner_html=textarea_markup(&value)
            prop:defaultValue=value
        ></textarea>
    };
    let control = match language_field {
        Some(language_field) => {
            view! { <CodeEditor language_field preferences>{area}</CodeEditor> }.into_any()
        }
        None => area.into_any(),
    };
    labelled(id, label, optional, control, hint, error)
}

/// The markup that a `<textarea>` holding `text` has between its tags. A parser drops a line break that follows the
/// opening tag, so one is put there for it to drop.
pub(crate) fn textarea_markup(text: &str) -> String {
    let mut markup = String::from("\n");
    markup.push_str(&escape_html(text));
    markup
}

/// Label, control, hint and error, one below the other.
fn labelled(
    id: &'static str,
    label: &'static str,
    optional: bool,
    control: AnyView,
    hint: Option<&'static str>,
    error: Signal<Option<String>>,
) -> AnyView {
    view! {
        <div class="field">
            <label class="field__label" for=id>
                {label}
                {optional.then(|| view! { <span class="field__optional">" (optional)"</span> })}
            </label>
            {control}
            {hint_line(id, hint)}
            {error_line(id, error)}
        </div>
    }
    .into_any()
}

fn hint_line(id: &'static str, hint: Option<&'static str>) -> Option<AnyView> {
    hint.map(|hint| {
        view! {
            <p class="field__hint" id=format!("{id}-hint")>
                {hint}
            </p>
        }
        .into_any()
    })
}

fn error_line(
    id: &'static str,
    error: Signal<Option<String>>,
) -> impl Fn() -> Option<AnyView> + Send + Clone {
    move || {
        error.get().map(|error| {
            view! {
                <p class="field__error" id=format!("{id}-error")>
                    <Icon glyph=Glyph::Error/>
                    <span>{error}</span>
                </p>
            }
            .into_any()
        })
    }
}

/// The ids of what describes a control: the error first, because it matters more.
fn described_by(
    id: &'static str,
    hint: Option<&'static str>,
    error: Signal<Option<String>>,
) -> impl Fn() -> Option<String> + Send + Clone + 'static {
    move || match (error.with(Option::is_some), hint.is_some()) {
        (true, true) => Some(format!("{id}-error {id}-hint")),
        (true, false) => Some(format!("{id}-error")),
        (false, true) => Some(format!("{id}-hint")),
        (false, false) => None,
    }
}

fn invalid(
    error: Signal<Option<String>>,
) -> impl Fn() -> Option<&'static str> + Send + Clone + 'static {
    move || error.with(Option::is_some).then_some("true")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Renders inside a reactive owner, as a page does.
    fn html(make: impl FnOnce() -> AnyView) -> String {
        let owner = Owner::new();
        owner.with(|| make().to_html())
    }

    #[test]
    fn a_field_without_an_error_or_a_hint_describes_nothing() {
        let html =
            html(|| view! { <TextField name="title" label="Title" value="Two Sum"/> }.into_any());
        assert!(
            html.contains(r#"for="title""#) && html.contains(r#"id="title""#),
            "{html}"
        );
        assert!(html.contains(r#"value="Two Sum""#), "{html}");
        assert!(
            !html.contains("aria-describedby") && !html.contains("aria-invalid"),
            "{html}"
        );
        assert!(!html.contains("required"), "{html}");
    }

    #[test]
    fn an_error_and_a_hint_describe_the_control_in_that_order() {
        let error = Some("Give the problem a title.".to_owned());
        let html = html(|| {
            view! { <TextField name="title" label="Title" hint="Short." error/> }.into_any()
        });
        assert!(
            html.contains(r#"aria-describedby="title-error title-hint""#),
            "{html}"
        );
        assert!(html.contains(r#"aria-invalid="true""#), "{html}");
        assert!(html.contains(r#"<p id="title-error""#), "{html}");
        assert!(html.contains("Give the problem a title."), "{html}");
        assert!(html.contains(r#"<p id="title-hint""#), "{html}");
    }

    #[test]
    fn what_was_typed_cannot_leave_the_value_of_an_input() {
        let html =
            html(|| view! { <TextField name="t" label="T" value=r#""><script>"#/> }.into_any());
        assert!(!html.contains(r#""><script>"#), "{html}");
        assert!(html.contains("&quot;"), "{html}");
    }

    #[test]
    fn what_was_typed_cannot_leave_a_textarea() {
        let typed = "\n</textarea><script>alert(1)</script> & \"quoted\"";
        let html = html(|| view! { <TextArea name="notes" label="Notes" value=typed/> }.into_any());
        assert!(!html.contains("<script"), "{html}");
        assert_eq!(html.matches("</textarea>").count(), 1, "{html}");
        assert!(
            html.contains(">\n\n&lt;/textarea&gt;&lt;script&gt;"),
            "{html}"
        );
        assert!(
            html.contains("&amp; &quot;quoted&quot;</textarea>"),
            "{html}"
        );
    }
}
