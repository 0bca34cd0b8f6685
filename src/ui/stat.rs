//! Numbers and facts, each with the words that say what it is.

use super::any::Children;
use leptos::prelude::*;

/// A row of [`Stat`]s.
#[component]
pub fn Stats(
    /// The [`Stat`]s.
    children: Children,
) -> impl IntoView {
    view! { <dl class="stats">{children.run()}</dl> }
}

/// A big number, its name, and what exactly it counts.
#[component]
pub fn Stat(
    /// The number, ready to read; a dash where there is none.
    #[prop(into)]
    value: String,
    /// What follows the number, such as `%` or `min`.
    #[prop(optional)]
    unit: Option<&'static str>,
    /// Its name.
    label: &'static str,
    /// What it counts, in one sentence.
    definition: &'static str,
) -> impl IntoView {
    view! {
        <div class="stat">
            <dt class="stat__label">{label}</dt>
            <dd class="stat__value">{value} {unit.map(|unit| view! { <span class="stat__unit">{unit}</span> })}</dd>
            <dd class="stat__definition">{definition}</dd>
        </div>
    }
}

/// A list of [`Fact`]s.
#[component]
pub fn Facts(
    /// The [`Fact`]s.
    children: Children,
) -> impl IntoView {
    view! { <dl class="facts">{children.run()}</dl> }
}

/// A name and a value in one line.
#[component]
pub fn Fact(
    /// Its name.
    label: &'static str,
    /// Its value.
    children: Children,
) -> impl IntoView {
    view! {
        <div>
            <dt>{label}</dt>
            <dd>{children.run()}</dd>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_comes_with_its_name_and_its_definition() {
        let html = view! {
            <Stats>
                <Stat value="38" unit="%" label="First try" definition="Tried problems whose first attempt solved them."/>
            </Stats>
        }
        .to_html();
        for part in [
            r#"<dl class="stats">"#,
            "First try</dt>",
            "38",
            "%</span>",
            "first attempt solved them.</dd>",
        ] {
            assert!(html.contains(part), "{part} in {html}");
        }
    }
}
