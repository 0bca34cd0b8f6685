//! The page of the settings.

use super::{
    api::{SaveSettings, open_settings},
    fields::TICKED,
    model::{Indent, SettingsForm, Theme, WEEKDAYS},
};
use crate::ui::{
    address::query_parameter,
    any::IntoAny,
    button::{Button, ButtonKind, LinkButton},
    field::{Choice, ChoiceField, SelectField, TextField, TickField},
    form::{Form, Submission},
    layout::{Page, PageHeading},
    load::{failure, load},
    notice::{Notice, NoticeKind},
};
use leptos::prelude::*;
use leptos_meta::Title;

/// `/settings`
#[component]
pub fn SettingsPage() -> impl IntoView {
    load(
        query_parameter("saved"),
        |_: String| Box::pin(open_settings()),
        settings,
        failure,
    )
}

fn settings(form: SettingsForm) -> AnyView {
    let theme = form.theme;
    view! {
        <Title text="Settings"/>
        <Page narrow=true>
            <PageHeading title="Settings"/>
            {of_person(form)}
            <section class="section stack" aria-labelledby="device-title">
                <h2 id="device-title">"This device"</h2>
                {of_device(theme)}
                <p>"A copy of your journal is kept in this browser, so that it opens without a network."</p>
                <p><LinkButton href="/settings/device">"On this device…"</LinkButton></p>
            </section>
            <section class="section stack" aria-labelledby="programs-title">
                <h2 id="programs-title">"For other programs"</h2>
                <p>"Scripts and tools of yours can read your journal, and change it if you let them."</p>
                <p class="cluster">
                    <LinkButton href="/settings/tokens">"Access tokens…"</LinkButton>
                    <a href="/developers" rel="external">"How programs ask"</a>
                </p>
            </section>
            <section class="section stack" aria-labelledby="calendar-title">
                <h2 id="calendar-title">"In your calendar"</h2>
                <p>"See how many minutes of reviews come on each day, next to everything else that you plan."</p>
                <p><LinkButton href="/settings/calendar">"Calendar…"</LinkButton></p>
            </section>
            <section class="section stack" aria-labelledby="shares-title">
                <h2 id="shares-title">"Shared links"</h2>
                <p>"Problems that whoever has their link can read. They are shared from their own pages."</p>
                <p><LinkButton href="/settings/shares">"Shared links…"</LinkButton></p>
            </section>
            <section class="section stack" aria-labelledby="data-title">
                <h2 id="data-title">"Your data"</h2>
                <p>"Everything you wrote can be deleted at once: every problem, attempt, note and setting."</p>
                <p><LinkButton href="/settings/delete">"Delete everything…"</LinkButton></p>
            </section>
        </Page>
    }
    .into_any()
}

/// What is kept with the journal, the same on every device.
fn of_person(form: SettingsForm) -> AnyView {
    let SettingsForm {
        fields,
        errors,
        device_zone,
        now,
        until_interview,
        zones,
        ..
    } = form;
    let saved = !query_parameter("saved").get_untracked().is_empty();
    let submission = Submission::new::<SaveSettings>(errors, |next| next);
    let refused = submission.refused();
    let error_of = move |field| submission.error_of(field);
    let follow = if device_zone.is_empty() {
        "As this device".to_owned()
    } else {
        format!("As this device: {device_zone}")
    };
    let follow = Choice::new("", follow);
    let zones = std::iter::once(follow)
        .chain(
            zones
                .into_iter()
                .map(|zone| Choice::new(zone.clone(), zone)),
        )
        .collect();
    let hours = (0..24)
        .map(|hour: u8| Choice::new(hour.to_string(), format!("{hour:02}:00")))
        .collect();
    let indents = Indent::ALL
        .into_iter()
        .map(|indent| Choice::new(indent.spaces().to_string(), indent.label()))
        .collect();
    view! {
        {move || (saved && !refused.get()).then(|| view! { <Notice kind=NoticeKind::Success title="Your settings are saved"/> })}
        <Form action="/settings" submission>
            <h2>"Your days"</h2>
            <SelectField id="time_zone" name="fields[time_zone]" label="Time zone" options=zones value=fields.time_zone
                error=error_of("time_zone") hint="Says which day an attempt counts for. What is logged already keeps its day."/>
            {(!now.is_empty()).then(|| view! { <p class="field__hint">"On your clock it is " {now} "."</p> })}
            <div class="form__row">
                <SelectField id="day_start_hour" name="fields[day_start_hour]" label="A day begins at" options=hours
                    value=fields.day_start_hour error=error_of("day_start_hour") hint="Practice before that hour counts for the day before."/>
                <TextField id="daily_minutes" name="fields[daily_minutes]" label="Minutes a day" value=fields.daily_minutes
                    error=error_of("daily_minutes") data=true inputmode="numeric" hint="What you mean to practise, from 5 to 960."/>
            </div>
            <TextField id="interview_date" name="fields[interview_date]" label="Interview" value=fields.interview_date
                error=error_of("interview_date") optional=true data=true kind="date" hint="The day you practise for."/>
            {(!until_interview.is_empty()).then(|| view! { <p class="field__hint">{until_interview}</p> })}
            <h2>"Reviews"</h2>
            <div class="form__row">
                <TextField id="retention" name="fields[retention]" label="Recall to aim at, in per cent" value=fields.retention
                    error=error_of("retention") data=true inputmode="numeric" hint="From 80 to 95. A problem comes back when the chance that you remember it has fallen to this. Less means fewer reviews and more forgotten."/>
                <TextField id="interval_cap" name="fields[interval_cap]" label="Longest gap, in days" value=fields.interval_cap
                    error=error_of("interval_cap") data=true inputmode="numeric" hint="From 7 to 365. No problem stays away longer. An interview ahead shortens it to half the days that are left."/>
            </div>
            <TickField id="offer_siblings" name="fields[offer_siblings]" label="After a problem that stays away for weeks, offer another one of its kind" value=TICKED ticked=fields.offer_siblings == TICKED/>
            <h2>"Streak"</h2>
            <div class="form__row">
                <SelectField id="rest_day" name="fields[rest_day]" label="Day of rest" options=rest_days() value=fields.rest_day
                    error=error_of("rest_day") hint="Without practice on it, the streak stays whole."/>
                <SelectField id="second_rest_day" name="fields[second_rest_day]" label="Second day of rest" options=rest_days() value=fields.second_rest_day
                    hint="What is over stays as it was, whatever you choose."/>
            </div>
            <TickField id="quiet_days_count" name="fields[quiet_days_count]" label="A day on which nothing is due leaves the streak whole" value=TICKED ticked=fields.quiet_days_count == TICKED/>
            <h2>"Code editor"</h2>
            <SelectField id="indent" name="fields[indent]" label="Tab indents by" options=indents value=fields.indent/>
            <TickField id="wraps" name="fields[wraps]" label="Wrap long lines" value=TICKED ticked=fields.wraps == TICKED/>
            <TickField id="opens" name="fields[opens]" label="Open the editor at once, in place of the plain field" value=TICKED ticked=fields.opens == TICKED/>
            <div class="cluster">
                <Button kind=ButtonKind::Primary disabled=submission.pending()>"Save the settings"</Button>
            </div>
        </Form>
    }
    .into_any()
}

/// The days of the week to choose one from, or none.
fn rest_days() -> Vec<Choice> {
    let days = WEEKDAYS
        .into_iter()
        .map(|(day, name)| Choice::new(day.number_from_monday().to_string(), name));
    std::iter::once(Choice::new("", "None"))
        .chain(days)
        .collect()
}

/// What is kept in this browser alone. `theme.ts` applies a choice as it is made; the button is for
/// browsers without JavaScript.
fn of_device(theme: Theme) -> AnyView {
    let themes = Theme::ALL
        .into_iter()
        .map(|theme| Choice::new(theme.slug(), theme.label()))
        .collect();
    view! {
        <form class="form" method="post" action="/settings/theme" data-theme-choice>
            <ChoiceField id="theme" name="theme" label="Light or dark" options=themes value=theme.slug()/>
            <div class="no-script"><Button>"Use it on this device"</Button></div>
        </form>
    }
    .into_any()
}
