//! Every colour, size and component on one page, for whoever builds with them: `/styleguide`, in debug builds only.
//! `tests/app/design.rs` sees to it that nothing is missing here.

use super::{
    any::IntoAny,
    badge::{Badge, Mark, Tone},
    button::{Button, ButtonKind, LinkButton},
    code::Code,
    confirm::Confirm,
    conflict::ConflictNotice,
    copy::CopyButton,
    empty::Empty,
    field::{Choice, ChoiceField, SelectField, TextArea, TextField, TickField},
    icon::{Glyph, Icon},
    in_place::InPlace,
    kept::KeptText,
    layout::{Menu, Page, PageHeading},
    markdown::Markdown,
    notice::{Notice, NoticeKind},
    pager::Pager,
    stat::{Fact, Facts, Stat, Stats},
    time::{Day, Moment},
};
use crate::error::{Conflict, FieldErrors};
use chrono::{DateTime, NaiveDate};
use leptos::prelude::*;
use leptos_meta::Title;

/// Colours, and what each is for.
const COLOURS: [(&str, &str); 28] = [
    ("--paper", "the page"),
    ("--card", "what stands on it"),
    ("--sunken", "what is let into it"),
    ("--ink", "text"),
    ("--muted", "what matters less"),
    ("--line", "borders"),
    ("--line-soft", "rules within a border"),
    ("--shadow", "hard shadows"),
    ("--accent", "the one loud colour"),
    ("--on-accent", "text on it"),
    ("--focus", "where the keyboard is"),
    ("--good", "solved"),
    ("--mixed", "partial"),
    ("--bad", "failed, wrong, destroys"),
    ("--on-bad", "text on it"),
    ("--level-1", "easy"),
    ("--level-2", "medium"),
    ("--level-3", "hard"),
    ("--code-keyword", "code: keywords"),
    ("--code-string", "code: strings"),
    ("--code-number", "code: numbers"),
    ("--code-comment", "code: comments"),
    ("--code-function", "code: functions"),
    ("--code-type", "code: types"),
    ("--veil", "over the page behind a dialog"),
    ("--border", "3 px, around cards and controls"),
    ("--border-thin", "2 px, around small things"),
    ("--rule", "2 px, soft, between rows"),
];

/// Distances and lengths, and what each is for.
const LENGTHS: [(&str, &str); 15] = [
    ("--space-1", "within a line"),
    ("--space-2", "a label and its control"),
    ("--space-3", "inside small boxes"),
    ("--space-4", "between things of one kind"),
    ("--space-5", "inside cards, between fields"),
    ("--space-6", "between parts"),
    ("--space-7", "between sections"),
    ("--space-8", "around the hero"),
    ("--target", "least size of what is pressed"),
    ("--measure", "widest column of text"),
    ("--stroke", "borders"),
    ("--stroke-thin", "thin borders"),
    ("--stroke-bold", "marks, large shadows"),
    ("--drop-s", "the shadow of a button"),
    ("--drop", "the shadow of a card"),
];

/// The voices, the type scale, the one movement; and what each is for.
const VOICES: [(&str, &str); 12] = [
    ("--sans", "words: Archivo"),
    ("--mono", "data and code: what the system has"),
    ("--text-xs", "notes and data in rows"),
    ("--text-s", "hints"),
    ("--text-m", "text"),
    ("--text-l", "headings of the third level"),
    ("--text-xl", "headings of the second level"),
    ("--text-2xl", "headings of the first level"),
    ("--text-hero", "the landing page's headline"),
    ("--text-figure", "big numerals"),
    ("--text-giant", "the status of a dead end"),
    ("--press", "how long a button takes to go down"),
];

/// `/styleguide`
#[component]
pub fn Styleguide() -> impl IntoView {
    view! {
        <Title text="Styleguide"/>
        <Page>
            <PageHeading title="Styleguide" lede=|| view! { <p>"What everything is made of."</p> }
                actions=|| view! { <LinkButton href="/" kind=ButtonKind::Primary>"An action"</LinkButton> }/>
            {section("Colours", colours())}
            {section("Distances and strokes", lengths())}
            {section("Type", type_scale())}
            {section("Icons", icons())}
            {section("Buttons and links", buttons())}
            {section("Fields", fields())}
            {section("Labels and numbers", labels())}
            {section("Notices", notices())}
            {section("Things that open", openers())}
            {section("Text and code", texts())}
            {section("Nothing here", view! {
                <Empty title="Nothing yet" body="What will stand here, and the next step.">
                    <LinkButton href="/">"The next step"</LinkButton>
                </Empty>
            }.into_any())}
        </Page>
    }
    .into_any()
}

fn section(title: &'static str, body: AnyView) -> AnyView {
    view! {
        <section class="section stack">
            <h2>{title}</h2>
            {body}
        </section>
    }
    .into_any()
}

fn colours() -> AnyView {
    let rows = COLOURS
        .map(|(name, what)| {
            let colour = match name {
                "--border" | "--border-thin" => "var(--line)".to_owned(),
                "--rule" => "var(--line-soft)".to_owned(),
                name => format!("var({name})"),
            };
            view! {
                <Fact label=name>
                    <svg width="72" height="28" aria-hidden="true"><rect width="72" height="28" fill=colour stroke="var(--line)"></rect></svg>
                    {what}
                </Fact>
            }
        })
        .collect_view();
    view! { <Facts>{rows}</Facts> }.into_any()
}

fn lengths() -> AnyView {
    let rows = LENGTHS
        .map(|(name, what)| view! { <Fact label=name>{what}</Fact> })
        .collect_view();
    view! { <Facts>{rows}</Facts> }.into_any()
}

fn type_scale() -> AnyView {
    let rows = VOICES
        .map(|(name, what)| view! { <Fact label=name>{what}</Fact> })
        .collect_view();
    view! {
        <p class="hero__title">"Hero"</p>
        <p class="stat__value">"1,234"</p>
        <h2>"A heading of the second level"</h2>
        <h3>"A heading of the third level"</h3>
        <p>"Text in the measure of a column: calm to read for an hour, with " <a href="/">"a link"</a> ", " <strong>"weight"</strong> ", " <code>"code"</code> " and a key " <kbd>"k"</kbd> "."</p>
        <p class="field__hint">"A hint below a field."</p>
        <Facts>{rows}</Facts>
    }
    .into_any()
}

fn icons() -> AnyView {
    let all = Glyph::ALL
        .map(|glyph| view! { <li class="badge"><Icon glyph/> {format!("{glyph:?}")}</li> })
        .collect_view();
    view! { <ul class="cluster">{all}</ul> }.into_any()
}

fn buttons() -> AnyView {
    view! {
        <form class="cluster">
            <Button kind=ButtonKind::Primary>"Primary"</Button>
            <Button>"Plain"</Button>
            <Button kind=ButtonKind::Danger>"Danger"</Button>
            <Button disabled=true>"Disabled"</Button>
            <LinkButton href="/styleguide">"A link"</LinkButton>
            <Menu label="A menu" note="What it is about"><a class="menu__item" href="/">"An item"</a></Menu>
        </form>
        <Pager newer=Some("/styleguide?newer".to_owned()) older=Some("/styleguide?older".to_owned())/>
    }
    .into_any()
}

fn fields() -> AnyView {
    let options = || {
        vec![
            Choice::new("solved", "Solved").with_glyph(Glyph::Solved),
            Choice::new("partial", "Partial").with_glyph(Glyph::Partial),
            Choice::new("failed", "Failed").with_glyph(Glyph::Failed),
        ]
    };
    let wrong = || Signal::stored(Some("What is wrong, and what would be right.".to_owned()));
    view! {
        <form class="form">
            <div class="form__row">
                <TextField name="text" label="Text" hint="Help that is always there."/>
                <TextField name="wrong" label="A mistake" value="what was typed" error=wrong()/>
                <TextField name="data" label="Data" value="42" data=true optional=true/>
            </div>
            <ChoiceField name="choice" label="One of a few" options=options() value="partial"/>
            <ChoiceField name="choice-wrong" label="One of a few, none chosen" options=options() error=wrong()/>
            <SelectField name="select" label="One of many" options=options() value="solved"/>
            <TickField name="tick" id="tick" label="Yes or no" value="on" ticked=true/>
            <TextArea name="prose" label="Many lines" value="One\nTwo"/>
            <TextArea name="code" label="Code" value="fn main() {}" code=true rows=4/>
            <KeptText id="kept".to_owned() label="To be copied".to_owned() text="What was typed.".to_owned()/>
            <KeptText id="told".to_owned() label="To be copied by a button".to_owned() text="What is told.".to_owned() copy="Copy it"/>
            <p><CopyButton of="kept".to_owned() label="Copy what was typed"/></p>
        </form>
    }
    .into_any()
}

fn labels() -> AnyView {
    view! {
        <p class="cluster">
            <Badge tone=Tone::Good glyph=Glyph::Solved label="Solved" boxed=true/>
            <Badge tone=Tone::Mixed glyph=Glyph::Partial label="Partial" boxed=true/>
            <Badge tone=Tone::Bad glyph=Glyph::Failed label="Failed" boxed=true/>
            <Badge tone=Tone::Quiet glyph=Glyph::Untried label="Untried" boxed=true/>
            <Badge tone=Tone::Level1 glyph=Glyph::Level1 label="Easy"/>
            <Badge tone=Tone::Level2 glyph=Glyph::Level2 label="Medium"/>
            <Badge tone=Tone::Level3 glyph=Glyph::Level3 label="Hard"/>
            <Mark tone=Tone::Good glyph=Glyph::Solved label="Solved"/>
        </p>
        <ul class="tags"><li><span class="tag">"a tag"</span></li><li><span class="tag">"another"</span></li></ul>
        <Stats>
            <Stat value="128" label="Problems" definition="In your journal, each counted once."/>
            <Stat value="64" unit="%" label="Success" definition="Solved attempts out of all."/>
        </Stats>
        <Facts>
            <Fact label="A day"><Day day=NaiveDate::default()/></Fact>
            <Fact label="A moment"><Moment at=DateTime::UNIX_EPOCH utc_offset_minutes=60/></Fact>
        </Facts>
    }
    .into_any()
}

fn notices() -> AnyView {
    let mut stored = FieldErrors::default();
    stored.add("title", "What is stored");
    let conflict = Conflict {
        revision: 2,
        stored: stored
            .iter()
            .map(|(name, text)| (name.to_owned(), text.to_owned()))
            .collect(),
    };
    view! {
        <Notice kind=NoticeKind::Info title="Good to know"/>
        <Notice kind=NoticeKind::Success title="It worked"/>
        <Notice kind=NoticeKind::Warning title="It worked, but not as asked"><p>"What to do about it."</p></Notice>
        <Notice kind=NoticeKind::Error title="It did not work"><p>"What was kept, and what to do."</p></Notice>
        <ConflictNotice conflict form="/styleguide".to_owned() drafted=false/>
    }
    .into_any()
}

fn openers() -> AnyView {
    view! {
        <InPlace id="in-place" label="Do it in place" glyph=Glyph::Edit><p>"A small form."</p></InPlace>
        <Confirm label="Destroy something…"><p>"What exactly goes."</p></Confirm>
    }
    .into_any()
}

fn texts() -> AnyView {
    view! {
        <Markdown sanitised_html="<p>What a person wrote, with <code>code</code>:</p><ul><li>one</li><li>two</li></ul><blockquote><p>said</p></blockquote>".to_owned()/>
        <Code language="Rust" lines=1 highlighted_html="<span class=\"hl-keyword\">let</span> x = <span class=\"hl-number\">1</span>; <span class=\"hl-comment\">// one</span>".to_owned()/>
    }
    .into_any()
}
