//! The parts of `/review`: the problem of the moment, with what is hidden and the grades.

use super::{
    api::{GradeProblem, RevealProblem, TakeBackReview},
    card::{Card, Hint, Told},
    decide::{decisions, leech_text},
    fields::GradeFields,
    live::{suggestion_text, watch},
    model::Grade,
};
use crate::{
    account::fields::TICKED,
    attempt::{
        model::{AttemptView, Help, Status},
        parts::written,
    },
    draft::parts::DraftNotice,
    error::FieldErrors,
    problem::{
        model::ProblemId,
        parts::{DifficultyBadge, StatusBadge, Tags},
    },
    timer::parts::TimerPanel,
    ui::{
        any::IntoAny,
        button::{Button, DefaultButton},
        field::{Choice, ChoiceField, TextArea, TextField},
        form::{Form, Submission},
        icon::{Glyph, Icon},
        markdown::Markdown,
        notice::{Notice, NoticeKind},
        time::Moment,
    },
};
use leptos::{prelude::*, tachys::view::keyed::keyed};

/// The problem to be reviewed now.
pub(super) fn review_card(card: Card) -> AnyView {
    let problem = card.standing.problem;
    let recall = card.evidence.recall;
    let page = format!("/problems/{problem}");
    let choices = decisions(&card.standing, "/review".to_owned());
    let expected = card.expected.sentence();
    let fills = card.errors.is_empty().then_some("minutes");
    let timer = (!recall).then(|| {
        view! {
            <div class="review-card__time">
                <TimerPanel problem title=card.title.clone() timer=card.timer.clone() back="review" fills/>
                <p class="expected">{expected}</p>
            </div>
        }
    });
    // Every form is another one: not the old one with new values under what was typed. What was revealed decides
    // about its suggestion and its choices, and a draft keeps its id.
    let form = keyed(
        [card.clone()],
        |card| [&card.fields.id, card.revealed.slug()].concat(),
        |_, card| (|_| {}, grade_form(card)),
    );
    view! {
        <section class="card card--raised review-card" aria-labelledby="card-title">
            <div class="review-card__head">
                <h2 id="card-title" dir="auto">{card.title.clone()}</h2>
                {card.link.clone().map(|(url, site)| view! {
                    <a class="button" href=url rel="noopener noreferrer external" target="_blank">
                        "Open on " {site} <span class="visually-hidden">" (new tab)"</span>
                    </a>
                })}
            </div>
            {leech(&card)}
            {(!card.description_html.is_empty()).then(|| view! {
                <details class="in-place">
                    <summary class="in-place__button"><Icon glyph=Glyph::Info/> "Description"</summary>
                    <div class="in-place__body"><Markdown sanitised_html=card.description_html.clone()/></div>
                </details>
            })}
            {timer}
            {if recall { recalled(&card) } else { revealed(&card) }}
            {form}
            <div class="review-card__more">
                {choices}
                <p class="field__hint">
                    <a href=format!("{page}/attempts/new")>"Log it with code instead"</a> " · "
                    <a href=page.clone()>"Open its page (shows everything)"</a>
                </p>
            </div>
        </section>
    }
    .into_any()
}

/// What to do instead of setting another date.
fn leech(card: &Card) -> Option<AnyView> {
    if card.standing.leech == 0 {
        return None;
    }
    let sibling = card.sibling.clone();
    let sibling = sibling.map(|sibling| another("Or take another one of its kind: ", sibling));
    let view = view! {
        <Notice kind=NoticeKind::Warning title=leech_text(card.standing.leech)>
            <p>"Read an editorial. Then write into your notes what gives the pattern away and where you go wrong."</p>
            {sibling}
        </Notice>
    };
    Some(view.into_any())
}

fn another(lead: &'static str, (id, title): (ProblemId, String)) -> AnyView {
    view! {
        <p>
            {lead}
            <a href=format!("/review?problem={id}") dir="auto">{title}</a>
        </p>
    }
    .into_any()
}

/// What is hidden, or what it was.
fn revealed(card: &Card) -> AnyView {
    let problem = card.standing.problem;
    let hint = match card.hint.clone() {
        Some(hint) => hint_view(hint),
        None => reveal_form(
            problem,
            Help::Hint,
            "Show tags and difficulty",
            "Counts as a hint.",
            "h",
        ),
    };
    let record = if card.revealed == Help::Solution {
        record_view(card.record.clone())
    } else if card.recorded {
        reveal_form(
            problem,
            Help::Solution,
            "Show my notes and code",
            "Counts as reading the solution.",
            "n",
        )
    } else {
        ().into_any()
    };
    view! { <div class="revealed" id="revealed">{hint} {record}</div> }.into_any()
}

/// What is to be said aloud, and what it should have been.
fn recalled(card: &Card) -> AnyView {
    let record = if card.recorded {
        record_view(card.record.clone())
    } else {
        view! { <p>"You have written nothing about it yet."</p> }.into_any()
    };
    view! {
        <p class="review-card__ask">"Say the pattern, the key step and the complexity."</p>
        <details class="in-place" id="revealed">
            <summary class="in-place__button button" data-key="n" aria-keyshortcuts="n"><Icon glyph=Glyph::Down/> "Show my notes and code"</summary>
            <div class="in-place__body">{record}</div>
        </details>
    }
    .into_any()
}

fn hint_view(hint: Hint) -> AnyView {
    view! {
        <div class="cluster">
            <DifficultyBadge difficulty=hint.difficulty/>
            {if hint.tags.is_empty() { "No tags".into_any() } else { view! { <Tags tags=hint.tags/> }.into_any() }}
        </div>
    }
    .into_any()
}

fn record_view(record: Vec<AttemptView>) -> AnyView {
    let entries = record.into_iter().map(entry).collect_view();
    view! { <ol class="record" aria-label="My notes and code, latest first">{entries}</ol> }
        .into_any()
}

fn entry(view: AttemptView) -> AnyView {
    let (moment, status) = (view.attempt.moment, view.attempt.status);
    view! {
        <li class="entry">
            <p class="entry__head">
                <Moment at=moment.at utc_offset_minutes=i32::from(moment.utc_offset_minutes)/>
                <StatusBadge status=Some(status)/>
            </p>
            {written(view)}
        </li>
    }
    .into_any()
}

/// A button that reveals something, and what that costs.
fn reveal_form(
    problem: ProblemId,
    help: Help,
    label: &'static str,
    cost: &'static str,
    key: &'static str,
) -> AnyView {
    let submission = Submission::new::<RevealProblem>(FieldErrors::default(), |next| next);
    view! {
        <Form action="/review/reveal" submission class="reveal">
            <input type="hidden" name="problem_id" value=problem.to_string()/>
            <input type="hidden" name="help" value=help.slug()/>
            <Button key=Some(key) disabled=submission.pending()>{label}</Button>
            <p class="field__hint">{cost}</p>
        </Form>
    }
    .into_any()
}

/// The grades as buttons, each with the date it leads to, and what else can be said.
fn grade_form(card: Card) -> AnyView {
    let Card {
        standing,
        evidence,
        revealed,
        grades,
        fields,
        errors,
        draft,
        ..
    } = card;
    let recall = evidence.recall;
    let open_at_first = !errors.is_empty() || !draft.restored.is_empty();
    let submission = Submission::new::<GradeProblem>(errors, |next| next);
    let mode = if recall { "&mode=recall" } else { "" };
    let action = format!("/review?problem={}{mode}", standing.problem);
    let seen = watch(evidence, Some(Status::Solved));
    // Nobody says beforehand that it was not solved: Again says so by itself.
    let lead = move || {
        let lead = match seen.get() {
            Some(now) if now.status == Status::Solved && !recall => "If you solved it: ",
            _ => "Suggested: ",
        };
        suggestion_text(&seen.get().unwrap_or(evidence), lead)
    };
    let suggested = Memo::new(move |_| seen.get().unwrap_or(evidence).suggested());
    let pending = submission.pending();
    let buttons = grades
        .into_iter()
        .map(|(grade, next)| grade_button(grade, next, suggested, pending))
        .collect_view();
    let rest = (!recall).then(|| {
        let open = move || open_at_first || submission.refused().get();
        view! {
            <details class="in-place" open=open>
                <summary class="in-place__button" data-key="m" aria-keyshortcuts="m"><Icon glyph=Glyph::Plus/> "Say more"</summary>
                <div class="in-place__body form">{more_fields(&fields, revealed, submission)}</div>
            </details>
        }
    });
    let error = submission.error_of("grade");
    let kept = (!recall).then(|| draft.kept());
    view! {
        {(!recall).then(|| view! { <DraftNotice draft back=action.clone()/> })}
        <Form action submission class="grading" kept=kept>
            <DefaultButton/>
            <input type="hidden" name="fields[id]" value=fields.id.clone()/>
            <input type="hidden" name="fields[problem_id]" value=standing.problem.to_string()/>
            <input type="hidden" name="fields[timed]" value=fields.timed.clone()/>
            {recall.then(|| view! { <input type="hidden" name="fields[recall]" value=TICKED/> })}
            <p class="grading__why" id="grading-why">{lead}</p>
            {move || error.get().map(|message| view! { <p class="field__error"><Icon glyph=Glyph::Error/> <span>{message}</span></p> })}
            <div class="grades" role="group" aria-label="How well did you remember it?" aria-describedby="grading-why">{buttons}</div>
            {rest}
        </Form>
    }
    .into_any()
}

fn grade_button(
    grade: Grade,
    next: String,
    suggested: Memo<Grade>,
    pending: Signal<bool>,
) -> AnyView {
    let key = match grade {
        Grade::Again => "1",
        Grade::Hard => "2",
        Grade::Good => "3",
        Grade::Easy => "4",
    };
    let class = move || {
        if suggested.get() == grade {
            "button button--primary grade"
        } else {
            "button grade"
        }
    };
    let mark = move || (suggested.get() == grade).then_some("suggested");
    view! {
        <button class=class type="submit" name="fields[grade]" value=grade.slug() data-key=key aria-keyshortcuts=key
            disabled=move || pending.get()>
            <span class="grade__key">{key}</span> " "
            <span class="grade__name">{grade.label()}</span> " "
            <span class="grade__next">{next}</span> " "
            <span class="grade__mark">{mark}</span>
        </button>
    }
    .into_any()
}

/// What can be said besides the grade.
fn more_fields(fields: &GradeFields, revealed: Help, submission: Submission) -> AnyView {
    let statuses = [("", "As graded", None)]
        .into_iter()
        .chain(
            Status::ALL
                .into_iter()
                .zip([Glyph::Solved, Glyph::Partial, Glyph::Failed])
                .map(|(status, glyph)| (status.slug(), status.label(), Some(glyph))),
        )
        .map(|(slug, label, glyph)| {
            let choice = Choice::new(slug, label);
            match glyph {
                Some(glyph) => choice.with_glyph(glyph),
                None => choice,
            }
        })
        .collect();
    let helps = Help::ALL
        .into_iter()
        .filter(|help| help.or_more(revealed) == *help)
        .map(|help| Choice::new(help.slug(), help.label()))
        .collect();
    let minutes_hint = if fields.timed.is_empty() {
        "1 to 1,440."
    } else {
        "From your timer. 1 to 1,440."
    };
    view! {
        <ChoiceField id="status" name="fields[status]" label="How did it go?" options=statuses value=fields.status.clone()
            error=submission.error_of("status") hint="Again means failed, the others solved, unless you say something else."/>
        <ChoiceField id="help" name="fields[help]" label="What help did it take?" options=helps value=fields.help.clone()
            error=submission.error_of("help") hint="What you revealed here counts in any case."/>
        <TextField id="minutes" name="fields[minutes]" label="Minutes" value=fields.minutes.clone()
            error=submission.error_of("minutes") optional=true data=true inputmode="numeric" hint=minutes_hint/>
        <TextArea id="notes" name="fields[notes]" label="Notes" value=fields.notes.clone()
            error=submission.error_of("notes") optional=true rows=4
            hint="What gave the pattern away, where you went wrong. Markdown works here."/>
    }
    .into_any()
}

/// Says what grading came to, and takes it back.
pub(super) fn told_notice(told: Told) -> AnyView {
    let submission = Submission::new::<TakeBackReview>(FieldErrors::default(), |next| next);
    let sentence = told.sentence();
    let sibling = told.sibling.clone();
    let sibling =
        sibling.map(|sibling| another("Keep the pattern with another one of its kind: ", sibling));
    view! {
        <Notice kind=NoticeKind::Success title=sentence.clone()>
            {sibling}
            <div class="cluster">
                <Form action="/review/take-back" submission class="undo">
                    <input type="hidden" name="id" value=told.attempt.to_string()/>
                    <Button key=Some("u") disabled=submission.pending()>
                        "Undo" <span class="visually-hidden">{[": ", &sentence].concat()}</span>
                    </Button>
                </Form>
            </div>
        </Notice>
    }
    .into_any()
}
