//! A problem's page, and the forms of problems and attempts.

use super::{
    Answered,
    journal::{Journal, Texts, draft_of},
    told,
};
use crate::{
    attempt::{
        api::{EditAttemptForm, NewAttemptForm},
        fields::AttemptFields,
        model::{Attempt, AttemptForm, AttemptId, FormHelp},
        outline::{AttemptOutline, OUTLINE_LIMIT, chart, coded_choices},
    },
    change::copy::ProblemCopy,
    draft::model::DraftForm,
    error::{AppError, FieldErrors},
    markdown,
    notes::api::PreviewMarkdown,
    paging::{Cursor, PAGE_SIZE, PageAt},
    problem::{
        api::{EditProblemForm, NewProblemForm, ViewProblem},
        fields::ProblemFields,
        model::{ProblemForm, ProblemId, ProblemView},
        recognise::recognise,
    },
    review::card::Standing,
    tag::model::SUGGESTED,
};

pub(super) async fn view(asked: ViewProblem) -> Answered {
    let Ok(id) = asked.id.parse::<ProblemId>() else {
        return Some(Err(AppError::NotFound));
    };
    let journal = Journal::open(Texts::Of(id)).await?;
    let at = PageAt::from_query(Some(&asked.older), Some(&asked.newer));
    told(journal.copy(id).map(|copy| page(&journal, copy, at)))
}

/// What a problem's page shows.
pub fn page(journal: &Journal, copy: &ProblemCopy, at: PageAt) -> ProblemView {
    let problem = copy.problem.clone();
    let id = problem.id;
    let outline: Vec<AttemptOutline> = copy
        .attempts
        .iter()
        .take(OUTLINE_LIMIT)
        .map(outline)
        .collect();
    let (attempts, newer, older) = timeline(copy, at);
    let (next, help) = next(journal, copy);
    ProblemView {
        description_html: markdown::render(problem.description.as_deref()),
        times_html: chart(&outline, copy.progress.attempts),
        coded: coded_choices(&outline),
        progress: copy.progress.clone(),
        attempts: markdown::render_attempts(attempts),
        newer,
        older,
        next,
        help,
        time_zone: zone(journal),
        standing: Standing::of(id, &copy.review, journal.clock.today()),
        problem,
    }
}

fn outline(attempt: &Attempt) -> AttemptOutline {
    AttemptOutline {
        id: attempt.id,
        status: attempt.status,
        minutes: attempt.minutes,
        moment: attempt.moment,
        language: attempt.language.clone(),
        coded: attempt.code.is_some(),
    }
}

/// One page of the attempts, and the ways to its neighbours: to later and to earlier ones.
fn timeline(copy: &ProblemCopy, at: PageAt) -> (Vec<Attempt>, Option<Cursor>, Option<Cursor>) {
    let all = &copy.attempts;
    let key = |attempt: &Attempt| (attempt.moment.at, attempt.id.0);
    let place = |edge: Cursor| all.partition_point(|one| key(one) > (edge.at, edge.id));
    let first = match at {
        PageAt::First => 0,
        PageAt::OlderThan(edge) => {
            let place = place(edge);
            let is_edge = all
                .get(place)
                .is_some_and(|one| key(one) == (edge.at, edge.id));
            place + usize::from(is_edge)
        }
        PageAt::NewerThan(edge) => place(edge).saturating_sub(PAGE_SIZE),
    };
    let shown = &all[first.min(all.len())..(first + PAGE_SIZE).min(all.len())];
    let edge = |attempt: &Attempt| Cursor {
        at: attempt.moment.at,
        id: attempt.id.0,
    };
    let newer = shown.first().filter(|_| first > 0).map(edge);
    let older = shown
        .last()
        .filter(|_| first + PAGE_SIZE < all.len())
        .map(edge);
    (shown.to_vec(), newer, older)
}

/// The form of the next attempt, and what helps to fill it in.
fn next(journal: &Journal, copy: &ProblemCopy) -> (AttemptFields, FormHelp) {
    let id = copy.problem.id;
    let known = journal.known(copy);
    let timer = journal.timer_view(id);
    let mut fields = AttemptFields::new(journal.new_id(), id, journal.person.language.clone())
        .timed(timer.as_ref());
    known.revealed.slug().clone_into(&mut fields.help);
    let help = FormHelp {
        draft: draft_of(DraftForm::NewAttempt(id)),
        timer,
        timed: true,
        editor: journal.person.settings.editor,
        expected: Some(known.expected),
    };
    (fields, help)
}

fn zone(journal: &Journal) -> String {
    let chosen = journal.person.settings.time_zone.clone();
    chosen.unwrap_or_else(|| journal.clock.zone.clone())
}

pub(super) async fn new_form(NewProblemForm { link }: NewProblemForm) -> Answered {
    let journal = Journal::open(Texts::None).await?;
    let identity = recognise(&link).map(|found| found.identity);
    let form = DraftForm::new_problem(identity.as_deref());
    told(Ok(ProblemForm {
        fields: ProblemFields::from_pasted(journal.new_id(), &link),
        already_there: identity.and_then(|identity| journal.with_identity(&identity)),
        draft: draft_of(form),
        known_tags: known_tags(&journal),
        ..ProblemForm::default()
    }))
}

fn known_tags(journal: &Journal) -> Vec<String> {
    let most = usize::try_from(SUGGESTED).unwrap_or(usize::MAX);
    let tags = journal.tags().into_iter().take(most);
    tags.map(|(tag, _)| tag).collect()
}

pub(super) async fn edit_form(EditProblemForm { id }: EditProblemForm) -> Answered {
    let Ok(id) = id.parse::<ProblemId>() else {
        return Some(Err(AppError::NotFound));
    };
    let journal = Journal::open(Texts::Of(id)).await?;
    told(journal.copy(id).map(|copy| ProblemForm {
        fields: copy.problem.fields(),
        draft: draft_of(DraftForm::EditProblem(id)),
        known_tags: known_tags(&journal),
        ..ProblemForm::default()
    }))
}

pub(super) async fn new_attempt_form(asked: NewAttemptForm) -> Answered {
    let Ok(id) = asked.problem_id.parse::<ProblemId>() else {
        return Some(Err(AppError::NotFound));
    };
    let journal = Journal::open(Texts::Of(id)).await?;
    told(journal.copy(id).map(|copy| {
        let (fields, help) = next(&journal, copy);
        AttemptForm {
            problem: copy.problem.clone(),
            fields,
            errors: FieldErrors::default(),
            conflict: None,
            time_zone: zone(&journal),
            help,
        }
    }))
}

pub(super) async fn edit_attempt_form(EditAttemptForm { id }: EditAttemptForm) -> Answered {
    let Ok(id) = id.parse::<AttemptId>() else {
        return Some(Err(AppError::NotFound));
    };
    let journal = Journal::open(Texts::OfAttempt(id)).await?;
    told(journal.attempt(id).map(|(copy, attempt)| AttemptForm {
        problem: copy.problem.clone(),
        fields: attempt.fields_at(attempt.moment),
        errors: FieldErrors::default(),
        conflict: None,
        time_zone: zone(&journal),
        help: FormHelp {
            draft: draft_of(DraftForm::EditAttempt(id)),
            editor: journal.person.settings.editor,
            ..FormHelp::default()
        },
    }))
}

pub(super) fn preview(PreviewMarkdown { text }: PreviewMarkdown) -> Answered {
    told(Ok(markdown::render(Some(&text))))
}
