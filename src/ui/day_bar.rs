//! Minutes of a day against what was meant to be practised, as a number and a bar.

use super::any::IntoAny;
use crate::text::count;
use leptos::prelude::*;

/// The number, the bar, and `said` below it. Beside something else it is `narrow`.
pub fn day_bar(spent: i32, daily: i32, narrow: bool, said: AnyView) -> AnyView {
    let class = if narrow { "day day--narrow" } else { "day" };
    let number = count(usize::try_from(spent).unwrap_or(0));
    view! {
        <div class=class>
            <p class="day__number" aria-hidden="true">{number} <span class="day__goal">"/" {daily} " min"</span></p>
            <div>
                <progress class="day__bar" max=daily value=spent.min(daily) aria-label="Minutes of practice today"></progress>
                {said}
            </div>
        </div>
    }
    .into_any()
}
